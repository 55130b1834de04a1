/** `npm run schedules`: every schedule, with what was found in each scenario. Arguments: texts that a scenario's name must have. */
import { explore, shorten } from './explore.js';
import { scenarios } from './scenarios.js';

const wanted = process.argv.slice(2);
const chosen = scenarios.filter(({ name }) => wanted.every((text) => name.includes(text)));
const failures = new Map<string, string>();
let [schedules, states, broken] = [0n, 0, 0];
for (const scenario of chosen) {
  // Three runs have orders enough without anything else.
  const found = await explore(scenario, { withFaults: scenario.runCount === 2 });
  schedules += found.schedules;
  states += found.states;
  broken += found.broken.length;
  for (const failure of found.failures) failures.set(failure, scenario.name);
  if (process.env['VERBOSE'] === 'true' || found.broken.length > 0) {
    console.log(`${scenario.name}: ${found.schedules} schedules, ${found.states} states`);
  }
  for (const { promise, schedule } of found.broken) {
    console.log(`  ✗ ${promise}\n${schedule.map((step) => `      ${shorten(step)}\n`).join('')}`);
  }
}
console.log(`Runs failed without a fault for these reasons:`);
for (const [failure, name] of failures) console.log(`  ${failure}\n      (${name})`);
console.log(
  `${chosen.length} scenarios, ${schedules} schedules through ${states} states: ${broken} broken promises.`
);
if (broken > 0) process.exitCode = 1;
