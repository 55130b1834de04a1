import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  certificateFile,
  keyFile,
  startLatencyProxy,
  type LatencyProxy
} from '../../emulator/latency-proxy.js';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import { readFailure, findStackTrace, readComplaints } from '../helpers/recording-cloud.js';
import { ROOT } from '../helpers/pages.js';
import { sample } from '../helpers/test-all.js';

const USER = 'build';
const PASSWORD = 'Proxy-secret-7Qz';
/** Each service under a name of its own, which only the fixture's lookup knows. */
const HOSTS = {
  oidc: 'actions.cloud.test',
  sts: 'sts.cloud.test',
  secretsmanager: 'secretsmanager.cloud.test',
  github: 'api.cloud.test'
};
const ALL = Object.values(HOSTS).sort();
type Scheme = 'http' | 'https';
type Env = Readonly<Record<string, string | undefined>>;

let folder: string;
let cloud: Cloud;
let tlsProxy: LatencyProxy;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'proxy-'));
  cloud = await startCloud();
  tlsProxy = await startLatencyProxy(cloud.url, 0);
});
afterAll(async () => {
  await tlsProxy.close();
  await cloud.close();
  rmSync(folder, { recursive: true });
});

/** A proxy that opens tunnels, to whoever sends the right password. */
let proxy: http.Server;
let proxied: string[];
let respond: (host: string, authorization: string | undefined) => string;
let interim: string;
let serial = 0;
const CONNECTED = '200 Connection established';
beforeEach(async () => {
  serial++;
  proxied = [];
  respond = () => CONNECTED;
  interim = '';
  proxy = http.createServer().on('connect', connect);
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  proxy.close();
  proxy.closeAllConnections();
});

function connect({ url = '', headers }: http.IncomingMessage, client: Duplex): void {
  // A run that ends leaves its connections.
  client.on('error', () => client.destroy());
  const [host = '', port] = url.split(':');
  proxied.push(host);
  const said = respond(host, headers['proxy-authorization']);
  client.write(interim);
  if (said !== CONNECTED) {
    client.end(`HTTP/1.1 ${said}\r\nContent-Length: 0\r\n\r\n`);
    return;
  }
  const service = net.connect(Number(port), '127.0.0.1', () => {
    client.write(`HTTP/1.1 ${CONNECTED}\r\n\r\n`);
    service.pipe(client).pipe(service);
  });
  service.on('error', () => service.destroy());
}

const proxyHost = (): string => `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
const proxyUrl = (): string => `http://${USER}:${PASSWORD}@${proxyHost()}`;
const readPort = (scheme: Scheme): string =>
  new URL(scheme === 'http' ? cloud.url : tlsProxy.url).port;

/** Runs the built action with every call that leaves the machine: token service, STS, Secrets Manager, GitHub. */
async function run(
  scheme: Scheme,
  env: Env,
  urls: Partial<Record<keyof typeof HOSTS, string>> = {}
): Promise<StepResult> {
  const at = (host: string): string => `${scheme}://${host}:${readPort(scheme)}`;
  const result = await runStep({
    action: ROOT,
    debug: true,
    inputs: {
      'aws-region': cloud.region,
      'role-to-assume': cloud.roleArn,
      'secret-id': `shop/db-${serial}`,
      'github-secret': 'DB_PASSWORD',
      'github-token': 'github_pat_local',
      'timeout-seconds': '1200'
    },
    env: {
      ...cloud.env({
        oidc: at(HOSTS.oidc),
        sts: at(HOSTS.sts),
        secretsmanager: at(HOSTS.secretsmanager),
        github: at(HOSTS.github),
        ...urls
      }),
      NODE_OPTIONS: `--import ${pathToFileURL(join(ROOT, '__tests__', 'helpers', 'resolve-to-loopback.mjs')).href}`,
      ...(scheme === 'https' && { NODE_EXTRA_CA_CERTS: certificateFile }),
      ...env
    }
  });
  // The names stand for other machines, so plain http to them gets a warning each.
  const isPlain = ({ message }: { readonly message: string }): boolean =>
    / names http:\/\/\w+\.cloud\.test:\d+, which is not encrypted: /.test(message);
  const { annotations } = result;
  return { ...result, annotations: annotations.filter((one) => !isPlain(one)) };
}

