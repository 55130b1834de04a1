import type { Readable } from 'node:stream';
import { ResponseTooLargeError } from '../errors/response-error.js';

/**
 * The bytes of a body. Nothing here asks a service to compress its response, and nothing decompresses one, so the limit
 * counts all that is ever in memory.
 *
 * @throws {ResponseTooLargeError} as soon as there are more bytes than the limit; the connection is closed with it.
 */
export async function readBody(body: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new ResponseTooLargeError(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
