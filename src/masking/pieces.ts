import type { Encoded, Encoding } from './encodings.js';

/** A mask shorter than this, in UTF-16 units, would hide other text as well. */
export const MIN_LENGTH = 6;

/** A piece of a text, from one symbol to another. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Parts of about one size, side by side. Two overlap in the middle: wherever the text is cut, one of them is left, and is
 * more than half of the secret. Three and more leave less than half when one is cut; an odd number can lose more.
 * Base64 is parted where its lines end. Other text is parted at multiples of three symbols before its end, so that what
 * GitHub's runner makes of the pieces in base64 has no padding, and together is the base64 of the text behind so many
 * bytes: that saves masks for it.
 * None where the text is too short.
 * @param minimum of a piece, in UTF-16 units.
 * @param findsOverlaps whether the runner hides pieces that overlap: for others, three and more never do.
 */
export function split(
  { text: printed, lead }: Encoded,
  { length, most }: NonNullable<Encoding['pieces']>,
  minimum: number,
  findsOverlaps: boolean
): readonly Piece[] {
  const symbols = Array.from(printed);
  const total = symbols.length;
  const piece = (from: number, to: number): Piece => {
    const text = symbols.slice(from, to).join('');
    // GitHub's runner also masks what is left without the white space around it.
    return text.trim().length < minimum && to - from < total
      ? piece(Math.max(0, from - 1), Math.min(total, to + 1))
      : { from, to, text };
  };
  const [first, unit] = lead === undefined ? [total % 3, 3] : [lead, 4];
  if (total >= 3 * minimum) {
    const count = Math.min(most, Math.max(3, Math.ceil(total / length) | 1));
    const shares = Array.from({ length: count + 1 }, (_, at) => (total * at) / count);
    const ends = shares.map((at) => first + unit * Math.ceil((at - first) / unit - 0.5));
    [ends[0], ends[count]] = [0, total];
    const pieces = pairs(ends);
    if (findsOverlaps)
      return pieces.map(([from, end]) =>
        piece(
          Math.max(0, Math.min(from, end - Math.ceil(minimum / unit) * unit)),
          end + ((total - end) % 3)
        )
      );
    const isLong = pieces.every(([from, end]) => end - from >= minimum);
    return (isLong ? pieces : pairs(shares.map(Math.round))).map(([from, end]) => piece(from, end));
  }
  if (findsOverlaps && lead === undefined && total >= 3 * minimum - 2) {
    const middle = (total - minimum) >> 1;
    return [0, middle, total - minimum].map((from) => piece(from, from + minimum));
  }
  const half = total / 2;
  const [from, to] =
    lead === undefined
      ? [Math.ceil(half) - 1, Math.floor(half) + 1]
      : [
          first + unit * Math.ceil((half - first) / unit - 1),
          first + unit * Math.floor((half - first) / unit + 1)
        ];
  const start = Math.max(0, Math.min(from, total - minimum));
  const end = Math.min(total, Math.max(to, minimum));
  if (start === 0 || end === total) return [];
  const halves = [piece(0, end), piece(start, total)];
  return findsOverlaps ? halves : [piece(0, total), ...halves];
}

const pairs = (ends: readonly number[]): readonly (readonly [number, number])[] =>
  ends.slice(1).map((end, at) => [ends[at] ?? 0, end]);
