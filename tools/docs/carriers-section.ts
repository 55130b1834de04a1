import { readFileSync } from 'node:fs';
import { places, type Place } from './carrier-places.js';
import { presetNames, type PresetName } from '../../src/password/presets.js';
import { code, table } from './markdown.js';

/** As `npm run carriers` has measured it. */
interface Measured {
  readonly passwordsEach: number;
  readonly parser: string;
  readonly breaks: { readonly first: string; readonly middle: string; readonly last: string };
  readonly failures: Readonly<Partial<Record<PresetName, { failed: number; at: string }>>>;
}

const results = JSON.parse(
  readFileSync(new URL('../../bench/carriers/results.json', import.meta.url), 'utf8')
) as Readonly<Partial<Record<string, Measured>>>;

export const measuredPlaces: readonly (Place & Measured)[] = places.flatMap((place) => {
  const result = results[place.id];
  return result ? [{ ...place, ...result }] : [];
});

/** The section of docs/presets.md that says where each preset's passwords arrive. */
export function carriersSection(): string {
  const groups = [...new Set(measuredPlaces.map(({ group }) => group))].map((name) => {
    const group = measuredPlaces.filter((place) => place.group === name);
    return `### ${name}

${table([['preset', ...group.map((place) => place.name)], ...presetRows(group)])}
`;
  });
  return `## Where each can go

A database accepts a password, and then the password breaks on its way: in a URL, in a file, in a script that it was
pasted into. \`npm run carriers\` writes ${measuredPlaces[0]?.passwordsEach ?? 0} passwords of each preset into
${measuredPlaces.length} places as they stand (\`PW\`), without quoting or encoding them for that place, and reads them
back with the place's own parser. Where a password does not arrive, encode it (\`password-url-encoded\` for URLs), quote
it as the place wants it, or add \`shell-safe\`.

These characters do not arrive, each by itself in a password:

${table([['place', 'breaks at', 'read by'], ...measuredPlaces.map(characterRow)])}

The tables below say how many of a preset's passwords do not arrive, and at which characters; \`·\` means that all
arrive.

${groups.join('\n')}`;
}

function characterRow({ name, parser, breaks }: Place & Measured): readonly string[] {
  const { first, middle, last } = breaks;
  const without = (text: string, other: string): string =>
    Array.from(text)
      .filter((character) => !other.includes(character))
      .join('');
  const parts: readonly (readonly [where: string, characters: string])[] = [
    ['', middle],
    ['first ', without(first, middle)],
    ['last ', without(last, middle)]
  ];
  const words = parts.flatMap(([where, text]) => (text ? [where + code(text)] : []));
  return [name, words.join('; ') || 'nothing', parser];
}

/** Presets whose passwords fare alike share a row. */
function presetRows(group: readonly Measured[]): readonly (readonly string[])[] {
  const rows = new Map<string, { readonly names: string[]; readonly cells: readonly string[] }>();
  for (const name of presetNames) {
    const cells = group.map(({ failures, passwordsEach }) => {
      const failure = failures[name];
      if (!failure) return '·';
      const percent = `${Math.ceil((100 * failure.failed) / passwordsEach)} %`;
      const characters = Array.from(failure.at).sort().join('');
      return characters === '' ? percent : `${percent} ${code(characters)}`;
    });
    const key = JSON.stringify(cells);
    const row = rows.get(key) ?? { names: [], cells };
    rows.set(key, row);
    row.names.push(name);
  }
  return [...rows.values()].map(({ names, cells }) => [names.map(code).join(', '), ...cells]);
}
