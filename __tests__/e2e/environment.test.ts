import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { certificateFile, startLatencyProxy } from '../../emulator/latency-proxy.js';
import { ServiceError } from '../../emulator/service.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import { findControlCharacters, findForeignCommands } from '../helpers/foreign-commands.js';
import { startHostileCloud, type HostileCloud } from '../helpers/hostile-cloud.js';
import { ROOT } from '../helpers/pages.js';
import { findStackTrace, readFailure } from '../helpers/recording-cloud.js';
import { inAll, sample } from '../helpers/test-all.js';

type Values = Readonly<Record<string, string>>;
type Env = Readonly<Record<string, string | undefined>>;

const TOKEN = 'github_pat_local';
/** In every place where a secret may be. */
const CANARY = 'cAnAry-q8Zk3vXw7Tn2';

let cloud: HostileCloud;
let folder: string;
beforeAll(async () => {
  cloud = await startHostileCloud();
  folder = mkdtempSync(join(tmpdir(), 'environment-'));
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  cloud.choose = () => undefined;
  cloud.faults.clear();
});

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const helper = pathToFileURL(join(ROOT, '__tests__', 'helpers', 'fail-to-resolve.mjs')).href;

/** Runs the built action with the debug log on, on a machine without AWS settings of its own. */
async function run(inputs: Values = {}, env: Env = {}, urls = {}): Promise<StepResult> {
  const result = await runStep({
    action: ROOT,
    debug: true,
    inputs: { 'aws-region': cloud.region, 'timeout-seconds': '1200', ...inputs },
    env: {
      ...cloud.env(urls),
      AWS_EC2_METADATA_DISABLED: 'true',
      NODE_OPTIONS: `--import ${helper}`,
      ...env
    }
  });
  const printed = `${result.stdout.replaceAll(/^::add-mask::.*$/gm, '')}\n${result.stderr}`;
  expect(
    [CANARY, cloud.issuer.requestToken, TOKEN].filter((secret) => printed.includes(secret))
  ).toEqual([]);
  expect([
    // The log begins the line of an annotation as Node begins that of a warning.
    findStackTrace({ ...result, log: '' }),
    findForeignCommands(result),
    findControlCharacters(result)
  ]).toEqual([undefined, [], []]);
  return result;
}

const withRole = (inputs: Values = {}): Values => ({ 'role-to-assume': cloud.roleArn, ...inputs });
const warnings = ({ annotations }: StepResult): readonly string[] =>
  annotations.filter(({ level }) => level === 'warning').map(({ message }) => message);
const error = ({ annotations, conclusion }: StepResult): string => {
  const errors = annotations.filter(({ level }) => level === 'error');
  expect([conclusion, errors.length]).toEqual(['failure', 1]);
  return errors[0]?.message ?? '';
};

describe('a proxy that cannot be read', () => {
  test.each([
    ['HTTPS_PROXY', `http://user:50%off#${CANARY}@proxy.example:3128`],
    ['https_proxy', `user:${CANARY}@proxy.example:3128`],
    ['HTTPS_PROXY', `http://user:77/${CANARY}@proxy.example:3128`],
    ['HTTPS_PROXY', `socks5://user:${CANARY}@proxy.example`],
    ['HTTP_PROXY', `http://user:${CANARY} #@proxy.example`]
  ])('%s=%s is refused before any request, and not shown', async (variable, value) => {
    const before = cloud.requests.length;
    const result = await run(
      withRole({ 'github-secret': 'DB', 'github-token': TOKEN }),
      { [variable]: value },
      // The only URL that is not on this machine, of the scheme that the variable is for.
      { github: `${variable.toLowerCase().slice(0, -'_proxy'.length)}://api.cloud.test` }
    );
    expect(error(result)).toMatch(new RegExp(`^${variable} must be an http or https URL`));
    expect(cloud.requests).toHaveLength(before);
    expect(result.log).not.toContain('77');
  });

  test('does not matter for requests that need none', async () => {
    const result = await run(withRole(), { HTTPS_PROXY: '://', HTTP_PROXY: '://' });
    expect([result.conclusion, result.annotations]).toEqual(['success', []]);
  });
});

