import { closeSync, constants, openSync } from 'node:fs';
import { EOL } from 'node:os';
import { setOutput, setSecret } from '@actions/core';
import { maskVariants } from '../masking/variants.js';
import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';

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

/** Percent-encoding of everything that RFC 3986 does not call unreserved, as UTF-8. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  );

/** Sets the outputs for a password that is masked already, and for where it is stored. */
export function setPassword(password: string, version?: SecretVersion): void {
  const encoded = percentEncode(password);
  // It is among the variants, unless it is as short as only a kept password can be.
  setSecret(encoded);
  if (version) setSecretVersion(version);
  setOutput('password', password);
  setOutput('password-url-encoded', encoded);
}

/** Sets the output for the verifier that a database stores in place of the password. */
export function setPasswordHash(hash: string): void {
  setOutput('password-hash', hash);
}

interface SecretVersion {
  readonly arn: string;
  readonly versionId: string;
}

/** Sets the outputs for where the password is stored; neither is secret. */
export function setSecretVersion({ arn, versionId }: SecretVersion): void {
  setOutput('secret-arn', arn);
  setOutput('secret-version-id', versionId);
}
