import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { certificateFile, startLatencyProxy } from '../../emulator/latency-proxy.js';
import type { HostileAnswer } from '../../emulator/hostile-answers.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import type { PublicServiceName } from '../../emulator/service.js';
import { findControlCharacters, findForeignCommands } from '../helpers/foreign-commands.js';
import { startHostileCloud, type HostileCloud } from '../helpers/hostile-cloud.js';
import { ROOT } from '../helpers/pages.js';
import { findStackTrace, readFailure } from '../helpers/recording-cloud.js';
import { inAll, sample } from '../helpers/test-all.js';

type Values = Readonly<Record<string, string>>;

const TOKEN = 'github_pat_local';
const SERVICES: readonly PublicServiceName[] = ['oidc', 'sts', 'secretsmanager', 'github'];
const NAMES = {
  oidc: 'GitHub token service',
  sts: 'AWS STS',
  secretsmanager: 'AWS Secrets Manager',
  github: 'GitHub'
};
const BEL = '\u0007';
const ESCAPE = '\u001b';

let cloud: HostileCloud;
let serial = 0;
beforeAll(async () => {
  cloud = await startHostileCloud();
});
afterAll(() => cloud.close());
beforeEach(() => {
  serial++;
});
afterEach(() => {
  cloud.choose = () => undefined;
});

/** Runs the built action with a call to each of the four services, with the debug log on. */
async function run(inputs: Values = {}, env: Values = {}, from = cloud): Promise<StepResult> {
  const result = await runStep({
    action: ROOT,
    debug: true,
    inputs: {
      'aws-region': from.region,
      'role-to-assume': from.roleArn,
      'secret-id': `shop/db-${serial}`,
      'github-secret': 'DB_PASSWORD',
      'github-token': TOKEN,
      // A sixth of it is the time of an attempt, which no busy machine takes.
      'timeout-seconds': '1200',
      ...inputs
    },
    env: { ...from.env(), ...env }
  });
  const printed = `${result.stdout.replaceAll(/^::add-mask::.*$/gm, '')}\n${result.stderr}`;
  const secrets = [
    from.issuer.requestToken,
    TOKEN,
    ...result.masks.filter(({ length }) => length > 8)
  ];
  expect(secrets.filter((secret) => printed.includes(secret))).toEqual([]);
  expect([findStackTrace(result), result.stderr]).toEqual([undefined, '']);
  expect(findForeignCommands(result)).toEqual([]);
  expect(findControlCharacters(result)).toEqual([]);
  return result;
}

/** What a run stores it tells in a notice. */
function expectSuccess({ conclusion, annotations }: StepResult): void {
  expect([conclusion, annotations.filter(({ level }) => level !== 'notice')]).toEqual([
    'success',
    []
  ]);
}

/** Gives this answer to every request of one service, or of one kind of its requests. */
function answer(
  service: PublicServiceName,
  hostile: HostileAnswer,
  isMeant: (request: http.IncomingMessage) => boolean = () => true
): void {
  cloud.choose = (asked, request) => (asked === service && isMeant(request) ? hostile : undefined);
}

const isPut = ({ method }: http.IncomingMessage): boolean => method === 'PUT';
const operation =
  (name: string) =>
  ({ headers }: http.IncomingMessage): boolean =>
    headers['x-amz-target'] === `secretsmanager.${name}`;

