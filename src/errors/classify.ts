/** What an error says, whoever threw it: Node, the SDK, the toolkit or Octokit. */
export interface ErrorDetails {
  /** The service's error code or Node's: one word that is safe to print, unlike the text of a response. */
  readonly code: string;
  /** HTTP status of the response, if there was one. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** For matching only; printable only where the code shows that a service itself wrote it. */
  readonly message: string;
}

const nodeErrorCode =
  /\b(?:E(?:CONN[A-Z]+|PIPE|PROTO|TIMEDOUT|AI_AGAIN|AI_FAIL|NOTFOUND|NETUNREACH|HOSTUNREACH)|(?:UNABLE_TO|ERR_TLS|ERR_SSL|UND_ERR|CERT)_[A-Z_]+|[A-Z_]*SELF_SIGNED_CERT[A-Z_]*)\b/;

/** What the three proxy clients in use (tunnel, hpagent, undici) say when a proxy refuses to open a tunnel. */
const proxyRefusal =
  /tunneling socket could not be established, statusCode=(\d{3})|^Bad response: (\d{3})$|^Proxy response \((\d{3})\)/;

/** OpenSSL's texts for a certificate that Node refuses, with Node's code: the toolkit passes on the text only. */
const certificateErrors = [
  [/self-signed certificate in certificate chain/, 'SELF_SIGNED_CERT_IN_CHAIN'],
  [/self-signed certificate/, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [/unable to get (local )?issuer certificate/, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  [/unable to verify the first certificate/, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [/certificate has expired/, 'CERT_HAS_EXPIRED'],
  [/does not match certificate's altnames/, 'ERR_TLS_CERT_ALTNAME_INVALID']
] as const;

/** A response may contain anything where a code or an id belongs. */
const isWord = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w.=+/-]{1,80}$/.test(value);

const isStatus = (value: unknown): value is number => typeof value === 'number' && value >= 100;

/** Reads any thrown value. Never throws; everything but `message` is safe to print. */
export function errorDetails(thrown: unknown): ErrorDetails {
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as {
    name?: unknown;
    code?: unknown;
    message?: unknown;
    status?: unknown;
    statusCode?: unknown;
    response?: unknown;
    cause?: unknown;
    $metadata?: { httpStatusCode?: unknown; requestId?: unknown };
    $response?: { statusCode?: unknown };
  };
  const message = typeof error.message === 'string' ? error.message : '';
  const inner = error.cause === undefined ? undefined : errorDetails(error.cause);
  const code =
    [
      error.code,
      nodeErrorCode.exec(message)?.[0],
      inner && nodeErrorCode.exec(inner.code)?.[0],
      certificateErrors.find(([words]) => words.test(message))?.[1],
      error.name
    ].find(isWord) ?? 'unknown error';
  const requestId = [error.$metadata?.requestId, inner?.requestId].find(isWord);
  const proxyStatus = proxyRefusal.exec(message)?.slice(1).find(Boolean);
  if (proxyStatus !== undefined) {
    return { code: 'ProxyRefusal', status: Number(proxyStatus), requestId, message };
  }
  if (inner?.code === 'ProxyRefusal') return inner;
  // Octokit sets status 500 when there was no response at all.
  if (error.name === 'HttpError' && error.response === undefined) {
    return { code, status: undefined, requestId, message };
  }
  const status = [
    error.$metadata?.httpStatusCode,
    error.$response?.statusCode,
    error.status,
    error.statusCode,
    // The toolkit reports the token service's status in the message only.
    Number(/Error Code : (\d{3})/.exec(message)?.[1])
  ].find(isStatus);
  return { code, status, requestId, message };
}

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
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'IDPCommunicationError',
  'IDPCommunicationErrorException',
  'InternalServiceError',
  'InternalFailure',
  'ServiceUnavailable',
  'RequestTimeout'
]);

/** Too many requests, in each service's terms. GitHub says so in the message only. */
export const isThrottled = ({ code, status, message }: ErrorDetails): boolean =>
  status === 429 ||
  /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown)/.test(code) ||
  (status === 403 && /secondary rate limit/i.test(message));

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

/** The response is no error of the service's own: a proxy's page, another service's response, or a part of one. */
export const isUnexpectedResponse = ({ code, status = 200 }: ErrorDetails): boolean =>
  status < 500 &&
  /^(UnexpectedResponseError|(Syntax|Type|Range|URI|)Error|Unknown(Error)?|NotFound|unknown error)$/.test(
    code
  );
