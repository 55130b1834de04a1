import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import type { PresetName } from '../../src/password/presets.js';

export interface Account {
  readonly user: string;
  readonly password: string;
}

/** Where one server runs. */
export interface Place {
  readonly directory: string;
  readonly port: number;
}

/** Does the same for each account, and says for which of them it worked. */
export type Attempt = (place: Place, accounts: readonly Account[]) => Promise<readonly boolean[]>;

/** One way to log in. */
export interface Way {
  readonly login: Attempt;
  /** The password stands in a shell as it is: for presets that claim as much. */
  readonly unquoted?: boolean;
  /** What is installed for it, and where it comes from. */
  readonly needs?: { readonly command: readonly string[]; readonly install: string };
}

/** A server that is started on loopback, and how accounts are created and used there. */
export interface Server {
  readonly name: string;
  /** How to install what is missing. */
  readonly install: string;
  /** Commands, and files by their absolute path. */
  readonly needs: readonly string[];
  readonly presets: readonly (readonly PresetName[])[];
  /** All passwords are of this one user, so they take turns. */
  readonly onlyUser?: string;
  readonly environment?: (place: Place) => Readonly<Record<string, string>>;
  /** Writes what the server needs into the directory, if anything. */
  readonly prepare?: (place: Place) => readonly (readonly string[])[];
  /** Runs the server in the foreground. */
  readonly serve: (place: Place) => readonly string[];
  readonly isReady: (place: Place) => Promise<boolean>;
  readonly create: Attempt;
  readonly ways: Readonly<Record<string, Way>>;
  /** Ends what the server has started besides itself. */
  readonly stop?: (place: Place) => void;
  /** Further cases, each with what it shows. */
  readonly more?: (place: Place) => Promise<ReadonlyMap<string, boolean>>;
}

/** Presets for places, which every server takes. */
export const anywhere: readonly (readonly PresetName[])[] = [
  ['url-safe'],
  ['shell-safe'],
  ['dotenv-safe'],
  ['odbc-safe'],
  ['alphanumeric']
];

// Debian keeps PostgreSQL's server tools off the PATH, and daemons in sbin.
const versions = '/usr/lib/postgresql';
export const path = [
  ...(existsSync(versions)
    ? readdirSync(versions).map((version) => join(versions, version, 'bin'))
    : []),
  process.env['PATH'] ?? '',
  '/usr/sbin'
].join(delimiter);

/** Nothing of the developer's own set-up: no PGPASSWORD, no MYSQL_HOST, no ~/.my.cnf or ~/.pgpass. */
export const environment = { PATH: path, LC_ALL: 'C.UTF-8', HOME: '/nonexistent' };

export const isInstalled = (tool: string): boolean =>
  tool.startsWith('/')
    ? existsSync(tool)
    : path.split(delimiter).some((folder) => existsSync(join(folder, tool)));

/** One run of a client. */
export interface Run {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** For standard input: what is written here is in no argument list. */
  readonly input?: string;
}

/** What a client prints; undefined when it fails. */
export function output(run: Run): Promise<string | undefined> {
  const [command = '', ...rest] = run.command;
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, {
      env: { ...environment, ...run.environment },
      stdio: ['pipe', 'pipe', 'ignore']
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    child.stdin.on('error', () => undefined).end(run.input ?? '');
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code === 0 ? text.trimEnd() : undefined);
    });
  });
}

export const succeeds = ({ command: [command = '', ...rest], input = '' }: Run): boolean =>
  spawnSync(command, rest, { env: environment, input, stdio: 'pipe' }).status === 0;

/** A run of a client for each account, which worked when it prints exactly this. */
export const eachAccount =
  (
    run: (place: Place, account: Account) => Run,
    expected: (account: Account) => string,
    atOnce = availableParallelism()
  ): Attempt =>
  (place, accounts) =>
    eachOf(accounts, atOnce, async (account) => {
      return (await output(run(place, account))) === expected(account);
    });

/** One run of a client for all accounts, which prints a line for each. */
export const together =
  (run: (place: Place, accounts: readonly Account[]) => Run): Attempt =>
  async (place, accounts) => {
    const lines = (await output(run(place, accounts)))?.split('\n') ?? [];
    return accounts.map(({ user }, index) => lines[index] === user);
  };

/** Calls the task for each item, so many at a time, and returns the results in the items' order. */
export async function eachOf<T, R>(
  items: readonly T[],
  atOnce: number,
  task: (item: T) => Promise<R>
): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await task(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/** RFC 3986, as the output `password-url-encoded`: what is safe in a URL stays as it is. */
export const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);

/** In quotes, with a backslash before each quote and backslash. */
export const quoted = (text: string, quote: '"' | "'"): string =>
  quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
