import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { evaluatePolicy, parsePolicy, type IamPolicy } from '../../emulator/aws/iam-policy.js';
import { jobOutput } from '../../emulator/runner/job-output.js';
import { type StepResult } from '../../emulator/runner/runner.js';
import { run, runPromote } from '../../src/main.js';
import { maskVariants } from '../../src/masking/variants.js';
import { readFailure, findStackTrace } from '../helpers/recording-cloud.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';

type Given = Readonly<Record<string, string>>;

const NAME = 'app/db';
const PREFIX = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:';
/** Prints differently in most languages. */
const PRESENT = `Pr3'sent"<&>\\ $%/`;
const TEMPLATE = {
  'secret-string-template': '{"username":"app","port":5432,"password":"old"}',
  'generate-string-key': 'password'
};
const DECISIONS = ['fail', 'keep', 'rotate'] as const;

let cloud: Cloud;
let seen = 0;

beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());
beforeEach(() => {
  cloud.faults.clear();
  cloud.secrets.secrets.clear();
  seen = cloud.requests.length;
});

async function stepOn(on: Cloud, inputs: Given, action = '.'): Promise<StepResult> {
  const step = {
    action,
    inputs: {
      'aws-region': 'eu-west-1',
      'role-to-assume': on.roleArn,
      'secret-id': NAME,
      ...inputs
    },
    env: { ...on.env(), ...(inputs['role-to-assume'] === '' && on.staticEnv) },
    debug: true
  };
  const result = await runStepInProcess(on, step, action === '.' ? run : runPromote);
  expect(findStackTrace(result)).toBeUndefined();
  return result;
}

const step = (inputs: Given = {}): Promise<StepResult> => stepOn(cloud, inputs);
const promote = (versionId: string, inputs: Given = {}): Promise<StepResult> =>
  stepOn(cloud, { 'secret-version-id': versionId, ...inputs }, 'promote');

/** The calls of Secrets Manager since the test began. */
const calls = () => cloud.requests.slice(seen).filter(({ service }) => service !== 'oidc');
const operations = () =>
  calls()
    .filter(({ service }) => service === 'secretsmanager')
    .map(({ operation }) => operation)
    .join(' ');
const bodyOf = (operation: string) => calls().find((call) => call.operation === operation)?.body;

/** Puts a version into the secret, which is made when there is none; its id. */
function stored(value: string | Buffer, stage = 'AWSCURRENT', kmsKeyId?: string): string {
  const id = randomUUID();
  const secret = cloud.secrets.find(NAME);
  const content =
    typeof value === 'string'
      ? { SecretString: value }
      : { SecretBinary: value.toString('base64') };
  const version = { ClientRequestToken: id, ...content };
  if (secret) cloud.secrets.put(secret, { ...version, VersionStages: [stage] });
  else
    cloud.secrets.create({
      Name: NAME,
      ...version,
      ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId })
    });
  return id;
}
const PENDING = randomUUID();
/** A version in force and one that waits: their ids. */
const waiting = (): readonly [string, string] => {
  const old = stored(PRESENT);
  cloud.secrets.put(secretOf(), {
    SecretString: 'Waiting4promotion',
    ClientRequestToken: PENDING,
    VersionStages: ['AWSPENDING']
  });
  return [old, PENDING];
};
const withoutValue = (): void => {
  cloud.secrets.create({ Name: NAME, ClientRequestToken: randomUUID() });
};
const scheduledForDeletion = (): void => {
  stored(PRESENT);
  cloud.secrets.delete(secretOf(), {});
};
const secretOf = () => {
  const secret = cloud.secrets.find(NAME);
  if (!secret) throw new Error(`there is no ${NAME}`);
  return secret;
};
/** Every version: its id, its value, and its labels. */
const versions = (): readonly (readonly [string, string | undefined, string])[] =>
  [...(cloud.secrets.find(NAME)?.versions.values() ?? [])].map(({ id, string, stages }) => [
    id,
    string,
    [...stages].sort().join(' ')
  ]);
const arns = {
  'its name': () => NAME,
  'its ARN': () => secretOf().arn,
  'its ARN without the suffix': () => PREFIX + NAME
};

