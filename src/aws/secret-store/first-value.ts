import type { ActionError } from '../../errors/action-error.js';
import { endsLikeSecretArn } from '../identifiers/arn.js';
import { firstLogin } from './user-accounts.js';
import { findVersion, type SecretDescription, type SecretVersion } from './api.js';
import {
  missing,
  nameTaken,
  notReadable,
  requireCreatable,
  requireWritable,
  scheduledForDeletion
} from './refusals.js';
import { createSecretString } from './secret-value.js';
import type { Store, StoredPassword } from './store.js';

/** A secret, or none, that has no current password. */
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
export class FirstValue {
  readonly #done = new Set<WithoutValue['kind']>();
  #isNameTaken = false;

  constructor(
    private readonly store: Store,
    private readonly draw: () => Promise<string>
  ) {}

  /** Whether a read contradicts an earlier one or a call of this run, so that it lags. */
  isOver(kind: WithoutValue['kind']): boolean {
    const { secret } = this.store;
    return (
      this.#done.has(kind) ||
      (kind === 'missing' && secret.isKnown) ||
      (kind === 'empty' && secret.hasVersion)
    );
  }

  /** For a run that sees no password for good. */
  notReadable(): ActionError {
    const { secret } = this.store;
    return this.#isNameTaken && !secret.isKnown ? nameTaken(secret) : notReadable(secret);
  }

  /** @returns undefined where there may be a password by now: look again. */
  async provide(found: WithoutValue): Promise<StoredPassword | undefined> {
    const { options, secret, writer } = this.store;
    this.#done.add(found.kind);
    if (found.kind === 'deleted') {
      if (options.ifSecretMissing !== 'restore') throw scheduledForDeletion(secret);
      await writer.restore();
      return undefined;
    }
    if (found.kind === 'empty') requireWritable(secret, found.description);
    const password = await this.draw();
    const version =
      found.kind === 'missing' ? await this.#create(password) : await this.#putFirst(password);
    return (
      version && {
        ...firstLogin(options, password),
        isGenerated: true,
        version,
        change: 'created'
      }
    );
  }

  async #create(password: string): Promise<SecretVersion | undefined> {
    const created = await createSecret(this.store, password);
    if (typeof created === 'object') return created;
    this.#isNameTaken = created === 'is being deleted';
    return undefined;
  }

  /** The first version of a secret is current at once; where it is not, somebody has put one meanwhile. */
  async #putFirst(password: string): Promise<SecretVersion | undefined> {
    const { writer, options } = this.store;
    const { isCurrent, ...version } = await writer.put(
      createSecretString(options, firstLogin(options, password)),
      undefined
    );
    return isCurrent ? version : undefined;
  }
}

/**
 * Creates a secret that has not been found.
 * @returns what stands in the way, where something does by now.
 * @throws {ActionError} when it must not or cannot be created.
 */
export async function createSecret(
  { secret, options, context, writer }: Store,
  password: string
): ReturnType<Store['writer']['create']> {
  requireCreatable(secret);
  if (options.ifSecretMissing === 'fail') throw missing(secret);
  const secretString = createSecretString(options, firstLogin(options, password));
  const created = await writer.create(secretString, options);
  if (typeof created === 'object' && endsLikeSecretArn(secret.secretId)) {
    context.warn(
      `The name of the secret ${secret.secretId} ends in a hyphen and six characters, like an ARN. ` +
        `Name it by its whole ARN everywhere, because a part of an ARN may mean another secret: ${created.arn}`
    );
  }
  return created;
}
