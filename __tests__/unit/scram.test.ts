import { createHash, createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors/action-error.js';
import { saltOfVersion, scramVerifier } from '../../src/password/scram.js';

const parse = (verifier: string) => {
  const [, iterations, salt, storedKey, serverKey] =
    /^SCRAM-SHA-256\$(\d+):([^$:]+)\$([^$:]+):([^$:]+)$/.exec(verifier) ?? [];
  const bytes = (text = ''): Buffer => Buffer.from(text, 'base64');
  return {
    iterations: Number(iterations),
    salt: bytes(salt),
    storedKey: bytes(storedKey),
    serverKey: bytes(serverKey)
  };
};
const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();

test('RFC 7677, section 3: the proof of its client is accepted, and its server signs as there', () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
  const exchange = [
    'n=user,r=rOprNGfwEbeRWgbNEkqO',
    `r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`,
    `c=biws,r=${nonce}`
  ].join(',');
  const verifier = parse(scramVerifier('pencil', salt));
  expect([verifier.iterations, verifier.salt.equals(salt)]).toEqual([4096, true]);

  const proof = Buffer.from('dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=', 'base64');
  const signature = hmac(verifier.storedKey, exchange);
  const clientKey = proof.map((byte, at) => byte ^ (signature[at] ?? 0));
  expect(createHash('sha256').update(clientKey).digest()).toEqual(verifier.storedKey);
  expect(hmac(verifier.serverKey, exchange).toString('base64')).toBe(
    '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='
  );
});

test('the salt of a stored version is always the same', () => {
  const version = '0f7bb1a5-6c0f-4a4e-9d3f-3f1c2b5a7e11';
  expect(saltOfVersion(version)).toEqual(saltOfVersion(version));
  expect(saltOfVersion(version)).toHaveLength(16);
  expect(saltOfVersion(version)).not.toEqual(saltOfVersion(version.replace('0', '1')));
  // Written down: another salt for the same version would change the verifier of everyone who uses it.
  expect(Buffer.from(saltOfVersion(version)).toString('base64')).toBe('czG0e1GRhDUwi3fMG6VlIA==');
});

test.each(['pässword', 'a\nb', 'tab\tbed', '', 'k\u007fy', '🔑'])(
  'a password that is not printable ASCII is refused without a word of it: %j',
  (password) => {
    const attempt = () => scramVerifier(password, new Uint8Array(16));
    expect(attempt).toThrow(ActionError);
    if (password) expect(attempt).not.toThrow(password);
  }
);

test('printable ASCII, spaces too, is taken as it stands', () => {
  const salt = saltOfVersion('x'.repeat(32));
  const all = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join('');
  expect(scramVerifier(all, salt)).toMatch(
    /^SCRAM-SHA-256\$4096:[\w+/]{22}==\$[\w+/]{43}=:[\w+/]{43}=$/
  );
  expect(scramVerifier(all, salt)).not.toBe(scramVerifier(all.trim(), salt));
});
