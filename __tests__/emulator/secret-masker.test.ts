import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';

const maskerOf = (...values: string[]): SecretMasker => {
  const masker = new SecretMasker();
  for (const value of values) masker.addMask(value);
  return masker;
};
const escape = (text: string): string => text.replace(/[^\w]/g, '\\$&');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('what one value registers', () => {
  test.each<[string, string, string[]]>([
    ['a plain value', 'Passw0rd', [base64('Passw0rd'), base64('assw0rd'), base64('ssw0rd')]],
    ['padding is kept', 'abcdefg', ['YWJjZGVmZw==', 'YmNkZWZn', 'Y2RlZmc=']],
    ['a value too short to shift', 'ab', ['YWI=', 'Yg==']],
    ['one character', 'x', ['eA==']],
    ['double quotes', 'ab"cd"', ['ab\\"cd\\"', 'ab%22cd%22', 'ab&quot;cd&quot;']],
    ['single quotes', "ab'cd'", ["ab''cd''", 'ab%27cd%27', 'ab&apos;cd&apos;']],
    ['JSON', 'a\\b\tc\u0001\u007f', ['a\\\\b\\tc\\u0001\u007f', 'a%5Cb%09c%01%7F']],
    ['JSON beyond ASCII', 'aé\u0085\u2028z', ['aé\\u0085\\u2028z', 'a%C3%A9%C2%85%E2%80%A8z']],
    ['XML', '<a>&', ['&lt;a&gt;&amp;', '%3Ca%3E%26']],
    [
      'URI data',
      "a b!'()*-_.~",
      ['a%20b%21%27%28%29%2A-_.~', "a b!''()*-_.~", 'a b!&apos;()*-_.~']
    ],
    [
      'quoted, longer than 8',
      '"abcdefg"',
      ['abcdefg', '\\"abcdefg\\"', '%22abcdefg%22', '&quot;abcdefg&quot;']
    ],
    ['quoted, 8 long', '"abcdef"', ['\\"abcdef\\"', '%22abcdef%22', '&quot;abcdef&quot;']],
    [
      '&, cut at the last',
      'part1&part2&part33',
      ['part1&part2&', 'part33', 'part1&amp;part2&amp;part33', 'part1%26part2%26part33']
    ],
    [
      '&+, cut at the first, one character lost',
      'part1&+part2&part3',
      ['part1&+', 'art2&part3', 'part1&amp;+part2&amp;part3', 'part1%26%2Bpart2%26part3']
    ],
    ['& fragments under 6', 'ab&cdefg', ['ab&amp;cdefg', 'ab%26cdefg']],
    ['&+ at the end', 'abcdef&+g', ['abcdef&+', 'abcdef&amp;+g', 'abcdef%26%2Bg']]
  ])('%s', (_, value, encoded) => {
    const shifted = [value, Buffer.from(value).subarray(1), Buffer.from(value).subarray(2)]
      .map((part) => Buffer.from(part).toString('base64'))
      .filter((part) => part !== '');
    const expected = new Set([value, ...shifted, ...encoded]);
    expect(new Set(maskerOf(value).secrets)).toEqual(expected);
  });

  test('encoders do not compose', () => {
    expect(maskerOf('a"b c').mask(encodeURIComponent('a\\"b c'))).toBe('a%5C%22b%20c');
  });

  test('each line of a value with several, trimmed', () => {
    const masker = maskerOf('first line\r\n\u0085  second \u3000\r\r\n\n x');
    expect(masker.secrets).toEqual(expect.arrayContaining(['first line', 'second', 'x']));
    expect(masker.secrets).not.toContain('');
    expect(masker.mask('a second x')).toBe('a *** ***');
  });

  test('a single-line value with spaces at its ends registers its trimmed form as a line', () => {
    expect(maskerOf(' secret ').mask('[secret]')).toBe('[***]');
  });

  test.each(['', ' ', '\t\r\n', '\u0085\u2003'])('white space alone is refused: %j', (value) => {
    const masker = new SecretMasker();
    expect(masker.addMask(value)).toBe(false);
    expect(masker.secrets).toEqual([]);
    expect(masker.mask('a b')).toBe('a b');
  });
});

