import { describe, expect, test } from '@jest/globals';
import {
  readInputs,
  readPromoteInputs,
  type ActionsSecretOptions,
  type Inputs,
  type SecretOptions,
  type AssumeRoleOptions
} from '../../src/inputs.js';
import type { PasswordInputs } from '../../src/password/policy.js';
import { ActionError } from '../../src/errors/action-error.js';

type Given = Readonly<Record<string, string>>;

const runner = {
  AWS_REGION: 'eu-west-1',
  GITHUB_REPOSITORY: 'octo-org/app',
  GITHUB_RUN_ID: '4242424242'
};
const ROLE = 'arn:aws:iam::123456789012:role/passwords';

/** Reads with these inputs alone, given as the runner gives them. */
function reading<T>(inputs: Given, read: (env: NodeJS.ProcessEnv) => T, env: Given = runner): T {
  const names = Object.keys(inputs).map((name) => `INPUT_${name.toUpperCase()}`);
  Object.values(inputs).forEach((value, at) => (process.env[names[at]!] = value));
  try {
    return read(env);
  } finally {
    for (const name of names) Reflect.deleteProperty(process.env, name);
  }
}

const inputsOf = (inputs: Given, env?: Given): Inputs => reading(inputs, readInputs, env);

function refusal(
  inputs: Given,
  env?: Given,
  read: (env: NodeJS.ProcessEnv) => unknown = readInputs
) {
  try {
    return JSON.stringify(reading(inputs, read, env));
  } catch (error) {
    expect(error).toBeInstanceOf(ActionError);
    return (error as ActionError).message;
  }
}

test('nothing given leaves everything to the defaults, and nothing to be sent', () => {
  expect(inputsOf({})).toStrictEqual({ password: {}, region: 'eu-west-1', timeoutSeconds: 60 });
  const blank = Object.fromEntries(
    ['password-length', 'preset', 'secret-id'].map((n) => [n, ' \n'])
  );
  expect(inputsOf(blank)).toStrictEqual(inputsOf({}));
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
    expect(inputsOf({ [name]: value }).password).toStrictEqual(expected);
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
      expect(inputsOf({ [name]: spelling }).password).toStrictEqual({ [property]: value });
    }
    for (const spelling of [
      ...['yes', 'no', 'on', 'off', 'y', 'n', '1', '0', 'tRUE', 'fALSE', 'truefalse', 'true true'],
      ...['null', '~', '"true"', 'ｔｒｕｅ', '!!bool true']
    ]) {
      expect(refusal({ [name]: spelling })).toBe(
        `${name} is ${JSON.stringify(spelling)}; allowed are true and false.`
      );
    }
  });

  test('an unknown preset names the nearest one', () => {
    expect(() => inputsOf({ preset: 'rds-postgre' })).toThrow(
      /^preset is "rds-postgre", which is unknown\. Did you mean rds-postgres\? Allowed: /
    );
  });
});

describe('whole numbers', () => {
  const within = (name: string, value: string): unknown => {
    const { password, timeoutSeconds, role } = inputsOf({ 'role-to-assume': ROLE, [name]: value });
    return (
      { 'password-length': password.passwordLength, 'timeout-seconds': timeoutSeconds }[name] ??
      role?.durationSeconds
    );
  };

  test.each<[string, number, number]>([
    ['password-length', 6, 4096],
    ['role-duration-seconds', 900, 43200],
    ['timeout-seconds', 5, 3600]
  ])('%s: plain decimals from %i to %i', (name, minimum, maximum) => {
    for (const value of [minimum, minimum + 1, maximum - 1, maximum]) {
      expect(within(name, String(value))).toBe(value);
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
      expect(refusal({ [name]: spelling })).toBe(
        `${name} is ${JSON.stringify(spelling)}; allowed is a whole number from ${minimum} to ${maximum}.`
      );
    }
  });

  test('a long value is cut in the message', () => {
    expect(refusal({ 'password-length': '7'.repeat(101) })).toContain(`is "${'7'.repeat(100)}…"; `);
    expect(refusal({ 'password-length': '7'.repeat(100) })).toContain(`is "${'7'.repeat(100)}"; `);
  });
});

