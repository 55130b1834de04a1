import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { SecretMasker } from './secret-masker.js';
import { parseCommand, parseCommandFile, type WorkflowCommand } from './workflow-command.js';

/** What a step has from its job. */
export interface Job {
  /** The job's masker, when several steps share one job or secrets are known beforehand. */
  readonly masker?: SecretMasker;
  /** Debug logging, as with the secret ACTIONS_STEP_DEBUG. */
  readonly debug?: boolean;
  /** Called with each line of the log as it comes. */
  readonly onLog?: (line: string) => void;
}

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  /** Masked, and cut at 4,096 characters. */
  readonly message: string;
  /** Never masked by GitHub. */
  readonly title?: string;
  readonly file?: string;
}

/** A workflow command in the order in which the runner obeyed it. */
export interface CommandEvent {
  readonly command: string;
  readonly data: string;
  /**
   * Bytes in the output file when the runner obeyed the command. Exact for `runInProcess`;
   * a process of its own may have written on before its line was read.
   */
  readonly outputBytes: number;
}

/** The files a step may write to, each named by GITHUB_ and this. In the order in which the runner reads them. */
export const COMMAND_FILES = ['PATH', 'ENV', 'STEP_SUMMARY', 'STATE', 'OUTPUT'] as const;
export type CommandFile = (typeof COMMAND_FILES)[number];

const DEPRECATED =
  'command is deprecated and will be disabled soon. Please upgrade to using Environment Files.';
const DISABLED = 'command is disabled. Please upgrade to using Environment Files.';
const SUMMARY_LIMIT = 1024 * 1024;

/** How GitHub's page shows the runner's tags. */
const SHOWN: Readonly<Record<string, string>> = {
  '##[error]': 'Error: ',
  '##[warning]': 'Warning: ',
  '##[notice]': 'Notice: ',
  '##[group]': '▼ '
};

const message = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** The runner's side of one step: it reads the lines, obeys commands, masks and keeps the log. */
export class StepExecution {
  readonly masker: SecretMasker;
  readonly log: string[] = [];
  readonly masks: string[] = [];
  readonly annotations: Annotation[] = [];
  readonly events: CommandEvent[] = [];
  readonly outputs = new Map<string, string>();
  readonly exportedEnv = new Map<string, string>();
  readonly state = new Map<string, string>();
  readonly paths: string[] = [];
  summary = '';
  failed = false;
  #echo: boolean;
  #stopToken: string | undefined;

  constructor(
    readonly job: Job,
    readonly files: Readonly<Record<CommandFile, string>>
  ) {
    this.masker = job.masker ?? new SecretMasker();
    this.#echo = job.debug ?? false;
  }

  write(text: string): void {
    const masked = this.masker.mask(text);
    if (masked === '##[endgroup]') return;
    const tag = /^##\[[a-z]+\]/.exec(masked)?.[0] ?? '';
    const shown = (SHOWN[tag] ?? tag) + masked.slice(tag.length);
    this.log.push(shown);
    this.job.onLog?.(shown);
  }

  debug(text: string): void {
    if (!this.job.debug) return;
    for (const line of text.split(/\r?\n/)) this.write(`##[debug]${line}`);
  }

  issue(level: Annotation['level'], text: string, properties?: ReadonlyMap<string, string>): void {
    const cut = this.masker.mask(text).slice(0, 4096);
    const title = properties?.get('title');
    const file = properties?.get('file');
    // GitHub keeps ten annotations of a level for a step; the log has them all.
    if (this.annotations.filter((one) => one.level === level).length < 10) {
      this.annotations.push({
        level,
        message: cut,
        ...(title === undefined ? {} : { title }),
        ...(file === undefined ? {} : { file })
      });
    }
    if (cut !== '') this.write(`##[${level}]${cut}`);
  }

