import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { load } from 'js-yaml';
import { parseCommandFile } from '../../emulator/runner/command-files.js';
import { npmPlaces, readScript } from './npm-places.js';
import { isInstalled, pipe, requireTool, source, tools } from './tools.js';

/** Which parser read the passwords of a place, and as what; null where it refused one. */
export interface Answer {
  readonly parser: string;
  readonly read: readonly (string | null)[];
}

type Asked = Readonly<Record<string, readonly string[]>>;
type Answers = Readonly<Record<string, Answer>>;

/** Reads the passwords of the places that it knows; one whose parser is not installed is left out. */
type Reader = (asked: Asked, commands: string) => Promise<Answers>;

const readJson =
  (command: string, ...rest: string[]): Reader =>
  async (asked, commands) =>
    isInstalled(command)
      ? (JSON.parse(await pipe(command, rest, JSON.stringify(asked), commands)) as Answers)
      : {};

/** For those without a JSON parser of their own: lines of `place TAB password`, and of `place TAB parser TAB value in Base64`. */
const readLines =
  (ids: readonly string[], needed: string, command: string, ...rest: string[]): Reader =>
  async (asked, commands) => {
    const mine = ids.filter((id) => asked[id]);
    if (mine.length === 0 || !isInstalled(needed)) return {};
    const lines = mine.flatMap((id) => (asked[id] ?? []).map((password) => `${id}\t${password}\n`));
    const rows = (await pipe(command, rest, lines.join(''), commands))
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    return Object.fromEntries(
      mine.map((id) => {
        const own = rows.filter(([name]) => name === id);
        const read = own.map(([, , value = '-']) =>
          value === '-' ? null : Buffer.from(value, 'base64').toString()
        );
        return [id, { parser: own[0]?.[1] ?? '', read }];
      })
    );
  };

const env = (password: string): string => `A=1\nPASSWORD=${password}\nB=2\n`;

const readYaml = (password: string): unknown =>
  (load(`user: app\npassword: ${password}\nlast: x\n`) as { password: unknown }).password;

function readUrl(password: string): string | undefined {
  const url = new URL(`postgresql://app:${password}@db.example:5432/app?sslmode=require`);
  return url.host === 'db.example:5432' && url.pathname === '/app' ? url.password : undefined;
}

function readGitHubEnv(password: string): string | undefined {
  const read = new Map<string, string>();
  parseCommandFile(env(password), (name, value) => read.set(name, value));
  return read.size === 3 ? read.get('PASSWORD') : undefined;
}

const node = `Node ${process.versions.node}`;

const inProcess: Readonly<
  Record<string, { parser: () => string; read: (password: string) => unknown }>
> = {
  'whatwg-url': { parser: () => `URL of ${node}`, read: readUrl },
  'node-env': { parser: () => node, read: (password) => parseEnv(env(password))['PASSWORD'] },
  'github-env': { parser: () => "model: this project's runner", read: readGitHubEnv },
  'js-yaml': { parser: () => moduleVersion('js-yaml'), read: readYaml },
  'javascript-string': { parser: () => node, read: readScript },
  ...Object.fromEntries(
    Object.entries(npmPlaces).map(([id, [name, read]]) => [
      id,
      { parser: () => moduleVersion(name), read }
    ])
  )
};

/** @throws where it is not installed */
function moduleVersion(name: string): string {
  const manifest = (requireTool.resolve.paths(name) ?? [])
    .map((folder) => join(folder, name, 'package.json'))
    .find((path) => isInstalled(path));
  const { version } = JSON.parse(readFileSync(manifest ?? '', 'utf8')) as { version: string };
  return `${name} ${version}`;
}

const readInProcess: Reader = (asked, commands) => {
  const answers: Record<string, Answer> = {};
  const path = process.env['PATH'];
  for (const [id, { parser, read }] of Object.entries(inProcess)) {
    const passwords = asked[id];
    if (!passwords) continue;
    const readOne = (password: string): string | null => {
      try {
        const value = read(password);
        return typeof value === 'string' ? value : null;
      } catch {
        return null;
      }
    };
    try {
      process.env['PATH'] = `${commands}:${path ?? ''}`;
      answers[id] = { parser: parser(), read: passwords.map(readOne) };
    } catch {
      continue;
    } finally {
      process.env['PATH'] = path;
    }
  }
  return Promise.resolve(answers);
};

const java = [
  ...['jdbc-postgresql', 'jdbc-mysql', 'jdbc-mariadb', 'jdbc-sqlserver', 'r2dbc-url', 'jaas'],
  ...[
    'java-amqp-url',
    'lettuce-url',
    'java-mongodb-url',
    'smallrye-env',
    'spring-env',
    'spring-value'
  ],
  ...['hocon', 'maven-settings', 'kafka-connect', 'java-properties']
];
const escript = '/usr/bin/escript';

const readers: readonly Reader[] = [
  readInProcess,
  readJson(tools.go),
  readJson(tools.rust),
  readJson('/usr/bin/php', source('php/read.php')),
  readJson('/usr/bin/ruby', source('ruby/read.rb')),
  readLines(
    java,
    tools.jars,
    ...(['java', '-cp', `${tools.jars}/*`, source('java/Read.java')] as const)
  ),
  readLines(['ado-net', 'ado-net-sqlserver', 'odbc-net'], tools.mono, 'mono', tools.mono),
  readLines(
    ['rabbitmq-conf'],
    escript,
    ...([escript, source('erlang/read.escript'), tools.rabbitmqPlugins] as const)
  ),
  // The slowest to start.
  readJson(tools.python, source('python/read.py'))
];

/**
 * Undefined where the parser is not installed.
 * @param commands a folder that comes first on the PATH of whoever reads
 */
export async function readPlace(
  id: string,
  passwords: readonly string[],
  commands: string
): Promise<Answer | undefined> {
  for (const read of readers) {
    const { [id]: answer } = await read({ [id]: passwords }, commands);
    if (answer) return answer;
  }
  return undefined;
}
