import { readFile } from 'node:fs/promises';
import type { StepExecution } from './step-execution.js';

/** The files a step may write to, each named by the variable GITHUB_…. In the order in which the runner reads them. */
export const COMMAND_FILES = ['PATH', 'ENV', 'STEP_SUMMARY', 'STATE', 'OUTPUT'] as const;
export type CommandFile = (typeof COMMAND_FILES)[number];

const SUMMARY_LIMIT = 1024 * 1024;

/** Reads the command files after the step has ended. A file that the step removed counts as empty. */
export async function readCommandFiles(
  files: Readonly<Record<CommandFile, string>>,
  execution: StepExecution
): Promise<void> {
  for (const file of COMMAND_FILES) {
    const text = await readFile(files[file], 'utf8').catch(() => '');
    try {
      READERS[file](text.replace(/^\ufeff/, ''), execution);
    } catch (error) {
      execution.fail(`Unable to process file command '${file.toLowerCase()}' successfully.`, error);
    }
  }
}

const READERS: Readonly<Record<CommandFile, (text: string, execution: StepExecution) => void>> = {
  PATH: (text, { paths }) => {
    paths.push(...text.split(/\r\n|\r|\n/).filter((line) => line !== ''));
  },
  ENV: (text, { exportedEnv, log }) => {
    parseCommandFile(text, (name, value) => {
      if (name.toUpperCase() === 'NODE_OPTIONS') {
        log.annotate('error', `Can't store ${name} output parameter using '$GITHUB_ENV' command.`);
        return;
      }
      exportedEnv.set(name, value);
      log.debug(`${name}='${value}'`);
    });
  },
  STEP_SUMMARY: (text, execution) => {
    const bytes = Buffer.byteLength(text);
    if (bytes > SUMMARY_LIMIT) {
      execution.log.annotate(
        'error',
        `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${SUMMARY_LIMIT / 1024}k, got ${Math.floor(bytes / 1024)}k.`
      );
      return;
    }
    // The runner masks line by line.
    execution.summary = text
      .split('\n')
      .map((line) => execution.masker.mask(line))
      .join('\n');
  },
  STATE: (text, { state, log }) => {
    parseCommandFile(text, (name, value) => {
      state.set(name, value);
      log.debug(`Save intra-action state ${name} = ${value}`);
    });
  },
  OUTPUT: (text, { outputs, log }) => {
    parseCommandFile(text, (name, value) => {
      if (name === '') throw new Error("Value cannot be null. (Parameter 'name')");
      outputs.set(name, value);
      log.debug(`Set output ${name} = ${value}`);
    });
  }
};

/**
 * Reads what a step wrote to GITHUB_OUTPUT, GITHUB_ENV or GITHUB_STATE: `name=value` and `name<<delimiter` entries.
 * Throws with the runner's message when the text is malformed, after `onEntry` was called with the entries before that.
 * Source: actions/runner, FileCommandManager.cs.
 */
export function parseCommandFile(
  text: string,
  onEntry: (name: string, value: string) => void
): void {
  // The text after the last line feed is a line of its own unless it is empty.
  const lines = text.split('\n');
  const last = lines.length - 1;
  const end = lines[last] === '' ? last : lines.length;
  for (let at = 0; at < end; at++) {
    const line = withoutReturn(lines[at] ?? '', at < last);
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      onEntry(line.slice(0, equals), line.slice(equals + 1));
      continue;
    }
    if (heredoc < 0) throw new Error(`Invalid format '${line}'`);
    const name = line.slice(0, heredoc);
    const delimiter = line.slice(heredoc + 2);
    if (name === '' || delimiter === '') {
      throw new Error(
        `Invalid format '${line}'. Name must not be empty and delimiter must not be empty`
      );
    }
    const first = at + 1;
    for (at = first; withoutReturn(lines[at] ?? '', at < last) !== delimiter; at++) {
      if (at >= end) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
      if (at === last) throw new Error('Invalid value. EOF marker missing new line.');
    }
    onEntry(name, withoutReturn(lines.slice(first, at).join('\n'), true));
  }
}

/** On Windows CRLF ends a line; elsewhere the runner leaves the carriage return in the line. */
const withoutReturn = (line: string, ended: boolean): string =>
  process.platform === 'win32' && ended && line.endsWith('\r') ? line.slice(0, -1) : line;
