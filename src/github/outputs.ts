import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { EOL } from 'node:os';
import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import { percentEncode } from '../password/percent-encode.js';

export interface Outputs {
  /** Masked already. */
  readonly password?: string | undefined;
  readonly version?: { readonly arn: string; readonly versionId: string } | undefined;
  readonly change?: string | undefined;
  /** The account that the version names for its password. */
  readonly userName?: string | undefined;
  /** The verifier that a database stores instead of the password. Masked already. */
  readonly passwordHash?: string | undefined;
}

/**
 * Makes sure that outputs can be written.
 * @param file the path in GITHUB_OUTPUT.
 * @throws {ActionError} when it is no file, or cannot be written.
 */
export function requireOutputFile(file: string): void {
  closeSync(open(file));
}

/**
 * Sets the outputs, all of them or none. They are written at once: the toolkit writes each for itself, and prints them
 * where GITHUB_OUTPUT is empty.
 * @param file the path in GITHUB_OUTPUT.
 * @throws {ActionError} when the file cannot be written; it is then as it was.
 */
export function setOutputs(
  file: string,
  { password, userName, version, change, passwordHash }: Outputs
): void {
  const outputs: Readonly<Record<string, string | undefined>> = {
    'secret-arn': version?.arn,
    'secret-version-id': version?.versionId,
    'secret-change': change,
    'user-name': userName,
    'password-hash': passwordHash,
    password,
    'password-url-encoded': password === undefined ? undefined : percentEncode(password)
  };
  const entries = Object.entries(outputs).map(([name, value]) =>
    value === undefined ? '' : entry(name, value)
  );
  const descriptor = open(file);
  try {
    const { size } = fstatSync(descriptor);
    try {
      writeFileSync(descriptor, entries.join(''));
    } catch (error) {
      ftruncateSync(descriptor, size);
      throw error;
    }
  } catch (error) {
    throw cannotWrite(file, error);
  } finally {
    closeSync(descriptor);
  }
}

/** In the form of the runner's command files. */
function entry(name: string, value: string): string {
  let delimiter = 'EOF';
  while (value.includes(delimiter)) delimiter += '-';
  return [`${name}<<${delimiter}`, value, delimiter, ''].join(EOL);
}

const REMEDY =
  'The runner creates it before each step; do not remove it, change its permissions or overwrite the variable.';

function open(file: string): number {
  let isFile = true;
  try {
    // Opening a pipe waits for a reader, and whatever else is no file keeps nothing.
    isFile = statSync(file).isFile();
    if (isFile) return openSync(file, constants.O_WRONLY | constants.O_APPEND);
  } catch {
    // Told below.
  }
  throw isFile
    ? new ActionError(
        `GITHUB_OUTPUT is ${quote(file)}, but that file does not exist or cannot be written. ${REMEDY}`
      )
    : new ActionError(
        `GITHUB_OUTPUT is ${quote(file)}, but that is not a regular file, so the outputs would be lost. ${REMEDY}`
      );
}

function cannotWrite(file: string, error: unknown): ActionError {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)
    ? new ActionError(
        `The outputs cannot be written to ${quote(file)}: the disk is full (${code}). None of them is set. Free space on the disk of this runner, and run the job again.`
      )
    : new ActionError(
        `The outputs cannot be written to ${quote(file)}, and none of them is set (${code}). Check the disk of this runner, and run the job again.`
      );
}
