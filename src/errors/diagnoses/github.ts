import type { Call } from '../call-error.js';
import { isThrottled, type ErrorDetails } from '../error-details.js';
import { describeWait, type Diagnosis } from './diagnosis.js';

const status =
  (...statuses: readonly number[]) =>
  (details: ErrorDetails, call: Call): boolean =>
    call.service === 'GitHub' && !isThrottled(details) && statuses.includes(details.status ?? 0);

/** GitHub says some of its reasons for a 403 in its message only. */
const forbidden =
  (message: RegExp) =>
  (details: ErrorDetails, call: Call): boolean =>
    call.service === 'GitHub' && details.status === 403 && message.test(details.message);

/** Why GitHub's API refuses a call. */
export const gitHubDiagnoses: readonly Diagnosis[] = [
  {
    matches: ({ isUsedUp }, { service }) => service === 'GitHub' && isUsedUp === true,
    reason: (details) =>
      `github-token has used up GitHub's rate limit, which ends ${describeWait(details)}.`,
    remedy: () =>
      'Run the job again after that, or use the token of a GitHub App, which has a limit of its own.'
  },
  {
    matches: status(401),
    reason: () => 'GitHub does not accept github-token.',
    remedy: () => 'Check that the token is not expired or revoked.'
  },
  {
    matches: ({ status, needsSso }, { service }) =>
      service === 'GitHub' && status === 403 && needsSso === true,
    reason: (_, { gitHub }) =>
      `github-token is not authorized for the single sign-on of the organization ${gitHub?.account ?? ''}.`,
    remedy: () =>
      'Authorize it: in GitHub\'s settings of the token, choose "Configure SSO". Or use a GitHub App token.'
  },
  {
    matches: forbidden(/organization SAML enforcement/i),
    reason: (_, { gitHub }) =>
      `the organization ${gitHub?.account ?? ''} enforces SAML single sign-on, and github-token has no SAML session.`,
    remedy: () =>
      'Sign in to the organization and create the token again, or use a GitHub App token.'
  },
  {
    matches: forbidden(/IP allow list/i),
    reason: (_, { gitHub }) =>
      `the IP allow list of the organization ${gitHub?.account ?? ''} does not contain this runner.`,
    remedy: () =>
      'Add the address of the runner to the list, or run the job on a runner with a listed address.'
  },
  {
    matches: forbidden(/archived so is read-only/i),
    reason: (_, { resource }) => `${resource} is archived, so nothing in it can be changed.`,
    remedy: () => 'Unarchive it (Settings, Danger zone), or write the secret elsewhere.'
  },
  {
    matches: forbidden(/forbids access via a (fine-grained )?personal access token.* lifetime/i),
    reason: (_, { gitHub }) =>
      `github-token is valid for longer than the organization ${gitHub?.account ?? ''} allows.`,
    remedy: () =>
      'Give the token an earlier expiry date in its settings, or use a GitHub App token.'
  },
  {
    matches: forbidden(/forbids access via a (fine-grained )?personal access token/i),
    reason: (_, { gitHub }) =>
      `the organization ${gitHub?.account ?? ''} does not let personal access tokens of this kind in.`,
    remedy: () => 'Use a GitHub App token, or ask an owner of the organization to allow the kind.'
  },
  {
    matches: forbidden(/not accessible by (integration|personal access token)|admin rights/i),
    reason: (_, { resource }) =>
      `github-token may not write the secrets of ${resource}. The GITHUB_TOKEN of a job never may.`,
    remedy: (_, { gitHub }) =>
      `Use a fine-grained or GitHub App token with ${gitHub?.permission ?? ''}.`
  },
  {
    matches: status(403, 404),
    reason: ({ status }, { resource }) =>
      `GitHub returned status ${String(status)}: ${resource} does not exist, or github-token may not write its secrets. The GITHUB_TOKEN of a job never may.`,
    remedy: (_, { gitHub }) =>
      `Use a fine-grained or GitHub App token with ${gitHub?.permission ?? ''}.`
  },
  {
    matches: (details, call) =>
      status(422)(details, call) && /secret names? (can|must)/i.test(details.message),
    reason: () => 'GitHub does not accept the name in github-secret.',
    remedy: () =>
      'Use letters, digits and underscores. It must not begin with a digit or with GITHUB_.'
  },
  {
    matches: status(422),
    reason: () => 'GitHub does not accept the secret (status 422).',
    remedy: () =>
      'Check that the limit is not reached: 100 secrets for a repository or environment, 1,000 for an organization, 48 KB for each. Then check the name in github-secret.'
  }
];

/** Why GitHub's token service gives no token, once nothing else explains it. */
export const tokenServiceDiagnoses: readonly Diagnosis[] = [
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
    reason: (_, { route: { host } }) => `the response from ${host} contains no token.`,
    remedy: () => 'Check whether a proxy responds in its place, and run the job again.'
  }
];
