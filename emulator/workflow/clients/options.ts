import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

export type OptionKinds = Readonly<Record<string, 'string' | 'boolean'>>;
export type OptionValues = Readonly<Record<string, string | undefined>>;

/**
 * Long options as the clients themselves read them; a switch that is given has the value `true`.
 * @throws {Error} for an unknown or a missing one, and for `--option -value`, which real clients take for two options.
 */
export function readOptions(
  args: readonly string[],
  required: OptionKinds,
  optional: OptionKinds = {}
): OptionValues {
  const kinds = { ...required, ...optional };
  const options: ParseArgsOptionsConfig = Object.fromEntries(
    Object.entries(kinds).map(([name, type]) => [name, { type }])
  );
  const { values } = parseArgs({ args: [...args], options, strict: true });
  for (const name of Object.keys(required))
    if (values[name] === undefined) throw new Error(`the option --${name} is missing.`);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
