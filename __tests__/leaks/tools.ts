import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BREAK, type Tool } from './way.js';

const environment = { ...process.env, LC_ALL: 'C.UTF-8', GOFLAGS: '', GO111MODULE: 'off' };

/**
 * What the tool prints for each password, by its ways; undefined when the tool is not on this machine.
 * Passwords must have no line breaks.
 * @throws when the tool fails, or prints another number of lines than there are ways.
 */
export function run(tool: Tool, passwords: readonly string[]): readonly string[][] | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'printing-'));
  try {
    const [command, ...rest] = tool.command;
    if (tool.program) {
      const file = join(folder, tool.program[0]);
      writeFileSync(file, tool.program[1]);
      rest.push(file);
    }
    if (!onThisMachine(tool)) return undefined;
    const { status, stdout, stderr, error } = spawnSync(command, rest, {
      input: passwords.map((password) => `${password}\n`).join(''),
      encoding: 'utf8',
      env: environment,
      maxBuffer: 2 ** 30
    });
    const lines = stdout.split('\n').slice(0, -1);
    if (error || status !== 0 || lines.length !== passwords.length * tool.ways.length) {
      throw new Error(
        `${tool.name} ended with ${String(status)} and ${lines.length} lines instead of ` +
          `${passwords.length * tool.ways.length}: ${String(error)} ${stderr.slice(0, 500)}`
      );
    }
    return passwords.map((_, at) =>
      lines
        .slice(at * tool.ways.length, (at + 1) * tool.ways.length)
        .map((line) => line.replaceAll(BREAK, '\n'))
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const onThisMachine = ({ name, needs, command: [program, option = ''] }: Tool): boolean =>
  (name === 'node' ||
    spawnSync('sh', ['-c', 'command -v "$0"', name], { stdio: 'ignore' }).status === 0) &&
  (needs === undefined ||
    spawnSync(program, [option, needs], { stdio: 'ignore', env: environment }).status === 0);