describe('the Region', () => {
  test.each<[Given, Given, string]>([
    [{ 'aws-region': 'us-east-1' }, { AWS_REGION: 'eu-west-1' }, 'us-east-1'],
    [{ 'aws-region': ' ' }, { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'x' }, 'eu-west-1'],
    [{}, { AWS_REGION: '', AWS_DEFAULT_REGION: 'ap-southeast-2' }, 'ap-southeast-2'],
    [{}, { AWS_REGION: ' \n', AWS_DEFAULT_REGION: ' us-gov-west-1\n' }, 'us-gov-west-1'],
    ...['cn-north-1', 'us-iso-east-1', 'us-isob-east-1', 'eusc-de-east-1', 'mx-central-1'].map(
      (region): [Given, Given, string] => [{ 'aws-region': region }, {}, region]
    )
  ])('%j with %j is %s', (inputs, env, region) => {
    expect(inputsOf(inputs, env).region).toBe(region);
  });

  test.each<[Given, Given, string]>([
    ...['Ireland', 'EU-WEST-1', 'eu-west', 'eu_west_1', 'eu-west-1a', 'eu-west-1.evil.example'].map(
      (region): [Given, Given, string] => [
        { 'aws-region': region },
        {},
        `aws-region is "${region}"`
      ]
    ),
    [
      { 'aws-region': 'eu-west-1\neu-west-2' },
      {},
      String.raw`aws-region is "eu-west-1\neu-west-2"`
    ],
    [{ 'aws-region': '-' }, { AWS_REGION: 'eu-west-1' }, 'aws-region is "-"'],
    [{}, { AWS_REGION: 'aws-global' }, 'AWS_REGION is "aws-global"'],
    [{}, { AWS_DEFAULT_REGION: 'local' }, 'AWS_DEFAULT_REGION is "local"']
  ])('%j with %j is refused, its source named', (inputs, env, start) => {
    expect(refusal(inputs, env)).toBe(
      `${start}; allowed is the code of an AWS Region, for example eu-west-1.`
    );
  });

  test.each<[Given]>([[{}], [{ AWS_REGION: '', AWS_DEFAULT_REGION: ' ' }]])(
    'none in %j: the message says what to set',
    (env) => {
      expect(refusal({}, env)).toBe(
        'No AWS Region: the input aws-region and the variables AWS_REGION and AWS_DEFAULT_REGION are all empty. ' +
          'Set aws-region, for example to eu-west-1.'
      );
    }
  );
});

