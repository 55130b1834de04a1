import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { HttpClient } from '@actions/http-client';
import { getProxyUrl } from '@actions/http-client/lib/proxy';

export type Service = 'sts' | 'secretsmanager';

/** What an SDK client is given to reach its service. */
export interface Connection {
  readonly host: string;
  readonly requestHandler: {
    readonly httpAgent: http.Agent;
    readonly httpsAgent: https.Agent;
    readonly connectionTimeout: number;
  };
}

/** The DNS suffix of the AWS partition that a Region belongs to. */
const dnsSuffixOf = (region: string): string =>
  region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true';

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
  const fips = isTrue(env['AWS_USE_FIPS_ENDPOINT']) ? '-fips' : '';
  const suffix = isTrue(env['AWS_USE_DUALSTACK_ENDPOINT'])
    ? dnsSuffixOf(region)
        .replace('amazonaws.com', 'api.aws')
        .replace('api.aws.cn', 'api.amazonwebservices.com.cn')
    : dnsSuffixOf(region);
  return new URL(`https://${service}${fips}.${region}.${suffix}`);
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
  const httpAgent = new http.Agent({ keepAlive: true });
  const requestHandler = { httpAgent, connectionTimeout: attemptMs };
  if (getProxyUrl(endpoint)) {
    // The toolkit's client speaks to the token service and to GitHub, so one reading of the proxy variables holds for all.
    const agent = new HttpClient(undefined, [], { keepAlive: true }).getAgent(endpoint.href);
    return {
      host: endpoint.host,
      requestHandler: {
        ...requestHandler,
        ...(endpoint.protocol === 'http:' && { httpAgent: agent }),
        httpsAgent: agent as https.Agent
      }
    };
  }
  const httpsAgent = new EarlyAgent({ keepAlive: true });
  if (endpoint.protocol === 'https:') {
    httpsAgent.open(endpoint.hostname, Number(endpoint.port || 443));
  }
  return { host: endpoint.host, requestHandler: { ...requestHandler, httpsAgent } };
}

/** An agent whose first connection to a host may have been opened before there is a request for it. */
class EarlyAgent extends https.Agent {
  readonly #early = new Map<string, Duplex>();

  open(host: string, port: number): void {
    const key = `${host}:${port}`;
    const forget = (): void => {
      this.#early.delete(key);
    };
    const socket = super.createConnection({ host, port, servername: net.isIP(host) ? '' : host });
    if (!(socket instanceof net.Socket)) return;
    socket.unref();
    socket.once('error', forget).once('close', forget);
    this.#early.set(key, socket);
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
