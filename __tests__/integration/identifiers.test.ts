import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listenOnLoopback, type Listener } from '../../emulator/loopback.js';
import { SecretsManager } from '../../src/aws/secrets-manager.js';
import { createSecretClient } from '../../src/aws/secret-store/api-client.js';
import { preconnect } from '../../src/network/preconnect.js';
import { Retrier } from '../../src/retry.js';

const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbCdEf';
const VERSION_ID = '8f2a7c1e-5b3d-4a6f-9e8d-1c2b3a4d5e6f';
const usual = {
  ARN,
  VersionId: VERSION_ID,
  VersionStages: ['AWSCURRENT'],
  VersionIdsToStages: { [VERSION_ID]: ['AWSCURRENT', 'mine/1'] },
  OwningService: 'rds',
  PrimaryRegion: 'us-gov-west-1',
  SecretString: 'x',
  CreatedDate: 1_700_000_000
};

/** Gives this response to each request. */
let response: { readonly body: object; readonly headers: Readonly<Record<string, string>> };
let server: Listener;
let secretsManager: SecretsManager;
beforeEach(async () => {
  response = { body: usual, headers: {} };
  server = await listenOnLoopback((_, answer) => {
    answer.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', ...response.headers });
    answer.end(JSON.stringify(response.body));
  });
  process.env['AWS_ENDPOINT_URL'] = server.url;
  const retrier = new Retrier(3600);
  secretsManager = new SecretsManager(
    'eu-west-1',
    preconnect({ url: new URL(server.url) }),
    retrier,
    Promise.resolve({ accessKeyId: 'AKIA', secretAccessKey: 'x' })
  );
});
afterEach(async () => {
  Reflect.deleteProperty(process.env, 'AWS_ENDPOINT_URL');
  secretsManager.destroy();
  await server.close();
});

const client = () => createSecretClient(secretsManager, 'shop/db');

test('a response with what AWS gives is taken as it is', async () => {
  expect(await client().describeSecret()).toEqual({
    arn: ARN,
    isDeleted: false,
    isRotated: false,
    owningService: 'rds',
    primaryRegion: 'us-gov-west-1',
    stages: new Map([[VERSION_ID, ['AWSCURRENT', 'mine/1']]])
  });
  expect(await client().getSecretValue('AWSCURRENT')).toEqual({
    arn: ARN,
    versionId: VERSION_ID,
    stages: ['AWSCURRENT'],
    createdAt: 1_700_000_000_000,
    secretString: 'x'
  });
});

test('a response without labels and dates has none', async () => {
  response = { body: { ARN, VersionId: VERSION_ID, Name: 'shop/db' }, headers: {} };
  const version = { arn: ARN, versionId: VERSION_ID };
  expect(await client().getSecretValue('AWSCURRENT')).toEqual({
    ...version,
    stages: [],
    createdAt: 0,
    secretString: undefined
  });
  expect((await client().describeSecret()).stages).toEqual(new Map());
  const put = { versionId: VERSION_ID, secretString: 'x' };
  expect(await client().putSecretValue(put, 'AWSCURRENT')).toEqual({ ...version, stages: [] });
});

describe.each([
  ['an exclamation mark', '!'],
  ['a space', ' '],
  ['a letter of another language', 'ß'],
  ['a line break', '\n::error::planted'],
  ['a runner command', '##[error]planted']
])('%s is up to AWS', (_, text) => {
  test.each(['ARN', 'OwningService', 'PrimaryRegion'] as const)('in %s', async (name) => {
    response = { body: { ...usual, [name]: usual[name] + text }, headers: {} };
    const { arn, owningService, primaryRegion } = await client().describeSecret();
    const read = { ARN: arn, OwningService: owningService, PrimaryRegion: primaryRegion };
    expect(read[name]).toBe(usual[name] + text);
  });

  test('in a version id or a label', async () => {
    const versionId = `${VERSION_ID.slice(0, -text.length)}${text}`;
    response = { body: { ...usual, VersionIdsToStages: { [versionId]: [text] } }, headers: {} };
    expect((await client().describeSecret()).stages).toEqual(new Map([[versionId, [text]]]));
    response = { body: { ...usual, VersionId: versionId, VersionStages: [text] }, headers: {} };
    expect(await client().getSecretValue('AWSCURRENT')).toMatchObject({
      versionId,
      stages: [text]
    });
  });
});

// The lengths of the API model: up to these, and no longer.
test.each<[string, number, number]>([
  ['ARN', 20, 2048],
  ['OwningService', 1, 128],
  ['PrimaryRegion', 1, 128]
])('%s has %i to %i characters', async (name, minimum, maximum) => {
  for (const length of [minimum, maximum]) {
    response = { body: { ...usual, [name]: 'x'.repeat(length) }, headers: {} };
    await expect(client().describeSecret()).resolves.toBeDefined();
  }
  for (const length of [minimum - 1, maximum + 1]) {
    response = { body: { ...usual, [name]: 'x'.repeat(length) }, headers: {} };
    await expect(client().describeSecret()).rejects.toMatchObject({
      details: { code: 'UnexpectedResponseError' }
    });
  }
});

test.each<[string, Readonly<Record<string, readonly string[]>>]>([
  ['a version id of 31 characters', { ['x'.repeat(31)]: [] }],
  ['a version id of 65 characters', { ['x'.repeat(65)]: [] }],
  ['an empty label', { [VERSION_ID]: [''] }],
  ['a label of 257 characters', { [VERSION_ID]: ['x'.repeat(257)] }]
])('%s is not from AWS', async (_, VersionIdsToStages) => {
  response = { body: { ...usual, VersionIdsToStages }, headers: {} };
  await expect(client().describeSecret()).rejects.toMatchObject({
    details: { code: 'UnexpectedResponseError' }
  });
});

test.each<object>([
  { ARN: 7 },
  { VersionIdsToStages: { [VERSION_ID]: 'AWSCURRENT' } },
  { VersionIdsToStages: { [VERSION_ID]: [7] } },
  { OwningService: {} },
  { PrimaryRegion: ['us-east-1'] }
])('%j is not from AWS', async (changed) => {
  response = { body: { ...usual, ...changed }, headers: {} };
  await expect(client().describeSecret()).rejects.toMatchObject({
    call: { action: 'secretsmanager:DescribeSecret' }
  });
});

test.each<object>([{ SecretString: 7 }, { SecretString: {} }, { VersionStages: 'AWSCURRENT' }])(
  'a value with %j is not from AWS',
  async (changed) => {
    response = { body: { ...usual, ...changed }, headers: {} };
    await expect(client().getSecretValue('AWSCURRENT')).rejects.toMatchObject({
      call: { action: 'secretsmanager:GetSecretValue' }
    });
  }
);

test.each<[Readonly<Record<string, string>>, string]>([
  [{}, 'unknown'],
  [{ 'x-amzn-requestid': 'a b' }, 'unknown'],
  [{ 'x-amzn-requestid': '##[error]planted' }, 'unknown'],
  [{ 'x-amzn-requestid': '0b5c1a9e-1' }, '0b5c1a9e-1']
])('with the headers %j, the request id is %s', async (headers, expected) => {
  response = { body: { RandomPassword: 'Kq7zWb3nXv9tRm2pLs8dFh4gJc6yTe5u' }, headers };
  const { requestId } = await secretsManager.getRandomPassword({ PasswordLength: 32 });
  expect(requestId).toBe(expected);
});
