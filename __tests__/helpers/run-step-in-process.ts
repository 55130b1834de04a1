import { runInProcess, type Step, type StepResult } from '../../emulator/runner/runner.js';
import { failOnError } from '../../src/run-action.js';

/** Runs `run` or `runPromote` as a step within this process: an error that it throws fails the step. */
export const runStepInProcess = (step: Step, run: () => Promise<void>): Promise<StepResult> =>
  runInProcess(step, () => failOnError(run));
