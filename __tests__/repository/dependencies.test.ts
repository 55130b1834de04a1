import { expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { read } from '../helpers/pages.js';

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
