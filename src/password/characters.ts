/** The four kinds of characters that GetRandomPassword knows, by the name they have in its parameters. */
export type CharacterClass = 'uppercase' | 'lowercase' | 'numbers' | 'punctuation';

/** With nothing excluded. Source: the GetRandomPassword API reference. */
export const characters: Readonly<Record<CharacterClass, string>> = {
  uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  lowercase: 'abcdefghijklmnopqrstuvwxyz',
  numbers: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
};

export const characterClasses = Object.keys(characters) as readonly CharacterClass[];

/** Joins words as a sentence does: `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');
}
