import { isAbsolute, join, sep } from 'node:path';
import type { Plugin } from 'rollup';

/**
 * Packages without ES modules. Rollup cannot flatten them, and leaves them to ncc. It fails on one that is not listed,
 * because it finds no exports there.
 */
export const commonJsPackages = ['content-type', 'tunnel', 'undici'];

export const leaveCommonJsToNcc: Plugin = {
  name: 'leave-common-js-to-ncc',
  async resolveId(source, importer) {
    // nodeResolve asks again, with the path that it found.
    if (isAbsolute(source)) return null;
    const found = await this.resolve(source, importer);
    const isCommonJs =
      found !== null &&
      commonJsPackages.some((name) => found.id.includes(join('node_modules', name, sep)));
    return isCommonJs ? { id: found.id, external: 'absolute' } : found;
  }
};
