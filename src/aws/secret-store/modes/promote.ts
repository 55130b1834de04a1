import { ActionError } from '../../../errors/action-error.js';
import { showId } from '../../../errors/quote.js';
import type { CallError } from '../../../errors/call-error.js';
import { isMadeFrom, isOurs } from '../../identifiers/version-id.js';
import {
  findVersion,
  isDeletion,
  isFinished,
  isNotFound,
  isRefused,
  type SecretApi,
  type SecretDescription,
  type SecretVersion
} from '../api.js';
import {
  missing,
  notReadable,
  requireWritable,
  HOW_TO_RESTORE,
  scheduledForDeletion
} from '../refusals.js';
import { Secret } from '../secret.js';
import type { StoreContext } from '../store.js';
import { removePending } from '../writer.js';

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

/** A line for the log, or for an annotation where another password is current now. */
export const describePromotion = ({ version: { arn, versionId }, isChanged }: Promotion): string =>
  isChanged
    ? `Promoted version ${showId(versionId)} of ${showId(arn)}: it is AWSCURRENT, and the version before it is AWSPREVIOUS.`
    : `Version ${showId(versionId)} of ${showId(arn)} is AWSCURRENT already, so nothing is promoted.`;

const MAX_ROUNDS = 8;

/** AWSCURRENT could not be moved from the version that seemed to have it: a read that shows it there lags. */
interface RefusedMove {
  readonly error: CallError;
  readonly current: string | undefined;
}

/**
 * How a version stands that is to be promoted: `pending` and to be promoted as it is; `stale`, pending and of this
 * action, but made from a version that is not current any more; `foreign`, pending and not of this action, where that
 * keeps it from being promoted; `current` already; anything `other`.
 */
type State = 'pending' | 'stale' | 'foreign' | 'current' | 'other';

interface Target {
  readonly description: SecretDescription;
  readonly versionId: string;
  readonly state: State;
}

type PromoteContext = Pick<StoreContext, 'poll' | 'info' | 'warn'>;

/**
 * Moves AWSCURRENT to the version of a pending rotation and takes AWSPENDING off it; the version that had AWSCURRENT
 * becomes AWSPREVIOUS. Promoting twice changes nothing.
 *
 * @throws {ActionError} when nothing is pending, or when another version would be undone than the one that the pending
 * version was made from.
 */
export async function promote(
  api: SecretApi,
  options: PromoteOptions,
  context: PromoteContext
): Promise<Promotion> {
  const secret = new Secret(api, context.poll);
  let refused: RefusedMove | undefined;
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const target = await findTarget(secret, options, context, refused);
    const { description, versionId, state } = target;
    const version = { arn: description.arn, versionId };
    if (state === 'current') {
      const isRemoved = await finish(secret, target, context);
      // A lagging read may have shown AWSPENDING where it was before it went to the version that is asked for.
      if (!isRemoved && options.versionId === undefined) continue;
      // The first move may have succeeded, and only its response was lost.
      return { version, isChanged: refused !== undefined };
    }
    requireWritable(secret, description);
    requirePromotable(secret, target, options);
    const holder = findVersion(description, 'AWSPENDING');
    if (state === 'other' && isFinished(description.stages.get(holder ?? '')) && holder) {
      await removePending(secret, holder);
    }
    const current = findVersion(description, 'AWSCURRENT');
    try {
      await secret.move({ stage: 'AWSCURRENT', from: current, to: versionId });
    } catch (error) {
      if (isNotFound(error)) throw noVersion(secret, versionId);
      if (!isRefused(error) || isDeletion(error)) throw error;
      refused = { error, current };
      continue;
    }
    if (state !== 'other') await removePending(secret, versionId);
    warn(secret, target, context);
    return { version, isChanged: true };
  }
  throw refused?.error ?? notReadable(secret);
}

/** Looks until there is something to promote. What is not there yet may be there in a moment. */
async function findTarget(
  secret: Secret,
  { versionId: given }: PromoteOptions,
  { poll }: PromoteContext,
  refused: RefusedMove | undefined
): Promise<Target> {
  const seen: { description?: SecretDescription; last?: Target | undefined } = {};
  const target = await poll(async () => {
    const description = await secret.describe();
    if (!description) return undefined;
    if (description.isDeleted) throw scheduledForDeletion(secret, HOW_TO_RESTORE);
    if (refused && findVersion(description, 'AWSCURRENT') === refused.current) return undefined;
    seen.description = description;
    const versionId = given ?? findVersion(description, 'AWSPENDING');
    const last =
      versionId === undefined
        ? undefined
        : { description, versionId, state: judge(description, versionId, given !== undefined) };
    seen.last = last;
    return last?.state === 'pending' || last?.state === 'current' ? last : undefined;
  });
  const found = target ?? seen.last;
  // Without an id, a version that was pending once and is finished is none to promote.
  if (found && (given !== undefined || found.state !== 'other')) return found;
  if (!seen.description)
    throw refused?.error ?? (secret.isKnown ? notReadable(secret) : missing(secret));
  throw new ActionError(
    `No rotation of the secret ${secret.secretId} is pending, so there is nothing to promote. ` +
      'Rotate with secret-version-stage: AWSPENDING first, or set secret-version-id.'
  );
}

