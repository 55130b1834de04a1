import { afterAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAction } from '../../emulator/runner/action-manifest.js';
import { read, ROOT } from '../helpers/pages.js';
import { inAll, sample } from '../helpers/test-all.js';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm start -- …` without npm. */
const start = (args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'tools/demo/start.ts', ...args],
      { cwd: ROOT, env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env } },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      }
    );
  });

const folder = mkdtempSync(join(tmpdir(), 'start-'));
const OWN = join(folder, 'own.yml');
afterAll(() => {
  rmSync(folder, { recursive: true });
});
writeFileSync(
  OWN,
  'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: date\n'
);

const outputs = (stdout: string): Record<string, string> => {
  const [, section = ''] = /\nOutputs:\n(.*?)\n\n/s.exec(stdout) ?? [];
  const listed = section.matchAll(/^ {2}(\S+) +(.+)$/gm);
  return Object.fromEntries([...listed].map(([, name = '', text = '']) => [name, text]));
};

describe('npm start', () => {
  test('runs the built action against the embedded AWS and shows it masked', async () => {
    const { code, stdout, stderr } = await start([
      '--password-length',
      '24',
      '--exclude-punctuation=true'
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^▼ Run \.\/\nwith:\n/);
    expect(stdout).toContain('\n  password-length: 24\n  exclude-punctuation: true\n');
    expect(stdout).toContain('\n  role-to-assume: arn:aws:iam::123456789012:role/passwords\n');
    expect(outputs(stdout)).toEqual({
      password: '***  (24 characters; not passed to other jobs)',
      'password-url-encoded': '***  (24 characters; not passed to other jobs)'
    });
    expect(stdout).toMatch(/\nStep: success, [\d.]+ s\n\nAWS generated a password of 24 /);
  });

  test.each([
    ['a role elsewhere', ['--aws-region', 'us-gov-west-1'], 'arn:aws-us-gov:iam::'],
    ['no role: the default chain', ['--role-to-assume='], 'aws-region: eu-west-1']
  ])('%s', async (_, args, shown) => {
    const { code, stdout } = await start(args);
    expect(code).toBe(0);
    expect(stdout).toContain(shown);
    expect(outputs(stdout)['password']).toMatch(/^\*\*\* {2}\(32 characters/);
  });

  test.each(
    sample<readonly [string, readonly string[]]>(
      [
        ['a password', []],
        ['a password that is stored', ['--secret-id', 'shop/db', '--output-password=false']],
        ['a step that fails', ['--password-length', '5']],
        ['a recipe', ['--recipe', 'database-password']],
        ["a workflow of one's own", ['--workflow', OWN]]
      ],
      2
    )
  )(
    'ends after %s with at most five lines of what has happened and what to try',
    async (_, args) => {
      const { stdout } = await start(args);
      const closing = stdout.trimEnd().split('\n\n').at(-1)!.split('\n');
      expect(closing.length).toBeLessThanOrEqual(5);
      expect(closing.length).toBeGreaterThan(1);
      expect(closing.join('\n')).toMatch(/npm start -- |commit it/);
    }
  );

  inAll('names a trust policy that is wide, and shows the outputs of each step', async () => {
    const roles = join(folder, 'roles');
    cpSync(join(ROOT, 'docs/aws'), roles, { recursive: true });
    const file = join(roles, 'trust-main.json');
    writeFileSync(
      file,
      readFileSync(file, 'utf8')
        .replace('StringEquals', 'StringLike')
        .replaceAll(':ref:refs/heads/main', ':*')
    );
    const workflow = join(folder, 'database-password.yml');
    writeFileSync(
      workflow,
      /^```yaml\n(name: database-password\n.*?)^```$/ms.exec(read('README.md'))![1]!
    );
    const { code, stdout } = await start(['--workflow', workflow, '--roles', roles]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      '[emulator] trust-main.json: is wide: repo:acme/shop:* lets in every branch, tag, environment and pull request of the repository.\n'
    );
    expect(stdout).toMatch(
      /\nOutputs of provision: org\/aws-random-password@v1:\n(?: {2}.*\n)* {2}password +\*\*\* /
    );
  });

  inAll('says where nobody can log in with the password that is current', async () => {
    const replace = join(folder, 'replace.yml');
    writeFileSync(
      replace,
      `on: push
