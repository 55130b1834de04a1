import { ActionError } from '../../../errors/action-error.js';
import { showId } from '../../../errors/quote.js';
import { removePendingCommand } from '../../../errors/stored-version-error.js';
import { isMadeFrom, isOurs, isOursFor } from '../../identifiers/version-id.js';
import type { Login } from '../user-accounts.js';
import {
  findPendingVersion,
  findVersion,
  isFinished,
  type SecretDescription,
  type SecretValue,
  type SecretVersion
} from '../api.js';
import { keepExisting, readExisting } from '../existing.js';
import {
  isForNextAccount,
  judgePending,
  refuseOlder,
  refuseOtherAccount,
  refuseOtherKey,
  refuseOtherTemplate,
  refusePending,
  refuseRotationByAws,
  refuseUnchanged,
  refuseUnfinished,
  refuseViolation
} from '../pending.js';
import { findWithoutValue, FirstValue, type WithoutValue } from '../first-value.js';
import { notReadable, HOW_TO_READ, requireWritable } from '../refusals.js';
import {
  findPassword,
  findTemplateDifferences,
  nextUserName,
  quoteKeys,
  readUserName,
  replacePassword
} from '../secret-value.js';
import type { Store, StoredPassword } from '../store.js';

/** Whoever changes a secret between two calls of a run makes it look again. This often is no coincidence any more. */
const MAX_ROUNDS = 8;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Why a pending version is superseded. */
const ROTATED_SINCE = 'the password was rotated since it was made';
const ACCOUNT_CURRENT = 'its account is current by now';

/** `if-secret-exists: rotate` */
export const rotate = (store: Store): Promise<StoredPassword> => new Rotation(store).run();

/** A secret with a current value. */
interface Current {
  readonly kind: 'current';
  readonly description: SecretDescription;
  readonly value: SecretValue;
}

/** A password that this run puts, its account, and what the run says once a version with it has its label. */
interface Sent extends Login {
  /** Of a pending version whose password is brought forward. */
  readonly from?: { readonly versionId: string; readonly createdAt: number };
  warn?(versionId: string): void;
}

class Rotation {
  #drawn: Promise<string> | undefined;
  /** The current and the pending version as this run saw them first: `replace` may replace no other one. */
  #first:
    | {
        readonly password: string | undefined;
        readonly createdAt: number;
        readonly pending?: string | undefined;
      }
    | undefined;
  readonly #provision: FirstValue;
  readonly #sent = new Map<string, Sent>();
  /** Where the labels were before the last move: a read that shows them there lags. */
  #before: { readonly from: string | undefined; readonly current: string } | undefined;
  /** The version that such a read shows as current. If it stays so, it is: somebody has moved the labels back. */
  #contradiction: Current | undefined;

  constructor(private readonly store: Store) {
    this.#provision = new FirstValue(store, () => this.#draw());
  }

  async run(): Promise<StoredPassword> {
    // With rotate-after-days it may turn out that no password is needed.
    if (this.store.options.rotateAfterDays === undefined) this.#draw().catch(() => undefined);
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const look = (await this.store.context.poll(() => this.#look())) ?? this.#contradiction;
      if (!look) throw this.#provision.notReadable();
      const result = await this.#act(look);
      if (result) return result;
    }
    throw new ActionError(
      `The secret ${this.store.secret.secretId} was changed by somebody else each time that this run was about to rotate it (${MAX_ROUNDS} times). ` +
        'Find out what else rotates it, give these jobs one concurrency group, and run the job again.'
    );
  }

  get #isToPending(): boolean {
    return this.store.options.versionStage === 'AWSPENDING';
  }

  /** Draws one password in the whole run. */
  #draw(): Promise<string> {
    return (this.#drawn ??= this.store.context.generate());
  }

