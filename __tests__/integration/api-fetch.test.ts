import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { listenOnLoopback } from '../../emulator/loopback.js';
import { createFetch } from '../../src/github/api-fetch.js';
import { refuseUpgrades } from '../../src/network/refuse-upgrades.js';

refuseUpgrades();

type Fetch = ReturnType<typeof createFetch>;
type Method = Parameters<Fetch>[1]['method'];

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

/** What a server's handler makes of one request. */
async function fetchFrom(handler: RequestListener, method: Method = 'GET'): ReturnType<Fetch> {
  const server = await listenOnLoopback(handler);
  close = () => server.close();
  return createFetch({ url: new URL(server.url) })(`${server.url}/a`, {
    method,
    headers: {},
    signal: new AbortController().signal
  });
}

const redirect =
  (status: number, location?: string): RequestListener =>
  ({ url }, response) => {
    if (url === '/b') response.end('moved here');
    else response.writeHead(status, location === undefined ? {} : { location }).end();
  };

test('a response is read to its end', async () => {
  const response = await fetchFrom((_, answer) =>
    answer.writeHead(200, { 'x-github-request-id': 'ABC' }).end('{"key":1}')
  );
  expect([response.status, await response.text()]).toEqual([200, '{"key":1}']);
  expect(Buffer.from(await response.arrayBuffer()).toString()).toBe('{"key":1}');
  expect(response.headers.get('x-github-request-id')).toBe('ABC');
});

test.each([301, 302, 307, 308])('a redirect on the same origin is followed: %s', async (status) => {
  const response = await fetchFrom(redirect(status, '/b'));
  expect([new URL(response.url).pathname, await response.text()]).toEqual(['/b', 'moved here']);
});

test.each<[string, number, string | undefined]>([
  ['to another host', 302, 'http://other.example/b'],
  ['to another scheme', 302, 'https://127.0.0.1/b'],
  ['without a location', 302, undefined],
  ['to no URL', 302, 'http://['],
  ['that is none', 304, '/b'],
  ['to itself, for ever', 302, '/a']
])('a redirect %s is refused', async (_, status, location) => {
  await expect(fetchFrom(redirect(status, location))).rejects.toMatchObject({
    status
  });
});

test.each([
  ['with its length', (answer: ServerResponse) => answer.end('x'.repeat(2 * 1024 * 1024 + 1))],
  [
    'without an end',
    (answer: ServerResponse) => {
      const pour = (): void => {
        while (!answer.destroyed && answer.write('x'.repeat(1000)));
      };
      answer.on('error', () => undefined).on('drain', pour);
      pour();
    }
  ]
])('of a body %s that is too large only so much is read', async (_, send) => {
  let isClosed: Promise<unknown> | undefined;
  const response = fetchFrom((_request, answer) => {
    isClosed = once(answer, 'close');
    send(answer);
  });
  await expect(response).rejects.toMatchObject({ name: 'ResponseTooLargeError' });
  await isClosed;
});

test.each(['', 'Upgrade: x\r\nConnection: upgrade\r\n'])(
  'a server that switches protocols is refused, with the head %j',
  async (head) => {
    const response = fetchFrom((_, { socket }) => {
      socket?.write(`HTTP/1.1 101 Switching Protocols\r\n${head}\r\n`);
    });
    await expect(response).rejects.toMatchObject({ name: 'SwitchedProtocolError', status: 101 });
  }
);

test.each([201, 204])('of a written secret only the status counts: %s', async (status) => {
  const response = await fetchFrom((_, answer) => answer.writeHead(status).end(), 'PUT');
  expect([response.status, await response.text()]).toEqual([status, '']);
});
