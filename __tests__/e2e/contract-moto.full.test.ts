import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand
} from '@aws-sdk/client-secrets-manager';
import { startCloud } from '../../emulator/index.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import { isMotoInstalled, startMoto } from '../helpers/moto.js';
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

/** moto has no token service of GitHub's: that one stays emulated. */
async function startBesideMoto(): Promise<Aws> {
  const [moto, cloud] = await Promise.all([startMoto(), startCloud()]);
  return {
    url: moto.url,
    env: cloud.env({ sts: moto.url, secretsmanager: moto.url }),
    keys: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a/key/that/moto/takes' },
    close: async () => {
      await Promise.all([moto.close(), cloud.close()]);
    }
  };
}

const REGION = 'eu-west-1';
const ROLE = 'arn:aws:iam::123456789012:role/passwords';
const hasMoto = isMotoInstalled();

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
    expect(result.masker.mask(secret)).not.toContain(secret);
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
  /** The labels of AWS on each version that has one. */
  const labels = async (SecretId: string) => {
    const { VersionIdsToStages = {} } = await secretsManager.send(
      new DescribeSecretCommand({ SecretId })
    );
    const own = Object.entries(VersionIdsToStages).map(
      ([id, stages]) => [id, stages.filter((stage) => stage.startsWith('AWS')).sort()] as const
    );
    return Object.fromEntries(own.filter(([, stages]) => stages.length > 0));
  };

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

  describe('a stored password', () => {
    let names = 0;
    const fresh = (): string => `contract/db${++names}`;
    const KEEP = { 'if-secret-exists': 'keep' };
    const ROTATE = { 'if-secret-exists': 'rotate' };
    const TO_PENDING = { ...ROTATE, 'secret-version-stage': 'AWSPENDING' };
    const KEY = { 'generate-string-key': 'password' };
    const promote = (name: string, version = '', inputs: Texts = {}) =>
      step({ 'secret-id': name, 'secret-version-id': version, ...inputs }, {}, 'promote');

    test('is created, with its description and tags, and anybody else reads the same', async () => {
      const name = fresh();
      const made = await step({
        'secret-id': name,
        'secret-description': 'of the shop',
        'secret-tags': 'team=shop'
      });
      const { ARN, SecretString, VersionId } = await stored(name);
      expect(SecretString).toBe(expectPassword(made));
      expect(made.outputs).toMatchObject({
        'secret-arn': ARN,
        'secret-version-id': VersionId,
        'secret-change': 'created'
      });
      expect(await labels(name)).toEqual({ [VersionId!]: ['AWSCURRENT'] });
      const { Description, Tags } = await secretsManager.send(
        new DescribeSecretCommand({ SecretId: name })
      );
      expect([Description, Tags]).toEqual(['of the shop', [{ Key: 'team', Value: 'shop' }]]);
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

    test.each(['name', 'ARN'])('keep: the existing one is returned, by its %s', async (by) => {
      const name = fresh();
      const made = await step({ 'secret-id': name });
      const { 'secret-arn': arn = '', 'secret-version-id': version } = made.outputs;
      const kept = await step({ 'secret-id': by === 'ARN' ? arn : name, ...KEEP });
      expect(expectPassword(kept)).toBe(expectPassword(made));
      expect(kept.outputs).toMatchObject({
        'secret-arn': arn,
        'secret-version-id': version,
        'secret-change': 'none'
      });
      expect(await labels(name)).toEqual({ [version!]: ['AWSCURRENT'] });
      const silent = await step({ 'secret-id': name, ...KEEP, 'output-password': 'false' });
      expect(silent.outputs).toEqual({
        'secret-arn': arn,
        'secret-version-id': version,
        'secret-change': 'none'
      });
    });

    test('keep: is created where there is none, and only read where that is asked for', async () => {
      const name = fresh();
      const readOnly = { 'secret-id': name, ...KEEP, 'if-secret-missing': 'fail' };
      expect(expectFailure(await step(readOnly))).toMatch(
        /^The secret contract\/db\d+ does not exist/
      );
      const made = await step({ 'secret-id': name, ...KEEP });
      expect((await stored(name)).SecretString).toBe(expectPassword(made));
      expect(expectPassword(await step(readOnly))).toBe(expectPassword(made));
    });

    test.each(['name', 'ARN'])('rotate: a new version is current, by its %s', async (by) => {
      const name = fresh();
      const first = await step({ 'secret-id': name });
      const second = await step({
        'secret-id': by === 'ARN' ? first.outputs['secret-arn']! : name,
        ...ROTATE
      });
      expect(second.outputs['secret-change']).toBe('rotated');
      expect(expectPassword(second)).not.toBe(expectPassword(first));
      expect((await stored(name)).SecretString).toBe(expectPassword(second));
      expect((await stored(name, 'AWSPREVIOUS')).SecretString).toBe(expectPassword(first));
      expect(await labels(name)).toEqual({
        [first.outputs['secret-version-id']!]: ['AWSPREVIOUS'],
        [second.outputs['secret-version-id']!]: ['AWSCURRENT']
      });
      const young = await step({ 'secret-id': name, ...ROTATE, 'rotate-after-days': '1' });
      expect([expectPassword(young), young.outputs['secret-change']]).toEqual([
        expectPassword(second),
        'none'
      ]);
    });

    test('AWSPENDING waits until it is promoted, is resumed meanwhile, and then is gone', async () => {
      const name = fresh();
      const first = await step({ 'secret-id': name });
      const pending = await step({ 'secret-id': name, ...TO_PENDING });
      const version = pending.outputs['secret-version-id']!;
      expect((await stored(name)).SecretString).toBe(expectPassword(first));
      expect((await stored(name, 'AWSPENDING')).SecretString).toBe(expectPassword(pending));
      const resumed = await step({ 'secret-id': name, ...TO_PENDING });
      expect([expectPassword(resumed), resumed.outputs['secret-change']]).toEqual([
        expectPassword(pending),
        'resumed'
      ]);
      for (const given of ['', version, version]) {
        const promoted = await promote(name, given);
        expect([promoted.conclusion, readComplaints(promoted), promoted.stderr]).toEqual([
          'success',
          [],
          ''
        ]);
        expect(promoted.outputs).toEqual({
          'secret-arn': first.outputs['secret-arn'],
          'secret-version-id': version
        });
        expect(await labels(name)).toEqual({
          [first.outputs['secret-version-id']!]: ['AWSPREVIOUS'],
          [version]: ['AWSCURRENT']
        });
      }
      expect((await stored(name)).SecretString).toBe(expectPassword(pending));
    });

    test('promote: makes no older password current, unless it is told to', async () => {
      const name = fresh();
      const first = await step({ 'secret-id': name });
      await step({ 'secret-id': name, ...ROTATE });
      const old = first.outputs['secret-version-id']!;
      expect(expectFailure(await promote(name, old))).toMatch(/is not pending: it is AWSPREVIOUS/);
      const told = await promote(name, old, { 'if-not-pending': 'promote' });
      expect([told.conclusion, readComplaints(told)]).toEqual(['success', []]);
      expect((await stored(name)).SecretString).toBe(expectPassword(first));
    });

    test('goes into the template, is returned from it, and is replaced in it', async () => {
      const inputs = {
        'secret-id': fresh(),
        'secret-string-template': '{"username": "app", "n": 12345678901234567890}',
        ...KEY
      };
      const made = await step({ ...inputs, ...KEEP });
      const withPassword = (password: string) =>
        `{"username": "app", "n": 12345678901234567890, "password": ${JSON.stringify(password)}}`;
      expect((await stored(inputs['secret-id'])).SecretString).toBe(
        withPassword(expectPassword(made))
      );
      expect(expectPassword(await step({ ...inputs, ...KEEP }))).toBe(expectPassword(made));
      const rotated = await step({ 'secret-id': inputs['secret-id'], ...KEY, ...ROTATE });
      expect((await stored(inputs['secret-id'])).SecretString).toBe(
        withPassword(expectPassword(rotated))
      );
      expect(expectFailure(await step({ 'secret-id': inputs['secret-id'], ...KEEP }))).toMatch(
        /is a JSON object with the keys "username", "n", "password", not a plain password/
      );
    });

    test('that was made from what is not current any more is promoted by nobody, and brought forward', async () => {
      const name = fresh();
      const SecretString = '{"password":"old-Password-1","host":"db1"}';
      await secretsManager.send(new CreateSecretCommand({ Name: name, SecretString }));
      const inputs = { 'secret-id': name, ...TO_PENDING, ...KEY };
      const pending = await step(inputs);
      const stale = pending.outputs['secret-version-id']!;
      await secretsManager.send(
        new PutSecretValueCommand({
          SecretId: name,
          SecretString: SecretString.replace('db1', 'db2')
        })
      );
      for (const given of ['', stale]) {
        expect(expectFailure(await promote(name, given))).toMatch(
          /is pending, but was made from a version that is not current any more/
        );
      }
      const resumed = await step(inputs);
      expect([expectPassword(resumed), resumed.outputs['secret-change']]).toEqual([
        expectPassword(pending),
        'resumed'
      ]);
      expect(resumed.outputs['secret-version-id']).not.toBe(stale);
      expect((await promote(name)).conclusion).toBe('success');
      expect(JSON.parse((await stored(name)).SecretString!)).toEqual({
        password: expectPassword(pending),
        host: 'db2'
      });
    });

    test('is of two accounts in turn', async () => {
      const name = fresh();
      const value = (username: string, password: string) =>
        `{"host":"db", "username":${JSON.stringify(username)},"password":${JSON.stringify(password)}}`;
      const SecretString = value('app_a', 'old-Password-1');
      await secretsManager.send(new CreateSecretCommand({ Name: name, SecretString }));
      const accounts = { 'user-name': 'app_a', 'alternate-user-name': 'app_b' };
      const inputs = { 'secret-id': name, ...TO_PENDING, ...KEY, ...accounts };
      for (const next of ['app_b', 'app_a']) {
        const pending = await step(inputs);
        const password = expectPassword(pending);
        expect(pending.outputs['user-name']).toBe(next);
        const resumed = await step(inputs);
        expect([expectPassword(resumed), resumed.outputs['user-name']]).toEqual([password, next]);
        expect((await promote(name)).conclusion).toBe('success');
        expect((await stored(name)).SecretString).toBe(value(next, password));
      }
      const third = { ...inputs, 'user-name': 'app_c' };
      expect(expectFailure(await step(third))).toMatch(
        /has another account under the key "username" \(user-name-key\)/
      );
    });

    test('is no file of settings: that is kept with a warning, and not replaced', async () => {
      const name = fresh();
      const SecretString = '\ufeffDB_USER=app\nDB_PASSWORD=Vb6present\n';
      await secretsManager.send(new CreateSecretCommand({ Name: name, SecretString }));
      const before = await readAll(name);
      expect(expectFailure(await step({ 'secret-id': name, ...ROTATE }))).toMatch(
        /is more than a password \(several lines of text\)/
      );
      const kept = await step({ 'secret-id': name, ...KEEP });
      expect([kept.outputs['password'], JSON.stringify(readComplaints(kept))]).toEqual([
        SecretString,
        expect.stringMatching(/is more than a password \(several lines of text\)/)
      ]);
      expect(await readAll(name)).toEqual(before);
    });

    test('is read whatever labels others have put, and from secrets that AWS makes', async () => {
      const made = {
        Name: 'events!connection/contract',
        SecretString: '{"password":"Vb6present"}'
      };
      const { ARN, VersionId } = await secretsManager.send(new CreateSecretCommand(made));
      for (const VersionStage of ['a label', '#1', 'straße']) {
        await secretsManager.send(
          new UpdateSecretVersionStageCommand({
            SecretId: made.Name,
            VersionStage,
            MoveToVersionId: VersionId
          })
        );
      }
      for (const id of [made.Name, ARN!]) {
        const kept = await step({ 'secret-id': id, ...KEEP, ...KEY, 'if-secret-missing': 'fail' });
        expect([kept.conclusion, kept.outputs['password']]).toEqual(['success', 'Vb6present']);
      }
    });

    test('of a secret that is scheduled for deletion is refused, and restored when asked for', async () => {
      const name = fresh();
      const made = await step({ 'secret-id': name });
      await secretsManager.send(new DeleteSecretCommand({ SecretId: name }));
      for (const choice of ['fail', 'keep', 'rotate']) {
        expect(
          expectFailure(await step({ 'secret-id': name, 'if-secret-exists': choice }))
        ).toMatch(/scheduled for deletion, so nothing is changed/);
      }
      const restored = await step({ 'secret-id': name, ...KEEP, 'if-secret-missing': 'restore' });
      expect([expectPassword(restored), restored.outputs['secret-change']]).toEqual([
        expectPassword(made),
        'restored'
      ]);
    });

    test.each<[string, Texts, RegExp, string]>([
      [
        'an ARN of a secret that does not exist',
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
        'promote: nothing pending',
        { 'secret-id': 'contract/db1' },
        /No rotation of the secret contract\/db1 is pending/,
        'promote'
      ]
    ])('is refused: %s', async (_, inputs, message, action) => {
      expect(expectFailure(await step(inputs, {}, action))).toMatch(message);
    });
  });
}

describe('the embedded AWS', () => {
  contract(startEmbedded);
});

const ifMoto = hasMoto ? describe : describe.skip;
const why = ' is skipped: moto_server is not on the PATH; CONTRIBUTING.md tells how to install it';

ifMoto(`moto${hasMoto ? '' : why}`, () => {
  contract(startBesideMoto);

  /** Where moto differs from AWS. Each test falls when moto does not any more, and the contract can then say more. */
  describe('differs from AWS', () => {
    let client: SecretsManagerClient;
    beforeAll(() => {
      client = new SecretsManagerClient({
        region: REGION,
        endpoint: aws.url,
        credentials: aws.keys
      });
    });
    afterAll(() => {
      client.destroy();
    });
    const versions = async (SecretId: string) =>
      (await client.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {};
    const put = (SecretId: string, id: string, stage: string) =>
      client.send(
        new PutSecretValueCommand({
          SecretId,
          SecretString: id,
          ClientRequestToken: id,
          VersionStages: [stage]
        })
      );
    const [A, B, C] = ['a', 'b', 'c'].map((letter) => letter.repeat(32)) as [
      string,
      string,
      string
    ];

    test('a label is moved from a version that has it to another without naming that version', async () => {
      const SecretId = 'deviation/move';
      const create = { Name: SecretId, SecretString: A, ClientRequestToken: A };
      await client.send(new CreateSecretCommand(create));
      await put(SecretId, B, 'AWSPENDING');
      await put(SecretId, C, 'own');
      // AWS refuses this: RemoveFromVersionId must name version B.
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: 'AWSPENDING',
          MoveToVersionId: C
        })
      );
      const labels = await versions(SecretId);
      expect([labels[B], labels[C]]).toEqual([
        ['AWSPENDING'],
        expect.arrayContaining(['AWSPENDING'])
      ]);
    });

    test('AWSCURRENT is on two versions after it was moved and then put', async () => {
      const SecretId = 'deviation/put';
      const create = { Name: SecretId, SecretString: A, ClientRequestToken: A };
      await client.send(new CreateSecretCommand(create));
      await put(SecretId, B, 'AWSPENDING');
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: 'AWSCURRENT',
          RemoveFromVersionId: A,
          MoveToVersionId: B
        })
      );
      await put(SecretId, C, 'AWSCURRENT');
      const labels = Object.entries(await versions(SecretId));
      expect(labels.filter(([, stages]) => stages.includes('AWSCURRENT'))).toHaveLength(2);
    });
  });

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
