import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { characters } from '../../src/password/characters.js';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const alphanumeric = characters.uppercase + characters.lowercase + characters.numbers;
export const everything = alphanumeric + characters.punctuation;
const ends = ['"', "'", '\\', '%0A', '%25', '::', '"\'', '\\"', '&', "''", '`$'];

/** What escapes treat as one, within a password. */
const knots = ['', "''", '\\"', '#{', '${', '%{'];

export const drawn = (length: number, from: string, random: () => number): string =>
  Array.from({ length }, () => from[Math.floor(random() * from.length)] ?? '').join('');

/** 32 is the default, and so the most common. */
export const LENGTHS = [8, 12, 16, 20, 24, 32, 32, 32, 40, 48, 64, 128];

/** So many passwords of each of these lengths and 4 kinds, the same ones each time, in turn. */
export function samples(each: number): readonly string[] {
  const random = seeded(3);
  const one = (of: readonly string[]): string => of[Math.floor(random() * of.length)] ?? '';
  const ended = (length: number): string => {
    const [head, knot, tail] = [one(ends), one(knots), one(ends)];
    const rest = drawn(length - head.length - knot.length - tail.length, everything, random);
    const at = Math.floor(random() * rest.length);
    return head + rest.slice(0, at) + knot + rest.slice(at) + tail;
  };
  /** A space as often as one character in eight. Without quotes, runs of spaces become one: no mask is that short. */
  const spaced = (length: number): string => {
    const password = drawn(length, everything + ' '.repeat(13), random);
    return password.trim().replace(/ +/g, ' ').length < 6 ? spaced(length) : password;
  };
  return Array.from({ length: each }, () =>
    LENGTHS.flatMap((length) => [
      drawn(length, everything, random),
      drawn(length, alphanumeric, random),
      spaced(length),
      ended(length)
    ])
  ).flat();
}

/** Sources and licences of packages, of at least so many characters if there are as many. */
export function* ordinaryText(folder: string, size: number): Generator<string> {
  let left = size;
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (left <= 0) break;
    if (!/\.(?:[cm]?js|ts|md|json|html|txt|ya?ml)$|licen[cs]e/i.test(path)) continue;
    const file = join(folder, path);
    if (!statSync(file).isFile()) continue;
    const text = readFileSync(file, 'utf8').slice(0, 100_000);
    left -= text.length;
    yield text;
  }
}

/** Random bytes in hex and base64, so many characters. */
export function* noise(size: number): Generator<string> {
  const random = seeded(10);
  const bytes = Buffer.from(Array.from({ length: 100_000 }, () => Math.floor(random() * 256)));
  for (let left = size, isHex = true; left > 0; isHex = !isHex) {
    for (let at = 0; at < bytes.length; at++)
      bytes[at] = (bytes[at] ?? 0) ^ Math.floor(random() * 256);
    const text = bytes.toString(isHex ? 'hex' : 'base64');
    left -= text.length;
    yield text;
  }
}

/** What the steps of a pipeline log: some megabytes of paths, versions, digests and timings. */
export function* buildLogs(): Generator<string> {
  for (const [program = '', ...args] of [
    ['npm', 'pack', '--dry-run', '--loglevel=silly'],
    ['npx', 'tsc', '--traceResolution', '--listFiles', '--extendedDiagnostics'],
    ['npx', 'eslint', '--debug', 'src'],
    ['git', 'log', '--stat']
  ]) {
    const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1e9 });
    yield stdout + stderr;
  }
}
