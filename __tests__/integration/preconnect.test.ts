import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createAgents, type Agents } from '../../src/network/agent.js';
import { openSocket, preconnect, type Connection } from '../../src/network/preconnect.js';

const pem = (name: string) =>
  readFileSync(new URL(`../../emulator/tls/${name}.pem`, import.meta.url), 'utf8');

/** Every TLS connection that was started. */
let started: net.Socket[];
let spy: { mockRestore(): void };
let ca: string | undefined;
beforeEach(() => {
  started = [];
  ca = pem('certificate');
  const { connect } = tls;
  // Node's own, with the certificate trusted as NODE_EXTRA_CA_CERTS does it.
  spy = jest.spyOn(tls, 'connect').mockImplementation((...given: unknown[]) => {
    const [options] = given as [tls.ConnectionOptions];
    const socket = connect(ca === undefined ? options : { ...options, ca });
    started.push(socket);
    return socket;
  });
});
afterEach(() => {
  spy.mockRestore();
});

/** An HTTPS server that numbers its connections. */
class Server {
  readonly sockets: unknown[] = [];
  /** The connection of each request. */
  readonly requests: number[] = [];
  readonly server = https.createServer(
    { cert: pem('certificate'), key: pem('key') },
    (request, response) => {
      if (!this.sockets.includes(request.socket)) this.sockets.push(request.socket);
      this.requests.push(this.sockets.indexOf(request.socket));
      response.end('response');
    }
  );

  listen(port = 0): Promise<void> {
    return new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(host = '127.0.0.1'): URL {
    return new URL(`https://${host}:${this.port}`);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }
}

let server: Server;
beforeEach(async () => {
  server = new Server();
  await server.listen();
});
afterEach(() => server.close());

type Client = Connection & { readonly agents: Agents };
const clients: Client[] = [];
function createClient(url: URL, proxy?: URL, sockets?: number): Client {
  const connection = preconnect({ url, proxyFor: () => proxy }, sockets);
  const client = { ...connection, agents: createAgents(connection) };
  clients.push(client);
  return client;
}
afterEach(() => {
  for (const { agents, preconnected } of clients.splice(0)) {
    agents.httpAgent.destroy();
    agents.httpsAgent.destroy();
    for (const { socket } of preconnected) socket.destroy();
  }
  for (const socket of started) socket.destroy();
});

/** The body of the response, or the code of the error. */
function request(url: URL, { agents }: Client): Promise<string> {
  const isHttps = url.protocol === 'https:';
  const agent = isHttps ? agents.httpsAgent : agents.httpAgent;
  return new Promise((resolve) => {
    (isHttps ? https : http)
      .get(url, { agent }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => {
          resolve(text);
        });
      })
      .on('error', ({ code }: NodeJS.ErrnoException) => {
        resolve(code ?? '');
      });
  });
}

const waitFor = (socket: Duplex | undefined, event: string) =>
  new Promise((resolve) => socket?.once(event, resolve));

