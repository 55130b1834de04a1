import type { Call } from '../call-error.js';
import type { ErrorDetails } from '../classify.js';
import { oneLine, truncate } from '../quote.js';
import { service, type Diagnosis } from './diagnosis.js';

/** Words of the chain's log, which names its sources in turn; a profile's name is the only part of it that is shown. */
const chain = (message: RegExp, code = /^/): Diagnosis['matches'] =>
  service('AWS credentials')(code, message);

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

/** Why the SDK's default chain found no credentials, source by source. */
export const defaultChainDiagnoses: readonly Diagnosis[] = [
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
    matches: chain(/remoteProvider::fromHttp/, /^CredentialsProviderError$/),
    reason: () => 'the credentials endpoint of this container did not return credentials.',
    remedy: () =>
      'Check AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, the role of the task or pod, and on EKS the Pod Identity Agent and its association.'
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
    reason: () => 'no AWS credentials were found.',
    remedy: (_, call) =>
      `Run aws-actions/configure-aws-credentials before this step, or ${otherWay(call)}. A key needs both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`
  }
];
