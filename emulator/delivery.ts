import type { ServerResponse } from 'node:http';
import type { Delivery, ServiceResponse } from './service.js';

/** Milliseconds between two bytes of a trickling response. */
const TRICKLE_INTERVAL = 250;

export function deliver(
  response: ServerResponse,
  { status, headers, body }: ServiceResponse,
  delivery: Delivery
): void {
  if (delivery === 'hang') return;
  if (delivery === 'reset') {
    reset(response);
    return;
  }
  const bytes = Buffer.from(body as string);
  response.writeHead(status, {
    ...headers,
    ...(status !== 204 && { 'content-length': bytes.length })
  });
  switch (delivery) {
    case 'whole':
      response.end(bytes);
      break;
    case 'cut-off':
      response.write(firstHalf(bytes), () => {
        reset(response);
      });
      break;
    case 'trickle':
      trickle(response, bytes);
  }
}

/** The first half of a body, at least one byte short. */
export function firstHalf(body: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(body as string);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}

function trickle(response: ServerResponse, bytes: Buffer): void {
  let sent = 0;
  response.flushHeaders();
  const timer = setInterval(() => {
    if (sent < bytes.length) response.write(bytes.subarray(sent, ++sent));
    else response.end();
  }, TRICKLE_INTERVAL).unref();
  response.once('close', () => {
    clearInterval(timer);
  });
}

/** Closes the connection as a crashed peer does: with RST, and under TLS without close_notify. */
function reset({ socket }: ServerResponse): void {
  if (socket === null) return;
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}
