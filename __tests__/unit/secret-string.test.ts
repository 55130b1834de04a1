import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  checkTemplate,
  classifySecretString,
  fillTemplate,
  findKeysWithPassword,
  listKeys,
  readKey,
  setKeys
} from '../../src/aws/store/secret-string.js';

const set = (text: string, key: string, value: string): string =>
  setKeys(text, new Map([[key, JSON.stringify(value)]]));

describe('setKeys', () => {
  test.each([
    ['{}', 'k', '{"k":"new"}'],
    [' { } ', 'k', ' {"k":"new" } '],
    ['{"k":"old"}', 'k', '{"k":"new"}'],
    ['{"a":1,"k":"old","b":2}', 'k', '{"a":1,"k":"new","b":2}'],
    ['{"a":1}', 'k', '{"a":1,"k":"new"}'],
    ['{\n  "a" : 1\n}\n', 'k', '{\n  "a" : 1,\n  "k" : "new"\n}\n'],
    ['{"k":1,"k":"old"}', 'k', '{"k":1,"k":"new"}'],
    ['{"\\u006b":"old"}', 'k', '{"\\u006b":"new"}'],
    ['{"a":{"k":"inner"},"k":null}', 'k', '{"a":{"k":"inner"},"k":"new"}'],
    ['{"k":{"k":[1,{"k":2}]},"z":"}"}', 'k', '{"k":"new","z":"}"}'],
    ['{"n":12345678901234567890.10,"k":-1.50e+2}', 'k', '{"n":12345678901234567890.10,"k":"new"}'],
    ['{"a\\"b":"x","k":"\\\\"}', 'k', '{"a\\"b":"x","k":"new"}'],
    ['{"$&":"$1"}', 'k', '{"$&":"$1","k":"new"}'],
    ['{"__proto__":"x"}', '__proto__', '{"__proto__":"new"}'],
    ['{"":"x"}', '', '{"":"new"}']
  ])('%s with %s', (text, key, expected) => {
    expect(set(text, key, 'new')).toBe(expected);
  });

  test('takes a value for what it is, with $ and all', () => {
    expect(set('{}', 'k', "$&$1$'")).toBe('{"k":"$&$1$\'"}');
    expect(set('{"k":0}', 'k', "$&$1$'")).toBe('{"k":"$&$1$\'"}');
  });
});

/** JSON as a person or another program may have written it. */
const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
const number = fc.oneof(
  fc.stringMatching(/^-?(0|[1-9]\d{0,24})(\.\d{1,20})?([eE][+-]?\d{1,3})?$/),
  fc.constantFrom('9007199254740993', '1.0', '-0', '1E400', '0.1000')
);
const character = fc.oneof(
  fc.constantFrom(
    '"',
    '\\',
    '/',
    '\n',
    '\u0000',
    '\u2028',
    '\ud800',
    '😀',
    'é',
    '{',
    '}',
    ':',
    ','
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })
);
const spelling = (text: string, spellings: readonly number[]): string =>
  `"${Array.from(text)
    .map((each, at) => {
      const escaped = Array.from(
        { length: each.length },
        (_, unit) => `\\u${each.charCodeAt(unit).toString(16).padStart(4, '0')}`
      ).join('');
      return spellings[at % spellings.length] === 0 ? escaped : JSON.stringify(each).slice(1, -1);
    })
    .join('')}"`;
const stringOf = (text: fc.Arbitrary<string>): fc.Arbitrary<{ value: string; text: string }> =>
  fc
    .tuple(text, fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }))
    .map(([value, spellings]) => ({ value, text: spelling(value, spellings) }));
const anyText = fc.array(character, { maxLength: 6 }).map((parts) => parts.join(''));
// V8 13.6 reads an escaped key as "\\" when an earlier object had that key at the same place, so none begins with it.
const key = fc
  .oneof(fc.constantFrom('password', 'k', '', '__proto__', 'a b', 'ключ'), anyText)
  .filter((text) => !text.startsWith('\\'));
const { value: jsonValue } = fc.letrec<{ value: string; array: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('true', 'false', 'null'),
    number,
    stringOf(anyText).map(({ text }) => text),
    tie('array'),
    tie('object')
  ),
  array: fc
    .tuple(space, fc.array(fc.tuple(tie('value'), space), { maxLength: 3 }))
    .map(([inside, items]) => `[${inside}${items.map(([item, after]) => item + after).join(',')}]`),
  object: fc
    .array(fc.tuple(stringOf(key), tie('value'), space), { maxLength: 3 })
    .map(
      (members) =>
        `{${members.map(([key, item, after]) => `${after}${key.text}:${item}`).join(',')}}`
    )
}));
const object = fc
  .tuple(
    space,
    fc.array(fc.tuple(space, stringOf(key), space, space, jsonValue, space), { maxLength: 5 }),
    space,
    space
  )
  .map(([before, members, inside, after]) => ({
    keys: members.map(([, { value }]) => value),
    text: `${before}{${inside}${members
      .map(([a, { text }, b, c, item, d]) => `${a}${text}${b}:${c}${item}${d}`)
      .join(',')}}${after}`
  }));
