import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { faultEffect, FaultPlan, firstHalf, type Delivery, type FaultKind } from './faults.js';
import {
  ServiceError,
  type ServiceResponse,
  type Now,
  type Service,
  type ServiceName,
  type WireRequest
} from './service.js';

/** One request that reached the endpoint, in the order of arrival. */
export interface RecordedRequest {
  readonly service: ServiceName | 'unknown';
  readonly operation: string;
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: Buffer;
  /** The body as the service reads it: JSON value, form fields, or query fields of a GET. */
  readonly body: unknown;
  readonly requestId: string;
  /** Milliseconds since 1970 with fractions: first when the head had come in, then when the answer went out. */
  readonly startedAt: number;
  answeredAt?: number;
  /** Counts up with each TCP connection, from 1. */
  readonly connection: number;
  readonly fault?: FaultKind;
  /** Unset where no answer was begun. */
  statusSent?: number;
}

/** Milliseconds between two bytes of a trickling answer. */
const TRICKLE_EVERY = 250;
/** Larger bodies than any service here takes are refused unread. */
const BODY_LIMIT = 1 << 20;

/** Several services behind one request handler, which http and https servers can share. */
export class Endpoint {
  readonly requests: RecordedRequest[] = [];
  readonly faults = new FaultPlan();
  readonly #services: readonly Service[];
  readonly #connections = new WeakMap<Socket, number>();
  readonly #now: Now;
  #connectionCount = 0;

  constructor(services: readonly Service[], now: Now = Date.now) {
    this.#services = services;
    this.#now = now;
  }

  readonly handler: RequestListener = (incoming, response) => {
    this.#handle(incoming, response).catch(() => {
      response.destroy();
    });
  };

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.timeOrigin + performance.now();
    const body = await read(incoming);
    const requestId = randomUUID();
    const target = incoming.url ?? '/';
    const request: WireRequest = {
      method: incoming.method ?? '',
      target,
      url: new URL(target, 'http://127.0.0.1'),
      headers: incoming.headers,
      body
    };
    const service = this.#services.find((candidate) => candidate.owns(request));
    const operation = service?.operation(request) ?? 'unknown';
    const fault = service && this.faults.next(service.name, operation);
    const record: RecordedRequest = {
      service: service?.name ?? 'unknown',
      operation,
      method: request.method,
      target,
      headers: request.headers,
      rawBody: body,
      body: service?.parse(request),
      requestId,
      startedAt,
      connection: this.#connectionOf(incoming.socket),
      ...(fault && { fault: fault.kind })
    };
    this.requests.push(record);
    const { delivery, answer } =
      service === undefined
        ? { delivery: 'whole' as const, answer: UNKNOWN }
        : answerOf(service, request, requestId, fault?.kind);
    if (delivery !== 'reset' && delivery !== 'hang') record.statusSent = answer.status;
    record.answeredAt = performance.timeOrigin + performance.now();
    const headers = {
      // SDKs correct their clock by it, so it must tell the clock of the services.
      date: new Date(this.#now()).toUTCString(),
      ...(service && { [service.requestIdHeader]: requestId }),
      ...answer.headers
    };
    deliver(response, { ...answer, headers }, delivery);
  }

  #connectionOf(socket: Socket): number {
    const known = this.#connections.get(socket) ?? ++this.#connectionCount;
    this.#connections.set(socket, known);
    return known;
  }
}

const UNKNOWN: ServiceResponse = {
  status: 404,
  headers: { 'content-type': 'text/plain' },
  body: 'No service is embedded at this address.\n'
};

function answerOf(
  service: Service,
  request: WireRequest,
  requestId: string,
  kind: FaultKind | undefined
): { delivery: Delivery; answer: ServiceResponse } {
  const refuse = (refusal: ServiceError) => service.errorResponse(refusal, requestId);
  const act = () => {
    try {
      return service.handle(request, requestId);
    } catch (error) {
      if (error instanceof ServiceError) return refuse(error);
      throw error;
    }
  };
  const { delivery, answer } = faultEffect(kind);
  return { delivery, answer: answer({ request, act, refuse, throttled: service.throttled }) };
}

async function read(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('request body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function deliver(response: ServerResponse, answer: ServiceResponse, delivery: Delivery): void {
  if (delivery === 'hang') return;
  if (delivery === 'reset') {
    reset(response);
    return;
  }
  const body = Buffer.from(answer.body as string);
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.status !== 204 && { 'content-length': body.length })
  });
  switch (delivery) {
    case 'whole':
      response.end(body);
      break;
    case 'cut-off':
      response.write(firstHalf(body), () => {
        reset(response);
      });
      break;
    case 'trickle': {
      let sent = 0;
      response.flushHeaders();
      const timer = setInterval(() => {
        if (sent < body.length) response.write(body.subarray(sent, ++sent));
        else response.end();
      }, TRICKLE_EVERY).unref();
      response.once('close', () => {
        clearInterval(timer);
      });
    }
  }
}

/** Drops the connection as a peer that died does: with RST, and under TLS without close_notify. */
function reset({ socket }: ServerResponse): void {
  if (socket === null) return;
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}

/** A place where a handler can be reached. */
export interface Listening {
  readonly url: string;
  /** Ends at once: open connections are dropped. */
  close: () => Promise<void>;
}

/** Serves a handler on a free port of the loopback interface. */
export async function listenOnLoopback(
  handler: RequestListener,
  server: Server = createServer()
): Promise<Listening> {
  // Idle connections stay open as AWS keeps them, so that reuse can be observed.
  server.keepAliveTimeout = 60_000;
  server.on('request', handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => {
          if (error) reject(error);
          else resolve();
        });
        server.closeAllConnections();
      })
  };
}
