import { existsSync, readFileSync } from 'node:fs';

const STATUS = '/proc/self/status';

/**
 * The most memory that this process has had, in kilobytes. maxRSS is never below what the parent had at the fork, so
 * Linux reads /proc.
 */
export const readPeak = () =>
  existsSync(STATUS)
    ? Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))[1])
    : process.resourceUsage().maxRSS;
