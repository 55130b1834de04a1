import { canPass, faultOf } from './errors/classify.js';

/** A request to a service, as its failure is told to a person. */
export interface Call {
  readonly service: 'GitHub token service' | 'AWS STS' | 'AWS Secrets Manager' | 'GitHub';
  /** The IAM action that it needs, or for GitHub what it does. */
  readonly action: string;
  /** What has to be allowed: an ARN, `*`, or a GitHub path. */
  readonly resource: string;
  /** Host that is asked. */
  readonly host: string;
  /** What a trust policy is compared with. */
  readonly claims?: { readonly sub: string; readonly aud: string };
}

/** A call that failed for good: its cause does not pass, or did not pass in time. */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    readonly call: Call,
    override readonly cause: unknown,
    readonly attempts: number
  ) {
    super(`${call.action} failed`);
  }
}

/** An attempt that was not answered within its time. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';

  constructor(readonly milliseconds: number) {
    super(`no answer within ${milliseconds} ms`);
  }
}

export interface CallOptions {
  /** How many usual attempts' time one attempt may take (the toolkit's own retries need more than one). */
  readonly share?: number;
  /** Another call that every attempt waits for by itself: its time does not count, and its failure is told as its own. */
  readonly after?: Promise<unknown> | undefined;
}

/** What a call needs of the world, so that tests can do without waiting. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
}

const systemClock: Clock = {
  // Unlike performance.now(), this loads no module of Node's.
  now: () => Number(process.hrtime.bigint()) / 1e6,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: () => Math.random()
};

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 8000;

/**
 * How long a run keeps trying. Each attempt may take a sixth of the whole, so that one hanging connection
 * leaves time for others.
 */
export class Patience {
  readonly #deadline: number;
  /** How long one attempt may take. */
  readonly attemptMs: number;

  /** @param seconds for the whole run, its retries included. */
  constructor(
    readonly seconds: number,
    readonly clock: Clock = systemClock,
    readonly note: (message: string) => void = () => undefined
  ) {
    this.#deadline = clock.now() + seconds * 1000;
    this.attemptMs = (seconds * 1000) / 6;
  }

  /**
   * Makes a call, again after a jittered delay while what fails can pass and there is time.
   * @throws {CallError}
   */
  async call<T>(
    what: Call,
    attempt: (signal: AbortSignal) => Promise<T>,
    { share = 1, after }: CallOptions = {}
  ): Promise<T> {
    const longest = (): number =>
      Math.max(1, Math.min(share * this.attemptMs, this.#deadline - this.clock.now()));
    let answered: unknown;
    for (let attempts = 1; ; attempts++) {
      try {
        return await within(longest, attempt, after);
      } catch (cause) {
        await after;
        // That a service did not answer says less than what it answered before.
        if (!(cause instanceof NoAnswerError)) answered = cause;
        const delay =
          this.clock.random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempts);
        if (!canPass(cause) || this.clock.now() + delay >= this.#deadline) {
          throw new CallError(what, answered ?? cause, attempts);
        }
        this.note(
          `${what.action}: attempt ${attempts} failed (${faultOf(cause).code}); again in ${Math.round(delay)} ms`
        );
        await this.clock.sleep(delay);
      }
    }
  }
}

/** The time, in milliseconds, counts from when `after` is fulfilled. */
async function within<T>(
  longest: () => number,
  attempt: (signal: AbortSignal) => Promise<T>,
  after: Promise<unknown> | undefined
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const tooLate = new Promise<never>((_, reject) => {
    const start = (): void => {
      if (isOver) return;
      const milliseconds = longest();
      timer = setTimeout(() => {
        reject(new NoAnswerError(Math.round(milliseconds)));
        controller.abort();
      }, milliseconds);
    };
    if (after) after.then(start, reject);
    else start();
  });
  try {
    return await Promise.race([attempt(controller.signal), tooLate]);
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}
