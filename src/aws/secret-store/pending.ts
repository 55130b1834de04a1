import { ActionError } from '../../errors/action-error.js';
import { quote, showId } from '../../errors/quote.js';
import { isMadeFrom, isOurs, isOursFor } from '../identifiers/version-id.js';
import { findVersion, type SecretDescription, type SecretValue } from './api.js';
import type { Secret } from './secret.js';
import { findPassword, nextUserName, readUserName, type ValueLayout } from './secret-value.js';
import type { SecretOptions } from './store.js';

/**
 * How a pending version relates to the current one:
 * - `not ours`: another tool, a person or AWS has stored it, and nothing tells what it was made from
 * - `of another account`: a rotation of the current version would give another account its password
 * - `fitting`: made from the current version
 * - `superseded`: made from an older one, and its key has been rotated since, or its account is current by now
 * - `stale`: made from an older one, and its key has not been rotated since
 */
export type PendingState = 'not ours' | 'of another account' | 'fitting' | 'superseded' | 'stale';

/**
 * @param pending of the key of the inputs, where this action has stored it.
 * @throws {ActionError} when the current account is not one that the inputs name.
 */
export function judgePending(
  layout: ValueLayout,
  description: SecretDescription,
  current: SecretValue,
  pending: SecretValue
): PendingState {
  const { versionId } = pending;
  if (!isOurs(versionId)) return 'not ours';
  const isFitting = isMadeFrom(versionId, current.versionId);
  const isForNext = isForNextAccount(layout, current, pending);
  const isOfCurrentAccount = readUserName(layout, pending) === readUserName(layout, current);
  if (!isForNext && (isFitting || !isOfCurrentAccount)) return 'of another account';
  if (isFitting) return 'fitting';
  if (!isForNext) return 'superseded';
  // No other label tells which of two versions became current later.
  const wasRotatedSince = ['AWSCURRENT', 'AWSPREVIOUS']
    .map((stage) => findVersion(description, stage))
    .some((id) => id !== undefined && isOursFor(id, layout.key) && !isMadeFrom(versionId, id));
  return wasRotatedSince || findPassword(layout, pending) === findPassword(layout, current)
    ? 'superseded'
    : 'stale';
}

/**
 * Whether a pending version is for the account that a rotation of the current one gives a password to.
 * @throws {ActionError} when the current account is not one that the inputs name.
 */
export const isForNextAccount = (
  layout: ValueLayout,
  current: SecretValue,
  pending: SecretValue
): boolean => readUserName(layout, pending) === nextUserName(layout, current);

/** How to get a new password instead of the pending one; `replace` only replaces what was there at its first look. */
const replaceIt = ({ ifRotationPending }: SecretOptions): string =>
  ifRotationPending === 'replace'
    ? 'run the job again, which replaces it'
    : 'set if-rotation-pending to replace, which stores a new password in its place';

type Refusal = (secret: Secret, options: SecretOptions, pending: string) => ActionError;

export const refusePending: Refusal = ({ secretId }, _, pending) =>
  new ActionError(
    `A rotation of the secret ${secretId} is pending: version ${showId(pending)} is AWSPENDING, and if-rotation-pending is fail. ` +
      'Promote it, or set if-rotation-pending to resume (returns its password) or to replace.'
  );

export const refuseOtherKey: Refusal = ({ secretId }, options, pending) =>
  new ActionError(
    `A rotation of another key of the secret ${secretId} is pending: version ${showId(pending)} is AWSPENDING. ` +
      `Run the workflow of that key to its end first. Or ${replaceIt(options)}: the password that was handed out for the other key is lost then.`
  );

/** A rotation function is at work, and would be disturbed. */
export const refuseRotationByAws: Refusal = ({ secretId }, options, pending) =>
  new ActionError(
    `Version ${showId(pending)} of the secret ${secretId} is AWSPENDING, this action has not stored it, and a rotation function changes the secret: it is AWS that finishes or cancels its rotation. ` +
      `Wait until it has, or cancel it (aws secretsmanager cancel-rotate-secret). Or ${replaceIt(options)}.`
  );

export const refuseOlder: Refusal = ({ secretId }, options, pending) =>
  new ActionError(
    `Version ${showId(pending)} of the secret ${secretId} is AWSPENDING, this action has not stored it, and it is older than the version that is current: it would undo what has changed since. ` +
      `Promote it by its secret-version-id if that is right, or ${replaceIt(options)}.`
  );

export const refuseUnchanged: Refusal = ({ secretId }, options, pending) =>
  new ActionError(
    `A rotation of the secret ${secretId} is pending that does not change this password: version ${showId(pending)} is AWSPENDING and has the current password${options.key === undefined ? '' : ' under the key of generate-string-key'}. ` +
      `Promote that version first, or ${replaceIt(options)}.`
  );

export const refuseViolation = (
  { secretId }: Secret,
  options: SecretOptions,
  pending: string,
  violation: string
): ActionError =>
  new ActionError(
    `Version ${showId(pending)} of the secret ${secretId} is pending and does not satisfy the inputs: ${violation}. ` +
      `Change the inputs, or ${replaceIt(options)}.`
  );

/** @param keys are shown; their values never are. */
export const refuseOtherTemplate = (
  { secretId }: Secret,
  options: SecretOptions,
  pending: string,
  keys: string
): ActionError =>
  new ActionError(
    `Version ${showId(pending)} of the secret ${secretId} is pending, and secret-string-template sets other values than it has under the keys ${keys}. ` +
      'The step was changed since that rotation began, and its password may be for another account. ' +
      `Undo the change, and keep what differs from run to run, such as a date or a commit, out of secret-string-template. Or ${replaceIt(options)}.`
  );

/** @param userName of the account that is not current. */
export const refuseOtherAccount = (
  { secretId }: Secret,
  options: SecretOptions,
  pending: string,
  userName = ''
): ActionError =>
  new ActionError(
    `Version ${showId(pending)} of the secret ${secretId} is pending, and under the key ${quote(options.userNameKey ?? '')} (user-name-key) it does not have ${quote(userName)}, the account that the next password is for. ` +
      'The step was changed since that rotation began, or something else has stored the version. ' +
      `Undo the change. Or ${replaceIt(options)}.`
  );

export const refuseUnfinished: Refusal = ({ secretId }, _, pending) =>
  new ActionError(
    `A rotation of the secret ${secretId} by AWS is in progress: version ${showId(pending)} is AWSPENDING and has no value yet. ` +
      'Wait until it is finished, or take AWSPENDING off that version if it never will be.'
  );
