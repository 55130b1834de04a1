import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { Agents } from './agent.js';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Sends one request; the response is there once its head is. Redirects are not followed. */
export function sendRequest(
  { method, url, headers, body, signal }: HttpRequest,
  { httpAgent, httpsAgent }: Agents
): Promise<IncomingMessage> {
  const options = { method, headers, ...(signal && { signal }) };
  return new Promise((resolve, reject) => {
    (url.protocol === 'https:'
      ? https.request(url, { ...options, agent: httpsAgent })
      : http.request(url, { ...options, agent: httpAgent })
    )
      .once('response', resolve)
      .on('error', reject)
      .end(body);
  });
}
