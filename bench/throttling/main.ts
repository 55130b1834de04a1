// `npm run throttling`: many clients at the account's limit of GetRandomPassword. Each must get its password.
// The defaults are `--runs 128 --parallel 32 --clients 256`.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { runStep } from '../../emulator/runner/runner.js';
import { reportError } from '../../src/errors/error-report.js';
import { getPassword } from './password-client.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '128' },
    parallel: { type: 'string', default: '32' },
    clients: { type: 'string', default: '256' }
  }
});
const root = fileURLToPath(new URL('../..', import.meta.url));

interface Result {
  readonly password: string;
  readonly milliseconds: number;
}

/** Calls `request` `count` times, at most `parallel` of them at a time. */
async function requestAll(
  count: number,
  parallel: number,
  request: () => Promise<string>
): Promise<PromiseSettledResult<Result>[]> {
  const results: PromiseSettledResult<Result>[] = [];
  let left = count;
  const timed = async (): Promise<Result> => {
    const start = performance.now();
    return { password: await request(), milliseconds: performance.now() - start };
  };
  const work = async (): Promise<void> => {
    while (left-- > 0) results.push(...(await Promise.allSettled([timed()])));
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return results;
}

/** Runs the built action as a runner does. */
async function runBuiltAction(cloud: Cloud): Promise<string> {
  const { conclusion, outputs, annotations, stderr } = await runStep({
    action: root,
    inputs: { 'aws-region': cloud.region, 'role-to-assume': cloud.roleArn },
    env: cloud.env()
  });
  if (conclusion === 'success') return outputs['password'] ?? '';
  throw new Error(annotations.map(({ message }) => message).join('; ') || stderr);
}

interface Load {
  readonly title: string;
  /** GetRandomPassword calls per second. */
  readonly rateLimit: number;
  readonly count: number;
  readonly parallel: number;
  readonly request: (cloud: Cloud) => Promise<string>;
}

/** Prints how long the requests take. Returns false when one fails. */
async function measure({ title, rateLimit, count, parallel, request }: Load): Promise<boolean> {
  const cloud = await startCloud({ rateLimit });
  // The SDK reads its endpoint from the environment.
  Object.assign(process.env, cloud.env());
  const start = performance.now();
  const settled = await requestAll(count, parallel, () => request(cloud));
  const seconds = (performance.now() - start) / 1000;
  const calls = cloud.calls('secretsmanager', 'GetRandomPassword').length;
  await cloud.close();

  const results = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failures = settled.flatMap((one) =>
    one.status === 'rejected' ? [reportError(one.reason).message, String(one.reason)] : []
  );
  const passwords = new Set(results.map(({ password }) => password));
  const times = results.map(({ milliseconds }) => milliseconds / 1000).sort((a, b) => a - b);
  const percentile = (share: number): string =>
    (times[Math.ceil(share * times.length) - 1] ?? NaN).toFixed(1);
  // The first second's calls pass at once, so this is the minimum.
  const minimum = Math.max(0, count - rateLimit) / rateLimit;
  console.log(
    `${title}, ${rateLimit} per second: ${results.length} of ${count} got a password (${passwords.size} different), ` +
      `${seconds.toFixed(1)} s in all (minimum ${minimum.toFixed(1)} s), ` +
      `${(calls / count).toFixed(2)} calls per password; ` +
      `each took ${percentile(0.5)} s (median), ${percentile(0.95)} s (95 %), ${percentile(1)} s (maximum).`
  );
  for (const failure of new Set(failures)) console.error(`  ${failure}`);
  return results.length === count && passwords.size === count;
}

const [runs, parallel, clients] = [
  Number(values.runs),
  Number(values.parallel),
  Number(values.clients)
];
const passed = [
  await measure({
    title: `${runs} runs, ${parallel} at a time`,
    rateLimit: 5,
    count: runs,
    parallel,
    request: runBuiltAction
  }),
  await measure({
    title: `${clients} clients at once`,
    rateLimit: 50,
    count: clients,
    parallel: clients,
    request: getPassword
  })
];
if (passed.includes(false)) process.exitCode = 1;
