import { ActionError } from '../../../errors/action-error.js';
import type { CallError } from '../../../errors/call-error.js';
import { removeFinishedPending } from '../pending.js';
import {
  findVersion,
  isDeletion,
  isFinished,
  isNotFound,
  isRefused,
  unlessNotFound,
  type SecretApi,
  type SecretDescription,
  type SecretVersion
} from '../api.js';
import { missing, notReadable, requireWritable, scheduledForDeletion } from '../refusals.js';
import type { StoreContext } from '../store.js';

export interface PromoteOptions {
  /** Undefined: the version that is AWSPENDING. */
  readonly versionId?: string;
  readonly ifNotPending: 'fail' | 'promote';
}

export interface Promotion {
  readonly version: SecretVersion;
  /** Whether AWSCURRENT was moved; it may have been there already. */
  readonly isChanged: boolean;
}

/** A line for the log, or for an annotation where another password is in force now. */
export const describePromotion = ({ version: { arn, versionId }, isChanged }: Promotion): string =>
  isChanged
    ? `Promoted version ${versionId} of ${arn}: it is AWSCURRENT, and the version before it is AWSPREVIOUS.`
    : `Version ${versionId} of ${arn} is AWSCURRENT already, so nothing is changed.`;

const MAX_ROUNDS = 8;

/** AWSCURRENT could not be moved from the version that seemed to have it: a read that shows it there lags. */
interface RefusedMove {
  readonly error: CallError;
  readonly current: string | undefined;
}

/** A version to promote, and how it stands. */
interface Target {
  readonly description: SecretDescription;
  readonly versionId: string;
  readonly state: 'pending' | 'current' | 'other';
}

/**
 * Moves AWSCURRENT to the version of a pending rotation and takes AWSPENDING off it; the version that had AWSCURRENT
 * becomes AWSPREVIOUS. Promoting twice changes nothing.
 *
 * @throws {ActionError} when nothing is pending, or another password would come into force than that of a pending rotation.
 */
export async function promote(
  secret: SecretApi,
  options: PromoteOptions,
  context: Pick<StoreContext, 'poll' | 'warn'>
): Promise<Promotion> {
  let refused: RefusedMove | undefined;
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const target = await findTarget(secret, options, context, refused);
    const { description, versionId, state } = target;
    const version = { arn: description.arn, versionId };
    const holder = findVersion(description, 'AWSPENDING');
    if (state === 'current') {
      const isRemoved = holder !== versionId || (await removeFinishedPending(secret, versionId));
      // A lagging read may have shown AWSPENDING where it was before it went to the version that is asked for.
      if (!isRemoved && options.versionId === undefined) continue;
      // The first move may have succeeded, and only its response was lost.
      return { version, isChanged: refused !== undefined };
    }
    requireWritable(secret, description);
    if (state === 'other') {
      if (options.ifNotPending === 'fail') throw notPending(secret, target);
      if (holder !== undefined && isFinished(description.stages.get(holder))) {
        await removeFinishedPending(secret, holder);
      }
    }
    const current = findVersion(description, 'AWSCURRENT');
    try {
      await secret.updateSecretVersionStage({ stage: 'AWSCURRENT', from: current, to: versionId });
    } catch (error) {
      if (isNotFound(error)) throw noVersion(secret, versionId);
      if (!isRefused(error) || isDeletion(error)) throw error;
      refused = { error, current };
      continue;
    }
    if (state === 'pending') await removeFinishedPending(secret, versionId);
    warn(secret, target, context);
    return { version, isChanged: true };
  }
  throw refused?.error ?? notReadable(secret);
}

/** Looks until there is something to promote. What is not there yet may be there in a moment. */
async function findTarget(
  secret: SecretApi,
  { versionId: given }: PromoteOptions,
  { poll }: Pick<StoreContext, 'poll'>,
  refused: RefusedMove | undefined
): Promise<Target> {
  let last: SecretDescription | undefined;
  const target = await poll(async (): Promise<Target | undefined> => {
    const description = await unlessNotFound(secret.describeSecret());
    if (!description) return undefined;
    if (description.isDeleted) throw scheduledForDeletion(secret);
    if (refused && findVersion(description, 'AWSCURRENT') === refused.current) return undefined;
    last = description;
    const versionId = given ?? findVersion(description, 'AWSPENDING');
    const stages = description.stages.get(versionId ?? '') ?? [];
    if (versionId === undefined) return undefined;
    if (stages.includes('AWSCURRENT')) return { description, versionId, state: 'current' };
    return stages.includes('AWSPENDING') && !isFinished(stages)
      ? { description, versionId, state: 'pending' }
      : undefined;
  });
  if (target) return target;
  if (!last) throw refused?.error ?? missing(secret);
  if (given !== undefined) return { description: last, versionId: given, state: 'other' };
  throw new ActionError(
    `No rotation of the secret ${secret.secretId} is pending, so there is nothing to promote. ` +
      'Rotate with secret-version-stage: AWSPENDING first, or set secret-version-id.'
  );
}

function notPending({ secretId }: SecretApi, { description, versionId }: Target): ActionError {
  const current = findVersion(description, 'AWSCURRENT');
  const stages = description.stages.get(versionId) ?? [];
  const known = stages.filter((stage) => stage.startsWith('AWS')).join(' and ');
  return new ActionError(
    `Version ${versionId} of the secret ${secretId} is not pending: it ${known ? `is ${known}` : 'has no label of AWS'}. ` +
      `Promoting it would take version ${current ?? '(none)'} out of force and bring back what may be an older password. ` +
      'Rotate again, or set if-not-pending to promote if that is what you want.'
  );
}

const noVersion = ({ secretId }: SecretApi, versionId: string): ActionError =>
  new ActionError(
    `The secret ${secretId} has no version ${versionId}. ` +
      'Set secret-version-id to the output of the step that stored it. AWS deletes versions without a label after some time.'
  );

function warn(
  { secretId }: SecretApi,
  { description, versionId, state }: Target,
  context: Pick<StoreContext, 'warn'>
): void {
  const pending = findVersion(description, 'AWSPENDING');
  if (
    state === 'other' &&
    pending !== undefined &&
    pending !== versionId &&
    !isFinished(description.stages.get(pending))
  ) {
    context.warn(
      `Version ${pending} of the secret ${secretId} is still pending. Promoting it would take version ${versionId} out of force.`
    );
  }
  if (description.isRotated) {
    context.warn(
      `A rotation function of Secrets Manager changes the secret ${secretId} as well. Use one of the two.`
    );
  }
}
