import { ActionError } from '../../../errors/action-error.js';
import type { CallError } from '../../../errors/call-error.js';
import { removePendingCommand } from '../../../errors/stored-version-error.js';
import {
  findPendingVersion,
  findVersion,
  isFinished,
  unlessNotFound,
  type SecretDescription,
  type SecretValue,
  type SecretVersion
} from '../api.js';
import { keepExisting, readExisting } from '../existing.js';
import { removeFinishedPending } from '../pending.js';
import { findWithoutValue, Provision, type WithoutValue } from '../provide.js';
import { notReadable, requireWritable } from '../refusals.js';
import { findPassword, replacePassword } from '../secret-value.js';
import type { Store, StoredPassword } from '../store.js';

/** Whoever changes a secret between two calls of a run makes it look again. This often is no coincidence any more. */
const MAX_ROUNDS = 8;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** `if-secret-exists: rotate` */
export const rotate = (store: Store): Promise<StoredPassword> => new Rotation(store).run();

/** A secret with a value in force. */
interface Current {
  readonly kind: 'current';
  readonly description: SecretDescription;
  readonly value: SecretValue;
}

class Rotation {
  #drawn: Promise<string> | undefined;
  /** What was in force when this run looked first. */
  #base: { readonly password: string | undefined; readonly createdAt: number } | undefined;
  /** The version that was pending then: the only one that `replace` may replace. */
  #replaceable: string | undefined;
  readonly #provision: Provision;
  #refusedMove:
    | {
        readonly error: CallError;
        readonly from: string | undefined;
        /** What was in force then. */
        readonly current: string;
      }
    | undefined;

  constructor(private readonly store: Store) {
    this.#provision = new Provision(store, () => this.#draw());
  }

  async run(): Promise<StoredPassword> {
    // With rotate-after-days it may turn out that no password is needed.
    if (this.store.options.rotateAfterDays === undefined) this.#draw().catch(() => undefined);
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const look = await this.store.context.poll(() => this.#look());
      if (!look) throw this.#refusedMove?.error ?? notReadable(this.store.secret);
      const result = await this.#act(look);
      if (result) return result;
    }
    throw new ActionError(
      `The secret ${this.store.secret.secretId} was changed by somebody else each time that this run was about to rotate it (${MAX_ROUNDS} times). ` +
        'Find out what else rotates it, give these jobs one concurrency group, and run the job again.'
    );
  }

  /** Draws one password in the whole run. */
  #draw(): Promise<string> {
    return (this.#drawn ??= this.store.context.generate());
  }

