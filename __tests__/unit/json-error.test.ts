import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { findJsonError } from '../../src/json-error.js';

test.each<[string, string]>([
  ['', 'line 1, column 1: the end of the text'],
  [' ', 'line 1, column 2: the end of the text'],
  ['{"a": 1,}', 'line 1, column 9: a brace or bracket'],
  ['[1,]', 'line 1, column 4: a brace or bracket'],
  ['{"a" 1}', 'line 1, column 6: a digit'],
  ['{"a" = 1}', 'line 1, column 6: another character'],
  ['{a: 1}', 'line 1, column 2: a letter'],
  ['{é: 1}', 'line 1, column 2: a letter'],
  ['{"a": 1', 'line 1, column 8: the end of the text'],
  ['{"a":', 'line 1, column 6: the end of the text'],
  ['{"a": 1]', 'line 1, column 8: a brace or bracket'],
  ['{"a": 1} x', 'line 1, column 10: a letter'],
  ['{\r\n  "a": 1,\r\n  "b": tru\r\n}', 'line 3, column 11: a line break'],
  ['{\n "a": "b\nc"}', 'line 2, column 9: a line break'],
  ['{"a": "b\tc"}', 'line 1, column 9: white space'],
  ['{"a": "b\u0001c"}', 'line 1, column 9: a control character'],
  ["{'a': 1}", 'line 1, column 2: a single quote'],
  ['{“a”: 1}', 'line 1, column 2: a typographic quote'],
  ['{\\"a\\": 1}', 'line 1, column 2: a backslash'],
  ['{"a": 01}', 'line 1, column 8: a digit'],
  ['{"a": "\\x"}', 'line 1, column 9: a letter'],
  ['{"a": "b"c"}', 'line 1, column 10: a letter'],
  ['{"a": 1 "b": 2}', 'line 1, column 9: a double quote'],
  ['{"a",}', 'line 1, column 5: a comma'],
  ['{"a"::1}', 'line 1, column 6: a colon'],
  ['[1 2]', 'line 1, column 4: a digit'],
  ['[😀]', 'line 1, column 2: another character'],
  [']', 'line 1, column 1: a brace or bracket'],
  ['\ufeff{"a": 1}', 'line 1, column 1: a byte-order mark'],
  ['\u00a0{"a": 1}', 'line 1, column 1: white space'],
  // Node has a message of its own for these two.
  ['[object Object]', 'line 1, column 2: a letter'],
  ['undefined', 'line 1, column 1: a letter'],
  // Node quotes the text in its message, where a position may stand as well.
  ['[x] at position 9 (line 7 column 8)', 'line 1, column 2: a letter'],
  ['x is not valid JSON', 'line 1, column 1: a letter']
])('%j: %s', (text, expected) => {
  const error = findJsonError(text);
  expect(`${error?.position ?? ''}: ${error?.found ?? ''}`).toBe(expected);
});

test('is told of long texts and deep ones', () => {
  const place = (text: string): string | undefined => findJsonError(text)?.position;
  expect(place('['.repeat(65_536))).toBe('line 1, column 65537');
  expect(place(`${'['.repeat(40_000)}1${']'.repeat(39_999)},`)).toBe('line 1, column 80002');
  expect(place(`${'[1,\n'.repeat(20_000)}]`)).toBe('line 20001, column 1');
});

const pieces = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"a"',
  '"',
  '1',
  '-',
  '0',
  '1.5',
  'e',
  'E+2',
  'true',
  'nul',
  'null',
  ' ',
  '\n',
  '\t',
  '\\',
  '\\n',
  '\u0001',
  '\u007f',
  '\u0085',
  'TRUE',
  '"\\ud800"',
  '"\\uABCz"',
  '\ufeff'
];
const texts = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join('')),
  fc.json(),
  fc.string({ unit: 'binary' })
);
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test('is there exactly where JSON.parse fails', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(findJsonError(text) === undefined).toBe(isJson(text));
    }),
    { numRuns: 3000 }
  );
});

test('is where a text stops being the beginning of a JSON text', () => {
  const indexOf = (text: string): number => {
    const [, line, column] = /line (\d+), column (\d+)/.exec(findJsonError(text)?.position ?? '')!;
    const before = text.split(/(?<=\r\n|\r(?!\n)|\n)/).slice(0, Number(line) - 1);
    return before.join('').length + Number(column) - 1;
  };
  fc.assert(
    fc.property(
      texts.filter((text) => !isJson(text)),
      (text) => {
        const index = indexOf(text);
        // What stands before does not decide it: a text that ends there fails there, or is JSON.
        const beginning = text.slice(0, index);
        expect(isJson(beginning) || indexOf(beginning) === index).toBe(true);
        // What stands there does: no end makes it JSON, so what follows does not change the place.
        if (index < text.length) expect(indexOf(`${text.slice(0, index + 1)}"`)).toBe(index);
      }
    ),
    { numRuns: 3000 }
  );
});
