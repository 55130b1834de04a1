// Loaded with --import before the program to measure: writes to PROBE_FILE what the process has loaded and used.
// The tests of dist/ use it, too.
import { statSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { readPeak } from './peak-memory.mjs';

let loadedBytes = 0;
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) loadedBytes += statSync(fileURLToPath(url)).size;
    return next(url, context);
  }
});
process.on('exit', () => {
  writeFileSync(
    process.env.PROBE_FILE,
    JSON.stringify({ loadedBytes, modules: process.moduleLoadList, peakKilobytes: readPeak() })
  );
});
