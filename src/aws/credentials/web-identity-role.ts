import { fromWebToken } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { CallError, type Call, type TokenClaims } from '../../errors/call-error.js';
import { assumedRoleArn, parseArn } from '../identifiers/arn.js';
import type { RoleSession } from './role-session.js';
import { checkSession, type CredentialSource, type Sts } from './source.js';

/** Where OIDC tokens come from, and how to read the claims that a trust policy compares. */
export interface IdTokens {
  /** Requested already. */
  readonly first: Promise<string>;
  another(): Promise<string>;
  claims(token: string): TokenClaims | undefined;
}

/**
 * A role that is assumed with the job's OIDC token. A token that has expired in the meantime is replaced once. No token
 * at all is a CallError, too.
 */
export function webIdentityRole(
  { roleArn, sessionName, durationSeconds, policy, link }: RoleSession,
  tokens: IdTokens,
  { region, connection, clientConfig, retrier }: Sts
): CredentialSource {
  const exchange = (token: string): Promise<AwsCredentialIdentity> => {
    const claims = tokens.claims(token);
    const call: Call = {
      service: 'AWS STS',
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: roleArn,
      accountId: parseArn(roleArn).accountId,
      route: connection.route,
      ...(link && { link }),
      ...(claims && { claims })
    };
    const provider = fromWebToken({
      roleArn,
      roleSessionName: sessionName,
      durationSeconds,
      webIdentityToken: token,
      policy,
      clientConfig: { region, ...clientConfig }
    });
    return retrier.call(call, async () => checkSession(await provider()));
  };
  return {
    principal: assumedRoleArn(roleArn, sessionName),
    async load() {
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
  };
}
