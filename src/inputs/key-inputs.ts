import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import { KEY_ENCODINGS, type KeyForm } from '../password/random-key.js';
import type { InputName } from './input-names.js';
import { integer, oneOf, refuseOrphans, text, verbatim } from './parse-input.js';

/** Rules for characters, an account and its hash: none of them applies to random bytes. */
const PASSWORD_INPUTS = [
  'preset',
  'user-name',
  'alternate-user-name',
  'password-length',
  'exclude-characters',
  'exclude-numbers',
  'exclude-punctuation',
  'exclude-uppercase',
  'exclude-lowercase',
  'include-space',
  'require-each-included-type',
  'password-hash'
] as const satisfies readonly InputName[];

export function readKeyInputs(): KeyForm | undefined {
  const bytes = integer('key-bytes', 16, 1024);
  const encoding = oneOf('key-encoding', KEY_ENCODINGS);
  if (bytes === undefined) {
    refuseOrphans('key-bytes', { 'key-encoding': encoding }, 'says how a key is written');
    return undefined;
  }
  for (const name of PASSWORD_INPUTS) {
    // Spaces are characters that can be excluded.
    const received = name === 'exclude-characters' ? verbatim(name) : text(name);
    if (received === undefined) continue;
    throw new ActionError(
      `key-bytes is ${bytes}, and ${name} is ${quote(received)}, but a key is random bytes, to which no rule of a password applies. Leave one of them empty.`
    );
  }
  return { bytes, encoding: encoding ?? 'hex' };
}
