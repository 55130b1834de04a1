import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parsePolicy, type IamPolicy } from '../../emulator/aws/iam-policy.js';
import { isPostgresInstalled } from '../../emulator/databases/postgres.js';
import type { Role } from '../../emulator/aws/role.js';
import { parseTrustPolicy } from '../../emulator/aws/trust-policy.js';
import type { Account } from '../../emulator/workflow/account.js';
import { parseWorkflow } from '../../emulator/workflow/workflow-file.js';
import {
  runWorkflow,
  type RunOptions,
  type RunResult
} from '../../emulator/workflow/workflow-run.js';
import {
  addRoles,
  addRolesOfOtherAccounts,
  builtActions,
  openExample,
  readSetUp,
  readWorkflows,
  ROLES,
  runAsAdministrator
} from '../../tools/demo/example.js';
import { Act, isActInstalled } from '../helpers/act.js';
import { isMinistackInstalled, Ministack } from '../helpers/ministack.js';
import { codeBlocks, read, ROOT } from '../helpers/pages.js';
import { inAll, isAll } from '../helpers/test-all.js';

// Without bash there is no script to run.
const here = process.platform === 'win32' ? describe.skip : describe;
/** For what takes several runs. */
const long = isAll ? here : describe.skip;

// Far more than a busy machine takes.
jest.setTimeout(600_000);

const workflows = readWorkflows(ROOT);
const actions = builtActions(ROOT);
const logs: string[] = [];

/** Which judges have let each workflow through. */
const judges = new Map(workflows.map(({ workflow }) => [workflow.name, new Array<string>()]));
afterAll(() => {
  const rows = [...judges].map(([name, by]) => `${name.padEnd(26)}${by.join(', ') || '-'}`);
  console.log(['Workflows that ran as printed, and by whose judgement:', ...rows].join('\n'));
});

async function run(
  account: Account,
  name: string,
  options: Partial<RunOptions> = {}
): Promise<RunResult> {
  const { workflow } = workflows.find((one) => one.workflow.name === name)!;
  const result = await runWorkflow(workflow, account, { actions, ...options });
  logs.push(result.log);
  return result;
}

const expectSuccess = ({ annotations, conclusion, log }: RunResult): void => {
  // The log says why.
  expect(conclusion === 'success' ? conclusion : log).toBe('success');
  expect(annotations.filter((one) => one.includes('Unexpected input'))).toEqual([]);
};

const versions = (account: Account, name: string) => [
  ...account.cloud.secrets.secrets.get(name)!.versions.values()
];

/** The password under a label, which stands under the key `password` in every secret of the example but one. */
function stored(account: Account, name: string, label = 'AWSCURRENT'): string {
  const text = versions(account, name).find(({ stages }) => stages.has(label))?.string ?? '{}';
  return (JSON.parse(text) as Record<string, string>)['password'] ?? '';
}

const policy = (name: string): IamPolicy => parsePolicy(read(`docs/aws/${name}.json`));

