import { expect, test } from '@jest/globals';
import { run, runPromote } from '../../src/main.js';
import {
  expectFaultResult,
  faultTable,
  runFaultCase,
  type FaultCase
} from '../helpers/fault-table.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';
import { sample } from '../helpers/test-all.js';

/** What cannot be tested within Jest and without waiting; e2e/faults.full.test.ts has these too. */
const needsProcess = ({ service, kind, times }: FaultCase): boolean =>
  // A stream's error is one of Node's own, which is no Error in Jest's realm.
  (kind === 'cut-off' && service !== 'oidc') ||
  // The toolkit waits for ten seconds by itself.
  (kind === 503 && service === 'oidc' && times > 1);

test('the table has every call with every fault', () => {
  expect(faultTable.length).toBeGreaterThanOrEqual(260);
});

const rows = faultTable.filter((row) => !needsProcess(row));
test.each(sample(rows, 60))('$name', async (row) => {
  const result = await runFaultCase(row, (cloud, step) =>
    runStepInProcess(cloud, step, row.run.action === undefined ? run : runPromote)
  );
  expectFaultResult(row, result);
});
