import { inspect } from 'node:util';
import type { LineReader } from './line-reader.js';
import type { ProgramContext, ProgramExit } from './program.js';

let isRunning = false;

/**
 * Calls a function with `process.env`, the standard streams and `process.exitCode` as a process of its own would have
 * them, and restores all of them. One call at a time, since they are global.
 */
export async function runInCurrentProcess(
  run: () => Promise<void>,
  { env, stdout, stderr }: ProgramContext
): Promise<ProgramExit> {
  if (isRunning) throw new Error('Another step is already running in this process.');
  isRunning = true;
  const before = { env: { ...process.env }, exitCode: process.exitCode };
  const restore = [capture(process.stdout, stdout), capture(process.stderr, stderr)];
  try {
    replaceEnv(env);
    setExitCode(undefined);
    await run().catch((error: unknown) => {
      // As Node reports an uncaught error.
      stderr.push(`${inspect(error)}\n`);
      setExitCode(1);
    });
    return { exitCode: Number(process.exitCode ?? 0), signal: null, cancelled: false };
  } finally {
    for (const restoreStream of restore) restoreStream();
    replaceEnv(before.env);
    setExitCode(before.exitCode);
    isRunning = false;
  }
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

/** Redirects what is written to a stream to a reader. Returns the function that ends it. */
function capture(stream: NodeJS.WriteStream, reader: LineReader): () => void {
  const original = Object.getOwnPropertyDescriptor(stream, 'write');
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
    if (original) Object.defineProperty(stream, 'write', original);
    else Reflect.deleteProperty(stream, 'write');
  };
}
