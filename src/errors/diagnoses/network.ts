import type { Call } from '../call-error.js';
import { isRedirect, isThrottled, isUnexpectedResponse } from '../error-details.js';
import { hasCode, describeWait, type Diagnosis } from './diagnosis.js';

const CERTIFICATE = /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;
const TLS = /^(EPROTO|ERR_SSL_|ERR_TLS_)/;
const HTTP = /^HPE_/;

const TRUST =
  'If your network has its own certificate authority, set NODE_EXTRA_CA_CERTS to its certificate file.';

/** A scheme as its documents spell it. */
const formatScheme = (scheme: string): string =>
  scheme === 'ntlm' ? 'NTLM' : scheme.replace(/^./, (first) => first.toUpperCase());

/** Why the proxy on the way opens none. */
export const proxyDiagnoses: readonly Diagnosis[] = [
  {
    matches: ({ code, status, proxySchemes = [] }) =>
      code === 'ProxyRefusalError' &&
      status === 407 &&
      proxySchemes.length > 0 &&
      !proxySchemes.includes('basic'),
    reason: ({ proxySchemes = [] }, call) =>
      `the proxy ${String(call.route.proxy)} accepts ${proxySchemes.map(formatScheme).join(' and ')} only, and this action can sign in to a proxy with Basic only.`,
    remedy: () =>
      'Have the proxy accept Basic, or let this runner pass without a password; or run a proxy on the runner that signs in to this one, and name it in HTTPS_PROXY.'
  },
  {
    matches: hasCode(/^ProxyRefusalError$/),
    reason: ({ status }, { route }) =>
      `the proxy ${String(route.proxy)} refused to connect to ${route.host} (status ${String(status)}).`,
    remedy: ({ status }) =>
      status === 407
        ? 'Check the user and the password in HTTPS_PROXY.'
        : 'Check that the proxy allows this host and port.'
  },
  {
    matches: ({ code, isAtProxy }) => isAtProxy === true && CERTIFICATE.test(code),
    reason: ({ code }, { route }) =>
      `the certificate of the proxy ${String(route.proxy)} is not trusted (${code}).`,
    remedy: () => TRUST
  },
  {
    matches: ({ code, isAtProxy }) => isAtProxy === true && TLS.test(code),
    reason: ({ code }, { route }) =>
      `the TLS connection to the proxy ${String(route.proxy)} failed (${code}).`,
    remedy: () =>
      'If the proxy itself is reached without TLS, as most are, HTTPS_PROXY must begin with http://.'
  },
  {
    matches: ({ code, isAtProxy }) => isAtProxy === true && code.startsWith('HPE_'),
    reason: ({ code }, { route }) =>
      `the response from the proxy ${String(route.proxy)} is not valid HTTP (${code}).`,
    remedy: () => 'Check host and port in HTTPS_PROXY, and whether it must begin with https://.'
  },
  {
    matches: ({ isAtProxy }) => isAtProxy === true,
    reason: ({ code }, { route }) =>
      `the proxy ${String(route.proxy)}, on the way to ${route.host}, cannot be reached (${code}).`,
    remedy: () => 'Check HTTPS_PROXY, and list the hosts that need no proxy in NO_PROXY.'
  }
];

/** Why there is no answer of the service, whichever it is. */
export const networkDiagnoses: readonly Diagnosis[] = [
  {
    matches: (details) => isThrottled(details) && details.retryAfter !== undefined,
    reason: (details, { service }) =>
      `${service} limits how often it is called. The limit ends ${describeWait(details)}, after timeout-seconds.`,
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
    matches: hasCode(HTTP),
    reason: ({ code }, { route: { host } }) =>
      `the response from ${host} is not valid HTTP (${code}).`,
    remedy: (_, call) => checkAddress(call)
  },
  {
    matches: hasCode(/^ResponseTooLargeError$/),
    reason: (_, { service, route: { host } }) =>
      `the response from ${host} is larger than any of ${service}.`,
    remedy: (_, call) => checkAddress(call)
  },
  {
    matches: hasCode(/^ECONNREFUSED$/),
    reason: (_, { route: { host } }) => `nothing listens at ${host} (ECONNREFUSED).`,
    remedy: (_, call) => checkAddress(call)
  },
  {
    matches: hasCode(/^(ENOTFOUND|EAI_AGAIN|EAI_FAIL)$/),
    reason: ({ code }, { route: { host } }) => `the host ${host} cannot be found (${code}).`,
    remedy: (_, { service }) =>
      service.startsWith('AWS')
        ? 'Check aws-region and AWS_ENDPOINT_URL, and the DNS of this runner.'
        : 'Check the DNS of this runner.'
  },
  {
    matches: hasCode(CERTIFICATE),
    reason: ({ code }, { route: { host } }) =>
      `the certificate of ${host} is not trusted (${code}).`,
    remedy: () => TRUST
  },
  {
    matches: hasCode(TLS),
    reason: ({ code }, { route: { host } }) => `the TLS connection to ${host} failed (${code}).`,
    remedy: () =>
      'Check AWS_ENDPOINT_URL (http or https), and whether a proxy responds in its place.'
  },
  {
    matches: hasCode(/^(AttemptTimeoutError|TimeoutError|AbortError|ETIMEDOUT)$/),
    reason: (_, { route: { host, proxy } }) =>
      `${host}${proxy === undefined ? '' : `, behind the proxy ${proxy},`} did not respond in time.`,
    remedy: () => 'Check that this runner can reach the host, or raise timeout-seconds.'
  },
  {
    matches: hasCode(/^(ECONN\w+|EPIPE|ENETUNREACH|EHOSTUNREACH|ERR_STREAM_PREMATURE_CLOSE)$/),
    reason: ({ code }, { route: { host } }) => `the connection to ${host} broke (${code}).`,
    remedy: () => 'Check the network and the firewall of this runner, or raise timeout-seconds.'
  },
  {
    matches: ({ status, retryAfter }) =>
      status !== undefined && status >= 500 && retryAfter !== undefined,
    reason: (details, { service }) =>
      `${service} returned status ${String(details.status)} and wants to be called again ${describeWait(details)}, after timeout-seconds.`,
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

/** For when something else than the service responds, or nothing. */
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
