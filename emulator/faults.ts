import { ServiceError, type ServiceResponse, type ServiceName, type WireRequest } from './service.js';

/** What can go wrong with one call. A number is that status in the service's own error form. */
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
  /** All of the service's calls when left out. */
  readonly operation?: string;
  readonly kind: FaultKind;
  /** How many calls are hit; for ever when left out. */
  readonly times?: number;
  /** How many matching calls pass before the first is hit. */
  readonly after?: number;
}

/** How an answer goes out: whole, not at all, byte by byte, or its first half and then a reset. */
export type Delivery = 'whole' | 'reset' | 'hang' | 'trickle' | 'cut-off';

/** A call that a fault may strike. */
export interface InterceptedCall {
  readonly request: WireRequest;
  /** Lets the service act, and returns its real answer. */
  act(): ServiceResponse;
  refuse(refusal: ServiceError): ServiceResponse;
  readonly throttled: ServiceError;
}

export interface Effect {
  readonly delivery: Delivery;
  /** What is to be delivered; lets the service act first or not at all. */
  readonly answer: (turn: InterceptedCall) => ServiceResponse;
}

const nothing = (): ServiceResponse => ({ status: 0, headers: {}, body: '' });
const real = (turn: InterceptedCall): ServiceResponse => turn.act();
const fixed = (status: number, type: string, body: string) => (): ServiceResponse => ({
  status,
  headers: { 'content-type': type },
  body
});
const html = fixed(200, 'text/html', '<!doctype html><title>Sign in</title><h1>Sign in</h1>');
const otherXml = fixed(200, 'text/xml', '<Weather>rain</Weather>');
const otherJson = fixed(200, 'application/json', '{"weather":["rain",7]}');

const EFFECTS: Readonly<Record<Extract<FaultKind, string>, Effect>> = {
  'reset-before': { delivery: 'reset', answer: nothing },
  'reset-after': { delivery: 'reset', answer: real },
  'cut-off': { delivery: 'cut-off', answer: real },
  hang: { delivery: 'hang', answer: nothing },
  trickle: { delivery: 'trickle', answer: real },
  throttled: { delivery: 'whole', answer: (turn) => turn.refuse(turn.throttled) },
  html: { delivery: 'whole', answer: html },
  'truncated-json': {
    delivery: 'whole',
    answer: (turn) => {
      const answer = turn.act();
      return { ...answer, body: firstHalf(answer.body) };
    }
  },
  empty: { delivery: 'whole', answer: fixed(200, 'application/octet-stream', '') },
  'wrong-content': {
    delivery: 'whole',
    answer: ({ request }) =>
      request.headers['content-type']?.includes('urlencoded') === true ? otherXml() : otherJson()
  }
};

/** The faults that are still to come. */
export class FaultPlan {
  #faults: { fault: Fault; passes: number; hits: number }[] = [];

  /** Adds a fault; of several that fit a call the one added first strikes. */
  add(fault: Fault): this {
    this.#faults.push({ fault, passes: fault.after ?? 0, hits: fault.times ?? Infinity });
    return this;
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault of the call that comes in now, counted as used. */
  next(service: ServiceName, operation: string): Fault | undefined {
    for (const entry of this.#faults) {
      const { fault } = entry;
      if (fault.service !== service || (fault.operation ?? operation) !== operation) continue;
      if (entry.passes > 0) entry.passes--;
      else if (entry.hits > 0) {
        entry.hits--;
        return fault;
      }
    }
    return undefined;
  }
}

/** What a fault does to a call; without one the real answer goes out whole. */
export function faultEffect(kind: FaultKind | undefined): Effect {
  if (kind === undefined) return { delivery: 'whole', answer: real };
  if (typeof kind === 'string') return EFFECTS[kind];
  if (typeof kind === 'function') {
    return {
      delivery: 'whole',
      answer: (turn) => kind(turn.request, () => turn.act())
    };
  }
  const refusal = kind instanceof ServiceError ? kind : statusError(kind);
  return { delivery: 'whole', answer: (turn) => turn.refuse(refusal) };
}

/** The first half of a body, at least one byte short. */
export function firstHalf(body: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(body as string);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}

function statusError(status: number): ServiceError {
  if (status === 429) return new ServiceError('TooManyRequestsException', 'Too Many Requests', status);
  if (status === 503) return new ServiceError('ServiceUnavailable', 'Service is unavailable', status);
  return new ServiceError('InternalFailure', 'An internal error occurred.', status);
}
