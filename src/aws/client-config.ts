import type { Readable } from 'node:stream';
import { createAgents, type Agents } from '../network/agent.js';
import type { Connection } from '../network/preconnect.js';
import { readBody } from '../network/read-body.js';

/** What every SDK client of a run is created with, beside its Region. */
interface ClientConfig {
  // The SDK takes anything but an agent of Node's for an agent's options, and opens connections of its own.
  readonly requestHandler: Agents & { readonly connectionTimeout: number };
  readonly maxAttempts: 1;
  readonly retryMode: 'standard';
  readonly streamCollector: (body: Readable) => Promise<Uint8Array>;
}

/** @param maxBytes that the body of a response may have. */
export const createClientConfig = (connection: Connection, maxBytes: number): ClientConfig => ({
  requestHandler: {
    ...createAgents(connection),
    connectionTimeout: connection.attemptTimeoutMs
  },
  // The Retrier retries, for every service alike.
  maxAttempts: 1,
  retryMode: 'standard',
  // The SDK's own collector has no limit, and asks whether the body is a web stream, for which Node would load those.
  streamCollector: (body) => readBody(body, maxBytes)
});
