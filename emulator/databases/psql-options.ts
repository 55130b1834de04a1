import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotEmulated, ToolError } from '../voice.js';
import type { ClientCall } from '../workflow/clients/client-server.js';
import { flag, readOptions, short, text } from '../workflow/clients/options.js';

/** Where and as whom a start of psql connects, and what it runs there. */
export interface PsqlCall {
  readonly host: string;
  readonly user: string;
  readonly database: string;
  readonly password: string;
  readonly sslMode: string;
  /** Path of the file with the authorities that are trusted, or `system`. */
  readonly sslRootCertificate: string | undefined;
  /** Statements of `--command`, or the text of `--file` or of standard input. */
  readonly commands: readonly string[];
  readonly script: string;
  /** The arguments without those that say where to connect. */
  readonly rest: readonly string[];
}

const OPTIONS = {
  host: short('h', text),
  port: short('p', text),
  username: short('U', text),
  dbname: short('d', text),
  'no-psqlrc': short('X', flag),
  'no-password': short('w', flag),
  quiet: short('q', flag),
  'tuples-only': short('t', flag),
  'no-align': short('A', flag),
  'single-transaction': short('1', flag),
  pset: short('P', text),
  set: short('v', text),
  command: short('c', text),
  file: short('f', text)
};

/**
 * Reads the options, the connection string and the variables of a start of psql, as libpq does.
 * @throws {NotEmulated} for any other option, and for another port than PostgreSQL's own.
 */
export function readPsqlCall({ args, env, stdin, workspace }: ClientCall): PsqlCall {
  const { values, all, positionals } = readOptions('psql', args, OPTIONS, 2);
  const [first = values['dbname'] ?? env['PGDATABASE'], second] = positionals;
  const given = readConnectionString(first ?? '');
  const get = (name: string, option: string | undefined, variable: string): string =>
    given[name] ?? option ?? env[variable] ?? '';
  const port = get('port', values['port'], 'PGPORT');
  if (port !== '' && port !== '5432')
    throw new NotEmulated(`PostgreSQL on port ${port}`, 'port 5432');
  const user = get('user', second ?? values['username'], 'PGUSER');
  const { file } = values;
  return {
    host: get('host', values['host'], 'PGHOST'),
    user,
    database: given['dbname'] ?? (first === undefined || first === '' ? user : first),
    password: given['password'] ?? env['PGPASSWORD'] ?? '',
    sslMode: given['sslmode'] ?? env['PGSSLMODE'] ?? 'prefer',
    sslRootCertificate: given['sslrootcert'] ?? env['PGSSLROOTCERT'],
    commands: all('command'),
    script: file === undefined || file === '-' ? stdin : readScript(join(workspace, file), file),
    rest: [
      '--no-psqlrc',
      ...['quiet', 'tuples-only', 'no-align', 'single-transaction']
        .filter((name) => values[name] !== undefined)
        .map((name) => `--${name}`),
      ...['pset', 'set'].flatMap((name) => all(name).map((value) => `--${name}=${value}`)),
      ...all('command').map((value) => `--command=${value}`)
    ]
  };
}

function readScript(path: string, name: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new ToolError(`psql: error: ${name}: No such file or directory`);
}

/** `postgres://…` and `host=… user=…`; a bare name is that of a database. */
function readConnectionString(value: string): Readonly<Record<string, string>> {
  if (/^postgres(ql)?:\/\//.test(value)) {
    const url = new URL(value);
    const parts = {
      host: url.hostname,
      port: url.port,
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      dbname: decodeURIComponent(url.pathname.slice(1)),
      ...Object.fromEntries(url.searchParams)
    };
    return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== ''));
  }
  if (!value.includes('=')) return {};
  const parts = [...value.matchAll(/(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S*))/g)];
  return Object.fromEntries(
    parts.map(([, name = '', quoted, plain]) => [
      name,
      (quoted ?? plain ?? '').replaceAll(/\\(.)/g, '$1')
    ])
  );
}
