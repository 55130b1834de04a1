import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TrustPolicy } from '../../emulator/aws/trust-policy.js';
import { matchesStored } from '../../emulator/databases/scram.js';
import type { Account } from '../../emulator/workflow/account.js';
import { openAccount } from '../../emulator/workflow/open-account.js';
import { parseWorkflow } from '../../emulator/workflow/workflow-file.js';
import { runWorkflow, type RunOptions } from '../../emulator/workflow/workflow-run.js';
import { ROOT } from '../helpers/pages.js';

const here = process.platform === 'win32' ? describe.skip : describe;
const PROVIDER = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
const KEY = 'token.actions.githubusercontent.com';

const trust = (condition: Record<string, Record<string, string | string[]>>): TrustPolicy => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: PROVIDER },
      Condition: condition
    }
  ]
});

test('a verifier of RFC 7677 matches its password only', () => {
  const stored =
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=';
  expect(matchesStored(stored, 'pencil')).toBe(true);
  expect(matchesStored(stored, 'pencils')).toBe(false);
  expect(matchesStored('plain', 'plain')).toBe(true);
});

const step = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n';
describe('a workflow is refused', () => {
  test.each([
    [
      'for an unknown key',
      `${step}      - run: x\n`.replace('on:', 'defaults: x\non:'),
      'does not know the key defaults'
    ],
    [
      'for an unknown key of a job',
      `${step}      - run: x\n    container: x\n`,
      'does not know the key container'
    ],
    [
      'for an unknown key of a step',
      `${step}      - run: x\n        retries: 3\n`,
      'the key retries'
    ],
    ['for a step of both kinds', `${step}      - run: x\n        uses: y\n`, 'either uses or run'],
    ['for a value of another kind', `${step}      - run: [x]\n`, 'run must be of the kind text'],
    ['without steps', 'on: push\njobs:\n  a:\n    runs-on: x\n', 'has no steps'],
    ['without jobs', 'on: push\n', 'jobs must be a mapping']
  ])('%s', (_, text, message) => {
    expect(() => parseWorkflow(text, 'x.yml')).toThrow(message);
  });
});

