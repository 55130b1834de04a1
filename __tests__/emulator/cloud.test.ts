import { createHash } from 'node:crypto';
import https from 'node:https';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  GetRandomPasswordCommand,
  type GetRandomPasswordCommandInput,
  SecretsManagerClient
} from '@aws-sdk/client-secrets-manager';
import { fromWebToken } from '@aws-sdk/credential-providers';
import { decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import { startCloud, type Cloud, type CloudOptions } from '../../emulator/index.js';

const PASSWORDS_ONLY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetRandomPassword', Resource: '*' }]
});
type FromWebTokenInit = Parameters<typeof fromWebToken>[0];
const started: Cloud[] = [];
const clients: SecretsManagerClient[] = [];

async function cloudWith(options: CloudOptions = {}): Promise<Cloud> {
  const cloud = await startCloud(options);
  started.push(cloud);
  return cloud;
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await Promise.all(started.splice(0).map((cloud) => cloud.close()));
});

async function fetchToken(cloud: Cloud, audience = cloud.audience): Promise<string> {
  const env = cloud.env();
  const response = await fetch(
    `${env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? ''}&audience=${encodeURIComponent(audience)}`,
    { headers: { authorization: `Bearer ${env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''}` } }
  );
  return ((await response.json()) as { value: string }).value;
}

const web = async (cloud: Cloud, init: Partial<FromWebTokenInit> = {}) =>
  fromWebToken({
    roleArn: cloud.roleArn,
    webIdentityToken: init.webIdentityToken ?? (await fetchToken(cloud)),
    roleSessionName: 'octo-org-app-42',
    policy: PASSWORDS_ONLY,
    clientConfig: { region: cloud.region, endpoint: cloud.url, maxAttempts: 1 },
    ...init
  });

type Credentials = NonNullable<
  ConstructorParameters<typeof SecretsManagerClient>[0]
>['credentials'];

function clientOf(cloud: Cloud, credentials: Credentials, region = cloud.region) {
  const client = new SecretsManagerClient({
    region,
    endpoint: cloud.url,
    maxAttempts: 1,
    ...(credentials && { credentials })
  });
  clients.push(client);
  return client;
}