describe('a warning', () => {
  const plain = (variable: string, origin: string): string =>
    `${variable} names ${origin}, which is not encrypted: everybody on the way can read the tokens and passwords that are sent. Use https.`;

  test.each<[string, Env, string]>([
    ['AWS_ENDPOINT_URL', { AWS_ENDPOINT_URL: 'http://aws.cloud.test' }, 'http://aws.cloud.test'],
    [
      'AWS_ENDPOINT_URL_SECRETS_MANAGER',
      { AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://user:${CANARY}@10.0.0.1:8080/x` },
      'http://10.0.0.1:8080'
    ],
    [
      'AWS_ENDPOINT_URL_STS',
      { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1.cloud.test' },
      'http://127.0.0.1.cloud.test'
    ],
    [
      'GITHUB_API_URL',
      { GITHUB_API_URL: 'http://ghes.cloud.test/api/v3' },
      'http://ghes.cloud.test'
    ],
    [
      'ACTIONS_ID_TOKEN_REQUEST_URL',
      { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://token.cloud.test/?a=1' },
      'http://token.cloud.test'
    ]
  ])('names %s with plain http', async (variable, env, origin) => {
    // The run ends at its first request, which goes to a name that does not exist.
    const result = await run(withRole({ 'github-secret': 'DB', 'github-token': TOKEN }), {
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.invalid/?a=1',
      ...env
    });
    expect(warnings(result)).toEqual([plain(variable, origin)]);
    error(result);
  });

  const sharedConfig = (text: string): Env => ({
    AWS_ENDPOINT_URL: undefined,
    AWS_CONFIG_FILE: write('config-endpoint', text)
  });
  const services = (service: string, url: string): string =>
    `[default]\nservices = mine\n[services mine]\n${service} =\n  endpoint_url = ${url}\n`;

  test.each<[string, string]>([
    ['endpoint_url', '[default]\nendpoint_url = http://plain.invalid:8080\n'],
    ['a services section for STS', services('sts', 'http://plain.invalid:8080')],
    [
      'a services section for Secrets Manager',
      services('secrets_manager', `http://user:${CANARY}@plain.invalid:8080/x`)
    ]
  ])('names %s of the shared config file with plain http, once', async (_, text) => {
    const isSts = !text.includes('secrets_manager');
    const result = await run(isSts ? withRole() : { 'secret-id': 'shop/db' }, {
      ...(!isSts && cloud.staticEnv),
      ...sharedConfig(text)
    });
    expect(warnings(result)).toEqual([
      plain(
        'endpoint_url in the shared config file, or an AWS_ENDPOINT_URL_ variable,',
        'http://plain.invalid:8080'
      )
    ]);
    expect(error(result)).toContain('(ENOTFOUND)');
  });

  test('is not given for an endpoint_url of the shared config file on this machine', async () => {
    const text = `[default]\nendpoint_url = ${cloud.url}\n`;
    const result = await run(withRole(), sharedConfig(text));
    expect([result.conclusion, result.annotations]).toEqual(['success', []]);
  });

  test('names NODE_TLS_REJECT_UNAUTHORIZED', async () => {
    const result = await run(withRole(), {
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      NODE_NO_WARNINGS: '1'
    });
    expect(result.conclusion).toBe('success');
    expect(warnings(result)).toEqual([
      expect.stringMatching(/^NODE_TLS_REJECT_UNAUTHORIZED is 0, so no certificate/)
    ]);
  });

  test.each(sample(['localhost', '127.8.9.10', '127.0.0.1', '[::1]'], 2))(
    'is not given for %s',
    async (host) => {
      const { port } = new URL(cloud.url);
      // Nothing listens at some of them.
      const inputs = withRole({ 'timeout-seconds': '5' });
      const result = await run(inputs, {}, { sts: `http://${host}:${port}` });
      expect(warnings(result)).toEqual([]);
    }
  );

  test('names an input that does not exist before anything is asked', async () => {
    const before = cloud.requests.length;
    const result = await run(withRole({ 'secret-version-stag': 'AWSPENDING' }));
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain(
      'There is no input "secret-version-stag". Did you mean secret-version-stage?'
    );
    expect(cloud.requests).toHaveLength(before);
  });
});

describe('a file of certificate authorities in AWS_CA_BUNDLE', () => {
  test.each(['/nowhere/ca.pem', join(ROOT, 'package.json'), ROOT])(
    'that is %s is refused',
    async (file) => {
      const before = cloud.requests.length;
      expect(error(await run(withRole(), { AWS_CA_BUNDLE: file }))).toMatch(
        /^AWS_CA_BUNDLE must be the path of a file with certificates in PEM form, but is /
      );
      expect(cloud.requests).toHaveLength(before);
    }
  );

  test('is trusted by requests to AWS, in place of the usual ones', async () => {
    const tls = await startLatencyProxy(cloud.url, 0);
    try {
      const urls = { sts: tls.url, secretsmanager: tls.url };
      const trusting = await run(withRole(), { AWS_CA_BUNDLE: certificateFile }, urls);
      expect([trusting.conclusion, trusting.annotations]).toEqual(['success', []]);
      expect(error(await run(withRole(), {}, urls))).toContain(
        'is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)'
      );
    } finally {
      await tls.close();
    }
  });
});

describe('the default chain', () => {
  const profile = (name: string, text: string): Env => ({
    AWS_PROFILE: 'ci',
    AWS_CONFIG_FILE: write(`config-${name}`, `[profile ci]\n${text}\n`)
  });
  const keys = `aws_access_key_id = AKIA\naws_secret_access_key = ${CANARY}`;
  const role = 'role_arn = arn:aws:iam::123456789012:role/deploy';
  let container: http.Server;
  let containerUrl: string;
  beforeAll(async () => {
    container = http.createServer((_, response) => {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ Code: 'AccessDeniedException', Message: CANARY }));
    });
    await once(container.listen(0, '127.0.0.1'), 'listening');
    containerUrl = `http://127.0.0.1:${(container.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    container.close();
    container.closeAllConnections();
  });

  const cases: readonly (readonly [cause: string, env: () => Env, expected: string])[] = [
    ['nothing at all', () => ({}), 'no AWS credentials were found:'],
    ['half a key', () => ({ AWS_ACCESS_KEY_ID: 'AKIA' }), 'no AWS credentials were found:'],
    [
      'an unknown profile',
      () => ({ AWS_PROFILE: 'nobody' }),
      'the profile nobody does not exist on this runner, or has no credentials.'
    ],
    [
      'a profile without credentials',
      () => profile('empty', 'region = eu-west-1'),
      'the profile ci does not exist on this runner, or has no credentials.'
    ],
    [
      'no SSO session',
      () =>
        profile(
          'sso',
          'sso_start_url = https://x.example/start\nsso_region = us-east-1\nsso_account_id = 123456789012\nsso_role_name = a'
        ),
      'the SSO session of the profile has expired, or nobody has signed in.'
    ],
    [
      'no SSO session by its own section',
      () =>
        profile(
          'sso2',
          'sso_session = my\nsso_account_id = 123456789012\nsso_role_name = a\n[sso-session my]\nsso_start_url = https://x.example/start\nsso_region = us-east-1'
        ),
      'the SSO session of the profile has expired, or nobody has signed in.'
    ],
    [
      'half an SSO profile',
      () => profile('sso3', 'sso_start_url = https://x.example/start'),
      'the SSO settings of the profile are incomplete'
    ],
    [
      'no "aws login"',
      () => profile('login', 'login_session = arn:aws:iam::123456789012:user/me'),
      'the session of "aws login" that the profile names has expired'
    ],
    [
      'a credential_process that fails',
      () =>
        profile(
          'process',
          `credential_process = sh -c "echo ${CANARY} >&2; echo ${CANARY}; exit 3"`
        ),
      'the credential_process of the profile failed.'
    ],
    [
      'a credential_process that prints something else',
      () => profile('process2', `credential_process = echo ${CANARY}`),
      'the credential_process of profile ci did not return credentials in the form that AWS defines.'
    ],
    [
      'a credential_process with old credentials',
      () =>
        profile(
          'process3',
          `credential_process = echo '{"Version":1,"AccessKeyId":"a","SecretAccessKey":"${CANARY}","Expiration":"2020-01-01T00:00:00Z"}'`
        ),
      'the credential_process of profile ci returned expired credentials.'
    ],
    [
      'an MFA device',
      () =>
        profile(
          'mfa',
          `${role}\nmfa_serial = arn:aws:iam::123456789012:mfa/me\nsource_profile = s\n[profile s]\n${keys}`
        ),
      'profile ci needs a code of an MFA device.'
    ],
    [
      'profiles in a circle',
      () =>
        profile('circle', `${role}\nsource_profile = s\n[profile s]\n${role}\nsource_profile = s`),
      'the source_profile of profile ci leads back to itself.'
    ],
    [
      'an unknown credential_source',
      () => profile('source', `${role}\ncredential_source = Moon`),
      'the credential_source of profile ci is unknown.'
    ],
    [
      'a web identity token file that is missing',
      () => ({ AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token', AWS_ROLE_ARN: cloud.roleArn }),
      'the web identity token file of this runner cannot be read (ENOENT).'
    ],
    [
      "a container's token file that is missing",
      () => ({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: containerUrl,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/nowhere/token'
      }),
      "the token file of the container's credentials cannot be read (ENOENT)."
    ]
  ];

  test.each(sample(cases, 6))('says %s for what it is', async (_, env, expected) => {
    const message = error(await run({}, env()));
    expect(message).toMatch(/^Could not load AWS credentials: /);
    expect(message).toContain(expected);
  });

  test('says a dozen different things', () => {
    expect(new Set(cases.map(([, , expected]) => expected)).size).toBeGreaterThanOrEqual(12);
  });

  const webIdentity = (audience: string): Env => ({
    AWS_WEB_IDENTITY_TOKEN_FILE: write(`token-${audience}`, cloud.issuer.token(audience)),
    AWS_ROLE_ARN: cloud.roleArn
  });

  test("says that STS refuses the pod's role, not Secrets Manager", async () => {
    expect(error(await run({}, webIdentity('other')))).toContain(
      'STS does not let this runner assume the role of its web identity (InvalidIdentityTokenException). Check AWS_ROLE_ARN'
    );
    cloud.faults.add({
      service: 'sts',
      kind: new ServiceError(
        'AccessDenied',
        `Not authorized to perform sts:AssumeRoleWithWebIdentity ${CANARY}`,
        403
      )
    });
    expect(error(await run({}, webIdentity(cloud.audience)))).toContain(
      'STS does not let this runner assume the role of its web identity (AccessDenied).'
    );
  });

  test("says that STS refuses a profile's role", async () => {
    cloud.faults.add({
      service: 'sts',
      kind: new ServiceError('AccessDenied', `User x ${CANARY}`, 403)
    });
    const env = profile('assume', `${role}\nsource_profile = s\n[profile s]\n${keys}`);
    expect(error(await run({}, env))).toContain(
      'STS does not let the profile assume its role_arn (AccessDenied).'
    );
  });

  test('is asked again when STS is throttled', async () => {
    cloud.faults.add({ service: 'sts', kind: 'throttled', times: 2 });
    const result = await run({}, webIdentity(cloud.audience));
    expect([result.conclusion, result.annotations]).toEqual(['success', []]);
    expect(result.log).toContain('load credentials: attempt 2 failed (Throttling)');
  });

  test.each<[string, () => Env]>([
    ['variables', () => cloud.staticEnv],
    ['a web identity', () => webIdentity(cloud.audience)],
    [
      'a profile',
      () =>
        profile(
          'keys',
          Object.entries(cloud.staticEnv)
            .map(([name, value]) => `${name.toLowerCase()} = ${value}`)
            .join('\n')
        )
    ]
  ])('uses %s', async (_, env) => {
    const result = await run({}, env());
    expect([result.conclusion, result.annotations]).toEqual(['success', []]);
    for (const value of Object.values(cloud.staticEnv)) expect(result.log).not.toContain(value);
  });
});

describe('a dead end', () => {
  /** An address at which nothing listens. */
  const closedPort = async (): Promise<string> => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return `127.0.0.1:${port}`;
  };
  const all = (): Values =>
    withRole({ 'github-secret': 'DB', 'github-token': TOKEN, 'timeout-seconds': '3600' });

  // Each waits ten seconds in case that something is just being restarted; an hour would pass before timeout-seconds.
  inAll('at which nothing listens ends the run long before timeout-seconds', async () => {
    const address = await closedPort();
    const endpoints = (['oidc', 'sts', 'secretsmanager', 'github'] as const).map(
      async (service) => {
        const message = error(await run(all(), {}, { [service]: `http://${address}` }));
        expect(message).toMatch(/\(\d+ attempts\): nothing listens at /);
        expect(message).toContain(`nothing listens at ${address} (ECONNREFUSED).`);
      }
    );
    const proxy = run(
      all(),
      { HTTPS_PROXY: `http://${address}` },
      { sts: 'https://sts.invalid' }
    ).then((result) => {
      expect(error(result)).toContain(
        `the proxy ${address}, on the way to sts.invalid, cannot be reached (ECONNREFUSED).`
      );
    });
    await Promise.all([...endpoints, proxy]);
  });

  test.each(['oidc', 'sts', 'secretsmanager', 'github'] as const)(
    'of %s with a name that does not exist is told at once',
    async (service) => {
      const message = error(await run(all(), {}, { [service]: 'https://name.invalid' }));
      expect(message).toContain('the host name.invalid cannot be found (ENOTFOUND).');
      expect(message).not.toContain('attempts');
    }
  );

  test('of a proxy with a name that does not exist is told at once', async () => {
    const message = error(
      await run(all(), { HTTPS_PROXY: 'http://proxy.invalid:3128' }, { sts: 'https://sts.invalid' })
    );
    expect(message).toContain(
      'the proxy proxy.invalid:3128, on the way to sts.invalid, cannot be reached (ENOTFOUND).'
    );
  });
});

