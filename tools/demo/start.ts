/** `npm start`: runs the built action on this machine and shows its log as GitHub would. */
import { fileURLToPath } from 'node:url';
import { readAction, type ActionManifest } from '../../emulator/runner/action-manifest.js';
import { FlagError, parseFlags } from './flags.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import {
  jobOutput,
  runStep,
  type ProcessStep,
  type StepResult
} from '../../emulator/runner/runner.js';

const ACTION = fileURLToPath(new URL('../..', import.meta.url));

const SWITCHES: Readonly<Record<string, string>> = {
  aws: "Call real AWS with this machine's own credentials in place of the embedded AWS.",
  debug: "Show the debug log, as GitHub does when 'Enable debug logging' is ticked.",
  help: 'Show this page.'
};

const RECIPE = 'recipe';

/** A step and what must be closed after it. */
interface Scene {
  readonly step: Pick<ProcessStep, 'inputs' | 'env'>;
  readonly close: () => Promise<void>;
}

/** Real AWS. What belongs to a runner of its own, such as GITHUB_OUTPUT, stays outside. */
function machine(inputs: Readonly<Record<string, string>>): Scene {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(GITHUB|RUNNER|INPUT|STATE)_/.test(name))
  );
  return { step: { inputs, env }, close: () => Promise.resolve() };
}

/**
 * The embedded AWS: a role is assumed with a token of the embedded issuer, unless inputs say otherwise.
 * An empty role-to-assume leaves it to the default credential chain, which then finds a user's keys.
 */
async function embedded(inputs: Readonly<Record<string, string>>): Promise<Scene> {
  const { startCloud: startLocalCloud } = await import('../../emulator/index.js');
  const { 'aws-region': region, 'role-to-assume': role } = inputs;
  const cloud = await startLocalCloud(region ? { region } : {});
  return {
    step: {
      inputs: { 'aws-region': cloud.region, 'role-to-assume': cloud.roleArn, ...inputs },
      env: { ...cloud.env(), ...(role === '' && cloud.staticEnv) }
    },
    close: () => cloud.close()
  };
}

/** Text broken at spaces to fit a width; every line starts with the indent. */
function wrap(text: string, indent: string, width: number): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = indent;
    for (const word of paragraph.split(' ')) {
      if (line.length + word.length > width && line !== indent) {
        lines.push(line.trimEnd());
        line = indent;
      }
      line += `${word} `;
    }
    lines.push(line.trimEnd());
  }
  return lines.join('\n');
}

function help(action: ActionManifest): string {
  const width = Math.min(process.stdout.columns || 100, 100);
  const entry = (flag: string, text: string): string =>
    `  --${flag}\n${wrap(text, '      ', width)}`;
  return [
    'npm start -- [--INPUT VALUE | --INPUT=VALUE]… [SWITCH]…',
    '',
    `Runs the built action: ${action.description}`,
    'AWS is embedded on loopback unless --aws is given.',
    '',
    'Inputs, from action.yml:',
    ...action.inputs.map(({ name, description, default: value }) =>
      entry(name, value === '' ? description : `${description} Default: ${value}`)
    ),
    '',
    'Demonstrations:',
    entry(
      `${RECIPE} NAME`,
      'Run a whole workflow of docs/handing-over.md (provision, rotate or hand-over) or of docs/recipes.md (rotate-test-credentials).'
    ),
    '',
    'Switches:',
    ...Object.entries(SWITCHES).map(([name, text]) => entry(name, text))
  ].join('\n');
}

/** What came out: values that GitHub would mask stay masked, and only their length is told. */
function report({ conclusion, outputs, masker, durationMs }: StepResult): string {
  const names = Object.keys(outputs);
  const column = Math.max(...names.map(({ length }) => length));
  const line = (name: string): string => {
    const value = outputs[name] ?? '';
    const masked = masker.mask(value);
    const remark =
      value !== '' && jobOutput(name, value, masker).value === undefined
        ? `  (${value.length} characters; not passed on to other jobs)`
        : '';
    return `  ${name.padEnd(column)}  ${masked}${remark}`;
  };
  return [
    '',
    names.length === 0 ? 'No outputs.' : 'Outputs:',
    ...names.map(line),
    '',
    `Step: ${conclusion}, ${(durationMs / 1000).toFixed(1)} s`
  ].join('\n');
}

/** A workflow of the pages says itself what its steps get, so no other flag goes with it. */
async function showRecipe(
  name: string,
  inputs: Readonly<Record<string, string>>,
  switches: ReadonlySet<string>
): Promise<boolean> {
  const { isRecipeName, recipes, runRecipe } = await import('./recipes.js');
  if (!isRecipeName(name)) {
    throw new FlagError(
      `There is no recipe '${name}'; there are ${Object.keys(recipes).join(', ')}.`
    );
  }
  const other = [...Object.keys(inputs), ...switches].find((flag) => flag !== RECIPE);
  if (other !== undefined) throw new FlagError(`--${RECIPE} goes alone; got --${other} too.`);
  const { conclusion } = await runRecipe(ACTION, name, {
    onLog: (line) => {
      console.log(line);
    }
  });
  return conclusion === 'success';
}

async function main(): Promise<boolean> {
  const action = await readAction(ACTION);
  const names = action.inputs.map(({ name }) => name);
  const { inputs, switches } = parseFlags(
    process.argv.slice(2),
    [...names, RECIPE],
    Object.keys(SWITCHES)
  );
  if (switches.has('help')) {
    console.log(help(action));
    return true;
  }
  if (inputs[RECIPE] !== undefined) return showRecipe(inputs[RECIPE], inputs, switches);
  const cancel = new AbortController();
  process.once('SIGINT', () => {
    cancel.abort();
  });
  const masker = new SecretMasker();
  // On GitHub a token comes from `secrets`, and those are masked from the start.
  for (const [name, value] of Object.entries(inputs))
    if (name.endsWith('-token')) masker.addMask(value);
  const scene = switches.has('aws') ? machine(inputs) : await embedded(inputs);
  try {
    const result = await runStep({
      ...scene.step,
      action: ACTION,
      masker,
      debug: switches.has('debug'),
      signal: cancel.signal,
      onLog: (line) => {
        console.log(line);
      }
    });
    console.log(report(result));
    return result.conclusion === 'success';
  } finally {
    await scene.close();
  }
}

try {
  if (!(await main())) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof FlagError ? 2 : 1;
}
