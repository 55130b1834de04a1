import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ISSUER } from '../../emulator/github/token-service.js';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { ServiceError } from '../../emulator/service.js';
import { preconnect } from '../../src/network/preconnect.js';
import { createSts } from '../../src/aws/credentials/source.js';
import type { RoleSession } from '../../src/aws/credentials/role-session.js';
import { webIdentityRole } from '../../src/aws/credentials/web-identity-role.js';
import { CallError } from '../../src/errors/call-error.js';
import { readClaims } from '../../src/github/id-token.js';
import { Retrier } from '../../src/retry.js';

let cloud: Cloud;
let now = Date.now();
beforeAll(async () => {
  cloud = await startCloud({ now: () => now });
});
afterAll(() => cloud.close());
beforeEach(() => {
  cloud.faults.clear();
  now = Date.now();
});

const expired = new ServiceError('ExpiredTokenException', 'Token expired: current date/time', 400);
const POLICY = '{"Version":"2012-10-17","Statement":[]}';

interface Outcome {
  readonly accessKeyId?: string;
  readonly error?: unknown;
  /** How often a further token was asked for. */
  readonly renewals: number;
  readonly exchanges: number;
}

async function assumed(
  changes: Partial<RoleSession> = {},
  token = cloud.issuer.token(cloud.audience)
): Promise<Outcome> {
  const role = {
    roleArn: cloud.roleArn,
    sessionName: 'octo-org-app-7',
    durationSeconds: 900,
    policy: POLICY,
    ...changes
  };
  let renewals = 0;
  const tokens = {
    first: Promise.resolve(token),
    another: () => {
      renewals++;
      return Promise.resolve(cloud.issuer.token(cloud.audience));
    },
    claims: readClaims
  };
  const before = cloud.requests.length;
  const retrier = new Retrier(3600);
  process.env['AWS_ENDPOINT_URL'] = cloud.url;
  try {
    const sts = createSts(cloud.region, preconnect({ url: new URL(cloud.url) }), retrier);
    const { accessKeyId } = await webIdentityRole(role, tokens, sts).load();
    return { accessKeyId, renewals, exchanges: cloud.requests.length - before };
  } catch (error) {
    return { error, renewals, exchanges: cloud.requests.length - before };
  } finally {
    Reflect.deleteProperty(process.env, 'AWS_ENDPOINT_URL');
  }
}

test('a token is exchanged for a session of that role, name, duration and policy', async () => {
  const { accessKeyId = '', ...counts } = await assumed({ durationSeconds: 1800 });
  expect(counts).toEqual({ renewals: 0, exchanges: 1 });
  expect(cloud.requests.at(-1)?.body).toMatchObject({
    RoleArn: cloud.roleArn,
    RoleSessionName: 'octo-org-app-7',
    DurationSeconds: '1800',
    Policy: POLICY
  });
  const session = cloud.principals.get(accessKeyId);
  expect(session?.sessionPolicy).toEqual({ Version: '2012-10-17', Statement: [] });
  expect(session?.expiresAt).toBeGreaterThan(now + 1_790_000);
});

test('a token that has expired meanwhile is replaced', async () => {
  const token = cloud.issuer.token(cloud.audience);
  now += 301_000;
  const { accessKeyId, ...counts } = await assumed({}, token);
  expect(accessKeyId).toMatch(/^ASIA/);
  expect(counts).toEqual({ renewals: 1, exchanges: 2 });
});

test.each([
  ['an access key with a space', 'AccessKeyId', 'a b'],
  ['a secret key with a space', 'SecretAccessKey', 'a b'],
  ['a session token with a line break', 'SessionToken', 'a&#10;b'],
  ['a session token with another script', 'SessionToken', 'käse']
])('a response with %s is none of STS', async (_, part, value) => {
  cloud.faults.add({
    service: 'sts',
    kind: (__, act) => {
      const response = act();
      const body = String(response.body).replace(
        new RegExp(`<${part}>[^<]*</${part}>`),
        `<${part}>${value}</${part}>`
      );
      return { ...response, body };
    }
  });
  const { error, exchanges } = await assumed();
  expect(exchanges).toBe(1);
  expect(error).toBeInstanceOf(CallError);
  expect((error as CallError).details.code).toBe('UnexpectedResponseError');
});

describe('fails for good', () => {
  const claims = {
    iss: ISSUER,
    sub: 'repo:octo-org/app:ref:refs/heads/main',
    aud: 'sts.amazonaws.com'
  };

  test('when the second token has expired too', async () => {
    cloud.faults.add({ service: 'sts', kind: expired });
    const { error, ...counts } = await assumed();
    expect(error).toBeInstanceOf(CallError);
    expect(error).toMatchObject({ cause: { name: 'ExpiredTokenException' }, attempts: 1 });
    expect(counts).toEqual({ renewals: 1, exchanges: 2 });
  });

  test.each<[string, () => Promise<Outcome>, object]>([
    [
      'a role that trusts others',
      () => assumed({ roleArn: 'arn:aws:iam::123456789012:role/other' }),
      { resource: 'arn:aws:iam::123456789012:role/other', claims }
    ],
    ['a duration that the role has not', () => assumed({ durationSeconds: 43200 }), { claims }],
    ['what is no token', () => assumed({}, 'hunter2!'), { claims: undefined }]
  ])('%s: no further token helps, and the error tells the call', async (_, assume, call) => {
    const { error, ...counts } = await assume();
    expect(counts).toEqual({ renewals: 0, exchanges: 1 });
    expect(error).toBeInstanceOf(CallError);
    expect((error as CallError).call).toEqual({
      service: 'AWS STS',
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: cloud.roleArn,
      accountId: '123456789012',
      route: { host: new URL(cloud.url).host },
      ...call
    });
    expect(JSON.stringify((error as CallError).call)).not.toContain('hunter2');
  });
});
