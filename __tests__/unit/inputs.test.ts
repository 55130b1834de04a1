import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import type { SecretOptions } from '../../src/aws/secret-store/store.js';
import { ActionError } from '../../src/errors/action-error.js';
import type { GitHubSecretOptions } from '../../src/github/github-secret.js';
import {
  readInputs,
  readPromoteInputs,
  type Inputs,
  type PromoteInputs
} from '../../src/inputs.js';
import { actionInputs, promoteInputs } from '../../src/inputs/input-names.js';
import type { PasswordInputs } from '../../src/password/policy.js';
import { runners, type Runner, type RunnerName } from '../../src/runners.js';
import type { ConnectRoles } from '../../src/steps/connect.js';

type Texts = Readonly<Record<string, string>>;

const TOKEN_URL = 'https://actions.example/token?x=1';
const runner = {
  AWS_REGION: 'eu-west-1',
  ACTIONS_ID_TOKEN_REQUEST_URL: TOKEN_URL,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'hunter2!',
  GITHUB_OUTPUT: '/runner/output',
  GITHUB_REPOSITORY: 'octo-org/app',
  GITHUB_RUN_ID: '4242424242'
};
const ROLE = 'arn:aws:iam::123456789012:role/passwords';

/** Reads with these inputs and this environment, and nothing else of this process. */
function within<T>(inputs: Texts, env: Texts, read: () => T): T {
  const before = process.env;
  const variables = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value
  ]);
  process.env = { ...env, ...Object.fromEntries(variables) } as NodeJS.ProcessEnv;
  try {
    return read();
  } finally {
    process.env = before;
  }
}

const read = (inputs: Texts, env: Texts = runner): Inputs =>
  within(inputs, env, () => readInputs());
const readPromote = (inputs: Texts, env: Texts = runner): PromoteInputs =>
  within(inputs, env, () => readPromoteInputs());

/** The message of the error; what was read instead, where there is none. */
function errorMessage(
  inputs: Texts,
  env?: Texts,
  readAll: (inputs: Texts, env?: Texts) => unknown = read
): string {
  try {
    return JSON.stringify(readAll(inputs, env));
  } catch (error) {
    expect(error).toBeInstanceOf(ActionError);
    return (error as ActionError).message;
  }
}

/** What was read, but for the functions in it. */
const plain = (inputs: object): unknown => JSON.parse(JSON.stringify(inputs));

/** The message for a value that breaks the rule of an input or a variable. */
function mustBe(name: string, rule: string, received: string): string {
  const shown = received.length > 100 ? `${received.slice(0, 100)}…` : received;
  return `${name} must be ${rule}, but is ${JSON.stringify(shown)}.`;
}

test('with no inputs everything is left to the defaults, and nothing is sent', () => {
  expect(read({})).toStrictEqual({
    password: { presets: [] },
    outputPassword: true,
    runner: runners.github,
    region: 'eu-west-1',
    secretsManager: {
      url: new URL('https://secretsmanager.eu-west-1.amazonaws.com'),
      proxyFor: expect.any(Function)
    },
    sts: {
      url: new URL('https://sts.eu-west-1.amazonaws.com'),
      proxyFor: expect.any(Function)
    },
    warnings: [],
    timeoutSeconds: 60,
    outputFile: '/runner/output'
  });
  const blank = Object.fromEntries(
    ['password-length', 'preset', 'secret-id'].map((name) => [name, ' \n'])
  );
  expect(plain(read(blank))).toStrictEqual(plain(read({})));
});

describe('the environment', () => {
  const role = { 'role-to-assume': ROLE };
  const githubSecret = { 'github-secret': 'DB_PASSWORD', 'github-token': 'github_pat_x' };

  test('gives the endpoints and their proxies', () => {
    const env = {
      ...runner,
      AWS_ENDPOINT_URL_STS: 'http://sts.example:81',
      GITHUB_API_URL: 'https://github.example/api/v3',
      HTTPS_PROXY: 'http://me:hunter2@proxy.example:3128',
      NO_PROXY: 'github.example'
    };
    const proxyFor = expect.any(Function);
    const inputs = read({ ...role, ...githubSecret }, env);
    expect(inputs.secretsManager).toStrictEqual({
      url: new URL('https://secretsmanager.eu-west-1.amazonaws.com'),
      proxyFor
    });
    expect(inputs.sts).toStrictEqual({
      url: new URL('http://sts.example:81'),
      variable: 'AWS_ENDPOINT_URL_STS',
      proxyFor
    });
    expect(inputs.roles?.idToken?.tokenService).toStrictEqual({
      url: new URL(TOKEN_URL),
      variable: 'ACTIONS_ID_TOKEN_REQUEST_URL',
      proxyFor
    });
    expect(inputs.githubSecret?.api).toStrictEqual({
      url: new URL(env.GITHUB_API_URL),
      variable: 'GITHUB_API_URL',
      proxyFor
    });
    // Any URL is asked about, whatever the destination.
    const proxyOf = (url: string): string | undefined => inputs.sts.proxyFor?.(new URL(url))?.host;
    expect(proxyOf('https://vpce.example')).toBe('proxy.example:3128');
    expect([proxyOf('https://github.example'), proxyOf('http://vpce.example')]).toEqual([
      undefined,
      undefined
    ]);
  });

  test.each<[Texts]>([
    [{ ACTIONS_ID_TOKEN_REQUEST_URL: '' }],
    [{ ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }],
    [{ ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }]
  ])('with %j lacks the permission that a role needs', (env) => {
    const message = errorMessage(role, { ...runner, ...env });
    expect(message).toContain('Add "permissions: id-token: write" to the job.');
    expect(message).not.toContain('hunter2');
    for (const { variable, idTokenRemedy } of Object.values<Runner>(runners))
      if (variable !== undefined)
        expect(errorMessage(role, { ...runner, ...env, [variable]: 'true' })).toContain(
          idTokenRemedy
        );
    expect(errorMessage({}, { ...runner, ...env })).toBe(JSON.stringify(read({})));
  });

  test.each<[Texts, Texts, string]>([
    [
      role,
      { ACTIONS_ID_TOKEN_REQUEST_URL: '/token' },
      'ACTIONS_ID_TOKEN_REQUEST_URL must be an http or https URL, but is "/token". The runner sets it; do not overwrite it.'
    ],
    ...['api.github.com', 'ftp://github.example', 'http://['].map((url): [Texts, Texts, string] => [
      githubSecret,
      { GITHUB_API_URL: url },
      `GITHUB_API_URL must be an http or https URL, but is "${url}". The runner sets it; do not overwrite it.`
    ]),
    [
      {},
      { GITHUB_OUTPUT: '' },
      'GITHUB_OUTPUT is empty, so there is no file to write the password to. ' +
        'The runner sets it; outside of a runner, set it to the path of an existing file.'
    ]
  ])('for %j with %j is refused', (inputs, env, message) => {
    expect(errorMessage(inputs, { ...runner, ...env })).toBe(message);
  });

  test('may name any GitHub API as long as no secret goes there', () => {
    const env = { ...runner, GITHUB_API_URL: 'nonsense' };
    expect(plain(read({}, env))).toStrictEqual(plain(read({})));
  });
});

