import { fromWebToken } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { CallError, type Call } from '../errors/call-error.js';
import type { Retrier } from '../retry.js';
import { createClientConfig } from './client-config.js';
import type { Connection } from './preconnect.js';

export interface AssumeRoleOptions {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Seconds, 900–43200. */
  readonly durationSeconds: number;
}

/** Where OIDC tokens come from, and how to read the two claims that a trust policy compares. */
export interface IdTokens {
  /** Requested already. */
  readonly first: Promise<string>;
  another(): Promise<string>;
  claims(token: string): { readonly sub: string; readonly aud: string } | undefined;
}

/**
 * Exchanges the job's OIDC token for credentials of a role that are limited to the session policy. A token that has
 * expired in the meantime is replaced once.
 *
 * @throws {CallError} also when no token comes.
 */
export async function assumeRole(
  { roleArn, sessionName, durationSeconds }: AssumeRoleOptions,
  policy: string,
  tokens: IdTokens,
  region: string,
  connection: Connection,
  retrier: Retrier
): Promise<AwsCredentialIdentity> {
  const clientConfig = createClientConfig(region, connection);
  const exchange = (token: string): Promise<AwsCredentialIdentity> => {
    const claims = tokens.claims(token);
    const call: Call = {
      service: 'AWS STS',
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: roleArn,
      host: connection.url.host,
      ...(connection.proxy && { proxy: connection.proxy.host }),
      ...(claims && { claims })
    };
    const provider = fromWebToken({
      roleArn,
      roleSessionName: sessionName,
      durationSeconds,
      webIdentityToken: token,
      policy,
      clientConfig
    });
    return retrier.call(call, () => provider());
  };
  try {
    return await exchange(await tokens.first);
  } catch (error) {
    const hasExpired =
      error instanceof CallError &&
      error.call.service === 'AWS STS' &&
      error.details.code.startsWith('ExpiredToken');
    if (!hasExpired) throw error;
    return exchange(await tokens.another());
  }
}
