/** What is known of a failure, whoever threw it: Node, the SDK, the toolkit or Octokit. */
export interface Fault {
  /** The service's error code, or Node's: a word that is safe to print, unlike an answer. */
  readonly code: string;
  /** The HTTP status of the answer, if there was one. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** For matching only, unless a service's own error code says that it is a service's own sentence. */
  readonly message: string;
}

const nodeCode =
  /\b(?:E(?:CONN[A-Z]+|PIPE|PROTO|TIMEDOUT|AI_AGAIN|AI_FAIL|NOTFOUND|NETUNREACH|HOSTUNREACH)|(?:UNABLE_TO|ERR_TLS|ERR_SSL|UND_ERR|CERT)_[A-Z_]+|[A-Z_]*SELF_SIGNED_CERT[A-Z_]*)\b/;

/** The words of the three proxy clients in use (tunnel, hpagent, undici) for a proxy that answers, but opens no way. */
const proxyRefusal =
  /tunneling socket could not be established, statusCode=(\d{3})|^Bad response: (\d{3})$|^Proxy response \((\d{3})\)/;

/** OpenSSL's words for a certificate that Node refuses, and Node's code for it: the toolkit passes on the words only. */
const certificateRefusals = [
  [/self-signed certificate in certificate chain/, 'SELF_SIGNED_CERT_IN_CHAIN'],
  [/self-signed certificate/, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [/unable to get (local )?issuer certificate/, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  [/unable to verify the first certificate/, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [/certificate has expired/, 'CERT_HAS_EXPIRED'],
  [/does not match certificate's altnames/, 'ERR_TLS_CERT_ALTNAME_INVALID']
] as const;

/** An answer may put anything where a code or an id belongs. */
const isWord = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w.=+/-]{1,80}$/.test(value);

const isStatus = (value: unknown): value is number => typeof value === 'number' && value >= 100;

/** Never throws, and never puts anything but codes and numbers beside the message. */
export function faultOf(thrown: unknown): Fault {
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
  const inner = error.cause === undefined ? undefined : faultOf(error.cause);
  const code =
    [
      error.code,
      nodeCode.exec(message)?.[0],
      inner && nodeCode.exec(inner.code)?.[0],
      certificateRefusals.find(([words]) => words.test(message))?.[1],
      error.name
    ].find(isWord) ?? 'unknown error';
  const requestId = [error.$metadata?.requestId, inner?.requestId].find(isWord);
  const refusedByProxy = proxyRefusal.exec(message)?.slice(1).find(Boolean);
  if (refusedByProxy !== undefined) {
    return { code: 'ProxyRefusal', status: Number(refusedByProxy), requestId, message };
  }
  if (inner?.code === 'ProxyRefusal') return inner;
  // Octokit says 500 where no answer came at all.
  if (error.name === 'HttpError' && error.response === undefined) {
    return { code, status: undefined, requestId, message };
  }
  const status = [
    error.$metadata?.httpStatusCode,
    error.$response?.statusCode,
    error.status,
    error.statusCode,
    // The toolkit tells the status of the token service in its message only.
    Number(/Error Code : (\d{3})/.exec(message)?.[1])
  ].find(isStatus);
  return { code, status, requestId, message };
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

/** Asked too often; the service's words for it differ. GitHub has none but its message. */
export const isThrottled = ({ code, status, message }: Fault): boolean =>
  status === 429 ||
  /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown)/.test(code) ||
  (status === 403 && /secondary rate limit/i.test(message));

/** STS could not fetch GitHub's keys; says nothing about the token. */
const lacksVerificationKey = ({ code, message }: Fault): boolean =>
  code.startsWith('InvalidIdentityToken') && /couldn't retrieve verification key/i.test(message);

/** Whether the same call may succeed a moment later. Everything not known to pass does not. */
export function canPass(thrown: unknown): boolean {
  const fault = faultOf(thrown);
  return (
    passingCodes.has(fault.code) ||
    isThrottled(fault) ||
    (fault.status !== undefined && fault.status >= 500) ||
    lacksVerificationKey(fault) ||
    fault.message.includes('socket hang up')
  );
}

/** What came is no error of the service's own: a proxy's page, another service's answer, or only a part of one. */
export const isForeign = ({ code, status = 200 }: Fault): boolean =>
  status < 500 &&
  /^(NotSecretsManagerError|NotGitHubError|(Syntax|Type|Range|URI|)Error|Unknown(Error)?|NotFound|unknown error)$/.test(
    code
  );
