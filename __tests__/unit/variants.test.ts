import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alphanumeric, drawn, everything, seeded } from '../leaks/corpus.js';
import { countStrings } from '../leaks/cost.js';
import { githubMasker } from '../leaks/leaks.js';
import { ENCODINGS, type Encoded } from '../../src/masking/encodings.js';
import { split } from '../../src/masking/pieces.js';
import { maskVariants } from '../../src/masking/variants.js';
import { percentEncode } from '../../src/password/percent-encode.js';
import { findUnmaskable, runners } from '../../src/runners.js';
import { isAll } from '../helpers/test-all.js';

const itself = (text: string): Encoded => ({ text, parts: () => Array.from(text) });
const encode = (name: string, secret: string, at = 0): string | undefined =>
  ENCODINGS.find((one) => one.name === name)?.encode(itself(secret))[at]?.text;

const random = seeded(7);
const draw = (length: number, from = everything, many = isAll ? 1000 : 60) =>
  Array.from({ length: many }, () => drawn(length, from, random));

describe('each encoding', () => {
  test.each([
    [`'\\''`, "a'b''c", String.raw`a'\''b'\'''\''c`],
    [`'"'"'`, "a'b''c", `a'"'"'b'"'"''"'"'c`],
    [`'"''"'`, "a'b''c", `a'"'"'b'"''"'c`],
    [`'\\'\\''`, "a'b''c", String.raw`a'\''b'\'\''c`],
    [`'\\''`, "'ab'", String.raw`\''ab'\'`],
    ['backslash before every character', 'a$b', String.raw`\a\$\b`],
    ['%q', '~a #b~c:~d', String.raw`\~a\ #b~c:\~d`],
    ['%q traced', "a'b", String.raw`a\'\''b`],
    ['double-quoted by a shell', 'a$b`c"d\\', 'a\\$b\\`c\\"d\\\\'],
    ['single-quoted literal', `a'b"c\\d\n`, String.raw`a\'b"c\\d\n`],
    ['Go JSON', `a'b"c\\d`, String.raw`a'b\"c\\d`],
    ['JSON in JSON', 'a"b\\', String.raw`a\\\"b\\\\`],
    ['repr of JSON', `a"b'c\\`, String.raw`a\\"b\'c\\\\`],
    ['Go JSON', 'a<b>&"', String.raw`a\u003cb\u003e\u0026\"`],
    ['Go JSON in JSON', '<"', String.raw`\\u003c\\\"`],
    ['System.Text.Json', `a"b+\\"é`, String.raw`a\u0022b\u002B\\\u0022\u00E9`],
    ['PHP JSON', 'a/b"', String.raw`a\/b\"`],
    ['HCL', '${a}%{b}$c', '$${a}%%{b}$c'],
    ['RFC 3986', "a b!'é", 'a%20b%21%27%C3%A9'],
    ['URL with /', 'a/b c+é', 'a/b%20c%2B%C3%A9'],
    ['query', 'a/b c+~', 'a%2Fb+c%2B~'],
    ['WHATWG userinfo', "a@b'%c^", "a%40b'%c%5E"],
    ['Go userinfo', 'a@b;c', 'a%40b;c'],
    ['Go path', 'a@b;c', 'a@b%3Bc'],
    ['.NET URL', 'a/b c!', 'a%2fb+c!'],
    ['PHP HTML', `<"'&`, '&lt;&quot;&#039;&amp;'],
    ['Go HTML', `<"'&`, '&lt;&#34;&#39;&amp;'],
    ['hex with blanks', 'aé!', '61 c3 a9 21'],
    ['cmd', 'a&b%c!', 'a^&b%%c^!'],
    ['PowerShell', 'a`b"c$', 'a``b`"c`$'],
    ['.properties', ' a b=c:', String.raw`\ a b\=c\:`],
    ['double quotes removed', 'a"b"', 'ab'],
    ['backslashes removed', String.raw`a\b\\c\\\d`, String.raw`ab\c\d`],
    ['spaces collapsed', 'a   b c', 'a b c']
  ])('%s', (name, secret, printed) => {
    expect(encode(name, secret)).toBe(printed);
  });

  test.each([0, 1, 2])('base64 is found behind %i bytes, whatever comes after', (before) => {
    for (const after of ['', 'x', 'xy', '\n']) {
      const text = Buffer.from('='.repeat(before) + 'p4$$w0rd' + after).toString('base64');
      expect(text).toContain(encode('base64 of the secret', 'p4$$w0rd', before));
      for (const outer of [0, 1, 2])
        expect(
          [0, 1, 2].filter((at) =>
            Buffer.from('='.repeat(outer) + text)
              .toString('base64')
              .includes(encode('base64 of its base64', 'p4$$w0rd', before * 3 + at)!)
          )
        ).toHaveLength(1);
    }
  });

  test('has one part for each character of the secret, and they make up the text', () => {
    for (const secret of [`a'b"c \\ <é&/%0A$\${x`, `''"\\"#{\u2028🔑\t~:~  %{'`, ...draw(20)]) {
      const { length } = Array.from(secret);
      for (const { name, encode: encodes } of ENCODINGS)
        for (const { text, parts } of encodes(itself(secret))) {
          expect([name, parts().join('')]).toEqual([name, text]);
          const most = name === 'hex with blanks' ? 40 : Infinity;
          expect([name, parts().length]).toEqual([name, Math.min(length, most)]);
        }
    }
  });
});

