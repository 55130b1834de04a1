import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { characters } from '../../src/password/characters.js';
import { percentEncode } from '../../src/password/percent-encode.js';
import { buildPolicy, type PasswordPolicy } from '../../src/password/policy.js';
import { presetNames, type PresetName } from '../../src/password/presets.js';
import { findViolation } from '../../src/password/find-violation.js';
import { presetsNaming, type Measurement, type Place } from '../../tools/docs/carrier-places.js';
import { readPlace } from './readers.js';

/** So many passwords of each preset in each place; more of those that name the place. */
const passwordsEach = 100;
const passwordsNaming = 2000;
const passwordsEncoded = 500;

const punctuation = Array.from(characters.punctuation);
const singles = punctuation.map((c) => ({
  text: c,
  first: `${c}aB3xf9Zq`,
  middle: `aB3x${c}f9Zq`,
  last: `aB3xf9Zq${c}`
}));
const pairs = punctuation
  .flatMap((c) => punctuation.map((d) => c + d))
  .map((pair) => ({ text: pair, middle: `aB3x${pair}f9Zq` }));
/** Pairs that are tried at both ends, too: of characters that something is known to begin or end with. */
const ends = Array.from('$%{}\\/-#([<@&!~"\'`')
  .flatMap((c, _, all) => all.map((d) => c + d))
  .map((pair) => ({ text: pair, first: `${pair}aB3xf9Zq`, last: `aB3xf9Zq${pair}` }));
/** Of letters and digits, those that names, references and numbers begin with. */
const besideLetters = punctuation.flatMap((c) =>
  ['A', '1'].map((letter) => ({ text: c + letter, middle: `aB3x${c}${letter}9Zq` }))
);
const behindDigit = punctuation.map((c) => ({ text: `7${c}`, first: `7${c}aB3xf9Zq` }));
/** What templates, shells and parsers look for, with a name or a text between. */
const enclosures = (
  '${…} $(…) $[…] $…$ %{…} %(…) %(…)s %…% #{…} @{…} @(…) {{…}} {%…%} {#…#} {…} [[…]] [%…%] […] (…) <…> <%…%> ' +
  '"…" \'…\' `…` &…; !…! #…# @…@ |…| ~…~ *…* _…_ =…= /…/ ;…; ,…, :…: ^…^ +…+ .…. ?…?'
)
  .split(' ')
  .map((text) => ({
    text,
    middle: `aB3x${text.replace('…', 'f9Z')}q7`,
    around: text.replace('…', 'aB3xf9Zq')
  }));

/** A name that no shell and no template knows, but for the command that is put in their way. */
const COMMAND = 'a7Qz';
/** How shells, templates and languages are told to run it; a password has no space. */
const commands = [
  ...[
    '$(X)',
    '`X`',
    ';X;',
    '&X&',
    '|X|',
    '|X',
    '<(X)',
    '"&X&"',
    "';X;'",
    '";X;"',
    '[X]',
    '`X`/e;s/x/y'
  ],
  ...['<%=%x(X)%>', '#{%x(X)}', "{{lookup('pipe','X')}}", '@{[`X`]}', '${@system(X)}'],
  ...["#{T(java.lang.Runtime).getRuntime().exec('X')}", '$(shell:X)', '${exec:X}']
].map((text) => `x${text.replace('X', COMMAND)}`);

/** Always the same passwords, so that the figures only change with presets and parsers. */
export function samplePasswords(name: PresetName, count: number): readonly string[] {
  return drawPasswords(buildPolicy({ presets: [name] }), presetNames.indexOf(name), count);
}

function drawPasswords(policy: PasswordPolicy, seed: number, count: number): readonly string[] {
  const random = createRandom(seed);
  const passwords: string[] = [];
  while (passwords.length < count) {
    const password = Array.from(
      { length: policy.length },
      () => policy.alphabet[Math.floor(random() * policy.alphabet.length)] ?? ''
    ).join('');
    if (findViolation(password, policy) === undefined) passwords.push(password);
  }
  return passwords;
}

/** mulberry32: a seed that repeats is all that is asked of it. Nothing here is a secret. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Presets that ask for the same passwords are measured once. */
function sampleGroups(
  named: readonly PresetName[]
): readonly { names: readonly PresetName[]; passwords: readonly string[] }[] {
  const groups = new Map<string, [PresetName, ...PresetName[]]>();
  for (const name of presetNames) {
    const { parameters, forbiddenFirst, forbiddenLast, forbiddenPairs } = buildPolicy({
      presets: [name]
    });
    const signature = JSON.stringify([parameters, forbiddenFirst, forbiddenLast, forbiddenPairs]);
    const names = groups.get(signature);
    if (names) names.push(name);
    else groups.set(signature, [name]);
  }
  return [...groups.values()].map((names) => ({
    names,
    passwords: samplePasswords(
      names[0],
      names.some((name) => named.includes(name)) ? passwordsNaming : passwordsEach
    )
  }));
}

