const SPACE = /[ \t\r\n]*/y;
const TOKEN =
  // eslint-disable-next-line no-control-regex
  /[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Where a text stops being JSON, as `line 2, column 7`; undefined for JSON. JSON.parse tells a place for some errors
 * only, and quotes the text around it for others, which may be secret.
 */
export function findJsonError(text: string): string | undefined {
  const at = findErrorIndex(text);
  if (at === undefined) return undefined;
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end';

function findErrorIndex(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  for (let at = 0; ;) {
    at = end(SPACE, text, at) ?? at;
    if (at === text.length) {
      return expected === 'comma or end' && open.length === 0 ? undefined : at;
    }
    const next = end(TOKEN, text, at);
    const after: Expected | undefined =
      next === undefined ? undefined : follow(text.charAt(at), expected, open);
    if (next === undefined || after === undefined) return at;
    at = next;
    expected = after;
  }
}

/** What may follow a token, which is told by its first character; undefined where the token may not stand. */
function follow(token: string, expected: Expected, open: ('{' | '[')[]): Expected | undefined {
  const isValue = expected.startsWith('value');
  switch (token) {
    case '{':
    case '[':
      if (!isValue) return undefined;
      open.push(token);
      return token === '{' ? 'key or }' : 'value or ]';
    case '}':
    case ']': {
      const isClosable = expected === 'comma or end' || expected.endsWith(token);
      return isClosable && open.pop() === (token === '}' ? '{' : '[') ? 'comma or end' : undefined;
    }
    case ',':
      if (expected !== 'comma or end' || open.length === 0) return undefined;
      return open.at(-1) === '{' ? 'key' : 'value';
    case ':':
      return expected === 'colon' ? 'value' : undefined;
    case '"':
      if (expected.startsWith('key')) return 'colon';
      return isValue ? 'comma or end' : undefined;
    default:
      return isValue ? 'comma or end' : undefined;
  }
}

/** Where a match of a sticky pattern ends that begins at an index. */
function end(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
