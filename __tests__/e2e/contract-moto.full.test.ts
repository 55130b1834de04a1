import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient
} from '@aws-sdk/client-secrets-manager';
import { startCloud } from '../../emulator/index.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import { readFailure, findStackTrace, readComplaints } from '../helpers/recording-cloud.js';
import { ROOT } from '../helpers/pages.js';

/** An AWS that a step can reach, whoever wrote it. */
interface Aws {
  readonly url: string;
  /** Of the whole environment but for credentials. */
  readonly env: Readonly<Record<string, string>>;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly close: () => Promise<void>;
}

async function startEmbedded(): Promise<Aws> {
  const cloud = await startCloud();
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = cloud.staticEnv;
  return {
    url: cloud.url,
    env: cloud.env(),
    keys: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    close: () => cloud.close()
  };
}

/** moto has no token service of GitHub's: that one stays embedded. */
async function startMoto(): Promise<Aws> {
  const server = spawn('moto_server', ['-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(server, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      const found = /Running on (http:\/\/[\d.]+:\d+)/.exec((said += text))?.[1];
      if (found) resolve(found);
    });
    server.once('error', reject).once('exit', () => {
      reject(new Error(`moto_server did not start: ${said}`));
    });
  });
  const cloud = await startCloud();
  return {
    url,
    env: cloud.env({ sts: url, secretsmanager: url }),
    keys: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a/key/that/moto/takes' },
    close: async () => {
      server.kill();
      await Promise.all([ended, cloud.close()]);
    }
  };
}

const REGION = 'eu-west-1';
const ROLE = 'arn:aws:iam::123456789012:role/passwords';
const hasMoto = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((folder) =>
    ['moto_server', 'moto_server.exe'].some((name) => existsSync(join(folder, name)))
  );

let aws: Aws;

type Texts = Readonly<Record<string, string>>;

const step = (inputs: Texts = {}, env: Texts = {}, action = ''): Promise<StepResult> =>
  runStep({
    action: join(ROOT, action),
    debug: true,
    inputs: { 'aws-region': REGION, 'role-to-assume': ROLE, 'timeout-seconds': '120', ...inputs },
    env: { ...aws.env, ...env }
  });

/** The password of a step that went well, and showed it to nobody. */
function expectPassword(result: StepResult): string {
  expect([result.conclusion, readComplaints(result), result.stderr]).toEqual(['success', [], '']);
  const { password = '', 'password-url-encoded': encoded = '' } = result.outputs;
  expect(decodeURIComponent(encoded)).toBe(password);
  const printed = result.stdout.replaceAll(/^::add-mask::.*$/gm, '') + result.log;
  for (const secret of [password, encoded]) {
    expect(result.masks).toContain(secret);
    expect(printed).not.toContain(secret);
  }
  return password;
}

function expectFailure(result: StepResult): string {
  expect(findStackTrace(result)).toBeUndefined();
  return readFailure(result);
}

const printable = /^[!-~]+$/;

