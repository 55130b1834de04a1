import type { Readable } from 'node:stream';
import { requestHandlerOf, type RequestHandler } from './agent.js';
import type { Connection } from './preconnect.js';

/** What every SDK client of a run is made with. */
interface ClientConfig {
  readonly region: string;
  readonly requestHandler: RequestHandler;
  readonly maxAttempts: 1;
  readonly retryMode: 'standard';
  readonly streamCollector: (answer: Readable) => Promise<Uint8Array>;
}

export const clientConfigOf = (region: string, connection: Connection): ClientConfig => ({
  region,
  requestHandler: requestHandlerOf(connection),
  // Patience does the retrying, for every service alike.
  maxAttempts: 1,
  retryMode: 'standard',
  // The SDK's own asks whether the answer is a web stream, for which Node would have to load these.
  streamCollector: async (answer) => Buffer.concat((await answer.toArray()) as Uint8Array[])
});
