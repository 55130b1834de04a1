import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { load } from 'js-yaml';
import { parseCommandFile } from '../../emulator/runner/command-files.js';
import { isInstalled, pipe, requireTool, source, tools } from './tools.js';

/** Which parser read the passwords of a place, and which of them arrived. */
export interface Answer {
  readonly parser: string;
  readonly arrived: readonly boolean[];
}

type Asked = Readonly<Record<string, readonly string[]>>;
type Answers = Readonly<Record<string, Answer>>;

/** Reads the passwords of the places that it knows; one whose parser is not installed is left out. */
type Reader = (asked: Asked) => Promise<Answers>;

const readJson =
  (command: string, ...rest: string[]): Reader =>
  async (asked) =>
    isInstalled(command)
      ? (JSON.parse(await pipe(command, rest, JSON.stringify(asked))) as Answers)
      : {};

/** Java and .NET have no JSON parser of their own: their lines are `place TAB password` and `place TAB parser TAB arrived`. */
const readLines =
  (ids: readonly string[], needed: string, command: string, ...rest: string[]): Reader =>
  async (asked) => {
    const mine = ids.filter((id) => asked[id]);
    if (mine.length === 0 || !isInstalled(needed)) return {};
    const lines = mine.flatMap((id) => (asked[id] ?? []).map((password) => `${id}\t${password}\n`));
    const rows = (await pipe(command, rest, lines.join('')))
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    return Object.fromEntries(
      mine.map((id) => {
        const own = rows.filter(([name]) => name === id);
        const arrived = own.map(([, , result]) => result === 'true');
        return [id, { parser: own[0]?.[1] ?? '', arrived }];
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

interface DotenvModule {
  readonly parse: (text: string) => Record<string, string>;
}
interface PgModule {
  readonly parse: (url: string) => { readonly password: string; readonly host: string };
}

const inProcess: Readonly<
  Record<string, { parser: () => string; read: (password: string) => unknown }>
> = {
  'whatwg-url': { parser: () => `URL of ${node}`, read: readUrl },
  'node-env': { parser: () => node, read: (password) => parseEnv(env(password))['PASSWORD'] },
  'github-env': { parser: () => "model: this project's runner", read: readGitHubEnv },
  'js-yaml': { parser: () => moduleVersion('js-yaml'), read: readYaml },
  dotenv: {
    parser: () => moduleVersion('dotenv'),
    read: (password) => (requireTool('dotenv') as DotenvModule).parse(env(password))['PASSWORD']
  },
  'pg-url': {
    parser: () => moduleVersion('pg-connection-string'),
    read(password) {
      const pg = requireTool('pg-connection-string') as PgModule;
      const read = pg.parse(`postgresql://app:${password}@db.example:5432/app`);
      return read.host === 'db.example' ? read.password : undefined;
    }
  }
};

/** @throws where it is not installed */
function moduleVersion(name: string): string {
  const manifest = (requireTool.resolve.paths(name) ?? [])
    .map((folder) => join(folder, name, 'package.json'))
    .find((path) => isInstalled(path));
  const { version } = JSON.parse(readFileSync(manifest ?? '', 'utf8')) as { version: string };
  return `${name} ${version}`;
}

const readInProcess: Reader = (asked) => {
  const answers: Record<string, Answer> = {};
  for (const [id, { parser, read }] of Object.entries(inProcess)) {
    const passwords = asked[id];
    if (!passwords) continue;
    try {
      answers[id] = { parser: parser(), arrived: [] };
    } catch {
      continue;
    }
    const arrived = passwords.map((password) => {
      try {
        return read(password) === password;
      } catch {
        return false;
      }
    });
    answers[id] = { ...answers[id], arrived };
  }
  return Promise.resolve(answers);
};

const java = ['jdbc-postgresql', 'jdbc-mysql', 'jdbc-mariadb', 'jdbc-sqlserver', 'jaas'];

const readers: readonly Reader[] = [
  readInProcess,
  readJson(tools.python, source('read.py')),
  readJson(tools.go),
  readLines(
    [...java, 'java-properties'],
    tools.jars,
    ...(['java', '-cp', `${tools.jars}/*`, source('java/Read.java')] as const)
  ),
  readLines(['ado-net', 'ado-net-sqlserver', 'odbc-net'], tools.mono, 'mono', tools.mono)
];

/** Undefined where the parser is not installed. */
export async function readPlace(
  id: string,
  passwords: readonly string[]
): Promise<Answer | undefined> {
  for (const read of readers) {
    const { [id]: answer } = await read({ [id]: passwords });
    if (answer) return answer;
  }
  return undefined;
}
