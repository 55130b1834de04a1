import type { Readable } from 'node:stream';
import { createRequestHandler, type RequestHandler } from './agent.js';
import type { Connection } from './preconnect.js';

/** What every SDK client of a run is created with. */
interface ClientConfig {
  readonly region: string;
  readonly requestHandler: RequestHandler;
  readonly maxAttempts: 1;
  readonly retryMode: 'standard';
  readonly streamCollector: (body: Readable) => Promise<Uint8Array>;
}

export const createClientConfig = (region: string, connection: Connection): ClientConfig => ({
  region,
  requestHandler: createRequestHandler(connection),
  // The Retrier retries, for every service alike.
  maxAttempts: 1,
  retryMode: 'standard',
  // The SDK's own collector asks whether the body is a web stream, for which Node would load those.
  streamCollector: async (body) => Buffer.concat((await body.toArray()) as Uint8Array[])
});