/** Something happens between the decision and the first call of an operation. */
const before = (operation: string, happens: () => void): void => {
  cloud.faults.add({
    service: 'secretsmanager',
    operation,
    times: 1,
    kind: (_, act) => {
      happens();
      return act();
    }
  });
};

/** Masked in every form, before anything is put out; printed nowhere. */
function expectHidden(result: StepResult, secret: string): void {
  const printed = result.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  expect([...printed, result.stderr, result.log].join('\n')).not.toContain(secret);
  expect(result.masks).toEqual(
    expect.arrayContaining([secret, ...maskVariants(secret).map(({ value }) => value)])
  );
  for (const { command, outputBytes } of result.events) {
    if (command === 'add-mask') expect(outputBytes).toBe(0);
  }
}

/** The password that came out and is kept as the version that came out. */
function expectKept(result: StepResult, valueOf = (password: string) => password): string {
  expect([result.annotations, result.exitCode]).toEqual([[], 0]);
  const { password = '', ...others } = result.outputs;
  expect(others).toEqual({
    'password-url-encoded': expect.any(String),
    'secret-arn': secretOf().arn,
    'secret-version-id': expect.any(String)
  });
  expect(decodeURIComponent(others['password-url-encoded'] ?? '')).toBe(password);
  const value = secretOf().versions.get(others['secret-version-id'] ?? '')?.string ?? '';
  expect(value).toBe(valueOf(password));
  expectHidden(result, password);
  if (value !== password) expectHidden(result, value);
  return password;
}

/** Nothing is drawn, nothing changes, and the one error says why. */
async function expectRefused(inputs: Given, message: RegExp): Promise<StepResult> {
  const present = versions();
  const result = await step(inputs);
  expect(readFailure(result)).toMatch(message);
  expect(operations()).not.toMatch(/GetRandomPassword|CreateSecret|PutSecretValue/);
  expect(versions()).toEqual(present);
  return result;
}

const filled = (password: string): string =>
  JSON.stringify({ username: 'app', port: 5432, password });

describe('a secret that is missing', () => {
  test.each(DECISIONS)('is created with %s', async (decision) => {
    const result = await step({ 'if-secret-exists': decision });
    const password = expectKept(result);
    expect(bodyOf('CreateSecret')).toEqual({
      Name: NAME,
      ClientRequestToken: result.outputs['secret-version-id'],
      SecretString: password
    });
    expect(versions()).toEqual([[expect.any(String), password, 'AWSCURRENT']]);
    expect(result.log).toContain(
      `Stored the password as version ${versions()[0]?.[0] ?? ''} of ${PREFIX}`
    );
  });

  test.each([
    '1234abcd-12ab-34cd-56ef-1234567890ab',
    'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    'arn:aws:kms:eu-west-1:210987654321:key/mrk-1234abcd12ab34cd56ef1234567890ab',
    'alias/app',
    'arn:aws:kms:eu-west-1:123456789012:alias/app'
  ])('is encrypted with the key %s', async (key) => {
    expectKept(await step({ 'kms-key-id': key }));
    expect(bodyOf('CreateSecret')).toMatchObject({ KmsKeyId: key });
    expect(secretOf().kmsKeyId).toBe(key);
  });

  test('starts as AWSCURRENT, as AWS has it, when it is to be AWSPENDING', async () => {
    expectKept(await step({ 'secret-version-stage': 'AWSPENDING' }));
    expect(versions()).toEqual([[expect.any(String), expect.any(String), 'AWSCURRENT']]);
  });

  test.each(
    DECISIONS.flatMap((decision) =>
      [`${PREFIX}${NAME}-AbCdEf`, PREFIX + NAME].map((arn) => [decision, arn] as const)
    )
  )('is not created with %s when it is named by the ARN %s', async (decision, arn) => {
    await expectRefused(
      { 'secret-id': arn, 'if-secret-exists': decision },
      new RegExp(`^The secret ${arn} does not exist\\. .*set secret-id to a name to create one\\.$`)
    );
    expect(cloud.secrets.secrets.size).toBe(0);
  });
});

