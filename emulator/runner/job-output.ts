import type { SecretMasker } from './secret-masker.js';

/**
 * A job output as GitHub passes it to other jobs: dropped when it is empty, or when the masker finds a secret in it.
 * `message` is the line of the log.
 */
export function jobOutput(
  name: string,
  value: string,
  masker: SecretMasker
): { readonly value?: string; readonly message: string } {
  if (value === '') return { message: `##[debug]Skip output '${name}' since it's empty` };
  return masker.mask(value) === value
    ? { value, message: `Set output '${name}'` }
    : { message: `Warning: Skip output '${name}' since it may contain secret.` };
}
