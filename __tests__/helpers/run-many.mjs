// Runs the built action again and again in one process, and tells its parent what each run printed, set and took.
// Delays between attempts move the clock only, so that a service that fails for ever takes no time.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { clearTimeout, setTimeout } from 'node:timers';
import { readPeak } from '../../emulator/runner/peak-memory.mjs';

const { run, runAction, runPromote } = createRequire(import.meta.url)('../../dist/main.js');
const environment = { ...process.env };

process.on('message', async ({ env, promotes }) => {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, env);
  writeFileSync(env.GITHUB_OUTPUT, '');
  process.exitCode = undefined;
  let printed = '';
  const { write } = process.stdout;
  const capture = (text, ...rest) => {
    printed += text;
    const callback = rest.find((one) => typeof one === 'function');
    if (callback) process.nextTick(callback);
    return true;
  };
  process.stdout.write = capture;
  process.stderr.write = capture;
  let slept = 0;
  const clock = {
    now: () => performance.now() + slept,
    sleep: (milliseconds) => {
      slept += milliseconds;
      return Promise.resolve();
    },
    startTimer: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    },
    random: Math.random
  };
  const start = performance.now();
  await new Promise((resolve) => {
    process.exit = resolve;
    void runAction(() => (promotes ? runPromote : run)(clock));
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
  process.stdout.write = write;
  process.send({
    printed,
    slept,
    milliseconds: performance.now() - start,
    failed: process.exitCode !== undefined,
    outputs: readFileSync(env.GITHUB_OUTPUT, 'utf8'),
    peakMegabytes: readPeak() / 1024
  });
});
