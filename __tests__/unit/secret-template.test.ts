import { describe, expect, test } from '@jest/globals';
import {
  checkTemplate,
  fillTemplate,
  findKeysSetOtherwise
} from '../../src/aws/secret-store/secret-template.js';

describe('a template', () => {
  const filled = (template: string, password = 'p"/%\\'): object =>
    Object.fromEntries(fillTemplate(template, { password, userName: 'a/b' }));

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

  test('has the account in the place of its placeholders', () => {
    expect(filled('{"url":"pg://{{user-name-url-encoded}}@db/{{user-name}}"}')).toEqual({
      url: '"pg://a%2Fb@db/a/b"'
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
    '{"a":{"{{password}}":1}}',
    '{"a":"{{user-names}}"}',
    '{"a":"{{ user-name }}"}',
    '{"a":"{{user-name-key}}"}',
    '{"{{user-name}}":"x"}'
  ])('%s is refused', (template) => {
    expect(() => {
      checkTemplate(template);
    }).toThrow(/Use \{\{password\}\}, .+ or \{\{user-name-url-encoded\}\}, in values only/);
  });

  test.each(['', '{"a":secret-1}'])('%s is no JSON, and is not shown', (template) => {
    expect(() => {
      checkTemplate(template);
    }).toThrow(/but is not JSON from line 1, column \d on \(.+\)\.$/);
  });

  test.each(['[]', '"x"'])('%s is no JSON object, and is not shown', (template) => {
    expect(() => {
      checkTemplate(template);
    }).toThrow(
      `secret-string-template must be a JSON object, for example {"username": "app"}, but is something else (${template.length} characters, not shown here).`
    );
  });
});

describe('findKeysSetOtherwise', () => {
  const otherwise = (text: string, template: string): readonly string[] =>
    findKeysSetOtherwise(text, fillTemplate(template, { password: 'p"ä' }));

  test.each([
    ['{"user":"app"}', '{"user":"app"}', []],
    ['{"user":"app","more":1}', '{"user":"\\u0061pp"}', []],
    ['{"user":"app_clone"}', '{"user":"app"}', ['user']],
    ['{}', '{"user":"app","b":null}', ['user', 'b']],
    ['{"b":null}', '{"b":null}', []],
    ['{"port":5432}', '{"port":5432.0}', []],
    ['{"port":"5432"}', '{"port":5432}', ['port']],
    ['{"id":12345678901234567891}', '{"id":12345678901234567890}', ['id']],
    ['{"x":{"b":[1],"a":2}}', '{"x":{"a":2,"b":[1]}}', []],
    ['{"x":{"b":[1],"a":2}}', '{"x":{"a":2}}', ['x']],
    ['{"user":"app","user":"other"}', '{"user":"app"}', ['user']],
    ['{"url":"pg://app:p%22%C3%A4@db"}', '{"url":"pg://app:{{password-url-encoded}}@db"}', []],
    ['{"url":"pg://app:p%22%c3%a4@db"}', '{"url":"pg://app:{{password-url-encoded}}@db"}', ['url']],
    ['{"copy":["p\\"\\u00e4"]}', '{"copy":["{{password}}"]}', []],
    ['{"copy":["other"]}', '{"copy":["{{password}}"]}', ['copy']]
  ])('%s and the template %s: %j', (text, template, expected) => {
    expect(otherwise(text, template)).toEqual(expected);
  });
});
