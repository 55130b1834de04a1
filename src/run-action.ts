/**
 * Runs an action as a whole process. A cancelled job ends between two synchronous steps, so that outputs are set
 * together or not at all; at the end no connection that was given up keeps the step waiting.
 */
export async function asProcess(run: () => Promise<void>): Promise<void> {
  // A library in the bundle may use what Node is going to drop; that is news for us, not for whoever runs the step.
  process.noDeprecation = true;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143]
  ] as const) {
    process.once(signal, () => process.exit(code));
  }
  await run();
  process.stdout.write('', () => process.exit());
}
