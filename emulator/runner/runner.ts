import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { readAction, type ActionManifest } from './action-manifest.js';
import { runChildProcess, type ChildProcessOptions } from './child-process.js';
import { COMMAND_FILES, readCommandFiles, type CommandFile } from './command-files.js';
import { runInCurrentProcess } from './current-process.js';
import { createEnvironment } from './environment.js';
import { LineReader } from './line-reader.js';
import { findNode } from './node-binary.js';
import type { ProgramContext, ProgramExit } from './program.js';
import { SecretMasker } from './secret-masker.js';
import { StepExecution, type CommandEvent } from './step-execution.js';
import { inputVariables, mergeInputs } from './step-inputs.js';
import { StepLog, type Annotation } from './step-log.js';

export interface JobContext {
  /** Added to the environment of a fresh runner; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The masker of the job, if earlier steps or `secrets` have registered values. */
  readonly masker?: SecretMasker;
  /** Debug logging, as with the secret ACTIONS_STEP_DEBUG. */
  readonly debug?: boolean;
  /** Called with each line of the log as it comes. */
  readonly onLog?: (line: string) => void;
  /** The folder of the job; by default one for this step alone. */
  readonly workspace?: string;
}

/** One step of a job that uses an action. */
export interface Step extends JobContext {
  /** Folder of action.yml. */
  readonly action: string;
  /** Its name in the log; the folder by default. */
  readonly name?: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** One step of a job that runs a script. */
export interface ScriptStep extends JobContext, ChildProcessOptions {
  /** Its name in the log. */
  readonly name: string;
  readonly script: string;
  /** As in `shell:`. */
  readonly shell?: string | undefined;
  /** The variables that the workflow and earlier steps have set, which the log shows. */
  readonly shownEnv?: Readonly<Record<string, string>>;
}

/** A step that runs as a process of its own. */
export interface ProcessStep extends Step, ChildProcessOptions {
  /** Path of the Node binary; by default the one that action.yml names. */
  readonly node?: string;
}

export interface StepResult {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** A step may also fail with exit code 0: by a malformed command or command file. */
  readonly conclusion: 'success' | 'failure' | 'cancelled';
  /** The log as GitHub shows it: commands executed, secrets masked. */
  readonly log: string;
  /** Unmasked. */
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Exported to later steps through GITHUB_ENV. */
  readonly exportedEnv: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** Put before PATH for later steps, in the order written. */
  readonly paths: readonly string[];
  /** The step summary, masked. */
  readonly summary: string;
  /** Values of `::add-mask::` commands, in order. */
  readonly masks: readonly string[];
  readonly masker: SecretMasker;
  readonly annotations: readonly Annotation[];
  readonly events: readonly CommandEvent[];
  readonly durationMs: number;
}

/** Runs the built action as GitHub's runner does, in a process of its own under the Node of action.yml. */
export function runStep(step: ProcessStep): Promise<StepResult> {
  return execute(step, async (action, context, log) => {
    if (!existsSync(action.main)) {
      throw new Error(`File not found: '${action.main}'. Run \`npm run build\`.`);
    }
    const node = step.node === undefined ? findNode(action.using) : { path: step.node };
    if (node.warning !== undefined) log.annotate('warning', node.warning);
    return runChildProcess([node.path, action.main], context, step);
  });
}

/** Runs a function of this process as if it were the action's program. One call at a time. */
export function runInProcess(step: Step, run: () => Promise<void>): Promise<StepResult> {
  return execute(step, (_, context) => runInCurrentProcess(run, context));
}

// On Linux and macOS. Without `shell:` a pipeline that fails in its middle does not fail the step.
const SHELLS: Readonly<Record<string, readonly string[]>> = {
  '': ['bash', '-e'],
  bash: ['bash', '--noprofile', '--norc', '-eo', 'pipefail']
};

/** Runs a script as GitHub's runner does, from a file. */
export function runScript(step: ScriptStep): Promise<StepResult> {
  const shell = SHELLS[step.shell ?? ''];
  if (!shell) throw new Error(`This runner has no shell '${step.shell ?? ''}'.`);
  return inTemporaryFolder((root) =>
    executeIn(root, step, async (context, log) => {
      log.write(`##[group]Run ${step.name}`);
      for (const line of step.script.trimEnd().split('\n')) log.write(line);
      const shown = Object.entries(step.shownEnv ?? {});
      if (shown.length > 0) log.write('env:');
      for (const [name, value] of shown) log.write(`  ${name}: ${value}`);
      log.write('##[endgroup]');
      const file = join(root, 'temp', 'script.sh');
      await writeFile(file, step.script);
      const exit = await runChildProcess([...shell, file], context, step);
      if (exit.exitCode !== 0)
        log.annotate('error', `Process completed with exit code ${exit.exitCode ?? 1}.`);
      return exit;
    })
  );
}

type ActionProgram = (
  action: ActionManifest,
  context: ProgramContext,
  log: StepLog
) => Promise<ProgramExit>;

async function execute(step: Step, program: ActionProgram): Promise<StepResult> {
  const action = await readAction(step.action);
  return inTemporaryFolder((root) =>
    executeIn(root, step, (context, log) => {
      const inputs = mergeInputs(step.inputs, action.inputs, context.env, (warning) => {
        log.annotate('warning', warning);
      });
      logHead(log, step.name ?? relativePath(step.action), inputs);
      const env = { ...context.env, ...inputVariables(inputs) };
      return program(action, { ...context, env }, log);
    })
  );
}

async function inTemporaryFolder<T>(use: (root: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'runner-'));
  try {
    return await use(root);
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Runs the program of a step in the runner's folder for it. */
async function executeIn(
  root: string,
  step: JobContext,
  program: (context: ProgramContext, log: StepLog) => Promise<ProgramExit>
): Promise<StepResult> {
  const started = performance.now();
  const { debug = false, env: stepEnv, masker = new SecretMasker(), onLog } = step;
  const { workspace = join(root, 'work') } = step;
  const files = await createFolders(root, workspace);
  const log = new StepLog(masker, debug, onLog);
  const env = createEnvironment({ root, workspace, files, debug, env: stepEnv });

  const execution = new StepExecution(log, files.OUTPUT);
  const readLine = (line: string): void => {
    execution.readLine(line);
  };
  const [stdout, stderr] = [new LineReader(readLine), new LineReader(readLine)];
  const exit = await program({ env, workspace, stdout, stderr }, log);
  stdout.end();
  stderr.end();
  log.debug(`Node Action run completed with exit code ${exit.exitCode ?? String(exit.signal)}`);
  await readCommandFiles(files, execution);
  const failed = exit.exitCode !== 0 || execution.failed;
  return {
    exitCode: exit.exitCode,
    signal: exit.signal,
    conclusion: exit.cancelled ? 'cancelled' : failed ? 'failure' : 'success',
    log: log.lines.join('\n'),
    stdout: stdout.text,
    stderr: stderr.text,
    outputs: Object.fromEntries(execution.outputs),
    exportedEnv: Object.fromEntries(execution.exportedEnv),
    state: Object.fromEntries(execution.state),
    paths: execution.paths,
    summary: execution.summary,
    masks: execution.masks,
    masker,
    annotations: log.annotations,
    events: execution.events,
    durationMs: performance.now() - started
  };
}

async function createFolders(
  root: string,
  workspace: string
): Promise<Readonly<Record<CommandFile, string>>> {
  const commands = join(root, 'temp', '_runner_file_commands');
  for (const folder of [workspace, commands, join(root, 'home')])
    await mkdir(folder, { recursive: true });
  await writeFile(join(root, 'temp', 'event.json'), '{}');
  const files = COMMAND_FILES.map((file) => [file, join(commands, `${file.toLowerCase()}_step`)]);
  for (const [, file = ''] of files) await writeFile(file, '');
  return Object.fromEntries(files) as Record<CommandFile, string>;
}

function logHead(log: StepLog, name: string, inputs: ReadonlyMap<string, string>): void {
  log.write(`##[group]Run ${name}`);
  const set = [...inputs].filter(([, value]) => value !== '');
  if (set.length > 0) log.write('with:');
  for (const [name, value] of set) log.write(`  ${name}: ${value}`);
  log.write('##[endgroup]');
}

/** As a workflow refers to an action of its own repository: `./`, `./promote`. */
function relativePath(folder: string): string {
  const path = relative(process.cwd(), folder).replaceAll('\\', '/');
  return path.startsWith('..') ? folder : `./${path}`;
}
