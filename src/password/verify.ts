import { characters, listed } from './characters.js';
import type { Policy } from './policy.js';

/**
 * The first rule of the policy that this password breaks, in words that show no character of it; undefined
 * when all hold. A space at either end breaks one: targets trim it.
 */
export function violation(password: string, policy: Policy): string | undefined {
  const drawn = Array.from(password);
  const absent = policy.requiredClasses.filter(
    (name) => !drawn.some((character) => characters[name].includes(character))
  );
  const distinct = new Set(drawn).size;
  const rules: readonly (readonly [broken: boolean, words: string])[] = [
    [
      drawn.length !== policy.length,
      `it has ${drawn.length} characters instead of ${policy.length}`
    ],
    [drawn.some((c) => !policy.alphabet.includes(c)), 'it holds a character that is excluded'],
    [absent.length > 0, `it holds no ${listed(absent)}`],
    [
      distinct < policy.minimumDistinct,
      `it holds ${distinct} different characters instead of at least ${policy.minimumDistinct}`
    ],
    [password !== password.trim(), 'it begins or ends with a space']
  ];
  return rules.find(([broken]) => broken)?.[1];
}
