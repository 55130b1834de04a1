import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import type { Connection, EarlyTcp } from './preconnect.js';

/** What an SDK client is given to reach its service by. */
export interface RequestHandler {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
  /** Milliseconds. */
  readonly connectionTimeout: number;
}

/** Begins TLS on an early connection at once. */
export function requestHandlerOf({ attemptMs, proxy, early }: Connection): RequestHandler {
  return {
    // The SDK takes what is no agent of Node's for an agent's options, and goes its own way.
    ...(proxy === undefined
      ? { httpAgent: new http.Agent({ keepAlive: true }), httpsAgent: new EarlyAgent(early) }
      : {
          httpAgent: new HttpProxyAgent({ keepAlive: true, proxy }),
          httpsAgent: new HttpsProxyAgent({ keepAlive: true, proxy })
        }),
    connectionTimeout: attemptMs
  };
}

/** An agent whose first connection to a host has been opened before. */
class EarlyAgent extends https.Agent {
  #early: (EarlyTcp & { readonly secured: Promise<Duplex | undefined> }) | undefined;

  constructor(early: EarlyTcp | undefined) {
    super({ keepAlive: true });
    this.#early = early && { ...early, secured: secured(early) };
  }

  override createConnection(
    options: http.ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void
  ): Duplex | null | undefined {
    const early = this.#early;
    if (!callback || early?.host !== options.host || early?.port !== Number(options.port ?? 443)) {
      return super.createConnection(options, callback);
    }
    this.#early = undefined;
    early.socket.ref();
    void early.secured.then((socket) => {
      const usable = socket?.destroyed === false ? socket : super.createConnection(options);
      if (usable) callback(null, usable);
    });
    return undefined;
  }
}

/** The same connection with TLS begun, or nothing when TCP failed. */
function secured({ host, socket }: EarlyTcp): Promise<Duplex | undefined> {
  return new Promise((resolve) => {
    const secure = (): void => {
      const secured = tls.connect({ socket, host, servername: net.isIP(host) ? '' : host });
      // Whatever fails now is found destroyed when it is needed.
      secured.on('error', () => undefined);
      resolve(secured);
    };
    if (socket.destroyed) resolve(undefined);
    else if (!socket.connecting) secure();
    else {
      socket.once('connect', secure).once('close', () => {
        resolve(undefined);
      });
    }
  });
}
