import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { runInProcess, type StepResult } from '../../emulator/runner/runner.js';
import { CallError, Retrier } from '../../src/retry.js';
import { readClaims, idToken, requireIdTokenPermission } from '../../src/github/id-token.js';
import { ActionError } from '../../src/errors/action-error.js';

describe('the permission', () => {
  const url = { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://example.org/token?x=1' };
  const token = { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'hunter2!' };

  test('is there when the runner gave both variables', () => {
    expect(() => {
      requireIdTokenPermission({ ...url, ...token });
    }).not.toThrow();
  });

  test.each<[NodeJS.ProcessEnv]>([
    [{}],
    [url],
    [token],
    [{ ...url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }],
    [{ ...token, ACTIONS_ID_TOKEN_REQUEST_URL: '' }]
  ])('is missing with %j: the message says what to write', (env) => {
    const check = () => {
      requireIdTokenPermission(env);
    };
    expect(check).toThrow(ActionError);
    expect(check).toThrow('Add "permissions: id-token: write" to the job.');
    expect(check).not.toThrow('hunter2');
  });
});

describe('the claims', () => {
  const jwt = (payload: unknown): string =>
    `x.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.y`;

  test.each<[string, ReturnType<typeof readClaims>]>([
    [
      jwt({ sub: 'repo:o/a:ref:refs/heads/ü', aud: 'sts.amazonaws.com', jti: '1', actor: 'me' }),
      { sub: 'repo:o/a:ref:refs/heads/ü', aud: 'sts.amazonaws.com' }
    ],
    [jwt({ sub: 's', aud: ['a', 'b'] }), { sub: 's', aud: 'a,b' }],
    [jwt({ sub: 's', aud: 'a' }).replace(/\.y$/, ''), { sub: 's', aud: 'a' }],
    ...['', 'hunter2', 'x.y.z', 'a..c', `x.${btoa('{"sub":')}.y`, jwt(null)].map(
      (token): [string, undefined] => [token, undefined]
    )
  ])('of %j are %j', (token, claims) => {
    expect(readClaims(token)).toEqual(claims);
  });
});

describe('the token', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await startCloud();
  });
  afterAll(() => cloud.close());

  /** What is asked for in a step, and what comes of it. */
  async function asked(
    audience: string,
    env: Readonly<Record<string, string | undefined>> = {}
  ): Promise<StepResult & { readonly token: string; readonly thrown: unknown }> {
    let token = '';
    let thrown: unknown;
    const step = { action: '.', inputs: {}, env: { ...cloud.env(), ...env }, debug: true };
    const result = await runInProcess(step, async () => {
      try {
        token = await idToken(audience, new Retrier(10));
      } catch (error) {
        thrown = error;
      }
    });
    return { ...result, token, thrown };
  }

  test('is for the audience asked for, and masked', async () => {
    const audience = 'a b&c=d/é?#';
    const { token, masks, log } = await asked(audience);
    expect(readClaims(token)).toEqual({
      sub: 'repo:octo-org/app:ref:refs/heads/main',
      aud: audience
    });
    expect(cloud.requests.at(-1)?.body).toEqual({ 'api-version': '2.0', audience });
    expect(masks).toEqual([token]);
    expect(log).not.toContain(token.slice(0, 40));
    expect(log).not.toContain(cloud.issuer.requestToken);
  });

  test.each<[string, Readonly<Record<string, string>>, (url: URL) => string]>([
    ['is refused', { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'hunter2!' }, ({ host }) => host],
    [
      'has no address',
      { ACTIONS_ID_TOKEN_REQUEST_URL: '/token' },
      () => 'ACTIONS_ID_TOKEN_REQUEST_URL'
    ]
  ])('that %s fails for good, and the error tells the call', async (_, env, hostOf) => {
    const { thrown, log } = await asked('sts.amazonaws.com', env);
    expect(thrown).toBeInstanceOf(CallError);
    expect(thrown).toMatchObject({
      attempts: 1,
      call: {
        service: 'GitHub token service',
        action: 'request an OIDC token',
        resource: 'sts.amazonaws.com',
        host: hostOf(new URL(cloud.url))
      }
    });
    expect(log).not.toContain('hunter2');
  });

  test('is asked for again when the connection breaks', async () => {
    cloud.faults.add({ service: 'oidc', kind: 'reset-before', times: 1 });
    const before = cloud.requests.length;
    const { token } = await asked('sts.amazonaws.com');
    expect(readClaims(token)?.aud).toBe('sts.amazonaws.com');
    expect(cloud.requests).toHaveLength(before + 2);
  });
});
