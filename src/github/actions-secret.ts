import { getOctokit } from '@actions/github';
import sodium from 'libsodium-wrappers';

/** Which Actions secret is written. */
export interface SecretTarget {
  readonly owner: string;
  readonly repo: string;
  readonly name: string;
  /** Without it, the secret is the repository's. */
  readonly environment?: string;
}

/**
 * Writes an Actions secret, sealed so that only GitHub can open it. Writing the same value twice is harmless.
 * This module is a bundle of its own, loaded only when a run writes such a secret.
 *
 * @param token may write secrets; the GITHUB_TOKEN of a job cannot.
 * @throws Octokit's RequestError, whose `status` tells what GitHub answered.
 */
export async function writeSecret(
  target: SecretTarget,
  token: string,
  value: string,
  signal: AbortSignal
): Promise<void> {
  const quiet = (): void => undefined;
  const { request } = getOctokit(token, {
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet }
  });
  // Given to getOctokit, they would take the place of what it sets there for a proxy.
  const options = { request: { signal } };
  const { owner, repo, environment } = target;
  const secrets =
    environment === undefined
      ? '/repos/{owner}/{repo}/actions/secrets'
      : '/repos/{owner}/{repo}/environments/{environment}/secrets';
  const answer: { data: unknown; headers: { 'content-length'?: unknown } } = await request(
    `GET ${secrets}/public-key`,
    { ...options, owner, repo, environment }
  );
  // Octokit takes an answer that breaks off for an empty one.
  if (answer.data === '' && String(answer.headers['content-length']) !== '0') {
    throw Object.assign(new Error('the answer broke off'), { code: 'ECONNRESET' });
  }
  const { key, key_id } = (answer.data ?? {}) as { key?: unknown; key_id?: unknown };
  if (typeof key !== 'string' || typeof key_id !== 'string') {
    throw notGitHub('the answer has no public key');
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
    name: target.name,
    encrypted_value: sodium.to_base64(sealed, sodium.base64_variants.ORIGINAL),
    key_id
  });
  if (status !== 201 && status !== 204) {
    throw notGitHub('the secret was neither created nor updated');
  }
}

const notGitHub = (message: string): Error =>
  Object.assign(new Error(message), { name: 'NotGitHubError' });
