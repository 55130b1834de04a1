import { afterEach, describe, expect, test } from '@jest/globals';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand
} from '@aws-sdk/client-secrets-manager';
import { fromWebToken } from '@aws-sdk/credential-providers';
import { RotationFunction } from '../../emulator/aws/rotation-function.js';
import { startCloud, type Cloud, type CloudOptions } from '../../emulator/index.js';

const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:';
const token = (letter: string) => letter.repeat(32);
const [A, B, C] = [token('a'), token('b'), token('c')] as const;
const ends: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function clientOf(cloud: Cloud, policy?: object): SecretsManagerClient {
  const { region, url: endpoint } = cloud;
  const client = new SecretsManagerClient({
    region,
    endpoint,
    maxAttempts: 1,
    credentials: policy
      ? fromWebToken({
          roleArn: cloud.roleArn,
          webIdentityToken: cloud.issuer.token(cloud.audience),
          roleSessionName: 'test',
          policy: JSON.stringify({ Version: '2012-10-17', Statement: policy }),
          clientConfig: { region, endpoint }
        })
      : {
          accessKeyId: cloud.staticEnv['AWS_ACCESS_KEY_ID'] ?? '',
          secretAccessKey: cloud.staticEnv['AWS_SECRET_ACCESS_KEY'] ?? ''
        }
  });
  ends.push(() => {
    client.destroy();
  });
  return client;
}