here('every workflow on every page, as printed and in their order', () => {
  let account: Account;
  beforeAll(async () => {
    account = await openExample(ROOT);
  });
  afterAll(() => account.close());

  test.each(['README.md', 'docs/credentials.md'])(
    'the commands of %s set up the account, and can be run again',
    async (page) => {
      const script = readSetUp(ROOT, page);
      for (const time of isAll ? ['first', 'second'] : ['first']) {
        const { conclusion, log } = await runAsAdministrator(account, page, script);
        expect([time, conclusion === 'success' ? conclusion : log]).toEqual([time, 'success']);
      }
      expect(account.provider.audiences).toEqual(['sts.amazonaws.com']);
      const passwords = account.roles.get(account.roleArn('passwords'));
      expect(passwords?.permissions).toEqual(policy('passwords'));
    }
  );

  test('the roles are those of docs/aws, and no others', () => {
    const roles = [...account.roles.values()].map(({ arn, trust, permissions }) => [
      arn,
      trust,
      permissions
    ]);
    expect(roles).toEqual(
      Object.entries(ROLES).map(([name, trust]) => [
        account.roleArn(name),
        policyDocument(trust),
        policy(name)
      ])
    );
  });

  test('the roles of other accounts are there, too', () => {
    expect(addRolesOfOtherAccounts(account, join(ROOT, 'docs/aws'))).toEqual([]);
    expect(account.roles.size).toBe(Object.keys(ROLES).length + 4);
  });

  describe.each(workflows.map(({ page, workflow }) => [page, workflow.name] as const))(
    '%s: %s',
    (_, name) => {
      test('runs', async () => {
        expectSuccess(await run(account, name));
      });

      inAll('runs again, in a repository whose tokens have the numeric ids', async () => {
        expectSuccess(await run(account, name, { subjectWithIds: true }));
        judges.get(name)!.push('emulator');
      });
    }
  );

  test('the databases, Secrets Manager, GitHub and the cluster have the same passwords', async () => {
    const { cloud, cluster, rds } = account;
    const shop = rds.find('shop').database;
    for (const [user, secret] of [
      ['postgres', 'shop/db'],
      ['app', 'shop/app'],
      ['tester', 'shop/test'],
      ['private', 'shop/private']
    ] as const)
      expect([user, await shop.canLogIn(user, stored(account, secret))]).toEqual([user, true]);
    // After two runs, both accounts have the password that the secret had for them.
    for (const label of isAll ? ['AWSCURRENT', 'AWSPREVIOUS'] : ['AWSCURRENT']) {
      const { string = '{}' } =
        versions(account, 'shop/orders').find(({ stages }) => stages.has(label)) ?? {};
      const { username = '', password = '' } = JSON.parse(string) as Record<string, string>;
      expect([label, await shop.canLogIn(username, password)]).toEqual([label, true]);
    }
    for (const [server, secret] of [
      [rds.find('shop', 'cluster'), 'shop/cluster'],
      [rds.find('reports'), 'shop/reports']
    ] as const)
      expect(await server.database.canLogIn('postgres', stored(account, secret))).toBe(true);
    expect(cloud.github.secrets.get('acme/shop test TEST_DB_PASSWORD')?.value).toBe(
      stored(account, 'shop/test')
    );
    expect(cluster.secrets.get('shop-app')?.['password']).toHaveLength(32);
  });

  inAll(
    'the tasks of ECS read the account that is current, and need new ones after a rotation',
    async () => {
      const tasks = () => account.compute.tasks as Readonly<Record<string, string>>;
      const before = stored(account, 'shop/app');
      // The last run of "ecs" was before the last rotation.
      expect(tasks()['DB_USER']).toBe('app');
      expect(tasks()['DB_PASSWORD']).not.toBe(before);
      expectSuccess(await run(account, 'ecs'));
      expect(tasks()).toEqual({ DB_USER: 'app', DB_PASSWORD: before });
      const file = join(account.repositoryFolder, 'task-definition.json');
      const task = readFileSync(file, 'utf8');
      writeFileSync(file, task.replace(':password::', ':passwort::'));
      expect((await run(account, 'ecs')).log).toContain('Waiter ServicesStable failed');
      writeFileSync(file, task);
      expectSuccess(await run(account, 'ecs'));
    }
  );

  test("a webhook's key is the same at each deployment, and another after a run by hand", async () => {
    const inCluster = () => account.cluster.secrets.get('shop-webhook')?.['key'];
    const key = inCluster();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(versions(account, 'shop/webhook')).toHaveLength(1);
    expectSuccess(await run(account, 'webhook-key', { event: 'push' }));
    expect(inCluster()).toBe(key);
    expectSuccess(await run(account, 'webhook-key', { event: 'workflow_dispatch' }));
    const [before, after] = versions(account, 'shop/webhook').map(
      ({ string }) => (JSON.parse(string!) as Record<string, string>)['key']
    );
    expect(before).toBe(key);
    expect(after).toMatch(/^[0-9a-f]{64}$/);
    expect(after).not.toBe(before);
    expect(inCluster()).toBe(after);
  });

  test('Terraform applies a rotated password when its version is raised', async () => {
    const { database } = account.rds.find('reports');
    await database.setMaster('postgres', 'lost', 'reports');
    expectSuccess(await run(account, 'terraform'));
    expect(await database.canLogIn('postgres', 'lost')).toBe(true);
    raisePasswordVersion(account);
    expectSuccess(await run(account, 'terraform'));
    expect(await database.canLogIn('postgres', stored(account, 'shop/reports'))).toBe(true);
  });

  test('no secret has a rotation that is still pending', () => {
    for (const [name] of account.cloud.secrets.secrets)
      for (const { id, stages } of versions(account, name))
        expect([id, stages.has('AWSPENDING')]).toEqual([id, false]);
  });

  test('no password is in a log, nor in the arguments of a client but the AWS CLI', () => {
    const passwords = [...account.cloud.secrets.secrets.values()]
      .flatMap((secret) => [...secret.versions.values()])
      .flatMap(({ string }) => Object.entries(JSON.parse(string!) as Record<string, string>))
      .filter(([key]) => ['password', 'session', 'metrics', 'key'].includes(key))
      .map(([, value]) => value);
    expect(passwords.length).toBeGreaterThan(10);
    const text = logs.join('\n');
    const args = account.clients.calls.flatMap((call) => (call.name === 'aws' ? [] : call.args));
    for (const password of passwords) {
      expect(text).not.toContain(password);
      expect(args.join('\n')).not.toContain(password);
    }
  });
});

