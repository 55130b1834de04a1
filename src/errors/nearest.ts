import leven from 'leven';

/** The name that is closest to a word by edits, for "Did you mean", and how many edits lead to it. */
export function nearest(
  word: string,
  names: readonly string[]
): { readonly name: string; readonly edits: number } {
  const [first = { name: '', edits: Infinity }] = names
    .map((name) => ({ name, edits: leven(word.toLowerCase(), name) }))
    .toSorted((one, other) => one.edits - other.edits);
  return first;
}
