import { OPERATIONS, type Call } from '../call-error.js';
import type { ErrorDetails } from '../error-details.js';
import { oneLine, truncate } from '../quote.js';
import { isErrorOf, type Diagnosis } from './diagnosis.js';

const secretsManager = isErrorOf('AWS Secrets Manager');

/** Why Secrets Manager refuses a call. */
export const secretsManagerDiagnoses: readonly Diagnosis[] = [
  {
    matches: (details, call) =>
      secretsManager(/^(Encryption|Decryption)Failure/)(details, call) ||
      secretsManager(/^AccessDenied/, /\bKMS\b/)(details, call),
    reason: () => 'Secrets Manager cannot use the KMS key of the secret.',
    remedy: () => 'Allow kms:GenerateDataKey and kms:Decrypt on the key, and check kms-key-id.'
  },
  {
    matches: secretsManager(/^AccessDenied/),
    reason: () => 'AWS denied the request.',
    remedy: (details, call) =>
      `Allow ${deniedAction(details, call)} on ${resourcesToAllow(details, call)} in a policy of the role or user, and check that no policy denies it.${call.resource === '*' ? '' : ' If that is not the secret you mean, correct secret-id or aws-region.'}`
  },
  {
    matches: secretsManager(/^InvalidRequestException$/, /deletion|\bdeleted\b/i),
    reason: () => 'the secret is scheduled for deletion, or has just been deleted.',
    remedy: () =>
      'Restore it (aws secretsmanager restore-secret), choose another name, or wait until AWS has deleted it.'
  },
  {
    matches: secretsManager(/^Invalid(Parameter|Request)Exception$/, /\breplica\b/i),
    reason: () => 'the secret is a replica, which can only be changed in its primary Region.',
    remedy: () => 'Set aws-region to the Region of the primary secret.'
  },
  {
    matches: secretsManager(
      /^Invalid(Parameter|Request)Exception$/,
      /\bmanaged by\b|owning service/i
    ),
    reason: () => 'an AWS service manages the secret, and only that service may change it.',
    remedy: () => 'Change the password in that service, or choose another secret.'
  },
  {
    matches: secretsManager(
      /^Invalid(Parameter|Request)Exception$/,
      /rotation (isn't complete|is (already )?in progress)/i
    ),
    reason: () => 'a rotation of the secret by AWS is not finished.',
    remedy: () => 'Wait until it is, or cancel it (aws secretsmanager cancel-rotate-secret).'
  },
  {
    matches: secretsManager(/^Invalid(Parameter|Request)Exception$/),
    reason: (details, call) =>
      `Secrets Manager refused the request (${serviceMessage(details, call)}).`,
    remedy: () => 'Change the inputs that the message is about.'
  },
  {
    // Source: the quotas of Secrets Manager, which also advise against a new version more than every ten minutes.
    matches: (details, call) =>
      secretsManager(/^LimitExceeded/)(details, call) && call.action.endsWith(':PutSecretValue'),
    reason: () => 'the secret has as many versions as Secrets Manager keeps, about 100.',
    remedy: () =>
      'AWS removes versions without a label once they are a day old: rotate less often, not more than every ten minutes, and run the job again tomorrow.'
  },
  {
    matches: (details, call) =>
      secretsManager(/^LimitExceeded/)(details, call) &&
      call.action.endsWith(':UpdateSecretVersionStage'),
    reason: () => 'a version of the secret has as many labels as Secrets Manager takes, 20.',
    remedy: () => 'Take labels off it that are no longer used, and run the job again.'
  },
  {
    matches: secretsManager(/^LimitExceeded/),
    reason: (details, call) =>
      `a limit of Secrets Manager is reached (${serviceMessage(details, call)}).`,
    remedy: () => 'Delete secrets that are no longer used, or ask AWS for a higher limit.'
  }
];

/** The service's own message, unless the request contained a secret that the message might quote. */
function serviceMessage({ code, message }: ErrorDetails, { action }: Call): string {
  const mayQuote = !/:(Create|Put)/.test(action) && message !== '';
  return mayQuote ? `${code}: ${truncate(oneLine(message).replace(/\.$/, ''), 300)}` : code;
}

/** The action that AWS names as denied: a call may need others besides its own. */
function deniedAction({ message }: ErrorDetails, { action }: Call): string {
  const [, named] = /\bto perform: secretsmanager:(\w+)/.exec(message) ?? [];
  const operation = OPERATIONS.find((known) => known === named);
  return operation ? `secretsmanager:${operation}` : action;
}

/** They depend on the account of whoever was denied, whom AWS names. */
const resourcesToAllow = (
  { message }: ErrorDetails,
  { resource, resourcesToAllow }: Call
): string =>
  (
    resourcesToAllow?.(/\barn:aws[a-z-]*:(?:iam|sts)::\d{12}:/.exec(message)?.[0]) ?? [resource]
  ).join(' and ');