describe('the role', () => {
  const roleOf = (inputs: Given, env?: Given) =>
    inputsOf({ 'role-to-assume': ROLE, ...inputs }, env);
  const usual: AssumeRoleOptions = {
    roleArn: ROLE,
    sessionName: 'octo-org-app-4242424242',
    durationSeconds: 900,
    audience: 'sts.amazonaws.com'
  };

  test.each<[Given, Partial<AssumeRoleOptions>]>([
    [{}, {}],
    ...[
      'arn:aws:iam::123456789012:role/a/path/to/passwords',
      'arn:aws-cn:iam::123456789012:role/p+=,.@-_',
      'arn:aws-us-gov:iam::123456789012:role/p',
      `arn:aws-iso-b:iam::123456789012:role/${'r'.repeat(576)}`
    ].map((roleArn): [Given, Partial<AssumeRoleOptions>] => [{ 'role-to-assume': roleArn }, { roleArn }]),
    [{ 'role-session-name': 'a_' }, { sessionName: 'a_' }],
    [{ 'role-session-name': '+=,.@-'.padEnd(64, 'x') }, { sessionName: '+=,.@-'.padEnd(64, 'x') }],
    [{ audience: 'https://example.org' }, { audience: 'https://example.org' }],
    [{ 'aws-region': 'cn-northwest-1' }, { audience: 'sts.amazonaws.com.cn' }],
    [{ 'aws-region': 'cn-north-1', audience: 'x' }, { audience: 'x' }],
    [{ 'aws-region': 'us-gov-east-1' }, { audience: 'sts.amazonaws.com' }]
  ])('%j', (inputs, expected) => {
    expect(roleOf(inputs).role).toStrictEqual({ ...usual, ...expected });
  });

  test.each<[string, string, Given, string]>([
    ['octo-org/app', '7', {}, 'octo-org-app-7'],
    ['o/a b(c)', '7', {}, 'o-a-b-c--7'],
    ['x'.repeat(90), '4242424242', {}, `${'x'.repeat(53)}-4242424242`],
    ['o/a', '9'.repeat(99), {}, `o-a-${'9'.repeat(30)}`],
    ['', '', {}, 'aws-random-password-run'],
    ['o/a', '7', { 'role-session-name': 'mine' }, 'mine']
  ])('the session of %s, run %s, with %j is %s', (repository, id, inputs, name) => {
    const { role } = roleOf(inputs, {
      ...runner,
      GITHUB_REPOSITORY: repository,
      GITHUB_RUN_ID: id
    });
    expect(role?.sessionName).toBe(name);
    expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
  });

  test('of nothing else is assumed when it is not given', () => {
    const inputs = { 'role-session-name': 'mine', audience: 'x', 'role-duration-seconds': '901' };
    expect(inputsOf(inputs)).toStrictEqual(inputsOf({}));
  });

  const anArn = 'the ARN of an IAM role, for example arn:aws:iam::123456789012:role/passwords';
  const aName = '2 to 64 characters out of A-Z a-z 0-9 _ + = , . @ -';
  test.each<[string, string, string]>([
    ...[
      'passwords',
      'arn:aws:iam::12345678901:role/p',
      'arn:aws:iam::1234567890123:role/p',
      'arn:aws:iam::123456789012:user/p',
      'arn:aws:iam::123456789012:role/',
      'arn:aws:iam::123456789012:role/a b',
      'arn:aws:sts::123456789012:assumed-role/p/s',
      'arn:AWS:iam::123456789012:role/p',
      'arn:aws:iam::123456789012:role/p:x',
      ` x${ROLE}`
    ].map((value): [string, string, string] => ['role-to-assume', value, anArn]),
    ...['x', 'a b', 'a/b', 'naïve', 'x'.repeat(65), 'a\nb'].map(
      (value): [string, string, string] => ['role-session-name', value, aName]
    )
  ])('%s %j is refused', (name, value, allowed) => {
    expect(refusal({ [name]: value })).toBe(
      `${name} is ${JSON.stringify(value.trim())}; allowed is ${allowed}.`
    );
  });
});

