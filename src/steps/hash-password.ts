import { maskVerifier } from '../github/add-mask.js';
import type { Runner } from '../runners.js';

/** Hashes the password with a salt that is the version's, or random without one, and masks the hash. */
export async function hashPassword(
  password: string,
  runner: Runner,
  versionId?: string
): Promise<string> {
  // node:crypto, which other runs do without.
  const { randomBytes } = await import('node:crypto');
  const { SALT_BYTES, saltOfVersion, scramVerifier } = await import('../password/scram.js');
  const salt = versionId === undefined ? randomBytes(SALT_BYTES) : saltOfVersion(versionId);
  const hash = scramVerifier(password, salt);
  maskVerifier(hash, runner);
  return hash;
}
