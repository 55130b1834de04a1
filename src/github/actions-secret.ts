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

/**
 * Writes an Actions secret, sealed so that only GitHub can open it. Writing the same value twice is harmless.
 * This module is a bundle of its own, loaded only by runs that write such a secret.
 *
 * @throws Octokit's RequestError, whose `status` is the one that GitHub returned.
 */
export async function putActionsSecret(
  { owner, repo, name, environment, token, api }: ActionsSecretOptions,
  value: string,
  signal: AbortSignal
): Promise<void> {
  const quiet = (): void => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const { request } = getOctokit(token, {
    baseUrl: api.url.href.replace(/\/$/, ''),
    log,
    // Without a log there, Octokit prints what a response says in its header "deprecation".
    request: { fetch: createFetch(api), log }
  });
  const options = { request: { signal } };
  const secrets =
    environment === undefined
      ? '/repos/{owner}/{repo}/actions/secrets'
      : '/repos/{owner}/{repo}/environments/{environment}/secrets';
  const response: { data: unknown } = await request(`GET ${secrets}/public-key`, {
    ...options,
    owner,
    repo,
    environment
  });
  const { key, key_id } = (response.data ?? {}) as { key?: unknown; key_id?: unknown };
  if (!matches(key, /^[A-Za-z0-9+/]{43}=$/) || !matches(key_id, /^[\w-]{1,64}$/)) {
    throw new UnexpectedResponseError('the response has no public key');
  }
  await sodium.ready;
  const sealed = sodium.crypto_box_seal(
    value,
    sodium.from_base64(key, sodium.base64_variants.ORIGINAL)
  );
  const { status } = await request(`PUT ${secrets}/{name}`, {
    ...options,
    owner,
    repo,
    environment,
    name,
    encrypted_value: sodium.to_base64(sealed, sodium.base64_variants.ORIGINAL),
    key_id
  });
  if (status !== 201 && status !== 204) {
    throw new UnexpectedResponseError('the secret is neither created nor updated');
  }
}

const matches = (value: unknown, form: RegExp): value is string =>
  typeof value === 'string' && form.test(value);
