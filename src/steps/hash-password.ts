import { mask } from '../github/add-mask.js';
import { annotateWarning } from '../github/annotations.js';
import type { Runner } from '../runners.js';

/**
 * Hashes the password with a salt that is the version's, or random without one. Of fewer bits than it takes to be public,
 * the hash is masked.
 */
export async function hashPassword(
  password: string,
  bits: number,
  runner: Runner,
  versionId?: string
): Promise<string> {
  // node:crypto, which other runs do without.
  const { randomBytes } = await import('node:crypto');
  const { PUBLIC_VERIFIER_BITS, SALT_BYTES, saltOfVersion, scramVerifier } =
    await import('../password/scram.js');
  const salt = versionId === undefined ? randomBytes(SALT_BYTES) : saltOfVersion(versionId);
  const hash = scramVerifier(password, salt);
  if (bits < PUBLIC_VERIFIER_BITS) {
    mask(hash, runner);
    annotateWarning(
      `The password has about ${Math.floor(bits)} bits of entropy, so it could be found from password-hash. ` +
        'password-hash is therefore masked, and does not reach other jobs. Use a longer password.'
    );
  }
  return hash;
}