describe('a preconnected socket', () => {
  test.each(['127.0.0.1', 'localhost'])(
    'to %s is opened before a request, and every request uses it',
    async (host) => {
      const client = createClient(server.url(host));
      await once(server.server, 'secureConnection');
      await client.preconnected[0]?.dispatched;
      expect(started).toHaveLength(1);
      for (const turn of [1, 2]) {
        expect([turn, await request(server.url(host), client)]).toEqual([turn, 'response']);
      }
      expect(server.requests).toEqual([0, 0]);
      expect(started).toHaveLength(1);
    }
  );

  test('serves one request at a time; a second one opens its own', async () => {
    const client = createClient(server.url());
    const responses = await Promise.all([1, 2].map(() => request(server.url(), client)));
    expect(responses).toEqual(['response', 'response']);
    expect(server.requests.sort()).toEqual([0, 1]);
  });

  test('is one of several, for requests that are sent side by side', async () => {
    const client = createClient(server.url(), undefined, 3);
    await Promise.all(client.preconnected.map(({ dispatched }) => dispatched));
    const responses = await Promise.all([1, 2, 3].map(() => request(server.url(), client)));
    expect(responses).toEqual(['response', 'response', 'response']);
    expect(await request(server.url(), client)).toBe('response');
    expect(new Set(server.requests).size).toBe(3);
    expect(started).toHaveLength(3);
  });

  test('is not used for another host', async () => {
    const client = createClient(server.url());
    expect(await request(server.url('localhost'), client)).toBe('response');
    expect(started).toHaveLength(2);
  });

  test('is not used for another port of the host', async () => {
    const other = new Server();
    await other.listen();
    try {
      const client = createClient(server.url());
      expect(await request(other.url(), client)).toBe('response');
      expect([server.requests, other.requests]).toEqual([[], [0]]);
      // It is still there for its own.
      expect(await request(server.url(), client)).toBe('response');
      expect(started).toHaveLength(2);
    } finally {
      await other.close();
    }
  });

  test('that is refused is forgotten: the request opens its own', async () => {
    const url = server.url();
    const { port } = server;
    await server.close();
    const client = createClient(url);
    await waitFor(client.preconnected[0]?.socket, 'close');
    await client.preconnected[0]?.dispatched;
    expect(started).toEqual([]);
    expect(await request(url, client)).toBe('ECONNREFUSED');
    await server.listen(port);
    expect(await request(url, client)).toBe('response');
    expect(started).toHaveLength(2);
  });

  test('whose TCP is there before its module is loaded is used', async () => {
    const connection = preconnect({ url: server.url() });
    await waitFor(connection.preconnected[0]?.socket, 'connect');
    const client = { ...connection, agents: createAgents(connection) };
    clients.push(client);
    expect(await request(server.url(), client)).toBe('response');
    expect([started.length, server.requests]).toEqual([1, [0]]);
  });

  test('whose TCP has failed before its module is loaded is forgotten', async () => {
    server.server.once('connection', (socket: net.Socket) => socket.destroy());
    const connection = preconnect({ url: server.url() });
    // Only who reads learns that the other side has closed.
    connection.preconnected[0]?.socket.resume();
    await waitFor(connection.preconnected[0]?.socket, 'close');
    const client = { ...connection, agents: createAgents(connection) };
    clients.push(client);
    expect(await request(server.url(), client)).toBe('response');
    expect(started).toHaveLength(1);
  });

  test('goes to port 443 if the URL names none', () => {
    const { preconnected } = createClient(new URL('https://127.0.0.1'));
    expect(preconnected.map(({ host, port }) => [host, port])).toEqual([['127.0.0.1', 443]]);
  });

  test('that the other side closes is forgotten too', async () => {
    server.server.once('connection', (socket: net.Socket) => socket.destroy());
    const client = createClient(server.url());
    await waitFor(client.preconnected[0]?.socket, 'connect');
    await waitFor(started[0], 'close');
    expect(await request(server.url(), client)).toBe('response');
    expect(started).toHaveLength(2);
  });

  test('to a host that is not trusted fails with the request, not before', async () => {
    ca = undefined;
    const client = createClient(server.url());
    await waitFor(client.preconnected[0]?.socket, 'connect');
    await waitFor(started[0], 'close');
    expect(await request(server.url(), client)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(started).toHaveLength(2);
  });

  test('is not opened for plain HTTP', () => {
    const client = createClient(new URL(`http://127.0.0.1:${server.port}`));
    expect([client.preconnected, started]).toEqual([[], []]);
  });
});

describe('dispatched', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  test('does not wait for a look-up longer than 5 ms', async () => {
    jest.useFakeTimers();
    // A look-up that never calls back.
    const { socket, dispatched } = openSocket('secrets.example', 443, () => undefined);
    let isDispatched = false;
    void dispatched.then(() => (isDispatched = true));
    await jest.advanceTimersByTimeAsync(4);
    expect(isDispatched).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(isDispatched).toBe(true);
    socket.destroy();
  });

  test.each<[string, net.LookupFunction]>([
    [
      'an address is found',
      (_, __, done) => {
        done(null, [{ address: '127.0.0.1', family: 4 }]);
      }
    ],
    [
      'no address is found',
      (host, _, done) => {
        done(Object.assign(new Error(host), { code: 'ENOTFOUND' }), []);
      }
    ]
  ])('is fulfilled when %s', async (_, lookup) => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const { socket, dispatched } = openSocket('secrets.example', 1, lookup);
    await dispatched;
    expect(jest.getTimerCount()).toBe(0);
    socket.destroy();
  });
});

test.each(['http', 'https'])('%s requests go through the proxy, if any', async (scheme) => {
  const seen: string[] = [];
  const proxy = http.createServer().on('connect', ({ url = '' }, socket: Duplex) => {
    seen.push(url);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  proxy.on('request', ({ url = '' }, response) => {
    seen.push(url);
    response.writeHead(403).end();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const url = new URL(`${scheme}://secrets.example.org`);
  try {
    const client = createClient(url, new URL(`http://me:pw@127.0.0.1:${port}`));
    expect([client.preconnected, started]).toEqual([[], []]);
    await request(url, client);
    expect(seen).toEqual([expect.stringContaining('secrets.example.org')]);
  } finally {
    proxy.close();
    proxy.closeAllConnections();
  }
});
