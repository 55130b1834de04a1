import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import sodium from 'libsodium-wrappers';
import { startCloud, type Cloud } from '../../emulator/index.js';
import type { FaultKind } from '../../emulator/faults.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { jobOutput } from '../../emulator/runner/job-output.js';
import { type StepResult } from '../../emulator/runner/runner.js';
import { ServiceError } from '../../emulator/service.js';
import { run } from '../../src/main.js';
import { readFailure, findStackTrace, readComplaints } from '../helpers/recording-cloud.js';
import { ROOT } from '../helpers/pages.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';

type Given = Readonly<Record<string, string>>;

const TOKEN = 'github_pat_local';
const WRITER = { kind: 'personal access token', secrets: 'write', environments: 'write' } as const;
const toRepository = { 'github-secret': 'DB_PASSWORD', 'github-token': TOKEN };
const toEnvironment = { ...toRepository, 'github-environment': 'test' };

// Octokit reads GITHUB_API_URL when it is loaded, so all tests in this process share one GitHub.
let cloud: Cloud;
let seen = 0;

beforeAll(async () => {
  await sodium.ready;
  const { publicKey, privateKey } = sodium.crypto_box_keypair();
  const { ORIGINAL } = sodium.base64_variants;
  cloud = await startCloud({
    github: {
      repositories: { 'octo-org/app': { id: 74, environments: ['test', 'a b/ü'] } },
      tokens: {
        [TOKEN]: WRITER,
        github_pat_reader: { ...WRITER, secrets: 'read', environments: 'read' },
        ghs_local: { kind: 'integration' }
      },
      sealedBox: () => ({
        publicKey: sodium.to_base64(publicKey, ORIGINAL),
        open: (sealed) =>
          sodium.to_string(
            sodium.crypto_box_seal_open(sodium.from_base64(sealed, ORIGINAL), publicKey, privateKey)
          )
      })
    }
  });
});
afterAll(() => cloud.close());
beforeEach(() => {
  cloud.faults.clear();
  cloud.secrets.secrets.clear();
  cloud.github.secrets.clear();
  seen = cloud.requests.length;
});

const stepWith = (inputs: Given, env: Readonly<Record<string, string | undefined>> = {}) => ({
  action: ROOT,
  inputs: {
    'aws-region': 'eu-west-1',
    'role-to-assume': cloud.roleArn,
    ...inputs
  },
  env: { ...cloud.env(), ...env },
  debug: true
});

async function step(
  inputs: Given,
  env: Readonly<Record<string, string | undefined>> = {}
): Promise<StepResult> {
  const result = await runStepInProcess(cloud, stepWith(inputs, env), run);
  expect(findStackTrace(result)).toBeUndefined();
  return result;
}

const calls = () => cloud.requests.slice(seen);
const operations = (service: string) =>
  calls()
    .filter((call) => call.service === service)
    .map(({ operation }) => operation)
    .join(' ');
const written = () => Object.fromEntries(cloud.github.secrets);
const readPrinted = ({ stdout, stderr }: StepResult): string =>
  [...stdout.split('\n').filter((line) => !line.startsWith('::add-mask::')), stderr].join('\n');

function expectPassword(result: StepResult): string {
  expect([readComplaints(result), result.exitCode]).toEqual([[], 0]);
  const { password = '' } = result.outputs;
  expect(password).not.toBe('');
  expect(readPrinted(result)).not.toContain(password);
  return password;
}

/** One error and no output; no password is printed. */
function expectFailure(result: StepResult): string {
  const message = readFailure(result);
  for (const mask of result.masks.filter((value) => value.length > 8))
    expect(readPrinted(result)).not.toContain(mask);
  return message;
}

