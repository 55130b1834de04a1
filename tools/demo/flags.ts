/** A fault in the command line; its message is all that a user needs to see. */
export class FlagError extends Error {}

export interface Flags {
  /** Inputs of the action, as given. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly switches: ReadonlySet<string>;
}

/**
 * Reads `--name value` and `--name=value` for inputs, `--name` for switches. A value may begin with a dash, since
 * `exclude-characters` may; only another flag's name must be joined with `=`. Throws FlagError.
 */
export function parseFlags(
  args: readonly string[],
  inputs: readonly string[],
  switches: readonly string[]
): Flags {
  const known = [...inputs, ...switches];
  const isFlag = (text: string): boolean =>
    text.startsWith('--') && known.includes(text.slice(2).replace(/=.*$/s, ''));
  const given: Record<string, string> = {};
  const on = new Set<string>();
  for (let at = 0; at < args.length; at++) {
    const [, name, joined] = /^--([^=]+)(?:=(.*))?$/s.exec(args[at] ?? '') ?? [];
    if (name === undefined) {
      throw new FlagError(`'${args[at] ?? ''}' is no flag: write --name value. See --help.`);
    }
    if (switches.includes(name)) {
      if (joined !== undefined) throw new FlagError(`--${name} takes no value; got '${joined}'.`);
      on.add(name);
    } else if (!inputs.includes(name)) {
      throw new FlagError(
        `There is no --${name}. Did you mean --${nearest(name, known)}? See --help.`
      );
    } else if (Object.hasOwn(given, name)) {
      throw new FlagError(`--${name} is given twice.`);
    } else {
      const value = joined ?? args[++at];
      if (value === undefined) throw new FlagError(`--${name} needs a value: --${name} VALUE.`);
      if (joined === undefined && isFlag(value)) {
        throw new FlagError(
          `--${name} needs a value, and ${value} is a flag. If it is meant: --${name}=${value}`
        );
      }
      given[name] = value;
    }
  }
  return { inputs: given, switches: on };
}

/** The name that is closest by edits; one that contains the other comes first. */
function nearest(wanted: string, names: readonly string[]): string {
  const distance = (name: string): number =>
    name.includes(wanted) || wanted.includes(name) ? 0 : edits(wanted, name);
  return names.reduce((best, name) => (distance(name) < distance(best) ? name : best));
}

/** Levenshtein distance. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const replaced = (row[j] ?? 0) + (from[i] === to[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
