import type { Call } from '../call-error.js';
import type { ErrorDetails } from '../error-details.js';
import type { CredentialRequest } from '../credential-chain-error.js';
import { oneLine, truncate } from '../quote.js';
import { isErrorOf, type Diagnosis } from './diagnosis.js';

/** Words of the chain's log, which names its sources in turn; a profile's name is the only part of it that is shown. */
const chain = (message: RegExp, code = /^/): Diagnosis['matches'] =>
  isErrorOf('AWS credentials')(code, message);

const profile = ({ message }: ErrorDetails): string => {
  const [, name = ''] =
    /(?:profile: \[|Profile |profile )(.+?)(?:\]| requires| credential_process|[.,] )/.exec(
      message
    ) ?? [];
  return truncate(oneLine(name), 100);
};

const deniedCode =
  /^(AccessDenied|InvalidIdentityToken|IDPRejectedClaim|ExpiredToken|ValidationError)/;

/** Another way to credentials than those of the runner. */
const otherWay = ({ isForRole }: Call): string =>
  isForRole === true
    ? "leave role-chaining empty to use the job's own token"
    : 'set role-to-assume';

const AGENT =
  'Check that the ECS agent or the EKS Pod Identity Agent runs on this machine, and that no network policy keeps the container from it.';

/** The first of two requests to the container's agent: the SDK asks it once more, without its token. */
const container = ({ requests = [] }: ErrorDetails): CredentialRequest | undefined =>
  requests.find(({ source }) => source === 'container');

const host = (details: ErrorDetails): string => container(details)?.host ?? '';

const outcome = (
  { requests = [] }: ErrorDetails,
  source: CredentialRequest['source']
): CredentialRequest['outcome'] => requests.find((request) => request.source === source)?.outcome;

/** Of the last source of the chain: the role of an EC2 instance. */
function describeInstance({ requests = [], message }: ErrorDetails): string {
  const last = requests.findLast(({ source }) => source !== 'container');
  if (last === undefined) {
    return message.includes('EC2 Instance Metadata Service access disabled')
      ? 'AWS_EC2_METADATA_DISABLED keeps the SDK from asking an EC2 instance for its role'
      : 'no EC2 instance was asked for its role';
  }
  const said =
    typeof last.outcome === 'number' ? `returned status ${last.outcome}` : 'did not respond';
  return `there is no role of an EC2 instance (its metadata service, ${last.host}, ${said})`;
}