/** Writes passwords of every preset into one place; undefined where its parser is not installed. */
export async function measure(place: Place): Promise<Measurement | undefined> {
  const groups = sampleGroups(presetsNaming(place));
  const raw = drawPasswords(buildPolicy({}), presetNames.length, passwordsEncoded);
  const encoded = raw.map((password) => percentEncode(password));
  const probes = [
    ...singles.flatMap(({ first, middle, last }) => [first, middle, last]),
    ...[...pairs, ...besideLetters].map(({ middle }) => middle),
    ...behindDigit.map(({ first }) => first),
    ...ends.flatMap(({ first, last }) => [first, last]),
    ...enclosures.flatMap(({ middle, around }) => [middle, around])
  ];
  const asked = [
    ...new Set([...probes, ...groups.flatMap(({ passwords }) => passwords), ...encoded])
  ];
  const folder = mkdtempSync(join(tmpdir(), 'carriers-'));
  try {
    // Whoever runs it leaves a trace.
    writeFileSync(join(folder, COMMAND), '#!/bin/sh\n: > "${0%/*}/ran"\n', { mode: 0o755 });
    const answer = await readPlace(place.id, [...asked, ...commands], folder);
    if (!answer) return undefined;
    const values = new Map(asked.map((password, at) => [password, answer.read[at] ?? null]));
    const fails = (password: string): boolean => values.get(password) !== password;
    const count = (expected: (at: number) => string | undefined): number =>
      encoded.filter((text, at) => values.get(text) === expected(at)).length;
    const decoded = count((at) => raw[at]);
    const kept = count((at) => encoded[at]);
    return {
      parser: answer.parser,
      ...findBreaks(fails),
      runs: existsSync(join(folder, 'ran')),
      encoded: { decoded, kept, broken: encoded.length - decoded - kept },
      tried: { each: passwordsEach, naming: passwordsNaming },
      failures: Object.fromEntries(
        groups.flatMap(({ names, passwords }) => {
          const failed = passwords.filter(fails).length;
          return failed > 0 ? names.map((name) => [name, [failed, passwords.length]]) : [];
        })
      )
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function findBreaks(fails: (password: string) => boolean): Pick<Measurement, 'breaks' | 'pairs'> {
  const alone = (at: 'first' | 'middle' | 'last'): string =>
    singles.flatMap((single) => (fails(single[at]) ? [single.text] : [])).join('');
  const breaks = { first: alone('first'), middle: alone('middle'), last: alone('last') };
  const apart = (text: string, before: string, after: string): boolean =>
    !before.includes(text.charAt(0)) && !after.includes(text.charAt(1));
  const middle = [...pairs, ...besideLetters].flatMap(({ text, middle: probe }) =>
    apart(text, breaks.middle, breaks.middle) && fails(probe) ? [text] : []
  );
  const elsewhere = ends.filter(({ text }) => !middle.includes(text));
  const first = [...elsewhere, ...behindDigit].flatMap(({ text, first: probe }) =>
    apart(text, breaks.first, breaks.middle) && fails(probe) ? [text] : []
  );
  const last = elsewhere.flatMap(({ text, last: probe }) =>
    apart(text, breaks.middle, breaks.last) && fails(probe) ? [text] : []
  );
  const has = (text: string, known: readonly string[]): boolean =>
    known.some((pair) => text.split('…').some((part) => part.includes(pair)));
  const between = enclosures.flatMap(({ text, middle: probe }) =>
    !Array.from(text).some((c) => breaks.middle.includes(c)) && !has(text, middle) && fails(probe)
      ? [text]
      : []
  );
  const around = enclosures.flatMap(({ text, around: probe }) => {
    const explained =
      breaks.first.includes(text.at(0) ?? '') ||
      breaks.last.includes(text.at(-1) ?? '') ||
      Array.from(text).some((c) => breaks.middle.includes(c)) ||
      has(text, [...middle, ...first, ...last]) ||
      between.includes(text);
    return !explained && fails(probe) ? [text] : [];
  });
  return { breaks, pairs: { first, middle: [...middle, ...between], last, around } };
}
