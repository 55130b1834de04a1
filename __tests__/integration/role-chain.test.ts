import { afterEach, describe, expect, test } from '@jest/globals';
import type { IamPolicy, IamStatement } from '../../emulator/aws/iam-policy.js';
import type { Role } from '../../emulator/aws/role.js';
import type { TrustPolicy, TrustStatement } from '../../emulator/aws/trust-policy.js';
import { startCloud, type Cloud, type CloudOptions } from '../../emulator/index.js';
import { ServiceError } from '../../emulator/service.js';
import type { StepResult } from '../../emulator/runner/runner.js';
import { run, runPromote } from '../../src/main.js';
import { readComplaints, readFailure } from '../helpers/recording-cloud.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';

// Three accounts: jobs reach the hub, the hub reaches operations, and operations reach the shop.
const HUB = 'arn:aws:iam::123456789012:role/hub';
const OPERATIONS = 'arn:aws:iam::222222222222:role/teams/operations';
const SHOP = 'arn:aws:iam::333333333333:role/shop';
const SESSION = 'octo-org-app-7';
const HUB_SESSION = `arn:aws:sts::123456789012:assumed-role/hub/${SESSION}`;
const OPERATIONS_SESSION = `arn:aws:sts::222222222222:assumed-role/operations/${SESSION}`;
const USER = 'arn:aws:iam::123456789012:user/deployer';
const EXTERNAL_ID = 'shop-7Qz-hunter2';

const policy = (...Statement: readonly IamStatement[]): IamPolicy => ({
  Version: '2012-10-17',
  Statement
});
const allow = (Action: string, Resource = '*'): IamStatement => ({
  Effect: 'Allow',
  Action,
  Resource
});
const trust = (statement: Omit<TrustStatement, 'Effect'>): TrustPolicy => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', ...statement }]
});
const trusting = (arn: string, externalId?: string): TrustPolicy =>
  trust({
    Action: 'sts:AssumeRole',
    Principal: { AWS: arn },
    ...(externalId !== undefined && {
      Condition: { StringEquals: { 'sts:ExternalId': externalId } }
    })
  });
const trustingJobs = trust({
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: {
    Federated: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com'
  },
  Condition: {
    StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:octo-org/app:*' }
  }
});
const role = (arn: string, trusted: TrustPolicy, permissions: IamPolicy): Role => ({
  arn,
  trust: trusted,
  permissions,
  maxSessionDuration: 43_200
});

/** Each may do more than it needs, so that only the session policies limit the sessions. */
const everything = policy(allow('*'));
const hub = (permissions = everything): Role => role(HUB, trustingJobs, permissions);
const operations = (trusted = trusting(HUB, EXTERNAL_ID), permissions = everything): Role =>
  role(OPERATIONS, trusted, permissions);
const shop = (trusted = trusting(OPERATIONS, EXTERNAL_ID)): Role => role(SHOP, trusted, everything);

let cloud: Cloud;
afterEach(() => cloud.close());
const start = async (roles: readonly Role[], options: CloudOptions = {}): Promise<void> => {
  cloud = await startCloud({ roles: new Map(roles.map((one) => [one.arn, one])), ...options });
};

type Texts = Readonly<Record<string, string>>;
const CHAIN = `${HUB} ${OPERATIONS}\n${SHOP}`;

function step(inputs: Texts, env: Texts = {}, action: '.' | 'promote' = '.'): Promise<StepResult> {
  return runStepInProcess(
    cloud,
    {
      action,
      inputs: {
        'aws-region': cloud.region,
        'role-to-assume': CHAIN,
        'role-session-name': SESSION,
        'role-external-id': EXTERNAL_ID,
        ...inputs
      },
      env: { ...cloud.env(), ...env },
      debug: true
    },
    action === '.' ? run : runPromote
  );
}

