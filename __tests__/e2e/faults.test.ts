import { test } from '@jest/globals';
import { runStep } from '../../emulator/runner/runner.js';
import { expectFaultResult, faultTable, runFaultCase } from '../helpers/fault-table.js';

// The rest of the table: integration/faults.test.ts without waiting, faults.full.test.ts as processes.
const rows = faultTable.filter(
  ({ kind, times, service }) => kind === 'cut-off' && times === 1 && service !== 'oidc'
);

test.each(rows)('$name', async (row) => {
  expectFaultResult(row, await runFaultCase(row, (_, step) => runStep(step)));
});
