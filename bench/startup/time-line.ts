import type { LatencyProxy } from '../../emulator/latency-proxy.js';

const COLUMNS = 60;

/**
 * One row per connection: `~` while it opens, `=` while a request waits for its response, `.` while it is idle.
 *
 * @param totalMs how long the process ran.
 */
export function timeLine(
  title: string,
  proxies: Readonly<Record<string, LatencyProxy>>,
  totalMs: number
): string[] {
  const column = (ms: number): number =>
    Math.min(COLUMNS, Math.max(0, Math.round((ms / totalMs) * COLUMNS)));
  const rows = Object.entries(proxies).flatMap(([name, { connections }]) =>
    connections.map(({ opened, secured = totalMs, requests }) => {
      const cells: string[] = Array.from({ length: COLUMNS }, () => ' ');
      cells.fill('.', column(opened)).fill('~', column(opened), column(secured));
      for (const { sent, answered = totalMs } of requests)
        cells.fill('=', column(sent), Math.max(column(answered), column(sent) + 1));
      const line = cells.slice(0, COLUMNS).join('');
      return `${name.padEnd(15)}|${line}| opened at ${opened.toFixed(0)} ms`;
    })
  );
  return [`${title}: ${totalMs.toFixed(0)} ms from the start of the process to its end`, ...rows];
}
