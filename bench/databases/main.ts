/**
 * `npm run consumers`: do real servers accept the passwords? PostgreSQL, MariaDB and Redis are started on
 * loopback, in a temporary directory and not as root. The passwords of each fitting preset are set with SQL,
 * ACL SETUSER or CONFIG SET, and each then logs in by every way that people use. What is not installed is
 * skipped with a message. A case is one preset on one server by one way; it passes when every password does.
 * `npm run consumers -- redis` tries the servers of that name only.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomPassword } from '../../emulator/aws/random-password.js';
import { buildPolicy } from '../../src/password/policy.js';
import { presets, type PresetName } from '../../src/password/presets.js';
import { findViolation } from '../../src/password/verify.js';

const passwordsEach = 200;

interface Account {
  readonly user: string;
  readonly password: string;
}

interface Place {
  readonly directory: string;
  readonly port: number;
}

/** One run of a client. It has logged in when it prints the user's name as the server knows it. */
interface Login {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** For standard input: what is written here is in no argument list. */
  readonly input?: string;
}

interface Server {
  readonly name: string;
  readonly debian: string;
  readonly tools: readonly string[];
  readonly presets: readonly (readonly PresetName[])[];
  /** All passwords are of this one user, so they take turns. */
  readonly onlyUser?: string;
  /** Writes what the server needs into the directory, if anything. */
  readonly prepare?: (place: Place) => readonly string[];
  /** Runs the server in the foreground. */
  readonly serve: (place: Place) => readonly string[];
  /** Takes statements on standard input; fails when one of them does. */
  readonly administer: (place: Place) => readonly string[];
  readonly ping: string;
  readonly set: (account: Account) => string;
  readonly ways: (place: Place, account: Account) => Readonly<Record<string, Login>>;
  /** A way that logs in many accounts in one run, since its client is slow to start. */
  readonly together?: {
    readonly way: string;
    readonly debian: string;
    readonly installed: readonly string[];
    readonly login: (place: Place, accounts: readonly Account[]) => Login;
  };
}

const anywhere: readonly (readonly PresetName[])[] = [
  ['url-safe'],
  ['shell-safe'],
  ['dotenv-safe'],
  ['odbc-safe'],
  ['alphanumeric']
];

/** RFC 3986, as the output `password-url-encoded`: what is safe in a URL stays as it is. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);

/** In quotes, with a backslash before each quote and backslash. */
const quoted = (text: string, quote: '"' | "'"): string =>
  quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;

const postgresql: Server = {
  name: 'PostgreSQL',
  debian: 'postgresql',
  tools: ['initdb', 'postgres', 'psql'],
  presets: [
    ['rds-postgres'],
    ['aurora-postgres'],
    ['lightsail-postgres'],
    ['rds-postgres', 'url-safe'],
    ...anywhere
  ],
  prepare: ({ directory }) => [
    ...['initdb', '-D', join(directory, 'data'), '-U', 'admin', '-E', 'UTF8', '--no-sync'],
    ...['--auth-local=trust', '--auth-host=scram-sha-256']
  ],
  serve: ({ directory, port }) => [
    ...['postgres', '-D', join(directory, 'data'), '-p', `${port}`, '-k', directory, '-F'],
    ...['-c', 'listen_addresses=127.0.0.1']
  ],
  administer: ({ directory, port }) => [
    ...['psql', '-X', '-q', '-t', '-A', '-v', 'ON_ERROR_STOP=1'],
    ...['-h', directory, '-p', `${port}`, '-U', 'admin', 'postgres']
  ],
  ping: 'SELECT 1;\n',
  set: ({ user, password }) =>
    `CREATE ROLE ${user} LOGIN PASSWORD '${password.replaceAll("'", "''")}';\n`,
  ways(place, { user, password }) {
    const psql = ['psql', '-X', '-q', '-w', '-t', '-A', '-c', 'SELECT current_user'];
    const address = `host=127.0.0.1 port=${place.port} dbname=postgres user=${user}`;
    return {
      'command line': { command: [...psql, `${address} password=${quoted(password, "'")}`] },
      environment: { command: [...psql, address], environment: { PGPASSWORD: password } },
      URL: {
        command: this.administer(place),
        input: `\\connect postgresql://${user}:${encoded(password)}@127.0.0.1:${place.port}/postgres\nSELECT current_user;\n`
      },
      shell: {
        command: ['sh'],
        input: `PGPASSWORD=${password} psql -Xqwt -A -c 'SELECT current_user' '${address}'\n`
      }
    };
  }
};

