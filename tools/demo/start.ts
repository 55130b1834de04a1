/** `npm start`: runs the built action on this machine and shows its log as GitHub does. */
import { fileURLToPath } from 'node:url';
import { startCloud } from '../../emulator/index.js';
import { readAction } from '../../emulator/runner/action-manifest.js';
import { showOutputs } from '../../emulator/runner/job-output.js';
import { runStep, type ProcessStep, type StepResult } from '../../emulator/runner/runner.js';
import { errorText } from '../../emulator/voice.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { parseCommandLine, UsageError, type CommandLine } from './command-line.js';
import { helpText } from './help-text.js';
import { printClosing, recipeNames, runFiles, showRecipe } from './recipes.js';

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
  summarize(result);
  printClosing(onLog, closing(result, inputs, switches.has('aws')));
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

/** Shows the outputs and the conclusion. */
function summarize({ conclusion, outputs, masker, durationMs }: StepResult): void {
  const lines = showOutputs(outputs, masker);
  onLog('');
  onLog(lines.length === 0 ? 'No outputs.' : 'Outputs:');
  for (const line of lines) onLog(`  ${line}`);
  onLog('');
  onLog(`Step: ${conclusion}, ${(durationMs / 1000).toFixed(1)} s`);
}

/** What just happened, and what to try next. */
function closing(
  { conclusion, outputs, annotations }: StepResult,
  { 'secret-id': secret }: CommandLine['inputs'],
  isOnAws: boolean
): readonly string[] {
  const failedWith = (words: string): boolean =>
    annotations.some(({ level, message }) => level === 'error' && message.includes(words));
  if (isOnAws && failedWith('Could not load AWS credentials'))
    return [
      'That error is for jobs. On this machine, sign in with the AWS CLI and run it again:',
      '  aws login                                 or aws sso login, or aws configure',
      '  AWS_PROFILE=NAME npm start -- --aws       for another profile than the default one'
    ];
  if (isOnAws && failedWith('may not request an OIDC token'))
    return [
      'Only jobs have OIDC tokens. On this machine, assume the role with your own credentials:',
      '  npm start -- --aws --role-to-assume ARN --role-chaining=true',
      'Or leave --role-to-assume out, and use them as they are.'
    ];
  if (conclusion !== 'success')
    return [
      'The step failed as it would on GitHub: with one error, which says what to do, and without outputs.',
      'Correct the input and run it again. npm start -- --help lists all inputs.'
    ];
  const password = outputs['password'];
  return [
    `AWS generated a password${password === undefined ? '' : ` of ${password.length} characters`}, the runner masked it, and ${secret === undefined || secret === '' ? 'it is stored nowhere' : `${secret} has it`}.`,
    'Try next:',
    '  npm start -- --preset rds-postgres --secret-id shop/db   stored, in the form that RDS accepts',
    '  npm start -- --recipe rotate                             a rotation that is cut off, and finished by the next run',
    '  npm start -- --help                                      all inputs and recipes'
  ];
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
  if (recipe !== undefined) return showRecipe(ACTION, recipe, onLog);
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
  console.error(error instanceof UsageError ? error.message : errorText(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
