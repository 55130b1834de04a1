import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  GetRandomPasswordCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig
} from '@aws-sdk/client-secrets-manager';
import { fromWebToken } from '@aws-sdk/credential-providers';
import { createRequestHandler, type RequestHandler } from '../../src/aws/agent.js';
import { preconnect, resolveEndpoint, type Connection, type Service } from '../../src/aws/preconnect.js';

type Env = Readonly<Record<string, string>>;

/** With these variables alone of all that the SDK and the toolkit read. */
async function within<T>(env: Env, act: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) {
    if (/^AWS_|_proxy$/i.test(name)) Reflect.deleteProperty(process.env, name);
  }
  // No shared config file of this machine.
  const none = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  Object.assign(process.env, none, env);
  try {
    return await act();
  } finally {
    for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  }
}

/** Where the SDK itself sends a call, or what it says against it. */
async function endpointOfSdk(service: Service, region: string): Promise<string> {
  let seen: string | undefined;
  const handle = (request: { protocol: string; hostname: string; port?: number; path: string }) => {
    const port = request.port === undefined ? '' : `:${request.port}`;
    seen = `${request.protocol}//${request.hostname}${port}${request.path}`;
    return Promise.reject(new Error('seen'));
  };
  const settings = {
    region,
    maxAttempts: 1,
    requestHandler: { handle } as unknown as NonNullable<
      SecretsManagerClientConfig['requestHandler']
    >
  };
  const call =
    service === 'sts'
      ? fromWebToken({
          roleArn: 'arn:aws:iam::123456789012:role/passwords',
          webIdentityToken: 'x',
          clientConfig: settings
        })()
      : new SecretsManagerClient({
          ...settings,
          credentials: { accessKeyId: 'x', secretAccessKey: 'x' }
        }).send(new GetRandomPasswordCommand({}));
  const thrown: unknown = await call.catch((error: unknown) => error);
  return seen ?? String(thrown);
}

