import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that listens. */
export interface Listener {
  readonly url: string;
  /** Drops open connections. */
  close: () => Promise<void>;
}

/** Serves a handler on a free port of the loopback interface. */
export async function listenOnLoopback(
  handler: RequestListener,
  server: Server = createServer()
): Promise<Listener> {
  // Idle connections stay open as AWS keeps them, so that tests see which ones are reused.
  server.keepAliveTimeout = 60_000;
  server.on('request', handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => {
          if (error) reject(error);
          else resolve();
        });
        server.closeAllConnections();
      })
  };
}
