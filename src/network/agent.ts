import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { Destination } from './destination.js';
import type { PreconnectedSocket } from './preconnect.js';
import { openTunnel } from './tunnel.js';

/** How requests reach a service, by the scheme of their URL. */
export interface Agents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

type Callback = (error: Error | null, stream: Duplex) => void;

/** Through the proxy, or else directly, starting TLS on preconnected sockets at once. */
export function createAgents({
  proxy,
  ca,
  preconnected = []
}: Destination & { readonly preconnected?: readonly PreconnectedSocket[] }): Agents {
  const tlsOptions = ca === undefined ? {} : { ca };
  return proxy === undefined
    ? {
        httpAgent: new http.Agent({ keepAlive: true }),
        httpsAgent: new PreconnectAgent(preconnected, tlsOptions)
      }
    : {
        httpAgent: new HttpTunnelAgent(proxy),
        httpsAgent: new HttpsTunnelAgent(proxy, tlsOptions)
      };
}

class HttpTunnelAgent extends http.Agent {
  constructor(private readonly proxy: URL) {
    super({ keepAlive: true });
  }

  override createConnection(options: http.ClientRequestArgs, callback?: Callback): undefined {
    openTunnel(this.proxy, options.host ?? '', Number(options.port ?? 80)).then(
      (socket) => callback?.(null, socket),
      callback as (error: Error) => void
    );
  }
}

class HttpsTunnelAgent extends https.Agent {
  constructor(
    private readonly proxy: URL,
    tlsOptions: tls.SecureContextOptions
  ) {
    super({ keepAlive: true, ...tlsOptions });
  }

  override createConnection(options: https.RequestOptions, callback?: Callback): undefined {
    openTunnel(this.proxy, options.host ?? '', Number(options.port ?? 443)).then(
      (socket) => {
        const secured = super.createConnection({ ...options, socket } as https.RequestOptions);
        if (secured) callback?.(null, secured);
      },
      callback as (error: Error) => void
    );
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
    callback?: Callback
  ): Duplex | null | undefined {
    const [next] = this.#preconnected;
    if (!callback || next?.host !== options.host || next?.port !== Number(options.port ?? 443)) {
      return super.createConnection(options, callback);
    }
    this.#preconnected.shift();
    next.socket.ref();
    void next.secured.then((socket) => {
      const usable = socket?.destroyed === false ? socket : super.createConnection(options);
      if (usable) callback(null, usable);
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
