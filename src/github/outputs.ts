import { closeSync, constants, openSync, statSync, truncateSync } from 'node:fs';
import { EOL } from 'node:os';
import { setOutput, setSecret } from '@actions/core';
import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import { findMaskingRisks } from '../masking/risks.js';
import { findUnmaskable, type Runner } from '../masking/runner.js';
import { maskVariants, splitLines } from '../masking/variants.js';
import { percentEncode } from '../password/percent-encode.js';

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

/** Has the runner mask a secret and every variant of it that a pipeline may print. */
export function mask(secret: string, runner: Runner): void {
  if (!lineEnded) {
    // A workflow command counts only at the start of a line, and earlier output may have left one unfinished.
    process.stdout.write(EOL);
    lineEnded = true;
  }
  for (const value of maskVariants(secret, runner)) {
    setSecret(value);
    // Forgejo's runner, and Gitea's of 2025, take the command as it stands, with `%25` for `%`.
    if ((runner === 'forgejo' || runner === 'gitea') && value.includes('%'))
      process.stdout.write(`::add-mask::${value}${EOL}`);
  }
}

/**
 * The same for a password that this run has not generated.
 * @param arn the ARN of its secret, which ends in the secret's name.
 * @param warn is called once at most, with what is bad about masking this password.
 * @throws {ActionError} when the runner would print the password instead of masking it.
 */
export function maskExisting(
  password: string,
  arn: string,
  runner: Runner,
  warn: (message: string) => void
): void {
  const reason = splitLines(password)
    .map((line) => findUnmaskable(line, runner))
    .find((found) => found !== undefined);
  if (reason !== undefined) {
    throw new ActionError(
      `The existing password of ${arn} cannot be used under act: ${reason}, so act would print it instead of masking it. ` +
        'Rotate the secret, or run the job on another runner.'
    );
  }
  mask(password, runner);
  const risks = findMaskingRisks(password, arn);
  if (risks.length > 0)
    warn(
      `The existing password of the secret cannot be masked well: ${risks.join('; ')}. Rotate the secret to get a better one.`
    );
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
    outputs['password'] = password;
    outputs['password-url-encoded'] = percentEncode(password);
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
