import { hide, type Range } from './secret-masker.js';

/** How a runner reads `::add-mask::` and masks: nektos/act, Forgejo's and Gitea's runners. None has encoders. */
export interface OtherMasker {
  /**
   * Takes a line that a step printed, without its line break. Returns what the log shows of it: the line with its
   * secrets hidden, or nothing when the line is an `add-mask` that was understood.
   */
  print(line: string): string | undefined;
  /** Where secrets are. */
  hidden(text: string): readonly Range[];
}

const unescape = (text: string, sequences: readonly (readonly [string, string])[]): string =>
  sequences.reduce((result, [sequence, character]) => result.replaceAll(sequence, character), text);

/**
 * act 0.2.89. It reads the command's name up to the last `::`; what is no command that it knows, it prints.
 * Sequences are un-escaped one after the other, `%25` first or last as chance has it, and values replaced one after
 * the other in the order in which they came. Sources: pkg/runner/command.go and logger.go.
 */
export class ActMasker implements OtherMasker {
  readonly #masks: string[] = [];

  constructor(private readonly percentFirst: boolean) {}

  print(line: string): string | undefined {
    const [, command, , value] = /^::([^ ]+)( .+)?::([^\r\n]*)$/.exec(line) ?? [];
    if (command !== 'add-mask' || value === undefined) return hide(line, this.hidden(line));
    const percent = ['%25', '%'] as const;
    const others = [
      ['%0D', '\r'],
      ['%0A', '\n']
    ] as const;
    this.#masks.push(
      unescape(value, this.percentFirst ? [percent, ...others] : [...others, percent])
    );
    return undefined;
  }

  hidden(text: string): readonly Range[] {
    let left: readonly Range[] = [[0, text.length]];
    const ranges: Range[] = [];
    for (const mask of this.#masks.filter((value) => value !== '')) {
      left = left.flatMap(([from, to]) => {
        const rest: Range[] = [];
        let start = from;
        for (let at = text.indexOf(mask, from); at >= 0 && at + mask.length <= to;) {
          ranges.push([at, at + mask.length]);
          rest.push([start, at]);
          start = at + mask.length;
          at = text.indexOf(mask, start);
        }
        return [...rest, [start, to]];
      });
    }
    return ranges.sort(([a], [b]) => a - b);
  }
}

/**
 * Forgejo's runner 12 and Gitea's of 2026-08. The value is what follows `::add-mask::`, un-escaped by Gitea's alone.
 * They replace with Go's `strings.Replacer`: from left to right, and at one place the value that was added first, or
 * on Forgejo the longest. Source: internal/pkg/report/reporter.go and mask.go.
 */
export class ReplacerMasker implements OtherMasker {
  readonly #masks: string[] = [];

  constructor(private readonly runner: 'forgejo' | 'gitea') {}

  print(line: string): string | undefined {
    const [, command, , value] = /^::([^ :]+)( .*)?::(.*)$/s.exec(line) ?? [];
    if (command !== 'add-mask' || value === undefined) return hide(line, this.hidden(line));
    if (this.runner === 'gitea') {
      this.#masks.push(
        unescape(value, [
          ['%0D', '\r'],
          ['%0A', '\n'],
          ['%25', '%']
        ])
      );
    } else {
      this.#masks.push(value);
      this.#masks.sort((a, b) => b.length - a.length);
    }
    return undefined;
  }

  hidden(text: string): readonly Range[] {
    const ranges: Range[] = [];
    for (let at = 0; at < text.length;) {
      const mask = this.#masks.find((value) => value !== '' && text.startsWith(value, at));
      if (mask !== undefined) ranges.push([at, at + mask.length]);
      at += mask?.length ?? 1;
    }
    return ranges;
  }
}
