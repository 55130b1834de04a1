import { info } from '@actions/core';
import type { Call } from '../errors/call-error.js';
import { oneLine } from '../errors/quote.js';
import { routeTo } from '../network/destination.js';
import type { Retrier } from '../retry.js';
import type { ActionsSecretOptions } from './actions-secret.js';

/** Begins with the public key, beside the calls to AWS: whatever it shows to be wrong is known before anything is stored. */
export function prepareActionsSecret(
  options: ActionsSecretOptions,
  retrier: Retrier
): { readonly ready: Promise<unknown>; readonly write: (password: string) => Promise<void> } {
  const { owner, repo, name, environment, api } = options;
  const resource =
    environment === undefined ? `${owner}/${repo}` : `${owner}/${repo}, environment ${environment}`;
  const call: Call = {
    service: 'GitHub',
    action: `write the secret ${name}`,
    resource,
    route: routeTo(api.url, api)
  };
  // Octokit and libsodium, which only runs that write such a secret load.
  const load = () => import('./actions-secret.js');
  const publicKey = load().then(({ getPublicKey }) =>
    retrier.call(call, (signal) => getPublicKey(options, signal))
  );
  // Whoever awaits it fails with it.
  publicKey.catch(() => undefined);
  return {
    ready: publicKey,
    write: async (password) => {
      const key = await publicKey;
      const { putActionsSecret } = await load();
      await retrier.call(call, (signal) => putActionsSecret(options, key, password, signal));
      info(oneLine(`Wrote the GitHub Actions secret ${name} of ${resource}.`));
    }
  };
}
