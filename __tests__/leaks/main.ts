/**
 * `npm run leaks`: how often a pipeline prints a password readably, with the password alone masked and with all masks; what
 * the masks hide of other text; what they cost the runner; how the time to choose them grows with a kept value.
 *
 * - `-- --write` puts the tables into docs/masking.md and docs/masking-ways.md.
 * - `-- --passwords 5` prints 5 passwords of each kind and length instead of 105.
 * - `-- --choices` prints what each encoding closes and costs instead, which takes some minutes.
 *
 * A leak: half of the password's characters or more can be read off the masked line. `readable` in leaks.ts says how
 * that is measured.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { maskVariants } from '../../src/masking/variants.js';
import { runners } from '../../src/runners.js';
import { CHOSEN } from './chosen.js';
import {
  alphanumeric,
  buildLogs,
  drawn,
  everything,
  noise,
  ordinaryText,
  samples,
  seeded
} from './corpus.js';
import { countStrings, searchEachLine } from './cost.js';
import { githubMasker, measure } from './leaks.js';
import { limitOf, OPEN } from './open.js';
import { overMasked, overMaskedChosen } from './over-masking.js';
import { weigh } from './selection.js';
import { gapTable, longTable, percentOf } from './table.js';

const PAGE = new URL('../../docs/masking.md', import.meta.url);
const WAYS_PAGE = new URL('../../docs/masking-ways.md', import.meta.url);
const [START, END] = ['<!-- npm run leaks -- --write -->', '<!-- end -->'];
const random = seeded(45);
/** Passwords of each length and kind. */
const EACH = Number(process.argv[process.argv.indexOf('--passwords') + 1]) || 105;

function printChoices(): void {
  const passwords = samples(Math.min(EACH, 3));
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
  const passwords = samples(EACH);
  const rows = measure(passwords, [
    (password) => githubMasker([password]),
    (password) => githubMasker(maskVariants(password, runners.github))
  ]);
  const byTool = rows.filter(({ tool }) => tool !== undefined);
  const summary = `${rows.length} ways of printing, ${byTool.length} of them by the tool itself; ${passwords.length.toLocaleString('en')} passwords.`;
  console.log(`${longTable(rows)}\n\n${gapTable(rows)}\n\n${summary}`);
  for (const { name, tool = '', unlike, example } of rows.filter((row) => row.unlike > 0)) {
    console.error(`${name}: ${tool} differs from its model in ${unlike} lines: ${String(example)}`);
    process.exitCode = 1;
  }
  for (const row of rows.filter(({ name }) => !OPEN.has(name)))
    if ((row.leaks[1] ?? 0) / row.printed > limitOf(row.name))
      console.log(`Over its limit: ${row.name} ${percentOf(row.leaks[1] ?? 0, row.printed)} %`);
  if (process.argv.includes('--write')) {
    replaceBlock(PAGE, gapTable(rows));
    replaceBlock(WAYS_PAGE, `${summary}\n\n${longTable(rows)}`);
  }
}

function replaceBlock(file: URL, text: string): void {
  const page = readFileSync(file, 'utf8');
  const [before = '', rest = ''] = page.split(START);
  writeFileSync(file, `${before}${START}\n\n${text}\n\n${rest.slice(rest.indexOf(END))}`);
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
  const lines = [...ordinaryText('node_modules', 10e6), ...noise(5e6)]
    .join('')
    .slice(0, 10e6)
    .split('\n');
  const bare = new SecretMasker();
  bare.addMask(password);
  for (const masker of [bare, githubMasker(maskVariants(password, runners.github))]) {
    const start = performance.now();
    searchEachLine(masker.secrets, lines);
    console.log(
      `10 MB of log, each line searched for ${masker.secrets.length} strings: ${((performance.now() - start) / 1000).toFixed(2)} s.`
    );
  }
  const cold = Array.from({ length: 21 }, () => {
    const file = fileURLToPath(new URL('cold.ts', import.meta.url));
    const program = [file, everything.slice(-34, -2), drawn(32, everything, random)];
    const printed = execFileSync(process.execPath, [...process.execArgv, ...program]);
    return printed.toString().split('\n').map(Number);
  });
  const [first, second] = [0, 1].map(
    (at) => cold.map((times) => times[at] ?? NaN).sort((a, b) => a - b)[10] ?? NaN
  );
  console.log(
    `Masks of 32 characters in a new process: ${first?.toFixed(1)} ms of CPU for a sample, then ${second?.toFixed(1)} ms for the password, medians of ${cold.length}.`
  );
}

/** The kept values that are the most work, by the number of their lines: the time must grow no faster than the value. */
function printGrowth(): void {
  const sizes = [1, 4, 16, 64];
  for (const [kind, line] of [
    ['one line', Infinity],
    ['lines of 4,000 characters', 4000],
    ['lines of 330 characters', 330],
    ['lines of 64 characters', 64],
    ['lines of 8 characters', 8]
  ] as const) {
    const times = sizes.map((size) => {
      const text = drawn(size * 1024, everything, random);
      const value = text.replace(new RegExp(`.{${Math.min(line, text.length)}}`, 'g'), '$&\n');
      let [best, count] = [Infinity, 0];
      for (let run = 0; run < 5; run++) {
        const start = process.cpuUsage();
        count = maskVariants(value, runners.github, { isDrawn: false }).length;
        const { user, system } = process.cpuUsage(start);
        best = Math.min(best, (user + system) / 1000);
      }
      if (count > 200) process.exitCode = 1;
      return `${size} KB ${best.toFixed(0)} ms, ${count} masks`;
    });
    console.log(`A kept value in ${kind}: ${times.join('; ')}.`);
  }
}

function printOverMasking(): void {
  const drawnPasswords = Array.from({ length: 500 }, (_, at) =>
    drawn([8, 12, 16, 24, 32, 32, 32, 64][at % 8] ?? 32, at % 2 ? alphanumeric : everything, random)
  );
  const texts = [...ordinaryText('node_modules', 20e6), ...buildLogs()];
  for (const [what, { scanned, masks, hits }, allowed] of [
    ['500 drawn passwords, sources and logs', overMasked(drawnPasswords, texts), 0],
    ['500 drawn passwords, noise', overMasked(drawnPasswords, noise(50e6)), 2],
    [`${CHOSEN.length} chosen values, sources and logs`, overMaskedChosen(CHOSEN, texts), 0]
  ] as const) {
    console.log(
      `${what}: ${masks} strings over ${(scanned / 1e6).toFixed(1)} million characters, ${hits.length} hits ${hits.slice(0, 20).join(' ')}.`
    );
    if (hits.length > allowed) process.exitCode = 1;
  }
}

if (process.argv.includes('--choices')) printChoices();
else {
  printLeaks();
  printCosts();
  printGrowth();
  printOverMasking();
}
