import { OPERATIONS, type Call } from './call-error.js';
import {
  endsLikeSecretArn,
  isArn,
  parseArn,
  policyArns,
  secretArn
} from '../aws/identifiers/arn.js';
import { chainExplanations } from './chain-explanations.js';
import { isRedirect, isUnexpectedResponse, type ErrorDetails } from './classify.js';
import { isThrottled } from './retryable.js';
import { code, service, type Explanation } from './explanation.js';
import { oneLine, truncate } from './quote.js';

const sts = service('AWS STS');
const secretsManager = service('AWS Secrets Manager');

const status =
  (service: Call['service'], ...statuses: readonly number[]) =>
  (details: ErrorDetails, call: Call): boolean =>
    call.service === service && statuses.includes(details.status ?? 0);

/** GitHub says some of its reasons for a 403 in its message only. */
const gitHub =
  (message: RegExp) =>
  (details: ErrorDetails, call: Call): boolean =>
    call.service === 'GitHub' && details.status === 403 && message.test(details.message);

const claimsText = ({ claims }: Call): string =>
  claims
    ? `its audience is ${truncate(oneLine(claims.aud), 300)} and its sub is ${truncate(oneLine(claims.sub), 300)}`
    : 'its claims cannot be read';

const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/** The token's own issuer: GitHub Enterprise Server, and enterprises with a URL of their own, have another one. */
const issuer = ({ claims }: Call): string =>
  claims && /^https:\/\/[\w.-]+(\/[\w./-]*)?$/.test(claims.iss) ? claims.iss : GITHUB_ISSUER;

/** The issuer as a trust policy's conditions name it. */
const conditionPrefix = (call: Call): string => issuer(call).replace('https://', '');

/** The account in a role's ARN. */
const roleAccount = ({ resource }: Call): string => parseArn(resource).accountId;

export const unknownError: Explanation = {
  matches: () => true,
  reason: ({ code, status, requestId }, { service }) =>
    `${service} returned ${code} (status ${status ?? 'none'}, request ${requestId ?? 'none'}).`,
  remedy: (_, { service }) =>
    `Run the job again with debug logging, and give the request id to ${service.startsWith('AWS') ? 'AWS' : 'GitHub'} Support.`
};