describe('the password', () => {
  test.each<[string, string, PasswordInputs]>([
    ['password-length', '6', { passwordLength: 6 }],
    ['password-length', ' 24\n', { passwordLength: 24 }],
    ['password-length', '4096', { passwordLength: 4096 }],
    ['preset', 'rds-postgres', { presets: ['rds-postgres'] }],
    ['preset', 'rds-postgres\nurl-safe\n', { presets: ['rds-postgres', 'url-safe'] }],
    ['preset', ', ,', { presets: [] }],
    ['exclude-characters', ' ', { excludeCharacters: ' ' }],
    ['exclude-characters', ' /@ ', { excludeCharacters: ' /@ ' }],
    ['exclude-characters', '/@\n', { excludeCharacters: '/@' }],
    ['exclude-characters', '/@\r\n', { excludeCharacters: '/@' }],
    ['exclude-characters', '/\n@\n\n', { excludeCharacters: '/\n@\n' }],
    ['exclude-characters', '\t', { excludeCharacters: '\t' }],
    ['exclude-characters', '\n', {}],
    ['exclude-characters', '\r\n', {}],
    ['exclude-characters', 'true', { excludeCharacters: 'true' }]
  ])('%s %j', (name, value, expected) => {
    expect(read({ [name]: value }).password).toStrictEqual({ presets: [], ...expected });
  });

  test.each([
    ['exclude-numbers', 'excludeNumbers'],
    ['exclude-punctuation', 'excludePunctuation'],
    ['exclude-uppercase', 'excludeUppercase'],
    ['exclude-lowercase', 'excludeLowercase'],
    ['include-space', 'includeSpace'],
    ['require-each-included-type', 'requireEachIncludedType']
  ])('%s takes the booleans of YAML 1.2, and nothing else', (name, property) => {
    for (const [spelling, value] of [
      ...['true', 'True', 'TRUE', ' true\n'].map((spelling) => [spelling, true] as const),
      ...['false', 'False', 'FALSE', '\tfalse'].map((spelling) => [spelling, false] as const)
    ]) {
      expect(read({ [name]: spelling }).password).toStrictEqual({
        presets: [],
        [property]: value
      });
    }
    for (const spelling of [
      ...['yes', 'no', 'on', 'off', 'y', 'n', '1', '0', 'tRUE', 'fALSE', 'truefalse', 'true true'],
      ...['null', '~', '"true"', 'ｔｒｕｅ', '!!bool true']
    ]) {
      expect(errorMessage({ [name]: spelling })).toBe(
        `${name} must be true or false, but is ${JSON.stringify(spelling)}.`
      );
    }
  });

  test('an unknown preset names the nearest one', () => {
    expect(() => read({ preset: 'rds-postgre' })).toThrow(
      /^preset is "rds-postgre", which does not exist\. Did you mean rds-postgres\? /
    );
  });
});

describe('whole numbers', () => {
  const readNumber = (name: string, value: string): unknown => {
    const { password, timeoutSeconds, roles } = read({ 'role-to-assume': ROLE, [name]: value });
    return (
      { 'password-length': password.passwordLength, 'timeout-seconds': timeoutSeconds }[name] ??
      roles?.durationSeconds
    );
  };

  test.each<[string, number, number]>([
    ['password-length', 6, 4096],
    ['role-duration-seconds', 900, 43200],
    ['timeout-seconds', 5, 3600]
  ])('%s: plain decimals from %i to %i', (name, minimum, maximum) => {
    for (const value of [minimum, minimum + 1, maximum - 1, maximum]) {
      expect(readNumber(name, String(value))).toBe(value);
    }
    const spellings = (value: number): string[] => [
      ...[`0${value}`, `+${value}`, `${value}.0`, `${value}.`, `${value}s`, `${value} ${value}`],
      ...[`0x${value.toString(16)}`, `0b${value.toString(2)}`, `${value / 100}e2`, `${value}n`],
      ...[`1_${value}`, `${value},0`, `"${value}"`, `٦${value}`]
    ];
    for (const spelling of [
      ...[minimum - 1, maximum + 1, -minimum, 0, 1, maximum * 10].map(String),
      ...spellings(minimum),
      ...['x', 'NaN', 'Infinity', 'true', '９９９', '9'.repeat(40), '-', '1e3']
    ]) {
      expect(errorMessage({ [name]: spelling })).toBe(
        `${name} must be a whole number from ${minimum} to ${maximum}, but is ${JSON.stringify(spelling)}.`
      );
    }
  });

  test('a long value is cut in the message', () => {
    expect(errorMessage({ 'password-length': '7'.repeat(101) })).toContain(
      `is "${'7'.repeat(100)}…".`
    );
    expect(errorMessage({ 'password-length': '7'.repeat(100) })).toContain(
      `is "${'7'.repeat(100)}".`
    );
  });
});

describe('the Region', () => {
  const withoutRegion = { ...runner, AWS_REGION: '' };

  test.each<[Texts, Texts, string]>([
    [{ 'aws-region': 'us-east-1' }, { AWS_REGION: 'eu-west-1' }, 'us-east-1'],
    [{ 'aws-region': ' ' }, { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'x' }, 'eu-west-1'],
    [{}, { AWS_REGION: '', AWS_DEFAULT_REGION: 'ap-southeast-2' }, 'ap-southeast-2'],
    [{}, { AWS_REGION: ' \n', AWS_DEFAULT_REGION: ' us-gov-west-1\n' }, 'us-gov-west-1'],
    ...['cn-north-1', 'us-iso-east-1', 'us-isob-east-1', 'eusc-de-east-1', 'mx-central-1'].map(
      (region): [Texts, Texts, string] => [{ 'aws-region': region }, {}, region]
    )
  ])('%j with %j is %s', (inputs, env, region) => {
    expect(read(inputs, { ...withoutRegion, ...env }).region).toBe(region);
  });

  test.each<[Texts, Texts, string, string]>([
    ...[
      ...['Ireland', 'EU-WEST-1', 'eu-west', 'eu_west_1', 'eu-west-1a', 'eu-west-1.evil.example'],
      ...['eu-west-1\neu-west-2', '-']
    ].map((region): [Texts, Texts, string, string] => [
      { 'aws-region': region },
      { AWS_REGION: 'eu-west-1' },
      'aws-region',
      region
    ]),
    [{}, { AWS_REGION: 'aws-global' }, 'AWS_REGION', 'aws-global'],
    [{}, { AWS_DEFAULT_REGION: 'local' }, 'AWS_DEFAULT_REGION', 'local']
  ])('%j with %j is refused, its source named', (inputs, env, source, region) => {
    expect(errorMessage(inputs, { ...withoutRegion, ...env })).toBe(
      mustBe(source, 'the code of an AWS Region, for example eu-west-1', region)
    );
  });

  test.each<[Texts]>([[{}], [{ AWS_REGION: '', AWS_DEFAULT_REGION: ' ' }]])(
    'is not set with %j: the message says what to set',
    (env) => {
      expect(errorMessage({}, { ...withoutRegion, ...env })).toBe(
        'No AWS Region is set: the input aws-region and the variables AWS_REGION and AWS_DEFAULT_REGION are empty. ' +
          'Set aws-region, for example to eu-west-1.'
      );
    }
  );
});

