import { firstLogin } from '../user-accounts.js';
import { findVersion } from '../api.js';
import { createSecret } from '../first-value.js';
import { alreadyExists, nameTaken, scheduledForDeletion } from '../refusals.js';
import type { Store, StoredPassword } from '../store.js';

/** `if-secret-exists: fail` */
export async function failIfExists(store: Store): Promise<StoredPassword> {
  const { secret, options, context, writer } = store;
  const [existing, password] = await Promise.all([secret.describe(), context.generate()]);
  const created = existing ? 'exists' : await createSecret(store, password);
  const stored = {
    ...firstLogin(options, password),
    isGenerated: true,
    change: 'created'
  } as const;
  if (typeof created === 'object') return { ...stored, version: created };
  const found = existing ?? (await context.poll(() => secret.describe()));
  if (found?.isDeleted) throw scheduledForDeletion(secret);
  if (!found && created === 'is being deleted') throw nameTaken(secret);
  // Where only the response was lost, the secret that exists is the one that this run has created.
  const own = found && findVersion(found, 'AWSCURRENT');
  if (!found || own === undefined || !writer.hasSent(own)) throw alreadyExists(secret, found);
  return { ...stored, version: { arn: found.arn, versionId: own } };
}
