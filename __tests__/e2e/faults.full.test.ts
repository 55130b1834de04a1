import { beforeAll, expect, test } from '@jest/globals';
import { runStep } from '../../emulator/runner/runner.js';
import {
  expectFaultResult,
  faultTable,
  runFaultCase,
  type FaultCase,
  type FaultResult
} from '../helpers/fault-table.js';

/** Most of a run that waits costs nothing. */
const AT_ONCE = 16;
/** A sixth of it is far more than a response takes on a busy machine. */
const TIMEOUT_SECONDS = 30;

const results = new Map<FaultCase, Promise<FaultResult>>();
beforeAll(() => {
  // Started in the order of the tests, so many at a time.
  const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve<unknown>(undefined));
  faultTable.forEach((row, at) => {
    const result = lanes[at % AT_ONCE]!.then(() =>
      runFaultCase(row, (_, step) => runStep(step), TIMEOUT_SECONDS)
    );
    results.set(row, result);
    lanes[at % AT_ONCE] = result.catch(() => undefined);
  });
});

test('no run has to be ended from outside', async () => {
  const ended = await Promise.all([...results.values()]);
  expect(ended.filter(({ result }) => result.conclusion === 'cancelled')).toEqual([]);
}, 900_000);

test.each(faultTable)('$name', async (row) => {
  expectFaultResult(row, await results.get(row)!);
});
