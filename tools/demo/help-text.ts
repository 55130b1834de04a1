import type { ActionManifest } from '../../emulator/runner/action-manifest.js';

const TEXT_WIDTH = 94;

const entry = (option: string, text: string): string =>
  `  --${option}\n${text.replace(new RegExp(`(.{1,${TEXT_WIDTH}})(?:\\s+|$)`, 'g'), '      $1\n')}`.trimEnd();

/** The text of `--help`. */
export function helpText(
  { description, inputs }: ActionManifest,
  recipes: readonly string[]
): string {
  return [
    'Usage: npm start -- [--INPUT VALUE | --INPUT=VALUE]... [--aws] [--debug]',
    '       npm start -- --recipe NAME',
    '       npm start -- --workflow FILE[,FILE]... [--roles FOLDER]',
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
    entry('recipe NAME', `Run a workflow of the pages: ${recipes.join(', ')}.`),
    entry(
      'workflow FILE',
      'Run workflows of your own, separated by commas, one after the other. The account, the roles and the repository are those of the pages.'
    ),
    entry(
      'roles FOLDER',
      'Take the roles from this folder: NAME.json is the policy of the role NAME, and trust-NAME.json or trust-main.json says who may assume it. By default docs/aws.'
    ),
    entry('aws', 'Call real AWS with the credentials of this machine.'),
    entry('debug', 'Show the debug log, as GitHub does with "Enable debug logging".'),
    entry('help', 'Show this text.')
  ].join('\n');
}
