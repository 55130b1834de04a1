import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { characters } from '../../src/password/characters.js';
import { buildPolicy } from '../../src/password/policy.js';
import { needText, presetNames, presets, type Preset } from '../../src/password/presets.js';

/** The text of docs/presets.md. `npx tsx tools/docs/presets-page.ts` writes the file. */
export function presetsPage(): string {
  const rows = presetNames.map((name) => {
    const preset = presets[name];
    return [
      code(name),
      preset.target,
      `${preset.minimum}–${preset.maximum}`,
      `${preset.length}`,
      exclusions(preset),
      needed(preset),
      `${Math.floor(buildPolicy({ presets: [name] }).entropyBits)}`,
      preset.source
    ];
  });
  const notes = presetNames.flatMap((name) => {
    const { note } = presets[name];
    return note === undefined ? [] : [`- ${code(name)}: ${note}`];
  });
  return `${introduction}
## What each preset asks

A space is never part of the password. Where no classes are listed, the target needs none; the password still
holds one character of each class that is left, as AWS does by default. Bits are the entropy of the default
length, rounded down.

${aligned([columns, ...rows])}

${notes.join('\n')}

Where a source says "narrower", no rule was found for that part, or it is not confirmed: the stricter reading is
taken, so that the password is accepted either way.
`;
}

const introduction = `<!-- Made by tools/docs/presets-page.ts from src/password/presets.ts. Do not edit. -->

# Presets

Databases, services and file formats each refuse other characters and lengths. A preset is the name of the place
where the password goes. With it, the password is one that this place accepts the first time.

\`\`\`yaml
- id: db
  uses: org/aws-random-password@v1
  with:
    aws-region: eu-west-1
    role-to-assume: arn:aws:iam::123456789012:role/passwords
    preset: rds-postgres
- run: aws rds modify-db-instance --db-instance-identifier app --master-user-password "$PASSWORD"
  env:
    PASSWORD: \${{ steps.db.outputs.password }}
\`\`\`

Pass the password on with \`env:\` and quotes, as above. Inside \`run:\` itself, \`\${{ }}\` would paste it into the
script.

## Combining

Several presets, separated by commas or lines, hold together. A database password that also goes into a
connection URL as it stands:

\`\`\`yaml
preset: rds-postgres, url-safe
\`\`\`

- The length must suit all of them. Without \`password-length\` it is the longest of their defaults, or the longest
  that all accept.
- What one of them excludes is excluded. What one of them needs is needed.
- Other inputs add to it: \`exclude-characters: "0O1lI"\` excludes these too, \`password-length: 24\` sets the length.
- A contradiction fails the step before AWS is called, and the message names both sides: a length that the preset
  does not accept, \`exclude-numbers: true\` where numbers are needed, \`exclude-punctuation: false\` where all
  punctuation is forbidden, \`include-space: true\`, \`require-each-included-type: false\` where classes are needed,
  \`opensearch, alphanumeric\`.

The password that AWS returns is checked against all of this. One that does not hold is masked, never used, and
drawn again, at most five draws in all.
`;

const columns = ['preset', 'for', 'length', 'default', 'never contains', 'needs', 'bits', 'source'];

function exclusions({ forbidden }: Preset): string {
  const kept = Array.from(characters.punctuation)
    .filter((character) => !forbidden.includes(character))
    .join('');
  if (forbidden === '') return 'nothing';
  if (kept === '') return 'any punctuation';
  return kept.length < forbidden.length
    ? `any punctuation but ${code(kept)}`
    : code(Array.from(forbidden).sort().join(''));
}

function needed({ needs, distinct }: Preset): string {
  return [needs && needText(needs), distinct && `${distinct} different characters`]
    .filter(Boolean)
    .join('; ');
}

/** A code span; its fence is one backtick longer than the longest run inside. */
function code(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = /^`|`$/.test(text) ? ' ' : '';
  return `${fence}${space}${text}${space}${fence}`;
}

/** A Markdown table, its columns padded as Prettier pads them. */
function aligned(rows: readonly (readonly string[])[]): string {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = columns.map((_, column) =>
    Math.max(3, ...escaped.map((row) => row[column]?.length ?? 0))
  );
  const line = (cells: readonly string[], filler: string): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width, filler)).join(' | ')} |`;
  const [head = [], ...body] = escaped;
  return [line(head, ' '), line([], '-'), ...body.map((row) => line(row, ' '))].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('../../docs/presets.md', import.meta.url), presetsPage());
}
