import { defaultChain } from './default-chain.js';
import { planSessions, type RolesOptions } from './role-session.js';
import type { CredentialSource, Sts } from './source.js';
import { webIdentityRole, type IdTokens } from './web-identity-role.js';

export interface CredentialOptions {
  /** Without roles, the credentials are those of the default chain. The session policy is that of the last role. */
  readonly roles?: (RolesOptions & { readonly policy: string }) | undefined;
  /** For the first role; without them, it is assumed with the credentials of the default chain. */
  readonly tokens?: IdTokens | undefined;
}

/** The credentials of a run: each role is assumed by the one before it. */
export async function selectSource(
  { roles, tokens }: CredentialOptions,
  sts: Sts
): Promise<CredentialSource> {
  const sessions = roles ? planSessions(roles, roles.policy) : [];
  const [first, ...others] = sessions;
  const source =
    first && tokens ? webIdentityRole(first, tokens, sts) : defaultChain(sts, first !== undefined);
  const chained = tokens ? others : sessions;
  if (chained.length === 0) return source;
  // Loaded by runs that chain roles.
  const { chainedRole } = await import('./chained-role.js');
  return chained.reduce(
    (caller, session) => chainedRole(session, caller, roles?.externalId, sts),
    source
  );
}
