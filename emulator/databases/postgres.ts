import { spawn, spawnSync } from 'node:child_process';
import { chownSync, copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, NOBODY, runClient } from './local-server.js';
import { readPsqlCall } from './psql-options.js';
import type { ClientCall, ClientResult } from '../workflow/clients/client-server.js';
import type { Database } from './database.js';

const VERSIONS = '/usr/lib/postgresql';
const PATH = [
  process.env['PATH'] ?? '',
  ...(existsSync(VERSIONS) ? readdirSync(VERSIONS).map((one) => join(VERSIONS, one, 'bin')) : [])
].join(delimiter);
const TOOLS = ['initdb', 'postgres', 'psql'];
const ENV = { PATH, LC_ALL: 'C.UTF-8', HOME: '/nonexistent' };

/** Whether a real server can be started here. */
export const isPostgresInstalled = (): boolean =>
  process.platform !== 'win32' &&
  TOOLS.every((tool) => PATH.split(delimiter).some((folder) => existsSync(join(folder, tool)))) &&
  // \getenv came with psql 15.
  Number(
    /(\d+)/.exec(spawnSync('psql', ['--version'], { env: ENV, encoding: 'utf8' }).stdout)?.[1]
  ) >= 15;

/** A real PostgreSQL server on loopback, with TLS. Clients reach it under any host name. */
export class Postgres implements Database {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly server: ReturnType<typeof spawn>
  ) {}

  /** @param tls folder of certificate.pem and key.pem. */
  static async start(tls: string): Promise<Postgres> {
    const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
    const data = join(folder, 'data');
    if (NOBODY.uid !== undefined) chownSync(folder, NOBODY.uid, NOBODY.gid);
    const options = { env: ENV, cwd: folder, ...NOBODY };
    const init = spawnSync(
      'initdb',
      [
        ...['--pgdata', data, '--username=rdsadmin', '--encoding=UTF8', '--no-sync'],
        ...['--auth-local=trust', '--auth-host=scram-sha-256', '--no-instructions']
      ],
      { ...options, encoding: 'utf8' }
    );
    if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr}`);
    for (const [from, to] of [
      ['certificate.pem', 'server.crt'],
      ['key.pem', 'server.key']
    ] as const) {
      copyFileSync(join(tls, from), join(data, to));
      if (NOBODY.uid !== undefined) chownSync(join(data, to), NOBODY.uid, NOBODY.gid);
    }
    spawnSync('chmod', ['600', join(data, 'server.key')]);
    const port = await freePort();
    const server = spawn(
      'postgres',
      [
        '-D',
        data,
        '-p',
        String(port),
        '-k',
        folder,
        '-F',
        '-c',
        'ssl=on',
        '-c',
        'listen_addresses=127.0.0.1'
      ],
      { ...options, stdio: 'ignore' }
    );
    const started = new Postgres(folder, port, server);
    while ((await started.#psql(started.#admin, 'SELECT 1')).status !== 0) {
      if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}.`);
      await sleep(20);
    }
    return started;
  }

  async setMaster(user: string, password: string, name: string): Promise<void> {
    const quoted = `'${password.replaceAll("'", "''")}'`;
    const exists = await this.#psql(
      this.#admin,
      `SELECT 1 FROM pg_roles WHERE rolname = '${user}'`
    );
    const sql = exists.stdout?.includes('1')
      ? `ALTER ROLE ${user} PASSWORD ${quoted};`
      : `CREATE ROLE ${user} LOGIN CREATEROLE CREATEDB PASSWORD ${quoted};\nCREATE DATABASE ${name} OWNER ${user};`;
    const { status, stderr } = await this.#psql(this.#admin, sql);
    if (status !== 0) throw new Error(stderr);
  }

  async canLogIn(user: string, password: string): Promise<boolean> {
    const env = { ...ENV, PGHOST: '127.0.0.1', PGPORT: String(this.port), PGUSER: user };
    const { status } = await this.#psql(
      { ...env, PGDATABASE: 'postgres', PGPASSWORD: password },
      'SELECT 1'
    );
    return status === 0;
  }

  psql(call: ClientCall): Promise<ClientResult> {
    const { host, user, database, password, sslMode, sslRootCertificate, ...psql } =
      readPsqlCall(call);
    // The host name stays, so that its certificate is checked as the page says; only its address and port are ours.
    const env = {
      ...call.env,
      PATH: ENV.PATH,
      PGHOST: host,
      PGHOSTADDR: '127.0.0.1',
      PGPORT: String(this.port),
      PGUSER: user,
      PGDATABASE: database,
      PGPASSWORD: password,
      PGSSLMODE: sslMode,
      ...(sslRootCertificate !== undefined && { PGSSLROOTCERT: sslRootCertificate }),
      PGCONNECT_TIMEOUT: '60'
    };
    return runClient('psql', psql.rest, env, psql.script, call.workspace);
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.server.once('close', resolve));
    this.server.kill('SIGINT');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #admin(): Record<string, string> {
    return {
      ...ENV,
      PGHOST: this.folder,
      PGPORT: String(this.port),
      PGUSER: 'rdsadmin',
      PGDATABASE: 'postgres'
    };
  }

  #psql(env: Record<string, string>, sql: string): Promise<ClientResult> {
    return runClient('psql', ['-XqtA', '--set=ON_ERROR_STOP=1'], env, sql);
  }
}
