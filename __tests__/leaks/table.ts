import { GAPS } from './open.js';
import type { Row } from './leaks.js';

export const percentOf = (leaks: number, of: number): string => percent((leaks / of) * 100);
const percent = (share: number): string => (share === 0 ? '0' : share.toFixed(share < 10 ? 1 : 0));
const share = ({ printed, leaks: [, now = 0] }: Row): number => (now / printed) * 100;

/** A line for each way of printing, the worst first. */
export function longTable(rows: readonly Row[]): string {
  const sorted = [...rows].sort(
    (a, b) =>
      share(b) - share(a) || (b.leaks[0] ?? 0) - (a.leaks[0] ?? 0) || (a.name < b.name ? -1 : 1)
  );
  return [
    '| printed through | the password alone, % | with the masks, % |',
    '| --- | ---: | ---: |',
    ...sorted.map(
      ({ name, printed, leaks: [alone = 0, now = 0] }) =>
        `| ${cell(name)} | ${percentOf(alone, printed)} | ${percentOf(now, printed)} |`
    )
  ].join('\n');
}

/** A line for each gap, with the shares of its ways, and what to do about it. */
export function gapTable(rows: readonly Row[]): string {
  return [
    '| printed | leaks, % | instead |',
    '| --- | ---: | --- |',
    ...GAPS.map(({ name, ways, remedy }) => {
      const shares = rows.filter((row) => ways.includes(row.name)).map(share);
      const [least, most] = [Math.min(...shares), Math.max(...shares)].map(percent);
      return `| ${name} | ${least === most ? String(most) : `${String(least)} to ${String(most)}`} | ${remedy} |`;
    })
  ].join('\n');
}

const cell = (name: string): string => name.replaceAll('|', '\\|').replaceAll('$', '\\$');
