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
      for (const { encode, pieces } of encodings) {
        for (const encoded of encode(itself)) {
          if (!pieces && judged.has(encoded.text)) continue;
          if (!pieces) judged.add(encoded.text);
          for (const part of pieces ? split(encoded, pieces, minimum, isPlain) : [whole(encoded)])
            if (
              part.text.length >= minimum &&
              masks.size < most &&
              isReadable(encoded, part, characters.length, held)
            )
              register(part.text);
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

/** The part of an encoded secret from one character to another, and the text that masks it. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Of how many parts. */
  readonly of: number;
}

const whole = (encoded: Encoded): Part => ({
  from: 0,
  to: Infinity,
  text: withoutLooseEntities(encoded),
  of: 1
});

/**
 * Parts of one size, side by side. Two overlap in the middle: wherever the text is cut, one of them is left, and is
 * more than half of the secret. Three and more leave less than half when one is cut; an odd number can lose more.
 */
function split(
  encoded: Encoded,
  { length, most, overlap, isBase64 }: NonNullable<Encoding['pieces']>,
  minimum: number,
  isPlain: boolean
): readonly Part[] {
  const characters = encoded.parts();
  const symbols = encoded.text.length;
  const two = symbols < 3 * MIN_LENGTH || (isPlain && symbols < 3 * Math.min(length, 16));
  const count = two ? 2 : Math.min(most, Math.max(3, Math.ceil(symbols / length) | 1));
  const wanted = two
    ? Math.floor(characters.length / 2) + overlap
    : Math.ceil(characters.length / count);
  const size = Math.max(wanted, Math.ceil((minimum * characters.length) / symbols));
  if (size >= characters.length) return [whole(encoded)];
  return Array.from({ length: count }, (_, at) => {
    const from = Math.round((at * (characters.length - size)) / (count - 1));
    const text = characters.slice(from, from + size).join('');
    return {
      from,
      to: from + size,
      text: two && isPlain && isBase64 ? inThrees(encoded.text, at, text) : text,
      of: count
    };
  });
}

/**
 * One of two parts, made a little longer, so that what GitHub's runner makes of it in base64 has no padding, and is
 * found in the base64 of more. The first part serves another offset than the second: that saves masks for base64 in base64.
 */
function inThrees(printed: string, at: number, text: string): string {
  const rest = at === 0 && printed.length % 3 === 0 ? 1 : 0;
  const length = Math.ceil((text.length - rest) / 3) * 3 + rest;
  return at === 0 ? printed.slice(0, length) : printed.slice(-length);
}

/**
 * Does the printed secret leave half of its characters readable, or so much of this part that others cannot make up for it?
 * @param length of the secret, in characters.
 */
function isReadable(
  encoded: Encoded,
  { from, to, text, of }: Part,
  length: number,
  held: ReadonlySet<string>
): boolean {
  const printed = encoded.text;
  if (of === 1 && held.has(printed)) return false;
  const found = [...held].filter((mask) => printed.includes(mask));
  // A part has to do where longer masks are cut.
  const longest = of === 1 ? Infinity : text.length + 3;
  const hidden = new Uint8Array(printed.length);
  for (const mask of found.filter((one) => one.length <= longest))
    for (let at = printed.indexOf(mask); at >= 0; at = printed.indexOf(mask, at + mask.length))
      hidden.fill(1, at, at + mask.length);
  if (of === 1 && printed.length >= length) {
    // Each symbol stands for one character at most, which settles most texts without taking them apart.
    const left = hidden.filter((one) => one === 0).length;
    if ((length - (printed.length - left) + 1) * 2 >= length) return true;
    if ((left + 1) * 2 < length) return false;
  }
  const characters = encoded.parts();
  let end = 0;
  let readable = 0;
  for (const [at, symbols] of characters.entries()) {
    let left = 0;
    for (const stop = end + symbols.length; end < stop; end++) if (hidden[end] === 0) left++;
    if (at >= from && at < to && left > 0 && left * 2 >= symbols.length) readable++;
  }
  if (of === 1) return (readable + 1) * 2 >= characters.length;
  return of === 2 ? (to - from - readable) * 2 <= characters.length : readable * 4 >= to - from;
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