describe('where the password is kept', () => {
  const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/db-a1B2c3';
  const usual: SecretOptions = {
    secretId: 'app/db',
    ifSecretExists: 'fail',
    versionStage: 'AWSCURRENT'
  };
  const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';

  test.each<[Given, Partial<SecretOptions>]>([
    [{}, {}],
    ...['x', 'A/_+=.@-9', 'x'.repeat(512), 'app-db', 'a-1234567', 'a-12345', ARN].map(
      (secretId): [Given, Partial<SecretOptions>] => [{ 'secret-id': secretId }, { secretId }]
    ),
    ...(['fail', 'keep', 'rotate'] as const).map((ifSecretExists): [Given, Partial<SecretOptions>] => [
      { 'if-secret-exists': ifSecretExists },
      { ifSecretExists }
    ]),
    ...(['AWSCURRENT', 'AWSPENDING'] as const).map((stage): [Given, Partial<SecretOptions>] => [
      { 'secret-version-stage': stage },
      { versionStage: stage }
    ]),
    ...[
      KEY,
      `mrk-${KEY.replaceAll('-', '')}`,
      'alias/app',
      `arn:aws:kms:eu-west-1:123456789012:key/${KEY}`,
      'arn:aws-cn:kms:cn-north-1:123456789012:alias/app/db_1'
    ].map((kmsKeyId): [Given, Partial<SecretOptions>] => [{ 'kms-key-id': kmsKeyId }, { kmsKeyId }]),
    [
      {
        'secret-string-template': ' {"user": {"name": "app"}}\n',
        'generate-string-key': 'pass word'
      },
      { template: { object: { user: { name: 'app' } }, key: 'pass word' } }
    ],
    [
      { 'secret-string-template': '{}', 'generate-string-key': '__proto__' },
      { template: { object: {}, key: '__proto__' } }
    ]
  ])('%j', (inputs, expected) => {
    expect(inputsOf({ 'secret-id': 'app/db', ...inputs }).secret).toStrictEqual({
      ...usual,
      ...expected
    });
  });

  const aSecret =
    'a name of 1 to 512 characters out of A-Z a-z 0-9 / _ + = . @ -, or the ARN of a secret';
  const aKey = 'the id, the ARN or the alias of a KMS key';
  test.each<[Given, string]>([
    ...['a b', 'naïve', 'a:b', ARN.replace('secretsmanager', 'ssm'), ARN.replace('123', '')].map(
      (id): [Given, string] => [{ 'secret-id': id }, `secret-id is "${id}"; allowed is ${aSecret}.`]
    ),
    [
      { 'secret-id': 'x'.repeat(513) },
      `secret-id is "${'x'.repeat(100)}…"; allowed is ${aSecret}.`
    ],
    ...['app-abcdef', 'a-B2c3D4', 'app/db-123456'].map((id): [Given, string] => [
      { 'secret-id': id },
      `secret-id is "${id}"; a name may not end in a hyphen and six characters, because Secrets Manager takes that for the end of an ARN.`
    ]),
    [
      { 'secret-id': ARN, 'aws-region': 'us-east-1' },
      `secret-id is "${ARN}", a secret in eu-west-1, but the Region is us-east-1; set aws-region to eu-west-1.`
    ],
    ...['overwrite', 'Fail', 'keep,rotate', 'true'].map((value): [Given, string] => [
      { 'if-secret-exists': value },
      `if-secret-exists is "${value}"; allowed are fail, keep, rotate.`
    ]),
    ...['AWSPREVIOUS', 'awscurrent', 'mine'].map((value): [Given, string] => [
      { 'secret-version-stage': value },
      `secret-version-stage is "${value}"; allowed are AWSCURRENT, AWSPENDING.`
    ]),
    ...['a b', 'key:1', 'arn:aws:kms:eu-west-1:1:key/x', 'x'.repeat(257)].map(
      (value): [Given, string] => [
        { 'kms-key-id': value },
        `kms-key-id is "${value.length > 100 ? `${value.slice(0, 100)}…` : value}"; allowed is ${aKey}.`
      ]
    ),
    [
      { 'secret-string-template': '{}' },
      'secret-string-template and generate-string-key belong together; generate-string-key is empty.'
    ],
    [
      { 'generate-string-key': 'k' },
      'secret-string-template and generate-string-key belong together; secret-string-template is empty.'
    ],
    // The template may hold other secrets: only its length is told.
    ...['{"password": "hunter2"', '["hunter2"]', '"hunter2"', '7', 'null', 'hunter2 {}'].map(
      (template): [Given, string] => [
        { 'secret-string-template': template, 'generate-string-key': 'k' },
        `secret-string-template is ${template.length} characters that are not a JSON object; allowed is an object, for example {"username": "app"}.`
      ]
    )
  ])('%j is refused', (inputs, message) => {
    expect(refusal({ 'secret-id': 'app/db', ...inputs })).toBe(message);
  });

  test.each<[string, Given]>([
    ['if-secret-exists', { 'if-secret-exists': 'keep' }],
    ['secret-version-stage', { 'secret-version-stage': 'AWSPENDING' }],
    ['kms-key-id', { 'kms-key-id': 'alias/app' }],
    ['secret-string-template', { 'secret-string-template': '{}', 'generate-string-key': 'k' }]
  ])('%s says nothing without a secret-id', (name, inputs) => {
    expect(refusal(inputs)).toBe(
      `${name} is given, but secret-id is empty; it says how a secret is kept, so give secret-id too.`
    );
  });
});

