import { afterEach, describe, expect, test } from '@jest/globals';
import { CallError, AttemptTimeoutError, type Call } from '../../src/retry.js';
import { explanations, explain } from '../../src/errors/explain.js';
import { ActionsSecretError } from '../../src/errors/actions-secret-error.js';
import { errorDetails } from '../../src/errors/classify.js';
import { ActionError } from '../../src/errors/action-error.js';
import { ActionError } from '../../src/errors/action-error.js';

const ROLE = 'arn:aws:iam::123456789012:role/passwords';
const token: Call = {
  service: 'GitHub token service',
  action: 'request an OIDC token',
  resource: 'sts.amazonaws.com',
  host: 'actions.example'
};
const sts: Call = {
  service: 'AWS STS',
  action: 'sts:AssumeRoleWithWebIdentity',
  resource: ROLE,
  host: 'sts.example',
  claims: { sub: 'repo:octo-org/app:ref:refs/heads/main', aud: 'sts.amazonaws.com' }
};
const store = (action: string, resource = 'shop/db'): Call => ({
  service: 'AWS Secrets Manager',
  action: `secretsmanager:${action}`,
  resource,
  host: 'secretsmanager.example'
});
const draw = store('GetRandomPassword', '*');
const github: Call = {
  service: 'GitHub',
  action: 'write the secret DB_PASSWORD',
  resource: 'octo-org/app',
  host: 'api.github.example'
};

/** As the SDK throws what a service answered. */
const answered = (name: string, message = '', httpStatusCode = 400): Error =>
  Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode, requestId: '0b5c1a9e' }
  });
/** As Node throws what happened on the way. */
const met = (code: string, message = code): Error => Object.assign(new Error(message), { code });
/** As Octokit throws what GitHub answered, or what fetch met. */
const octokit = (status: number, message = '', cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), {
    name: 'HttpError',
    status,
    ...(cause === undefined && { response: {} })
  });
/** As the toolkit throws what the token service answered. */
const toolkit = (status: number | undefined, message: string): Error =>
  new Error(
    `Failed to get ID Token. \n \n        Error Code : ${String(status)}\n \n        Error Message: ${message}`
  );

const CLAIMS =
  'its audience is sts.amazonaws.com and its sub is repo:octo-org/app:ref:refs/heads/main';

