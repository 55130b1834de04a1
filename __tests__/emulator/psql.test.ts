import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../emulator/databases/database.js';
import { isPostgresInstalled, Postgres } from '../../emulator/databases/postgres.js';
import { CERTIFICATE, SimulatedPostgres } from '../../emulator/databases/simulated-postgres.js';
import { ToolError } from '../../emulator/voice.js';
import type { ClientResult } from '../../emulator/workflow/clients/client-server.js';
import { ROOT } from '../helpers/pages.js';

const workspace = mkdtempSync(join(tmpdir(), 'psql-'));
copyFileSync(CERTIFICATE, join(workspace, 'rds.pem'));
copyFileSync(join(ROOT, 'emulator/tls/certificate.pem'), join(workspace, 'other.pem'));
writeFileSync(join(workspace, 'broken.sql'), "ALTER ROLE nobody PASSWORD :'none';\nSELECT 1;\n");
afterAll(() => {
  rmSync(workspace, { recursive: true });
});

const HOST = 'shop.example.eu-west-1.rds.amazonaws.com';

describe.each([
  ['the simulated PostgreSQL', true, () => Promise.resolve(new SimulatedPostgres())],
  [
    'a real PostgreSQL',
    isPostgresInstalled(),
    () => Postgres.start(join(ROOT, 'emulator/databases/tls'))
  ]
] as const)('%s', (_, isThere, start) => {
  const here = isThere ? test : test.skip;
  let database: Database;
  beforeAll(async () => {
    if (!isThere) return;
    database = await start();
    await database.setMaster('app', "it's", 'shop');
  });
  afterAll(async () => {
    if (isThere) await database.close();
  });

  const ENV = { PGHOST: HOST, PGUSER: 'app', PGPASSWORD: "it's", PGDATABASE: 'shop' };
  /** What psql prints and its exit code, also where the stand-in throws what psql would print. */
  async function psql(args: string[], env: Record<string, string> = {}): Promise<ClientResult> {
    const call = { name: 'psql', args, env: { ...ENV, ...env }, stdin: '', workspace };
    try {
      return await database.psql(call);
    } catch (error) {
      const { message } = error as Error;
      return { stderr: message, status: error instanceof ToolError ? error.status : 1 };
    }
  }

  here.each([
    [['-h', HOST, '-U', 'app', '-d', 'shop', '-tAc', 'SELECT current_user'], 'app\n'],
    [['--host', HOST, '--tuples-only', '--no-align', '--command=SELECT 1', 'shop', 'app'], '1\n'],
    [[`postgres://app:it's@${HOST}:5432/shop?sslmode=require`, '-tAc', 'SELECT 1'], '1\n'],
    [[`host=${HOST} user=app dbname=shop password='it\\'s'`, '-tAc', 'SELECT 1'], '1\n'],
    [['-c', 'SELECT 1'], ' ?column? \n----------\n        1\n(1 row)\n\n']
  ])('%j', async (args, expected) => {
    const { stdout, status = 0 } = await psql(args);
    expect([stdout, status]).toEqual([expected, 0]);
  });

  here.each([
    ['with the authority of the server', 'rds.pem', 0],
    ['with another one', 'other.pem', 2],
    ['with no file of that name', 'missing.pem', 2]
  ])('sslmode=verify-full %s', async (_name, file, expected) => {
    const env = { PGSSLMODE: 'verify-full', PGSSLROOTCERT: file };
    const { status = 0, stderr = '' } = await psql(['-tAc', 'SELECT 1'], env);
    expect(status === 0).toBe(expected === 0);
    if (expected !== 0) expect(stderr).toMatch(/certificate/);
  });

  here('an owner without login, whom a role acts as', async () => {
    const master = { PGUSER: 'app', USER_NAME: 'shop_b', PASSWORD: 'pa ss' };
    const script = [
      '\\getenv user USER_NAME',
      '\\getenv password PASSWORD',
      ...['owner NOLOGIN', 'shop_b LOGIN IN ROLE owner'].map(
        (role) =>
          `SELECT 'CREATE ROLE ${role}'\n  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role.split(' ')[0]!}') \\gexec`
      ),
      'GRANT CREATE ON DATABASE shop TO owner;',
      'ALTER ROLE shop_b SET ROLE owner;',
      `ALTER ROLE :"user" PASSWORD :'password';`
    ].join('\n');
    for (const created of [2, 0]) {
      writeFileSync(join(workspace, 'two.sql'), `${script}\n`);
      const args = ['-X', '-v', 'ON_ERROR_STOP=1', '-f', 'two.sql'];
      const { stdout = '', status = 0 } = await psql(args, master);
      expect([status, stdout]).toEqual([
        0,
        `${'CREATE ROLE\n'.repeat(created)}GRANT\nALTER ROLE\nALTER ROLE\n`
      ]);
    }
    const env = { PGUSER: 'shop_b', PGPASSWORD: 'pa ss' };
    expect(await psql(['-tAc', 'SELECT current_user'], env)).toMatchObject({ stdout: 'owner\n' });
    expect(await database.canLogIn('owner', '')).toBe(false);
    const missing = await psql(['-c', "ALTER ROLE nobody PASSWORD 'x';"]);
    expect(missing.status).toBe(1);
  });

  here('a wrong password is refused in the words of PostgreSQL', async () => {
    const { status, stderr } = await psql(['-c', 'SELECT 1'], { PGPASSWORD: 'wrong' });
    expect(status).toBe(2);
    expect(stderr).toContain('FATAL:  password authentication failed for user "app"');
  });

  here.each([
    ['goes on after an error', [], 0],
    ['stops at the first one with ON_ERROR_STOP', ['-v', 'ON_ERROR_STOP=1'], 3]
  ])('a script %s', async (_name, args, expected) => {
    const { status = 0, stdout = '' } = await psql(['-tA', ...args, '-f', 'broken.sql']);
    expect([status, stdout.includes('1')]).toEqual([expected, expected === 0]);
  });
});

test('a database in a container has no TLS', async () => {
  const database = new SimulatedPostgres(false);
  await database.setMaster('postgres', 'x');
  const env = { PGHOST: 'localhost', PGUSER: 'postgres', PGPASSWORD: 'x', PGSSLMODE: 'require' };
  await expect(
    database.psql({ name: 'psql', args: ['-c', 'SELECT 1'], env, stdin: '', workspace })
  ).rejects.toThrow('server does not support SSL, but SSL was required');
});
