import { characterClasses, characters, joinWords, type CharacterClass } from './characters.js';
import { entropyBits } from './entropy.js';
import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import { drawOf, type KeyForm } from './random-key.js';
import { needText, presetNames, presets, type Preset, type PresetName } from './presets.js';
import { userNameParts } from './user-name-parts.js';

/** The password inputs of action.yml. Absent means not given. */
export interface PasswordInputs {
  readonly passwordLength?: number;
  readonly excludeCharacters?: string;
  readonly excludeNumbers?: boolean;
  readonly excludePunctuation?: boolean;
  readonly excludeUppercase?: boolean;
  readonly excludeLowercase?: boolean;
  readonly includeSpace?: boolean;
  readonly requireEachIncludedType?: boolean;
  readonly presets?: readonly PresetName[];
  /** The account that the password is for, and the one that takes turns with it: presets compare both. */
  readonly userName?: string;
  readonly alternateUserName?: string;
  /** Whether a secret names the account, so that no preset needs to compare it. */
  readonly isUserNameStored?: boolean;
  /** A key in place of a password; then nothing else is given. */
  readonly key?: KeyForm;
}

/** The request as it is sent. What neither an input nor a preset asks for is absent: AWS's default holds. */
export interface GetRandomPasswordParameters {
  readonly PasswordLength?: number;
  readonly ExcludeCharacters?: string;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly ExcludeUppercase?: boolean;
  readonly ExcludeLowercase?: boolean;
  readonly IncludeSpace?: boolean;
  readonly RequireEachIncludedType?: boolean;
}

/** The request for AWS, and what the response must satisfy. */
export interface PasswordPolicy {
  /** Of a key in bytes, which is drawn as characters and has no other rules. */
  readonly key?: KeyForm;
  readonly parameters: GetRandomPasswordParameters;
  /** In characters. */
  readonly length: number;
  /** Every character that may occur, each once, in ASCII order. */
  readonly alphabet: string;
  /** Classes of which at least one character must occur. */
  readonly requiredClasses: readonly CharacterClass[];
  /** Characters that must not come first: `-`, which command lines take for an option, and those of the presets. */
  readonly forbiddenFirst: string;
  /** Characters that must not come last: those of the presets. */
  readonly forbiddenLast: string;
  /** Two characters that must not stand together: those of the presets. */
  readonly forbiddenPairs: readonly string[];
  /** Lower-case texts that must not occur in any case: parts of the user's name and the presets' own words. */
  readonly forbiddenWords: readonly string[];
  /** So many different characters must occur; 1 unless a preset asks for more. */
  readonly minimumDistinct: number;
  /** The rules that inputs and presets give themselves, without any default: an existing password may break the others. */
  readonly requested: Pick<
    PasswordPolicy,
    | 'requiredClasses'
    | 'forbiddenFirst'
    | 'forbiddenLast'
    | 'forbiddenPairs'
    | 'forbiddenWords'
    | 'minimumDistinct'
  > & {
    readonly minimum: number;
    readonly maximum: number;
    /** Undefined where nothing is excluded. */
    readonly alphabet: string | undefined;
  };
  /** log2 of the number of passwords that satisfy the policy; see `entropyBits`. */
  readonly entropyBits: number;
}

type NamedPreset = Preset & { readonly name: PresetName };

/** This action's own bounds. The lower one also leaves room for one character of each class. */
const ownLengths = { minimum: 6, maximum: 4096 };
/** AWS's default. */
const defaultLength = 32;
/** GetRandomPassword's limit, in Unicode code points, as API models count. */
const maximumExcluded = 4096;

const excludeInput = {
  uppercase: 'excludeUppercase',
  lowercase: 'excludeLowercase',
  numbers: 'excludeNumbers',
  punctuation: 'excludePunctuation'
} as const satisfies Record<CharacterClass, keyof PasswordInputs>;

/**
 * Joins the inputs and their presets into one policy: of the lengths what all accept, of the exclusions and
 * needs the sum. Without `passwordLength` the longest of the presets' own lengths is taken, as far as all
 * accept it.
 *
 * A space in `excludeCharacters` wins over `includeSpace`: a space is admitted, never required.
 * @param table the presets' rules; tests bring their own
 * @throws ActionError when no password can satisfy the inputs, or an input contradicts a preset
 */
