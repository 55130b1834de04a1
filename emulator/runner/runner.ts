import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { inspect } from 'node:util';
import { readAction, type ActionInput, type ActionManifest } from './action-manifest.js';
import {
  COMMAND_FILES,
  StepExecution,
  type Annotation,
  type CommandEvent,
  type CommandFile,
  type Job
} from './step-execution.js';
import type { SecretMasker } from './secret-masker.js';

/** One step of a job: an action and what `with:` and the job give it. */
export interface Step extends Job {
  /** Folder of action.yml. */
  readonly action: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Added to the environment of a fresh runner; undefined takes a variable out of it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A step that runs as a process of its own. */
export interface ProcessStep extends Step {
  /** Path of the Node binary; by default the one that action.yml names. */
  readonly node?: string;
  /** Cancels the step, as a user cancels a run: SIGINT, SIGTERM after 7.5 s, SIGKILL 2.5 s later. */
  readonly signal?: AbortSignal;
  /** Milliseconds before the step is cancelled; 120,000 by default. */
  readonly timeoutMs?: number;
}

export interface StepResult {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** A step may also fail with exit code 0: by a malformed command or command file. */
  readonly conclusion: 'success' | 'failure' | 'cancelled';
  /** The log as GitHub shows it: commands obeyed, secrets masked. */
  readonly log: string;
  /** What the step printed, unmasked. */
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
  /** Values given to `::add-mask::`, in order. */
  readonly masks: readonly string[];
  readonly masker: SecretMasker;
  readonly annotations: readonly Annotation[];
  readonly events: readonly CommandEvent[];
  readonly durationMs: number;
}

/** A Node binary; `note` says so when it is not the one that was asked for. */
export interface NodeBinary {
  readonly path: string;
  readonly note?: string;
}

/**
 * The Node of a `runs.using` such as `node24`: the one that runs now, since npm scripts run on Node 24.
 * Throws with the remedy when that is older.
 */
export function nodeFor(using: string): NodeBinary {
  const major = Number(/^node(\d+)$/.exec(using)?.[1]);
  if (Number.isNaN(major)) throw new Error(`runs.using is '${using}'; expected node20, node24, …`);
  const { execPath: path, versions } = process;
  const running = Number.parseInt(versions.node, 10);
  if (running < major) {
    throw new Error(
      `action.yml asks for Node ${major}, but this is Node ${versions.node}. ` +
        `Start it as an npm script, or with Node ${major} or later.`
    );
  }
  if (running === major) return { path };
  return { path, note: `Using Node ${versions.node} in place of Node ${major}.` };
}

/**
 * A job output as GitHub passes it on: a value that masking would change is dropped, and so is an empty one.
 * `message` is the line of the log.
 */
export function jobOutput(
  name: string,
  value: string,
  masker: SecretMasker
): { readonly value?: string; readonly message: string } {
  if (value === '') return { message: `##[debug]Skip output '${name}' since it's empty` };
  return masker.mask(value) === value
    ? { value, message: `Set output '${name}'` }
    : { message: `Warning: Skip output '${name}' since it may contain secret.` };
}

/** One stream of a step: keeps what came raw, and hands on its lines. LF, CRLF and CR end a line, as for .NET. */
class LineReader {
  text = '';
  #rest = '';
  readonly #decoder = new StringDecoder('utf8');

  constructor(readonly onLine: (line: string) => void) {}

  push(chunk: string | Uint8Array): void {
    const text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
    this.text += text;
    // A CR at the end of the chunk waits: an LF may follow.
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    lines.forEach(this.onLine);
  }

