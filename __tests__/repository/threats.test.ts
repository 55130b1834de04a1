import { describe, expect, test } from '@jest/globals';
import { read } from '../helpers/pages.js';

const [, section = ''] = read('SECURITY.md').split('## What stands against what\n');
const [table = ''] = section.split('\nOut of reach');
const rows = table
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (threat|---)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('the threat table has its rows', () => {
  expect(rows.length).toBeGreaterThan(15);
});

describe.each(rows)('%s%s', (_, __, ___, tests = '') => {
  const links = [...tests.matchAll(/\[([^\]]+)\]\((__tests__\/[^)]+\.test\.ts)\)/g)];

  test('names the tests that show it, in their words', () => {
    expect(links.length).toBeGreaterThan(0);
    for (const [, title = '', path = ''] of links) {
      const literals = read(path).match(/(['`])(?:(?!\1).)*\1/g) ?? [];
      expect([path, title, literals.some((text) => text.includes(title))]).toEqual([
        path,
        title,
        true
      ]);
    }
  });
});
