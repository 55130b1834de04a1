import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alphanumeric, drawn, everything, seeded } from '../../bench/masking/leaks.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { ENCODINGS, maskVariants } from '../../src/masking/variants.js';

const values = (secret: string): readonly string[] =>
  maskVariants(secret).map(({ value }) => value);
const form = (name: string, secret: string): string | undefined =>
  ENCODINGS.find((one) => one.name === name)?.encode(secret);

describe('each form', () => {
  test.each([
    [`'\\''`, "a'b''c", String.raw`a'\''b'\'''\''c`],
    [`'"'"'`, "a'b''c", `a'"'"'b'"'"''"'"'c`],
    [`'"''"'`, "a'b''c", `a'"'"'b'"''"'c`],
    [`'\\'\\''`, "a'b''c", String.raw`a'\''b'\'\''c`],
    [`'\\''`, "'ab'", String.raw`\''ab'\'`],
    ['backslash before every character', 'a$b', String.raw`\a\$\b`],
    ['%q', '~a #b~c:~d', String.raw`\~a\ #b~c:\~d`],
    ['double-quoted by a shell', 'a$b`c"d\\', 'a\\$b\\`c\\"d\\\\'],
    ['single-quoted literal', `a'b"c\\d\n`, String.raw`a\'b"c\\d\n`],
    ['both quotes backslashed', `a'b"c\\d`, String.raw`a\'b\"c\\d`],
    ['JSON', `a'b"c\\d`, String.raw`a'b\"c\\d`],
    ['JSON, ASCII only', 'aé', String.raw`a\u00e9`],
    ['trimmed', ' a  b ', 'a  b'],
    ['Go JSON', 'a<b>&"', String.raw`a\u003cb\u003e\u0026\"`],
    ['System.Text.Json', `a"b+\\"é`, String.raw`a\u0022b\u002B\\\u0022\u00E9`],
    ['PHP JSON', 'a/b"', String.raw`a\/b\"`],
    ['HCL', '${a}%{b}$c', '$${a}%%{b}$c'],
    ['URL with /', 'a/b c+é', 'a/b%20c%2B%C3%A9'],
    ['query', 'a/b c+~', 'a%2Fb+c%2B~'],
    ['WHATWG userinfo', "a@b'%c^", "a%40b'%c%5E"],
    ['Go userinfo', 'a@b;c', 'a%40b;c'],
    ['Go path', 'a@b;c', 'a@b%3Bc'],
    ['.NET URL', 'a/b c!', 'a%2fb+c!'],
    ['PHP HTML', `<"'&`, '&lt;&quot;&#039;&amp;'],
    ['Go HTML', `<"'&`, '&lt;&#34;&#39;&amp;'],
    ['cmd', 'a&b%c!', 'a^&b%%c^!'],
    ['PowerShell', 'a`b"c$', 'a``b`"c`$'],
    ['.properties', ' a b=c:', String.raw`\ a b\=c\:`],
    ['Ruby', 'a#{b}#c', String.raw`a\#{b}#c`],
    ['Windows arguments', String.raw`a\"b\c`, String.raw`a\\\"b\c`],
    ['spaces collapsed', '  a   b ', 'a b']
  ])('%s', (name, secret, printed) => {
    expect(form(name, secret)).toBe(printed);
  });

  test.each([0, 1, 2])('base64 is found behind %i bytes, whatever comes after', (before) => {
    for (const after of ['', 'x', 'xy', '\n']) {
      const text = Buffer.from('='.repeat(before) + 'p4$$w0rd' + after);
      expect(text.toString('base64')).toContain(
        form(`base64 of the secret, ${before} bytes before`, 'p4$$w0rd')
      );
    }
  });
});

describe('the list', () => {
  const random = seeded(7);
  const passwords = Array.from({ length: 2000 }, () => drawn(32, everything, random));

  test.each([
    [`a'b"c<d>e&f g`, Buffer.from(`a'b"c<d>e&f g`).toString('base64')],
    [`it's a "secret"`, `it''s a "secret"`],
    [`it's a "secret"`, String.raw`it's a \"secret\"`],
    [`a'b"c<d>e&f`, 'a&apos;b&quot;c&lt;d&gt;e&amp;f'],
    ["(it's) a/b", '%28it%27s%29%20a%2Fb']
  ])('of %s has %s, which runners without encoders need', (secret, value) => {
    expect(values(secret)).toContain(value);
  });

  test('is bounded: 44 forms for 32 characters of the full set, 10 for letters and numbers', () => {
    for (const password of passwords) expect(values(password).length).toBeLessThanOrEqual(44);
    expect(values(drawn(32, alphanumeric, random)).length).toBeLessThanOrEqual(10);
  });

  test.each([
    `[l)wb">?~=e,Q^'5'"JYiW^+~>iTyv.g`,
    `Z}<e0GzEL,@sIK'I"$/1,Y>p{Ocjum&'`,
    `Qy=K&277Zc)T:["?'.O~k{DQoK!k^J<$`
  ])('is bounded where forms share too little: %s', (password) => {
    expect(values(password)).toHaveLength(44);
  });

  test('hides more than half, even where a shared part loses its ends', () => {
    const password = `''&\\"?::`;
    const masker = new SecretMasker();
    for (const value of values(password)) masker.addMask(value);
    for (const name of ['Python HTML', 'XML attribute', 'PHP HTML'])
      expect(masker.mask(form(name, password) ?? '')).toBe('***');
  });

  test('takes the longest password', () => {
    const password = drawn(4096, everything, random);
    expect(values(password)).toContain(Buffer.from(password).toString('hex'));
  });

  test('of any text: on one line, 6 characters or more, new, longest first', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom(...Array.from(`'"\\&<;\n\r %$\`~ a`), '\ud800', '\udc00'),
        maxLength: 60
      })
    );
    fc.assert(
      fc.property(text, (secret) => {
        const found = values(secret);
        expect(new Set([secret, ...found]).size).toBe(found.length + 1);
        expect(found.filter((value) => /[\r\n]|^\s*$/.test(value) || value.length < 6)).toEqual([]);
        expect(found.map(({ length }) => length)).toEqual(
          found.map(({ length }) => length).sort((a, b) => b - a)
        );
      }),
      { seed: 1, numRuns: 500 }
    );
  });

  test('of a text with line breaks has its lines', () => {
    const found = values('-----BEGIN-----\r\nq83v"EjRWeJq83v\nshort\n');
    expect(found).toEqual(expect.arrayContaining(['-----BEGIN-----', 'q83v"EjRWeJq83v']));
    expect(found).toContain('q83v&quot;EjRWeJq83v');
    expect(found).not.toContain('short');
  });

  test.each(['"<abcdef', '&&abcdef', 'abcdef"x', 'abcde"<x', "a'<bcdef", "abcdef'z"])(
    'of %s hides no entity in other text',
    (password) => {
      const masker = new SecretMasker();
      for (const value of values(password)) masker.addMask(value);
      const text = `&quot;&gt; a&#39;&lt; &amp;&amp; &quot;x&quot; &quot;&lt;x &#039;z &#x27;z a&#039;&lt;`;
      expect(masker.mask(text)).toBe(text);
    }
  );
});
