import { TEMPLATE, type Shape } from './plan.js';

/** A value of a secret that nobody would write like this, with a password. */
export function valueWith(shape: Shape, password: string): string {
  switch (shape) {
    case 'plain':
      return password;
    case 'lines':
      return `DB_USER=app\nDB_PASSWORD=${password}\n`;
    case 'template':
      return `{ "n":1.0, "a" : ${JSON.stringify(password)},"user":"app",\n "url" : ${JSON.stringify(
        TEMPLATE.url.replace('{{password-url-encoded}}', encodeURIComponent(password))
      )} }`;
    default:
      return `{ "n":12345678901234567890, "a" : ${JSON.stringify(password)},\n "b":"b-password-0", "n":1.0}`;
  }
}

/** A value with another field changed by hand. */
export const edit = (shape: Shape, text: string, mark: string): string =>
  shape === 'plain' || shape === 'lines'
    ? `${text}-${mark}`
    : text.replace('{', `{"edited-${mark}":1.0,`);

/** The password under a key, by other means than those of the code under test. */
export function passwordIn(text: string | undefined, key: string | undefined): string | undefined {
  if (text === undefined || key === undefined) return text;
  const value: unknown = fieldIn(text, key);
  return typeof value === 'string' ? value : undefined;
}

export function fieldIn(text: string, key: string): unknown {
  try {
    return (JSON.parse(text) as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

/** The text of a JSON secret without some keys and their strings, by other means as well. */
export const strip = (text: string, keys: readonly string[]): string =>
  keys.reduce(
    (left, key) => left.replace(new RegExp(`,?\\s*"${key}"\\s*:\\s*"(?:[^"\\\\]|\\\\.)*"`), ''),
    text
  );
