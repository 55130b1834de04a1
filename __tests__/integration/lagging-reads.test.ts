import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readFailure } from '../helpers/recording-cloud.js';
import { SecretWorld } from '../helpers/stored-secret.js';

let world: SecretWorld;
beforeAll(async () => {
  world = await SecretWorld.start();
});
beforeEach(() => {
  world.reset();
});
afterAll(() => world.cloud.close());

/** How many writes each of the next reads does not see. */
const lag = (...lags: number[]): void => {
  world.cloud.secrets.lag = () => lags.shift() ?? 0;
};

test('keep returns no older password than the one that it has seen as current', async () => {
  world.store('First-password');
  const id = world.store('Second-password');
  // No value, then the labels as they are, then the value before.
  lag(2, 0, 1);
  const result = await world.run({ 'if-secret-exists': 'keep' });
  expect(world.expectPassword(result, 'resumed')).toBe('Second-password');
  expect(result.outputs['secret-version-id']).toBe(id);
  expect(world.operations().match(/DescribeSecret/g)).toHaveLength(2);
});

test('a secret whose value was seen is not given a first one', async () => {
  world.createEmpty();
  world.store('First-password');
  world.store('Second-password');
  // Two reads that contradict each other, and then two of when it had no value.
  lag(1, 0, 2, 2);
  const result = await world.run({ 'if-secret-exists': 'rotate' });
  world.expectPassword(result, 'rotated');
  expect(world.operations().match(/PutSecretValue/g)).toHaveLength(1);
  expect(world.versions()).toHaveLength(3);
});

test('a secret that was seen is not called missing by a run that only reads', async () => {
  world.createEmpty();
  // The first look sees the secret, the second one does not see that it was created.
  lag(0, 1);
  const result = await world.run({
    'if-secret-exists': 'keep',
    'if-secret-missing': 'fail',
    'output-password': 'false'
  });
  expect(readFailure(result)).toContain('has no version with the label AWSCURRENT');
  expect(world.operations().match(/DescribeSecret/g)).toHaveLength(3);
});
