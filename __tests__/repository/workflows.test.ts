import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { actionlint, read, ROOT, yaml, type Workflow } from '../helpers/pages.js';

// Pins, expressions in scripts, credentials of a checkout and Dependabot's cooldown are zizmor's (lint-workflows.yml).
const FOLDER = '.github/workflows';
const files = readdirSync(join(ROOT, FOLDER));
const workflow = (file: string): Workflow => yaml(read(`${FOLDER}/${file}`)) as Workflow;
const readJobs = (file: string) => Object.values(workflow(file).jobs);

describe.each(files)('%s', (file) => {
  const text = read(`${FOLDER}/${file}`);
  const jobs = readJobs(file);

  test('passes actionlint', async () => {
    expect(await actionlint(text, file)).toEqual([]);
  });

  test('gives no permission to all of its jobs, and each job what it names', () => {
    expect(workflow(file).permissions).toEqual({});
    expect(text.indexOf('permissions: {}')).toBeLessThan(text.indexOf('jobs:'));
    for (const job of jobs) expect(Object.keys(job.permissions ?? {})).not.toHaveLength(0);
  });

  test('has a time-out for every job', () => {
    for (const job of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
  });
});

test('one action is pinned at one version everywhere', () => {
  const pins = new Map<string, Set<string>>();
  for (const file of files)
    for (const [, action = '', pin = ''] of read(`${FOLDER}/${file}`).matchAll(
      /uses: ([\w-]+\/[\w-]+)[\w/-]*@(.+)$/gm
    ))
      pins.set(action, (pins.get(action) ?? new Set()).add(pin));
  expect([...pins].filter(([, versions]) => versions.size > 1)).toEqual([]);
});

test("ci runs the README's commands on all three systems, on the oldest Node and on the action's", () => {
  const job = workflow('ci.yml').jobs['readme'];
  expect(job?.steps.flatMap(({ run }) => run ?? [])).toEqual([
    'npm ci',
    'npm start',
    'npm test',
    'npm run test:all'
  ]);
  const { os = [], node } = job?.strategy?.matrix ?? {};
  for (const system of ['ubuntu', 'macos', 'windows'])
    expect(os.some((name) => String(name).startsWith(system))).toBe(true);
  expect(node).toEqual([20, 24]);
});

test('write permissions are only where something is written', () => {
  const writes = files.flatMap((file) =>
    Object.entries(workflow(file).jobs).flatMap(([name, { permissions = {} }]) =>
      Object.entries(permissions)
        .filter(([, level]) => level === 'write')
        .map(([permission]) => `${file} ${name}: ${permission}`)
    )
  );
  expect(writes).toEqual([
    'codeql.yml analyze: security-events',
    'e2e.yml aws: id-token',
    'release.yml attest: id-token',
    'release.yml attest: attestations',
    'release.yml publish: contents'
  ]);
});

test('moto has one version everywhere', () => {
  const places = ['.ci/run', '.github/workflows/e2e.yml', 'CONTRIBUTING.md'];
  const versions = places.map((path) => /moto\[server\]==([\d.]+)/.exec(read(path))?.[1]);
  for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(new Set(versions).size).toBe(1);
});

const hasBash = process.platform !== 'win32' && spawnSync('bash', ['--version']).status === 0;
(hasBash ? describe : describe.skip)('scripts', () => {
  const step = (file: string, job: string, name: string): string =>
    workflow(file).jobs[job]?.steps.find((one) => one.name === name)?.run ?? '';
  const bash = (script: string, env: NodeJS.ProcessEnv) =>
    spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...env }
    });

  test('the release notes are the entry of that version in the changelog', () => {
    const script = step('release.yml', 'publish', 'Publish the release with its CHANGELOG entry');
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const [, entry = ''] =
      new RegExp(`## \\[${version}\\].*\\n([^]*?)\\n\\[`).exec(read('CHANGELOG.md')) ?? [];
    const [awk = ''] = script.split(' > "$RUNNER_TEMP');
    const { stdout, status } = bash(awk, { TAG: `v${version}` });
    expect(status).toBe(0);
    expect(stdout.trim()).toBe(entry.trim());
    expect(stdout).toContain('### Added');
  });

  const check = step('e2e.yml', 'aws', 'The password is what was asked for');
  test.each([
    ['one that holds', 'aB3'.padEnd(40, 'x'), 0],
    ['a short one', 'aB3'.padEnd(39, 'x'), 1],
    ...Array.from(`/@"':\\`, (bad) => [`one with ${bad}`, `aB3${bad}`.padEnd(40, 'x'), 1] as const),
    ['one without a digit', 'aBc'.padEnd(40, 'x'), 1],
    ['one without a capital', 'ab3'.padEnd(40, 'x'), 1]
  ])('the check of e2e judges %s', (_, PASSWORD, status) => {
    expect(bash(check, { PASSWORD }).status).toBe(status);
  });
});
