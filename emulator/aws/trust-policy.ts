import { conditionHolds, matches, type IamStatement } from './iam-policy.js';

/** The trust policy of a role, as IAM stores it. */
export interface TrustPolicy {
  readonly Version: string;
  readonly Statement: readonly TrustStatement[];
}

export interface TrustStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Principal: { readonly Federated: string };
  readonly Condition?: IamStatement['Condition'];
}

/**
 * The claims of GitHub's tokens that IAM offers as condition keys, each behind the issuer's host name and a colon.
 * `aud` and `sub` always, the others since January 2026 (AWS: "STS supports validation of identity provider claims").
 */
const CLAIMS = [
  'aud',
  'sub',
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'workflow'
] as const;

/** Whether a role lets the owner of a token in. A key that IAM does not know never matches. */
export function trusts(
  policy: TrustPolicy,
  providerArn: string,
  claims: Readonly<Record<string, unknown>>
): boolean {
  const host = providerArn.slice(providerArn.indexOf('/') + 1);
  const context = Object.fromEntries(
    CLAIMS.flatMap((name) => {
      const value = claims[name];
      return typeof value === 'string' ? [[`${host}:${name}`, value] as const] : [];
    })
  );
  const effects = policy.Statement.filter(
    ({ Action, Principal, Condition = {} }) =>
      [Action].flat().some((action) => matches(action, 'sts:AssumeRoleWithWebIdentity', 'i')) &&
      Principal.Federated === providerArn &&
      conditionHolds(Condition, context)
  ).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}
