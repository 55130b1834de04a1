import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildPolicy, type PasswordInputs } from '../../src/password/policy.js';
import { findViolation } from '../../src/password/find-violation.js';

const named = "it contains a part of an account's name, or a word that a preset forbids";
const memorydb: PasswordInputs = { presets: ['memorydb-user'], passwordLength: 16 };
const documentdb: PasswordInputs = { presets: ['documentdb'], passwordLength: 8 };
const kafka: PasswordInputs = { presets: ['msk-scram'], passwordLength: 8 };
const azure: PasswordInputs = { presets: ['azure-sql'], userName: 'App1' };

describe('violation', () => {
  test.each<[string, PasswordInputs, string | undefined]>([
    ['Ab3-efgh', {}, undefined],
    ['Ab3-efg', {}, 'it has 7 characters instead of 8'],
    ['Ab3-efghi', {}, 'it has 9 characters instead of 8'],
    ['', {}, 'it has 0 characters instead of 8'],
    ['Ab3-efg🔑', {}, 'it contains an excluded character'],
    ['Ab3-efg\n', {}, 'it contains an excluded character'],
    ['Ab3-e gh', {}, 'it contains an excluded character'],
    ['Ab3-efgh', { excludeCharacters: 'h' }, 'it contains an excluded character'],
    ['Ab3-efgh', { excludePunctuation: true }, 'it contains an excluded character'],
    ['Ab3-efgh', { presets: ['alphanumeric'] }, 'it contains an excluded character'],
    ['Ab3/efgh', { presets: ['rds-mysql'] }, 'it contains an excluded character'],
    ['ab3-efgh', {}, 'it contains no uppercase'],
    ['AB3-EFGH', {}, 'it contains no lowercase'],
    ['Abc-efgh', {}, 'it contains no numbers'],
    ['Ab3defgh', {}, 'it contains no punctuation'],
    ['abcdefgh', {}, 'it contains no uppercase, numbers and punctuation'],
    ['abcdefgh', { requireEachIncludedType: false }, undefined],
    ['Ab3defgh', { excludePunctuation: true }, undefined],
    ['Ab3-e gh', { includeSpace: true }, undefined],
    [' Ab3-efg', { includeSpace: true }, 'it begins or ends with a space'],
    ['Ab3-efg ', { includeSpace: true }, 'it begins or ends with a space'],
    [
      'abababababab',
      {
        passwordLength: 12,
        excludeUppercase: true,
        excludeNumbers: true,
        excludePunctuation: true,
        presets: ['amazon-mq']
      },
      'it contains 2 different characters instead of at least 4'
    ],
    ['Ab3-Ab3-Ab3-', { passwordLength: 12, presets: ['amazon-mq'] }, undefined],
    ['-Ab3efgh', {}, 'it begins with a character that must not come first'],
    ['--Ab3fgh', { presets: ['url-safe'] }, 'it begins with a character that must not come first'],
    ['Ab3efgh-', {}, undefined],
    ['[Ab3efgh-Ab3efgh', memorydb, 'it begins with a character that must not come first'],
    ['Ab3efgh-[b3efgh[', memorydb, undefined],
    [
      '~b3-efgA',
      { presets: ['shell-safe'] },
      'it begins with a character that must not come first'
    ],
    ['Ab3-ef~g', { presets: ['shell-safe'] }, undefined],
    ['Ab3-efg\\', documentdb, 'it ends with a character that must not come last'],
    ['Ab3-e\\fg', documentdb, undefined],
    ["Ab3-\\'fg", documentdb, 'it contains two characters that must not stand together'],
    ["Ab3-'\\fg", documentdb, undefined],
    ['Ab3$${fg', kafka, 'it contains two characters that must not stand together'],
    ['Ab3#{efg', kafka, 'it contains two characters that must not stand together'],
    ['Ab3{$#eg', kafka, undefined],
    ['Ab3-xAPPy', { ...azure, passwordLength: 9 }, named],
    ['Ab3-pp1y', azure, named],
    ['Ab3-ap1p', azure, undefined],
    ['xyAPP1xy3A-b', { ...azure, presets: ['windows-user'], passwordLength: 12 }, named],
    ['xyAPP2xy3A-b', { ...azure, presets: ['windows-user'], passwordLength: 12 }, undefined],
    ['Ab3-AdMiN', { presets: ['directory-service'], passwordLength: 9 }, named]
  ])('%j under %j: %s', (password, inputs, expected) => {
    expect(findViolation(password, buildPolicy({ passwordLength: 8, ...inputs }))).toBe(expected);
  });

  test('its words depend on no character of the password', () => {
    const policy = buildPolicy({ passwordLength: 8, excludeCharacters: 'h' });
    const word = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(word, (password) => {
        expect(findViolation(password, policy) ?? '').toMatch(
          /^(|it has \d+ characters instead of 8|it contains an excluded character|it contains no [a-z, ]+|it begins with a character that must not come first)$/
        );
      })
    );
  });
});