/** The contract: what a GetRandomPassword that knows the parameter answers. */
const requests: readonly (readonly [name: string, inputs: Texts, ...holds: RegExp[]])[] = [
  ['nothing', {}, /^.{32}$/, /[a-z]/, /[A-Z]/, /\d/, /[^\w\s]|_/, printable],
  ['password-length, least', { 'password-length': '6' }, /^.{6}$/],
  ['password-length, most', { 'password-length': '4096' }, /^.{4096}$/],
  ['exclude-characters', { 'exclude-characters': '/@" \'\\^]-[' }, /^[^/@" '\\^\]\-[]{32}$/],
  ['exclude-characters, a range', { 'exclude-characters': 'a-z' }, /^[^az-]{32}$/],
  ['exclude-numbers', { 'exclude-numbers': 'true' }, /^\D{32}$/],
  ['exclude-punctuation', { 'exclude-punctuation': 'true' }, /^[A-Za-z0-9]{32}$/],
  ['exclude-uppercase', { 'exclude-uppercase': 'true' }, /^[^A-Z]{32}$/],
  ['exclude-lowercase', { 'exclude-lowercase': 'true' }, /^[^a-z]{32}$/],
  [
    // moto ends a password with the space that it must have, which this action never takes.
    'include-space',
    { 'include-space': 'true', 'require-each-included-type': 'false', 'password-length': '4096' },
    /^[!-~][ -~]{4094}[!-~]$/,
    / /
  ],
  ['require-each-included-type', { 'require-each-included-type': 'false' }, /^.{32}$/, printable],
  [
    'all at once',
    {
      'password-length': '40',
      'exclude-characters': 'abc',
      'exclude-numbers': 'false',
      'exclude-punctuation': 'true',
      'exclude-uppercase': 'true',
      'exclude-lowercase': 'false',
      'include-space': 'false',
      'require-each-included-type': 'true'
    },
    /^[d-z0-9]{40}$/,
    /[d-z]/,
    /\d/
  ],
  ['preset', { preset: 'rds-postgres' }, /^[^/@" ]+$/, printable]
];

function contract(start: () => Promise<Aws>): void {
  let secretsManager: SecretsManagerClient;
  let chain: Texts;
  let folder: string;
  beforeAll(async () => {
    aws = await start();
    folder = await mkdtemp(join(tmpdir(), 'contract-'));
    secretsManager = new SecretsManagerClient({
      region: REGION,
      endpoint: aws.url,
      credentials: aws.keys
    });
    chain = {
      AWS_ACCESS_KEY_ID: aws.keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.keys.secretAccessKey
    };
  });
  afterAll(async () => {
    secretsManager.destroy();
    await Promise.all([aws.close(), rm(folder, { recursive: true })]);
  });

  /** As anybody else reads it. */
  const stored = (SecretId: string, VersionStage = 'AWSCURRENT') =>
    secretsManager.send(new GetSecretValueCommand({ SecretId, VersionStage }));
  const labels = async (SecretId: string) =>
    (await secretsManager.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages;

  const readAll = async (name: string) => ({
    ...(await stored(name)),
    $metadata: undefined,
    labels: await labels(name)
  });

  describe('GetRandomPassword', () => {
    test.each(requests)('%s', async (_, inputs, ...holds) => {
      const password = expectPassword(await step(inputs));
      for (const pattern of holds) expect(password).toMatch(pattern);
    });

    test('another password each time', async () => {
      const [one, other] = await Promise.all([step(), step()]);
      expect(expectPassword(one)).not.toBe(expectPassword(other));
    });
  });

  describe('credentials', () => {
    test.each([
      ['the role, by the token', {}, {}],
      [
        'the role, whatever else lies around',
        {},
        { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7ANOTHER', AWS_SECRET_ACCESS_KEY: 'another' }
      ],
      [
        'a role with a name and a duration',
        { 'role-session-name': 'a=b,c.d@e-f', 'role-duration-seconds': '3600' },
        {}
      ]
    ])('%s', async (_, inputs, env) => {
      expectPassword(await step(inputs, env));
    });

    test('the default chain', async () => {
      expectPassword(await step({ 'role-to-assume': '' }, chain));
    });

    test('the default chain, through a profile', async () => {
      const { accessKeyId, secretAccessKey } = aws.keys;
      const file = join(folder, 'config');
      await writeFile(
        file,
        `[profile ci]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`
      );
      expectPassword(
        await step({ 'role-to-assume': '' }, { AWS_PROFILE: 'ci', AWS_CONFIG_FILE: file })
      );
    });
  });

  describe('a kept password', () => {
    let names = 0;
    const fresh = (): string => `contract/db${++names}`;

    test('is created, of which anybody else reads the same', async () => {
      const name = fresh();
      const made = await step({ 'secret-id': name });
      const { ARN, SecretString, VersionId } = await stored(name);
      expect(SecretString).toBe(expectPassword(made));
      expect(made.outputs).toMatchObject({ 'secret-arn': ARN, 'secret-version-id': VersionId });
      expect(await labels(name)).toEqual({ [VersionId!]: ['AWSCURRENT'] });
    });

    test('fail: nothing changes', async () => {
      const name = fresh();
      await step({ 'secret-id': name });
      const before = await readAll(name);
      expect(expectFailure(await step({ 'secret-id': name }))).toMatch(
        /exists already and if-secret-exists is fail, so nothing is changed/
      );
      expect(await readAll(name)).toEqual(before);
    });

    test.each(['name', 'ARN'])('keep: the present one comes out, by its %s', async (by) => {
      const name = fresh();
      const made = await step({ 'secret-id': name });
      const { 'secret-arn': arn = '', 'secret-version-id': version } = made.outputs;
      const kept = await step({
        'secret-id': by === 'ARN' ? arn : name,
        'if-secret-exists': 'keep'
      });
      expect(expectPassword(kept)).toBe(expectPassword(made));
      expect(kept.outputs).toMatchObject({ 'secret-arn': arn, 'secret-version-id': version });
      expect(await labels(name)).toEqual({ [version!]: ['AWSCURRENT'] });
    });

    test('keep: is made where there is none', async () => {
      const name = fresh();
      const made = await step({ 'secret-id': name, 'if-secret-exists': 'keep' });
      expect((await stored(name)).SecretString).toBe(expectPassword(made));
    });

    test.each(['name', 'ARN'])('rotate: a new version is in force, by its %s', async (by) => {
      const name = fresh();
      const first = await step({ 'secret-id': name });
      const second = await step({
        'secret-id': by === 'ARN' ? first.outputs['secret-arn']! : name,
        'if-secret-exists': 'rotate'
      });
      expect(expectPassword(second)).not.toBe(expectPassword(first));
      expect((await stored(name)).SecretString).toBe(expectPassword(second));
      expect((await stored(name, 'AWSPREVIOUS')).SecretString).toBe(expectPassword(first));
      expect(await labels(name)).toEqual({
        [first.outputs['secret-version-id']!]: ['AWSPREVIOUS'],
        [second.outputs['secret-version-id']!]: ['AWSCURRENT']
      });
    });

    test('AWSPENDING waits until it is promoted, and twice is once', async () => {
      const name = fresh();
      const first = await step({ 'secret-id': name });
      const pending = await step({
        'secret-id': name,
        'if-secret-exists': 'rotate',
        'secret-version-stage': 'AWSPENDING'
      });
      const version = pending.outputs['secret-version-id']!;
      expect((await stored(name)).SecretString).toBe(expectPassword(first));
      expect((await stored(name, 'AWSPENDING')).SecretString).toBe(expectPassword(pending));

      for (const time of [1, 2]) {
        const inputs = { 'secret-id': name, 'secret-version-id': version };
        const promoted = await step(inputs, {}, 'promote');
        expect([time, promoted.conclusion, promoted.annotations, promoted.stderr]).toEqual([
          time,
          'success',
          [],
          ''
        ]);
        expect(promoted.outputs).toEqual({
          'secret-arn': first.outputs['secret-arn'],
          'secret-version-id': version
        });
        expect((await stored(name)).SecretString).toBe(expectPassword(pending));
        expect((await stored(name, 'AWSPREVIOUS')).SecretString).toBe(expectPassword(first));
      }
    });

    test('promote: AWSPENDING does not stay on another version', async () => {
      const name = fresh();
      const rotate = { 'secret-id': name, 'if-secret-exists': 'rotate' };
      const first = await step({ 'secret-id': name });
      const second = await step(rotate);
      const pending = await step({ ...rotate, 'secret-version-stage': 'AWSPENDING' });
      const back = first.outputs['secret-version-id']!;
      const promoted = await step({ 'secret-id': name, 'secret-version-id': back }, {}, 'promote');
      expect([promoted.conclusion, promoted.annotations]).toEqual(['success', []]);
      expect((await stored(name)).SecretString).toBe(expectPassword(first));
      const now = (await labels(name)) ?? {};
      expect(now[second.outputs['secret-version-id']!]).toEqual(['AWSPREVIOUS']);
      expect(now[pending.outputs['secret-version-id']!] ?? []).toEqual([]);
    });

    test('goes into the template, and comes out of it', async () => {
      const inputs = {
        'secret-id': fresh(),
        'secret-string-template': '{"username":"app","port":5432}',
        'generate-string-key': 'password',
        'if-secret-exists': 'keep'
      };
      const made = await step(inputs);
      const password = expectPassword(made);
      const { SecretString = '' } = await stored(inputs['secret-id']);
      expect(JSON.parse(SecretString)).toEqual({ username: 'app', port: 5432, password });
      expect(made.masks).toContain(SecretString);
      expect(expectPassword(await step(inputs))).toBe(password);
    });

    test.each<[string, Texts, RegExp, string]>([
      [
        'an ARN of a secret that is not there',
        {
          'secret-id': `arn:aws:secretsmanager:${REGION}:123456789012:secret:contract/none-AbCdEf`
        },
        /The secret arn:\S+ does not exist\. An ARN names a secret that exists/,
        ''
      ],
      [
        'promote: no such secret',
        { 'secret-id': 'contract/none', 'secret-version-id': 'f'.repeat(36) },
        /The secret contract\/none does not exist in eu-west-1/,
        'promote'
      ],
      [
        'promote: no such version',
        { 'secret-id': 'contract/db1', 'secret-version-id': 'f'.repeat(36) },
        /The secret contract\/db1 has no version f{36}/,
        'promote'
      ]
    ])('is refused: %s', async (_, inputs, message, action) => {
      expect(expectFailure(await step(inputs, {}, action))).toMatch(message);
    });

    test('is refused: a secret that is scheduled for deletion', async () => {
      const name = fresh();
      await step({ 'secret-id': name });
      await secretsManager.send(new DeleteSecretCommand({ SecretId: name }));
      for (const choice of ['fail', 'rotate']) {
        expect(
          expectFailure(await step({ 'secret-id': name, 'if-secret-exists': choice }))
        ).toMatch(/scheduled for deletion. Restore it/);
      }
    });
  });
}

describe('the embedded AWS', () => {
  contract(startEmbedded);
});

const ifMoto = hasMoto ? describe : describe.skip;
const why = ' is skipped: moto_server is not on the PATH; CONTRIBUTING.md tells how to install it';

ifMoto(`moto${hasMoto ? '' : why}`, () => {
  contract(startMoto);

  describe('with its eye on signatures and permissions', () => {
    const ask = (path: string, body: string | URLSearchParams) =>
      fetch(aws.url + path, {
        method: 'POST',
        body,
        headers: {
          authorization:
            'AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0'
        }
      });
    const iam = (fields: Texts) =>
      ask('/', new URLSearchParams({ Version: '2010-05-08', RoleName: 'passwords', ...fields }));
    const policy = (statement: object) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
    /** So many requests pass unchecked from now on. AssumeRoleWithWebIdentity is never signed. */
    const unchecked = (count: number) => ask('/moto-api/reset-auth', String(count));

    beforeAll(async () => {
      const trust = policy({ Principal: '*', Action: 'sts:AssumeRoleWithWebIdentity' });
      const made = await iam({ Action: 'CreateRole', AssumeRolePolicyDocument: trust });
      const allowed = await iam({
        Action: 'PutRolePolicy',
        PolicyName: 'passwords',
        PolicyDocument: policy({ Action: 'secretsmanager:GetRandomPassword', Resource: '*' })
      });
      expect([made.status, allowed.status]).toEqual([200, 200]);
    });
    afterAll(() => unchecked(Infinity));

    test.each<[string, Texts, number, 'success' | 'failure']>([
      ['the session of the role makes a password', {}, 1, 'success'],
      ['and does nothing else', { 'secret-id': 'contract/denied' }, 1, 'failure'],
      ['a key that nobody has makes none', { 'role-to-assume': '' }, 0, 'failure']
    ])('%s', async (_, inputs, first, conclusion) => {
      await unchecked(first);
      const result = await step(inputs, {
        AWS_ACCESS_KEY_ID: aws.keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: aws.keys.secretAccessKey
      });
      expect(result.conclusion).toBe(conclusion);
      if (conclusion === 'failure') expectFailure(result);
      else expectPassword(result);
    });
  });
});
