import { describe, expect, test } from '@jest/globals';
import { evaluatePolicy, parsePolicy } from '../../emulator/aws/iam-policy.js';
import { promotionPolicy, sessionPolicy } from '../../src/aws/session-policy.js';
import type { Inputs, SecretOptions, PromoteInputs, AssumeRoleOptions } from '../../src/inputs.js';

const role: AssumeRoleOptions = {
  roleArn: 'arn:aws:iam::123456789012:role/path/passwords',
  sessionName: 'octo-org-app-7',
  durationSeconds: 900,
  audience: 'sts.amazonaws.com'
};
const aws = { region: 'eu-west-1', timeoutSeconds: 60 };
const keeping = (
  keep: Partial<SecretOptions> = {},
  as: Partial<AssumeRoleOptions> = {},
  region = 'eu-west-1'
): Inputs => ({
  ...aws,
  region,
  password: {},
  role: { ...role, ...as },
  secret: { secretId: 'app/db', ifSecretExists: 'fail', versionStage: 'AWSCURRENT', ...keep }
});

const IN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:';
const ARN = `${IN}app/db-a1B2c3`;
const others = [
  '*',
  `${IN}app/db2-a1B2c3`,
  `${IN}app/db-a1B2c3d`,
  `${IN}app/db/x-a1B2c3`,
  `${IN}x/app/db-a1B2c3`,
  ARN.replace('eu-west-1', 'us-east-1'),
  ARN.replace('123456789012', '210987654321')
];
const actions = [
  ...['BatchGetSecretValue', 'CancelRotateSecret', 'CreateSecret', 'DeleteResourcePolicy'],
  ...['DeleteSecret', 'DescribeSecret', 'GetRandomPassword', 'GetResourcePolicy'],
  ...['GetSecretValue', 'ListSecrets', 'ListSecretVersionIds', 'PutResourcePolicy'],
  ...['PutSecretValue', 'ReplicateSecretToRegions', 'RestoreSecret', 'RotateSecret', 'TagResource'],
  ...['UpdateSecret', 'UpdateSecretVersionStage']
].map((name) => `secretsmanager:${name}`);
const foreign = [
  'sts:AssumeRole',
  'iam:PassRole',
  'kms:Encrypt',
  'kms:CreateGrant',
  's3:GetObject'
];

/** The actions that a policy allows on a resource, of all that there are. */
const allowedOn = (policy: string | undefined, resource: string): readonly string[] =>
  [...actions, ...foreign]
    .filter((action) => evaluatePolicy(parsePolicy(policy ?? ''), action, resource) === 'Allow')
    .map((action) => action.replace('secretsmanager:', ''));

test('without a role there is nothing to cut down', () => {
  expect(sessionPolicy({ ...aws, password: {} })).toBeUndefined();
  expect(promotionPolicy({ ...aws, secretId: 'x', versionId: 'v' })).toBeUndefined();
});

test('a password that is not kept takes one call', () => {
  const policy = sessionPolicy({ ...aws, role, password: {} });
  expect(JSON.parse(policy ?? '')).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['secretsmanager:GetRandomPassword'], Resource: ['*'] }]
  });
});

