import { describe, expect, test } from '@jest/globals';
import { evaluatePolicy, parsePolicy } from '../../emulator/aws/iam-policy.js';
import { promotionSessionPolicy, sessionPolicy } from '../../src/aws/session-policy.js';
import type { SecretOptions } from '../../src/aws/secret-store/store.js';

const scope = { region: 'eu-west-1', roleArn: 'arn:aws:iam::123456789012:role/path/passwords' };
const secret = (changes: Partial<SecretOptions> = {}): SecretOptions => ({
  secretId: 'app/db',
  ifSecretExists: 'fail',
  ifSecretMissing: 'create',
  versionStage: 'AWSCURRENT',
  ifRotationPending: 'resume',
  needsValue: true,
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
  const ROTATE =
    'DescribeSecret GetRandomPassword GetSecretValue PutSecretValue UpdateSecretVersionStage';
  const KEEP = 'DescribeSecret GetRandomPassword GetSecretValue PutSecretValue';
  const tags = { team: 'shop' };
  test.each<[Partial<SecretOptions>, string]>([
    [{}, 'CreateSecret DescribeSecret GetRandomPassword'],
    [{ tags }, 'CreateSecret DescribeSecret GetRandomPassword TagResource'],
    [{ ifSecretExists: 'rotate' }, `CreateSecret ${ROTATE}`],
    [{ ifSecretExists: 'rotate', versionStage: 'AWSPENDING' }, `CreateSecret ${ROTATE}`],
    [{ ifSecretExists: 'rotate', ifSecretMissing: 'fail' }, ROTATE],
    [{ ifSecretExists: 'rotate', needsValue: false }, `CreateSecret ${ROTATE}`],
    [{ ifSecretExists: 'keep' }, `CreateSecret ${KEEP}`],
    [{ ifSecretExists: 'keep', tags }, `CreateSecret ${KEEP} TagResource`],
    [
      { ifSecretExists: 'keep', needsValue: false },
      'CreateSecret DescribeSecret GetRandomPassword PutSecretValue'
    ],
    [{ ifSecretExists: 'keep', ifSecretMissing: 'restore' }, `CreateSecret ${KEEP} RestoreSecret`],
    [
      { ifSecretExists: 'rotate', ifSecretMissing: 'restore' },
      `CreateSecret ${ROTATE} RestoreSecret`
    ],
    [{ ifSecretExists: 'keep', ifSecretMissing: 'fail' }, 'DescribeSecret GetSecretValue'],
    [{ ifSecretExists: 'keep', versionStage: 'AWSPREVIOUS' }, 'DescribeSecret GetSecretValue'],
    [{ ifSecretExists: 'keep', ifSecretMissing: 'fail', needsValue: false }, 'DescribeSecret'],
    [{ secretId: ARN }, 'DescribeSecret GetRandomPassword'],
    [{ secretId: ARN, ifSecretExists: 'rotate' }, ROTATE],
    [{ secretId: ARN, ifSecretExists: 'keep', tags }, KEEP],
    [{ secretId: `${IN}app/db` }, 'DescribeSecret GetRandomPassword']
  ])('%j needs %s on that secret, and nothing on any other', (options, names) => {
    const policy = sessionPolicy(scope, secret(options));
    expect(allowedOn(policy, ARN).toSorted()).toEqual(names.split(' ').toSorted());
    const onOthers = names.includes('GetRandomPassword') ? ['GetRandomPassword'] : [];
    for (const other of others) {
      if (options.secretId !== ARN || other !== `${ARN}d`) {
        expect(allowedOn(policy, other)).toEqual(onOthers);
      }
    }
  });

  test.each([
    ['app/db', `${IN}app/db`],
    [`${IN}app/db`, `${IN}app/db`],
    // A name may end like an ARN: which of the two it is cannot be seen.
    ['app/db-a1B2c3', ARN],
    [ARN, ARN]
  ])('%s is known with the six characters that end an ARN and without them', (secretId, arn) => {
    const policy = sessionPolicy(scope, secret({ secretId, ifSecretExists: 'keep' }));
    for (const form of [arn, `${arn}-Z9y8X7`]) {
      expect(allowedOn(policy, form)).toContain('GetSecretValue');
    }
  });

  test('is in the Region, the account and the partition of the role, unless an ARN says otherwise', () => {
    const roleArn = 'arn:aws-cn:iam::210987654321:role/passwords';
    const policy = sessionPolicy({ region: 'cn-north-1', roleArn }, secret());
    const arn = 'arn:aws-cn:secretsmanager:cn-north-1:210987654321:secret:app/db-a1B2c3';
    expect(allowedOn(policy, arn)).toContain('DescribeSecret');
    expect(allowedOn(policy, ARN)).toEqual(['GetRandomPassword']);
    const theirs = ARN.replace('123456789012', '210987654321');
    expect(allowedOn(sessionPolicy(scope, secret({ secretId: theirs })), theirs)).toContain(
      'DescribeSecret'
    );
  });

  const KEYS = 'arn:aws:kms:eu-west-1:123456789012:key/';
  const ANY = ['k1', 'k2'].map((key) => KEYS + key);
  const FOREIGN = 'arn:aws:kms:eu-west-1:210987654321:key/k1';
  const existing = { ifSecretExists: 'keep' } as const;
  test.each<[Partial<SecretOptions>, readonly string[]]>([
    // A secret that is created only: with the key that is asked for, or with the default key.
    [{}, []],
    [{ kmsKeyId: 'k1' }, [`${KEYS}k1`]],
    [{ kmsKeyId: `${KEYS}k1` }, [`${KEYS}k1`]],
    [{ kmsKeyId: FOREIGN }, [FOREIGN]],
    [{ kmsKeyId: 'alias/app' }, [...ANY, FOREIGN]],
    [{ kmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:alias/app' }, [...ANY, FOREIGN]],
    // A secret that may exist already may have any key.
    [existing, [...ANY, FOREIGN]],
    [{ ...existing, kmsKeyId: 'k1' }, [...ANY, FOREIGN]],
    [{ ifSecretExists: 'rotate', kmsKeyId: FOREIGN }, [...ANY, FOREIGN]]
  ])('with %j may use the KMS keys %j, through Secrets Manager alone', (options, usable) => {
    const policy = parsePolicy(sessionPolicy(scope, secret(options)));
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

  test.each<[Partial<SecretOptions>, readonly string[]]>([
    [{ ifSecretMissing: 'fail' }, ['kms:Decrypt']],
    [{ versionStage: 'AWSPENDING' }, ['kms:Decrypt']],
    [{ ifSecretMissing: 'fail', needsValue: false }, []]
  ])('that is only kept, with %j, needs of KMS %j', (options, expected) => {
    const policy = sessionPolicy(scope, secret({ ...existing, ...options }));
    expect([...policy.matchAll(/kms:[DG]\w+/g)].map(([action]) => action)).toEqual(expected);
  });
});

describe('a promotion', () => {
  test.each(['app/db', ARN])('of %s needs two calls on that secret', (secretId) => {
    const policy = promotionSessionPolicy(scope, secretId);
    expect(allowedOn(policy, ARN)).toEqual(['DescribeSecret', 'UpdateSecretVersionStage']);
    for (const other of others) expect(allowedOn(policy, other)).toEqual([]);
  });
});

test('the policy for the longest inputs is short enough for STS', () => {
  const options = {
    ifSecretExists: 'rotate',
    ifSecretMissing: 'restore',
    tags: { a: 'b' },
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
