import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ServiceName } from './service.js';

/** A response that no service gives: its parts are sent as they are. */
export interface HostileAnswer {
  readonly status?: number;
  /** In order; a name may occur several times. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Uint8Array;
  /**
   * `whole` with its length, the default; `endless` repeats the body until the client hangs up; `trickle` sends a byte
   * every 100 ms, for ever; `raw` sends the body in place of a head, and closes; `raw-open` does not close.
   */
  readonly delivery?: 'whole' | 'endless' | 'trickle' | 'raw' | 'raw-open';
}

/** The service that a request to the emulator's one address is for. */
export function findService({ url = '', headers }: IncomingMessage): ServiceName {
  if (url.startsWith('/api/v3/')) return 'github';
  if (url.startsWith('/oidc/')) return 'oidc';
  if (url.startsWith('/v1/credentials')) return 'pod-identity-agent';
  if (url.startsWith('/v2/credentials')) return 'ecs-agent';
  if (url.startsWith('/latest/')) return 'instance-metadata';
  return headers['x-amz-target'] === undefined ? 'sts' : 'secretsmanager';
}

/**
 * A handler that gives a hostile answer in place of the real one.
 * @param choose undefined for the real answer.
 */
export const answerInstead =
  (
    handler: RequestListener,
    choose: (service: ServiceName, request: IncomingMessage) => HostileAnswer | undefined
  ): RequestListener =>
  (request, response) => {
    const answer = choose(findService(request), request);
    if (answer === undefined) {
      handler(request, response);
      return;
    }
    // The whole request has come in before the answer, as with a real service.
    request.resume().once('end', () => {
      deliver(answer, response);
    });
  };

const TRICKLE_MS = 100;

function deliver(
  { status = 200, headers = [], body = '', delivery = 'whole' }: HostileAnswer,
  response: ServerResponse
): void {
  const bytes = Buffer.from(body as string);
  response.on('error', () => undefined);
  if (delivery === 'raw' || delivery === 'raw-open') {
    response.socket?.write(bytes);
    if (delivery === 'raw') response.socket?.end();
    return;
  }
  for (const [name, value] of headers) response.appendHeader(name, value);
  if (delivery === 'whole') {
    if (!response.hasHeader('content-length') && !response.hasHeader('transfer-encoding')) {
      response.setHeader('content-length', bytes.length);
    }
    response.writeHead(status).end(bytes);
    return;
  }
  response.writeHead(status);
  response.flushHeaders();
  if (delivery === 'trickle') {
    let sent = 0;
    const timer = setInterval(() => {
      response.write(bytes.subarray(sent % bytes.length, (sent % bytes.length) + 1));
      sent++;
    }, TRICKLE_MS).unref();
    response.once('close', () => {
      clearInterval(timer);
    });
    return;
  }
  const pour = (): void => {
    while (!response.destroyed && response.write(bytes));
  };
  response.on('drain', pour);
  pour();
}