describe('a redirect', () => {
  /** Another host, which answers as whatever is asked would. */
  let other: http.Server;
  let received: string[];
  let otherUrl: string;
  beforeAll(async () => {
    other = http.createServer((request, response) => {
      received.push(`${request.method ?? ''} ${request.url ?? ''}`);
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          value: cloud.issuer.token(cloud.audience),
          key: Buffer.alloc(32, 9).toString('base64'),
          key_id: '1',
          RandomPassword: 'Planted-9xQw7vTr2mZk4bNp8sLd3fHc'
        })
      );
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    otherUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    other.close();
    other.closeAllConnections();
  });
  beforeEach(() => {
    received = [];
  });

  test.each(
    sample(
      SERVICES.flatMap((service) =>
        [301, 302, 303, 307, 308].map((status) => [service, status] as const)
      ),
      6
    )
  )('of %s to another host (%i) is refused, and named', async (service, status) => {
    answer(service, { status, headers: [['location', `${otherUrl}/elsewhere`]] });
    expect(readFailure(await run())).toContain(
      `${new URL(cloud.url).host} redirected the request to ${otherUrl}, which this action does not follow.`
    );
    expect(received).toEqual([]);
  });

  test('of the request that writes the secret is refused as well', async () => {
    answer('github', { status: 307, headers: [['location', otherUrl]] }, isPut);
    expect(readFailure(await run())).toContain(`redirected the request to ${otherUrl}, which`);
    expect(received).toEqual([]);
  });

  test.each(sample(SERVICES, 2))(
    'of %s to plain http on the same host is refused',
    async (service) => {
      const tls = await startLatencyProxy(cloud.url, 0);
      try {
        const plain = tls.url.replace('https:', 'http:');
        answer(service, { status: 307, headers: [['location', `${plain}/elsewhere`]] });
        const env = { ...cloud.env({ [service]: tls.url }), NODE_EXTRA_CA_CERTS: certificateFile };
        expect(readFailure(await run({}, env))).toContain(
          `${new URL(tls.url).host} redirected the request to ${plain}, which this action does not follow.`
        );
      } finally {
        await tls.close();
      }
    }
  );

  test.each(['oidc', 'sts', 'secretsmanager'] as const)(
    'of %s on the same host is refused',
    async (service) => {
      const asked: unknown[] = [];
      cloud.choose = (name, { url, headers }) => {
        if (name !== service) return undefined;
        asked.push(headers['x-amz-target']);
        return { status: 307, headers: [['location', `${url ?? ''}&again`]] };
      };
      expect(readFailure(await run())).toContain(
        'redirected the request, which this action does not follow.'
      );
      // Two different ones may be under way at once.
      expect(asked).toEqual([...new Set(asked)]);
    }
  );

  test.each(sample([301, 302, 307, 308], 2))(
    'of GitHub on the same host (%i) is followed, as for a renamed repository',
    async (status) => {
      cloud.choose = (service, { url = '' }) =>
        service === 'github' && url.includes('/repos/octo-org/old/')
          ? {
              status,
              headers: [['location', cloud.url + url.replace('/octo-org/old/', '/octo-org/app/')]]
            }
          : undefined;
      const result = await run({}, { GITHUB_REPOSITORY: 'octo-org/old' });
      expectSuccess(result);
      expect(cloud.github.secrets.has('octo-org/app DB_PASSWORD')).toBe(true);
    }
  );

  test('of GitHub that leads in a circle ends', async () => {
    let asked = 0;
    cloud.choose = (service, { url = '' }) => {
      if (service !== 'github') return undefined;
      asked++;
      return { status: 302, headers: [['location', url]] };
    };
    expect(readFailure(await run())).toContain('redirected the request, which');
    expect(asked).toBe(4);
  });

  const locations = [
    '//',
    'http://[',
    'javascript:alert(1)',
    `http://x/${ESCAPE}[31m`,
    '##[error]x',
    ''
  ];
  test.each(
    sample(
      locations.flatMap((location) => SERVICES.map((service) => [location, service] as const)),
      6
    )
  )('to %j is refused without a word of it: %s', async (location, service) => {
    answer(service, {
      delivery: 'raw',
      body: `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`
    });
    expect(readFailure(await run())).toMatch(/redirected the request|is not valid HTTP/);
  });
});

