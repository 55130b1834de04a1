import { describe, expect, test } from '@jest/globals';
import { nearest } from '../../src/errors/nearest.js';
import { oneLine, quote, truncate, showId } from '../../src/errors/quote.js';

test.each([
  ['plain', '"plain"'],
  ['a "b"', String.raw`"a \"b\""`],
  ['line\nbreak', String.raw`"line\nbreak"`],
  ['\u202eleft', String.raw`"\u{202e}left"`],
  ['x'.repeat(101), `"${'x'.repeat(100)}…"`]
])('%j is quoted as %s', (text, quoted) => {
  expect(quote(text)).toBe(quoted);
});

test('truncate counts code points', () => {
  expect(truncate('😀😀😀', 2)).toBe('😀😀…');
  expect(truncate('😀😀', 2)).toBe('😀😀');
});

test('oneLine leaves no line break and no command of the runner', () => {
  expect(oneLine('a\r\n::error::b ##[error]c\u001b[31m')).toBe('a  ::error::b ## [error]c [31m');
});

test.each([
  ['arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-1-AbCdEf', undefined],
  ['my label', '"my label"'],
  ['a\n::error::b', String.raw`"a\n::error::b"`],
  ['##[error]', '"## [error]"'],
  ['', '""']
])('showId quotes %j where it is not plain', (id, shown = id) => {
  expect(showId(id)).toBe(shown);
});

describe('nearest', () => {
  test('is the name with the fewest edits', () => {
    expect(nearest('PASWORD', ['preset', 'password'])).toEqual({ name: 'password', edits: 1 });
  });

  test('of no names is nothing', () => {
    expect(nearest('password', []).name).toBe('');
  });
});
