import { ActionError } from '../../errors/action-error.js';
import { findJsonError } from '../../json-error.js';
import { percentEncode } from '../../password/percent-encode.js';
import type { Login } from './user-accounts.js';
import { isSameValue, listStrings, listValues, mapStrings } from './json-object.js';
import { classifySecretString, MAX_LENGTH } from './secret-string.js';

const PLACEHOLDER = /\{\{(\s*(?:password|user-)[^{}]*)\}\}/g;

/**
 * Checks the template of a new secret.
 * @throws {ActionError} The message shows no part of it: a template may contain other secrets.
 */
export function checkTemplate(template: string): void {
  if (template.length > MAX_LENGTH) {
    throw new ActionError(
      `secret-string-template must have at most ${MAX_LENGTH} characters, but has ${template.length}.`
    );
  }
  const error = findJsonError(template);
  if (error !== undefined) {
    throw new ActionError(
      `secret-string-template must be a JSON object, for example {"username": "app"}, but is not JSON from ${error.position} on (${error.found}).`
    );
  }
  if (classifySecretString(template) !== 'object') {
    throw new ActionError(
      `secret-string-template must be a JSON object, for example {"username": "app"}, but is something else (${template.length} characters, not shown here).`
    );
  }
  mapStrings(template, (text, isKey) => {
    for (const [, name = ''] of text.matchAll(PLACEHOLDER)) {
      if (isKey || !isPlaceholder(name)) {
        throw new ActionError(
          'secret-string-template contains a placeholder that begins with {{password or {{user- and is not known, or one in a key. ' +
            'Use {{password}}, {{password-url-encoded}}, {{user-name}} or {{user-name-url-encoded}}, in values only.'
        );
      }
    }
    return text;
  });
}

/** Whether a template has a placeholder that the account's name takes the place of. */
export const namesAccount = (template: string): boolean =>
  listStrings(template).some((text) =>
    [...text.matchAll(PLACEHOLDER)].some(([, name = '']) => name.startsWith('user-'))
  );

/**
 * The text of each top-level value of a template, with the password and the account in the place of their placeholders.
 * Numbers and everything else outside of strings stay as they are written.
 */
export const fillTemplate = (template: string, credential: Login): ReadonlyMap<string, string> =>
  listValues(mapStrings(template, (text) => fillPlaceholders(text, credential)));

/** The keys of a filled template whose value in a JSON object is another one, or is not there. */
export function findKeysSetOtherwise(
  text: string,
  values: ReadonlyMap<string, string>
): readonly string[] {
  const present = listValues(text);
  return [...values].flatMap(([key, value]) => {
    const found = present.get(key);
    return found !== undefined && isSameValue(found, value) ? [] : [key];
  });
}

const placeholders = {
  password: ({ password }: Login) => password,
  'password-url-encoded': ({ password }: Login) => percentEncode(password),
  'user-name': ({ userName = '' }: Login) => userName,
  'user-name-url-encoded': ({ userName = '' }: Login) => percentEncode(userName)
};

const isPlaceholder = (name: string): name is keyof typeof placeholders =>
  Object.hasOwn(placeholders, name);

const fillPlaceholders = (text: string, credential: Login): string =>
  text.replace(PLACEHOLDER, (spelling, name: string) =>
    isPlaceholder(name) ? placeholders[name](credential) : spelling
  );
