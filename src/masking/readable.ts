import type { Encoded } from './encodings.js';
import type { Piece } from './pieces.js';
import type { MaskSet } from './mask-set.js';

function countReadable(hidden: Uint8Array): number {
  let count = 0;
  for (const one of hidden) if (one === 0) count++;
  return count;
}

/**
 * Is so much of this piece readable that others cannot make up for it? Masks that are longer than it may be cut, and of
 * two pieces one has to do alone.
 */
export function isPieceReadable(
  printed: string,
  { from, to, text: { length } }: Piece,
  of: number,
  maskSet: MaskSet
): boolean {
  const all =
    of === 2
      ? maskSet.hide(printed, Math.floor(printed.length / 2) + 1, length)
      : maskSet.hide(printed, 2, length + 3);
  const hidden = all.subarray(from, to);
  const readable = countReadable(hidden);
  return of === 2
    ? (hidden.length - readable) * 2 <= printed.length
    : readable * 4 >= hidden.length;
}

/**
 * Does the printed secret leave half of its characters readable?
 * @param length of the secret, in characters.
 */
export function isReadable(
  { text: printed, parts }: Encoded,
  length: number,
  maskSet: MaskSet
): boolean {
  if (maskSet.has(printed)) return false;
  const hidden = maskSet.hide(printed);
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
