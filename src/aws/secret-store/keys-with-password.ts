import { listStrings, listValues } from './json-object.js';

/**
 * The top-level keys of a JSON object, other than those given, whose value contains a password somewhere in its
 * strings: as it is, percent-encoded in whole or in part by whatever encoder, or escaped for JSON. A password of fewer
 * than six characters counts where no letter or digit touches it.
 */
export function findKeysWithPassword(
  text: string,
  password: string,
  except: ReadonlySet<string>
): readonly string[] {
  if (password === '') return [];
  return [...listValues(text)]
    .filter(([key, value]) => {
      return !except.has(key) && listStrings(value).some((each) => containsCopy(each, password));
    })
    .map(([key]) => key);
}

function containsCopy(text: string, password: string): boolean {
  if (contains(text, password) || contains(text, JSON.stringify(password).slice(1, -1)))
    return true;
  if (!/[%+]/.test(text)) return false;
  // Form encoders, Java's URLEncoder among them, write a space as a plus sign.
  return [text, text.replaceAll('+', ' ')].some((spelling) => {
    const bytes = percentDecode(spelling);
    // UTF-8, or Latin-1.
    return contains(bytes, toBytes(password)) || contains(bytes, password);
  });
}

/** The bytes of a text in UTF-8, each as one character. */
const toBytes = (text: string): string => Buffer.from(text).toString('latin1');

const percentDecode = (text: string): string =>
  toBytes(text).replace(/%([\da-f]{2})/gi, (_, byte: string) =>
    String.fromCharCode(Number.parseInt(byte, 16))
  );

function contains(text: string, password: string): boolean {
  if (password.length >= 6) return text.includes(password);
  for (let at = text.indexOf(password); at >= 0; at = text.indexOf(password, at + 1)) {
    const around = `${text[at - 1] ?? ''}${text[at + password.length] ?? ''}`;
    if (!/[A-Za-z0-9]/.test(around)) return true;
  }
  return false;
}