describe('a secret that exists', () => {
  describe.each(Object.keys(arns) as (keyof typeof arns)[])('under %s', (form) => {
    test.each([{}, { 'if-secret-exists': 'fail' }])('stays as it is with %j', async (inputs) => {
      stored(PRESENT);
      await expectRefused(
        { 'secret-id': arns[form](), ...inputs },
        /^The secret \S+ exists already and if-secret-exists is fail, so nothing is changed\. Set if-secret-exists to keep .* or to rotate/
      );
      expect(operations()).toBe('DescribeSecret');
    });

    test('comes out with keep, and nothing is drawn', async () => {
      const id = stored(PRESENT);
      const result = await step({ 'secret-id': arns[form](), 'if-secret-exists': 'keep' });
      expect(expectKept(result)).toBe(PRESENT);
      expect(result.outputs['secret-version-id']).toBe(id);
      expect(result.log).toContain(
        `Kept the existing password, version ${id} of ${secretOf().arn}`
      );
      expect(operations()).toBe('GetSecretValue');
      expect(versions()).toEqual([[id, PRESENT, 'AWSCURRENT']]);
    });

    test('gets one new version with rotate', async () => {
      const id = stored(PRESENT);
      const secretId = arns[form]();
      const result = await step({ 'secret-id': secretId, 'if-secret-exists': 'rotate' });
      const password = expectKept(result);
      const next = result.outputs['secret-version-id'] ?? '';
      expect(operations()).toBe('DescribeSecret GetRandomPassword PutSecretValue');
      expect(bodyOf('PutSecretValue')).toEqual({
        SecretId: secretId,
        ClientRequestToken: next,
        SecretString: password,
        VersionStages: ['AWSCURRENT']
      });
      expect(versions()).toEqual([
        [id, PRESENT, 'AWSPREVIOUS'],
        [next, password, 'AWSCURRENT']
      ]);
    });
  });

  test('stays in force while a rotation waits as AWSPENDING, and keep gives the one in force', async () => {
    const id = stored(PRESENT);
    const rotate = { 'if-secret-exists': 'rotate', 'secret-version-stage': 'AWSPENDING' };
    const first = await step(rotate);
    const second = await step(rotate);
    const [waiting, given] = [first, second].map((result) => expectKept(result));
    expect(waiting).not.toBe(given);
    expect(versions()).toEqual([
      [id, PRESENT, 'AWSCURRENT'],
      [first.outputs['secret-version-id'], waiting, ''],
      [second.outputs['secret-version-id'], given, 'AWSPENDING']
    ]);
    const keep = { 'if-secret-exists': 'keep', 'secret-version-stage': 'AWSPENDING' };
    expect(expectKept(await step(keep))).toBe(PRESENT);
  });

  test.each(['fail', 'rotate'])('keeps its KMS key with %s', async (decision) => {
    stored(PRESENT, 'AWSCURRENT', 'alias/theirs');
    await step({ 'if-secret-exists': decision, 'kms-key-id': 'alias/mine' });
    expect(secretOf().kmsKeyId).toBe('alias/theirs');
    expect(JSON.stringify(calls().map(({ body }) => body))).not.toContain('KmsKeyId');
  });

  test('keeps a value of many lines: each line is masked, but for its braces', async () => {
    const value = '{\n  "password": "Vb6!multi-line-Hn3"\n}';
    stored(value);
    const { outputs, masks, log, annotations } = await step({ 'if-secret-exists': 'keep' });
    expect([outputs['password'], annotations]).toEqual([value, []]);
    expect(masks).toContain('  "password": "Vb6!multi-line-Hn3"');
    expect(masks).not.toContain('{');
    expect(log).not.toContain('multi-line');
  });

  test('is refused with keep when it is binary', async () => {
    stored(Buffer.from(PRESENT));
    await expectRefused(
      { 'if-secret-exists': 'keep' },
      /^The secret app\/db has no text value, so there is no password to keep\.$/
    );
  });

  test.each(DECISIONS)('is refused with %s when it is scheduled for deletion', async (decision) => {
    scheduledForDeletion();
    await expectRefused({ 'if-secret-exists': decision }, /deletion/);
  });
});

describe('a secret without a value', () => {
  test('is refused with fail', async () => {
    withoutValue();
    await expectRefused({}, /exists already and if-secret-exists is fail/);
  });

  test.each([
    ['keep', 'GetSecretValue DescribeSecret GetRandomPassword PutSecretValue'],
    ['rotate', 'DescribeSecret GetRandomPassword PutSecretValue']
  ])('gets its first with %s', async (decision, order) => {
    withoutValue();
    const password = expectKept(await step({ 'if-secret-exists': decision }));
    expect(operations()).toBe(order);
    expect(versions()).toEqual([[expect.any(String), password, 'AWSCURRENT']]);
  });
});

