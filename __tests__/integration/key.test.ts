import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import type { StepResult } from '../../emulator/runner/runner.js';
import { run } from '../../src/main.js';
import { readComplaints, readFailure } from '../helpers/recording-cloud.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';

type Texts = Readonly<Record<string, string>>;

let cloud: Cloud;
let seen = 0;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());
beforeEach(() => {
  cloud.secrets.secrets.clear();
  cloud.faults.clear();
  seen = cloud.requests.length;
});

const step = (inputs: Texts, env: Texts = {}): Promise<StepResult> =>
  runStepInProcess(
    cloud,
    {
      action: '.',
      inputs: { 'aws-region': 'eu-west-1', ...inputs },
      env: { ...cloud.env(), ...cloud.staticEnv, ...env },
      debug: true
    },
    run
  );
const countDraws = (): number =>
  cloud.requests.slice(seen).filter(({ operation }) => operation === 'GetRandomPassword').length;
const warnings = ({ annotations }: StepResult): readonly string[] =>
  annotations.filter(({ level }) => level === 'warning').map(({ message }) => message);

const forms = [
  ['hex', /^[0-9a-f]{64}$/],
  ['base64', /^[A-Za-z0-9+/]{43}=$/],
  ['base64url', /^[\w-]{43}$/]
] as const;

describe.each(forms)('a key in %s', (encoding, form) => {
  const inputs = { 'key-bytes': '32', 'key-encoding': encoding };

  test('is drawn by one call, is of that form, and is masked in each encoding of its bytes', async () => {
    const result = await step(inputs);
    expect([readComplaints(result), warnings(result)]).toEqual([[], []]);
    const { password = '' } = result.outputs;
    expect(password).toMatch(form);
    const bytes = Buffer.from(password, encoding);
    expect(bytes).toHaveLength(32);
    expect(bytes.toString(encoding)).toBe(password);
    expect(countDraws()).toBe(1);
    for (const text of [
      bytes.toString('hex'),
      bytes.toString('hex').toUpperCase(),
      bytes.toString('base64'),
      bytes.toString('base64url'),
      password
    ]) {
      expect(result.masker.mask(`the key is ${text}`)).toMatch(/^the key is \*\*\*=?$/);
      expect(result.log).not.toContain(text);
    }
    expect(result.log).toContain(
      `Generated a key of 32 bytes in ${encoding}: 256 bits of entropy (`
    );
  });

  test('costs at most 12 masks more than the same text as a password', async () => {
    const result = await step({ ...inputs, 'secret-id': 'app/key' });
    const { password = '' } = result.outputs;
    const kept = await step({ 'secret-id': 'app/key', 'if-secret-exists': 'keep' });
    expect(kept.outputs['password']).toBe(password);
    const plain = new Set(kept.masks);
    const more = result.masks.filter((mask) => !plain.has(mask));
    expect(more.length).toBeGreaterThan(0);
    expect(more.length).toBeLessThanOrEqual(12);
  });

  test('is stored, kept without a warning, and masked then too', async () => {
    const stored = { ...inputs, 'secret-id': 'app/key', 'if-secret-exists': 'keep' };
    const first = await step(stored);
    const second = await step(stored);
    const { password = '' } = first.outputs;
    expect(second.outputs['password']).toBe(password);
    expect([readComplaints(second), warnings(second), countDraws()]).toEqual([[], [], 1]);
    const bytes = Buffer.from(password, encoding);
    for (const text of [
      bytes.toString('hex'),
      bytes.toString('base64'),
      bytes.toString('base64url')
    ])
      expect(second.masker.mask(text)).toMatch(/^\*\*\*=?$/);
  });

  test('is rotated', async () => {
    const stored = { ...inputs, 'secret-id': 'app/key' };
    const first = await step(stored);
    const second = await step({ ...stored, 'if-secret-exists': 'rotate' });
    expect(second.outputs['password']).toMatch(form);
    expect(second.outputs['password']).not.toBe(first.outputs['password']);
  });

  test.each(['Summer2026!', 'ab'.repeat(31), 'AB'.repeat(32), 'x'.repeat(64)])(
    'that exists as %j is returned with a warning',
    async (value) => {
      cloud.secrets.create({
        Name: 'app/key',
        SecretString: value,
        ClientRequestToken: randomUUID()
      });
      const result = await step({ ...inputs, 'secret-id': 'app/key', 'if-secret-exists': 'keep' });
      expect(result.outputs['password']).toBe(value);
      expect(warnings(result)).toContain(
        `The existing password of the secret app/key does not satisfy the inputs: it is no key of 32 bytes in ${encoding}. ` +
          'It is returned as it is; if-secret-exists: rotate stores a new one.'
      );
    }
  );
});

