import { describe, expect, test } from '@jest/globals';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { IamPolicy, IamStatement } from '../../emulator/aws/iam-policy.js';
import type { Role } from '../../emulator/aws/role.js';
import type { TrustPolicy, TrustStatement } from '../../emulator/aws/trust-policy.js';
import type { Cloud, CloudOptions } from '../../emulator/index.js';
import {
  createClient,
  getRandomPassword,
  readError,
  roleCredentials,
  startTestCloud,
  staticCredentials
} from '../helpers/aws-clients.js';

const HUB = '123456789012';
const TARGET = '210987654321';
const OIDC = `arn:aws:iam::${HUB}:oidc-provider/token.actions.githubusercontent.com`;
const hub = `arn:aws:iam::${HUB}:role/hub`;
const target = `arn:aws:iam::${TARGET}:role/deploy`;
const hubSession = `arn:aws:sts::${HUB}:assumed-role/hub/job`;

const allow = (Action: string, Resource = '*', more: Partial<IamStatement> = {}): IamStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more
});
const policy = (...Statement: IamStatement[]): IamPolicy => ({ Version: '2012-10-17', Statement });
const trust = (...Statement: TrustStatement[]): TrustPolicy => ({
  Version: '2012-10-17',
  Statement
});
const trusting = (
  principal: TrustStatement['Principal'],
  Condition?: TrustStatement['Condition']
): TrustPolicy =>
  trust({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: principal,
    ...(Condition && { Condition })
  });
const trustingGitHub = trust({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: OIDC },
  Condition: {
    StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:octo-org/app:*' }
  }
});

const role = (arn: string, trusted: TrustPolicy, more: Partial<Role> = {}): Role => ({
  arn,
  trust: trusted,
  permissions: policy(allow('secretsmanager:*')),
  maxSessionDuration: 3600,
  ...more
});
const hubRole = (permissions: IamPolicy = policy(allow('sts:AssumeRole', target))): Role =>
  role(hub, trustingGitHub, { permissions });

const startWith = (roles: readonly Role[], options: CloudOptions = {}) =>
  startTestCloud({ roles: new Map(roles.map((one) => [one.arn, one])), ...options });

type Parameters = NonNullable<Parameters_['params']>;
type Parameters_ = globalThis.Parameters<typeof fromTemporaryCredentials>[0];
type Credentials = NonNullable<Parameters_['masterCredentials']>;

/** The SDK's credentials of a role that others assume. */
const assume = (cloud: Cloud, RoleArn: string, from: Credentials, more: Partial<Parameters> = {}) =>
  fromTemporaryCredentials({
    masterCredentials: from,
    params: { RoleArn, RoleSessionName: 'job', ...more },
    clientConfig: { region: cloud.region, endpoint: cloud.url, maxAttempts: 1 }
  });

const hubCredentials = (cloud: Cloud, policyOfSession = policy(allow('sts:AssumeRole', target))) =>
  roleCredentials(cloud, {
    roleArn: hub,
    roleSessionName: 'job',
    policy: JSON.stringify(policyOfSession)
  });

