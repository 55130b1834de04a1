import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import type { Connection, PreconnectedSocket } from './preconnect.js';

/** The part of an SDK client's configuration that says how it reaches its service. */
export interface RequestHandler {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
  /** Milliseconds. */
  readonly connectionTimeout: number;
}

/** Starts TLS on a preconnected socket at once. */
export function createRequestHandler({
  attemptTimeoutMs,
  proxy,
  preconnected
}: Connection): RequestHandler {
  return {
    // The SDK takes anything but an agent of Node's for an agent's options, and opens connections of its own.
    ...(proxy === undefined
      ? {
          httpAgent: new http.Agent({ keepAlive: true }),
          httpsAgent: new PreconnectAgent(preconnected)
        }
      : {
          httpAgent: new HttpProxyAgent({ keepAlive: true, proxy: proxy.href }),
          httpsAgent: new HttpsProxyAgent({ keepAlive: true, proxy: proxy.href })
        }),
    connectionTimeout: attemptTimeoutMs
  };
}

/** An agent whose first connection to a host is already open. */
class PreconnectAgent extends https.Agent {
  #preconnected:
    (PreconnectedSocket & { readonly secured: Promise<Duplex | undefined> }) | undefined;

  constructor(preconnected: PreconnectedSocket | undefined) {
    super({ keepAlive: true });
    this.#preconnected = preconnected && { ...preconnected, secured: startTls(preconnected) };
  }

  override createConnection(
    options: http.ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void
  ): Duplex | null | undefined {
    const preconnected = this.#preconnected;
    if (
      !callback ||
      preconnected?.host !== options.host ||
      preconnected?.port !== Number(options.port ?? 443)
    ) {
      return super.createConnection(options, callback);
    }
    this.#preconnected = undefined;
    preconnected.socket.ref();
    void preconnected.secured.then((socket) => {
      const usable = socket?.destroyed === false ? socket : super.createConnection(options);
      if (usable) callback(null, usable);
    });
    return undefined;
  }
}

/** The socket with TLS started, or undefined when TCP failed. */
function startTls({ host, socket }: PreconnectedSocket): Promise<Duplex | undefined> {
  return new Promise((resolve) => {
    const start = (): void => {
      const secured = tls.connect({ socket, host, servername: net.isIP(host) ? '' : host });
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
