// Builds dist/: Rollup flattens the ES modules, ncc packs what comes of it. `--check` builds beside dist/ and fails
// where it differs, missing and extra files included.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import ncc from '@vercel/ncc';
import { rollup } from 'rollup';
import ts from 'typescript';
import { licenses } from './licenses.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const work = join(root, 'node_modules', '.cache', 'bundle');
const { values: flags } = parseArgs({
  options: { check: { type: 'boolean' } }
});
const dist = join(root, 'dist');

/** Loaded by runs that write a GitHub secret only. A bundle of its own, because Octokit does need undici. */
const repositorySecret = './github/actions-secret.js';
const repositorySecretBundle = './github/actions-secret.mjs';

/** A path as it is written in code, on every system. */
const relativePath = (from, to) => relative(from, to).replaceAll(sep, '/');

/** Takes the types off; tsc checks them by itself. */
async function transpiled(path, compilerOptions) {
  const source = await readFile(join(root, 'src', path), 'utf8');
  return ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, ...compilerOptions }
  }).outputText;
}

async function transpile() {
  await rm(work, { recursive: true, force: true });
  for (const path of await filesOf(join(root, 'src'))) {
    const to = join(work, 'src', path.replace(/\.ts$/, '.js'));
    await mkdir(dirname(to), { recursive: true });
    const options = { module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
    await writeFile(to, await transpiled(path, options));
  }
}

/** The two files that action.yml names are what starts main.js, and need no bundling. */
const entryPoint = (path) => transpiled(path, { module: ts.ModuleKind.CommonJS });

/**
 * What the toolkit and the SDK import at once, though a run needs it late, in part or never. Loading it all would take
 * as long as the requests themselves.
 */
const standIns = [
  { for: 'crypto', in: '@actions/core/lib/file-command.js', id: 'crypto.js' },
  {
    for: 'node:fs/promises',
    in: '@smithy/core/dist-es/submodules/config/shared-ini-file-loader/',
    id: 'fs-promises.js'
  },
  { for: './uuid/v4', in: '@smithy/core/dist-es/submodules/serde/index.js', id: 'uuid.js' }
];

function standInFor(name, importer) {
  const found = standIns.find(
    (one) => one.for === name && (!one.in || importer.startsWith(`node_modules/${one.in}`))
  );
  return found && join(root, 'tools/build/stand-ins', found.id);
}

function transformed(code, path) {
  if (/\.m?js$/.test(path)) {
    // Says where it is from, for whoever reads dist/ and for the test of its licences.
    return `// ${path}\n${code}`;
  }
  if (basename(path) !== 'package.json') throw new Error(`${path} is not code`);
  // The SDK tells AWS its version.
  const { name, version } = JSON.parse(code);
  return `export default ${JSON.stringify({ name, version })};`;
}

/**
 * Gives one scope to all modules that are loaded together, less what none of them uses. Webpack would leave a module
 * that several chunks share, as most of the SDK is, whole and in a scope of its own: a tenth of a run's time.
 */
async function flatten(from, to) {
  const bundle = await rollup({
    input: from,
    // No run calls the toolkit's HTTP client, which imports the first two; the third is a bundle of its own.
    external: ['tunnel', 'undici', repositorySecret],
    plugins: [
      {
        name: 'what a run needs',
        resolveId: (name, importer) => standInFor(name, relativePath(root, importer ?? '')),
        transform: (code, id) => transformed(code, relativePath(root, id))
      },
      nodeResolve({ exportConditions: ['node', 'module'] })
    ],
    treeshake: { moduleSideEffects: (id, isExternal) => !isExternal && !id.includes('@actions') },
    onLog: (level, log) => {
      // The toolkit's code for older targets, and its two modules that import each other.
      if (['THIS_IS_UNDEFINED', 'CIRCULAR_DEPENDENCY'].includes(log.code)) return;
      throw new Error(`${level}: ${log.message}`);
    }
  });
  await bundle.write({
    dir: to,
    generatedCode: 'es2015',
    externalLiveBindings: false,
    // Without the hash: it differs with the folder that this is built in.
    chunkFileNames: '[name].js',
    // Relative, so that no name in the code tells the folder.
    paths: (id) => {
      if (id === join(dirname(from), repositorySecret)) return repositorySecretBundle;
      return isAbsolute(id) ? relativePath(to, id) : id;
    }
  });
  await bundle.close();
}

/** One file, and chunks beside it that it loads when they are needed. */
async function pack(from, to, options) {
  // ncc reads the tsconfig.json of the working directory, if any, and has it resolve imports.
  process.chdir(work);
  const { code, assets } = await ncc(from, {
    filename: basename(to),
    cache: false,
    quiet: true,
    ...options
  });
  const files = new Map([[to, code]]);
  for (const [name, { source }] of Object.entries(assets))
    files.set(join(dirname(to), name), source);
  files.delete(join(dirname(to), 'package.json'));
  // ncc puts an import that it cannot resolve off until run time.
  const missing = /@@notfound\.js\?\S+|eval\("require"\)\("[^"]+"\)/.exec(
    [...files.values()].join('\n')
  );
  if (missing) throw new Error(`${to}: cannot resolve ${missing[0]}`);
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
  return /\.m?js$/.test(path) ? text.replaceAll(/[^\x00-\x7f]/g, escaped) : text;
};

async function write(built) {
  await rm(dist, { recursive: true, force: true });
  for (const [path, source] of built) {
    await mkdir(dirname(join(dist, path)), { recursive: true });
    await writeFile(join(dist, path), source);
  }
  const bytes = [...built.values()].reduce((sum, source) => sum + Buffer.byteLength(source), 0);
  console.log(`${basename(dist)}/: ${built.size} files, ${(bytes / 1e6).toFixed(2)} MB`);
}

async function compare(built) {
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

await transpile();
await flatten(join(work, 'src/main.js'), join(work, 'flat'));
const built = new Map([
  // CommonJS, which Node starts faster than ES modules.
  ...(await pack(join(work, 'flat/main.js'), 'main.js', { esm: false })),
  ...(await pack(join(work, 'src', repositorySecret), normalize(repositorySecretBundle), {
    esm: true
  })),
  ['index.js', await entryPoint('index.ts')],
  ['promote.js', await entryPoint('promote.ts')],
  ['package.json', `${JSON.stringify({ type: 'commonjs' })}\n`],
  ['licenses.txt', await licenses(root)]
]);
await (flags.check ? compare(built) : write(built));
