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

/** A line for each output of a step. A value that GitHub masks stays masked; only its length is shown. */
export function showOutputs(
  outputs: Readonly<Record<string, string>>,
  masker: SecretMasker
): readonly string[] {
  const entries = Object.entries(outputs);
  const column = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => {
    const isDropped = value !== '' && jobOutput(name, value, masker).value === undefined;
    const remark = isDropped ? `  (${value.length} characters; not passed to other jobs)` : '';
    return `${name.padEnd(column)}  ${masker.mask(value)}${remark}`;
  });
}
