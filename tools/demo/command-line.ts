import { parseArgs, type ParseArgsConfig, type ParseArgsOptionsConfig } from 'node:util';
import { nearest } from '../../src/errors/nearest.js';

/** A mistake in the command line. Its message is for the user, without a stack. */
export class UsageError extends Error {}

/** Options with a value besides the inputs. */
const SETTINGS = ['recipe', 'workflow', 'roles'] as const;
const SWITCHES = ['aws', 'debug', 'help'] as const;

export type Setting = (typeof SETTINGS)[number];
export type Switch = (typeof SWITCHES)[number];

export interface CommandLine {
  /** Inputs of the action. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly settings: Readonly<Partial<Record<Setting, string>>>;
  readonly switches: ReadonlySet<Switch>;
}

/**
 * Reads `--INPUT VALUE` or `--INPUT=VALUE`, the settings and the switches. A value that begins with a dash needs `=`.
 *
 * @param inputNames the inputs of action.yml.
 * @param env where npm leaves options that it read itself.
 * @throws {UsageError} for everything else.
 */
export function parseCommandLine(
  args: readonly string[],
  inputNames: readonly string[],
  env: NodeJS.ProcessEnv = {}
): CommandLine {
  const options: ParseArgsOptionsConfig = {};
  for (const name of [...inputNames, ...SETTINGS]) options[name] = { type: 'string' };
  for (const name of SWITCHES) options[name] = { type: 'boolean' };
  options['help'] = { type: 'boolean', short: 'h' };
  checkNpmOptions(Object.keys(options), env);
  checkNames(args, options);
  const { values } = parse({ args, options });
  const texts = Object.entries(values).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string'
  );
  const isSetting = ([name]: [string, string]): boolean => SETTINGS.some((one) => one === name);
  return {
    inputs: Object.fromEntries(texts.filter((entry) => !isSetting(entry))),
    settings: Object.fromEntries(texts.filter(isSetting)),
    switches: new Set(SWITCHES.filter((name) => values[name] === true))
  };
}

/** Without `--`, npm takes options for its own and passes on only what follows them. */
function checkNpmOptions(names: readonly string[], env: NodeJS.ProcessEnv): void {
  const taken = names.find((name) => env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined);
  if (taken !== undefined)
    throw new UsageError(
      `npm took --${taken} for an option of its own. Write -- before the options: npm start -- --${taken} …`
    );
}

/** What parseArgs does not do: suggest a name, and refuse an option that occurs twice. */
function checkNames(args: readonly string[], options: ParseArgsOptionsConfig): void {
  const names = Object.keys(options);
  const seen = new Set<string>();
  const { tokens = [] } = parse({ args, options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!names.includes(token.name))
      throw new UsageError(
        `Unknown option ${token.rawName}. Did you mean --${closest(token.name, names)}? See --help.`
      );
    if (seen.has(token.name)) throw new UsageError(`${token.rawName} is set twice.`);
    seen.add(token.name);
  }
}

function parse(config: ParseArgsConfig): ReturnType<typeof parseArgs> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The nearest name; one that contains the word, or is contained in it, comes first. */
export function closest(word: string, names: readonly string[]): string {
  const related = names.filter((name) => name.includes(word) || word.includes(name));
  return nearest(word, related.length > 0 ? related : names).name;
}
