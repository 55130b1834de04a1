import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { messagesIn } from '../helpers/messages.js';
import { ROOT } from '../helpers/pages.js';

// What every failed call begins with is told above the tables.
const START = 'Could not …: … …';
const messages = messagesIn(join(ROOT, 'src')).filter((message) => message !== START);
const page = readFileSync(join(ROOT, 'docs/troubleshooting.md'), 'utf8');
const rows = [...page.matchAll(/^\| `([^`]+)`\s*\| (.+?)\s*\|$/gm)].map(
  ([, words = '', remedy = '']) => ({ words, remedy })
);

/** The row that explains a message: the one that says most of it. */
const rowOf = (message: string): string | undefined =>
  rows
    .map(({ words }) => words)
    .filter((words) => message.startsWith(words))
    .sort((a, b) => b.length - a.length)[0];

test('src/ has the messages that the page is about', () => {
  expect(messages.length).toBeGreaterThan(60);
  expect(messages).toContain('no AWS credentials were found.');
});

test('every message has its row', () => {
  expect(messages.filter((message) => rowOf(message) === undefined)).toEqual([]);
});

test('every row has its message, and each its own', () => {
  const used = new Set(messages.map(rowOf));
  expect(rows.map(({ words }) => words).filter((words) => !used.has(words))).toEqual([]);
  expect(new Set(rows.map(({ words }) => words)).size).toBe(rows.length);
});

test('every row says what to do, beyond the words of the message', () => {
  for (const { words, remedy } of rows) {
    expect(remedy.length).toBeGreaterThan(20);
    expect(remedy).not.toContain(words);
  }
});
