import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import {
  certificateFile,
  startLatencyProxy,
  type LatencyProxy
} from '../../emulator/latency-proxy.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import { ROOT } from '../helpers/pages.js';
import { readFailure } from '../helpers/recording-cloud.js';

let cloud: Cloud;
let tls: LatencyProxy;
let folder: string;
let seen = 0;
beforeAll(async () => {
  cloud = await startCloud();
  tls = await startLatencyProxy(cloud.url, 0);
  folder = mkdtempSync(join(tmpdir(), 'node-variables-'));
});
afterAll(async () => {
  await tls.close();
  await cloud.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  seen = cloud.requests.length;
});

const run = (env: Readonly<Record<string, string>>, action = ROOT): Promise<StepResult> =>
  runStep({
    action,
    inputs: { 'aws-region': cloud.region, 'role-to-assume': cloud.roleArn },
    env: {
      ...cloud.env({ sts: tls.url, secretsmanager: tls.url }),
      NODE_EXTRA_CA_CERTS: certificateFile,
      ...env
    },
    node: process.execPath
  });

describe('a variable with which Node.js tells a secret is refused before anything is asked:', () => {
  test.each(['net', 'stream', 'tls', 'https', 'http2', 'http', 'NET', 'fs,net', '*', 'n*t'])(
    'NODE_DEBUG=%s',
    async (value) => {
      const result = await run({ NODE_DEBUG: value });
      expect(readFailure(result)).toContain(
        `NODE_DEBUG is "${value}", so Node.js would print what this step sends and receives`
      );
      expect(cloud.requests.slice(seen)).toEqual([]);
    }
  );

  test.each([
    '--inspect=127.0.0.1:0',
    '--heapsnapshot-signal=SIGUSR2',
    '--heapsnapshot-near-heap-limit=1',
    '--tls_keylog=keys.log',
    '--max-old-space-size=500 --tls-keylog=keys.log'
  ])('NODE_OPTIONS=%s', async (options) => {
    const result = await run({
      NODE_OPTIONS: options.replace('keys.log', join(folder, 'keys.log'))
    });
    expect(readFailure(result)).toMatch(/^NODE_OPTIONS has --(?:inspect|heap|tls-keylog)[-\w]*, /);
    expect(cloud.requests.slice(seen)).toEqual([]);
  });
});

// Measured over TLS, as a run is.
test.each<[string, (folder: string) => Readonly<Record<string, string>>]>([
  ['NODE_DEBUG=fs', () => ({ NODE_DEBUG: 'fs' })],
  ['NODE_DEBUG=module,timer,nets,et', () => ({ NODE_DEBUG: 'module,timer,nets,et' })],
  ['SSLKEYLOGFILE', (to) => ({ SSLKEYLOGFILE: join(to, 'ssl-keys') })],
  ['NODE_V8_COVERAGE', (to) => ({ NODE_V8_COVERAGE: join(to, 'coverage') })],
  ['--trace-tls', () => ({ NODE_OPTIONS: '--trace-tls' })],
  [
    'other traces',
    () => ({ NODE_OPTIONS: '--trace-env --trace-exit --trace-uncaught --trace-warnings' })
  ],
  [
    'profiles',
    (to) => ({
      NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${to} --heap-prof --heap-prof-dir=${to}`
    })
  ]
])('%s tells no secret, and the run succeeds', async (_, variables) => {
  const to = mkdtempSync(join(folder, 'written-'));
  const result = await run(variables(to));
  expect(result.conclusion).toBe('success');
  const { password = '' } = result.outputs;
  const texts = [
    result.stderr,
    result.stdout.replace(/^::add-mask::.*$/gm, ''),
    ...readdirSync(to, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
  ];
  const forms = [
    password,
    JSON.stringify(password).slice(1, -1),
    Buffer.from(password).toString('hex').slice(0, 20),
    Buffer.from(password).toString('hex').replace(/../g, '$& ').slice(0, 30)
  ];
  for (const text of texts) {
    for (const form of forms) expect(text).not.toContain(form);
    expect(text).not.toMatch(/Bearer [\w-]{10}|eyJ[\w-]{20}|TRAFFIC_SECRET/);
  }
  expect(result.annotations).toEqual([]);
});

test('a diagnostic report is warned of', async () => {
  const result = await run({ NODE_OPTIONS: '--report-on-signal' });
  expect([result.conclusion, result.annotations.map(({ message }) => message)]).toEqual([
    'success',
    [expect.stringMatching(/^NODE_OPTIONS has --report-on-signal: a diagnostic report has every/)]
  ]);
});

test('the promote action refuses the same', async () => {
  const result = await run({ NODE_DEBUG: 'net' }, join(ROOT, 'promote'));
  expect(readFailure(result)).toContain('NODE_DEBUG is "net"');
});
