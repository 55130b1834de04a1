import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { runInProcess } from '../../emulator/runner/runner.js';
import { runAction } from '../../src/process.js';

const folder = mkdtempSync(join(tmpdir(), 'process-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const program = new URL('../../src/process.ts', import.meta.url).href;

interface ProcessResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `body` as an action in a process of its own; `say` prints at once, `ready` has `atReady` called. */
async function runProcess(
  body: string,
  atReady?: (kill: (signal: NodeJS.Signals) => void) => void
): Promise<ProcessResult> {
  const script = `
    import { existsSync, writeSync } from 'node:fs';
    import { runAction } from ${JSON.stringify(program)};
    const say = (text) => writeSync(1, text + '\\n');
    const ready = () => say('ready');
    const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    await runAction(async () => { ${body} });`;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 }
  );
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (!stdout.includes('ready') && (stdout + text).includes('ready')) {
      atReady?.((signal) => child.kill(signal));
    }
    stdout += text;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout, stderr };
}

describe('before it runs', () => {
  test('an address of a host gets 2.5 seconds', async () => {
    const body = `say((await import('node:net')).getDefaultAutoSelectFamilyAttemptTimeout());`;
    expect(await runProcess(body)).toMatchObject({ code: 0, stdout: '\n2500\n' });
  });

  test('deprecations of libraries are silenced, other warnings are not', async () => {
    const body = `
      process.emitWarning('an old function', 'DeprecationWarning', 'DEP0000');
      process.emitWarning('another warning');
      await sleep(0);`;
    const { stderr } = await runProcess(body);
    expect(stderr).toContain('another warning');
    expect(stderr).not.toContain('an old function');
  });
});

describe('the end', () => {
  test.each([
    ['', 0],
    ['process.exitCode = 1;', 1]
  ])('after %j is exit code %i, whatever is still open', async (body, code) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const open = `
      const { connect } = await import('node:net');
      await new Promise((resolve) => connect(${port}, '127.0.0.1', resolve));
      setInterval(() => {}, 1000);`;
    expect(await runProcess(`${open} ${body}`)).toMatchObject({ code, signal: null });
    server.close();
  });

  test('comes after everything printed is written', async () => {
    const { code, stdout } = await runProcess(`process.stdout.write('x'.repeat(1 << 21) + 'end');`);
    expect(code).toBe(0);
    expect([stdout.length, stdout.slice(-4)]).toEqual([1 + (1 << 21) + 3, 'xend']);
  });
});

// Windows has no signals: there the runner ends a process at once.
const onPosix = process.platform === 'win32' ? test.skip : test;

describe('a cancelled job', () => {
  onPosix.each([
    ['SIGINT', 130],
    ['SIGTERM', 143]
  ] as const)('ends at %s with %i while it waits', async (signal, code) => {
    const { stdout, ...end } = await runProcess(
      `ready(); await sleep(600_000); say('late');`,
      (kill) => {
        kill(signal);
      }
    );
    expect(end).toEqual({ code, signal: null, stderr: '' });
    expect(stdout).not.toMatch('late');
  });

  onPosix('sets its outputs together or not at all', async () => {
    const flag = join(folder, 'killed');
    const body = `
      ready();
      while (!existsSync(${JSON.stringify(flag)})) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      say('one'); say('two');
      await sleep(600_000);
      say('late');`;
    const { code, stdout } = await runProcess(body, (kill) => {
      kill('SIGINT');
      writeFileSync(flag, '');
    });
    expect(code).toBe(130);
    expect(stdout).toBe('\nready\none\ntwo\nSIGINT ended the run. Under way: no request.\n');
  });
});

test('leaves the exit code to the run, and handles each signal once', async () => {
  const exit = jest.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  const before = process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
  try {
    const { exitCode } = await runInProcess({ action: '.', inputs: {} }, async () => {
      const exited = new Promise((resolve) => exit.mockImplementationOnce(resolve as never));
      await runAction(() => {
        expect(exit).not.toHaveBeenCalled();
        process.exitCode = 1;
        return Promise.resolve();
      });
      await exited;
    });
    expect(exitCode).toBe(1);
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGTERM', 'SIGTERM');
    expect(exit.mock.calls).toEqual([[], [130], [143]]);
    expect(process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')).toBe(before);
  } finally {
    exit.mockRestore();
  }
});