describe('an input', () => {
  const template = JSON.stringify({ a: 'x'.repeat(65_536), password: '' });
  test.each<[string, Values, RegExp]>([
    [
      'a template that no secret can hold',
      { 'secret-id': 'a', 'generate-string-key': 'password', 'secret-string-template': template },
      /^secret-string-template must .*65,?536/
    ],
    [
      'a template that is no JSON, with the place',
      {
        'secret-id': 'a',
        'generate-string-key': 'password',
        'secret-string-template': `{"a":1,\n "b": ${CANARY}}`
      },
      /^secret-string-template must be .*line 2, column 7/
    ],
    ['presets with a semicolon', { preset: 'json;dotenv' }, /^preset must .*has a semicolon/],
    ['presets with a space', { preset: 'json dotenv' }, /^preset must .*has a space/],
    ...['audience', 'role-session-name', 'role-duration-seconds'].map(
      (name): [string, Values, RegExp] => [
        `${name} without a role`,
        { [name]: '901', 'role-to-assume': '' },
        new RegExp(`^${name} is set, but role-to-assume is empty\\.`)
      ]
    ),
    ['github-token alone', { 'github-token': TOKEN }, /^github-token is set, but github-secret is/],
    ['a GitHub secret without a token', { 'github-secret': 'DB' }, /github-token is empty/]
  ])('is refused before any request: %s', async (_, inputs, message) => {
    const before = cloud.requests.length;
    expect(error(await run(withRole(inputs)))).toMatch(message);
    expect(cloud.requests).toHaveLength(before);
  });
});

