import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { findJsonError } from '../../src/json-place.js';

test.each<[string, string | undefined]>([
  ['', 'line 1, column 1'],
  [' ', 'line 1, column 2'],
  ['{"a": 1}', undefined],
  [' [1, "b", {"c": [true, false, null, -1.5e+7]}]\n', undefined],
  ['{"a": 1,}', 'line 1, column 9'],
  ['{"a" 1}', 'line 1, column 6'],
  ['{a: 1}', 'line 1, column 2'],
  ['{"a": 1', 'line 1, column 8'],
  ['{"a": 1]', 'line 1, column 8'],
  ['{"a": 1} x', 'line 1, column 10'],
  ['{\r\n  "a": 1,\r\n  "b": tru\r\n}', 'line 3, column 8'],
  ['{\n "a": "b\nc"}', 'line 2, column 7'],
  ["{'a': 1}", 'line 1, column 2'],
  ['{"a": 01}', 'line 1, column 8'],
  ['{"a": "\\x"}', 'line 1, column 7'],
  ['[1 2]', 'line 1, column 4'],
  [']', 'line 1, column 1'],
  ['['.repeat(65_536), 'line 1, column 65537']
])('%j: %s', (text, place) => {
  expect(findJsonError(text)).toBe(place);
});

test('is there exactly where JSON.parse fails', () => {
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
    'null'
  ];
  const more = [
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
    '"\\uABCz"'
  ];
  const texts = fc.oneof(
    fc.array(fc.constantFrom(...pieces, ...more), { maxLength: 8 }).map((parts) => parts.join('')),
    fc.json(),
    fc.string({ unit: 'binary' })
  );
  fc.assert(
    fc.property(texts, (text) => {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      expect(findJsonError(text) === undefined).toBe(isJson);
    }),
    { numRuns: 3000 }
  );
});
