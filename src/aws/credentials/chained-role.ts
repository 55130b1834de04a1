import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { Call } from '../../errors/call-error.js';
import { UnexpectedResponseError } from '../../errors/response-error.js';
import { assumedRoleArn, parseArn } from '../identifiers/arn.js';
import type { RoleSession } from './role-session.js';
import { checkSession, type CredentialSource, type Sts } from './source.js';

/**
 * A role that is assumed with other credentials.
 * @param caller whose credentials they are.
 */
export function chainedRole(
  { roleArn, sessionName, durationSeconds, policy, link }: RoleSession,
  caller: CredentialSource,
  externalId: string | undefined,
  { region, connection, clientConfig, retrier }: Sts
): CredentialSource {
  const call: Call = {
    service: 'AWS STS',
    action: 'sts:AssumeRole',
    resource: roleArn,
    accountId: parseArn(roleArn).accountId,
    route: connection.route,
    ...(link && { link }),
    caller: { arn: caller.principal, sendsExternalId: externalId !== undefined }
  };
  return {
    principal: assumedRoleArn(roleArn, sessionName),
    async load() {
      const credentials = await caller.load();
      const issuedAt = credentials.sessionToken === undefined ? undefined : retrier.clock.now();
      // One for all attempts: its client knows how wrong the clock is.
      const provider = fromTemporaryCredentials({
        params: {
          RoleArn: roleArn,
          RoleSessionName: sessionName,
          DurationSeconds: durationSeconds,
          Policy: policy,
          ...(externalId !== undefined && { ExternalId: externalId })
        },
        masterCredentials: credentials,
        clientConfig: { region, ...clientConfig }
      });
      const assume = async () => {
        try {
          return checkSession(await provider());
        } catch (error) {
          // The SDK's own error for a response without credentials does not say that it is one.
          if ((error as Error).name !== 'CredentialsProviderError') throw error;
          throw new UnexpectedResponseError('the response has no credentials');
        }
      };
      return retrier.call(call, assume, { issuedAt: () => issuedAt });
    }
  };
}