/** The first that matches explains the failure. */
export const explanations: readonly Explanation[] = [
  {
    matches: sts(/^AccessDenied/, /AssumeRoleWithWebIdentity/),
    reason: (_, call) =>
      `the trust policy of the role does not allow this job, or the role does not exist. The token is valid: ${claimsText(call)}.`,
    remedy: (_, call) =>
      `Compare both with the conditions on ${conditionPrefix(call)}:aud and :sub in the trust policy.`
  },
  {
    matches: sts(/^AccessDenied/),
    reason: () => 'STS denied the request.',
    remedy: (_, { resource }) =>
      `Allow sts:AssumeRoleWithWebIdentity in the trust policy of ${resource}.`
  },
  {
    matches: sts(/^InvalidIdentityToken/, /no openidconnect provider/i),
    reason: (_, call) =>
      `the AWS account ${roleAccount(call)} has no identity provider for the issuer of the token.`,
    remedy: (_, call) =>
      `Create the OIDC provider ${issuer(call)} in that account (IAM, Identity providers).`
  },
  {
    matches: sts(/^(InvalidIdentityToken|IDPRejectedClaim)/, /audience/i),
    reason: (_, call) =>
      `the identity provider in AWS does not accept the token's audience: ${claimsText(call)}.`,
    remedy: () =>
      'Add that audience to the provider, or set the input audience to one that the provider has.'
  },
  {
    matches: (details, call) =>
      sts(/^IDPCommunicationError/)(details, call) ||
      sts(/^InvalidIdentityToken/, /couldn't retrieve verification key/i)(details, call),
    reason: ({ code }) =>
      `STS could not fetch GitHub's keys before timeout-seconds ended (${code}); the token itself may be valid.`,
    remedy: () => 'Run the job again. If the error stays, check the OIDC provider of the account.'
  },
  {
    matches: sts(/^(InvalidIdentityToken|IDPRejectedClaim)/),
    reason: ({ code }, call) => `STS did not accept the token (${code}): ${claimsText(call)}.`,
    remedy: (_, call) =>
      `Check that the account's OIDC provider is for ${issuer(call)}. If it is right, run the job again.`
  },
  {
    matches: sts(/^ExpiredToken/),
    reason: () => 'the token was expired when STS read it, although it was new.',
    remedy: () => "Set the clock of this runner: GitHub's tokens last five minutes."
  },
  {
    matches: sts(/^ValidationError/, /DurationSeconds/i),
    reason: () => 'role-duration-seconds is longer than the role allows.',
    remedy: () => 'Lower it, or raise the maximum session duration of the role.'
  },
  {
    matches: sts(/^RegionDisabled/),
    reason: (_, { host }) => `STS is not active in this Region (${host}).`,
    remedy: () =>
      'Activate the Region in the account settings of IAM, or choose another aws-region.'
  },
  {
    matches: sts(/^PackedPolicyTooLarge/),
    reason: () => 'the session policy and the session tags together are larger than STS accepts.',
    remedy: () => 'Shorten secret-id, or use fewer session tags.'
  },
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
      `Allow ${deniedAction(details, call)} on ${allowedResource(details, call)} in a policy of the role or user, and check that no policy denies it.${call.resource === '*' ? '' : ' If that is not the secret you mean, correct secret-id or aws-region.'}`
  },
  ...chainExplanations,
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
  },
  {
    matches: secretsManager(/^InvalidRequestException$/, /deletion|\bdeleted\b/i),
    reason: () => 'the secret is scheduled for deletion, or has just been deleted.',
    remedy: () =>
      'Restore it (aws secretsmanager restore-secret, or if-secret-missing: restore), choose another name, or wait until AWS has deleted it.'
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
    matches: secretsManager(/^LimitExceeded/),
    reason: (details, call) =>
      `a limit of Secrets Manager is reached (${serviceMessage(details, call)}).`,
    remedy: () => 'Delete secrets that are no longer used, or ask AWS for a higher limit.'
  },
  {
    matches: code(/^ProxyRefusalError$/),
    reason: ({ status }, call) =>
      `the proxy ${String(call.proxy)} refused to connect to ${call.host} (status ${String(status)}).`,
    remedy: () =>
      'Check the user and the password in HTTPS_PROXY, and that the proxy allows this host.'
  },
  {
    matches: ({ code }, call) =>
      /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code) &&
      call.proxy !== undefined,
    reason: ({ code }, call) =>
      `the proxy ${String(call.proxy)}, on the way to ${call.host}, cannot be reached (${code}).`,
    remedy: () => 'Check HTTPS_PROXY, and list the hosts that need no proxy in NO_PROXY.'
  },
  {
    matches: ({ isUsedUp }, { service }) => service === 'GitHub' && isUsedUp === true,
    reason: (details) =>
      `github-token has used up GitHub's rate limit, which ends ${wait(details)}.`,
    remedy: () =>
      'Run the job again after that, or use the token of a GitHub App, which has a limit of its own.'
  },
  {
    matches: (details) => isThrottled(details) && details.retryAfter !== undefined,
    reason: (details, { service }) =>
      `${service} limits how often it is called. The limit ends ${wait(details)}, after timeout-seconds.`,
    remedy: () => 'Run the job again after that, run fewer jobs at once, or raise timeout-seconds.'
  },
  {
    matches: isThrottled,
    reason: (_, { service }) =>
      `${service} still throttled the request when timeout-seconds ended.`,
    remedy: () => 'Run fewer jobs at once, or raise timeout-seconds.'
  },
  {
    matches: status('GitHub', 401),
    reason: () => 'GitHub does not accept github-token.',
    remedy: () => 'Check that the token is not expired or revoked.'
  },
  {
    matches: ({ status, needsSso }, { service }) =>
      service === 'GitHub' && status === 403 && needsSso === true,
    reason: (_, { resource }) =>
      `github-token is not authorised for the single sign-on of the organisation that owns ${resource}.`,
    remedy: () =>
      'Authorise it: in GitHub\'s settings of the token, choose "Configure SSO". Or use a GitHub App token.'
  },
  {
    matches: gitHub(/organization SAML enforcement/i),
    reason: (_, { resource }) =>
      `the organisation that owns ${resource} enforces SAML single sign-on, and github-token has no SAML session.`,
    remedy: () =>
      'Sign in to the organisation and create the token again, or use a GitHub App token.'
  },
  {
    matches: gitHub(/IP allow list/i),
    reason: (_, { resource }) =>
      `the IP allow list of the organisation that owns ${resource} does not contain this runner.`,
    remedy: () =>
      'Add the address of the runner to the list, or run the job on a runner with a listed address.'
  },
  {
    matches: status('GitHub', 403, 404),
    reason: ({ status }, { resource }) =>
      `GitHub returned status ${String(status)}: ${resource} does not exist, or github-token may not write its secrets. The GITHUB_TOKEN of a job never may.`,
    remedy: () =>
      'Use a fine-grained or GitHub App token with "Secrets: write" (for an environment "Environments: write").'
  },
  {
    matches: status('GitHub', 422),
    reason: () => 'GitHub does not accept the secret (status 422).',
    remedy: () => 'Check the name in github-secret. A secret may have at most 48 KB.'
  },
  {
    matches: ({ status }) => isRedirect(status),
    reason: ({ redirect }, { host }) =>
      `${host} redirected the request${redirect === undefined ? '' : ` to ${redirect}`}, which this action does not follow.`,
    remedy: (_, call) => checkAddress(call)
  },
  {
    matches: code(/^HPE_/),
    reason: ({ code }, { host }) => `the response from ${host} is not valid HTTP (${code}).`,
    remedy: (_, call) => checkAddress(call)
  },
  {
    matches: code(/^ResponseTooLargeError$/),
    reason: (_, { service, host }) => `the response from ${host} is larger than any of ${service}.`,
    remedy: (_, call) => checkAddress(call)
  },
  {
    matches: code(/^ECONNREFUSED$/),
    reason: (_, { host }) => `nothing listens at ${host} (ECONNREFUSED).`,
    remedy: (_, call) => checkAddress(call)
  },
  {
    matches: code(/^(ENOTFOUND|EAI_AGAIN|EAI_FAIL)$/),
    reason: ({ code }, { host }) => `the host ${host} cannot be found (${code}).`,
    remedy: (_, { service }) =>
      service.startsWith('AWS')
        ? 'Check aws-region and AWS_ENDPOINT_URL, and the DNS of this runner.'
        : 'Check the DNS of this runner.'
  },
  {
    matches: code(/CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/),
    reason: ({ code }, { host }) => `the certificate of ${host} is not trusted (${code}).`,
    remedy: () =>
      'If your network has its own certificate authority, set NODE_EXTRA_CA_CERTS to its certificate file.'
  },
  {
    matches: code(/^(EPROTO|ERR_SSL_|ERR_TLS_)/),
    reason: ({ code }, { host }) => `the TLS connection to ${host} failed (${code}).`,
    remedy: () =>
      'Check AWS_ENDPOINT_URL (http or https), and whether a proxy responds in its place.'
  },
  {
    matches: code(/^(AttemptTimeoutError|TimeoutError|AbortError|ETIMEDOUT)$/),
    reason: (_, { host }) => `${host} did not respond in time.`,
    remedy: () => 'Check that this runner can reach the host, or raise timeout-seconds.'
  },
  {
    matches: ({ code, message }) =>
      /^(ECONN\w+|EPIPE|ENETUNREACH|EHOSTUNREACH|ERR_STREAM_PREMATURE_CLOSE)$/.test(code) ||
      message.includes('socket hang up'),
    reason: ({ code }, { host }) => `the connection to ${host} broke (${code}).`,
    remedy: () => 'Check the network and the firewall of this runner, or raise timeout-seconds.'
  },
  {
    matches: ({ status, retryAfter }) =>
      status !== undefined && status >= 500 && retryAfter !== undefined,
    reason: (details, { service }) =>
      `${service} returned status ${String(details.status)} and wants to be called again ${wait(details)}, after timeout-seconds.`,
    remedy: () => 'Run the job again after that, or raise timeout-seconds.'
  },
  {
    matches: ({ status }) => status !== undefined && status >= 500,
    reason: ({ status }, { service }) =>
      `${service} still returned status ${String(status)} when timeout-seconds ended.`,
    remedy: () => "Check the service's status page, and run the job again."
  },
  {
    matches: (details, call) =>
      call.service === 'GitHub token service' &&
      details.status !== undefined &&
      details.status >= 400,
    reason: ({ status }) => `the token service refused the request (status ${String(status)}).`,
    remedy: () => 'Check "permissions: id-token: write", and run the job again.'
  },
  {
    matches: (_, { service }) => service === 'GitHub token service',
    reason: (_, { host }) => `the response from ${host} contains no token.`,
    remedy: () => 'Check whether a proxy responds in its place, and run the job again.'
  },
  {
    matches: isUnexpectedResponse,
    reason: ({ status }, { service, host }) =>
      `the response from ${host} (status ${status ?? 200}) is not from ${service}.`,
    remedy: (_, call) => checkAddress(call)
  },
  unknownError
];

