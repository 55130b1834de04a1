import { spawn, spawnSync } from 'node:child_process';

export type Env = Readonly<Record<string, string>>;
export type Command = readonly [program: string, ...args: string[]];

/** What is compared: a command, or several that run one after the other. */
export interface Candidate {
  readonly name: string;
  readonly steps: readonly { readonly command: Command; readonly env: Env }[];
}

export const isInstalled = ([program, ...args]: Command): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Runs a candidate. Returns the milliseconds from the start of the first step to the end of the last. */
export async function timeRun({ steps }: Candidate): Promise<number> {
  const start = performance.now();
  for (const { command, env } of steps) await run(command, env);
  return performance.now() - start;
}

async function run([program, ...args]: Command, env: Env): Promise<void> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  if (code !== 0) {
    const lastLine = output.trim().split('\n').at(-1) ?? '';
    throw new Error(`${program} ${args.join(' ')} exited with ${String(code)}: ${lastLine}`);
  }
}

/** Runs the candidates in turn, so that changes of the machine's speed affect all of them alike. */
export async function measureMedians(
  candidates: readonly Candidate[],
  runs: number
): Promise<Map<string, number>> {
  const times = new Map(candidates.map(({ name }) => [name, [] as number[]]));
  for (const candidate of candidates) await timeRun(candidate);
  for (let count = 0; count < runs; count++) {
    for (const candidate of candidates) times.get(candidate.name)?.push(await timeRun(candidate));
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]));
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
