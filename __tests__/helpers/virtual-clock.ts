import type { Cloud } from '../../emulator/index.js';
import type { StepResult, Step } from '../../emulator/runner/runner.js';
import type { Clock } from '../../src/retry.js';
import { runStepInProcess } from './run-step-in-process.js';

/** A clock on which nobody waits: a sleep passes at once, and a timer when it is told to. */
export class VirtualClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ readonly end: number; readonly callback: () => void }>();

  /** @param chance what random() returns. */
  constructor(readonly chance = Math.random) {}

  now(): number {
    return this.#now;
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

  /** Lets the time pass that the first of the running timers still has. */
  expireTimer(): void {
    const [first] = [...this.#timers].sort((a, b) => a.end - b.end);
    if (!first) return;
    this.#timers.delete(first);
    this.#now = Math.max(this.#now, first.end);
    first.callback();
  }
}

/**
 * Runs a step in this process on a virtual clock. An attempt times out when the emulator has received a request that
 * it does not answer, or not to the end, however long that takes on this machine.
 */
export async function runStepInVirtualTime(
  cloud: Cloud,
  step: Step,
  run: (clock: Clock) => Promise<void>,
  clock = new VirtualClock()
): Promise<StepResult> {
  let seen = cloud.requests.length;
  const poll = setInterval(() => {
    for (const { fault, service } of cloud.requests.slice(seen)) {
      seen++;
      // The toolkit never learns that the response of the token service broke off.
      const isLost = fault === 'cut-off' && service === 'oidc';
      if (fault === 'hang' || fault === 'trickle' || isLost) clock.expireTimer();
    }
  }, 1);
  try {
    return await runStepInProcess(step, () => run(clock));
  } finally {
    clearInterval(poll);
  }
}
