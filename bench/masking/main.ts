/**
 * How often a pipeline prints a password readably, with the password alone masked and with its printed forms masked
 * too; what the masks hide of ordinary text; what they cost. `--write` puts the table into docs/masking.md.
 *
 * A leak: half of the password's characters or more can be read off the masked line. `readable` in bench/masking/leaks.ts
 * says how that is measured.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import {
  alphanumeric,
  drawn,
  everything,
  measure,
  ordinaryText,
  overMasked,
  samples,
  seeded,
  table
} from './leaks.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { maskVariants } from '../../src/masking/variants.js';

const PAGE = new URL('../../docs/masking.md', import.meta.url);
const [START, END] = ['<!-- npm run leaks -- --write -->', '<!-- end -->'];

const passwords = samples(320);
const rows = measure(passwords);
const text = table(rows);
console.log(text);

const open = rows.filter(({ wrapped, after }) => !wrapped && after > 0);
const unlike = rows.filter((row) => row.unlike > 0);
const byTool = rows.filter(({ tool }) => tool !== undefined);
console.log(
  `\n${rows.length} ways of printing, ${byTool.length} of them by the tool itself; ${passwords.length} passwords.`
);
for (const { name, tool = '', unlike: lines } of unlike)
  console.log(`${name}: ${tool} differs from its model in ${lines} lines.`);

const random = seeded(45);
const counts = (length: number, from: string, many: number): string => {
  const found = Array.from(
    { length: many },
    () => maskVariants(drawn(length, from, random)).length
  );
  found.sort((a, b) => a - b);
  return `${length} characters: ${found[many >> 1] ?? 0}, at most ${found.at(-1) ?? 0}`;
};
console.log(
  `\nForms, full set, ${counts(32, everything, 10_000)}; ${counts(8, everything, 10_000)}; ${counts(128, everything, 500)}.`
);
console.log(`Forms, alphanumeric, ${counts(32, alphanumeric, 1000)}.`);

const timed = (work: () => unknown): string => {
  const start = performance.now();
  work();
  return `${(performance.now() - start).toFixed(1)} ms`;
};
const short = Array.from({ length: 1000 }, () => drawn(32, everything, random));
const long = drawn(4096, everything, random);
console.log(
  `Time: ${timed(() => short.map(maskVariants))} for 1,000 passwords of 32 characters, ${timed(() => maskVariants(long))} for one of 4,096.`
);

const log = [...ordinaryText('node_modules', 1e6)].join('');
const masker = new SecretMasker();
const bare = new SecretMasker();
for (const value of [short[0] ?? '', ...maskVariants(short[0] ?? '').map((form) => form.value)])
  masker.addMask(value);
bare.addMask(short[0] ?? '');
console.log(
  `Masking ${(log.length / 1e6).toFixed(1)} million characters of log: ${timed(() => bare.mask(log))} with the password alone, ${timed(() => masker.mask(log))} with its forms.`
);

const eight = Array.from({ length: 250 }, (_, at) =>
  drawn(8, at % 5 === 0 ? alphanumeric : everything, random)
);
const { scanned, masks, hits } = overMasked(eight, ordinaryText('node_modules', 12e6));
console.log(
  `Over-masking: ${masks} masks of ${eight.length} passwords of 8 characters over ${(scanned / 1e6).toFixed(1)} million characters: ${hits.length} hits.`
);

if (process.argv.includes('--write')) {
  const page = readFileSync(PAGE, 'utf8');
  const [before = '', rest = ''] = page.split(START);
  const after = rest.slice(rest.indexOf(END));
  writeFileSync(PAGE, `${before}${START}\n\n${text}\n\n${after}`);
}
if (open.length > 0 || unlike.length > 0 || hits.length > 0) {
  console.error(
    `Leaks: ${open.map(({ name, after }) => `${name} ${after}`).join(', ') || 'none'}. Over-masked: ${[...new Set(hits)].length} masks.`
  );
  process.exitCode = 1;
}