function judge(description: SecretDescription, versionId: string, isNamed: boolean): State {
  const stages = description.stages.get(versionId) ?? [];
  if (stages.includes('AWSCURRENT')) return 'current';
  if (!stages.includes('AWSPENDING') || isFinished(stages)) return 'other';
  if (!isOurs(versionId)) return isNamed && !description.isRotated ? 'pending' : 'foreign';
  return isMadeFrom(versionId, findVersion(description, 'AWSCURRENT')) ? 'pending' : 'stale';
}

/**
 * Takes AWSPENDING off: a current version that has it looks pending.
 * @returns false when it was not there any more.
 */
async function finish(
  secret: Secret,
  { description, versionId }: Target,
  { info }: PromoteContext
): Promise<boolean> {
  if (findVersion(description, 'AWSPENDING') !== versionId) return true;
  const isRemoved = await removePending(secret, versionId);
  if (isRemoved) info(`Took AWSPENDING off version ${showId(versionId)}, which is AWSCURRENT.`);
  return isRemoved;
}

/** @throws {ActionError} when the version would undo something that nobody has asked for. */
function requirePromotable(secret: Secret, target: Target, options: PromoteOptions): void {
  const { description, versionId, state } = target;
  if (state === 'foreign') throw refuseForeign(secret, versionId, description.isRotated);
  const isAskedFor = options.ifNotPending === 'promote' && options.versionId !== undefined;
  if (state === 'stale' && !isAskedFor) throw refuseStale(secret, target);
  if (state === 'other' && !isAskedFor) throw notPending(secret, target);
}

const refuseForeign = ({ secretId }: Secret, versionId: string, isRotated: boolean): ActionError =>
  new ActionError(
    `Version ${showId(versionId)} of the secret ${secretId} is AWSPENDING, and this action has not stored it. ` +
      (isRotated
        ? 'A rotation function changes the secret, and it is AWS that finishes or cancels its rotation. Wait until it has, or cancel it (aws secretsmanager cancel-rotate-secret).'
        : 'If it is the one to promote, set secret-version-id to it.')
  );

const currentOf = ({ description }: Target): string =>
  showId(findVersion(description, 'AWSCURRENT') ?? '(none)');

const refuseStale = ({ secretId }: Secret, target: Target): ActionError =>
  new ActionError(
    `Version ${showId(target.versionId)} of the secret ${secretId} is pending, but was made from a version that is not current any more: promoting it would undo version ${currentOf(target)}. Nothing is changed. ` +
      'The target may have the pending password already, so run the whole workflow again now, all of its jobs and not only the failed one: it goes on with the same password, or with a new one where the key was rotated since.'
  );

function notPending({ secretId }: Secret, target: Target): ActionError {
  const { description, versionId } = target;
  const stages = description.stages.get(versionId) ?? [];
  const known = ['AWSPENDING', 'AWSPREVIOUS'].filter((stage) => stages.includes(stage));
  return new ActionError(
    `Version ${showId(versionId)} of the secret ${secretId} is not pending: it ${known.length > 0 ? `is ${known.join(' and ')}` : 'has no label of AWS'}. ` +
      `Promoting it would replace the current version ${currentOf(target)} and bring back what may be an older password. ` +
      'Rotate again, or set if-not-pending to promote if that is what you want.'
  );
}

const noVersion = ({ secretId }: Secret, versionId: string): ActionError =>
  new ActionError(
    `The secret ${secretId} has no version ${showId(versionId)}. Set secret-version-id to the output of the step that stored it. AWS deletes versions without a label after some time.`
  );

function warn({ secretId }: Secret, target: Target, context: PromoteContext): void {
  const { description, versionId, state } = target;
  const pending = findVersion(description, 'AWSPENDING');
  if (state === 'stale') {
    context.warn(
      `Version ${showId(versionId)} of the secret ${secretId} was made from another version than ${currentOf(target)}, which was current until now. What had changed since is undone (if-not-pending: promote).`
    );
  }
  if (
    pending !== undefined &&
    pending !== versionId &&
    !isFinished(description.stages.get(pending))
  ) {
    context.warn(
      `Version ${showId(pending)} of the secret ${secretId} is still pending. ` +
        (isOurs(pending)
          ? 'It was not made from the version that is current now, so promote refuses it.'
          : `Promoting it would replace the current version ${showId(versionId)}.`)
    );
  }
  if (description.isRotated) {
    context.warn(
      `A rotation function of Secrets Manager changes the secret ${secretId} as well. Use one of the two.`
    );
  }
}
