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

const workflow = (on: string, jobs = 'a') =>
  `on: ${on}\njobs:\n  ${jobs}:\n    runs-on: ubuntu-latest\n    steps:\n      - run: x\n`;
const step = workflow('push').replace('      - run: x\n', '');

describe('a workflow is refused', () => {
  test.each([
    [
      'for a key that is not emulated',
      workflow('push').replace('on:', 'defaults: x\non:'),
      'x.yml: the key defaults is not emulated. Emulated: name, run-name, on,'
    ],
    [
      'for a key of a job that is not emulated',
      `${workflow('push')}    container: x\n`,
      'jobs.a: the key container is not emulated.'
    ],
    [
      'for a key of a step that GitHub does not know',
      `${workflow('push')}        retries: 3\n`,
      'jobs.a.steps[0]: GitHub knows no key retries in a step. It knows continue-on-error,'
    ],
    [
      'for a step of both kinds',
      `${workflow('push')}        uses: y\n`,
      'must have either uses or run'
    ],
    ['for a value of another kind', `${step}      - run: [x]\n`, 'run must be a text.'],
    ['for permissions in one word', `${workflow('push')}permissions: write-all\n`, 'not emulated'],
    [
      'for a permission that there is not',
      `${workflow('push')}permissions:\n  id-token: yes\n`,
      'must be a mapping of permissions to read, write or none'
    ],
    ['without steps', 'on: push\njobs:\n  a:\n    runs-on: x\n', 'has no steps'],
    ['without jobs', 'on: push\n', 'jobs must be a mapping'],
    ['without an event', workflow('push').replace('on: push\n', ''), 'has no key on'],
    [
      'for an event that is not emulated',
      workflow('pull_request_target'),
      'on: pull_request_target is not emulated. Emulated: push, pull_request,'
    ],
    [
      'that needs a job that is not there',
      `${workflow('push')}    needs: build\n`,
      'x.yml: the job a needs build, and there is no such job. Jobs: a.'
    ],
    [
      'whose jobs need each other',
      `${workflow('push')}    needs: b\n  b:\n    runs-on: x\n    needs: [a]\n    steps: []\n`,
      'x.yml: the jobs a and b need each other.'
    ],
    [
      'that is for branches of which none has a name',
      workflow("{ push: { branches: ['release/**'] } }"),
      'branches: release/** is not emulated.'
    ],
    [
      'that is for every branch but main',
      workflow('{ push: { branches-ignore: [main] } }'),
      'branches-ignore with main is not emulated.'
    ],
    [
      'that is for tags',
      workflow("{ push: { tags: ['v*'] } }"),
      'a filter of tags alone is not emulated.'
    ],
    [
      'for a required input of the form that has no default',
      workflow('{ workflow_dispatch: { inputs: { a: { required: true } } } }'),
      'the input a, which is required and has no default, is not emulated.'
    ]
  ])('%s', (_, text, message) => {
    expect(() => parseWorkflow(text, 'x.yml')).toThrow(message);
  });
});

