import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { ROOT } from '../helpers/pages.js';

// SECURITY.md has readers compare dist/: `-diff` or `binary` would show them "Binary files differ".
test.each([
  'dist/main.js',
  'dist/licenses.txt',
  'package-lock.json',
  'bench/carriers/results.json'
])('git shows the lines that change in %s, and GitHub folds them as generated', (path) => {
  const attributes = execFileSync(
    'git',
    ['check-attr', 'diff', 'binary', 'linguist-generated', '--', path],
    { cwd: ROOT, encoding: 'utf8' }
  );
  expect(attributes.trim().split('\n')).toEqual([
    `${path}: diff: unspecified`,
    `${path}: binary: unspecified`,
    `${path}: linguist-generated: true`
  ]);
});
