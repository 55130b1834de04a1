import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ISSUER } from '../../emulator/github/token-service.js';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { listenOnLoopback } from '../../emulator/loopback.js';
import { runInProcess, type StepResult } from '../../emulator/runner/runner.js';
import { CallError } from '../../src/errors/call-error.js';
import { readClaims, requestIdToken } from '../../src/github/id-token.js';
import { Retrier } from '../../src/retry.js';

describe('the claims', () => {
  const jwt = (payload: unknown): string =>
    `x.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.y`;

  test.each<[string, ReturnType<typeof readClaims>]>([
    [
      jwt({
        iss: 'https://i',
        sub: 'repo:o/a:ref:refs/heads/ü',
        aud: 'sts',
        jti: '1',
        actor: 'me'
      }),
      { iss: 'https://i', sub: 'repo:o/a:ref:refs/heads/ü', aud: 'sts' }
    ],
    [jwt({ iss: 'i', sub: 's', aud: ['a', 'b'] }), { iss: 'i', sub: 's', aud: 'a,b' }],
    [jwt({ iss: 'i', sub: 's', aud: 'a' }).replace(/\.y$/, ''), { iss: 'i', sub: 's', aud: 'a' }],
    ...['', 'hunter2', 'x.y.z', 'a..c', `x.${btoa('{"sub":')}.y`, jwt(null)].map(
      (token): [string, undefined] => [token, undefined]
    )
  ])('of %j are %j', (token, claims) => {
    expect(readClaims(token)).toEqual(claims);
  });
});

describe('a request for a token', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await startCloud();
  });
  afterAll(() => cloud.close());

  interface Result extends StepResult {
    readonly token: string;
    readonly thrown: unknown;
  }

  async function request(
    audience: string,
    requestToken = cloud.issuer.requestToken,
    url = new URL(cloud.env()['ACTIONS_ID_TOKEN_REQUEST_URL']!)
  ): Promise<Result> {
    let token = '';
    let thrown: unknown;
    const step = { action: '.', inputs: {}, debug: true };
    const result = await runInProcess(step, async () => {
      try {
        const options = { audience, tokenService: { url }, requestToken };
        token = await requestIdToken(options, new Retrier(3600));
      } catch (error) {
        thrown = error;
      }
    });
    return { ...result, token, thrown };
  }

  test('returns one for the audience, and masks it', async () => {
    const audience = 'a b&c=d/é?#';
    const { token, masks, log } = await request(audience);
    expect(readClaims(token)).toEqual({
      iss: ISSUER,
      sub: 'repo:octo-org/app:ref:refs/heads/main',
      aud: audience
    });
    expect(cloud.requests.at(-1)?.body).toEqual({ 'api-version': '2.0', audience });
    expect(masks).toEqual([token]);
    expect(log).not.toContain(token.slice(0, 40));
    expect(log).not.toContain(cloud.issuer.requestToken);
  });

  test('that is refused is not retried, and the error has the call', async () => {
    const { thrown, log } = await request('sts.amazonaws.com', 'hunter2!');
    expect(thrown).toBeInstanceOf(CallError);
    expect(thrown).toMatchObject({
      attempts: 1,
      call: {
        service: 'GitHub token service',
        action: 'request an OIDC token',
        resource: 'sts.amazonaws.com',
        route: { host: new URL(cloud.url).host }
      }
    });
    expect(log).not.toContain('hunter2');
  });

  test.each<[string, string, string | undefined]>([
    ['', '?audience=sts.amazonaws.com', 'a.b.c'],
    ['?api-version=2.0', '?api-version=2.0&audience=sts.amazonaws.com', 'a.b.c'],
    ['', '?audience=sts.amazonaws.com', undefined]
  ])('to a service with the query %j asks for %s', async (query, expected, token) => {
    const asked: unknown[] = [];
    const service = await listenOnLoopback(({ url }, response) => {
      asked.push(url);
      response.end(JSON.stringify(token === undefined ? null : { value: token }));
    });
    try {
      const url = new URL(`${service.url}/token${query}`);
      const result = await request('sts.amazonaws.com', 'x', url);
      expect([asked, result.token]).toEqual([[`/token${expected}`], token ?? '']);
      if (token === undefined) {
        expect(result.thrown).toMatchObject({ details: { code: 'UnexpectedResponseError' } });
      }
    } finally {
      await service.close();
    }
  });

  test('is retried when the connection breaks', async () => {
    cloud.faults.add({ service: 'oidc', kind: 'reset-before', times: 1 });
    const before = cloud.requests.length;
    const { token } = await request('sts.amazonaws.com');
    expect(readClaims(token)?.aud).toBe('sts.amazonaws.com');
    expect(cloud.requests).toHaveLength(before + 2);
  });
});
