import { isThrottled, lacksVerificationKey, type ErrorDetails } from './errors/error-details.js';

/** An error after which the same call may succeed a moment later. */
export interface RetryRule {
  readonly matches: (details: ErrorDetails) => boolean;
  /** Why it may succeed, for the debug log. */
  readonly reason: string;
  /** The service has refused the call, and so has done nothing. */
  readonly isRefusal?: true;
  /** How long it is retried; without it, as long as the run may take. */
  readonly patience?: Patience;
}

type Patience =
  | { readonly milliseconds: number; readonly since: 'first failure' | 'credentials' }
  | { readonly times: number };

const code =
  (...codes: readonly string[]) =>
  (details: ErrorDetails): boolean =>
    codes.includes(details.code);

/** All that is retried. The first that matches applies; what matches none ends the run at once. */
export const retryRules: readonly RetryRule[] = [
  {
    matches: isThrottled,
    reason: 'the service limits how often it is called'
  },
  {
    matches: ({ status }) => status !== undefined && status >= 500,
    reason: 'the service has a fault that passes'
  },
  {
    matches: code(
      'InternalServiceError',
      'InternalFailure',
      'ServiceUnavailable',
      'RequestTimeout'
    ),
    reason: 'the service has a fault that passes'
  },
  {
    matches: lacksVerificationKey,
    reason: "STS could not fetch the issuer's keys"
  },
  {
    matches: ({ code, isClockCorrected }) =>
      isClockCorrected === true &&
      /^(InvalidSignature|SignatureDoesNotMatch|RequestExpired|RequestTimeTooSkewed)/.test(code),
    reason:
      'the clock of this runner is wrong, and the next request is signed with the time of AWS',
    isRefusal: true,
    patience: { times: 1 }
  },
  {
    matches: ({ code }) => /^(UnrecognizedClient|InvalidClientTokenId)/.test(code),
    reason: 'AWS may not know credentials yet that it has just issued',
    isRefusal: true,
    // Long-lived keys do not become valid by waiting.
    patience: { milliseconds: 5000, since: 'credentials' }
  },
  {
    matches: code('ECONNREFUSED'),
    reason: 'a service that restarts listens again',
    // A wrong address never does.
    patience: { milliseconds: 10_000, since: 'first failure' }
  },
  {
    matches: code('AttemptTimeoutError', 'TimeoutError', 'AbortError', 'ETIMEDOUT'),
    reason: 'another connection may be faster'
  },
  {
    matches: code(
      'ECONNRESET',
      'ECONNABORTED',
      'EPIPE',
      'ERR_STREAM_PREMATURE_CLOSE',
      'ENETUNREACH',
      'EHOSTUNREACH'
    ),
    reason: 'connections break'
  },
  {
    matches: code('EAI_AGAIN'),
    reason: 'the DNS is busy'
  }
];

/** How long reads of Secrets Manager may lag behind writes, in milliseconds. */
export const READ_LAG_MS = 5000;

export const findRetryRule = (details: ErrorDetails): RetryRule | undefined =>
  retryRules.find(({ matches }) => matches(details));

/** Whether the same call may succeed a moment later, and may have succeeded already. */
export const isTransient = (details: ErrorDetails): boolean => {
  const rule = findRetryRule(details);
  return rule !== undefined && rule.isRefusal !== true;
};
