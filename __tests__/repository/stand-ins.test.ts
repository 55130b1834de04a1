import { createRequire } from 'node:module';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rollup } from 'rollup';
import { standIns, swapIn, type StandIn } from '../../tools/build/stand-ins.js';
import { ROOT } from '../helpers/pages.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

type Exports = Readonly<Record<string, unknown>>;
const load = async (path: string): Promise<Exports> => (await import(path)) as Exports;

/** What a stand-in replaces, as its importer gets it. */
function replaced({ replaces, importedBy }: StandIn): Promise<Exports> {
  const importer = join(ROOT, 'node_modules', importedBy, importedBy.endsWith('/') ? 'x.js' : '');
  return load(createRequire(importer).resolve(replaces));
}

/** The stand-in in this file, and what it replaces. */
async function pair<T>(file: string): Promise<[standIn: T, original: T]> {
  const one = standIns.find((each) => basename(each.file) === file)!;
  return (await Promise.all([load(one.file), replaced(one)])) as [T, T];
}

test.each(standIns)('what replaces $replaces exports functions as it does', async (one) => {
  const [standIn, original] = await Promise.all([load(one.file), replaced(one)]);
  const names = Object.keys(standIn).filter(
    (name) => !['default', 'module.exports'].includes(name)
  );
  expect(names).not.toEqual([]);
  for (const name of names) {
    expect([name, typeof original[name]]).toEqual([name, 'function']);
    expect([name, typeof standIn[name]]).toEqual([name, 'function']);
  }
});

describe('each does what it replaces does:', () => {
  test('HttpClient of the toolkit, where there is no proxy: it gives @actions/github no agent to use', async () => {
    type Client = new () => { getAgentDispatcher(url: string): unknown };
    const [{ HttpClient }, original] = await pair<{ HttpClient: Client }>('http-client.js');
    for (const Each of [HttpClient, original.HttpClient])
      expect(new Each().getAgentDispatcher('https://api.github.com')).toBeUndefined();
  });

  test('bindV4 of the SDK', async () => {
    for (const each of await pair<{ bindV4: (random: unknown) => () => string }>('uuid.js'))
      expect(each.bindV4(() => undefined)()).toMatch(UUID);
  });

  test('readFile of fs/promises', async () => {
    type ReadFile = (path: string, encoding: 'utf8') => Promise<string>;
    for (const each of await pair<{ readFile: ReadFile }>('fs-promises.js')) {
      await expect(each.readFile(join(ROOT, 'LICENSE'), 'utf8')).resolves.toContain('MIT License');
      const missing = each.readFile(join(ROOT, 'missing'), 'utf8');
      await expect(missing).rejects.toMatchObject({ code: 'ENOENT' });
    }
  });
});

test('the fetch that replaces the one of undici says that it must not be called', async () => {
  const { fetch } = await load(standIns.find(({ replaces }) => replaces === 'undici')!.file);
  expect(fetch).toThrow('a fetch of its own');
});

describe('the build fails when', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stand-ins-'));
    await writeFile(join(folder, 'stand-in.js'), 'export const a = 1;');
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Builds a module that imports `original`, with a stand-in that replaces what `replaces` names. */
  async function build(replaces: string, code: string) {
    await writeFile(join(folder, 'main.js'), code);
    // The folder is outside of node_modules.
    const standIn = { replaces, importedBy: '..', file: join(folder, 'stand-in.js') };
    const bundle = await rollup({ input: join(folder, 'main.js'), plugins: [swapIn([standIn])] });
    await bundle.close();
  }

  test('a stand-in was not used', async () => {
    await expect(build('original', "import { a } from 'original'; a;")).resolves.toBeUndefined();
    await expect(build('moved', "console.log('a');")).rejects.toThrow(
      'A stand-in was not used: .. does not import moved.'
    );
  });

  test('a stand-in does not export a name that is imported', async () => {
    const code = "import { a, b } from 'original'; console.log(a, b);";
    await expect(build('original', code)).rejects.toThrow('"b" is not exported');
  });
});