const mariadb: Server = {
  name: 'MariaDB',
  debian: 'mariadb-server',
  tools: ['mariadb-install-db', 'mariadbd', 'mariadb'],
  presets: [['rds-mysql'], ['rds-mariadb'], ['aurora-mysql'], ['lightsail-mysql'], ...anywhere],
  prepare: ({ directory }) => [
    ...['mariadb-install-db', '--no-defaults', `--datadir=${join(directory, 'data')}`],
    ...['--auth-root-authentication-method=normal', '--skip-test-db']
  ],
  serve: ({ directory, port }) => [
    ...['mariadbd', '--no-defaults', `--datadir=${join(directory, 'data')}`, `--port=${port}`],
    ...['--bind-address=127.0.0.1', '--skip-name-resolve', `--socket=${join(directory, 'socket')}`],
    ...[`--pid-file=${join(directory, 'pid')}`, '--innodb-flush-log-at-trx-commit=0']
  ],
  administer: ({ directory }) => [
    ...['mariadb', '--no-defaults', `--socket=${join(directory, 'socket')}`, '-u', 'root']
  ],
  ping: 'SELECT 1;\n',
  set: ({ user, password }) =>
    `CREATE USER ${user}@'127.0.0.1' IDENTIFIED BY ${quoted(password, "'")};\n`,
  ways({ port }, { user, password }) {
    const client = ['mariadb', '--no-defaults', '-h', '127.0.0.1', '-P', `${port}`, '-u', user];
    const ask = ['-N', '-B', '-e', "SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', 1)"];
    return {
      'command line': { command: [...client, `--password=${password}`, ...ask] },
      environment: { command: [...client, ...ask], environment: { MYSQL_PWD: password } },
      shell: {
        command: ['sh'],
        input: `MYSQL_PWD=${password} ${client.join(' ')} -NBe "${ask.at(-1) ?? ''}"\n`
      }
    };
  },
  together: {
    way: 'URL',
    debian: 'python3-sqlalchemy python3-pymysql',
    installed: ['/usr/bin/python3', '-c', 'import sqlalchemy, pymysql'],
    login: ({ port }, accounts) => ({
      command: [
        '/usr/bin/python3',
        '-c',
        `import sys, sqlalchemy
for url in sys.stdin.read().split():
    try:
        with sqlalchemy.create_engine(url).connect() as connection:
            print(connection.connection.user.decode())
    except sqlalchemy.exc.SQLAlchemyError:
        print('refused')`
      ],
      input: accounts
        .map(
          ({ user, password }) => `mysql+pymysql://${user}:${encoded(password)}@127.0.0.1:${port}\n`
        )
        .join('')
    })
  }
};

