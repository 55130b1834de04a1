import type { Clock } from '../../src/retry.js';

/** A clock on which nobody waits: a sleep passes at once, and a timer when it is told to. */
export class VirtualClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ readonly end: number; readonly callback: () => void }>();

  /** @param chance what random() returns. */
  constructor(readonly chance = Math.random) {}

  now(): number {
    return this.#now;
  }

  today(): number {
    return Date.now() + this.#now;
  }

  random(): number {
    return this.chance();
  }

  sleep(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    return Promise.resolve();
  }

  startTimer(milliseconds: number, callback: () => void): () => void {
    const timer = { end: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  get runningTimers(): number {
    return this.#timers.size;
  }

  /** Lets the time pass that the first of the running timers still has. */
  expireTimer(): void {
    const [first] = [...this.#timers].sort((a, b) => a.end - b.end);
    if (!first) return;
    this.#timers.delete(first);
    this.#now = Math.max(this.#now, first.end);
    first.callback();
  }
}
