import { ActionError } from '../../errors/action-error.js';
import { findJsonError } from '../../json-place.js';
import { percentEncode } from '../../password/percent-encode.js';

/** What a SecretString is, as far as storing a password in it goes. */
export type SecretStringKind = 'object' | 'array' | 'text';

/** One member of a JSON object, with the position of its value in the text. */
interface Member {
  readonly key: string;
  /** Where the text of the key begins and ends, quotes included. */
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly start: number;
  readonly end: number;
}

/** Characters that the API accepts as a SecretString. */
const MAX_LENGTH = 65_536;

/** A JSON string, with its quotes. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/;
const PLACEHOLDER = /\{\{(\s*password[^{}]*)\}\}/g;

/** Tells a JSON object or array from everything else. The text of a number or string is a password like any other. */
export function classifySecretString(text: string): SecretStringKind {
  const value = parse(text);
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' && value !== null ? 'object' : 'text';
}

/** The top-level keys of a JSON object, each once, in the order of the text. */
export const listKeys = (text: string): readonly string[] => [
  ...new Set(listMembers(text).map(({ key }) => key))
];

/**
 * The value under a top-level key of a JSON object, undefined when there is none. Of a key that stands twice the last
 * counts, as every common parser reads it.
 */
export function readKey(text: string, key: string): unknown {
  const member = findMember(text, key);
  return member && (JSON.parse(text.slice(member.start, member.end)) as unknown);
}

/**
 * Sets top-level keys of a JSON object. Only the values of these keys change: the rest of the text stays byte for byte,
 * numbers, spacing, order and duplicate keys included. A key that is missing is added at the end, spaced like the last.
 *
 * @param values a JSON text for each key.
 */
export function setKeys(text: string, values: ReadonlyMap<string, string>): string {
  let result = text;
  for (const [key, value] of values) {
    const member = findMember(result, key);
    result = member
      ? result.slice(0, member.start) + value + result.slice(member.end)
      : addMember(result, key, value);
  }
  return result;
}

/**
 * The text of each top-level value of a template, with the password in the place of its placeholders.
 * Numbers and everything else outside of strings stay as they are written.
 */
export function fillTemplate(template: string, password: string): ReadonlyMap<string, string> {
  return new Map(
    listMembers(template).map(({ key, start, end }) => [
      key,
      mapStrings(template.slice(start, end), (text) => fillPlaceholders(text, password))
    ])
  );
}

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
      `secret-string-template must be a JSON object, for example {"username": "app"}, but is not JSON from ${error} on.`
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
          'secret-string-template contains a placeholder that begins with {{password and is not known, or one in a key. ' +
            'Use {{password}} or {{password-url-encoded}}, in values only.'
        );
      }
    }
    return text;
  });
}

/**
 * The top-level keys of a JSON object, other than those given, whose value contains a password somewhere in its
 * strings, as it is or percent-encoded. A password of fewer than six characters counts where no letter or digit
 * touches it.
 */
export function findKeysWithPassword(
  text: string,
  password: string,
  except: ReadonlySet<string>
): readonly string[] {
  if (password === '') return [];
  const forms = [password, percentEncode(password)];
  const isContained = (value: unknown): boolean => {
    if (typeof value === 'string') return forms.some((form) => containsPassword(value, form));
    return typeof value === 'object' && value !== null && Object.values(value).some(isContained);
  };
  return listKeys(text).filter((key) => !except.has(key) && isContained(readKey(text, key)));
}

function containsPassword(text: string, password: string): boolean {
  for (let at = text.indexOf(password); at >= 0; at = text.indexOf(password, at + 1)) {
    const around = `${text[at - 1] ?? ''}${text[at + password.length] ?? ''}`;
    if (password.length >= 6 || !/[A-Za-z0-9]/.test(around)) return true;
  }
  return false;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const findMember = (text: string, key: string): Member | undefined =>
  listMembers(text).findLast((member) => member.key === key);

function addMember(text: string, key: string, value: string): string {
  const last = listMembers(text).at(-1);
  if (!last) return text.replace('{', () => `{${JSON.stringify(key)}:${value}`);
  const space = /\s*$/.exec(text.slice(0, last.keyStart))?.[0] ?? '';
  const colon = text.slice(last.keyEnd, last.start);
  return `${text.slice(0, last.end)},${space}${JSON.stringify(key)}${colon}${value}${text.slice(last.end)}`;
}

/** @param text a JSON object: the scan relies on it. */
function listMembers(text: string): readonly Member[] {
  const members: Member[] = [];
  let at = skip(/\s*\{\s*/y, text, 0);
  while (text[at] === '"') {
    const keyStart = at;
    const keyEnd = skip(new RegExp(STRING, 'y'), text, keyStart);
    const start = skip(/\s*:\s*/y, text, keyEnd);
    const end = findValueEnd(text, start);
    const key = JSON.parse(text.slice(keyStart, keyEnd)) as string;
    members.push({ key, keyStart, keyEnd, start, end });
    at = skip(/\s*,?\s*/y, text, end);
  }
  return members;
}

function findValueEnd(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const character = text[at] ?? '';
    if (character === '"') at = skip(new RegExp(STRING, 'y'), text, at);
    else if (/[[\]{},:\s]/.test(character)) at++;
    // A number, true, false or null.
    else at = skip(/[^[\]{},:\s"]+/y, text, at);
    if (/[[{]/.test(character)) depth++;
    if (/[\]}]/.test(character)) depth--;
  } while (depth > 0);
  return at;
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

/** A JSON text with each of its strings, decoded, mapped. A string that stays the same keeps its spelling. */
function mapStrings(text: string, map: (text: string, isKey: boolean) => string): string {
  return text.replace(new RegExp(STRING, 'g'), (spelling, offset: number) => {
    const decoded = JSON.parse(spelling) as string;
    const mapped = map(decoded, /^\s*:/.test(text.slice(offset + spelling.length)));
    return mapped === decoded ? spelling : JSON.stringify(mapped);
  });
}

const placeholders = {
  password: (password: string) => password,
  'password-url-encoded': percentEncode
};

const isPlaceholder = (name: string): name is keyof typeof placeholders =>
  Object.hasOwn(placeholders, name);

const fillPlaceholders = (text: string, password: string): string =>
  text.replace(PLACEHOLDER, (spelling, name: string) =>
    isPlaceholder(name) ? placeholders[name](password) : spelling
  );
