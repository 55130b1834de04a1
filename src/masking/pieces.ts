import type { Encoding } from './encodings.js';

/** A mask shorter than this, in UTF-16 units, would hide other text as well. */
export const MIN_LENGTH = 6;

/** The part of a text from one symbol to another. */
export interface Part {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Parts of about one size, side by side. Two overlap in the middle: wherever the text is cut, one of them is left, and is
 * more than half of the secret. Three and more leave less than half when one is cut; an odd number can lose more.
 * They begin and end at multiples of three symbols before the end of the text, so that what GitHub's runner makes of
 * them in base64 has no padding, and together is the base64 of the text behind so many bytes: that saves masks for it.
 * None where the text is too short.
 */
export function split(
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
  const part = (from: number, to: number): Part => {
    const text = symbols.slice(from, to).join('');
    // GitHub's runner also masks what is left without the white space around it.
    return text.trim().length < minimum && to - from < total
      ? part(Math.max(0, from - 1), Math.min(total, to + 1))
      : { from, to, text };
  };
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
