import type { IncomingHttpHeaders } from 'node:http';

/** Services that a run meets on every machine, and those that give credentials to some machines. */
export type PublicServiceName = 'oidc' | 'sts' | 'secretsmanager' | 'github';
export type ServiceName =
  PublicServiceName | 'ecs-agent' | 'pod-identity-agent' | 'instance-metadata';

/** How a response is sent: whole, not at all, byte by byte, or only its first half before the connection is reset. */
export type Delivery = 'whole' | 'reset' | 'hang' | 'trickle' | 'cut-off';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** `whole` when left out. */
  readonly delivery?: Delivery;
}

/** An error response. Each service puts it into the format of its protocol. */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400
  ) {
    super(message);
    this.name = 'ServiceError';
  }
}

/** One of the services behind the common URL. */
export interface Service {
  readonly name: ServiceName;
  /** Whether a request is for this service. */
  owns(request: WireRequest): boolean;
  /** The API's name of the operation, as faults and recorded requests use it. */
  operation(request: WireRequest): string;
  /** The body as the service reads it, or as text. Only for the list of requests. */
  parse(request: WireRequest): unknown;
  /** Processes a call. Throws {@link ServiceError} for what the service refuses. */
  handle(request: WireRequest, requestId: string): ServiceResponse;
  errorResponse(error: ServiceError, requestId: string): ServiceResponse;
  /** The response header that contains the request id. */
  readonly requestIdHeader: string;
  /** The error that a caller gets who sends too many requests. */
  readonly throttled: ServiceError;
}

/** Milliseconds since 1970. Tests pass their own to let tokens and sessions expire. */
export type Now = () => number;

/** The body as JSON, or as text if it is not JSON. */
export function jsonOrText(body: Buffer): unknown {
  const text = body.toString();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
