import { mask } from '../github/add-mask.js';
import { annotateWarning } from '../github/annotations.js';
import type { Runner } from '../runners.js';

/** Of fewer bits than it takes to be public, the hash is masked. */
export async function hashPassword(
  password: string,
  bits: number,
  runner: Runner,
  versionId?: string
): Promise<string> {
  // Loads node:crypto, which other runs do without.
  const { createSalt, PUBLIC_VERIFIER_BITS, scramVerifier } = await import('../password/scram.js');
  const hash = scramVerifier(password, createSalt(versionId));
  if (bits < PUBLIC_VERIFIER_BITS) {
    mask(hash, runner);
    annotateWarning(
      `The password has about ${Math.floor(bits)} bits of entropy, so it could be found from password-hash. ` +
        'password-hash is therefore masked, and does not reach other jobs. Use a longer password.'
    );
  }
  return hash;
}
