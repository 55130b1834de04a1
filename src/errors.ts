import { CallError, type Call } from './call.js';
import { faultOf, isThrottled, type Fault } from './fault.js';
import { PolicyError } from './password/policy-error.js';
import { Refusal } from './refusal.js';

/** A password was stored in Secrets Manager, but could not be handed to GitHub. */
export class HandOverError extends Error {
  override readonly name = 'HandOverError';

  constructor(
    readonly stored: { readonly arn: string; readonly versionId: string },
    override readonly cause: unknown
  ) {
    super('stored, but not handed over');
  }
}

export interface Explanation {
  /** What failed, why, and what to do. */
  readonly message: string;
  /** Codes for a report: no text of an answer, no stack. */
  readonly detail: string;
}

/** Turns whatever was thrown into what a person needs to know of it. Shows nothing that an answer could have put in. */
export function explain(thrown: unknown): Explanation {
  if (thrown instanceof HandOverError) {
    const { message, detail } = explain(thrown.cause);
    const { versionId, arn } = thrown.stored;
    return {
      message: `${message} The password is already stored as version ${versionId} of ${arn}; it was not put out.`,
      detail
    };
  }
  if (thrown instanceof Refusal || thrown instanceof PolicyError) {
    return { message: thrown.message, detail: `${thrown.name} before or instead of a call` };
  }
  if (thrown instanceof CallError) return explainCall(thrown);
  const { code } = faultOf(thrown);
  return {
    message: `This action failed in a way it does not know (${code}). Run the job again with debug logging and report it.`,
    detail: `unknown: ${code}`
  };
}

function explainCall({ call, cause, attempts }: CallError): Explanation {
  const fault = faultOf(cause);
  const known = causes.find(({ when }) => when(fault, call)) ?? unknownCause;
  const tried = attempts > 1 ? ` (${attempts} attempts)` : '';
  return {
    message: `Could not ${whatOf(call)}${tried}: ${known.why(fault, call)} ${known.remedy(fault, call)}`,
    detail:
      `${call.service} at ${call.host}: ${call.action} on ${call.resource}: ` +
      `code ${fault.code}, status ${fault.status ?? 'none'}, request ${fault.requestId ?? 'none'}, attempts ${attempts}`
  };
}

function whatOf({ service, action, resource }: Call): string {
  switch (service) {
    case 'GitHub token service':
      return "get the job's OIDC token";
    case 'AWS STS':
      return `assume the role ${resource}`;
    case 'AWS Secrets Manager':
      return resource === '*' ? `call ${action}` : `call ${action} on ${resource}`;
    case 'GitHub':
      return `${action} of ${resource}`;
  }
}

interface Cause {
  readonly when: (fault: Fault, call: Call) => boolean;
  readonly why: (fault: Fault, call: Call) => string;
  readonly remedy: (fault: Fault, call: Call) => string;
}

const sts =
  (code: RegExp, message = /^/) =>
  (fault: Fault, { service }: Call): boolean =>
    service === 'AWS STS' && code.test(fault.code) && message.test(fault.message);

const github =
  (...statuses: readonly number[]) =>
  (fault: Fault, { service }: Call): boolean =>
    service === 'GitHub' && statuses.includes(fault.status ?? 0);

const claimsText = ({ claims }: Call): string =>
  claims
    ? `its audience is ${claims.aud} and its sub is ${claims.sub}`
    : 'its claims could not be read';

/** The account in a role's ARN. */
const accountOf = ({ resource }: Call): string => resource.split(':')[4] ?? '';