describe('the password', () => {
  test.each<[string, Given, string, string]>([
    ['a repository', toRepository, 'octo-org/app DB_PASSWORD', 'octo-org/app'],
    [
      'an environment',
      toEnvironment,
      'octo-org/app test DB_PASSWORD',
      'octo-org/app, environment test'
    ],
    [
      'an environment of any name',
      { ...toEnvironment, 'github-environment': 'a b/ü', 'github-secret': '_db2' },
      'octo-org/app a b/ü _DB2',
      'octo-org/app, environment a b/ü'
    ]
  ])('becomes a secret of %s, sealed', async (_, inputs, path, place) => {
    const result = await step(inputs);
    const password = expectPassword(result);
    expect(written()).toEqual({
      [path]: {
        value: password,
        writes: 1,
        keyId: cloud.github.keyIdOf(path.slice(0, path.lastIndexOf(' '))),
        encryptedValue: expect.not.stringContaining(password)
      }
    });
    const scope = place.includes(',') ? 'Environment' : 'Repository';
    expect(operations('github')).toBe(`Get${scope}PublicKey Put${scope}Secret`);
    expect(calls().at(-1)?.headers.authorization).toBe(`token ${TOKEN}`);
    expect(result.log).toContain(
      `Wrote the GitHub Actions secret ${inputs['github-secret']!} of ${place}.`
    );
  });

  test('replaces the one before', async () => {
    const [first, second] = [await step(toRepository), await step(toRepository)].map(
      expectPassword
    );
    expect(first).not.toBe(second);
    expect(written()).toMatchObject({ 'octo-org/app DB_PASSWORD': { value: second, writes: 2 } });
  });

  test('reaches a later job, unlike an output', async () => {
    const { outputs, masker } = await step(toEnvironment);
    const { password = '' } = outputs;
    expect(jobOutput('password', password, masker)).toEqual({
      message: "Warning: Skip output 'password' since it may contain secret."
    });
    // GitHub reads the secrets of an environment when a job that names it starts, and masks them by itself.
    const later = new SecretMasker();
    const given = cloud.github.secrets.get('octo-org/app test DB_PASSWORD')?.value ?? '';
    later.addMask(given);
    expect(given).toBe(password);
    expect(later.mask(`psql --password=${given}`)).toBe('psql --password=***');
  });

  test('needs a token, which is masked and in no output', async () => {
    const result = await step(toRepository);
    expect(result.masks).toContain(TOKEN);
    expect(readPrinted(result)).not.toContain(TOKEN);
    expect(JSON.stringify(result.outputs)).not.toContain(TOKEN);
  });
});

describe('is refused before any call:', () => {
  const name =
    /^github-secret must be a name of letters, digits and underscores that does not begin with a digit or with GITHUB_, but is ".*"\.$/;
  test.each<[Given, Readonly<Record<string, string | undefined>>, RegExp]>([
    ...['1DB', 'DB-PASSWORD', 'DB PASSWORD', 'db.password', 'github_token', 'DBÄ', '../x'].map(
      (value): [Given, Given, RegExp] => [{ ...toRepository, 'github-secret': value }, {}, name]
    ),
    [
      { ...toEnvironment, 'github-token': '' },
      {},
      /github-token is empty\. .*GITHUB_TOKEN.* may not\.$/
    ],
    [
      { ...toEnvironment, 'github-secret': '' },
      {},
      /^github-environment is set, but github-secret is empty/
    ],
    ...[undefined, '', 'octo-org', '/app', 'octo-org/'].map(
      (repository): [Given, Record<string, string | undefined>, RegExp] => [
        toRepository,
        { GITHUB_REPOSITORY: repository },
        /but GITHUB_REPOSITORY is ".*"\. The runner sets it to OWNER\/REPOSITORY; do not overwrite it\.$/
      ]
    )
  ])('%j %j', async (inputs, env, message) => {
    expect(expectFailure(await step(inputs, env))).toMatch(message);
    expect(calls()).toEqual([]);
  });
});

