import { characters, joinWords } from './characters.js';
import type { Policy } from './policy.js';

/**
 * The first rule of the policy that a password does not satisfy, in words that show none of its characters; undefined
 * when it satisfies all. A space at either end violates one: targets trim it.
 */
export function findViolation(password: string, policy: Policy): string | undefined {
  const received = Array.from(password);
  const absent = policy.requiredClasses.filter(
    (name) => !received.some((character) => characters[name].includes(character))
  );
  const distinct = new Set(received).size;
  const lowerCase = password.toLowerCase();
  const rules: readonly (readonly [broken: boolean, words: string])[] = [
    [
      received.length !== policy.length,
      `it has ${received.length} characters instead of ${policy.length}`
    ],
    [received.some((c) => !policy.alphabet.includes(c)), 'it contains an excluded character'],
    [absent.length > 0, `it contains no ${joinWords(absent)}`],
    [
      distinct < policy.minimumDistinct,
      `it contains ${distinct} different characters instead of at least ${policy.minimumDistinct}`
    ],
    [password !== password.trim(), 'it begins or ends with a space'],
    [
      policy.forbiddenFirst.includes(received[0] ?? ''),
      'it begins with a character that must not come first'
    ],
    [
      policy.forbiddenWords.some((word) => lowerCase.includes(word)),
      'it contains a part of user-name, or a word that a preset forbids'
    ]
  ];
  return rules.find(([broken]) => broken)?.[1];
}
