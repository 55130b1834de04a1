import type { Encoded } from './encodings.js';
import type { Part } from './pieces.js';

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
export function isPartReadable(
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
export function isReadable(
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
