import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromHttp, fromInstanceMetadata } from '@aws-sdk/credential-providers';
import type { Role } from '../../emulator/aws/role.js';
import type { FaultKind } from '../../emulator/faults.js';
import type { Cloud, CloudOptions } from '../../emulator/index.js';
import { getRandomPassword, readError, startTestCloud } from '../helpers/aws-clients.js';

const ARN = 'arn:aws:iam::123456789012:role/ci/runner';
const SERVICES = ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com', 'pods.eks.amazonaws.com'];

const runner = (services: readonly string[] = SERVICES): Role => ({
  arn: ARN,
  maxSessionDuration: 3600,
  trust: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Principal: { Service: services }
      }
    ]
  },
  permissions: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' }]
  }
});

const start = (machine: CloudOptions['machine'], role = runner(), now?: () => number) =>
  startTestCloud({
    roles: new Map([[ARN, role]]),
    ...(machine && { machine }),
    ...(now && { now })
  });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pod-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What the SDK needs in a pod. */
async function podOptions(cloud: Awaited<ReturnType<typeof start>>, token = cloud.podToken) {
  const file = join(folder, 'token');
  await writeFile(file, token);
  const { AWS_CONTAINER_CREDENTIALS_FULL_URI: awsContainerCredentialsFullUri = '' } =
    cloud.podEnv(file);
  return {
    awsContainerCredentialsFullUri,
    awsContainerAuthorizationTokenFile: file,
    maxRetries: 0
  };
}

const fetchText = async (url: string, init?: RequestInit) => {
  const response = await fetch(url, init);
  return [response.status, await response.text()] as const;
};

describe('the agent of ECS', () => {
  test('gives the SDK a session of the role, the same again until shortly before its end', async () => {
    let now = Date.now();
    const cloud = await start({ containerRole: ARN }, runner(), () => now);
    const credentials = fromHttp({
      awsContainerCredentialsFullUri: cloud.ecsEnv['AWS_CONTAINER_CREDENTIALS_FULL_URI']!,
      maxRetries: 0
    });
    const first = await credentials();
    expect(await readError(getRandomPassword(cloud, first))).toBe('no error');
    expect(cloud.principals.get(first.accessKeyId)?.arn).toBe(
      'arn:aws:sts::123456789012:assumed-role/runner/task-7'
    );
    now += 6 * 3_600_000 - 301_000;
    expect((await credentials()).accessKeyId).toBe(first.accessKeyId);
    now += 1_000;
    expect((await credentials()).accessKeyId).not.toBe(first.accessKeyId);
    expect(cloud.calls('ecs-agent', 'GetCredentials')).toHaveLength(3);
  });

  test.each([
    ['another id', { containerRole: ARN }, runner(), 'x'],
    ['a task without a role', {}, runner(), ''],
    ['a role that does not trust ECS', { containerRole: ARN }, runner(['ec2.amazonaws.com']), ''],
    ['a role that is not there', { containerRole: `${ARN}s` }, runner(), '']
  ])('has none for %s', async (_, machine, role, suffix) => {
    const cloud = await start(machine, role);
    const url = `${cloud.ecsEnv['AWS_CONTAINER_CREDENTIALS_FULL_URI']!}${suffix}`;
    const [status, body] = await fetchText(url);
    expect([status, JSON.parse(body)]).toEqual([
      400,
      {
        code: 'InvalidIdInRequest',
        message: 'CredentialsV2Request: Credentials not found',
        HTTPErrorCode: 400
      }
    ]);
  });
});

