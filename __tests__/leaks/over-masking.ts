import { maskVariants } from '../../src/masking/variants.js';
import { runners } from '../../src/runners.js';
import { githubMasker } from './leaks.js';

/** Strings of passwords, without the passwords themselves, that ordinary text contains. */
export function overMasked(
  passwords: readonly string[],
  texts: Iterable<string>
): { scanned: number; masks: number; hits: readonly string[] } {
  const own = new Set(passwords);
  const masker = githubMasker(
    passwords
      .flatMap((password) => maskVariants(password, runners.github))
      .filter((value) => !own.has(value))
  );
  let scanned = 0;
  const hits: string[] = [];
  for (const text of texts) {
    scanned += text.length;
    for (const [from, to] of masker.hidden(text)) hits.push(text.slice(from, to));
  }
  return { scanned, masks: masker.secrets.length, hits };
}