/** The first that fits explains the failure. */
const causes: readonly Cause[] = [
  {
    when: sts(/^AccessDenied/, /AssumeRoleWithWebIdentity/),
    why: (_, call) =>
      `the trust policy of the role does not let this job in, or there is no such role. The token was good: ${claimsText(call)}.`,
    remedy: () =>
      'Compare both with the conditions token.actions.githubusercontent.com:aud and :sub of the trust policy.'
  },
  {
    when: sts(/^AccessDenied/),
    why: () => 'STS denied it.',
    remedy: (_, { resource }) =>
      `Allow sts:AssumeRoleWithWebIdentity on ${resource} in its trust policy.`
  },
  {
    when: sts(/^InvalidIdentityToken/, /no openidconnect provider/i),
    why: (_, call) =>
      `the AWS account ${accountOf(call)} does not know GitHub as an identity provider.`,
    remedy: () =>
      'Create the OIDC provider https://token.actions.githubusercontent.com in that account (IAM, Identity providers).'
  },
  {
    when: sts(/^(InvalidIdentityToken|IDPRejectedClaim)/, /audience/i),
    why: (_, call) =>
      `the identity provider in AWS does not accept the token's audience: ${claimsText(call)}.`,
    remedy: () => 'Add that audience to the provider, or set the input audience to one that it has.'
  },
  {
    when: sts(/^(InvalidIdentityToken|IDPRejectedClaim|IDPCommunicationError)/),
    why: ({ code }, call) => `STS did not accept the token (${code}): ${claimsText(call)}.`,
    remedy: () => 'Check the OIDC provider of the account; if it is right, run the job again.'
  },
  {
    when: sts(/^ExpiredToken/),
    why: () => 'the token had expired when STS read it, though it was fetched anew.',
    remedy: () => 'Set the clock of this runner; GitHub’s tokens last five minutes.'
  },
  {
    when: sts(/^ValidationError/, /DurationSeconds/),
    why: () => 'role-duration-seconds is above what the role allows.',
    remedy: () => 'Lower it, or raise the maximum session duration of the role.'
  },
  {
    when: sts(/^RegionDisabled/),
    why: (_, { host }) => `STS is not active in this Region (${host}).`,
    remedy: () =>
      'Activate the Region in the account settings of IAM, or choose another aws-region.'
  },
  {
    when: sts(/^PackedPolicyTooLarge/),
    why: () => 'the session policy and the tags of the session are larger together than STS takes.',
    remedy: () => 'Shorten secret-id, or use fewer session tags.'
  },
  {
    when: (fault, { service }) =>
      service.startsWith('AWS') && fault.code.startsWith('AccessDenied'),
    why: () => 'AWS denied it.',
    remedy: (_, { action, resource }) =>
      `Allow ${action} on ${resource} in a policy of the role or user, and look for a policy that denies it.`
  },
  {
    when: ({ code }) => /^(CredentialsProviderError|CredentialUnavailable)/.test(code),
    why: () => 'no AWS credentials were found.',
    remedy: () =>
      'Set role-to-assume, or run aws-actions/configure-aws-credentials before this step.'
  },
  {
    when: ({ code }) =>
      /^(UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken)/.test(
        code
      ),
    why: ({ code }) => `AWS did not accept the credentials (${code}).`,
    remedy: () => 'Check the access key in the environment and the clock of this runner.'
  },
  {
    when: ({ code }) => /^(ExpiredToken|RequestExpired)/.test(code),
    why: () => 'the AWS credentials have expired.',
    remedy: () => 'Get them later in the job, or set role-to-assume so that this step gets its own.'
  },
  {
    when: ({ code }) => code === 'InvalidParameterException' || code === 'InvalidRequestException',
    why: ({ code, message }) =>
      `Secrets Manager refused the request (${code}: ${sentence(message)}).`,
    remedy: () => 'Change the inputs that it is about.'
  },
  {
    when: ({ code }) => code === 'LimitExceededException',
    why: ({ message }) => `a limit of Secrets Manager is reached (${sentence(message)}).`,
    remedy: () => 'Delete what is no longer used, or ask AWS for a higher limit.'
  },
  {
    when: ({ code }) => code === 'EncryptionFailure' || code === 'DecryptionFailure',
    why: () => 'Secrets Manager could not use the KMS key of the secret.',
    remedy: () => 'Allow kms:GenerateDataKey and kms:Decrypt on the key, and check kms-key-id.'
  },
  {
    when: github(401),
    why: () => 'GitHub did not accept github-token.',
    remedy: () => 'Check that it is not expired or revoked.'
  },
  {
    when: github(403, 404),
    why: ({ status }, { resource }) =>
      `GitHub answered ${status ?? ''}: there is no ${resource}, or github-token may not write its secrets. The GITHUB_TOKEN of a job never can.`,
    remedy: () =>
      'Use a fine-grained or GitHub App token with "Secrets: write" (for an environment "Environments: write").'
  },
  {
    when: isThrottled,
    why: (_, { service }) => `${service} was asked too often until the time was up.`,
    remedy: () => 'Run fewer jobs at once, or raise timeout-seconds.'
  },
  {
    when: ({ code }) => code === 'ENOTFOUND' || code === 'EAI_AGAIN',
    why: ({ code }, { host }) => `the host ${host} could not be found (${code}).`,
    remedy: (_, { service }) =>
      service.startsWith('AWS')
        ? 'Check aws-region and AWS_ENDPOINT_URL, and the DNS of this runner.'
        : 'Check the DNS of this runner.'
  },
  {
    when: ({ code }) => /CERT|ERR_TLS|UNABLE_TO_VERIFY/.test(code),
    why: ({ code }, { host }) => `the certificate of ${host} is not trusted (${code}).`,
    remedy: () =>
      'If your network has a certificate authority of its own, set NODE_EXTRA_CA_CERTS to its file.'
  },
  {
    when: ({ message }) => /tunneling socket/i.test(message),
    why: (_, { host }) => `the proxy did not open a way to ${host}.`,
    remedy: () => 'Check HTTPS_PROXY, and list hosts that need no proxy in NO_PROXY.'
  },
  {
    when: ({ code }) => /^(NoAnswerError|TimeoutError|AbortError|ETIMEDOUT)$/.test(code),
    why: (_, { host }) => `${host} did not answer in time.`,
    remedy: () => 'Check that this runner can reach it, or raise timeout-seconds.'
  },
  {
    when: ({ code, message }) =>
      /^(ECONN\w+|EPIPE|ENETUNREACH|EHOSTUNREACH|ERR_STREAM_PREMATURE_CLOSE)$/.test(code) ||
      message.includes('socket hang up'),
    why: ({ code }, { host }) => `the connection to ${host} broke (${code}).`,
    remedy: () => 'Check the network and the firewall of this runner, or raise timeout-seconds.'
  },
  {
    when: ({ status }) => status !== undefined && status >= 500,
    why: ({ status }, { service }) => `${service} answered ${status ?? ''} until the time was up.`,
    remedy: () => 'Look at its status page, and run the job again.'
  },
  {
    when: (_, { service }) => service === 'GitHub token service',
    why: ({ status }) =>
      status === undefined
        ? 'its answer holds no token.'
        : `the token service refused it (status ${status}).`,
    remedy: () => 'Check "permissions: id-token: write", and run the job again.'
  },
  {
    when: ({ code }) =>
      /^(NotSecretsManagerError|NotGitHubError|SyntaxError|TypeError)$/.test(code),
    why: (_, { service, host }) => `what ${host} answered is not an answer of ${service}.`,
    remedy: () => 'Check AWS_ENDPOINT_URL, and whether a proxy answers instead.'
  }
];

const unknownCause: Cause = {
  when: () => true,
  why: ({ code, status, requestId }, { service }) =>
    `${service} answered ${code} (status ${status ?? 'none'}, request ${requestId ?? 'none'}).`,
  remedy: () => 'Run the job again with debug logging; give the request id to AWS Support.'
};

/** A service's own words as the end of a sentence. They quote the request, which holds no secret but a stored one. */
const sentence = (message: string): string =>
  message.length > 300 ? `${message.slice(0, 300)}…` : message.replace(/\.$/, '');
