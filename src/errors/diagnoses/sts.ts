import type { Call } from '../call-error.js';
import { lacksVerificationKey, type ErrorDetails } from '../error-details.js';
import { oneLine, truncate } from '../quote.js';
import { isErrorOf, type Diagnosis } from './diagnosis.js';

const sts = isErrorOf('AWS STS');

/** Matches an error of one of the ways to assume a role. */
const of =
  (action: 'sts:AssumeRole' | 'sts:AssumeRoleWithWebIdentity') =>
  (code: RegExp, message?: RegExp): Diagnosis['matches'] =>
  (details, call) =>
    call.action === action && sts(code, message)(details, call);

const webIdentity = of('sts:AssumeRoleWithWebIdentity');
const assumeRole = of('sts:AssumeRole');

/** Who assumes a role. Of the default chain's credentials only AWS says whose they are. */
const principal = ({ message }: ErrorDetails, { caller }: Call): string | undefined =>
  caller?.arn ??
  /^User: (arn:aws[a-z-]*:(?:iam|sts)::\d{12}:[\w+=,.@/-]+) is not/.exec(message)?.[1];

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

/** Why STS does not give a role to the job's token. */
export const stsDiagnoses: readonly Diagnosis[] = [
  {
    matches: sts(/^AccessDenied/, /AssumeRoleWithWebIdentity/),
    reason: (_, call) =>
      `the trust policy of the role does not allow this job, or the role does not exist. The token is valid: ${claimsText(call)}.`,
    remedy: (_, call) =>
      `Compare both with the conditions on ${conditionPrefix(call)}:aud and :sub in the trust policy.`
  },
  {
    matches: assumeRole(/^AccessDenied/),
    reason: (details, call) =>
      `STS does not let ${principal(details, call) ?? 'the credentials of this runner'} assume the role, or the role does not exist.`,
    remedy: (details, call) =>
      `The trust policy of the role must name ${principal(details, call) ?? 'whoever the credentials belong to'} or its role as a principal, ` +
      `${call.caller?.sendsExternalId === true ? 'any sts:ExternalId in it must be what role-external-id is' : 'a condition on sts:ExternalId in it needs role-external-id'}, ` +
      `and the caller needs a policy that allows sts:AssumeRole on ${call.resource}.`
  },
  {
    matches: sts(/^AccessDenied/),
    reason: () => 'STS denied the request.',
    remedy: (_, { action, resource }) => `Allow ${action} in the trust policy of ${resource}.`
  },
  {
    matches: sts(/^InvalidIdentityToken/, /no openidconnect provider/i),
    reason: (_, { accountId }) =>
      `the AWS account ${String(accountId)} has no identity provider for the issuer of the token.`,
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
    matches: (details, call) => call.service === 'AWS STS' && lacksVerificationKey(details),
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
    matches: webIdentity(/^ExpiredToken/),
    reason: () => 'the token was expired when STS read it, although it was new.',
    remedy: () => "Set the clock of this runner: GitHub's tokens last five minutes."
  },
  {
    matches: assumeRole(/^ValidationError/, /role chaining/i),
    reason: () =>
      'a session that was opened by the session of another role lasts at most 3600 seconds.',
    remedy: () => 'Lower role-duration-seconds.'
  },
  {
    matches: sts(/^ValidationError/, /DurationSeconds/i),
    reason: () => 'role-duration-seconds is longer than the role allows.',
    remedy: () => 'Lower it, or raise the maximum session duration of the role.'
  },
  {
    matches: sts(/^RegionDisabled/),
    reason: (_, { route: { host } }) => `STS is not active in this Region (${host}).`,
    remedy: () =>
      'Activate the Region in the account settings of IAM, or choose another aws-region.'
  },
  {
    matches: sts(/^PackedPolicyTooLarge/),
    reason: () => 'the session policy and the session tags together are larger than STS accepts.',
    remedy: () => 'Shorten secret-id, or use fewer session tags.'
  }
];
