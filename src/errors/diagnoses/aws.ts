import { code, type Diagnosis } from './diagnosis.js';

/** Why a request to AWS cannot be sent, or its signature is not accepted. */
export const awsDiagnoses: readonly Diagnosis[] = [
  {
    matches: code(/^EndpointError$/),
    reason: () => 'the AWS SDK has no endpoint for this Region with these settings.',
    remedy: () =>
      'Check aws-region. AWS_ENDPOINT_URL cannot be combined with AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT.'
  },
  {
    matches: code(/^ERR_INVALID_(URL|PROTOCOL)$/),
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
    matches: code(
      /^(UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|InvalidAccessKeyId)/
    ),
    reason: ({ code }) => `AWS does not accept the credentials (${code}).`,
    remedy: () => 'Check the access key in the environment and the clock of this runner.'
  },
  {
    matches: code(/^(ExpiredToken|RequestExpired)/),
    reason: () => 'the AWS credentials have expired.',
    remedy: () =>
      'Get them later in the job, or set role-to-assume so that this step gets its own credentials.'
  }
];
