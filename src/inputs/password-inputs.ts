import type { PasswordInputs } from '../password/policy.js';
import { parsePresets } from '../password/presets.js';
import { readKeyInputs } from './key-inputs.js';
import { boolean, integer, text, verbatim, withoutUndefined } from './parse-input.js';

export function readPasswordInputs(): PasswordInputs {
  const inputs = {
    passwordLength: integer('password-length', 6, 4096),
    excludeCharacters: verbatim('exclude-characters'),
    excludeNumbers: boolean('exclude-numbers'),
    excludePunctuation: boolean('exclude-punctuation'),
    excludeUppercase: boolean('exclude-uppercase'),
    excludeLowercase: boolean('exclude-lowercase'),
    includeSpace: boolean('include-space'),
    requireEachIncludedType: boolean('require-each-included-type'),
    presets: parsePresets(text('preset') ?? ''),
    key: readKeyInputs()
  };
  return withoutUndefined(inputs);
}
