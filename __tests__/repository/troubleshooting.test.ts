import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readMessages } from '../helpers/messages.js';
import { ROOT } from '../helpers/pages.js';

// The page explains outside its tables how the message of a failed call begins, and how that of a store ends.
const PARTS = ['Could not …: … …', '… …'];
const messages = readMessages(join(ROOT, 'src')).filter((message) => !PARTS.includes(message));
const page = readFileSync(join(ROOT, 'docs/troubleshooting.md'), 'utf8');
const rows = [...page.matchAll(/^\| `([^`]+)`\s*\| (.+?)\s*\|$/gm)].map(
  ([, words = '', remedy = '']) => ({ words, remedy })
);

/** The row that explains a message: the longest beginning of it. */
const findRow = (message: string): string | undefined =>
  rows
    .map(({ words }) => words)
    .filter((words) => message.startsWith(words))
    .sort((a, b) => b.length - a.length)[0];

test('src/ has many messages', () => {
  expect(messages.length).toBeGreaterThan(60);
  expect(messages).toContain('this EC2 instance has no role.');
});

test('every message has a row', () => {
  expect(messages.filter((message) => findRow(message) === undefined)).toEqual([]);
});

test('every row has a message, and no two the same', () => {
  const used = new Set(messages.map(findRow));
  expect(rows.map(({ words }) => words).filter((words) => !used.has(words))).toEqual([]);
  expect(new Set(rows.map(({ words }) => words)).size).toBe(rows.length);
});

test('every row says what to do, in other words than the message', () => {
  for (const { words, remedy } of rows) {
    expect(remedy.length).toBeGreaterThan(20);
    expect(remedy).not.toContain(words);
  }
});
