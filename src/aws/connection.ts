import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { getProxyUrl } from '@actions/http-client/lib/proxy';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';

export type Service = 'sts' | 'secretsmanager';

/** What an SDK client is given to reach its service. */
export interface Connection {
  readonly host: string;
  /**
   * Fulfilled when an early connection has been sent on its way, or there is none. Loading a module blocks the event
   * loop for longer than that takes, so whoever has to load one waits for it.
   */
  readonly underway: Promise<void>;
  readonly requestHandler: {
    readonly httpAgent: http.Agent;
    readonly httpsAgent: https.Agent;
    readonly connectionTimeout: number;
  };
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
 * Prepares the way to a service and, where no proxy stands between, opens TCP and TLS to it at once, while the run
 * is still busy with other things. A connection that fails early is forgotten: the request then opens its own.
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
  // The toolkit speaks to the token service and to GitHub, so its reading of the proxy variables holds for all.
  const proxy = getProxyUrl(endpoint)?.href;
  if (proxy !== undefined) {
    return {
      host: endpoint.host,
      underway: Promise.resolve(),
      requestHandler: {
        // The SDK takes what is no agent of Node's for an agent's options, and goes its own way.
        httpAgent: new HttpProxyAgent({ keepAlive: true, proxy }),
        httpsAgent: new HttpsProxyAgent({ keepAlive: true, proxy }),
        connectionTimeout: attemptMs
      }
    };
  }
  const httpsAgent = new EarlyAgent({ keepAlive: true });
  const underway =
    endpoint.protocol === 'https:'
      ? httpsAgent.open(endpoint.hostname, Number(endpoint.port || 443))
      : Promise.resolve();
  return {
    host: endpoint.host,
    underway,
    requestHandler: {
      httpAgent: new http.Agent({ keepAlive: true }),
      httpsAgent,
      connectionTimeout: attemptMs
    }
  };
}

/** An agent whose first connection to a host may have been opened before there is a request for it. */
class EarlyAgent extends https.Agent {
  readonly #early = new Map<string, Duplex>();

  /** Opens a connection; fulfilled when the address is known and TCP has begun, or when that failed. */
  open(host: string, port: number): Promise<void> {
    const key = `${host}:${port}`;
    const socket = super.createConnection({ host, port, servername: net.isIP(host) ? '' : host });
    if (!(socket instanceof net.Socket)) return Promise.resolve();
    const forget = (): void => {
      this.#early.delete(key);
    };
    socket.unref();
    socket.once('error', forget).once('close', forget);
    this.#early.set(key, socket);
    return new Promise((resolve) => {
      const begun = (): void => void setImmediate(resolve);
      if (net.isIP(host)) begun();
      else socket.once('lookup', begun).once('close', begun);
    });
  }

  override createConnection(
    options: http.ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void
  ): Duplex | null | undefined {
    const key = `${options.host ?? ''}:${options.port ?? 443}`;
    const early = this.#early.get(key);
    this.#early.delete(key);
    if (!(early instanceof net.Socket) || early.destroyed) {
      return super.createConnection(options, callback);
    }
    early.ref();
    return early;
  }
}