const refusal = (arn: string, who = hubSession) =>
  `AccessDenied: User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;

describe('a chain from a hub account to a target account', () => {
  test('opens a session in the target account, with its secrets and its permissions', async () => {
    const cloud = await startWith([hubRole(), role(target, trusting({ AWS: hub }))]);
    const credentials = assume(cloud, target, await hubCredentials(cloud), {
      Policy: JSON.stringify(policy(allow('secretsmanager:*')))
    });
    await getRandomPassword(cloud, credentials);
    cloud.secretsOf(TARGET).create({
      Name: 'shop/db',
      SecretString: 'theirs',
      ClientRequestToken: 'c'.repeat(32)
    });
    const read = createClient(cloud, credentials).send(
      new GetSecretValueCommand({ SecretId: 'shop/db' })
    );
    expect(await read).toMatchObject({
      SecretString: 'theirs',
      ARN: expect.stringContaining(`:${TARGET}:secret:shop/db-`)
    });
    expect(cloud.secrets.secrets.size).toBe(0);
    const [, chained] = [...cloud.principals.values()].slice(1);
    expect(chained).toMatchObject({
      arn: `arn:aws:sts::${TARGET}:assumed-role/deploy/job`,
      session: { roleArn: target, name: 'job' }
    });
    expect(cloud.calls('sts', 'AssumeRole').map(({ statusSent }) => statusSent)).toEqual([
      200, 200
    ]);
  });

  test('reads no secret of the hub account, whatever the role may do', async () => {
    const cloud = await startWith([hubRole(), role(target, trusting({ AWS: hub }))]);
    const { ARN = '' } = cloud.secrets.create({
      Name: 'shop/db',
      SecretString: 'ours',
      ClientRequestToken: 'c'.repeat(32)
    }) as { ARN?: string };
    const client = createClient(cloud, assume(cloud, target, await hubCredentials(cloud)));
    expect(await readError(client.send(new GetSecretValueCommand({ SecretId: ARN })))).toBe(
      `AccessDeniedException: User: arn:aws:sts::${TARGET}:assumed-role/deploy/job is not authorized to perform: secretsmanager:GetSecretValue on resource: ${ARN} because no resource-based policy allows the secretsmanager:GetSecretValue action`
    );
  });

  test('the session policies cut each session down', async () => {
    const cloud = await startWith([hubRole(), role(target, trusting({ AWS: hub }))]);
    const last = assume(cloud, target, await hubCredentials(cloud), {
      Policy: JSON.stringify(policy(allow('secretsmanager:GetSecretValue')))
    });
    expect(await readError(getRandomPassword(cloud, last))).toContain(
      'because no session policy allows the secretsmanager:GetRandomPassword action'
    );
    const first = await hubCredentials(cloud);
    expect(await readError(getRandomPassword(cloud, first))).toContain(
      'because no identity-based policy allows the secretsmanager:GetRandomPassword action'
    );
  });

  test('goes on: a third role, trusted by the session of the second', async () => {
    const third = `arn:aws:iam::${TARGET}:role/path/third`;
    const second = role(target, trusting({ AWS: hub }), { permissions: policy() });
    const cloud = await startWith([
      hubRole(),
      second,
      role(third, trusting({ AWS: `arn:aws:sts::${TARGET}:assumed-role/deploy/job` }))
    ]);
    const chain = assume(
      cloud,
      third,
      assume(cloud, target, await hubCredentials(cloud), {
        Policy: JSON.stringify(policy(allow('secretsmanager:ListSecrets')))
      })
    );
    await expect(getRandomPassword(cloud, chain)).resolves.toHaveProperty('RandomPassword');
  });
});

// Who trusts, who is allowed → whether AWS lets them in (IAM user guide, "Policy evaluation logic").
const inHub = `arn:aws:iam::${HUB}:role/next`;
const nobody = policy();
const mayAll = policy(allow('sts:AssumeRole'));
test.each<[string, string, TrustPolicy, IamPolicy, IamPolicy | undefined, boolean]>([
  ['across accounts, both allow', target, trusting({ AWS: hub }), mayAll, undefined, true],
  [
    'across accounts, the role trusts the session',
    target,
    trusting({ AWS: hubSession }),
    mayAll,
    undefined,
    true
  ],
  [
    'across accounts, the role trusts the account',
    target,
    trusting({ AWS: HUB }),
    mayAll,
    undefined,
    true
  ],
  [
    'across accounts, the role trusts the root of the account',
    target,
    trusting({ AWS: `arn:aws:iam::${HUB}:root` }),
    mayAll,
    undefined,
    true
  ],
  ['across accounts, the role trusts everybody', target, trusting('*'), mayAll, undefined, true],
  [
    'across accounts, the role trusts one of several',
    target,
    trusting({ AWS: ['111122223333', hub] }),
    mayAll,
    undefined,
    true
  ],
  ['across accounts, the caller may not', target, trusting({ AWS: hub }), nobody, undefined, false],
  ['across accounts, its session may not', target, trusting({ AWS: hub }), mayAll, nobody, false],
  [
    'across accounts, its session may',
    target,
    trusting({ AWS: hub }),
    mayAll,
    policy(allow('sts:AssumeRole', target)),
    true
  ],
  [
    'across accounts, another session',
    target,
    trusting({ AWS: `${hubSession}s` }),
    mayAll,
    undefined,
    false
  ],
  ['across accounts, another role', target, trusting({ AWS: `${hub}s` }), mayAll, undefined, false],
  [
    'across accounts, another account',
    target,
    trusting({ AWS: '111122223333' }),
    mayAll,
    undefined,
    false
  ],
  ['across accounts, its own account', target, trusting({ AWS: TARGET }), mayAll, undefined, false],
  [
    'across accounts, a service',
    target,
    trusting({ Service: 'ec2.amazonaws.com' }),
    mayAll,
    undefined,
    false
  ],
  ['across accounts, GitHub', target, trustingGitHub, mayAll, undefined, false],
  [
    'in one account, the role trusts the role',
    inHub,
    trusting({ AWS: hub }),
    nobody,
    undefined,
    true
  ],
  [
    'in one account, the role trusts the role, the session may not',
    inHub,
    trusting({ AWS: hub }),
    nobody,
    nobody,
    false
  ],
  [
    'in one account, the role trusts the session, which may not',
    inHub,
    trusting({ AWS: hubSession }),
    nobody,
    nobody,
    true
  ],
  [
    'in one account, the role trusts the account, the caller may',
    inHub,
    trusting({ AWS: HUB }),
    mayAll,
    undefined,
    true
  ],
  [
    'in one account, the role trusts the account, the caller may not',
    inHub,
    trusting({ AWS: HUB }),
    nobody,
    undefined,
    false
  ],
  [
    'in one account, the caller is denied',
    inHub,
    trusting({ AWS: hub }),
    policy(allow('*'), { ...allow('sts:*'), Effect: 'Deny' }),
    undefined,
    false
  ],
  [
    'in one account, the session is denied',
    inHub,
    trusting({ AWS: hubSession }),
    mayAll,
    policy({ ...allow('sts:*'), Effect: 'Deny' }),
    false
  ],
  [
    'the trust policy denies',
    target,
    trust(...trusting({ AWS: HUB }).Statement, {
      ...trusting({ AWS: hub }).Statement[0]!,
      Effect: 'Deny'
    }),
    mayAll,
    undefined,
    false
  ],
  [
    'the trust policy is about another action',
    target,
    trust({ ...trusting({ AWS: hub }).Statement[0]!, Action: 'sts:TagSession' }),
    mayAll,
    undefined,
    false
  ],
  [
    'the account, if the caller is the role',
    target,
    trusting({ AWS: HUB }, { ArnEquals: { 'aws:PrincipalArn': hub } }),
    mayAll,
    undefined,
    true
  ],
  [
    'the account, if the caller is another role',
    target,
    trusting({ AWS: HUB }, { ArnEquals: { 'aws:PrincipalArn': `${hub}s` } }),
    mayAll,
    undefined,
    false
  ],
  [
    'the session has the name',
    target,
    trusting({ AWS: HUB }, { StringEquals: { 'sts:RoleSessionName': 'job' } }),
    mayAll,
    undefined,
    true
  ],
  [
    'the caller may assume roles with a tag',
    target,
    trusting({ AWS: hub }),
    policy(
      allow('sts:AssumeRole', '*', {
        Condition: { StringEquals: { 'iam:ResourceTag/team': 'shop' } }
      })
    ),
    undefined,
    true
  ],
  [
    'the caller may assume roles with another tag',
    target,
    trusting({ AWS: hub }),
    policy(
      allow('sts:AssumeRole', '*', { Condition: { StringEquals: { 'iam:ResourceTag/team': 'x' } } })
    ),
    undefined,
    false
  ]
])('%s', async (_, arn, trusted, permissions, sessionPolicy, allowed) => {
  const cloud = await startWith([
    hubRole(permissions),
    role(arn, trusted, { tags: [{ Key: 'team', Value: 'shop' }] })
  ]);
  const from = await hubCredentials(cloud, sessionPolicy ?? policy(allow('*')));
  expect(await readError(getRandomPassword(cloud, assume(cloud, arn, from)))).toBe(
    allowed ? 'no error' : refusal(arn)
  );
});

test('in one account, a role that trusts everybody is not judged when the caller may not', async () => {
  const cloud = await startWith([hubRole(nobody), role(inHub, trusting('*'))]);
  const credentials = assume(cloud, inHub, await hubCredentials(cloud));
  expect(await readError(getRandomPassword(cloud, credentials))).toContain(
    `UnjudgedPolicy: This emulator does not judge the policy: ${inHub} trusts *`
  );
});

describe('an external id', () => {
  const wanting = trusting({ AWS: hub }, { StringEquals: { 'sts:ExternalId': 'shop-7' } });
  test.each([
    ['that fits', { ExternalId: 'shop-7' }, 'no error'],
    ['that differs', { ExternalId: 'shop-8' }, refusal(target)],
    ['that is missing', {}, refusal(target)],
    [
      'that is short',
      { ExternalId: 'x' },
      "ValidationError: 1 validation error detected: Value 'x' at 'externalId' failed to satisfy constraint: Member must have length greater than or equal to 2"
    ],
    [
      'with a space',
      { ExternalId: 'a b' },
      String.raw`ValidationError: 1 validation error detected: Value 'a b' at 'externalId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@:/-]*`
    ],
    ['that is long', { ExternalId: 'x'.repeat(1225) }, /length less than or equal to 1224$/]
  ])('%s', async (_, parameters, expected) => {
    const cloud = await startWith([hubRole(), role(target, wanting)]);
    const from = await hubCredentials(cloud);
    const told = await readError(getRandomPassword(cloud, assume(cloud, target, from, parameters)));
    if (typeof expected === 'string') expect(told).toBe(expected);
    else expect(told).toMatch(expected);
  });

  test('does no harm where none is asked for', async () => {
    const cloud = await startWith([hubRole(), role(target, trusting({ AWS: hub }))]);
    const credentials = assume(cloud, target, await hubCredentials(cloud), { ExternalId: 'any' });
    expect(await readError(getRandomPassword(cloud, credentials))).toBe('no error');
  });
});

