import { execFile, type ExecFileException } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import semver from 'semver';
import { read, ROOT } from '../helpers/pages.js';

const { scripts, optionalDependencies } = JSON.parse(read('package.json')) as Record<
  'scripts' | 'optionalDependencies',
  Record<string, string>
>;
const { packages } = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { engines?: { node?: string }; optional?: boolean }>;
};

/** The environment of a shell, as it is before npm puts node_modules/.bin on the PATH. */
const shell: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env)
    .filter(([name]) => !/^npm_/i.test(name))
    .map(([name, value = '']) => [
      name,
      /^path$/i.test(name)
        ? value
            .split(delimiter)
            .filter(
              (folder) => !folder.includes('node_modules') && !folder.includes('node-gyp-bin')
            )
            .join(delimiter)
        : value
    ])
);

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function npm(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve) => {
    // npm is a batch file on Windows, which needs a shell.
    const options = { cwd, env: { ...shell, ...env }, shell: process.platform === 'win32' };
    execFile('npm', args, options, (error: ExecFileException | null, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });
}

const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

test('an npm script runs on Node 24, whatever Node started npm', async () => {
  const { code, stdout, stderr } = await npm(['run', '--silent', 'node', '--', '--version'], ROOT);
  expect([code, stderr]).toEqual([0, '']);
  // Elsewhere it is the Node that started npm, which the check of every script has found new enough.
  if (`node-${platform}` in optionalDependencies) expect(stdout).toMatch(/^v24\./);
  else expect(Number.parseInt(stdout.slice(1), 10)).toBeGreaterThanOrEqual(24);
});

test.each(Object.entries(scripts))('npm run %s checks the version of Node first', (_, script) => {
  expect(script).toMatch(/^node tools\/require-node\.mjs && /);
});

describe('without the Node of npm ci, on Node 20,', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'node-'));
    await cp(join(ROOT, 'tools/require-node.mjs'), join(folder, 'tools/require-node.mjs'));
    await cp(join(ROOT, '.npmrc'), join(folder, '.npmrc'));
    await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Runs a script of package.json on a Node that says to be another. */
  async function run(script: string, as: { arch?: string; node: string }): Promise<Ended> {
    const fake = join(folder, 'fake.mjs');
    const versions = { ...process.versions, node: as.node };
    await writeFile(
      fake,
      `Object.defineProperty(process, 'versions', { value: ${JSON.stringify(versions)} });
       ${as.arch ? `Object.defineProperty(process, 'arch', { value: '${as.arch}' });` : ''}`
    );
    // npm itself must not see it.
    await writeFile(
      join(folder, '.npmrc'),
      `${read('.npmrc')}node-options=--import=${pathToFileURL(fake).href}\n`
    );
    return npm([script], folder);
  }

  test.each(['start', 'test'])('npm %s says what to install', async (script) => {
    const { code, stderr } = await run(script, { node: '20.20.2', arch: 'mips' });
    expect(code).toBe(1);
    expect(stderr).toContain(
      `This needs Node 24, but runs on Node 20.20.2. npm has no Node 24 for ${process.platform} on mips. ` +
        'Install Node 24 or later from https://nodejs.org, then try again.\n'
    );
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('where npm has a Node 24, it says so', async () => {
    const arch = process.platform === 'darwin' ? 'x64' : process.arch;
    const { code, stderr } = await run('start', { node: '20.20.2', arch });
    expect([code, stderr]).toEqual([
      1,
      'This needs Node 24, but runs on Node 20.20.2. Run "npm ci" without --omit=optional, which installs it. ' +
        'If it does not start here, install Node 24 or later from https://nodejs.org, then try again.\n'
    ]);
  });
});

test.each(['20.20.2', '22.23.2', '24.21.0'])('npm ci on Node %s warns of no engine', (version) => {
  const warned = Object.entries(packages).filter(
    ([, { engines, optional }]) => !optional && !semver.satisfies(version, engines?.node ?? '*')
  );
  expect(warned.map(([path]) => path)).toEqual([]);
});