  end(): void {
    const rest = this.#decoder.end();
    this.text += rest;
    const line = (this.#rest + rest).replace(/\r$/, '');
    if (this.#rest + rest !== '') this.onLine(line);
    this.#rest = '';
  }
}

interface Exit {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly cancelled: boolean;
}

interface Prepared {
  readonly env: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly stdout: LineReader;
  readonly stderr: LineReader;
  readonly note: (text: string) => void;
}

/** Everything around the program of a step, the same for a process and for a call. */
async function execute(
  step: Step,
  program: (action: ActionManifest, prepared: Prepared) => Promise<Exit>
): Promise<StepResult> {
  const started = performance.now();
  const action = await readAction(step.action);
  const root = await mkdtemp(join(tmpdir(), 'runner-'));
  try {
    const workspace = join(root, 'work');
    const commands = join(root, 'temp', '_runner_file_commands');
    const files = Object.fromEntries(
      COMMAND_FILES.map((file) => [file, join(commands, `${file.toLowerCase()}_step`)])
    ) as Record<CommandFile, string>;
    await Promise.all(
      [workspace, commands, join(root, 'home')].map((folder) => mkdir(folder, { recursive: true }))
    );
    await Promise.all(Object.values(files).map((file) => writeFile(file, '')));
    await writeFile(join(root, 'temp', 'event.json'), '{}');

    const execution = new StepExecution(step, files);
    const base = environment(step, root, workspace, files);
    const inputs = mergeInputs(step, action, base, execution);
    const env = { ...base, ...inputVariables(inputs) };
    execution.write(`##[group]Run ${shownPath(step.action)}`);
    const given = [...inputs].filter(([, value]) => value !== '');
    if (given.length > 0) execution.write('with:');
    for (const [name, value] of given) execution.write(`  ${name}: ${value}`);
    execution.write('##[endgroup]');

    const readLine = (line: string): void => {
      execution.line(line);
    };
    const stdout = new LineReader(readLine);
    const stderr = new LineReader(readLine);
    const exit = await program(action, {
      env,
      workspace,
      stdout,
      stderr,
      note: (text) => {
        execution.issue('warning', text);
      }
    });
    stdout.end();
    stderr.end();
    execution.debug(
      `Node Action run completed with exit code ${exit.exitCode ?? String(exit.signal)}`
    );
    await execution.readFiles();
    const failed = exit.exitCode !== 0 || execution.failed;
    return {
      exitCode: exit.exitCode,
      signal: exit.signal,
      conclusion: exit.cancelled ? 'cancelled' : failed ? 'failure' : 'success',
      log: execution.log.join('\n'),
      stdout: stdout.text,
      stderr: stderr.text,
      outputs: Object.fromEntries(execution.outputs),
      exportedEnv: Object.fromEntries(execution.exportedEnv),
      state: Object.fromEntries(execution.state),
      paths: execution.paths,
      summary: execution.summary,
      masks: execution.masks,
      masker: execution.masker,
      annotations: execution.annotations,
      events: execution.events,
      durationMs: performance.now() - started
    };
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** As a workflow names a local action: `./`, `./promote`. */
function shownPath(folder: string): string {
  const path = relative(process.cwd(), folder).replaceAll('\\', '/');
  return path.startsWith('..') ? folder : `./${path}`;
}

const INHERITED = [
  'PATH',
  'LANG',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'ComSpec',
  'PATHEXT'
];
const RUNNER_OS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows'
};

function environment(
  step: Step,
  root: string,
  workspace: string,
  files: Readonly<Record<CommandFile, string>>
): Record<string, string> {
  const env: Record<string, string | undefined> = {
    ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
    HOME: join(root, 'home'),
    USERPROFILE: process.platform === 'win32' ? join(root, 'home') : undefined,
    CI: 'true',
    GITHUB_ACTION: '__self',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'octocat',
    GITHUB_ACTOR_ID: '12',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: join(root, 'temp', 'event.json'),
    GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
    GITHUB_JOB: 'deploy',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_REPOSITORY: 'octo-org/app',
    GITHUB_REPOSITORY_ID: '74',
    GITHUB_REPOSITORY_OWNER: 'octo-org',
    GITHUB_REPOSITORY_OWNER_ID: '65',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '4242424242',
    GITHUB_RUN_NUMBER: '10',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d',
    GITHUB_WORKFLOW: 'deploy',
    GITHUB_WORKFLOW_REF: 'octo-org/app/.github/workflows/deploy.yml@refs/heads/main',
    GITHUB_WORKSPACE: workspace,
    ...Object.fromEntries(COMMAND_FILES.map((file) => [`GITHUB_${file}`, files[file]])),
    RUNNER_ARCH: process.arch.toUpperCase(),
    RUNNER_DEBUG: step.debug ? '1' : undefined,
    RUNNER_ENVIRONMENT: 'self-hosted',
    RUNNER_NAME: 'local',
    RUNNER_OS: RUNNER_OS[process.platform] ?? process.platform,
    RUNNER_TEMP: join(root, 'temp'),
    RUNNER_TOOL_CACHE: join(root, 'temp', 'tools'),
    ...step.env
  };
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  );
}

/** The inputs of the step and the defaults of action.yml. Names are compared without regard to case. */
function mergeInputs(
  step: Step,
  action: ActionManifest,
  env: Readonly<Record<string, string>>,
  execution: StepExecution
): Map<string, string> {
  const inputs = new Map(Object.entries(step.inputs));
  const given = new Set([...inputs.keys()].map((name) => name.toLowerCase()));
  const unexpected = new Set(inputs.keys());
  for (const input of action.inputs) {
    const wanted = input.name.toLowerCase();
    for (const name of unexpected) if (name.toLowerCase() === wanted) unexpected.delete(name);
    if (!given.has(wanted)) {
      inputs.set(input.name, evaluateDefault(input, env));
    } else if (input.deprecationMessage !== undefined) {
      execution.issue(
        'warning',
        `Input '${input.name}' has been deprecated with message: ${input.deprecationMessage}`
      );
    }
  }
  if (unexpected.size > 0) {
    const valid = action.inputs.map(({ name }) => name);
    execution.issue(
      'warning',
      `Unexpected input(s) '${[...unexpected].join("', '")}', valid inputs are ['${valid.join("', '")}']`
    );
  }
  return inputs;
}

/** A default may name the `github` context, whose values a step has as GITHUB_ variables. */
function evaluateDefault(input: ActionInput, env: Readonly<Record<string, string>>): string {
  return input.default.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => {
    const key = /^\s*github\.(\w+)\s*$/.exec(expression)?.[1];
    if (key === undefined) {
      throw new Error(
        `action.yml: the default of '${input.name}' has the expression '${expression.trim()}'; ` +
          'this runner evaluates `github.NAME` only.'
      );
    }
    return env[`GITHUB_${key.toUpperCase()}`] ?? '';
  });
}

const inputVariables = (inputs: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries(
    [...inputs].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value])
  );

/** Runs the built action as GitHub's runner does, in a process of its own under the Node of action.yml. */
export function runStep(step: ProcessStep): Promise<StepResult> {
  return execute(step, async (action, { env, workspace, stdout, stderr, note }) => {
    if (!existsSync(action.main)) {
      throw new Error(`File not found: '${action.main}'. \`npm run build\` makes it.`);
    }
    const node = step.node === undefined ? nodeFor(action.using) : { path: step.node };
    if (node.note !== undefined) note(node.note);
    const child = spawn(node.path, [action.main], {
      cwd: workspace,
      env,
      stdio: ['ignore', 'pipe', 'pipe']
    });
    child.stdout.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr.push(chunk);
    });
    const timers: NodeJS.Timeout[] = [];
    const later = (milliseconds: number, act: () => void): void => {
      timers.push(setTimeout(act, milliseconds));
    };
    let cancelled = false;
    const cancel = (): void => {
      if (cancelled) return;
      cancelled = true;
      child.kill('SIGINT');
      later(7_500, () => child.kill('SIGTERM'));
      later(10_000, () => child.kill('SIGKILL'));
    };
    later(step.timeoutMs ?? 120_000, cancel);
    step.signal?.addEventListener('abort', cancel);
    if (step.signal?.aborted) cancel();
    try {
      return await new Promise<Exit>((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (exitCode, signal) => {
          resolve({ exitCode, signal, cancelled });
        });
      });
    } finally {
      timers.forEach(clearTimeout);
      step.signal?.removeEventListener('abort', cancel);
    }
  });
}