permissions: { id-token: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: org/aws-random-password@v1
        with:
          aws-region: eu-west-1
          role-to-assume: arn:aws:iam::123456789012:role/passwords
          secret-id: shop/db
          generate-string-key: password
          if-secret-exists: rotate
`
    );
    const create = join(folder, 'create-database.yml');
    writeFileSync(
      create,
      /^```yaml\n(name: create-database\n.*?)^```$/ms.exec(read('docs/recipes.md'))![1]!
    );
    const { stdout } = await start(['--workflow', `${create},${replace}`]);
    expect(stdout).toMatch(/ shop\/db \S+ AWSCURRENT[\w -]*, and postgres CANNOT log in with it\n/);
    expect(stdout).toMatch(/ shop\/db \S+ AWSPREVIOUS[\w -]*, and postgres logs in with it\n/);
  });

  inAll('shows that no client notices a rotation of two accounts', async () => {
    const { code, stdout } = await start(['--recipe', 'two-accounts']);
    expect(code).toBe(0);
    const [before, now] = ['read shop/orders before this run', 'reads it now'].map((client) =>
      [...stdout.matchAll(new RegExp(`^◇ The client that ${client} (.+)\\.$`, 'gm'))].map(
        ([, what]) => what
      )
    );
    const steps = Array.from({ length: 5 }, () => 'logs in as orders_a');
    expect(before).toEqual([...steps, 'logs in as orders_a']);
    expect(now).toEqual([...steps, 'logs in as orders_b']);
    // A minute of reading.
    expect(stdout.split('\n').length).toBeLessThan(160);
  });

  inAll('--debug shows the debug log', async () => {
    const { stdout } = await start(['--debug']);
    expect(stdout).toContain('::add-mask::***');
    expect(stdout).toMatch(/^##\[debug\]Set output password = \*\*\*$/m);
  });

  test('an action that fails makes the exit code 1', async () => {
    const { code, stdout } = await start(['--password-length', '5']);
    expect(code).toBe(1);
    expect(stdout.match(/^Error: /gm)).toHaveLength(1);
    expect(stdout).toMatch(/^Error: .*password-length.*5/m);
    expect(stdout).toContain('\nNo outputs.\n\nStep: failure');
  });

  test('a token given as a flag is masked', async () => {
    const { stdout, stderr } = await start([
      '--github-token',
      'ghs_verysecret',
      '--password-length',
      '5'
    ]);
    expect(stdout).toContain('github-token: ***');
    expect(stdout + stderr).not.toContain('ghs_verysecret');
  });

  inAll('-h is --help', async () => {
    expect(await start(['-h'])).toEqual(await start(['--help']));
  });

  test('--help lists the inputs of action.yml with descriptions', async () => {
    const { code, stdout } = await start(['--help']);
    const plain = stdout.replace(/\s+/g, ' ');
    expect(code).toBe(0);
    for (const { name, description } of (await readAction(ROOT)).inputs) {
      expect(plain).toContain(`--${name} ${description.replace(/\s+/g, ' ')}`);
    }
    for (const own of ['--aws', '--debug', '--help']) expect(plain).toContain(` ${own} `);
  });

  test.each([
    [
      ['--passwort-length', '8'],
      'Unknown option --passwort-length. Did you mean --password-length? See --help.\n'
    ],
    [['--preset'], "Option '--preset <value>' argument missing\n"],
    [
      ['--recipe', 'rotat'],
      expect.stringMatching(
        /^There is no recipe rotat\. Did you mean rotate\? Recipes: .*, organization-key\.\n$/
      )
    ],
    [
      ['--workflow', 'nowhere.yml'],
      `--workflow: there is no file ${join(ROOT, 'nowhere.yml')}. For a workflow of the pages use --recipe NAME.\n`
    ],
    [
      ['--workflow', 'docs/aws/trust-main.json'],
      expect.stringMatching(
        /^--workflow: trust-main\.json: GitHub knows no key Version in a workflow\. /
      )
    ],
    [
      ['--workflow', OWN, '--roles', 'nowhere'],
      `--roles: there is no folder ${join(ROOT, 'nowhere')}.\n`
    ],
    [
      ['--workflow', OWN, '--roles', 'docs'],
      expect.stringContaining(
        'docs has no role: the policy of the role NAME is the file NAME.json.'
      )
    ]
  ])('%j is refused before anything runs', async (args, stderr) => {
    expect(await start(args)).toEqual({ code: 2, stdout: '', stderr });
  });

  test.each([
    [[], 'sign in with the AWS CLI', '  aws login '],
    [
      ['--role-to-assume', 'arn:aws:iam::123456789012:role/passwords'],
      'assume the role with your own credentials',
      '--role-chaining=true'
    ]
  ])('--aws %j on a machine without credentials says what helps there', async (args, ...said) => {
    const { code, stdout } = await start(['--aws', '--aws-region', 'eu-west-1', ...args], {
      HOME: folder,
      AWS_EC2_METADATA_DISABLED: 'true'
    });
    expect(code).toBe(1);
    for (const words of said) expect(stdout).toContain(words);
    expect(stdout).not.toContain('Correct the input');
  });

  test('--aws uses the credentials and the endpoint of this machine, not the embedded ones', async () => {
    const { startCloud } = await import('../../emulator/index.js');
    const cloud = await startCloud();
    try {
      const { code, stdout } = await start(['--aws', '--aws-region', cloud.region], {
        ...cloud.staticEnv,
        AWS_ENDPOINT_URL: cloud.url,
        GITHUB_OUTPUT: '/nowhere',
        'INPUT_PASSWORD-LENGTH': '5'
      });
      expect(stdout).not.toContain('role-to-assume');
      expect({ code, ...outputs(stdout) }).toMatchObject({
        code: 0,
        password: expect.stringContaining('***')
      });
      expect(cloud.requests.map(({ operation }) => operation)).toEqual(['GetRandomPassword']);
      for (const value of Object.values(cloud.staticEnv)) expect(stdout).not.toContain(value);
    } finally {
      await cloud.close();
    }
  });
});