/** What was thrown, during which call, and what a person is told: why, and what to do. */
const rows: readonly (readonly [thrown: Error, call: Call, why: string, remedy: RegExp])[] = [
  [
    answered('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403),
    sts,
    `the trust policy of the role does not let this job in, or there is no such role. The token was good: ${CLAIMS}.`,
    /:aud and :sub of the trust policy/
  ],
  [
    answered('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403),
    { ...sts, claims: undefined } as unknown as Call,
    'its claims could not be read.',
    /trust policy/
  ],
  [
    answered('AccessDenied', 'no', 403),
    sts,
    'STS denied it.',
    new RegExp(`Allow sts:AssumeRoleWithWebIdentity on ${ROLE} `)
  ],
  [
    answered('InvalidIdentityToken', 'No OpenIDConnect provider found in your account'),
    sts,
    'the AWS account 123456789012 does not know GitHub as an identity provider.',
    /Create the OIDC provider/
  ],
  [
    answered('InvalidIdentityToken', 'Incorrect token audience'),
    sts,
    `the identity provider in AWS does not accept the token's audience: ${CLAIMS}.`,
    /Add that audience/
  ],
  [
    answered('InvalidIdentityToken', "Couldn't retrieve verification key from your provider"),
    sts,
    "STS could not fetch GitHub's keys until the time was up (InvalidIdentityToken)",
    /Run the job again/
  ],
  [
    answered('IDPCommunicationError'),
    sts,
    "STS could not fetch GitHub's keys until the time was up (IDPCommunicationError)",
    /Run the job again/
  ],
  [
    answered('IDPRejectedClaim', 'nonce'),
    sts,
    `STS did not accept the token (IDPRejectedClaim): ${CLAIMS}.`,
    /Check the OIDC provider/
  ],
  [
    answered('ExpiredTokenException'),
    sts,
    'the token had expired when STS read it',
    /Set the clock/
  ],
  [
    answered('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration'),
    sts,
    'role-duration-seconds is above what the role allows.',
    /Lower it/
  ],
  [
    answered('RegionDisabledException', '', 403),
    sts,
    'STS is not active in this Region (sts.example).',
    /Activate the Region/
  ],
  [answered('PackedPolicyTooLarge'), sts, 'the session policy', /Shorten secret-id/],
  [
    answered('EncryptionFailure'),
    store('CreateSecret'),
    'Secrets Manager could not use the KMS key',
    /kms:GenerateDataKey/
  ],
  [
    answered('AccessDeniedException', 'Access to KMS is not allowed'),
    store('GetSecretValue'),
    'Secrets Manager could not use the KMS key',
    /kms:Decrypt/
  ],
  [
    answered('AccessDeniedException', 'User is not authorized'),
    draw,
    'AWS denied it.',
    /Allow secretsmanager:GetRandomPassword on \* /
  ],
  [
    answered('AccessDeniedException', 'User is not authorized'),
    store('PutSecretValue'),
    'AWS denied it.',
    /Allow secretsmanager:PutSecretValue on shop\/db /
  ],
  [
    Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' }),
    draw,
    'no AWS credentials were found.',
    /Set role-to-assume, or run aws-actions\/configure-aws-credentials/
  ],
  [
    Object.assign(new Error('no rule'), { name: 'EndpointError' }),
    draw,
    'the SDK knows no endpoint',
    /AWS_USE_DUALSTACK_ENDPOINT/
  ],
  [met('ERR_INVALID_URL'), draw, 'an address in the environment is not a URL.', /HTTPS_PROXY/],
  [
    met('ERR_INVALID_CHAR', 'Invalid character in header content ["authorization"]'),
    draw,
    'the credentials hold a character that cannot be sent.',
    /line break/
  ],
  [
    answered('UnrecognizedClientException'),
    draw,
    'AWS did not accept the credentials (UnrecognizedClientException).',
    /clock/
  ],
  [answered('ExpiredTokenException'), draw, 'the AWS credentials have expired.', /Get them later/],
  [
    answered('InvalidParameterException', 'The length is too short.'),
    draw,
    'Secrets Manager refused the request (InvalidParameterException: The length is too short).',
    /Change the inputs/
  ],
  [
    answered('InvalidParameterException', 'You sent hunter2'),
    store('PutSecretValue'),
    'Secrets Manager refused the request (InvalidParameterException).',
    /Change the inputs/
  ],
  [
    answered('LimitExceededException', 'x'.repeat(400)),
    store('DescribeSecret'),
    `a limit of Secrets Manager is reached (LimitExceededException: ${'x'.repeat(300)}…).`,
    /Delete what is no longer used/
  ],
  [
    answered('ThrottlingException', 'Rate exceeded'),
    draw,
    'AWS Secrets Manager was asked too often until the time was up.',
    /Run fewer jobs at once/
  ],
  [
    octokit(403, 'You have exceeded a secondary rate limit.'),
    github,
    'GitHub was asked too often',
    /fewer/
  ],
  [octokit(401), github, 'GitHub did not accept github-token.', /expired or revoked/],
  [
    octokit(403, 'Resource not accessible by integration'),
    github,
    'GitHub answered 403: there is no octo-org/app, or github-token may not write its secrets.',
    /Secrets: write/
  ],
  [octokit(404), github, 'GitHub answered 404: there is no octo-org/app', /Secrets: write/],
  [octokit(422), github, 'GitHub does not take the secret (status 422).', /48 KB/],
  [
    met('ENOTFOUND'),
    draw,
    'the host secretsmanager.example could not be found (ENOTFOUND).',
    /Check aws-region and AWS_ENDPOINT_URL/
  ],
  [
    octokit(500, '', new TypeError('fetch failed', { cause: met('ENOTFOUND') })),
    github,
    'the host api.github.example could not be found (ENOTFOUND).',
    /^Check the DNS of this runner\.$/
  ],
  ...(
    [
      ['self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
      ['self-signed certificate in certificate chain', 'SELF_SIGNED_CERT_IN_CHAIN'],
      [
        'unable to get local issuer certificate; if the root CA is installed locally, try --use-system-ca',
        'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'
      ],
      ['unable to verify the first certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
      ['certificate has expired', 'CERT_HAS_EXPIRED'],
      ["Hostname/IP does not match certificate's altnames: IP: 1", 'ERR_TLS_CERT_ALTNAME_INVALID']
    ] as const
  ).flatMap(([words, code]) =>
    (
      [
        [toolkit(undefined, words), token, 'actions.example'],
        [met(code, words), draw, 'secretsmanager.example'],
        [octokit(500, words, met(code, words)), github, 'api.github.example']
      ] as const
    ).map(
      ([thrown, call, host]) =>
        [
          thrown,
          call,
          `the certificate of ${host} is not trusted (${code}).`,
          /NODE_EXTRA_CA_CERTS/
        ] as const
    )
  ),
  [
    met('EPROTO', 'wrong version number'),
    draw,
    'secretsmanager.example does not speak TLS as it should (EPROTO).',
    /http or https/
  ],
  [
    new AttemptTimeoutError(5000),
    draw,
    'secretsmanager.example did not answer in time.',
    /timeout-seconds/
  ],
  [
    met('ECONNRESET', 'socket hang up'),
    draw,
    'the connection to secretsmanager.example broke (ECONNRESET).',
    /firewall/
  ],
  [
    octokit(500, '', new TypeError('fetch failed', { cause: met('UND_ERR_SOCKET') })),
    github,
    'the connection to api.github.example broke (UND_ERR_SOCKET).',
    /firewall/
  ],
  [
    answered('InternalServiceError', '', 500),
    draw,
    'AWS Secrets Manager answered 500',
    /status page/
  ],
  [octokit(502), github, 'GitHub answered 502 until the time was up.', /status page/],
  [toolkit(503, 'down'), token, 'GitHub token service answered 503', /status page/],
  [toolkit(403, 'no'), token, 'the token service refused it (status 403).', /id-token: write/],
  [
    new Error('Response json body do not have ID Token field'),
    token,
    'what actions.example answered holds no token.',
    /proxy/
  ],
  [
    Object.assign(new SyntaxError('Unexpected token <'), { $response: { statusCode: 200 } }),
    draw,
    'what secretsmanager.example answered (status 200) is not an answer of AWS Secrets Manager.',
    /AWS_ENDPOINT_URL/
  ],
  [
    Object.assign(new Error('no key'), { name: 'UnexpectedResponseError' }),
    github,
    'what api.github.example answered (status 200) is not an answer of GitHub.',
    /GITHUB_API_URL/
  ],
  [
    answered('TeapotException', 'hunter2', 418),
    draw,
    'AWS Secrets Manager answered TeapotException (status 418, request 0b5c1a9e).',
    /give the request id to AWS Support/
  ],
  [
    octokit(418, 'hunter2'),
    github,
    'GitHub answered HttpError (status 418, request none).',
    /give the request id to GitHub Support/
  ]
];

const proxied: typeof rows = [
  [
    new Error('tunneling socket could not be established, statusCode=407'),
    token,
    'the proxy proxy.example:3128 refused to open a way to actions.example (status 407).',
    /HTTPS_PROXY/
  ],
  [
    new Error('Bad response: 403'),
    draw,
    'the proxy proxy.example:3128 refused to open a way to secretsmanager.example (status 403).',
    /HTTPS_PROXY/
  ],
  [
    octokit(
      500,
      'Request was cancelled.',
      new TypeError('fetch failed', {
        cause: new Error('Request was cancelled.', {
          cause: met('UND_ERR_ABORTED', 'Proxy response (407) !== 200 when HTTP Tunneling')
        })
      })
    ),
    github,
    'the proxy proxy.example:3128 refused to open a way to api.github.example (status 407).',
    /HTTPS_PROXY/
  ],
  [
    met('ECONNREFUSED'),
    draw,
    'the proxy proxy.example:3128, on the way to secretsmanager.example, cannot be reached (ECONNREFUSED).',
    /NO_PROXY/
  ]
];

const before = process.env['HTTPS_PROXY'];
afterEach(() => {
  if (before === undefined) delete process.env['HTTPS_PROXY'];
  else process.env['HTTPS_PROXY'] = before;
});

function expectRow([thrown, call, why, remedy]: (typeof rows)[number]): void {
  const { message, detail } = explain(new CallError(call, thrown, 1));
  expect(message).toContain(why);
  expect(message.slice(message.indexOf(why) + why.length).trimStart()).toMatch(remedy);
  expect(message + detail).not.toContain('hunter2');
  expect(detail).toContain(
    `${call.service} at ${call.host}: ${call.action} on ${call.resource}: code `
  );
}

describe('a failed call', () => {
  test.each(
    rows.map((row) => [`${row[1].service}, ${errorDetails(row[0]).code}: ${row[2]}`, row] as const)
  )('%s', (_, row) => {
    expectRow(row);
  });

  test.each(proxied.map((row) => [row[2], row] as const))('with a proxy: %s', (_, row) => {
    process.env['HTTPS_PROXY'] = 'http://me:hunter2@proxy.example:3128';
    expectRow(row);
  });

  test('has a row here for every cause', () => {
    const causeOf = ([thrown, call]: (typeof rows)[number]): number => {
      const fault = errorDetails(thrown);
      return explanations.findIndex(({ matches: when }) => when(fault, call));
    };
    const found = new Set(rows.map(causeOf));
    process.env['HTTPS_PROXY'] = 'http://proxy.example:3128';
    for (const row of proxied) found.add(causeOf(row));
    expect(explanations.map((_, index) => index).filter((index) => !found.has(index))).toEqual([]);
  });

  test('tells how often it was tried, when more than once', () => {
    const told = (attempts: number): string =>
      explain(new CallError(draw, met('ECONNRESET'), attempts)).message;
    expect(told(1)).toMatch(/^Could not call secretsmanager:GetRandomPassword: the/);
    expect(told(3)).toMatch(/^Could not call secretsmanager:GetRandomPassword \(3 attempts\): the/);
  });

  test.each([
    [token, "Could not get the job's OIDC token: "],
    [sts, `Could not assume the role ${ROLE}: `],
    [store('PutSecretValue'), 'Could not call secretsmanager:PutSecretValue on shop/db: '],
    [github, 'Could not write the secret DB_PASSWORD of octo-org/app: ']
  ])('begins with what it was: %#', (call, beginning) => {
    expect(
      explain(new CallError(call, new AttemptTimeoutError(1), 1)).message.startsWith(beginning)
    ).toBe(true);
  });

  test.each([undefined, null, 'hunter2', 7, {}, { message: 7, code: {}, name: 'a b' }])(
    'that threw %j has no code, and is not quoted',
    (thrown) => {
      const { message, detail } = explain(new CallError(github, thrown, 1));
      expect(message + detail).not.toContain('hunter2');
      expect(detail).toContain('code unknown error, status none, request none, attempts 1');
    }
  );

  test('after the password was stored says where it is', () => {
    const stored = {
      arn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-a',
      versionId: 'v1'
    };
    const cause = new CallError(github, octokit(401), 1);
    expect(explain(new ActionsSecretError(stored, cause)).message).toBe(
      `${explain(cause).message} The password is already stored as version v1 of ${stored.arn}; it was not put out.`
    );
  });
});

describe('anything else', () => {
  test('a refusal speaks for itself', () => {
    expect(explain(new ActionError('aws-region is x.')).message).toBe('aws-region is x.');
    expect(explain(new ActionError('nothing left')).message).toBe('nothing left');
  });

  test.each([
    [met('ENOSPC', 'hunter2'), 'ENOSPC'],
    [new TypeError('hunter2 is not a function'), 'TypeError'],
    ['hunter2', 'unknown error'],
    [undefined, 'unknown error']
  ])('is told by its code: %#', (thrown, code) => {
    expect(explain(thrown)).toEqual({
      message: `This action failed in a way it does not know (${code}). Run the job again with debug logging and report it.`,
      detail: `unknown: ${code}`
    });
  });
});
