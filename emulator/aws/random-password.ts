import { randomInt } from 'node:crypto';
import { ServiceError } from '../service.js';

/** GetRandomPassword's parameters, already checked for type and range. */
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
 * A password as Secrets Manager draws it: uniform over all passwords that hold the parameters.
 * Whole draws are rejected until each required class occurs, since putting one in afterwards would
 * favour it. Throws the service's {@link ServiceError} where no password can hold.
 */
export function randomPassword(parameters: RandomPasswordParameters): string {
  const { PasswordLength: length = 32, RequireEachIncludedType: requireEach = true } = parameters;
  const excluded = new Set(parameters.ExcludeCharacters);
  const left = (characters: string) => Array.from(characters).filter((one) => !excluded.has(one));
  const classes = Object.entries(CLASSES)
    .filter(([flag]) => parameters[flag as keyof typeof CLASSES] !== true)
    .map(([, characters]) => left(characters));
  const alphabet = [...classes.flat(), ...(parameters.IncludeSpace === true ? left(' ') : [])];

  if (alphabet.length === 0) throw invalid('All characters have been excluded from selection');
  if (requireEach) {
    if (classes.some((characters) => characters.length === 0))
      throw invalid('All characters of the desired type have been excluded');
    if (length < classes.length)
      throw invalid('Password length is too short based on the required types');
  }
  for (;;) {
    const drawn = Array.from({ length }, () => alphabet[randomInt(alphabet.length)] ?? '');
    if (
      !requireEach ||
      classes.every((characters) => drawn.some((one) => characters.includes(one)))
    )
      return drawn.join('');
  }
}

const invalid = (message: string) => new ServiceError('InvalidParameterException', message);
