import net from 'node:net';
import type { Route } from '../errors/call-error.js';
import { routeTo, type Destination } from './destination.js';

/** How a service is reached; agent.ts turns it into what a client needs. */
export interface Connection extends Destination {
  /** The way of the last request; as long as there was none, the way to the URL. */
  readonly route: Route;
  /** TCP that is opened before there are requests for it. */
  readonly preconnected: readonly PreconnectedSocket[];
  /** Is told of each connection to another machine without TLS, and so of the ones that the SDK's own settings ask for. */
  readonly onUnencrypted?: (url: URL) => void;
}

export interface PreconnectedSocket {
  readonly host: string;
  readonly port: number;
  readonly socket: net.Socket;
  /** Fulfilled when TCP is on its way, has failed, or takes long. Whoever loads a module awaits it first. */
  readonly dispatched: Promise<void>;
}

/** How long looking up an address may keep other work waiting. */
const MAX_LOOKUP_MS = 5;

/**
 * Opens TCP to a service while the run is still busy with other things, where it is HTTPS without a proxy. TLS follows
 * once its module is loaded. A connection that fails early is forgotten: the request then opens its own.
 *
 * @param sockets one for each request that is sent while others are under way.
 */
export function preconnect(destination: Destination, sockets = 1): Connection {
  const { url } = destination;
  const route = routeTo(url, destination);
  const isDirect = route.proxy === undefined && url.protocol === 'https:';
  const preconnected = Array.from({ length: isDirect ? sockets : 0 }, () =>
    openSocket(url.hostname, Number(url.port || 443))
  );
  return { ...destination, route, preconnected };
}

/** @param lookup Node's by default; tests bring their own. */
export function openSocket(
  host: string,
  port: number,
  lookup?: net.LookupFunction
): PreconnectedSocket {
  const socket = net.connect({ host, port, ...(lookup && { lookup }) });
  // The request that would have used it opens its own.
  socket.on('error', () => undefined);
  // Loading a module blocks the event loop for longer than a look-up takes.
  const dispatched = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, MAX_LOOKUP_MS);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    socket.once('connectionAttempt', done).once('close', done);
  });
  return { host, port, socket, dispatched };
}
