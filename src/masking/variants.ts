import { encodeAsGitHub, ENCODINGS, type Encoded, type Encoding } from './encodings.js';
import { percentEncode } from '../password/percent-encode.js';
import { MIN_LENGTH, split } from './pieces.js';
import { isPartReadable, isReadable } from './readable.js';
import { findUnmaskable, type Runner } from '../runners.js';

/** Derived masks for one secret, or one line of it: each costs the runner time on every line of the log. */
const MAX_VARIANTS = 64;
/** Longer than any password that AWS generates: only what a kept value can be. Its forms are too long to choose from. */
const MAX_LENGTH = 4096;
/** A mask of so many random bits is found in other text once in some ten gigabytes. */
const MIN_BITS = 35;

/**
 * Everything to mask for a secret, the longest first: the secret, and of each form in which tools print it those parts
 * that leave less than half of the form readable. What the runner masks by itself counts, and what has been chosen
 * before, so most forms of most secrets need nothing. Of a secret with several lines, each line of 6 characters or
 * more is masked for itself; of one over 4,096 UTF-16 units, only the line. Values that the runner cannot be told to mask
 * are left out.
 * Takes any string: what is not well-formed Unicode is read as U+FFFD, as when it is printed.
 */
export function maskVariants(
  secret: string,
  runner: Runner,
  encodings: readonly Encoding[] = ENCODINGS
): readonly string[] {
  const masks = new Set<string>();
  /** What the runner searches for: each mask, and what it derives from it. */
  const held = new Set<string>();
  const register = (value: string): void => {
    if (value === '' || held.has(value) || findUnmaskable(value, runner) !== undefined) return;
    masks.add(value);
    held.add(value);
    if (runner.addsEncodings) for (const encoded of encodeAsGitHub(value)) held.add(encoded);
    held.delete('');
  };

  const lines = splitLines(secret);
  for (const line of lines) register(line);
  // An output of the action.
  register(percentEncode(secret));
  for (const line of lines.filter(({ length }) => length <= MAX_LENGTH)) {
    const most = masks.size + MAX_VARIANTS - 1;
    for (const text of new Set([line, line.trim()].map((one) => Buffer.from(one).toString()))) {
      const characters = Array.from(text);
      const itself = { text, parts: () => characters };
      /** Texts of which the whole has been judged: many encodings print the same of most secrets. */
      const judged = new Set<string>();
      const minimum = minimumLength(text);
      // Without punctuation a secret has few other forms, so that smaller pieces close little.
      const isPlain = /^[\da-z]*$/i.test(text);
      const add = (value: string): void => {
        // GitHub's runner also masks what is left of a value without the white space around it.
        if (value.trim().length >= minimum && masks.size < most) register(value);
      };
      for (const { encode, pieces } of encodings) {
        for (const encoded of encode(itself)) {
          const parts = pieces ? split(encoded.text, pieces, minimum, isPlain) : [];
          for (const part of parts)
            if (isPartReadable(encoded.text, part, parts.length, held)) add(part.text);
          if (parts.length > 0 || judged.has(encoded.text)) continue;
          judged.add(encoded.text);
          if (isReadable(encoded, characters.length, held)) add(withoutLooseEntities(encoded));
        }
      }
    }
  }
  return [...masks].sort((a, b) => b.length - a.length);
}

/** The lines to mask. A single one counts with the white space around it, and whatever its length. */
export function splitLines(secret: string): readonly string[] {
  const lines = secret.split(/[\r\n]+/).filter((line) => /\S/.test(line));
  return lines.length === 1 ? lines : lines.filter((line) => line.trim().length >= MIN_LENGTH);
}

const KINDS = [
  [/\d/, 10],
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[^\da-zA-Z]/, 32]
] as const;

function minimumLength(secret: string): number {
  const characters = KINDS.reduce((sum, [kind, count]) => sum + (kind.test(secret) ? count : 0), 0);
  return Math.max(MIN_LENGTH, Math.ceil(MIN_BITS / Math.log2(characters)));
}

/**
 * GitHub's runner also masks what comes before and after the last `&` of a mask, from 6 characters on: of `&lt;&quot;x`
 * it would hide every `quot;x`. An entity that close to an end is left out, with what is outside of it.
 */
function withoutLooseEntities({ text, parts }: Encoded): string {
  if (!/&.+;/.test(text)) return text;
  const characters = parts();
  const last = characters.findLastIndex((symbols) => /^&.+;$/.test(symbols));
  if (last < 0) return text;
  return characters
    .slice(last <= 3 ? last : 0, characters.length - last <= 3 ? last + 1 : undefined)
    .join('');
}
