import type { LineReader } from './line-reader.js';

export interface ProgramContext {
  readonly env: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly stdout: LineReader;
  readonly stderr: LineReader;
}

/** How the program of a step ended. */
export interface ProgramExit {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly cancelled: boolean;
}
