import { fromWebToken } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { CallError, type Call, type Patience } from '../retry.js';
import { faultOf } from '../errors/classify.js';
import type { RoleInputs } from '../inputs.js';
import { clientConfigOf } from './client-config.js';
import type { Connection } from './preconnect.js';

/** Where OIDC tokens come from, and how to read the two claims that a trust policy is about. */
export interface IdTokens {
  /** Asked for already. */
  readonly first: Promise<string>;
  another(): Promise<string>;
  claims(token: string): { readonly sub: string; readonly aud: string } | undefined;
}

/**
 * Exchanges the job's OIDC token for credentials of a role, cut down to what the session policy allows.
 * A token that has expired meanwhile is replaced once.
 *
 * @throws {CallError} also when no token comes.
 */
export async function assumeRole(
  role: RoleInputs,
  policy: string,
  tokens: IdTokens,
  region: string,
  connection: Connection,
  patience: Patience
): Promise<AwsCredentialIdentity> {
  const clientConfig = clientConfigOf(region, connection);
  const exchange = (current: string): Promise<AwsCredentialIdentity> => {
    const claims = tokens.claims(current);
    const call: Call = {
      service: 'AWS STS',
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: role.roleArn,
      host: connection.host,
      ...(claims && { claims })
    };
    const provider = fromWebToken({
      roleArn: role.roleArn,
      roleSessionName: role.sessionName,
      durationSeconds: role.durationSeconds,
      webIdentityToken: current,
      policy,
      clientConfig
    });
    return patience.call(call, () => provider());
  };
  try {
    return await exchange(await tokens.first);
  } catch (error) {
    const hasExpired =
      error instanceof CallError &&
      error.call.service === 'AWS STS' &&
      faultOf(error.cause).code.startsWith('ExpiredToken');
    if (!hasExpired) throw error;
    return exchange(await tokens.another());
  }
}
