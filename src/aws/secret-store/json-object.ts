/** One member of a JSON object, with its places in the text. */
interface Member {
  readonly key: string;
  /** Where the text between this member and what stands before it begins. */
  readonly spaceStart: number;
  /** Where the text of the key begins and ends, quotes included. */
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The tokens of a JSON text: strings with their quotes; numbers, true, false and null; and punctuation. Everything here
 * is one pass over them: a secret may have 65,536 characters, of any shape, nested deeper than a recursion may go.
 */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[^\s"{}[\],:]+|[{}[\],:]/g;
const COLON = /\s*:/y;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Spacing that is longer is not repeated: a secret that is mostly white space stays below the limit of its size. */
const MAX_SPACING = 100;

/** The top-level keys of a JSON object, each once, in the order of the text. */
export const listKeys = (text: string): readonly string[] => [...findMembers(text).keys()];

/**
 * The value under a top-level key of a JSON object, undefined when there is none. Of a key that stands twice the last
 * counts, as every common parser reads it.
 */
export function readKey(text: string, key: string): unknown {
  const value = listValues(text).get(key);
  return value === undefined ? undefined : (JSON.parse(value) as unknown);
}

/** The JSON text of the value under each top-level key of a JSON object. */
export const listValues = (text: string): ReadonlyMap<string, string> =>
  new Map([...findMembers(text)].map(([key, { start, end }]) => [key, text.slice(start, end)]));

/**
 * Sets top-level keys of a JSON object. Only the values of these keys change: the rest of the text stays byte for byte,
 * numbers, spacing, order and duplicate keys included. A key that is missing is added at the end, spaced like the last.
 *
 * @param values a JSON text for each key.
 */
export function setKeys(text: string, values: ReadonlyMap<string, string>): string {
  const all = listMembers(text);
  const members = byKey(all);
  const last = all.at(-1);
  const [space, colon] = last
    ? [
        spacing(text.slice(last.spaceStart, last.keyStart), ''),
        spacing(text.slice(last.keyEnd, last.start), ':')
      ]
    : ['', ':'];
  const added = [...values]
    .filter(([key]) => !members.has(key))
    .map(([key, value]) => `${space}${JSON.stringify(key)}${colon}${value}`);
  const replaced = [...values]
    .flatMap(([key, value]) => ({ ...members.get(key), value }))
    .filter((place): place is Member & { value: string } => place.key !== undefined)
    .sort((one, other) => one.start - other.start);

  const end = last?.end ?? text.indexOf('{') + 1;
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, value } of replaced) {
    parts.push(text.slice(at, start), value);
    at = end;
  }
  const comma = last && added.length > 0 ? ',' : '';
  return [...parts, text.slice(at, end), comma, added.join(','), text.slice(end)].join('');
}

const spacing = (spacing: string, none: string): string =>
  spacing.length > MAX_SPACING ? none : spacing;

/** A JSON text with each of its strings, decoded, mapped. A string that stays the same keeps its spelling. */
export function mapStrings(text: string, map: (text: string, isKey: boolean) => string): string {
  return text.replace(TOKENS, (token, at: number) => {
    if (!token.startsWith('"')) return token;
    const decoded = JSON.parse(token) as string;
    COLON.lastIndex = at + token.length;
    const mapped = map(decoded, COLON.test(text));
    return mapped === decoded ? token : JSON.stringify(mapped);
  });
}

/** The strings in a JSON text, decoded; those that are keys left out. */
export function listStrings(text: string): readonly string[] {
  const strings: string[] = [];
  mapStrings(text, (string, isKey) => {
    if (!isKey) strings.push(string);
    return string;
  });
  return strings;
}

/** Whether two JSON texts are the same value: numbers by what they are worth, to the last digit, and keys in any order. */
export function isSameValue(one: string, other: string): boolean {
  const pairs: [unknown, unknown][] = [[parseExactly(one), parseExactly(other)]];
  for (const [left, right] of pairs) {
    if (!isContainer(left) || !isContainer(right)) {
      if (left !== right) return false;
      continue;
    }
    const keys = Object.keys(left);
    if (Array.isArray(left) !== Array.isArray(right)) return false;
    if (keys.length !== Object.keys(right).length) return false;
    for (const key of keys) {
      pairs.push([left[key], right[key]]);
    }
  }
  return true;
}

type Container = Readonly<Record<string, unknown>>;

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null;

/** Numbers become strings that tell their worth; strings and keys begin with a character that no number and no property has. */
const parseExactly = (text: string): unknown =>
  JSON.parse(
    text.replace(TOKENS, (token) => {
      if (token.startsWith('"')) return `"=${token.slice(1)}`;
      const number = NUMBER.exec(token);
      return number ? `"${worth(number)}"` : token;
    })
  );

/** The same text for the same number, however it is written. */
function worth([, sign = '', whole = '', fraction = '', exponent = '0']: RegExpExecArray): string {
  const digits = whole + fraction;
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end--;
  const significant = digits.slice(0, end).replace(/^0+/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${BigInt(exponent) + BigInt(digits.length - end - fraction.length)}`;
}

const findMembers = (text: string): ReadonlyMap<string, Member> => byKey(listMembers(text));

/** Of a key that stands twice the last counts, and its place in the order is the first one's. */
const byKey = (members: readonly Member[]): ReadonlyMap<string, Member> =>
  new Map(members.map((member) => [member.key, member]));

/** @param text a JSON object: the scan relies on it. */
function listMembers(text: string): readonly Member[] {
  const members: Member[] = [];
  let depth = 0;
  let previousEnd = 0;
  let key:
    { readonly spaceStart: number; readonly start: number; readonly end: number } | undefined;
  let start: number | undefined;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    const end = index + token.length;
    if (token === '}' || token === ']') depth--;
    if (depth === 1 && token !== ':' && token !== ',') {
      if (!key) {
        key = { spaceStart: previousEnd, start: index, end };
      } else if (token === '{' || token === '[') {
        start = index;
      } else {
        members.push({
          key: JSON.parse(text.slice(key.start, key.end)) as string,
          spaceStart: key.spaceStart,
          keyStart: key.start,
          keyEnd: key.end,
          start: start ?? index,
          end
        });
        key = start = undefined;
      }
    }
    if (token === '{' || token === '[') depth++;
    previousEnd = end;
  }
  return members;
}
