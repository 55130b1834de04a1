import { characters } from '../../src/password/characters.js';
import { buildPolicy } from '../../src/password/policy.js';
import { presetNames, type PresetName } from '../../src/password/presets.js';
import { findViolation } from '../../src/password/verify.js';
import { readPlace } from './readers.js';

/** What one place does to passwords. */
export interface Result {
  readonly passwordsEach: number;
  readonly parser: string;
  /** Characters that do not arrive, each alone in a password: first, in the middle, last. */
  readonly breaks: { readonly first: string; readonly middle: string; readonly last: string };
  /** By preset, for those with failures: how many passwords failed, and at which characters, the most frequent first. */
  readonly failures: Readonly<Partial<Record<PresetName, { failed: number; at: string }>>>;
}

/** So many passwords of each preset in each place. */
const passwordsEach = 200;
/** Failing passwords whose character is looked for. */
const explained = 40;

const punctuation = Array.from(characters.punctuation);
const probes = punctuation.flatMap((c) => [`${c}aB3xf9Zq`, `aB3x${c}f9Zq`, `aB3xf9Zq${c}`]);

/** Always the same passwords, so that the figures only change with presets and parsers. */
export function samplePasswords(name: PresetName, count: number): readonly string[] {
  const policy = buildPolicy({ presets: [name] });
  const random = createRandom(presetNames.indexOf(name));
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
function sampleGroups(): readonly { names: readonly PresetName[]; passwords: readonly string[] }[] {
  const groups = new Map<string, [PresetName, ...PresetName[]]>();
  for (const name of presetNames) {
    const { alphabet, length, forbiddenFirst, requiredClasses } = buildPolicy({ presets: [name] });
    const signature = JSON.stringify([alphabet, length, forbiddenFirst, requiredClasses]);
    const names = groups.get(signature);
    if (names) names.push(name);
    else groups.set(signature, [name]);
  }
  return [...groups.values()].map((names) => ({
    names,
    passwords: samplePasswords(names[0], passwordsEach)
  }));
}

/** Writes passwords of every preset into one place; undefined where its parser is not installed. */
export async function measure(id: string): Promise<Result | undefined> {
  const groups = sampleGroups();
  const answer = await readPlace(id, [...probes, ...groups.flatMap(({ passwords }) => passwords)]);
  if (!answer) return undefined;
  const { parser, arrived } = answer;
  const broken = (position: number): string =>
    punctuation.filter((_, index) => !arrived[3 * index + position]).join('');
  const failing = groups.flatMap(({ names, passwords }, at) => {
    const from = probes.length + at * passwordsEach;
    const failed = passwords.filter((_, index) => !arrived[from + index]);
    return failed.length > 0 ? [{ names, failed }] : [];
  });
  const culprits = await findCulprits(
    id,
    failing.map(({ failed }) => failed.slice(0, explained))
  );
  return {
    passwordsEach,
    parser,
    breaks: { first: broken(0), middle: broken(1), last: broken(2) },
    failures: Object.fromEntries(
      failing.flatMap(({ names, failed }, index) =>
        names.map((name) => [name, { failed: failed.length, at: culprits[index] ?? '' }])
      )
    )
  };
}

/**
 * For each list of failing passwords the characters at which they fail, the most frequent first: those with which a
 * password still fails when all other punctuation has become an `x`. Where several must come together, there is none.
 */
async function findCulprits(
  id: string,
  lists: readonly (readonly string[])[]
): Promise<readonly string[]> {
  const tries = lists.flatMap((failed, list) =>
    failed.flatMap((password) =>
      [...new Set(password)]
        .filter((c) => punctuation.includes(c))
        .map((character) => ({
          list,
          character,
          password: Array.from(password, (c) =>
            c !== character && punctuation.includes(c) ? 'x' : c
          ).join('')
        }))
    )
  );
  const answer = await readPlace(
    id,
    tries.map(({ password }) => password)
  );
  const failed = tries.filter((_, index) => answer?.arrived[index] === false);
  return lists.map((_, list) => {
    const counts = new Map<string, number>();
    for (const { character } of failed.filter((each) => each.list === list)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    return [...counts]
      .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
      .map(([character]) => character)
      .join('');
  });
}