test.each<[string, () => string]>([
  ['that is missing', () => join(folder, 'no-event.json')],
  ['whose name is a command', () => `${folder}\n::error::from GITHUB_EVENT_PATH\n`],
  ['that is no JSON', () => write('event.json', '::error::from the event')],
  ['that is a folder', () => folder]
])('an event %s is neither read nor printed', async (_, eventPath) => {
  const result = await run(withRole({ 'github-secret': 'DB', 'github-token': TOKEN }), {
    GITHUB_EVENT_PATH: eventPath()
  });
  expect([result.conclusion, result.annotations]).toEqual(['success', []]);
  expect(result.log).not.toMatch(/event|from GITHUB/i);
});

describe('a permission that is missing', () => {
  test.each([
    [
      'shop/db',
      '123456789012:secret:shop/db and arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-??????'
    ],
    [
      'arn:aws:secretsmanager:eu-west-1:210987654321:secret:shop/db',
      '210987654321:secret:shop/db and arn:aws:secretsmanager:eu-west-1:210987654321:secret:shop/db-??????'
    ],
    [
      'arn:aws:secretsmanager:eu-west-1:210987654321:secret:shop/db-AbCdEf',
      '210987654321:secret:shop/db-AbCdEf'
    ]
  ])('on %s is named with the ARN to allow', async (secretId, expected) => {
    const denying = await startHostileCloud({
      role: { denied: ['secretsmanager:DescribeSecret'] }
    });
    try {
      const result = await runStep({
        action: ROOT,
        inputs: {
          'aws-region': denying.region,
          'role-to-assume': denying.roleArn,
          'secret-id': secretId
        },
        env: denying.env()
      });
      expect(readFailure(result)).toContain(
        `Allow secretsmanager:DescribeSecret on arn:aws:secretsmanager:eu-west-1:${expected} in a policy`
      );
    } finally {
      await denying.close();
    }
  });
});

