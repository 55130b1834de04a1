import { ActionError } from '../../errors/action-error.js';
import { quote } from '../../errors/quote.js';
import { findJsonError } from '../../json-error.js';
import { isOursFor } from '../identifiers/version-id.js';
import {
  isKnownAccount,
  otherAccount,
  refuseAccount,
  type UserAccounts,
  type Login
} from './user-accounts.js';
import type { SecretValue } from './api.js';
import { listKeys, readKey, setKeys } from './json-object.js';
import { findKeysWithPassword } from './keys-with-password.js';
import { classifySecretString, type SecretStringKind } from './secret-string.js';
import { fillTemplate, findKeysSetOtherwise } from './secret-template.js';

/** Where in a secret's value the password and its account are. Without `key`, the whole value is the password. */
export interface ValueLayout extends UserAccounts {
  /** A name or an ARN. */
  readonly secretId: string;
  /** The top-level key of a JSON object. */
  readonly key?: string;
  /** A JSON object, as it is written in the input. Needs `key`. */
  readonly template?: string;
}

type Value = Pick<SecretValue, 'versionId' | 'secretString'>;

const MAX_KEYS = 20;

/** The value of a new secret. */
export const createSecretString = (layout: ValueLayout, credential: Login): string =>
  layout.key === undefined
    ? credential.password
    : setKeys(layout.template ?? '{}', keyValues(layout, layout.key, credential));

/**
 * A value with another password. Of a JSON object the keys of the password and of its account and the template's
 * top-level keys are set; every other byte stays.
 *
 * @throws {ActionError} when that would lose something, or would leave the old password current elsewhere.
 */
export function replacePassword(layout: ValueLayout, value: Value, credential: Login): string {
  const text = requireText(layout, value);
  const { secretId, key } = layout;
  if (key === undefined) {
    const more = findMore(layout, value);
    if (more === undefined) return credential.password;
    throw new ActionError(
      `The secret ${secretId} is more than a password (${more}), all of which the new password would replace. ${MAKE_OBJECT}`
    );
  }
  const old = readKey(text, key);
  if (typeof old === 'object' && old !== null) {
    throw new ActionError(
      `The secret ${secretId} has an object or array under the key ${quote(key)} (generate-string-key), and only a string, a number, true, false or null is replaced. ` +
        'Set generate-string-key to the key of the password.'
    );
  }
  const values = keyValues(layout, key, credential);
  const others =
    typeof old === 'string' ? findKeysWithPassword(text, old, new Set(values.keys())) : [];
  if (others.length > 0) {
    throw new ActionError(
      `The secret ${secretId} contains the old password under other keys too: ${quoteKeys(others)}. ` +
        'Set secret-string-template to a JSON object with these keys; {{password}} and {{password-url-encoded}} in it become the new password.'
    );
  }
  return setKeys(text, values);
}

/** @throws {ActionError} when the value has no password where the inputs say. */
export function readPassword(layout: ValueLayout, value: Value): string {
  const text = requireText(layout, value);
  const { secretId, key } = layout;
  if (key === undefined) return text;
  const password = readKey(text, key);
  if (typeof password === 'string' && password !== '') return password;
  const found =
    password === undefined
      ? `no key ${quote(key)}`
      : `${password === '' ? 'an empty string' : 'no string'} under the key ${quote(key)}`;
  throw new ActionError(
    `The secret ${secretId} has ${found} (generate-string-key); its keys are ${quoteKeys(listKeys(text))}. ` +
      'Set generate-string-key to the key of the password, or rotate the secret.'
  );
}