describe('a duration', () => {
  const long = { maxSessionDuration: 43_200 };
  test('of over an hour is refused to a session, which chains', async () => {
    const cloud = await startWith([hubRole(), role(target, trusting({ AWS: hub }), long)]);
    const from = await hubCredentials(cloud);
    const tried = (DurationSeconds: number) =>
      readError(getRandomPassword(cloud, assume(cloud, target, from, { DurationSeconds })));
    expect(await tried(3601)).toBe(
      'ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'
    );
    expect(await tried(3600)).toBe('no error');
  });

  test('of over an hour is given to a user, as the role allows', async () => {
    const user = `arn:aws:iam::${HUB}:user/deployer`;
    const cloud = await startWith([role(target, trusting({ AWS: user }), long)]);
    const tried = (DurationSeconds: number) =>
      assume(cloud, target, staticCredentials(cloud), { DurationSeconds });
    const { expiration } = await tried(43_200)();
    expect(expiration!.getTime() - Date.now()).toBeGreaterThan(43_100_000);
    expect(await readError(getRandomPassword(cloud, tried(43_201)))).toMatch(
      /less than or equal to 43200$/
    );
    expect(await readError(getRandomPassword(cloud, tried(899)))).toMatch(
      /greater than or equal to 900$/
    );
  });
});

