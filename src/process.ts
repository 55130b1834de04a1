import net from 'node:net';
import { EOL } from 'node:os';
import { debug, ExitCode, info } from '@actions/core';
import { describeCall } from './errors/call-error.js';
import { oneLine } from './errors/quote.js';
import { annotateError } from './github/annotations.js';
import { refuseUpgrades } from './network/refuse-upgrades.js';
import { callsUnderWay } from './retry.js';

/** Node gives each address of a host 250 ms by default, less than a round trip across an ocean may take. */
const ADDRESS_TIMEOUT_MS = 2500;

/**
 * Runs an action as a whole process. A cancelled job ends between two synchronous steps, so that the outputs are set
 * all together or not at all, and the log names the requests whose outcome is unknown. At the end, no abandoned
 * connection keeps the step waiting.
 */
export async function runAction(run: () => Promise<void>): Promise<void> {
  // A deprecation in a bundled library is news for us, not for whoever runs the step.
  process.noDeprecation = true;
  // A workflow command counts only at the start of a line, and a module that NODE_OPTIONS preloads may have left one unfinished.
  process.stdout.write(EOL);
  net.setDefaultAutoSelectFamilyAttemptTimeout(ADDRESS_TIMEOUT_MS);
  refuseUpgrades();
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143]
  ] as const) {
    process.once(signal, () => {
      const calls = [...callsUnderWay].map(describeCall).join('; ') || 'no request';
      info(oneLine(`${signal} ended the run. Under way: ${calls}.`));
      process.exit(code);
    });
  }
  await failOnError(run);
  process.stdout.write('', () => process.exit());
}

/** The only place that catches an error of a run, and the only one that fails the step. */
export async function failOnError(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (thrown) {
    // Loaded by runs that fail.
    const { reportError } = await import('./errors/error-report.js');
    const { message, details } = reportError(thrown);
    for (const line of details) debug(line);
    annotateError(oneLine(message));
    process.exitCode = ExitCode.Failure;
  }
}
