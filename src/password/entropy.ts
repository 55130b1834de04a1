/**
 * log2 of the number of passwords that hold every required class and no space at either end. It is exact, by
 * inclusion and exclusion, and is the entropy of a draw that makes each of them equally likely. A preset's
 * wish for different characters is not counted: it weighs nothing unless the alphabet is cut to a handful.
 * @param length in characters, 2 or more
 * @param letters size of the alphabet, the space not counted
 * @param required sizes of the required classes, all of them part of the letters
 * @param space whether the alphabet holds a space as well
 */
export function entropyBits(
  length: number,
  letters: number,
  required: readonly number[],
  space: boolean
): number {
  const all = letters + Number(space);
  // Each term: the passwords that hold none of some required classes, as a share of all over the alphabet.
  let terms = [{ missing: 0, sign: 1 }];
  for (const size of required) {
    terms = terms.flatMap(({ missing, sign }) => [
      { missing, sign },
      { missing: missing + size, sign: -sign }
    ]);
  }
  const share = terms.reduce(
    (sum, { missing, sign }) =>
      sum + sign * ((letters - missing) / all) ** 2 * ((all - missing) / all) ** (length - 2),
    0
  );
  return length * Math.log2(all) + Math.log2(share);
}
