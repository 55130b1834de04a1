import { createAgents } from '../network/agent.js';
import type { Destination } from '../network/destination.js';
import { readBody } from '../network/read-body.js';
import { sendRequest } from '../network/request.js';
import { StatusError } from '../errors/response-error.js';

/** Several times the size of the largest response, a page of a hundred repositories. */
const MAX_BYTES = 2 * 1024 * 1024;

/** GitHub answers for a renamed repository with a redirect to its new address, once. */
const MAX_REDIRECTS = 3;

/** The part of RequestInit that Octokit sets. */
interface FetchOptions {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** The part of Response that Octokit reads. */
interface FetchResponse {
  readonly status: number;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/**
 * A fetch for Octokit that follows redirects on the same origin only, reads no more than a limit, and uses the proxy
 * and the TLS of every other request of a run.
 */
export function createFetch(destination: Destination) {
  const agents = createAgents(destination);
  return async (url: string, options: FetchOptions): Promise<FetchResponse> => {
    let target = new URL(url);
    const requestHeaders = { ...options.headers, 'accept-encoding': 'identity' };
    for (let redirects = 0; ; redirects++) {
      const request = { ...options, headers: requestHeaders, url: target };
      const response = await sendRequest(request, agents);
      const { headers } = response;
      const status = Number(response.statusCode);
      if (status > 300 && status < 400) {
        response.destroy();
        const next = URL.parse(headers.location ?? '', target.href);
        if (next?.origin !== target.origin || status === 304 || redirects === MAX_REDIRECTS) {
          throw new StatusError(status, headers);
        }
        target = next;
        continue;
      }
      // That a secret is written, the status says; the body may be late or break off.
      const isWritten = options.method === 'PUT' && (status === 201 || status === 204);
      if (isWritten) response.destroy();
      const body = isWritten ? Buffer.alloc(0) : await readBody(response, MAX_BYTES);
      return {
        status,
        url: target.href,
        headers: new Map(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        text: () => Promise.resolve(body.toString()),
        arrayBuffer: () => Promise.resolve(new Uint8Array(body).buffer)
      };
    }
  };
}
