import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { IamPolicy } from '../../emulator/aws/iam-policy.js';
import type { Role } from '../../emulator/aws/role.js';
import type { TrustStatement } from '../../emulator/aws/trust-policy.js';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { certificateFile, startLatencyProxy } from '../../emulator/latency-proxy.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import { isMinistackInstalled, Ministack } from '../helpers/ministack.js';
import { isMotoInstalled, startMoto, type Moto } from '../helpers/moto.js';
import { ROOT } from '../helpers/pages.js';
import { readComplaints, readFailure } from '../helpers/recording-cloud.js';

type Texts = Readonly<Record<string, string>>;

const REGION = 'eu-west-1';
const step = (inputs: Texts, env: Texts): Promise<StepResult> =>
  runStep({
    action: join(ROOT),
    inputs: { 'aws-region': REGION, 'timeout-seconds': '60', ...inputs },
    env
  });
const end = (result: StepResult) => [result.conclusion, readComplaints(result)];

test('a chain of two roles takes one request more than one role, and no connection', async () => {
  const HUB = 'arn:aws:iam::123456789012:role/hub';
  const SHOP = 'arn:aws:iam::210987654321:role/shop';
  const everything: IamPolicy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }]
  };
  const role = (arn: string, statement: Omit<TrustStatement, 'Effect'>): [string, Role] => [
    arn,
    {
      arn,
      maxSessionDuration: 3600,
      permissions: everything,
      trust: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] }
    }
  ];
  const cloud = await startCloud({
    roles: new Map([
      role(HUB, {
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: {
          Federated: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com'
        },
        Condition: {
          StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:octo-org/app:*' }
        }
      }),
      role(SHOP, { Action: 'sts:AssumeRole', Principal: { AWS: HUB } })
    ])
  });
  const [sts, secretsmanager] = await Promise.all([
    startLatencyProxy(cloud.url, 0),
    startLatencyProxy(cloud.url, 0)
  ]);
  try {
    const env = {
      ...cloud.env({ sts: sts.url, secretsmanager: secretsmanager.url }),
      NODE_EXTRA_CA_CERTS: certificateFile
    };
    /** How many connections were used, and how many requests there were. */
    let before = 0;
    const count = (): readonly number[] => {
      const connections = [sts, secretsmanager].map(
        ({ connections: all }) => all.filter(({ requests }) => requests.length > 0).length
      );
      const requests = cloud.requests.length - before;
      before = cloud.requests.length;
      return [...connections, requests];
    };
    expect(end(await step({ 'role-to-assume': HUB }, env))).toEqual(['success', []]);
    expect(count()).toEqual([1, 1, 3]);
    expect(end(await step({ 'role-to-assume': `${HUB} ${SHOP}` }, env))).toEqual(['success', []]);
    expect(count()).toEqual([2, 2, 4]);
  } finally {
    await Promise.all([sts.close(), secretsmanager.close(), cloud.close()]);
  }
});

// moto takes any token and any caller, but knows accounts: the secret is where the last role is.
(isMotoInstalled() ? describe : describe.skip)('moto', () => {
  let moto: Moto;
  let cloud: Cloud;
  beforeAll(async () => {
    [moto, cloud] = await Promise.all([startMoto(), startCloud()]);
  });
  afterAll(async () => {
    await Promise.all([moto.close(), cloud.close()]);
  });

  test('a chain over three accounts stores in the last one', async () => {
    const roles = ['111111111111', '222222222222', '333333333333'].map(
      (account) => `arn:aws:iam::${account}:role/r`
    );
    const env = cloud.env({ sts: moto.url, secretsmanager: moto.url });
    const inputs = {
      'role-to-assume': roles.join('\n'),
      'role-external-id': 'acme-7c1f',
      'secret-id': 'shop/chain'
    };
    const result = await step(inputs, env);
    expect(end(result)).toEqual(['success', []]);
    expect(result.outputs['secret-arn']).toContain(`:${REGION}:333333333333:secret:shop/chain-`);
  });

  test('role-chaining begins with the keys of the runner', async () => {
    const env = {
      ...cloud.env({ sts: moto.url, secretsmanager: moto.url }),
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'a/key/that/moto/takes'
    };
    const inputs = {
      'role-to-assume': 'arn:aws:iam::444444444444:role/r',
      'role-chaining': 'true',
      'secret-id': 'shop/chaining'
    };
    const result = await step(inputs, env);
    expect(end(result)).toEqual(['success', []]);
    expect(result.outputs['secret-arn']).toContain(':444444444444:secret:shop/chaining-');
  });
});

// ministack has one account, and evaluates policies.
(isMinistackInstalled() ? describe : describe.skip)('ministack', () => {
  const ACCOUNT = 'arn:aws:iam::123456789012';
  const HUB = `${ACCOUNT}:role/hub`;
  const SHOP = `${ACCOUNT}:role/shop`;
  const EXTERNAL_ID = 'acme-7c1f';
  const allow = (...actions: readonly string[]): IamPolicy => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }]
  });
  const role = (
    arn: string,
    principal: string,
    permissions: IamPolicy,
    externalId?: string
  ): Role => ({
    arn,
    maxSessionDuration: 3600,
    permissions,
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: principal },
          ...(externalId !== undefined && {
            Condition: { StringEquals: { 'sts:ExternalId': externalId } }
          })
        }
      ]
    }
  });

  let ministack: Ministack;
  beforeAll(async () => {
    ministack = await Ministack.start();
  });
  afterAll(() => ministack.close());

  const chain = (more: Texts = {}): Promise<StepResult> =>
    step(
      {
        'role-to-assume': `${HUB} ${SHOP}`,
        'role-chaining': 'true',
        'role-external-id': EXTERNAL_ID,
        'role-session-name': 'run',
        'timeout-seconds': '10',
        ...more
      },
      { ...ministack.rootEnv, AWS_ENDPOINT_URL: ministack.url }
    );
  const start = async (permissions: IamPolicy, trusted = HUB): Promise<void> => {
    await ministack.setRole(role(HUB, `${ACCOUNT}:root`, permissions));
    await ministack.setRole(role(SHOP, trusted, allow('secretsmanager:*'), EXTERNAL_ID));
  };

  test('a chain of roles that trust each other draws a password', async () => {
    await start(allow('sts:AssumeRole'));
    expect(end(await chain())).toEqual(['success', []]);
  });

  test.each<[string, () => Promise<void>, Texts]>([
    ['another external id', () => start(allow('sts:AssumeRole')), { 'role-external-id': 'other' }],
    [
      'a role that does not trust the one before it',
      () => start(allow('sts:AssumeRole'), `${ACCOUNT}:role/other`),
      {}
    ]
  ])('%s is told with who asked', async (_, prepare, inputs) => {
    await prepare();
    expect(readFailure(await chain(inputs))).toContain(
      `Could not assume role 2 of 2, ${SHOP}: STS does not let arn:aws:sts::123456789012:assumed-role/hub/run assume the role`
    );
  });
});
