import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import { ROOT } from '../helpers/pages.js';

let folder: string;
let cloud: Cloud;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hosts-'));
  cloud = await startCloud();
});
afterEach(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
});

type Env = Readonly<Record<string, string | undefined>>;

/** Runs the built action and lists the hosts that it looked up or connected to. */
async function recordHosts(
  inputs: Readonly<Record<string, string>>,
  env: Env = {},
  action = ROOT
): Promise<{ hosts: readonly string[]; result: StepResult }> {
  const file = join(folder, 'connections');
  await writeFile(file, '');
  const recorder = pathToFileURL(join(ROOT, '__tests__', 'helpers', 'record-connections.mjs')).href;
  const result = await runStep({
    action,
    inputs: { 'aws-region': cloud.region, ...inputs },
    env: {
      ...cloud.env(),
      ...env,
      NODE_OPTIONS: `--import ${recorder}`,
      CONNECTIONS_FILE: file
    }
  });
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return { hosts: [...new Set(lines.map((line) => line.replace(/^\w+ /, '')))].sort(), result };
}

const ROLE = { 'role-to-assume': 'arn:aws:iam::123456789012:role/passwords' };
const STORE = { 'secret-id': 'shop/db', 'if-secret-exists': 'rotate', 'kms-key-id': 'alias/shop' };
const GITHUB = { 'github-secret': 'DB_PASSWORD', 'github-token': 'github_pat_local' };
const REAL: Env = { AWS_ENDPOINT_URL: undefined };

describe('with every service on loopback', () => {
  test.each([
    ['a password', ROLE],
    ['a password from the default chain', {}],
    ['a password that is stored and written to GitHub', { ...ROLE, ...STORE, ...GITHUB }]
  ])('%s: nothing else is called', async (_, inputs) => {
    const { hosts, result } = await recordHosts(inputs, cloud.staticEnv);
    expect(result.conclusion).toBe('success');
    expect(hosts).toEqual(['127.0.0.1']);
  });

  test('promote: nothing else is called', async () => {
    const { result: kept } = await recordHosts({ ...ROLE, ...STORE });
    const { hosts, result } = await recordHosts(
      { ...ROLE, 'secret-id': 'shop/db', 'secret-version-id': kept.outputs['secret-version-id']! },
      {},
      join(ROOT, 'promote')
    );
    expect(result.conclusion).toBe('success');
    expect(hosts).toEqual(['127.0.0.1']);
  });
});

describe('with the hosts of AWS and GitHub', () => {
  test('a role: STS and Secrets Manager of the Region', async () => {
    const { hosts, result } = await recordHosts({ ...ROLE, ...STORE }, REAL);
    expect(result.conclusion).toBe('failure');
    expect(hosts).toEqual([
      '127.0.0.1',
      'secretsmanager.eu-west-1.amazonaws.com',
      'sts.eu-west-1.amazonaws.com'
    ]);
  });

  test('keys from the environment: Secrets Manager alone', async () => {
    const { hosts } = await recordHosts({}, { ...REAL, ...cloud.staticEnv });
    expect(hosts).toEqual(['secretsmanager.eu-west-1.amazonaws.com']);
  });

  test('no credentials at all: also the address where EC2 gives them to its instances', async () => {
    const { hosts } = await recordHosts({}, REAL);
    expect(hosts).toEqual(['169.254.169.254', 'secretsmanager.eu-west-1.amazonaws.com']);
  });

  test.each([
    [
      'FIPS',
      'us-gov-west-1',
      { AWS_USE_FIPS_ENDPOINT: 'true' },
      'secretsmanager-fips.us-gov-west-1.amazonaws.com'
    ],
    [
      'dual stack',
      'eu-west-1',
      { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
      'secretsmanager.eu-west-1.amazonaws.com'
    ],
    ['China', 'cn-north-1', {}, 'secretsmanager.cn-north-1.amazonaws.com.cn'],
    [
      'a VPC endpoint',
      'eu-west-1',
      { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://vpce.example.com' },
      'vpce.example.com'
    ]
  ])('%s: its endpoint and no other', async (_, region, env, host) => {
    const { hosts } = await recordHosts(
      { 'aws-region': region },
      { ...REAL, ...cloud.staticEnv, ...env }
    );
    expect(hosts).toEqual([host]);
  });

  test('a GitHub secret: the API that GITHUB_API_URL names', async () => {
    const { hosts, result } = await recordHosts(
      { ...ROLE, ...GITHUB },
      { GITHUB_API_URL: 'https://github.example.com/api/v3' }
    );
    expect(result.conclusion).toBe('failure');
    expect(hosts).toEqual(['127.0.0.1', 'github.example.com']);
  });
});
