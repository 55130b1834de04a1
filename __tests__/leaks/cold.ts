// Run by main.ts in a process of its own: prints the milliseconds of CPU that the masks of a process take, those of a
// sample, as a run chooses them while it waits for AWS, and then those of the password.
import { maskVariants } from '../../src/masking/variants.js';
import { runners } from '../../src/runners.js';

for (const text of process.argv.slice(2)) {
  const start = process.cpuUsage();
  maskVariants(text, runners.github);
  const { user, system } = process.cpuUsage(start);
  console.log((user + system) / 1000);
}
