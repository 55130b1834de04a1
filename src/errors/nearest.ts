import leven from 'leven';

/** The name that is closest to a word by edits, for "Did you mean". */
export function nearest(word: string, names: readonly string[]): string {
  const distance = (name: string): number => leven(word.toLowerCase(), name);
  return names.toSorted((one, other) => distance(one) - distance(other))[0] ?? '';
}
