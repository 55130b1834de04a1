import type { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { maskVariants } from '../../src/masking/variants.js';
import { runners } from '../../src/runners.js';
import { githubMasker } from './leaks.js';

/** Strings of passwords, without the passwords themselves, that other text contains. */
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
  return { masks: masker.secrets.length, ...scan(masker, texts) };
}

/**
 * What is hidden of other text for values that somebody chose, and would not be if the values alone were masked: the runner
 * hides its own encodings of them, too.
 */
export function overMaskedChosen(
  values: readonly string[],
  texts: Iterable<string>
): { scanned: number; masks: number; hits: readonly string[] } {
  const alone = githubMasker(values);
  const masker = githubMasker(
    values.flatMap((value) => maskVariants(value, runners.github, { isDrawn: false }))
  );
  const { scanned, hits } = scan(masker, texts);
  return {
    masks: masker.secrets.length,
    scanned,
    hits: hits.filter((hit) => alone.mask(hit) !== '***')
  };
}

function scan(
  masker: SecretMasker,
  texts: Iterable<string>
): { scanned: number; hits: readonly string[] } {
  let scanned = 0;
  const hits: string[] = [];
  for (const text of texts) {
    scanned += text.length;
    for (const [from, to] of masker.hidden(text)) hits.push(text.slice(from, to));
  }
  return { scanned, hits };
}
