import { Refusal } from '../service.js';
import { decide, type ConditionContext, type Policy } from './iam-policy.js';

/** Someone who can sign requests: a role session from STS, or a user with static keys. */
export interface Principal {
  readonly arn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
  /** What the role or user may do. */
  readonly permissions: Policy;
  /** The inline policy of the session, which cuts the permissions down. */
  readonly sessionPolicy?: Policy;
}

export interface Call {
  readonly action: string;
  readonly resource: string;
  /** How the refusal names the resource: secrets by what the caller gave, `*` not at all. */
  readonly named?: string;
  readonly context?: ConditionContext;
}

/** Why a principal may not make a call, in IAM's words; nothing when it may. */
export function denial(principal: Principal, call: Call): string | undefined {
  const { action, resource, context } = call;
  const identity = decide(principal.permissions, action, resource, context);
  const session = principal.sessionPolicy
    ? decide(principal.sessionPolicy, action, resource, context)
    : 'Allow';
  if (identity === 'Deny') return 'with an explicit deny in an identity-based policy';
  if (session === 'Deny') return 'with an explicit deny in a session policy';
  if (identity === 'silent') return `because no identity-based policy allows the ${action} action`;
  if (session === 'silent') return `because no session policy allows the ${action} action`;
  return undefined;
}

/** Throws `AccessDeniedException` unless the principal may make the call. */
export function authorize(principal: Principal, call: Call): void {
  const reason = denial(principal, call);
  if (reason === undefined) return;
  const on = call.named === undefined ? '' : ` on resource: ${call.named}`;
  throw new Refusal(
    'AccessDeniedException',
    `User: ${principal.arn} is not authorized to perform: ${call.action}${on} ${reason}`
  );
}
