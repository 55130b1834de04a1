import { spawn, type ChildProcess } from 'node:child_process';
import type { ProgramContext, ProgramExit } from './program.js';

export interface ChildProcessOptions {
  /** Cancels the step, as a user cancels a run: SIGINT, SIGTERM after 7.5 s, SIGKILL 2.5 s later. */
  readonly signal?: AbortSignal;
  /** Milliseconds before the step is cancelled; 300,000 by default. */
  readonly timeoutMs?: number;
  /** Gets the process as it starts, to end it as a crash of the machine does. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs a program in a process of its own. */
export async function runChildProcess(
  [command = '', ...args]: readonly string[],
  { env, workspace, stdout, stderr }: ProgramContext,
  { signal, timeoutMs = 300_000, onStart }: ChildProcessOptions
): Promise<ProgramExit> {
  const child = spawn(command, args, { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  onStart?.(child);
  child.stdout.on('data', (chunk: Buffer) => {
    stdout.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr.push(chunk);
  });
  const timers: NodeJS.Timeout[] = [];
  let cancelled = false;
  const cancel = (): void => {
    if (cancelled) return;
    cancelled = true;
    child.kill('SIGINT');
    timers.push(setTimeout(() => child.kill('SIGTERM'), 7_500));
    timers.push(setTimeout(() => child.kill('SIGKILL'), 10_000));
  };
  timers.push(setTimeout(cancel, timeoutMs));
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  try {
    return await new Promise<ProgramExit>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode, signal) => {
        resolve({ exitCode, signal, cancelled });
      });
    });
  } finally {
    timers.forEach(clearTimeout);
    signal?.removeEventListener('abort', cancel);
  }
}
