/** What runs the job. Each masks in its own way; `github` stands for all that is not known. */
export type Runner = 'github' | 'act' | 'forgejo' | 'gitea';

/**
 * Why a runner cannot be told to mask a value; undefined when it can. Act takes what comes before the last `::` of a
 * line for the name of the command, and prints a line whose command it does not know. It un-escapes `%25`, `%0D` and
 * `%0A` in any order, so that `%0A` in a value becomes a line break by chance. Seen in act 0.2.89.
 */
export function findUnmaskable(value: string, runner: Runner): string | undefined {
  if (runner !== 'act') return undefined;
  if (value.startsWith(':')) return 'it begins with a colon';
  if (value.includes('::')) return 'it contains "::"';
  return /%0[AD]/.test(value) ? 'it contains "%0A" or "%0D"' : undefined;
}