describe('a template', () => {
  test.each(['fail', 'rotate'])('gets the password under its key with %s', async (decision) => {
    if (decision === 'rotate') stored('{"username":"other","password":"x"}');
    expectKept(await step({ ...TEMPLATE, 'if-secret-exists': decision }), filled);
  });

  test.each([
    ['{}', 'password', (password: string) => ({ password })],
    [
      '{"a":{"b":[1,null]}}',
      'ключ',
      (password: string) => ({ a: { b: [1, null] }, ключ: password })
    ],
    ['{"username":"app"}', 'a "key"', (p: string) => ({ username: 'app', 'a "key"': p })]
  ])('%s gets it under %s', async (template, key, object) => {
    const inputs = { 'secret-string-template': template, 'generate-string-key': key };
    const made = await step(inputs);
    const password = expectKept(made, (value) => JSON.stringify(object(value)));
    const kept = await step({ ...inputs, 'if-secret-exists': 'keep' });
    expect(expectKept(kept, (value) => JSON.stringify(object(value)))).toBe(password);
  });

  test('that names a property every object has is filled and read all the same', async () => {
    const inputs = {
      'secret-string-template': '{"__proto__":1}',
      'generate-string-key': '__proto__'
    };
    const { outputs } = await step(inputs);
    expect(versions()[0]?.[1]).toBe(`{"__proto__":${JSON.stringify(outputs['password'])}}`);
    const kept = await step({ ...inputs, 'if-secret-exists': 'keep' });
    expect(kept.outputs['password']).toBe(outputs['password']);
  });

  test('gives the value under its key with keep, whatever else the secret holds', async () => {
    const value = JSON.stringify({ engine: 'postgres', password: PRESENT });
    stored(value);
    const result = await step({ ...TEMPLATE, 'if-secret-exists': 'keep' });
    expect(expectKept(result, () => value)).toBe(PRESENT);
    expect(operations()).toBe('GetSecretValue');
  });

  test.each([
    ['another key', '{"username":"app","secret":"Vb6!present-Hn3"}'],
    ['a key that every object has', '{}', 'toString'],
    ['an empty text', '{"password":""}'],
    ['a number', '{"password":123456789}'],
    ['an object', '{"password":{"value":"Vb6!present-Hn3"}}'],
    ['no JSON', 'Vb6!present-Hn3'],
    ['half of it', '{"password":"Vb6!present-Hn3'],
    ['null', 'null'],
    ['a number alone', '42'],
    ['a list', '["Vb6!present-Hn3"]']
  ])('is not found in a secret that holds %s', async (_, value, key = 'password') => {
    stored(value);
    const { stdout } = await expectRefused(
      { ...TEMPLATE, 'generate-string-key': key, 'if-secret-exists': 'keep' },
      new RegExp(
        `^The secret app/db has no text under the key "${key}" \\(generate-string-key\\)\\. Set generate-string-key to the key that the secret has, or rotate the secret\\.$`
      )
    );
    expect(stdout).not.toContain('present');
  });
});

