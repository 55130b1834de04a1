import { ActMasker, ReplacerMasker } from '../../emulator/runner/other-maskers.js';
import { SecretMasker, type Range } from '../../emulator/runner/secret-masker.js';
import type { RunnerName } from '../../src/runners.js';
import { textOf, type Printed } from './printers.js';
import { run } from './tools.js';
import type { Way } from './way.js';
import { modelled, tools } from './ways.js';

/** What masks one password in the log: one for each way of masking that is compared. */
export interface Masker {
  /** Where the text is hidden, in order. */
  hidden(text: string): readonly Range[];
}

/** GitHub's runner, after these values were registered. */
export function githubMasker(values: Iterable<string>): SecretMasker {
  const masker = new SecretMasker();
  for (const value of values) masker.addMask(value);
  return masker;
}

/** Any runner, after `mask` of src/github/add-mask.ts has registered these values, and how many strings it searches for. */
export function runnerMasker(
  values: readonly string[],
  runner: RunnerName
): Masker & { readonly strings: number } {
  if (runner === 'github') {
    const masker = githubMasker(values);
    return { hidden: (text) => masker.hidden(text), strings: masker.secrets.length };
  }
  const masker = runner === 'act' ? new ActMasker(true) : new ReplacerMasker(runner);
  for (const value of values) {
    masker.print(`::add-mask::${value.replaceAll('%', '%25')}`);
    if (runner !== 'act' && value.includes('%')) masker.print(`::add-mask::${value}`);
  }
  return { hidden: (text) => masker.hidden(text), strings: values.length };
}

/** How often one way of printing leaks. */
export interface Row {
  readonly name: string;
  /** The tool that printed, or undefined when the model did. */
  readonly tool: string | undefined;
  readonly printed: number;
  /** Lines that leak, for each way of masking. */
  readonly leaks: number[];
  /** Lines in which the tool printed something else than its model. */
  unlike: number;
  /** The first of them: what was modelled, and what was printed. */
  example?: readonly [model: string, line: string];
}

/**
 * The share of a password's characters that can be read off a masked line. Each symbol of the line carries a share
 * of what it stands for: a sixth of `\u003c` one sixth of a `<`, a base64 symbol six bits of one or two characters.
 * A character is readable when half of it or more is left.
 */
export function readable(printed: Printed, hidden: readonly Range[], length: number): number {
  const left = new Float64Array(length);
  let range = 0;
  printed.forEach(({ tells }, at) => {
    while (at >= (hidden[range]?.[1] ?? Infinity)) range++;
    if (at >= (hidden[range]?.[0] ?? Infinity)) return;
    for (const [character, share] of tells) left[character] = (left[character] ?? 0) + share;
  });
  return left.filter((share) => share >= 0.5 - 1e-9).length / length;
}

/** A line that no model explains: what stands there of the password, in runs of three characters and more. */
export function recognized(line: string, password: string): Printed {
  const signs: { text: string; tells: [number, number][] }[] = Array.from(line, (text) => ({
    text,
    tells: []
  }));
  for (let at = 0; at < line.length;) {
    let length = Math.min(password.length, line.length - at);
    while (length > 2 && !password.includes(line.slice(at, at + length))) length--;
    if (length > 2) {
      const from = password.indexOf(line.slice(at, at + length));
      for (let offset = 0; offset < length; offset++)
        signs[at + offset]?.tells.push([from + offset, 1]);
    }
    at += length > 2 ? length : 1;
  }
  return signs;
}

/** Prints every password in every way, by the tool where it is on the machine, and counts the leaks: half readable. */
export function measure(
  passwords: readonly string[],
  masking: readonly ((password: string) => Masker)[],
  only: (tool: string) => boolean = () => true
): readonly Row[] {
  const maskers = passwords.map((password) => masking.map((create) => create(password)));
  const count = (way: Way, tool: string | undefined, lines: readonly string[] | undefined): Row => {
    const row: Row = {
      name: way.name,
      tool,
      printed: passwords.length,
      leaks: masking.map(() => 0),
      unlike: 0
    };
    for (const [at, password] of passwords.entries()) {
      let printed = way.print(password);
      const line = lines?.[at];
      if (line !== undefined && line !== textOf(printed)) {
        const other = way.otherVersions?.(password);
        if (other && textOf(other) === line) printed = other;
        else {
          if (!way.approximate) row.unlike++;
          row.example ??= [textOf(printed), line];
          printed = recognized(line, password);
        }
      }
      const text = textOf(printed);
      for (const [state, masker] of (maskers[at] ?? []).entries())
        if (readable(printed, masker.hidden(text), password.length) >= 0.5)
          row.leaks[state] = (row.leaks[state] ?? 0) + 1;
    }
    return row;
  };
  return [
    ...tools.flatMap((tool) => {
      const lines = only(tool.name) ? run(tool, passwords.slice(0, tool.limit)) : undefined;
      return tool.ways.map((way, at) =>
        count(
          way,
          lines && tool.name,
          lines?.map((printed) => printed[at] ?? '')
        )
      );
    }),
    ...modelled.map((way) => count(way, undefined, undefined))
  ];
}
