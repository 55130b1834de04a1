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

/** Through the proxy, or else directly, starting TLS on preconnected sockets at once. */
export function createAgents({
  proxy,
  ca,
  preconnected = [],
  onUnencrypted = () => undefined
}: Destination & Partial<Pick<Connection, 'preconnected' | 'onUnencrypted'>>): Agents {
  const tlsOptions = ca === undefined ? {} : { ca };
  return {
    httpAgent: new HttpAgent(proxy, onUnencrypted),
    httpsAgent: proxy
      ? new HttpsTunnelAgent(proxy, tlsOptions)
      : new PreconnectAgent(preconnected, tlsOptions)
  };
}

class HttpAgent extends http.Agent {
  constructor(
    private readonly proxy: URL | undefined,
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
    if (!this.proxy) return super.createConnection(options, callback);
    openTunnel(this.proxy, options).then((socket) => {
      callback(null, socket);
    }, callback);
    return undefined;
  }
}

class HttpsTunnelAgent extends https.Agent {
  constructor(
    private readonly proxy: URL,
    tlsOptions: tls.SecureContextOptions
  ) {
    super({ keepAlive: true, ...tlsOptions });
  }

  override createConnection(options: https.RequestOptions, callback: Callback): undefined {
    openTunnel(this.proxy, options).then((socket) => {
      callback(null, super.createConnection({ ...options, socket } as object));
    }, callback);
  }
}

/** An agent whose first connections to a host are already open. */
class PreconnectAgent extends https.Agent {
  readonly #preconnected: (PreconnectedSocket & {
    readonly secured: Promise<Duplex | undefined>;
  })[];

  constructor(preconnected: readonly PreconnectedSocket[], tlsOptions: tls.SecureContextOptions) {
    super({ keepAlive: true, ...tlsOptions });
    this.#preconnected = preconnected.map((one) => ({
      ...one,
      secured: startTls(one, tlsOptions)
    }));
  }

  override createConnection(
    options: http.ClientRequestArgs,
    callback: Callback
  ): Duplex | null | undefined {
    const [next] = this.#preconnected;
    if (next?.host !== options.host || next?.port !== Number(options.port)) {
      return super.createConnection(options, callback);
    }
    this.#preconnected.shift();
    next.socket.ref();
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