describe('a secret that appears after the decision', () => {
  const DRAWN = 'DescribeSecret GetRandomPassword CreateSecret DescribeSecret';

  test('is left alone with fail', async () => {
    before('CreateSecret', () => stored(PRESENT));
    expect(readFailure(await step())).toMatch(/exists already and if-secret-exists is fail/);
    expect(operations()).toBe(DRAWN);
    expect(versions()).toEqual([[expect.any(String), PRESENT, 'AWSCURRENT']]);
  });

  test.each([
    ['its value', {}, PRESENT],
    ['the value under the key', TEMPLATE, filled(PRESENT)]
  ])('comes out with keep: %s', async (_, inputs, value) => {
    before('CreateSecret', () => stored(value));
    const result = await step({ ...inputs, 'if-secret-exists': 'keep' });
    expect(expectKept(result, () => value)).toBe(PRESENT);
    expect(operations()).toBe(`GetSecretValue ${DRAWN} GetSecretValue`);
    expect(versions()).toHaveLength(1);
    const drawn = bodyOf('CreateSecret') as { SecretString: string };
    expectHidden(result, drawn.SecretString);
  });

  test('gets one new version with rotate, of the same password', async () => {
    before('CreateSecret', () => stored(PRESENT));
    const result = await step({
      'if-secret-exists': 'rotate',
      'secret-version-stage': 'AWSPENDING'
    });
    const password = expectKept(result);
    expect(operations()).toBe(`${DRAWN} PutSecretValue`);
    expect(versions()).toEqual([
      [expect.any(String), PRESENT, 'AWSCURRENT'],
      [result.outputs['secret-version-id'], password, 'AWSPENDING']
    ]);
  });

  test('without a value gets its first with keep', async () => {
    before('CreateSecret', withoutValue);
    expectKept(await step({ 'if-secret-exists': 'keep' }));
    expect(operations()).toBe(`GetSecretValue ${DRAWN} GetSecretValue PutSecretValue`);
    expect(versions()).toHaveLength(1);
  });

  test.each(DECISIONS)('fails the run with %s when it does not fit', async (decision) => {
    before('CreateSecret', scheduledForDeletion);
    expect(readFailure(await step({ 'if-secret-exists': decision }))).toMatch(
      /call secretsmanager:CreateSecret on app\/db: Secrets Manager refused the request \(InvalidRequestException\)/
    );
    expect(versions()).toHaveLength(1);
  });

  test.each(DECISIONS)('is its own when only the answer was lost, with %s', async (decision) => {
    cloud.faults.add({
      service: 'secretsmanager',
      operation: 'CreateSecret',
      times: 1,
      kind: (_, act) => ({
        ...act(),
        status: 400,
        body: JSON.stringify({ __type: 'ResourceExistsException', Message: 'exists already' })
      })
    });
    expectKept(await step({ 'if-secret-exists': decision }));
    expect(operations()).toMatch(/CreateSecret DescribeSecret$/);
    expect(versions()).toHaveLength(1);
  });

  test('and one that goes again ends the run', async () => {
    stored(PRESENT);
    before('PutSecretValue', () => {
      cloud.secrets.secrets.clear();
    });
    expect(readFailure(await step({ 'if-secret-exists': 'rotate' }))).toMatch(
      /secretsmanager:PutSecretValue on app\/db: .*ResourceNotFoundException/
    );
    expect(cloud.secrets.secrets.size).toBe(0);
  });
});

describe('an answer without what it must hold', () => {
  const answering = (operation: string, body: object): void => {
    cloud.faults.add({
      service: 'secretsmanager',
      operation,
      kind: () => ({
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(body)
      })
    });
  };
  const ARN = `${PREFIX}${NAME}-AbCdEf`;
  const ID = 'f'.repeat(36);

  test.each<[string, Given, object]>([
    ['DescribeSecret', {}, { Name: NAME }],
    ['GetSecretValue', { 'if-secret-exists': 'keep' }, { ARN, SecretString: PRESENT }],
    ['GetSecretValue', { 'if-secret-exists': 'keep' }, { VersionId: ID, SecretString: PRESENT }],
    ['CreateSecret', {}, { ARN }],
    ['CreateSecret', {}, { VersionId: ID }]
  ])('of %s with %j is not taken: %j', async (operation, inputs, body) => {
    answering(operation, body);
    expect(readFailure(await step(inputs))).toMatch(
      new RegExp(`secretsmanager:${operation} on app/db: .* is not from AWS Secrets Manager`)
    );
    expect(cloud.secrets.secrets.size).toBe(0);
  });
});

test('the ARN and the version cross jobs, the password does not', async () => {
  const { outputs, masker } = await step();
  const crossing = Object.entries(outputs).filter(
    ([name, value]) => jobOutput(name, value, masker).value !== undefined
  );
  expect(Object.fromEntries(crossing)).toEqual({
    'secret-arn': secretOf().arn,
    'secret-version-id': versions()[0]?.[0]
  });
});

