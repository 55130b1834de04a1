import { describe, expect, test } from '@jest/globals';
import {
  randomPassword,
  type RandomPasswordParameters
} from '../../emulator/aws/random-password.js';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const [noLower, noUpper, noDigits, noPunctuation] = [
  { ExcludeLowercase: true },
  { ExcludeUppercase: true },
  { ExcludeNumbers: true },
  { ExcludePunctuation: true }
];

/** Every character of a long password. */
const findAlphabet = (parameters: RandomPasswordParameters) =>
  [...new Set(randomPassword({ PasswordLength: 4096, ...parameters }))].sort().join('');
const sorted = (characters: string) => Array.from(characters).sort().join('');

describe('the alphabet', () => {
  test.each<[string, RandomPasswordParameters, string]>([
    ['everything but the space', {}, LOWER + UPPER + DIGITS + PUNCTUATION],
    ['false excludes nothing', { ExcludeNumbers: false }, LOWER + UPPER + DIGITS + PUNCTUATION],
    ['no lower case', noLower, UPPER + DIGITS + PUNCTUATION],
    ['no upper case', noUpper, LOWER + DIGITS + PUNCTUATION],
    ['no numbers', noDigits, LOWER + UPPER + PUNCTUATION],
    ['no punctuation', noPunctuation, LOWER + UPPER + DIGITS],
    ['with a space', { ...noPunctuation, IncludeSpace: true }, `${LOWER}${UPPER}${DIGITS} `],
    [
      'an excluded space',
      { IncludeSpace: true, ExcludeCharacters: ` ${PUNCTUATION}~`, ...noPunctuation },
      LOWER + UPPER + DIGITS
    ],
    [
      'single characters',
      { ...noLower, ...noUpper, ...noDigits, ExcludeCharacters: '^]\\-"' },
      PUNCTUATION.replace(/[\^\]\\"-]/g, '')
    ],
    [
      'only a space',
      { ...noLower, ...noUpper, ...noDigits, ...noPunctuation, IncludeSpace: true },
      ' '
    ],
    [
      'an empty type that is not required',
      { ExcludeCharacters: DIGITS, RequireEachIncludedType: false, ...noPunctuation },
      LOWER + UPPER
    ]
  ])('%s', (_name, parameters, expected) => {
    expect(findAlphabet(parameters)).toBe(sorted(expected));
  });
});

test.each([
  [undefined, 32],
  [4, 4],
  [4096, 4096]
])('length %p gives %i characters', (PasswordLength, expected) => {
  expect(randomPassword({ PasswordLength })).toHaveLength(expected);
});

describe('required types', () => {
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];
  const containsAll = (password: string) => classes.every((one) => one.test(password));
  const many = (parameters: RandomPasswordParameters) =>
    Array.from({ length: 300 }, () => randomPassword({ PasswordLength: 4, ...parameters }));

  test('each occurs by default, and at any position', () => {
    const passwords = many({});
    expect(passwords.every(containsAll)).toBe(true);
    // 4! orders of the classes; the chance to miss one in 300 draws is below 1 in 10,000.
    const orders = passwords.map((one) =>
      Array.from(one)
        .map((character) => classes.findIndex((type) => type.test(character)))
        .join('')
    );
    expect(new Set(orders).size).toBe(24);
  });

  test('may be missing with false', () => {
    expect(many({ RequireEachIncludedType: false }).every(containsAll)).toBe(false);
  });

  test('a space is allowed, not required', () => {
    expect(many({ IncludeSpace: true }).some((one) => !one.includes(' '))).toBe(true);
  });
});

test('all characters are equally likely', () => {
  const parameters = { PasswordLength: 4096, ...noPunctuation, ...noUpper, ...noLower };
  const counts = new Map<string, number>();
  const rounds = 25;
  for (let round = 0; round < rounds; round++)
    for (const one of randomPassword(parameters)) counts.set(one, (counts.get(one) ?? 0) + 1);
  const expected = (rounds * 4096) / 10;
  const chiSquare = Array.from(DIGITS)
    .map((digit) => ((counts.get(digit) ?? 0) - expected) ** 2 / expected)
    .reduce((sum, one) => sum + one);
  // 9 degrees of freedom: more than 50 happens by chance once in ten million runs.
  expect(chiSquare).toBeLessThan(50);
});

test('all passwords with the required types are equally likely', () => {
  const parameters = {
    PasswordLength: 2,
    ...noPunctuation,
    ...noUpper,
    ExcludeCharacters: '23456789cdefghijklmnopqrstuvwxyz'
  };
  const counts = new Map<string, number>();
  for (let count = 0; count < 8000; count++) {
    const password = randomPassword(parameters);
    counts.set(password, (counts.get(password) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(['0a', '0b', '1a', '1b', 'a0', 'a1', 'b0', 'b1']);
  // 1,000 expected each; 6.8 standard deviations.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(200);
});

describe('impossible parameters: the error of Secrets Manager', () => {
  test.each<[string, RandomPasswordParameters, string]>([
    [
      'fewer characters than types',
      { PasswordLength: 3 },
      'Password length is too short based on the required types'
    ],
    [
      'an empty type',
      { ExcludeCharacters: DIGITS },
      'All characters of the desired type have been excluded'
    ],
    [
      'all types off',
      { ...noLower, ...noUpper, ...noDigits, ...noPunctuation },
      'All characters have been excluded from selection'
    ],
    [
      'all characters off',
      { ExcludeCharacters: LOWER + UPPER + DIGITS + PUNCTUATION, RequireEachIncludedType: false },
      'All characters have been excluded from selection'
    ]
  ])('%s', (_name, parameters, message) => {
    expect(() => randomPassword(parameters)).toThrow(
      expect.objectContaining({ code: 'InvalidParameterException', message, status: 400 })
    );
  });
});
