import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { Destination } from './destination.js';
import type { Connection, PreconnectedSocket } from './preconnect.js';
import { formatHost, openTunnel } from './tunnel.js';
import { isUnencrypted } from './unencrypted.js';

/** How requests reach a service, by the scheme of their URL. */
export interface Agents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

/** Node passes one to each agent. */
type Callback = (error: Error | null, stream?: Duplex | null) => void;

type ProxyFor = NonNullable<Destination['proxyFor']>;

/** Each connection is opened through the proxy for its URL, or else directly, on a preconnected socket if there is one. */
export function createAgents({
  proxyFor = () => undefined,
  ca,
  preconnected = [],
  onUnencrypted = () => undefined
}: Destination & Partial<Pick<Connection, 'preconnected' | 'onUnencrypted'>>): Agents {
  return {
    httpAgent: new HttpAgent(proxyFor, onUnencrypted),
    httpsAgent: new HttpsAgent(proxyFor, preconnected, ca === undefined ? {} : { ca })
  };
}

class HttpAgent extends http.Agent {
  constructor(
    private readonly proxyFor: ProxyFor,
    private readonly onUnencrypted: (url: URL) => void
  ) {
    super({ keepAlive: true });
  }

  override createConnection(
    options: http.ClientRequestArgs,
    callback: Callback
  ): Duplex | null | undefined {
    const url = new URL(`http://${formatHost(options)}`);
    if (isUnencrypted(url)) this.onUnencrypted(url);
    const proxy = this.proxyFor(url);
    if (!proxy) return super.createConnection(options, callback);
    openTunnel(proxy, options).then((socket) => {
      callback(null, socket);
    }, callback);
    return undefined;
  }
}

class HttpsAgent extends https.Agent {
  readonly #preconnected: (PreconnectedSocket & {
    readonly secured: Promise<Duplex | undefined>;
  })[];

  constructor(
    private readonly proxyFor: ProxyFor,
    preconnected: readonly PreconnectedSocket[],
    tlsOptions: tls.SecureContextOptions
  ) {
    super({ keepAlive: true, ...tlsOptions });
    this.#preconnected = preconnected.map((one) => ({
      ...one,
      secured: startTls(one, tlsOptions)
    }));
  }

  override createConnection(
    options: https.RequestOptions,
    callback: Callback
  ): Duplex | null | undefined {
    const proxy = this.proxyFor(new URL(`https://${formatHost(options)}`));
    if (proxy) {
      openTunnel(proxy, options).then((socket) => {
        callback(null, super.createConnection({ ...options, socket } as object));
      }, callback);
      return undefined;
    }
    const [next] = this.#preconnected;
    if (next?.host !== options.host || next?.port !== Number(options.port)) {
      return super.createConnection(options, callback);
    }
    this.#preconnected.shift();
    void next.secured.then((socket) => {
      const isUsable = socket?.destroyed === false;
      callback(null, isUsable ? socket : super.createConnection(options));
    });
    return undefined;
  }
}

/** The socket with TLS started, or undefined when TCP failed. */
function startTls(
  { host, socket }: PreconnectedSocket,
  tlsOptions: tls.SecureContextOptions
): Promise<Duplex | undefined> {
  return new Promise((resolve) => {
    const start = (): void => {
      const secured = tls.connect({
        ...tlsOptions,
        socket,
        host,
        servername: net.isIP(host) ? '' : host
      });
      // Whatever fails now is found destroyed when it is needed.
      secured.on('error', () => undefined);
      resolve(secured);
    };
    if (socket.destroyed) resolve(undefined);
    else if (!socket.connecting) start();
    else {
      socket.once('connect', start).once('close', () => {
        resolve(undefined);
      });
    }
  });
}