/** The session policy that STS was given. */
const sessionPolicy = (): IamPolicy => {
  const call = calls().find(({ operation }) => operation === 'AssumeRoleWithWebIdentity');
  return parsePolicy((call?.body as Record<string, string>)['Policy'] ?? '');
};
const ACTIONS = [
  ...['CancelRotateSecret', 'CreateSecret', 'DeleteSecret', 'DescribeSecret', 'GetRandomPassword'],
  ...['GetSecretValue', 'ListSecrets', 'PutSecretValue', 'ReplicateSecretToRegions'],
  ...['RestoreSecret', 'RotateSecret', 'TagResource', 'UpdateSecret', 'UpdateSecretVersionStage']
];
const allowedOn = (resource: string): readonly string[] =>
  ACTIONS.filter(
    (action) => evaluatePolicy(sessionPolicy(), `secretsmanager:${action}`, resource) === 'Allow'
  );
const OTHERS = ['*', `${PREFIX}${NAME}2-AbCdEf`, `${PREFIX}other-AbCdEf`];

describe('the session', () => {
  /** Every state in which a run can find a secret. */
  const states: readonly (readonly [string, () => void])[] = [
    ['missing', () => undefined],
    ['existing', () => stored(PRESENT)],
    ['without a value', withoutValue],
    [
      'appearing',
      () => {
        before('CreateSecret', () => stored(PRESENT));
      }
    ],
    [
      'appearing without a value',
      () => {
        before('CreateSecret', withoutValue);
      }
    ]
  ];
  const named: readonly (readonly [string, () => string])[] = [
    ['its name', () => NAME],
    ['its ARN', () => cloud.secrets.find(NAME)?.arn ?? `${PREFIX}${NAME}-AbCdEf`],
    ['its ARN without the suffix', () => PREFIX + NAME]
  ];

  test.each(
    DECISIONS.flatMap((decision) => named.map(([form, idOf]) => [decision, form, idOf] as const))
  )('with %s and %s may make the calls of such runs, and no other', async (decision, _, idOf) => {
    const made = new Set<string>();
    const allowed = new Set<string>();
    for (const [state, prepare] of states) {
      cloud.faults.clear();
      cloud.secrets.secrets.clear();
      seen = cloud.requests.length;
      prepare();
      const { log } = await step({ 'secret-id': idOf(), 'if-secret-exists': decision });
      expect([state, log]).not.toEqual([state, expect.stringContaining('AWS denied the request')]);
      for (const operation of operations().split(' ')) made.add(operation);
      for (const action of allowedOn(named[1]?.[1]() ?? '')) allowed.add(action);
      for (const other of OTHERS) expect(allowedOn(other)).toEqual(['GetRandomPassword']);
    }
    // Drawing is no matter of the secret: an ARN with fail never comes to it.
    made.add('GetRandomPassword');
    expect([...allowed].sort()).toEqual([...made].sort());
  });

  test.each([
    [undefined, 'arn:aws:kms:eu-west-1:*:key/*'],
    ['k-1', 'arn:aws:kms:eu-west-1:123456789012:key/k-1'],
    ['alias/app', 'arn:aws:kms:eu-west-1:*:key/*'],
    ['arn:aws:kms:eu-west-1:210987654321:key/k-1', 'arn:aws:kms:eu-west-1:210987654321:key/k-1']
  ])('may use the key %s as %s, through Secrets Manager alone', async (key, resource) => {
    const inputs = { 'if-secret-exists': 'keep', ...(key !== undefined && { 'kms-key-id': key }) };
    if (key === undefined) stored(PRESENT, 'AWSCURRENT', 'theirs');
    expectKept(await step(inputs));
    const ofKms = sessionPolicy().Statement.filter(({ Action }) => String(Action).includes('kms'));
    expect(ofKms).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: [resource],
        Condition: { StringLike: { 'kms:ViaService': 'secretsmanager.eu-west-1.*' } }
      }
    ]);
  });

  test.each<Given>([{ 'secret-id': '' }, { 'secret-version-id': 'f'.repeat(36) }])(
    'with %j has nothing to do with keys',
    async (inputs) => {
      await stepOn(cloud, inputs, 'secret-version-id' in inputs ? 'promote' : '.');
      expect(JSON.stringify(sessionPolicy())).not.toContain('kms');
    }
  );

  test('of the default chain keeps and promotes as well', async () => {
    const result = await step({ 'role-to-assume': '' });
    expectKept(result);
    const version = result.outputs['secret-version-id'] ?? '';
    expect((await promote(version, { 'role-to-assume': '' })).annotations).toEqual([]);
    expect(calls().every(({ service }) => service === 'secretsmanager')).toBe(true);
  });
});