const entries = (text: string): readonly (readonly [string, unknown])[] =>
  Object.entries(JSON.parse(text) as Record<string, unknown>);

describe('any JSON object', () => {
  test('keeps every byte but the value, and gives back what was set', () => {
    fc.assert(
      fc.property(
        object,
        fc.nat(4),
        key,
        fc.string({ maxLength: 20 }),
        (given, at, other, password) => {
          const { text, keys } = given;
          const chosen = keys[at] ?? other;
          const result = set(text, chosen, password);
          expect(readKey(result, chosen)).toBe(password);
          expect(Object.fromEntries(entries(result))).toEqual(
            Object.fromEntries([
              ...entries(text).filter(([name]) => name !== chosen),
              [chosen, password]
            ])
          );
          const value = JSON.stringify(password);
          if (keys.includes(chosen)) {
            // The old text with one hole in it: what stands before and after is as it was.
            const start = [...Array(result.length).keys()].findLast(
              (from) =>
                result.startsWith(value, from) &&
                text.startsWith(result.slice(0, from)) &&
                text.endsWith(result.slice(from + value.length)) &&
                from + result.length - from - value.length <= text.length
            );
            expect(start).toBeDefined();
          } else {
            const end = text.lastIndexOf('}');
            const added = result.length - text.length;
            const tail = /\s*$/.exec(text.slice(0, end))?.[0].length ?? 0;
            const position = keys.length === 0 ? text.indexOf('{') + 1 : end - tail;
            expect(result.slice(0, position) + result.slice(position + added)).toBe(text);
          }
          // A second time it is only the value that changes.
          expect(set(set(text, chosen, 'x'), chosen, password)).toBe(result);
        }
      ),
      { numRuns: 2000 }
    );
  });

  test('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(object, key, ({ text, keys }, other) => {
        expect(classifySecretString(text)).toBe('object');
        expect(new Set(listKeys(text))).toEqual(new Set(keys));
        for (const name of [...keys, other]) {
          const own = Object.getOwnPropertyDescriptor(JSON.parse(text), name);
          expect(readKey(text, name)).toEqual(own?.value);
        }
      }),
      { numRuns: 1000 }
    );
  });
});

test.each([
  ['{"a":1}', 'object'],
  [' [1]', 'array'],
  ['"text"', 'text'],
  ['123', 'text'],
  ['null', 'text'],
  ['{"a":1', 'text'],
  ['{a:1}', 'text'],
  ['', 'text'],
  ['\ufeff{}', 'text']
])('%s is %s', (text, kind) => {
  expect(classifySecretString(text)).toBe(kind);
});

describe('a template', () => {
  const filled = (template: string, password = 'p"/%\\'): object =>
    Object.fromEntries(fillTemplate(template, password));

  test('has its placeholders replaced, after JSON-escaping', () => {
    expect(
      filled(
        '{"url":"pg://app:{{password-url-encoded}}@db","both":["{{password}}{{password}}"],"n":1.00}'
      )
    ).toEqual({
      url: '"pg://app:p%22%2F%25%5C@db"',
      both: '["p\\"/%\\\\p\\"/%\\\\"]',
      n: '1.00'
    });
  });

  test('keeps other braces, and how its strings are spelled', () => {
    const template = '{"a":"{{user}} {{{x}}} {{}}","b":"\\u0061\\/"}';
    expect(() => {
      checkTemplate(template);
    }).not.toThrow();
    expect(filled(template)).toEqual({ a: '"{{user}} {{{x}}} {{}}"', b: '"\\u0061\\/"' });
  });

  test('replaces a placeholder that is spelled with escapes, and none twice', () => {
    expect(filled('{"a":"{{\\u0070assword}}"}', '{{password}}!')).toEqual({ a: '"{{password}}!"' });
  });

  test.each([
    '{"a":"{{password-base64}}"}',
    '{"a":"{{ password }}"}',
    '{"a":["{{passwords}}"]}',
    '{"{{password}}":"x"}',
    '{"a":{"{{password}}":1}}'
  ])('%s is refused', (template) => {
    expect(() => {
      checkTemplate(template);
    }).toThrow(/Use \{\{password\}\} or \{\{password-url-encoded\}\}, in values only/);
  });

  test.each(['', '{"a":secret-1}'])('%s is no JSON, and is not shown', (template) => {
    expect(() => {
      checkTemplate(template);
    }).toThrow(/but is not JSON from line 1, column \d on\.$/);
  });

  test.each(['[]', '"x"'])('%s is no JSON object, and is not shown', (template) => {
    expect(() => {
      checkTemplate(template);
    }).toThrow(
      `secret-string-template must be a JSON object, for example {"username": "app"}, but is something else (${template.length} characters, not shown here).`
    );
  });
});

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

  test('leaves out the keys that are set anyway', () => {
    expect(find({ password: 'S3cret/1', url: 'S3cret/1' }, 'S3cret/1', 'password', 'url')).toEqual(
      []
    );
  });
});
