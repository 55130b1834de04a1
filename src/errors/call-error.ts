import { errorDetails, type ErrorDetails } from './error-details.js';
export { UnexpectedResponseError } from './response-error.js';

/** The operations of Secrets Manager that this action calls. The IAM actions have the same names. */
export const OPERATIONS = [
  'GetRandomPassword',
  'DescribeSecret',
  'GetSecretValue',
  'CreateSecret',
  'PutSecretValue',
  'UpdateSecretVersionStage',
  'RestoreSecret',
  /** Part of CreateSecret when there are tags. */
  'TagResource'
] as const;

/** The way of a request. */
export interface Route {
  /** Host and port that it goes to. */
  readonly host: string;
  /** Host and port of the proxy on the way there. */
  readonly proxy?: string | undefined;
}

/** A request to a service, as an error message describes it. */
export interface Call {
  readonly service:
    'GitHub token service' | 'AWS credentials' | 'AWS STS' | 'AWS Secrets Manager' | 'GitHub';
  /** The IAM action that the request needs; for GitHub, what the request does. */
  readonly action: string;
  /** A role, a secret, `*` for no single one; for GitHub, the location of a secret. */
  readonly resource: string;
  /** How it gets there; while the call is under way, that of its last request. */
  readonly route: Route;
  /** The AWS account of the resource. */
  readonly accountId?: string;
  /**
   * The resources that a policy must list for the request to be allowed, where they are not the one above.
   * @param caller the ARN of whoever was denied, as far as AWS names it.
   */
  readonly resourcesToAllow?: (caller: string | undefined) => readonly string[];
  /** Which of the roles of a run is assumed, where there are several. */
  readonly link?: { readonly position: number; readonly count: number };
  /** Who assumes a role with credentials that are no OIDC token. */
  readonly caller?: Caller;
  /** Whether credentials are loaded in order to assume a role with them. */
  readonly isForRole?: boolean;
  /** Of a call of GitHub's API: whose location it is, and the permission of a token that may write there. */
  readonly gitHub?: { readonly account: string; readonly permission: string };
  /** The claims of the OIDC token that a trust policy is compared with. */
  readonly claims?: TokenClaims;
}

export interface Caller {
  /** As a trust policy names it; undefined where only AWS knows. */
  readonly arn: string | undefined;
  /** Whether the request has an external id. */
  readonly sendsExternalId: boolean;
}

/** The claims that a trust policy compares; nothing of the token that could be used. */
export interface TokenClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
}

/** A call in words, as they follow "Could not". */
export function describeCall({ service, action, resource, link }: Call): string {
  switch (service) {
    case 'GitHub token service':
      return "get the job's OIDC token";
    case 'AWS credentials':
      return 'load AWS credentials';
    case 'AWS STS':
      return link
        ? `assume role ${link.position} of ${link.count}, ${resource}`
        : `assume the role ${resource}`;
    case 'AWS Secrets Manager':
      return resource === '*' ? `call ${action}` : `call ${action} on ${resource}`;
    case 'GitHub':
      return `${action} of ${resource}`;
  }
}

/** A call that failed for good: its error is not transient, or was still there when the time was up. */
export class CallError extends Error {
  override readonly name = 'CallError';
  /** As it was when it failed. */
  readonly call: Call;
  /** Those of `cause`, classified once for everybody who asks. */
  readonly details: ErrorDetails;

  constructor(
    call: Call,
    override readonly cause: unknown,
    readonly attempts: number
  ) {
    super(`${call.action} failed`);
    this.call = { ...call, route: { ...call.route } };
    this.details = errorDetails(cause);
  }
}

/** An attempt that got no answer within its time. */
export class AttemptTimeoutError extends Error {
  override readonly name = 'AttemptTimeoutError';

  constructor(readonly milliseconds: number) {
    super(`no answer within ${milliseconds} ms`);
  }
}