here('the steps that README.md prints', () => {
  const [first = '', ...rest] = codeBlocks
    .filter(
      ({ page, language, text }) =>
        page === 'README.md' &&
        language === 'yaml' &&
        text.startsWith('- ') &&
        text.includes('with:')
    )
    .map(({ text }) => text);
  const job = (steps: string) =>
    parseWorkflow(
      `on: push\npermissions: { id-token: write }\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n${steps.replaceAll(/^(?=.)/gm, '      ')}`,
      'readme.yml'
    );
  let account: Account;
  beforeAll(async () => {
    account = await openExample(ROOT);
    addRoles(account, join(ROOT, 'docs/aws'));
    for (const name of ['create-database', 'many-keys']) expectSuccess(await run(account, name));
  });
  afterAll(() => account.close());

  test('the first of them, with the log that is shown below it', async () => {
    const result = await runWorkflow(job(first), account, { actions });
    expectSuccess(result);
    const [, shown = ''] = /```text\n(.*?)```/s.exec(read('README.md')) ?? [];
    const [generated = '', env = ''] = shown.split('\n\n');
    expect(generated).toMatch(/^Generated a 32-character password/);
    expect(result.log).toContain(generated.replace(/ …$/, ''));
    expect(result.log).toContain(env);
  });

  test('the others, the rotation and its promotion in one job', async () => {
    expect(rest.join('\n').match(/aws-random-password\/promote@/g)).toHaveLength(1);
    const before = stored(account, 'shop/db');
    const steps = rest.join('\n').replace(/- id: db/, '- id: read');
    expectSuccess(await runWorkflow(job(steps), account, { actions }));
    expect(stored(account, 'shop/db')).not.toBe(before);
  });
});

const policyDocument = (name: string): unknown => JSON.parse(read(`docs/aws/${name}.json`));

/** Has Terraform apply the password that is stored now, as the page says. */
function raisePasswordVersion({ repositoryFolder }: Account): void {
  const file = join(repositoryFolder, 'main.tf');
  const code = readFileSync(file, 'utf8');
  const version = /(password_wo_version +=) 1 /;
  expect(code).toMatch(version);
  writeFileSync(file, code.replace(version, '$1 2 '));
}

/**
 * Runs the workflows in their order until one fails, with other permissions of one role: twice those that assume it, and
 * once those that others build on.
 */
async function firstFailure(role: string, permissions: IamPolicy): Promise<string | undefined> {
  const account = await openExample(ROOT);
  try {
    addRoles(account, join(ROOT, 'docs/aws'));
    const whole = account.roles.get(account.roleArn(role))!;
    account.roles.set(whole.arn, { ...whole, permissions });
    for (const { text, workflow } of workflows)
      for (const again of text.includes(`:role/${role}\n`) ? [false, true] : [false]) {
        if (again && workflow.name === 'terraform') raisePasswordVersion(account);
        const { conclusion, log } = await runWorkflow(workflow, account, { actions });
        if (conclusion === 'failure') return log;
      }
    return undefined;
  } finally {
    await account.close();
  }
}

const permissions = Object.keys(ROLES)
  .flatMap((role) =>
    policy(role).Statement.flatMap(({ Action }, statement) =>
      [Action ?? []].flat().map((action) => ({ role, statement, action }))
    )
  )
  // It is called where nothing is found, which a test of its own shows.
  .filter(
    ({ role, action }) => role !== 'read-passwords' || action !== 'secretsmanager:DescribeSecret'
  );