describe('the agent of EKS Pod Identity', () => {
  test('gives the SDK a session of the role for the token of the pod', async () => {
    const cloud = await start({ containerRole: ARN });
    const credentials = fromHttp(await podOptions(cloud));
    expect(await readError(getRandomPassword(cloud, credentials))).toBe('no error');
    expect((await credentials()).accessKeyId).toMatch(/^ASIA/);
  });

  test.each<[string, CloudOptions['machine'], Role, string | undefined, number, RegExp]>([
    [
      'without a token',
      { containerRole: ARN },
      runner(),
      '',
      400,
      /^Service account token cannot be empty\n$/
    ],
    [
      'with what is no token',
      { containerRole: ARN },
      runner(),
      'x',
      400,
      /^Service account token cannot be parsed/
    ],
    [
      'with the token of another pod',
      { containerRole: ARN },
      runner(),
      'a.b.c',
      400,
      /\(InvalidTokenException\)/
    ],
    [
      'in a pod without an association',
      {},
      runner(),
      undefined,
      404,
      /\(ResourceNotFoundException\)/
    ],
    [
      'for a role that does not trust EKS',
      { containerRole: ARN },
      runner(['ec2.amazonaws.com']),
      undefined,
      403,
      /\(AccessDeniedException\): Unauthorized Exception! EKS does not have permissions to assume the associated role\., fault: client\n$/
    ]
  ])('refuses %s', async (_, machine, role, token, status, message) => {
    const cloud = await start(machine, role);
    const { awsContainerCredentialsFullUri: url } = await podOptions(cloud);
    const [given, body] = await fetchText(url, {
      headers: { authorization: token ?? cloud.podToken }
    });
    expect([given, body]).toEqual([status, expect.stringMatching(message)]);
    const told = await readError(fromHttp(await podOptions(cloud, token))());
    expect(told).toContain(String(status));
  });
});

describe.each(['ecs-agent', 'pod-identity-agent'] as const)('%s can fail', (service) => {
  const startFailing = async (kind: FaultKind) => {
    const cloud = await start({ containerRole: ARN });
    cloud.faults.add({ service, kind });
    const options =
      service === 'ecs-agent'
        ? { awsContainerCredentialsFullUri: cloud.ecsEnv['AWS_CONTAINER_CREDENTIALS_FULL_URI']! }
        : await podOptions(cloud);
    return { cloud, options };
  };

  test.each([
    [403, /status: 403/],
    ['throttled', /status: 429/],
    ['reset-before', /ECONNRESET|hang up/]
  ] as const)('with %s', async (kind, message) => {
    const { cloud, options } = await startFailing(kind);
    expect(await readError(fromHttp({ ...options, maxRetries: 0 })())).toMatch(message);
    expect(cloud.calls(service).map(({ fault }) => fault)).toEqual([kind]);
  });

  // The SDK itself only warns, and waits on.
  test('with silence', async () => {
    const { cloud, options } = await startFailing('hang');
    await expectSilence(cloud, (signal) =>
      fetch(options.awsContainerCredentialsFullUri, { signal })
    );
  });
});

/** The next request has its answer, and this one still has none. */
async function expectSilence(cloud: Cloud, call: (signal: AbortSignal) => Promise<Response>) {
  const abort = new AbortController();
  const asked = call(abort.signal);
  while (cloud.requests.length === 0) await new Promise(setImmediate);
  expect((await fetch(`${cloud.url}/latest/`)).status).toBe(401);
  const first = await Promise.race([asked, Promise.resolve('nothing')]);
  expect([first, cloud.requests[0]?.statusSent]).toEqual(['nothing', undefined]);
  abort.abort();
  await expect(asked).rejects.toThrow('aborted');
}

