import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  measure,
  ordinaryText,
  overMasked,
  readable,
  samples,
  survivors
} from '../../bench/masking/leaks.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { modelled, textOf, tools } from '../../bench/masking/ways.js';

const ways = [...tools.flatMap((tool) => tool.ways), ...modelled];

describe('printing', () => {
  const rows = measure(samples(6));

  test('leaks no password in any way but broken lines; `npm run leaks` shows more', () => {
    expect(rows.length).toBeGreaterThanOrEqual(50);
    expect(rows.filter(({ wrapped, after }) => !wrapped && after > 0)).toEqual([]);
  });

  test('is as modelled, wherever the tool is on this machine', () => {
    expect(rows.filter(({ unlike }) => unlike > 0)).toEqual([]);
    expect(rows.filter(({ tool }) => tool === 'node')).not.toEqual([]);
  });

  test('would leak with the password alone masked', () => {
    const leaking = rows.filter(({ before }) => before > 0).map(({ name }) => name);
    expect(leaking).toEqual(expect.arrayContaining(['bash printf %q', 'base64url', 'xxd -p']));
    expect(leaking.length).toBeGreaterThan(50);
  });
});

describe('readable', () => {
  const way = (name: string) => ways.find((one) => one.name === name)!;
  const share = (name: string, password: string, ...masks: readonly string[]): number => {
    const masker = new SecretMasker();
    for (const mask of masks) masker.addMask(mask);
    const printed = way(name).print(password);
    return readable(printed, survivors(masker, textOf(printed)), password.length);
  };

  test.each([
    ['as it is', 'abcdefgh', [], 1],
    ['as it is', 'abcdefgh', ['abcd'], 0.5],
    ['as it is', 'abcdefgh', ['abcd', 'gh'], 0.25],
    ['as it is', 'ab***def', ['ab*', 'def'], 0.25],
    ['xxd -p', 'abcdefgh', ['616263'], 0.625],
    ['printf | base64 -w0', 'abcdefgh', ['YWJj'], 0.625],
    ['Go json.Marshal', '<bcdefgh', ['\\u003c'], 0.875],
    ['base64 of UTF-16', 'abcd', [], 1]
  ])('%s of %s with %j masked', (name, password, masks, expected) => {
    expect(share(name, password, ...masks)).toBe(expected);
  });

  test('accounts for every character in every way', () => {
    for (const password of samples(2))
      for (const { name, print } of ways) {
        const told = new Float64Array(password.length);
        for (const { tells } of print(password))
          for (const [character, part] of tells) told[character]! += part;
        const lost = [...told].filter(
          (part, at) => Math.abs(part - 1) > 1e-6 && password[at] !== ' '
        );
        expect([name, lost]).toEqual([name, []]);
      }
  });
});

test('the forms of passwords of 8 characters hide nothing of ordinary text', () => {
  const eight = samples(8).filter(({ length }) => length === 8);
  const { scanned, hits } = overMasked(eight, ordinaryText('node_modules/typescript', 2e6));
  expect(scanned).toBeGreaterThan(2e6);
  expect(hits).toEqual([]);
});

test('docs/masking.md has a row for every way', () => {
  const page = readFileSync('docs/masking.md', 'utf8');
  const named = [...page.matchAll(/^\| (.+?) +\| +[\d.]+ \| +[\d.]+ \|$/gm)].map((row) =>
    row[1]!.replace(' (lines broken)', '').replace(/\\(?=[|$])/g, '')
  );
  expect(named.sort()).toEqual(ways.map(({ name }) => name).sort());
});
