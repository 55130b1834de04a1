/**
 * Runs an action as a whole process. A cancelled job ends between two synchronous steps, so that outputs are set
 * together or not at all; at the end no connection that was given up keeps the step waiting.
 */
export async function asProcess(run: () => Promise<void>): Promise<void> {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143]
  ] as const) {
    process.once(signal, () => process.exit(code));
  }
  await run();
  process.stdout.write('', () => process.exit());
}