describe('a denied call', () => {
  const keep = { 'if-secret-exists': 'keep' };
  const rotate = { 'if-secret-exists': 'rotate' };
  test.each<[string, Given, () => void]>([
    ['GetRandomPassword', {}, () => undefined],
    ['DescribeSecret', {}, () => undefined],
    ['CreateSecret', {}, () => undefined],
    ['GetSecretValue', keep, () => stored(PRESENT)],
    ['PutSecretValue', rotate, () => stored(PRESENT)],
    ['UpdateSecretVersionStage', { 'secret-version-id': PENDING }, waiting]
  ])('of %s names what to allow, and where', async (operation, inputs, prepare) => {
    const denying = await startCloud({ role: { denied: [`secretsmanager:${operation}`] } });
    const usual = cloud;
    cloud = denying;
    try {
      prepare();
      const present = versions();
      const on = operation === 'GetRandomPassword' ? '*' : NAME;
      const action = 'secret-version-id' in inputs ? 'promote' : '.';
      const what = on === '*' ? '' : ` on ${on}`;
      expect(readFailure(await stepOn(denying, inputs, action))).toBe(
        `Could not call secretsmanager:${operation}${what}: AWS denied the request. ` +
          `Allow secretsmanager:${operation} on ${on} in a policy of the role or user, and check that no policy denies it.`
      );
      expect(denying.calls('secretsmanager', operation)).toHaveLength(1);
      expect(versions()).toEqual(present);
    } finally {
      cloud = usual;
      await denying.close();
    }
  });

  test.each<[string, Given, string | undefined]>([
    ['CreateSecret', { 'kms-key-id': 'k-1' }, undefined],
    ['GetSecretValue', keep, 'k-1'],
    ['PutSecretValue', rotate, 'k-1']
  ])('of KMS behind %s names its actions', async (operation, inputs, key) => {
    const denying = await startCloud({ role: { denied: ['kms:*'] } });
    const usual = cloud;
    cloud = denying;
    try {
      if (key !== undefined) stored(PRESENT, 'AWSCURRENT', key);
      expect(readFailure(await step(inputs))).toBe(
        `Could not call secretsmanager:${operation} on app/db: Secrets Manager cannot use the KMS key of the secret. ` +
          'Allow kms:GenerateDataKey and kms:Decrypt on the key, and check kms-key-id.'
      );
      expect(versions()).toHaveLength(key === undefined ? 0 : 1);
    } finally {
      cloud = usual;
      await denying.close();
    }
  });
});

