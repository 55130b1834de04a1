/** Characters of one class that a password may contain. */
export interface CharacterSet {
  readonly size: number;
  /** How many of them may come first. */
  readonly first: number;
  /** How many of them may come last. */
  readonly last: number;
  /** Whether at least one of them must occur. */
  readonly required: boolean;
}

/**
 * log2 of the number of passwords that contain every required class, begin and end with characters that may come there,
 * and have no space at either end. It is exact, by inclusion and exclusion, and is the entropy of a password when each of
 * them is equally likely. Different characters, forbidden pairs and forbidden words are not counted: unless the alphabet
 * is cut to a handful, they weigh less than a tenth of a bit.
 * @param length in characters, 2 or more
 * @param sets disjoint, the space not among them
 * @param space whether the alphabet contains a space as well
 */
export function entropyBits(length: number, sets: readonly CharacterSet[], space: boolean): number {
  const sum = (key: keyof Omit<CharacterSet, 'required'>): number =>
    sets.reduce((total, set) => total + set[key], 0);
  const [firsts, lasts] = [sum('first'), sum('last')];
  const all = sum('size') + Number(space);
  // Each term: the passwords that contain none of some required classes, as a share of all over the alphabet.
  let terms = [{ size: 0, first: 0, last: 0, sign: 1 }];
  for (const set of sets.filter(({ required }) => required)) {
    terms = terms.flatMap((term) => [
      term,
      {
        size: term.size + set.size,
        first: term.first + set.first,
        last: term.last + set.last,
        sign: -term.sign
      }
    ]);
  }
  const share = terms.reduce(
    (total, { size, first, last, sign }) =>
      total +
      sign *
        ((firsts - first) / all) *
        ((lasts - last) / all) *
        ((all - size) / all) ** (length - 2),
    0
  );
  return length * Math.log2(all) + Math.log2(share);
}
