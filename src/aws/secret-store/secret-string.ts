import { parseJson } from '../../json-error.js';

/** Characters that the API accepts as a SecretString. */
export const MAX_LENGTH = 65_536;

/**
 * Where in a SecretString a password may be:
 * - `object`, `array`: JSON.
 * - `nearly JSON`: an object or array that a parser refuses, or that stands in a JSON string.
 * - `lines`, `settings`, `address`: text of several lines; a connection string of names and values; `scheme://…`.
 * - `text`: everything else. It is a password, JSON's numbers and strings included.
 */
export type SecretStringKind =
  'object' | 'array' | 'nearly JSON' | 'lines' | 'settings' | 'address' | 'text';

/** White space, byte-order marks, quotes and backslashes: what tools put around a value. */
const AROUND = /[\s\ufeff\u200b\u2060\0"'`“”‘’„\\]|ï»¿|þÿ|ÿþ/;
const BEFORE = new RegExp(`^(?:${AROUND.source})+`);
const LINE_BREAK = /\r\n|[\n\r\u0085\u2028\u2029]/;
const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:)+\/\//i;
/** The names that connection strings of databases, brokers and clouds have. */
const SETTING =
  /(?<=^|[;,\s])(?:server|data source|host|hostaddr|port|user(?: id|name)?|uid|pwd|password|database|dbname|initial catalog|ssl(?:mode)?|endpoint|account(?:name|key)|sharedaccesskey(?:name)?)\s*=/gi;

/** Tells what a SecretString is. Of random passwords of all characters, hardly one in 100,000 is anything but `text`. */
export function classifySecretString(text: string): SecretStringKind {
  const value = parseJson(text);
  if (isContainer(value)) return Array.isArray(value) ? 'array' : 'object';
  if (typeof value === 'string') {
    const inside = classifySecretString(value);
    return inside === 'object' || inside === 'array' ? 'nearly JSON' : inside;
  }
  const content = text.replace(BEFORE, '');
  if (isNearlyJson(content)) return 'nearly JSON';
  if (LINE_BREAK.test(text.replace(/(?:\r\n|[\n\r\u0085\u2028\u2029])$/, ''))) return 'lines';
  if (content.startsWith('-----BEGIN ')) return 'lines';
  if (ADDRESS.test(content)) return 'address';
  const names = content.match(SETTING)?.map((name) => name.toLowerCase().replace(/\s*=$/, ''));
  return new Set(names).size > 1 ? 'settings' : 'text';
}

/** Whether a text is an object or array once the usual damage is repaired, or begins like one. */
function isNearlyJson(content: string): boolean {
  if (!/^[[{]/.test(content)) return false;
  const repaired = withoutAroundAtEnd(content)
    // Escaped as if it stood in a string.
    .replace(/\\(?=["'\\])/g, '')
    .replace(/\\[nrt]/g, ' ')
    .replace(/['“”‘’„]/g, '"')
    .replace(/,(?=\s*[\]}])/g, '');
  if (isContainer(parseJson(repaired))) return true;
  const inside = repaired.replace(/^[[\s]+/, '');
  if (/^\{\s*"[\w .$/@-]+"\s*[:=]/.test(inside)) return true;
  if (repaired.endsWith('}')) return /^\{\s*(?:"[^"\w]{0,99}\w[^"]*"|[\w$.-]+)\s*:/.test(inside);
  return repaired.endsWith(']') && /^\[\s*"[^"]*"\s*[,\]]/.test(repaired);
}

/** A pattern at the end of a text would be tried from each of its characters on. */
function withoutAroundAtEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (AROUND.test(text.charAt(end - 1)) || /[,;]/.test(text.charAt(end - 1)))) end--;
  return text.slice(0, end);
}

const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null;
