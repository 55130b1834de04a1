import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createVersionId } from '../../src/aws/identifiers/version-id.js';
import {
  createSecretString,
  findPassword,
  findTemplateDifferences,
  readPassword,
  replacePassword,
  warnOfMore
} from '../../src/aws/secret-store/secret-value.js';
import { MORE_THAN_PASSWORDS, randomPasswords } from '../helpers/secret-strings.js';

const place = { secretId: 'app/db' };
const keyed = { ...place, key: 'password' };
/** A value that somebody else has stored. */
const value = (secretString: string) => ({ versionId: randomUUID(), secretString });
const ours = (secretString: string, key?: string) => ({
  versionId: createVersionId(randomUUID(), { base: randomUUID(), key }),
  secretString
});
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return 'not refused';
};

describe('without a key', () => {
  test.each(MORE_THAN_PASSWORDS.map(([text, kind]) => [kind, text] as const))(
    '%s is not replaced, and kept only if it is no JSON: %j',
    (kind, text) => {
      expect(refusal(() => replacePassword(place, value(text), { password: 'new' }))).toMatch(
        {
          object: /is a JSON object with the keys .+ Set generate-string-key/,
          array: /is a JSON array, .+ set generate-string-key/,
          'nearly JSON':
            /is (nearly JSON, but not quite \(line \d+, column \d+: .+\)|JSON inside a JSON string), so it is not taken for a password\. Store it again as a JSON object .+ and set generate-string-key .+, or set secret-id to another secret\.$/,
          lines:
            /is more than a password \(several lines of text\), .+ set generate-string-key; secret-string-template .+ set secret-id to another secret\.$/,
          settings: /is more than a password \(a connection string\), /,
          address: /is more than a password \(a URL\), /
        }[kind]
      );
      if (/object|array|JSON/.test(kind)) {
        expect(refusal(() => readPassword(place, value(text)))).toBe(
          refusal(() => replacePassword(place, value(text), { password: 'new' }))
        );
        expect(findPassword(place, value(text))).toBeUndefined();
        expect(warnOfMore(place, value(text))).toBeUndefined();
      } else {
        expect(readPassword(place, value(text))).toBe(text);
        expect(warnOfMore(place, value(text))).toMatch(
          /^The secret app\/db is more than a password \(.+\)\. It is returned whole, as it is\. Store a JSON object .+ set generate-string-key/
        );
      }
    }
  );

  test('no refusal and no warning shows a part of the value', () => {
    for (const [text] of MORE_THAN_PASSWORDS) {
      const secret = text.replace(/(["=:'“])x(?=["'’”@;&\n])/g, '$1hunter2');
      const messages = [
        refusal(() => replacePassword(place, value(secret), { password: 'new' })),
        refusal(() => replacePassword(keyed, value(secret), { password: 'new' })),
        refusal(() => readPassword(keyed, value(secret))),
        warnOfMore(place, value(secret))
      ].join('\n');
      expect(messages).not.toMatch(/hunter|MII|5432|example/);
    }
  });

  test('a password is replaced and returned, whoever has chosen it', () => {
    for (const password of randomPasswords(2_000)) {
      expect(replacePassword(place, value(password), { password: 'new' })).toBe('new');
      expect(readPassword(place, value(password))).toBe(password);
      expect(warnOfMore(place, value(password))).toBeUndefined();
    }
  });

  test('what this action has stored without a key is a password, whatever it looks like', () => {
    for (const [text] of MORE_THAN_PASSWORDS) {
      expect(replacePassword(place, ours(text), { password: 'new' })).toBe('new');
      expect(readPassword(place, ours(text))).toBe(text);
      expect(warnOfMore(place, ours(text))).toBeUndefined();
    }
  });

  test('what it has stored under a key is judged', () => {
    expect(
      refusal(() =>
        replacePassword(place, ours('{"password":"x"}', 'password'), { password: 'new' })
      )
    ).toMatch(/is a JSON object with the keys "password"/);
    expect(warnOfMore(place, ours('a\nb', 'password'))).toMatch(/several lines/);
  });
});

describe('with a key', () => {
  test.each([
    ['["x"]', 'a JSON array, not a JSON object'],
    ['x', 'plain text, not JSON (line 1, column 1: a letter)'],
    ['42', 'plain text, not a JSON object'],
    ['"x"', 'plain text, not a JSON object'],
    ['{"password":"x",}', 'nearly JSON, but not quite (line 1, column 17: a brace or bracket)'],
    ['\ufeff{"password":"x"}', 'nearly JSON, but not quite (line 1, column 1: a byte-order mark)'],
    ['{"password":\n"x"y"}', 'nearly JSON, but not quite (line 2, column 4: a letter)'],
    ["{'password':'x'}", 'nearly JSON, but not quite (line 1, column 2: a single quote)'],
    ['"{\\"password\\":\\"x\\"}"', 'JSON inside a JSON string'],
    ['A=x\nB=y', 'plain text, not JSON (line 1, column 1: a letter)'],
    ['pg://app:x@db', 'plain text, not JSON (line 1, column 1: a letter)']
  ])('%j is refused', (text, what) => {
    const start = `generate-string-key is "password", but the secret app/db is ${what}. `;
    const remedy = /nearly|inside/.test(what)
      ? 'Store it again as a JSON object (aws secretsmanager put-secret-value).'
      : 'Convert it once: store its password in an object such as {"password": "…"} (aws secretsmanager put-secret-value).';
    const more = /^("?x|42|\["x)/.test(text)
      ? ' Or leave generate-string-key empty, where the whole value is the password.'
      : '';
    const message = `${start}${remedy}${text.startsWith('[') ? '' : more}`;
    expect(refusal(() => readPassword(keyed, value(text)))).toBe(message);
    expect(refusal(() => replacePassword(keyed, value(text), { password: 'new' }))).toBe(message);
    expect(warnOfMore(keyed, value(text))).toBeUndefined();
  });

  test('a password that is stored without one is refused, too, where it is no object', () => {
    expect(refusal(() => readPassword(keyed, ours('x')))).toMatch(/is plain text, not JSON/);
    expect(readPassword(keyed, ours('{"password":"x"}'))).toBe('x');
  });

  test('a copy of the old password elsewhere is refused, unless the template sets it', () => {
    const text = '{"password":"S3cret/1","url":"pg://app:S3cret%2f1@db","user":"app"}';
    expect(refusal(() => replacePassword(keyed, value(text), { password: 'new' }))).toBe(
      'The secret app/db contains the old password under other keys too: "url". ' +
        'Set secret-string-template to a JSON object with these keys; {{password}} and {{password-url-encoded}} in it become the new password.'
    );
    const template = '{"url":"pg://app:{{password-url-encoded}}@db"}';
    expect(replacePassword({ ...keyed, template }, value(text), { password: 'n/w' })).toBe(
      '{"password":"n/w","url":"pg://app:n%2Fw@db","user":"app"}'
    );
  });
});

describe('findTemplateDifferences', () => {
  const template = '{"user":"app","url":"pg://app:{{password}}@db","password":"ignored"}';
  const find = (text: string, password = 'x'): readonly string[] =>
    findTemplateDifferences({ ...keyed, template }, value(text), { password });

  test('finds none in what the template has made', () => {
    expect(find(createSecretString({ ...keyed, template }, { password: 'x' }))).toEqual([]);
    const text = replacePassword({ ...keyed, template }, value('{"more":1}'), { password: 'y' });
    expect(find(text, 'y')).toEqual([]);
  });

  test('names keys with another value, with another password, and those that are missing', () => {
    expect(find('{"user":"app_clone","url":"pg://app:x@db","password":"x"}')).toEqual(['user']);
    expect(find('{"user":"app","url":"pg://app:y@db","password":"x"}')).toEqual(['url']);
    expect(find('{"password":"x"}')).toEqual(['user', 'url']);
  });

  test('has nothing to compare without a template, or with a value that is no object', () => {
    expect(findTemplateDifferences(keyed, value('{"user":"y"}'), { password: 'x' })).toEqual([]);
    expect(findTemplateDifferences(place, value('x'), { password: 'x' })).toEqual([]);
    expect(find('x')).toEqual([]);
  });
});
