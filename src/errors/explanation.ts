import type { Call } from './call-error.js';
import type { ErrorDetails } from './classify.js';

/** One row of the table that explains failed calls; docs/troubleshooting.md has a row for each. */
export interface Explanation {
  readonly matches: (details: ErrorDetails, call: Call) => boolean;
  readonly reason: (details: ErrorDetails, call: Call) => string;
  readonly remedy: (details: ErrorDetails, call: Call) => string;
}

/** Matches an error of one service by its code and message. */
export const service =
  (name: Call['service']) =>
  (code: RegExp, message = /^/) =>
  (details: ErrorDetails, call: Call): boolean =>
    call.service === name && code.test(details.code) && message.test(details.message);

export const code =
  (pattern: RegExp) =>
  (details: ErrorDetails): boolean =>
    pattern.test(details.code);
