import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { certificateFile, keyFile } from '../../emulator/latency-proxy.js';
import { createAgents } from '../../src/network/agent.js';
import { sendRequest } from '../../src/network/request.js';
import { openTunnel } from '../../src/network/tunnel.js';

const pem = readFileSync(certificateFile, 'utf8');
const trusted = tls.getCACertificates('default');
beforeAll(() => {
  // As NODE_EXTRA_CA_CERTS does it for a process.
  tls.setDefaultCACertificates([...trusted, pem]);
});
afterAll(() => {
  tls.setDefaultCACertificates(trusted);
});

/** Answers each request over plain http and over TLS. */
let services: Readonly<Record<'http' | 'https', http.Server>>;
/** Proxies over plain http and over TLS. All that they are asked for leads to the services. */
let proxies: Readonly<Record<'http' | 'https', http.Server>>;
let asked: string[];
/** The names for which the proxy over TLS was asked for its certificate. */
let namesAsked: string[];
let status: number;
/** What comes before the response. */
let interim: readonly string[];
/** Headers of a refusal. */
let refusal: string;
const all = (): http.Server[] => [...Object.values(services), ...Object.values(proxies)];
const port = (server: net.Server): number => (server.address() as AddressInfo).port;

function connect({ url = '' }: http.IncomingMessage, client: Duplex): void {
  asked.push(url);
  client.on('error', () => client.destroy());
  for (const head of interim) client.write(head);
  if (status < 200 || status > 299) {
    client.end(`HTTP/1.1 ${status} No\r\n${refusal}Content-Length: 0\r\n\r\n`);
    return;
  }
  const service = net.connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
    client.write(`HTTP/1.1 ${status} Connected\r\n\r\n`);
    service.pipe(client).pipe(service);
  });
  service.on('error', () => service.destroy());
}

beforeEach(async () => {
  asked = [];
  namesAsked = [];
  status = 200;
  interim = [];
  refusal = '';
  const credentials = { cert: pem, key: readFileSync(keyFile) };
  const answer: http.RequestListener = (_, response) => response.end('response');
  services = { http: http.createServer(answer), https: https.createServer(credentials, answer) };
  proxies = {
    http: http.createServer().on('connect', connect),
    https: https
      .createServer({
        ...credentials,
        SNICallback: (name, done) => {
          namesAsked.push(name);
          done(null);
        }
      })
      .on('connect', connect)
  };
  for (const server of all())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  for (const server of all()) {
    server.close();
    server.closeAllConnections();
  }
});

const SCHEMES = ['http', 'https'] as const;
const WAYS = SCHEMES.flatMap((scheme) =>
  SCHEMES.flatMap((proxyScheme) =>
    ['127.0.0.1', 'localhost'].map((proxyHost) => [scheme, proxyScheme, proxyHost] as const)
  )
);

/** The body of the response to a request through a proxy. */
function request(
  scheme: 'http' | 'https',
  host: string,
  proxy: URL,
  options: { readonly ca?: string } = {}
): Promise<string> {
  const url = new URL(`${scheme}://${host}:${port(services[scheme])}/`);
  const { httpAgent, httpsAgent } = createAgents({ url, proxyFor: () => proxy, ...options });
  return new Promise((resolve, reject) => {
    const sent =
      scheme === 'http'
        ? http.get(url, { agent: httpAgent })
        : https.get(url, { agent: httpsAgent });
    sent.once('error', reject).once('response', (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (chunk: string) => (text += chunk))
        .once('end', () => {
          resolve(text);
        });
    });
  });
}

test.each(WAYS)('an %s request goes through an %s proxy at %s', async (scheme, via, proxyHost) => {
  const proxy = new URL(`${via}://me:pw@${proxyHost}:${port(proxies[via])}`);
  await expect(request(scheme, 'localhost', proxy)).resolves.toBe('response');
  expect(asked).toEqual([`localhost:${port(services[scheme])}`]);
  // An address is no name.
  expect(namesAsked).toEqual(via === 'https' && proxyHost === 'localhost' ? ['localhost'] : []);
});

test.each(SCHEMES)('the proxy is asked for by the URL of each %s connection', async (scheme) => {
  const proxy = new URL(`http://127.0.0.1:${port(proxies.http)}`);
  const urls: string[] = [];
  const agents = createAgents({
    // What the settings name, and nobody requests.
    url: new URL('https://sts.amazonaws.com'),
    proxyFor: (url) => {
      urls.push(url.href);
      return url.hostname === 'localhost' ? proxy : undefined;
    }
  });
  const target = (host: string) => new URL(`${scheme}://${host}:${port(services[scheme])}/`);
  for (const host of ['localhost', '127.0.0.1']) {
    const response = await sendRequest(
      { method: 'GET', url: target(host), headers: { connection: 'close' } },
      agents
    );
    expect(response.statusCode).toBe(200);
    response.resume();
  }
  expect(urls).toEqual([target('localhost').href, target('127.0.0.1').href]);
  expect(asked).toEqual([`localhost:${port(services[scheme])}`]);
});

