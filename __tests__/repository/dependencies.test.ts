import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { read, ROOT } from '../helpers/pages.js';

type Versions = Readonly<Record<string, string>>;

const { dependencies, devDependencies } = JSON.parse(read('package.json')) as {
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
};

test('versions are locked, and what is bundled is named exactly', () => {
  for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  // Patches of TypeScript change no output; package-lock.json has the one that is used.
  for (const version of Object.values(devDependencies))
    expect(version).toMatch(/^~?\d+\.\d+\.\d+$/);
  const { packages } = JSON.parse(read('package-lock.json')) as {
    readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
  };
  for (const [path, { integrity }] of Object.entries(packages))
    if (path !== '') expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/)]);
});

test('no package runs a script when it is installed', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
});

test('a new version is taken after seven days', () => {
  const { updates } = load(read('.github/dependabot.yml')) as {
    readonly updates: readonly { readonly cooldown?: object }[];
  };
  expect(updates.length).toBeGreaterThan(1);
  for (const { cooldown } of updates) expect(cooldown).toEqual({ 'default-days': 7 });
});

// SECURITY.md and CONTRIBUTING.md tell people to read these differences.
test('git shows what changes in dist/ and in package-lock.json, and GitHub folds it', () => {
  const attributes = (path: string) =>
    spawnSync('git', ['check-attr', 'diff', 'binary', 'linguist-generated', '--', path], {
      cwd: ROOT,
      encoding: 'utf8'
    }).stdout;
  for (const path of ['dist/index.js', 'dist/licenses.txt', 'package-lock.json'])
    expect(attributes(path)).toBe(
      `${path}: diff: unspecified\n${path}: binary: unspecified\n${path}: linguist-generated: true\n`
    );
  // Git counts no lines in a file that it takes for binary: it prints `-`.
  const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
  const { stdout } = spawnSync(
    'git',
    ['diff', '--numstat', emptyTree, '--', 'dist', 'package-lock.json'],
    { cwd: ROOT, encoding: 'utf8' }
  );
  expect(stdout).toMatch(/^\d+\t0\tdist\/index\.js$/m);
  expect(stdout).not.toMatch(/^-/m);
});
