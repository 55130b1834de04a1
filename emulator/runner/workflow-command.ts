/** A workflow command that a step printed, un-escaped. */
export interface WorkflowCommand {
  /** As it was printed; the runner compares names without regard to case. */
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly data: string;
}

interface Syntax {
  readonly pattern: RegExp;
  readonly separator: string;
  readonly property: Escapes;
  readonly data: Escapes;
}

/** Sequences and what they stand for. The runner replaces them one after the other, `%25` last. */
type Escapes = readonly (readonly [sequence: string, char: string])[];

const LINE_BREAKS: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n']
];
const PERCENT: Escapes = [['%25', '%']];
const BRACKET: Escapes = [['%3B', ';'], ...LINE_BREAKS, ['%5D', ']'], ...PERCENT];

// White space as .NET trims it: JavaScript's and NEL, without the byte order mark.
const SYNTAXES: readonly Syntax[] = [
  {
    pattern: /^(?:[^\S\ufeff]|\x85)*::(.*?)::(.*)$/s,
    separator: ',',
    property: [...LINE_BREAKS, ['%3A', ':'], ['%2C', ','], ...PERCENT],
    data: [...LINE_BREAKS, ...PERCENT]
  },
  // The older form may stand anywhere in its line.
  { pattern: /##\[(.*?)\](.*)$/s, separator: ';', property: BRACKET, data: BRACKET }
];

const unescape = (text: string, escapes: Escapes): string =>
  escapes.reduce((result, [sequence, char]) => result.replaceAll(sequence, char), text);

/**
 * Reads a line as the runner does: `::name key=value,…::data` at its start, or `##[name key=value;…]data` anywhere.
 * Undefined when the line is no command, or names one that is not known: such a line is plain output.
 * Source: actions/runner, ActionCommand.cs.
 */
export function parseCommand(
  line: string,
  isKnown: (name: string) => boolean
): WorkflowCommand | undefined {
  for (const { pattern, separator, property, data } of SYNTAXES) {
    const [, info, rest] = pattern.exec(line) ?? [];
    if (info === undefined || rest === undefined) continue;
    const space = info.indexOf(' ');
    const name = space < 0 ? info : info.slice(0, space);
    if (!isKnown(name)) continue;
    const properties = new Map<string, string>();
    const list = space > 0 ? info.slice(space + 1).trim() : '';
    for (const pair of list.split(separator)) {
      // Runs of `=` count as one, and a property without a value is no property.
      const [, key, value] = /^=*([^=]+)=+([^=].*)$/s.exec(pair) ?? [];
      if (key !== undefined && value !== undefined) {
        properties.set(key, unescape(value, property));
      }
    }
    return { name, properties, data: unescape(rest, data) };
  }
  return undefined;
}
