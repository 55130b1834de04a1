import {
  checkPolicy,
  coversAction,
  isMapping,
  malformed,
  parseDocument,
  readContext,
  withDefaults,
  type IamStatement,
  type PolicyKind
} from './iam-policy.js';
import { conditionHolds } from './policy-condition.js';
import { splitArn, type ConditionContext } from './policy-pattern.js';
import { someHolds, UnjudgedPolicy } from './unjudged-policy.js';

/** Kind of principal → who. `*` is everyone. */
type Principals =
  '*' | Readonly<Partial<Record<'AWS' | 'Federated' | 'Service', string | readonly string[]>>>;

export interface TrustStatement extends Pick<
  IamStatement,
  'Sid' | 'Effect' | 'Action' | 'NotAction' | 'Condition'
> {
  readonly Principal: Principals;
}

/** The trust policy of a role, as IAM stores it. */
export interface TrustPolicy {
  readonly Version: string;
  readonly Id?: string;
  readonly Statement: readonly TrustStatement[];
}

const TRUST: PolicyKind = {
  elements: ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Condition'],
  required: [
    ['Action', 'NotAction'],
    ['Principal', 'NotPrincipal']
  ],
  prohibited: {
    Resource: 'Has prohibited field Resource',
    NotResource: 'Has prohibited field NotResource'
  }
};

/**
 * Reads the trust policy of a role.
 * @throws {ServiceError} `MalformedPolicyDocument` in AWS's words for what AWS refuses.
 * @throws {UnjudgedPolicy} for what {@link evaluateTrust} does not judge.
 */
export function parseTrustPolicy(text: string): TrustPolicy {
  const document = parseDocument(text);
  checkPolicy(document, TRUST);
  const policy = withDefaults(document) as TrustPolicy;
  checkTrustPolicy(policy);
  return policy;
}

/** What {@link parseTrustPolicy} checks, of a policy that was read already. */
export function checkTrustPolicy(policy: TrustPolicy): void {
  checkPolicy(policy, TRUST);
  for (const statement of policy.Statement) {
    checkPrincipals(statement);
    checkSubject(statement);
  }
}

const KINDS = ['AWS', 'Federated', 'Service'];

function checkPrincipals(statement: TrustStatement): void {
  if ('NotPrincipal' in statement)
    throw new UnjudgedPolicy('it has NotPrincipal: name the principals, or deny with a condition');
  const { Principal } = statement;
  if (Principal === '*') return;
  if (!isMapping(Principal) || Object.keys(Principal).length === 0)
    throw malformed('Syntax errors in policy.');
  for (const [kind, names] of Object.entries(Principal)) {
    if (!KINDS.includes(kind)) throw new UnjudgedPolicy(`it has a principal of the kind ${kind}`);
    for (const name of [names].flat())
      if (kind === 'AWS' && !AWS_PRINCIPAL.test(name))
        throw malformed(`Invalid principal in policy: "AWS":"${name}"`);
  }
}

/** An account, its root, a user, a role, or the session of a role; names have no wildcards. */
const AWS_PRINCIPAL =
  /^(\*|\d{12}|arn:aws[a-z-]*:(iam::\d{12}:(root|(user|role)\/[\w+=,.@/-]+)|sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+))$/;

const GITHUB_PROVIDER =
  /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/(token\.actions\.githubusercontent\.com(?:\/.+)?)$/;

/**
 * Since 2023, IAM makes no role for GitHub's provider that any repository of GitHub could assume. Only the first value
 * counts (measured by Dashtid/subvectors, release 0.4.2).
 */
function checkSubject({ Effect, Principal, Condition = {} }: TrustStatement): void {
  if (Effect === 'Deny' || Principal === '*') return;
  for (const provider of [Principal.Federated ?? []].flat()) {
    const [, host] = GITHUB_PROVIDER.exec(provider) ?? [];
    if (host === undefined) continue;
    const keys = [`${host}:sub`, `${host}:job_workflow_ref`];
    const isScoped = ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase'].some((operator) =>
      Object.entries(Condition[operator] ?? {}).some(
        ([key, values]) =>
          keys.includes(key.toLowerCase()) && !/^\*+$/.test(String([values].flat()[0]))
      )
    );
    if (!isScoped)
      throw malformed(
        `Trust policy with trusted principal ${provider} must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, ${keys.join(' or ')} which is not scoped to all.`
      );
  }
}

/** Who asks a role to let it in. */
export type Applicant =
  | { readonly provider: string }
  | { readonly service: string }
  | {
      /** As `User:` of refusals: the ARN of a user, or of a role's session. */
      readonly arn: string;
      /** The role of a session. */
      readonly roleArn?: string;
    };

/**
 * How a statement names an applicant: itself (a session, a user, the provider of a token), the role of its session, its
 * account, or anyone at all.
 */
type Naming = 'itself' | 'role' | 'anyone' | 'account';

/** What a trust policy says; a `Naming` when it allows. */
export type Trust = 'Deny' | 'silent' | Naming;

/**
 * What a trust policy says of an applicant; an explicit deny wins, and the closest naming of those that allow.
 * @throws {UnjudgedPolicy} when the answer could differ from that of AWS.
 */
export function evaluateTrust(
  policy: TrustPolicy,
  action: string,
  applicant: Applicant,
  context: ConditionContext
): Trust {
  checkTrustPolicy(policy);
  const { values, variables } = readContext(policy, context);
  const about = policy.Statement.flatMap((statement) => {
    const naming = coversAction(statement, action)
      ? findNaming(statement.Principal, applicant)
      : undefined;
    return naming === undefined ? [] : [{ ...statement, naming }];
  });
  const holds = ({ Condition }: TrustStatement) => conditionHolds(Condition, values, variables);
  const of = (effect: 'Allow' | 'Deny') => about.filter(({ Effect }) => Effect === effect);
  if (someHolds(of('Deny'), holds)) return 'Deny';
  const found = (['itself', 'role', 'anyone', 'account'] as const).find((one) =>
    someHolds(
      of('Allow').filter(({ naming }) => naming === one),
      holds
    )
  );
  return found ?? 'silent';
}

function findNaming(principals: Principals, applicant: Applicant): Naming | undefined {
  if ('provider' in applicant) {
    if (principals === '*') return 'anyone';
    return [principals.Federated ?? []].flat().includes(applicant.provider) ? 'itself' : undefined;
  }
  if ('service' in applicant) {
    if (principals === '*') return 'anyone';
    return [principals.Service ?? []].flat().includes(applicant.service) ? 'itself' : undefined;
  }
  const { arn, roleArn } = applicant;
  const [, partition = '', , , account = ''] = splitArn(arn);
  const names = principals === '*' ? ['*'] : [principals.AWS ?? []].flat();
  if (names.includes(arn)) return 'itself';
  if (roleArn !== undefined && names.includes(roleArn)) return 'role';
  if (names.includes('*')) return 'anyone';
  const ofAccount = [account, `arn:${partition}:iam::${account}:root`];
  return names.some((name) => ofAccount.includes(name)) ? 'account' : undefined;
}