describe('the masks', () => {
  test('keep to their budget: strings that the runner searches for, and lines of add-mask', () => {
    expect(countStrings(draw(32, everything, 300)).strings).toBeLessThanOrEqual(265);
    expect(countStrings(draw(32, alphanumeric)).strings).toBeLessThanOrEqual(100);
    for (const length of [8, 16, 32, 64, 128])
      expect(countStrings(draw(length, everything, 20)).mostMasks).toBeLessThanOrEqual(80);
  });

  // The output password-url-encoded: no runner but GitHub's masks it by itself.
  test.each(['act', 'forgejo', 'gitea'] as const)(
    'have the percent-encoded form under %s, whatever else is masked',
    (runner) => {
      for (const password of [...draw(32), 'a/', 'Zk7q_Wm4xVb6!'])
        if (findUnmaskable(password, runners[runner]) === undefined)
          expect(maskVariants(password, runners[runner], { encodings: [] })).toContain(
            percentEncode(password)
          );
    }
  );

  test('come longest first, so that no runner replaces a part of a longer one', () => {
    for (const password of draw(32)) {
      const lengths = maskVariants(password, runners.act).map(({ length }) => length);
      expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
    }
  });

  test.each([
    [`a'b"c<d>e&f g`, Buffer.from(`a'b"c<d>e&f g`).toString('base64').slice(0, -1)],
    [`it's a "secret"`, `it''s a "secret"`],
    [`it's a "secret" "word"`, String.raw`it's a \"secret\" \"word\"`],
    ["(it's) a/b", '%28it%27s%29%20a%2Fb'],
    [" Zk7!q'W(m*) ", 'Zk7%21q%27W%28m%2A%29']
  ])('of %s hide %s on runners without encoders', (secret, printed) => {
    const masks = maskVariants(secret, runners.act);
    const left = masks.reduce((text, value) => text.replaceAll(value, ''), printed);
    expect(left.length).toBeLessThan(printed.length / 2);
  });

  test('leave out what GitHub masks by itself', () => {
    const secret = `Zk7/q_W"m4xVb6`;
    expect(maskVariants(secret, runners.act)).toContain(encode('RFC 3986', secret));
    expect(maskVariants(secret, runners.github)).not.toContain(encode('RFC 3986', secret));
    expect(
      githubMasker(maskVariants(secret, runners.github)).mask(encode('RFC 3986', secret)!)
    ).toBe('***');
  });

  test('leave out what is hidden by others: one character escaped breaks one piece of three', () => {
    const secret = 'Zk7q_Wm4xVb6"Hn3zQtRy8uPd2LsCf5g';
    const masks = maskVariants(secret, runners.github);
    expect(masks).not.toContain(encode('System.Text.Json', secret));
    expect(githubMasker(masks).mask(encode('System.Text.Json', secret)!).length).toBeLessThan(24);
  });

  test('have pieces that do not overlap where a runner loses one of two that do', () => {
    const form = { length: 12, most: 9 };
    for (let length = 6; length <= 180; length++) {
      const text = drawn(length, everything, random);
      for (const lead of [undefined, 0, 2, 1]) {
        const encoded = { ...itself(text), ...(lead !== undefined && { lead }) };
        const pieces = split(encoded, form, 6, false);
        for (const piece of pieces) expect(piece.text.length).toBeGreaterThanOrEqual(6);
        // Of two halves, which overlap when they are short, the whole comes first.
        const isWhole = pieces[0]?.text === text;
        if (isWhole) expect(pieces).toHaveLength(3);
        else expect(pieces.map((piece) => piece.text).join('')).toBe(pieces.length ? text : '');
      }
    }
  });

  test('have the pieces of a secret, so that a cut leaves less than half of it', () => {
    for (const password of [...draw(16), ...draw(32), ...draw(24, alphanumeric)]) {
      const masker = githubMasker(maskVariants(password, runners.github));
      const worst = Array.from({ length: password.length }, (_, at) =>
        masker.mask(`${password.slice(0, at)}\n${password.slice(at)}`).replaceAll('***', '')
      ).filter((left) => left.length - 1 > password.length / 2);
      // Nothing is left where two pieces overlap: in the middle of an even number of characters, and, of letters alone,
      // of which a mask needs seven, at two places.
      expect(worst.length).toBeLessThanOrEqual(/^[a-z]+$/i.test(password) ? 2 : 1);
    }
  });

  test('take the longest password', () => {
    const password = drawn(4096, everything, random);
    const masks = maskVariants(password, runners.github);
    expect(masks).toContain(Buffer.from(password).toString('hex'));
    expect(masks.length).toBeLessThanOrEqual(80);
  });

  test('of any text: on one line, none but the secret short, each once', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom(...Array.from(`'"\\&<;\n\r %$\`~ a:`), '\ud800', '\udc00'),
        maxLength: 60
      })
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...Object.values(runners)), (secret, runner) => {
        const found = maskVariants(secret, runner);
        expect(new Set(found).size).toBe(found.length);
        expect(found.filter((value) => /[\r\n]|^\s*$/.test(value))).toEqual([]);
        expect(found.filter((value) => findUnmaskable(value, runner))).toEqual([]);
        // GitHub's runner masks a value also without the white space around it.
        const short = found.filter((value) => value.trim().length < 6);
        expect(short.length).toBeLessThanOrEqual(2);
      }),
      { seed: 1, numRuns: isAll ? 2000 : 200 }
    );
  });

  test('of a text with blanks are not short without them', () => {
    const password = 'Zk7q_ Wm4x Vb6-Hn ';
    const found = maskVariants(password, runners.github);
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter((value) => value.trim().length < 6)).toEqual([]);
  });

  test('of a text with line breaks are those of its lines', () => {
    const found = maskVariants('-----BEGIN-----\r\nq83v"EjRWeJq83v\nshort\n', runners.act);
    expect(found).toEqual(expect.arrayContaining(['-----BEGIN-----', 'q83v"EjRWeJq83v']));
    expect(found).toContain(Buffer.from('q83v"EjRWeJq83v').toString('hex'));
    expect(found).not.toContain('short');
  });

  test('of a value that ends in a line break, or begins with a blank, are those of the value', () => {
    const masks = maskVariants('Zk7q"Wm4xVb6', runners.github);
    expect(maskVariants('Zk7q"Wm4xVb6\n', runners.github)).toEqual(
      expect.arrayContaining([...masks])
    );
    const masker = githubMasker(maskVariants('  Zk7q"Wm4xVb6', runners.github));
    for (const name of ['hex', 'Go JSON', 'RFC 3986', 'backslash before every character'])
      expect(masker.mask(encode(name, 'Zk7q"Wm4xVb6')!)).toBe('***');
  });

  test.each(['12345678', '123456789012', 'abcdefgh', 'qwertyuiopasdfgh'])(
    'of %s have no piece that other text would have by chance',
    (secret) => {
      const pieces = maskVariants(secret, runners.github).filter((value) => secret.includes(value));
      const shortest = /\d/.test(secret) ? 11 : 8;
      expect(pieces.filter((piece) => piece !== secret && piece.length < shortest)).toEqual([]);
    }
  );

  test.each(['"<abcdef', '&&abcdef', 'abcdef"x', 'abcde"<x', "a'<bcdef", "abcdef'z"])(
    'of %s hide no entity in other text',
    (password) => {
      const masker = githubMasker(maskVariants(password, runners.github));
      const text = `&quot;&gt; a&#39;&lt; &amp;&amp; &quot;x&quot; &quot;&lt;x &#039;z &#x27;z a&#039;&lt;`;
      expect(masker.mask(text)).toBe(text);
    }
  );
});

describe('act', () => {
  test.each([
    [':abc', 'it begins with a colon'],
    ['a::b', 'it contains "::"'],
    ['a%0Ab', 'it contains "%0A" or "%0D"'],
    ['a%0Db', 'it contains "%0A" or "%0D"'],
    ['a:b', undefined],
    ['a%25b', undefined],
    ['a:', undefined]
  ])('and %s: %s', (value, reason) => {
    expect(findUnmaskable(value, runners.act)).toBe(reason);
    for (const runner of [runners.github, runners.forgejo, runners.gitea])
      expect(findUnmaskable(value, runner)).toBeUndefined();
  });
});