here('a run', () => {
  let account: Account;
  beforeAll(async () => {
    account = await openAccount({
      repository: { owner: 'acme', ownerId: '1234', name: 'shop', id: '5678' },
      environments: ['test']
    });
    account.provider.audiences.push('sts.amazonaws.com');
    account.addRole('passwords', {
      trust: trust({ StringEquals: { [`${KEY}:sub`]: 'repo:acme/shop:ref:refs/heads/main' } }),
      permissions: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' }]
      }
    });
  });
  afterAll(() => account.close());

  /** Runs jobs that are given as the text below `jobs:`. */
  const run = (jobs: string, options: Partial<RunOptions> = {}, on = 'push') =>
    runWorkflow(parseWorkflow(`name: x\non: ${on}\njobs:\n${jobs}`, 'x.yml'), account, {
      actions: { 'org/aws-random-password': ROOT },
      ...options
    });
  const job = (name: string, steps: string, keys = '') =>
    `  ${name}:\n    runs-on: ubuntu-latest\n${keys}    steps:\n${steps}`;
  const script = (text: string, keys = '') => `      - run: |\n          ${text}\n${keys}`;
  const password = (inputs = '') =>
    `      - id: db\n        uses: org/aws-random-password@v1\n        with:\n          aws-region: eu-west-1\n          role-to-assume: arn:aws:iam::123456789012:role/passwords\n${inputs}`;
  const TOKEN = '    permissions:\n      id-token: write\n';

  test('fails with its first step, and runs no later one but those that ask for it', async () => {
    const { conclusion, steps } = await run(
      job(
        'a',
        script('false') + script('echo never') + script('echo after', '        if: failure()\n')
      )
    );
    expect(conclusion).toBe('failure');
    expect(steps.map(({ name }) => name)).toEqual(['a: false', 'a: echo after']);
  });

  test.each([
    ['bash -e: a pipe ends as its last command', '', 'success'],
    ['with shell: bash, as its first failing one', '        shell: bash\n', 'failure']
  ])('%s', async (_, keys, expected) => {
    const { conclusion } = await run(job('a', script('false | cat', keys)));
    expect(conclusion).toBe(expected);
  });

  test('of an unknown program, action or option fails', async () => {
    for (const steps of [
      script('curl https://example.com'),
      '      - uses: example/action@v1\n',
      '      - uses: actions/checkout@v7\n        with:\n          persist-credentials: false\n          depth: 1\n',
      script('docker run --privileged --env=POSTGRES_PASSWORD postgres:18'),
      script('kubectl delete secret x'),
      script('aws s3 ls'),
      script('psql --command="SELECT 1"')
    ])
      expect((await run(job('a', steps))).conclusion).toBe('failure');
  });

  test('of an expression that nothing has set fails', async () => {
    const { log } = await run(job('a', script('echo ${{ steps.no.outputs.password }}')));
    expect(log).toContain('Nothing has set steps.no.outputs.password in this run.');
  });

  test('hands outputs on, but none that a mask matches', async () => {
    const { log } = await run(
      job(
        'make',
        password(),
        `${TOKEN}    outputs:\n      password: \${{ steps.db.outputs.password }}\n      text: plain\n`
      ) +
        job('use', script('echo ${{ needs.make.outputs.text }}'), '    needs: make\n') +
        job('lose', script('echo ${{ needs.make.outputs.password }}'), '    needs: make\n')
    );
    expect(log).toContain("Warning: Skip output 'password' since it may contain secret.");
    expect(log).toContain('\necho plain\nplain\n');
    expect(log).toContain('Nothing has set needs.make.outputs.password in this run.');
  });

  test('of another Region says that there is one only', async () => {
    const { log } = await run(job('a', password().replace('eu-west-1', 'eu-central-1'), TOKEN));
    expect(log).toContain('has the Region eu-west-1 only, but aws-region is eu-central-1.');
  });

  test('shows the variables of a script, masked', async () => {
    const show = `      - run: 'true'\n        env:\n          PASSWORD: \${{ steps.db.outputs.password }}\n          PLAIN: text\n`;
    const { log } = await run(job('a', password() + show, TOKEN));
    expect(log).toContain('\nenv:\n  PASSWORD: ***\n  PLAIN: text');
  });

  test.each(['github.token', 'secrets.GITHUB_TOKEN'])(
    'has a token in %s, which cannot write secrets',
    async (token) => {
      const inputs = `          github-secret: DB\n          github-token: \${{ ${token} }}\n`;
      const { log } = await run(job('a', password(inputs), TOKEN));
      expect(log).toContain('The GITHUB_TOKEN of a job never may.');
    }
  );

  test('skips the jobs that need a failed one', async () => {
    const { log, steps } = await run(
      job('a', script('false')) + job('b', script('echo b'), '    needs: a\n')
    );
    expect(log).toContain('━ job b: skipped');
    expect(steps).toHaveLength(1);
  });

  test('that dies runs no further step', async () => {
    const { conclusion, steps } = await run(job('a', script('echo 1') + script('echo 2')), {
      stopAfterSteps: 1
    });
    expect([conclusion, steps.length]).toEqual(['failure', 1]);
  });

  test('gives no token without the permission', async () => {
    const { log } = await run(job('a', password()));
    expect(log).toContain('may not request an OIDC token');
  });

  test.each([
    ['on main', '', 'push', {}, 'success'],
    ['in an environment', '    environment: test\n', 'push', {}, 'failure'],
    ['of a pull request', '', 'pull_request', {}, 'failure'],
    ['on main, with ids in its sub', '', 'push', { subjectWithIds: true }, 'failure']
  ] as const)('%s: %s', async (_, keys, event, options, expected) => {
    const { conclusion, log } = await run(job('a', password(), TOKEN + keys), options, event);
    expect(conclusion).toBe(expected);
    if (expected === 'failure') expect(log).toContain('trust policy');
  });

  test('reads the secrets of its repository when it is queued, so that only the next run gets a new one', async () => {
    const app = `      - id: app\n        uses: actions/create-github-app-token@v3\n        with:\n          client-id: \${{ vars.SECRETS_APP_CLIENT_ID }}\n          private-key: \${{ secrets.SECRETS_APP_PRIVATE_KEY }}\n          permission-secrets: write\n`;
    const inputs = `          github-secret: NEW\n          github-token: \${{ steps.app.outputs.token }}\n`;
    const show = `      - run: echo "length \${#SECRET}"\n        env:\n          SECRET: \${{ secrets.NEW }}\n`;
    const jobs = job('a', app + password(inputs), TOKEN) + job('b', show, '    needs: a\n');
    expect((await run(jobs)).log).toContain('Nothing has set secrets.NEW in this run.');
    expect((await run(jobs)).log).toContain('length 32');
  });

  test('reads the secrets of its environment when a job starts', async () => {
    const keys = '    environment: test\n';
    const show = `      - run: echo "length \${#SECRET}"\n        env:\n          SECRET: \${{ secrets.LATE }}\n`;
    expect((await run(job('a', show, keys))).log).toContain('Nothing has set secrets.LATE');
    const github = account.cloud.github.secrets as Map<string, unknown>;
    github.set('acme/shop test LATE', { value: 'late-secret-value', writes: 1 });
    expect((await run(job('a', show, keys))).log).toContain('length 17');
    expect((await run(job('a', show))).log).toContain('Nothing has set secrets.LATE');
    expect((await run(job('a', script('echo late-secret-value'), keys))).log).toContain('***');
  });
});
