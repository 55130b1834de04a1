import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ROOT } from '../helpers/pages.js';

let built: string;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'built-'));
});
afterAll(() => rm(built, { recursive: true }));

/** Each file of a folder, by its path. */
async function contents(folder: string): Promise<Record<string, string>> {
  const paths = await readdir(folder, { recursive: true });
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const)
    )
  );
}

// A build takes 6 s, and minutes when other work keeps the machine busy.
test('dist/ is what the sources build; if not, run "npm run build" and commit dist/', async () => {
  const rollup = join(ROOT, 'node_modules/rollup/dist/bin/rollup');
  const config = join(ROOT, 'tools/build/rollup.config.mjs');
  // From another working directory, which must make no difference.
  await promisify(execFile)(process.execPath, [rollup, '--config', config, '--dir', built], {
    cwd: tmpdir()
  });
  const [expected, present] = await Promise.all([contents(built), contents(join(ROOT, 'dist'))]);
  expect(Object.keys(present).sort()).toEqual(Object.keys(expected).sort());
  // The names only, because the difference of two bundles helps nobody.
  expect(Object.keys(expected).filter((path) => expected[path] !== present[path])).toEqual([]);
}, 600_000);