  /** A line of stdout or stderr. */
  line(line: string): void {
    const command = parseCommand(
      line,
      (name) => this.#isCommand(name.toLowerCase()) || name.toLowerCase() === this.#stopToken
    );
    if (!command || !this.#obey(command, line)) this.write(line);
  }

  #obey(command: WorkflowCommand, line: string): boolean {
    const name = command.name.toLowerCase();
    if (this.#stopToken !== undefined) {
      if (name !== this.#stopToken) return false;
      this.#stopToken = undefined;
      this.write(line);
      return true;
    }
    const { data } = command;
    this.events.push({
      command: name,
      data,
      outputBytes: statSync(this.files.OUTPUT, { throwIfNoEntry: false })?.size ?? 0
    });
    const echoes = !SILENT.has(name);
    if (this.#echo && echoes) this.write(line);
    try {
      this.#commands[name]?.(command, line);
    } catch (error) {
      this.#fail(`Unable to process command '${echoes ? line : name}' successfully.`, error);
    }
    return true;
  }

  #isCommand(name: string): boolean {
    return Object.hasOwn(this.#commands, name);
  }

  #fail(what: string, error: unknown): void {
    this.issue('error', what);
    this.issue('error', message(error));
    this.failed = true;
  }

  readonly #commands: Readonly<Record<string, (command: WorkflowCommand, line: string) => void>> = {
    'add-mask': ({ data }) => {
      if (this.masker.addMask(data)) {
        this.masks.push(data);
        if (this.#echo) this.write('::add-mask::***');
      } else {
        this.issue('warning', "Can't add secret mask for empty string in ##[add-mask] command.");
      }
    },
    debug: ({ data }) => {
      this.debug(data);
    },
    error: ({ data, properties }) => {
      this.issue('error', data, properties);
    },
    warning: ({ data, properties }) => {
      this.issue('warning', data, properties);
    },
    notice: ({ data, properties }) => {
      this.issue('notice', data, properties);
    },
    group: ({ data }) => {
      this.write(`##[group]${data}`);
    },
    endgroup: () => {
      this.write('##[endgroup]');
    },
    echo: ({ data }) => {
      const value = data.trim().toLowerCase();
      if (value !== 'on' && value !== 'off') {
        throw new Error(
          `Invalid echo command value. Possible values can be: 'on', 'off'. Current value is: '${data}'.`
        );
      }
      this.#echo = value === 'on';
    },
    'set-output': (command) => {
      this.#keepDeprecated(command, this.outputs);
    },
    'save-state': (command) => {
      this.#keepDeprecated(command, this.state);
    },
    'set-env': ({ name }) => {
      throw new Error(`The \`${name}\` ${DISABLED}`);
    },
    'add-path': ({ name }) => {
      throw new Error(`The \`${name}\` ${DISABLED}`);
    },
    'add-matcher': ({ name }) => {
      throw new Error(`This local runner has no problem matchers, and cannot obey ${name}.`);
    },
    'remove-matcher': ({ name }) => {
      throw new Error(`This local runner has no problem matchers, and cannot obey ${name}.`);
    },
    'stop-commands': ({ data }, line) => {
      const token = data.toLowerCase();
      if (token === '' || token === 'pause-logging' || this.#isCommand(token)) {
        throw new Error(
          "You cannot use a endToken that is an empty string, the string 'pause-logging', or another workflow command."
        );
      }
      this.#stopToken = token;
      if (data.length > 6) this.masker.addMask(data);
      this.write(line);
    }
  };

  #keepDeprecated({ name, properties, data }: WorkflowCommand, kept: Map<string, string>): void {
    this.issue('warning', `The \`${name}\` ${DEPRECATED}`);
    const key = properties.get('name');
    if (!key) throw new Error(`Required field 'name' is missing in ##[${name}] command.`);
    kept.set(key, data);
  }

  /** Reads the command files after the step has ended. A file that the step removed counts as empty. */
  async readFiles(): Promise<void> {
    for (const file of COMMAND_FILES) {
      const text = await readFile(this.files[file], 'utf8').catch(() => '');
      try {
        this.#takeFile[file](text.replace(/^\ufeff/, ''));
      } catch (error) {
        this.#fail(`Unable to process file command '${file.toLowerCase()}' successfully.`, error);
      }
    }
  }

  readonly #takeFile: Readonly<Record<CommandFile, (text: string) => void>> = {
    PATH: (text) => {
      this.paths.push(...text.split(/\r\n|\r|\n/).filter((line) => line !== ''));
    },
    ENV: (text) => {
      parseCommandFile(text, (name, value) => {
        if (name.toUpperCase() === 'NODE_OPTIONS') {
          this.issue('error', `Can't store ${name} output parameter using '$GITHUB_ENV' command.`);
          return;
        }
        this.exportedEnv.set(name, value);
        this.debug(`${name}='${value}'`);
      });
    },
    STEP_SUMMARY: (text) => {
      const bytes = Buffer.byteLength(text);
      if (bytes > SUMMARY_LIMIT) {
        this.issue(
          'error',
          `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${SUMMARY_LIMIT / 1024}k, got ${Math.floor(bytes / 1024)}k.`
        );
        return;
      }
      // The runner masks line by line.
      this.summary = text
        .split('\n')
        .map((line) => this.masker.mask(line))
        .join('\n');
    },
    STATE: (text) => {
      parseCommandFile(text, (name, value) => {
        this.state.set(name, value);
        this.debug(`Save intra-action state ${name} = ${value}`);
      });
    },
    OUTPUT: (text) => {
      parseCommandFile(text, (name, value) => {
        if (name === '') throw new Error("Value cannot be null. (Parameter 'name')");
        this.outputs.set(name, value);
        this.debug(`Set output ${name} = ${value}`);
      });
    }
  };
}

/** Commands whose own line is never echoed. */
const SILENT = new Set(['add-mask', 'debug', 'error', 'warning', 'notice']);
