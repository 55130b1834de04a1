import { test } from '@jest/globals';

/** Whether `npm run test:all` runs, in which no case is left out. */
export const isAll = process.env['TEST_ALL'] === 'true';

/** A test that only `npm run test:all` runs, because it takes long or waits. */
export const inAll = isAll ? test : test.skip;

/** In `npm test` some of the cases, from the first on and evenly spread. */
export const sample = <T>(cases: readonly T[], count: number): readonly T[] =>
  isAll || cases.length <= count
    ? cases
    : Array.from({ length: count }, (_, at) => cases[Math.floor((at * cases.length) / count)]!);
