import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { NotEmulated, ToolError } from '../voice.js';
import type { ClientCall, ClientResult } from '../workflow/clients/client-server.js';
import { readOptions, short, text } from '../workflow/clients/options.js';
import type { Database } from './database.js';
import { CERTIFICATE } from './simulated-postgres.js';

export type MysqlEngine = 'mysql' | 'mariadb';

const STATEMENTS = [
  'SELECT 1',
  "CREATE USER IF NOT EXISTS name IDENTIFIED BY 'password', or in double quotes",
  "ALTER USER name IDENTIFIED BY 'password', with RETAIN CURRENT PASSWORD where the server has it",
  'ALTER USER name DISCARD OLD PASSWORD',
  'GRANT ALL ON name.* TO name'
];

interface User {
  readonly password: string;
  /** The one before, which still lets in: MySQL 8.0.14 and newer. */
  readonly secondary?: string;
}

/** A MySQL or MariaDB server as a job meets it. */
export interface MysqlServer extends Database {
  /** One start of `mysql` against this server. */
  mysql(call: ClientCall): Promise<ClientResult>;
}

export const isMysqlServer = (database: Database): database is MysqlServer => 'mysql' in database;

/** Where and as whom a start of mysql connects, and what it runs there. */
export interface MysqlCall {
  readonly host: string;
  readonly user: string;
  readonly sslMode: string;
  readonly sslCa: string | undefined;
  readonly script: string;
}

/**
 * Reads the options and the variables of a start of MySQL's own client, which GitHub's images have.
 * @throws {NotEmulated} for any other option.
 */
export function readMysqlCall({ args, env, stdin }: ClientCall): MysqlCall {
  const { values } = readOptions(
    'mysql',
    args,
    {
      host: short('h', text),
      user: short('u', text),
      'ssl-mode': text,
      'ssl-ca': text,
      execute: short('e', text)
    },
    1
  );
  return {
    host: values['host'] ?? env['MYSQL_HOST'] ?? '',
    user: values['user'] ?? '',
    sslMode: values['ssl-mode'] ?? 'PREFERRED',
    sslCa: values['ssl-ca'],
    script: values['execute'] ?? stdin
  };
}

/** Stands for MySQL and for MariaDB: users, their passwords, and the statements of the pages. */
export class SimulatedMysql implements MysqlServer {
  readonly #users = new Map<string, User>();
  #master = '';

  constructor(private readonly engine: MysqlEngine) {}

  setMaster(user: string, password: string): Promise<void> {
    this.#master = user;
    this.#users.set(user, { password });
    return Promise.resolve();
  }

  canLogIn(user: string, password: string): Promise<boolean> {
    const found = this.#users.get(user);
    return Promise.resolve(
      found !== undefined && [found.password, found.secondary].includes(password)
    );
  }

  psql(): Promise<ClientResult> {
    return Promise.reject(new Error('This server is no PostgreSQL, and psql cannot talk to it.'));
  }

  async mysql(call: ClientCall): Promise<ClientResult> {
    const { user, sslMode, sslCa, script } = readMysqlCall(call);
    checkCertificate(sslMode, sslCa, call.workspace);
    if (!(await this.canLogIn(user, call.env['MYSQL_PWD'] ?? '')))
      throw new ToolError(
        `ERROR 1045 (28000): Access denied for user '${user}'@'10.0.0.1' (using password: YES)`
      );
    const statements = script
      .split(/;[ \t]*(?:\n|$)/)
      .map((one) => one.trim())
      .filter((one) => one !== '');
    return { stdout: statements.map((statement) => this.#run(statement, user)).join('') };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #run(statement: string, user: string): string {
    if (statement === 'SELECT 1') return '1\n1\n';
    const change =
      /^(CREATE USER IF NOT EXISTS|ALTER USER) (\w+) IDENTIFIED BY (?:'([^'\\]*)'|"([^"\\]*)")( RETAIN CURRENT PASSWORD)?$/.exec(
        statement
      );
    const discarded = /^ALTER USER (\w+) DISCARD OLD PASSWORD$/.exec(statement);
    const granted = /^GRANT ALL ON \w+\.\* TO (\w+)$/.exec(statement);
    if (!change && !discarded && !granted)
      throw new NotEmulated(`The statement ${JSON.stringify(statement)}`, STATEMENTS);
    const isDual = discarded !== null || change?.[5] !== undefined;
    const password = change?.[3] ?? change?.[4] ?? '';
    if (isDual && this.engine === 'mariadb')
      throw new ToolError(
        'ERROR 1064 (42000): You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version for the right syntax to use'
      );
    if (user !== this.#master)
      throw new ToolError(
        'ERROR 1227 (42000): Access denied; you need (at least one of) the CREATE USER privilege(s) for this operation'
      );
    const name = change?.[2] ?? discarded?.[1] ?? granted?.[1] ?? '';
    const found = this.#users.get(name);
    if (change?.[1]?.startsWith('CREATE')) {
      if (!found) this.#users.set(name, { password });
      return '';
    }
    if (!found)
      throw new ToolError(
        granted
          ? 'ERROR 1410 (42000): You are not allowed to create a user with GRANT'
          : `ERROR 1396 (HY000): Operation ALTER USER failed for '${name}'@'%'`
      );
    if (discarded) this.#users.set(name, { password: found.password });
    if (change)
      this.#users.set(name, {
        ...found,
        password,
        ...(isDual && { secondary: found.password })
      });
    return '';
  }
}

/** Checks the certificate of the emulated RDS, as far as a client is told to. */
export function checkCertificate(
  sslMode: string,
  sslCa: string | undefined,
  workspace: string
): void {
  if (!sslMode.startsWith('VERIFY_')) return;
  const path = sslCa === undefined ? undefined : resolve(workspace, sslCa);
  if (path === undefined || !existsSync(path))
    throw new Error(
      `mysql checks the certificate of the server (--ssl-mode=${sslMode}), but there is no file ${sslCa ?? 'in --ssl-ca'}.`
    );
  if (!readFileSync(path, 'utf8').includes(readFileSync(CERTIFICATE, 'utf8').trim()))
    throw new ToolError(
      'ERROR 2026 (HY000): SSL connection error: error:0A000086:SSL routines::certificate verify failed'
    );
}