test.each([
  ['push', 'main'],
  ['{ push: { branches: [main, release] } }', 'main'],
  ['{ push: { branches: [release] } }', 'release'],
  ["{ push: { branches: ['*'] } }", 'main'],
  ["{ push: { branches: ['**', '!main', release] } }", 'release'],
  ['{ pull_request: { branches: [release] } }', 'release'],
  ['[pull_request_target, push]', 'main']
])('%s is an event of the branch %s', (on, branch) => {
  expect(parseWorkflow(workflow(on), 'x.yml').events).toEqual([
    expect.objectContaining({ branch })
  ]);
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
      actions: { 'org/aws-random-password': { folder: ROOT, versions: ['v1', 'v1.0.0'] } },
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

  const kubectl = 'kubectl create secret generic x --from-literal=a=b';
  const checkout = '      - uses: actions/checkout@v7\n';
  test.each([
    [script('curl https://example.com'), 'curl https://example.com'],
    [script('nmap localhost'), 'nmap'],
    ['      - uses: example/action@v1\n', 'The action example/action@v1'],
    ['      - uses: actions/checkout@v1\n', 'The action actions/checkout@v1'],
    ['      - uses: org/random-password@v1\n', 'The action org/random-password@v1'],
    [`${checkout}        with:\n          ref: x\n`, 'The input ref of actions/checkout@v7'],
    [
      '      - uses: org/aws-random-password@v2\n',
      'org/aws-random-password@v2, a version that is not the one in this folder,'
    ],
    ['      - uses: org/aws-random-password@main\n', 'org/aws-random-password@main, a version'],
    [script('docker run --privileged postgres:18'), 'docker run --privileged'],
    [script('docker run -d -e POSTGRES_PASSWORD=x mysql'), 'The image mysql'],
    [script('docker ps'), 'docker ps'],
    [script('kubectl delete secret x'), 'kubectl delete secret x'],
    [
      script(`${kubectl} --dry-run=server -o yaml`),
      'kubectl create secret generic --dry-run=server'
    ],
    [script('aws s3 ls'), 'aws s3 ls'],
    [script('aws rds create-db-instance --iops=1'), 'aws rds create-db-instance --iops'],
    [script('npm run build'), 'npm run build'],
    [script('psql --html'), 'psql --html'],
    [script('psql -h localhost -p 5433'), 'PostgreSQL on port 5433'],
    [script('echo ${{ matrix.os }}'), 'matrix in the expression matrix.os'],
    [script("echo ${{ hashFiles('a') }}"), "hashFiles in the expression hashFiles('a')"]
  ])("%j is named in the emulator's own voice", async (steps, what) => {
    const { conclusion, log } = await run(job('a', steps));
    expect(conclusion).toBe('failure');
    const said = log.split('\n').filter((line) => line.includes('is not emulated'));
    expect(said).toEqual([
      expect.stringMatching(/^\[emulator\] .* is not emulated\. Emulated: \S.*\.$/)
    ]);
    expect(said[0]).toContain(`[emulator] ${what}`);
  });

  const AWS_KEYS = 'AWS_ACCESS_KEY_ID=x AWS_REGION=eu-west-1';
  test.each([
    [script('docker run -d -e POSTGRES_PASSWORD postgres'), 'POSTGRES_PASSWORD is empty'],
    [script('psql -h localhost -U postgres'), 'no step has started a container'],
    [script('docker compose up -d'), 'There is no compose.yaml in the folder of the job.'],
    [
      script(`${kubectl} --dry-run=client -o yaml | kubectl apply -f -`),
      'aws eks update-kubeconfig'
    ],
    [script('terraform init'), "terraform is not on GitHub's runner images"],
    [script('DATABASE_URL=mysql://x npm test'), 'DATABASE_URL must be the URL'],
    [script(`${AWS_KEYS} aws rds describe-db-instances`), 'Unable to locate credentials.']
  ])('%j fails, and the emulator says why', async (steps, why) => {
    const { conclusion, log } = await run(job('a', steps));
    expect(conclusion).toBe('failure');
    expect(log).toMatch(new RegExp(`^\\[emulator\\] .*${why.replaceAll('.', '\\.')}`, 'm'));
  });

  test.each([
    [
      script('psql --host=db.example.com'),
      'psql: error: could not translate host name "db.example.com" to address: Name or service not known'
    ],
    [
      script(
        'docker run -d -e POSTGRES_PASSWORD=x postgres && psql "postgres://postgres:y@localhost/postgres"'
      ),
      'psql: error: connection to server at "localhost", port 5432 failed: FATAL:  password authentication failed for user "postgres"'
    ],
    [script('aws rds describe-db-instances'), 'aws: [ERROR]: You must specify a region.'],
    [
      '      - uses: aws-actions/configure-aws-credentials@v6\n        with:\n          role-to-assume: x\n',
      'Error: Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers'
    ],
    [
      script('echo ${{ x.y }}'),
      "Error: The expression x.y is not valid: Unrecognized named-value: 'x'"
    ]
  ])('%j fails as it would on GitHub', async (steps, words) => {
    const { conclusion, log } = await run(job('a', steps));
    expect(conclusion).toBe('failure');
    expect(log).toContain(`\n${words}`);
    expect(log).not.toContain('[emulator]');
  });

  const env = '        env:\n          PASSWORD: "a b$c"\n';
  test.each([
    'docker run -d -e POSTGRES_PASSWORD="$PASSWORD" -p 5432:5432 postgres:18-alpine',
    'docker run --detach --env=POSTGRES_PASSWORD="$PASSWORD" --rm --name=db postgres',
    'POSTGRES_PASSWORD=$PASSWORD docker run --detach --env POSTGRES_PASSWORD postgres:18'
  ])('%s starts a database with the password', async (command) => {
    const logIn = `PGPASSWORD=$PASSWORD psql -X -h localhost -U postgres -tA -c 'SELECT current_user'`;
    const { conclusion, log } = await run(job('a', script(`${command} && ${logIn}`, env)));
    expect([conclusion, log.split('\n').at(-1)]).toEqual(['success', 'postgres']);
  });

  test('of checkout has the files of the repository, with no inputs too', async () => {
    const { conclusion } = await run(job('a', checkout + script('ls')));
    expect(conclusion).toBe('success');
  });

  test.each([
    ['org/aws-random-password@v1', false],
    ['org/aws-random-password@v1.0.0', false],
    [`org/aws-random-password@${'a'.repeat(40)}`, true],
    ['acme-tools/aws-random-password@v1', true]
  ])('takes our action as %s, and says whether that is what runs: %s', async (uses, isOther) => {
    const steps = password().replace('org/aws-random-password@v1', uses);
    const { conclusion, log } = await run(job('a', steps, TOKEN));
    expect(conclusion).toBe('success');
    expect(log.includes(`[emulator] ${uses} runs as it is built in this folder.`)).toBe(isOther);
  });

  test('has the inputs of the form as they stand there', async () => {
    const on =
      '{ workflow_dispatch: { inputs: { name: { default: shop }, dry: { type: boolean }, size: { type: choice, options: [s, m] } } } }';
    const show = script(
      'echo ${{ inputs.name }} ${{ inputs.dry }} ${{ inputs.size }} ${{ github.event.inputs.name }}'
    );
    const { log } = await run(job('a', show), {}, on);
    expect(log).toContain('\nshop false s shop');
  });

  test('of a push to another branch is of that branch', async () => {
    const on = '{ push: { branches: [release] } }';
    const { conclusion, log } = await run(
      job('a', `${script('echo ${{ github.ref_name }}')}${password()}`, TOKEN),
      {},
      on
    );
    expect(conclusion).toBe('failure');
    expect(log).toContain('\nrelease\n');
    expect(log).toContain('repo:acme/shop:ref:refs/heads/release');
  });

  test('lists the outputs of its steps, masked', async () => {
    const { steps } = await run(job('a', password(), TOKEN));
    expect(steps[0]?.outputs[0]).toMatch(
      /^password +\*\*\* {2}\(32 characters; not passed to other jobs\)$/
    );
  });

  test('of an expression that nothing has set fails', async () => {
    const { log } = await run(job('a', script('echo ${{ steps.no.outputs.password }}')));
    expect(log).toContain('[emulator] Nothing has set steps.no.outputs.password in this run;');
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
    expect(log).toContain('Nothing has set needs.make.outputs.password in this run;');
  });

  test('of another Region says that there is one only', async () => {
    const { log } = await run(job('a', password().replace('eu-west-1', 'eu-central-1'), TOKEN));
    expect(log).toContain('[emulator] The Region eu-central-1 is not emulated.');
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
    expect((await run(jobs)).log).toContain('Nothing has set secrets.NEW in this run;');
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