async function start(options: CloudOptions = {}) {
  const cloud = await startCloud(options);
  ends.push(() => cloud.close());
  return { cloud, client: clientOf(cloud) };
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing was refused',
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`
  );

const create = (client: SecretsManagerClient, more: object = {}) =>
  client.send(
    new CreateSecretCommand({ Name: 'app/db', ClientRequestToken: A, SecretString: 'one', ...more })
  );
const put = (client: SecretsManagerClient, more: object = {}) =>
  client.send(
    new PutSecretValueCommand({
      SecretId: 'app/db',
      ClientRequestToken: B,
      SecretString: 'two',
      ...more
    })
  );
const get = (client: SecretsManagerClient, more: object = {}) =>
  client.send(new GetSecretValueCommand({ SecretId: 'app/db', ...more }));
const describeIt = (client: SecretsManagerClient, SecretId = 'app/db') =>
  client.send(new DescribeSecretCommand({ SecretId }));
const move = (client: SecretsManagerClient, more: object) =>
  client.send(
    new UpdateSecretVersionStageCommand({
      SecretId: 'app/db',
      VersionStage: 'AWSCURRENT',
      ...more
    })
  );
const stages = async (client: SecretsManagerClient) =>
  (await describeIt(client)).VersionIdsToStages;

describe('a new secret', () => {
  test('has a suffixed ARN, one current version, and what it was given', async () => {
    const now = Date.UTC(2026, 10, 24, 2, 46);
    const at = Date.now();
    const { client, cloud } = await start({ now: () => now + (Date.now() - at) });
    client.config.systemClockOffset = now - at;
    const {
      ARN: arn = '',
      VersionId,
      Name
    } = await create(client, {
      Description: 'of the app',
      KmsKeyId: 'alias/app'
    });
    expect(arn.startsWith(`${ARN}app/db-`)).toBe(true);
    expect(arn.slice(-7)).toMatch(/^-[A-Za-z0-9]{6}$/);
    expect([Name, VersionId]).toEqual(['app/db', A]);
    expect(await describeIt(client)).toMatchObject({
      ARN: arn,
      Description: 'of the app',
      KmsKeyId: 'alias/app',
      VersionIdsToStages: { [A]: ['AWSCURRENT'] }
    });
    const { CreatedDate } = await get(client);
    expect(CreatedDate?.toISOString().slice(0, 16)).toBe('2026-11-24T02:46');
    expect(cloud.secrets.secrets.get('app/db')?.versions.get(A)?.string).toBe('one');
  });

  test.each([
    ['its name', (arn: string) => arn.slice(ARN.length, -7)],
    ['its ARN', (arn: string) => arn],
    ['its ARN without the suffix', (arn: string) => arn.slice(0, -7)]
  ])('is found by %s', async (_name, idOf) => {
    const { client } = await start();
    const { ARN: arn = '' } = await create(client);
    expect(await get(client, { SecretId: idOf(arn) })).toMatchObject({
      ARN: arn,
      SecretString: 'one'
    });
  });

  test('may be empty, and binary ones come back as bytes', async () => {
    const { client } = await start();
    expect(await create(client, { SecretString: undefined })).not.toHaveProperty('VersionId');
    expect(await refusal(get(client))).toBe(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"
    );
    const SecretBinary = Uint8Array.of(0, 255, 7);
    const { VersionStages } = await put(client, {
      SecretString: undefined,
      SecretBinary,
      VersionStages: ['AWSPENDING']
    });
    expect(VersionStages).toEqual(['AWSCURRENT', 'AWSPENDING']);
    expect((await get(client)).SecretBinary).toEqual(SecretBinary);
  });

  test.each([
    ['x'.repeat(512), /^nothing was refused$/],
    ['a/b_c+d=e.f@g-h!', /^nothing was refused$/],
    [
      'x'.repeat(513),
      /at 'name' failed to satisfy constraint: Member must have length less than or equal to 512$/
    ],
    [
      '',
      /at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1$/
    ],
    [
      'a b',
      /^ValidationException: Invalid name\. Must be a valid name containing alphanumeric characters, or any of the following: -\/_\+=\.@!$/
    ]
  ])('name %p', async (Name, expected) => {
    const { client } = await start();
    expect(await refusal(create(client, { Name }))).toMatch(expected);
  });

  test.each<[string, object, RegExp]>([
    ['a value of 65,536', { SecretString: 'x'.repeat(65_536) }, /^nothing was refused$/],
    [
      'a value of 65,537',
      { SecretString: 'x'.repeat(65_537) },
      /^ValidationException: 1 validation error detected: Value '\*\*\*' at 'secretString' .+ less than or equal to 65536$/
    ],
    [
      'an empty value',
      { SecretString: '' },
      /Value '\*\*\*' at 'secretString' .+ greater than or equal to 1$/
    ],
    [
      'a token of 31',
      { ClientRequestToken: 'a'.repeat(31) },
      /at 'clientRequestToken' .+ greater than or equal to 32$/
    ],
    [
      'a token of 65',
      { ClientRequestToken: 'a'.repeat(65) },
      /at 'clientRequestToken' .+ less than or equal to 64$/
    ],
    [
      'two values',
      { SecretBinary: Uint8Array.of(1) },
      /^InvalidParameterException: You can't specify both/
    ]
  ])('%s', async (_name, more, expected) => {
    const { client } = await start();
    expect(await refusal(create(client, more))).toMatch(expected);
  });

  test('needs a token, which the SDK would make up', async () => {
    const { client } = await start();
    client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: string };
        request.body = JSON.stringify({ Name: 'x', SecretString: 'y' });
        return next(args);
      },
      { step: 'build', priority: 'high' }
    );
    expect(await refusal(create(client))).toBe(
      'InvalidRequestException: You must provide a ClientRequestToken value. We recommend a UUID-type value.'
    );
  });
});

describe('the same token again', () => {
  const inUse = (arn: string | undefined, used: string) =>
    `ResourceExistsException: You can't use ClientRequestToken ${used} because that value is already in use for a version of secret ${String(arn)}.`;

  test('with the same value changes nothing, and tells the same version', async () => {
    const { client, cloud } = await start();
    const first = await create(client);
    expect(await create(client)).toMatchObject({ ARN: first.ARN, VersionId: A });
    const second = await put(client);
    expect(await put(client)).toMatchObject({ VersionId: B, VersionStages: second.VersionStages });
    expect([...(cloud.secrets.secrets.get('app/db')?.versions.keys() ?? [])]).toEqual([A, B]);
  });

  test('with another value is refused, and the first one stays', async () => {
    const { client } = await start();
    const { ARN: arn } = await create(client);
    await put(client);
    expect(await refusal(create(client, { SecretString: 'other' }))).toBe(inUse(arn, A));
    expect(await refusal(put(client, { SecretString: 'other' }))).toBe(inUse(arn, B));
    expect((await get(client)).SecretString).toBe('two');
  });

  test('another token for an existing name is refused', async () => {
    const { client } = await start();
    await create(client);
    expect(await refusal(create(client, { ClientRequestToken: B }))).toBe(
      'ResourceExistsException: The operation failed because the secret app/db already exists.'
    );
  });

  test('a version that became old is not made current again', async () => {
    const { client } = await start();
    await create(client);
    await put(client);
    await put(client, { ClientRequestToken: C, SecretString: 'three' });
    expect(await put(client)).toMatchObject({ VersionId: B, VersionStages: ['AWSPREVIOUS'] });
    expect((await get(client)).SecretString).toBe('three');
  });
});

