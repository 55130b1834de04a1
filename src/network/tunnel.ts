import http, { type ClientRequestArgs } from 'node:http';
import https from 'node:https';
import net, { type Socket } from 'node:net';
import { ProxyRefusalError } from '../errors/response-error.js';
import { proxyAuthorization } from './proxy.js';

/**
 * Has a proxy open a way to the host and port of a request. Node's own client asks for it: that limits the size of the
 * proxy's answer, and never takes a refusal of the proxy for an answer of the host.
 *
 * @throws {ProxyRefusalError} for any status but 200–299.
 */
export function openTunnel(proxy: URL, options: ClientRequestArgs): Promise<Socket> {
  const target = formatHost(options);
  const authorization = proxyAuthorization(proxy);
  const proxyHost = proxy.hostname.replaceAll(/[[\]]/g, '');
  return new Promise((resolve, reject) => {
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
      .once('connect', (response, socket: Socket) => {
        const status = Number(response.statusCode);
        if (status >= 200 && status < 300) {
          resolve(socket);
        } else {
          socket.destroy();
          reject(new ProxyRefusalError(status));
        }
      })
      .once('error', reject)
      .end();
  });
}

/** Host and port of a request, as a URL has them. Not by net.isIPv6, whose pattern takes Node 4 ms to compile. */
export const formatHost = ({ host, port }: ClientRequestArgs): string =>
  `${host?.includes(':') ? `[${host}]` : String(host)}:${String(port)}`;
