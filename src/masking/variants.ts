import { encodeAsGitHub, ENCODINGS, type Encoded, type Encoding } from './encodings.js';
import { percentEncode } from '../password/percent-encode.js';
import { findUnmaskable, type Runner } from './runner.js';

/** Derived masks for one secret, or one line of it: each costs the runner time on every line of the log. */
const MAX_VARIANTS = 64;
/** Longer than any password that AWS generates: only what a kept value can be. Its forms are too long to choose from. */
const MAX_LENGTH = 4096;
/** A mask shorter than this, in UTF-16 units, would hide other text as well. */
const MIN_LENGTH = 6;
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
    if (runner === 'github') for (const encoded of encodeAsGitHub(value)) held.add(encoded);
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

/** The part of a text from one symbol to another. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Parts of one size, side by side. Two overlap in the middle: wherever the text is cut, one of them is left, and is
 * more than half of the secret. Three and more leave less than half when one is cut; an odd number can lose more.
 * They begin and end at multiples of three symbols before the end of the text, so that what GitHub's runner makes of
 * them in base64 has no padding, and together is the base64 of the text behind so many bytes: that saves masks for it.
 * None where the text is too short.
 */
function split(
  printed: string,
  { length, most, overlap, isBase64 }: NonNullable<Encoding['pieces']>,
  minimum: number,
  isPlain: boolean
): readonly Part[] {
  const symbols = Array.from(printed);
  const total = symbols.length;
  const two = total < 3 * MIN_LENGTH || (isPlain && total < 3 * Math.min(length, 16));
  const count = two ? 2 : Math.min(most, Math.max(3, Math.ceil(total / length) | 1));
  const size = Math.max(minimum, two ? Math.floor(total / 2) + overlap : Math.ceil(total / count));
  if (size >= total) return [];
  const part = (from: number, to: number): Part => ({
    from,
    to,
    text: symbols.slice(from, to).join('')
  });
  if (two) {
    const [first, second] = isPlain && isBase64 ? inThrees(size, total) : [size, size];
    return [part(0, first), part(total - second, total)];
  }
  const end = (at: number): number => total - Math.round((total * (count - at)) / count / 3) * 3;
  return Array.from({ length: count }, (_, at) => {
    const to = end(at + 1);
    return part(at === 0 ? 0 : Math.max(0, Math.min(end(at), to - Math.ceil(minimum / 3) * 3)), to);
  });
}

/**
 * The sizes of two parts, a little larger, so that what GitHub's runner makes of them in base64 has no padding, and is
 * found in the base64 of more. The first part serves another offset than the second: that saves masks for base64 in base64.
 */
function inThrees(size: number, total: number): readonly [first: number, second: number] {
  const rest = total % 3 === 0 ? 1 : 0;
  return [Math.ceil((size - rest) / 3) * 3 + rest, Math.ceil(size / 3) * 3];
}

/** For each symbol of a text, 1 where one of these masks hides it. */
function hide(
  printed: string,
  held: ReadonlySet<string>,
  counts: (mask: string) => boolean = () => true
): Uint8Array {
  const hidden = new Uint8Array(printed.length);
  for (const mask of [...held].filter((one) => printed.includes(one)))
    if (counts(mask))
      for (let at = printed.indexOf(mask); at >= 0; at = printed.indexOf(mask, at + mask.length))
        hidden.fill(1, at, at + mask.length);
  return hidden;
}

const countReadable = (hidden: Uint8Array): number => hidden.filter((one) => one === 0).length;

/**
 * Is so much of this part readable that others cannot make up for it? Masks that are longer than it may be cut, and of
 * two parts one has to do alone.
 */
function isPartReadable(
  printed: string,
  { from, to, text }: Part,
  of: number,
  held: ReadonlySet<string>
): boolean {
  const hidden = hide(
    printed,
    held,
    ({ length }) => length <= text.length + 3 && (of > 2 || length * 2 > printed.length)
  ).subarray(from, to);
  const readable = countReadable(hidden);
  return of === 2
    ? (hidden.length - readable) * 2 <= printed.length
    : readable * 4 >= hidden.length;
}

/**
 * Does the printed secret leave half of its characters readable?
 * @param length of the secret, in characters.
 */
function isReadable(
  { text: printed, parts }: Encoded,
  length: number,
  held: ReadonlySet<string>
): boolean {
  if (held.has(printed)) return false;
  const hidden = hide(printed, held);
  if (printed.length >= length) {
    // Each symbol stands for one character at most, which settles most texts without taking them apart.
    const left = countReadable(hidden);
    if ((length - (printed.length - left) + 1) * 2 >= length) return true;
    if ((left + 1) * 2 < length) return false;
  }
  let end = 0;
  // A third of what stands for a character may tell it: of the `\''` of a shell, the backslash.
  const readable = parts().filter(({ length: symbols }) => {
    const left = countReadable(hidden.subarray(end, (end += symbols)));
    return left > 0 && left * 3 >= symbols;
  });
  return (readable.length + 1) * 2 >= length;
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