describe('version stages', () => {
  test('PutSecretValue moves AWSCURRENT, AWSPREVIOUS follows, the one before is deprecated', async () => {
    const { client } = await start();
    await create(client);
    await put(client);
    expect(await stages(client)).toEqual({ [A]: ['AWSPREVIOUS'], [B]: ['AWSCURRENT'] });
    await put(client, { ClientRequestToken: C });
    expect(await stages(client)).toEqual({ [B]: ['AWSPREVIOUS'], [C]: ['AWSCURRENT'] });
    const list = async (IncludeDeprecated: boolean) =>
      (
        await client.send(
          new ListSecretVersionIdsCommand({ SecretId: 'app/db', IncludeDeprecated })
        )
      ).Versions?.map(({ VersionId }) => VersionId);
    expect([await list(false), await list(true)]).toEqual([
      [B, C],
      [A, B, C]
    ]);
    expect((await get(client, { VersionId: A })).SecretString).toBe('one');
  });

  test('AWSPENDING leaves AWSCURRENT, moves between versions, and stays at a promotion', async () => {
    const { client } = await start();
    await create(client);
    await put(client, { VersionStages: ['AWSPENDING'] });
    await put(client, { ClientRequestToken: C, VersionStages: ['AWSPENDING'] });
    expect(await stages(client)).toEqual({ [A]: ['AWSCURRENT'], [C]: ['AWSPENDING'] });
    expect((await get(client)).SecretString).toBe('one');
    expect((await get(client, { VersionStage: 'AWSPENDING' })).VersionId).toBe(C);
    await move(client, { MoveToVersionId: C, RemoveFromVersionId: A });
    expect(await stages(client)).toEqual({
      [A]: ['AWSPREVIOUS'],
      [C]: ['AWSCURRENT', 'AWSPENDING']
    });
    await move(client, { VersionStage: 'AWSPENDING', RemoveFromVersionId: C });
    expect(await stages(client)).toEqual({ [A]: ['AWSPREVIOUS'], [C]: ['AWSCURRENT'] });
  });

  test('promoting back takes AWSPREVIOUS along', async () => {
    const { client } = await start();
    await create(client);
    await put(client);
    await move(client, { MoveToVersionId: A, RemoveFromVersionId: B });
    expect(await stages(client)).toEqual({ [A]: ['AWSCURRENT'], [B]: ['AWSPREVIOUS'] });
  });

  test.each<[string, object, string]>([
    [
      'no RemoveFromVersionId',
      { MoveToVersionId: B },
      `InvalidParameterException: The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${A}, so you must explicitly reference that version in RemoveFromVersionId.`
    ],
    [
      'a wrong RemoveFromVersionId',
      { MoveToVersionId: B, RemoveFromVersionId: B },
      'InvalidParameterException: The parameter RemoveFromVersionId is incorrect.'
    ],
    [
      'no target for AWSCURRENT',
      { RemoveFromVersionId: A },
      'InvalidParameterException: You can only move staging label AWSCURRENT to a different secret version.'
    ],
    [
      'a version that is not there',
      { MoveToVersionId: C, RemoveFromVersionId: A },
      `ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: ${C}`
    ],
    [
      'a label that nobody has',
      { VersionStage: 'MINE', RemoveFromVersionId: A },
      `InvalidParameterException: Staging label MINE is not attached to version ${A}.`
    ],
    ['where it is already', { MoveToVersionId: A }, 'nothing was refused'],
    ['a new label', { VersionStage: 'MINE', MoveToVersionId: A }, 'nothing was refused']
  ])('moving with %s', async (_name, more, expected) => {
    const { client } = await start();
    await create(client);
    await put(client, { VersionStages: ['AWSPENDING'] });
    expect(await refusal(move(client, more))).toContain(expected);
    expect((await get(client)).VersionId).toBe(A);
  });

  test('reading by a version and a label that it does not carry is refused', async () => {
    const { client } = await start();
    await create(client);
    expect(await refusal(get(client, { VersionId: A, VersionStage: 'AWSPENDING' }))).toBe(
      'InvalidRequestException: You provided a VersionStage that is not associated to the provided VersionId.'
    );
    expect(await refusal(get(client, { VersionId: B }))).toBe(
      `ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: ${B}`
    );
  });

  const tokens = Array.from({ length: 101 }, (_one, index) => String(index).padStart(32, '0'));
  const quota =
    'LimitExceededException: The request failed because it would exceed one of the Secrets Manager quotas.';

  test('a hundred versions are all; of a day, deprecated ones are dropped for new ones, the oldest first', async () => {
    let now = Date.now();
    const { client, cloud } = await start({ now: () => now });
    const kept = () => [...(cloud.secrets.secrets.get('app/db')?.versions.keys() ?? [])];
    await create(client);
    await put(client, { ClientRequestToken: B, VersionStages: ['KEPT'] });
    for (const ClientRequestToken of tokens.slice(0, 98)) await put(client, { ClientRequestToken });
    const full = kept();
    expect(full).toHaveLength(100);
    expect(await refusal(put(client, { ClientRequestToken: tokens[98] }))).toBe(quota);
    expect(kept()).toEqual(full);
    // The same version again is none more.
    await put(client, { ClientRequestToken: tokens[97] });
    now += 86_400_000;
    client.config.systemClockOffset = now - Date.now();
    expect(await refusal(put(client, { ClientRequestToken: tokens[98] }))).toBe(quota);
    now += 1;
    await put(client, { ClientRequestToken: tokens[98] });
    // The first one, and that with a label of its own, are older.
    expect(kept()).toEqual([B, ...tokens.slice(0, 99)]);
    await put(client, { ClientRequestToken: tokens[99] });
    expect(kept()).toEqual([B, ...tokens.slice(1, 100)]);
  });

  test('a version has at most twenty labels', async () => {
    const { client } = await start();
    await create(client);
    const names = Array.from({ length: 19 }, (_one, index) => `L${index}`);
    for (const VersionStage of names) await move(client, { VersionStage, MoveToVersionId: A });
    expect(await refusal(move(client, { VersionStage: 'more', MoveToVersionId: A }))).toBe(quota);
    // One that it has is none more.
    await move(client, { VersionStage: 'L0', MoveToVersionId: A });
    expect((await stages(client))?.[A]).toHaveLength(20);
    expect(await refusal(put(client, { VersionStages: [...names, 'x', 'y'] }))).toMatch(
      /^ValidationException: .* length less than or equal to 20$/
    );
    await put(client, { VersionStages: [...names, 'x'] });
    expect((await stages(client))?.[A]).toEqual(['AWSCURRENT']);
    // The first version of a secret gets AWSCURRENT besides.
    await create(client, { Name: 'app/empty', SecretString: undefined });
    const first = { SecretId: 'app/empty', VersionStages: [...names, 'x'] };
    expect(await refusal(put(client, first))).toBe(quota);
    await put(client, { ...first, VersionStages: names });
  });

  test.each(['a label', '#1', 'straße', 'x'.repeat(256), '!'])(
    '%p is a label, and comes back as it is',
    async (VersionStage) => {
      const { client } = await start();
      await create(client);
      await move(client, { VersionStage, MoveToVersionId: A });
      expect((await stages(client))?.[A]).toEqual([VersionStage, 'AWSCURRENT'].sort());
      expect(await get(client, { VersionStage })).toMatchObject({ VersionId: A });
    }
  );
});

