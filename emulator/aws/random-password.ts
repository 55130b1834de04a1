import { randomInt } from 'node:crypto';
import { ServiceError } from '../service.js';

/** GetRandomPassword's parameters, after the checks of types and ranges. */
export interface RandomPasswordParameters {
  readonly PasswordLength?: number | undefined;
  readonly ExcludeCharacters?: string | undefined;
  readonly ExcludeNumbers?: boolean | undefined;
  readonly ExcludePunctuation?: boolean | undefined;
  readonly ExcludeUppercase?: boolean | undefined;
  readonly ExcludeLowercase?: boolean | undefined;
  readonly IncludeSpace?: boolean | undefined;
  readonly RequireEachIncludedType?: boolean | undefined;
}

const CLASSES = {
  ExcludeLowercase: 'abcdefghijklmnopqrstuvwxyz',
  ExcludeUppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ExcludeNumbers: '0123456789',
  ExcludePunctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
} as const;

/**
 * Generates a password as Secrets Manager does: every password that satisfies the parameters is equally likely.
 * It generates whole passwords until one contains each required type, since inserting a character afterwards would
 * favor some. Throws Secrets Manager's error when no password satisfies the parameters.
 */
export function randomPassword(parameters: RandomPasswordParameters): string {
  const { PasswordLength: length = 32, RequireEachIncludedType: requireEach = true } = parameters;
  const excluded = new Set(parameters.ExcludeCharacters);
  const allowed = (characters: string) =>
    Array.from(characters).filter((character) => !excluded.has(character));
  const classes = Object.entries(CLASSES)
    .filter(([flag]) => parameters[flag as keyof typeof CLASSES] !== true)
    .map(([, characters]) => allowed(characters));
  const alphabet = [...classes.flat(), ...(parameters.IncludeSpace === true ? allowed(' ') : [])];

  if (alphabet.length === 0) throw invalid('All characters have been excluded from selection');
  if (requireEach) {
    if (classes.some((characters) => characters.length === 0))
      throw invalid('All characters of the desired type have been excluded');
    if (length < classes.length)
      throw invalid('Password length is too short based on the required types');
  }
  for (;;) {
    const password = Array.from({ length }, () => alphabet[randomInt(alphabet.length)] ?? '');
    if (
      !requireEach ||
      classes.every((characters) => password.some((character) => characters.includes(character)))
    )
      return password.join('');
  }
}

const invalid = (message: string) => new ServiceError('InvalidParameterException', message);
