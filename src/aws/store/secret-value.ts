import { ActionError } from '../../errors/action-error.js';
import { quote } from '../../errors/quote.js';
import type { SecretValue } from './api.js';
import {
  classifySecretString,
  fillTemplate,
  findKeysWithPassword,
  listKeys,
  readKey,
  setKeys
} from './secret-string.js';

/** Where in a secret's value the password is. Without `key`, the whole value is the password. */
export interface PasswordPlace {
  /** A name or an ARN. */
  readonly secretId: string;
  /** The top-level key of a JSON object. */
  readonly key?: string;
  /** A JSON object, as it is written in the input. Needs `key`. */
  readonly template?: string;
}

type Value = Pick<SecretValue, 'secretString'>;

const MAX_KEYS = 20;

/** The value of a new secret. */
export const createSecretString = (
  { key, template = '{}' }: PasswordPlace,
  password: string
): string =>
  key === undefined ? password : setKeys(template, passwordValues({ key, template }, password));

/**
 * A value with another password. Of a JSON object the key and the template's top-level keys are set; every other byte
 * stays.
 *
 * @throws {ActionError} when that would lose something, or would leave the old password in force elsewhere.
 */
export function replacePassword(place: PasswordPlace, value: Value, password: string): string {
  const text = requireText(place, value);
  const { secretId, key, template } = place;
  if (key === undefined) return password;
  const old = readKey(text, key);
  if (typeof old === 'object' && old !== null) {
    throw new ActionError(
      `The secret ${secretId} has an object or array under the key ${quote(key)} (generate-string-key), and nothing is replaced that is not a string, a number, true, false or null. ` +
        'Set generate-string-key to the key of the password.'
    );
  }
  const values = passwordValues({ key, template: template ?? '{}' }, password);
  const others =
    typeof old === 'string' ? findKeysWithPassword(text, old, new Set(values.keys())) : [];
  if (others.length > 0) {
    throw new ActionError(
      `The secret ${secretId} contains the old password under other keys too: ${listed(others)}. ` +
        'Set secret-string-template to a JSON object with these keys; {{password}} and {{password-url-encoded}} in it become the new password.'
    );
  }
  return setKeys(text, values);
}

/** @throws {ActionError} when the value has no password where the inputs say. */
export function readPassword(place: PasswordPlace, value: Value): string {
  const text = requireText(place, value);
  const { secretId, key } = place;
  if (key === undefined) return text;
  const password = readKey(text, key);
  if (typeof password === 'string' && password !== '') return password;
  const found =
    password === undefined
      ? `no key ${quote(key)}`
      : `${password === '' ? 'an empty string' : 'no string'} under the key ${quote(key)}`;
  throw new ActionError(
    `The secret ${secretId} has ${found} (generate-string-key); its keys are ${listed(listKeys(text))}. ` +
      'Set generate-string-key to the key of the password, or rotate the secret.'
  );
}

/** The password, or undefined where {@link readPassword} throws. */
export function findPassword(place: PasswordPlace, value: Value): string | undefined {
  try {
    return readPassword(place, value);
  } catch {
    return undefined;
  }
}

const passwordValues = (
  { key, template }: { readonly key: string; readonly template: string },
  password: string
): ReadonlyMap<string, string> =>
  new Map([...fillTemplate(template, password), [key, JSON.stringify(password)]]);

/** The text of a value whose kind fits the inputs: an object with a key, plain text without one. */
function requireText({ secretId, key }: PasswordPlace, { secretString }: Value): string {
  if (secretString === undefined) {
    throw new ActionError(
      `The secret ${secretId} has a binary value, which contains no password for this action. ` +
        'Store a text or a JSON object in it first (aws secretsmanager put-secret-value --secret-string …).'
    );
  }
  const kind = classifySecretString(secretString);
  if (key !== undefined && kind !== 'object') {
    throw new ActionError(
      `generate-string-key is ${quote(key)}, but the secret ${secretId} is ${kind === 'array' ? 'a JSON array' : 'plain text'}, not a JSON object. ` +
        `Convert it once: store its password in an object such as {${JSON.stringify(key)}: "…"} (aws secretsmanager put-secret-value). Or leave generate-string-key empty, where the whole value is the password.`
    );
  }
  if (key === undefined && kind === 'object') {
    throw new ActionError(
      `The secret ${secretId} is a JSON object with the keys ${listed(listKeys(secretString))}, not a plain password. ` +
        'Set generate-string-key to the key of the password.'
    );
  }
  if (key === undefined && kind === 'array') {
    throw new ActionError(
      `The secret ${secretId} is a JSON array, which has no key for a password. ` +
        'Store a JSON object in it first (aws secretsmanager put-secret-value), and set generate-string-key.'
    );
  }
  return secretString;
}

const listed = (keys: readonly string[]): string =>
  keys.length === 0
    ? '(none)'
    : keys.slice(0, MAX_KEYS).map(quote).join(', ') + (keys.length > MAX_KEYS ? ', …' : '');
