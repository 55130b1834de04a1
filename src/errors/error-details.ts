import { CredentialChainError, type CredentialRequest } from './credential-chain-error.js';
import { ProxyConnectionError, ProxyRefusalError } from './response-error.js';

/** Read alike from every error, whoever threw it: Node, the SDK, Octokit or this action. */
export interface ErrorDetails {
  /** The service's error code or Node's: one word that is safe to print, unlike the text of a response. */
  readonly code: string;
  /** HTTP status of the response, if there was one. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** For matching only; printable only where the code shows that a service itself wrote it. */
  readonly message: string;
  /** Scheme and host that a redirect leads to; safe to print. */
  readonly redirect?: string | undefined;
  /** Seconds until the service wants to be called again, from 0. */
  readonly retryAfter?: number;
  /** The same as a point of time, in milliseconds since 1970, where the response tells the service's own time. */
  readonly retryAt?: number;
  /** GitHub counts requests per hour, and no more are left. */
  readonly isUsedUp?: boolean;
  /** The SDK has set its clock by the time of the response: the same call is signed with another date now. */
  readonly isClockCorrected?: boolean;
  /** The proxy failed, before it was to open a way. */
  readonly isAtProxy?: true;
  /** How the proxy wants to be signed in to. */
  readonly proxySchemes?: readonly string[];
  /** Requests for credentials to a container's agent or an EC2 instance, in order. */
  readonly requests?: readonly CredentialRequest[];
  /** GitHub wants the token to be authorized for single sign-on. */
  readonly needsSso?: boolean;
}

const nodeErrorCode =
  /\b(?:E(?:CONN[A-Z]+|PIPE|PROTO|TIMEDOUT|AI_AGAIN|AI_FAIL|NOTFOUND|NETUNREACH|HOSTUNREACH)|(?:UNABLE_TO|ERR_TLS|ERR_SSL|CERT)_[A-Z_]+|[A-Z_]*SELF_SIGNED_CERT[A-Z_]*)\b/;

// A response may contain anything where a code or an id belongs.
const isCode = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z][A-Za-z_.]{1,63}$/.test(value);
const isRequestId = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w-]{1,64}$/.test(value);

const isStatus = (value: unknown): value is number => typeof value === 'number' && value >= 100;

type Headers = Readonly<Record<string, unknown>>;

/** How many causes of an error are looked at: one may lead back to it. */
export const MAX_CAUSES = 8;

/** Reads any thrown value. Never throws; everything but `message` is safe to print. */
export function errorDetails(thrown: unknown, maxCauses = MAX_CAUSES): ErrorDetails {
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as {
    name?: unknown;
    code?: unknown;
    message?: unknown;
    status?: unknown;
    statusCode?: unknown;
    headers?: Headers;
    response?: { headers?: Headers };
    cause?: unknown;
    $metadata?: { httpStatusCode?: unknown; requestId?: unknown; clockSkewCorrected?: unknown };
    $response?: { statusCode?: unknown; headers?: Headers };
  };
  const message = typeof error.message === 'string' ? error.message : '';
  const cause = maxCauses > 0 ? error.cause : undefined;
  const inner = cause === undefined ? undefined : errorDetails(cause, maxCauses - 1);
  // Octokit sets status 500 when there was no response at all.
  if (inner && error.name === 'HttpError' && error.response === undefined) return inner;
  if (inner && thrown instanceof ProxyConnectionError) return { ...inner, isAtProxy: true };
  if (inner && thrown instanceof CredentialChainError) {
    const { requests, decisive } = thrown;
    const { outcome } = decisive ?? {};
    return {
      ...inner,
      message,
      requests,
      ...(typeof outcome === 'string' && isCode(outcome) && { code: outcome }),
      ...(typeof outcome === 'number' && outcome >= 400 && { status: outcome })
    };
  }
  const headers = error.$response?.headers ?? error.response?.headers ?? error.headers ?? {};
  const status = [
    error.$metadata?.httpStatusCode,
    error.$response?.statusCode,
    error.status,
    error.statusCode
  ].find(isStatus);
  return {
    code:
      [
        error.code,
        nodeErrorCode.exec(message)?.[0],
        inner && nodeErrorCode.exec(inner.code)?.[0],
        error.name
      ].find(isCode) ?? 'unknown error',
    status,
    requestId: [error.$metadata?.requestId, inner?.requestId].find(isRequestId),
    message,
    ...(thrown instanceof ProxyRefusalError && { proxySchemes: thrown.schemes }),
    ...(error.$metadata?.clockSkewCorrected === true && { isClockCorrected: true }),
    ...(status !== undefined && readHeaders(status, headers))
  };
}

function readHeaders(status: number, headers: Headers): Partial<ErrorDetails> {
  const header = (name: string): string => {
    const value = headers[name];
    return typeof value === 'string' ? value : '';
  };
  const isUsedUp = header('x-ratelimit-remaining') === '0' && (status === 403 || status === 429);
  const date = Date.parse(header('date'));
  const until = (milliseconds: number): number => (milliseconds - date) / 1000;
  const retryAfter = [
    /^\d{1,9}$/.test(header('retry-after')) ? Number(header('retry-after')) : NaN,
    until(Date.parse(header('retry-after'))),
    isUsedUp ? until(Number(header('x-ratelimit-reset') || NaN) * 1000) : NaN
  ].find((seconds) => !Number.isNaN(seconds));
  const location = isRedirect(status) ? URL.parse(header('location')) : null;
  return {
    ...(location && /^https?:$/.test(location.protocol) && { redirect: location.origin }),
    ...(retryAfter !== undefined && { retryAfter: Math.max(0, Math.ceil(retryAfter)) }),
    ...(retryAfter !== undefined && !Number.isNaN(date) && { retryAt: date + retryAfter * 1000 }),
    ...(isUsedUp && { isUsedUp }),
    ...(header('x-github-sso').startsWith('required') && { needsSso: true })
  };
}

/** The response sends the request elsewhere. */
export const isRedirect = (status: number | undefined): boolean =>
  status !== undefined && status > 300 && status < 400 && status !== 304;

/** The response is no error of the service's own: a proxy's page, another service's response, or a part of one. */
export const isUnexpectedResponse = ({ code, status = 200 }: ErrorDetails): boolean =>
  status < 500 &&
  /^(UnexpectedResponseError|SwitchedProtocolError|(Syntax|Type|Range|URI|)Error|Unknown(Error)?|NotFound|unknown error)$/.test(
    code
  );

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

/** STS could not fetch the issuer's keys, which says nothing about the token. */
export const lacksVerificationKey = ({ code, message }: ErrorDetails): boolean =>
  code.startsWith('IDPCommunicationError') ||
  (code.startsWith('InvalidIdentityToken') && /couldn't retrieve verification key/i.test(message));
