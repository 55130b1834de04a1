import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readAction } from '../../emulator/runner/action-manifest.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

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

const outputs = (stdout: string): Record<string, string> => {
  const listed = stdout.replace(/^.*\nOutputs:\n/s, '').matchAll(/^ {2}(\S+) +(.+)$/gm);
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
    expect(stdout).toMatch(/\nStep: success, [\d.]+ s\n$/);
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

  test('--debug shows the debug log', async () => {
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
    [['--preset'], "Option '--preset <value>' argument missing\n"]
  ])('%j is refused before anything runs', async (args, stderr) => {
    expect(await start(args)).toEqual({ code: 2, stdout: '', stderr });
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
