import type { ActionManifest } from '../../emulator/runner/action-manifest.js';
import { recipes } from './recipes.js';

const TEXT_WIDTH = 94;

const entry = (option: string, text: string): string =>
  `  --${option}\n${text.replace(new RegExp(`(.{1,${TEXT_WIDTH}})(?:\\s+|$)`, 'g'), '      $1\n')}`.trimEnd();

/** The text of `--help`. */
export function helpText({ description, inputs }: ActionManifest): string {
  const recipeList = Object.entries(recipes).map(([name, { page }]) => `${name} (${page})`);
  return [
    'Usage: npm start -- [--INPUT VALUE | --INPUT=VALUE]... [--aws] [--debug]',
    '       npm start -- --recipe NAME',
    '',
    `Runs the built action on this machine. ${description}`,
    'AWS and GitHub are embedded; --aws calls real AWS.',
    '',
    'Inputs, from action.yml. A value that begins with a dash needs "=": --exclude-characters=-_',
    ...inputs.map(({ name, description, default: value }) =>
      entry(name, value === '' ? description : `${description} Default: ${value}`)
    ),
    '',
    'Options:',
    entry('recipe NAME', `Run a workflow of the pages: ${recipeList.join(', ')}.`),
    entry('aws', 'Call real AWS with the credentials of this machine.'),
    entry('debug', 'Show the debug log, as GitHub does with "Enable debug logging".'),
    entry('help', 'Show this text.')
  ].join('\n');
}