here('a policy that lacks one action makes a workflow fail', () => {
  // The whole list takes some minutes; these two fail early.
  const early = ['secretsmanager:CreateSecret', 'rds:DescribeDBInstances'];
  const tried = isAll
    ? permissions
    : permissions.filter(({ role, action }) => role !== 'terraform' && early.includes(action));
  test.each(tried)(
    '$role without $action (statement $statement)',
    async (lacking) => {
      const { Version, Statement } = policy(lacking.role);
      const rest = Statement.map((one, at) => ({
        ...one,
        Action: [one.Action ?? []]
          .flat()
          .filter((action) => at !== lacking.statement || action !== lacking.action)
      })).filter(({ Action }) => Action.length > 0);
      const log = await firstFailure(lacking.role, { Version, Statement: rest });
      expect(log).toContain(lacking.action);
    },
    120_000
  );

  test('read-passwords without DescribeSecret cannot tell that a secret is missing', async () => {
    const account = await openExample(ROOT);
    try {
      addRoles(account, join(ROOT, 'docs/aws'));
      expect((await run(account, 'kubernetes-secret')).log).toContain('does not exist');
      const role = account.roles.get(account.roleArn('read-passwords'))!;
      const [read] = role.permissions.Statement;
      const permissions = {
        Version: '2012-10-17',
        Statement: [{ ...read!, Action: 'secretsmanager:GetSecretValue' }]
      };
      account.roles.set(role.arn, { ...role, permissions });
      expect((await run(account, 'kubernetes-secret')).log).toContain(
        'Allow secretsmanager:DescribeSecret'
      );
    } finally {
      await account.close();
    }
  });
});

const ministack = isAll && isMinistackInstalled() ? here : describe.skip;
ministack('every workflow, with ministack as AWS and as the judge of the policies', () => {
  let account: Account;
  let judge: Ministack;
  beforeAll(async () => {
    judge = await Ministack.start();
    account = await openExample(ROOT, judge);
    addRoles(account, join(ROOT, 'docs/aws'));
    for (const role of account.roles.values())
      if (role.arn.includes(account.accountId)) await judge.setRole(role);
  });
  afterAll(async () => {
    await account.close();
    await judge.close();
  });

  // It is one account, and no machine.
  const elsewhere = ['deploy-two-accounts', 'self-hosted'];
  const names = workflows.map(({ workflow }) => workflow.name);
  test.each(names.filter((name) => !elsewhere.includes(name)))('%s', async (name) => {
    expectSuccess(await run(account, name));
    expectSuccess(await run(account, name, { subjectWithIds: true }));
    judges.get(name)!.push('ministack');
  });

  test('it refuses a role that lacks a call, and a job that is not trusted', async () => {
    const role = account.roles.get(account.roleArn('read-passwords'))!;
    const [read] = role.permissions.Statement;
    await judge.setRole({
      ...role,
      permissions: {
        Version: '2012-10-17',
        Statement: [{ ...read!, Action: 'secretsmanager:DescribeSecret' }]
      }
    });
    const { conclusion, log } = await run(account, 'kubernetes-secret');
    expect(conclusion).toBe('failure');
    expect(log).toContain('secretsmanager:GetSecretValue');
    await judge.setRole({
      ...role,
      trust: account.roles.get(account.roleArn('pull-requests'))!.trust
    });
    expect((await run(account, 'kubernetes-secret')).log).toContain('trust policy');
  });
});

const act = isAll && isActInstalled() ? here : describe.skip;
act('every workflow, by nektos/act', () => {
  let account: Account;
  let runner: Act;
  beforeAll(async () => {
    account = await openExample(ROOT);
    addRoles(account, join(ROOT, 'docs/aws'));
    runner = new Act(account, ROOT);
  });
  afterAll(async () => {
    runner.close();
    await account.close();
  });

  // act reads secrets once a run, and knows no environments: what a job wrote does not reach the next.
  const beyond = ['hand-over', 'rotate-test-credentials'];
  const runnable = workflows.filter(({ workflow }) => !beyond.includes(workflow.name));
  test.each(runnable.map((one) => [one.workflow.name, one] as const))(
    '%s',
    async (name, { text, workflow }) => {
      const { conclusion, log } = await runner.run(text, workflow.events[0]!.name);
      expect(conclusion === 'success' ? conclusion : log).toBe('success');
      judges.get(name)!.push('act');
    }
  );
});