const readProxied = (): readonly string[] => [...new Set(proxied)].sort();
const readPrinted = ({ stdout, stderr, log }: StepResult): string => `${stdout}\n${stderr}\n${log}`;
const expectSuccess = (result: StepResult): void => {
  expect([result.conclusion, readComplaints(result)]).toEqual(['success', []]);
  expect(readPrinted(result)).not.toContain(PASSWORD);
};

describe('a proxy', () => {
  test.each<[Scheme, string]>([
    ['https', 'HTTPS_PROXY'],
    ['https', 'https_proxy'],
    ['http', 'HTTP_PROXY'],
    ['http', 'http_proxy']
  ])('%s: every service is reached through the one that %s names', async (scheme, variable) => {
    const authorizations = new Set<string | undefined>();
    respond = (_, authorization) => {
      authorizations.add(authorization?.replace(/^basic /i, 'Basic '));
      return CONNECTED;
    };
    expectSuccess(await run(scheme, { [variable]: proxyUrl() }));
    expect(readProxied()).toEqual(ALL);
    expect([...authorizations]).toEqual([
      `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`
    ]);
  });

  test('that is reached over TLS itself is used, with its certificate checked', async () => {
    const secured = https
      .createServer({ cert: readFileSync(certificateFile), key: readFileSync(keyFile) })
      .on('connect', connect);
    await new Promise<void>((resolve) => secured.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = secured.address() as AddressInfo;
      const url = (host: string): string => `https://${USER}:${PASSWORD}@${host}:${port}`;
      for (const host of ['localhost', '127.0.0.1']) {
        serial++;
        expectSuccess(await run('https', { HTTPS_PROXY: url(host) }));
      }
      expect(readProxied()).toEqual(ALL);
      // Without its certificate, it is the proxy that is not trusted, and not who is behind it.
      const { port: securedPort } = new URL(url('localhost'));
      expect(readFailure(await run('http', { HTTP_PROXY: url('localhost') }))).toContain(
        `the certificate of the proxy localhost:${securedPort} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).`
      );
    } finally {
      secured.close();
      secured.closeAllConnections();
    }
  });

  test('for the other scheme is not used', async () => {
    expectSuccess(await run('https', { HTTP_PROXY: proxyUrl() }));
    expect(readProxied()).toEqual([]);
  });

  test.each(sample(['NO_PROXY', 'no_proxy'], 1))(
    'is not used for hosts that %s lists',
    async (variable) => {
      for (const host of ALL) {
        serial++;
        proxied = [];
        expectSuccess(await run('https', { HTTPS_PROXY: proxyUrl(), [variable]: host }));
        expect(readProxied()).toEqual(ALL.filter((other) => other !== host));
      }
    }
  );

  test.each(sample(['.cloud.test', 'cloud.test', '*', 'example.org, cloud.test'], 2))(
    'is not used at all when NO_PROXY is %j',
    async (list) => {
      expectSuccess(await run('https', { HTTPS_PROXY: proxyUrl(), NO_PROXY: list }));
      expect(readProxied()).toEqual([]);
    }
  );

  test.each(sample(Object.values(HOSTS), 2))(
    'that refuses to connect to %s is named, and not retried',
    async (host) => {
      respond = (asked) => (asked === host ? '407 Proxy Authentication Required' : CONNECTED);
      const result = await run('https', { HTTPS_PROXY: proxyUrl() });
      const place = `${host}:${readPort('https')}`;
      expect(readFailure(result)).toContain(
        `the proxy ${proxyHost()} refused to connect to ${place} (status 407).`
      );
      // The look at the secret and the request for a password leave side by side.
      const calls = host === HOSTS.secretsmanager ? 2 : 1;
      expect(proxied.filter((asked) => asked === host)).toHaveLength(calls);
      expect([readPrinted(result).includes(PASSWORD), findStackTrace(result)]).toEqual([
        false,
        undefined
      ]);
    }
  );
});

