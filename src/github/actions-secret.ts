import { getOctokit } from '@actions/github';
import sodium from 'libsodium-wrappers';
import type { Destination } from '../destination.js';

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
  const { request } = getOctokit(token, {
    baseUrl: api.url.href.replace(/\/$/, ''),
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet }
  });
  // Passed to getOctokit, they would replace what it sets there for a proxy.
  const options = { request: { signal } };
  const secrets =
    environment === undefined
      ? '/repos/{owner}/{repo}/actions/secrets'
      : '/repos/{owner}/{repo}/environments/{environment}/secrets';
  const response: { data: unknown; headers: { 'content-length'?: unknown } } = await request(
    `GET ${secrets}/public-key`,
    { ...options, owner, repo, environment }
  );
  // Octokit takes a response that breaks off for an empty one.
  if (response.data === '' && String(response.headers['content-length']) !== '0') {
    throw Object.assign(new Error('the response broke off'), { code: 'ECONNRESET' });
  }
  const { key, key_id } = (response.data ?? {}) as { key?: unknown; key_id?: unknown };
  if (typeof key !== 'string' || typeof key_id !== 'string') {
    throw unexpectedResponse('the response has no public key');
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
    throw unexpectedResponse('the secret is neither created nor updated');
  }
}

const unexpectedResponse = (message: string): Error =>
  Object.assign(new Error(message), { name: 'UnexpectedResponseError' });
