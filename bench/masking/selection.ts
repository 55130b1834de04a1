import { ENCODINGS, type Encoding } from '../../src/masking/encodings.js';
import { maskVariants } from '../../src/masking/variants.js';
import { githubMasker, readable } from './leaks.js';
import { textOf, type Printed } from './printers.js';
import { ways } from './ways.js';
import { WEIGHTS } from './weights.js';

const weightByWay = new Map(
  WEIGHTS.flatMap(({ weight, ways: names }) => names.map((name) => [name, weight] as const))
);

interface Outcome {
  /** The share of passwords that leak, times the weight, over all ways. */
  readonly leaks: number;
  /** Means over the passwords. */
  readonly masks: number;
  readonly strings: number;
}

export interface Choice {
  readonly encoding: Encoding;
  /** Weighted leaks that it closes when the password is masked and nothing else. */
  readonly alone: number;
  /** Weighted leaks that open when it alone is left out. */
  readonly last: number;
  /** What it costs beside the others. */
  readonly masks: number;
  readonly strings: number;
}

/** What each encoding closes and costs, for these passwords. */
export function weigh(passwords: readonly string[]): { all: Outcome; choices: readonly Choice[] } {
  const lines = passwords.map((password) =>
    ways.map(({ name, print }) => {
      const printed: Printed = print(password);
      return { printed, text: textOf(printed), weight: weightByWay.get(name) ?? 0 };
    })
  );
  const outcome = (encodings: readonly Encoding[]): Outcome => {
    let [leaks, masks, strings] = [0, 0, 0];
    passwords.forEach((password, at) => {
      const values = maskVariants(password, 'github', encodings);
      const masker = githubMasker(values);
      masks += values.length;
      strings += masker.secrets.length;
      for (const { printed, text, weight } of lines[at] ?? [])
        if (readable(printed, masker.hidden(text), password.length) >= 0.5) leaks += weight;
    });
    const { length } = passwords;
    return { leaks: leaks / length, masks: masks / length, strings: strings / length };
  };
  const none = outcome([]);
  const all = outcome(ENCODINGS);
  const choices = ENCODINGS.map((encoding): Choice => {
    const without = outcome(ENCODINGS.filter((one) => one !== encoding));
    return {
      encoding,
      alone: none.leaks - outcome([encoding]).leaks,
      last: without.leaks - all.leaks,
      masks: all.masks - without.masks,
      strings: all.strings - without.strings
    };
  });
  return { all, choices };
}
