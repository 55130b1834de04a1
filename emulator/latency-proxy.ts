import { readFileSync } from 'node:fs';
import net, { type AddressInfo, type Socket } from 'node:net';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';

const file = (name: string): string => fileURLToPath(new URL(`tls/${name}`, import.meta.url));

/** For NODE_EXTRA_CA_CERTS of a program that must trust a proxy. */
export const certificateFile = file('certificate.pem');
export const keyFile = file('key.pem');

/** In milliseconds since {@link LatencyProxy.reset}. */
export interface ConnectionTimes {
  readonly opened: number;
  /** TCP and TLS handshakes are complete. */
  secured?: number;
  readonly requests: { sent: number; answered?: number }[];
}

/** TLS in front of a plain loopback service, with the latency of a distant one. */
export interface LatencyProxy {
  readonly url: string;
  readonly connections: readonly ConnectionTimes[];
  /** Forgets all connections and starts the time. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * Each connection delays both directions by half a round trip, and its first bytes by one more round trip, which
 * stands for TCP's own handshake: on loopback that one takes no time.
 *
 * @param roundTripMs from 0.
 */
export async function startLatencyProxy(
  target: string,
  roundTripMs: number
): Promise<LatencyProxy> {
  let start = performance.now();
  let connections: ConnectionTimes[] = [];
  const now = (): number => performance.now() - start;
  const sockets = new Set<Socket>();
  const track = <T extends Socket>(socket: T): T => {
    sockets.add(socket);
    socket.setNoDelay(true).on('error', () => socket.destroy());
    return socket.once('close', () => sockets.delete(socket));
  };
  const { port } = new URL(target);

  const inner = tls.createServer(
    { key: readFileSync(keyFile), cert: readFileSync(certificateFile) },
    (client) => {
      const service = track(net.connect(Number(port), '127.0.0.1'));
      track(client).pipe(service).pipe(client);
    }
  );
  const innerPort = await listen(inner);
  const outer = net.createServer((client) => {
    const times: ConnectionTimes = { opened: now(), requests: [] };
    connections.push(times);
    const upstream = track(net.connect(innerPort, '127.0.0.1'));
    const openAt = performance.now() + roundTripMs;
    // A byte takes half a round trip to the service, and half a round trip back.
    delay(track(client), upstream, () => Math.max(openAt, performance.now()) + roundTripMs / 2);
    delay(upstream, client, () => performance.now() + roundTripMs / 2);
    watch(times, client, upstream, now, roundTripMs);
  });
  const outerPort = await listen(outer);
  return {
    url: `https://localhost:${outerPort}`,
    get connections() {
      return connections;
    },
    reset: () => {
      connections = [];
      start = performance.now();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(
        [outer, inner].map((server) => new Promise((resolve) => server.close(resolve)))
      );
    }
  };
}

/** Passes on each chunk when it is due, in order. */
function delay(from: Socket, to: Socket, due: () => number): void {
  // A late timer must not let an end overtake the bytes before it.
  let passed = Promise.resolve();
  const schedule = (act: () => void): void => {
    const time = due();
    passed = passed.then(() => until(time)).then(act);
  };
  from.on('data', (chunk) => {
    schedule(() => to.writable && to.write(chunk));
  });
  from.on('end', () => {
    schedule(() => to.end());
  });
  from.on('close', () => {
    schedule(() => to.destroy());
  });
}

/** A timer is late by up to 1.5 ms, eight times in a run. So the last 2 ms pass in turns of the event loop. */
function until(time: number): Promise<void> {
  return new Promise((resolve) => {
    const turn = (): void => {
      if (performance.now() >= time) resolve();
      else setImmediate(turn);
    };
    const wait = time - performance.now() - 2;
    if (wait > 0) setTimeout(turn, wait);
    else turn();
  });
}

/** In TLS 1.3 the client's second flight contains the first request, and each later flight one more. */
function watch(
  times: ConnectionTimes,
  client: Socket,
  upstream: Socket,
  now: () => number,
  roundTripMs: number
): void {
  let flights = 0;
  let lastSender: 'client' | 'service' | undefined;
  client.on('data', () => {
    if (lastSender === 'client') return;
    lastSender = 'client';
    flights++;
    if (flights >= 2) {
      times.secured ??= now();
      times.requests.push({ sent: now() });
    }
  });
  upstream.on('data', () => {
    lastSender = 'service';
    const request = times.requests.at(-1);
    if (request) request.answered = now() + roundTripMs / 2;
  });
}

function listen(server: net.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