describe('a body', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'peak-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** The failure of a run, and the most memory that it had, in MB. */
  async function measure(service: PublicServiceName, hostile: HostileAnswer) {
    const asked: unknown[] = [];
    cloud.choose = (name, { headers }) => {
      if (name !== service) return undefined;
      asked.push(headers['x-amz-target']);
      return hostile;
    };
    const file = join(folder, String(serial));
    const helper = pathToFileURL(join(ROOT, '__tests__', 'helpers', 'peak-memory.mjs')).href;
    const result = await run({}, { NODE_OPTIONS: `--import ${helper}`, PEAK_MEMORY_FILE: file });
    return { message: readFailure(result), megabytes: Number(readFileSync(file, 'utf8')), asked };
  }

  const chunk = 'x'.repeat(64 * 1024);
  const json = 'application/json; charset=utf-8';
  test.each(sample(SERVICES, 2))(
    'of %s without an end is refused at once, within 200 MB',
    async (service) => {
      const { message, megabytes, asked } = await measure(service, {
        headers: [['content-type', json]],
        body: chunk,
        delivery: 'endless'
      });
      expect(message).toContain(`is larger than any of ${NAMES[service]}.`);
      expect(megabytes).toBeLessThan(200);
      expect(asked).toEqual([...new Set(asked)]);
    }
  );

  test.each(SERVICES)(
    'of an error of %s without an end is refused at once, within 200 MB',
    async (service) => {
      const { message, megabytes } = await measure(service, {
        status: 403,
        headers: [['content-type', json]],
        body: chunk,
        delivery: 'endless'
      });
      expect(message).toContain(`is larger than any of ${NAMES[service]}.`);
      expect(megabytes).toBeLessThan(200);
    }
  );

  test.each(SERVICES)(
    'of %s that grows when it is decompressed stays compressed',
    async (service) => {
      const { message, megabytes } = await measure(service, {
        headers: [
          ['content-type', json],
          ['content-encoding', 'gzip']
        ],
        // 50 KB that would be 50 MB.
        body: gzipSync(Buffer.alloc(50 << 20, 0x20))
      });
      expect(message).toMatch(/is not from|contains no token/);
      expect(megabytes).toBeLessThan(200);
    }
  );

  inAll('of any service that trickles ends with timeout-seconds', async () => {
    // Side by side, since each takes all of the time.
    const runs = SERVICES.map(async (service) => {
      const own = await startHostileCloud();
      try {
        own.choose = (asked) =>
          asked === service
            ? { headers: [['content-type', json]], body: '{"a":', delivery: 'trickle' }
            : undefined;
        return readFailure(await run({ 'timeout-seconds': '5' }, own.env(), own));
      } finally {
        await own.close();
      }
    });
    for (const message of await Promise.all(runs)) {
      expect(message).toContain('did not respond in time.');
    }
  });

  describe.each(sample(['Upgrade: x\r\nConnection: upgrade\r\n', 'Upgrade: x\r\n', ''], 1))(
    'in another protocol (%j)',
    (head) => {
      test.each(SERVICES)('of %s is refused at once', async (service) => {
        const asked: unknown[] = [];
        cloud.choose = (name, { headers }) => {
          if (name !== service) return undefined;
          asked.push(headers['x-amz-target']);
          return {
            delivery: 'raw-open',
            body: `HTTP/1.1 101 Switching Protocols\r\n${head}\r\n`
          };
        };
        // Otherwise the first attempt would end after ten minutes.
        expect(readFailure(await run({ 'timeout-seconds': '3600' }))).toMatch(
          service === 'oidc' ? /contains no token\./ : /\(status 101\) is not from /
        );
        expect(asked).toEqual([...new Set(asked)]);
      });
    }
  );

  test('of a secret may have 65,536 characters of six bytes each', async () => {
    const password = '\u4e00'.repeat(65_536);
    const { ARN: arn = '', VersionId: versionId = '' } = cloud.secrets.create({
      Name: `shop/db-${serial}`,
      SecretString: 'x',
      ClientRequestToken: crypto.randomUUID()
    }) as { ARN?: string; VersionId?: string };
    const escaped = password.replaceAll('\u4e00', '\\u4e00');
    answer(
      'secretsmanager',
      {
        headers: [['content-type', 'application/x-amz-json-1.1']],
        body: `{"ARN":"${arn}","VersionId":"${versionId}","Name":"x","SecretString":"${escaped}"}`
      },
      operation('GetSecretValue')
    );
    const result = await run({
      'if-secret-exists': 'keep',
      'github-secret': '',
      'github-token': ''
    });
    expectSuccess(result);
    expect(result.outputs['password']).toBe(password);
  });
});