describe('the metadata service of an instance', () => {
  const TOKEN = '/latest/api/token';
  const ROLE = '/latest/meta-data/iam/security-credentials/';
  const LIFETIME = 'x-aws-ec2-metadata-token-ttl-seconds';
  const put = (url: string, lifetime = '60', more: Record<string, string> = {}) =>
    fetch(url + TOKEN, { method: 'PUT', headers: { [LIFETIME]: lifetime, ...more } });
  const tokenOf = async (url: string) => ({
    'x-aws-ec2-metadata-token': await (await put(url)).text()
  });

  test('gives the SDK a session of the role', async () => {
    const cloud = await start({ instanceRole: ARN });
    process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] =
      cloud.instanceEnv['AWS_EC2_METADATA_SERVICE_ENDPOINT'];
    try {
      const credentials = await fromInstanceMetadata({ maxRetries: 0 })();
      expect(await readError(getRandomPassword(cloud, credentials))).toBe('no error');
      expect(cloud.principals.get(credentials.accessKeyId)?.arn).toBe(
        'arn:aws:sts::123456789012:assumed-role/runner/i-0123456789abcdef0'
      );
    } finally {
      delete process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'];
    }
    expect(cloud.calls('instance-metadata').map(({ operation }) => operation)).toEqual([
      'GetToken',
      'GetRoleName',
      'GetCredentials'
    ]);
  });

  test('names the role and then has its credentials', async () => {
    const { url } = await start({ instanceRole: ARN });
    const headers = await tokenOf(url);
    expect(await fetchText(url + ROLE, { headers })).toEqual([200, 'runner']);
    const [status, body] = await fetchText(`${url}${ROLE}runner`, { headers });
    expect([status, JSON.parse(body)]).toMatchObject([200, { Code: 'Success', Type: 'AWS-HMAC' }]);
  });

  test.each<[string, string, RequestInit, number]>([
    ['a token without a lifetime', TOKEN, { method: 'PUT' }, 400],
    ['a token for no time', TOKEN, { method: 'PUT', headers: { [LIFETIME]: '0' } }, 400],
    ['a token for too long', TOKEN, { method: 'PUT', headers: { [LIFETIME]: '21601' } }, 400],
    [
      'a token through a proxy',
      TOKEN,
      { method: 'PUT', headers: { [LIFETIME]: '60', 'x-forwarded-for': '10.0.0.1' } },
      403
    ],
    ['a token that is read', TOKEN, {}, 405],
    ['a role without a token', ROLE, {}, 401],
    ['credentials without a token', `${ROLE}runner`, {}, 401],
    ['a role with an unknown token', ROLE, { headers: { 'x-aws-ec2-metadata-token': 'x' } }, 401]
  ])('refuses %s', async (_, path, init, status) => {
    const { url } = await start({ instanceRole: ARN });
    const [given, body] = await fetchText(url + path, init);
    expect([given, body]).toEqual([status, expect.stringContaining(`<h1>${status} - `)]);
  });

  test('forgets a token at its end', async () => {
    let now = Date.now();
    const { url } = await start({ instanceRole: ARN }, runner(), () => now);
    const headers = await tokenOf(url);
    now += 59_999;
    expect((await fetchText(url + ROLE, { headers }))[0]).toBe(200);
    now += 1;
    expect((await fetchText(url + ROLE, { headers }))[0]).toBe(401);
  });

  test('has nothing where the instance has no role, and nothing of other roles', async () => {
    const without = await start({});
    const headers = await tokenOf(without.url);
    expect((await fetchText(without.url + ROLE, { headers }))[0]).toBe(404);
    const { url } = await start({ instanceRole: ARN });
    const found = { headers: await tokenOf(url) };
    expect((await fetchText(`${url}${ROLE}other`, found))[0]).toBe(404);
    expect((await fetchText(`${url}/latest/meta-data/ami-id`, found))[0]).toBe(404);
  });

  test('says that EC2 cannot assume a role that does not trust it', async () => {
    const { url } = await start({ instanceRole: ARN }, runner(['ecs-tasks.amazonaws.com']));
    const [, body] = await fetchText(`${url}${ROLE}runner`, { headers: await tokenOf(url) });
    expect(JSON.parse(body)).toMatchObject({ Code: 'AssumeRoleUnauthorizedAccess' });
  });

  test.each([
    ['in a container, with one hop', { inContainer: true, hopLimit: 1 }, false],
    ['in a container, with the default', { inContainer: true }, false],
    ['in a container, with two hops', { inContainer: true, hopLimit: 2 }, true],
    ['on the instance, with one hop', { hopLimit: 1 }, true]
  ])('%s, answers the PUT: %j', async (_, machine, answers) => {
    const cloud = await start({ instanceRole: ARN, ...machine });
    const ask = (signal?: AbortSignal) =>
      fetch(cloud.url + TOKEN, {
        method: 'PUT',
        headers: { [LIFETIME]: '60' },
        ...(signal && { signal })
      });
    if (answers) expect((await ask()).status).toBe(200);
    else await expectSilence(cloud, ask);
  });
});
