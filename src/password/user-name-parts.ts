import type { UserNameRule } from './presets/preset.js';

/** Shorter parts are not compared, by the rules of Windows and Azure alike. */
const MINIMUM = 3;

/**
 * The lower-case texts that a password for this account must not contain, each once. Sources: Windows' complexity
 * requirements (the account name, and each part of the display name between `,.-_ #` and tabs; narrower here: also
 * between `\` and `@`), and Azure ("three or more consecutive alphanumeric characters"; narrower here: any characters).
 */
export function userNameParts(userName: string, rule: UserNameRule): readonly string[] {
  const name = userName.toLowerCase();
  const parts =
    rule === 'parts'
      ? [name, ...name.split(/[,.\-_ #\t\\@]+/)]
      : Array.from({ length: name.length }, (_, at) => name.slice(at, at + MINIMUM));
  return [...new Set(parts)].filter((part) => part.length >= MINIMUM);
}
