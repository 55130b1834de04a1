import { characters, joinWords } from './characters.js';
import type { Policy } from './policy.js';

/**
 * The first rule of the policy that a password does not satisfy, in words that show none of its characters; undefined
 * when it satisfies all. A space at either end violates one: targets trim it.
 */
export const findViolation = (password: string, policy: Policy): string | undefined =>
  findBrokenRule(password, policy, { minimum: policy.length, maximum: policy.length });

/**
 * The same for a password that exists already: only what inputs and presets ask for counts, never a default. Its length
 * need not be what a new password would get.
 */
export const findExistingViolation = (password: string, policy: Policy): string | undefined =>
  policy.requested && findBrokenRule(password, policy, policy.requested);

function findBrokenRule(
  password: string,
  policy: Policy,
  lengths: { readonly minimum: number; readonly maximum: number }
): string | undefined {
  const { minimum, maximum } = lengths;
  const received = Array.from(password);
  const absent = policy.requiredClasses.filter(
    (name) => !received.some((character) => characters[name].includes(character))
  );
  const distinct = new Set(received).size;
  const rules: readonly (readonly [broken: boolean, words: string])[] = [
    [
      received.length < minimum || received.length > maximum,
      `it has ${received.length} characters instead of ${minimum === maximum ? minimum : `${minimum} to ${maximum}`}`
    ],
    [received.some((c) => !policy.alphabet.includes(c)), 'it contains an excluded character'],
    [absent.length > 0, `it contains no ${joinWords(absent)}`],
    [
      distinct < policy.minimumDistinct,
      `it contains ${distinct} different characters instead of at least ${policy.minimumDistinct}`
    ],
    [password !== password.trim(), 'it begins or ends with a space']
  ];
  return rules.find(([broken]) => broken)?.[1];
}
