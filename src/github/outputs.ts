import { closeSync, constants, openSync, statSync, truncateSync } from 'node:fs';
import { EOL } from 'node:os';
import { setOutput, setSecret } from '@actions/core';
import { maskVariants } from '../masking/variants.js';
import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import { percentEncode } from '../password/percent-encode.js';

export { percentEncode };

/**
 * Makes sure that outputs can be written. Without a file the toolkit would print them.
 * @param file the path in GITHUB_OUTPUT.
 * @throws {ActionError} when the file does not exist or cannot be written.
 */
export function requireOutputFile(file: string): void {
  try {
    closeSync(openSync(file, constants.O_WRONLY | constants.O_APPEND));
  } catch {
    throw new ActionError(
      `GITHUB_OUTPUT is ${quote(file)}, but that file does not exist or cannot be written. ` +
        'The runner creates it before each step; do not remove it or change its permissions.'
    );
  }
}

let lineEnded = false;

/**
 * Has the runner mask a secret and every variant that a pipeline may print. Of a value of several lines the runner
 * would mask each line, even one that is only a brace: lines under 6 characters are left out here.
 */
export function mask(secret: string): void {
  if (!lineEnded) {
    // A workflow command counts only at the start of a line, and earlier output may have left one unfinished.
    process.stdout.write(EOL);
    lineEnded = true;
  }
  const lines = secret.split(/\r\n|\r|\n/);
  const values = lines.length === 1 ? [secret] : lines.filter((line) => line.trim().length >= 6);
  for (const value of values) setSecret(value);
  for (const { value } of maskVariants(secret)) if (!/[\r\n]/.test(value)) setSecret(value);
}

/** What a step hands to the steps after it. */
export interface Outputs {
  /** Masked already. */
  readonly password?: string | undefined;
  readonly version?: { readonly arn: string; readonly versionId: string } | undefined;
  readonly change?: string | undefined;
  /** The verifier that a database stores instead of the password. */
  readonly passwordHash?: string | undefined;
}

/**
 * Sets the outputs, all of them or none.
 * @param file the path in GITHUB_OUTPUT.
 */
export function setOutputs(
  file: string,
  { password, version, change, passwordHash }: Outputs
): void {
  const outputs: Record<string, string | undefined> = {
    'secret-arn': version?.arn,
    'secret-version-id': version?.versionId,
    'secret-change': change,
    'password-hash': passwordHash
  };
  if (password !== undefined) {
    const encoded = percentEncode(password);
    // It is among the variants, unless it is as short as only a kept password can be.
    setSecret(encoded);
    outputs['password'] = password;
    outputs['password-url-encoded'] = encoded;
  }
  const { size } = statSync(file);
  try {
    for (const [name, value] of Object.entries(outputs)) {
      if (value !== undefined) setOutput(name, value);
    }
  } catch (error) {
    truncateSync(file, size);
    throw error;
  }
}
