import { chain, raw, type Printed, type Printer } from './printers.js';

/** A way in which a pipeline prints a password, as this project models it. */
export interface Way {
  readonly name: string;
  readonly print: (password: string) => Printed;
  /** The model is simpler than the tool: where the tool prints something else, that counts, and it is no fault. */
  readonly approximate?: true;
  /** What other versions of the tool print. */
  readonly otherVersions?: (password: string) => Printed;
}

/** A real tool that prints each line of its input in several ways, one line each. */
export interface Tool {
  readonly name: string;
  /** What a Python or Node program must be able to load. */
  readonly needs?: string;
  readonly command: readonly [string, ...string[]];
  /** A program too long for an argument, and the name of its file: the last argument. */
  readonly program?: readonly [file: string, text: string];
  readonly ways: readonly Way[];
  /** Starts a process for each password, so it prints this many only; its model prints the rest. */
  readonly limit?: number;
}

export const way = (name: string, ...printers: readonly Printer[]): Way => ({
  name,
  print: (password) => chain(...printers)(raw(password))
});

export const approximate = (exact: Way): Way => ({ ...exact, approximate: true });

export const versions = (newer: Way, { print }: Way): Way => ({ ...newer, otherVersions: print });

/** A shell's loop over the lines of its input, without the end of the last one. */
export const perLine = (...commands: readonly string[]): string =>
  `while IFS= read -r p; do ${commands.join('; ')}; done`;
/** What stands for a line break within one line of a tool's output. */
export const BREAK = '\u0001';
/** A command that reads the password from its input, and whose line breaks are kept apart from those between lines. */
export const piped = (command: string): string =>
  `printf %s "$p" | ${command} | tr '\\n' '\\001'; echo`;
