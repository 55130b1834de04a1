import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isMariadbInstalled, Mariadb } from '../../emulator/databases/mariadb.js';
import { SimulatedMysql, type MysqlServer } from '../../emulator/databases/simulated-mysql.js';
import { CERTIFICATE } from '../../emulator/databases/simulated-postgres.js';
import { ToolError } from '../../emulator/voice.js';
import type { ClientResult } from '../../emulator/workflow/clients/client-server.js';
import { ROOT } from '../helpers/pages.js';

const workspace = mkdtempSync(join(tmpdir(), 'mysql-'));
copyFileSync(CERTIFICATE, join(workspace, 'rds.pem'));
copyFileSync(join(ROOT, 'emulator/tls/certificate.pem'), join(workspace, 'other.pem'));
afterAll(() => {
  rmSync(workspace, { recursive: true });
});

/** What mysql prints and its exit code, also where the stand-in throws what mysql would print. */
async function mysql(
  server: MysqlServer,
  args: readonly string[],
  { password = 'it-is', stdin = '' } = {}
): Promise<ClientResult> {
  const env = { MYSQL_HOST: 'shop-mysql', MYSQL_PWD: password };
  try {
    return await server.mysql({ name: 'mysql', args, env, stdin, workspace });
  } catch (error) {
    return {
      stderr: (error as Error).message,
      status: error instanceof ToolError ? error.status : 2
    };
  }
}

describe.each([
  ['the simulated MySQL', 'mysql', true, () => new SimulatedMysql('mysql')],
  ['the simulated MariaDB', 'mariadb', true, () => new SimulatedMysql('mariadb')],
  [
    'a real MariaDB',
    'mariadb',
    isMariadbInstalled(),
    () => Mariadb.start(join(ROOT, 'emulator/databases/tls'))
  ]
] as const)('%s', (_, engine, isThere, start) => {
  const here = isThere ? test : test.skip;
  let server: MysqlServer;
  beforeAll(async () => {
    if (!isThere) return;
    server = await start();
    await server.setMaster('admin', 'it-is', 'shop');
  }, 60_000);
  afterAll(async () => {
    if (isThere) await server.close();
  });

  const AS_ADMIN = ['--user=admin', '--ssl-mode=VERIFY_IDENTITY', '--ssl-ca=rds.pem'];

  here('lets in who has the password, and nobody else', async () => {
    const select = [...AS_ADMIN, '--execute=SELECT 1'];
    expect(await mysql(server, select)).toMatchObject({ stdout: '1\n1\n' });
    const refused = await mysql(server, select, { password: 'wrong' });
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringContaining("ERROR 1045 (28000): Access denied for user 'admin'@")
    ]);
  });

  here.each(['other.pem', 'missing.pem'])('checks the certificate, by %s', async (file) => {
    const { status } = await mysql(server, [
      '--user=admin',
      '--ssl-mode=VERIFY_CA',
      `--ssl-ca=${file}`
    ]);
    expect(status).not.toBe(0);
  });

  here('makes an account, changes its password, and makes none by a grant', async () => {
    const script = (user: string, password: string) =>
      `CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY "${password}";\nALTER USER ${user} IDENTIFIED BY "${password}";\nGRANT ALL ON shop.* TO ${user};\n`;
    for (const [before, now] of [
      ['x', 'one'],
      ['one', 'two']
    ] as const) {
      const done = await mysql(server, AS_ADMIN, { stdin: script('stock_a', now) });
      expect([done.status ?? 0, done.stderr ?? '']).toEqual([0, '']);
      expect([
        await server.canLogIn('stock_a', before),
        await server.canLogIn('stock_a', now)
      ]).toEqual([false, true]);
    }
    for (const [stdin, message] of [
      ['ALTER USER nobody IDENTIFIED BY "x";\n', /ERROR 1396 \(HY000\)/],
      ['GRANT ALL ON shop.* TO nobody;\n', /ERROR (1410|1133) \((42000|28000)\)/]
    ] as const) {
      const { status, stderr } = await mysql(server, AS_ADMIN, { stdin });
      expect([status, stderr]).toEqual([1, expect.stringMatching(message)]);
    }
    const asUser = { password: 'two', stdin: 'ALTER USER admin IDENTIFIED BY "x";\n' };
    expect(await mysql(server, ['--user=stock_a'], asUser)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('ERROR 1227 (42000)')
    });
  });

  here('has dual passwords in MySQL alone', async () => {
    const stdin = 'CREATE USER IF NOT EXISTS dual IDENTIFIED BY "one";\n';
    await mysql(server, AS_ADMIN, { stdin });
    const change = 'ALTER USER dual IDENTIFIED BY "two" RETAIN CURRENT PASSWORD;\n';
    const { status = 0, stderr = '' } = await mysql(server, AS_ADMIN, { stdin: change });
    if (engine === 'mariadb') {
      expect([status, stderr]).toEqual([1, expect.stringContaining('ERROR 1064 (42000)')]);
      return;
    }
    const logins = async () =>
      [await server.canLogIn('dual', 'one'), await server.canLogIn('dual', 'two')] as const;
    expect([status, await logins()]).toEqual([0, [true, true]]);
    // Changed again to the same, the account has lost the one before.
    await mysql(server, AS_ADMIN, { stdin: change });
    expect(await logins()).toEqual([false, true]);
    await mysql(server, AS_ADMIN, { stdin: change.replace('two', 'one') });
    expect(await logins()).toEqual([true, true]);
    await mysql(server, AS_ADMIN, { stdin: 'ALTER USER dual DISCARD OLD PASSWORD;\n' });
    expect(await logins()).toEqual([true, false]);
  });
});
