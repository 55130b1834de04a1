import { getIDToken } from '@actions/core';
import type { Patience } from '../retry.js';
import { Refusal } from '../errors/refusal.js';
import { underway } from '../dispatched.js';

/** @throws {Refusal} when the job may not ask for an OIDC token. */
export function requireIdTokenPermission(env: NodeJS.ProcessEnv = process.env): void {
  if (env['ACTIONS_ID_TOKEN_REQUEST_URL'] && env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']) return;
  throw new Refusal(
    'role-to-assume is given, but this job may not ask for an OIDC token. ' +
      'Add "permissions: id-token: write" to the job. ' +
      'GitHub gives that permission to no pull request from a fork.'
  );
}

/** The toolkit tries again by itself on 502, 503 and 504, for about ten seconds. */
const SHARE = 2;

/**
 * The OIDC token of the job, masked by the toolkit.
 * @throws {CallError}
 */
export function idToken(audience: string, patience: Patience): Promise<string> {
  return patience.call(
    {
      service: 'GitHub token service',
      action: 'request an OIDC token',
      resource: audience,
      host: tokenService()?.host ?? 'ACTIONS_ID_TOKEN_REQUEST_URL'
    },
    () => getIDToken(audience),
    { share: SHARE }
  );
}

/** Fulfilled when the request for a token that was asked for just now has been sent on its way. */
export async function idTokenUnderway(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  const host = tokenService()?.hostname ?? '';
  // The toolkit shows nothing of its connection: an address that is looked up after it is known after it.
  await underway(host, (done) => {
    void import('node:dns').then(({ lookup }) => {
      lookup(host, done);
    });
  });
}

function tokenService(): URL | undefined {
  const url = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
  return URL.canParse(url) ? new URL(url) : undefined;
}

/** The claims that a trust policy is about; nothing of the token that could be used. */
export interface TokenClaims {
  readonly sub: string;
  readonly aud: string;
}

/** The claims of a token as they stand in it, unverified; undefined when it is not a JWT. */
export function claimsOf(token: string): TokenClaims | undefined {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    const { sub, aud } = JSON.parse(payload) as Record<string, unknown>;
    return { sub: String(sub), aud: String(aud) };
  } catch {
    return undefined;
  }
}
