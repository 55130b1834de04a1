import { encodeAsGitHub, ENCODINGS, type Encoded, type Encoding } from './encodings.js';

/** A derived mask shorter than this would hide other text as well. In UTF-16 units. */
const MIN_LENGTH = 6;
const READABLE = 0.5;

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
  for (const secret of secrets) {
    const characters = [...secret.trim()];
    for (const { encode, pieceLength } of encodings) {
      const encoded = encode(characters);
      for (const piece of pieceLength === undefined ? [encoded] : cut(encoded, pieceLength)) {
        const text = wholeEntities(piece).join('');
        if (text.length >= MIN_LENGTH && readableShare(piece, held) >= READABLE) register(text);
      }
    }
  }
  return [...masks].sort((a, b) => b.length - a.length);
}

function cut(encoded: Encoded, pieceLength: number): readonly Encoded[] {
  const length = encoded.join('').length;
  const count = Math.max(1, Math.min(Math.round(length / pieceLength), Math.floor(length / 6)));
  const size = encoded.length / count;
  return Array.from({ length: count }, (_, at) =>
    encoded.slice(Math.round(at * size), Math.round((at + 1) * size))
  );
}

/** The share of a secret's characters that can be read off what is printed when these strings are masked. */
function readableShare(encoded: Encoded, held: Iterable<string>): number {
  const text = encoded.join('');
  const hidden = new Uint8Array(text.length);
  for (const string of held)
    if (string.length <= text.length)
      for (let at = text.indexOf(string); at >= 0; at = text.indexOf(string, at + 1))
        hidden.fill(1, at, at + string.length);
  let end = 0;
  const readable = encoded.filter((part) => {
    const start = end;
    end += part.length;
    const left = part.length - hidden.subarray(start, end).reduce((sum, one) => sum + one, 0);
    return left > 0 && left * 2 >= part.length;
  });
  return readable.length / encoded.length;
}

function wholeEntities(encoded: Encoded): Encoded {
  const at = encoded.findLastIndex((text) => /^&.+;$/.test(text));
  if (at < 0) return encoded;
  return encoded.slice(at <= 3 ? at : 0, encoded.length - at <= 3 ? at + 1 : undefined);
}
