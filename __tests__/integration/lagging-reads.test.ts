import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ServiceError } from '../../emulator/service.js';
import { readFailure } from '../helpers/recording-cloud.js';
import { SecretWorld, type Given } from '../helpers/stored-secret.js';

let world: SecretWorld;
beforeAll(async () => {
  world = await SecretWorld.start();
});
beforeEach(() => {
  world.reset();
  lag();
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

const KEY = { 'generate-string-key': 'password' };
const ROTATE = { 'if-secret-exists': 'rotate' };
const TO_PENDING = { ...ROTATE, ...KEY, 'secret-version-stage': 'AWSPENDING' };
const json = (password: string, n = 1): string => JSON.stringify({ password, n });

test.each(['the version', 'nothing'])(
  'promote, given %s, refuses no version as stale that a read has shown in the place of the pending one',
  async (given) => {
    world.store(json('Pr3sent-1'));
    world.storeOurs(json('Pend1ng-2'), 'AWSPENDING', 'password');
    world.store(json('Pr3sent-1', 2));
    const { outputs } = await world.run(TO_PENDING);
    const id = outputs['secret-version-id']!;
    // The stale version is pending, and then the one that was brought forward has no label of AWS yet.
    lag(2, 1, 1);
    const result = await world.promote(given === 'nothing' ? '' : id);
    expect(result.outputs['secret-version-id']).toBe(id);
    expect(world.holder('AWSCURRENT')).toBe(id);
  }
);

test('promote refuses a version as stale or not pending only after some seconds', async () => {
  world.store(json('Pr3sent-1'));
  const pending = world.storeOurs(json('Pend1ng-2'), 'AWSPENDING', 'password');
  const current = world.store(json('Pr3sent-1', 2));
  for (const [id, message] of [
    [pending, /is pending, but was made from a version that is not current any more/],
    [world.store(json('Pr3sent-1'), 'BLUE'), /is not pending/]
  ] as const) {
    world.forgetCalls();
    expect(readFailure(await world.promote(id))).toMatch(message);
    expect(world.operations()).toMatch(/^DescribeSecret( DescribeSecret){4,}$/);
  }
  expect(world.holder('AWSCURRENT')).toBe(current);
});

test('rotate goes on only from a value that belongs to the labels', async () => {
  world.store(json('Pr3sent-1'));
  world.store(json('Pr3sent-1', 2));
  const current = world.store(json('Pr3sent-1', 3));
  // Twice, labels and value are of different versions.
  lag(0, 1, 1, 0);
  const result = await world.run({ ...ROTATE, ...KEY });
  world.expectPassword(result, 'rotated', (password) => json(password, 3));
  expect(world.holder('AWSPREVIOUS')).toBe(current);
  expect(world.bodies('PutSecretValue')).toHaveLength(1);
});

test('a pending password is the one of the version that the labels show as pending', async () => {
  world.store(json('Pr3sent-1'));
  world.storeOurs(json('Pend1ng-2'), 'AWSPENDING', 'password');
  const pending = world.storeOurs(json('Pend1ng-3'), 'AWSPENDING', 'password');
  // Labels and value as they are, then the pending value before, with the labels as they are.
  lag(0, 0, 1, 0);
  const result = await world.run(TO_PENDING);
  expect(result.outputs).toMatchObject({
    password: 'Pend1ng-3',
    'secret-version-id': pending,
    'secret-change': 'resumed'
  });
  expect(world.operations()).not.toMatch(/Put|Update/);
});

/** The next reads see the secret as it was before that many writes: not there. */
const forget = (writes: number, reads = 6): void => {
  lag(...Array<number>(reads).fill(writes));
};

test.each(['keep', 'rotate'])('a secret that was seen is not created by %s', async (mode) => {
  world.createEmpty();
  world.before('PutSecretValue', () => {
    world.store('Theirs-is-faster');
    forget(3);
  });
  const result = await world.run({ 'if-secret-exists': mode });
  expect(world.expectPassword(result, 'resumed')).toBe('Theirs-is-faster');
  expect(world.operations()).not.toContain('CreateSecret');
});

test('a secret that was seen is not created by a rotation that was refused', async () => {
  world.store('First-password');
  world.before('UpdateSecretVersionStage', () => {
    world.store('Theirs-is-faster');
    forget(3);
  });
  const result = await world.run(ROTATE);
  expect(world.expectPassword(result, 'resumed')).toBe('Theirs-is-faster');
  expect(world.operations()).not.toContain('CreateSecret');
});

test.each(['keep', 'rotate'])('a secret that exists by now is created once by %s', async (mode) => {
  world.before('CreateSecret', () => {
    world.store('Theirs-is-faster');
    forget(1);
  });
  const result = await world.run({ 'if-secret-exists': mode });
  expect(world.expectPassword(result, 'resumed')).toBe('Theirs-is-faster');
  expect(world.bodies('CreateSecret')).toHaveLength(1);
});

test('promote does not call a secret missing that it has seen', async () => {
  world.store('First-password');
  const pending = world.storeOurs('Second-password', 'AWSPENDING');
  world.before('UpdateSecretVersionStage', () => {
    world.store('Theirs-is-faster');
    forget(3, 1000);
  });
  const failure = readFailure(await world.promote(pending));
  expect(failure).not.toContain('does not exist');
  expect(world.holder('AWSCURRENT')).not.toBe(pending);
});

test('promote does not call a secret missing that it has seen, where it has moved no label', async () => {
  const [old, pending] = world.storePending();
  world.moveLabel('AWSCURRENT', old, pending);
  world.moveLabel('AWSPENDING', pending);
  // AWSPENDING is where it was, and then there is nothing for good.
  lag(1, ...Array<number>(1000).fill(4));
  expect(readFailure(await world.promote())).toMatch(
    /^The secret app\/db exists, but Secrets Manager does not show its current value yet\./
  );
});

test('promote waits for reads that show where AWSCURRENT was when it could not be moved', async () => {
  world.store('First-password');
  const pending = world.store('Of-another-tool-1', 'AWSPENDING');
  let theirs = '';
  world.before('UpdateSecretVersionStage', () => {
    theirs = world.store('Theirs-is-faster');
    lag(1, 1, 1);
  });
  expect((await world.promote(pending)).conclusion).toBe('success');
  expect([world.holder('AWSCURRENT'), world.holder('AWSPREVIOUS')]).toEqual([pending, theirs]);
  const moves = world.bodies('UpdateSecretVersionStage') as readonly Given[];
  expect(moves.map(({ VersionStage }) => VersionStage)).toEqual([
    'AWSCURRENT',
    'AWSCURRENT',
    'AWSPENDING'
  ]);
});

describe('a write that does not find what is there', () => {
  const missing = (operation: string, times: number, after = 0): void => {
    world.cloud.faults.add({
      service: 'secretsmanager',
      operation,
      kind: new ServiceError(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret."
      ),
      times,
      after
    });
  };

  // Of a version that was put, of a label that is taken off, and after the secret was seen, created or restored.
  test.each<[string, string, Given, () => unknown, string]>([
    ['that was seen', 'PutSecretValue', ROTATE, () => world.store('First-password'), 'rotated'],
    [
      'that was seen without a value',
      'PutSecretValue',
      { 'if-secret-exists': 'keep' },
      () => {
        world.createEmpty();
      },
      'created'
    ],
    [
      'that was put',
      'UpdateSecretVersionStage',
      ROTATE,
      () => world.store('First-password'),
      'rotated'
    ],
    [
      'that was seen with a label',
      'UpdateSecretVersionStage',
      ROTATE,
      () => {
        const [old, pending] = world.storePending();
        world.moveLabel('AWSCURRENT', old, pending);
      },
      'rotated'
    ],
    [
      'that was seen, scheduled for deletion',
      'RestoreSecret',
      { 'if-secret-exists': 'keep', 'if-secret-missing': 'restore' },
      () => world.scheduleDeletion(),
      'restored'
    ]
  ])('%s: %s is tried again', async (_, operation, inputs, prepare, change) => {
    prepare();
    missing(operation, 3);
    world.expectPassword(await world.run(inputs), change);
    expect(new Set(world.bodies(operation).map((body) => JSON.stringify(body))).size).toBe(
      world.bodies(operation).length - 3
    );
  });

  test('promote tries again to move a label to a version that it has seen, and to take one off', async () => {
    for (const after of [0, 1]) {
      world.reset();
      const [, pending] = world.storePending();
      missing('UpdateSecretVersionStage', 3, after);
      expect((await world.promote(pending)).conclusion).toBe('success');
      expect([world.holder('AWSCURRENT'), world.holder('AWSPENDING')]).toEqual([
        pending,
        undefined
      ]);
    }
  });

  test('is tried once more for no version that nothing has shown', async () => {
    world.storePending();
    const id = 'f'.repeat(36);
    const asked = { 'if-not-pending': 'promote' };
    expect(readFailure(await world.promote(id, asked))).toContain(`has no version ${id}`);
    expect(world.bodies('UpdateSecretVersionStage')).toHaveLength(1);
  });

  test('for good ends the run with its error', async () => {
    const id = world.store('First-password');
    missing('PutSecretValue', Infinity);
    const failure = readFailure(await world.run(ROTATE));
    expect(failure).toMatch(/^Could not call secretsmanager:PutSecretValue on app\/db: /);
    expect(failure).toMatch(/Version \S+ of app\/db is not stored\./);
    expect(world.holder('AWSCURRENT')).toBe(id);
  });
});
