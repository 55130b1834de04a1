import http, { type ClientRequestArgs } from 'node:http';
import https from 'node:https';
import net, { type Socket } from 'node:net';
import { ProxyConnectionError, ProxyRefusalError } from '../errors/response-error.js';
import { proxyAuthorization } from './proxy.js';

/** Many times the size of the head of a proxy's response. */
const MAX_HEAD_BYTES = 16 * 1024;

/**
 * Has a proxy open a way to the host and port of a request. Node's own client asks for it: that limits the size of the
 * proxy's answer, and never takes a refusal of the proxy for an answer of the host.
 *
 * @throws {ProxyRefusalError} for any status but 200–299.
 * @throws {ProxyConnectionError} when the proxy does not answer at all.
 */
export function openTunnel(proxy: URL, options: ClientRequestArgs): Promise<Socket> {
  const target = formatHost(options);
  const authorization = proxyAuthorization(proxy);
  const proxyHost = proxy.hostname.replaceAll(/[[\]]/g, '');
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      reject(new ProxyConnectionError(error));
    };
    (proxy.protocol === 'https:' ? https : http)
      .request({
        method: 'CONNECT',
        host: proxyHost,
        port: proxy.port,
        path: target,
        servername: net.isIP(proxyHost) ? '' : proxyHost,
        headers: { host: target, ...(authorization && { 'proxy-authorization': authorization }) },
        agent: false
      })
      .once('connect', ({ statusCode, headers }, socket: Socket, rest: Buffer) => {
        const challenge = headers['proxy-authenticate'] ?? '';
        const response = isInterim(Number(statusCode))
          ? readFinalResponse(socket, rest)
          : Promise.resolve({ status: Number(statusCode), challenge });
        response.then(
          (final) => {
            // Behind it comes nothing: in TLS and in HTTP the client speaks first.
            if (final.status >= 200 && final.status < 300) resolve(socket);
            else {
              socket.destroy();
              reject(new ProxyRefusalError(final.status, readSchemes(final.challenge)));
            }
          },
          (error: unknown) => {
            socket.destroy();
            fail(error);
          }
        );
      })
      .once('error', fail)
      .end();
  });
}

interface FinalResponse {
  readonly status: number;
  /** The value of `Proxy-Authenticate`. */
  readonly challenge: string;
}

/** 100 and 103 come before the response; 101 is one. */
const isInterim = (status: number): boolean => status >= 100 && status < 200 && status !== 101;

/** Reads on where Node stops: it takes an interim response to CONNECT for the last. */
function readFinalResponse(socket: Socket, first: Buffer): Promise<FinalResponse> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const settle = (settled: () => void): void => {
      socket.off('readable', readAll).off('error', fail).off('close', fail);
      settled();
    };
    const fail = (error?: unknown): void => {
      const closed = Object.assign(new Error('closed'), { code: 'ECONNRESET' });
      settle(() => {
        reject(error instanceof Error ? error : closed);
      });
    };
    const read = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      for (;;) {
        const end = received.indexOf('\r\n\r\n');
        if (end < 0) break;
        const head = received.toString('latin1', 0, end);
        const status = Number(/^HTTP\/1\.[01] (\d{3})\b/.exec(head)?.[1]);
        received = received.subarray(end + 4);
        if (isInterim(status)) continue;
        const challenge = [...head.matchAll(/^proxy-authenticate:(.*)$/gim)].map(
          ([, text]) => text
        );
        settle(() => {
          // A line without a status is refused as a status that nobody knows.
          resolve({ status: Number.isNaN(status) ? 0 : status, challenge: challenge.join() });
        });
        return;
      }
      if (received.length > MAX_HEAD_BYTES)
        fail(Object.assign(new Error(), { code: 'HPE_HEADER_OVERFLOW' }));
    };
    // Unlike 'data', it leaves the socket as it was: neither flowing nor paused.
    const readAll = (): void => {
      const chunk = socket.read() as Buffer | null;
      if (chunk) read(chunk);
    };
    socket.on('readable', readAll).once('error', fail).once('close', fail);
    read(first);
  });
}

/** The names of the schemes in a list of challenges, such as `NTLM, Basic realm="proxy"`. */
const readSchemes = (challenge: string): readonly string[] =>
  [
    ...challenge
      .replaceAll(/"[^"]*"/g, '""')
      .matchAll(/(?:^|,)\s*([a-z][a-z0-9-]{0,30})(?=\s*(?:,|$)|\s+[^\s=,])/gi)
  ].map(([, scheme = '']) => scheme.toLowerCase());

/** Host and port of a request, as a URL has them. Not by net.isIPv6, whose pattern takes Node 4 ms to compile. */
export const formatHost = ({ host, port }: ClientRequestArgs): string =>
  `${host?.includes(':') ? `[${host}]` : String(host)}:${String(port)}`;
