/** Values of a secret that are the hardest to read, each about as long as asked for, with the password under `password`. */
export const shapes: Readonly<Record<string, (length: number) => string>> = {
  'many keys': (length) => object(length, (at) => `"key-${at}":"v${at}"`),
  'many URLs': (length) => object(length, (at) => `"${at}":"pg://a%2${at % 10}:%zz+%%41@db"`),
  'one key over and over': (length) => object(length, () => '"k":1'),
  'nested arrays': (length) => nested(length, '[', '1', ']'),
  'nested objects': (length) => nested(length, '{"":', '1', '}'),
  'one long string': (length) => filled(length, 'x'),
  'a string of escapes': (length) => filled(length, '\\\\'),
  'a string of quotes': (length) => filled(length, '\\"'),
  'a string of percent signs': (length) => filled(length, '%41'),
  'nearly the password': (length) => filled(length, `${'a'.repeat(31)}b`),
  'a long password': (length) =>
    `{"password":"${'a'.repeat(length / 2)}","b":"${'a'.repeat(length / 2 - 100)}b"}`,
  'white space': (length) => `{"password":"old"${' '.repeat(length - 30)},"b":"c"}`,
  'a long number': (length) => `{"password":"old","n":1${'0'.repeat(length - 30)}}`,
  'nearly JSON': (length) => object(length, (at) => `"key-${at}":"v${at}"`).replace(/}$/, ',}')
};

const START = `{"password":"${'a'.repeat(32)}"`;

function object(length: number, member: (at: number) => string): string {
  const parts = [START];
  for (let at = 0, size = START.length; size < length - 60; at++) {
    parts.push(member(at));
    size += member(at).length + 1;
  }
  return `${parts.join(',')}}`;
}

const nested = (length: number, open: string, inside: string, close: string): string => {
  const levels = Math.floor((length - 100) / (open.length + close.length));
  return `${START},"n":${open.repeat(levels)}${inside}${close.repeat(levels)}}`;
};

const filled = (length: number, unit: string): string =>
  `${START},"n":"${unit.repeat(Math.floor((length - 100) / unit.length))}"}`;
