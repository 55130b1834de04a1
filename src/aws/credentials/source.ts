import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { UnexpectedResponseError } from '../../errors/response-error.js';
import type { Connection } from '../../network/preconnect.js';
import type { Retrier } from '../../retry.js';
import { createClientConfig, type ClientConfig } from '../client-config.js';

/** Where the credentials of a run are from. Each kind has a file of its own. */
export interface CredentialSource {
  /** Whose credentials they are, as a trust policy names them; undefined where only AWS knows. */
  readonly principal?: string;
  /** @throws {CallError} */
  load(): Promise<AwsCredentialIdentity>;
}

/** STS in the Region of a run, as every source calls it. */
export interface Sts {
  readonly region: string;
  readonly connection: Connection;
  readonly clientConfig: ClientConfig;
  readonly retrier: Retrier;
}

/** Many times the size of a session, whose token has a few thousand characters. */
const MAX_BYTES = 64 * 1024;

/** @param connection for all requests of all sources. */
export const createSts = (region: string, connection: Connection, retrier: Retrier): Sts => ({
  region,
  connection,
  clientConfig: createClientConfig(connection, MAX_BYTES),
  retrier
});

/** @throws {UnexpectedResponseError} for what cannot be sent in a header, which is no part of a session. */
export function checkSession(session: AwsCredentialIdentity): AwsCredentialIdentity {
  const { accessKeyId, secretAccessKey, sessionToken } = session;
  const parts: readonly unknown[] = [accessKeyId, secretAccessKey, sessionToken];
  if (parts.every((part) => typeof part === 'string' && /^[!-~]+$/.test(part))) return session;
  throw new UnexpectedResponseError('the response has no credentials');
}
