import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { startCloud, type Cloud, type CloudOptions } from '../../emulator/index.js';
import { listenOnLoopback } from '../../emulator/loopback.js';
import type { StepResult } from '../../emulator/runner/runner.js';

/** An embedded AWS whose answers are read along, so that a test knows every secret that went out. */
export interface RecordingCloud extends Cloud {
  readonly answers: readonly string[];
}

export async function startRecordingCloud(options: CloudOptions = {}): Promise<RecordingCloud> {
  const answers: string[] = [];
  const cloud = await startCloud({
    ...options,
    listen: (handler) => listenOnLoopback(record(handler, answers))
  });
  return { ...cloud, answers };
}

const record =
  (handler: RequestListener, answers: string[]) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const at = answers.push('') - 1;
    let answer = '';
    for (const method of ['write', 'end'] as const) {
      const original = response[method].bind(response) as (...args: unknown[]) => never;
      response[method] = (...args: unknown[]): never => {
        if (typeof args[0] === 'string' || args[0] instanceof Uint8Array)
          answers[at] = answer += Buffer.from(args[0] as string).toString();
        return original(...args);
      };
    }
    handler(request, response);
  };

const PLACES = [
  /"(?:RandomPassword|SecretString|value)"\s*:\s*"((?:[^"\\]|\\.)*)/g,
  /<(?:SecretAccessKey|SessionToken)>([^<]*)/g
];
const PIECE = 8;

/**
 * The first piece of a secret, 8 characters long, that a step printed; masks are left out, since they are how the
 * runner is told. Secrets are those in the answers of the cloud, whole or cut off, and those given.
 */
export function findLeak(
  { stdout, stderr, log, summary }: StepResult,
  answers: readonly string[],
  given: readonly string[] = []
): string | undefined {
  const printed = [
    ...stdout.split(/\r?\n/).filter((line) => !line.startsWith('::add-mask::')),
    stderr,
    log,
    summary
  ].join('\n');
  const inAnswers = answers.flatMap((answer) =>
    PLACES.flatMap((location) => [...answer.matchAll(location)].map(([, secret = '']) => secret))
  );
  for (const secret of [...given, ...inAnswers]) {
    for (let at = 0; at + PIECE <= secret.length; at++) {
      const piece = secret.slice(at, at + PIECE);
      if (printed.includes(piece)) return piece;
    }
  }
  return undefined;
}

/**
 * What a failed step leaves: one error with the fixed title, and nothing else for anybody to use. A credential that had
 * changed before is a notice all the same.
 */
export function readFailure(result: StepResult): string {
  const { exitCode, outputs, exportedEnv, state, paths, summary, stdout } = result;
  const annotations = readComplaints(result);
  const [only, ...more] = annotations;
  const left = { ...outputs, ...exportedEnv, ...state };
  const faults = [
    exitCode !== 1 && `exit code ${String(exitCode)}`,
    more.length > 0 && `${annotations.length} annotations`,
    only?.level !== 'error' && 'no error',
    only?.title !== 'aws-random-password' && `title ${String(only?.title)}`,
    Object.keys(left).length + paths.length > 0 && `left ${Object.keys(left).join(', ')}`,
    summary !== '' && 'a summary',
    stdout.match(/^::error/gm)?.length !== 1 && 'not one ::error'
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw new Error(`${faults.join('; ')}\n${result.log}\n${result.stderr}`);
  return only?.message ?? '';
}

/** Errors and warnings: a changed credential is a notice. */
export const readComplaints = ({ annotations }: StepResult): StepResult['annotations'] =>
  annotations.filter(({ level }) => level !== 'notice');

/** A stack trace, or Node's words about an error that nobody caught. */
export const findStackTrace = ({ stdout, stderr, log }: StepResult): string | undefined =>
  /^.*(?:^\s+at .+[):]\d|node:internal|file:\/\/\/|UnhandledPromise|\(node:\d+\)).*$/m.exec(
    `${stdout}\n${stderr}\n${log}`
  )?.[0];
