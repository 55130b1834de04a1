import { debug } from '@actions/core';
import type { SecretsManager } from '../aws/secrets-manager.js';
import { ActionError } from '../errors/action-error.js';
import { mask, maskToken } from '../github/add-mask.js';
import { describeKey, encodeKey, otherEncodings } from '../password/random-key.js';
import type { PasswordPolicy } from '../password/policy.js';
import { maskVariants } from '../masking/variants.js';
import { findViolation } from '../password/find-violation.js';
import { findUnmaskable, type Runner } from '../runners.js';

/**
 * By chance a password begins with `-` (once in 14 times at most, for any two presets at any length) or contains a part
 * of the user's name. Ten in a row: once in 10¹⁰ runs, unless the inputs leave a handful of characters only.
 */
const MAX_ATTEMPTS = 10;

/**
 * Generates until a password satisfies its policy. Each is masked before anything else happens to it, but for those
 * that the runner would print instead.
 * @param log is told of the password.
 */
export async function generatePassword(
  policy: PasswordPolicy,
  secretsManager: SecretsManager,
  runner: Runner,
  log: (message: string) => void
): Promise<string> {
  let violation: string | undefined = '';
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const response = secretsManager.getRandomPassword(policy.parameters);
    if (attempt === 1) warmUpMasking(policy, runner);
    const { password: drawn, requestId } = await response;
    const password = policy.key ? encodeKey(drawn, policy.key) : drawn;
    violation = findUnmaskable(password, runner);
    if (violation === undefined) {
      mask(password, runner);
      if (policy.key) otherEncodings(password, policy.key).forEach(maskToken);
      violation = findViolation(password, policy);
    }
    if (violation === undefined) {
      log(
        (policy.key
          ? `Generated a ${describeKey(policy.key)}: `
          : `Generated a ${policy.length}-character password from ${policy.alphabet.length} possible characters: `) +
          `${Math.floor(policy.entropyBits)} bits of entropy (${secretsManager.region}, request ${requestId}).`
      );
      return password;
    }
    debug(`Password ${attempt} of ${MAX_ATTEMPTS} (request ${requestId}) is refused: ${violation}`);
  }
  throw new ActionError(
    `AWS returned ${MAX_ATTEMPTS} passwords that do not satisfy the inputs; the last one fails because ${violation}. ` +
      'Exclude less, or report this with the debug log of the run.'
  );
}

/**
 * Chooses masks for a text of the same kind, and drops them: Node compiles what it runs for the first time, which takes most
 * of the time, while the response is on its way.
 */
const warmUpMasking = ({ alphabet, length }: PasswordPolicy, runner: Runner): void => {
  maskVariants(alphabet.slice(0, Math.min(length, 32)), runner);
};