export function buildPolicy(
  inputs: PasswordInputs,
  table: Readonly<Record<PresetName, Preset>> = presets
): PasswordPolicy {
  if (inputs.key) return buildKeyPolicy(inputs.key);
  const chosen = [...new Set(inputs.presets)].map((name) => ({ ...table[name], name }));
  const length = chooseLength(inputs.passwordLength, chosen);
  const closed = closedClasses(inputs, chosen);
  refuseContradictions(inputs, chosen, closed);
  const userNames = [inputs.userName ?? '', inputs.alternateUserName ?? ''];
  const forbiddenWords = [
    ...new Set(
      chosen.flatMap((preset) => [
        ...(preset.forbiddenWords ?? []),
        ...userNames.flatMap((name) =>
          preset.userName ? userNameParts(name, preset.userName) : []
        )
      ])
    )
  ];

  const included = characterClasses.filter((name) => !closed.has(name));
  const { excludeCharacters: text = '' } = inputs;
  const given = parseExcluded(text);
  const forbidden = new Set(chosen.flatMap((preset) => Array.from(preset.forbidden)));
  const open = included.map((name) => ({
    name,
    characters: Array.from(characters[name]).filter((c) => !given.has(c) && !forbidden.has(c))
  }));
  const required = inputs.requireEachIncludedType === false ? [] : open;
  const letters = open.flatMap((each) => each.characters);
  const emptied = required.find((each) => each.characters.length === 0);
  if (emptied) throw emptiedClass(emptied.name, text, chosen);

  const minimumDistinct = Math.max(1, ...chosen.map(({ distinct }) => distinct ?? 1));
  if (letters.length < minimumDistinct) {
    const asking = chosen.find(({ distinct }) => distinct === minimumDistinct);
    const reasons = [
      ...closed.values(),
      ...(given.size > 0 ? [`exclude-characters is ${quote(text)}`] : [])
    ];
    throw new ActionError(
      (asking
        ? `preset ${asking.name} needs ${minimumDistinct} different characters, but the inputs leave ${letters.length}: `
        : 'No character is left for a password: ') + `${joinWords(reasons)}. Exclude less.`
    );
  }

  const presetsForbidFirst = chosen.map((preset) => preset.forbiddenFirst ?? '').join('');
  const forbiddenFirst = `-${presetsForbidFirst}`;
  const forbiddenLast = chosen.map((preset) => preset.forbiddenLast ?? '').join('');
  const forbiddenPairs = [...new Set(chosen.flatMap((preset) => preset.forbiddenPairs ?? []))];
  const mayBeFirst = (c: string): boolean => !forbiddenFirst.includes(c);
  const mayBeLast = (c: string): boolean => !forbiddenLast.includes(c);
  const mayFollow = (c: string): boolean => letters.some((d) => !forbiddenPairs.includes(c + d));
  const impossible =
    (!letters.some(mayBeFirst) && 'begin with') ||
    (!letters.some(mayBeLast) && 'end with') ||
    (!letters.some(mayFollow) && 'repeat');
  if (impossible) {
    throw new ActionError(
      `A password must not ${impossible} ${joinWords([...new Set(letters)])}, but the inputs leave no other character. Exclude less.`
    );
  }

  const space = inputs.includeSpace === true && !given.has(' ');
  const alphabet = [...letters, ...(space ? [' '] : [])].sort().join('');
  const requiredClasses = required.map(({ name }) => name);
  const isExcluded = (name: CharacterClass): boolean | undefined =>
    inputs[excludeInput[name]] ?? (closed.has(name) || undefined);
  return {
    parameters: present({
      PasswordLength: inputs.passwordLength ?? (chosen.length > 0 ? length : undefined),
      ExcludeCharacters: sentExclusions(
        [...given],
        included.flatMap((name) => Array.from(characters[name]).filter((c) => forbidden.has(c))),
        inputs.includeSpace === true
      ),
      ExcludeNumbers: isExcluded('numbers'),
      ExcludePunctuation: isExcluded('punctuation'),
      ExcludeUppercase: isExcluded('uppercase'),
      ExcludeLowercase: isExcluded('lowercase'),
      IncludeSpace: inputs.includeSpace,
      RequireEachIncludedType: inputs.requireEachIncludedType
    }),
    length,
    alphabet,
    requiredClasses,
    forbiddenFirst,
    forbiddenLast,
    forbiddenPairs,
    forbiddenWords,
    minimumDistinct,
    requested: requestedRules(inputs, chosen, {
      alphabet,
      requiredClasses,
      forbiddenFirst: presetsForbidFirst,
      forbiddenLast,
      forbiddenPairs,
      forbiddenWords,
      minimumDistinct
    }),
    entropyBits: entropyBits(
      length,
      open.map((each) => ({
        size: each.characters.length,
        first: each.characters.filter(mayBeFirst).length,
        last: each.characters.filter(mayBeLast).length,
        required: required.includes(each)
      })),
      space
    )
  };
}