  /** @returns undefined where the reads contradict each other or a call that was made: they lag. */
  async #look(): Promise<Current | WithoutValue | undefined> {
    const { secret } = this.store;
    this.#contradiction = undefined;
    const [description, value] = await Promise.all([secret.describe(), secret.read('AWSCURRENT')]);
    const without = findWithoutValue(description);
    if (without) return value || this.#provision.isOver(without.kind) ? undefined : without;
    if (!description || !value) return undefined;
    if (findVersion(description, 'AWSCURRENT') !== value.versionId) return undefined;
    const holder = this.#isToPending ? findVersion(description, 'AWSPENDING') : value.versionId;
    const before = this.#before;
    const current = { kind: 'current', description, value } as const;
    this.#contradiction =
      before?.from === holder && before?.current === value.versionId ? current : undefined;
    return this.#contradiction ? undefined : current;
  }

  #act(look: Current | WithoutValue): Promise<StoredPassword | undefined> {
    if (look.kind === 'current') return this.#rotateFrom(look);
    if (look.kind !== 'deleted') this.#first ??= { password: undefined, createdAt: 0 };
    return this.#provision.provide(look);
  }

  async #rotateFrom(current: Current): Promise<StoredPassword | undefined> {
    const { secret, options } = this.store;
    const { description, value } = current;
    const kept = await this.#findKept(value);
    if (kept) return kept;
    const rotated = this.#findRotated(value);
    const pending = findPendingVersion(description);
    const own = this.#isToPending ? this.#sent.get(pending ?? '') : undefined;
    if (own && pending !== undefined) return this.#goOn(current, pending, own, rotated);
    if (rotated) return this.#resume(rotated);
    requireWritable(secret, description, HOW_TO_READ);
    this.#first ??= {
      password: findPassword(options, value),
      createdAt: value.createdAt,
      pending
    };
    // Refuses an account that the inputs do not name, whatever comes next.
    nextUserName(options, value);
    if (this.#isToPending && pending !== undefined) return this.#handlePending(current, pending);
    if (this.#isYoung(value)) return this.#keepYoung(value);
    return this.#putNew(current, () => {
      if (pending !== undefined) this.#warnOfPending(pending);
    });
  }

  /** The current version, where it is of this run or has its password. */
  async #findKept(value: SecretValue): Promise<StoredPassword | undefined> {
    const { options, writer } = this.store;
    if (writer.versionId === undefined) return undefined;
    if (this.#sent.has(value.versionId)) return this.#finish(value, 'rotated');
    const password = await this.#draw();
    const { arn, versionId } = value;
    const stored = {
      password,
      userName: readUserName(options, value),
      isGenerated: true,
      version: { arn, versionId }
    };
    // It became current as the first version of the secret.
    if (writer.hasSent(versionId)) return { ...stored, change: 'created' };
    // Another key was rotated on top of the version of this run, which was the current one before.
    return findPassword(options, value) === password ? { ...stored, change: 'rotated' } : undefined;
  }

  /** Goes on with a version of this run that is pending, where only the response was lost or something came in between. */
  async #goOn(
    current: Current,
    pending: string,
    own: Sent,
    rotated: SecretValue | undefined
  ): Promise<StoredPassword | undefined> {
    const { value } = current;
    const { arn } = value;
    if (isMadeFrom(pending, value.versionId)) {
      return this.#finish({ arn, versionId: pending }, 'pending');
    }
    if (rotated) {
      const resumed = this.#resume(rotated);
      await this.store.writer.removePending(pending);
      return resumed;
    }
    // Its account has become current meanwhile, with another password.
    if (own.userName !== nextUserName(this.store.options, value)) {
      return this.#putNew(current, (versionId) => {
        own.warn?.(versionId);
        this.#warnOfSuperseded(pending, versionId, ACCOUNT_CURRENT);
      });
    }
    return this.#put(current, own);
  }

  /** Stores a password as a version made from the current one, and moves the label to it. */
  async #put(current: Current, sent: Sent): Promise<StoredPassword | undefined> {
    const { writer, options } = this.store;
    const { description, value } = current;
    const text = replacePassword(options, value, sent);
    const sending = writer.put(text, value.versionId);
    const removing = this.#removeLeftOver(current);
    // Whichever fails: what is said of the version is only known once both have come to their end.
    await Promise.allSettled([sending, removing]);
    const { arn, versionId } = await sending;
    await removing;
    const version = { arn, versionId };
    this.#sent.set(versionId, sent);
    const stage = options.versionStage;
    const from = this.#isToPending ? findVersion(description, stage) : value.versionId;
    const isMoved = await writer.move(stage, from);
    this.#before = { from, current: value.versionId };
    if (!isMoved) return undefined;
    if (!this.#isToPending) return this.#finish(version, 'rotated', description);
    return (await this.#isPendingStill(versionId, value.versionId))
      ? this.#finish(version, 'pending', description)
      : undefined;
  }

  /** Whether a version is pending and fits, now that it can be promoted. */
  async #isPendingStill(versionId: string, base: string): Promise<boolean> {
    const description = await this.store.secret.describe();
    return (
      description !== undefined &&
      findVersion(description, 'AWSPENDING') === versionId &&
      findVersion(description, 'AWSCURRENT') === base
    );
  }

  /** AWSPENDING leaves a version that would look pending once it is displaced. */
  async #removeLeftOver({ description, value }: Current): Promise<void> {
    const holder = value.stages.includes('AWSPENDING')
      ? value.versionId
      : findVersion(description, 'AWSPENDING');
    const isLeftOver =
      !this.#isToPending &&
      holder !== undefined &&
      (holder === value.versionId || isFinished(description.stages.get(holder)));
    if (isLeftOver) await this.store.writer.removePending(holder);
  }

  /** @param label where the version of this run is. */
  #finish(
    { arn, versionId }: SecretVersion,
    label: 'rotated' | 'pending',
    description?: SecretDescription
  ): StoredPassword {
    const { context, secret } = this.store;
    const sent = this.#sent.get(versionId);
    if (!sent) throw new Error('a version of this run is not known');
    if (description?.isRotated === true) {
      context.warn(
        `A rotation function of Secrets Manager changes the secret ${secret.secretId} as well. Use one of the two.`
      );
    }
    sent.warn?.(versionId);
    const { password, userName, from } = sent;
    const version = { arn, versionId };
    if (!from) return { password, userName, isGenerated: true, version, change: label };
    return {
      ...{ password, userName, isGenerated: false, version, change: 'resumed' },
      createdAt: from.createdAt,
      broughtForwardFrom: from.versionId
    };
  }

  #warnOfPending(pending: string): void {
    const { context, secret } = this.store;
    const consequence = isOurs(pending)
      ? 'promote refuses it from now on, because it was made before this rotation, and its workflow, run again, goes on from here'
      : 'promoting it would undo this rotation';
    context.warn(
      `Version ${showId(pending)} of the secret ${secret.secretId} is still pending: ${consequence}. Unless it is still needed, take AWSPENDING off it: ` +
        `run "${removePendingCommand(secret, pending)}".`
    );
  }

  /** The password of another run that was faster: newer than what this run has read, under the same key. */
  #findRotated(value: SecretValue): SecretValue | undefined {
    const first = this.#first;
    if (!first) return undefined;
    const password = findPassword(this.store.options, value);
    const isRotated =
      password !== undefined && password !== first.password && value.createdAt >= first.createdAt;
    return isRotated ? value : undefined;
  }

  #resume(value: SecretValue): StoredPassword {
    const { secret, options, context } = this.store;
    // Refuses an account that the inputs do not name.
    nextUserName(options, value);
    const found = readExisting(this.store, value);
    const violation = context.findViolation(found.password);
    if (violation !== undefined) {
      throw new ActionError(
        `Version ${showId(value.versionId)} of the secret ${secret.secretId}, which another run has stored meanwhile, does not satisfy the inputs: ${violation}. ` +
          'Change the inputs, or run the job again, which rotates once more.'
      );
    }
    return { ...found, isGenerated: false, change: 'resumed' };
  }

  #isYoung(value: SecretValue): boolean {
    const { options, context } = this.store;
    const { rotateAfterDays } = options;
    return (
      rotateAfterDays !== undefined &&
      findPassword(options, value) !== undefined &&
      context.today() - value.createdAt < rotateAfterDays * DAY_MS - HOUR_MS
    );
  }

  #keepYoung(value: SecretValue): StoredPassword {
    const { options, context } = this.store;
    context.info(
      `Version ${showId(value.versionId)} is younger than rotate-after-days (${String(options.rotateAfterDays)}), so the password is not rotated.`
    );
    const wayOn = 'it is rotated once it is older than rotate-after-days';
    return keepExisting(this.store, readExisting(this.store, value), 'none', wayOn);
  }

  /** @returns undefined when nothing is pending any more: then this run looks again. */
  async #handlePending(current: Current, pending: string): Promise<StoredPassword | undefined> {
    const { secret, options, context } = this.store;
    const { description, value } = current;
    const { ifRotationPending, key } = options;
    if (ifRotationPending === 'fail') throw refusePending(secret, options, pending);
    const mayReplace = ifRotationPending === 'replace' && pending === this.#first?.pending;
    const isOfOtherKey = isOurs(pending) && !isOursFor(pending, key);
    if (isOfOtherKey && !mayReplace) throw refuseOtherKey(secret, options, pending);
    const next = await this.#readPending(pending);
    if (!next) return undefined;
    if (mayReplace) {
      return this.#putNew(current, () => {
        context.warn(
          `Version ${showId(pending)} of the secret ${secret.secretId} was pending and is replaced (if-rotation-pending: replace). ` +
            'If that rotation had changed its target already, the target has a password that no label points to.'
        );
      });
    }
    switch (judgePending(options, description, value, next)) {
      case 'of another account':
        throw refuseOtherAccount(secret, options, pending, nextUserName(options, value));
      case 'not ours': {
        if (description.isRotated) throw refuseRotationByAws(secret, options, pending);
        if (next.createdAt < value.createdAt) throw refuseOlder(secret, options, pending);
        const password = findPassword(options, next);
        if (password !== undefined && password === findPassword(options, value)) {
          throw refuseUnchanged(secret, options, pending);
        }
        if (!isForNextAccount(options, value, next)) {
          throw refuseOtherAccount(secret, options, pending, nextUserName(options, value));
        }
        return this.#resumePending(next);
      }
      case 'fitting':
        return this.#resumePending(next);
      case 'stale': {
        const { password, userName } = this.#resumePending(next);
        return this.#put(current, { password, userName, from: next });
      }
      case 'superseded': {
        const reason = isForNextAccount(options, value, next) ? ROTATED_SINCE : ACCOUNT_CURRENT;
        if (!this.#isYoung(value)) {
          return this.#putNew(current, (versionId) => {
            this.#warnOfSuperseded(pending, versionId, reason);
          });
        }
        if (!(await this.store.writer.removePending(pending))) return undefined;
        context.info(`Took AWSPENDING off version ${showId(pending)}: ${reason}.`);
        return this.#keepYoung(value);
      }
    }
  }

  /** Puts the drawn password, for the account that is not current where there are two. */
  async #putNew(
    current: Current,
    warn: (versionId: string) => void
  ): Promise<StoredPassword | undefined> {
    const userName = nextUserName(this.store.options, current.value);
    return this.#put(current, { password: await this.#draw(), userName, warn });
  }

  #warnOfSuperseded(pending: string, versionId: string, reason: string): void {
    const { context, secret } = this.store;
    context.warn(
      `Version ${showId(pending)} of the secret ${secret.secretId} was pending, but ${reason}: version ${showId(versionId)} is pending in its place.`
    );
  }

  /** @throws {ActionError} where the inputs ask for something else than the pending version is. */
  #resumePending(next: SecretValue): StoredPassword & { readonly password: string } {
    const { secret, options, context } = this.store;
    const found = readExisting(this.store, next);
    const { versionId } = next;
    const keys = findTemplateDifferences(options, next, found);
    if (keys.length > 0) throw refuseOtherTemplate(secret, options, versionId, quoteKeys(keys));
    const violation = context.findViolation(found.password);
    if (violation !== undefined) throw refuseViolation(secret, options, versionId, violation);
    return { ...found, isGenerated: false, change: 'resumed' };
  }

  /** @returns undefined when that version is not pending any more. */
  async #readPending(pending: string): Promise<SecretValue | undefined> {
    const { secret, options, context } = this.store;
    const seen: { value?: SecretValue | undefined } = {};
    const next = await context.poll(async () => {
      const value = await secret.read('AWSPENDING');
      seen.value = value;
      if (value?.versionId === pending) return isFinished(value.stages) ? 'gone' : value;
      const description = await secret.describe();
      if (!description) return undefined;
      const isThere = !description.isDeleted && findPendingVersion(description) === pending;
      return isThere ? undefined : 'gone';
    });
    if (next) return next === 'gone' ? undefined : next;
    throw seen.value ? notReadable(secret) : refuseUnfinished(secret, options, pending);
  }
}
