import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** No import that TypeScript follows: the file has no types. */
const CONFIG = '../../jest.config.js';
const { default: config } = (await import(CONFIG)) as { default: { reporters: string[] } };

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'no-masks-'));
  await writeFile(join(folder, 'package.json'), '{}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs jest with the reporters of this repository and a test a statement, each in a file of its own. */
async function runTests(...statements: string[]): Promise<{ status: number | null; log: string }> {
  const files = statements.map((statement, index) => ({
    path: join(folder, `${statements.length}-${index}.test.js`),
    text: `test('passes', () => { ${statement} });`
  }));
  for (const { path, text } of files) await writeFile(path, text);
  const reporters = config.reporters.map((each) => each.replace('<rootDir>', resolve('.')));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      resolve('node_modules/jest/bin/jest.js'),
      `--config=${JSON.stringify({ rootDir: folder, reporters, transform: {} })}`,
      '--maxWorkers=2',
      '--runTestsByPath',
      ...files.map(({ path }) => path)
    ],
    { encoding: 'utf8', cwd: folder }
  );
  return { status, log: stdout + stderr };
}

/** In pieces, so that this file's own text is no mask. */
const MASK = `'::add-' + 'mask::secret\\n'`;
const CHILD = `require('node:child_process').spawnSync(process.execPath, ['-e', "console.log('::add-' + 'mask::secret')"], { stdio: 'inherit' })`;

describe('the reporters of npm test', () => {
  test.each([
    ['in the process of a test', `process.stdout.write(${MASK})`],
    ['in two pieces', `process.stdout.write('::add-'); process.stdout.write('mask::secret\\n')`],
    ['on stderr', `process.stderr.write('  ' + ${MASK})`]
  ])('fail a run of passing tests that print a mask %s', async (_, statement) => {
    const { status, log } = await runTests(statement);
    expect(log).toContain('Tests:       1 passed, 1 total');
    expect(log).toContain('The tests printed 1 masks.');
    expect(status).toBe(1);
  });

  test('fail one that prints masks in a worker, and in a program that a worker starts', async () => {
    const { status, log } = await runTests(`process.stdout.write(${MASK})`, CHILD);
    expect(log).toContain('Tests:       2 passed, 2 total');
    expect(log).toContain('The tests printed 2 masks.');
    expect(status).toBe(1);
  });

  test('let a run pass whose tests print other things, and masks in the middle of a line', async () => {
    const { status, log } = await runTests(
      `process.stdout.write('::debug::x\\n'); process.stdout.write('prints ' + ${MASK})`
    );
    expect(log).not.toContain('The tests printed');
    expect(status).toBe(0);
  });
});