/** Why the SDK's default chain found no credentials, source by source. */
export const defaultChainDiagnoses: readonly Diagnosis[] = [
  {
    matches: ({ code }, { service, route }) =>
      service === 'AWS credentials' && code === 'AttemptTimeoutError' && route.host === '',
    reason: () => 'the source of the credentials did not return them in time.',
    remedy: () =>
      'If the profile has a credential_process, run its command on this runner. Otherwise raise timeout-seconds.'
  },
  {
    matches: (details) => container(details)?.outcome === 200,
    reason: (details) =>
      `the credentials endpoint of this container, ${host(details)}, returned something else than credentials.`,
    remedy: () =>
      'Check AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: whoever responds there is no agent of ECS or EKS.'
  },
  {
    matches: (details) => typeof container(details)?.outcome === 'number',
    reason: (details) =>
      `the credentials endpoint of this container, ${host(details)}, returned status ${String(container(details)?.outcome)}.`,
    remedy: (_, call) =>
      `On ECS, check the role of the task. On EKS, check the Pod Identity association of the service account, and that its role trusts pods.eks.amazonaws.com. Or ${otherWay(call)}.`
  },
  {
    matches: (details) => container(details)?.outcome === 'ETIMEDOUT',
    reason: (details) =>
      `the credentials endpoint of this container, ${host(details)}, did not respond.`,
    remedy: () => AGENT
  },
  {
    matches: (details) => typeof container(details)?.outcome === 'string',
    reason: (details) =>
      `the credentials endpoint of this container, ${host(details)}, cannot be reached (${String(container(details)?.outcome)}).`,
    remedy: () => AGENT
  },
  {
    matches: chain(/URL not accepted/),
    reason: () => 'the SDK does not ask the address in AWS_CONTAINER_CREDENTIALS_FULL_URI.',
    remedy: () =>
      'It must begin with https://, or be on this machine, or be the address of the ECS or EKS agent (169.254.170.2, 169.254.170.23, [fd00:ec2::23]).'
  },
  {
    matches: (details) =>
      outcome(details, 'instance token') === 'ETIMEDOUT' &&
      outcome(details, 'instance role') === 401,
    reason: ({ requests }) =>
      `the metadata service of the EC2 instance, ${String(requests?.[0]?.host)}, gives a token to the instance itself, but not to this container: its hop limit is 1.`,
    remedy: (_, call) =>
      `Raise it: "aws ec2 modify-instance-metadata-options --instance-id … --http-put-response-hop-limit 2". Or ${otherWay(call)}.`
  },
  {
    matches: (details) =>
      outcome(details, 'instance token') === 200 && outcome(details, 'instance role') === 404,
    reason: () => 'this EC2 instance has no role.',
    remedy: (_, call) => `Attach an instance profile to it, or ${otherWay(call)}.`
  },
  {
    matches: chain(/web-identity - fromTokenFile(?![^]*defaultProvider)/, /^E[A-Z]+$/),
    reason: ({ code }) => `the web identity token file of this runner cannot be read (${code}).`,
    remedy: () =>
      'Check AWS_WEB_IDENTITY_TOKEN_FILE, or web_identity_token_file of the profile; on EKS, that the pod uses a service account with a role.'
  },
  {
    matches: chain(/fromHttp(?![^]*defaultProvider)/, /^E(NOENT|ACCES|ISDIR|PERM)$/),
    reason: ({ code }) => `the token file of the container's credentials cannot be read (${code}).`,
    remedy: () =>
      'Check AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, and that the EKS Pod Identity Agent has set up this pod.'
  },
  {
    matches: chain(/web-identity - fromWebToken/, deniedCode),
    reason: ({ code }) =>
      `STS does not let this runner assume the role of its web identity (${code}).`,
    remedy: (_, call) =>
      `Check AWS_ROLE_ARN, the trust policy of that role, and on EKS the OIDC provider of the cluster, or ${otherWay(call)}.`
  },
  {
    matches: chain(/resolveAssumeRoleCredentials/, deniedCode),
    reason: ({ code }) => `STS does not let the profile assume its role_arn (${code}).`,
    remedy: (_, call) =>
      `Allow sts:AssumeRole on that role, and check its trust policy, or ${otherWay(call)}.`
  },
  {
    matches: chain(/To refresh this SSO session/),
    reason: () => 'the SSO session of the profile has expired, or nobody has signed in.',
    remedy: (_, call) =>
      `Run "aws sso login" on this runner before the job, or ${otherWay(call)}: a job cannot sign in by itself.`
  },
  {
    matches: chain(/invalid SSO credentials|Conflicting SSO/),
    reason: () => 'the SSO settings of the profile are incomplete or contradict each other.',
    remedy: () =>
      'Set sso_session, sso_account_id and sso_role_name in the profile, and sso_region and sso_start_url in its sso-session.'
  },
  {
    matches: chain(/credential-provider-sso(?![^]*defaultProvider)/),
    reason: () => 'IAM Identity Center (SSO) did not return credentials for the profile.',
    remedy: () => 'Check sso_account_id and sso_role_name of the profile, and sign in again.'
  },
  {
    matches: chain(/aws login|fromLoginCredentials(?![^]*defaultProvider)/),
    reason: () =>
      'the session of "aws login" that the profile names has expired, or does not exist.',
    remedy: (_, call) =>
      `Run "aws login" on this runner before the job, or ${otherWay(call)}: a job cannot sign in by itself.`
  },
  {
    matches: chain(/credential_process returned expired credentials/),
    reason: (details) =>
      `the credential_process of profile ${profile(details)} returned expired credentials.`,
    remedy: () => 'Run the command on this runner, and check where it takes the credentials from.'
  },
  {
    matches: chain(/credential_process (returned|did not return)/),
    reason: (details) =>
      `the credential_process of profile ${profile(details)} did not return credentials in the form that AWS defines.`,
    remedy: () =>
      'Run the command on this runner: it must print JSON with Version 1, AccessKeyId and SecretAccessKey, and nothing else.'
  },
  {
    matches: chain(/-> Command failed:/),
    reason: () => 'the credential_process of the profile failed.',
    remedy: () =>
      'Run the command on this runner; its output is not shown, because it may contain secrets.'
  },
  {
    matches: chain(/requires multi-factor authentication/),
    reason: (details) => `profile ${profile(details)} needs a code of an MFA device.`,
    remedy: (_, call) => `Use a profile without mfa_serial, or ${otherWay(call)}.`
  },
  {
    matches: chain(/Detected a cycle/),
    reason: (details) => `the source_profile of profile ${profile(details)} leads back to itself.`,
    remedy: () => 'End the chain of source_profile at a profile that has credentials of its own.'
  },
  {
    matches: chain(/Unsupported credential source/),
    reason: (details) => `the credential_source of profile ${profile(details)} is unknown.`,
    remedy: () => 'Set it to Environment, Ec2InstanceMetadata or EcsContainer.'
  },
  {
    matches: chain(/Could not resolve credentials using profile: \[(?!default\])/),
    reason: (details) =>
      `the profile ${profile(details)} does not exist on this runner, or has no credentials.`,
    remedy: (_, call) =>
      `Check AWS_PROFILE, AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, or ${otherWay(call)}.`
  },
  {
    matches: chain(/^/, /^(CredentialsProviderError|CredentialUnavailable)/),
    reason: (details) =>
      `no AWS credentials were found: there are none in the variables and the shared files of this runner, and ${describeInstance(details)}.`,
    remedy: (_, call) =>
      `Run aws-actions/configure-aws-credentials before this step, or ${otherWay(call)}. A key needs both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`
  }
];
