import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { ActionError } from '../errors/action-error.js';

/** PostgreSQL's default, and what RFC 7677 asks for at least. */
const ITERATIONS = 4096;
export const SALT_BYTES = 16;

/**
 * The verifier that PostgreSQL stores for a password (RFC 5802 and 7677), `SCRAM-SHA-256$4096:salt$StoredKey:ServerKey`,
 * the last three in base64. ALTER ROLE … PASSWORD takes it in place of the password, and the password logs in.
 * @throws {ActionError} for a password that is not printable ASCII: RFC 5802 prepares others (SASLprep), and not all
 * clients do that alike.
 */
export function scramVerifier(password: string, salt: Uint8Array, iterations = ITERATIONS): string {
  if (!/^[ -~]+$/.test(password)) {
    throw new ActionError(
      'password-hash is scram-sha-256, but the password contains a character that is not printable ASCII, which clients prepare in different ways. ' +
        'Rotate the secret, or leave password-hash empty.'
    );
  }
  const saltedPassword = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const key = (name: string): Buffer =>
    createHmac('sha256', saltedPassword).update(`${name} Key`).digest();
  const storedKey = createHash('sha256').update(key('Client')).digest('base64');
  const encodedSalt = Buffer.from(salt).toString('base64');
  return `SCRAM-SHA-256$${iterations}:${encodedSalt}$${storedKey}:${key('Server').toString('base64')}`;
}

/** The same for every run that makes a verifier of this version's password. */
export const saltOfVersion = (versionId: string): Uint8Array =>
  createHash('sha256')
    .update(`aws-random-password scram-sha-256 ${versionId}`)
    .digest()
    .subarray(0, SALT_BYTES);
