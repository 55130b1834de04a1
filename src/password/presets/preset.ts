import { characterClasses, characters, joinWords, type CharacterClass } from '../characters.js';

/** So many of these classes must occur in the password. */
export interface ClassNeed {
  readonly atLeast: number;
  readonly of: readonly CharacterClass[];
}

/**
 * The parts of the account's name that a password must not contain, ignoring case. `parts`: the name, and each of its
 * parts between delimiters. `triples`: any three consecutive characters of it. Shorter ones never count.
 */
export type UserNameRule = 'parts' | 'triples';

/** Where a rule is from. */
export interface RuleSource {
  /** One phrase in Markdown. After "Narrower" it says which part is this project's stricter reading. */
  readonly text: string;
  /** The page of the rule's owner, or a page beside docs/presets.md. */
  readonly link: string;
  /** The day the source was last read, `YYYY-MM-DD`. */
  readonly checked: string;
}

/** The day all sources were last read. A source that is read again alone gets a day of its own. */
export const checked = '2026-12-01';

/** Lengths are in characters. No target here accepts a space, so no preset admits one. */
export interface Preset {
  readonly target: string;
  readonly minimum: number;
  readonly maximum: number;
  /** The length asked for when `password-length` is not given: this project's choice, 128 bits or more. */
  readonly length: number;
  readonly forbidden: string;
  /** Characters that must not come first, besides `-`, with which no password begins. */
  readonly forbiddenFirst?: string;
  /** Characters that must not come last. */
  readonly forbiddenLast?: string;
  /** Two characters that must not stand together: a reader takes them for something else, and each alone for itself. */
  readonly forbiddenPairs?: readonly string[];
  readonly needs?: ClassNeed;
  /** So many different characters must occur in the password. */
  readonly distinct?: number;
  /** How the password is compared with `user-name`. */
  readonly userName?: UserNameRule;
  /** Must not occur, ignoring case. */
  readonly forbiddenWords?: readonly string[];
  readonly source: RuleSource;
  /** For whoever uses the target: a rule beyond the password. */
  readonly note?: string;
}

export const everyClass: ClassNeed = { atLeast: 4, of: characterClasses };
export const threeOfFour: ClassNeed = { atLeast: 3, of: characterClasses };
export const lettersAndNumbers: ClassNeed = {
  atLeast: 3,
  of: ['uppercase', 'lowercase', 'numbers']
};

/** All punctuation but the characters given. */
export const punctuationExcept = (kept: string): string =>
  Array.from(characters.punctuation)
    .filter((character) => !kept.includes(character))
    .join('');

/** The classes a preset needs, in words: `uppercase and numbers`, or `3 of uppercase, … and punctuation`. */
export function needText({ atLeast, of }: ClassNeed): string {
  return atLeast < of.length ? `${atLeast} of ${joinWords(of)}` : joinWords(of);
}
