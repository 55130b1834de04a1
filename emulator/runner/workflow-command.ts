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
    for (const pair of space > 0
      ? info
          .slice(space + 1)
          .trim()
          .split(separator)
      : []) {
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

/**
 * Reads what a step wrote to GITHUB_OUTPUT, GITHUB_ENV or GITHUB_STATE: `name=value` and `name<<delimiter` entries.
 * Throws in the runner's words when the text is malformed; `onEntry` has then seen the entries before the fault.
 * Source: actions/runner, FileCommandManager.cs.
 */
export function parseCommandFile(
  text: string,
  onEntry: (name: string, value: string) => void
): void {
  // The text after the last line feed is a line of its own unless it is empty.
  const lines = text.split('\n');
  const last = lines.length - 1;
  const end = lines[last] === '' ? last : lines.length;
  for (let at = 0; at < end; at++) {
    const line = withoutReturn(lines[at] ?? '', at < last);
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      onEntry(line.slice(0, equals), line.slice(equals + 1));
      continue;
    }
    if (heredoc < 0) throw new Error(`Invalid format '${line}'`);
    const name = line.slice(0, heredoc);
    const delimiter = line.slice(heredoc + 2);
    if (name === '' || delimiter === '') {
      throw new Error(
        `Invalid format '${line}'. Name must not be empty and delimiter must not be empty`
      );
    }
    const first = at + 1;
    for (at = first; withoutReturn(lines[at] ?? '', at < last) !== delimiter; at++) {
      if (at >= end) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
      if (at === last) throw new Error('Invalid value. EOF marker missing new line.');
    }
    onEntry(name, withoutReturn(lines.slice(first, at).join('\n'), true));
  }
}

/** On Windows the runner takes CRLF for a line end, elsewhere the carriage return is part of the line. */
const withoutReturn = (line: string, ended: boolean): string =>
  process.platform === 'win32' && ended && line.endsWith('\r') ? line.slice(0, -1) : line;
