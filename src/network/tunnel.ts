import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Socket } from 'node:net';
import { ProxyRefusalError } from '../errors/response-error.js';
import { proxyAuthorization } from './proxy.js';

/**
 * Has a proxy open a way to a host. Node's own client asks for it: that limits the size of the proxy's answer, and
 * never takes a refusal of the proxy for an answer of the host.
 *
 * @throws {ProxyRefusalError} for any status but 200–299.
 */
export function openTunnel(proxy: URL, host: string, port: number): Promise<Socket> {
  const target = `${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
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
      .once('connect', ({ statusCode = 0 }, socket: Socket, head) => {
        if (statusCode >= 200 && statusCode < 300) {
          if (head.length > 0) socket.unshift(head);
          resolve(socket);
        } else {
          socket.destroy();
          reject(new ProxyRefusalError(statusCode));
        }
      })
      .once('error', reject)
      .end();
  });
}
