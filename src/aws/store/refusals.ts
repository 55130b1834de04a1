import { ActionError } from '../../errors/action-error.js';
import { quote } from '../../errors/quote.js';
import { isArn } from '../identifiers/arn.js';
import { findVersion, type SecretApi, type SecretDescription } from './api.js';

export const missing = ({ secretId, region }: SecretApi): ActionError =>
  new ActionError(
    `The secret ${secretId} does not exist in ${region}. Correct secret-id or aws-region, or run the job that creates the secret first.`
  );

export const scheduledForDeletion = ({ secretId }: SecretApi): ActionError =>
  new ActionError(
    `The secret ${secretId} is scheduled for deletion, so nothing is changed. ` +
      'Set if-secret-missing to restore (with if-secret-exists keep or rotate), or choose another name.'
  );

export function alreadyExists(
  { secretId }: SecretApi,
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
export const notReadable = ({ secretId }: SecretApi): ActionError =>
  new ActionError(
    `The secret ${secretId} exists, but Secrets Manager does not show its current value yet. ` +
      'It may have been created or deleted a moment ago: run the job again.'
  );

/** @throws {ActionError} when a secret of that id cannot be created. */
export function requireCreatable({ secretId }: SecretApi): void {
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

/** @throws {ActionError} when AWS would refuse to write the secret here. */
export function requireWritable(
  { secretId, region }: SecretApi,
  { owningService, primaryRegion = region }: SecretDescription
): void {
  if (owningService !== undefined) {
    throw new ActionError(
      `The secret ${secretId} is managed by ${quote(owningService)}, which alone may change it. ` +
        'Change the password in that service. To read it, set if-secret-exists to keep and if-secret-missing to fail.'
    );
  }
  if (primaryRegion !== region) {
    throw new ActionError(
      `The secret ${secretId} in ${region} is a replica; its primary secret is in ${primaryRegion}, and only there can it be changed. Set aws-region to ${primaryRegion}.`
    );
  }
}
