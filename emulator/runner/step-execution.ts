import { statSync } from 'node:fs';
import type { SecretMasker } from './secret-masker.js';
import type { StepLog } from './step-log.js';
import { parseCommand, type WorkflowCommand } from './workflow-command.js';

/** A workflow command, in the order in which the runner executed it. */
export interface CommandEvent {
  readonly command: string;
  readonly data: string;
  /**
   * Size of the output file when the runner executed the command. Exact for `runInProcess`;
   * a process of its own may have written more before its line was read.
   */
  readonly outputBytes: number;
}

type Command = (command: WorkflowCommand, line: string) => void;

const DEPRECATED =
  'command is deprecated and will be disabled soon. Please upgrade to using Environment Files.';
const DISABLED = 'command is disabled. Please upgrade to using Environment Files.';
/** Commands whose own line is never echoed. */
const SILENT = new Set(['add-mask', 'debug', 'error', 'warning', 'notice']);

/** The runner's side of one step: reads its lines, executes its commands and collects what it leaves behind. */
export class StepExecution {
  readonly masker: SecretMasker;
  readonly masks: string[] = [];
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
    readonly log: StepLog,
    readonly outputFile: string
  ) {
    this.masker = log.masker;
    this.#echo = log.isDebug;
  }

  /** Reads a line of stdout or stderr. */
  readLine(line: string): void {
    const command = parseCommand(
      line,
      (name) => this.#isCommand(name.toLowerCase()) || name.toLowerCase() === this.#stopToken
    );
    if (!command || !this.#execute(command, line)) this.log.write(line);
  }

  fail(what: string, error: unknown): void {
    this.log.annotate('error', what);
    this.log.annotate('error', error instanceof Error ? error.message : String(error));
    this.failed = true;
  }

  #isCommand(name: string): boolean {
    return Object.hasOwn(this.#commands, name);
  }

  /** Returns false while commands are stopped: the line is then plain output. */
  #execute(command: WorkflowCommand, line: string): boolean {
    const name = command.name.toLowerCase();
    if (this.#stopToken !== undefined) {
      if (name !== this.#stopToken) return false;
      this.#stopToken = undefined;
      this.log.write(line);
      return true;
    }
    this.events.push({
      command: name,
      data: command.data,
      outputBytes: statSync(this.outputFile, { throwIfNoEntry: false })?.size ?? 0
    });
    const isSilent = SILENT.has(name);
    if (this.#echo && !isSilent) this.log.write(line);
    try {
      this.#commands[name]?.(command, line);
    } catch (error) {
      this.fail(`Unable to process command '${isSilent ? name : line}' successfully.`, error);
    }
    return true;
  }

  readonly #commands: Readonly<Record<string, Command>> = {
    'add-mask': ({ data }) => {
      if (this.masker.addMask(data)) {
        this.masks.push(data);
        if (this.#echo) this.log.write('::add-mask::***');
      } else {
        this.log.annotate(
          'warning',
          "Can't add secret mask for empty string in ##[add-mask] command."
        );
      }
    },
    debug: ({ data }) => {
      this.log.debug(data);
    },
    error: ({ data, properties }) => {
      this.log.annotate('error', data, properties);
    },
    warning: ({ data, properties }) => {
      this.log.annotate('warning', data, properties);
    },
    notice: ({ data, properties }) => {
      this.log.annotate('notice', data, properties);
    },
    group: ({ data }) => {
      this.log.write(`##[group]${data}`);
    },
    endgroup: () => {
      this.log.write('##[endgroup]');
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
      this.#setDeprecated(this.outputs, command);
    },
    'save-state': (command) => {
      this.#setDeprecated(this.state, command);
    },
    'set-env': refuse(DISABLED),
    'add-path': refuse(DISABLED),
    'add-matcher': refuse('command is not supported: the emulated runner has no problem matchers.'),
    'remove-matcher': refuse(
      'command is not supported: the emulated runner has no problem matchers.'
    ),
    'stop-commands': ({ data }, line) => {
      const token = data.toLowerCase();
      if (token === '' || token === 'pause-logging' || this.#isCommand(token)) {
        throw new Error(
          "You cannot use a endToken that is an empty string, the string 'pause-logging', or another workflow command."
        );
      }
      this.#stopToken = token;
      if (data.length > 6) this.masker.addMask(data);
      this.log.write(line);
    }
  };

  #setDeprecated(values: Map<string, string>, { name, properties, data }: WorkflowCommand): void {
    this.log.annotate('warning', `The \`${name}\` ${DEPRECATED}`);
    const key = properties.get('name');
    if (!key) throw new Error(`Required field 'name' is missing in ##[${name}] command.`);
    values.set(key, data);
  }
}

function refuse(reason: string): Command {
  return ({ name }) => {
    throw new Error(`The \`${name}\` ${reason}`);
  };
}
