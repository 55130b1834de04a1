import { describe, expect, test } from '@jest/globals';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient
} from '@aws-sdk/client-secrets-manager';
import type { IamPolicy } from '../../emulator/aws/iam-policy.js';
import {
  createClient,
  readError,
  roleCredentials,
  startTestCloud
} from '../helpers/aws-clients.js';

// Which condition keys a call brings along: the Service Authorization Reference of Secrets Manager, STS and KMS, and the
// IAM user guide, "AWS global condition context keys". Every row allows the call if the condition holds, and only then.

/** Signatures are of now; whole seconds, as the dates of policies. */
const NOW = Math.floor(Date.now() / 1000) * 1000;
const iso = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();
const ROLE = 'arn:aws:iam::123456789012:role/passwords';
const TEAM = [{ Key: 'team', Value: 'shop' }];
const token = (digit: string) => ({ ClientRequestToken: digit.repeat(32) });

const random = (client: SecretsManagerClient) => client.send(new GetRandomPasswordCommand({}));
const createWith = (client: SecretsManagerClient, more: object) =>
  client.send(new CreateSecretCommand({ Name: 'new', SecretString: 'x', ...token('2'), ...more }));
const create = (client: SecretsManagerClient) => createWith(client, {});
const describeSecret = (client: SecretsManagerClient, SecretId = 'shop/db') =>
  client.send(new DescribeSecretCommand({ SecretId }));
const read = (client: SecretsManagerClient, more: object = {}) =>
  client.send(new GetSecretValueCommand({ SecretId: 'shop/db', ...more }));

/** @param others whatever else the call asks for. */
async function start(statement: object, others = ['secretsmanager:TagResource', 'kms:*']) {
  const permissions = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', NotAction: 'nothing:x', Resource: '*', ...statement },
      { Effect: 'Allow', Action: others, Resource: '*' }
    ]
  } as unknown as IamPolicy;
  const cloud = await startTestCloud({
    now: () => NOW,
    role: { permissions, tags: [{ Key: 'team', Value: 'shop' }] }
  });
  const { ARN = '' } = cloud.secrets.create({
    Name: 'shop/db',
    SecretString: 'x',
    Tags: TEAM,
    ...token('1')
  }) as { ARN?: string };
  // The session policy of the SDK's helper lets GetRandomPassword through only.
  const credentials = await roleCredentials(cloud, {
    policy: JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } })
  });
  return { arn: ARN, client: createClient(cloud, credentials) };
}

type Call = (client: SecretsManagerClient, arn: string) => Promise<unknown>;

describe.each<[string, string, unknown, unknown, Call]>([
  ['StringEquals', 'aws:RequestedRegion', 'eu-west-1', 'eu-west-2', random],
  ['Bool', 'aws:SecureTransport', 'true', 'false', random],
  ['Bool', 'aws:ViaAWSService', 'false', 'true', random],
  ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', '10.0.0.0/8', random],
  ['DateEquals', 'aws:CurrentTime', iso(0), iso(1), random],
  ['NumericLessThanEquals', 'aws:EpochTime', String(NOW / 1000), String(NOW / 1000 - 1), random],
  ['DateEquals', 'aws:TokenIssueTime', iso(0), iso(-1), random],
  [
    'ArnEquals',
    'aws:PrincipalArn',
    ROLE,
    'arn:aws:sts::123456789012:assumed-role/passwords/octo-org-app-42',
    random
  ],
  ['StringEquals', 'aws:PrincipalAccount', '123456789012', '210987654321', random],
  ['StringEquals', 'aws:PrincipalType', 'AssumedRole', 'User', random],
  ['StringEquals', 'aws:PrincipalTag/team', 'shop', 'web', random],
  ['StringLike', 'aws:userid', 'AROA?????????????????:octo-org-app-42', 'AIDA*', random],
  ['Null', 'aws:username', 'true', 'false', random],
  ['Null', 'aws:SourceVpce', 'true', 'false', random],
  [
    'ArnLike',
    'aws:FederatedProvider',
    'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com',
    'arn:aws:iam::123456789012:oidc-provider/x',
    random
  ],
  ['Null', 'token.actions.githubusercontent.com:repository', 'true', 'false', random],
  ['StringEquals', 'aws:ResourceAccount', '123456789012', '210987654321', describeSecret],
  ['StringEquals', 'aws:ResourceTag/team', 'shop', 'web', describeSecret],
  ['StringEquals', 'secretsmanager:ResourceTag/team', 'shop', 'web', describeSecret],
  [
    'ArnLike',
    'secretsmanager:SecretId',
    'arn:aws:secretsmanager:*:*:secret:shop/*',
    'arn:aws:secretsmanager:*:*:secret:x',
    (client, arn) => describeSecret(client, arn)
  ],
  [
    'StringEquals',
    'secretsmanager:VersionStage',
    'AWSCURRENT',
    'AWSPENDING',
    (client) => read(client, { VersionStage: 'AWSCURRENT' })
  ],
  [
    'StringEquals',
    'secretsmanager:VersionId',
    '1'.repeat(32),
    '2'.repeat(32),
    (client) => read(client, { VersionId: '1'.repeat(32) })
  ],
  [
    'Null',
    'secretsmanager:VersionStage',
    'true',
    'false',
    (client) => read(client, { VersionId: '1'.repeat(32) })
  ],
  ['StringLike', 'secretsmanager:Name', 'n*', 'shop/*', create],
  [
    'StringEquals',
    'secretsmanager:KmsKeyId',
    'k',
    'j',
    (client) => createWith(client, { KmsKeyId: 'k' })
  ],
  [
    'StringEquals',
    'secretsmanager:Description',
    'd',
    'e',
    (client) => createWith(client, { Description: 'd' })
  ],
  [
    'StringEquals',
    'aws:RequestTag/team',
    'shop',
    'web',
    (client) => createWith(client, { Tags: TEAM })
  ],
  [
    'ForAllValues:StringEquals',
    'aws:TagKeys',
    ['team', 'x'],
    ['x'],
    (client) => createWith(client, { Tags: TEAM })
  ],
  ['Null', 'aws:TagKeys', 'true', 'false', create],
  ['Null', 'aws:RequestTag/team', 'true', 'false', describeSecret],
  ['Null', 'secretsmanager:Name', 'true', 'false', describeSecret],
  [
    'NumericGreaterThan',
    'secretsmanager:RecoveryWindowInDays',
    '7',
    '30',
    (client) =>
      client.send(new DeleteSecretCommand({ SecretId: 'shop/db', RecoveryWindowInDays: 8 }))
  ],
  [
    'Bool',
    'secretsmanager:ForceDeleteWithoutRecovery',
    'true',
    'false',
    (client) =>
      client.send(
        new DeleteSecretCommand({ SecretId: 'shop/db', ForceDeleteWithoutRecovery: true })
      )
  ]
])('%s %s', (operator, key, holding, failing, call) => {
  test.each([
    [holding, 'no error'],
    [failing, /^AccessDeniedException: .* because no identity-based policy allows/]
  ])('%j', async (value, expected) => {
    const { arn, client } = await start({ Condition: { [operator]: { [key]: value } } });
    const told = await readError(call(client, arn));
    if (typeof expected === 'string') expect(told).toBe(expected);
    else expect(told).toMatch(expected);
  });
});

