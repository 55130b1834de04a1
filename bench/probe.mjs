// Loaded before the program that is measured, in runs that are not timed: tells at the end what the run has used.
import { writeFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

let loadedBytes = 0;
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) loadedBytes += statSync(fileURLToPath(url)).size;
    return next(url, context);
  }
});
process.on('exit', () => {
  const { maxRSS } = process.resourceUsage();
  writeFileSync(process.env.PROBE_FILE, JSON.stringify({ loadedBytes, peakKilobytes: maxRSS }));
});
