/**
 * `npm run carriers`: does a password arrive in the places where people put it? Passwords of each preset are written
 * as they stand into command lines, URLs, connection strings, files and code, and read back with the place's own
 * parser; percent-encoded passwords too. The results go to results.json and from there into docs/places.md and docs/presets.md. A place whose parser is not installed is
 * skipped with a message and keeps its results. `-- --install` installs the parsers beside the project; `-- PLACE…`
 * measures these only, `-- aws-rds` just creates databases by the AWS CLI. Fails where a password does not arrive in a place that its preset claims.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { tryAwsCli } from './aws-rds.js';
import { measure } from './measure.js';
import {
  places,
  presetsClaiming,
  type Measurement,
  type Place
} from '../../tools/docs/carrier-places.js';
import { install } from './tools.js';

const file = new URL('results.json', import.meta.url);

const counts = { passed: 0, failed: 0, skipped: 0 };

function report(result: keyof typeof counts, words: string): void {
  counts[result] += 1;
  console.log(`${result.padEnd(7)} ${words}`);
}

/** Each result is saved at once, a line an entry: the whole takes a while. */
function save(id: string, result: Measurement): void {
  const results = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Measurement>;
  results[id] = result;
  const sorted = places.flatMap((place) => {
    const each = results[place.id];
    return each ? [[place.id, each] as const] : [];
  });
  const lines = sorted.map((entry) => entry.map((part) => JSON.stringify(part)).join(': '));
  writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
}

async function tryPlace(place: Place): Promise<void> {
  const result = await measure(place);
  if (!result) {
    report('skipped', `${place.id}: npm run carriers -- --install`);
    return;
  }
  save(place.id, result);
  const broken = presetsClaiming(place).filter((name) => result.failures[name]);
  const failing = Object.keys(result.failures).length;
  if (broken.length > 0) report('failed', `${place.id} by ${result.parser}: ${broken.join(', ')}`);
  else report('passed', `${place.id} by ${result.parser}: ${failing} other presets break in it`);
}

async function run(wanted: readonly string[]): Promise<void> {
  const queue = places.filter(({ id }) => wanted.length === 0 || wanted.includes(id)).values();
  const worker = async (): Promise<void> => {
    for (const place of queue) await tryPlace(place);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  if (wanted.length === 0 || wanted.includes('aws-rds')) {
    const failed = await tryAwsCli();
    if (failed === undefined) report('skipped', 'aws-rds: npm run carriers -- --install');
    else report(failed > 0 ? 'failed' : 'passed', 'aws-rds');
  }
  // The pages read the results when they are loaded.
  (await import('../../tools/docs/presets-page.js')).writePages();
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

const flags = process.argv.slice(2);
if (flags.includes('--install')) install();
else await run(flags);
