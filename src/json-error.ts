/** Where a text stops being JSON, and what it has there. No part of the text itself: it may be secret. */
export interface JsonError {
  /** As `line 2, column 7`. */
  readonly position: string;
  /** The kind of character, as `a comma`. */
  readonly found: string;
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^$/, 'the end of the text'],
  [/\ufeff/, 'a byte-order mark'],
  [/[\n\r\u0085\u2028\u2029]/, 'a line break'],
  [/\s/, 'white space'],
  [/\p{C}/u, 'a control character'],
  [/"/, 'a double quote'],
  [/'/, 'a single quote'],
  [/[\p{Pi}\p{Pf}„]/u, 'a typographic quote'],
  [/\\/, 'a backslash'],
  [/,/, 'a comma'],
  [/:/, 'a colon'],
  [/[{}[\]]/, 'a brace or bracket'],
  [/\p{L}/u, 'a letter'],
  [/\p{N}/u, 'a digit'],
  [/./u, 'another character']
];

/** @returns undefined where a text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** @returns undefined for JSON. */
export function findJsonError(text: string): JsonError | undefined {
  const index = findErrorIndex(text);
  if (index === undefined) return undefined;
  const lines = text.slice(0, index).split(/\r\n|\r|\n/);
  const character = String.fromCodePoint(
    ...[text.codePointAt(index)].flatMap((code) => code ?? [])
  );
  return {
    position: `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`,
    found: KINDS.find(([kind]) => kind.test(character))?.[1] ?? ''
  };
}

/**
 * Node's error tells the position of most errors, but of an unexpected token only the text around it. That one is where
 * the shortest beginning of the text ends that has one: all shorter ones are refused, if at all, for ending too early.
 */
function findErrorIndex(text: string): number | undefined {
  const message = parseError(text);
  if (message === undefined) return undefined;
  if (!isUnexpectedToken(message)) return Number(POSITION.exec(message)?.[1] ?? text.length);
  let [valid, refused] = [0, text.length];
  while (refused - valid > 1) {
    const middle = (valid + refused) >> 1;
    if (isUnexpectedToken(parseError(text.slice(0, middle)))) refused = middle;
    else valid = middle;
  }
  return valid;
}

const POSITION = / at position (\d+) /;

const isUnexpectedToken = (message: string | undefined): boolean =>
  message?.endsWith(' is not valid JSON') === true;

/** Node's message, which may quote the text. */
function parseError(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