const redisUsers: Server = {
  name: 'Redis users',
  debian: 'redis-server',
  tools: ['redis-server', 'redis-cli'],
  presets: [['elasticache-user'], ['memorydb-user'], ...anywhere],
  serve: ({ directory, port }) => [
    ...['redis-server', '--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory],
    ...['--save', '', '--user', 'admin', 'on', 'nopass', '~*', '&*', '+@all']
  ],
  administer: ({ port }) => [
    ...['redis-cli', '-e', '-p', `${port}`, '--no-auth-warning', '--user', 'admin', '--pass', 'any']
  ],
  ping: 'PING\n',
  set: ({ user, password }) => `ACL SETUSER ${user} on ${quoted(`>${password}`, '"')} ~* +@all\n`,
  ways({ port }, { user, password }) {
    const client = ['redis-cli', '-e', '--no-auth-warning', '-p', `${port}`, '--user', user];
    const ask = ['ACL', 'WHOAMI'];
    return {
      'command line': { command: [...client, '--pass', password, ...ask] },
      environment: { command: [...client, ...ask], environment: { REDISCLI_AUTH: password } },
      // Its URL is an argument: it has no other way to take one.
      URL: {
        command: [
          ...['redis-cli', '-e', '--no-auth-warning'],
          ...['-u', `redis://${user}:${encoded(password)}@127.0.0.1:${port}`, ...ask]
        ]
      },
      shell: {
        command: ['sh'],
        input: `REDISCLI_AUTH=${password} ${[...client, ...ask].join(' ')}\n`
      }
    };
  }
};

const redisToken: Server = {
  ...redisUsers,
  name: 'Redis AUTH',
  presets: [['elasticache-auth-token'], ['elasticache-auth-token', 'url-safe'], ...anywhere],
  onlyUser: 'default',
  set: ({ password }) => `CONFIG SET requirepass ${quoted(password, '"')}\n`
};

// Debian keeps PostgreSQL's server tools off the PATH, and daemons in sbin.
const versions = '/usr/lib/postgresql';
const path = [
  process.env['PATH'] ?? '',
  '/usr/sbin',
  ...(existsSync(versions)
    ? readdirSync(versions).map((version) => join(versions, version, 'bin'))
    : [])
].join(delimiter);
// Nothing of the developer's own set-up: no PGPASSWORD, no MYSQL_HOST, no ~/.my.cnf or ~/.pgpass.
const environment = { PATH: path, LC_ALL: 'C.UTF-8', HOME: '/nonexistent' };
// PostgreSQL refuses to run as root: then all servers run as nobody.
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

const counts = { passed: 0, failed: 0, skipped: 0 };

function report(result: keyof typeof counts, words: string): void {
  counts[result] += 1;
  console.log(`${result.padEnd(7)} ${words}`);
}

/** Whether the client ends well and prints exactly these lines. */
function prints(lines: readonly string[], login: Login): Promise<boolean> {
  const [command = '', ...rest] = login.command;
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, {
      env: { ...environment, ...login.environment },
      stdio: ['pipe', 'pipe', 'ignore']
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stdin.on('error', () => undefined).end(login.input ?? '');
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code === 0 && output.trimEnd() === lines.join('\n'));
    });
  });
}

const succeeds = (command: readonly string[], input = ''): boolean =>
  spawnSync(command[0] ?? '', command.slice(1), { env: environment, input, stdio: 'pipe' })
    .status === 0;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Calls the task for each item, so many at a time. */
