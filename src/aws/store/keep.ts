import { ActionError } from '../../errors/action-error.js';
import { createSecret, restoreSecret } from './create.js';
import {
  findVersion,
  unlessNotFound,
  type SecretDescription,
  type SecretValue
} from './secret-api.js';
import { missing, notReadable, requireWritable, scheduledForDeletion } from './refusals.js';
import type { SecretChange, Store, StoredPassword } from './secret-store.js';
import { createSecretString, readPassword } from './secret-value.js';

type Found = Omit<StoredPassword, 'change'>;

/** `if-secret-exists: keep` */
export async function keep(store: Store): Promise<StoredPassword> {
  const { versionStage, ifSecretMissing } = store.options;
  const found = await findStored(store);
  if (found) return kept(store, found, 'none');
  return versionStage === 'AWSCURRENT' && ifSecretMissing !== 'fail'
    ? provide(store)
    : kept(store, await findOnly(store), 'none');
}

/** A password that another run or person has stored. */
export function kept(
  { options, context }: Pick<Store, 'options' | 'context'>,
  found: Found,
  change: SecretChange
): StoredPassword {
  const violation =
    found.password === undefined ? undefined : context.findViolation(found.password);
  if (violation !== undefined) {
    context.warn(
      `The existing password of the secret ${options.secretId} does not satisfy the inputs: ${violation}. ` +
        'It is returned as it is; if-secret-exists: rotate stores a new one.'
    );
  }
  return { ...found, change };
}

/** The password of a value, masked. */
export function readFound(
  { options, context }: Store,
  value: SecretValue
): Found & { password: string } {
  const { arn, versionId } = value;
  const password = readPassword(options, value);
  context.maskExisting(password, arn);
  return { password, version: { arn, versionId } };
}

/** The version that has the label, with its password where something needs it. */
async function findStored(store: Store): Promise<Found | undefined> {
  const { secret, options } = store;
  const { versionStage, needsValue } = options;
  if (needsValue) {
    const value = await unlessNotFound(secret.getSecretValue(versionStage));
    return value && readFound(store, value);
  }
  const description = await unlessNotFound(secret.describeSecret());
  return description && versionIn(description, versionStage);
}

function versionIn(description: SecretDescription, stage: string): Found | undefined {
  const versionId = description.isDeleted ? undefined : findVersion(description, stage);
  return versionId === undefined
    ? undefined
    : { password: undefined, version: { arn: description.arn, versionId } };
}

/** What it means that no version has the label. */
const NO_VERSION = {
  AWSCURRENT: 'it has no value yet',
  AWSPENDING: 'no rotation is pending',
  AWSPREVIOUS: 'its password has never been changed'
};

/** For a run that must not write: finds the version, or says what is missing. */
async function findOnly(store: Store): Promise<Found> {
  const { secret, options, context } = store;
  const { versionStage } = options;
  const look = await context.poll(async () => {
    const description = await unlessNotFound(secret.describeSecret());
    if (!description || !versionIn(description, versionStage)) return { description };
    return findStored(store);
  });
  if (!look) throw notReadable(secret);
  if ('version' in look) return look;
  if (!look.description) throw missing(secret);
  if (look.description.isDeleted) throw scheduledForDeletion(secret);
  throw new ActionError(
    `The secret ${secret.secretId} has no version with the label ${versionStage} (${NO_VERSION[versionStage]}), so there is no password to return, and this step must not store one. ` +
      'Check secret-version-stage, and the labels of the secret (aws secretsmanager describe-secret).'
  );
}

/**
 * Gives a secret its first password, unless there is one by now. A first version becomes AWSCURRENT when it is put;
 * any other version that this run has put stays without effect.
 */
async function provide(store: Store): Promise<StoredPassword> {
  const { secret, options, context, writer } = store;
  const drawn = context.generate();
  // Whoever awaits it fails with it.
  drawn.catch(() => undefined);
  const done = { create: false, restore: false, put: false };
  for (;;) {
    const look = await context.poll(() => lookForPassword(store, done));
    switch (look?.kind) {
      case 'found': {
        const { found } = look;
        // Where only the response was lost, it is the version of this run.
        if (writer.hasSent(found.version.versionId)) return { ...found, change: 'created' };
        return kept(store, found, done.restore ? 'restored' : 'resumed');
      }
      case 'missing': {
        done.create = true;
        const password = await drawn;
        const version = await createSecret(store, password);
        if (version) return { password, version, change: 'created' };
        break;
      }
      case 'deleted':
        done.restore = true;
        await restoreSecret(store);
        break;
      case 'empty': {
        requireWritable(secret, look.description);
        done.put = true;
        const password = await drawn;
        const secretString = createSecretString(options, password);
        const { isCurrent, ...version } = await writer.put(secretString);
        if (isCurrent) return { password, version, change: 'created' };
        break;
      }
      case undefined:
        throw notReadable(secret);
    }
  }
}

type Look =
  | { readonly kind: 'missing' | 'deleted' }
  | { readonly kind: 'empty'; readonly description: SecretDescription }
  | { readonly kind: 'found'; readonly found: Found };

/** @returns undefined where what is there cannot be seen yet: after a call that says otherwise. */
async function lookForPassword(
  store: Store,
  done: { readonly create: boolean; readonly restore: boolean; readonly put: boolean }
): Promise<Look | undefined> {
  const description = await unlessNotFound(store.secret.describeSecret());
  if (!description) return done.create ? undefined : { kind: 'missing' };
  if (description.isDeleted) return done.restore ? undefined : { kind: 'deleted' };
  if (!versionIn(description, 'AWSCURRENT')) {
    return done.put ? undefined : { kind: 'empty', description };
  }
  const found = await findStored(store);
  return found && { kind: 'found', found };
}