describe('the role', () => {
  const readRole = (inputs: Texts, env?: Texts): ConnectRoles => {
    const { roles } = read({ 'role-to-assume': ROLE, ...inputs }, env);
    if (!roles) throw new Error('no role was read');
    return roles;
  };
  const defaults = {
    roleArn: ROLE,
    sessionName: 'octo-org-app-4242424242',
    durationSeconds: 900,
    audience: 'sts.amazonaws.com'
  };

  test.each<[Texts, Partial<typeof defaults>]>([
    [{}, {}],
    ...(
      [
        ['arn:aws:iam::123456789012:role/a/path/to/passwords', 'us-east-1'],
        ['arn:aws-us-gov:iam::123456789012:role/p+=,.@-_', 'us-gov-west-1'],
        [`arn:aws-iso-b:iam::123456789012:role/${'r'.repeat(576)}`, 'us-isob-east-1']
      ] as const
    ).map(([roleArn, region]): [Texts, Partial<typeof defaults>] => [
      { 'role-to-assume': roleArn, 'aws-region': region },
      { roleArn }
    ]),
    [{ 'role-session-name': 'a_' }, { sessionName: 'a_' }],
    [{ 'role-session-name': '+=,.@-'.padEnd(64, 'x') }, { sessionName: '+=,.@-'.padEnd(64, 'x') }],
    [{ audience: 'https://example.org' }, { audience: 'https://example.org' }],
    ...(
      [
        ['aws-cn', 'cn-northwest-1', {}, 'sts.amazonaws.com.cn'],
        ['aws-cn', 'cn-north-1', { audience: 'x' }, 'x'],
        ['aws-us-gov', 'us-gov-east-1', {}, 'sts.amazonaws.com']
      ] as const
    ).map(([partition, region, given, audience]): [Texts, Partial<typeof defaults>] => {
      const roleArn = ROLE.replace('aws', partition);
      return [
        { 'role-to-assume': roleArn, 'aws-region': region, ...given },
        { roleArn, audience }
      ];
    })
  ])('%j', (inputs, expected) => {
    const { roleArn, sessionName, durationSeconds, idToken } = readRole(inputs);
    const { audience, tokenService } = idToken!;
    expect({ roleArn, sessionName, durationSeconds, audience }).toEqual({
      ...defaults,
      ...expected
    });
    expect(tokenService.url.href).toBe(TOKEN_URL);
  });

  test.each<[string, string, Texts, string]>([
    ['octo-org/app', '7', {}, 'octo-org-app-7'],
    ['o/a b(c)', '7', {}, 'o-a-b-c--7'],
    ['x'.repeat(90), '4242424242', {}, `${'x'.repeat(53)}-4242424242`],
    ['o/a', '9'.repeat(99), {}, `o-a-${'9'.repeat(30)}`],
    ['', '', {}, 'aws-random-password-run'],
    ['o/a', '7', { 'role-session-name': 'mine' }, 'mine']
  ])('the session of %s, run %s, with %j is %s', (repository, id, inputs, name) => {
    const env = { ...runner, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id };
    expect(readRole(inputs, env).sessionName).toBe(name);
    expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
  });

  test.each(['role-session-name', 'audience', 'role-duration-seconds'])(
    '%s without role-to-assume is refused',
    (name) => {
      expect(errorMessage({ [name]: '901' })).toBe(
        `${name} is set, but role-to-assume is empty. ${name} says how a role is assumed, so set role-to-assume too.`
      );
    }
  );

  describe('is one of several', () => {
    const HUB = 'arn:aws:iam::111111111111:role/hub';
    const SHOP = 'arn:aws:iam::222222222222:role/ops/shop';

    test.each([`${HUB} ${SHOP} ${ROLE}`, `\n${HUB}\n\t${SHOP}\n ${ROLE}\n`])('in %j', (list) => {
      expect(readRole({ 'role-to-assume': list })).toMatchObject({
        roleArn: ROLE,
        earlierRoleArns: [HUB, SHOP],
        idToken: { audience: 'sts.amazonaws.com' }
      });
    });

    test.each<[Texts, string]>([
      [
        { 'role-to-assume': `${HUB} ${ROLE} ${HUB}` },
        `role-to-assume has the role "${HUB}" twice. Remove one of them: each role is assumed by the one before it.`
      ],
      [
        { 'role-to-assume': `${HUB},${ROLE}` },
        mustBe(
          'role-to-assume',
          'the ARN of an IAM role, for example arn:aws:iam::123456789012:role/passwords, or several, separated by spaces or line breaks',
          `${HUB},${ROLE}`
        )
      ],
      [
        { 'role-to-assume': `${HUB} ${ROLE}`, 'role-duration-seconds': '3601' },
        'role-duration-seconds is 3601, but role-to-assume lists 2 roles, and a role that is assumed by another role has sessions of at most 3600 seconds. Lower role-duration-seconds.'
      ],
      [
        { 'role-to-assume': `${HUB} ${ROLE.replace('aws', 'aws-cn')}` },
        `role-to-assume has "${ROLE.replace('aws', 'aws-cn')}", a role in the partition aws-cn, but the Region eu-west-1 is in aws, which knows no role of another partition. Correct role-to-assume or aws-region.`
      ]
    ])('but %j is refused', (inputs, message) => {
      expect(errorMessage(inputs)).toBe(message);
    });

    test('with the longest session', () => {
      const inputs = { 'role-to-assume': `${HUB} ${ROLE}`, 'role-duration-seconds': '3600' };
      expect(readRole(inputs).durationSeconds).toBe(3600);
    });
  });

  test.each([
    ['cn-north-1', 'aws', 'aws-cn'],
    ['eu-west-1', 'aws-us-gov', 'aws'],
    ['us-isob-east-1', 'aws-iso', 'aws-iso-b'],
    ['eusc-de-east-1', 'aws', 'aws-eusc']
  ])('in %s cannot be one of %s', (region, partition, expected) => {
    const arn = ROLE.replace('aws', partition);
    expect(errorMessage({ 'role-to-assume': arn, 'aws-region': region })).toContain(
      `a role in the partition ${partition}, but the Region ${region} is in ${expected}, which`
    );
  });

  describe('with role-chaining', () => {
    test('needs no OIDC token', () => {
      const env = {
        ...runner,
        ACTIONS_ID_TOKEN_REQUEST_URL: '',
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: ''
      };
      const roles = readRole({ 'role-chaining': 'true', 'role-duration-seconds': '7200' }, env);
      expect(roles).toStrictEqual({
        roleArn: ROLE,
        earlierRoleArns: [],
        sessionName: 'octo-org-app-4242424242',
        durationSeconds: 7200
      });
    });

    test('that is false is the same as without', () => {
      expect(plain(readRole({ 'role-chaining': 'false' }))).toEqual(plain(readRole({})));
      expect(read({ 'role-chaining': 'false' }).roles).toBeUndefined();
    });

    test.each<[Texts, string]>([
      [
        { 'role-to-assume': ROLE, 'role-chaining': 'true', audience: 'x' },
        'audience is "x", but role-chaining is true, so that no OIDC token is requested. Leave one of them empty.'
      ],
      [
        { 'role-chaining': 'true' },
        'role-chaining is set, but role-to-assume is empty. role-chaining says how a role is assumed, so set role-to-assume too.'
      ],
      [{ 'role-chaining': 'yes' }, 'role-chaining must be true or false, but is "yes".']
    ])('%j is refused', (inputs, message) => {
      expect(errorMessage(inputs)).toBe(message);
    });
  });

  describe('with an external id', () => {
    const several = { 'role-to-assume': `${ROLE} arn:aws:iam::222222222222:role/shop` };

    test.each<[Texts]>([[several], [{ 'role-chaining': 'true' }]])('and %j has it', (inputs) => {
      for (const externalId of ['ab', 'A1_+=,.@:/-', 'x'.repeat(1224)]) {
        expect(readRole({ ...inputs, 'role-external-id': externalId }).externalId).toBe(externalId);
      }
    });

    test('and no role that could be given it is refused', () => {
      expect(errorMessage({ 'role-to-assume': ROLE, 'role-external-id': 'hunter2' })).toBe(
        'role-external-id is set, but the only role is assumed with the OIDC token of the job, and that call takes no external id. ' +
          'Leave role-external-id empty, list the role that asks for it second, or set role-chaining to true.'
      );
      expect(errorMessage({ 'role-external-id': 'hunter2' })).toMatch(
        /^role-external-id is set, but role-to-assume is empty\./
      );
    });

    test.each(['a', 'hunter2 hunter2', 'hunter2#', 'hunter2ä', 'hunter2'.padEnd(1225, 'x')])(
      '%j is refused and not shown',
      (externalId) => {
        const message = errorMessage({ ...several, 'role-external-id': externalId });
        expect(message).toBe(
          `role-external-id must be 2 to 1224 characters from A-Z a-z 0-9 _ + = , . @ : / -, but has others or another length (${externalId.length} characters in all). Its value is not shown.`
        );
      }
    );
  });

  const arnRule =
    'the ARN of an IAM role, for example arn:aws:iam::123456789012:role/passwords, or several, separated by spaces or line breaks';
  const nameRule = '2 to 64 characters from A-Z a-z 0-9 _ + = , . @ -';
  test.each<[string, string, string]>([
    ...[
      'passwords',
      'arn:aws:iam::12345678901:role/p',
      'arn:aws:iam::1234567890123:role/p',
      'arn:aws:iam::123456789012:user/p',
      'arn:aws:iam::123456789012:role/',
      'arn:aws:sts::123456789012:assumed-role/p/s',
      'arn:AWS:iam::123456789012:role/p',
      'arn:aws:iam::123456789012:role/p:x',
      ` x${ROLE}`
    ].map((value): [string, string, string] => ['role-to-assume', value, arnRule]),
    ...['x', 'a b', 'a/b', 'naïve', 'x'.repeat(65), 'a\nb'].map(
      (value): [string, string, string] => ['role-session-name', value, nameRule]
    )
  ])('%s %j is refused', (name, value, rule) => {
    expect(errorMessage({ [name]: value })).toBe(mustBe(name, rule, value.trim()));
  });
});

