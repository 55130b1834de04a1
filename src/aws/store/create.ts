import {
  looksLikePartialArn,
  alreadyExists,
  missing,
  requireCreatable,
  scheduledForDeletion
} from './refusals.js';
import { unlessNotFound, type SecretVersion } from './secret-api.js';
import type { Store, StoredPassword } from './secret-store.js';
import { createSecretString } from './secret-value.js';

/** `if-secret-exists: fail` */
export async function createOnly(store: Store): Promise<StoredPassword> {
  const { secret, context, writer } = store;
  const describe = () => unlessNotFound(secret.describeSecret());
  const [existing, password] = await Promise.all([describe(), context.generate()]);
  const version = existing ? undefined : await createSecret(store, password);
  if (version) return { password, version, change: 'created' };
  const found = existing ?? (await context.poll(describe));
  // Where only the response was lost, the secret that exists is the one that this run has created.
  const own = [...(found?.stages.keys() ?? [])].find((versionId) => writer.hasSent(versionId));
  if (found && own !== undefined) {
    return { password, version: { arn: found.arn, versionId: own }, change: 'created' };
  }
  throw found?.isDeleted ? scheduledForDeletion(secret) : alreadyExists(secret, found);
}

/**
 * Creates a secret that has not been found.
 * @returns undefined when the secret exists by now, or is being deleted.
 * @throws {ActionError} when it must not or cannot be created.
 */
export async function createSecret(
  { secret, options, context, writer }: Store,
  password: string
): Promise<SecretVersion | undefined> {
  requireCreatable(secret);
  if (options.ifSecretMissing === 'fail') throw missing(secret);
  const secretString = createSecretString(options, password);
  const created = await writer.create(secretString, options);
  if (created && looksLikePartialArn(secret.secretId)) {
    context.warn(
      `The name of the secret ${secret.secretId} ends in a hyphen and six characters, like an ARN. ` +
        `Name it by its whole ARN everywhere, because a part of an ARN may mean another secret: ${created.arn}`
    );
  }
  return created;
}

/** @throws {ActionError} unless `if-secret-missing` is `restore`. */
export async function restoreSecret({ secret, options, context }: Store): Promise<void> {
  if (options.ifSecretMissing !== 'restore') throw scheduledForDeletion(secret);
  await context.beforeWrite();
  await secret.restoreSecret();
  context.info(`Restored the secret ${secret.secretId}, which was scheduled for deletion.`);
}
