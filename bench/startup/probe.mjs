// Loaded with --import before the program to measure: writes to PROBE_FILE what the process has loaded and used.
// The tests of dist/ use it, too.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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
  writeFileSync(
    process.env.PROBE_FILE,
    JSON.stringify({ loadedBytes, modules: process.moduleLoadList, peakKilobytes: peak() })
  );
});

/** The peak of this process. maxRSS is never below what the parent had at the fork, so Linux reads /proc. */
function peak() {
  const status = '/proc/self/status';
  if (!existsSync(status)) return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(status, 'utf8'))[1]);
}
