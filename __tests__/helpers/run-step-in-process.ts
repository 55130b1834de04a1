import type { Cloud } from '../../emulator/index.js';
import { runInProcess, type Step, type StepResult } from '../../emulator/runner/runner.js';
import type { Clock } from '../../src/retry.js';
import { failOnError } from '../../src/process.js';
import { VirtualClock } from './virtual-clock.js';

/**
 * Calls beside the one that failed a run go on for a while, and print their masks when the run has ended and its output
 * is no longer captured. A process of its own has exited by then.
 */
const print = process.stdout.write.bind(process.stdout) as (
  chunk: string | Uint8Array,
  ...rest: unknown[]
) => boolean;
process.stdout.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean =>
  typeof chunk === 'string' && chunk.startsWith('::add-mask::') ? true : print(chunk, ...rest);

/**
 * Runs `run` or `runPromote` as a step within this process; an error that it throws fails the step. Its clock is a
 * virtual one: an attempt times out when the emulator has received a request that it does not answer, or not to the
 * end, and never because this machine is busy.
 */
export async function runStepInProcess(
  cloud: Cloud,
  step: Step,
  run: (clock: Clock) => Promise<void>,
  clock = new VirtualClock()
): Promise<StepResult> {
  let seen = cloud.requests.length;
  /** For each lost response, how often to look before its time is over: until then, its status arrives if there is one. */
  const lost: number[] = [];
  const poll = setInterval(() => {
    for (const [at, looks] of lost.entries()) lost[at] = looks - 1;
    for (const { fault, service } of cloud.requests.slice(seen)) {
      seen++;
      // The toolkit never learns that the response of the token service broke off.
      const isLost = fault === 'cut-off' && service === 'oidc';
      if (fault === 'hang' || fault === 'trickle' || isLost) lost.push(5);
    }
    // Calls beside a lost one are answered first.
    while ((lost[0] ?? 1) <= 0 && clock.runningTimers <= lost.length) {
      lost.shift();
      clock.expireTimer();
    }
  }, 1);
  try {
    return await runInProcess(step, () => failOnError(() => run(clock)));
  } finally {
    clearInterval(poll);
  }
}
