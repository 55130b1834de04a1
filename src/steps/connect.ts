import type { RolesOptions } from '../aws/credentials/role-session.js';
import type { IdTokens } from '../aws/credentials/web-identity-role.js';
import type { SecretsManager } from '../aws/secrets-manager.js';
import { annotateWarning } from '../github/annotations.js';
import { readClaims, requestIdToken, type IdTokenOptions } from '../github/id-token.js';
import type { Destination } from '../network/destination.js';
import { preconnect } from '../network/preconnect.js';
import { warnOfUnencrypted } from '../network/unencrypted.js';
import type { Retrier } from '../retry.js';

export interface ConnectOptions {
  readonly region: string;
  readonly secretsManager: Destination;
  readonly sts: Destination;
}

/** The roles of a run. The first is assumed with the job's OIDC token, or else with what the default chain finds. */
export interface ConnectRoles extends RolesOptions {
  readonly idToken?: IdTokenOptions;
}

/**
 * Connects to Secrets Manager. While one thing is on its way, the next is prepared: TCP, the token, the SDK, the role.
 * @param parallelCalls how many calls of Secrets Manager are sent side by side; each takes a connection of its own.
 */
export async function connect(
  { region, ...destinations }: ConnectOptions,
  roles: (ConnectRoles & { readonly policy: string }) | undefined,
  retrier: Retrier,
  parallelCalls = 1
): Promise<SecretsManager> {
  const onUnencrypted = warnOnce([destinations.sts, destinations.secretsManager]);
  // The default chain hardly ever asks STS.
  const sts = { ...preconnect(destinations.sts, roles ? 1 : 0), onUnencrypted };
  const secretsManager = {
    ...preconnect(destinations.secretsManager, parallelCalls),
    onUnencrypted
  };
  const preconnected = [...sts.preconnected, ...secretsManager.preconnected];
  await Promise.all(preconnected.map(({ dispatched }) => dispatched));
  const tokens = roles?.idToken && requestIdTokens(roles.idToken, retrier);
  // Loading the SDK blocks the event loop: the request for the token leaves before.
  if (tokens) await new Promise((resolve) => setImmediate(resolve));
  const { createSts, selectSource, SecretsManager } = await import('../aws/sdk.js');
  const source = selectSource({ roles, tokens }, createSts(region, sts, retrier));
  const credentials = source.then((selected) => selected.load());
  // The first call awaits them, and fails with them.
  credentials.catch(() => undefined);
  return new SecretsManager(region, secretsManager, retrier, credentials);
}

/** Warns of what only the SDK has read, and so of no URL that the inputs have been checked for. */
function warnOnce(known: readonly Destination[]): (url: URL) => void {
  const origins = new Set(known.map(({ url }) => url.origin));
  return (url) => {
    if (origins.has(url.origin)) return;
    origins.add(url.origin);
    annotateWarning(
      warnOfUnencrypted(
        'endpoint_url in the shared config file, or an AWS_ENDPOINT_URL_ variable,',
        url
      )
    );
  };
}

/** Requests the first token at once. */
function requestIdTokens(options: IdTokenOptions, retrier: Retrier): IdTokens {
  const another = (): Promise<string> => requestIdToken(options, retrier);
  const first = another();
  // Whoever awaits it fails with it.
  first.catch(() => undefined);
  return { first, another, claims: readClaims };
}
