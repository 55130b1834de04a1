import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { GetRandomPasswordCommand } from '@aws-sdk/client-secrets-manager';
import type { Cloud } from '../../emulator/index.js';
import {
  createClient,
  getRandomPassword,
  readError,
  roleCredentials,
  startTestCloud,
  staticCredentials
} from '../helpers/aws-clients.js';

describe('the signature', () => {
  interface SignedRequest {
    headers: Record<string, string>;
    body: string;
    query: Record<string, string>;
  }
  /** Changes a request after it was signed. */
  const tamper = (cloud: Cloud, change: (request: SignedRequest) => void) => {
    const client = createClient(cloud);
    client.middlewareStack.add(
      (next) => (args) => {
        change(args.request as SignedRequest);
        return next(args);
      },
      { step: 'deserialize', priority: 'low' }
    );
    return readError(client.send(new GetRandomPasswordCommand({ PasswordLength: 20 })));
  };
  const mismatch = /^InvalidSignatureException: The request signature we calculated does not match/;

  test.each<[string, (request: SignedRequest) => void, RegExp]>([
    ['another body', (request) => (request.body = '{"PasswordLength":21}'), mismatch],
    [
      'another target',
      (request) => (request.headers['x-amz-target'] = 'secretsmanager.ListSecretVersionIds'),
      mismatch
    ],
    [
      'another payload hash',
      (request) =>
        (request.headers['x-amz-content-sha256'] = createHash('sha256').update('').digest('hex')),
      mismatch
    ],
    ['a query that was not signed', (request) => (request.query = { a: '1' }), mismatch],
    [
      'another signature',
      (request) =>
        (request.headers['authorization'] = (request.headers['authorization'] ?? '').replace(
          /.{4}$/,
          '0000'
        )),
      mismatch
    ],
    [
      'a header that was not signed',
      (request) => (request.headers['x-amz-security-token'] = 'x'),
      /^UnrecognizedClientException: The security token included in the request is invalid\.$/
    ],
    [
      'a new x-amz header',
      (request) => (request.headers['x-amz-extra'] = 'x'),
      /^InvalidSignatureException: 'x-amz-extra' must be a 'SignedHeader' in the AWS Authorization\.$/
    ],
    [
      'no signature',
      (request) => delete request.headers['authorization'],
      /^MissingAuthenticationTokenException: Missing Authentication Token$/
    ],
    [
      'another algorithm',
      (request) => (request.headers['authorization'] = 'Bearer x'),
      /^IncompleteSignatureException: Unsupported AWS 'algorithm': 'Bearer'\.$/
    ],
    [
      'missing parameters',
      (request) => (request.headers['authorization'] = 'AWS4-HMAC-SHA256 Credential=a'),
      /^IncompleteSignatureException: Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\.$/
    ],
    [
      'something that is not a pair',
      (request) => (request.headers['authorization'] = 'AWS4-HMAC-SHA256 x'),
      /^IncompleteSignatureException: 'x' not a valid key=value pair/
    ],
    [
      'no date',
      (request) => delete request.headers['x-amz-date'],
      /^IncompleteSignatureException: Authorization header requires existence of either a 'X-Amz-Date'/
    ]
  ])('%s is refused', async (_name, change, expected) => {
    const cloud = await startTestCloud();
    expect(await tamper(cloud, change)).toMatch(expected);
    expect(cloud.requests).toMatchObject([{ service: 'secretsmanager', statusSent: 400 }]);
  });

  test('accepts an unchanged request, with a path and a query', async () => {
    const cloud = await startTestCloud();
    expect(await tamper(cloud, () => undefined)).toBe('no error');
    const client = createClient(cloud);
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.request as object, {
          path: '/a%20b/%C3%A9',
          query: { 'x y': '1*', b: '' }
        });
        return next(args);
      },
      { step: 'build' }
    );
    await expect(client.send(new GetRandomPasswordCommand({}))).resolves.toHaveProperty(
      'RandomPassword'
    );
  });

  test.each<[string, (cloud: Cloud) => object, string]>([
    [
      'an unknown key',
      () => ({ accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' }),
      'UnrecognizedClientException: The security token included in the request is invalid.'
    ],
    [
      'a wrong secret',
      (cloud) => ({ ...staticCredentials(cloud), secretAccessKey: 'x' }),
      'InvalidSignatureException: The request signature'
    ],
    [
      'a session token with static keys',
      (cloud) => ({ ...staticCredentials(cloud), sessionToken: 'x' }),
      'UnrecognizedClientException: '
    ]
  ])('%s is refused', async (_name, keys, expected) => {
    const cloud = await startTestCloud();
    expect(
      await readError(getRandomPassword(cloud, { ...staticCredentials(cloud), ...keys(cloud) }))
    ).toContain(expected);
  });

  test('another Region, and a session without its token, is refused', async () => {
    const cloud = await startTestCloud();
    const elsewhere = createClient(cloud, staticCredentials(cloud), 'us-east-2').send(
      new GetRandomPasswordCommand({})
    );
    expect(await readError(elsewhere)).toBe(
      'InvalidSignatureException: Credential should be scoped to a valid region. '
    );
    const { accessKeyId, secretAccessKey } = await (await roleCredentials(cloud))();
    expect(await readError(getRandomPassword(cloud, { accessKeyId, secretAccessKey }))).toMatch(
      /^UnrecognizedClient/
    );
  });

  // The request is signed within the 20 s around the limit of 5 minutes, however busy the machine is.
  test.each([
    [
      -320,
      /^InvalidSignatureException: Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)$/
    ],
    [
      320,
      /^InvalidSignatureException: Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/
    ],
    [-280, /^no error$/],
    [280, /^no error$/]
  ])('a server clock that differs by %i s', async (seconds, expected) => {
    const cloud = await startTestCloud({ now: () => Date.now() + seconds * 1000 });
    const client = createClient(cloud);
    expect(await readError(client.send(new GetRandomPasswordCommand({})))).toMatch(expected);
  });

  test('a session expires after its duration', async () => {
    let now = Date.now();
    const cloud = await startTestCloud({ now: () => now });
    const credentials = await (await roleCredentials(cloud, { durationSeconds: 900 }))();
    await expect(getRandomPassword(cloud, credentials)).resolves.toHaveProperty('RandomPassword');
    now += 901_000;
    expect(await readError(getRandomPassword(cloud, credentials))).toBe(
      'ExpiredTokenException: The security token included in the request is expired'
    );
  });
});