describe('a proxy that', () => {
  test('asks for NTLM or Negotiate is told as one that Basic does not open', async () => {
    respond = () =>
      '407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM';
    const result = await run('https', { HTTPS_PROXY: proxyUrl() });
    const message = readFailure(result);
    expect(message).toContain(
      `the proxy ${proxyHost()} accepts Negotiate and NTLM only, and this action can sign in to a proxy with Basic only.`
    );
    expect(message).not.toContain('user and the password');
    expect(readPrinted(result)).not.toContain(PASSWORD);
  });

  test.each(['100 Continue', '103 Early Hints\r\nLink: </x>'])(
    'says %j first is used',
    async (head) => {
      respond = () => CONNECTED;
      interim = `HTTP/1.1 ${head}\r\n\r\n`;
      expectSuccess(await run('https', { HTTPS_PROXY: proxyUrl() }));
      expect(readProxied()).toEqual(ALL);
    }
  );

  test('speaks no TLS behind https:// is told', async () => {
    const result = await run('https', { HTTPS_PROXY: proxyUrl().replace('http:', 'https:') });
    expect(readFailure(result)).toContain(
      `the TLS connection to the proxy ${proxyHost()} failed (EPROTO).`
    );
  });
});

describe('an endpoint_url in the shared config file', () => {
  const atFile = (scheme: Scheme): Env => {
    const file = join(folder, `config-${serial}`);
    writeFileSync(
      file,
      `[default]\nendpoint_url = ${scheme}://${HOSTS.secretsmanager}:${readPort(scheme)}\n`
    );
    return { AWS_CONFIG_FILE: file };
  };
  const unset = {
    AWS_ENDPOINT_URL: undefined,
    AWS_ENDPOINT_URL_STS: undefined,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: undefined
  };

  test('is reached past a dead proxy where NO_PROXY lists it', async () => {
    const env = {
      ...unset,
      ...atFile('https'),
      HTTPS_PROXY: 'http://127.0.0.1:9',
      NO_PROXY: 'cloud.test'
    };
    expectSuccess(await run('https', env));
  });

  test('is reached through its proxy where the hosts of AWS need none', async () => {
    const env = {
      ...unset,
      ...atFile('https'),
      HTTPS_PROXY: proxyUrl(),
      NO_PROXY: 'amazonaws.com'
    };
    expectSuccess(await run('https', env));
    expect(readProxied()).toContain(HOSTS.secretsmanager);
  });

  test('is reached through the proxy of its scheme', async () => {
    expectSuccess(await run('http', { ...unset, ...atFile('http'), HTTP_PROXY: proxyUrl() }));
    expect(readProxied()).toContain(HOSTS.secretsmanager);
  });

  test('is named when it cannot be reached, with its proxy', async () => {
    respond = (host) => (host === HOSTS.secretsmanager ? '403 Forbidden' : CONNECTED);
    const result = await run('https', { ...unset, ...atFile('https'), HTTPS_PROXY: proxyUrl() });
    expect(readFailure(result)).toContain(
      `the proxy ${proxyHost()} refused to connect to ${HOSTS.secretsmanager}:${readPort('https')} (status 403).`
    );
  });

  test('is refused where the variable for its proxy cannot be read', async () => {
    const env = {
      ...unset,
      ...atFile('http'),
      HTTP_PROXY: `socks5://${USER}:${PASSWORD}@proxy.example`
    };
    const result = await run('http', env, { oidc: cloud.url, github: cloud.url });
    expect(readFailure(result)).toMatch(/^HTTP_PROXY must be an http or https URL/);
    expect(readPrinted(result)).not.toContain(PASSWORD);
  });
});

describe('a private certificate authority', () => {
  test.each([
    ['directly', () => ({})],
    ['through a proxy', () => ({ HTTPS_PROXY: proxyUrl() })]
  ])('is trusted with NODE_EXTRA_CA_CERTS, %s', async (_, env) => {
    expectSuccess(await run('https', env()));
  });

  // A service at a time is behind TLS that nobody vouches for; the others are reached without TLS.
  test.each(
    Object.entries(HOSTS).flatMap(([service, host]) => [
      [service, host, 'directly'] as const,
      [service, host, 'through a proxy'] as const
    ])
  )('is refused at once without it: %s at %s, %s', async (service, host, how) => {
    const result = await run(
      'http',
      { ...(how === 'through a proxy' && { HTTPS_PROXY: proxyUrl() }) },
      { [service]: `https://${host}:${readPort('https')}` }
    );
    const message = readFailure(result);
    expect(message).toContain(
      `the certificate of ${host}:${readPort('https')} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).`
    );
    expect(message).toContain('NODE_EXTRA_CA_CERTS');
    expect(readProxied()).toEqual(how === 'directly' ? [] : [host]);
    expect([readPrinted(result).includes(PASSWORD), findStackTrace(result)]).toEqual([
      false,
      undefined
    ]);
  });
});