describe('a kept password', () => {
  test.each<[Partial<SecretOptions>, string]>([
    [{}, 'CreateSecret DescribeSecret'],
    [{ ifSecretExists: 'rotate' }, 'CreateSecret DescribeSecret PutSecretValue'],
    [{ ifSecretExists: 'keep' }, 'CreateSecret DescribeSecret GetSecretValue PutSecretValue'],
    [{ secretId: ARN }, 'DescribeSecret'],
    [{ secretId: ARN, ifSecretExists: 'rotate' }, 'DescribeSecret PutSecretValue'],
    [{ secretId: ARN, ifSecretExists: 'keep' }, 'DescribeSecret GetSecretValue PutSecretValue'],
    [{ secretId: `${IN}app/db` }, 'DescribeSecret']
  ])('%j takes %s on that secret, and nothing on any other', (keep, names) => {
    const policy = sessionPolicy(keeping(keep));
    const onIt = [...names.split(' '), 'GetRandomPassword'].sort();
    expect(allowedOn(policy, ARN).toSorted()).toEqual(onIt);
    for (const other of others) expect(allowedOn(policy, other)).toEqual(['GetRandomPassword']);
  });

  test('a name is that secret before it has an ARN as well; a whole ARN is only itself', () => {
    const onBare = (secretId: string) =>
      allowedOn(sessionPolicy(keeping({ secretId })), `${IN}app/db`);
    expect(onBare('app/db')).toContain('CreateSecret');
    expect(onBare(`${IN}app/db`)).toContain('DescribeSecret');
    expect(onBare(ARN)).toEqual(['GetRandomPassword']);
  });

  test('is looked for in the Region, the account and the partition of the role', () => {
    const roleArn = 'arn:aws-cn:iam::210987654321:role/passwords';
    const policy = sessionPolicy(keeping({}, { roleArn }, 'cn-north-1'));
    const arn = 'arn:aws-cn:secretsmanager:cn-north-1:210987654321:secret:app/db-a1B2c3';
    expect(allowedOn(policy, arn)).toContain('DescribeSecret');
    expect(allowedOn(policy, ARN)).toEqual(['GetRandomPassword']);
  });

  const KEYS = 'arn:aws:kms:eu-west-1:123456789012:key/';
  const ANY = ['k1', 'k2'].map((key) => KEYS + key);
  const FOREIGN = 'arn:aws:kms:eu-west-1:210987654321:key/k1';
  test.each<[string | undefined, readonly string[]]>([
    [undefined, [...ANY, FOREIGN]],
    ['k1', [`${KEYS}k1`]],
    [`${KEYS}k1`, [`${KEYS}k1`]],
    [FOREIGN, [FOREIGN]],
    ['alias/app', [...ANY, FOREIGN]],
    ['arn:aws:kms:eu-west-1:123456789012:alias/app', [...ANY, FOREIGN]]
  ])('with the KMS key %s may use %j, through Secrets Manager alone', (kmsKeyId, usable) => {
    const policy = parsePolicy(
      sessionPolicy(keeping(kmsKeyId === undefined ? {} : { kmsKeyId })) ?? ''
    );
    const may = (action: string, key: string, via?: string) =>
      evaluatePolicy(policy, `kms:${action}`, key, via ? { 'kms:ViaService': via } : {}) === 'Allow';
    for (const key of [...ANY, FOREIGN, KEYS.replace('eu-west-1', 'us-east-1') + 'k1']) {
      for (const action of ['Decrypt', 'GenerateDataKey']) {
        expect([key, may(action, key, 'secretsmanager.eu-west-1.amazonaws.com')]).toEqual([
          key,
          usable.includes(key)
        ]);
        expect(may(action, key)).toBe(false);
        expect(may(action, key, 's3.eu-west-1.amazonaws.com')).toBe(false);
        expect(may(action, key, 'secretsmanager.us-east-1.amazonaws.com')).toBe(false);
      }
      expect(may('Encrypt', key, 'secretsmanager.eu-west-1.amazonaws.com')).toBe(false);
    }
  });
});

describe('a promotion', () => {
  test.each(['app/db', ARN])('of %s takes two calls on that secret', (secretId) => {
    const inputs: PromoteInputs = { ...aws, role, secretId, versionId: 'v' };
    const policy = promotionPolicy(inputs);
    expect(allowedOn(policy, ARN)).toEqual(['DescribeSecret', 'UpdateSecretVersionStage']);
    for (const other of others) expect(allowedOn(policy, other)).toEqual([]);
  });
});

test('the longest inputs fit what STS takes', () => {
  const keep = {
    ifSecretExists: 'keep',
    kmsKeyId: `arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-${'f'.repeat(32)}`
  } as const;
  const as = { roleArn: 'arn:aws-us-gov:iam::123456789012:role/passwords' };
  const prefix = 'arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:';
  for (const secretId of ['x'.repeat(512), `${prefix}${'x'.repeat(512)}`]) {
    const policy = sessionPolicy(keeping({ ...keep, secretId }, as, 'us-gov-west-1')) ?? '';
    expect(policy.length).toBeGreaterThan(1500);
    expect(policy.length).toBeLessThanOrEqual(2048);
    expect(() => parsePolicy(policy)).not.toThrow();
  }
});
