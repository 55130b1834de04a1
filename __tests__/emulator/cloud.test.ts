import https from 'node:https';
import { describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import { startCloud } from '../../emulator/index.js';
import {
  PASSWORDS_ONLY,
  getRandomPassword,
  readError,
  requestToken,
  roleCredentials,
  startTestCloud
} from '../helpers/aws-clients.js';

describe('the token service', () => {
  test('issues a token with the claims of GitHub that jose verifies', async () => {
    const now = Date.UTC(2026, 10, 24);
    const cloud = await startTestCloud({ now: () => now });
    const token = await requestToken(cloud, 'sts.amazonaws.com');
    const { kid = '', alg } = decodeProtectedHeader(token);
    const pem = cloud.issuer.verificationKeys.get(kid)?.export({ type: 'spki', format: 'pem' });
    const { payload } = await jwtVerify(token, await importSPKI(String(pem), 'RS256'), {
      audience: 'sts.amazonaws.com',
      issuer: 'https://token.actions.githubusercontent.com',
      currentDate: new Date(now)
    });
    expect(alg).toBe('RS256');
    expect(payload).toMatchObject({
      sub: 'repo:octo-org/app:ref:refs/heads/main',
      repository: 'octo-org/app',
      iat: now / 1000,
      exp: now / 1000 + 300
    });
    expect(await requestToken(cloud)).not.toBe(token);
  });

  test('returns the length, and refuses another bearer token', async () => {
    const cloud = await startTestCloud();
    const url = cloud.env()['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
    const good = await fetch(url, {
      headers: { authorization: `Bearer ${cloud.issuer.requestToken}` }
    });
    const { count, value } = (await good.json()) as { count: number; value: string };
    expect(count).toBe(value.length);
    const statuses = [{ authorization: 'Bearer wrong' }, {}].map(
      async (headers) => (await fetch(url, { headers: { ...headers } })).status
    );
    expect(await Promise.all(statuses)).toEqual([401, 401]);
  });
});

describe('from token to password', () => {
  test('works with the real SDK, and records every request in order', async () => {
    const cloud = await startTestCloud();
    const output = await getRandomPassword(cloud, await roleCredentials(cloud), {
      PasswordLength: 20
    });
    expect(output.RandomPassword).toHaveLength(20);
    expect(
      cloud.requests.map(({ service, operation, statusSent }) => [service, operation, statusSent])
    ).toEqual([
      ['oidc', 'GetIDToken', 200],
      ['sts', 'AssumeRoleWithWebIdentity', 200],
      ['secretsmanager', 'GetRandomPassword', 200]
    ]);
    const [oidc, sts, secrets] = cloud.requests;
    expect(oidc?.body).toMatchObject({ audience: 'sts.amazonaws.com' });
    expect(sts?.headers.authorization).toBeUndefined();
    expect(sts?.body).toMatchObject({ RoleArn: cloud.roleArn, Policy: PASSWORDS_ONLY });
    expect(secrets?.body).toEqual({ PasswordLength: 20 });
    expect(secrets?.requestId).toBe(output.$metadata.requestId);
    expect(oidc?.connection).not.toBe(secrets?.connection);
  });

  test('STS returns the session and its expiration', async () => {
    const now = Date.UTC(2026, 10, 24);
    const cloud = await startTestCloud({ now: () => now });
    const credentials = await (await roleCredentials(cloud, { durationSeconds: 900 }))();
    expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(credentials.expiration).toEqual(new Date(now + 900_000));
    expect(cloud.principals.get(credentials.accessKeyId)).toMatchObject({
      arn: 'arn:aws:sts::123456789012:assumed-role/passwords/octo-org-app-42',
      sessionPolicy: JSON.parse(PASSWORDS_ONLY) as object
    });
  });

  test('env() can set the URL of each service', async () => {
    const cloud = await startTestCloud();
    const other = await startTestCloud({
      listen: () => Promise.resolve({ url: 'http://sts.example', close: () => Promise.resolve() })
    });
    expect(
      cloud.env({
        sts: other.url,
        secretsmanager: 'http://sm.example',
        oidc: 'http://oidc.example',
        github: 'https://ghes.example'
      })
    ).toEqual({
      AWS_ENDPOINT_URL: cloud.url,
      AWS_ENDPOINT_URL_STS: 'http://sts.example',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://sm.example',
      ACTIONS_ID_TOKEN_REQUEST_URL: expect.stringMatching(
        /^http:\/\/oidc\.example\/.+\?api-version=2\.0$/
      ),
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: cloud.issuer.requestToken,
      GITHUB_API_URL: 'https://ghes.example/api/v3'
    });
    expect(https.createServer({}, cloud.handler).listeners('request')).toEqual([cloud.handler]);
  });

  test.each([
    ['cn-north-1', 'arn:aws-cn:', 'sts.amazonaws.com.cn'],
    ['us-gov-west-1', 'arn:aws-us-gov:', 'sts.amazonaws.com'],
    ['eu-west-1', 'arn:aws:', 'sts.amazonaws.com']
  ])('%s has its own partition and audience', async (region, prefix, audience) => {
    const cloud = await startTestCloud({ region });
    expect(cloud.audience).toBe(audience);
    expect(cloud.roleArn.startsWith(prefix)).toBe(true);
    await expect(getRandomPassword(cloud, await roleCredentials(cloud))).resolves.toHaveProperty(
      'RandomPassword'
    );
    const wrong = await requestToken(cloud, 'wrong');
    expect(
      await readError(
        getRandomPassword(cloud, await roleCredentials(cloud, { webIdentityToken: wrong }))
      )
    ).toContain('Incorrect token audience');
  });

  test('close() drops open connections', async () => {
    const cloud = await startCloud();
    await requestToken(cloud);
    await cloud.close();
    await expect(requestToken(cloud)).rejects.toThrow('fetch failed');
  });
});