here('a rotation whose runner dies', () => {
  /** The step that changes the database. */
  const CHANGE = 4;
  const steps = workflows.find(({ workflow }) => workflow.name === 'rotate')!.workflow.jobs[
    'rotate'
  ]!.steps.length;
  const deaths = Array.from({ length: steps }, (_, at) => at + 1);
  // In between: the database has the new password, Secrets Manager still says the old one.
  // docs/handing-over.md: "**Run again after it stopped:** the pending password is returned again, the database gets it again, and it is promoted."
  // docs/handing-over.md: "Between the change and the promotion, whoever reads the secret and logs in anew is refused."
  // docs/handing-over.md: "Between the change and the promotion, a fresh login with the old password fails."
  // docs/handing-over.md: "If a run fails after the database has changed, the gap stays open: run it again at once."
  test.each(isAll ? deaths : [4])(
    'after step %i: the next run finishes it, without hands',
    async (stopAfterSteps) => {
      const account = await openExample(ROOT);
      try {
        addRoles(account, join(ROOT, 'docs/aws'));
        for (const name of ['create-database', 'provision'])
          expectSuccess(await run(account, name));
        const old = stored(account, 'shop/app');
        await run(account, 'rotate', { stopAfterSteps });
        const { database } = account.rds.find('shop');
        const isOpen = stopAfterSteps >= CHANGE && stopAfterSteps < steps;
        expect(await database.canLogIn('app', stored(account, 'shop/app'))).toBe(!isOpen);
        const next = await run(account, 'rotate');
        expectSuccess(next);
        expect(next.annotations).toContainEqual(expect.stringMatching(/^notice: .*AWSCURRENT/));
        const now = stored(account, 'shop/app');
        expect(now).not.toBe(old);
        expect(await database.canLogIn('app', now)).toBe(true);
        expect(stored(account, 'shop/app', 'AWSPENDING')).toBe('');
        // The next run finishes what has begun, with the same password; only a finished rotation is followed by another.
        const rotations = stopAfterSteps === steps ? 2 : 1;
        expect(versions(account, 'shop/app')).toHaveLength(1 + rotations);
      } finally {
        await account.close();
      }
    }
  );
});

here('two accounts in turn', () => {
  const readSecret = (account: Account, label = 'AWSCURRENT'): Record<string, string> =>
    JSON.parse(
      versions(account, 'shop/orders').find(({ stages }) => stages.has(label))?.string ?? '{}'
    ) as Record<string, string>;
  const canLogIn = (account: Account, { username = '', password = '' }: Record<string, string>) =>
    account.rds.find('shop').database.canLogIn(username, password);
  /** The PostgreSQL server runs a statement as whoever the value of a secret names. */
  const psql = async (account: Account, statement: string, value = readSecret(account)) => {
    const { hostname, pathname } = new URL(value['url']!);
    const env = {
      PGHOST: hostname,
      PGDATABASE: pathname.slice(1),
      PGUSER: value['username']!,
      PGPASSWORD: value['password']!
    };
    const call = { name: 'psql', args: ['-tAc', statement], env, stdin: '', workspace: '/' };
    return account.rds.find('shop').database.psql(call);
  };
  const open = async (): Promise<Account> => {
    const account = await openExample(ROOT);
    addRoles(account, join(ROOT, 'docs/aws'));
    for (const name of ['create-database', 'two-accounts']) expectSuccess(await run(account, name));
    return account;
  };

  // docs/handing-over.md: "Whoever has read the secret before goes on with the account that it read, whose password stays valid until the next rotation."
  // docs/handing-over.md: "The steps that change the database and test the login name it, so they are right in every run."
  // docs/handing-over.md: "**An application that reads the secret once** must read it again before the second rotation after that, which changes the password of its account."
  inAll(
    'at no step a client is locked out, whenever it has read the secret since the rotation before',
    async () => {
      const account = await open();
      try {
        const seen = [readSecret(account)['username']];
        for (let time = 1; time <= 2; time++) {
          const before = readSecret(account);
          let steps = 0;
          const afterStep = async (step: string) => {
            steps++;
            expect([step, await canLogIn(account, before)]).toEqual([step, true]);
            expect([step, await canLogIn(account, readSecret(account))]).toEqual([step, true]);
          };
          expectSuccess(await run(account, 'two-accounts', { afterStep }));
          expect(steps).toBe(6);
          const after = readSecret(account);
          expect(new URL(after['url']!).username).toBe(after['username']);
          expect(decodeURIComponent(new URL(after['url']!).password)).toBe(after['password']);
          expect(readSecret(account, 'AWSPREVIOUS')).toEqual(before);
          seen.push(after['username']);
        }
        expect(seen).toEqual(['orders_a', 'orders_b', 'orders_a']);
      } finally {
        await account.close();
      }
    }
  );

  const real = isAll && isPostgresInstalled() ? test : test.skip;
  // docs/handing-over.md: "So the tables belong to the role `orders`, which nobody logs in as, and both accounts act as it:"
  real('both accounts own what either of them has made, in a real PostgreSQL', async () => {
    const account = await open();
    try {
      const first = readSecret(account);
      const made = await psql(account, 'CREATE SCHEMA orders CREATE TABLE bought (id int)');
      expect(made).toMatchObject({ stderr: '', status: 0 });
      expectSuccess(await run(account, 'two-accounts'));
      expect(readSecret(account)['username']).not.toBe(first['username']);
      for (const [statement, value] of [
        ['ALTER TABLE orders.bought ADD name text', readSecret(account)],
        ["INSERT INTO orders.bought VALUES (1, 'x')", first],
        ['DROP TABLE orders.bought', readSecret(account)]
      ] as const)
        expect(await psql(account, statement, value)).toMatchObject({ stderr: '', status: 0 });
      expect((await psql(account, 'SELECT current_user')).stdout).toBe('orders\n');
    } finally {
      await account.close();
    }
  });

  const steps = workflows.find(({ workflow }) => workflow.name === 'two-accounts')!.workflow.jobs[
    'rotate'
  ]!.steps.length;
  const deaths = Array.from({ length: steps }, (_, at) => at + 1);
  // docs/handing-over.md: "A first run that stopped may have stored a password for `orders_a` that the database never got; the next run makes `orders_b` current."
  inAll.each(deaths)(
    'cut off after step %i and started again, it ends right without hands',
    async (stopAfterSteps) => {
      const account = await open();
      try {
        const before = readSecret(account);
        const afterStep = async () => {
          expect(await canLogIn(account, before)).toBe(true);
          expect(await canLogIn(account, readSecret(account))).toBe(true);
        };
        await run(account, 'two-accounts', { stopAfterSteps, afterStep });
        // Only a finished rotation is followed by another one, which gives the account before a new password.
        const isFinished = stopAfterSteps === steps;
        expectSuccess(await run(account, 'two-accounts', isFinished ? {} : { afterStep }));
        const now = readSecret(account);
        expect(now['username'] === before['username']).toBe(isFinished);
        expect(await canLogIn(account, now)).toBe(true);
        expect(await canLogIn(account, readSecret(account, 'AWSPREVIOUS'))).toBe(true);
        expect(readSecret(account, 'AWSPENDING')).toEqual({});
        expect(versions(account, 'shop/orders')).toHaveLength(isFinished ? 3 : 2);
      } finally {
        await account.close();
      }
    }
  );
});

