import { ENCODINGS, type Encoding } from '../../src/masking/encodings.js';
import { maskVariants } from '../../src/masking/variants.js';
import { runners, type RunnerName } from '../../src/runners.js';
import { readable, runnerMasker } from './leaks.js';
import { textOf } from './printers.js';
import { ways } from './ways.js';
import { WEIGHTS } from './weights.js';

const weightByWay = new Map(
  WEIGHTS.flatMap(({ weight, ways: names }) => names.map((name) => [name, weight] as const))
);

/** What one encoding closes beside all others, and what it costs: means over the passwords. */
export interface Choice {
  readonly name: string;
  /** Ways that would leak without it, by weight. */
  readonly gain: number;
  readonly masks: number;
  /** What GitHub's runner searches for. */
  readonly strings: number;
}

/** What each encoding closes and costs, when it is left out and all others stay. */
export function weigh(
  passwords: readonly string[],
  runner: RunnerName,
  encodings: readonly Encoding[] = ENCODINGS
): readonly Choice[] {
  const totals = new Map(encodings.map(({ name }) => [name, { gain: 0, masks: 0, strings: 0 }]));
  for (const password of passwords) {
    const printed = ways.map(({ name, print }) => {
      const signs = print(password);
      return { signs, text: textOf(signs), weight: weightByWay.get(name) ?? 0 };
    });
    const evaluate = (values: readonly string[]) => {
      const masker = runnerMasker(values, runner);
      const open = printed.filter(
        ({ signs, text }) => readable(signs, masker.hidden(text), password.length) >= 0.5
      );
      return {
        leaks: open.reduce((sum, { weight }) => sum + weight, 0),
        masks: values.length,
        strings: masker.strings
      };
    };
    const values = maskVariants(password, runners[runner], { encodings });
    const all = evaluate(values);
    for (const { name } of encodings) {
      const others = encodings.filter((one) => one.name !== name);
      const fewer = maskVariants(password, runners[runner], { encodings: others });
      const total = totals.get(name);
      if (
        !total ||
        (fewer.length === values.length && fewer.every((one, at) => one === values[at]))
      )
        continue;
      const without = evaluate(fewer);
      total.gain += without.leaks - all.leaks;
      total.masks += all.masks - without.masks;
      total.strings += all.strings - without.strings;
    }
  }
  return [...totals].map(([name, { gain, masks, strings }]) => ({
    name,
    gain: gain / passwords.length,
    masks: masks / passwords.length,
    strings: strings / passwords.length
  }));
}