/** The account that a value names, undefined where no `user-name-key` is set or no name is under it. */
export function readUserName(layout: ValueLayout, value: Value): string | undefined {
  const found = findUserName(layout, value);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/**
 * The account that the password after this value is for; undefined where no `user-name-key` is set.
 * @throws {ActionError} when the value's own account is not one that the inputs name.
 */
export function nextUserName(layout: ValueLayout, value: Value): string | undefined {
  if (layout.userNameKey === undefined) return undefined;
  requireText(layout, value);
  const current = readUserName(layout, value);
  if (current !== undefined && isKnownAccount(layout, current))
    return otherAccount(layout, current);
  throw refuseAccount(layout.secretId, layout, findUserName(layout, value));
}

function findUserName({ userNameKey }: ValueLayout, { secretString = '' }: Value): unknown {
  if (userNameKey === undefined || classifySecretString(secretString) !== 'object')
    return undefined;
  return readKey(secretString, userNameKey);
}

/** The password, or undefined where {@link readPassword} throws. */
export function findPassword(layout: ValueLayout, value: Value): string | undefined {
  try {
    return readPassword(layout, value);
  } catch {
    return undefined;
  }
}

/** The warning for a value that is returned as a password and is more than one; undefined where it is none. */
export function warnOfMore(layout: ValueLayout, value: Value): string | undefined {
  const more = findMore(layout, value);
  return (
    more &&
    `The secret ${layout.secretId} is more than a password (${more}). It is returned whole, as it is. ${MAKE_OBJECT}`
  );
}

/**
 * The top-level keys that the template sets and that are otherwise in a value with this password and account, compared
 * as JSON values; none for a value that is no JSON object.
 */
export function findTemplateDifferences(
  layout: ValueLayout,
  { secretString = '' }: Value,
  credential: Login
): readonly string[] {
  const { key, template } = layout;
  if (key === undefined || template === undefined) return [];
  if (classifySecretString(secretString) !== 'object') return [];
  const values = new Map(fillTemplate(template, named(layout, credential)));
  values.delete(key);
  return findKeysSetOtherwise(secretString, values);
}

/** The JSON text of each key that a version with this password and account sets. */
function keyValues(
  layout: ValueLayout,
  key: string,
  credential: Login
): ReadonlyMap<string, string> {
  const { template = '{}', userNameKey } = layout;
  const { password, userName } = credential;
  return new Map([
    ...(userNameKey !== undefined && userName !== undefined
      ? [[userNameKey, JSON.stringify(userName)] as const]
      : []),
    ...fillTemplate(template, named(layout, credential)),
    [key, JSON.stringify(password)]
  ]);
}

/** Where the secret itself names no account, the placeholders are the one of `user-name`. */
const named = (
  { userName: given }: UserAccounts,
  { password, userName = given }: Login
): Login => ({ password, userName });

/** The text of a value whose kind fits the inputs: an object with a key, neither JSON nor nearly JSON without one. */
function requireText(layout: ValueLayout, value: Value): string {
  const { secretId, key } = layout;
  const { secretString } = value;
  if (secretString === undefined) {
    throw new ActionError(
      `The secret ${secretId} has a binary value, which contains no password for this action. ` +
        'Store a text or a JSON object in it first (aws secretsmanager put-secret-value --secret-string …).'
    );
  }
  const kind = findKind(layout, value);
  if (key === undefined) {
    if (kind === 'object') {
      throw new ActionError(
        `The secret ${secretId} is a JSON object with the keys ${quoteKeys(listKeys(secretString))}, not a plain password. ` +
          'Set generate-string-key to the key of the password.'
      );
    }
    if (kind === 'array') {
      throw new ActionError(
        `The secret ${secretId} is a JSON array, which has no key for a password. ` +
          'Store a JSON object in it first (aws secretsmanager put-secret-value), and set generate-string-key.'
      );
    }
    if (kind === 'nearly JSON') {
      throw new ActionError(
        `The secret ${secretId} is ${describeNearlyJson(secretString)}, so it is not taken for a password. ` +
          'Store it again as a JSON object (aws secretsmanager put-secret-value) and set generate-string-key to the key of the password, or set secret-id to another secret.'
      );
    }
  } else if (kind !== 'object') {
    throw new ActionError(
      `generate-string-key is ${quote(key)}, but the secret ${secretId} is ${describeOther(kind, secretString)}. ` +
        (kind === 'nearly JSON'
          ? 'Store it again as a JSON object (aws secretsmanager put-secret-value).'
          : `Convert it once: store its password in an object such as {${JSON.stringify(key)}: "…"} (aws secretsmanager put-secret-value).` +
            (kind === 'text'
              ? ' Or leave generate-string-key empty, where the whole value is the password.'
              : ''))
    );
  }
  return secretString;
}

/** Without a key, what this action has stored is a password, whatever it looks like. */
const findKind = (
  { key }: ValueLayout,
  { versionId, secretString = '' }: Value
): SecretStringKind =>
  key === undefined && isOursFor(versionId, undefined)
    ? 'text'
    : classifySecretString(secretString);

function describeNearlyJson(text: string): string {
  const error = findJsonError(text);
  return error
    ? `nearly JSON, but not quite (${error.position}: ${error.found})`
    : 'JSON inside a JSON string';
}

function describeOther(kind: SecretStringKind, text: string): string {
  if (kind === 'array') return 'a JSON array, not a JSON object';
  if (kind === 'nearly JSON') return describeNearlyJson(text);
  const error = findJsonError(text);
  return `plain text, not ${error ? `JSON (${error.position}: ${error.found})` : 'a JSON object'}`;
}

/** Texts that are more than a password, as a message calls them. */
const MORE: Readonly<Partial<Record<SecretStringKind, string>>> = {
  lines: 'several lines of text',
  settings: 'a connection string',
  address: 'a URL'
};

const MAKE_OBJECT =
  'Store a JSON object in it once, with the password under a key of its own (aws secretsmanager put-secret-value), and set generate-string-key; secret-string-template then sets texts that contain the password. Or set secret-id to another secret.';

const findMore = (layout: ValueLayout, value: Value): string | undefined =>
  layout.key === undefined ? MORE[findKind(layout, value)] : undefined;

/** Keys as a message names them. */
export const quoteKeys = (keys: readonly string[]): string =>
  keys.length === 0
    ? '(none)'
    : keys.slice(0, MAX_KEYS).map(quote).join(', ') + (keys.length > MAX_KEYS ? ', …' : '');