const expectSuccess = (result: StepResult): void => {
  expect([result.conclusion, readComplaints(result)]).toEqual(['success', []]);
  expectHidden(result);
};
/** The runner shows every input by itself. */
const expectHidden = ({ stdout, stderr }: StepResult): void => {
  expect(stdout + stderr).not.toContain(EXTERNAL_ID);
};
const failure = (result: StepResult): string => {
  expectHidden(result);
  return readFailure(result);
};
const operationsOf = (): readonly string[] =>
  cloud.requests.map(({ service, operation }) => `${service} ${operation}`);
const sent = (at: number): Texts => cloud.calls('sts')[at]?.body as Texts;
const policyOf = (at: number): unknown => JSON.parse(sent(at)['Policy'] ?? '');
const session = (at: number): string =>
  [...cloud.principals.values()].filter(({ sessionToken }) => sessionToken)[at]?.arn ?? '';

describe('three roles, the first by the token of the job', () => {
  test('are assumed one by the other, and the last draws the password', async () => {
    await start([hub(), operations(), shop()]);
    expectSuccess(await step({}));
    expect(operationsOf()).toEqual([
      'oidc GetIDToken',
      'sts AssumeRoleWithWebIdentity',
      'sts AssumeRole',
      'sts AssumeRole',
      'secretsmanager GetRandomPassword'
    ]);
    expect([session(0), session(1)]).toEqual([HUB_SESSION, OPERATIONS_SESSION]);
    expect(session(2)).toBe(`arn:aws:sts::333333333333:assumed-role/shop/${SESSION}`);
  });

  test('have the name, the external id and the duration that the inputs say', async () => {
    await start([hub(), operations(), shop()]);
    expectSuccess(await step({ 'role-duration-seconds': '3600' }));
    const fields = [0, 1, 2].map((at) => {
      const { RoleArn, RoleSessionName, DurationSeconds, ExternalId } = sent(at);
      return [RoleArn, RoleSessionName, DurationSeconds, ExternalId];
    });
    expect(fields).toEqual([
      // The exchange of a token takes no external id.
      [HUB, SESSION, '900', undefined],
      [OPERATIONS, SESSION, '900', EXTERNAL_ID],
      [SHOP, SESSION, '3600', EXTERNAL_ID]
    ]);
  });

  test('may do nothing but assume the next one; the last has the policy of the run', async () => {
    await start([hub(), operations(), shop()]);
    expectSuccess(await step({}));
    expect(policyOf(0)).toEqual(policyThatAllows('sts:AssumeRole', OPERATIONS));
    expect(policyOf(1)).toEqual(policyThatAllows('sts:AssumeRole', SHOP));
    expect(policyOf(2)).toEqual(policyThatAllows('secretsmanager:GetRandomPassword', '*'));
  });

  test('share one connection to STS', async () => {
    await start([hub(), operations(), shop()]);
    expectSuccess(await step({}));
    expect(new Set(cloud.calls('sts').map(({ connection }) => connection)).size).toBe(1);
  });

  test('store in the account of the last one, and promote there', async () => {
    await start([hub(), operations(), shop()]);
    const inputs = { 'secret-id': 'shop/db' };
    expectSuccess(await step(inputs));
    const rotated = await step({
      ...inputs,
      'if-secret-exists': 'rotate',
      'secret-version-stage': 'AWSPENDING'
    });
    expectSuccess(rotated);
    const before = cloud.calls('sts').length;
    const versionId = rotated.outputs['secret-version-id'] ?? '';
    const promoted = await step({ ...inputs, 'secret-version-id': versionId }, {}, 'promote');
    expectSuccess(promoted);
    expect(promoted.outputs['secret-arn']).toMatch(
      /^arn:aws:secretsmanager:eu-west-1:333333333333:secret:shop\/db-/
    );
    expect(cloud.secrets.find('shop/db')).toBeUndefined();
    expect(policyOf(before)).toEqual(policyThatAllows('sts:AssumeRole', OPERATIONS));
    expect(JSON.stringify(policyOf(before + 2))).toContain('UpdateSecretVersionStage');
  });
});

const policyThatAllows = (action: string, resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: [action], Resource: [resource] }]
});

