import type { IncomingHttpHeaders } from 'node:http';

export type ServiceName = 'oidc' | 'sts' | 'secretsmanager' | 'github';

/** One request as it came over the wire, its body read to the end. */
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
}

/** A refusal in the service's own words. Each service gives it the form of its protocol. */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** One embedded service behind the common endpoint. */
export interface Service {
  readonly name: ServiceName;
  /** Whether a request on the common endpoint is meant for this service. */
  owns(request: WireRequest): boolean;
  /** The API's name of the call; what faults and records go by. */
  operation(request: WireRequest): string;
  /** The body as the service reads it; raw text where it cannot. For the record only. */
  parse(request: WireRequest): unknown;
  /** Acts and answers. Throws {@link ServiceError} for what the service refuses. */
  handle(request: WireRequest, requestId: string): ServiceResponse;
  errorResponse(refusal: ServiceError, requestId: string): ServiceResponse;
  /** The header in which this service tells its request id. */
  readonly requestIdHeader: string;
  /** How this service says that a caller is too fast. */
  readonly throttled: ServiceError;
}

/** Milliseconds since 1970; tests hand in their own to let tokens and sessions expire. */
export type Now = () => number;

/** The body as JSON, or as text where it is none. */
export function jsonOrText(body: Buffer): unknown {
  const text = body.toString();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