describe('how a password is stored', () => {
  const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/db-a1B2c3';
  const defaults: SecretOptions = {
    secretId: 'app/db',
    ifSecretExists: 'fail',
    ifSecretMissing: 'create',
    versionStage: 'AWSCURRENT',
    ifRotationPending: 'resume',
    needsValue: true
  };
  const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';

  test.each<[Texts, Partial<SecretOptions>]>([
    [{}, {}],
    ...[
      'x',
      'A/_+=.@-9',
      'x'.repeat(512),
      'app-db',
      'a-1234567',
      'a-12345',
      'a-B2c3D4',
      'rds!db-1234',
      ARN
    ].map((secretId): [Texts, Partial<SecretOptions>] => [{ 'secret-id': secretId }, { secretId }]),
    ...(['fail', 'keep', 'rotate'] as const).map(
      (ifSecretExists): [Texts, Partial<SecretOptions>] => [
        { 'if-secret-exists': ifSecretExists },
        { ifSecretExists }
      ]
    ),
    ...(['AWSCURRENT', 'AWSPENDING'] as const).map((stage): [Texts, Partial<SecretOptions>] => [
      { 'if-secret-exists': 'rotate', 'secret-version-stage': stage },
      { ifSecretExists: 'rotate', versionStage: stage }
    ]),
    ...(['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS'] as const).map(
      (stage): [Texts, Partial<SecretOptions>] => [
        { 'if-secret-exists': 'keep', 'secret-version-stage': stage },
        { ifSecretExists: 'keep', versionStage: stage }
      ]
    ),
    ...(['create', 'restore', 'fail'] as const).flatMap((ifSecretMissing) =>
      (['keep', 'rotate'] as const).map((ifSecretExists): [Texts, Partial<SecretOptions>] => [
        { 'if-secret-missing': ifSecretMissing, 'if-secret-exists': ifSecretExists },
        { ifSecretMissing, ifSecretExists }
      ])
    ),
    ...(['resume', 'replace', 'fail'] as const).map(
      (ifRotationPending): [Texts, Partial<SecretOptions>] => [
        {
          'if-secret-exists': 'rotate',
          'secret-version-stage': 'AWSPENDING',
          'if-rotation-pending': ifRotationPending
        },
        { ifSecretExists: 'rotate', versionStage: 'AWSPENDING', ifRotationPending }
      ]
    ),
    [
      { 'if-secret-exists': 'rotate', 'rotate-after-days': '30' },
      { ifSecretExists: 'rotate', rotateAfterDays: 30 }
    ],
    [{ 'secret-description': ' of the shop ' }, { description: 'of the shop' }],
    [
      { 'secret-tags': 'team=shop\n\n  cost centre = a=b \nempty=' },
      { tags: { team: 'shop', 'cost centre': 'a=b', empty: '' } }
    ],
    [{ 'output-password': 'true' }, {}],
    [{ 'output-password': 'false' }, { needsValue: false }],
    [{ 'output-password': 'false', 'github-secret': 'X', 'github-token': 'x' }, {}],
    ...[
      KEY,
      `mrk-${KEY.replaceAll('-', '')}`,
      'alias/app',
      `arn:aws:kms:eu-west-1:123456789012:key/${KEY}`,
      'arn:aws-cn:kms:cn-north-1:123456789012:alias/app/db_1'
    ].map((kmsKeyId): [Texts, Partial<SecretOptions>] => [
      { 'kms-key-id': kmsKeyId },
      { kmsKeyId }
    ]),
    [
      {
        'secret-string-template': ' {"user": {"name": "app"}}\n',
        'generate-string-key': 'pass word'
      },
      { template: '{"user": {"name": "app"}}', key: 'pass word' }
    ],
    [{ 'generate-string-key': '__proto__' }, { key: '__proto__' }]
  ])('%j', (inputs, expected) => {
    expect(read({ 'secret-id': 'app/db', ...inputs }).secret).toStrictEqual({
      ...defaults,
      ...expected
    });
  });

  const secretRule =
    'a name of 1 to 512 characters from A-Z a-z 0-9 / _ + = . @ ! -, or the ARN of a secret';
  const keyRule = 'the id, the ARN or the alias of a KMS key';
  const refused = (name: string, rule: string, ...values: readonly string[]): [Texts, string][] =>
    values.map((value) => [{ [name]: value }, mustBe(name, rule, value)]);
  test.each<[Texts, string]>([
    ...refused('secret-id', secretRule, 'a b', 'naïve', 'a:b', 'x'.repeat(513)),
    ...refused('secret-id', secretRule, ARN.replace('secretsmanager', 'ssm')),
    ...refused('secret-id', secretRule, ARN.replace('123', '')),
    [
      { 'secret-id': ARN, 'aws-region': 'us-east-1' },
      `secret-id is "${ARN}", a secret in eu-west-1, but the Region is us-east-1. Set aws-region to eu-west-1.`
    ],
    ...refused(
      'if-secret-exists',
      'one of fail, keep, rotate',
      ...['overwrite', 'Fail', 'keep,rotate', 'true']
    ),
    ...refused(
      'secret-version-stage',
      'one of AWSCURRENT, AWSPENDING, AWSPREVIOUS',
      ...['awscurrent', 'mine']
    ),
    ...refused(
      'kms-key-id',
      keyRule,
      ...['a b', 'key:1', 'arn:aws:kms:eu-west-1:1:key/x', 'x'.repeat(257)]
    ),
    ...refused('if-secret-missing', 'one of create, restore, fail', 'ignore'),
    ...refused('if-rotation-pending', 'one of resume, replace, fail', 'keep'),
    ...refused('rotate-after-days', 'a whole number from 1 to 3650', '0', '3651', '1.5', '30d'),
    ...['team', '=x', 'aws:team=x', `${'x'.repeat(129)}=`, `x=${'y'.repeat(257)}`].map(
      (line): [Texts, string] => [
        { 'secret-tags': `a=b\n${line}` },
        mustBe(
          'secret-tags',
          'lines KEY=VALUE, with a key of 1 to 128 characters that does not begin with aws: and a value of at most 256 characters',
          line
        )
      ]
    ),
    [
      { 'secret-tags': 'a=1\nb=2\na=3' },
      'secret-tags has the key "a" twice. Remove one of the lines.'
    ],
    [
      { 'secret-tags': Array.from({ length: 51 }, (_, at) => `k${at}=v`).join('\n') },
      'secret-tags must have at most 50 lines, but has 51.'
    ],
    [
      { 'secret-string-template': '{}' },
      'secret-string-template is set, but generate-string-key is empty. Set generate-string-key to the key that the password gets in the JSON object.'
    ],
    ...['restore', 'fail'].map((value): [Texts, string] => [
      { 'if-secret-missing': value },
      `if-secret-missing is ${value}, but if-secret-exists is fail, which only creates secrets. Set if-secret-exists to keep or rotate, or leave if-secret-missing empty.`
    ]),
    [
      { 'if-secret-exists': 'rotate', 'secret-version-stage': 'AWSPREVIOUS' },
      'secret-version-stage is AWSPREVIOUS, but if-secret-exists is rotate, which stores a version as AWSCURRENT or AWSPENDING. Set if-secret-exists to keep to read AWSPREVIOUS.'
    ],
    [
      { 'secret-version-stage': 'AWSPENDING' },
      'secret-version-stage is AWSPENDING, but if-secret-exists is fail, and a secret that is created has AWSCURRENT only. Set if-secret-exists to rotate or keep, or leave secret-version-stage empty.'
    ],
    ...[{}, { 'if-secret-exists': 'rotate' }, { 'if-secret-exists': 'keep' }].map(
      (inputs): [Texts, string] => [
        { ...inputs, 'if-rotation-pending': 'resume' },
        'if-rotation-pending is set, but it only matters with if-secret-exists: rotate and secret-version-stage: AWSPENDING. Set both, or leave if-rotation-pending empty.'
      ]
    ),
    ...['fail', 'keep'].map((value): [Texts, string] => [
      { 'if-secret-exists': value, 'rotate-after-days': '30' },
      `rotate-after-days is set, but if-secret-exists is ${value}. Set if-secret-exists to rotate, or leave rotate-after-days empty.`
    ]),
    ...[
      ['kms-key-id', 'alias/app'],
      ['secret-description', 'x'],
      ['secret-tags', 'a=b']
    ].map(([name = '', value = '']): [Texts, string] => [
      { 'if-secret-exists': 'keep', 'if-secret-missing': 'fail', [name]: value },
      `${name} is set, but if-secret-missing is fail, so no secret is created that could get it. Set if-secret-missing to create, or leave ${name} empty.`
    ]),
    ...['{"a": "{{password-base64}}"}', '{"{{password}}": 1}'].map((template): [Texts, string] => [
      { 'secret-string-template': template, 'generate-string-key': 'k' },
      'secret-string-template contains a placeholder that begins with {{password or {{user- and is not known, or one in a key. Use {{password}}, {{password-url-encoded}}, {{user-name}} or {{user-name-url-encoded}}, in values only.'
    ]),
    // The template may contain other secrets: only its length is shown.
    ...(
      [
        ['{"password": "hunter2"', 'line 1, column 23 on (the end of the text)'],
        ['hunter2 {}', 'line 1, column 1 on (a letter)'],
        ['{"a": 1,\n "hunter2" 2}', 'line 2, column 12 on (a digit)']
      ] as const
    ).map(([template, place]): [Texts, string] => [
      { 'secret-string-template': template, 'generate-string-key': 'k' },
      `secret-string-template must be a JSON object, for example {"username": "app"}, but is not JSON from ${place}.`
    ]),
    [
      {
        'secret-string-template': JSON.stringify({ a: 'x'.repeat(65_536) }),
        'generate-string-key': 'k'
      },
      'secret-string-template must have at most 65536 characters, but has 65544.'
    ],
    ...['["hunter2"]', '"hunter2"', '7', 'null'].map((template): [Texts, string] => [
      { 'secret-string-template': template, 'generate-string-key': 'k' },
      `secret-string-template must be a JSON object, for example {"username": "app"}, but is something else (${template.length} characters, not shown here).`
    ])
  ])('%j is refused', (inputs, message) => {
    expect(errorMessage({ 'secret-id': 'app/db', ...inputs })).toBe(message);
  });

  test.each<[string, Texts]>([
    ['if-secret-exists', { 'if-secret-exists': 'keep' }],
    ['secret-version-stage', { 'secret-version-stage': 'AWSPENDING' }],
    ['kms-key-id', { 'kms-key-id': 'alias/app' }],
    ['if-secret-missing', { 'if-secret-missing': 'create' }],
    ['if-rotation-pending', { 'if-rotation-pending': 'resume' }],
    ['rotate-after-days', { 'rotate-after-days': '7' }],
    ['secret-tags', { 'secret-tags': 'a=b' }],
    ['secret-description', { 'secret-description': 'x' }],
    ['secret-string-template', { 'secret-string-template': '{}' }],
    ['generate-string-key', { 'generate-string-key': 'k' }]
  ])('%s is refused without a secret-id', (name, inputs) => {
    expect(errorMessage(inputs)).toBe(
      `${name} is set, but secret-id is empty. ${name} says how a secret is stored, so set secret-id too.`
    );
  });
});

