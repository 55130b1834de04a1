import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { characters } from '../../src/password/characters.js';
import { maskVariants, type MaskVariant } from '../../src/masking/variants.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { modelled, run, textOf, tools, type Printed, type Way } from './ways.js';

/** How often one way of printing leaks, with the password alone masked and with its printed forms masked too. */
export interface Row {
  readonly name: string;
  readonly wrapped: boolean;
  /** The tool that printed, or undefined when the model did. */
  readonly tool: string | undefined;
  readonly printed: number;
  before: number;
  after: number;
  /** Lines in which the tool printed something else than its model. */
  unlike: number;
}

type Forms = (password: string) => readonly MaskVariant[];

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

/** So many passwords of each of 4 lengths and 4 kinds, the same ones each time. */
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
  return [8, 16, 32, 128].flatMap((length) =>
    Array.from({ length: each }, () => [
      drawn(length, everything, random),
      drawn(length, alphanumeric, random),
      spaced(length),
      ended(length)
    ]).flat()
  );
}

/** For each symbol of the text: does it survive masking? */
export function survivors(masker: SecretMasker, text: string): readonly boolean[] {
  const visible = new Array<boolean>(text.length).fill(true);
  const masked = masker.mask(text);
  if (masked === text) return visible;
  const [head = '', tail = '', ...more] = masked.split('***');
  if (more.length === 0 && !text.includes('***'))
    return visible.fill(false, head.length, text.length - tail.length);
  for (const secret of masker.secrets)
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1))
      visible.fill(false, at, at + secret.length);
  return visible;
}

/**
 * The share of a password's characters that can be read off a masked line. Each symbol of the line carries a share
 * of what it stands for: a sixth of `\u003c` one sixth of a `<`, a base64 symbol six bits of one or two characters.
 * A character is readable when half of it or more is left.
 */
export function readable(printed: Printed, visible: readonly boolean[], length: number): number {
  const left = new Float64Array(length);
  let at = 0;
  for (const { text, tells } of printed) {
    if (visible[at])
      for (const [character, share] of tells) left[character] = (left[character] ?? 0) + share;
    at += text.length;
  }
  return left.filter((share) => share >= 0.5 - 1e-9).length / length;
}

/** What cannot be told apart from its surroundings: every symbol counts as a part of the password. */
const unaligned = (text: string, length: number): Printed =>
  Array.from(text, (sign, at) => ({
    text: sign,
    tells: [[Math.floor((at * length) / text.length), Math.max(1, length / text.length)]]
  }));

const maskerOf = (values: readonly string[]): SecretMasker => {
  const masker = new SecretMasker();
  for (const value of values) masker.addMask(value);
  return masker;
};

/** Prints every password in every way, by the tool where it is on the machine, and counts the leaks: half readable. */
export function measure(
  passwords: readonly string[],
  forms: Forms = maskVariants,
  only: (tool: string) => boolean = () => true
): readonly Row[] {
  const maskers = passwords.map((password) => ({
    before: maskerOf([password]),
    after: maskerOf([password, ...forms(password).map(({ value }) => value)])
  }));
  const count = (way: Way, tool: string | undefined, lines: readonly string[] | undefined): Row => {
    const { name, wrapped = false } = way;
    const row = { name, wrapped, tool, printed: passwords.length, before: 0, after: 0, unlike: 0 };
    for (const [at, password] of passwords.entries()) {
      const model = [way.print, way.otherVersions].map((print) => print?.(password) ?? []);
      const line = lines?.[at] ?? textOf(model[0] ?? []);
      const fitting = model.find((printed) => textOf(printed) === line);
      if (!fitting) row.unlike++;
      const printed = fitting ?? unaligned(line, password.length);
      for (const state of ['before', 'after'] as const) {
        const visible = survivors(maskers[at]?.[state] ?? new SecretMasker(), line);
        if (readable(printed, visible, password.length) >= 0.5) row[state]++;
      }
    }
    return row;
  };
  return [
    ...tools.flatMap((tool) => {
      const lines = only(tool.name) ? run(tool, passwords) : undefined;
      return tool.ways.map((way, at) =>
        count(
          way,
          lines && tool.name,
          lines?.map((printed) => printed[at] ?? '')
        )
      );
    }),
    ...modelled.map((way) => count(way, undefined, undefined))
  ];
}

/** The table of docs/masking.md: a line for each way, the worst first. */
export function table(rows: readonly Row[]): string {
  const share = (leaks: number, of: number): string =>
    leaks === 0 ? '0' : ((leaks / of) * 100).toFixed(leaks * 100 < of ? 1 : 0);
  const sorted = [...rows].sort(
    (a, b) =>
      Number(a.wrapped) - Number(b.wrapped) || b.before - a.before || (a.name < b.name ? -1 : 1)
  );
  return [
    '| printed through | leaks before, % | after, % |',
    '| --- | ---: | ---: |',
    ...sorted.map(
      ({ name, wrapped, printed, before, after }) =>
        `| ${cell(name)}${wrapped ? ' (lines broken)' : ''} | ${share(before, printed)} | ${share(after, printed)} |`
    )
  ].join('\n');
}

const cell = (name: string): string => name.replaceAll('|', '\\|').replaceAll('$', '\\$');

/** Ordinary log text of at least so many characters: sources and licences of packages, then as much noise in hex and base64. */
export function* ordinaryText(folder: string, size: number): Generator<string> {
  const random = seeded(10);
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
  const noise = Buffer.from(Array.from({ length: 100_000 }, () => Math.floor(random() * 256)));
  for (left += size / 2; left > 0; left -= 2e5) {
    for (let at = 0; at < noise.length; at++)
      noise[at] = (noise[at] ?? 0) ^ Math.floor(random() * 256);
    yield noise.toString(left % 4e5 < 2e5 ? 'hex' : 'base64');
  }
}

/** What the forms of the passwords, without the passwords themselves, hide of ordinary text: nothing, or it is listed. */
export function overMasked(passwords: readonly string[], texts: Iterable<string>) {
  const masker = maskerOf(
    passwords.flatMap((password) => maskVariants(password).map(({ value }) => value))
  );
  let scanned = 0;
  const hits: string[] = [];
  for (const text of texts) {
    scanned += text.length;
    if (masker.mask(text) === text) continue;
    hits.push(...masker.secrets.filter((secret) => text.includes(secret)));
  }
  return { scanned, masks: masker.secrets.length, hits };
}