/** The service's own message, unless the request contained a secret that the message might quote. */
function serviceMessage({ code, message }: ErrorDetails, { action }: Call): string {
  const mayQuote = !/:(Create|Put)/.test(action) && message !== '';
  return mayQuote ? `${code}: ${truncate(oneLine(message).replace(/\.$/, ''), 300)}` : code;
}

/** What to check when something else than the service responds, or nothing. */
function checkAddress({ service, proxy }: Call): string {
  const variable = {
    'GitHub token service': 'ACTIONS_ID_TOKEN_REQUEST_URL',
    'AWS credentials': 'AWS_ENDPOINT_URL',
    'AWS STS': 'AWS_ENDPOINT_URL',
    'AWS Secrets Manager': 'AWS_ENDPOINT_URL',
    GitHub: 'GITHUB_API_URL'
  }[service];
  return `Check ${variable}, and whether ${proxy ?? 'a proxy'} responds in its place.`;
}

/** The action that AWS names as denied: a call may need others besides its own. */
function deniedAction({ message }: ErrorDetails, { action }: Call): string {
  const [, named] = /\bto perform: secretsmanager:(\w+)/.exec(message) ?? [];
  const operation = OPERATIONS.find((known) => known === named);
  return operation ? `secretsmanager:${operation}` : action;
}

