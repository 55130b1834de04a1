import { closeSync, constants, openSync } from 'node:fs';
import { EOL } from 'node:os';
import { setOutput, setSecret } from '@actions/core';
import { printedForms } from '../masking/variants.js';
import { Refusal } from '../errors/refusal.js';

/**
 * Makes sure that outputs have a file to go to. Without one the toolkit would print them.
 * @throws {Refusal} when GITHUB_OUTPUT is not set, or names a file that cannot be written.
 */
export function requireOutputFile(env: NodeJS.ProcessEnv = process.env): void {
  const file = env['GITHUB_OUTPUT'];
  if (!file) {
    throw new Refusal(
      'GITHUB_OUTPUT is empty, so there is no file to put the password in. ' +
        'A runner sets it; outside of one, set it to the path of an existing file.'
    );
  }
  try {
    closeSync(openSync(file, constants.O_WRONLY | constants.O_APPEND));
  } catch {
    throw new Refusal(
      `GITHUB_OUTPUT is ${JSON.stringify(file)}; that file does not exist or cannot be written. ` +
        'The runner creates it before each step.'
    );
  }
}

let lineEnded = false;

/**
 * Has the runner hide a secret and every form in which a pipeline may print it. Of a value of several lines the
 * runner would hide each line, even one that is only a brace: lines under 6 characters are left out here.
 */
export function mask(secret: string): void {
  if (!lineEnded) {
    // A command counts only at the start of a line; whatever ran before may have left one open.
    process.stdout.write(EOL);
    lineEnded = true;
  }
  const lines = secret.split(/\r\n|\r|\n/);
  const values = lines.length === 1 ? [secret] : lines.filter((line) => line.trim().length >= 6);
  for (const value of values) setSecret(value);
  for (const { value } of printedForms(secret)) if (!/[\r\n]/.test(value)) setSecret(value);
}

/** Percent-encoding of everything that RFC 3986 does not call unreserved, as UTF-8. */
export const urlEncoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  );

/** Puts out a password that {@link mask} was given before, and where it is kept. */
export function setPassword(password: string, version?: SecretVersion): void {
  const encoded = urlEncoded(password);
  // It is among the printed forms, unless it is as short as only a kept password can be.
  setSecret(encoded);
  if (version) setSecretVersion(version);
  setOutput('password', password);
  setOutput('password-url-encoded', encoded);
}

interface SecretVersion {
  readonly arn: string;
  readonly versionId: string;
}

/** Puts out where the password is kept; neither value is secret. */
export function setSecretVersion({ arn, versionId }: SecretVersion): void {
  setOutput('secret-arn', arn);
  setOutput('secret-version-id', versionId);
}
