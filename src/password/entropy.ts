/** Characters of one class that a password may contain. */
export interface CharacterSet {
  readonly size: number;
  /** How many of them may come first. */
  readonly first: number;
  /** Whether at least one of them must occur. */
  readonly required: boolean;
}

/**
 * log2 of the number of passwords that contain every required class, begin with a character that may come first, and
 * have no space at either end. It is exact, by inclusion and exclusion, and is the entropy of a password when each of
 * them is equally likely. Different characters and forbidden words are not counted: unless the alphabet is cut to a
 * handful, they weigh less than a tenth of a bit.
 * @param length in characters, 2 or more
 * @param sets disjoint, the space not among them
 * @param space whether the alphabet contains a space as well
 */
export function entropyBits(length: number, sets: readonly CharacterSet[], space: boolean): number {
  const sum = (key: 'size' | 'first'): number => sets.reduce((total, set) => total + set[key], 0);
  const [letters, firsts] = [sum('size'), sum('first')];
  const all = letters + Number(space);
  // Each term: the passwords that contain none of some required classes, as a share of all over the alphabet.
  let terms = [{ size: 0, first: 0, sign: 1 }];
  for (const set of sets.filter(({ required }) => required)) {
    terms = terms.flatMap(({ size, first, sign }) => [
      { size, first, sign },
      { size: size + set.size, first: first + set.first, sign: -sign }
    ]);
  }
  const share = terms.reduce(
    (total, { size, first, sign }) =>
      total +
      sign *
        ((firsts - first) / all) *
        ((letters - size) / all) *
        ((all - size) / all) ** (length - 2),
    0
  );
  return length * Math.log2(all) + Math.log2(share);
}