const staticKeys = ({ staticEnv }: Cloud) => ({
  accessKeyId: staticEnv['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: staticEnv['AWS_SECRET_ACCESS_KEY'] ?? ''
});

const draw = (
  cloud: Cloud,
  credentials: Credentials,
  input: GetRandomPasswordCommandInput = {}
) => clientOf(cloud, credentials).send(new GetRandomPasswordCommand(input));

/** Name and message of what a promise is refused with. */
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing was refused',
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`
  );

describe('the token service', () => {
  test('issues a token that an independent library believes, with the claims of GitHub', async () => {
    const now = Date.UTC(2026, 10, 24);
    const cloud = await cloudWith({ now: () => now });
    const token = await fetchToken(cloud, 'sts.amazonaws.com');
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
    const second = await fetchToken(cloud);
    expect(second).not.toBe(token);
  });

  test('tells the length, and refuses another bearer', async () => {
    const cloud = await cloudWith();
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
  test('with the real SDK, every request recorded in order', async () => {
    const cloud = await cloudWith();
    const answer = await draw(cloud, await web(cloud), { PasswordLength: 20 });
    expect(answer.RandomPassword).toHaveLength(20);
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
    expect(secrets?.requestId).toBe(answer.$metadata.requestId);
    expect(oidc?.connection).not.toBe(secrets?.connection);
  });

  test('STS tells the session, its end and its policy', async () => {
    const now = Date.UTC(2026, 10, 24);
    const cloud = await cloudWith({ now: () => now });
    const credentials = await (await web(cloud, { durationSeconds: 900 }))();
    expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(credentials.expiration).toEqual(new Date(now + 900_000));
    expect(cloud.principals.get(credentials.accessKeyId)).toMatchObject({
      arn: 'arn:aws:sts::123456789012:assumed-role/passwords/octo-org-app-42',
      sessionPolicy: JSON.parse(PASSWORDS_ONLY) as object
    });
  });

  test('services are reachable at addresses of their own', async () => {
    const cloud = await cloudWith();
    const other = await cloudWith({
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
    const cloud = await cloudWith({ region });
    expect(cloud.audience).toBe(audience);
    expect(cloud.roleArn.startsWith(prefix)).toBe(true);
    await expect(draw(cloud, await web(cloud))).resolves.toHaveProperty('RandomPassword');
    const wrong = await fetchToken(cloud, 'wrong');
    expect(await refusal(draw(cloud, await web(cloud, { webIdentityToken: wrong })))).toContain(
      'Incorrect token audience'
    );
  });

  test('closing drops kept connections', async () => {
    const cloud = await startCloud();
    await fetchToken(cloud);
    await cloud.close();
    await expect(fetchToken(cloud)).rejects.toThrow('fetch failed');
  });
});

describe('STS refuses, in its words', () => {
  const denied = 'AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity';
  const expired = /^ExpiredTokenException: Token expired: current date\/time \d+ must be before/;
  test.each<[string, CloudOptions, Partial<FromWebTokenInit>, string | RegExp]>([
    [
      'another audience',
      { provider: { audiences: ['other'] } },
      {},
      'InvalidIdentityTokenException: Incorrect token audience'
    ],
    [
      'no provider',
      { provider: null },
      {},
      'InvalidIdentityTokenException: No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com'
    ],
    [
      'another issuer',
      { issuer: { issuer: 'https://ghes.example' } },
      {},
      'InvalidIdentityTokenException: No OpenIDConnect provider found in your account for https://ghes.example'
    ],
    ['an expired token', { issuer: { lifetime: -1 } }, {}, expired],
    ['a token that expires this second', { issuer: { lifetime: 0 } }, {}, expired],
    [
      'a broken signature',
      { issuer: { forge: 'signature' } },
      {},
      'InvalidIdentityTokenException: The ID Token provided failed signature validation'
    ],
    [
      'an unknown key',
      { issuer: { forge: 'kid' } },
      {},
      /^InvalidIdentityTokenException: Couldn't retrieve verification key/
    ],
    [
      'no token at all',
      {},
      { webIdentityToken: 'rubbish' },
      /^InvalidIdentityTokenException: The ID Token provided is not a valid JWT/
    ],
    [
      'another repository',
      { issuer: { subject: 'repo:evil/app:ref:refs/heads/main' } },
      {},
      denied
    ],
    [
      'a narrower trust',
      { role: { subjects: ['repo:octo-org/app:environment:production'] } },
      {},
      denied
    ],
    ['a trust policy for another audience', { role: { audiences: ['other'] } }, {}, denied],
    ['another role', {}, { roleArn: 'arn:aws:iam::123456789012:role/absent' }, denied],
    [
      'no ARN',
      {},
      { roleArn: 'passwords-passwords-passwords' },
      'ValidationError: passwords-passwords-passwords is invalid'
    ],
    [
      'a short duration',
      {},
      { durationSeconds: 899 },
      "ValidationError: 1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"
    ],
    [
      'a long duration',
      {},
      { durationSeconds: 43201 },
      /Member must have value less than or equal to 43200$/
    ],
    [
      'more than the role allows',
      {},
      { durationSeconds: 3601 },
      'ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'
    ],
    [
      'session names and ARNs, at once',
      {},
      { roleSessionName: 'a b', roleArn: 'short' },
      String.raw`ValidationError: 2 validation errors detected: Value 'short' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20; Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`
    ],
    [
      'a long session name',
      {},
      { roleSessionName: 'x'.repeat(65) },
      /length less than or equal to 64$/
    ],
    [
      'a broken policy',
      {},
      { policy: '{' },
      'MalformedPolicyDocumentException: This policy contains invalid Json'
    ],
    [
      'a policy without sense',
      {},
      { policy: '{"Statement":[{"Effect":"Perhaps"}]}' },
      'MalformedPolicyDocumentException: Syntax errors in policy.'
    ],
    [
      'a long policy',
      {},
      { policy: PASSWORDS_ONLY + ' '.repeat(2048) },
      /at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048$/
    ]
  ])('%s', async (_name, options, init, expected) => {
    const cloud = await cloudWith(options);
    const told = await refusal(draw(cloud, await web(cloud, init)));
    if (typeof expected === 'string') expect(told).toBe(expected);
    else expect(told).toMatch(expected);
    expect(cloud.calls('secretsmanager')).toEqual([]);
  });

  test('a token in the form for renamed repositories is trusted too', async () => {
    const cloud = await cloudWith({
      issuer: { subject: 'repo:octo-org@65/app@74:environment:production' }
    });
    await expect(draw(cloud, await web(cloud))).resolves.toHaveProperty('RandomPassword');
  });
});

describe('the signature', () => {
  interface Signed {
    headers: Record<string, string>;
    body: string;
    path: string;
  }
  /** Alters a request after it was signed. */
  const tampered = (
    cloud: Cloud,
    change: (request: Signed) => void,
    credentials = staticKeys(cloud)
  ) => {
    const client = clientOf(cloud, credentials);
    client.middlewareStack.add(
      (next) => (args) => {
        change(args.request as Signed);
        return next(args);
      },
      { step: 'deserialize', priority: 'low' }
    );
    return refusal(client.send(new GetRandomPasswordCommand({ PasswordLength: 20 })));
  };
  const mismatch = /^InvalidSignatureException: The request signature we calculated does not match/;

  test.each<[string, (request: Signed) => void, RegExp]>([
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
    [
      'a query that was not signed',
      (request) => ((request as Signed & { query: object }).query = { a: '1' }),
      mismatch
    ],
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
      'a new header of AWS',
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
      'a signature without parts',
      (request) => (request.headers['authorization'] = 'AWS4-HMAC-SHA256 Credential=a'),
      /^IncompleteSignatureException: Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\.$/
    ],
    [
      'a signature of no pairs',
      (request) => (request.headers['authorization'] = 'AWS4-HMAC-SHA256 x'),
      /^IncompleteSignatureException: 'x' not a valid key=value pair/
    ],
    [
      'no date',
      (request) => delete request.headers['x-amz-date'],
      /^IncompleteSignatureException: Authorization header requires existence of either a 'X-Amz-Date'/
    ]
  ])('%s is refused', async (_name, change, expected) => {
    const cloud = await cloudWith();
    expect(await tampered(cloud, change)).toMatch(expected);
    expect(cloud.requests).toMatchObject([{ service: 'secretsmanager', statusSent: 400 }]);
  });

  test('an untouched one passes, with a path and query that were signed', async () => {
    const cloud = await cloudWith();
    expect(await tampered(cloud, () => undefined)).toBe('nothing was refused');
    const client = new SecretsManagerClient({
      region: cloud.region,
      endpoint: cloud.url,
      credentials: staticKeys(cloud)
    });
    clients.push(client);
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
      (cloud) => ({ ...staticKeys(cloud), secretAccessKey: 'x' }),
      'InvalidSignatureException: The request signature'
    ],
    [
      'a session token too much',
      (cloud) => ({ ...staticKeys(cloud), sessionToken: 'x' }),
      'UnrecognizedClientException: '
    ]
  ])('%s is refused', async (_name, keys, expected) => {
    const cloud = await cloudWith();
    expect(await refusal(draw(cloud, { ...staticKeys(cloud), ...keys(cloud) }))).toContain(
      expected
    );
  });

  test('another Region, and a session without its token, are refused', async () => {
    const cloud = await cloudWith();
    const elsewhere = clientOf(cloud, staticKeys(cloud), 'us-east-2').send(
      new GetRandomPasswordCommand({})
    );
    expect(await refusal(elsewhere)).toBe(
      'InvalidSignatureException: Credential should be scoped to a valid region. '
    );
    const { accessKeyId, secretAccessKey } = await (await web(cloud))();
    expect(await refusal(draw(cloud, { accessKeyId, secretAccessKey }))).toMatch(
      /^UnrecognizedClient/
    );
  });

  test.each([
    [
      -301,
      /^InvalidSignatureException: Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)$/
    ],
    [
      301,
      /^InvalidSignatureException: Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/
    ],
    [-290, /^nothing was refused$/],
    [290, /^nothing was refused$/]
  ])('a server clock that is %i s off', async (seconds, expected) => {
    const at = Date.now();
    const cloud = await cloudWith({ now: () => at + seconds * 1000 });
    const client = clientOf(cloud, staticKeys(cloud));
    // The SDK's clock stands still, so that the skew is exact.
    client.config.systemClockOffset = at - Date.now();
    expect(await refusal(client.send(new GetRandomPasswordCommand({})))).toMatch(expected);
  });

  test('a session ends when its duration is over', async () => {
    let now = Date.now();
    const cloud = await cloudWith({ now: () => now });
    const credentials = await (await web(cloud, { durationSeconds: 900 }))();
    await expect(draw(cloud, credentials)).resolves.toHaveProperty('RandomPassword');
    now += 901_000;
    expect(await refusal(draw(cloud, credentials))).toBe(
      'ExpiredTokenException: The security token included in the request is expired'
    );
  });
});

describe('permissions', () => {
  const arn = 'arn:aws:sts::123456789012:assumed-role/passwords/octo-org-app-42';
  const action = 'secretsmanager:GetRandomPassword';
  const policy = (Action: string, Effect = 'Allow') =>
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect, Action, Resource: '*' } });
  const silentRole = { role: { permissions: { Version: '2012-10-17', Statement: [] } } };

  test.each<[string, CloudOptions, string, string | undefined]>([
    [
      'a session policy for something else',
      {},
      policy('s3:*'),
      `because no session policy allows the ${action} action`
    ],
    [
      'a session policy that denies',
      {},
      policy('*', 'Deny'),
      'with an explicit deny in a session policy'
    ],
    [
      'a role that lacks it',
      silentRole,
      policy('*'),
      `because no identity-based policy allows the ${action} action`
    ],
    [
      'a role that denies it',
      { role: { denied: ['secretsmanager:Get*'] } },
      policy('*'),
      'with an explicit deny in an identity-based policy'
    ],
    ['wildcards, in either case', {}, policy('SecretsManager:?etRandom*'), undefined]
  ])('%s', async (_name, options, sessionPolicy, reason) => {
    const cloud = await cloudWith(options);
    const told = await refusal(draw(cloud, await web(cloud, { policy: sessionPolicy })));
    expect(told).toBe(
      reason === undefined
        ? 'nothing was refused'
        : `AccessDeniedException: User: ${arn} is not authorized to perform: ${action} ${reason}`
    );
  });
});

describe('GetRandomPassword checks its parameters', () => {
  const breach = (member: string, value: string, constraint: string) =>
    `ValidationException: 1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have ${constraint}`;
  test.each<[object, string]>([
    [{ PasswordLength: 0 }, breach('passwordLength', '0', 'value greater than or equal to 1')],
    [
      { PasswordLength: 4097 },
      breach('passwordLength', '4097', 'value less than or equal to 4096')
    ],
    [
      { ExcludeCharacters: 'a'.repeat(4097) },
      breach('excludeCharacters', 'a'.repeat(4097), 'length less than or equal to 4096')
    ],
    [{ PasswordLength: '20' }, 'SerializationException: STRING_VALUE can not be converted to Long'],
    [{ PasswordLength: 20.5 }, 'SerializationException: NUMBER_VALUE can not be converted to Long'],
    [
      { ExcludeNumbers: 'true' },
      'SerializationException: STRING_VALUE can not be converted to Boolean'
    ],
    [
      { ExcludeCharacters: true },
      'SerializationException: TRUE_VALUE can not be converted to String'
    ],
    [
      { PasswordLength: 3 },
      'InvalidParameterException: Password length is too short based on the required types'
    ],
    [{ PasswordLength: 1, RequireEachIncludedType: false }, 'nothing was refused'],
    [{ ExcludeCharacters: '' }, 'nothing was refused']
  ])('%j', async (input, expected) => {
    const cloud = await cloudWith();
    const client = clientOf(cloud, staticKeys(cloud));
    // The SDK would send what the types say; the wire shall carry what the table says.
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.request as object, { body: JSON.stringify(input) });
        return next(args);
      },
      { step: 'build', priority: 'high' }
    );
    expect(await refusal(client.send(new GetRandomPasswordCommand({})))).toBe(expected);
  });

  test('calls above the rate are throttled, and let through again a moment later', async () => {
    let now = Date.now();
    const cloud = await cloudWith({ rateLimit: 2, now: () => now });
    const client = clientOf(cloud, staticKeys(cloud));
    const attempt = () => refusal(client.send(new GetRandomPasswordCommand({})));
    const throttled = 'ThrottlingException: Rate exceeded';
    expect([await attempt(), await attempt(), await attempt()]).toEqual([
      'nothing was refused',
      'nothing was refused',
      throttled
    ]);
    now += 500;
    expect([await attempt(), await attempt()]).toEqual(['nothing was refused', throttled]);
  });
});