/** No rule of a password applies to a key, since each would make some keys less likely than others. */
function buildKeyPolicy(key: KeyForm): PasswordPolicy {
  const { length, alphabet } = drawOf(key);
  const rules = {
    alphabet,
    requiredClasses: [],
    forbiddenFirst: '',
    forbiddenLast: '',
    forbiddenPairs: [],
    forbiddenWords: [],
    minimumDistinct: 1
  };
  const closed =
    key.encoding === 'hex'
      ? {
          ExcludeCharacters: characters.lowercase.slice('abcdef'.length),
          ExcludeUppercase: true,
          ExcludePunctuation: true
        }
      : { ExcludeCharacters: characters.punctuation.replace(/[-_]/g, '') };
  return {
    ...rules,
    key,
    parameters: { PasswordLength: length, ...closed, RequireEachIncludedType: false },
    length,
    requested: { ...rules, minimum: length, maximum: length },
    entropyBits: key.bytes * 8
  };
}

function chooseLength(given: number | undefined, chosen: readonly NamedPreset[]): number {
  const bounds = [ownLengths, ...chosen];
  const minimum = Math.max(...bounds.map((each) => each.minimum));
  const maximum = Math.min(...bounds.map((each) => each.maximum));
  if (given !== undefined) {
    const refusing = chosen.find((preset) => given < preset.minimum || given > preset.maximum);
    if (!Number.isInteger(given) || given < minimum || given > maximum) {
      const allowed = refusing ?? ownLengths;
      throw new ActionError(
        `password-length must be a whole number from ${allowed.minimum} to ${allowed.maximum}${refusing ? ` for preset ${refusing.name}` : ''}, but is "${given}".`
      );
    }
    return given;
  }
  if (minimum > maximum) {
    const longer = listNames(chosen.filter((preset) => preset.minimum === minimum));
    const shorter = listNames(chosen.filter((preset) => preset.maximum === maximum));
    throw new ActionError(
      `preset ${longer} needs at least ${minimum} characters, but preset ${shorter} accepts at most ${maximum}. Remove one of them.`
    );
  }
  const wished = chosen.length > 0 ? chosen.map((preset) => preset.length) : [defaultLength];
  return Math.min(maximum, Math.max(minimum, ...wished));
}

function requestedRules(
  inputs: PasswordInputs,
  chosen: readonly NamedPreset[],
  policy: Omit<PasswordPolicy['requested'], 'minimum' | 'maximum' | 'alphabet'> &
    Pick<PasswordPolicy, 'alphabet'>
): PasswordPolicy['requested'] {
  const { passwordLength, requireEachIncludedType, excludeCharacters } = inputs;
  const needed = chosen.flatMap(({ needs }) =>
    needs?.atLeast === needs?.of.length ? (needs?.of ?? []) : []
  );
  const excludes =
    chosen.length > 0 ||
    excludeCharacters !== undefined ||
    characterClasses.some((name) => inputs[excludeInput[name]] === true);
  return {
    minimum: passwordLength ?? Math.max(1, ...chosen.map((preset) => preset.minimum)),
    maximum: passwordLength ?? Math.min(Infinity, ...chosen.map((preset) => preset.maximum)),
    requiredClasses: policy.requiredClasses.filter(
      (name) => requireEachIncludedType === true || needed.includes(name)
    ),
    forbiddenFirst: policy.forbiddenFirst,
    forbiddenLast: policy.forbiddenLast,
    forbiddenPairs: policy.forbiddenPairs,
    forbiddenWords: policy.forbiddenWords,
    minimumDistinct: policy.minimumDistinct,
    alphabet: excludes ? policy.alphabet : undefined
  };
}

function emptiedClass(
  name: CharacterClass,
  text: string,
  chosen: readonly NamedPreset[]
): ActionError {
  const partly = listNames(chosen.filter((preset) => forbidsAny(preset, name)));
  const needing = chosen.find(
    ({ needs }) => needs?.of.includes(name) && needs.atLeast === needs.of.length
  );
  const remedy = needing?.needs
    ? `, but preset ${needing.name} needs ${needText(needing.needs)}.`
    : `. Leave one in, or set exclude-${name} to true.`;
  return new ActionError(
    `exclude-characters is ${quote(text)}, which leaves no ${name}${partly && ` beside those that preset ${partly} forbids`}${remedy}`
  );
}

