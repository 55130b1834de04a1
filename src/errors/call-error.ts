import { errorDetails, type ErrorDetails } from './classify.js';

/** A request to a service, as an error message describes it. */
export interface Call {
  readonly service: 'GitHub token service' | 'AWS STS' | 'AWS Secrets Manager' | 'GitHub';
  /** The IAM action that the request needs; for GitHub, what the request does. */
  readonly action: string;
  /** What a policy must allow: an ARN or `*`; for GitHub, a repository and environment. */
  readonly resource: string;
  /** Host and port that the request goes to. */
  readonly host: string;
  /** Host and port of the proxy on the way there. */
  readonly proxy?: string;
  /** The claims of the OIDC token that a trust policy is compared with. */
  readonly claims?: { readonly sub: string; readonly aud: string };
}

/** A call that failed for good: its error is not transient, or was still there when the time was up. */
export class CallError extends Error {
  override readonly name = 'CallError';
  /** What `cause` says, classified once for everybody who asks. */
  readonly details: ErrorDetails;

  constructor(
    readonly call: Call,
    override readonly cause: unknown,
    readonly attempts: number
  ) {
    super(`${call.action} failed`);
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

/** A response with status 200 that is not what the service returns: another server answered, or only a part arrived. */
export class UnexpectedResponseError extends Error {
  override readonly name = 'UnexpectedResponseError';
}