long('a Lambda function', () => {
  let account: Account;
  beforeAll(async () => {
    account = await openExample(ROOT);
    addRoles(account, join(ROOT, 'docs/aws'));
    for (const name of ['create-database', 'create-role', 'provision', 'lambda'])
      expectSuccess(await run(account, name));
  });
  afterAll(() => account.close());

  test('reads the secret by the module of the page, again only when it is told to', async () => {
    // Where a module finds the packages of this project.
    mkdirSync(join(ROOT, 'node_modules/.cache'), { recursive: true });
    const folder = mkdtempSync(join(ROOT, 'node_modules/.cache/lambda-'));
    const before = { ...process.env };
    try {
      copyFileSync(join(account.repositoryFolder, 'account.mjs'), join(folder, 'account.mjs'));
      Object.assign(process.env, account.cloud.env(), account.cloud.staticEnv, {
        AWS_REGION: account.region,
        ...account.compute.functionVariables
      });
      const module = (await import(pathToFileURL(join(folder, 'account.mjs')).href)) as {
        readAccount: (isRefused?: boolean) => Promise<Readonly<Record<string, string>>>;
      };
      const first = stored(account, 'shop/app');
      expect(await module.readAccount()).toMatchObject({ username: 'app', password: first });
      expectSuccess(await run(account, 'rotate'));
      const second = stored(account, 'shop/app');
      expect(second).not.toBe(first);
      expect((await module.readAccount())['password']).toBe(first);
      expect((await module.readAccount(true))['password']).toBe(second);
      expect((await module.readAccount())['password']).toBe(second);
    } finally {
      process.env = before;
      rmSync(folder, { recursive: true });
    }
  });

  test('that cannot log in fails the workflow', async () => {
    const { secrets } = account.cloud;
    secrets.put(secrets.find('shop/app')!, {
      ClientRequestToken: randomUUID(),
      SecretString: '{"username":"app","password":"not-this-one"}'
    });
    const { conclusion, log } = await run(account, 'lambda');
    expect(conclusion).toBe('failure');
    expect(log).toContain('password authentication failed for user');
  });
});