/** The characters that `exclude-characters` names, each once. The limit holds for the text as received. */
function parseExcluded(text: string): ReadonlySet<string> {
  const received = Array.from(text);
  if (received.length > maximumExcluded) {
    throw new ActionError(
      `exclude-characters must have at most ${maximumExcluded} characters, but has ${received.length}.`
    );
  }
  return new Set(received);
}

/**
 * The classes that are excluded as a whole, each with its reason: by their own input, or because the presets
 * leave no character of them. AWS refuses a request that empties a class by ExcludeCharacters alone.
 */
function closedClasses(
  inputs: PasswordInputs,
  chosen: readonly NamedPreset[]
): ReadonlyMap<CharacterClass, string> {
  const closed = new Map<CharacterClass, string>();
  for (const name of characterClasses) {
    const flag = inputs[excludeInput[name]];
    const forbidding = chosen.filter((preset) => forbidsAny(preset, name));
    const alone = forbidding.find((preset) => forbidsAll([preset], name));
    const reason = alone
      ? `preset ${alone.name} forbids all ${name}`
      : `presets ${listNames(forbidding)} together forbid all ${name}`;
    if (flag) {
      closed.set(name, `exclude-${name} is true`);
    } else if (forbidsAll(forbidding, name)) {
      if (flag === false) {
        throw new ActionError(
          `exclude-${name} is false, but ${reason}. Leave exclude-${name} empty, or remove the preset.`
        );
      }
      closed.set(name, reason);
    }
  }
  return closed;
}

function refuseContradictions(
  inputs: PasswordInputs,
  chosen: readonly NamedPreset[],
  closed: ReadonlyMap<CharacterClass, string>
): void {
  const isCompared = chosen.some(({ userName }) => userName);
  if (inputs.userName !== undefined && !inputs.isUserNameStored && !isCompared) {
    const comparing = presetNames.filter((name) => presets[name].userName);
    throw new ActionError(
      `user-name is ${quote(inputs.userName)}, but no preset is set that compares the password with it, and no secret stores it. ` +
        `Leave user-name empty, set preset to one of ${comparing.join(', ')}, or set user-name-key to the key that it gets in a JSON secret.`
    );
  }
  for (const { name, needs } of chosen) {
    if (inputs.includeSpace) {
      throw new ActionError(
        `include-space is true, but preset ${name} accepts no space. Leave include-space empty, or remove the preset.`
      );
    }
    if (!needs) continue;
    if (inputs.requireEachIncludedType === false) {
      throw new ActionError(
        `require-each-included-type is false, but preset ${name} needs ${needText(needs)}. Leave require-each-included-type empty, or remove the preset.`
      );
    }
    const missing = needs.of.flatMap((each) => closed.get(each) ?? []);
    if (needs.of.length - missing.length < needs.atLeast) {
      throw new ActionError(`preset ${name} needs ${needText(needs)}, but ${joinWords(missing)}.`);
    }
  }
}

/**
 * ExcludeCharacters as it is sent: what the input names, in its order, then what the presets forbid; each
 * character once, whether or not a password could hold it. `^` never comes first, since AWS was reported to
 * misread such a value (aws-cdk#16824, aws-cdk#19834). A lone `^` follows a character that no password holds
 * anyway: a space, or a tab where spaces are admitted.
 */
function sentExclusions(
  given: readonly string[],
  forbidden: readonly string[],
  spaceAdmitted: boolean
): string | undefined {
  const [first, ...rest] = new Set([...given, ...forbidden]);
  if (first === undefined) return undefined;
  if (rest.length >= maximumExcluded) {
    throw new ActionError(
      `exclude-characters and the presets together must exclude at most ${maximumExcluded} characters, but exclude ${rest.length + 1}.`
    );
  }
  if (first !== '^') return [first, ...rest].join('');
  return rest.length > 0 ? [...rest, first].join('') : (spaceAdmitted ? '\t' : ' ') + first;
}

const forbidsAny = (preset: Preset, name: CharacterClass): boolean =>
  Array.from(characters[name]).some((c) => preset.forbidden.includes(c));

const forbidsAll = (together: readonly Preset[], name: CharacterClass): boolean =>
  Array.from(characters[name]).every((c) =>
    together.some((preset) => preset.forbidden.includes(c))
  );

const listNames = (chosen: readonly NamedPreset[]): string =>
  joinWords(chosen.map(({ name }) => name));

type Optional<T> = { [K in keyof T]: T[K] | undefined };

const present = (parameters: Optional<Required<GetRandomPasswordParameters>>) =>
  Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => value !== undefined)
  ) as GetRandomPasswordParameters;
