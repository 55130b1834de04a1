import { ActionError } from '../../errors/action-error.js';
import { quote, showId } from '../../errors/quote.js';
import { isArn } from '../identifiers/arn.js';
import { findVersion, type SecretDescription } from './api.js';
import type { Secret } from './secret.js';

export const missing = ({ secretId, region }: Secret): ActionError =>
  new ActionError(
    `The secret ${secretId} does not exist in ${region}. Correct secret-id or aws-region, or run the job that creates the secret first.`
  );

/** @param wayOn what to do, where restoring by this action is not to be had. */
export const scheduledForDeletion = (
  { secretId }: Secret,
  wayOn = 'Set if-secret-missing to restore (with if-secret-exists keep or rotate), or choose another name.'
): ActionError =>
  new ActionError(
    `The secret ${secretId} is scheduled for deletion, so nothing is changed. ${wayOn}`
  );

/** For a run that would never restore it, whatever its inputs. */
export const HOW_TO_RESTORE =
  'Restore it first (aws secretsmanager restore-secret), or correct secret-id.';

/** After a forced deletion a name stays taken for a while, and nothing can be restored. */
export const nameTaken = ({ secretId }: Secret): ActionError =>
  new ActionError(
    `A secret named ${secretId} is being deleted, and its name is taken until AWS has finished. ` +
      'Wait some minutes and run the job again, or choose another name.'
  );

export function alreadyExists(
  { secretId }: Secret,
  description: SecretDescription | undefined
): ActionError {
  const hasValue = !description || findVersion(description, 'AWSCURRENT') !== undefined;
  return new ActionError(
    hasValue
      ? `The secret ${secretId} exists already and if-secret-exists is fail, so nothing is changed. ` +
          'Set if-secret-exists to keep (returns the existing password) or to rotate (stores a new version).'
      : `The secret ${secretId} exists already, without a value, and if-secret-exists is fail, so nothing is changed. ` +
          'Set if-secret-exists to keep, which stores its first password.'
  );
}

/** AWS says that a secret exists, and its value cannot be read within some seconds. */
export const notReadable = ({ secretId }: Secret): ActionError =>
  new ActionError(
    `The secret ${secretId} exists, but Secrets Manager does not show its current value yet. ` +
      'It may have been created or deleted a moment ago: run the job again.'
  );

/** @throws {ActionError} when a secret of that id cannot be created. */
export function requireCreatable({ secretId }: Secret): void {
  if (isArn(secretId)) {
    throw new ActionError(
      `The secret ${secretId} does not exist. An ARN names a secret that exists; set secret-id to a name to create one.`
    );
  }
  if (secretId.includes('!')) {
    throw new ActionError(
      `The secret ${secretId} does not exist, and a name with an exclamation mark belongs to a secret that an AWS service creates. ` +
        'Check secret-id and aws-region, or choose a name without "!".'
    );
  }
}

export const HOW_TO_READ =
  'To read it, set if-secret-exists to keep and if-secret-missing to fail.';

/**
 * @param wayOn what else there is to do with a secret of an AWS service.
 * @throws {ActionError} when AWS would refuse to write the secret here.
 */
export function requireWritable(
  { secretId, region }: Secret,
  { owningService, primaryRegion = region }: SecretDescription,
  wayOn = ''
): void {
  if (owningService !== undefined) {
    throw new ActionError(
      `The secret ${secretId} is managed by ${quote(owningService)}, which alone may change it. ` +
        `Change the password in that service. ${wayOn}`.trimEnd()
    );
  }
  if (primaryRegion !== region) {
    const primary = showId(primaryRegion);
    throw new ActionError(
      `The secret ${secretId} in ${region} is a replica; its primary secret is in ${primary}, and only there can it be changed. Set aws-region to ${primary}.`
    );
  }
}