  /** @returns undefined where the reads contradict each other or a call that was made: they lag. */
  async #look(): Promise<Current | WithoutValue | undefined> {
    const { secret, options } = this.store;
    const [description, value] = await Promise.all([
      unlessNotFound(secret.describeSecret()),
      unlessNotFound(secret.getSecretValue('AWSCURRENT'))
    ]);
    const without = findWithoutValue(description);
    if (without) return value || this.#provision.isOver(without.kind) ? undefined : without;
    if (!description || !value) return undefined;
    if (findVersion(description, 'AWSCURRENT') !== value.versionId) return undefined;
    const holder =
      options.versionStage === 'AWSPENDING'
        ? findVersion(description, 'AWSPENDING')
        : value.versionId;
    const refused = this.#refusedMove;
    if (refused?.from === holder && refused?.current === value.versionId) return undefined;
    return { kind: 'current', description, value };
  }

  #act(look: Current | WithoutValue): Promise<StoredPassword | undefined> {
    if (look.kind === 'current') return this.#rotateFrom(look);
    if (look.kind !== 'deleted') this.#base ??= { password: undefined, createdAt: 0 };
    return this.#provision.provide(look);
  }

  async #rotateFrom(current: Current): Promise<StoredPassword | undefined> {
    const { secret, options, context } = this.store;
    const { description, value } = current;
    const already = (await this.#findOwn(current)) ?? this.#findRotated(value);
    if (already) return already;
    requireWritable(secret, description);
    const pending = findPendingVersion(description);
    if (!this.#base) {
      this.#base = { password: findPassword(options, value), createdAt: value.createdAt };
      this.#replaceable = pending;
    }
    if (pending !== undefined && options.versionStage === 'AWSPENDING') {
      const resumed = await this.#handlePending(current, pending);
      if (resumed !== 'replace') return resumed;
    } else if (this.#isYoung(value)) {
      const { rotateAfterDays = 0 } = options;
      context.info(
        `Version ${value.versionId} is younger than rotate-after-days (${rotateAfterDays}), so the password is not rotated.`
      );
      return keepExisting(this.store, readExisting(this.store, value), 'none');
    }
    const password = await this.#draw();
    const [version] = await Promise.all([
      this.store.writer.put(replacePassword(options, value, password)),
      this.#removeFinishedPending(current)
    ]);
    if (await this.#move(current)) return undefined;
    this.#warn(current, pending);
    return this.#stored(version, password);
  }

  /** AWSPENDING leaves a version that would look pending once it is displaced. */
  async #removeFinishedPending({ description, value }: Current): Promise<void> {
    const { secret, options, context } = this.store;
    const holder = value.stages.includes('AWSPENDING')
      ? value.versionId
      : findVersion(description, 'AWSPENDING');
    const isLeftOver =
      options.versionStage === 'AWSCURRENT' &&
      holder !== undefined &&
      (holder === value.versionId || isFinished(description.stages.get(holder)));
    if (!isLeftOver) return;
    await context.beforeWrite();
    await removeFinishedPending(secret, holder);
  }

  /** @returns whether the move was refused: the label is on another version by now. */
  async #move({ description, value }: Current): Promise<boolean> {
    const { options, writer } = this.store;
    const stage = options.versionStage;
    const from = stage === 'AWSPENDING' ? findVersion(description, stage) : value.versionId;
    const error = await writer.move(stage, from);
    if (error) this.#refusedMove = { error, from, current: value.versionId };
    return error !== undefined;
  }

  #warn({ description }: Current, pending: string | undefined): void {
    const { options, context, secret } = this.store;
    if (description.isRotated) {
      context.warn(
        `A rotation function of Secrets Manager changes the secret ${secret.secretId} as well. Use one of the two.`
      );
    }
    if (pending === undefined) return;
    context.warn(
      options.versionStage === 'AWSPENDING'
        ? `Version ${pending} of the secret ${secret.secretId} was pending and is replaced (if-rotation-pending: replace). ` +
            'If that rotation had changed its target already, the target has a password that no label points to.'
        : `Version ${pending} of the secret ${secret.secretId} is still pending. Promoting it would undo this rotation. Unless it is still needed, take AWSPENDING off it: ` +
            `run "${removePendingCommand(secret, pending)}".`
    );
  }

  #stored(version: SecretVersion, password: string): StoredPassword {
    const change = this.store.options.versionStage === 'AWSPENDING' ? 'pending' : 'rotated';
    return { password, isGenerated: true, version, change };
  }

  /** The version of this run, where only the response of a call was lost. */
  async #findOwn({ description, value }: Current): Promise<StoredPassword | undefined> {
    const { options, writer } = this.store;
    if (writer.versionId === undefined) return undefined;
    const holders = [value.versionId, findVersion(description, 'AWSPENDING')];
    const own = holders.find((versionId) => writer.hasSent(versionId));
    const password = await this.#draw();
    // Another key was rotated on top of the version of this run, which is in force with it.
    const isCarried = own === undefined && findPassword(options, value) === password;
    if (own === undefined && !isCarried) return undefined;
    const version = { arn: description.arn, versionId: own ?? value.versionId };
    // Without a move, it came into force as the first version of the secret.
    return this.#refusedMove
      ? this.#stored(version, password)
      : { password, isGenerated: true, version, change: 'created' };
  }

  /** The password of another run that was faster: newer than what this run has read, under the same key. */
  #findRotated(value: SecretValue): StoredPassword | undefined {
    const base = this.#base;
    if (!base) return undefined;
    const password = findPassword(this.store.options, value);
    const isRotated =
      password !== undefined && password !== base.password && value.createdAt >= base.createdAt;
    return isRotated ? this.#resume(value) : undefined;
  }

  #resume(value: SecretValue): StoredPassword {
    const { secret, context } = this.store;
    const found = readExisting(this.store, value);
    const violation = context.findViolation(found.password);
    if (violation !== undefined) {
      throw new ActionError(
        `Version ${value.versionId} of the secret ${secret.secretId}, which another run has stored, does not satisfy the inputs: ${violation}. ` +
          'Change the inputs, or set if-rotation-pending to replace.'
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

  /** @returns undefined when nothing is pending any more: then this run looks again. */
  async #handlePending(
    { value }: Current,
    pending: string
  ): Promise<StoredPassword | 'replace' | undefined> {
    const { secret, options, context } = this.store;
    const { ifRotationPending } = options;
    if (ifRotationPending === 'fail') {
      throw new ActionError(
        `A rotation of the secret ${secret.secretId} is pending: version ${pending} is AWSPENDING, and if-rotation-pending is fail. ` +
          'Promote it, or set if-rotation-pending to resume (returns its password) or to replace.'
      );
    }
    const next = await this.#readPending(pending);
    if (next === 'gone') return undefined;
    if (ifRotationPending === 'replace' && pending === this.#replaceable) return 'replace';
    const password = findPassword(options, next);
    if (password !== undefined && password === findPassword(options, value)) {
      throw new ActionError(
        `A rotation of the secret ${secret.secretId} is pending that does not change this password: version ${next.versionId} is AWSPENDING and has the password that is in force${options.key === undefined ? '' : ' under the key of generate-string-key'}. ` +
          'Promote that version first, or set if-rotation-pending to replace.'
      );
    }
    context.info(`Resuming the pending rotation: version ${next.versionId} is AWSPENDING.`);
    return this.#resume(next);
  }

  async #readPending(pending: string): Promise<SecretValue | 'gone'> {
    const { secret, context } = this.store;
    const next = await context.poll(async () => {
      const value = await unlessNotFound(secret.getSecretValue('AWSPENDING'));
      if (value) return isFinished(value.stages) ? 'gone' : value;
      const description = await unlessNotFound(secret.describeSecret());
      if (!description || description.isDeleted) return 'gone';
      return findPendingVersion(description) === pending ? undefined : 'gone';
    });
    if (next) return next;
    throw new ActionError(
      `A rotation of the secret ${secret.secretId} by AWS is in progress: version ${pending} is AWSPENDING and has no value yet. ` +
        'Wait until it is finished, or take AWSPENDING off that version if it never will be.'
    );
  }
}
