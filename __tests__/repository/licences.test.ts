import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { read, ROOT } from '../helpers/pages.js';

const bundled = readdirSync(`${ROOT}/dist`, { encoding: 'utf8' }).filter((path) =>
  path.endsWith('.js')
);

const { packages } = JSON.parse(read('package-lock.json')) as {
  packages: Record<
    string,
    { version?: string; license?: string; dev?: boolean; dependencies?: object }
  >;
};
const installed = Object.keys(packages);

/** Above the code of each ES module, tools/build/rollup.config.mjs leaves the path of the module. */
const flattened = bundled.flatMap((path) =>
  [...read(`dist/${path}`).matchAll(/^\s*\/\/ (node_modules\/\S+\.(?:mjs|js))$/gm)].map(
    ([, module = '']) => installed.findLast((folder) => module.startsWith(`${folder}/`)) ?? module
  )
);

/** ncc leaves no path in the code of CommonJS packages. The others that Rollup leaves to it are dropped as unused. */
const packed = installed.filter((folder) => folder.endsWith('node_modules/content-type'));

const folders = [...new Set([...flattened, ...packed])].sort();

/** Each licence text of dist/licenses.txt, by the lines `name version (licence)` above it. */
const texts = new Map(
  read('dist/licenses.txt')
    .split(/^-{80}$/m)
    .flatMap((section) => {
      const [heads = '', ...paragraphs] = section.trim().split('\n\n');
      return heads.split('\n').map((head) => [head, paragraphs.join('\n\n')] as const);
    })
);

/** The line of a package in dist/licenses.txt. */
function head(folder: string): string {
  const { version = '', license = '' } = packages[folder]!;
  return `${folder.replace(/^.*node_modules\//, '')} ${version} (${license})`;
}

test('what is bundled is found', () => {
  expect(folders.length).toBeGreaterThan(30);
  expect(folders).toEqual(
    expect.arrayContaining([
      'node_modules/@actions/core',
      'node_modules/@smithy/core',
      'node_modules/@octokit/core',
      'node_modules/libsodium'
    ])
  );
});

test('a CommonJS package brings no others that ncc would add', () => {
  for (const folder of packed) expect(packages[folder]?.dependencies).toBeUndefined();
});

test('what is listed is bundled', () => {
  const heads = folders.map((folder) => head(folder));
  expect([...texts.keys()].sort()).toEqual(heads.sort());
  expect(heads.filter((one) => /undici|http-client/.test(one))).toEqual([]);
});

test.each(folders)('%s: its licence lets it be passed on, and its text goes with it', (folder) => {
  const { license, dev } = packages[folder]!;
  expect(dev).toBeUndefined();
  expect(['MIT', 'ISC', 'Apache-2.0', '0BSD', 'BSD-3-Clause']).toContain(license);
  const text = texts.get(head(folder));
  // A name and an identifier alone do not meet the conditions of these licences.
  expect(text?.length).toBeGreaterThan(500);
  expect(text).toMatch(/permission|license/i);
});