// Windows has no signals: there the runner ends a process at once.
const onPosix = process.platform === 'win32' ? describe.skip : describe;
onPosix('a signal in the middle', () => {
  const calls = {
    oidc: "get the job's OIDC token",
    sts: 'assume the role arn:aws:iam::123456789012:role/passwords',
    secretsmanager: 'call secretsmanager:DescribeSecret on shop/db',
    github: 'write the GitHub Actions secret DB of octo-org/app'
  };

  test.each(
    sample(
      (['SIGINT', 'SIGTERM'] as const).flatMap((signal) =>
        (Object.keys(calls) as (keyof typeof calls)[]).map((service) => [signal, service] as const)
      ),
      3
    )
  )('%s, with a request to %s under way, is told with that request', async (signal, service) => {
    const isAsked = new Promise<void>((resolve) => {
      cloud.choose = (name) => {
        if (name !== service) return undefined;
        resolve();
        return { body: 'x', delivery: 'trickle' };
      };
    });
    const output = write(`output-${signal}-${service}`, '');
    const inputs = withRole({
      'aws-region': cloud.region,
      'secret-id': service === 'secretsmanager' ? 'shop/db' : '',
      'github-secret': 'DB',
      'github-token': TOKEN,
      'timeout-seconds': '3600'
    });
    const child = spawn(process.execPath, [join(ROOT, 'dist', 'index.js')], {
      env: {
        ...cloud.env(),
        GITHUB_OUTPUT: output,
        GITHUB_REPOSITORY: 'octo-org/app',
        ...Object.fromEntries(
          Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
        )
      },
      stdio: ['ignore', 'pipe', 'inherit']
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    await isAsked;
    child.kill(signal);
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
    // Others may be under way at the same time.
    const [, told = ''] = /^(SIG\w+ ended the run\. Under way: .*)\.$/m.exec(stdout) ?? [];
    expect(told).toContain(`${signal} ended the run.`);
    expect(told).toContain(calls[service]);
  });
});
