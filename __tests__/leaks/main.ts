/**
 * `npm run leaks`: how often a pipeline prints a password readably, with the password alone masked, with the masks of
 * before and with those of now; what the masks hide of ordinary text; what they cost the runner.
 *
 * - `-- --write` puts the table into docs/masking.md.
 * - `-- --choices` prints what each encoding closes and costs instead, which takes some minutes.
 *
 * A leak: half of the password's characters or more can be read off the masked line. `readable` in leaks.ts says how
 * that is measured.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { maskVariants } from '../../src/masking/variants.js';
import { runners } from '../../src/runners.js';
import {
  alphanumeric,
  buildLogs,
  drawn,
  everything,
  ordinaryText,
  samples,
  seeded
} from './corpus.js';
import { countStrings, searchEachLine } from './cost.js';
import { githubMasker, measure } from './leaks.js';
import { overMasked } from './over-masking.js';
import { weigh } from './selection.js';
import { percentOf, table } from './table.js';

const PAGE = new URL('../../docs/masking.md', import.meta.url);
const [START, END] = ['<!-- npm run leaks -- --write -->', '<!-- end -->'];
const random = seeded(45);

function printChoices(): void {
  const passwords = samples(3);
  const [github, act] = [weigh(passwords, 'github'), weigh(passwords, 'act')];
  console.log(
    '| encoding | weighted leaks closed on GitHub | masks | strings | leaks closed on act | masks |\n' +
      '| --- | ---: | ---: | ---: | ---: | ---: |'
  );
  const gains = github.map((choice, at) => [choice, act[at] ?? choice] as const);
  for (const [choice, other] of gains.sort(([a], [b]) => b.gain - a.gain))
    console.log(
      `| ${choice.name} | ${choice.gain.toFixed(2)} | ${choice.masks.toFixed(2)} | ${choice.strings.toFixed(1)} | ` +
        `${other.gain.toFixed(2)} | ${other.masks.toFixed(2)} |`
    );
}

function printLeaks(): void {
  const passwords = samples(105);
  const rows = measure(passwords, [
    (password) => githubMasker([password]),
    (password) => githubMasker(maskVariants(password, runners.github))
  ]);
  const text = table(rows);
  console.log(text);
  const byTool = rows.filter(({ tool }) => tool !== undefined);
  console.log(
    `\n${rows.length} ways of printing, ${byTool.length} of them by the tool itself; ${passwords.length} passwords.`
  );
  for (const { name, tool = '', unlike, example } of rows.filter((row) => row.unlike > 0)) {
    console.error(`${name}: ${tool} differs from its model in ${unlike} lines: ${String(example)}`);
    process.exitCode = 1;
  }
  for (const row of rows.filter(({ leaks }) => (leaks[1] ?? 0) > 0))
    console.log(`Open: ${row.name} ${percentOf(row.leaks[1] ?? 0, row.printed)} %`);
  if (process.argv.includes('--write')) {
    const page = readFileSync(PAGE, 'utf8');
    const [before = '', rest = ''] = page.split(START);
    writeFileSync(PAGE, `${before}${START}\n\n${text}\n\n${rest.slice(rest.indexOf(END))}`);
  }
}

function printCosts(): void {
  for (const [length, alphabet, kind] of [
    [8, everything, 'full'],
    [16, everything, 'full'],
    [32, everything, 'full'],
    [32, alphanumeric, 'alphanumeric'],
    [64, everything, 'full'],
    [128, everything, 'full'],
    [128, alphanumeric, 'alphanumeric'],
    [1000, everything, 'full']
  ] as const) {
    const passwords = Array.from({ length: length > 128 ? 20 : 1000 }, () =>
      drawn(length, alphabet, random)
    );
    const { masks, mostMasks, strings } = countStrings(passwords);
    console.log(
      `${length} characters, ${kind} alphabet: ${masks.toFixed(1)} masks, at most ${mostMasks}; ${strings.toFixed(0)} strings.`
    );
  }
  const password = drawn(32, everything, random);
  const lines = [...ordinaryText('node_modules', 10e6)].join('').slice(0, 10e6).split('\n');
  const bare = new SecretMasker();
  bare.addMask(password);
  for (const masker of [bare, githubMasker(maskVariants(password, runners.github))]) {
    const start = performance.now();
    searchEachLine(masker.secrets, lines);
    console.log(
      `10 MB of log, each line searched for ${masker.secrets.length} strings: ${((performance.now() - start) / 1000).toFixed(2)} s.`
    );
  }
  const start = performance.now();
  for (let at = 0; at < 100; at++) maskVariants(drawn(32, everything, random), runners.github);
  console.log(
    `Masks of 32 characters: ${((performance.now() - start) / 100).toFixed(1)} ms a password.`
  );
}

function printOverMasking(): void {
  const { scanned, masks, hits } = overMasked(samples(5), [
    ...ordinaryText('node_modules', 20e6),
    ...buildLogs()
  ]);
  console.log(
    `Over-masking: ${masks} strings over ${(scanned / 1e6).toFixed(1)} million characters: ${hits.length} hits ${hits.join(' ')}.`
  );
  if (hits.length > 0) process.exitCode = 1;
}

if (process.argv.includes('--choices')) printChoices();
else {
  printLeaks();
  printCosts();
  printOverMasking();
}
