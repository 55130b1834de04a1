import { readFileSync } from 'node:fs';
import net, { type AddressInfo, type Socket } from 'node:net';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';

const file = (name: string): string => fileURLToPath(new URL(`tls/${name}`, import.meta.url));

/** For NODE_EXTRA_CA_CERTS of a program that is to trust a front. */
export const certificateFile = file('certificate.pem');

/** What happened on the connections of a front, in milliseconds since {@link LatencyProxy.begin}. */
export interface Wire {
  readonly opened: number;
  /** TCP and TLS are done. */
  secured?: number;
  readonly requests: { from: number; to?: number }[];
}

/** TLS before a plain loopback service, at a distance. */
export interface LatencyProxy {
  readonly url: string;
  readonly wires: readonly Wire[];
  /** Forgets the connections seen so far and starts the time. */
  begin(): void;
  close(): Promise<void>;
}

/**
 * Every connection delays both directions by half a round trip, and its first bytes by one whole round trip more,
 * which stands for TCP's own handshake (loopback makes that one in no time).
 *
 * @param roundTripMs from 0.
 */
export async function startLatencyProxy(
  target: string,
  roundTripMs: number
): Promise<LatencyProxy> {
  let start = performance.now();
  let wires: Wire[] = [];
  const now = (): number => performance.now() - start;
  const sockets = new Set<Socket>();
  const keep = <T extends Socket>(socket: T): T => {
    sockets.add(socket);
    socket.setNoDelay(true).on('error', () => socket.destroy());
    return socket.once('close', () => sockets.delete(socket));
  };
  const { port } = new URL(target);

  const inner = tls.createServer(
    { key: readFileSync(file('key.pem')), cert: readFileSync(file('certificate.pem')) },
    (client) => {
      const service = keep(net.connect(Number(port), '127.0.0.1'));
      keep(client).pipe(service).pipe(client);
    }
  );
  const innerPort = await listen(inner);
  const outer = net.createServer((client) => {
    const wire: Wire = { opened: now(), requests: [] };
    wires.push(wire);
    const upstream = keep(net.connect(innerPort, '127.0.0.1'));
    const openAt = performance.now() + roundTripMs;
    // From the far side every byte is half a round trip old, and what is answered takes another half.
    delay(keep(client), upstream, () => Math.max(openAt, performance.now()) + roundTripMs / 2);
    delay(upstream, client, () => performance.now() + roundTripMs / 2);
    watch(wire, client, upstream, now, roundTripMs);
  });
  const outerPort = await listen(outer);
  return {
    url: `https://localhost:${outerPort}`,
    get wires() {
      return wires;
    },
    begin: () => {
      wires = [];
      start = performance.now();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([outer, inner].map((server) => new Promise((done) => server.close(done))));
    }
  };
}

/** Passes on each chunk when its time has come, in order. */
function delay(from: Socket, to: Socket, due: () => number): void {
  let last = 0;
  const pass = (act: () => void): void => {
    last = Math.max(last, due());
    at(last, act);
  };
  from.on('data', (chunk) => {
    pass(() => to.writable && to.write(chunk));
  });
  from.on('end', () => {
    pass(() => to.end());
  });
  from.on('close', () => {
    pass(() => to.destroy());
  });
}

/** A timer is late by up to 1.5 ms, eight times in a run: the last of the wait is spent turning the event loop. */
function at(time: number, act: () => void): void {
  const turn = (): void => {
    if (performance.now() >= time) act();
    else setImmediate(turn);
  };
  const early = time - performance.now() - 2;
  if (early > 0) setTimeout(turn, early);
  else turn();
}

/** The client speaks first: its second flight carries the first request, each later one another. */
function watch(
  wire: Wire,
  client: Socket,
  upstream: Socket,
  now: () => number,
  roundTripMs: number
): void {
  let flights = 0;
  let spoke: 'client' | 'service' | undefined;
  client.on('data', () => {
    if (spoke === 'client') return;
    spoke = 'client';
    flights++;
    if (flights >= 2) {
      wire.secured ??= now();
      wire.requests.push({ from: now() });
    }
  });
  upstream.on('data', () => {
    spoke = 'service';
    const request = wire.requests.at(-1);
    if (request) request.to = now() + roundTripMs / 2;
  });
}

function listen(server: net.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
