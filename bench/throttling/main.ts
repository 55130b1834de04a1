// `npm run fleet`: a crowd at the account-wide limit of GetRandomPassword. All must get their password.
// `--runs 128 --at-once 32 --clients 256` are what it does by itself.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { runStep } from '../../emulator/runner/runner.js';
import { explain } from '../../src/errors/explain.js';
import { askAlone } from './client.js';

const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '128' },
    'at-once': { type: 'string', default: '32' },
    clients: { type: 'string', default: '256' }
  }
});
const root = fileURLToPath(new URL('../..', import.meta.url));

interface Got {
  readonly password: string;
  readonly milliseconds: number;
}

/** What a fleet of `size` gets, `atOnce` of it under way at any time. */
async function fleet(
  size: number,
  atOnce: number,
  member: () => Promise<string>
): Promise<PromiseSettledResult<Got>[]> {
  const got: PromiseSettledResult<Got>[] = [];
  let left = size;
  const lane = async (): Promise<void> => {
    while (left-- > 0) {
      const start = performance.now();
      const [result] = await Promise.allSettled([member()]);
      got.push(
        result.status === 'rejected'
          ? result
          : {
              status: 'fulfilled',
              value: { password: result.value, milliseconds: performance.now() - start }
            }
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return got;
}

/** A run of the built action, as a runner starts it. */
const run = async (cloud: Cloud): Promise<string> => {
  const { conclusion, outputs, annotations, stderr } = await runStep({
    action: root,
    inputs: { 'aws-region': cloud.region, 'role-to-assume': cloud.roleArn },
    env: cloud.env()
  });
  if (conclusion === 'success') return outputs['password'] ?? '';
  throw new Error(annotations.map(({ message }) => message).join('; ') || stderr);
};

/** Lets a fleet loose on an AWS with a limit, and says how it went. False when one of it failed. */
async function measure(
  title: string,
  rateLimit: number,
  size: number,
  atOnce: number,
  member: (cloud: Cloud) => Promise<string>
): Promise<boolean> {
  const cloud = await startCloud({ rateLimit });
  // Where the SDK looks for the endpoint; a run gets it from its runner.
  Object.assign(process.env, cloud.env());
  const start = performance.now();
  const results = await fleet(size, atOnce, () => member(cloud));
  const seconds = (performance.now() - start) / 1000;
  const calls = cloud.calls('secretsmanager', 'GetRandomPassword').length;
  await cloud.close();

  const got = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [explain(result.reason).message, String(result.reason)] : []
  );
  const passwords = new Set(got.map(({ password }) => password));
  const times = got.map(({ milliseconds }) => milliseconds / 1000).sort((a, b) => a - b);
  const at = (share: number): string =>
    (times[Math.ceil(share * times.length) - 1] ?? NaN).toFixed(1);
  // The bucket is full at the beginning; no fleet can be done sooner.
  const least = Math.max(0, size - rateLimit) / rateLimit;
  console.log(
    `${title}, ${rateLimit} a second: ${got.length} of ${size} got a password (${passwords.size} different), ` +
      `${seconds.toFixed(1)} s in all (${least.toFixed(1)} s is the least), ` +
      `${(calls / size).toFixed(2)} calls a password; ` +
      `one took ${at(0.5)} s (median), ${at(0.95)} s (95 %), ${at(1)} s (longest).`
  );
  for (const failure of new Set(failures)) console.error(`  ${failure}`);
  return got.length === size && passwords.size === size;
}

const [runs, atOnce, clients] = [flags.runs, flags['at-once'], flags.clients].map(Number) as [
  number,
  number,
  number
];
const good = [
  await measure(`${runs} runs, ${atOnce} at a time`, 5, runs, atOnce, run),
  await measure(`${clients} clients at once`, 50, clients, clients, askAlone)
];
if (good.includes(false)) process.exitCode = 1;
