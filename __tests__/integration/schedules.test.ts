import { expect, test } from '@jest/globals';
import { explore, type Exploration, type Scenario } from '../schedules/explore.js';
import { scenarios } from '../schedules/scenarios.js';
import { isAll } from '../helpers/test-all.js';

/**
 * Pairs of actors without a fault (in `npm test` one in six), and these with one as well. They contain what each rule of the store is for: a
 * secret without a value that a lagging read does not find, a left-over AWSPENDING that is taken off beside a put.
 * `npm run schedules` runs everything with every fault, and three runs at once.
 */
const WITH_FAULTS = [
  isAll
    ? /^(fail|keep|rotate) \+ (keep|rotate|promote what is pending); (missing|without value|present|pending|pending, stale|promoted by half|scheduled for deletion); plain$/
    : /^(keep|rotate) \+ (rotate|promote what is pending); (without value|promoted by half); plain$/,
  /^(keep|rotate|promote what is pending) \+ rotate to AWSPENDING, resume; (present|pending, stale); plain$/,
  isAll
    ? /^rotate to AWSPENDING, resume \+ promote .*; (present|pending|pending, stale|pending, superseded); one key$/
    : /^rotate to AWSPENDING, resume \+ promote .*; (present|pending, stale); one key$/,
  /^rotate \+ promote what is pending; pending; two keys$/,
  /^rotate \+ rotate; present; two keys$/,
  /^rotate by AWS \+ promote what is pending; present; plain$/,
  isAll
    ? /^job \+ (job|keep an account); (missing|pending); two accounts$/
    : /^job \+ job; pending; two accounts$/,
  /^rotate to AWSPENDING, other template .*; pending; one key$/
];
const isPair = ({ runCount }: Scenario): boolean => runCount === 2;

test('no schedule of two runs breaks a promise', async () => {
  const found: (Exploration & { readonly name: string })[] = [];
  for (const [at, scenario] of scenarios.filter(isPair).entries()) {
    const withFaults = WITH_FAULTS.some((pattern) => pattern.test(scenario.name));
    if (withFaults || isAll || at % 6 === 0)
      found.push({ ...(await explore(scenario, { withFaults })), name: scenario.name });
  }
  const schedules = found.reduce((sum, exploration) => sum + exploration.schedules, 0n);
  const states = found.reduce((sum, exploration) => sum + exploration.states, 0);
  process.stdout.write(`${found.length} scenarios, ${schedules} schedules, ${states} states\n`);
  expect(
    found.filter(({ broken }) => broken.length > 0).map(({ name, broken }) => [name, broken])
  ).toEqual([]);
  // A search that finds nothing to do proves nothing.
  expect(found.length).toBeGreaterThan(isAll ? 700 : 120);
  expect(schedules).toBeGreaterThan(10_000_000n);
  expect(found.filter((exploration) => exploration.schedules < 2n).map(({ name }) => name)).toEqual(
    []
  );
  for (const pattern of WITH_FAULTS) {
    expect(found.some(({ name }) => pattern.test(name))).toBe(true);
  }
}, 900_000);
