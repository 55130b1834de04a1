import { ActionError } from '../errors/action-error.js';
import { nearest } from '../errors/nearest.js';
import { quote } from '../errors/quote.js';
import { awsDatabases } from './presets/aws-databases.js';
import { awsServices } from './presets/aws-services.js';
import { outsideAws } from './presets/outside-aws.js';
import { formats } from './presets/formats.js';
import type { Preset } from './presets/preset.js';

export { needText, type Preset } from './presets/preset.js';

const table = { ...awsDatabases, ...awsServices, ...outsideAws, ...formats };

export type PresetName = keyof typeof table;

/** The docs page and the error texts are made from this table. */
export const presets: Readonly<Record<PresetName, Preset>> = table;

export const presetNames = Object.keys(table) as readonly PresetName[];

/**
 * Reads the `preset` input: names separated by commas or lines, repeats dropped, an empty text is none.
 * @throws {ActionError} for an unknown name; it suggests the nearest one.
 */
export function parsePresets(text: string): readonly PresetName[] {
  const words = text
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter(Boolean);
  return [...new Set(words.map(presetNamed))];
}

function presetNamed(word: string): PresetName {
  const known = presetNames.find((name) => name === word);
  if (known) return known;
  if (/[;\s]/.test(word)) {
    throw new ActionError(
      `preset must separate names by commas or line breaks, but has ${word.includes(';') ? 'a semicolon' : 'a space'} in ${quote(word)}.`
    );
  }
  throw new ActionError(
    `preset is ${quote(word)}, which does not exist. Did you mean ${nearest(word, presetNames).name}? It must be one of ${presetNames.join(', ')}.`
  );
}