describe('injected text', () => {
  const all = [
    '\n::add-mask::planted',
    '\r\n::warning::planted',
    '##[add-mask]a',
    ' ##[error]planted',
    `${ESCAPE}[31mred${ESCAPE}[0m`,
    BEL,
    '\u009b31m',
    '\u2028::error::planted',
    '\u202egnitirw'
  ];
  const injections = sample(all, 1);
  const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbCdEf';
  const versionId = '8f2a7c1e-5b3d-4a6f-9e8d-1c2b3a4d5e6f';

  /** Nothing that was injected is a command of the runner, or reaches its log as it came. */
  function expectHarmless({ stdout, masks, annotations }: StepResult, text: string): void {
    expect(stdout).not.toContain(text);
    expect(masks).not.toContain('a');
    expect(masks).not.toContain('planted');
    expect(annotations.filter(({ message }) => message.startsWith('planted'))).toEqual([]);
  }

  test.each(injections)('%j in an ARN or a version id is quoted', async (text) => {
    for (const version of [
      { ARN: arn + text, VersionId: versionId },
      { ARN: arn, VersionId: versionId.slice(0, 36 - text.length) + text }
    ]) {
      serial++;
      const body = JSON.stringify({ ...version, Name: 'x' });
      answer('secretsmanager', { body }, operation('CreateSecret'));
      const result = await run();
      expectSuccess(result);
      expectHarmless(result, text);
      expect(result.outputs).toMatchObject({
        'secret-arn': version.ARN,
        'secret-version-id': version.VersionId
      });
    }
  });

  // The run looks at such a list until its time is over.
  inAll.each(all)('%j in the list of versions is not printed', async (text) => {
    const body = JSON.stringify({
      ARN: arn,
      VersionIdsToStages: { [versionId.slice(0, 36 - text.length) + text]: [text, 'AWSCURRENT'] }
    });
    answer('secretsmanager', { body }, operation('DescribeSecret'));
    const result = await run({ 'if-secret-exists': 'rotate' });
    readFailure(result);
    expectHarmless(result, text);
  });

  test.each(injections)('%j in the owner or the primary Region is quoted', async (text) => {
    for (const [name, shown] of [
      ['OwningService', 'is managed by "us-east-1'],
      ['PrimaryRegion', 'its primary secret is in "us-east-1']
    ] as const) {
      serial++;
      const body = JSON.stringify({ ARN: arn, [name]: `us-east-1${text}` });
      answer('secretsmanager', { body }, operation('DescribeSecret'));
      const result = await run({ 'if-secret-exists': 'rotate' });
      expect(readFailure(result)).toContain(shown);
      expectHarmless(result, text);
    }
  });

  test.each(
    sample(
      all.filter((text) => /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text)),
      2
    )
  )('%j in a request id is not shown', async (text) => {
    const real = 'Kq7zWb3nXv9tRm2pLs8dFh4gJc6yTe5u';
    answer(
      'secretsmanager',
      {
        headers: [['x-amzn-requestid', `planted${text}`]],
        body: JSON.stringify({ RandomPassword: real })
      },
      operation('GetRandomPassword')
    );
    const result = await run({
      'github-secret': '',
      'github-token': '',
      'secret-id': '',
      'exclude-punctuation': 'true'
    });
    expectSuccess(result);
    expect(result.log).not.toContain('planted');
  });

  test.each(injections)('%j in the error of a service is not shown', async (text) => {
    for (const service of SERVICES) {
      serial++;
      answer(service, {
        status: 400,
        headers: [['content-type', 'application/json']],
        body: JSON.stringify({
          __type: `Odd${text}`,
          code: `Odd${text}`,
          message: `planted${text}`
        })
      });
      expect(readFailure(await run())).not.toContain('planted');
    }
  });

  test.each(injections)(
    '%j in the words of a refusal is shown without what does not print',
    async (text) => {
      answer(
        'secretsmanager',
        {
          status: 400,
          headers: [['content-type', 'application/x-amz-json-1.1']],
          body: JSON.stringify({ __type: 'InvalidParameterException', Message: `Too${text}long.` })
        },
        operation('GetRandomPassword')
      );
      expect(readFailure(await run())).toContain(
        'Secrets Manager refused the request (InvalidParameterException: Too'
      );
    }
  );

  test.each(injections)(
    '%j in the claims of a token is shown without what does not print',
    async (text) => {
      const claims = {
        sub: `repo:octo-org/app${text}`,
        iss: `https://planted.example/${text}`,
        aud: `x${text}`
      };
      const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
      answer('oidc', { body: JSON.stringify({ value: `e30.${payload}.c2ln` }) });
      expect(readFailure(await run())).toContain('its audience is x');
    }
  );

  test.each(['\n::warning::x', '##[add-mask]a\r', 'a\u2028b', `a${ESCAPE}[31m`])(
    'a github-environment of %j is refused before any request',
    async (environment) => {
      const before = cloud.requests.length;
      const result = await run({ 'github-environment': `production${environment}x` });
      expect(readFailure(result)).toMatch(
        /^github-environment must be the name of an environment: 1 to 255/
      );
      expect(cloud.requests).toHaveLength(before);
    }
  );

  test('a github-environment with ##[…] is no command in the log', async () => {
    const result = await run({ 'github-environment': 'production ##[add-mask]a' });
    expect(readFailure(result)).toContain('environment production ## [add-mask]a does not exist');
  });

  test('the header "deprecation" of GitHub is not printed', async () => {
    answer(
      'github',
      {
        headers: [
          ['content-type', 'application/json'],
          ['deprecation', '@1'],
          ['sunset', 'planted'],
          ['link', '<https://planted.example>; rel="deprecation"']
        ],
        body: JSON.stringify({
          key: Buffer.alloc(32, 9).toString('base64'),
          key_id: cloud.github.keyIdOf('octo-org/app')
        })
      },
      (request) => !isPut(request)
    );
    const result = await run();
    expectSuccess(result);
    expect(result.log).not.toContain('planted');
  });

  test.each([
    ['no token', '"a"'],
    ['a token with a line break', '"e30.e30.c2ln\\n::add-mask::a"'],
    ['a number', '7']
  ])('%s of the token service is neither masked nor shown', async (_, value) => {
    answer('oidc', { body: `{"value":${value}}` });
    const result = await run();
    expect(readFailure(result)).toContain('contains no token.');
    expect(result.masks).toEqual([TOKEN]);
  });

  test.each([
    ['AccessKeyId', 'ASIA&#10;x'],
    ['SecretAccessKey', 'a b'],
    ['SessionToken', 'a&#13;&#10;Host: planted']
  ])('a session whose %s cannot be sent is refused', async (name, value) => {
    const parts = {
      AccessKeyId: 'ASIAX',
      SecretAccessKey: 'secret',
      SessionToken: 'token',
      [name]: value
    };
    const inner = Object.entries(parts).map(([key, text]) => `<${key}>${text}</${key}>`);
    answer('sts', {
      headers: [['content-type', 'text/xml']],
      body: `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>${inner.join('')}</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`
    });
    expect(readFailure(await run())).toContain('is not from AWS STS.');
  });
});