describe('deletion', () => {
  const remove = (client: SecretsManagerClient, more: object = {}) =>
    client.send(new DeleteSecretCommand({ SecretId: 'app/db', ...more }));
  const marked =
    "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.";

  test('when scheduled, blocks the name, its values and its labels until it is restored', async () => {
    const { client } = await start();
    await create(client);
    const { DeletionDate } = await remove(client, { RecoveryWindowInDays: 7 });
    const days = ((DeletionDate?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(7);
    expect(await refusal(create(client))).toBe(
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion."
    );
    expect(await refusal(put(client))).toBe(marked);
    expect(await refusal(get(client))).toBe(marked);
    expect(await refusal(move(client, { MoveToVersionId: A }))).toBe(marked);
    expect(await refusal(remove(client))).toBe(marked);
    expect((await describeIt(client)).DeletedDate).toEqual(DeletionDate);
    await client.send(new RestoreSecretCommand({ SecretId: 'app/db' }));
    expect((await get(client)).SecretString).toBe('one');
  });

  test('when forced, frees the name after a while', async () => {
    let now = Date.now();
    const { client } = await start({ now: () => now });
    const { ARN: before } = await create(client);
    await remove(client, { ForceDeleteWithoutRecovery: true });
    const missing = "ResourceNotFoundException: Secrets Manager can't find the specified secret.";
    expect(await refusal(describeIt(client))).toBe(missing);
    const taken =
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.";
    expect(await refusal(create(client))).toBe(taken);
    now += 9_999;
    expect(await refusal(create(client))).toBe(taken);
    await create(client, { Name: 'app/other' });
    now += 1;
    expect((await create(client)).ARN).not.toBe(before);
  });

  test.each<[object, string]>([
    [{ RecoveryWindowInDays: 6 }, 'between 7 and 30 days'],
    [{ RecoveryWindowInDays: 31 }, 'between 7 and 30 days'],
    [{ RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true }, 'in conjunction with']
  ])('with %j is refused', async (more, expected) => {
    const { client } = await start();
    await create(client);
    expect(await refusal(remove(client, more))).toContain(expected);
  });
});

describe('what the store of a secret meets in real life', () => {
  const secretIn = (cloud: Cloud) => {
    const secret = cloud.secrets.find('app/db');
    if (!secret) throw new Error('there is no app/db');
    return secret;
  };

  test.each([
    ['managed by another service', { owningService: 'rds' }, /managed by another service \(rds\)/],
    ['a replica', { primaryRegion: 'us-east-1' }, /not permitted on a replica secret/]
  ])('a secret that is %s cannot be written', async (_, given, message) => {
    const { client, cloud } = await start();
    await create(client);
    Object.assign(secretIn(cloud), given);
    expect(await refusal(put(client))).toMatch(message);
    expect(await refusal(move(client, { VersionStage: 'x', MoveToVersionId: A }))).toMatch(message);
    expect(await get(client)).toMatchObject({ VersionId: A });
    const { OwningService, PrimaryRegion } = await describeIt(client);
    expect({ OwningService, PrimaryRegion }).toMatchObject(
      'owningService' in given ? { OwningService: 'rds' } : { PrimaryRegion: 'us-east-1' }
    );
  });

  test('its primary Region may be this one, and a rotation may be on', async () => {
    const { client, cloud } = await start();
    await create(client);
    Object.assign(secretIn(cloud), { primaryRegion: 'eu-west-1', rotationEnabled: true });
    await put(client);
    expect(await describeIt(client)).toMatchObject({ RotationEnabled: true });
  });

  test('a rotation of AWS begins with a version without a value', async () => {
    const { client, cloud } = await start();
    await create(client);
    cloud.secrets.beginRotation(secretIn(cloud), C);
    expect(await stages(client)).toEqual({ [A]: ['AWSCURRENT'], [C]: ['AWSPENDING'] });
    expect(await refusal(get(client, { VersionStage: 'AWSPENDING' }))).toMatch(
      /^ResourceNotFoundException: .* staging label: AWSPENDING$/
    );
  });

  test('the function of a rotation gives that version its value, once', async () => {
    const { client, cloud } = await start();
    await create(client, { SecretString: '{"a":"one","b":1}' });
    const rotation = new RotationFunction(cloud.secrets, 'app/db', 'a');
    expect(() => rotation.begin(C)).not.toThrow();
    expect(rotation.begin()).toBe(C);
    rotation.create('two');
    expect(await stages(client)).toEqual({ [A]: ['AWSCURRENT'], [C]: ['AWSPENDING'] });
    expect(await get(client, { VersionStage: 'AWSPENDING' })).toMatchObject({
      VersionId: C,
      SecretString: '{"a":"two","b":1}'
    });
    expect(() => {
      rotation.create('three');
    }).toThrow(/already in use/);
    rotation.finish();
    rotation.finish();
    expect(await stages(client)).toEqual({
      [A]: ['AWSPREVIOUS'],
      [C]: ['AWSCURRENT', 'AWSPENDING']
    });
    expect(await describeIt(client)).toMatchObject({ RotationEnabled: true });
    expect(rotation.begin(B)).toBe(B);
    await put(client, { VersionStages: ['x'] });
    expect(await stages(client)).toEqual({
      [A]: ['AWSPREVIOUS'],
      [B]: ['AWSPENDING', 'x'],
      [C]: ['AWSCURRENT']
    });
  });

  test('a rotation does not begin while another version is pending', async () => {
    const { client, cloud } = await start();
    await create(client);
    await put(client, { VersionStages: ['AWSPENDING'] });
    const rotation = new RotationFunction(cloud.secrets, 'app/db');
    expect(() => rotation.begin()).toThrow("A previous rotation isn't complete.");
    await move(client, { VersionStage: 'AWSPENDING', RemoveFromVersionId: B });
    rotation.begin(C);
    rotation.create('three');
    rotation.finish();
    expect(await get(client)).toMatchObject({ VersionId: C, SecretString: 'three' });
  });

  test('with the token of a version that CreateSecret or PutSecretValue made, CreateSecret makes none', async () => {
    const { client, cloud } = await start();
    const { ARN } = await create(client, { SecretString: undefined });
    await put(client, { VersionStages: ['x'] });
    await put(client, { ClientRequestToken: C, SecretString: 'three' });
    const before = await stages(client);
    expect(await create(client, { ClientRequestToken: B, SecretString: 'two' })).toMatchObject({
      ARN,
      VersionId: B
    });
    expect(await stages(client)).toEqual(before);
    expect(secretIn(cloud).versions.size).toBe(2);
    expect(await get(client)).toMatchObject({ VersionId: C });
  });

  test('a secret that AWS makes has an exclamation mark in its name and ARN', async () => {
    const { client, cloud } = await start();
    const { ARN: arn = '' } = await create(client, { Name: 'rds!db-1', SecretString: '{}' });
    expect(arn).toMatch(/:secret:rds!db-1-[A-Za-z0-9]{6}$/);
    expect(await get(client, { SecretId: arn })).toMatchObject({ ARN: arn, Name: 'rds!db-1' });
    expect(cloud.secrets.find('rds!db-1')?.arn).toBe(arn);
  });

  test('each read may lag by itself, over several writes and to before the secret was there', async () => {
    let now = Date.now();
    const { client, cloud } = await start({ now: () => now });
    await create(client);
    await put(client);
    await put(client, { ClientRequestToken: C, SecretString: 'three' });
    const lags = [0, 1, 2, 3, 0, 7];
    cloud.secrets.lag = () => lags.shift() ?? 0;
    const read = async () => {
      const result = await refusal(
        get(client).then(({ VersionId }) => Promise.reject(new Error(VersionId)))
      );
      return result.replace(/^Error: /, '').slice(0, 32);
    };
    const missing = 'ResourceNotFoundException: Secre';
    expect([
      await read(),
      await read(),
      await read(),
      await read(),
      await read(),
      await read()
    ]).toEqual([C, B, A, missing, C, missing]);
    // A write is seen by all after a while.
    cloud.secrets.longestLag = 1000;
    cloud.secrets.lag = () => 3;
    expect(await read()).toBe(missing);
    now += 1000;
    expect(await read()).toBe(C);
    await move(client, { MoveToVersionId: A, RemoveFromVersionId: C });
    expect(await read()).toBe(C);
    // Writes do not lag, and those to another secret are others.
    await create(client, { Name: 'app/other' });
    cloud.secrets.lag = () => 1;
    expect(await read()).toBe(C);
    expect(await refusal(move(client, { MoveToVersionId: B, RemoveFromVersionId: C }))).toMatch(
      /RemoveFromVersionId is incorrect/
    );
  });

  test('reads may lag behind the last write', async () => {
    const { client, cloud } = await start();
    await create(client);
    await put(client);
    cloud.secrets.laggingReads = 2;
    expect([
      await stages(client),
      (await get(client)).VersionId,
      (await get(client)).VersionId
    ]).toEqual([{ [A]: ['AWSCURRENT'] }, A, B]);
  });
});

describe('permissions on secrets', () => {
  const user = 'User: arn:aws:sts::123456789012:assumed-role/passwords/test';
  const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
    Effect: 'Allow',
    Action: [Action].flat().map((one) => (one.includes(':') ? one : `secretsmanager:${one}`)),
    Resource,
    ...more
  });

  test('a session for one secret reaches that one only, and a refusal names what was asked for', async () => {
    const { cloud, client } = await start();
    const { ARN: other } = await create(client, { Name: 'app/db2' });
    const narrow = clientOf(cloud, [
      allow(['CreateSecret', 'GetSecretValue'], [`${ARN}app/db`, `${ARN}app/db-??????`])
    ]);
    await create(narrow);
    expect((await get(narrow)).SecretString).toBe('one');
    const denied = (action: string, resource: string | undefined) =>
      `AccessDeniedException: ${user} is not authorized to perform: secretsmanager:${action} on resource: ${String(resource)} because no session policy allows the secretsmanager:${action} action`;
    expect(await refusal(get(narrow, { SecretId: 'app/db2' }))).toBe(
      denied('GetSecretValue', other)
    );
    expect(await refusal(get(narrow, { SecretId: 'absent' }))).toBe(
      denied('GetSecretValue', 'absent')
    );
    expect(await refusal(create(narrow, { Name: 'app/other' }))).toBe(
      denied('CreateSecret', 'app/other')
    );
    expect(await refusal(put(narrow))).toContain(
      'not authorized to perform: secretsmanager:PutSecretValue'
    );
  });

  test.each([`${ARN}app/db`, `${ARN}app/db-??????`])(
    'a missing secret is told to those who may ask by both forms of its ARN, not by %s alone',
    async (one) => {
      const { cloud } = await start();
      for (const call of [describeIt, create])
        expect(
          await refusal(call(clientOf(cloud, [allow(['DescribeSecret', 'CreateSecret'], one)])))
        ).toContain('AccessDeniedException');
      const both = clientOf(cloud, [
        allow('DescribeSecret', [`${ARN}app/db`, `${ARN}app/db-??????`])
      ]);
      expect(await refusal(describeIt(both))).toBe(
        "ResourceNotFoundException: Secrets Manager can't find the specified secret."
      );
    }
  );

  test('tags at creation need TagResource as well', async () => {
    const { cloud } = await start();
    const both = [`${ARN}app/db`, `${ARN}app/db-??????`];
    const Tags = [{ Key: 'team', Value: 'shop' }];
    const creating = clientOf(cloud, [allow('CreateSecret', both)]);
    expect(await refusal(create(creating, { Tags }))).toContain(
      'not authorized to perform: secretsmanager:TagResource'
    );
    await create(clientOf(cloud, [allow(['CreateSecret', 'TagResource'], both)]), { Tags });
    expect(cloud.secrets.find('app/db')?.tags).toEqual(Tags);
  });

  test('a condition on the stage is met only by a call that names it', async () => {
    const { cloud, client } = await start();
    await create(client);
    const current = clientOf(cloud, [
      allow('GetSecretValue', '*', {
        Condition: { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } }
      })
    ]);
    // Whether AWS fills in the label that it returns is not known.
    expect(await refusal(get(current))).toContain('UnjudgedPolicy');
    expect(await get(current, { VersionStage: 'AWSCURRENT' })).toMatchObject({ VersionId: A });
    expect(await refusal(get(current, { VersionStage: 'AWSPENDING' }))).toContain(
      'AccessDeniedException'
    );
  });

  const key = '1234abcd-12ab-34cd-56ef-1234567890ab';
  const keyArn = `arn:aws:kms:eu-west-1:123456789012:key/${key}`;
  const via = (service: string) => ({
    Condition: { StringEquals: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` } }
  });
  const useKey = ['kms:Decrypt', 'kms:GenerateDataKey'];
  test.each<[string, string | undefined, object[], boolean]>([
    ['the default key needs nothing', undefined, [], true],
    ['an own key needs KMS rights', key, [], false],
    ['through Secrets Manager', key, [allow(useKey, keyArn, via('secretsmanager'))], true],
    ['an ARN works too', keyArn, [allow(useKey, keyArn, via('secretsmanager'))], true],
    ['both calls of them', key, [allow('kms:Decrypt', keyArn)], false],
    ['through another service is not enough', key, [allow(useKey, keyArn, via('ssm'))], false],
    ['on another key is not enough', key, [allow(useKey, `${keyArn}x`)], false],
    [
      'an alias is not a resource',
      'alias/app',
      [allow(useKey, 'arn:aws:kms:eu-west-1:123456789012:alias/app')],
      false
    ],
    [
      'a key behind an alias',
      'alias/app',
      [
        allow(useKey, 'arn:aws:kms:eu-west-1:123456789012:key/*', {
          Condition: { StringLike: { 'kms:ViaService': ['x', 'secretsmanager.*'] } }
        })
      ],
      true
    ]
  ])('KMS: %s', async (_name, KmsKeyId, statements, allowed) => {
    const { cloud } = await start();
    const client = clientOf(cloud, [allow('*', '*'), ...statements]);
    const told = await refusal(create(client, { KmsKeyId }));
    expect(told).toBe(
      allowed ? 'nothing was refused' : 'AccessDeniedException: Access to KMS is not allowed'
    );
    expect(cloud.secrets.secrets.size).toBe(allowed ? 1 : 0);
  });
});
