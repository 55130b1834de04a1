import { characters, joinWords } from './characters.js';
import { findKeyViolation } from './random-key.js';
import type { PasswordPolicy } from './policy.js';

/**
 * The first rule of the policy that a password does not satisfy, in words that show none of its characters; undefined
 * when it satisfies all. A space at either end violates one: targets trim it.
 */
export const findViolation = (password: string, policy: PasswordPolicy): string | undefined =>
  policy.key
    ? findKeyViolation(password, policy.key)
    : (findBrokenRule(password, { ...policy, minimum: policy.length, maximum: policy.length }) ??
      (password === password.trim() ? undefined : 'it begins or ends with a space'));

/** The same for a password that exists already: only what inputs and presets ask for counts, and no default. */
export const findExistingViolation = (
  password: string,
  policy: PasswordPolicy
): string | undefined =>
  policy.key ? findKeyViolation(password, policy.key) : findBrokenRule(password, policy.requested);

function findBrokenRule(password: string, policy: PasswordPolicy['requested']): string | undefined {
  const { minimum, maximum, alphabet, requiredClasses, minimumDistinct } = policy;
  const { forbiddenFirst, forbiddenLast, forbiddenPairs, forbiddenWords } = policy;
  const received = Array.from(password);
  const [first, last] = [received.at(0), received.at(-1)];
  const absent = requiredClasses.filter(
    (name) => !received.some((character) => characters[name].includes(character))
  );
  const distinct = new Set(received).size;
  const lowerCase = password.toLowerCase();
  const rules: readonly (readonly [broken: boolean, words: string])[] = [
    [
      received.length < minimum || received.length > maximum,
      `it has ${received.length} characters instead of ${describeLengths(minimum, maximum)}`
    ],
    [
      alphabet !== undefined && received.some((character) => !alphabet.includes(character)),
      'it contains an excluded character'
    ],
    [absent.length > 0, `it contains no ${joinWords(absent)}`],
    [
      distinct < minimumDistinct,
      `it contains ${distinct} different characters instead of at least ${minimumDistinct}`
    ],
    [
      first !== undefined && forbiddenFirst.includes(first),
      'it begins with a character that must not come first'
    ],
    [
      last !== undefined && forbiddenLast.includes(last),
      'it ends with a character that must not come last'
    ],
    [
      forbiddenPairs.some((pair) => password.includes(pair)),
      'it contains two characters that must not stand together'
    ],
    [
      forbiddenWords.some((word) => lowerCase.includes(word)),
      "it contains a part of an account's name, or a word that a preset forbids"
    ]
  ];
  return rules.find(([broken]) => broken)?.[1];
}

const describeLengths = (minimum: number, maximum: number): string =>
  minimum === maximum
    ? String(minimum)
    : maximum === Infinity
      ? `at least ${minimum}`
      : `${minimum} to ${maximum}`;
