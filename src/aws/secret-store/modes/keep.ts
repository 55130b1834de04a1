import { ActionError } from '../../../errors/action-error.js';
import type { Login } from '../user-accounts.js';
import { findVersion, type SecretDescription, type SecretValue } from '../api.js';
import { keepExisting, readExisting, type Existing } from '../existing.js';
import { findWithoutValue, FirstValue, type WithoutValue } from '../first-value.js';
import { missing, notReadable, HOW_TO_RESTORE, scheduledForDeletion } from '../refusals.js';
import { findTemplateDifferences, quoteKeys } from '../secret-value.js';
import type { Store, StoredPassword } from '../store.js';

/** `if-secret-exists: keep` */
export async function keep(store: Store): Promise<StoredPassword> {
  const { versionStage, ifSecretMissing } = store.options;
  const found = await findStored(store);
  if (found) return keepExisting(store, found, 'none');
  return versionStage === 'AWSCURRENT' && ifSecretMissing !== 'fail'
    ? provide(store)
    : keepExisting(store, await findOnly(store), 'none');
}

/** The version that has the label, with its password where something needs it. */
async function findStored(store: Store): Promise<Existing | undefined> {
  const { secret, options } = store;
  const { versionStage, needsValue } = options;
  if (needsValue) {
    const value = await secret.read(versionStage);
    if (!value) return undefined;
    const existing = readExisting(store, value);
    logDifferences(store, value, existing);
    return existing;
  }
  const description = await secret.describe();
  return description && versionIn(description, versionStage);
}

/** Nothing is written, so a template that says otherwise has no effect. */
function logDifferences(
  { secret, options, context }: Store,
  value: SecretValue,
  credential: Login
): void {
  const keys = findTemplateDifferences(options, value, credential);
  if (keys.length === 0) return;
  context.info(
    `secret-string-template would set other values in the secret ${secret.secretId} under the keys ${quoteKeys(keys)}. They stay as they are, because if-secret-exists is keep.`
  );
}

function versionIn(description: SecretDescription, stage: string): Existing | undefined {
  const versionId = description.isDeleted ? undefined : findVersion(description, stage);
  return versionId === undefined
    ? undefined
    : { password: undefined, version: { arn: description.arn, versionId } };
}

/** Why no version has the label. */
const NO_VERSION = {
  AWSCURRENT: 'it has no value yet',
  AWSPENDING: 'no rotation is pending',
  AWSPREVIOUS: 'its password has never been changed'
};

/** For a run that must not write: finds the version, or says what is missing. */
async function findOnly(store: Store): Promise<Existing> {
  const { secret, options, context } = store;
  const { versionStage } = options;
  const look = await context.poll(async () => {
    const description = await secret.describe();
    if (!description && secret.isKnown) return undefined;
    if (!description || !versionIn(description, versionStage)) return { description };
    return findStored(store);
  });
  if (!look) throw notReadable(secret);
  if ('version' in look) return look;
  if (!look.description) throw missing(secret);
  if (look.description.isDeleted) {
    throw versionStage === 'AWSCURRENT'
      ? scheduledForDeletion(secret)
      : scheduledForDeletion(secret, HOW_TO_RESTORE);
  }
  throw new ActionError(
    `The secret ${secret.secretId} has no version with the label ${versionStage} (${NO_VERSION[versionStage]}), so there is no password to return, and this step must not store one. ` +
      'Check secret-version-stage, and the labels of the secret (aws secretsmanager describe-secret).'
  );
}

/** Gives a secret its first password, unless there is one by now. */
async function provide(store: Store): Promise<StoredPassword> {
  const { context, writer } = store;
  const drawn = context.generate();
  // Whoever awaits it fails with it.
  drawn.catch(() => undefined);
  const provision = new FirstValue(store, () => drawn);
  let isRestored = false;
  for (;;) {
    const look = await context.poll(() => lookForPassword(store, provision));
    if (!look) throw provision.notReadable();
    if (look.kind === 'found') {
      const { existing } = look;
      // Where only the response was lost, it is the version of this run.
      if (writer.hasSent(existing.version.versionId)) {
        return { ...existing, isGenerated: true, change: 'created' };
      }
      return keepExisting(store, existing, isRestored ? 'restored' : 'resumed');
    }
    isRestored ||= look.kind === 'deleted';
    const stored = await provision.provide(look);
    if (stored) return stored;
  }
}

type Look = WithoutValue | { readonly kind: 'found'; readonly existing: Existing };

/** @returns undefined where what is there cannot be seen yet: after a call that says otherwise. */
async function lookForPassword(store: Store, provision: FirstValue): Promise<Look | undefined> {
  const description = await store.secret.describe();
  const without = findWithoutValue(description);
  if (without) return provision.isOver(without.kind) ? undefined : without;
  const existing = await findStored(store);
  // A read of another version than the current one lags.
  const current = description && findVersion(description, 'AWSCURRENT');
  return existing?.version.versionId === current && existing
    ? { kind: 'found', existing }
    : undefined;
}