test('output-password: false needs something else that keeps the password', () => {
  expect(errorMessage({ 'output-password': 'false' })).toBe(
    'output-password is false, but nothing else keeps the password. Set secret-id or github-secret, or leave output-password empty.'
  );
  const github = { 'github-secret': 'X', 'github-token': 'x' };
  expect(read({ 'output-password': 'false', ...github }).outputPassword).toBe(false);
});

describe('the GitHub secret', () => {
  const defaults: GitHubSecretOptions = {
    name: 'DB_PASSWORD',
    token: 'github_pat_hunter2',
    location: { app: 'actions', scope: 'repository', owner: 'octo-org/app' },
    jobRepository: { name: 'octo-org/app', id: '74' },
    api: {
      url: new URL('https://api.github.com'),
      variable: 'GITHUB_API_URL',
      proxyFor: expect.any(Function) as never
    }
  };
  const given = { 'github-secret': 'DB_PASSWORD', 'github-token': defaults.token };
  const org = { 'github-organization': 'octo-org' };

  test.each<[Texts, Partial<GitHubSecretOptions>]>([
    [{}, {}],
    ...['_', 'a1', 'MY_GITHUB_X', 'GITHUB', 'x'.repeat(200)].map(
      (name): [Texts, Partial<GitHubSecretOptions>] => [{ 'github-secret': name }, { name }]
    ),
    [
      { 'github-environment': 'prod / eu' },
      { location: { ...defaults.location, scope: 'environment', environment: 'prod / eu' } }
    ],
    [{ 'github-secret-app': 'actions' }, {}],
    ...(['dependabot', 'codespaces'] as const).map((app): [Texts, Partial<GitHubSecretOptions>] => [
      { 'github-secret-app': app },
      { location: { ...defaults.location, app } }
    ]),
    [
      { 'github-repository': 'octo_corp/.github', 'github-environment': 'x' },
      {
        location: {
          ...defaults.location,
          scope: 'environment',
          owner: 'octo_corp/.github',
          environment: 'x'
        }
      }
    ],
    ...(['actions', 'dependabot', 'codespaces'] as const).map(
      (app): [Texts, Partial<GitHubSecretOptions>] => [
        { ...org, 'github-secret-app': app },
        { location: { app, scope: 'organization', owner: 'octo-org' } }
      ]
    ),
    ...(['all', 'private', 'selected'] as const).map(
      (visibility): [Texts, Partial<GitHubSecretOptions>] => [
        { ...org, 'github-secret-visibility': visibility },
        { location: { app: 'actions', scope: 'organization', owner: 'octo-org' }, visibility }
      ]
    )
  ])('%j', (inputs, expected) => {
    const env = { ...runner, GITHUB_REPOSITORY_ID: '74' };
    expect(read({ ...given, ...inputs }, env).githubSecret).toStrictEqual({
      ...defaults,
      ...expected
    });
  });

  test('of another location does not need to know the repository of the job', () => {
    const env = { ...runner, GITHUB_REPOSITORY: '' };
    expect(read({ ...given, ...org }, env).githubSecret?.location.owner).toBe('octo-org');
    const inputs = { ...given, 'github-repository': 'a/b' };
    expect(read(inputs, env).githubSecret?.location.owner).toBe('a/b');
  });

  test('is not meant by a token alone, which is refused', () => {
    expect(errorMessage({ 'github-token': defaults.token })).toBe(
      'github-token is set, but github-secret is empty. github-token says how a GitHub secret is written, so set github-secret too.'
    );
  });

  test.each<[Texts, Texts, string]>([
    ...['1X', 'A-B', 'A B', 'Ä', 'GITHUB_X', 'github_x', '${{ x }}'].map(
      (name): [Texts, Texts, string] => [
        { 'github-secret': name },
        {},
        mustBe(
          'github-secret',
          'a name of letters, digits and underscores that does not begin with a digit or with GITHUB_',
          name
        )
      ]
    ),
    [
      { 'github-token': '' },
      {},
      'github-secret is "DB_PASSWORD", but github-token is empty. Set github-token to a token that may write secrets; the GITHUB_TOKEN of the job may not.'
    ],
    ...['github_pat\nhunter2', 'hunter2 x', 'hunter2é'].map((token): [Texts, Texts, string] => [
      { 'github-token': token },
      {},
      `github-token must contain only visible ASCII characters, but contains others (${token.length} characters in all). Look for a space or a line break in the secret that it comes from.`
    ]),
    [
      { 'github-secret': '', 'github-environment': 'prod' },
      {},
      'github-environment is set, but github-secret is empty. github-environment says how a GitHub secret is written, so set github-secret too.'
    ],
    ...Object.entries({
      'github-repository': 'a/b',
      'github-organization': 'octo-org',
      'github-secret-app': 'dependabot',
      'github-secret-visibility': 'all'
    }).map(([name, value]): [Texts, Texts, string] => [
      { 'github-secret': '', 'github-token': '', [name]: value },
      {},
      `${name} is set, but github-secret is empty. ${name} says how a GitHub secret is written, so set github-secret too.`
    ]),
    ...[
      'app',
      'a/b/c',
      '/app',
      'octo-org/',
      '../app',
      'octo-org/..',
      './app',
      'a b/c',
      'a/b?x'
    ].map((repository): [Texts, Texts, string] => [
      { 'github-repository': repository },
      {},
      mustBe('github-repository', 'OWNER/NAME of a repository', repository)
    ]),
    ...['octo-org/app', '..', '.', 'octo org', 'a?b', 'ü'].map(
      (organization): [Texts, Texts, string] => [
        { 'github-organization': organization },
        {},
        mustBe(
          'github-organization',
          'the name of an organization, as its address on GitHub has it',
          organization
        )
      ]
    ),
    [
      { 'github-secret-app': 'Dependabot' },
      {},
      mustBe('github-secret-app', 'one of actions, dependabot, codespaces', 'Dependabot')
    ],
    [
      { ...org, 'github-secret-visibility': 'public' },
      {},
      mustBe('github-secret-visibility', 'one of selected, private, all', 'public')
    ],
    [
      { ...org, 'github-repository': 'a/b' },
      {},
      'github-organization is "octo-org", and github-repository is "a/b", but a secret is in one place. Leave one of them empty.'
    ],
    [
      { ...org, 'github-environment': 'prod' },
      {},
      'github-organization is "octo-org", and github-environment is "prod", but a secret is in one place. Leave one of them empty.'
    ],
    [
      { 'github-secret-visibility': 'all' },
      {},
      'github-secret-visibility is set, but github-organization is empty. github-secret-visibility says which repositories read the secret of an organization, so set github-organization too.'
    ],
    ...['dependabot', 'codespaces'].map((app): [Texts, Texts, string] => [
      { 'github-environment': 'prod', 'github-secret-app': app },
      {},
      `github-environment is "prod", and github-secret-app is "${app}", but only actions has environments. Leave one of them empty.`
    ]),
    ...['', 'octo-org', '/app', 'octo-org/', 'octo-org/..'].map(
      (repository): [Texts, Texts, string] => [
        {},
        { GITHUB_REPOSITORY: repository },
        `github-secret is "DB_PASSWORD", but GITHUB_REPOSITORY is "${repository}". The runner sets it to OWNER/REPOSITORY; do not overwrite it.`
      ]
    )
  ])('%j with %j is refused', (inputs, env, message) => {
    expect(errorMessage({ ...given, ...inputs }, { ...runner, ...env })).toBe(message);
  });

  test('is refused where GITHUB_REPOSITORY is not set', () => {
    const env = { AWS_REGION: 'eu-west-1', GITHUB_OUTPUT: '/runner/output' };
    expect(errorMessage(given, env)).toContain('but GITHUB_REPOSITORY is ""');
  });
});

