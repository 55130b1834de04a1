import { ServiceError } from '../service.js';
import { tagContext } from './condition-key.js';
import { evaluatePolicy, type IamPolicy } from './iam-policy.js';
import { UNCERTAIN, type ConditionContext } from './policy-pattern.js';
import { accountOf, uniqueId, type Tag } from './role.js';

/** Someone who can sign requests: a role session from STS, or a user with static keys. */
export interface Principal {
  readonly arn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
  readonly permissions: IamPolicy;
  /** The inline policy of the session, which cuts the permissions down. */
  readonly sessionPolicy?: IamPolicy;
  /** Of a session. */
  readonly session?: Session;
  /** What IAM knows of the call at hand, whoever makes it. */
  readonly call?: ConditionContext;
  /** Tags of the role or user. */
  readonly tags?: readonly Tag[];
}

export interface Session {
  readonly roleArn: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** The provider of the token that opened it, and what of the token stays in the session. */
  readonly federation?: { readonly provider: string; readonly context: ConditionContext };
}

export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  /** How the refusal names the resource: secrets by what the caller gave, `*` not at all. */
  readonly named?: string;
  readonly context?: ConditionContext;
}

/** What IAM knows of a caller (IAM user guide, "AWS global condition context keys"). */
function principalContext({ arn, call, session, tags = [] }: Principal): ConditionContext {
  const account = accountOf(arn);
  const common = {
    ...call,
    'aws:PrincipalAccount': account,
    ...tagContext('aws:PrincipalTag/', tags)
  };
  if (session === undefined)
    return {
      ...common,
      'aws:PrincipalArn': arn,
      'aws:PrincipalType': 'User',
      'aws:userid': uniqueId('AIDA', arn),
      'aws:username': arn.slice(arn.lastIndexOf('/') + 1)
    };
  const { federation, issuedAt, name, roleArn } = session;
  return {
    ...common,
    'aws:PrincipalArn': roleArn,
    'aws:PrincipalType': 'AssumedRole',
    'aws:TokenIssueTime': new Date(issuedAt).toISOString(),
    'aws:userid': `${uniqueId('AROA', roleArn)}:${name}`,
    ...(federation && { 'aws:FederatedProvider': federation.provider, ...federation.context })
  };
}

/** All that IAM knows of a call. */
export const requestContext = (
  principal: Principal,
  { context, resource }: IamRequest
): ConditionContext => ({
  ...principalContext(principal),
  'aws:ResourceAccount': accountOf(resource) || UNCERTAIN,
  ...context
});

/** What the policies of a principal and of its session say of a call; a session without a policy allows all. */
export function evaluatePrincipal(principal: Principal, call: IamRequest) {
  const { action, resource } = call;
  const context = requestContext(principal, call);
  return {
    identity: evaluatePolicy(principal.permissions, action, resource, context),
    session: principal.sessionPolicy
      ? evaluatePolicy(principal.sessionPolicy, action, resource, context)
      : 'Allow'
  };
}

/** Why a principal may not make a call, in IAM's words; nothing when it may. */
export function findDenial(principal: Principal, call: IamRequest): string | undefined {
  const { action, resource } = call;
  const { identity, session } = evaluatePrincipal(principal, call);
  if (identity === 'Deny') return 'with an explicit deny in an identity-based policy';
  if (session === 'Deny') return 'with an explicit deny in a session policy';
  if (identity === 'silent') return `because no identity-based policy allows the ${action} action`;
  if (session === 'silent') return `because no session policy allows the ${action} action`;
  // No secret here has a policy of its own, so that no account lets another one in. The policies of keys let all in.
  const owner = accountOf(resource);
  if (owner !== '' && owner !== accountOf(principal.arn) && !action.startsWith('kms:'))
    return `because no resource-based policy allows the ${action} action`;
  return undefined;
}

/** Throws `AccessDeniedException` unless the principal may make the call. */
export function authorize(principal: Principal, call: IamRequest): void {
  const reason = findDenial(principal, call);
  if (reason === undefined) return;
  const on = call.named === undefined ? '' : ` on resource: ${call.named}`;
  throw new ServiceError(
    'AccessDeniedException',
    `User: ${principal.arn} is not authorized to perform: ${call.action}${on} ${reason}`
  );
}