describe('STS refuses', () => {
  const start = async () => {
    const cloud = await startWith([hubRole(), role(target, trusting({ AWS: hub }))]);
    return { cloud, from: await hubCredentials(cloud) };
  };
  test.each<[string, string, Partial<Parameters>, string]>([
    ['a role that is not there', `${target}s`, {}, refusal(`${target}s`)],
    [
      'what is no ARN',
      'deploy-deploy-deploy-deploy',
      {},
      'ValidationError: deploy-deploy-deploy-deploy is invalid'
    ],
    [
      'a session policy that is no JSON',
      target,
      { Policy: '{' },
      'MalformedPolicyDocumentException: This policy contains invalid Json'
    ],
    [
      'a name with a space',
      target,
      { RoleSessionName: 'a b' },
      String.raw`ValidationError: 1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`
    ],
    [
      'tags, which the emulator does not know',
      target,
      { Tags: [{ Key: 'a', Value: 'b' }] },
      'NotEmbedded: This emulator does not know Tags.member.1.Key.'
    ]
  ])('%s', async (_, arn, parameters, expected) => {
    const { cloud, from } = await start();
    expect(await readError(getRandomPassword(cloud, assume(cloud, arn, from, parameters)))).toBe(
      expected
    );
  });

  test.each([
    [
      'unknown keys',
      { accessKeyId: 'ASIAUNKNOWN', secretAccessKey: 'x', sessionToken: 'y' },
      'InvalidClientTokenId: The security token included in the request is invalid'
    ],
    ['a wrong secret key', undefined, /^SignatureDoesNotMatch: The request signature we calculated/]
  ])('%s', async (_, given, expected) => {
    const { cloud } = await start();
    const credentials = given ?? { ...staticCredentials(cloud), secretAccessKey: 'wrong' };
    const told = await readError(getRandomPassword(cloud, assume(cloud, target, credentials)));
    if (typeof expected === 'string') expect(told).toBe(expected);
    else expect(told).toMatch(expected);
  });

  test('a session that is over', async () => {
    let now = Date.now();
    const cloud = await startWith([hubRole(), role(target, trusting({ AWS: hub }))], {
      now: () => now
    });
    const first = await (await hubCredentials(cloud))();
    now += 3_600_000;
    // The SDK does not sign with what it knows to be over.
    const { accessKeyId, secretAccessKey, sessionToken } = first;
    const kept = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
    expect(await readError(getRandomPassword(cloud, assume(cloud, target, kept)))).toBe(
      'ExpiredToken: The security token included in the request is expired'
    );
  });

  test('a token of GitHub for a role in an account without the provider', async () => {
    const federated = role(
      target,
      trust({
        ...trustingGitHub.Statement[0]!,
        Principal: { Federated: OIDC.replace(HUB, TARGET) }
      })
    );
    for (const [accounts, expected] of [
      [
        [],
        'InvalidIdentityTokenException: No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com'
      ],
      [[TARGET], 'no error']
    ] as const) {
      const cloud = await startWith([federated], { federatedAccounts: accounts });
      expect(
        await readError(getRandomPassword(cloud, await roleCredentials(cloud, { roleArn: target })))
      ).toBe(expected);
    }
  });
});
