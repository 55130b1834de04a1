import { hasCode, type Diagnosis } from './diagnosis.js';

/** AWS's codes for a signature with a wrong date, among other causes. */
const SIGNATURE = /^(InvalidSignature|SignatureDoesNotMatch|RequestExpired|RequestTimeTooSkewed)/;

/** Why a request to AWS cannot be sent, or its signature is not accepted. */
export const awsDiagnoses: readonly Diagnosis[] = [
  {
    matches: hasCode(/^EndpointError$/),
    reason: () => 'the AWS SDK has no endpoint for this Region with these settings.',
    remedy: () =>
      'Check aws-region. AWS_ENDPOINT_URL cannot be combined with AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT.'
  },
  {
    matches: hasCode(/^ERR_INVALID_(URL|PROTOCOL)$/),
    reason: () => 'an endpoint_url in the shared config file is not a URL.',
    remedy: () => 'Correct it: an endpoint begins with https:// or http://.'
  },
  {
    matches: ({ code, message }) =>
      code === 'ERR_INVALID_CHAR' || message.includes('Invalid character in header'),
    reason: () => 'the credentials contain a character that cannot be sent.',
    remedy: () =>
      'Remove line breaks from AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, and from the secrets that they come from.'
  },
  {
    matches: ({ code, isClockCorrected }) => isClockCorrected === true && SIGNATURE.test(code),
    reason: ({ code }) =>
      `the clock of this runner is wrong, and AWS did not accept the request with its own time either (${code}).`,
    remedy: () =>
      'Set the clock of this runner, for example by NTP. If it is right, a proxy changes the date of responses.'
  },
  {
    matches: hasCode(
      /^(UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|InvalidAccessKeyId)/
    ),
    reason: ({ code }) => `AWS does not accept the credentials (${code}).`,
    remedy: () =>
      'Check the access key in the environment: the key id, the secret key and the session token must belong together.'
  },
  {
    matches: hasCode(/^(ExpiredToken|RequestExpired)/),
    reason: () => 'the AWS credentials have expired.',
    remedy: () =>
      'Get them later in the job, or set role-to-assume so that this step gets its own credentials.'
  }
];
