import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findKeysWithPassword } from '../../src/aws/secret-store/keys-with-password.js';

describe('findKeysWithPassword', () => {
  const find = (object: object, password: string, ...except: string[]): readonly string[] =>
    findKeysWithPassword(JSON.stringify(object), password, new Set(except));

  test.each([
    [{ password: 'S3cret/1', url: 'pg://a:S3cret%2F1@db' }, 'S3cret/1', ['url']],
    [{ password: 'S3cret/1', deep: [{ x: 'is S3cret/1!' }] }, 'S3cret/1', ['deep']],
    [{ password: 'S3cret/1', user: 'app' }, 'S3cret/1', []],
    [{ password: 'old', url: 'pg://app:old@db', user: 'golden' }, 'old', ['url']],
    [{ password: '', user: 'app' }, '', []],
    [{ password: 'a', user: 'app', x: 'a' }, 'a', ['x']]
  ])('%j', (object, password, expected) => {
    expect(find(object, password, 'password')).toEqual(expected);
  });

  const PASSWORD = `aB3!'()*~-._/%&+ é"\\\\`;
  const percent = (text: string): string => encodeURIComponent(text);
  const javas = (text: string): string =>
    percent(text)
      .replace(/%20/g, '+')
      .replace(/[!'()~]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const whole = (text: string, encoding: BufferEncoding): string =>
    Buffer.from(text, encoding).toString('hex').replace(/../g, '%$&');

  test.each<[string, (text: string) => string]>([
    ["encodeURIComponent's form", percent],
    ["Java's form", javas],
    ["Java's form, for a path", (text) => javas(text).replaceAll('+', '%20')],
    ['every character, in lower case', (text) => whole(text, 'utf8')],
    ['every character, in upper case', (text) => whole(text, 'utf8').toUpperCase()],
    ['every character, as Latin-1', (text) => whole(text, 'latin1')],
    ['mixed case', (text) => whole(text, 'utf8').replace(/%./g, (one) => one.toUpperCase())],
    ['all but one character', (text) => text[0]! + whole(text.slice(1), 'utf8')],
    ['Python’s quote', (text) => percent(text).replace(/[!'()*]/g, (one) => whole(one, 'utf8'))],
    ['JSON in the string', (text) => JSON.stringify({ text })],
    ['JSON with escapes for a browser', (text) => JSON.stringify({ text: [text] })]
  ])('in %s, wherever it stands', (_, encode) => {
    const url = `postgres://app:${encode(PASSWORD)}@db/shop?x=100%&y=%zz`;
    expect(
      find({ password: PASSWORD, user: 'app%40', deep: [{ url }] }, PASSWORD, 'password')
    ).toEqual(['deep']);
    const other = `postgres://app:${encode(PASSWORD.replace('3', '4'))}@db`;
    expect(find({ password: PASSWORD, other }, PASSWORD, 'password')).toEqual([]);
  });

  test('in the form of a random encoder', () => {
    const character = fc.oneof(
      fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
      fc.constantFrom('é', '€', '😀')
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(character, fc.boolean(), fc.boolean()), { minLength: 6, maxLength: 40 }),
        (characters) => {
          const password = characters.map(([one]) => one).join('');
          const encoded = characters
            .map(([one, isEncoded, isUpper]) => {
              // An encoder that leaves a percent sign as it is has no inverse.
              if (!isEncoded && !'%+'.includes(one)) return one;
              const form = whole(one, 'utf8');
              return isUpper ? form.toUpperCase() : form;
            })
            .join('');
          expect(find({ url: `pg://${encoded}@db` }, password)).toEqual(['url']);
        }
      ),
      { numRuns: 2000 }
    );
  });

  test.each([
    [{ url: 'pg://app:a%2Fb@db' }, 'a/b', ['url']],
    [{ url: 'pg://app:%61%62@db' }, 'ab', ['url']],
    // A letter or digit touches it, once it is decoded.
    [{ url: 'pg://app:x%61%62@db' }, 'ab', []],
    [{ url: 'pg://app:%61%62%63@db' }, 'ab', []],
    [{ url: 'pg://a+b+c+d@db' }, 'a b c d', ['url']],
    // An encoder for paths leaves a plus sign as it is.
    [{ url: 'pg://app:a+b%2Fcdef@db' }, 'a+b/cdef', ['url']],
    [{ text: '100%' }, '0%', []],
    [{ text: '100%' }, '100%', ['text']],
    [{ text: 'S3cret/1' }, '%533cret/1', []],
    [{ nested: { 'S3cret/1': 'the name of a key' } }, 'S3cret/1', []]
  ])('%j contains %s: %j', (object, password, expected) => {
    expect(find(object, password)).toEqual(expected);
  });

  test('of a key that stands twice the last counts', () => {
    const text = '{"url":"S3cret/1","url":"other","copy":"other","copy":"S3cret/1"}';
    expect(findKeysWithPassword(text, 'S3cret/1', new Set())).toEqual(['copy']);
  });

  test('leaves out the keys that are set anyway', () => {
    expect(find({ password: 'S3cret/1', url: 'S3cret/1' }, 'S3cret/1', 'password', 'url')).toEqual(
      []
    );
  });
});
