import { endsLikeSecretArn } from '../identifiers/arn.js';
import { findVersion, type SecretDescription, type SecretVersion } from './api.js';
import { missing, requireCreatable, requireWritable, scheduledForDeletion } from './refusals.js';
import { createSecretString } from './secret-value.js';
import type { Store, StoredPassword } from './store.js';

/** A secret, or none, that has no password in force. */
export type WithoutValue =
  | { readonly kind: 'missing' | 'deleted' }
  | { readonly kind: 'empty'; readonly description: SecretDescription };

/** @param description undefined where the secret is not found. */
export function findWithoutValue(
  description: SecretDescription | undefined
): WithoutValue | undefined {
  if (!description) return { kind: 'missing' };
  if (description.isDeleted) return { kind: 'deleted' };
  const hasValue = findVersion(description, 'AWSCURRENT') !== undefined;
  return hasValue ? undefined : { kind: 'empty', description };
}

/** Gives a secret its first password, whatever it takes: creates it, restores it, or puts its first version. */
export class Provision {
  readonly #done = new Set<WithoutValue['kind']>();

  constructor(
    private readonly store: Store,
    private readonly draw: () => Promise<string>
  ) {}

  /** Whether a read contradicts a call of this run, so that it lags. */
  isOver(kind: WithoutValue['kind']): boolean {
    return this.#done.has(kind);
  }

  /** @returns undefined where there may be a password by now: look again. */
  async provide(found: WithoutValue): Promise<StoredPassword | undefined> {
    const { store } = this;
    if (found.kind === 'empty') requireWritable(store.secret, found.description);
    this.#done.add(found.kind);
    if (found.kind === 'deleted') {
      await restoreSecret(store);
      return undefined;
    }
    const password = await this.draw();
    const version =
      found.kind === 'missing'
        ? await createSecret(store, password)
        : await this.#putFirst(password);
    return version && { password, isGenerated: true, version, change: 'created' };
  }

  /** The first version of a secret is in force at once; any other is not, and somebody has put one meanwhile. */
  async #putFirst(password: string): Promise<SecretVersion | undefined> {
    const { writer, options } = this.store;
    const { isCurrent, ...version } = await writer.put(createSecretString(options, password));
    return isCurrent ? version : undefined;
  }
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
  if (created && endsLikeSecretArn(secret.secretId)) {
    context.warn(
      `The name of the secret ${secret.secretId} ends in a hyphen and six characters, like an ARN. ` +
        `Name it by its whole ARN everywhere, because a part of an ARN may mean another secret: ${created.arn}`
    );
  }
  return created;
}

/** @throws {ActionError} unless `if-secret-missing` is `restore`. */
async function restoreSecret({ secret, options, context }: Store): Promise<void> {
  if (options.ifSecretMissing !== 'restore') throw scheduledForDeletion(secret);
  await context.beforeWrite();
  await secret.restoreSecret();
  context.info(`Restored the secret ${secret.secretId}, which was scheduled for deletion.`);
}
