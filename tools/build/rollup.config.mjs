// `npm run build` makes dist/ in three steps:
// 1. Rollup flattens src/ and the packages that it imports into a few chunks, and drops what is never used. Stand-ins
//    take the place of modules that a run needs late or never (stand-ins.ts).
// 2. ncc packs each chunk: it adds the CommonJS packages and turns ES modules into CommonJS, which Node starts faster.
// 3. The licences of all packages in them are written beside them (licences.ts).
// The same sources give the same bytes, in every folder and on every system.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import ncc from '@vercel/ncc';
import ts from 'typescript';
import { leaveCommonJsToNcc } from './common-js.ts';
import { licenses } from './licences.ts';
import { standIns, swapIn } from './stand-ins.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fromRoot = (path) => relative(root, path).split(sep).join('/');

const compilerOptions = {
  target: 'ES2023',
  module: 'ESNext',
  verbatimModuleSyntax: true,
  removeComments: true
};

const transpile = {
  name: 'transpile',
  transform(code, id) {
    // Names the source for whoever reads dist/, and for the test of the licences. Comments stay there: a run would load them.
    const source = `// ${fromRoot(id)}\n`;
    if (id.endsWith('.ts'))
      return source + ts.transpileModule(code, { compilerOptions }).outputText;
    if (id.endsWith('/package.json')) {
      // The SDK imports its package.json to tell AWS its version.
      const { name, version } = JSON.parse(code);
      return `export default ${JSON.stringify({ name, version })};`;
    }
    return source + code;
  }
};

/** `store` for a chunk of src/, `aws-sdk-nested-clients-sts` for one of packages. */
function chunkName({ facadeModuleId, moduleIds }) {
  const main = moduleIds.find((id) => fromRoot(id) === 'src/main.ts');
  const path = fromRoot(facadeModuleId ?? main ?? moduleIds.at(-1)).replace(/(\/index)?\.\w+$/, '');
  const [, scope, name] = /^node_modules\/(?:@([^/]+)\/)?([^/]+)\//.exec(path) ?? [];
  const parts = [scope, name, path.split('/').at(-1)];
  return `${parts.filter((part) => part && part !== 'dist-es').join('-')}.js`;
}

const pack = {
  name: 'pack',
  async generateBundle({ dir }, bundle) {
    const chunks = Object.values(bundle);
    await mkdir(join(root, 'node_modules/.cache'), { recursive: true });
    const stage = await mkdtemp(join(root, 'node_modules/.cache/dist-'));
    // ncc names modules by their path from the working directory, and reads its tsconfig.json.
    const workingDirectory = process.cwd();
    process.chdir(stage);
    try {
      await writeFile('package.json', '{"type":"module"}');
      await writeFile('tsconfig.json', '{}');
      for (const chunk of chunks) chunk.code = await packed(chunk, chunks);
    } finally {
      process.chdir(workingDirectory);
      await rm(stage, { recursive: true });
    }
    const modules = chunks.flatMap((chunk) => [
      ...Object.keys(chunk.modules).filter((id) => chunk.modules[id].renderedLength > 0),
      // Left to ncc.
      ...chunk.imports.filter((id) => isAbsolute(id))
    ]);
    const files = {
      'package.json': `${JSON.stringify({ type: 'commonjs' })}\n`,
      'licenses.txt': await licenses(root, modules)
    };
    for (const [fileName, source] of Object.entries(files))
      this.emitFile({ type: 'asset', fileName, source });
    await rm(dir, { recursive: true, force: true });
  }
};

async function packed({ fileName, code }, chunks) {
  // Chunks load each other at run time. Under names of their own, because packages have an index.js, too.
  const externals = Object.fromEntries(
    chunks.map((other) => [`chunk:${other.fileName}`, `./${other.fileName}`])
  );
  const input = join(process.cwd(), fileName);
  await writeFile(input, code.replaceAll(/((?:from|import) |import\()'\.\//g, "$1'chunk:"));
  const { code: output } = await ncc(input, { externals, esm: false, cache: false, quiet: true });
  // ncc leaves an import that it cannot resolve to the run.
  const missing = /@@notfound\.js\?\S+|eval\("require"\)\("[^"]+"\)/.exec(output);
  if (missing) throw new Error(`${fileName}: cannot resolve ${missing[0]}`);
  // V8 reads plain ASCII at twice the speed and half the memory.
  const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  // eslint-disable-next-line no-control-regex
  return output.replaceAll(/[^\x00-\x7f]/g, escaped);
}

export default {
  input: { index: join(root, 'src/index.ts'), promote: join(root, 'src/promote.ts') },
  plugins: [
    swapIn(standIns),
    leaveCommonJsToNcc,
    nodeResolve({ exportConditions: ['node', 'module'], extensions: ['.js', '.ts'] }),
    transpile,
    pack
  ],
  treeshake: { moduleSideEffects: (id, isExternal) => !isExternal && !id.includes('@actions') },
  onLog(level, { code, message }) {
    // The toolkit is compiled for older targets, and two of its modules import each other.
    if (code !== 'THIS_IS_UNDEFINED' && code !== 'CIRCULAR_DEPENDENCY') throw new Error(message);
  },
  output: {
    dir: join(root, 'dist'),
    chunkFileNames: chunkName,
    generatedCode: 'es2015',
    externalLiveBindings: false,
    hoistTransitiveImports: false,
    minifyInternalExports: false
  }
};