/**
 * What a policy must name for a call to be allowed. AWS chooses the end of a secret's ARN, and matches the ARN without
 * it while there is no such secret.
 */
function allowedResource({ message }: ErrorDetails, { resource, region = '' }: Call): string {
  if (resource === '*') return resource;
  if (isArn(resource)) return endsLikeSecretArn(resource) ? resource : both(resource);
  // AWS names who was denied, whose account is the secret's.
  const [caller] = /\barn:aws[a-z-]*:(?:iam|sts)::\d{12}:/.exec(message) ?? [];
  const { partition, accountId } = parseArn(caller ?? 'arn:aws:::ACCOUNT');
  return both(secretArn(resource, { partition, region, accountId }));
}

const both = (arn: string): string => policyArns(arn).join(' and ');

/** When a service wants to be called again. */
function wait({ retryAfter, retryAt = NaN }: ErrorDetails): string {
  if (retryAfter === undefined) return 'within an hour';
  const duration =
    retryAfter <= 120
      ? `${retryAfter} second${retryAfter === 1 ? '' : 's'}`
      : `${Math.ceil(retryAfter / 60)} minutes`;
  const time = new Date(retryAt);
  // A response may name a time that no calendar has.
  return Number.isNaN(time.valueOf())
    ? `in ${duration}`
    : `in ${duration} (${time.toISOString().slice(0, 19).replace('T', ' ')} UTC)`;
}