long('a MySQL account', () => {
  test('has its old password beside the new one until the night after', async () => {
    const account = await openExample(ROOT);
    try {
      addRoles(account, join(ROOT, 'docs/aws'));
      const canLogIn = (password: string) =>
        account.rds.find('shop-mysql').database.canLogIn('basket', password);
      expectSuccess(await run(account, 'mysql'));
      const first = stored(account, 'shop/basket');
      account.passTime(31 * 86_400_000);
      // It stops when the account has the new password, and goes on: the old one must not be lost by that.
      await run(account, 'mysql', { stopAfterSteps: 6 });
      expect([stored(account, 'shop/basket'), await canLogIn(first)]).toEqual([first, true]);
      expectSuccess(await run(account, 'mysql'));
      const second = stored(account, 'shop/basket');
      expect(second).not.toBe(first);
      expect([await canLogIn(first), await canLogIn(second)]).toEqual([true, true]);
      account.passTime(86_400_000);
      expectSuccess(await run(account, 'mysql'));
      expect(stored(account, 'shop/basket')).toBe(second);
      expect([await canLogIn(first), await canLogIn(second)]).toEqual([false, true]);
    } finally {
      await account.close();
    }
  });
});

long('a MariaDB account', () => {
  test('takes turns with another one, and no client is locked out', async () => {
    const account = await openExample(ROOT);
    try {
      addRoles(account, join(ROOT, 'docs/aws'));
      expectSuccess(await run(account, 'mariadb'));
      const read = (label = 'AWSCURRENT') =>
        JSON.parse(
          versions(account, 'shop/stock').find(({ stages }) => stages.has(label))!.string!
        ) as Readonly<Record<'username' | 'password', string>>;
      const canLogIn = ({ username, password }: ReturnType<typeof read>) =>
        account.rds.find('shop-mariadb').database.canLogIn(username, password);
      const first = read();
      const afterStep = async (step: string) => {
        expect([step, await canLogIn(first), await canLogIn(read())]).toEqual([step, true, true]);
      };
      expectSuccess(await run(account, 'mariadb', { afterStep }));
      expect([first.username, read().username]).toEqual(['stock_a', 'stock_b']);
    } finally {
      await account.close();
    }
  });
});

long('rotating test credentials', () => {
  test('keeps the password for a day, and then has another one everywhere', async () => {
    const account = await openExample(ROOT);
    try {
      addRoles(account, join(ROOT, 'docs/aws'));
      expectSuccess(await run(account, 'create-database'));
      const passwords: string[] = [];
      for (const days of [0, 0, 1]) {
        account.passTime(days * 86_400_000);
        const result = await run(account, 'rotate-test-credentials');
        expectSuccess(result);
        expect(result.annotations.some((one) => one.startsWith('notice: Stored'))).toBe(
          passwords.length !== 1
        );
        passwords.push(stored(account, 'shop/test'));
        const { value } = account.cloud.github.secrets.get('acme/shop test TEST_DB_PASSWORD')!;
        expect(value).toBe(passwords.at(-1));
      }
      const [first, sameDay, nextDay] = passwords;
      expect(sameDay).toBe(first);
      expect(nextDay).not.toBe(first);
      expect(await account.rds.find('shop').database.canLogIn('tester', first!)).toBe(false);
    } finally {
      await account.close();
    }
  });
});

