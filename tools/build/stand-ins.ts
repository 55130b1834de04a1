import { join, relative, sep } from 'node:path';
import type { Plugin } from 'rollup';

const folder = join(import.meta.dirname, 'stand-ins');
const nodeModules = join(import.meta.dirname, '../../node_modules');

export interface StandIn {
  /** An import as it is written in the modules named by `importedBy`. */
  readonly replaces: string;
  /** A module in node_modules, or a folder of modules. */
  readonly importedBy: string;
  /** Takes the place of what is imported. */
  readonly file: string;
}

/**
 * What the toolkit and the SDK import at once, though a run needs it late, in part or never. Loading all of it takes
 * about 25 ms of the 120 ms that a run takes on the CPU. Each file says why it is there.
 *
 * The build fails when a stand-in is not used, or does not export a name that is imported.
 * `__tests__/repository/stand-ins.test.ts` compares each with what it replaces.
 */
export const standIns: readonly StandIn[] = [
  {
    replaces: 'undici',
    importedBy: '@actions/github/lib/internal/utils.js',
    file: join(folder, 'undici.js')
  },
  {
    replaces: '@actions/http-client',
    importedBy: '@actions/github/lib/internal/utils.js',
    file: join(folder, 'http-client.js')
  },
  {
    replaces: './context.js',
    importedBy: '@actions/github/lib/',
    file: join(folder, 'context.js')
  },
  {
    replaces: 'node:fs/promises',
    importedBy: '@smithy/core/dist-es/submodules/config/shared-ini-file-loader/',
    file: join(folder, 'fs-promises.js')
  },
  {
    replaces: './uuid/v4',
    importedBy: '@smithy/core/dist-es/submodules/serde/index.js',
    file: join(folder, 'uuid.js')
  }
];

/** Puts each stand-in in place of what it replaces. Fails the build when one of them was not used. */
export function swapIn(all: readonly StandIn[]): Plugin {
  const unused = new Set(all);
  return {
    name: 'swap-in',
    resolveId(source, importer = '') {
      const from = relative(nodeModules, importer).split(sep).join('/');
      const found = all.find((one) => one.replaces === source && from.startsWith(one.importedBy));
      if (!found) return null;
      unused.delete(found);
      return { id: found.file, ...(found.file.endsWith('.cjs') && { external: 'absolute' }) };
    },
    buildEnd(error) {
      if (error) return;
      const moved = [...unused].map((one) => `${one.importedBy} does not import ${one.replaces}`);
      if (moved.length > 0) this.error(`A stand-in was not used: ${moved.join('; ')}.`);
    }
  };
}