describe('role-chaining', () => {
  const chaining = (more: Texts = {}): Promise<StepResult> =>
    step(
      { 'role-to-assume': SHOP, 'role-chaining': 'true', ...more },
      {
        ...cloud.staticEnv,
        ACTIONS_ID_TOKEN_REQUEST_URL: '',
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: ''
      }
    );

  test('assumes the role with the credentials of the runner, without an OIDC token', async () => {
    await start([shop(trusting(USER, EXTERNAL_ID))]);
    expectSuccess(await chaining());
    expect(operationsOf()).toEqual(['sts AssumeRole', 'secretsmanager GetRandomPassword']);
    expect(policyOf(0)).toEqual(policyThatAllows('secretsmanager:GetRandomPassword', '*'));
    expect(sent(0)).toMatchObject({ RoleArn: SHOP, ExternalId: EXTERNAL_ID });
  });

  test('may ask for twelve hours with long-lived keys', async () => {
    await start([shop(trusting(USER, EXTERNAL_ID))]);
    expectSuccess(await chaining({ 'role-duration-seconds': '43200' }));
  });

  test('begins a chain, too', async () => {
    await start([operations(trusting(USER, EXTERNAL_ID)), shop()]);
    expectSuccess(await chaining({ 'role-to-assume': `${OPERATIONS} ${SHOP}` }));
    expect(policyOf(0)).toEqual(policyThatAllows('sts:AssumeRole', SHOP));
  });

  test('from the session of another role has its hour, as AWS says', async () => {
    await start([hub(), shop(trusting(HUB, EXTERNAL_ID))]);
    await step({ 'role-to-assume': HUB, 'role-external-id': '' });
    const opened = [...cloud.principals.values()].find(({ arn }) => arn === HUB_SESSION);
    // The session of a step may do nothing else; that of a runner is not limited.
    Object.assign(opened!, { sessionPolicy: undefined });
    const result = await step(
      { 'role-to-assume': SHOP, 'role-chaining': 'true', 'role-duration-seconds': '3601' },
      {
        AWS_ACCESS_KEY_ID: opened!.accessKeyId,
        AWS_SECRET_ACCESS_KEY: opened!.secretAccessKey,
        AWS_SESSION_TOKEN: opened!.sessionToken!
      }
    );
    expect(failure(result)).toBe(
      `Could not assume the role ${SHOP}: a session that was opened by the session of another role lasts at most 3600 seconds. Lower role-duration-seconds.`
    );
  });

  test('without any credentials does not advise what is set', async () => {
    await start([shop()]);
    const result = await step(
      { 'role-to-assume': SHOP, 'role-chaining': 'true' },
      { AWS_EC2_METADATA_DISABLED: 'true' }
    );
    const message = failure(result);
    expect(message).toMatch(/^Could not load AWS credentials: no AWS credentials were found/);
    expect(message).not.toContain('set role-to-assume');
    expect(message).not.toContain('Set role-to-assume');
    expect(message).toContain('leave role-chaining empty');
  });
});

