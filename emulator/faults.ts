import { firstHalf } from './delivery.js';
import {
  ServiceError,
  type Delivery,
  type ServiceName,
  type ServiceResponse,
  type WireRequest
} from './service.js';

/** What can go wrong with one call. A number is a response with that status, in the error format of the service. */
export type FaultKind =
  | 'reset-before'
  | 'reset-after'
  | 'cut-off'
  | 'hang'
  | 'trickle'
  | 'throttled'
  | 'html'
  | 'truncated-json'
  | 'empty'
  | 'wrong-content'
  | number
  | ServiceError
  | ((request: WireRequest, act: () => ServiceResponse) => ServiceResponse);

export interface Fault {
  readonly service: ServiceName;
  /** All of the service's operations when it is not set. */
  readonly operation?: string;
  readonly kind: FaultKind;
  /** How many calls are affected; all when it is not set. */
  readonly times?: number;
  /** How many matching calls succeed before. */
  readonly after?: number;
}

/** The faults that are still to come. */
export class FaultPlan {
  #faults: { fault: Fault; before: number; left: number }[] = [];

  /** Adds a fault. When several match a call, the one added first applies. */
  add(fault: Fault): this {
    this.#faults.push({ fault, before: fault.after ?? 0, left: fault.times ?? Infinity });
    return this;
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault that applies to this call, counted as used. */
  next(service: ServiceName, operation: string): Fault | undefined {
    for (const entry of this.#faults) {
      const { fault } = entry;
      if (fault.service !== service || (fault.operation ?? operation) !== operation) continue;
      if (entry.before > 0) entry.before--;
      else if (entry.left > 0) {
        entry.left--;
        return fault;
      }
    }
    return undefined;
  }
}

/** A call that a fault may affect. */
export interface InterceptedCall {
  readonly request: WireRequest;
  /** Lets the service process the call, and returns its response. */
  act(): ServiceResponse;
  /** An error response of the service. */
  refuse(error: ServiceError): ServiceResponse;
  readonly throttled: ServiceError;
}

export interface FaultEffect {
  readonly delivery: Delivery;
  /** The response to deliver. The service processes the call only if this calls `act`. */
  readonly respond: (call: InterceptedCall) => ServiceResponse;
}

const fixed = (status: number, type: string, body: string) => (): ServiceResponse => ({
  status,
  headers: { 'content-type': type },
  body
});
const none = fixed(0, '', '');
const unchanged = (call: InterceptedCall): ServiceResponse => call.act();
const otherXml = fixed(200, 'text/xml', '<Weather>rain</Weather>');
const otherJson = fixed(200, 'application/json', '{"weather":["rain",7]}');

const EFFECTS: Readonly<Record<Extract<FaultKind, string>, FaultEffect>> = {
  'reset-before': { delivery: 'reset', respond: none },
  'reset-after': { delivery: 'reset', respond: unchanged },
  'cut-off': { delivery: 'cut-off', respond: unchanged },
  hang: { delivery: 'hang', respond: none },
  trickle: { delivery: 'trickle', respond: unchanged },
  throttled: { delivery: 'whole', respond: (call) => call.refuse(call.throttled) },
  html: {
    delivery: 'whole',
    respond: fixed(200, 'text/html', '<!doctype html><title>Sign in</title><h1>Sign in</h1>')
  },
  'truncated-json': {
    delivery: 'whole',
    respond: (call) => {
      const response = call.act();
      return { ...response, body: firstHalf(response.body) };
    }
  },
  empty: { delivery: 'whole', respond: fixed(200, 'application/octet-stream', '') },
  'wrong-content': {
    delivery: 'whole',
    respond: ({ request }) =>
      request.headers['content-type']?.includes('urlencoded') === true ? otherXml() : otherJson()
  }
};

/** Without a fault the service's response is delivered whole. */
export function faultEffect(kind: FaultKind | undefined): FaultEffect {
  if (kind === undefined) return { delivery: 'whole', respond: unchanged };
  if (typeof kind === 'string') return EFFECTS[kind];
  if (typeof kind === 'function') {
    return { delivery: 'whole', respond: (call) => kind(call.request, () => call.act()) };
  }
  const error = kind instanceof ServiceError ? kind : statusError(kind);
  return { delivery: 'whole', respond: (call) => call.refuse(error) };
}

function statusError(status: number): ServiceError {
  if (status === 429)
    return new ServiceError('TooManyRequestsException', 'Too Many Requests', status);
  if (status === 503)
    return new ServiceError('ServiceUnavailable', 'Service is unavailable', status);
  return new ServiceError('InternalFailure', 'An internal error occurred.', status);
}