let busy = false;

/**
 * Runs a function of this process as the program of a step, with `process.env`, the standard streams and
 * `process.exitCode` as a runner gives and takes them, and puts all of them back. One call at a time: they are global.
 */
export function runInProcess(step: Step, run: () => Promise<void>): Promise<StepResult> {
  return execute(step, async (_, { env, stdout, stderr }) => {
    if (busy) throw new Error('runInProcess is running already: it takes over process.env.');
    busy = true;
    const before = { env: { ...process.env }, exitCode: process.exitCode };
    const restore = [capture(process.stdout, stdout), capture(process.stderr, stderr)];
    try {
      replaceEnv(env);
      setExitCode(undefined);
      await run().catch((error: unknown) => {
        // As Node reports what nobody caught.
        stderr.push(`${inspect(error)}\n`);
        setExitCode(1);
      });
      return { exitCode: Number(process.exitCode ?? 0), signal: null, cancelled: false };
    } finally {
      restore.forEach((putBack) => {
        putBack();
      });
      replaceEnv(before.env);
      setExitCode(before.exitCode);
      busy = false;
    }
  });
}

const setExitCode = (code: typeof process.exitCode): void => {
  process.exitCode = code;
};

function replaceEnv(env: Readonly<NodeJS.ProcessEnv>): void {
  for (const name of Object.keys(process.env)) {
    if (!(name in env)) Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, env);
}

/** Sends what is written to a stream to a reader, until the function that it returns is called. */
function capture(stream: NodeJS.WriteStream, reader: LineReader): () => void {
  const own = Object.getOwnPropertyDescriptor(stream, 'write');
  const write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void
  ): boolean => {
    reader.push(
      typeof chunk === 'string' && typeof encoding === 'string'
        ? Buffer.from(chunk, encoding)
        : chunk
    );
    const callback = typeof encoding === 'function' ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
  Object.defineProperty(stream, 'write', { value: write, configurable: true, writable: true });
  return () => {
    if (own) Object.defineProperty(stream, 'write', own);
    else Reflect.deleteProperty(stream, 'write');
  };
}
