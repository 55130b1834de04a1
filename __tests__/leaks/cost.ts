import { maskVariants } from '../../src/masking/variants.js';
import { runners } from '../../src/runners.js';
import { githubMasker } from './leaks.js';

/** Means over passwords: the lines of add-mask, and the strings that GitHub's runner then searches for. */
export function countStrings(passwords: readonly string[]): {
  masks: number;
  mostMasks: number;
  strings: number;
} {
  const counts = passwords.map((password) => {
    const values = maskVariants(password, runners.github);
    return { masks: values.length, strings: githubMasker(values).secrets.length };
  });
  const mean = (of: 'masks' | 'strings'): number =>
    counts.reduce((sum, count) => sum + count[of], 0) / counts.length;
  return {
    masks: mean('masks'),
    mostMasks: Math.max(...counts.map(({ masks }) => masks)),
    strings: mean('strings')
  };
}

/** Searches as GitHub's runner does: every line once for each string, to its end. Returns the number of hits. */
export function searchEachLine(strings: readonly string[], lines: readonly string[]): number {
  let hits = 0;
  for (const line of lines)
    for (const string of strings)
      for (let at = line.indexOf(string); at >= 0; at = line.indexOf(string, at + 1)) hits++;
  return hits;
}
