// Every npm script starts with this check. `npm ci` installs Node 24 (optionalDependencies), and npm puts it first on
// the PATH of its scripts. Where that did not happen and the Node that started npm is older, this says what to install.
// Must run on an old Node. Not a pre-script, because .npmrc has npm ignore those.
import { readFileSync } from 'node:fs';

const { optionalDependencies } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8')
);
const { platform, arch, versions } = process;
const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;

if (Number.parseInt(versions.node, 10) < 24) {
  const remedy =
    name in optionalDependencies
      ? 'Run "npm ci" without --omit=optional, which installs it. If it does not start here, install Node 24'
      : `npm has no Node 24 for ${platform} on ${arch}. Install Node 24`;
  console.error(
    `This needs Node 24, but runs on Node ${versions.node}. ${remedy} or later from https://nodejs.org, then try again.`
  );
  process.exitCode = 1;
}
