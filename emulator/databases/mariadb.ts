import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, NOBODY, runClient } from './local-server.js';
import { checkCertificate, readMysqlCall, type MysqlServer } from './simulated-mysql.js';
import type { ClientCall, ClientResult } from '../workflow/clients/client-server.js';

const PATH = [process.env['PATH'] ?? '', '/usr/sbin'].join(delimiter);
const ENV = { PATH, LC_ALL: 'C.UTF-8', HOME: '/nonexistent' };

/** Whether a real server can be started here. */
export const isMariadbInstalled = (): boolean =>
  process.platform !== 'win32' &&
  ['mariadb-install-db', 'mariadbd', 'mariadb'].every((tool) =>
    PATH.split(delimiter).some((folder) => existsSync(join(folder, tool)))
  );

/** A real MariaDB server on loopback, with TLS. Clients reach it under any host name. */
export class Mariadb implements MysqlServer {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly server: ReturnType<typeof spawn>
  ) {}

  /** @param tls folder of certificate.pem and key.pem. */
  static async start(tls: string): Promise<Mariadb> {
    const folder = mkdtempSync(join(tmpdir(), 'mariadb-'));
    chmodSync(folder, 0o755);
    if (NOBODY.uid !== undefined) chownSync(folder, NOBODY.uid, NOBODY.gid);
    const options = { env: ENV, cwd: folder, ...NOBODY };
    const data = `--datadir=${join(folder, 'data')}`;
    const init = spawnSync(
      'mariadb-install-db',
      ['--no-defaults', data, '--auth-root-authentication-method=normal', '--skip-test-db'],
      { ...options, encoding: 'utf8' }
    );
    if (init.status !== 0) throw new Error(`mariadb-install-db failed: ${init.stderr}`);
    for (const file of ['certificate.pem', 'key.pem']) {
      copyFileSync(join(tls, file), join(folder, file));
      if (NOBODY.uid !== undefined) chownSync(join(folder, file), NOBODY.uid, NOBODY.gid);
    }
    const port = await freePort();
    const server = spawn(
      'mariadbd',
      [
        ...['--no-defaults', data, `--port=${port}`, '--bind-address=127.0.0.1'],
        ...['--skip-name-resolve', `--socket=${join(folder, 'socket')}`],
        ...[`--pid-file=${join(folder, 'pid')}`, '--innodb-flush-log-at-trx-commit=0'],
        `--ssl-cert=${join(folder, 'certificate.pem')}`,
        `--ssl-key=${join(folder, 'key.pem')}`
      ],
      { ...options, stdio: 'ignore' }
    );
    const started = new Mariadb(folder, port, server);
    while ((await started.#administer('SELECT 1')).status !== 0) {
      if (server.exitCode !== null) throw new Error(`mariadbd ended with ${server.exitCode}.`);
      await sleep(20);
    }
    return started;
  }

  async setMaster(user: string, password: string, name: string): Promise<void> {
    const quoted = `'${password.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
    const { status, stderr } = await this.#administer(
      `CREATE DATABASE IF NOT EXISTS ${name};
       CREATE USER IF NOT EXISTS ${user};
       ALTER USER ${user} IDENTIFIED BY ${quoted};
       GRANT ALL ON *.* TO ${user} WITH GRANT OPTION;`
    );
    if (status !== 0) throw new Error(stderr);
  }

  async canLogIn(user: string, password: string): Promise<boolean> {
    return (await this.#query(user, password, 'SELECT 1')).status === 0;
  }

  psql(): Promise<ClientResult> {
    return Promise.reject(new Error('This server is no PostgreSQL, and psql cannot talk to it.'));
  }

  mysql(call: ClientCall): Promise<ClientResult> {
    const { user, sslMode, sslCa, script } = readMysqlCall(call);
    // MariaDB's client compares the certificate with the address that it connects to, which is ours.
    checkCertificate(sslMode, sslCa, call.workspace);
    return this.#query(user, call.env['MYSQL_PWD'] ?? '', script);
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.server.once('close', resolve));
    this.server.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  #query(user: string, password: string, sql: string): Promise<ClientResult> {
    const place = ['--host=127.0.0.1', `--port=${this.port}`, `--user=${user}`, '--ssl'];
    return runClient('mariadb', ['--no-defaults', ...place], { ...ENV, MYSQL_PWD: password }, sql);
  }

  #administer(sql: string): Promise<ClientResult> {
    const place = [`--socket=${join(this.folder, 'socket')}`, '--user=root'];
    return runClient('mariadb', ['--no-defaults', ...place], ENV, sql);
  }
}
