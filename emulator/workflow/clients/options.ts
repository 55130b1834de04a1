import { parseArgs } from 'node:util';
import { NotEmulated } from '../../voice.js';

/** An option: `text` has a value, a `flag` has none. `short` is its form with one letter. */
export interface OptionKind {
  readonly kind: 'text' | 'flag';
  readonly short?: string;
  readonly isRequired?: boolean;
}

export type OptionKinds = Readonly<Record<string, OptionKind>>;

export const text: OptionKind = { kind: 'text' };
export const flag: OptionKind = { kind: 'flag' };
export const required = (option: OptionKind): OptionKind => ({ ...option, isRequired: true });
export const short = (letter: string, option: OptionKind): OptionKind => ({
  ...option,
  short: letter
});

export interface Options {
  /** The last value of each option; of a flag, `true`. */
  readonly values: Readonly<Record<string, string | undefined>>;
  /** All values of the options that may be repeated. */
  readonly all: (name: string) => readonly string[];
  readonly positionals: readonly string[];
}

/**
 * Reads the arguments of a command as GNU's getopt does.
 * @param command how the messages name it, such as `docker run`.
 * @throws {NotEmulated} for an unknown option.
 */
export function readOptions(
  command: string,
  args: readonly string[],
  kinds: OptionKinds,
  maximumPositionals = 0
): Options {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(kinds).map(([name, { kind, short: letter }]) => [
        name,
        {
          type: kind === 'text' ? 'string' : 'boolean',
          multiple: true,
          ...(letter !== undefined && { short: letter })
        }
      ])
    ),
    strict: false,
    allowPositionals: true,
    tokens: true
  });
  const found = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = kinds[token.name];
    if (!option) throw new NotEmulated(`${command} ${token.rawName}`, describe(command, kinds));
    const { value } = token;
    if ((option.kind === 'text') !== (value !== undefined))
      throw new Error(
        option.kind === 'text'
          ? `${command}: ${token.rawName} has no value. One that begins with a dash needs "=": ${token.rawName}=-x`
          : `${command}: ${token.rawName} takes no value, but has "${value ?? ''}".`
      );
    found.set(token.name, [...(found.get(token.name) ?? []), value ?? 'true']);
  }
  const [unexpected] = positionals.slice(maximumPositionals);
  if (unexpected !== undefined)
    throw new NotEmulated(`${command} … ${unexpected}`, describe(command, kinds));
  for (const [name, { isRequired }] of Object.entries(kinds))
    if (isRequired && !found.has(name)) throw new Error(`${command} needs --${name}.`);
  return {
    values: Object.fromEntries([...found].map(([name, values]) => [name, values.at(-1)])),
    all: (name) => found.get(name) ?? [],
    positionals
  };
}

const describe = (command: string, kinds: OptionKinds): string =>
  [
    command,
    ...Object.entries(kinds).map(([name, { kind, short: letter }]) => {
      const long = `--${name}${kind === 'text' ? '=…' : ''}`;
      return letter === undefined ? long : `-${letter}|${long}`;
    })
  ].join(' ');
