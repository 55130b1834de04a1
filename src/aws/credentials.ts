import { fromNodeProviderChain, fromWebToken } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { CallError, type Call, type TokenClaims } from '../errors/call-error.js';
import { CredentialChainError } from '../errors/credential-chain-error.js';
import { UnexpectedResponseError } from '../errors/response-error.js';
import type { Connection } from '../network/preconnect.js';
import type { Retrier } from '../retry.js';
import { createClientConfig } from './client-config.js';
import { parseArn } from './identifiers/arn.js';

export interface AssumeRoleOptions {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Seconds, 900–43200. */
  readonly durationSeconds: number;
}

/** Where OIDC tokens come from, and how to read the claims that a trust policy compares. */
export interface IdTokens {
  /** Requested already. */
  readonly first: Promise<string>;
  another(): Promise<string>;
  claims(token: string): TokenClaims | undefined;
}

/** Many times the size of a session, whose token has a few thousand characters. */
const MAX_BYTES = 64 * 1024;

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
  const clientConfig = { region, ...createClientConfig(connection, MAX_BYTES) };
  const exchange = (token: string): Promise<AwsCredentialIdentity> => {
    const claims = tokens.claims(token);
    const call: Call = {
      service: 'AWS STS',
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: roleArn,
      accountId: parseArn(roleArn).accountId,
      ...describeWay(connection),
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
    return retrier.call(call, async () => checkForm(await provider()));
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

/** What cannot be sent in a header is no part of a session. */
function checkForm(credentials: AwsCredentialIdentity): AwsCredentialIdentity {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const parts: readonly unknown[] = [accessKeyId, secretAccessKey, sessionToken];
  if (parts.every((part) => typeof part === 'string' && /^[!-~]+$/.test(part))) return credentials;
  throw new UnexpectedResponseError('the response has no credentials');
}

/**
 * The credentials that the SDK's default chain finds: variables, shared files, a web identity, a container, an instance.
 *
 * @param sts how the chain reaches STS, which it asks for some of them.
 * @throws {CallError} whose cause is a {@link CredentialChainError}.
 */
export function loadCredentials(
  region: string,
  sts: Connection,
  retrier: Retrier
): Promise<AwsCredentialIdentity> {
  const call: Call = {
    service: 'AWS credentials',
    action: 'load credentials',
    resource: '*',
    ...describeWay(sts)
  };
  const clientConfig = createClientConfig(sts, MAX_BYTES);
  return retrier.call(call, async () => {
    const trail: string[] = [];
    const note = (...words: readonly unknown[]): void => void trail.push(words.join(' '));
    const logger = { debug: note, info: note, warn: note, error: note };
    try {
      // In clientConfig, SSO would get the Region too, and it has one of its own.
      return await fromNodeProviderChain({
        logger,
        clientConfig,
        parentClientConfig: { region }
      })();
    } catch (cause) {
      throw new CredentialChainError(trail, cause);
    }
  });
}

const describeWay = ({ url, proxy }: Connection): Pick<Call, 'host' | 'proxy'> => ({
  host: url.host,
  ...(proxy && { proxy: proxy.host })
});
