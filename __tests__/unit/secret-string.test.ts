import { describe, expect, test } from '@jest/globals';
import { classifySecretString } from '../../src/aws/secret-store/secret-string.js';
import { MORE_THAN_PASSWORDS, randomPasswords } from '../helpers/secret-strings.js';

describe('a value is', () => {
  test.each([
    ['{"a":1}', 'object'],
    ['{}', 'object'],
    [' [1]', 'array'],
    ['"text"', 'text'],
    ['123', 'text'],
    ['null', 'text'],
    ['', 'text'],
    [' ', 'text'],
    ['\\', 'text'],
    ['"', 'text'],
    ['{', 'text'],
    ['{}}', 'text'],
    ['{not JSON', 'text'],
    ['{SSHA}f1BUn4DqkqQ8zJ2bq6yC5c9cXx0=', 'text'],
    ['{"quoted"}', 'text'],
    ['[brackets]', 'text'],
    ['["', 'text'],
    ['a{"b":1}', 'text'],
    ['PASSWORD=a=b', 'text'],
    ['a://', 'address'],
    ['://x', 'text'],
    ['1://x', 'text'],
    ['x:/y', 'text'],
    ['host=a', 'text'],
    ['host=a host=b', 'text'],
    ['myhost=a;youruser=b', 'text'],
    ['Server=db;Password=x', 'settings'],
    // One line break at the very end is no part of the judgement.
    ['secret\n', 'text'],
    ['secret\r\n', 'text'],
    ['secret\r', 'text'],
    ['secret\n\n', 'lines'],
    ['secret\n\r', 'lines'],
    ['\nsecret', 'lines'],
    ['sec\nret', 'lines'],
    ['sec\rret', 'lines'],
    ['sec\u2028ret', 'lines'],
    ['tab\tis none', 'text'],
    ['{"a":1', 'nearly JSON'],
    ['{a:1}', 'nearly JSON'],
    ['{"a" "b"}', 'text'],
    ['\ufeff{}', 'nearly JSON'],
    ['\ufeffsecret', 'text'],
    ['"{\\"a\\":1}"', 'nearly JSON'],
    ['"sec\\nret"', 'lines']
  ])('%j: %s', (text, kind) => {
    expect(classifySecretString(text)).toBe(kind);
  });

  test.each(MORE_THAN_PASSWORDS.map(([text, kind]) => [kind, text] as const))(
    '%s: %j',
    (kind, text) => {
      expect(classifySecretString(text)).toBe(kind);
    }
  );
});

test('is a password, whoever has chosen it, of 10,000', () => {
  const refused = randomPasswords(10_000).filter((one) => classifySecretString(one) !== 'text');
  expect(refused).toEqual([]);
});

test.each<[string, string]>([
  ['white space', ' '.repeat(65_536)],
  ['white space and one letter', `${' '.repeat(65_535)}x`],
  ['one letter and white space', `x${' '.repeat(65_535)}`],
  ['braces', '{'.repeat(65_536)],
  ['brackets and spaces', '[ '.repeat(32_768)],
  ['an object and white space', `{${' '.repeat(65_534)}x`],
  ['commas and white space', `{${', '.repeat(32_000)}`],
  ['an object and backslashes', `{${'\\'.repeat(65_534)}x`],
  ['quotes', `["${'"'.repeat(65_000)}`],
  ['an open key', `{"${'a'.repeat(65_000)}`],
  ['a bare key', `{${'a'.repeat(65_000)}}`],
  ['names', 'host '.repeat(13_000)],
  ['a scheme', 'a'.repeat(65_536)],
  ['schemes', 'a:'.repeat(32_768)],
  ['line breaks', '\n'.repeat(65_536)],
  ['carriage returns and a letter', `${'\r'.repeat(65_535)}x`],
  ['nesting in a string', JSON.stringify(`{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`)]
])('%s, 64 KB of them, are judged', (_, text) => {
  expect(typeof classifySecretString(text)).toBe('string');
});