test('hex is the default', async () => {
  const { outputs } = await step({ 'key-bytes': '16' });
  expect(outputs['password']).toMatch(/^[0-9a-f]{32}$/);
});

test('a key that begins with - is taken: drawing again would make its first byte less than random', async () => {
  const drawn = '-'.repeat(22);
  cloud.faults.add({
    service: 'secretsmanager',
    operation: 'GetRandomPassword',
    kind: () => ({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ RandomPassword: drawn })
    })
  });
  const { outputs } = await step({ 'key-bytes': '16', 'key-encoding': 'base64url' });
  expect(outputs['password']).toBe(`${'-'.repeat(21)}w`);
  expect(countDraws()).toBe(1);
});

test.each([['x'.repeat(22)], ['A'.repeat(21)], ['']])(
  'what AWS returns in the place of a key is refused: %j',
  async (drawn) => {
    cloud.faults.add({
      service: 'secretsmanager',
      operation: 'GetRandomPassword',
      kind: () => ({
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify({ RandomPassword: drawn })
      })
    });
    const result = await step({ 'key-bytes': '17', 'key-encoding': 'base64url' });
    expect(readFailure(result)).toMatch(/no key of 17 bytes in base64url|is not from AWS/);
  }
);

test('a key reaches a template and GitHub like a password', async () => {
  const result = await step({
    'key-bytes': '32',
    'key-encoding': 'base64',
    'secret-id': 'app/key',
    'generate-string-key': 'APP_KEY',
    'secret-string-template': '{"laravel": "base64:{{password}}"}',
    'github-secret': 'APP_KEY',
    'github-token': 'github_pat_local'
  });
  const { password = '' } = result.outputs;
  const [version] = [...(cloud.secrets.find('app/key')?.versions.values() ?? [])];
  expect(JSON.parse(version?.string ?? '')).toEqual({
    laravel: `base64:${password}`,
    APP_KEY: password
  });
  expect(cloud.github.secrets.has('octo-org/app APP_KEY')).toBe(true);
});

describe('is refused before any call:', () => {
  test.each<[Texts, string]>([
    ...['15', '1025', '0', '-1', '32.5', 'many'].map((bytes): [Texts, string] => [
      { 'key-bytes': bytes },
      `key-bytes must be a whole number from 16 to 1024, but is "${bytes}".`
    ]),
    ...['HEX', 'base32', 'base64url ']
      .slice(0, 2)
      .map((encoding): [Texts, string] => [
        { 'key-bytes': '32', 'key-encoding': encoding },
        `key-encoding must be one of hex, base64, base64url, but is "${encoding}".`
      ]),
    [
      { 'key-encoding': 'hex' },
      'key-encoding is set, but key-bytes is empty. key-encoding says how a key is written, so set key-bytes too.'
    ],
    ...Object.entries({
      preset: 'url-safe',
      'user-name': 'app',
      'password-length': '20',
      'exclude-characters': ' ',
      'exclude-numbers': 'true',
      'exclude-punctuation': 'false',
      'exclude-uppercase': 'true',
      'exclude-lowercase': 'true',
      'include-space': 'false',
      'require-each-included-type': 'false',
      'password-hash': 'scram-sha-256'
    }).map(([name, value]): [Texts, string] => [
      { 'key-bytes': '32', [name]: value },
      `key-bytes is 32, and ${name} is "${value}", but a key is random bytes, to which no rule of a password applies. Leave one of them empty.`
    ])
  ])('%j', async (inputs, message) => {
    expect(readFailure(await step(inputs))).toBe(message);
    expect(cloud.requests).toHaveLength(seen);
  });
});
