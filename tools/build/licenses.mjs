import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The licences of every package that the action depends on at run time, and so of all that can be in dist/.
 * Equal texts stand once, with the packages that they are of. A package that ships no text gets the one of the same
 * licence that another of its scope ships.
 */
export async function licenses(root) {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const shipped = Object.entries(lock.packages).filter(
    ([path, entry]) =>
      path.startsWith('node_modules/') && !entry.dev && !entry.optional && !entry.devOptional
  );
  const texts = await Promise.all(
    shipped.map(async ([path, { version, license }]) => {
      const folder = join(root, path);
      const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
      const text =
        file && (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n').trim();
      return { name: path.replace(/^.*node_modules\//, ''), version, license, text };
    })
  );
  const byText = new Map();
  for (const { name, version, license, text } of texts) {
    const stands =
      text ??
      texts.find(
        (other) => other.text && other.license === license && scopeOf(other.name) === scopeOf(name)
      )?.text ??
      texts.find((other) => other.text && other.license === license)?.text;
    if (!stands)
      throw new Error(`${name} ships no licence text, and no other package has ${license}`);
    const heading = `${name} ${version} (${license})`;
    byText.set(stands, [...(byText.get(stands) ?? []), heading].sort());
  }
  return [...byText]
    .map(([text, names]) => `${names.join('\n')}\n\n${text}\n`)
    .sort()
    .join(`\n${'-'.repeat(80)}\n\n`);
}

const scopeOf = (name) => name.split('/')[0];
