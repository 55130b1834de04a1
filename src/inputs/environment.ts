import type { Endpoint } from '../aws/endpoint.js';
import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import type { Destination } from '../network/destination.js';
import { findProxy } from '../network/proxy.js';
import { isUnencrypted, warnOfUnencrypted } from '../network/unencrypted.js';
import { findNodeWarnings } from './node-variables.js';

/** A URL in a variable that the runner sets. */
export function readRunnerUrl(
  variable: string,
  value: string,
  env: NodeJS.ProcessEnv
): Destination {
  const url = URL.parse(value);
  if (url && /^https?:$/.test(url.protocol)) return destinationOf({ url, variable }, env);
  throw new ActionError(
    `${variable} must be an http or https URL, but is ${quote(value)}. The runner sets it; do not overwrite it.`
  );
}

export function readOutputFile(env: NodeJS.ProcessEnv): string {
  const file = env['GITHUB_OUTPUT'];
  if (file) return file;
  throw new ActionError(
    'GITHUB_OUTPUT is empty, so there is no file to write the password to. ' +
      'The runner sets it; outside of a runner, set it to the path of an existing file.'
  );
}

export function destinationOf(endpoint: Endpoint, env: NodeJS.ProcessEnv): Destination {
  const proxyFor = (url: URL): URL | undefined => findProxy(url, env);
  // A variable that cannot be read is refused before anything happens.
  proxyFor(endpoint.url);
  return { ...endpoint, proxyFor };
}

export function findEnvironmentWarnings(
  env: NodeJS.ProcessEnv,
  all: readonly Destination[]
): readonly string[] {
  const warnings = all
    .filter(({ url }) => isUnencrypted(url))
    .map(({ url, variable = '' }) => warnOfUnencrypted(variable, url));
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    warnings.push(
      'NODE_TLS_REJECT_UNAUTHORIZED is 0, so no certificate is checked: everybody on the way can read the tokens and passwords that are sent. ' +
        'Unset it, and set NODE_EXTRA_CA_CERTS to the file of your own certificate authority if you have one.'
    );
  }
  return [...new Set([...warnings, ...findNodeWarnings(env)])];
}
