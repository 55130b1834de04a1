/**
 * `npx tsx tools/docs/readme-tables.ts` writes the tables of inputs and outputs in README.md: the descriptions from
 * action.yml, grouped by what a reader wants to do.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { readAction } from '../../emulator/runner/action-manifest.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A heading, and the inputs below it. */
type Group = readonly [heading: string, inputs: readonly string[]];

export const GROUPS: readonly Group[] = [
  ['The password', ['preset', 'password-length', 'exclude-characters', 'user-name', 'key-bytes']],
  ['AWS', ['aws-region', 'role-to-assume']],
  [
    'Secrets Manager',
    [
      'secret-id',
      'if-secret-exists',
      'if-secret-missing',
      'generate-string-key',
      'user-name-key',
      'secret-string-template'
    ]
  ],
  [
    'Rotation',
    ['secret-version-stage', 'if-rotation-pending', 'rotate-after-days', 'alternate-user-name']
  ],
  [
    'Pass it on',
    ['output-password', 'password-hash', 'github-secret', 'github-environment', 'github-token']
  ]
];

/** Those that few need, folded: what they are about, and their names. */
const FOLDED: readonly Group[] = [
  [
    'kinds of characters',
    [
      'exclude-numbers',
      'exclude-punctuation',
      'exclude-uppercase',
      'exclude-lowercase',
      'include-space',
      'require-each-included-type'
    ]
  ],
  ['the encoding of a key', ['key-encoding']],
  [
    'role chains, sessions and time limits',
    [
      'role-chaining',
      'role-external-id',
      'role-session-name',
      'role-duration-seconds',
      'audience',
      'timeout-seconds'
    ]
  ],
  ['a secret that is created', ['secret-description', 'secret-tags', 'kms-key-id']],
  [
    'secrets of other repositories and of organizations',
    ['github-repository', 'github-organization', 'github-secret-app', 'github-secret-visibility']
  ]
];

const cell = (text: string): string =>
  text.replaceAll(/[\\|]/g, '\\$&').replaceAll(/\s+/g, ' ').trim();

/** The tables, as Markdown. */
export async function readmeTables(): Promise<string> {
  const { inputs, outputs } = await readAction(ROOT);
  const described = new Map(inputs.map(({ name, description }) => [name, description]));
  const known = [...GROUPS, ...FOLDED].flatMap(([, names]) => names);
  const forgotten = [...described.keys()].filter((name) => !known.includes(name));
  if (forgotten.length > 0) throw new Error(`No group has ${forgotten.join(', ')}.`);
  const table = (names: readonly string[]): string => {
    const rows = names.flatMap((name) => {
      const description = described.get(name);
      return description === undefined ? [] : [`| \`${name}\` | ${cell(description)} |`];
    });
    return ['| input | |', '| --- | --- |', ...rows].join('\n');
  };
  const groups = GROUPS.flatMap(([heading, names]) => [`### ${heading}`, table(names)]);
  const subjects = FOLDED.map(([subject]) => subject);
  const summary = `More inputs: ${subjects.slice(0, -1).join('; ')}; and ${subjects.at(-1) ?? ''}`;
  const results = outputs.map(({ name, description }) => `| \`${name}\` | ${cell(description)} |`);
  return [
    '## Inputs',
    'Every input is optional, and an empty one counts as not set. Booleans are `true` and `false`.',
    ...groups,
    `<details>\n<summary>${summary}</summary>`,
    table(FOLDED.flatMap(([, names]) => names)),
    '</details>',
    '## Outputs',
    ['| output | |', '| --- | --- |', ...results].join('\n')
  ].join('\n\n');
}

const BETWEEN = /(<!-- tables -->\n).*?(\n<!-- \/tables -->)/s;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = join(ROOT, 'README.md');
  const page = readFileSync(path, 'utf8');
  const tables = await readmeTables();
  const text = page.replace(
    BETWEEN,
    (_, begin: string, end: string) => `${begin}\n${tables}\n${end}`
  );
  const options = await resolveConfig(path);
  writeFileSync(path, await format(text, { ...options, filepath: path }));
}
