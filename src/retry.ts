import { AttemptTimeoutError, CallError, type Call } from './errors/call-error.js';
import { errorDetails } from './errors/error-details.js';
import { findRetryRule, READ_LAG_MS, type RetryRule } from './retry-rules.js';

export interface CallOptions {
  /**
   * Credentials that every attempt awaits by itself. Waiting for them does not count as the attempt's time, and their
   * failure is the call's failure.
   */
  readonly credentials?: Promise<unknown> | undefined;
  /** When AWS issued them, by the clock of the run; undefined for long-lived keys. */
  readonly issuedAt?: () => number | undefined;
}

/** Time and chance: tests bring their own, and do not wait. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Milliseconds since 1970. */
  today(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Calls back once, unless the function returned is called before. */
  startTimer(milliseconds: number, callback: () => void): () => void;
  /** From 0 up to, not including, 1. */
  random(): number;
}

const systemClock: Clock = {
  // Unlike performance.now(), this makes Node load no module.
  now: () => Number(process.hrtime.bigint()) / 1e6,
  today: Date.now,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  startTimer: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
  random: () => Math.random()
};

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 8000;
const MAX_POLL_DELAY_MS = 1000;

/**
 * The calls of this process that have neither returned nor failed. Module-wide, because a signal ends the process and
 * not a run: its handler is there before the run, and knows none of its objects.
 */
export const callsUnderWay = new Set<Call>();

/**
 * Makes the calls of a run, with one deadline for all of them. An attempt may take a sixth of the whole time, so that
 * one hanging connection leaves time for others.
 */
export class Retrier {
  readonly #deadline: number;
  /** How long one attempt may take, in milliseconds. */
  readonly attemptTimeoutMs: number;

  /** @param seconds for the whole run, retries included. */
  constructor(
    seconds: number,
    readonly clock: Clock = systemClock,
    readonly onRetry: (message: string) => void = () => undefined
  ) {
    this.#deadline = clock.now() + seconds * 1000;
    this.attemptTimeoutMs = (seconds * 1000) / 6;
  }

  /**
   * Makes a call. Retries it after a delay with jitter while the error is transient and there is time. A service that
   * says when it wants to be called again is not called earlier.
   *
   * @throws {CallError}
   */
  async call<T>(
    call: Call,
    attempt: (signal: AbortSignal) => Promise<T>,
    { credentials, issuedAt }: CallOptions = {}
  ): Promise<T> {
    const begin = (): number => {
      callsUnderWay.add(call);
      return Math.max(1, Math.min(this.attemptTimeoutMs, this.#deadline - this.clock.now()));
    };
    let lastAnswer: unknown;
    let failures: Failures | undefined;
    try {
      for (let attempts = 1; ; attempts++) {
        try {
          return await withTimeout(this.clock, begin, attempt, credentials);
        } catch (error) {
          await credentials;
          // An earlier answer of the service says more than that it did not answer this time.
          if (!(error instanceof AttemptTimeoutError)) lastAnswer = error;
          const details = errorDetails(error);
          const now = this.clock.now();
          const rule = findRetryRule(details);
          failures =
            failures && failures.rule === rule
              ? { ...failures, count: failures.count + 1 }
              : { rule, since: now, count: 1 };
          const delay = Math.max(
            this.clock.random() * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempts),
            (details.retryAfter ?? 0) * 1000
          );
          if (now + delay >= Math.min(this.#deadline, patienceEnd(failures, issuedAt?.()))) {
            throw new CallError(call, lastAnswer ?? error, attempts);
          }
          this.onRetry(
            `${call.action}: attempt ${attempts} failed (${details.code}), retrying in ${Math.round(delay)} ms: ${String(rule?.reason)}`
          );
          await this.clock.sleep(delay);
        }
      }
    } finally {
      callsUnderWay.delete(call);
    }
  }

  /**
   * Looks again, after growing delays, while nothing is found and there is time: reads may lag behind writes.
   */
  async poll<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
    const end = Math.min(this.clock.now() + READ_LAG_MS, this.#deadline);
    for (let delay = FIRST_DELAY_MS; ; delay = Math.min(2 * delay, MAX_POLL_DELAY_MS)) {
      const found = await look();
      if (found !== undefined || this.clock.now() + delay >= end) return found;
      this.onRetry(`Nothing found yet, looking again in ${delay} ms`);
      await this.clock.sleep(delay);
    }
  }
}

/** The same error in a row. */
interface Failures {
  /** Undefined where it is not retried. */
  readonly rule: RetryRule | undefined;
  readonly since: number;
  readonly count: number;
}

/** When retrying ends before the run does. */
function patienceEnd({ rule, since, count }: Failures, issuedAt = -Infinity): number {
  if (rule === undefined) return -Infinity;
  const { patience } = rule;
  if (patience === undefined) return Infinity;
  if ('times' in patience) return count > patience.times ? -Infinity : Infinity;
  return (patience.since === 'credentials' ? issuedAt : since) + patience.milliseconds;
}

/** @param begin called when the time begins to count: once the credentials are there. Returns how many milliseconds there are. */
async function withTimeout<T>(
  clock: Clock,
  begin: () => number,
  attempt: (signal: AbortSignal) => Promise<T>,
  credentials: Promise<unknown> | undefined
): Promise<T> {
  const controller = new AbortController();
  let stopTimer: (() => void) | undefined;
  let isOver = false;
  const timedOut = new Promise<never>((_, reject) => {
    const start = (): void => {
      if (isOver) return;
      const milliseconds = begin();
      stopTimer = clock.startTimer(milliseconds, () => {
        reject(new AttemptTimeoutError(Math.round(milliseconds)));
        controller.abort();
      });
    };
    if (credentials) credentials.then(start, reject);
    else start();
  });
  try {
    return await Promise.race([attempt(controller.signal), timedOut]);
  } finally {
    isOver = true;
    stopTimer?.();
  }
}
