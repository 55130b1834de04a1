import { expect, test } from '@jest/globals';
import { explore, type Exploration } from '../schedules/explore.js';
import { scenarios } from '../schedules/scenarios.js';

/** Every pair of modes without a fault, and a part of them with one; `npm run schedules` runs everything with every fault. */
const withFaults = /; plain$|(keep|rotate) \+ rotate.*; present; two keys$/;

test('no schedule of two runs breaks a promise', async () => {
  const found: (Exploration & { readonly name: string })[] = [];
  for (const scenario of scenarios) {
    const exploration = await explore(scenario, { withFaults: withFaults.test(scenario.name) });
    found.push({ ...exploration, name: scenario.name });
  }
  const schedules = found.reduce((sum, exploration) => sum + exploration.schedules, 0n);
  const states = found.reduce((sum, exploration) => sum + exploration.states, 0);
  process.stdout.write(`${found.length} scenarios, ${schedules} schedules, ${states} states\n`);
  expect(
    found.filter(({ broken }) => broken.length > 0).map(({ name, broken }) => [name, broken])
  ).toEqual([]);
  // A search that finds nothing to do proves nothing.
  expect(found.length).toBeGreaterThan(400);
  expect(schedules).toBeGreaterThan(80_000_000n);
  expect(found.filter((exploration) => exploration.schedules < 2n).map(({ name }) => name)).toEqual(
    []
  );
}, 900_000);
