import { describe, expect, test } from '@jest/globals';
import { evaluatePolicy, parsePolicy } from '../../emulator/aws/iam-policy.js';
import { promotionPolicy, sessionPolicy } from '../../src/aws/session-policy.js';
import type { SecretOptions } from '../../src/aws/secret-store.js';

const scope = { region: 'eu-west-1', roleArn: 'arn:aws:iam::123456789012:role/path/passwords' };
const secret = (changes: Partial<SecretOptions> = {}): SecretOptions => ({
  secretId: 'app/db',
  ifSecretExists: 'fail',
  versionStage: 'AWSCURRENT',
  ...changes
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
const allowedOn = (policy: string, resource: string): readonly string[] =>
  [...actions, ...foreign]
    .filter((action) => evaluatePolicy(parsePolicy(policy), action, resource) === 'Allow')
    .map((action) => action.replace('secretsmanager:', ''));

test('a password that is not stored needs one call', () => {
  expect(JSON.parse(sessionPolicy(scope))).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['secretsmanager:GetRandomPassword'], Resource: ['*'] }]
  });
});

describe('a stored password', () => {
  test.each<[Partial<SecretOptions>, string]>([
    [{}, 'CreateSecret DescribeSecret'],
    [{ ifSecretExists: 'rotate' }, 'CreateSecret DescribeSecret PutSecretValue'],
    [{ ifSecretExists: 'keep' }, 'CreateSecret DescribeSecret GetSecretValue PutSecretValue'],
    [{ secretId: ARN }, 'DescribeSecret'],
    [{ secretId: ARN, ifSecretExists: 'rotate' }, 'DescribeSecret PutSecretValue'],
    [{ secretId: ARN, ifSecretExists: 'keep' }, 'DescribeSecret GetSecretValue PutSecretValue'],
    [{ secretId: `${IN}app/db` }, 'DescribeSecret']
  ])('%j needs %s on that secret, and nothing on any other', (options, names) => {
    const policy = sessionPolicy(scope, secret(options));
    const onIt = [...names.split(' '), 'GetRandomPassword'].sort();
    expect(allowedOn(policy, ARN).toSorted()).toEqual(onIt);
    for (const other of others) expect(allowedOn(policy, other)).toEqual(['GetRandomPassword']);
  });

  test('a name also stands for a secret that has no ARN yet; a whole ARN only for itself', () => {
    const onBare = (secretId: string) =>
      allowedOn(sessionPolicy(scope, secret({ secretId })), `${IN}app/db`);
    expect(onBare('app/db')).toContain('CreateSecret');
    expect(onBare(`${IN}app/db`)).toContain('DescribeSecret');
    expect(onBare(ARN)).toEqual(['GetRandomPassword']);
  });

  test('is in the Region, the account and the partition of the role', () => {
    const roleArn = 'arn:aws-cn:iam::210987654321:role/passwords';
    const policy = sessionPolicy({ region: 'cn-north-1', roleArn }, secret());
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
      sessionPolicy(scope, secret(kmsKeyId === undefined ? {} : { kmsKeyId }))
    );
    const may = (action: string, key: string, via?: string) =>
      evaluatePolicy(policy, `kms:${action}`, key, via ? { 'kms:ViaService': via } : {}) ===
      'Allow';
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
  test.each(['app/db', ARN])('of %s needs two calls on that secret', (secretId) => {
    const policy = promotionPolicy(scope, secretId);
    expect(allowedOn(policy, ARN)).toEqual(['DescribeSecret', 'UpdateSecretVersionStage']);
    for (const other of others) expect(allowedOn(policy, other)).toEqual([]);
  });
});

test('the policy for the longest inputs is short enough for STS', () => {
  const options = {
    ifSecretExists: 'keep',
    kmsKeyId: `arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-${'f'.repeat(32)}`
  } as const;
  const longest = {
    region: 'us-gov-west-1',
    roleArn: 'arn:aws-us-gov:iam::123456789012:role/passwords'
  };
  const prefix = 'arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:';
  for (const secretId of ['x'.repeat(512), `${prefix}${'x'.repeat(512)}`]) {
    const policy = sessionPolicy(longest, secret({ ...options, secretId }));
    expect(policy.length).toBeGreaterThan(1500);
    expect(policy.length).toBeLessThanOrEqual(2048);
    expect(() => parsePolicy(policy)).not.toThrow();
  }
});
