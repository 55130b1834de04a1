import { createHash, createHmac, pbkdf2Sync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import type { StepResult } from '../../emulator/runner/runner.js';
import { hide } from '../../emulator/runner/secret-masker.js';
import { run } from '../../src/main.js';
import { VERIFIER_ENCODINGS } from '../../src/masking/encodings.js';
import { maskVariants } from '../../src/masking/variants.js';
import { percentEncode } from '../../src/password/percent-encode.js';
import { runners, type Runner } from '../../src/runners.js';
import { runnerMasker } from '../leaks/leaks.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const step = (
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {}
): Promise<StepResult> =>
  runStepInProcess(
    cloud,
    {
      action: '.',
      inputs: { 'aws-region': 'eu-west-1', 'password-hash': 'scram-sha-256', ...inputs },
      env: { ...cloud.env(), ...cloud.staticEnv, ...env },
      debug: true
    },
    run
  );

const messages = ({ annotations }: StepResult, level: string) =>
  annotations.filter((each) => each.level === level).map(({ message }) => message);

/** Stores a value as another tool would. */
const put = (name: string, value: string) =>
  cloud.secrets.create({ Name: name, SecretString: value, ClientRequestToken: randomUUID() });

/** Whether a server that stores this verifier lets in whoever knows the password. */
function admits(verifier: string, password: string): boolean {
  const [, iterations, salt, storedKey] =
    /^SCRAM-SHA-256\$(\d+):(.+)\$(.+):.+$/.exec(verifier) ?? [];
  const salted = pbkdf2Sync(
    password,
    Buffer.from(salt ?? '', 'base64'),
    Number(iterations),
    32,
    'sha256'
  );
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  return createHash('sha256').update(clientKey).digest('base64') === storedKey;
}

test('the verifier admits the password and no other', async () => {
  const result = await step({ preset: 'rds-postgres' });
  const { password = '', 'password-hash': hash = '' } = result.outputs;
  expect(messages(result, 'error')).toEqual([]);
  expect(messages(result, 'warning')).toEqual([]);
  expect(admits(hash, password)).toBe(true);
  expect(admits(hash, `${password.slice(0, -1)}${password.endsWith('a') ? 'b' : 'a'}`)).toBe(false);
});

test('without a stored version each run draws 16 bytes of salt', async () => {
  const drawSalt = async (): Promise<Buffer> => {
    const { outputs } = await step({});
    return Buffer.from(/:(.+)\$/.exec(outputs['password-hash'] ?? '')?.[1] ?? '', 'base64');
  };
  const salt = await drawSalt();
  expect(salt).toHaveLength(16);
  expect(await drawSalt()).not.toEqual(salt);
});

test('without the input there is no output', async () => {
  const { outputs } = await step({ 'password-hash': '' });
  expect(Object.keys(outputs).sort()).toEqual(['password', 'password-url-encoded']);
});

test('another algorithm is refused', async () => {
  const result = await step({ 'password-hash': 'md5' });
  expect(messages(result, 'error')).toEqual([
    'password-hash must be one of scram-sha-256, but is "md5".'
  ]);
});

// docs/handing-over.md: "**Run again:** the same password, and the database gets the same hash."
test('of a stored version every run makes the same verifier, of the next version another', async () => {
  const stored = { 'secret-id': 'app/hashed', 'if-secret-exists': 'keep' };
  const first = await step(stored);
  const again = await step(stored);
  const rotated = await step({ ...stored, 'if-secret-exists': 'rotate' });
  const hashes = [first, again, rotated].map(({ outputs }) => outputs['password-hash'] ?? '');
  expect(hashes[0]).toBe(hashes[1]);
  expect(hashes[0]).not.toBe(hashes[2]);
  for (const { outputs } of [first, again, rotated]) {
    expect(admits(outputs['password-hash'] ?? '', outputs['password'] ?? '')).toBe(true);
  }
  const unstored = [await step({}), await step({})];
  const salts = unstored.map(({ outputs }) => outputs['password-hash']?.split('$')[1]);
  expect(salts[0]).not.toBe(salts[1]);
});

test('of a kept version it is made where the password is no output, too', async () => {
  const stored = { 'secret-id': 'app/silent', 'if-secret-exists': 'keep' };
  const { password = '' } = (await step(stored)).outputs;
  for (const inputs of [
    stored,
    { 'secret-id': 'app/silent-rotated', 'if-secret-exists': 'rotate' }
  ]) {
    const { outputs } = await step({ ...inputs, 'output-password': 'false' });
    expect(Object.keys(outputs).sort()).toEqual([
      'password-hash',
      'secret-arn',
      'secret-change',
      'secret-version-id'
    ]);
    if (inputs === stored) expect(admits(outputs['password-hash'] ?? '', password)).toBe(true);
  }
});

test.each(['github', 'act', 'forgejo', 'gitea'] as const)(
  'the verifier is masked whole under %s, in the forms in which it is printed, of a kept password too',
  async (name) => {
    const { variable } = runners[name] as Runner;
    put(`app/chosen-${name}`, 'Summer-2024-Prod!');
    for (const inputs of [{}, { 'secret-id': `app/chosen-${name}`, 'if-secret-exists': 'keep' }]) {
      const result = await step(inputs, variable === undefined ? {} : { [variable]: 'true' });
      const hash = result.outputs['password-hash'] ?? '';
      expect(messages(result, 'error')).toEqual([]);
      expect(messages(result, 'warning')).toEqual([]);
      expect(admits(hash, result.outputs['password'] ?? '')).toBe(true);
      const masker = runnerMasker(result.masks, name);
      for (const printed of [
        hash,
        hash.replaceAll('/', String.raw`\/`),
        hash.replaceAll('$', String.raw`\$`),
        hash.replaceAll('$', '$$$$'),
        percentEncode(hash),
        ...[0, 1, 2].map((before) => Buffer.from('x'.repeat(before) + hash).toString('base64'))
      ]) {
        const left = hide(printed, masker.hidden(printed)).replaceAll('***', '');
        expect([printed, left.length]).toEqual([printed, Math.min(left.length, 5)]);
      }
      const ofHash = maskVariants(hash, runners[name], {
        isDrawn: false,
        encodings: VERIFIER_ENCODINGS
      });
      expect(result.masks).toEqual(expect.arrayContaining([...ofHash]));
      expect(ofHash.length).toBeLessThanOrEqual(8);
      // Its parts alone stay: a salt is no secret, and pieces would hide other text.
      expect(result.masks.filter((mask) => mask !== hash && hash.includes(mask))).toEqual([]);
    }
  }
);

test('a kept password that is not ASCII is refused before any output', async () => {
  put('app/umlaut', 'schöne-neue-Welt-1932');
  const result = await step({ 'secret-id': 'app/umlaut', 'if-secret-exists': 'keep' });
  expect(messages(result, 'error')).toEqual([
    expect.stringMatching(/^password-hash is scram-sha-256, but the password contains/)
  ]);
  expect(result.outputs).toEqual({});
});