describe('a promotion', () => {
  const VERSION = '0b0b3a2e-6f5c-4d0e-9f57-1d2e3f4a5b6c';
  const given = { 'secret-id': 'app/db', 'secret-version-id': VERSION };

  test('has the AWS inputs of the main action, and the version to promote', () => {
    const aws = { 'role-to-assume': ROLE, 'timeout-seconds': '9' };
    const { password, outputPassword, runner: kind, ...inputs } = read(aws);
    expect([outputPassword, kind]).toEqual([true, runners.github]);
    expect(password).toEqual({ presets: [] });
    expect(plain(readPromote({ ...given, ...aws }))).toStrictEqual(
      plain({ ...inputs, secretId: 'app/db', versionId: VERSION, ifNotPending: 'fail' })
    );
    expect(readPromote({ ...given, 'if-not-pending': 'promote' }).ifNotPending).toBe('promote');
    expect(readPromote({ ...given, 'secret-version-id': '' })).not.toHaveProperty('versionId');
    for (const versionId of ['a'.repeat(32), 'A-_9'.repeat(16)]) {
      expect(readPromote({ ...given, 'secret-version-id': versionId }).versionId).toBe(versionId);
    }
  });

  const versionRule =
    'a version id of 32 to 64 characters, the output secret-version-id of the step that rotated the secret';
  test.each<[Texts, string]>([
    ...['x'.repeat(31), 'x'.repeat(65), `${VERSION} `.repeat(2).trim(), 'AWSPENDING'].map(
      (id): [Texts, string] => [
        { 'secret-version-id': id },
        mustBe('secret-version-id', versionRule, id)
      ]
    ),
    [
      { 'secret-version-id': '', 'if-not-pending': 'promote' },
      'if-not-pending is promote, but secret-version-id is empty, and without it only a pending version is promoted. Set secret-version-id, or leave if-not-pending empty.'
    ],
    [{ 'if-not-pending': 'x' }, mustBe('if-not-pending', 'one of fail, promote', 'x')],
    [{ 'secret-id': '' }, 'secret-id is empty. Set it to the name or the ARN of the secret.'],
    [{ 'secret-id': 'a b' }, 'secret-id must be a name of 1 to 512 characters'],
    [{ 'aws-region': 'x' }, 'aws-region must be the code of an AWS Region'],
    [{ 'timeout-seconds': '4' }, mustBe('timeout-seconds', 'a whole number from 5 to 3600', '4')]
  ])('with %j is refused', (inputs, message) => {
    expect(errorMessage({ ...given, ...inputs }, runner, readPromote)).toContain(message);
  });
});