describe('promote', () => {
  const labels = () => versions().map(([, , stages]) => stages);
  const moves = () =>
    calls()
      .filter(({ operation }) => operation === 'UpdateSecretVersionStage')
      .map(({ body }) => body);
  const holder = (stage: string): string | undefined =>
    versions().find(([, , stages]) => stages.split(' ').includes(stage))?.[0];

  function expectPromoted(result: StepResult, version: string): void {
    expect([result.annotations, result.exitCode]).toEqual([[], 0]);
    expect(result.outputs).toEqual({ 'secret-arn': secretOf().arn, 'secret-version-id': version });
    expect(result.log).toContain(`Version ${version} of ${secretOf().arn} is AWSCURRENT.`);
    expect(holder('AWSCURRENT')).toBe(version);
    expect([version, undefined]).toContain(holder('AWSPENDING'));
  }

  test.each(Object.keys(arns) as (keyof typeof arns)[])(
    'moves AWSCURRENT under %s, and a second time does nothing',
    async (form) => {
      const [old, next] = waiting();
      const secretId = arns[form]();
      expectPromoted(await promote(next, { 'secret-id': secretId }), next);
      expect(operations()).toBe('DescribeSecret UpdateSecretVersionStage');
      expect(moves()).toEqual([
        {
          SecretId: secretId,
          VersionStage: 'AWSCURRENT',
          RemoveFromVersionId: old,
          MoveToVersionId: next
        }
      ]);
      expect(labels()).toEqual(['AWSPREVIOUS', 'AWSCURRENT AWSPENDING']);

      seen = cloud.requests.length;
      expectPromoted(await promote(next, { 'secret-id': secretId }), next);
      expect(operations()).toBe('DescribeSecret');
      expect(labels()).toEqual(['AWSPREVIOUS', 'AWSCURRENT AWSPENDING']);
    }
  );

  test('leaves AWSPENDING on no other version', async () => {
    const [, next] = waiting();
    const later = stored('later', 'AWSPENDING');
    secretOf().versions.get(next)?.stages.add('BLUE');
    expectPromoted(await promote(next), next);
    expect(moves()).toEqual([
      expect.objectContaining({ VersionStage: 'AWSCURRENT', MoveToVersionId: next }),
      { SecretId: NAME, VersionStage: 'AWSPENDING', RemoveFromVersionId: later }
    ]);
    expect(labels()).toEqual(['AWSPREVIOUS', 'AWSCURRENT BLUE', '']);
  });

  test('goes back to the previous version', async () => {
    const [old, next] = waiting();
    await promote(next);
    expectPromoted(await promote(old), old);
    expect(labels()).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
  });

  test('takes a secret in which no version is current', async () => {
    const [old, next] = waiting();
    secretOf().versions.get(old)?.stages.clear();
    expectPromoted(await promote(next), next);
    expect(moves()).toEqual([
      { SecretId: NAME, VersionStage: 'AWSCURRENT', MoveToVersionId: next }
    ]);
  });

  test.each([
    ['there never was', () => randomUUID()],
    [
      'that has lost its labels',
      () => {
        const id = stored('given up', 'AWSPENDING');
        secretOf().versions.get(id)?.stages.clear();
        return id;
      }
    ]
  ])('refuses a version %s', async (_, version) => {
    waiting();
    const id = version();
    const present = versions();
    expect(readFailure(await promote(id))).toBe(
      `The secret app/db has no version ${id}. Set secret-version-id to the output of the step that stored it. AWS deletes versions without a label after some time.`
    );
    expect(versions()).toEqual(present);
    expect(operations()).toBe('DescribeSecret');
  });

  test('refuses a secret without any version', async () => {
    withoutValue();
    expect(readFailure(await promote(PENDING))).toMatch(/has no version/);
  });

  test('moves nothing of a secret that is scheduled for deletion', async () => {
    const [, next] = waiting();
    cloud.secrets.delete(secretOf(), {});
    expect(readFailure(await promote(next))).toMatch(
      /UpdateSecretVersionStage on app\/db: Secrets Manager refused the request \(InvalidRequestException: .*marked for deletion/
    );
    expect(labels()).toEqual(['AWSCURRENT', 'AWSPENDING']);
  });

  test.each([0, 1])('outlives a lost answer of move %d', async (after) => {
    const [, next] = waiting();
    stored('later', 'AWSPENDING');
    secretOf().versions.get(next)?.stages.add('BLUE');
    cloud.faults.add({
      service: 'secretsmanager',
      operation: 'UpdateSecretVersionStage',
      kind: 'reset-after',
      times: 1,
      after
    });
    expectPromoted(await promote(next), next);
    expect(moves()).toHaveLength(3);
    expect(labels()).toEqual(['AWSPREVIOUS', 'AWSCURRENT BLUE', '']);
  });

  test('does not hide that somebody else moved AWSCURRENT meanwhile', async () => {
    const [, next] = waiting();
    before('UpdateSecretVersionStage', () => stored('theirs'));
    expect(readFailure(await promote(next))).toMatch(/InvalidParameterException: .*is incorrect/);
    expect(labels()).toEqual(['AWSPREVIOUS', 'AWSPENDING', 'AWSCURRENT']);
  });

  test('does not take a secret that went meanwhile for promoted', async () => {
    const [, next] = waiting();
    cloud.faults.add({
      service: 'secretsmanager',
      operation: 'UpdateSecretVersionStage',
      times: 1,
      kind: (_, act) => {
        cloud.secrets.delete(secretOf(), {});
        const refusal = act();
        cloud.secrets.secrets.clear();
        return refusal;
      }
    });
    expect(readFailure(await promote(next))).toMatch(/marked for deletion/);
  });

  test('may make its two calls on that secret alone', async () => {
    const [, next] = waiting();
    await promote(next);
    expect(allowedOn(secretOf().arn)).toEqual(['DescribeSecret', 'UpdateSecretVersionStage']);
    for (const other of OTHERS) expect(allowedOn(other)).toEqual([]);
  });
});
