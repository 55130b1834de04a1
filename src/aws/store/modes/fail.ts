import { unlessNotFound } from '../api.js';
import { createSecret } from '../provide.js';
import { alreadyExists, scheduledForDeletion } from '../refusals.js';
import type { Store, StoredPassword } from '../store.js';

/** `if-secret-exists: fail` */
export async function createOnly(store: Store): Promise<StoredPassword> {
  const { secret, context, writer } = store;
  const describe = () => unlessNotFound(secret.describeSecret());
  const [existing, password] = await Promise.all([describe(), context.generate()]);
  const created = existing ? undefined : await createSecret(store, password);
  const stored = { password, isGenerated: true, change: 'created' } as const;
  if (created) return { ...stored, version: created };
  const found = existing ?? (await context.poll(describe));
  // Where only the response was lost, the secret that exists is the one that this run has created.
  const own = [...(found?.stages.keys() ?? [])].find((versionId) => writer.hasSent(versionId));
  if (found && own !== undefined) {
    return { ...stored, version: { arn: found.arn, versionId: own } };
  }
  throw found?.isDeleted ? scheduledForDeletion(secret) : alreadyExists(secret, found);
}
