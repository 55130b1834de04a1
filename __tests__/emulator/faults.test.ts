import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { startCloud, type Cloud } from '../../emulator/index.js';
import type { FaultKind } from '../../emulator/faults.js';
import { API_PATH } from '../../emulator/github/secrets-api.js';
import { ServiceError, type PublicServiceName } from '../../emulator/service.js';

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
});
afterEach(() => cloud.close());

/** One call of each service, and whether the service has processed it. */
const CALLS: Record<
  PublicServiceName,
  { call: (signal?: AbortSignal) => Promise<Response>; acted: () => boolean }
> = {
  oidc: {
    call: (signal) =>
      fetch(cloud.url + cloud.issuer.path, {
        headers: { authorization: `Bearer ${cloud.issuer.requestToken}` },
        ...(signal && { signal })
      }),
    acted: () => false
  },
  sts: {
    call: (signal) =>
      fetch(cloud.url, {
        method: 'POST',
        ...(signal && { signal }),
        body: new URLSearchParams({
          Action: 'AssumeRoleWithWebIdentity',
          Version: '2011-06-15',
          RoleArn: cloud.roleArn,
          RoleSessionName: 'test',
          WebIdentityToken: cloud.issuer.token(cloud.audience)
        })
      }),
    acted: () => cloud.principals.size > 1
  },
  secretsmanager: {
    call: (signal) => createSecret(signal),
    acted: () => cloud.secrets.secrets.size > 0
  },
  github: {
    call: (signal) =>
      fetch(`${cloud.url}${API_PATH}/repos/octo-org/app/actions/secrets/A`, {
        method: 'PUT',
        ...(signal && { signal }),
        headers: { authorization: 'token github_pat_local' },
        body: JSON.stringify({
          encrypted_value: Buffer.alloc(60).toString('base64'),
          key_id: cloud.github.keyIdOf('octo-org/app')
        })
      }),
    acted: () => cloud.github.secrets.size > 0
  }
};

