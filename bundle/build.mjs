// Builds dist/ with ncc. `--check` builds beside it and fails where dist/ differs, missing and extra files included.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ncc from '@vercel/ncc';
import ts from 'typescript';
import { licenses } from './licenses.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const work = join(root, 'node_modules', '.cache', 'bundle');
const check = process.argv.includes('--check');

/** The whole action, and what it loads only for some runs as chunks beside it. */
const main = {
  entry: 'src/main.js',
  to: '.',
  filename: 'main.js',
  externals: {},
  leaveOut: ['undici', '@actions/exec']
};
/** Apart, because Octokit does need undici; at the same relative path, because main.ts imports it by webpackIgnore. */
const repositorySecret = {
  entry: 'src/github/repository-secret.js',
  to: 'github',
  filename: 'repository-secret.js',
  externals: {},
  leaveOut: []
};

/** Takes the types off; tsc checks them by itself. */
async function transpile() {
  await rm(work, { recursive: true, force: true });
  for (const path of await filesOf(join(root, 'src'))) {
    const { outputText } = ts.transpileModule(await readFile(join(root, 'src', path), 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        verbatimModuleSyntax: true
      }
    });
    const to = join(work, 'src', path.replace(/\.ts$/, '.js'));
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, outputText);
  }
  await writeFile(join(work, 'package.json'), JSON.stringify({ type: 'module' }));
}

async function build({ entry, to, filename, externals, leaveOut }) {
  // ncc resolves through the `paths` of the tsconfig.json in the working directory.
  await writeFile(
    join(work, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { baseUrl: root, allowJs: true, paths: await paths(leaveOut) }
    })
  );
  process.chdir(work);
  const { code, assets } = await ncc(join(work, entry), {
    filename,
    externals,
    cache: false,
    quiet: true,
    // The SDK's ES modules let webpack leave out what is not used; ncc takes CommonJS by default.
    mainFields: ['module', 'main']
  });
  const files = new Map([[join(to, filename), code]]);
  for (const [name, { source }] of Object.entries(assets)) files.set(join(to, name), source);
  files.delete(join(to, 'package.json'));
  // ncc puts an import that it cannot resolve off until run time.
  const missing = /@@notfound\.js\?(\S+)/.exec([...files.values()].join('\n'));
  if (missing) throw new Error(`${entry}: cannot resolve ${missing[1]}`);
  return [...files].map(([path, source]) => [path, tidy(path, String(source))]);
}

/**
 * Independent of the machine that builds: no absolute paths, and line ends as git keeps them. Code is plain ASCII,
 * because V8 reads a file with any other character at half the speed and twice the memory.
 */
const tidy = (path, source) => {
  const text = source.replaceAll(root, '').replaceAll('\r\n', '\n');
  const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  // eslint-disable-next-line no-control-regex
  return path.endsWith('.js') ? text.replaceAll(/[^\x00-\x7f]/g, escaped) : text;
};

/** Packages whose `exports` name their ES modules only under a condition that ncc does not set. */
async function paths(leaveOut) {
  const mapped = {};
  for (const name of ['@smithy/core', '@aws-sdk/core', '@aws-sdk/nested-clients']) {
    const folder = join('node_modules', name);
    const { exports } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    for (const [path, { module }] of Object.entries(exports)) {
      if (module && path !== './package.json')
        mapped[name + path.slice(1)] = [join(folder, module)];
    }
  }
  for (const name of leaveOut) mapped[name] = ['bundle/left-out.js'];
  return mapped;
}

async function write(built) {
  const dist = join(root, 'dist');
  await rm(dist, { recursive: true, force: true });
  for (const [path, source] of built) {
    await mkdir(dirname(join(dist, path)), { recursive: true });
    await writeFile(join(dist, path), source);
  }
  const bytes = [...built.values()].reduce((sum, source) => sum + Buffer.byteLength(source), 0);
  console.log(`dist/: ${built.size} files, ${(bytes / 1e6).toFixed(2)} MB`);
}

async function compare(built) {
  const dist = join(root, 'dist');
  const present = await filesOf(dist);
  const wrong = [];
  for (const path of new Set([...built.keys(), ...present])) {
    if (!built.has(path)) wrong.push(`${path} is not built from the sources`);
    else if (!present.includes(path)) wrong.push(`${path} is missing`);
    else if ((await readFile(join(dist, path), 'utf8')) !== built.get(path))
      wrong.push(`${path} differs`);
  }
  if (wrong.length === 0) {
    console.log(`dist/ is what the sources build: ${built.size} files`);
    return;
  }
  console.error(`dist/ is stale; run "npm run build" and commit it.\n${wrong.join('\n')}`);
  process.exitCode = 1;
}

async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

try {
  await transpile();
  const built = new Map();
  for (const bundle of [main, repositorySecret]) {
    for (const [path, source] of await build(bundle)) built.set(path, source);
  }
  built.set('licenses.txt', await licenses(root));
  // The entry points need no bundling: they are two lines that start what main.js exports.
  for (const name of ['index.js', 'promote.js']) {
    built.set(name, tidy(name, await readFile(join(work, 'src', name), 'utf8')));
  }
  await (check ? compare(built) : write(built));
} finally {
  process.chdir(root);
}
