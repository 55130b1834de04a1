import { getIDToken } from '@actions/core';
import type { Destination } from '../destination.js';
import type { Retrier } from '../retry.js';

export interface IdTokenOptions {
  /** The `aud` that the token gets. */
  readonly audience: string;
  /** What the runner names in ACTIONS_ID_TOKEN_REQUEST_URL; the toolkit reads that by itself. */
  readonly tokenService: Destination;
}

/** The toolkit itself retries 502, 503 and 504 for about ten seconds. */
const ATTEMPT_TIMEOUTS = 2;

/**
 * Requests the OIDC token of the job. The toolkit masks it.
 * @throws {CallError}
 */
export function requestIdToken(
  { audience, tokenService }: IdTokenOptions,
  retrier: Retrier
): Promise<string> {
  const { url, proxy } = tokenService;
  return retrier.call(
    {
      service: 'GitHub token service',
      action: 'request an OIDC token',
      resource: audience,
      host: url.host,
      ...(proxy && { proxy: proxy.host })
    },
    () => getIDToken(audience),
    { attemptTimeouts: ATTEMPT_TIMEOUTS }
  );
}

/** The claims that a trust policy compares; nothing of the token that could be used. */
export interface TokenClaims {
  readonly sub: string;
  readonly aud: string;
}

/** The claims of a token as it states them, unverified; undefined when it is no JWT. */
export function readClaims(token: string): TokenClaims | undefined {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    const { sub, aud } = JSON.parse(payload) as Record<string, unknown>;
    return { sub: String(sub), aud: String(aud) };
  } catch {
    return undefined;
  }
}