describe('an error of GitHub', () => {
  const REMEDY =
    'The GITHUB_TOKEN of a job never may. Use a fine-grained or GitHub App token with "Secrets: write" (for an environment "Environments: write").';

  test.each<[string, Given, string]>([
    ['GITHUB_TOKEN', { ...toRepository, 'github-token': 'ghs_local' }, '403'],
    ['a token that only reads', { ...toRepository, 'github-token': 'github_pat_reader' }, '403'],
    ['GITHUB_TOKEN', { ...toEnvironment, 'github-token': 'ghs_local' }, '403'],
    ['no such environment', { ...toEnvironment, 'github-environment': 'none' }, '404']
  ])('is explained, and no output is set: %s, %j', async (_, inputs, status) => {
    const environment = inputs['github-environment'];
    const place = environment ? `octo-org/app, environment ${environment}` : 'octo-org/app';
    const result = await step(inputs);
    expect(expectFailure(result)).toBe(
      `Could not write the secret DB_PASSWORD of ${place}: GitHub returned status ${status}: ${place} does not exist, or github-token may not write its secrets. ${REMEDY}`
    );
    expect(written()).toEqual({});
    expect(result.masks).toContain(inputs['github-token']);
    expect(readPrinted(result)).not.toContain(inputs['github-token']!);
    // It is not transient, so it is not retried.
    expect(operations('github')).not.toMatch(/(\b\w+\b).* \1/);
  });

  test('is explained for a repository that does not exist', async () => {
    const result = await step(toRepository, { GITHUB_REPOSITORY: 'octo-org/none' });
    expect(expectFailure(result)).toContain(
      'GitHub returned status 404: octo-org/none does not exist, or'
    );
  });

  test.each<[string, FaultKind, RegExp]>([
    [
      'a token that is revoked',
      new ServiceError('x', 'Bad credentials', 401),
      /does not accept github-token/
    ],
    [
      'a value',
      new ServiceError('x', 'Validation failed', 422),
      /does not accept the secret \(status 422\)/
    ],
    [
      'too many calls',
      'throttled',
      /GitHub limits how often it is called\. The limit ends in 60 seconds \(.* UTC\), after timeout-seconds/
    ],
    ['a page of a proxy', 'html', /is not from GitHub\. Check/],
    ['an empty response', 'empty', /is not from GitHub\. Check/],
    [
      'a response that is null',
      () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: 'null' }),
      /is not from GitHub\. Check/
    ],
    [
      'a key of another kind',
      () => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: '{"key":7,"key_id":"1"}'
      }),
      /is not from GitHub\. Check/
    ],
    [
      'a key without its id',
      () => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: '{"key":"AAAA"}'
      }),
      /is not from GitHub\. Check/
    ]
  ])('is explained, and no output is set: %s', async (_, kind, message) => {
    cloud.faults.add({ service: 'github', operation: 'GetRepositoryPublicKey', kind });
    expect(expectFailure(await step(toRepository))).toMatch(message);
    expect(written()).toEqual({});
  });

  test('is retried where it is transient, and the secret is written once', async () => {
    for (const operation of ['GetRepositoryPublicKey', 'PutRepositorySecret']) {
      cloud.faults.add({ service: 'github', operation, kind: 503, times: 1 });
    }
    const password = expectPassword(await step(toRepository));
    expect(written()).toMatchObject({ 'octo-org/app DB_PASSWORD': { value: password, writes: 1 } });
  });
});

