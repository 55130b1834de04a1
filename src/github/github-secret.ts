import { getOctokit } from '@actions/github';
import sodium from 'libsodium-wrappers';
import { UnexpectedResponseError } from '../errors/response-error.js';
import type { Destination } from '../network/destination.js';
import { createFetch } from './api-fetch.js';
import { pathOf, VISIBILITIES, type SecretLocation, type Visibility } from './secret-location.js';

/** The GitHub secret that gives the password to later jobs. */
export interface GitHubSecretOptions {
  readonly location: SecretLocation;
  readonly name: string;
  /** A token that may write secrets; the GITHUB_TOKEN of a job may not. */
  readonly token: string;
  readonly api: Destination;
  /** Of a secret that is created in an organization; without it, the repository of the job alone reads it. */
  readonly visibility?: Visibility;
  /** As the runner names it. */
  readonly jobRepository: { readonly name: string; readonly id: string };
}

/** Whoever has it can seal a value; only GitHub can open it. */
export interface PublicKey {
  readonly key: string;
  readonly keyId: string;
}

/** Who reads a secret of an organization. GitHub takes it anew with each value, and forgets what is left out. */
export interface Access {
  readonly visibility: Visibility;
  /** The ids of the repositories, with `selected` only. */
  readonly selected?: readonly number[];
}

/** GitHub's maximum. */
const PAGE_SIZE = 100;

/**
 * Fetches the public key of the location. That proves the token and the location, not the right to write. This module is a
 * bundle of its own, loaded only by runs that write such a secret.
 *
 * @throws Octokit's RequestError, whose `status` is the one that GitHub returned.
 */
export async function getPublicKey(
  options: GitHubSecretOptions,
  signal: AbortSignal
): Promise<PublicKey> {
  const { key, key_id: keyId } = await get(options, '/public-key', signal);
  if (!matches(key, /^[A-Za-z0-9+/]{43}=$/) || !matches(keyId, /^[\w-]{1,64}$/)) {
    throw new UnexpectedResponseError('the response has no public key');
  }
  return { key, keyId };
}

/**
 * The visibility of an organization's secret; undefined when there is no such secret.
 * @throws Octokit's RequestError, whose `status` is the one that GitHub returned.
 */
export async function getVisibility(
  options: GitHubSecretOptions,
  signal: AbortSignal
): Promise<Visibility | undefined> {
  const secret = await get(options, `/${options.name}`, signal).catch((error: unknown) => {
    if ((error as { readonly status?: unknown }).status === 404) return undefined;
    throw error;
  });
  if (!secret) return undefined;
  const visibility = VISIBILITIES.find((known) => known === secret['visibility']);
  if (!visibility) throw new UnexpectedResponseError('the response has no visibility');
  return visibility;
}

/**
 * One page of the ids of the repositories that are selected for an organization's secret, and how many there are in all.
 * @param page from 1.
 * @throws Octokit's RequestError, whose `status` is the one that GitHub returned.
 */
export async function getSelectedRepositories(
  options: GitHubSecretOptions,
  page: number,
  signal: AbortSignal
): Promise<{ readonly ids: readonly number[]; readonly total: number }> {
  const path = `/${options.name}/repositories?per_page=${PAGE_SIZE}&page=${page}`;
  const { repositories, total_count: total } = await get(options, path, signal);
  const ids = Array.isArray(repositories)
    ? repositories.map((one: { readonly id?: unknown } | null) => one?.id)
    : [undefined];
  if (![total, ...ids].every((number) => Number.isSafeInteger(number))) {
    throw new UnexpectedResponseError('the response has no repositories');
  }
  return { ids: ids as readonly number[], total: total as number };
}

/**
 * Writes the secret. Writing the same value twice is harmless.
 * @param access of a secret of an organization.
 * @throws Octokit's RequestError, whose `status` is the one that GitHub returned.
 */
export async function putSecret(
  options: GitHubSecretOptions,
  { key, keyId }: PublicKey,
  access: Access | undefined,
  value: string,
  signal: AbortSignal
): Promise<void> {
  await sodium.ready;
  const sealed = sodium.crypto_box_seal(
    value,
    sodium.from_base64(key, sodium.base64_variants.ORIGINAL)
  );
  const { status } = await createRequest(options)(
    `PUT ${pathOf(options.location)}/${options.name}`,
    {
      request: { signal },
      encrypted_value: sodium.to_base64(sealed, sodium.base64_variants.ORIGINAL),
      key_id: keyId,
      ...(access && { visibility: access.visibility }),
      ...(access?.selected && { selected_repository_ids: access.selected })
    }
  );
  if (status !== 201 && status !== 204) {
    throw new UnexpectedResponseError('the secret is neither created nor updated');
  }
}

/** The object that GitHub returns for a path behind that of the location; an empty one for anything else. */
async function get(
  options: GitHubSecretOptions,
  path: string,
  signal: AbortSignal
): Promise<Readonly<Record<string, unknown>>> {
  const response: { data: unknown } = await createRequest(options)(
    `GET ${pathOf(options.location)}${path}`,
    { request: { signal } }
  );
  return Object(response.data ?? {}) as Readonly<Record<string, unknown>>;
}

function createRequest({
  token,
  api
}: GitHubSecretOptions): ReturnType<typeof getOctokit>['request'] {
  const quiet = (): void => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  return getOctokit(token, {
    baseUrl: api.url.href.replace(/\/$/, ''),
    log,
    // Without a log there, Octokit prints what a response says in its header "deprecation".
    request: { fetch: createFetch(api), log }
  }).request;
}

const matches = (value: unknown, form: RegExp): value is string =>
  typeof value === 'string' && form.test(value);
