import { characters } from './characters.js';

/** How the bytes of a key are written. `base64` has `=` at its end, `base64url` has none (RFC 4648, sections 4 and 5). */
export const KEY_ENCODINGS = ['hex', 'base64', 'base64url'] as const;
export type KeyEncoding = (typeof KEY_ENCODINGS)[number];

/** A key of so many random bytes, which is used in place of a password. */
export interface KeyForm {
  /** From 16 to 1024, so that AWS draws its characters in one call. */
  readonly bytes: number;
  readonly encoding: KeyEncoding;
}

/**
 * The characters that AWS draws for a key, each independent and equally likely, of 4 bits with `hex` and of 6 bits with
 * the forms of base64.
 */
export function drawOf({ bytes, encoding }: KeyForm): {
  readonly length: number;
  readonly alphabet: string;
} {
  const { uppercase, lowercase, numbers } = characters;
  return encoding === 'hex'
    ? { length: bytes * 2, alphabet: `${numbers}abcdef` }
    : {
        length: Math.ceil((bytes * 8) / 6),
        alphabet: `-${numbers}${uppercase}_${lowercase}`
      };
}

/**
 * The key that was drawn, in its encoding. The last character of base64 has bits for no byte; they become zero, because
 * strict decoders refuse others.
 */
export const encodeKey = (drawn: string, { encoding }: KeyForm): string =>
  encoding === 'hex' ? drawn : Buffer.from(drawn, 'base64url').toString(encoding);

/** Why a text is no key of this form, in words that show nothing of it; undefined when it is one. */
export const findKeyViolation = (text: string, key: KeyForm): string | undefined =>
  decodeKey(text, key) ? undefined : `it is no ${describeKey(key)}`;

/** `key of 32 bytes in hex` */
export const describeKey = ({ bytes, encoding }: KeyForm): string =>
  `key of ${bytes} bytes in ${encoding}`;

/**
 * The other texts in which tools print the bytes of a key, those without `=` standing for those with it as well. None for
 * a text that is no such key.
 */
export function otherEncodings(text: string, key: KeyForm): readonly string[] {
  const bytes = decodeKey(text, key);
  if (!bytes) return [];
  const hex = bytes.toString('hex');
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  const all = new Set([hex, hex.toUpperCase(), base64, bytes.toString('base64url')]);
  all.delete(text);
  return [...all];
}

/** The bytes, when the text is the one that this form has for them. */
function decodeKey(text: string, { bytes, encoding }: KeyForm): Buffer | undefined {
  const read = Buffer.from(text, encoding);
  return read.length === bytes && read.toString(encoding) === text ? read : undefined;
}