describe('what is hidden', () => {
  test.each<[string, string[], string, string]>([
    ['nothing to hide', ['secret'], 'a line', 'a line'],
    ['empty', ['secret'], '', ''],
    ['every occurrence', ['secret'], 'secret, secret', '***, ***'],
    ['at both ends', ['secret'], 'secret!secret', '***!***'],
    ['the whole', ['secret'], 'secret', '***'],
    ['touching hits are one', ['secret'], 'secretsecret.', '***.'],
    ['one character apart', ['secret'], 'secret secret', '*** ***'],
    ['a value that overlaps itself', ['abcabc'], 'xabcabcabcx', 'x***x'],
    ['two values that overlap', ['abcdef', 'efghij'], '-abcdefghij-', '-***-'],
    ['one inside the other', ['abcdef', 'cd'], 'abcdef cd', '*** ***'],
    ['the longer of two that start alike', ['abc', 'abcdef'], 'abcdefg abcx', '***g ***x'],
    ['case counts', ['secret'], 'Secret', 'Secret'],
    ['one character', ['x'], 'axxb', 'a***b'],
    ['a hit cut short at the end', ['secret'], 'secre', 'secre'],
    ['no pattern meaning', ['a.c*'], 'abcc a.c*', 'abcc ***'],
    ['across a line break', ['one\ntwo'], 'one\ntwo', '***'],
    ['beyond ASCII', ['pä🔑ss'], '(pä🔑ss)', '(***)'],
    ['base64 inside base64 of more', ['secret'], `Basic ${base64('abcsecret')}`, 'Basic YWJj***']
  ])('%s', (_, values, text, masked) => {
    expect(maskerOf(...values).mask(text)).toBe(masked);
  });

  /** The rule in its plainest form: mark every character of every hit, one mark for each run of hits. */
  const plainly = (secrets: readonly string[], text: string): string => {
    const hits = secrets.flatMap((secret) =>
      [...text.matchAll(new RegExp(`(?=${escape(secret)})`, 'g'))].map(({ index }) => ({
        from: index,
        to: index + secret.length
      }))
    );
    let masked = '';
    let at = 0;
    while (at < text.length) {
      let to = hits.some(({ from }) => from === at) ? at : -1;
      if (to < 0) {
        masked += text.charAt(at++);
        continue;
      }
      for (const hit of hits.filter(({ from }) => from >= at).sort((a, b) => a.from - b.from)) {
        if (hit.from <= to) to = Math.max(to, hit.to);
      }
      masked += '***';
      at = to;
    }
    return masked;
  };

  test('agrees with a plain search over random texts of few letters', () => {
    const letters = (max: number) =>
      fc.string({ unit: fc.constantFrom('a', 'b', '&'), minLength: 1, maxLength: max });
    fc.assert(
      fc.property(
        fc.array(letters(5), { minLength: 1, maxLength: 4 }),
        letters(40),
        (values, text) => {
          const masker = maskerOf(...values);
          expect(masker.mask(text)).toBe(plainly(masker.secrets, text));
        }
      )
    );
  });
});

/** What the masker of actions/runner made of some lines, for some masks. */
interface Fixture {
  readonly cases: readonly {
    readonly masks: readonly string[];
    readonly lines: readonly (readonly [line: string, masked: string])[];
  }[];
}

test('masks every line as the real runner does', () => {
  const { cases } = JSON.parse(
    readFileSync('__tests__/helpers/masker-fixture.json', 'utf8')
  ) as Fixture;
  expect(cases.reduce((sum, { lines }) => sum + lines.length, 0)).toBeGreaterThan(1000);
  for (const { masks, lines } of cases) {
    const masker = maskerOf(...masks);
    expect(lines.map(([line]) => [line, masker.mask(line)])).toEqual(lines);
  }
});