async function forEach<T>(items: readonly T[], atOnce: number, task: (item: T) => Promise<void>) {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await task(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Service presets at their default and at both ends of their range; places at their default. */
function passwordsOf(names: readonly PresetName[]): readonly string[] {
  const bounded = names.flatMap((name) => (presets[name].maximum < 4096 ? [presets[name]] : []));
  const lengths = bounded.flatMap(({ minimum, maximum }) => [
    undefined,
    minimum,
    undefined,
    maximum
  ]);
  return Array.from({ length: passwordsEach }, (_, index) => {
    const passwordLength = lengths[index % lengths.length];
    const policy = buildPolicy({ presets: names, ...(passwordLength && { passwordLength }) });
    const password = randomPassword(policy.parameters);
    const broken = findViolation(password, policy);
    if (broken !== undefined)
      throw new Error(`A draw for ${names.join(', ')} does not hold: ${broken}`);
    return password;
  });
}

async function tryPreset(
  server: Server,
  place: Place,
  names: readonly PresetName[],
  number: number
): Promise<void> {
  const accounts = passwordsOf(names).map((password, index) => ({
    user: server.onlyUser ?? `p${number}n${index}`,
    password
  }));
  const unquoted = names.some((name) => ['shell-safe', 'url-safe', 'alphanumeric'].includes(name));
  const succeeded = new Map<string, number>();
  const count = (way: string, success: boolean): void => {
    succeeded.set(way, (succeeded.get(way) ?? 0) + Number(success));
  };
  await forEach(accounts, server.onlyUser ? 1 : availableParallelism(), async (account) => {
    count(
      'set',
      await prints(server.name.startsWith('Redis') ? ['OK'] : [], {
        command: server.administer(place),
        input: server.set(account)
      })
    );
    for (const [way, login] of Object.entries(server.ways(place, account))) {
      if (way !== 'shell' || unquoted) count(way, await prints([account.user], login));
    }
  });
  const { together } = server;
  if (together && succeeds(together.installed)) {
    const users = accounts.map(({ user }) => user);
    count(together.way, false);
    if (await prints(users, together.login(place, accounts)))
      succeeded.set(together.way, users.length);
  } else if (together) {
    report(
      'skipped',
      `${server.name}, ${names.join(', ')}, ${together.way}: apt-get install ${together.debian}`
    );
  }
  for (const [way, successes] of succeeded) {
    report(
      successes === accounts.length ? 'passed' : 'failed',
      `${server.name}, ${names.join(', ')}, ${way}: ${successes} of ${accounts.length}`
    );
  }
}

/** The proof that the other cases can fail: each way must refuse a password that was not set. */
async function tryWrongPassword(server: Server, place: Place): Promise<void> {
  const draw = (): string => randomPassword(buildPolicy({ presets: ['alphanumeric'] }).parameters);
  const account = { user: server.onlyUser ?? 'wrong', password: draw() };
  if (!succeeds(server.administer(place), server.set(account))) throw new Error('no account');
  const wrong = { ...account, password: draw() };
  const logins = Object.entries(server.ways(place, wrong));
  if (server.together && succeeds(server.together.installed)) {
    logins.push([server.together.way, server.together.login(place, [wrong])]);
  }
  for (const [way, login] of logins) {
    const admitted = await prints([account.user], login);
    report(admitted ? 'failed' : 'passed', `${server.name}, ${way}: a wrong password is refused`);
  }
}

async function tryServer(server: Server): Promise<void> {
  const missing = server.tools.filter(
    (tool) => !path.split(delimiter).some((at) => existsSync(join(at, tool)))
  );
  if (missing.length > 0) {
    report(
      'skipped',
      `${server.name}: no ${missing.join(', ')} here. apt-get install ${server.debian}`
    );
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'consumers-'));
  if (nobody.uid) chownSync(directory, nobody.uid, nobody.gid);
  const place = { directory, port: await freePort() };
  let child: ChildProcess | undefined;
  try {
    const [tool, ...options] = server.prepare?.(place) ?? ['true'];
    const prepared = spawnSync(tool ?? '', options, {
      cwd: directory,
      env: environment,
      ...nobody
    });
    if (prepared.status !== 0) throw new Error(`${tool ?? ''}: ${prepared.stderr.toString()}`);
    const [command = '', ...rest] = server.serve(place);
    child = spawn(command, rest, { cwd: directory, env: environment, stdio: 'ignore', ...nobody });
    const started = Date.now();
    while (!succeeds(server.administer(place), server.ping)) {
      if (child.exitCode !== null || Date.now() - started > 60_000)
        throw new Error('it did not start');
      await sleep(100);
    }
    await tryWrongPassword(server, place);
    for (const [number, names] of server.presets.entries())
      await tryPreset(server, place, names, number);
  } catch (error) {
    report('failed', `${server.name}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (child?.exitCode === null) {
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      child.kill('SIGINT'); // PostgreSQL's fast shutdown; Redis's too. MariaDB wants SIGTERM.
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(directory, { recursive: true, force: true });
  }
}

const [wanted = ''] = process.argv.slice(2);
for (const server of [postgresql, mariadb, redisUsers, redisToken]) {
  if (server.name.toLowerCase().includes(wanted.toLowerCase())) await tryServer(server);
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;