describe('with Secrets Manager too', () => {
  const both = { ...toEnvironment, 'secret-id': 'app/db' };
  const version = () => [...(cloud.secrets.find('app/db')?.versions.values() ?? [])].at(-1);

  test('AWS is first, and both have the password of the output', async () => {
    const result = await step(both);
    const password = expectPassword(result);
    expect(result.outputs['secret-version-id']).toBe(version()?.id);
    expect(version()?.string).toBe(password);
    expect(written()).toMatchObject({ 'octo-org/app test DB_PASSWORD': { value: password } });
    const order = calls().map(({ operation }) => operation);
    expect(order.slice(-2)).toEqual(['CreateSecret', 'PutEnvironmentSecret']);
    expect(order).toContain('GetEnvironmentPublicKey');
  });

  test('with a template GitHub gets the password alone', async () => {
    const template = {
      'secret-string-template': '{"username":"app"}',
      'generate-string-key': 'password'
    };
    const password = expectPassword(await step({ ...both, ...template }));
    expect(JSON.parse(version()?.string ?? '')).toEqual({ username: 'app', password });
    expect(written()).toMatchObject({ 'octo-org/app test DB_PASSWORD': { value: password } });
  });

  test('an existing password is written again', async () => {
    const password = expectPassword(await step({ 'secret-id': 'app/db' }));
    const kept = await step({ ...both, 'if-secret-exists': 'keep' });
    expect(expectPassword(kept)).toBe(password);
    expect(written()).toMatchObject({ 'octo-org/app test DB_PASSWORD': { value: password } });
  });

  test('GitHub gets nothing when AWS fails', async () => {
    cloud.secrets.create({
      Name: 'app/db',
      SecretString: 'present',
      ClientRequestToken: randomUUID()
    });
    expect(expectFailure(await step(both))).toMatch(/exists already/);
    expect(operations('github')).not.toContain('Put');
  });

  test.each<[string, Given, Given]>([
    ['GITHUB_TOKEN', { 'github-token': 'ghs_local' }, {}],
    ['a token that has expired', {}, { 'if-secret-exists': 'rotate' }],
    ['no such environment', { 'github-environment': 'none' }, { 'if-secret-exists': 'keep' }]
  ])('nothing is stored when GitHub gives no public key: %s', async (why, inputs, mode) => {
    if ('if-secret-exists' in mode && mode['if-secret-exists'] === 'rotate') {
      cloud.secrets.create({
        Name: 'app/db',
        SecretString: 'present',
        ClientRequestToken: randomUUID()
      });
    }
    const before = version()?.id;
    if (why.includes('expired')) {
      cloud.faults.add({
        service: 'github',
        operation: 'GetEnvironmentPublicKey',
        kind: new ServiceError('x', 'Bad credentials', 401)
      });
    }
    const message = expectFailure(await step({ ...both, ...inputs, ...mode }));
    expect(message).toMatch(/^Could not write the secret DB_PASSWORD of octo-org\/app/);
    expect(message).not.toContain('stored');
    expect(version()?.id).toBe(before);
    expect(operations('secretsmanager')).not.toMatch(/Create|Put|Update/);
  });

  test.each<[string, FaultKind]>([
    ['a token that may only read', new ServiceError('x', 'Resource not accessible', 403)],
    ['a reset before it acts', 'reset-before'],
    ['a reset after it acted', 'reset-after'],
    ['500', 500]
  ])('the error names the stored version when GitHub refuses it: %s', async (_, kind) => {
    cloud.faults.add({ service: 'github', operation: 'PutEnvironmentSecret', kind });
    const message = expectFailure(await step(both));
    const { id = '', string = '' } = version() ?? {};
    const arn = cloud.secrets.find('app/db')?.arn ?? '';
    expect(message).toMatch(
      /^Could not write the secret DB_PASSWORD of octo-org\/app, environment/
    );
    expect(message).toContain(
      ` The password is already stored as version ${id} of ${arn}, but no output is set. To see its labels, run "aws secretsmanager list-secret-version-ids --include-deprecated --region eu-west-1 --secret-id ${arn}".`
    );
    expect(message).not.toContain(string);
    expect(cloud.secrets.find('app/db')?.versions.size).toBe(1);
    // A run with keep finishes the job.
    cloud.faults.clear();
    const kept = await step({ ...both, 'if-secret-exists': 'keep' });
    expect(expectPassword(kept)).toBe(string);
  });

  test.each(['reset-before', 'reset-after', 'hang', 'trickle', 500] as const)(
    'GitHub gets the stored password even after %s',
    async (kind) => {
      for (const operation of ['GetEnvironmentPublicKey', 'PutEnvironmentSecret']) {
        cloud.faults.add({ service: 'github', operation, kind, times: 1 });
      }
      const password = expectPassword(await step(both));
      expect(version()?.string).toBe(password);
      expect(written()).toMatchObject({ 'octo-org/app test DB_PASSWORD': { value: password } });
    }
  );
});
