import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { errorDetails } from '../../src/errors/error-details.js';
import { isTransient } from '../../src/retry-rules.js';
import { getPublicKey } from '../../src/github/github-secret.js';

/** Announces a body and closes the connection in its place. */
let server: http.Server;
let api: { readonly url: URL };
beforeAll(async () => {
  server = http.createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
    response.write('', () => response.destroy());
    response.flushHeaders();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) };
});
afterAll(() => {
  server.close();
});

test('a response that breaks off is a broken connection, which is retried', async () => {
  const location = { app: 'actions', scope: 'repository', owner: 'octo-org/app' } as const;
  const jobRepository = { name: 'octo-org/app', id: '74' };
  const options = { location, name: 'DB_PASSWORD', token: 'x', api, jobRepository };
  const thrown: unknown = await getPublicKey(options, new AbortController().signal).catch(
    (error: unknown) => error
  );
  expect(errorDetails(thrown)).toMatchObject({ code: 'ECONNRESET', status: undefined });
  expect(isTransient(errorDetails(thrown))).toBe(true);
});
