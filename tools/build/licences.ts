import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** What the package ships; some of AWS's ship none. */
  readonly text?: string;
}

/**
 * The licences of the packages that the given modules are from, by their absolute paths. Equal texts stand once, below
 * the packages that they cover. A package that ships no text gets the one of the same licence from another package of
 * its scope.
 *
 * Written here because no generator covers them all: one for Rollup does not see the packages that ncc adds, ncc's own
 * does not see what Rollup has flattened, and those that read node_modules bring 100 packages and need Node 22.
 */
export async function licenses(root: string, modules: readonly string[]): Promise<string> {
  const packages = await bundledPackages(root, modules);
  const sections = Map.groupBy(packages, (one) => one.text ?? textOfScope(one, packages));
  return [...sections]
    .map(([text, covered]) => {
      const names = covered.map(({ name, version, license }) => `${name} ${version} (${license})`);
      return `${names.sort().join('\n')}\n\n${text}\n`;
    })
    .sort()
    .join(`\n${'-'.repeat(80)}\n\n`);
}

async function bundledPackages(root: string, modules: readonly string[]): Promise<Package[]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Package>;
  };
  const folders = new Set(
    modules
      .map((module) => relative(root, module).split(sep).join('/'))
      .map((module) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? '')
  );
  const bundled = Object.entries(lock.packages).filter(([path]) => path && folders.has(path));
  return Promise.all(
    bundled.map(async ([path, { version, license }]) => {
      const folder = join(root, path);
      const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
      const text = file && (await readFile(join(folder, file), 'utf8'));
      const name = path.replace(/^.*node_modules\//, '');
      return {
        name,
        version,
        license,
        ...(text && { text: text.replaceAll('\r\n', '\n').trim() })
      };
    })
  );
}

function textOfScope({ name, license }: Package, packages: readonly Package[]): string {
  const scope = name.split('/')[0] ?? '';
  const other = packages.find(
    (one) => one.text && one.license === license && one.name.startsWith(`${scope}/`)
  );
  if (!other?.text) throw new Error(`${name} ships no text of its licence, ${license}.`);
  return other.text;
}
