import { info } from '@actions/core';
import { ActionError } from '../errors/action-error.js';
import type { Call } from '../errors/call-error.js';
import { oneLine, quote } from '../errors/quote.js';
import { routeTo } from '../network/destination.js';
import type { Retrier } from '../retry.js';
import type { Access, GitHubSecretOptions } from './github-secret.js';
import {
  accountOf,
  describeLocation,
  describeSecret,
  permissionFor,
  type Visibility
} from './secret-location.js';

/**
 * Begins with the public key and, of an organization's secret, with who reads it, beside the calls to AWS: whatever they
 * show to be wrong is known before anything is stored.
 */
export function prepareGitHubSecret(
  options: GitHubSecretOptions,
  retrier: Retrier
): { readonly ready: Promise<unknown>; readonly write: (password: string) => Promise<void> } {
  const { location, name, api } = options;
  const kind = describeSecret(location);
  const call: Call = {
    service: 'GitHub',
    action: `write the ${kind} ${name}`,
    resource: describeLocation(location),
    route: routeTo(api.url, api),
    gitHub: { account: accountOf(location), permission: permissionFor(location) }
  };
  // Octokit and libsodium, which only runs that write such a secret load.
  const load = () => import('./github-secret.js');
  const findAccess = async (): Promise<Access> => {
    const { getSelectedRepositories, getVisibility } = await load();
    const before = await retrier.call(call, (signal) => getVisibility(options, signal));
    if (before === undefined) return accessOfNew(options);
    requireSame(options, before);
    if (before !== 'selected') return { visibility: before };
    const selected = new Set<number>();
    for (let page = 1, total = 1; selected.size < total; page++) {
      const found = await retrier.call(call, (signal) =>
        getSelectedRepositories(options, page, signal)
      );
      ({ total } = found);
      found.ids.forEach((id) => selected.add(id));
      if (found.ids.length === 0 && selected.size < total) {
        throw new ActionError(
          `GitHub names only ${selected.size} of the ${total} repositories that github-secret ${name} is selected for, and the others would lose it. Run the job again.`
        );
      }
    }
    return { visibility: before, selected: [...selected] };
  };
  const prepare = async () => {
    const { getPublicKey } = await load();
    const [publicKey, access] = await Promise.all([
      retrier.call(call, (signal) => getPublicKey(options, signal)),
      location.scope === 'organization' ? findAccess() : undefined
    ]);
    return { publicKey, access };
  };
  const ready = prepare();
  // Whoever awaits it fails with it.
  ready.catch(() => undefined);
  return {
    ready,
    write: async (password) => {
      const { publicKey, access } = await ready;
      const { putSecret } = await load();
      await retrier.call(call, (signal) => putSecret(options, publicKey, access, password, signal));
      info(oneLine(`Wrote the ${kind} ${name} of ${call.resource}${describeAccess(access)}.`));
    }
  };
}

/** @throws {ActionError} when it would be for the job's repository, and that is not the organization's. */
function accessOfNew({ location, name, visibility, jobRepository }: GitHubSecretOptions): Access {
  if (visibility !== undefined && visibility !== 'selected') return { visibility };
  const { name: repository, id } = jobRepository;
  if (repository.split('/')[0]?.toLowerCase() !== location.owner.toLowerCase()) {
    throw new ActionError(
      `github-secret ${name} is new in ${describeLocation(location)}, to which the repository of this job, ${quote(repository)}, does not belong, so it cannot be for that repository alone. ` +
        'Set github-secret-visibility to private or all, or create the secret in the settings of the organization.'
    );
  }
  if (!/^[1-9]\d{0,15}$/.test(id)) {
    throw new ActionError(
      `GITHUB_REPOSITORY_ID must be the id of the repository of this job, but is ${quote(id)}. ` +
        'The runner sets it; do not overwrite it. A runner that does not set it needs github-secret-visibility: private or all.'
    );
  }
  return { visibility: 'selected', selected: [Number(id)] };
}

/** @throws {ActionError} when the inputs ask for another visibility than the secret has. */
function requireSame(
  { location, name, visibility }: GitHubSecretOptions,
  before: Visibility
): void {
  if (visibility === undefined || visibility === before) return;
  throw new ActionError(
    `github-secret-visibility is ${quote(visibility)}, but github-secret ${name} exists in ${describeLocation(location)} with the visibility ${quote(before)}. ` +
      'Leave github-secret-visibility empty to keep that, or change it in the settings of the organization.'
  );
}

function describeAccess(access: Access | undefined): string {
  if (!access) return '';
  const { visibility, selected } = access;
  const count = selected?.length ?? 0;
  if (visibility !== 'selected') return `, for ${visibility} repositories`;
  return `, for ${count} selected ${count === 1 ? 'repository' : 'repositories'}`;
}
