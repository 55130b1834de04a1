/** `npm start`: runs the built action on this machine and shows its log as GitHub does. */
import { fileURLToPath } from 'node:url';
import { startCloud } from '../../emulator/index.js';
import { readAction } from '../../emulator/runner/action-manifest.js';
import { jobOutput } from '../../emulator/runner/job-output.js';
import { runStep, type ProcessStep, type StepResult } from '../../emulator/runner/runner.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { parseCommandLine, UsageError, type CommandLine } from './command-line.js';
import { helpText } from './help-text.js';
import { recipeNames, runFiles, showRecipe } from './recipes.js';

const ACTION = fileURLToPath(new URL('../..', import.meta.url));

const onLog = (line: string): void => {
  console.log(line);
};

/** Real AWS, with the environment of this machine but for the variables that belong to a runner. */
function stepOnAws(inputs: CommandLine['inputs']): Pick<ProcessStep, 'inputs' | 'env'> {
  const env = Object.entries(process.env).filter(
    ([name]) => !/^(GITHUB|RUNNER|INPUT|STATE)_/.test(name)
  );
  return { inputs, env: Object.fromEntries(env) };
}

async function runAction({ inputs, switches }: CommandLine): Promise<boolean> {
  const cancel = new AbortController();
  process.once('SIGINT', () => {
    cancel.abort();
  });
  const masker = new SecretMasker();
  // In a workflow a token comes from `secrets`, and GitHub masks those from the start.
  for (const [name, value] of Object.entries(inputs))
    if (name.endsWith('-token')) masker.addMask(value);
  const run = (step: Pick<ProcessStep, 'inputs' | 'env'>): Promise<StepResult> =>
    runStep({
      ...step,
      action: ACTION,
      masker,
      debug: switches.has('debug'),
      signal: cancel.signal,
      onLog
    });
  const result = switches.has('aws')
    ? await run(stepOnAws(inputs))
    : await runEmbedded(inputs, run);
  console.log(summarize(result));
  return result.conclusion === 'success';
}

/**
 * Runs the step with the embedded AWS. It assumes a role with a token of the embedded GitHub unless the inputs say
 * otherwise. With an empty role-to-assume the default credential chain finds the keys of a user.
 */
async function runEmbedded(
  inputs: CommandLine['inputs'],
  run: (step: Pick<ProcessStep, 'inputs' | 'env'>) => Promise<StepResult>
): Promise<StepResult> {
  const { 'aws-region': region, 'role-to-assume': role } = inputs;
  const cloud = await startCloud(region ? { region } : {});
  try {
    return await run({
      inputs: { 'aws-region': cloud.region, 'role-to-assume': cloud.roleArn, ...inputs },
      env: { ...cloud.env(), ...(role === '' && cloud.staticEnv) }
    });
  } finally {
    await cloud.close();
  }
}

/** The outputs and the conclusion. A value that GitHub masks stays masked; only its length is shown. */
function summarize({ conclusion, outputs, masker, durationMs }: StepResult): string {
  const entries = Object.entries(outputs);
  const column = Math.max(...entries.map(([name]) => name.length));
  const lines = entries.map(([name, value]) => {
    const isDropped = value !== '' && jobOutput(name, value, masker).value === undefined;
    const remark = isDropped ? `  (${value.length} characters; not passed to other jobs)` : '';
    return `  ${name.padEnd(column)}  ${masker.mask(value)}${remark}`;
  });
  return [
    '',
    entries.length === 0 ? 'No outputs.' : 'Outputs:',
    ...lines,
    '',
    `Step: ${conclusion}, ${(durationMs / 1000).toFixed(1)} s`
  ].join('\n');
}

/** Runs workflows, which say themselves what their steps get: no option of a single step fits. */
async function runWorkflows({ inputs, settings, switches }: CommandLine): Promise<boolean> {
  const { recipe, workflow, roles } = settings;
  const mode = recipe === undefined ? 'workflow' : 'recipe';
  const [other] = [
    ...Object.keys(inputs),
    ...switches,
    ...(recipe === undefined ? [] : Object.keys(settings).filter((name) => name !== 'recipe'))
  ];
  if (other !== undefined) throw new UsageError(`--${mode} cannot be combined with --${other}.`);
  if (recipe !== undefined) {
    const { conclusion } = await showRecipe(ACTION, recipe, onLog);
    return conclusion === 'success';
  }
  if (workflow === undefined) throw new UsageError('--roles needs --workflow FILE.');
  return runFiles(ACTION, workflow.split(','), roles, onLog);
}

async function main(): Promise<boolean> {
  const action = await readAction(ACTION);
  const names = action.inputs.map(({ name }) => name);
  const commandLine = parseCommandLine(process.argv.slice(2), names, process.env);
  if (commandLine.switches.has('help')) {
    console.log(helpText(action, [...recipeNames(ACTION).keys()]));
    return true;
  }
  return Object.keys(commandLine.settings).length === 0
    ? runAction(commandLine)
    : runWorkflows(commandLine);
}

try {
  if (!(await main())) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