describe('a refusal says which role, who asked, and what to compare', () => {
  const refused = (position: number, arn: string, caller: string, externalId: string): string =>
    `Could not assume role ${position} of 3, ${arn}: STS does not let ${caller} assume the role, or the role does not exist. ` +
    `The trust policy of the role must name ${caller} or its role as a principal, ${externalId}, ` +
    `and the caller needs a policy that allows sts:AssumeRole on ${arn}.`;
  const SENT = 'any sts:ExternalId in it must be what role-external-id is';
  const MISSING = 'a condition on sts:ExternalId in it needs role-external-id';

  test.each<[string, readonly Role[], Texts, string]>([
    [
      'a role that does not trust the one before it',
      [hub(), operations(), shop(trusting(HUB, EXTERNAL_ID))],
      {},
      refused(3, SHOP, OPERATIONS_SESSION, SENT)
    ],
    [
      'a role before it that may not assume it',
      [hub(policy(allow('secretsmanager:*'))), operations(), shop()],
      {},
      refused(2, OPERATIONS, HUB_SESSION, SENT)
    ],
    [
      'another external id',
      [hub(), operations(trusting(HUB, 'another')), shop()],
      {},
      refused(2, OPERATIONS, HUB_SESSION, SENT)
    ],
    [
      'no external id',
      [hub(), operations(), shop()],
      { 'role-external-id': '' },
      refused(2, OPERATIONS, HUB_SESSION, MISSING)
    ],
    [
      'a role that does not exist',
      [hub(), operations()],
      {},
      refused(3, SHOP, OPERATIONS_SESSION, SENT)
    ]
  ])('%s', async (_, roles, inputs, message) => {
    await start(roles);
    expect(failure(await step(inputs))).toBe(message);
    // A refusal is no accident.
    expect(new Set(cloud.calls('sts').map(({ body }) => (body as Texts)['RoleArn'])).size).toBe(
      cloud.calls('sts').length
    );
  });

  test('the first role of the list, with its claims', async () => {
    await start([operations(), shop()]);
    expect(failure(await step({}))).toMatch(
      /^Could not assume role 1 of 3, arn:aws:iam::123456789012:role\/hub: the trust policy of the role does not allow this job/
    );
  });

  test('the user whose keys the runner has', async () => {
    await start([shop(trusting(HUB))]);
    const inputs = { 'role-to-assume': SHOP, 'role-chaining': 'true', 'role-external-id': '' };
    expect(failure(await step(inputs, cloud.staticEnv))).toContain(
      `Could not assume the role ${SHOP}: STS does not let ${USER} assume the role`
    );
  });

  test('the session before it, where AWS does not name it', async () => {
    await start([hub(), operations(), shop()]);
    const kind = new ServiceError('AccessDenied', 'No.', 403);
    cloud.faults.add({ service: 'sts', operation: 'AssumeRole', kind });
    expect(failure(await step({}))).toBe(refused(2, OPERATIONS, HUB_SESSION, SENT));
  });

  test('in words that AWS does not name the caller in', async () => {
    await start([shop(trusting(USER))]);
    cloud.faults.add({ service: 'sts', kind: new ServiceError('AccessDenied', 'No.', 403) });
    const inputs = { 'role-to-assume': SHOP, 'role-chaining': 'true', 'role-external-id': '' };
    expect(failure(await step(inputs, cloud.staticEnv))).toContain(
      'STS does not let the credentials of this runner assume the role'
    );
  });
});

describe('what passes by itself is retried:', () => {
  test.each<[string, ServiceError | 'throttled' | 'reset-before' | 503]>([
    ['throttling', 'throttled'],
    ['a broken connection', 'reset-before'],
    ['a fault of STS', 503],
    [
      'a session that STS does not know yet',
      new ServiceError(
        'InvalidClientTokenId',
        'The security token included in the request is invalid',
        403
      )
    ]
  ])('%s', async (_, kind) => {
    await start([hub(), operations(), shop()]);
    cloud.faults.add({ service: 'sts', operation: 'AssumeRole', kind, times: 2 });
    expectSuccess(await step({}));
    expect(cloud.calls('sts', 'AssumeRole')).toHaveLength(4);
  });
});

test.each([
  ['without credentials', /<Credentials>.*<\/Credentials>/, ''],
  [
    'with a token that cannot be sent',
    /<SessionToken>.*<\/SessionToken>/,
    '<SessionToken>a&#10;b</SessionToken>'
  ]
])('a response %s is none of STS', async (_, part, replacement) => {
  await start([hub(), operations(), shop()]);
  cloud.faults.add({
    service: 'sts',
    operation: 'AssumeRole',
    kind: (__, act) => {
      const response = act();
      return {
        ...response,
        body: String(response.body).replace(part, replacement)
      };
    }
  });
  expect(failure(await step({}))).toMatch(
    /^Could not assume role 2 of 3, [^:]+:.*: the response from 127\.0\.0\.1:\d+ \(status 200\) is not from AWS STS\./
  );
});
