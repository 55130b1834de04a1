import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { read, ROOT } from '../helpers/pages.js';

const bundled = readdirSync(`${ROOT}/dist`, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.m?js$/.test(path)
);

/** Paths of modules as webpack and tools/build/build.mjs leave them in comments. */
const MODULE =
  /(?:\.\.\/|node_modules\/)((?:@[\w.-]+\/)?[\w-][\w.-]*)\/[^\s"']+\.(?:mjs|cjs|js|json)\b/g;

const { packages } = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { version?: string; license?: string; dev?: boolean }>;
};

/** Packages that are no ES modules: ncc leaves their code in dist/, but not their paths. */
const COMMONJS = ['hpagent', 'tunnel'];

const names = [
  ...new Set([
    ...COMMONJS,
    ...bundled.flatMap((path) =>
      [...read(`dist/${path}`).matchAll(MODULE)].map(([, name = '']) => name)
    )
  ])
].filter((name) => packages[`node_modules/${name}`] !== undefined);

/** Each licence text of dist/licenses.txt, by the lines `name version (licence)` above it. */
const texts = new Map(
  read('dist/licenses.txt')
    .split(/^-{80}$/m)
    .flatMap((section) => {
      const [heads = '', ...paragraphs] = section.trim().split('\n\n');
      return heads.split('\n').map((head) => [head, paragraphs.join('\n\n')] as const);
    })
);

test('what is bundled is found', () => {
  expect(names.length).toBeGreaterThan(20);
  expect(names).toEqual(
    expect.arrayContaining(['@actions/core', '@smithy/core', '@octokit/core', 'libsodium'])
  );
});

test.each(names)('%s: its licence lets it be passed on, and its text goes with it', (name) => {
  const { version = '', license = '', dev } = packages[`node_modules/${name}`]!;
  expect(dev).toBeUndefined();
  expect(['MIT', 'ISC', 'Apache-2.0', '0BSD', 'BSD-3-Clause']).toContain(license);
  const text = texts.get(`${name} ${version} (${license})`);
  // A name and an identifier alone do not meet the conditions of these licences.
  expect(text?.length).toBeGreaterThan(500);
  expect(text).toMatch(/permission|license/i);
});
