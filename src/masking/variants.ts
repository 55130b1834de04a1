import { percentEncode } from '../password/percent-encode.js';
import { findUnmaskable, type Runner } from '../runners.js';
import { base64, encodeAsGitHub, ENCODINGS, type Encoded, type Encoding } from './encodings.js';
import { MIN_LENGTH, split } from './pieces.js';
import { isPieceReadable, isReadable } from './readable.js';
import { MaskSet } from './mask-set.js';

/**
 * Masks for one secret, or one line of it: each costs the runner time on every line of the log. GitHub's searches for some
 * five strings for each, the others for one.
 */
const mostPerLine = ({ addsEncodings }: Runner): number => (addsEncodings ? 80 : 120);
/** Masks for a secret of several lines. */
const MOST = 200;
/** Longer than any password that AWS generates: only what a kept value can be. Its forms are too long to choose from. */
const MAX_LENGTH = 4096;
/** A mask of so many random bits is found in other text once in some ten gigabytes. */
const MIN_BITS = 35;

export interface VariantOptions {
  /**
   * Whether it was drawn at random, so that pieces of it are masked, too: true by default. Pieces of what a person chose
   * are words and names that other text has.
   */
  readonly isDrawn?: boolean;
  readonly encodings?: readonly Encoding[];
}

/**
 * Everything to mask for a secret, the longest first: the secret, and of each form in which tools print it those parts
 * that leave less than half of the form readable. What the runner masks by itself counts, and what has been chosen
 * before, so most forms of most secrets need nothing. Of a secret with several lines, each line of 6 characters or
 * more is masked for itself, and base64 of the whole; of a line over 4,096 UTF-16 units, only the line. There are at most
 * 80 masks for a line (120 on runners that add no encodings), and 200 for a secret, the lines first. Values that the runner cannot be told to mask are left out.
 * Takes any string: what is not well-formed Unicode is read as U+FFFD, as when it is printed.
 */
export function maskVariants(
  secret: string,
  runner: Runner,
  { isDrawn = true, encodings = ENCODINGS }: VariantOptions = {}
): readonly string[] {
  const { lines } = selectMaskLines(secret);
  const masks = new Set<string>();
  const mask = (value: string, maskSet?: MaskSet): void => {
    if (maskSet?.has(value) || findUnmaskable(value, runner) !== undefined) return;
    masks.add(value);
    if (!maskSet?.add(value) || !runner.addsEncodings) return;
    for (const encoded of encodeAsGitHub(value)) maskSet.add(encoded);
  };
  for (const value of lines.length > 1 ? [...lines, ...wholeForms(secret)] : []) mask(value);
  const most = lines.length > 1 ? MOST : mostPerLine(runner);
  lines.forEach((line, at) => {
    const maskSet = new MaskSet();
    mask(line, maskSet);
    if (lines.length === 1) mask(percentEncode(secret), maskSet);
    if (line.length > MAX_LENGTH) return;
    const share = Math.floor((most - masks.size) / (lines.length - at));
    const enough = masks.size + Math.min(share, mostPerLine(runner));
    const add = (value: string, minimum: number): void => {
      // GitHub's runner also masks what is left of a value without the white space around it.
      if (value.trim().length >= minimum && masks.size < enough) mask(value, maskSet);
    };
    for (const text of new Set([line.toWellFormed(), line.trim().toWellFormed()])) {
      const characters = Array.from(text);
      const itself = { text, parts: () => characters };
      /** Texts of which the whole has been judged: many encodings print the same of most secrets. */
      const judged = new Set<string>();
      const minimum = minimumLength(text);
      for (const { encode, pieces, unlessEncoded } of encodings) {
        if (unlessEncoded && runner.addsEncodings) continue;
        if (masks.size >= enough) return;
        for (const encoded of encode(itself)) {
          const texts =
            pieces && isDrawn ? split(encoded, pieces, minimum, runner.findsOverlaps === true) : [];
          for (const piece of texts)
            if (isPieceReadable(encoded.text, piece, texts.length, maskSet))
              add(piece.text, minimum);
          if (texts.length > 0 || judged.has(encoded.text)) continue;
          judged.add(encoded.text);
          if (isReadable(encoded, characters.length, maskSet))
            add(withoutLooseEntities(encoded), minimum);
        }
      }
    }
  });
  return [...masks].sort((a, b) => b.length - a.length);
}

/**
 * The lines to mask, each once, the longest first. A single one counts with the white space around it, and whatever its
 * length; of several, those that are shorter than 6 characters are left out, and those that are too many.
 */
export function selectMaskLines(secret: string): {
  readonly lines: readonly string[];
  readonly tooShort: number;
  readonly tooMany: number;
} {
  const all = [...new Set(secret.split(/[\r\n]+/))].filter((line) => /\S/.test(line));
  if (all.length <= 1) return { lines: all, tooShort: 0, tooMany: 0 };
  const long = all.filter((line) => line.trim().length >= MIN_LENGTH);
  const lines = long.sort((a, b) => b.length - a.length).slice(0, MOST - WHOLE_FORMS);
  return {
    lines,
    tooShort: all.length - long.length,
    tooMany: long.length - lines.length
  };
}

const WHOLE_FORMS = 4;

/** Of all lines together: an output of the action, and what the base64 of a file has. */
function wholeForms(secret: string): readonly string[] {
  const text = secret.toWellFormed();
  return [percentEncode(text), ...base64({ text, parts: () => [] }).map((form) => form.text)];
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