describe('the endpoint is the one that the SDK chooses', () => {
  const services = ['sts', 'secretsmanager'] as const;
  const FIPS = { AWS_USE_FIPS_ENDPOINT: 'true' };
  const DUAL = { AWS_USE_DUALSTACK_ENDPOINT: 'true' };
  const rows = (envs: readonly Env[], ...regions: string[]): [Env, string][] =>
    envs.flatMap((env) => regions.map((region): [Env, string] => [env, region]));

  test.each<[Env, string]>([
    ...rows([{}, FIPS, DUAL, { ...FIPS, ...DUAL }], 'eu-west-1', 'us-east-1', 'mx-central-9'),
    ...rows([{}, FIPS, DUAL], 'us-gov-west-1', 'us-gov-east-1', 'cn-north-1'),
    ...rows([{}, FIPS], 'us-iso-east-1', 'us-isob-east-1', 'us-isof-south-1', 'eu-isoe-west-1'),
    ...rows([{}, FIPS], 'eusc-de-east-1'),
    ...rows(
      [
        { AWS_USE_FIPS_ENDPOINT: 'false', AWS_USE_DUALSTACK_ENDPOINT: 'false' },
        { AWS_USE_FIPS_ENDPOINT: '', AWS_USE_DUALSTACK_ENDPOINT: '' },
        { AWS_USE_FIPS_ENDPOINT: 'TRUE', AWS_USE_DUALSTACK_ENDPOINT: '1' },
        { AWS_STS_REGIONAL_ENDPOINTS: 'legacy' },
        { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
        { AWS_ENDPOINT_URL: 'https://aws.example.org/base/' },
        { AWS_ENDPOINT_URL: '' },
        { AWS_ENDPOINT_URL_STS: 'https://sts.example.org' },
        { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://secrets.example.org:8443' },
        { AWS_ENDPOINT_URL: 'http://[::1]:1', AWS_ENDPOINT_URL_STS: 'http://localhost:2' },
        { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_SECRETS_MANAGER: '' },
        ...['true', 'false', 'TRUE', ''].map((value) => ({
          AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
          AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:2',
          AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: value
        }))
      ],
      'eu-west-1'
    )
  ])('with %j in %s', async (env, region) => {
    await within(env, async () => {
      for (const service of services) {
        const { href } = resolveEndpoint(service, region, process.env);
        expect(href).toBe(await endpointOfSdk(service, region));
      }
    });
  });

  test('is the usual one where the SDK is going to refuse the variable', async () => {
    await within({ AWS_ENDPOINT_URL: 'nonsense' }, async () => {
      expect(resolveEndpoint('sts', 'eu-west-1', process.env).host).toBe('sts.eu-west-1.amazonaws.com');
      expect(await endpointOfSdk('sts', 'eu-west-1')).toBe('TypeError: Invalid URL');
    });
  });
});

const pem = (name: string) =>
  readFileSync(new URL(`../../bench/startup/tls/${name}.pem`, import.meta.url), 'utf8');

describe('the connection', () => {
  let server: https.Server;
  let opened: net.Socket[];
  let watch: { mockRestore(): void };
  let asked: number[];
  let ca: string | undefined;
  const waitFor = (socket: Duplex | undefined, event: string) =>
    new Promise((resolve) => socket?.once(event, resolve));

  beforeEach(async () => {
    asked = [];
    opened = [];
    ca = pem('certificate');
    const known: unknown[] = [];
    server = https.createServer(
      { cert: pem('certificate'), key: pem('key') },
      (request, answer) => {
        if (!known.includes(request.socket)) known.push(request.socket);
        asked.push(known.indexOf(request.socket));
        answer.end('answer');
      }
    );
    await listen(0);
    // Node's own way to TLS, watched; the certificate is trusted as if by NODE_EXTRA_CA_CERTS.
    const { connect: connectTls } = tls;
    watch = jest.spyOn(tls, 'connect').mockImplementation((...given: unknown[]) => {
      const [options] = given as [tls.ConnectionOptions];
      const socket = connectTls(ca === undefined ? options : { ...options, ca });
      opened.push(socket);
      return socket;
    });
  });
  afterEach(async () => {
    watch.mockRestore();
    await close();
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  const port = () => (server.address() as AddressInfo).port;

  type Connected = Connection & { readonly requestHandler: RequestHandler };
  const connected = (url: string): Connected => {
    const connection = preconnect('secretsmanager', 'eu-west-1', 1000, { AWS_ENDPOINT_URL: url });
    return { ...connection, requestHandler: createRequestHandler(connection) };
  };

  /** The answer, or the code of the error. */
  const ask = (url: string, { requestHandler }: Connected): Promise<string> =>
    new Promise((resolve) => {
      https
        .get(url, { agent: requestHandler.httpsAgent }, (answer) => {
          let text = '';
          answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
          answer.on('end', () => {
            resolve(text);
          });
        })
        .on('error', ({ code }: NodeJS.ErrnoException) => {
          resolve(code ?? '');
        });
    });

  test.each(['127.0.0.1', 'localhost'])(
    'to %s is opened early, and used from then on',
    async (host) => {
      const url = `https://${host}:${port()}`;
      const connection = connected(url);
      expect(connection.host).toBe(new URL(url).host);
      await once(server, 'secureConnection');
      await connection.dispatched;
      expect(opened).toHaveLength(1);
      for (const answer of [1, 2])
        expect([answer, await ask(url, connection)]).toEqual([answer, 'answer']);
      expect(asked).toEqual([0, 0]);
      expect(opened).toHaveLength(1);
      connection.requestHandler.httpsAgent.destroy();
    }
  );

  test('is used even when it was opened long before', async () => {
    const url = `https://127.0.0.1:${port()}`;
    const connection = connected(url);
    await once(server, 'secureConnection');
    await sleep(50);
    expect(await ask(url, connection)).toBe('answer');
    expect(opened).toHaveLength(1);
    connection.requestHandler.httpsAgent.destroy();
  });

  test('serves one request at a time; a second one opens its own', async () => {
    const url = `https://127.0.0.1:${port()}`;
    const connection = connected(url);
    const answers = await Promise.all([ask(url, connection), ask(url, connection)]);
    expect(answers).toEqual(['answer', 'answer']);
    expect(asked.sort()).toEqual([0, 1]);
    connection.requestHandler.httpsAgent.destroy();
  });

  test('to one host is none for another', async () => {
    const connection = connected(`https://127.0.0.1:${port()}`);
    expect(await ask(`https://localhost:${port()}`, connection)).toBe('answer');
    expect(opened).toHaveLength(2);
    connection.requestHandler.httpsAgent.destroy();
    for (const socket of opened) socket.destroy();
  });

  test('that was refused early is forgotten: the request opens its own', async () => {
    const url = `https://127.0.0.1:${port()}`;
    const reserved = port();
    await close();
    const connection = connected(url);
    await waitFor(connection.preconnected?.socket, 'close');
    await connection.dispatched;
    expect(opened).toEqual([]);
    expect(await ask(url, connection)).toBe('ECONNREFUSED');
    await listen(reserved);
    expect(await ask(url, connection)).toBe('answer');
    expect(opened).toHaveLength(2);
    connection.requestHandler.httpsAgent.destroy();
  });

  test('that the other side dropped early is forgotten as well', async () => {
    const url = `https://127.0.0.1:${port()}`;
    server.once('connection', (socket: net.Socket) => socket.destroy());
    const connection = connected(url);
    await waitFor(connection.preconnected?.socket, 'connect');
    await waitFor(opened[0], 'close');
    expect(await ask(url, connection)).toBe('answer');
    expect(opened).toHaveLength(2);
    connection.requestHandler.httpsAgent.destroy();
  });

  test('to a host that is not trusted fails with the request, not before', async () => {
    ca = undefined;
    const url = `https://127.0.0.1:${port()}`;
    const connection = connected(url);
    await waitFor(connection.preconnected?.socket, 'connect');
    await waitFor(opened[0], 'close');
    expect(await ask(url, connection)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(opened).toHaveLength(2);
  });

  test('to a name that nobody has ends the wait all the same', async () => {
    const connection = connected('https://x'.padEnd(90, 'x') + ':1');
    await connection.dispatched;
    expect(opened).toEqual([]);
  });

  test('holds no process open', async () => {
    const script = `
      import { requestHandlerOf } from ${JSON.stringify(new URL('../../src/aws/agent.ts', import.meta.url).href)};
      import { connect } from ${JSON.stringify(new URL('../../src/aws/preconnect.ts', import.meta.url).href)};
      const url = { AWS_ENDPOINT_URL: 'https://127.0.0.1:${port()}' };
      const connection = connect('sts', 'eu-west-1', 1000, url);
      requestHandlerOf(connection);
      await connection.underway;
      console.log('underway');`;
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      {
        env: { ...process.env, NODE_EXTRA_CA_CERTS: 'bench/startup/tls/certificate.pem' },
        stdio: ['ignore', 'pipe', 'inherit'],
        timeout: 30_000
      }
    );
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(printed.trim()).toBe('underway');
  });

  test('over plain HTTP is not opened early', async () => {
    const connection = connected(`http://127.0.0.1:${port()}`);
    await connection.dispatched;
    expect(opened).toEqual([]);
    expect(connection.requestHandler.connectionTimeout).toBe(1000);
  });

  test.each(['http', 'https'] as const)(
    'to an %s endpoint goes through the proxy, if any',
    async (scheme) => {
      const asked: string[] = [];
      const proxy = http.createServer().on('connect', ({ url = '', headers }, socket: Duplex) => {
        asked.push(`${url} ${String(headers['proxy-authorization'])}`);
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      });
      proxy.on('request', ({ url = '' }, answer) => {
        asked.push(url);
        answer.writeHead(403).end();
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      const { port: proxyPort } = proxy.address() as AddressInfo;
      const url = `${scheme}://secrets.example.org`;
      const env = { [`${scheme.toUpperCase()}_PROXY`]: `http://me:pw@127.0.0.1:${proxyPort}` };
      try {
        await within(env, async () => {
          const connection = connected(url);
          await connection.dispatched;
          expect([opened, connection.host]).toEqual([[], 'secrets.example.org']);
          const { httpAgent, httpsAgent } = connection.requestHandler;
          const agent = scheme === 'http' ? httpAgent : httpsAgent;
          await new Promise<void>((resolve) => {
            (scheme === 'http' ? http : https)
              .get(url, { agent }, (answer) => answer.resume().on('end', resolve))
              .on('error', () => {
                resolve();
              });
          });
        });
        expect(asked).toHaveLength(1);
        expect(asked[0]).toContain('secrets.example.org');
        await within({ ...env, NO_PROXY: '127.0.0.1' }, async () => {
          const direct = connected(`https://127.0.0.1:${port()}`);
          expect(await ask(`https://127.0.0.1:${port()}`, direct)).toBe('answer');
          direct.requestHandler.httpsAgent.destroy();
        });
      } finally {
        proxy.close();
        proxy.closeAllConnections();
      }
    }
  );
});
