import { randomUUID } from 'node:crypto';
import type {
  IncomingHttpHeaders,
  IncomingMessage,
  RequestListener,
  ServerResponse
} from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { deliver } from './delivery.js';
import { faultEffect, FaultPlan, type FaultKind } from './faults.js';
import {
  ServiceError,
  type ServiceResponse,
  type Now,
  type Service,
  type ServiceName,
  type WireRequest
} from './service.js';

/** A request that arrived. */
export interface RecordedRequest {
  readonly service: ServiceName | 'unknown';
  readonly operation: string;
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as the service reads it: JSON value, form fields, or query fields of a GET. */
  readonly body: unknown;
  readonly requestId: string;
  /** The number of the TCP connection, from 1. */
  readonly connection: number;
  readonly fault?: FaultKind;
  /** Not set when no response was sent. */
  statusSent?: number;
}

const NOT_FOUND: ServiceResponse = {
  status: 404,
  headers: { 'content-type': 'text/plain' },
  body: 'No service has this address.\n'
};

/** Passes each request to the service that it is for. http and https servers can share its handler. */
export class Router {
  readonly requests: RecordedRequest[] = [];
  readonly faults = new FaultPlan();
  readonly #services: readonly Service[];
  readonly #connections = new WeakMap<Socket, number>();
  readonly #now: Now;
  #connectionCount = 0;

  constructor(services: readonly Service[], now: Now) {
    this.#services = services;
    this.#now = now;
  }

  readonly handler: RequestListener = (incoming, response) => {
    this.#handle(incoming, response).catch(() => {
      response.destroy();
    });
  };

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: target = '/', headers, socket } = incoming;
    const body = await buffer(incoming);
    const url = new URL(target, 'http://127.0.0.1');
    const request: WireRequest = { method, target, url, headers, body };
    const requestId = randomUUID();
    const service = this.#services.find((candidate) => candidate.owns(request));
    const operation = service?.operation(request) ?? 'unknown';
    const fault = service && this.faults.next(service.name, operation)?.kind;
    const record: RecordedRequest = {
      service: service?.name ?? 'unknown',
      operation,
      method,
      target,
      headers,
      body: service?.parse(request),
      requestId,
      connection: this.#countConnection(socket),
      ...(fault !== undefined && { fault })
    };
    this.requests.push(record);
    const { delivery: faulty, respond } = faultEffect(fault);
    const result = service
      ? respond({
          request,
          act: () => act(service, request, requestId),
          refuse: (error) => service.errorResponse(error, requestId),
          throttled: service.throttled
        })
      : NOT_FOUND;
    const delivery = faulty === 'whole' ? (result.delivery ?? faulty) : faulty;
    if (delivery !== 'reset' && delivery !== 'hang') record.statusSent = result.status;
    const allHeaders = {
      // SDKs correct their clock by it, so it must agree with the clock of the services.
      date: new Date(this.#now()).toUTCString(),
      ...(service && { [service.requestIdHeader]: requestId }),
      ...result.headers
    };
    deliver(response, { ...result, headers: allHeaders }, delivery);
  }

  #countConnection(socket: Socket): number {
    const number = this.#connections.get(socket) ?? ++this.#connectionCount;
    this.#connections.set(socket, number);
    return number;
  }
}

function act(service: Service, request: WireRequest, requestId: string): ServiceResponse {
  try {
    return service.handle(request, requestId);
  } catch (error) {
    if (error instanceof ServiceError) return service.errorResponse(error, requestId);
    throw error;
  }
}
