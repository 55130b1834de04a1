import { encodeAsGitHub, ENCODINGS, type Encoded, type Encoding } from './encodings.js';

/** A derived mask shorter than this would hide other text as well. In UTF-16 units. */
const MIN_LENGTH = 6;
const MIN_BITS = 35;
const env = (n: string, d: number) => Number(process.env[n] ?? d);
const CAP = env('CAP', 64),
  OV = env('OV', 1),
  BOV = env('BOV', 2),
  PTH = env('PTH', 0.25),
  B3 = env('B3', 1),
  PLAIN3 = env('PLAIN3', 0),
  SLACK = env('SLACK', 1),
  MORE = env('MORE', 2),
  RT = env('RT', 0), ODD = env('ODD', 1);

export type Runner = 'github' | 'act' | 'forgejo' | 'gitea';

export function maskVariants(
  secrets: readonly string[],
  runner: Runner = 'github',
  encodings: readonly Encoding[] = ENCODINGS
): readonly string[] {
  const masks = new Set<string>();
  const held = new Set<string>();
  const register = (value: string): void => {
    masks.add(value);
    held.add(value);
    if (runner === 'github') for (const encoded of encodeAsGitHub(value)) held.add(encoded);
  };
  for (const secret of secrets) register(secret);
  for (const secret of new Set(secrets.flatMap((one) => [one, one.trim()]))) {
    const characters = [...secret];
    const minimum = minimumLength(secret);
    const isPlain = /^[a-z\d]*$/i.test(secret);
    for (const { encode, pieces } of encodings) {
      for (const one of encode) {
        const encoded = one(characters);
        const windows = pieces
          ? cut(encoded, pieces, isPlain, minimum)
          : [[0, encoded.length] as const];
        const whole = windows.length === 1;
        for (const [from, to] of windows) {
          const text = whole
            ? wholeEntities(encoded).join('')
            : pieces?.length === 12 || !isPlain || windows.length > 2
              ? encoded.slice(from, to).join('')
              : threefold(encoded, from, to);
          if (text.length < minimum || masks.size >= CAP) continue;
          const limit = whole ? Infinity : text.length + 3;
          const readable = countReadable(encoded, from, to, held, limit);
          if (whole ? (readable + SLACK) / encoded.length >= 0.5 : readable / (to - from) >= PTH)
            register(text);
        }
      }
    }
  }
  return [...masks].sort((a, b) => b.length - a.length);
}

const CLASSES = [
  [/\d/, 10],
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[^\da-zA-Z]/, 32]
] as const;
/** So many characters of the kinds that the secret has occur by chance once in many gigabytes only. */
const minimumLength = (secret: string): number => {
  const size = CLASSES.reduce((sum, [kind, count]) => sum + (kind.test(secret) ? count : 0), 0);
  return Math.max(MIN_LENGTH, Math.ceil(MIN_BITS / Math.log2(size)));
};

/** Windows of one size, side by side. Two overlap, so that one of them is more than half of the secret wherever the text is cut. */
function cut(
  encoded: Encoded,
  { length, most }: { readonly length: number; readonly most: number },
  isPlain: boolean,
  minimum: number
): readonly (readonly [from: number, to: number])[] {
  const isRaw = length === 12;
  const symbols = encoded.join('').length;
  const half = isRaw ? 36 : 48;
  const two = symbols < 18 || (symbols < half && ((isPlain && !PLAIN3) || (!isRaw && !B3)));
  const count = two ? 2 : Math.min(most, Math.max(3, Math.ceil(symbols / length) | ODD));
  const characters = two
    ? Math.floor(encoded.length / 2) + (isRaw ? OV : BOV)
    : Math.ceil(encoded.length / count);
  let size = Math.max(characters, Math.ceil((minimum * encoded.length) / symbols));
  if (size >= encoded.length) return [[0, encoded.length]];
  const t = isRaw && count > 2 && RT;
  if (t) size = Math.ceil(size / 3) * 3;
  return Array.from({ length: count }, (_, at) => {
    let from = Math.round((at * (encoded.length - size)) / (count - 1));
    if (t) from -= from % 3;
    return [from, from + size];
  });
}

function threefold(encoded: Encoded, from: number, to: number): string {
  const text = encoded.slice(from, to).join('');
  if (!MORE) return text;
  const last = to === encoded.length;
  let length = Math.ceil(text.length / 3) * 3;
  if (!last && encoded.join('').length % 3 === 0) length = Math.ceil((text.length - 1) / 3) * 3 + 1;
  const longer =
    to === encoded.length
      ? encoded
          .slice(Math.max(0, from - 2))
          .join('')
          .slice(-length)
      : encoded
          .slice(from, to + 2)
          .join('')
          .slice(0, length);
  return longer.length === length ? longer : text;
}

/** How many characters of a part of a secret can be read off what is printed when these strings are masked. */
function countReadable(
  encoded: Encoded,
  from: number,
  to: number,
  held: Iterable<string>,
  limit: number
): number {
  const text = encoded.join('');
  const hidden = new Uint8Array(text.length);
  for (const string of held)
    if (string.length <= Math.min(text.length, limit))
      for (let at = text.indexOf(string); at >= 0; at = text.indexOf(string, at + 1))
        hidden.fill(1, at, at + string.length);
  let end = 0;
  return encoded.filter((part, index) => {
    const start = end;
    end += part.length;
    if (index < from || index >= to) return false;
    let left = 0;
    for (let at = start; at < end; at++) if (hidden[at] === 0) left++;
    return left > 0 && left * 2 >= part.length;
  }).length;
}

function wholeEntities(encoded: Encoded): Encoded {
  const at = encoded.findLastIndex((text) => /^&.+;$/.test(text));
  if (at < 0) return encoded;
  return encoded.slice(at <= 3 ? at : 0, encoded.length - at <= 3 ? at + 1 : undefined);
}
