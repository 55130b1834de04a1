import type { Readable } from 'node:stream';
import type { HttpHandlerOptions, HttpRequest } from '@aws-sdk/types';
import { createAgents } from '../network/agent.js';
import { routeTo } from '../network/destination.js';
import type { Connection } from '../network/preconnect.js';
import { readBody } from '../network/read-body.js';
import { sendRequest } from '../network/request.js';

/** Common to the SDK clients of a run; each has its Region beside it. */
export interface ClientConfig {
  readonly requestHandler: ReturnType<typeof createRequestHandler>;
  readonly maxAttempts: 1;
  readonly retryMode: 'standard';
  readonly streamCollector: (body: Readable) => Promise<Uint8Array>;
}

/** @param maxBytes that the body of a response may have. */
export const createClientConfig = (connection: Connection, maxBytes: number): ClientConfig => ({
  requestHandler: createRequestHandler(connection),
  // The Retrier retries, for every service alike.
  maxAttempts: 1,
  retryMode: 'standard',
  // The SDK's own collector has no limit, and asks whether the body is a web stream, for which Node would load those.
  streamCollector: (body) => readBody(body, maxBytes)
});

/** Sends what the SDK has signed. Its own handler knows neither the proxy of a URL nor where it sent a request. */
function createRequestHandler(connection: Connection) {
  const { httpAgent, httpsAgent } = createAgents(connection);
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: HttpRequest, { abortSignal }: HttpHandlerOptions = {}) {
      const { method, protocol, hostname, port, path, query, headers } = request;
      const body = request.body as string | Uint8Array | undefined;
      const signal = abortSignal as AbortSignal | undefined;
      const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
      for (const [name, values] of Object.entries(query ?? {})) {
        for (const value of [values].flat()) url.searchParams.append(name, value ?? '');
      }
      Object.assign(connection.route, routeTo(url, connection));
      const sent = { method, url, headers, body, signal };
      const response = await sendRequest(sent, { httpAgent, httpsAgent });
      return {
        response: {
          statusCode: Number(response.statusCode),
          headers: response.headers as Record<string, string>,
          body: response
        }
      };
    },
    destroy(): void {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
    // Nothing changes it once it is made.
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({})
  };
}
