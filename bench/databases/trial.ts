import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomPassword } from '../../emulator/aws/random-password.js';
import { buildPolicy } from '../../src/password/policy.js';
import { presets, type PresetName } from '../../src/password/presets.js';
import { findViolation } from '../../src/password/find-violation.js';
import { environment, isInstalled, succeeds, type Place, type Server, type Way } from './server.js';

const passwordsEach = 200;
// PostgreSQL refuses to run as root: then all servers run as nobody.
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

export const counts = { passed: 0, failed: 0, skipped: 0 };

function report(result: keyof typeof counts, words: string): void {
  counts[result] += 1;
  console.log(`${result.padEnd(7)} ${words}`);
}

/** Starts a server, tries everything with it, and ends it. */
export async function tryServer(server: Server): Promise<void> {
  const missing = server.needs.filter((tool) => !isInstalled(tool));
  if (missing.length > 0) {
    report('skipped', `${server.name}: no ${missing.join(', ')} here. ${server.install}`);
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'databases-'));
  const place = { directory, port: await freePort() };
  let child: ChildProcess | undefined;
  try {
    child = await start(server, place);
    await tryWrongPassword(server, place);
    for (const [words, succeeded] of (await server.more?.(place)) ?? []) {
      report(succeeded ? 'passed' : 'failed', `${server.name}, ${words}`);
    }
    for (const [number, names] of server.presets.entries()) {
      await tryPresets(server, place, names, number);
    }
  } catch (error) {
    report('failed', `${server.name}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (child?.exitCode === null) {
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      child.kill('SIGINT'); // PostgreSQL's fast shutdown; Redis's too. The others want SIGTERM.
      child.kill('SIGTERM');
      await ended;
    }
    server.stop?.(place);
    rmSync(directory, { recursive: true, force: true });
  }
}

async function start(server: Server, place: Place): Promise<ChildProcess> {
  const { directory } = place;
  const options = {
    cwd: directory,
    env: { ...environment, ...server.environment?.(place) },
    ...nobody
  };
  const preparations = server.prepare?.(place) ?? [];
  if (nobody.uid) {
    for (const name of ['.', ...readdirSync(directory)]) {
      chownSync(join(directory, name), nobody.uid, nobody.gid);
    }
  }
  for (const [command = '', ...rest] of preparations) {
    const { status, stderr } = spawnSync(command, rest, options);
    if (status !== 0) throw new Error(`${command}: ${stderr.toString()}`);
  }
  const [command = '', ...rest] = server.serve(place);
  const child = spawn(command, rest, { ...options, stdio: 'ignore' });
  const started = Date.now();
  while (!(await server.isReady(place))) {
    if (child.exitCode !== null || Date.now() - started > 120_000) {
      child.kill('SIGKILL');
      throw new Error('it did not start');
    }
    await sleep(100);
  }
  return child;
}

/** A port with some free ones above it, most likely. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const isReady = ({ needs }: Way): boolean => !needs || succeeds({ command: needs.command });

async function tryPresets(
  server: Server,
  place: Place,
  names: readonly PresetName[],
  number: number
): Promise<void> {
  const accounts = generatePasswords(names).map((password, index) => ({
    user: server.onlyUser ?? `p${number}n${index}`,
    password
  }));
  const unquoted = names.some((name) => ['shell-safe', 'url-safe', 'alphanumeric'].includes(name));
  const ways = Object.entries(server.ways).filter(([, way]) => !way.unquoted || unquoted);
  const successes = new Map<string, number>();
  const count = (what: string, results: readonly boolean[]): void => {
    successes.set(what, (successes.get(what) ?? 0) + results.filter(Boolean).length);
  };
  // Passwords of the same user take turns.
  for (const some of server.onlyUser ? accounts.map((account) => [account]) : [accounts]) {
    count('created', await server.create(place, some));
    for (const [what, way] of ways) {
      if (isReady(way)) count(what, await way.login(place, some));
    }
  }
  for (const [what, succeeded] of successes) {
    report(
      succeeded === accounts.length ? 'passed' : 'failed',
      `${server.name}, ${names.join(', ')}, ${what}: ${succeeded} of ${accounts.length}`
    );
  }
  for (const [what, way] of ways) {
    if (!isReady(way)) {
      report(
        'skipped',
        `${server.name}, ${names.join(', ')}, ${what}: ${way.needs?.install ?? ''}`
      );
    }
  }
}

/** Service presets at their default and at both ends of their range; places at their default. */
function generatePasswords(names: readonly PresetName[]): readonly string[] {
  const bounded = names.map((name) => presets[name]).filter(({ maximum }) => maximum < 4096);
  const minimum = Math.max(...bounded.map((preset) => preset.minimum));
  const maximum = Math.min(...bounded.map((preset) => preset.maximum));
  const lengths = bounded.length > 0 ? [undefined, minimum, undefined, maximum] : [];
  return Array.from({ length: passwordsEach }, (_, index) => {
    const passwordLength = lengths[index % lengths.length];
    const policy = buildPolicy({ presets: names, ...(passwordLength && { passwordLength }) });
    for (;;) {
      const password = randomPassword(policy.parameters);
      if (findViolation(password, policy) === undefined) return password;
    }
  });
}

/** The proof that the other cases can fail: each way must refuse a password that was not set. */
async function tryWrongPassword(server: Server, place: Place): Promise<void> {
  const generate = (): string => randomPassword({ ExcludePunctuation: true });
  const account = { user: server.onlyUser ?? 'wrong', password: generate() };
  const [created] = await server.create(place, [account]);
  if (!created) throw new Error('an account could not be created');
  for (const [what, way] of Object.entries(server.ways)) {
    if (!isReady(way)) continue;
    const [right] = await way.login(place, [account]);
    const [wrong] = await way.login(place, [{ ...account, password: generate() }]);
    report(
      right && !wrong ? 'passed' : 'failed',
      `${server.name}, ${what}: the right password is accepted, another is refused`
    );
  }
}
