import { parseArgs } from 'node:util';

/**
 * The options that the pages give psql. Refuses a start that reads ~/.psqlrc or that could wait in a pager:
 * some runners give their steps a terminal.
 */
export function readPsqlOptions(args: readonly string[]): { readonly command?: string } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'no-psqlrc': { type: 'boolean' },
      pset: { type: 'string' },
      set: { type: 'string' },
      command: { type: 'string' }
    },
    strict: true
  });
  if (!values['no-psqlrc']) throw new Error('this emulator asks for --no-psqlrc.');
  if (values.pset !== 'pager=off') throw new Error('this emulator asks for --pset=pager=off.');
  const { command } = values;
  if (command === undefined && values.set !== 'ON_ERROR_STOP=1')
    throw new Error('a script must be stopped by its first error: --set=ON_ERROR_STOP=1.');
  return command === undefined ? {} : { command };
}