// By the reference a call may have these; what they hold is not known.
test.each<[string, string, string, Call]>([
  ['StringEquals', 'token.actions.githubusercontent.com:sub', 'x', random],
  ['StringEquals', 'aws:ResourceAccount', '123456789012', random],
  [
    'ArnLike',
    'secretsmanager:SecretId',
    'arn:aws:secretsmanager:*:*:secret:shop/*',
    (client) => describeSecret(client)
  ],
  [
    'StringEquals',
    'secretsmanager:SecretPrimaryRegion',
    'eu-west-1',
    (client) => describeSecret(client)
  ],
  ['StringEquals', 'secretsmanager:VersionStage', 'AWSCURRENT', (client) => read(client)],
  ['StringEquals', 'secretsmanager:KmsKeyId', 'k', create],
  ['ArnLike', 'secretsmanager:KmsKeyArn', 'arn:aws:kms:*:*:key/*', create],
  ['StringEquals', 'aws:ResourceTag/team', 'shop', (client) => createWith(client, { Tags: TEAM })]
])('%s %s %s is not judged', async (operator, key, value, call) => {
  const { arn, client } = await start({ Condition: { [operator]: { [key]: value } } });
  expect(await readError(call(client, arn))).toContain(
    `UnjudgedPolicy: This emulator does not judge the policy: it does not know the value that ${key} has in this call.`
  );
});

describe('KMS, as Secrets Manager calls it', () => {
  const put = (client: SecretsManagerClient) =>
    client.send(new PutSecretValueCommand({ SecretId: 'new', SecretString: 'y', ...token('3') }));
  const refused = 'AccessDeniedException: Access to KMS is not allowed';
  test.each([
    ['Bool', 'aws:ViaAWSService', 'false', 'true'],
    [
      'StringEquals',
      'kms:ViaService',
      'ec2.eu-west-1.amazonaws.com',
      'secretsmanager.eu-west-1.amazonaws.com'
    ],
    ['StringEquals', 'kms:CallerAccount', '210987654321', '123456789012'],
    [
      'StringLike',
      'kms:EncryptionContext:SecretARN',
      'arn:aws:secretsmanager:*:*:secret:x-*',
      'arn:aws:secretsmanager:*:*:secret:new-*'
    ],
    ['StringLike', 'kms:EncryptionContext:SecretVersionId', '4*', '3*'],
    ['ForAnyValue:StringEquals', 'kms:EncryptionContextKeys', 'x', 'SecretARN']
  ])('%s %s', async (operator, key, other, own) => {
    const notAtCreation = {
      StringNotEquals: { 'kms:EncryptionContext:SecretVersionId': '2'.repeat(32) }
    };
    const deny = (value: string) =>
      start(
        {
          Effect: 'Deny',
          NotAction: undefined,
          Action: 'kms:GenerateDataKey',
          Condition: { [operator]: { [key]: value }, ...notAtCreation }
        },
        ['secretsmanager:*', 'kms:*']
      );
    for (const [value, expected] of [
      [other, 'no error'],
      [own, refused]
    ] as const) {
      const { client } = await deny(value);
      const told = await readError(createWith(client, { KmsKeyId: 'k' }).then(() => put(client)));
      expect([value, told]).toEqual([value, expected]);
    }
  });
});
