import type { ErrorDetails } from './classify.js';

/** Codes of errors that are transient, Node's and the services'. */
const retryableCodes = new Set([
  'AttemptTimeoutError',
  'TimeoutError',
  'AbortError',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ERR_STREAM_PREMATURE_CLOSE',
  'IDPCommunicationError',
  'IDPCommunicationErrorException',
  'InternalServiceError',
  'InternalFailure',
  'ServiceUnavailable',
  'RequestTimeout'
]);

/** Too many requests, in each service's terms. GitHub also says so with 403. */
export const isThrottled = ({
  code,
  status,
  message,
  isUsedUp,
  retryAfter
}: ErrorDetails): boolean =>
  status === 429 ||
  /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown)/.test(code) ||
  (status === 403 &&
    (isUsedUp === true || retryAfter !== undefined || /secondary rate limit/i.test(message)));

/** STS could not fetch GitHub's keys; that says nothing about the token. */
const lacksVerificationKey = ({ code, message }: ErrorDetails): boolean =>
  code.startsWith('InvalidIdentityToken') && /couldn't retrieve verification key/i.test(message);

/** Whether the same call may succeed a moment later. An unknown error is not retried. */
export const isRetryable = (details: ErrorDetails): boolean =>
  retryableCodes.has(details.code) ||
  isThrottled(details) ||
  (details.status !== undefined && details.status >= 500) ||
  lacksVerificationKey(details) ||
  details.message.includes('socket hang up');
