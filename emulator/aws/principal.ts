import { ServiceError } from '../service.js';
import { evaluatePolicy, type ConditionContext, type IamPolicy } from './iam-policy.js';

/** Someone who can sign requests: a role session from STS, or a user with static keys. */
export interface Principal {
  readonly arn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
  /** What the role or user may do. */
  readonly permissions: IamPolicy;
  /** The inline policy of the session, which cuts the permissions down. */
  readonly sessionPolicy?: IamPolicy;
}

export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  /** How the refusal names the resource: secrets by what the caller gave, `*` not at all. */
  readonly named?: string;
  readonly context?: ConditionContext;
}

/** Why a principal may not make a call, in IAM's words; nothing when it may. */
export function findDenial(principal: Principal, call: IamRequest): string | undefined {
  const { action, resource, context } = call;
  const identity = evaluatePolicy(principal.permissions, action, resource, context);
  const session = principal.sessionPolicy
    ? evaluatePolicy(principal.sessionPolicy, action, resource, context)
    : 'Allow';
  if (identity === 'Deny') return 'with an explicit deny in an identity-based policy';
  if (session === 'Deny') return 'with an explicit deny in a session policy';
  if (identity === 'silent') return `because no identity-based policy allows the ${action} action`;
  if (session === 'silent') return `because no session policy allows the ${action} action`;
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
