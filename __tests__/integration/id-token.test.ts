import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { runInProcess, type StepResult } from '../../emulator/runner/runner.js';
import { CallError } from '../../src/errors/call-error.js';
import { readClaims, requestIdToken } from '../../src/github/id-token.js';
import { Retrier } from '../../src/retry.js';
import { VirtualClock } from '../helpers/virtual-clock.js';

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
    env: Readonly<Record<string, string>> = {},
    retrier = new Retrier(60)
  ): Promise<Result> {
    let token = '';
    let thrown: unknown;
    const step = { action: '.', inputs: {}, env: { ...cloud.env(), ...env }, debug: true };
    const url = new URL(cloud.env()['ACTIONS_ID_TOKEN_REQUEST_URL']!);
    const result = await runInProcess(step, async () => {
      try {
        token = await requestIdToken({ audience, tokenService: { url } }, retrier);
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
      sub: 'repo:octo-org/app:ref:refs/heads/main',
      aud: audience
    });
    expect(cloud.requests.at(-1)?.body).toEqual({ 'api-version': '2.0', audience });
    expect(masks).toEqual([token]);
    expect(log).not.toContain(token.slice(0, 40));
    expect(log).not.toContain(cloud.issuer.requestToken);
  });

  test('that is refused is not retried, and the error has the call', async () => {
    const env = { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'hunter2!' };
    const { thrown, log } = await request('sts.amazonaws.com', env);
    expect(thrown).toBeInstanceOf(CallError);
    expect(thrown).toMatchObject({
      attempts: 1,
      call: {
        service: 'GitHub token service',
        action: 'request an OIDC token',
        resource: 'sts.amazonaws.com',
        host: new URL(cloud.url).host
      }
    });
    expect(log).not.toContain('hunter2');
  });

  test('is retried when the connection breaks', async () => {
    cloud.faults.add({ service: 'oidc', kind: 'reset-before', times: 1 });
    const before = cloud.requests.length;
    const { token } = await request('sts.amazonaws.com');
    expect(readClaims(token)?.aud).toBe('sts.amazonaws.com');
    expect(cloud.requests).toHaveLength(before + 2);
  });

  test('may take two attempt time-outs, since the toolkit itself retries', async () => {
    cloud.faults.add({ service: 'oidc', kind: 'hang' });
    const timeouts: number[] = [];
    class RecordingClock extends VirtualClock {
      override startTimer(milliseconds: number, callback: () => void): () => void {
        timeouts.push(milliseconds);
        setImmediate(callback);
        return super.startTimer(milliseconds, callback);
      }
    }
    const { thrown } = await request(
      'sts.amazonaws.com',
      {},
      new Retrier(60, new RecordingClock())
    );
    expect(thrown).toMatchObject({ cause: { name: 'AttemptTimeoutError' } });
    expect(timeouts[0]).toBe(20_000);
  });
});
