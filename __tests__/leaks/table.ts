import { readFileSync } from 'node:fs';
import type { Row } from './leaks.js';

/** How many per cent of the same passwords leaked before the masks were chosen by measurement, by way of printing. */
export const BEFORE = JSON.parse(
  readFileSync(new URL('before.json', import.meta.url), 'utf8')
) as Readonly<Record<string, number>>;

export const percentOf = (leaks: number, of: number): string => percent((leaks / of) * 100);
const percent = (share: number): string => (share === 0 ? '0' : share.toFixed(share < 10 ? 1 : 0));

/** The table of docs/masking.md: a line for each way, the worst of today first. */
export function table(rows: readonly Row[]): string {
  const sorted = [...rows].sort(
    (a, b) =>
      (b.leaks[1] ?? 0) - (a.leaks[1] ?? 0) ||
      (b.leaks[0] ?? 0) - (a.leaks[0] ?? 0) ||
      (a.name < b.name ? -1 : 1)
  );
  return [
    '| printed through | the password alone, % | before, % | now, % |',
    '| --- | ---: | ---: | ---: |',
    ...sorted.map(
      ({ name, printed, leaks: [alone = 0, now = 0] }) =>
        `| ${cell(name)} | ${percentOf(alone, printed)} | ${percent(BEFORE[name] ?? NaN)} | ${percentOf(now, printed)} |`
    )
  ].join('\n');
}

const cell = (name: string): string => name.replaceAll('|', '\\|').replaceAll('$', '\\$');
