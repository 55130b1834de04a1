import type { Call } from '../call-error.js';
import { isRedirect, isThrottled, isUnexpectedResponse } from '../classify.js';
import { code, wait, type Diagnosis } from './diagnosis.js';

/** Why the proxy on the way opens none. */
export const proxyDiagnoses: readonly Diagnosis[] = [
  {
    matches: code(/^ProxyRefusalError$/),
    reason: ({ status }, call) =>
      `the proxy ${String(call.route.proxy)} refused to connect to ${call.route.host} (status ${String(status)}).`,
    remedy: () =>
      'Check the user and the password in HTTPS_PROXY, and that the proxy allows this host.'
  },
  {
    matches: ({ code }, call) =>
      /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code) &&
      call.route.proxy !== undefined,
    reason: ({ code }, call) =>
      `the proxy ${String(call.route.proxy)}, on the way to ${call.route.host}, cannot be reached (${code}).`,
    remedy: () => 'Check HTTPS_PROXY, and list the hosts that need no proxy in NO_PROXY.'
  }
];

/** Why there is no answer of the service, whichever it is. */
export const networkDiagnoses: readonly Diagnosis[] = [
  {
    matches: (details) => isThrottled(details) && details.retryAfter !== undefined,
    reason: (details, { service }) =>
      `${service} limits how often it is called. The limit ends ${wait(details)}, after timeout-seconds.`,
    remedy: () => 'Run the job again after that, run fewer jobs at once, or raise timeout-seconds.'
  },
  {
    matches: isThrottled,
    reason: (_, { service }) =>
      `${service} still throttled the request when timeout-seconds ended.`,
    remedy: () => 'Run fewer jobs at once, or raise timeout-seconds.'
  },
  {
    matches: ({ status }) => isRedirect(status),
    reason: ({ redirect }, { route: { host } }) =>
      `${host} redirected the request${redirect === undefined ? '' : ` to ${redirect}`}, which this action does not follow.`,
    remedy: (_, call) => checkAddress(call)
  },
  {
    matches: code(/^HPE_/),
    reason: ({ code }, { route: { host } }) =>
      `the response from ${host} is not valid HTTP (${code}).`,
    remedy: (_, call) => checkAddress(call)
  },
  {
    matches: code(/^ResponseTooLargeError$/),
    reason: (_, { service, route: { host } }) =>
      `the response from ${host} is larger than any of ${service}.`,
    remedy: (_, call) => checkAddress(call)
  },
  {
    matches: code(/^ECONNREFUSED$/),
    reason: (_, { route: { host } }) => `nothing listens at ${host} (ECONNREFUSED).`,
    remedy: (_, call) => checkAddress(call)
  },
  {
    matches: code(/^(ENOTFOUND|EAI_AGAIN|EAI_FAIL)$/),
    reason: ({ code }, { route: { host } }) => `the host ${host} cannot be found (${code}).`,
    remedy: (_, { service }) =>
      service.startsWith('AWS')
        ? 'Check aws-region and AWS_ENDPOINT_URL, and the DNS of this runner.'
        : 'Check the DNS of this runner.'
  },
  {
    matches: code(/CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/),
    reason: ({ code }, { route: { host } }) =>
      `the certificate of ${host} is not trusted (${code}).`,
    remedy: () =>
      'If your network has its own certificate authority, set NODE_EXTRA_CA_CERTS to its certificate file.'
  },
  {
    matches: code(/^(EPROTO|ERR_SSL_|ERR_TLS_)/),
    reason: ({ code }, { route: { host } }) => `the TLS connection to ${host} failed (${code}).`,
    remedy: () =>
      'Check AWS_ENDPOINT_URL (http or https), and whether a proxy responds in its place.'
  },
  {
    matches: code(/^(AttemptTimeoutError|TimeoutError|AbortError|ETIMEDOUT)$/),
    reason: (_, { route: { host } }) => `${host} did not respond in time.`,
    remedy: () => 'Check that this runner can reach the host, or raise timeout-seconds.'
  },
  {
    matches: code(/^(ECONN\w+|EPIPE|ENETUNREACH|EHOSTUNREACH|ERR_STREAM_PREMATURE_CLOSE)$/),
    reason: ({ code }, { route: { host } }) => `the connection to ${host} broke (${code}).`,
    remedy: () => 'Check the network and the firewall of this runner, or raise timeout-seconds.'
  },
  {
    matches: ({ status, retryAfter }) =>
      status !== undefined && status >= 500 && retryAfter !== undefined,
    reason: (details, { service }) =>
      `${service} returned status ${String(details.status)} and wants to be called again ${wait(details)}, after timeout-seconds.`,
    remedy: () => 'Run the job again after that, or raise timeout-seconds.'
  },
  {
    matches: ({ status }) => status !== undefined && status >= 500,
    reason: ({ status }, { service }) =>
      `${service} still returned status ${String(status)} when timeout-seconds ended.`,
    remedy: () => "Check the service's status page, and run the job again."
  }
];

/** Something else than the service answers. */
export const unexpectedResponse: Diagnosis = {
  matches: isUnexpectedResponse,
  reason: ({ status }, { service, route: { host } }) =>
    `the response from ${host} (status ${status ?? 200}) is not from ${service}.`,
  remedy: (_, call) => checkAddress(call)
};

/** What to check when something else than the service responds, or nothing. */
function checkAddress({ service, route: { proxy } }: Call): string {
  const variable = {
    'GitHub token service': 'ACTIONS_ID_TOKEN_REQUEST_URL',
    'AWS credentials': 'AWS_ENDPOINT_URL',
    'AWS STS': 'AWS_ENDPOINT_URL',
    'AWS Secrets Manager': 'AWS_ENDPOINT_URL',
    GitHub: 'GITHUB_API_URL'
  }[service];
  return `Check ${variable}, and whether ${proxy ?? 'a proxy'} responds in its place.`;
}
