import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import type { StepResult } from '../../emulator/runner/runner.js';
import { run, runPromote } from '../../src/main.js';
import { maskVariants } from '../../src/masking/variants.js';
import { runners } from '../../src/runners.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';

let cloud: Cloud;
let seen = 0;

beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());
beforeEach(() => {
  seen = cloud.requests.length;
  cloud.faults.clear();
});

const withRole = () => ({ 'aws-region': 'eu-west-1', 'role-to-assume': cloud.roleArn });

const step = (
  inputs: Record<string, string> = {},
  env: Record<string, string | undefined> = {},
  action = '.'
): Promise<StepResult> =>
  runStepInProcess(
    cloud,
    {
      action,
      inputs: { ...withRole(), ...inputs },
      env: { ...cloud.env(), ...env },
      debug: true
    },
    action === '.' ? run : runPromote
  );

const calls = () => cloud.requests.slice(seen);
const generated = () => calls().filter(({ operation }) => operation === 'GetRandomPassword');
const errors = ({ annotations }: StepResult) =>
  annotations.filter(({ level }) => level === 'error').map(({ message }) => message);

function expectPassword(result: StepResult): string {
  expect(errors(result)).toEqual([]);
  expect(result.exitCode).toBe(0);
  const { password = '' } = result.outputs;
  expect(password).not.toBe('');
  expectHidden(result, password);
  return password;
}

/** Only add-mask commands contain it, and all of them come before any output. */
function expectHidden(result: StepResult, secret: string): void {
  const elsewhere = result.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  expect(elsewhere.join('\n')).not.toContain(secret);
  expect(result.stderr).not.toContain(secret);
  expect(result.log).not.toContain(secret);
  expect(result.masks).toContain(secret);
  for (const { command, outputBytes } of result.events) {
    if (command === 'add-mask') expect(outputBytes).toBe(0);
  }
}