here('across accounts, runners and repositories', () => {
  const [staging, production, hub] = ['111122223333', '444455556666', '999988887777'];
  const open = async (): Promise<Account> => {
    const account = await openExample(ROOT);
    addRoles(account, join(ROOT, 'docs/aws'));
    return account;
  };
  /** Runs a workflow after a change, which is to make it fail. */
  async function failure(name: string, change: (account: Account) => void): Promise<string> {
    const account = await open();
    try {
      change(account);
      const { conclusion, log } = await run(account, name);
      expect(conclusion).toBe('failure');
      return log;
    } finally {
      await account.close();
    }
  }
  /** Changes one role of an account. */
  const withRole =
    (accountId: string, name: string, change: Partial<Pick<Role, 'permissions' | 'trust'>>) =>
    ({ roles, roleArn }: Account): void => {
      const role = roles.get(roleArn(name, accountId))!;
      roles.set(role.arn, { ...role, ...change });
    };
  const trusting = (condition: object) =>
    parseTrustPolicy(
      read(`docs/aws/${staging}/trust-passwords.json`).replace(
        /"Condition": \{.*\}/s,
        `"Condition": ${JSON.stringify(condition)} }]}`
      )
    );
  const nothing = parsePolicy(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'
  );

  test('two accounts have a password each, and the hub has none', async () => {
    const account = await open();
    try {
      for (let time = 1; time <= 2; time++)
        expectSuccess(await run(account, 'deploy-two-accounts'));
      const [first, second, none] = [staging, production, hub].map(
        (id) => account.cloud.secretsOf(id).find('shop/db')?.versions
      );
      expect([first?.size, second?.size, none]).toEqual([1, 1, undefined]);
      const texts = [first, second].map((one) => [...(one?.values() ?? [])][0]?.string);
      expect(texts[0]).not.toBe(texts[1]);
    } finally {
      await account.close();
    }
  });

  test.each<[string, (account: Account) => void, string]>([
    [
      'the hub may not assume the role of the target',
      withRole(hub, 'hub', { permissions: nothing }),
      `role/hub`
    ],
    [
      'the target asks for another external id',
      withRole(staging, 'passwords', {
        trust: trusting({ StringEquals: { 'sts:ExternalId': 'another' } })
      }),
      'any sts:ExternalId in it must be what role-external-id is'
    ],
    [
      'the role of the target may not store',
      withRole(staging, 'passwords', { permissions: nothing }),
      'Allow secretsmanager:'
    ]
  ])('no deployment where %s', async (_, change, words) => {
    expect(await failure('deploy-two-accounts', change)).toContain(words);
  });

  test('a session of staging reaches nothing in production', async () => {
    const account = await open();
    try {
      await run(account, 'deploy-two-accounts');
      const policies = account.cloud
        .calls('sts', 'AssumeRole')
        .map(({ body }) => JSON.stringify((body as { readonly Policy?: string }).Policy));
      expect(policies.map((text) => [...new Set(text.match(/\d{12}/g))])).toEqual([
        [staging],
        [production]
      ]);
    } finally {
      await account.close();
    }
  });

  test.each<[string, (account: Account) => void, string]>([
    [
      'EC2 may not assume its role',
      withRole(hub, 'runner', {
        trust: parseTrustPolicy(read('docs/aws/999988887777/trust-hub.json'))
      }),
      'Could not load AWS credentials'
    ],
    [
      'it may assume no other role',
      withRole(hub, 'runner', { permissions: nothing }),
      'role/runner'
    ]
  ])('no password on a runner of which %s', async (_, change, words) => {
    expect(await failure('self-hosted', change)).toContain(words);
  });

  inAll('Dependabot reads the password that the account has, a week long', async () => {
    const account = await open();
    try {
      expectSuccess(await run(account, 'create-database'));
      const passwords: string[] = [];
      for (const days of [0, 6, 1]) {
        account.passTime(days * 86_400_000);
        expectSuccess(await run(account, 'rotate-dependabot'));
        passwords.push(stored(account, 'shop/bot'));
        const { github, rds } = { github: account.cloud.github, rds: account.rds };
        expect(github.readableBy('acme/shop', 'dependabot').get('BOT_DB_PASSWORD')).toBe(
          passwords.at(-1)
        );
        expect(github.readableBy('acme/shop', 'actions').has('BOT_DB_PASSWORD')).toBe(false);
        expect(await rds.find('shop').database.canLogIn('bot', passwords.at(-1)!)).toBe(true);
      }
      expect(passwords[1]).toBe(passwords[0]);
      expect(passwords[2]).not.toBe(passwords[0]);
    } finally {
      await account.close();
    }
  });

  test('the private repositories of the organization read the key', async () => {
    const account = await open();
    try {
      for (let time = 1; time <= 2; time++) expectSuccess(await run(account, 'organization-key'));
      const { github } = account.cloud;
      const { string = '{}' } = versions(account, 'shop/artifacts')[0]!;
      const { key } = JSON.parse(string) as { readonly key: string };
      expect(github.readableBy('acme/shop', 'actions').get('ARTIFACTS_KEY')).toBe(key);
      expect(github.secrets.get('acme ARTIFACTS_KEY')).toMatchObject({
        visibility: 'private',
        writes: 2
      });
    } finally {
      await account.close();
    }
  });

  inAll.each([
    ['rotate-dependabot', 'permission-dependabot-secrets', 'Dependabot secrets'],
    ['organization-key', 'permission-organization-secrets', 'Secrets']
  ])('%s fails where its App lacks %s', async (name, input, permission) => {
    const { text } = workflows.find((one) => one.workflow.name === name)!;
    const workflow = parseWorkflow(
      text.replace(`${input}: write`, 'permission-environments: write'),
      'changed.yml'
    );
    const account = await open();
    try {
      if (name === 'rotate-dependabot') expectSuccess(await run(account, 'create-database'));
      const { conclusion, log } = await runWorkflow(workflow, account, { actions });
      expect(conclusion).toBe('failure');
      expect(log).toContain(`${permission}: write`);
    } finally {
      await account.close();
    }
  });
});
