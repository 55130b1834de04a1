import net from 'node:net';
import { getProxyUrl } from '@actions/http-client/lib/proxy';
import { underway } from '../dispatched.js';

export type Service = 'sts' | 'secretsmanager';

/** The way to a service; agent.ts makes of it what an SDK client is given. */
export interface Connection {
  readonly host: string;
  /** How long opening a connection may take, in milliseconds. */
  readonly attemptMs: number;
  /** URL of the proxy that stands between. */
  readonly proxy?: string;
  /** TCP that was opened before there is a request for it. */
  readonly early?: EarlyTcp;
  /** Fulfilled when the early connection has been sent on its way, or there is none. */
  readonly underway: Promise<void>;
}

export interface EarlyTcp {
  readonly host: string;
  readonly port: number;
  readonly socket: net.Socket;
}

/** The DNS suffixes of the AWS partitions other than `aws`, by the prefix of their Regions. */
const dnsSuffixes = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk']
] as const;

/** As the SDK reads a switch: `TRUE` is none. */
const isTrue = (value: string | undefined): boolean => value === 'true';

/**
 * The endpoint that the SDK is going to choose, as far as the environment decides it. The SDK decides anew by
 * itself: where the two differ (a shared config file), an early connection stays unused and nothing else happens.
 */
export function endpointOf(service: Service, region: string, env: NodeJS.ProcessEnv): URL {
  const variable = service === 'sts' ? 'AWS_ENDPOINT_URL_STS' : 'AWS_ENDPOINT_URL_SECRETS_MANAGER';
  const configured = isTrue(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'])
    ? undefined
    : env[variable] || env['AWS_ENDPOINT_URL'];
  if (configured && URL.canParse(configured)) return new URL(configured);
  const suffix = dnsSuffixes.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
  // STS in GovCloud is FIPS anyway and has no name of its own for it; only STS has dual-stack names.
  const isFips =
    isTrue(env['AWS_USE_FIPS_ENDPOINT']) && !(service === 'sts' && region.startsWith('us-gov-'));
  const isDualStack = isTrue(env['AWS_USE_DUALSTACK_ENDPOINT']) && service === 'sts';
  const dualStackSuffix = region.startsWith('cn-') ? 'api.amazonwebservices.com.cn' : 'api.aws';
  return new URL(
    `https://${service}${isFips ? '-fips' : ''}.${region}.${isDualStack ? dualStackSuffix : suffix}`
  );
}

/**
 * Finds the way to a service and, where it is HTTPS with no proxy between, sends TCP ahead, while the run is still busy
 * with other things. TLS follows once its module is loaded. A connection that fails early is forgotten: the request
 * then opens its own.
 *
 * @param attemptMs how long opening a connection may take.
 */
export function connect(
  service: Service,
  region: string,
  attemptMs: number,
  env: NodeJS.ProcessEnv = process.env
): Connection {
  // Node gives each address of a host 250 ms by default, less than a round trip across oceans may take.
  net.setDefaultAutoSelectFamilyAttemptTimeout(2500);
  const endpoint = endpointOf(service, region, env);
  const { host } = endpoint;
  // The toolkit speaks to the token service and to GitHub, so its reading of the proxy variables holds for all.
  const proxy = getProxyUrl(endpoint)?.href;
  if (proxy !== undefined || endpoint.protocol !== 'https:') {
    return { host, attemptMs, ...(proxy !== undefined && { proxy }), underway: Promise.resolve() };
  }
  const early = openTcp(endpoint.hostname, Number(endpoint.port || 443));
  const sent = underway(early.host, (done) =>
    early.socket.once('lookup', done).once('close', done)
  );
  return { host, attemptMs, early, underway: sent };
}

function openTcp(host: string, port: number): EarlyTcp {
  const socket = net.connect({ host, port });
  socket.unref();
  // The request that would have taken it opens its own.
  socket.on('error', () => undefined);
  return { host, port, socket };
}
