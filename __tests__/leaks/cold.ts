// Run by main.ts in a process of its own: prints the milliseconds of CPU that the first masks of a process take.
import { maskVariants } from '../../src/masking/variants.js';
import { runners } from '../../src/runners.js';

const start = process.cpuUsage();
maskVariants(process.argv[2] ?? '', runners.github);
const { user, system } = process.cpuUsage(start);
console.log((user + system) / 1000);