function expectRefusal(result: StepResult, message: RegExp): void {
  expect(errors(result)).toEqual([expect.stringMatching(message)]);
  expect(result.exitCode).toBe(1);
  expect(result.outputs).toEqual({});
  expect(result.stdout + result.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
}

describe('the request', () => {
  test('sends nothing that is not set', async () => {
    const password = expectPassword(await step());
    expect(password).toHaveLength(32);
    expect(generated().map(({ body }) => body)).toEqual([{}]);
  });

  test.each<[string, string, object]>([
    ['password-length', '24', { PasswordLength: 24 }],
    ['exclude-characters', ' ab ', { ExcludeCharacters: ' ab' }],
    ['exclude-characters', '/@\n', { ExcludeCharacters: '/@' }],
    ['exclude-characters', '^ab^a', { ExcludeCharacters: expect.stringMatching(/^[^^]/) }],
    ['exclude-numbers', 'true', { ExcludeNumbers: true }],
    ['exclude-punctuation', 'True', { ExcludePunctuation: true }],
    ['exclude-uppercase', 'TRUE', { ExcludeUppercase: true }],
    ['exclude-lowercase', 'false', { ExcludeLowercase: false }],
    ['include-space', 'true', { IncludeSpace: true }],
    ['require-each-included-type', 'FALSE', { RequireEachIncludedType: false }]
  ])('sends %s %j alone', async (name, value, sent) => {
    expectPassword(await step({ [name]: value }));
    expect(generated().at(-1)?.body).toEqual(sent);
  });

  test('describes the password without showing it', async () => {
    const { log } = await step({ 'password-length': '20', 'exclude-punctuation': 'true' });
    expect(log).toMatch(
      /Generated a 20-character password from 62 possible characters: 11\d bits of entropy \(eu-west-1, request [\w-]+\)/
    );
  });

  test('sets the percent-encoded form as an output too', async () => {
    const result = await step({ 'exclude-characters': 'abcdefghij' });
    const password = expectPassword(result);
    const encoded = result.outputs['password-url-encoded'] ?? '';
    expect(decodeURIComponent(encoded)).toBe(password);
    expect(encoded).toMatch(/^([\w.~-]|%[0-9A-F]{2})+$/);
    expect(result.masker.mask(encoded)).toBe('***');
    expect(result.log).not.toContain(encoded);
  });
});

describe('credentials', () => {
  const assumed = () => calls().find(({ operation }) => operation === 'AssumeRoleWithWebIdentity');

  test('are those of the role, limited to the one call', async () => {
    expectPassword(await step({}, cloud.staticEnv));
    const body = assumed()?.body as Record<string, string>;
    expect(body).toMatchObject({ RoleArn: cloud.roleArn, DurationSeconds: '900' });
    expect(JSON.parse(body['Policy'] ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['secretsmanager:GetRandomPassword'], Resource: ['*'] }
      ]
    });
    expect(generated()[0]?.headers.authorization).toMatch(/Credential=ASIA/);
  });

  test('come from the default chain without a role', async () => {
    expectPassword(await step({ 'role-to-assume': '' }, cloud.staticEnv));
    expect(calls().map(({ operation }) => operation)).toEqual(['GetRandomPassword']);
  });

  test.each([
    [{ 'aws-region': '' }, { AWS_REGION: 'eu-west-1' }],
    [{ 'aws-region': '' }, { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-1' }]
  ])('the Region comes from %j %j', async (inputs, env) => {
    expectPassword(await step(inputs, env));
  });

  test('the session is named after the repository and the run', async () => {
    const long = `octo-org/${'x'.repeat(90)}`;
    expectPassword(await step({}, { GITHUB_REPOSITORY: long, GITHUB_RUN_ID: '123456789' }));
    const { RoleSessionName: name = '' } = assumed()?.body as Record<string, string>;
    expect(name).toMatch(/^octo-org-x+-123456789$/);
    expect(name).toHaveLength(64);
  });

  test('a token that has expired is requested again', async () => {
    cloud.faults.add({
      service: 'sts',
      times: 1,
      kind: () => ({
        status: 400,
        headers: { 'content-type': 'text/xml' },
        body: '<ErrorResponse><Error><Code>ExpiredTokenException</Code><Message>Token expired</Message></Error></ErrorResponse>'
      })
    });
    expectPassword(await step());
    expect(calls().map(({ service }) => service)).toEqual([
      'oidc',
      'sts',
      'oidc',
      'sts',
      'secretsmanager'
    ]);
  });
});

describe('is refused before any call:', () => {
  test.each<[Record<string, string>, RegExp]>([
    [
      { 'password-length': '5' },
      /password-length must be a whole number from 6 to 4096, but is "5"/
    ],
    [{ 'password-length': '4097' }, /4097/],
    [{ 'password-length': '0x20' }, /password-length/],
    [{ 'exclude-numbers': 'yes' }, /exclude-numbers must be true or false, but is "yes"/],
    [{ 'exclude-characters': 'é'.repeat(4097) }, /exclude-characters.*4,?097/],
    [
      {
        'exclude-numbers': 'true',
        'exclude-punctuation': 'true',
        'exclude-uppercase': 'true',
        'exclude-lowercase': 'true'
      },
      /No character is left/i
    ],
    [
      { 'exclude-characters': '0123456789' },
      /exclude-characters is "0123456789", which leaves no numbers/
    ],
    [
      { 'role-to-assume': 'arn:aws:iam::1:role/x' },
      /role-to-assume must be .* but is "arn:aws:iam::1:role\/x"/
    ],
    [{ 'role-session-name': 'a b' }, /role-session-name must be .* but is "a b"/],
    [{ 'role-duration-seconds': '899' }, /role-duration-seconds must be .* but is "899"/],
    [{ 'aws-region': 'Ireland' }, /aws-region must be .* but is "Ireland"/],
    [{ 'aws-region': '' }, /No AWS Region is set.*Set aws-region/],
    [{ preset: 'rds-postgre' }, /rds-postgres/],
    [{ preset: 'rds-mysql', 'password-length': '60' }, /for preset rds-mysql, but is "60"/],
    [{ 'secret-id': 'a b' }, /secret-id must be .* but is "a b"/],
    [
      { 'secret-id': 'arn:aws:secretsmanager:us-east-1:123456789012:secret:x-abcdef' },
      /a secret in us-east-1, but the Region is eu-west-1/
    ],
    [{ 'if-secret-exists': 'overwrite', 'secret-id': 'x' }, /must be one of fail, keep, rotate/],
    [{ 'if-secret-exists': 'keep' }, /if-secret-exists is set, but secret-id is empty/],
    [
      { 'secret-id': 'x', 'secret-string-template': '{}' },
      /secret-string-template is set, but generate-string-key is empty/
    ],
    [
      { 'secret-id': 'x', 'secret-string-template': '[1]', 'generate-string-key': 'k' },
      /must be a JSON object/
    ],
    [{ 'github-secret': 'DB' }, /github-token is empty/],
    [
      { 'github-secret': 'GITHUB_X', 'github-token': 't' },
      /github-secret must be .* but is "GITHUB_X"/
    ],
    [{ 'github-environment': 'test' }, /github-secret is empty/]
  ])('%j', async (inputs, message) => {
    const result = await step(inputs, { AWS_REGION: '', AWS_DEFAULT_REGION: '' });
    expectRefusal(result, message);
    expect(calls()).toEqual([]);
  });

  test.each<[Record<string, string | undefined>, RegExp]>([
    [{ ACTIONS_ID_TOKEN_REQUEST_URL: undefined }, /permissions: id-token: write/],
    [{ GITHUB_OUTPUT: '' }, /GITHUB_OUTPUT is empty/],
    [{ GITHUB_OUTPUT: '/nowhere/output' }, /does not exist or cannot be written/]
  ])('in the environment of the runner: %j, and nothing is requested', async (env, message) => {
    const result = await step({}, env);
    expectRefusal(result, message);
    expect(calls()).toEqual([]);
  });
});

describe('the response', () => {
  const respondWith = (password: string, times: number) => {
    cloud.faults.add({
      service: 'secretsmanager',
      operation: 'GetRandomPassword',
      times,
      kind: () => ({
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify({ RandomPassword: password })
      })
    });
  };
  const refused = 'only-lower-case-and-a-hyphen-xyz';

  test('that violates the policy is masked, and another is generated', async () => {
    respondWith(refused, 4);
    const result = await step();
    expectPassword(result);
    expectHidden(result, refused);
    expect(generated()).toHaveLength(5);
  });

  test('that act would print is neither masked nor used', async () => {
    const unmaskable = ':Kq7zWb3nXv9tRm2pLs8dFh4gJc6yTe5';
    respondWith(unmaskable, 1);
    const result = await step({}, { ACT: 'true' });
    expectPassword(result);
    expect(result.stdout + result.log).not.toContain(unmaskable);
    expect(generated()).toHaveLength(2);
  });

  test('is refused after ten attempts', async () => {
    respondWith(refused, 99);
    const result = await step();
    expectRefusal(result, /10 passwords that do not satisfy the inputs/);
    expectHidden(result, refused);
    expect(generated()).toHaveLength(10);
  });

  test.each(['', 'abc', 'x'.repeat(70_000)])('that is no password is refused', async (answer) => {
    respondWith(answer, 99);
    expectRefusal(await step(), /is not from AWS Secrets Manager/);
    expect(generated()).toHaveLength(1);
  });
});

describe('a stored password', () => {
  let names = 0;
  const fresh = () => `app/db${++names}`;

  test('is created, read, and rotated', async () => {
    const name = fresh();
    const first = await step({ 'secret-id': name });
    const password = expectPassword(first);
    expect(first.outputs['secret-arn']).toMatch(new RegExp(`:secret:${name}-`));

    expectRefusal(await step({ 'secret-id': name }), /exists already and if-secret-exists is fail/);

    const kept = await step({ 'secret-id': name, 'if-secret-exists': 'keep' });
    expect(expectPassword(kept)).toBe(password);
    expect(kept.outputs['secret-version-id']).toBe(first.outputs['secret-version-id']);

    const rotated = await step({ 'secret-id': name, 'if-secret-exists': 'rotate' });
    expect(expectPassword(rotated)).not.toBe(password);
    expect(rotated.outputs['secret-version-id']).not.toBe(first.outputs['secret-version-id']);
  });

  test('waits as AWSPENDING until it is promoted, twice if need be', async () => {
    const name = fresh();
    const first = await step({ 'secret-id': name });
    const rotate = { 'secret-id': name, 'if-secret-exists': 'rotate' };
    const pending = await step({ ...rotate, 'secret-version-stage': 'AWSPENDING' });
    const current = async () =>
      (await step({ 'secret-id': name, 'if-secret-exists': 'keep' })).outputs['password'];
    expect(await current()).toBe(first.outputs['password']);

    const version = pending.outputs['secret-version-id'] ?? '';
    for (const time of [1, 2]) {
      const promoted = await step(
        { 'secret-id': name, 'secret-version-id': version },
        {},
        'promote'
      );
      expect([time, errors(promoted)]).toEqual([time, []]);
      expect(promoted.outputs['secret-version-id']).toBe(version);
    }
    expect(await current()).toBe(pending.outputs['password']);
    expectRefusal(
      await step({ 'secret-id': name, 'secret-version-id': 'f'.repeat(36) }, {}, 'promote'),
      /is not pending: it has no label of AWS/
    );
  });

  test('is put into the template and read from it', async () => {
    const template = {
      'secret-id': fresh(),
      'secret-string-template': '{"username":"app"}',
      'generate-string-key': 'password'
    };
    const made = await step(template);
    const password = expectPassword(made);
    // The rest of the secret is no output, so it is not masked.
    expect(made.masks.filter((mask) => mask.includes('username'))).toEqual([]);
    expect(made.stdout).not.toContain('username');
    const otherMasks = ({ masks, outputs }: StepResult): number =>
      masks.length - maskVariants(outputs['password']!, runners.github).length;
    expect(otherMasks(made)).toBe(otherMasks(await step({ 'secret-id': fresh() })));
    expect(expectPassword(await step({ ...template, 'if-secret-exists': 'keep' }))).toBe(password);
    expectRefusal(
      await step({ ...template, 'generate-string-key': 'other', 'if-secret-exists': 'keep' }),
      /has no key "other"/
    );
  });

  test.each(['CreateSecret', 'PutSecretValue'])(
    'is stored once when the response of %s is lost',
    async (operation) => {
      const name = fresh();
      if (operation === 'PutSecretValue') await step({ 'secret-id': name });
      cloud.faults.add({ service: 'secretsmanager', operation, kind: 'reset-after', times: 1 });
      const result = await step({ 'secret-id': name, 'if-secret-exists': 'rotate' });
      const password = expectPassword(result);
      const tokens = calls()
        .filter((call) => call.operation === operation)
        .map(({ body }) => (body as Record<string, string>)['ClientRequestToken']);
      expect(tokens.slice(-2)).toEqual(Array(2).fill(result.outputs['secret-version-id']));
      const kept = await step({ 'secret-id': name, 'if-secret-exists': 'keep' });
      expect(expectPassword(kept)).toBe(password);
    }
  );

  test('a refused call names what to allow', async () => {
    const denying = await startCloud({ role: { denied: ['secretsmanager:PutSecretValue'] } });
    try {
      const inputs = {
        ...withRole(),
        'role-to-assume': denying.roleArn,
        'secret-id': 'app/denied',
        'if-secret-exists': 'rotate'
      };
      const go = () => runStepInProcess(denying, { action: '.', inputs, env: denying.env() }, run);
      await go();
      expectRefusal(
        await go(),
        /Allow secretsmanager:PutSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:app\/denied and arn:aws:secretsmanager:eu-west-1:123456789012:secret:app\/denied-\?\?\?\?\?\? in/
      );
    } finally {
      await denying.close();
    }
  });

  test('promote validates its inputs', async () => {
    expectRefusal(
      await step({ 'secret-id': 'x', 'secret-version-id': 'short' }, {}, 'promote'),
      /secret-version-id must be .* but is "short"/
    );
    expectRefusal(
      await step({ 'secret-id': 'missing', 'secret-version-id': 'f'.repeat(36) }, {}, 'promote'),
      /The secret missing does not exist in eu-west-1/
    );
  });
});