describe('a tunnel', () => {
  const proxy = (): URL => new URL(`http://127.0.0.1:${port(proxies.http)}`);
  const target = (host: string) => ({ host, port: port(services.http) });

  test('to an IPv6 address is asked for in brackets', async () => {
    (await openTunnel(proxy(), target('fd00::1'))).destroy();
    expect(asked).toEqual([`[fd00::1]:${port(services.http)}`]);
  });

  test.each([200, 204, 299])('is open with status %i', async (said) => {
    status = said;
    const socket = await openTunnel(proxy(), target('a.example'));
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  });

  test.each([101, 301, 403, 407, 503])('is refused with status %i', async (said) => {
    status = said;
    await expect(openTunnel(proxy(), target('a.example'))).rejects.toMatchObject({
      name: 'ProxyRefusalError',
      status: said
    });
    for (const scheme of SCHEMES) {
      await expect(request(scheme, 'localhost', proxy())).rejects.toMatchObject({ status: said });
    }
  });

  const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
  const HINTS = 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n';
  describe.each([
    ['100', [CONTINUE]],
    ['103', [HINTS]],
    ['both', [CONTINUE, HINTS]],
    ['both in one', [CONTINUE + HINTS]],
    ['one in pieces', [CONTINUE, 'HTTP/1.1 103 Ear', 'ly Hints\r\n\r', '\n']]
  ])('that is answered %s first', (_, heads) => {
    beforeEach(() => {
      interim = heads;
    });

    test.each(SCHEMES)('is open, for %s', async (scheme) => {
      await expect(request(scheme, 'localhost', proxy())).resolves.toBe('response');
    });

    test('is refused by what follows', async () => {
      status = 407;
      refusal = 'Proxy-Authenticate: NTLM\r\nproxy-authenticate: Negotiate\r\n';
      await expect(openTunnel(proxy(), target('a.example'))).rejects.toMatchObject({
        name: 'ProxyRefusalError',
        status: 407,
        schemes: ['ntlm', 'negotiate']
      });
    });
  });

  test('whose connection closes after an interim response is broken', async () => {
    const closing = net.createServer((socket) => socket.end(CONTINUE));
    await new Promise<void>((resolve) => closing.listen(0, '127.0.0.1', resolve));
    try {
      const url = new URL(`http://127.0.0.1:${port(closing)}`);
      await expect(openTunnel(url, target('a.example'))).rejects.toMatchObject({
        name: 'ProxyConnectionError',
        cause: { code: 'ECONNRESET' }
      });
    } finally {
      closing.close();
    }
  });

  test('whose response never ends is given up', async () => {
    const endless = net.createServer((socket) => {
      socket.on('error', () => undefined).write(CONTINUE);
      socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(20_000)}`);
    });
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    try {
      const url = new URL(`http://127.0.0.1:${port(endless)}`);
      await expect(openTunnel(url, target('a.example'))).rejects.toMatchObject({
        cause: { code: 'HPE_HEADER_OVERFLOW' }
      });
    } finally {
      endless.close();
    }
  });

  test.each<[string, readonly string[]]>([
    ['Basic realm="proxy"', ['basic']],
    ['NTLM', ['ntlm']],
    ['Negotiate, NTLM', ['negotiate', 'ntlm']],
    ['Digest realm="a, Basic b", nonce=x, qop=auth, Basic realm="b"', ['digest', 'basic']],
    ['NTLM TlRMTVNTUAACAAAA==', ['ntlm']],
    ['', []]
  ])('is refused with the challenge %j, of %j', async (challenge, schemes) => {
    status = 407;
    refusal = challenge === '' ? '' : `Proxy-Authenticate: ${challenge}\r\n`;
    await expect(openTunnel(proxy(), target('a.example'))).rejects.toMatchObject({ schemes });
  });

  test('is not opened by a proxy whose certificate nobody trusts', async () => {
    tls.setDefaultCACertificates(trusted);
    try {
      const url = new URL(`https://localhost:${port(proxies.https)}`);
      await expect(openTunnel(url, target('a.example'))).rejects.toMatchObject({
        name: 'ProxyConnectionError',
        cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }
      });
    } finally {
      tls.setDefaultCACertificates([...trusted, pem]);
    }
  });
});

describe('a connection without TLS', () => {
  /** The URLs that the agent tells of, when a request goes to this host. */
  async function told(host: string): Promise<string[]> {
    const urls: string[] = [];
    const { httpAgent } = createAgents({
      url: new URL('https://aws.example'),
      onUnencrypted: ({ href }) => urls.push(href)
    });
    await new Promise((resolve, reject) => {
      http
        .get({
          agent: httpAgent,
          host,
          port: port(services.http),
          // Whatever the name, it is this machine.
          lookup: (_, __, done) => {
            done(null, [{ address: '127.0.0.1', family: 4 }]);
          }
        })
        .once('error', reject)
        .once('response', (response) => {
          response.resume().once('end', resolve);
        });
    });
    return urls;
  }

  test('to another machine is told', async () => {
    expect(await told('aws.example')).toEqual([`http://aws.example:${port(services.http)}/`]);
  });

  test.each(['127.0.0.1', 'localhost'])('to %s is not', async (host) => {
    expect(await told(host)).toEqual([]);
  });
});

test('certificate authorities of a destination are trusted in place of the usual ones, directly and through a proxy', async () => {
  tls.setDefaultCACertificates(trusted);
  try {
    const url = new URL(`https://localhost:${port(services.https)}/`);
    const send = (ca?: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const { httpsAgent } = createAgents({ url, ...(ca !== undefined && { ca }) });
        https.get(url, { agent: httpsAgent }).once('error', reject).once('response', resolve);
      });
    await expect(send(pem)).resolves.toMatchObject({ statusCode: 200 });
    await expect(send()).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const proxy = new URL(`http://127.0.0.1:${port(proxies.http)}`);
    await expect(request('https', 'localhost', proxy, { ca: pem })).resolves.toBe('response');
    await expect(request('https', 'localhost', proxy)).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT'
    });
  } finally {
    tls.setDefaultCACertificates([...trusted, pem]);
  }
});