describe('GitHub', () => {
  const date = 'Wed, 25 Nov 2026 21:00:00 GMT';
  const json = ['content-type', 'application/json'] as const;
  const reply = (
    status: number,
    message: string,
    headers: readonly (readonly [string, string])[] = []
  ): void => {
    answer('github', {
      status,
      headers: [json, ['date', date], ...headers],
      body: JSON.stringify({ message })
    });
  };
  const reset = (seconds: number): string => String(Date.parse(date) / 1000 + seconds);

  test.each<[string, number, string, [string, string][], string]>([
    [
      'a used up rate limit',
      403,
      'API rate limit exceeded for user ID 1.',
      [
        ['x-ratelimit-remaining', '0'],
        ['x-ratelimit-reset', reset(1800)]
      ],
      "github-token has used up GitHub's rate limit, which ends in 30 minutes (2026-11-25 21:30:00 UTC)."
    ],
    [
      'a used up rate limit',
      429,
      'API rate limit exceeded for user ID 1.',
      [
        ['x-ratelimit-remaining', '0'],
        ['x-ratelimit-reset', reset(90)]
      ],
      "github-token has used up GitHub's rate limit, which ends in 90 seconds (2026-11-25 21:01:30 UTC)."
    ],
    [
      'a secondary rate limit',
      403,
      'You have exceeded a secondary rate limit.',
      [['retry-after', '60']],
      'GitHub limits how often it is called. The limit ends in 60 seconds (2026-11-25 21:01:00 UTC), after timeout-seconds.'
    ],
    [
      'a secondary rate limit',
      429,
      'slow down',
      [['retry-after', 'Wed, 25 Nov 2026 21:05:00 GMT']],
      'GitHub limits how often it is called. The limit ends in 5 minutes (2026-11-25 21:05:00 UTC), after timeout-seconds.'
    ],
    [
      'a fault that lasts',
      503,
      '',
      [['retry-after', '600']],
      'GitHub returned status 503 and wants to be called again in 10 minutes (2026-11-25 21:10:00 UTC), after timeout-seconds.'
    ],
    [
      'a token without single sign-on',
      403,
      'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
      [
        [
          'x-github-sso',
          'required; url=https://github.com/orgs/octo-org/sso?authorization_request=planted'
        ]
      ],
      'github-token is not authorized for the single sign-on of the organization octo-org.'
    ],
    [
      'a token without a SAML session',
      403,
      'Resource protected by organization SAML enforcement.',
      [],
      'the organization octo-org enforces SAML single sign-on, and github-token has no SAML session.'
    ],
    [
      'an IP allow list',
      403,
      'Although you appear to have the correct authorization credentials, the `octo-org` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
      [],
      'the IP allow list of the organization octo-org does not contain this runner.'
    ]
  ])(
    'says %s (%i) for what it is, and is not asked again',
    async (_, status, message, headers, expected) => {
      let asked = 0;
      reply(status, message, headers);
      const { choose } = cloud;
      cloud.choose = (service, request) => {
        if (service === 'github') asked++;
        return choose(service, request);
      };
      const said = readFailure(await run({ 'timeout-seconds': '60' }));
      expect(said).toContain(expected);
      expect(said).not.toContain('planted');
      expect(asked).toBe(1);
    }
  );

  test.each<[string, [string, string][]]>([
    ['retry-after', [['retry-after', '1']]],
    [
      'x-ratelimit-reset',
      [
        ['x-ratelimit-remaining', '0'],
        ['x-ratelimit-reset', reset(1)]
      ]
    ]
  ])('is called again after %s, within timeout-seconds', async (_, headers) => {
    const times: number[] = [];
    cloud.choose = (service) => {
      if (service !== 'github') return undefined;
      times.push(performance.now());
      return times.length === 1
        ? {
            status: 403,
            headers: [json, ['date', date], ...headers],
            body: '{"message":"API rate limit exceeded"}'
          }
        : undefined;
    };
    const result = await run();
    expectSuccess(result);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(999);
  });
});

describe('the issuer', () => {
  const issuer = 'https://ghes.example/_services/token';
  const condition = 'ghes.example/_services/token:aud and :sub';

  test.each([
    ['no provider for it', null, `Create the OIDC provider ${issuer} in that account`],
    [
      'a trust policy for another job',
      { issuer },
      `Compare both with the conditions on ${condition}`
    ]
  ])('of a GitHub Enterprise Server is named: %s', async (_, provider, expected) => {
    const server = await startHostileCloud({
      issuer: { issuer },
      provider,
      role: { subjects: ['repo:octo-org/other:*'] }
    });
    try {
      const result = await runStep({
        action: ROOT,
        debug: true,
        inputs: { 'aws-region': server.region, 'role-to-assume': server.roleArn },
        env: server.env()
      });
      const message = readFailure(result);
      expect(message).toContain(expected);
      expect(message).not.toContain('githubusercontent.com');
    } finally {
      await server.close();
    }
  });
});
