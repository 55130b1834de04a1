import type { Call } from '../call-error.js';
import type { ErrorDetails } from '../error-details.js';

/** One row of the table that tells why calls fail; docs/troubleshooting.md has a row for each. */
export interface Diagnosis {
  readonly matches: (details: ErrorDetails, call: Call) => boolean;
  readonly reason: (details: ErrorDetails, call: Call) => string;
  readonly remedy: (details: ErrorDetails, call: Call) => string;
}

/** Matches an error of one service by its code and message. */
export const isErrorOf =
  (name: Call['service']) =>
  (code: RegExp, message = /^/) =>
  (details: ErrorDetails, call: Call): boolean =>
    call.service === name && code.test(details.code) && message.test(details.message);

export const hasCode =
  (pattern: RegExp) =>
  (details: ErrorDetails): boolean =>
    pattern.test(details.code);

/** When a service wants to be called again. */
export function describeWait({ retryAfter, retryAt = NaN }: ErrorDetails): string {
  if (retryAfter === undefined) return 'within an hour';
  const duration =
    retryAfter <= 120
      ? `${retryAfter} second${retryAfter === 1 ? '' : 's'}`
      : `${Math.ceil(retryAfter / 60)} minutes`;
  const time = new Date(retryAt);
  // A response may name a time that no calendar has.
  return Number.isNaN(time.valueOf())
    ? `in ${duration}`
    : `in ${duration} (${time.toISOString().slice(0, 19).replace('T', ' ')} UTC)`;
}