/** The SDK signs, and fetch sends: so the test sees the response itself. */
async function createSecret(signal?: AbortSignal): Promise<Response> {
  const client = new SecretsManagerClient({
    region: cloud.region,
    endpoint: cloud.url,
    maxAttempts: 1,
    credentials: {
      accessKeyId: cloud.staticEnv['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: cloud.staticEnv['AWS_SECRET_ACCESS_KEY'] ?? ''
    }
  });
  let signed: { headers: Record<string, string>; body: string } | undefined;
  client.middlewareStack.add(
    () => (args) => {
      signed = args.request as typeof signed;
      return Promise.reject(new Error('signed'));
    },
    { step: 'deserialize', priority: 'low' }
  );
  const command = new CreateSecretCommand({ Name: 'a', SecretString: 'b' });
  await client.send(command).catch(() => undefined);
  const headers = new Headers(signed?.headers);
  for (const name of ['host', 'content-length']) headers.delete(name);
  return fetch(cloud.url, {
    method: 'POST',
    headers,
    body: signed?.body ?? '',
    ...(signal && { signal })
  });
}

const services = Object.keys(CALLS) as PublicServiceName[];
const cross = <T>(rows: T[]) =>
  services.flatMap((service) => rows.map((row) => [service, row] as const));

test.each(services)('%s without a fault', async (service) => {
  const response = await CALLS[service].call();
  expect(response.ok).toBe(true);
  expect((await response.text()).length).toBeGreaterThan(0);
});

describe('broken connections', () => {
  test.each(
    cross<[FaultKind, boolean]>([
      ['reset-before', false],
      ['reset-after', true],
      ['cut-off', true]
    ])
  )('%s: %p', async (service, [kind, acts]) => {
    cloud.faults.add({ service, kind, times: 1 });
    const { call, acted } = CALLS[service];
    await expect(call().then((response) => response.text())).rejects.toThrow(
      /fetch failed|terminated/
    );
    expect(acted()).toBe(acts && service !== 'oidc');
    expect(cloud.requests).toMatchObject([{ service, fault: kind }]);
    expect((await call()).status).not.toBe(0);
  });

  test.each(services)('%s: hang sends nothing', async (service) => {
    cloud.faults.add({ service, kind: 'hang' });
    const abort = new AbortController();
    const response = CALLS[service].call(abort.signal);
    await expect(settleAfter(response, () => cloud.requests.length === 1)).resolves.toBe('pending');
    expect(cloud.requests[0]?.statusSent).toBeUndefined();
    abort.abort();
    await expect(response).rejects.toThrow(/aborted/);
  });

  test.each(services)('%s: trickle sends single bytes', async (service) => {
    cloud.faults.add({ service, kind: 'trickle' });
    const abort = new AbortController();
    const { body } = await CALLS[service].call(abort.signal);
    const { value } = (await body?.getReader().read()) as { value: Uint8Array };
    expect(value).toHaveLength(1);
    expect(cloud.requests).toMatchObject([{ fault: 'trickle', statusSent: expect.any(Number) }]);
    abort.abort();
  });
});

/** What a promise is once the condition holds, and the event loop has turned a few times more. */
async function settleAfter(
  promise: Promise<unknown>,
  condition: () => boolean
): Promise<'pending' | 'settled'> {
  let state: 'pending' | 'settled' = 'pending';
  const settle = (): void => {
    state = 'settled';
  };
  promise.then(settle, settle);
  while (!condition()) await setTimeout(5);
  for (let turn = 0; turn < 20; turn++) await setTimeout(1);
  return state;
}

describe('wrong responses', () => {
  test.each<[PublicServiceName, FaultKind, number, RegExp]>([
    ['oidc', 429, 429, /Too Many Requests/],
    ['oidc', 500, 500, /internal error/],
    ['oidc', 503, 503, /unavailable/],
    ['oidc', 'throttled', 429, /Too many requests/],
    ['oidc', 'wrong-content', 200, /^\{"weather"/],
    [
      'sts',
      503,
      503,
      /<Type>Receiver<\/Type><Code>ServiceUnavailable<\/Code>.+<RequestId>[0-9a-f-]{36}</
    ],
    ['sts', 'throttled', 400, /<Code>Throttling<\/Code><Message>Rate exceeded</],
    ['sts', 'wrong-content', 200, /^<Weather>/],
    [
      'sts',
      new ServiceError('IDPCommunicationError', '<&>'),
      400,
      /IDPCommunicationError.+&lt;&amp;&gt;/
    ],
    ['secretsmanager', 500, 500, /^\{"__type":"InternalFailure"/],
    [
      'secretsmanager',
      'throttled',
      400,
      /^\{"__type":"ThrottlingException","message":"Rate exceeded"\}$/
    ],
    ['secretsmanager', 'html', 200, /^<!doctype html>/],
    ['secretsmanager', 'empty', 200, /^$/],
    ['github', 429, 429, /Too Many Requests/],
    ['github', 'throttled', 403, /secondary rate limit/],
    ['github', () => ({ status: 218, headers: {}, body: Uint8Array.of(65, 66) }), 218, /^AB$/]
  ])('%s: %p', async (service, kind, status, body) => {
    cloud.faults.add({ service, kind, times: 1 });
    const { call, acted } = CALLS[service];
    const response = await call();
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(body);
    expect(acted()).toBe(false);
    expect((await call()).ok).toBe(true);
  });

  test.each(services)('%s: half of the real response', async (service) => {
    const whole = await (await CALLS[service].call()).text();
    await cloud.close();
    cloud = await startCloud();
    cloud.faults.add({ service, kind: 'truncated-json' });
    const half = await (await CALLS[service].call()).text();
    expect(half.length).toBeLessThanOrEqual(whole.length / 2 + 10);
    expect(half.length).toBeGreaterThan(0);
    expect(CALLS[service].acted()).toBe(service !== 'oidc');
  });

  test('a function can change the real response', async () => {
    cloud.faults.add({
      service: 'secretsmanager',
      kind: (request, act) => ({ ...act(), body: request.body.toString().slice(0, 9) })
    });
    expect(await (await createSecret()).text()).toBe('{"Name":"');
    expect(cloud.secrets.secrets.size).toBe(1);
  });
});

test('faults affect the calls that they name, as often as they say, in their order', async () => {
  const get = async () => (await CALLS.oidc.call()).status;
  cloud.faults
    .add({ service: 'sts', kind: 500 })
    .add({ service: 'oidc', operation: 'Other', kind: 500 })
    .add({ service: 'oidc', operation: 'GetIDToken', kind: 503, after: 1, times: 2 })
    .add({ service: 'oidc', kind: 429, times: 1 });
  expect([await get(), await get(), await get(), await get()]).toEqual([429, 503, 503, 200]);
  cloud.faults.add({ service: 'oidc', kind: 500 });
  expect([await get(), await get()]).toEqual([500, 500]);
  cloud.faults.clear();
  expect(await get()).toBe(200);
});

test('an unknown address returns 404 and is recorded', async () => {
  expect((await fetch(`${cloud.url}/nowhere`)).status).toBe(404);
  expect(cloud.requests).toMatchObject([
    { service: 'unknown', target: '/nowhere', statusSent: 404 }
  ]);
});
