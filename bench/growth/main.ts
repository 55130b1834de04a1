// `npm run growth`: how much longer the built action computes when it rotates a password in a large secret, by the shape
// of what else is in it. Fails where 64 KB take over 100 ms of CPU more than 1 KB. `--runs N` sets the number of runs.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCloud } from '../../emulator/index.js';
import { findNode } from '../../emulator/runner/node-binary.js';
import { median } from '../startup/candidates.js';
import { Report } from '../startup/report.js';
import { shapes } from './shapes.js';

const SIZES = [1_000, 4_000, 16_000, 65_000];
const LIMIT_MS = 100;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '7' } } });
const node = findNode('node24').path;
const folder = await mkdtemp(join(tmpdir(), 'growth-'));
const cloud = await startCloud();
const cpuTimeFile = join(folder, 'cpu-time');
const outputFile = join(folder, 'output');

/** Milliseconds that a process computes which rotates the password of a secret with this value, or refuses to. */
async function measure(value: string): Promise<number> {
  const name = randomUUID();
  cloud.secrets.create({ Name: name, ClientRequestToken: randomUUID(), SecretString: value });
  await writeFile(outputFile, '');
  const child = spawn(node, ['--import', here('cpu-time.mjs'), here('../../dist/index.js')], {
    env: {
      ...cloud.env(),
      ...cloud.staticEnv,
      AWS_REGION: cloud.region,
      GITHUB_OUTPUT: outputFile,
      CPU_TIME_FILE: cpuTimeFile,
      'INPUT_SECRET-ID': name,
      'INPUT_IF-SECRET-EXISTS': 'rotate',
      'INPUT_GENERATE-STRING-KEY': 'password'
    },
    stdio: 'ignore'
  });
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  const isRotated = cloud.secrets.find(name)?.versions.size === 2;
  if (isRotated !== (exitCode === 0)) throw new Error(`exit code ${String(exitCode)}`);
  cloud.secrets.secrets.delete(name);
  return Number(await readFile(cpuTimeFile, 'utf8'));
}

try {
  const report = new Report();
  report.paragraph(
    `CPU milliseconds of whole processes, medians of ${options.runs} runs in turn, by the length of the secret in characters.`
  );
  const rows: string[][] = [];
  let most = 0;
  for (const [shape, make] of Object.entries(shapes)) {
    const times = SIZES.map((): number[] => []);
    for (let run = 0; run < Number(options.runs); run++)
      for (const [at, size] of SIZES.entries()) times[at]?.push(await measure(make(size)));
    const medians = times.map(median);
    const growth = (medians.at(-1) ?? NaN) - (medians[0] ?? NaN);
    most = Math.max(most, growth);
    rows.push([shape, ...medians.map((ms) => ms.toFixed(0)), growth.toFixed(0)]);
  }
  report.table(['shape', ...SIZES.map((size) => size.toLocaleString('en')), 'growth'], rows);
  if (most > LIMIT_MS) process.exitCode = 1;
} finally {
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
}