describe('the GitHub secret', () => {
  const usual: ActionsSecretOptions = {
    name: 'DB_PASSWORD',
    token: 'github_pat_hunter2',
    owner: 'octo-org',
    repo: 'app'
  };
  const given = { 'github-secret': 'DB_PASSWORD', 'github-token': usual.token };

  test.each<[Given, Partial<ActionsSecretOptions>]>([
    [{}, {}],
    ...['_', 'a1', 'MY_GITHUB_X', 'GITHUB', 'x'.repeat(200)].map(
      (name): [Given, Partial<ActionsSecretOptions>] => [{ 'github-secret': name }, { name }]
    ),
    [{ 'github-environment': 'prod / eu' }, { environment: 'prod / eu' }]
  ])('%j', (inputs, expected) => {
    expect(inputsOf({ ...given, ...inputs }).actionsSecret).toStrictEqual({ ...usual, ...expected });
  });

  test('is not written when only a token is given', () => {
    expect(inputsOf({ 'github-token': usual.token })).toStrictEqual(inputsOf({}));
  });

  test.each<[Given, Given, string]>([
    ...['1X', 'A-B', 'A B', 'Ä', 'GITHUB_X', 'github_x', '${{ x }}'].map(
      (name): [Given, Given, string] => [
        { 'github-secret': name },
        {},
        `github-secret is "${name}"; allowed is letters, digits and underscores, not beginning with a digit or with GITHUB_.`
      ]
    ),
    [
      { 'github-token': '' },
      {},
      'github-secret is "DB_PASSWORD", but github-token is empty; give it a token that may write secrets (the GITHUB_TOKEN of the job cannot).'
    ],
    [
      { 'github-secret': '', 'github-environment': 'prod' },
      {},
      'github-environment is "prod", but github-secret is empty; give it the name of the secret.'
    ],
    ...['', 'octo-org', '/app', 'octo-org/'].map((repository): [Given, Given, string] => [
      {},
      { GITHUB_REPOSITORY: repository },
      `github-secret is "DB_PASSWORD", but GITHUB_REPOSITORY is "${repository}"; the runner sets it to OWNER/REPOSITORY.`
    ])
  ])('%j with %j is refused', (inputs, env, message) => {
    expect(refusal({ ...given, ...inputs }, { ...runner, ...env })).toBe(message);
  });

  test('outside of a repository is refused', () => {
    expect(refusal(given, { AWS_REGION: 'eu-west-1' })).toContain('but GITHUB_REPOSITORY is ""');
  });
});

describe('a promotion', () => {
  const VERSION = '0b0b3a2e-6f5c-4d0e-9f57-1d2e3f4a5b6c';
  const given = { 'secret-id': 'app/db', 'secret-version-id': VERSION };

  test('reads who it is to AWS, and what it promotes', () => {
    expect(
      reading({ ...given, 'role-to-assume': ROLE, 'timeout-seconds': '9' }, readPromoteInputs)
    ).toStrictEqual({
      region: 'eu-west-1',
      timeoutSeconds: 9,
      role: {
        roleArn: ROLE,
        sessionName: 'octo-org-app-4242424242',
        durationSeconds: 900,
        audience: 'sts.amazonaws.com'
      },
      secretId: 'app/db',
      versionId: VERSION
    });
    for (const versionId of ['a'.repeat(32), 'A-_9'.repeat(16)]) {
      const inputs = reading({ ...given, 'secret-version-id': versionId }, readPromoteInputs);
      expect(inputs.versionId).toBe(versionId);
    }
  });

  const aVersion =
    'the version id of a kept password, 32 to 64 characters: the output secret-version-id of the step that rotated it';
  test.each<[Given, string]>([
    ...['x'.repeat(31), 'x'.repeat(65), `${VERSION} `.repeat(2).trim(), 'AWSPENDING'].map(
      (id): [Given, string] => [
        { 'secret-version-id': id },
        `secret-version-id is "${id}"; allowed is ${aVersion}.`
      ]
    ),
    [
      { 'secret-version-id': '' },
      'secret-version-id is empty; give it the output secret-version-id of the step that rotated the secret.'
    ],
    [{ 'secret-id': '' }, 'secret-id is empty; give it the name or the ARN of the secret.'],
    [{ 'secret-id': 'a b' }, 'secret-id is "a b"; allowed is '],
    [{ 'aws-region': 'x' }, 'aws-region is "x"; allowed is '],
    [
      { 'timeout-seconds': '4' },
      'timeout-seconds is "4"; allowed is a whole number from 5 to 3600.'
    ]
  ])('with %j is refused', (inputs, message) => {
    expect(refusal({ ...given, ...inputs }, runner, readPromoteInputs)).toContain(message);
  });
});

test('a refusal never quotes the token', () => {
  const inputs = { 'github-secret': '1X', 'github-token': 'github_pat_hunter2' };
  expect(refusal(inputs)).not.toContain('hunter2');
});
