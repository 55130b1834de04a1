/**
 * `npx tsx tools/docs/readme-tables.ts` writes the tables of inputs and outputs in README.md: the descriptions from
 * action.yml, grouped by what a reader wants to do, with the defaults.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { readAction } from '../../emulator/runner/action-manifest.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A heading, its inputs, and what an unset one means: as code, or as words. */
type Group = readonly [heading: string, inputs: Readonly<Record<string, string>>];

const NONE = '';
export const GROUPS: readonly Group[] = [
  [
    'The password',
    {
      preset: NONE,
      'password-length': "the preset's, or `32`",
      'exclude-characters': NONE,
      'exclude-numbers': '`false`',
      'exclude-punctuation': '`false`',
      'exclude-uppercase': '`false`',
      'exclude-lowercase': '`false`',
      'include-space': '`false`',
      'require-each-included-type': '`true`',
      'user-name': NONE,
      'key-bytes': NONE,
      'key-encoding': '`hex`'
    }
  ],
  [
    'AWS',
    {
      'aws-region': '`AWS_REGION`, `AWS_DEFAULT_REGION`',
      'role-to-assume': "the SDK's default chain",
      'role-chaining': '`false`',
      'role-external-id': NONE,
      'role-session-name': 'repository and run',
      'role-duration-seconds': '`900`',
      audience: '`sts.amazonaws.com`',
      'timeout-seconds': '`60`'
    }
  ],
  [
    'Store it in Secrets Manager',
    {
      'secret-id': 'not stored',
      'if-secret-exists': '`fail`',
      'if-secret-missing': '`create`',
      'generate-string-key': 'the value is the password',
      'secret-string-template': NONE,
      'secret-description': NONE,
      'secret-tags': NONE,
      'kms-key-id': '`aws/secretsmanager`'
    }
  ],
  [
    'Rotate it',
    {
      'secret-version-stage': '`AWSCURRENT`',
      'if-rotation-pending': '`resume`',
      'rotate-after-days': 'every run'
    }
  ],
  [
    'Hand it over',
    {
      'output-password': '`true`',
      'password-hash': NONE,
      'github-secret': NONE,
      'github-repository': 'that of the job',
      'github-environment': "the repository's secrets",
      'github-organization': NONE,
      'github-secret-app': '`actions`',
      'github-secret-visibility': '`selected`',
      'github-token': NONE
    }
  ]
];

const cell = (text: string): string =>
  text.replaceAll(/[\\|]/g, '\\$&').replaceAll(/\s+/g, ' ').trim();

/** The tables, as Markdown. */
export async function readmeTables(): Promise<string> {
  const { inputs, outputs } = await readAction(ROOT);
  const described = new Map(inputs.map(({ name, description }) => [name, description]));
  const known = GROUPS.flatMap(([, names]) => Object.keys(names));
  const forgotten = [...described.keys()].filter((name) => !known.includes(name));
  if (forgotten.length > 0) throw new Error(`No group has ${forgotten.join(', ')}.`);
  const groups = GROUPS.map(([heading, names]) => {
    const rows = Object.entries(names).flatMap(([name, value]) => {
      const description = described.get(name);
      return description === undefined ? [] : [`| \`${name}\` | ${value} | ${cell(description)} |`];
    });
    return [`### ${heading}`, '', '| input | default | |', '| --- | --- | --- |', ...rows].join(
      '\n'
    );
  });
  const results = outputs.map(({ name, description }) => `| \`${name}\` | ${cell(description)} |`);
  return [
    '## Inputs',
    'Every input is optional, and an empty one counts as not set. Booleans are `true` and `false`.',
    ...groups,
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
