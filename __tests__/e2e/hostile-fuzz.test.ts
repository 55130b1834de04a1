import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { StepResult } from '../../emulator/runner/runner.js';
import { parseCommandFile } from '../../emulator/runner/command-files.js';
import type { ServiceName } from '../../emulator/service.js';
import { findControlCharacters, findForeignCommands } from '../helpers/foreign-commands.js';
import { startHostileCloud } from '../helpers/hostile-cloud.js';
import { ROOT } from '../helpers/pages.js';
import { CANARY, createRandom, randomAnswer } from '../helpers/random-answers.js';
import { isAll } from '../helpers/test-all.js';

/** Random hostile answers for each service: many with `npm run test:all`, a few otherwise. */
const RUNS = isAll ? 10_000 : 40;
const SEED = Number(process.env['FUZZ_SEED'] ?? 7);
/** A run leaves its connections to the end of its process. */
const RUNS_PER_PROCESS = 150;
const SECONDS = 60;
const MAX_MEGABYTES = 200;
const TOKEN = 'github_pat_local';

interface Outcome {
  readonly printed: string;
  readonly slept: number;
  readonly milliseconds: number;
  readonly failed: boolean;
  readonly outputs: string;
  readonly peakMegabytes: number;
}

/** A host that no request may ever reach. */
let elsewhere: http.Server;
let elsewhereUrl: string;
let reached = 0;
let folder: string;
beforeAll(async () => {
  elsewhere = http.createServer((_, response) => {
    reached++;
    response.end();
  });
  await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
  elsewhereUrl = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
});
afterAll(() => {
  elsewhere.close();
  elsewhere.closeAllConnections();
  rmSync(folder, { recursive: true });
});

const WAYS = [
  {},
  { 'secret-id': 'shop/new' },
  { 'secret-id': 'shop/db', 'if-secret-exists': 'keep' },
  { 'secret-id': 'shop/db', 'if-secret-exists': 'rotate' },
  { 'secret-id': 'shop/db', 'secret-version-id': '8f2a7c1e-5b3d-4a6f-9e8d-1c2b3a4d5e6f' }
] as const;

test.each<ServiceName>(['oidc', 'sts', 'secretsmanager', 'github'])(
  `${RUNS} hostile answers of %s`,
  async (service) => {
    const cloud = await startHostileCloud();
    const random = createRandom(SEED);
    // The first requests of a run get hostile answers, then the real ones follow, or for ever.
    let left = 0;
    cloud.choose = (name) =>
      name === service && left-- > 0 ? randomAnswer(random, elsewhereUrl) : undefined;
    let child = startRunning();
    const conclusions = new Map<string, number>();
    let peak = 0;
    let succeeded = 0;
    try {
      for (let at = 0; at < RUNS; at++) {
        if (at > 0 && at % RUNS_PER_PROCESS === 0) {
          child.kill();
          child = startRunning();
        }
        cloud.secrets.secrets.clear();
        cloud.github.secrets.clear();
        cloud.secrets.create({
          Name: 'shop/db',
          SecretString: 'kept-before-Wm4xRt7bQz',
          ClientRequestToken: '8f2a7c1e-5b3d-4a6f-9e8d-1c2b3a4d5e6f'
        });
        const way = service === 'secretsmanager' ? WAYS[at % WAYS.length]! : {};
        left = at % 3 === 0 ? Infinity : (at % 3) * 2 - 1;
        const outcome = await runOnce(
          child,
          {
            ...cloud.env(),
            GITHUB_OUTPUT: join(folder, service),
            GITHUB_REPOSITORY: 'octo-org/app',
            RUNNER_DEBUG: '1',
            ...inputs({
              'aws-region': cloud.region,
              'role-to-assume': cloud.roleArn,
              'timeout-seconds': String(SECONDS),
              ...(service === 'github' && { 'github-secret': 'DB', 'github-token': TOKEN }),
              ...way
            })
          },
          'secret-version-id' in way
        );
        try {
          const conclusion = conclude(outcome, way);
          succeeded += Number(conclusion === 'success');
          conclusions.set(conclusion, (conclusions.get(conclusion) ?? 0) + 1);
          const given = [cloud.issuer.requestToken, TOKEN];
          expect(given.filter((secret) => withoutMasks(outcome.printed).includes(secret))).toEqual(
            []
          );
        } catch (error) {
          throw new Error(`run ${at} of seed ${SEED}: ${outcome.printed.slice(0, 5000)}`, {
            cause: error
          });
        }
        peak = Math.max(peak, outcome.peakMegabytes);
        expect(outcome.slept).toBeLessThanOrEqual(SECONDS * 1000);
        // Long before the time that one hanging attempt would take.
        expect(outcome.milliseconds).toBeLessThan(SECONDS * 1000);
      }
    } finally {
      child.kill();
      await cloud.close();
    }
    expect(peak).toBeLessThan(MAX_MEGABYTES);
    expect(reached).toBe(0);
    // Both ends are reached, by many ways.
    expect(succeeded).toBeGreaterThan(RUNS / 50);
    expect(conclusions.size).toBeGreaterThan(5);
    if (isAll) console.log(service, `${peak.toFixed(0)} MB`, conclusions);
  },
  600_000 + RUNS * 300
);

const inputs = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  );

const startRunning = (): ChildProcess =>
  fork(join(ROOT, '__tests__', 'helpers', 'run-many.mjs'), {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
    execArgv: ['--no-warnings'],
    // What a run has begun beside the call that failed goes on here, where a process would end.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc']
  });

/** @throws when the process ends by itself. */
const runOnce = (
  child: ChildProcess,
  env: Readonly<Record<string, string>>,
  promotes: boolean
): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    child.removeAllListeners();
    child.once('message', resolve).once('exit', (code) => {
      reject(new Error(`the process ended with ${String(code)}`));
    });
    child.send({ env, promotes });
  });

const withoutMasks = (printed: string): string => printed.replaceAll(/^::add-mask::.*$/gm, '');

/** How a run ended: `success`, or the words of its error without what differs. Throws unless it ended as runs do. */
function conclude(outcome: Outcome, way: Readonly<Record<string, string>>): string {
  const { printed, failed } = outcome;
  const result = { stdout: printed, stderr: '' } as StepResult;
  expect([findForeignCommands(result), findControlCharacters(result)]).toEqual([[], []]);
  expect(withoutMasks(printed)).not.toContain(CANARY);
  const outputs = new Map<string, string>();
  parseCommandFile(outcome.outputs, (name, value) => outputs.set(name, value));
  const errors = [...printed.matchAll(/^::error title=aws-random-password::(.*)$/gm)];
  if (failed) {
    expect([errors.length, [...outputs]]).toEqual([1, []]);
    return (errors[0]?.[1] ?? '')
      .replaceAll(/\d+/g, 'N')
      .replaceAll(/\(.*?\)/g, '()')
      .slice(0, 120);
  }
  expect(errors).toEqual([]);
  if ('secret-version-id' in way) {
    expect(outputs.get('secret-version-id')).toBe(way['secret-version-id']);
  } else {
    const kept = way['if-secret-exists'] === 'keep';
    // What somebody else has stored may be any text.
    expect(outputs.get('password')).toMatch(
      kept ? /^[^]+$/ : /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^a-zA-Z0-9])[!-~]{32}$/
    );
  }
  return 'success';
}
