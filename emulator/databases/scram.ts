import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

const VERIFIER = /^SCRAM-SHA-256\$(\d+):([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)$/;

/** Whether PostgreSQL would let a password in where this is stored: a verifier (RFC 5803), or the password itself. */
export function matchesStored(stored: string, password: string): boolean {
  const [, iterations, salt = '', storedKey = ''] = VERIFIER.exec(stored) ?? [];
  if (iterations === undefined) return stored === password;
  const salted = pbkdf2Sync(
    password,
    Buffer.from(salt, 'base64'),
    Number(iterations),
    32,
    'sha256'
  );
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  return createHash('sha256').update(clientKey).digest('base64') === storedKey;
}