test('no message quotes the token', () => {
  const inputs = { 'github-secret': '1X', 'github-token': 'github_pat_hunter2' };
  expect(errorMessage(inputs)).not.toContain('hunter2');
});

describe('the environment', () => {
  test.each<[Texts, RunnerName]>([
    [{}, 'github'],
    [{ ACT: 'true' }, 'act'],
    [{ ACT: 'true', GITEA_ACTIONS: 'true' }, 'gitea'],
    [{ ACT: 'true', GITEA_ACTIONS: 'true', FORGEJO_ACTIONS: 'true' }, 'forgejo'],
    [{ ACT: 'false', GITEA_ACTIONS: '1' }, 'github']
  ])('%j is the runner %s', (env, name) => {
    expect(read({}, { ...runner, ...env }).runner).toBe(runners[name]);
  });

  test.each<[Texts, readonly RegExp[]]>([
    [{}, []],
    [{ AWS_ENDPOINT_URL: 'http://localhost:4566' }, []],
    [{ AWS_ENDPOINT_URL: 'http://127.9.9.9:4566' }, []],
    [{ AWS_ENDPOINT_URL: 'http://[::1]:4566' }, []],
    [{ AWS_ENDPOINT_URL: 'https://vpce.example' }, []],
    [
      { AWS_ENDPOINT_URL: 'http://vpce.example/path' },
      [/^AWS_ENDPOINT_URL names http:\/\/vpce\.example, which is not encrypted/]
    ],
    [
      { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://vpce.example' },
      [/^AWS_ENDPOINT_URL_SECRETS_MANAGER names/]
    ],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, [/^NODE_TLS_REJECT_UNAUTHORIZED is 0/]],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '1' }, []]
  ])('%j is warned of', (env, warnings) => {
    const found = read({}, { ...runner, ...env }).warnings;
    expect(found).toEqual(warnings.map((words) => expect.stringMatching(words)));
  });

  test.each([
    [{ AWS_CA_BUNDLE: '/nowhere/ca.pem' }, '"/nowhere/ca.pem"'],
    [{ AWS_CA_BUNDLE: 'package.json' }, '"package.json"']
  ])('%j is no bundle of certificates', (env, shown) => {
    expect(errorMessage({}, { ...runner, ...env })).toBe(
      `AWS_CA_BUNDLE must be the path of a file with certificates in PEM form, but is ${shown}. ` +
        'Correct the path, or unset the variable.'
    );
  });

  test('AWS_CA_BUNDLE is read for AWS, and not for GitHub', () => {
    const { secretsManager, roles } = read(
      { 'role-to-assume': ROLE },
      { ...runner, AWS_CA_BUNDLE: 'emulator/tls/certificate.pem' }
    );
    expect(secretsManager.ca).toContain('BEGIN CERTIFICATE');
    expect(roles?.idToken?.tokenService.ca).toBeUndefined();
  });

  test.each<[Texts, Texts, RegExp]>([
    [
      { 'role-to-assume': ROLE },
      { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'a b' },
      /^ACTIONS_ID_TOKEN_REQUEST_TOKEN must consist of visible ASCII characters/
    ],
    [
      { 'role-to-assume': ROLE },
      { ACTIONS_ID_TOKEN_REQUEST_URL: 'ftp://actions.example' },
      /^ACTIONS_ID_TOKEN_REQUEST_URL must be an http or https URL, but is "ftp:/
    ],
    [{}, { GITHUB_OUTPUT: '' }, /^GITHUB_OUTPUT is empty/]
  ])('%j with %j is refused', (inputs, env, words) => {
    expect(errorMessage(inputs, { ...runner, ...env })).toMatch(words);
  });
});

