import { EOL } from 'node:os';
import { showId } from '../errors/quote.js';
import { setSecret } from '@actions/core';
import { ActionError } from '../errors/action-error.js';
import { findMaskingRisks } from '../masking/risks.js';
import { VERIFIER_ENCODINGS } from '../masking/encodings.js';
import { maskVariants, selectMaskLines, type VariantOptions } from '../masking/variants.js';
import { findUnmaskable, type Runner } from '../runners.js';

/** Has the runner mask a token: as it stands, in one line. */
export const maskToken = (token: string): void => {
  setSecret(token);
};

/** Has the runner mask a secret and every variant of it that a pipeline may print. */
export function mask(secret: string, runner: Runner, options?: VariantOptions): void {
  for (const value of maskVariants(secret, runner, options)) {
    setSecret(value);
    if (runner.readsMasksUnescaped && value.includes('%'))
      process.stdout.write(`::add-mask::${value}${EOL}`);
  }
}

/** Has the runner mask the verifier of a password, whole: whoever has it can find the password, or log in (RFC 5802, section 9). */
export const maskVerifier = (verifier: string, runner: Runner): void => {
  mask(verifier, runner, { isDrawn: false, encodings: VERIFIER_ENCODINGS });
};

/**
 * The same for a password that this run has not generated.
 * @param arn the ARN of its secret, which ends in the secret's name.
 * @param isDrawn whether another run of this action has generated it.
 * @param warn is called once at most, with what is bad about masking this password.
 * @throws {ActionError} when the runner would print the password instead of masking it.
 */
export function maskExisting(
  password: string,
  arn: string,
  isDrawn: boolean,
  runner: Runner,
  warn: (message: string) => void
): void {
  const reason = selectMaskLines(password)
    .lines.map((line) => findUnmaskable(line, runner))
    .find((found) => found !== undefined);
  if (reason !== undefined) {
    throw new ActionError(
      `The existing password of ${showId(arn)} cannot be used under ${runner.name}: ${reason}, so ${runner.name} would print it instead of masking it. ` +
        'Rotate the secret, or run the job on another runner.'
    );
  }
  mask(password, runner, { isDrawn });
  const risks = findMaskingRisks(password, arn);
  if (risks.length > 0)
    warn(
      `The existing password of the secret cannot be masked well: ${risks.join('; ')}. Rotate the secret to get a better one.`
    );
}
