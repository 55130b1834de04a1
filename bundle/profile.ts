// `npm run profile`: which functions an ordinary run calls, an OIDC token and TLS included. They are written to
// bundle/called-functions.json, by which bundle/build.mjs has V8 compile them along with their file. `--check` writes
// nothing and fails where that file tells too much else: its functions are known by what they say, so that it ages
// with every change of the code.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import prettier from 'prettier';
import { certificateFile, startFront } from '../bench/front.js';
import { startLocalCloud } from '../local/aws/index.js';
import { nodeFor } from '../local/runner.js';

/** What may differ, in percent of the functions that are called. */
const TOLERANCE = 5;
/** What not every run calls depends on the time that things take. */
const RUNS = 3;

const LISTENER = `
import { writeFileSync } from 'node:fs';
const told = new Set();
globalThis.tellCall = (module, name) => void told.add(module + ' ' + name);
process.on('exit', () => writeFileSync(process.env.TOLD_FILE, JSON.stringify([...told])));
`;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const run = promisify(execFile);

const { values: flags } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const page = here('called-functions.json');
const folder = await mkdtemp(join(os.tmpdir(), 'profile-'));
try {
  const called = await calledFunctions();
  if (flags.check) compare(called, read(await readFile(page, 'utf8')));
  else await writeFile(page, await written(called));
} finally {
  await rm(folder, { recursive: true });
}

/** Each as its module and its name. */
async function calledFunctions(): Promise<ReadonlySet<string>> {
  await run(process.execPath, [here('build.mjs'), '--tell', folder]);
  const file = (name: string): string => join(folder, name);
  await writeFile(file('listener.mjs'), LISTENER);
  await writeFile(file('output'), '');
  const cloud = await startLocalCloud();
  const front = await startFront(cloud.url, 0);
  const env = {
    HOME: folder,
    GITHUB_OUTPUT: file('output'),
    GITHUB_REPOSITORY: 'octo-org/app',
    GITHUB_RUN_ID: '1',
    AWS_REGION: cloud.region,
    NODE_EXTRA_CA_CERTS: certificateFile,
    TOLD_FILE: file('told.json'),
    'INPUT_ROLE-TO-ASSUME': cloud.roleArn,
    ...cloud.env({ oidc: front.url, sts: front.url, secretsmanager: front.url })
  };
  const listener = pathToFileURL(file('listener.mjs')).href;
  let always: ReadonlySet<string> | undefined;
  for (let runs = 0; runs < RUNS; runs++) {
    await run(nodeFor('node24').path, ['--import', listener, file('index.js')], { env });
    const told = JSON.parse(await readFile(file('told.json'), 'utf8')) as readonly string[];
    always = new Set(told.filter((each) => always?.has(each) ?? true));
  }
  await front.close();
  await cloud.close();
  return always ?? new Set();
}

function compare(called: ReadonlySet<string>, known: ReadonlySet<string>): void {
  const all = new Set([...called, ...known]);
  const differing = [...all].filter((each) => !(called.has(each) && known.has(each))).length;
  console.log(`${called.size} functions are called; of ${differing} the page says otherwise.`);
  if (differing * 100 <= TOLERANCE * called.size) return;
  console.error('bundle/called-functions.json has aged; run "npm run profile && npm run build".');
  process.exitCode = 1;
}

function read(text: string): ReadonlySet<string> {
  const modules = Object.entries(JSON.parse(text) as Record<string, readonly string[]>);
  return new Set(modules.flatMap(([module, names]) => names.map((name) => `${module} ${name}`)));
}

async function written(called: ReadonlySet<string>): Promise<string> {
  const modules: Record<string, string[]> = {};
  for (const each of [...called].sort()) {
    const [module = '', name = ''] = each.split(' ');
    (modules[module] ??= []).push(name);
  }
  const options = await prettier.resolveConfig(page);
  return prettier.format(JSON.stringify(modules), { ...options, parser: 'json' });
}