describe('accounts', () => {
  const JSON_SECRET = { 'secret-id': 'app/db', 'generate-string-key': 'password' };
  const TWO = { ...JSON_SECRET, 'user-name': 'app_a', 'alternate-user-name': 'app_b' };
  const ROTATE = { ...TWO, 'if-secret-exists': 'rotate', 'secret-version-stage': 'AWSPENDING' };
  const ALONE = { ...JSON_SECRET, 'user-name-key': 'user', 'if-secret-exists': 'keep' };

  test('two are in turn under the key username', () => {
    const { secret, password } = read(ROTATE);
    expect(secret).toMatchObject({
      userName: 'app_a',
      alternateUserName: 'app_b',
      userNameKey: 'username'
    });
    expect(password).toStrictEqual({
      presets: [],
      userName: 'app_a',
      alternateUserName: 'app_b',
      isUserNameStored: true
    });
  });

  test('one is under no key by default', () => {
    const inputs = { ...JSON_SECRET, preset: 'azure-sql', 'user-name': 'app' };
    expect(read(inputs).secret).not.toHaveProperty('userNameKey');
    expect(read(inputs).password).not.toHaveProperty('isUserNameStored');
    const placed = {
      ...JSON_SECRET,
      'user-name': 'app',
      'secret-string-template': '{"a":"{{user-name-url-encoded}}"}'
    };
    expect(read(placed).password.isUserNameStored).toBe(true);
  });

  test('are under the key that is named', () => {
    expect(read({ ...ROTATE, 'user-name-key': 'user' }).secret?.userNameKey).toBe('user');
    const { secret } = read({ ...JSON_SECRET, 'user-name': 'app', 'user-name-key': 'user' });
    expect(secret).toMatchObject({ userName: 'app', userNameKey: 'user' });
  });

  test('are read for the output, whatever else needs the value', () => {
    const quiet = { 'if-secret-exists': 'keep', 'output-password': 'false' };
    expect(read({ ...JSON_SECRET, ...quiet }).secret?.needsValue).toBe(false);
    expect(read({ ...ALONE, ...quiet }).secret?.needsValue).toBe(true);
    expect(read({ ...TWO, ...quiet }).secret?.needsValue).toBe(true);
  });

  test('are not created by a step that names none', () => {
    expect(read(ALONE).secret?.ifSecretMissing).toBe('fail');
    expect(read({ ...TWO, 'if-secret-exists': 'keep' }).secret?.ifSecretMissing).toBe('create');
  });

  test.each<[Texts, string]>([
    [
      { 'alternate-user-name': 'app_b' },
      'alternate-user-name is set, but user-name is empty. alternate-user-name is the second of two accounts, so set user-name too.'
    ],
    ...['app_a', 'App_A', 'APP_A'].map((name): [Texts, string] => [
      { ...ROTATE, 'alternate-user-name': name },
      `user-name is "app_a", and alternate-user-name is "${name}": they must differ by more than case. Set alternate-user-name to a second account with the same rights.`
    ]),
    [
      { 'user-name': 'app_a', 'alternate-user-name': 'app_b' },
      'alternate-user-name is set, but secret-id is empty. alternate-user-name says how a secret is stored, so set secret-id too.'
    ],
    [
      { 'user-name': 'app', 'user-name-key': 'user' },
      'user-name-key is set, but secret-id is empty. user-name-key says how a secret is stored, so set secret-id too.'
    ],
    [
      { ...ROTATE, 'generate-string-key': '' },
      'alternate-user-name is "app_b", but generate-string-key is empty, and only a JSON secret has a key for an account. Set generate-string-key to the key of the password.'
    ],
    [
      { ...ALONE, 'generate-string-key': '' },
      'user-name-key is "user", but generate-string-key is empty, and only a JSON secret has a key for an account. Set generate-string-key to the key of the password.'
    ],
    [
      { ...ROTATE, 'generate-string-key': 'username' },
      'user-name-key is "username" (the default), and so is generate-string-key, but the account and its password need a key each. Set one of them to another key.'
    ],
    [
      { ...ALONE, 'generate-string-key': 'user' },
      'user-name-key is "user", and so is generate-string-key, but the account and its password need a key each. Set one of them to another key.'
    ],
    ...['{"host":"db","username":"app"}', '{"username":null}', '{"user\\u006eame":1}'].map(
      (template): [Texts, string] => [
        { ...ROTATE, 'secret-string-template': template },
        'user-name-key is "username" (the default), and secret-string-template sets that key too. Remove it from the template: this action sets it to the account that the password is for.'
      ]
    ),
    [
      { ...ROTATE, 'secret-version-stage': '' },
      'alternate-user-name is "app_b", but secret-version-stage is AWSCURRENT: applications would get that account before its password is set where it is used. Set secret-version-stage to AWSPENDING, and promote the version afterwards.'
    ],
    ...['', 'fail', 'rotate'].map((value): [Texts, string] => [
      { ...ALONE, 'if-secret-exists': value },
      `user-name-key is "user", but user-name is empty and if-secret-exists is ${value || 'fail'}, which stores a password for an account. Set user-name, or if-secret-exists to keep, which only reads its name.`
    ]),
    ...['create', 'restore'].map((value): [Texts, string] => [
      { ...ALONE, 'if-secret-missing': value },
      `user-name-key is "user", but user-name is empty and if-secret-missing is ${value}: a secret that is created would name no account. Set user-name, or leave if-secret-missing empty.`
    ]),
    [
      { ...JSON_SECRET, 'secret-string-template': '{"a":["x{{user-name}}"]}' },
      'secret-string-template has the placeholder of an account, but user-name is empty. Set user-name to the account that the password is for.'
    ],
    [
      { ...ROTATE, 'key-bytes': '32' },
      'key-bytes is 32, and user-name is "app_a", but a key is random bytes, to which no rule of a password applies. Leave one of them empty.'
    ],
    [
      { 'key-bytes': '32', 'alternate-user-name': 'app_b' },
      'key-bytes is 32, and alternate-user-name is "app_b", but a key is random bytes, to which no rule of a password applies. Leave one of them empty.'
    ],
    [
      { 'user-name': 'app', 'alternate-user-name': 'x'.repeat(257) },
      mustBe('alternate-user-name', 'a name of 1 to 256 characters', 'x'.repeat(257))
    ]
  ])('%j are refused', (inputs, message) => {
    expect(errorMessage(inputs)).toBe(message);
  });
});

describe('an unknown input', () => {
  const ACT = { ACT: 'true' };
  const mistyped = (name: string, meant: string): string =>
    `There is no input "${name}". Did you mean ${meant}? Correct its name in the step, or remove it.`;
  const unset = (name: string, meant: string): string =>
    `There is no input "${name}". Did you mean ${meant}, which is not set? Correct its name in the step; ` +
    `if the variable "INPUT_${name.toUpperCase()}" means something else, rename it.`;

  test.each<[Texts, string]>([
    [{ 'INPUT_SECRET-VERSION-STAG': 'x' }, mistyped('secret-version-stag', 'secret-version-stage')],
    [{ 'INPUT_DB-NAME': 'x' }, mistyped('db-name', 'user-name')],
    // Whether or not the input that is meant is set as well.
    [{ 'INPUT_SECRET-ID': 'x', 'INPUT_SECRET-IDS': 'x' }, mistyped('secret-ids', 'secret-id')],
    [{ INPUT_SECRET_VERSION_STAGE: 'x' }, unset('secret_version_stage', 'secret-version-stage')],
    [
      { INPUT_REQUIRE_EACH_INCLUDED_TYPE: 'true' },
      unset('require_each_included_type', 'require-each-included-type')
    ],
    [{ INPUT_PRESETTE: 'x' }, unset('presette', 'preset')],
    [{ INPUT_PRESETS: 'x' }, unset('presets', 'preset')],
    [{ ...ACT, INPUT_PRESETS: 'x' }, unset('presets', 'preset')],
    [
      { ...ACT, 'INPUT_SECRET-VERSION-STAG': 'x' },
      unset('secret-version-stag', 'secret-version-stage')
    ],
    [
      { GITEA_ACTIONS: 'true', 'INPUT_IF-SECRET-EXIST': 'x' },
      unset('if-secret-exist', 'if-secret-exists')
    ]
  ])('%j is refused', (variables, message) => {
    expect(errorMessage({}, { ...runner, ...variables })).toBe(message);
  });

  test.each<[Texts]>([
    [{ 'INPUT_SECRET-VERSION-STAG': '' }],
    [{ 'INPUT_SECRET-VERSION-STAG': ' \n' }],
    [{ INPUT_VERSION: '1' }],
    [{ INPUT_ENVIRONMENT: 'prod' }],
    [{ INPUT_PRESETS: 'x', INPUT_PRESET: 'url-safe' }],
    [{ INPUT_PRESETTES: 'x' }],
    [{ INPUT_SECRET_ID: 'x', 'INPUT_SECRET-ID': 'x' }],
    [{ ...ACT, 'INPUT_SECRET-IDS': 'x', 'INPUT_SECRET-ID': 'x' }],
    [{ ...ACT, 'INPUT_DB-NAME': 'x' }],
    [{ FORGEJO_ACTIONS: 'true', 'INPUT_DB-NAME': 'x' }],
    [{ MY_INPUT_PRESETS: 'x' }]
  ])('%j may mean something else', (variables) => {
    expect(() => read({}, { ...runner, ...variables })).not.toThrow();
  });

  test('is told before an input that only seems wrong because of it', () => {
    const inputs = { 'if-rotation-pending': 'fail', 'secret-version-stag': 'AWSPENDING' };
    expect(errorMessage(inputs)).toBe(mistyped('secret-version-stag', 'secret-version-stage'));
  });

  test('of the promote action is one of the other action, too', () => {
    const inputs = { 'secret-id': 'x', 'secret-version-stage': 'AWSPENDING' };
    expect(errorMessage(inputs, runner, readPromote)).toBe(
      mistyped('secret-version-stage', 'secret-version-id')
    );
  });
});

test.each([
  ['action.yml', actionInputs],
  ['promote/action.yml', promoteInputs]
])('the inputs of %s are all known', (file, names) => {
  const { inputs } = load(readFileSync(file, 'utf8')) as { readonly inputs: object };
  expect(names.toSorted()).toEqual(Object.keys(inputs).toSorted());
  // An input that is not set is told from one that is.
  for (const input of Object.values(inputs)) expect(input).not.toHaveProperty('default');
});
