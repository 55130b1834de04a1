import { afterEach, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import type { StepResult } from '../../emulator/runner/runner.js';
import { run } from '../../src/main.js';
import { readComplaints, readFailure } from '../helpers/recording-cloud.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';

const MINUTES = 60_000;

let cloud: Cloud;
afterEach(async () => {
  await cloud.close();
});

type Texts = Readonly<Record<string, string>>;

/** A step on a runner whose clock is off by so many minutes: that of the services is right for themselves. */
async function step(minutes: number, inputs: Texts, env: Texts = {}): Promise<StepResult> {
  // STS compares the lifetime of the job's token with its own clock, by which GitHub has issued it.
  const now = (): number => Date.now() - minutes * MINUTES;
  cloud = await startCloud({ now });
  return runStepInProcess(
    cloud,
    {
      action: '.',
      inputs: { 'aws-region': cloud.region, ...inputs },
      env: { ...cloud.env(), ...env },
      debug: true
    },
    run
  );
}
const keys = (): Texts => ({
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example/secret/access/key/of/the/deploye'
});
const ROLE = { 'role-to-assume': 'arn:aws:iam::123456789012:role/passwords' };
const statuses = (): readonly (number | undefined)[] =>
  cloud.calls('secretsmanager').map(({ statusSent }) => statusSent);
const succeeded = (result: StepResult) => [result.conclusion, readComplaints(result)];

describe.each([20, -20, 24 * 60, -24 * 60])('a clock that is off by %d minutes', (minutes) => {
  test('costs a role one more attempt', async () => {
    const result = await step(minutes, ROLE);
    expect(succeeded(result)).toEqual(['success', []]);
    expect(statuses()).toEqual([400, 200]);
    expect(result.log).toContain('the clock of this runner is wrong');
  });

  test('costs keys one more attempt, and a secret none but the first', async () => {
    const inputs = { 'secret-id': 'shop/db' };
    expect(succeeded(await step(minutes, inputs, keys()))).toEqual(['success', []]);
    // The look and the draw are signed side by side, with the same wrong clock.
    const operations = cloud.calls('secretsmanager').map(({ operation }) => operation);
    expect(operations.toSorted()).toEqual([
      'CreateSecret',
      ...['DescribeSecret', 'DescribeSecret'],
      ...['GetRandomPassword', 'GetRandomPassword']
    ]);
  });

  test('costs a role that is assumed by another one more attempt', async () => {
    const chain = { ...ROLE, 'role-chaining': 'true' };
    // The role trusts jobs, not this user: what counts is that STS has read the signature.
    const message = readFailure(await step(minutes, chain, keys()));
    expect(message).toContain('STS does not let arn:aws:iam::123456789012:user/deployer assume');
    expect(message).toContain('(2 attempts)');
  });
});

test('a clock that is off by a little costs nothing', async () => {
  expect(succeeded(await step(3, ROLE))).toEqual(['success', []]);
  expect(statuses()).toEqual([200]);
});

test('a clock that the date of the response does not correct is told as wrong', async () => {
  cloud = await startCloud({ now: () => Date.now() - 20 * MINUTES });
  // As a proxy does that answers with a date of its own.
  cloud.faults.add({
    service: 'secretsmanager',
    kind: (_, act) => {
      const response = act();
      const date = new Date(Date.now() + 60 * MINUTES).toUTCString();
      return { ...response, headers: { ...response.headers, date } };
    }
  });
  const result = await runStepInProcess(
    cloud,
    {
      action: '.',
      inputs: { 'aws-region': cloud.region },
      env: { ...cloud.env(), ...cloud.staticEnv }
    },
    run
  );
  expect(readFailure(result)).toBe(
    'Could not call secretsmanager:GetRandomPassword (2 attempts): the clock of this runner is wrong, and AWS did not accept the request with its own time either (InvalidSignatureException). ' +
      'Set the clock of this runner, for example by NTP. If it is right, a proxy changes the date of responses.'
  );
});

test('a wrong key is not taken for a wrong clock', async () => {
  const wrong = { ...keys(), AWS_SECRET_ACCESS_KEY: 'x' };
  expect(readFailure(await step(0, {}, wrong))).toBe(
    'Could not call secretsmanager:GetRandomPassword: AWS does not accept the credentials (InvalidSignatureException). ' +
      'Check the access key in the environment: the key id, the secret key and the session token must belong together.'
  );
});
