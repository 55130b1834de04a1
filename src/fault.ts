/** What is known of a failure, whoever threw it: Node, the SDK, the toolkit or Octokit. */
export interface Fault {
  /** The service's error code, or Node's. Safe to print, unlike an answer. */
  readonly code: string;
  /** The HTTP status of the answer, if there was one. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** For matching only, unless a service's own error code says that it is a service's own sentence. */
  readonly message: string;
}

const nodeCode =
  /\b(?:E(?:CONN[A-Z]+|PIPE|TIMEDOUT|AI_AGAIN|NOTFOUND|NETUNREACH|HOSTUNREACH)|(?:UNABLE_TO|ERR_TLS|CERT)_[A-Z_]+|[A-Z_]*SELF_SIGNED_CERT[A-Z_]*)\b/;

/** Never throws, and never puts anything but codes and numbers beside the message. */
export function faultOf(thrown: unknown): Fault {
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as {
    name?: unknown;
    code?: unknown;
    Code?: unknown;
    message?: unknown;
    status?: unknown;
    statusCode?: unknown;
    cause?: unknown;
    $metadata?: { httpStatusCode?: number; requestId?: string };
    $response?: { statusCode?: number };
  };
  const message = typeof error.message === 'string' ? error.message : '';
  const inner = error.cause === undefined ? undefined : faultOf(error.cause);
  const code =
    [
      error.code,
      nodeCode.exec(message)?.[0],
      inner && nodeCode.exec(inner.code)?.[0],
      error.name
    ].find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '') ??
    'unknown error';
  // The toolkit tells the status of the token service in its message only.
  const inMessage = /Error Code : (\d{3})/.exec(message)?.[1];
  const status = [
    error.$metadata?.httpStatusCode,
    error.$response?.statusCode,
    error.status,
    error.statusCode,
    inMessage === undefined ? undefined : Number(inMessage)
  ].find((candidate): candidate is number => typeof candidate === 'number');
  return { code, status, requestId: error.$metadata?.requestId ?? inner?.requestId, message };
}

const passingCodes = new Set([
  'NoAnswerError',
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
  'InternalServiceError',
  'InternalFailure',
  'ServiceUnavailable',
  'RequestTimeout'
]);

/** Asked too often; the service's words for it differ. */
export const isThrottled = ({ code, status }: Fault): boolean =>
  status === 429 ||
  /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown|LimitExceeded)/.test(
    code
  );

/** Whether the same call may succeed a moment later. Everything not known to pass does not. */
export function canPass(thrown: unknown): boolean {
  const fault = faultOf(thrown);
  return (
    passingCodes.has(fault.code) ||
    isThrottled(fault) ||
    (fault.status !== undefined && fault.status >= 500) ||
    (fault.code.startsWith('InvalidIdentityToken') &&
      /couldn't retrieve verification key/i.test(fault.message)) ||
    /socket hang up|secondary rate limit/i.test(fault.message)
  );
}
