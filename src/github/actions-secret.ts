import { getOctokit } from '@actions/github';
import sodium from 'libsodium-wrappers';
import { UnexpectedResponseError } from '../errors/response-error.js';
import type { Destination } from '../network/destination.js';
import { createFetch } from './api-fetch.js';

/** The GitHub Actions secret that gives the password to later jobs. */
export interface ActionsSecretOptions {
  readonly owner: string;
  readonly repo: string;
  readonly name: string;
  /** Without it, the secret belongs to the repository. */
  readonly environment?: string;
  /** A token that may write secrets; the GITHUB_TOKEN of a job may not. */
  readonly token: string;
  readonly api: Destination;
}

/** What a value is sealed with, so that only GitHub can open it. */
export interface PublicKey {
  readonly key: string;
  readonly keyId: string;
}

/**
 * Fetches the public key of the repository or environment. That proves the token, the repository and the environment,
 * not the right to write. This module is a bundle of its own, loaded only by runs that write such a secret.
 *
 * @throws Octokit's RequestError, whose `status` is the one that GitHub returned.
 */
export async function getPublicKey(
  options: ActionsSecretOptions,
  signal: AbortSignal
): Promise<PublicKey> {
  const { owner, repo, environment } = options;
  const response: { data: unknown } = await createRequest(options)(
    `GET ${secretsPath(options)}/public-key`,
    { request: { signal }, owner, repo, environment }
  );
  const { key, key_id: keyId } = (response.data ?? {}) as { key?: unknown; key_id?: unknown };
  if (!matches(key, /^[A-Za-z0-9+/]{43}=$/) || !matches(keyId, /^[\w-]{1,64}$/)) {
    throw new UnexpectedResponseError('the response has no public key');
  }
  return { key, keyId };
}

/**
 * Writes an Actions secret. Writing the same value twice is harmless.
 * @throws Octokit's RequestError, whose `status` is the one that GitHub returned.
 */
export async function putActionsSecret(
  options: ActionsSecretOptions,
  { key, keyId }: PublicKey,
  value: string,
  signal: AbortSignal
): Promise<void> {
  const { owner, repo, environment, name } = options;
  await sodium.ready;
  const sealed = sodium.crypto_box_seal(
    value,
    sodium.from_base64(key, sodium.base64_variants.ORIGINAL)
  );
  const { status } = await createRequest(options)(`PUT ${secretsPath(options)}/{name}`, {
    request: { signal },
    owner,
    repo,
    environment,
    name,
    encrypted_value: sodium.to_base64(sealed, sodium.base64_variants.ORIGINAL),
    key_id: keyId
  });
  if (status !== 201 && status !== 204) {
    throw new UnexpectedResponseError('the secret is neither created nor updated');
  }
}

function createRequest({
  token,
  api
}: ActionsSecretOptions): ReturnType<typeof getOctokit>['request'] {
  const quiet = (): void => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  return getOctokit(token, {
    baseUrl: api.url.href.replace(/\/$/, ''),
    log,
    // Without a log there, Octokit prints what a response says in its header "deprecation".
    request: { fetch: createFetch(api), log }
  }).request;
}

const secretsPath = ({ environment }: ActionsSecretOptions): string =>
  environment === undefined
    ? '/repos/{owner}/{repo}/actions/secrets'
    : '/repos/{owner}/{repo}/environments/{environment}/secrets';

const matches = (value: unknown, form: RegExp): value is string =>
  typeof value === 'string' && form.test(value);
