/** What becomes of a pending version, by who has stored it, what it was made from, and what happened since. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { NAME, PRESENT, readWarnings, SecretWorld } from '../helpers/stored-secret.js';
import { readFailure } from '../helpers/recording-cloud.js';

let world: SecretWorld;
beforeAll(async () => {
  world = await SecretWorld.start();
});
afterAll(() => world.cloud.close());
beforeEach(() => {
  world.reset();
});

const KEY = { 'generate-string-key': 'password' };
const TO_PENDING = { 'if-secret-exists': 'rotate', 'secret-version-stage': 'AWSPENDING' };
const PENDING = 'Pending-4-promotion';

const json = (password: string, host = 'db1', user = 'app'): string =>
  JSON.stringify({ host, username: user, password });
const fieldsOf = (label: string): unknown => {
  const found = world.versions().find(([, , stages]) => stages.split(' ').includes(label));
  return JSON.parse(found?.[1] ?? 'null');
};

/** The current version and a pending one of this action, for the key: their ids. */
function storePending(): readonly [string, string] {
  return [world.store(json(PRESENT)), world.storeOurs(json(PENDING), 'AWSPENDING', 'password')];
}
/** Somebody has changed another field since: what is pending is stale. */
function storeStale(): readonly [string, string, string] {
  const [old, pending] = storePending();
  return [old, pending, world.store(json(PRESENT, 'db2'))];
}

describe('promote', () => {
  // docs/handing-over.md: "A pending version that was made from another version than the current one is refused"
  test.each(['the version', 'nothing'])(
    'given %s undoes nothing that has happened since the version was made',
    async (given) => {
      const [, pending, current] = storeStale();
      const before = world.versions();
      const result = await world.promote(given === 'nothing' ? '' : pending);
      expect(readFailure(result)).toBe(
        `Version ${pending} of the secret ${NAME} is pending, but was made from a version that is not current any more: promoting it would undo version ${current}. Nothing is changed. ` +
          'The target may have the pending password already, so run the whole workflow again now, all of its jobs and not only the failed one: it goes on with the same password, or with a new one where the key was rotated since.'
      );
      expect(world.versions()).toEqual(before);
      expect(world.operations()).not.toContain('Update');
    }
  );

  // docs/handing-over.md: "`if-not-pending: promote` promotes both all the same, by their id, and says what it undoes"
  test('undoes it where the inputs ask for it by name, with a warning', async () => {
    const [, pending, current] = storeStale();
    const asked = { 'if-not-pending': 'promote' };
    expect(readFailure(await world.promote('', asked))).toContain('secret-version-id is empty');
    const result = await world.promote(pending, asked);
    expect(result.conclusion).toBe('success');
    expect(world.holder('AWSCURRENT')).toBe(pending);
    expect(readWarnings(result).join()).toContain(
      `was made from another version than ${current}, which was current until now. What had changed since is undone`
    );
  });

  // docs/handing-over.md: "the version of another tool needs its id"
  test('needs the id of a version that this action has not stored', async () => {
    world.store(json(PRESENT));
    const foreign = world.store(json(PENDING), 'AWSPENDING');
    expect(readFailure(await world.promote())).toBe(
      `Version ${foreign} of the secret ${NAME} is AWSPENDING, and this action has not stored it. If it is the one to promote, set secret-version-id to it.`
    );
    expect(world.holder('AWSCURRENT')).not.toBe(foreign);
    expect((await world.promote(foreign)).conclusion).toBe('success');
    expect(world.holder('AWSCURRENT')).toBe(foreign);
  });

  // docs/handing-over.md: "that of AWS's own rotation is refused"
  test.each(['the version', 'nothing'])(
    "given %s leaves the rotation of AWS's own function alone",
    async (given) => {
      world.store(json(PRESENT));
      const foreign = world.store(json(PENDING), 'AWSPENDING');
      world.secret.rotationEnabled = true;
      const before = world.versions();
      const result = await world.promote(given === 'nothing' ? '' : foreign);
      expect(readFailure(result)).toMatch(
        new RegExp(
          `^Version ${foreign} of .* and this action has not stored it\\. A rotation function`
        )
      );
      expect(readFailure(result)).toContain('aws secretsmanager cancel-rotate-secret');
      expect(world.versions()).toEqual(before);
    }
  );
});

describe('rotate to AWSPENDING', () => {
  test('returns a pending password that fits, and stores nothing', async () => {
    const [, pending] = storePending();
    const before = world.versions();
    const result = await world.run({ ...TO_PENDING, ...KEY });
    expect(result.outputs).toMatchObject({
      password: PENDING,
      'secret-version-id': pending,
      'secret-change': 'resumed'
    });
    expect(world.versions()).toEqual(before);
  });

  // docs/handing-over.md: "it stores the same password once more, on top of what is current now"
  test('brings a stale one forward: the same password, on what is current now', async () => {
    const [, pending, current] = storeStale();
    const result = await world.run({ ...TO_PENDING, ...KEY });
    const next = result.outputs['secret-version-id'] ?? '';
    expect(result.outputs).toMatchObject({ password: PENDING, 'secret-change': 'resumed' });
    expect([next, current]).not.toContain(pending);
    expect(world.holder('AWSPENDING')).toBe(next);
    expect(fieldsOf('AWSPENDING')).toEqual(JSON.parse(json(PENDING, 'db2')));
    expect(result.log).toMatch(
      new RegExp(
        `^Went on with the password of version ${pending}.*: version ${next}.* has the same password and is AWSPENDING in its place\\.$`,
        'm'
      )
    );
    expect(result.log).not.toMatch(/bits of entropy/);
    // Now it undoes nothing.
    expect((await world.promote(next)).conclusion).toBe('success');
    expect(fieldsOf('AWSCURRENT')).toEqual(JSON.parse(json(PENDING, 'db2')));
  });

  test('brings none forward that the inputs would not give', async () => {
    const [, pending] = storeStale();
    await world.expectRefused(
      { ...TO_PENDING, ...KEY, 'exclude-punctuation': 'true' },
      new RegExp(`^Version ${pending} of .* does not satisfy the inputs: it contains an excluded`)
    );
  });

  // docs/handing-over.md: "Where the password was rotated since, it stores a new one, with a warning"
  test.each<[string, () => void]>([
    [
      'its key was rotated',
      () => world.storeOurs(json('Rotated-5', 'db2'), 'AWSCURRENT', 'password')
    ],
    ['its password is current already', () => world.store(json(PENDING, 'db2'))]
  ])('draws a new password where %s since', async (_, change) => {
    const [, pending] = storePending();
    change();
    const result = await world.run({ ...TO_PENDING, ...KEY });
    const next = result.outputs['secret-version-id'] ?? '';
    expect(result.outputs['secret-change']).toBe('pending');
    expect([PENDING, 'Rotated-5']).not.toContain(result.outputs['password']);
    expect(world.holder('AWSPENDING')).toBe(next);
    for (const id of [pending, next]) expect(readWarnings(result).join()).toContain(id);
  });

  test('keeps a young one that is current, and takes AWSPENDING off what it has superseded', async () => {
    const [, pending] = storePending();
    const current = world.storeOurs(json('Rotated-5'), 'AWSCURRENT', 'password');
    const result = await world.run({ ...TO_PENDING, ...KEY, 'rotate-after-days': '30' });
    expect(result.outputs).toMatchObject({
      password: 'Rotated-5',
      'secret-version-id': current,
      'secret-change': 'none'
    });
    expect(world.holder('AWSPENDING')).toBeUndefined();
    expect(result.log).toContain(`Took AWSPENDING off version ${pending}`);
  });

  // docs/handing-over.md: "It refuses a pending version for another key"
  test('replaces the rotation of another key only when told to', async () => {
    world.store(JSON.stringify({ password: PRESENT, other: 'Old' }));
    const value = JSON.stringify({ password: PRESENT, other: 'New' });
    const pending = world.storeOurs(value, 'AWSPENDING', 'other');
    await world.expectRefused(
      { ...TO_PENDING, ...KEY },
      new RegExp(`^A rotation of another key .*version ${pending} is AWSPENDING`)
    );
    const result = await world.run({ ...TO_PENDING, ...KEY, 'if-rotation-pending': 'replace' });
    expect(result.outputs['secret-change']).toBe('pending');
    expect(fieldsOf('AWSPENDING')).toMatchObject({ other: 'Old' });
    expect(readWarnings(result).join()).toContain(pending);
  });

  describe('where somebody else has stored what is pending', () => {
    const storeForeign = (): string => {
      world.store(json(PRESENT));
      return world.store(json(PENDING), 'AWSPENDING');
    };

    test('returns its password', async () => {
      const foreign = storeForeign();
      const result = await world.run({ ...TO_PENDING, ...KEY });
      expect(result.outputs).toMatchObject({ password: PENDING, 'secret-version-id': foreign });
    });

    // docs/handing-over.md: "the version of another tool that is older than the current one"
    test('refuses one that is older than what is current', async () => {
      const foreign = storeForeign();
      const later = world.store(json(PRESENT, 'db2'));
      const versions = world.secret.versions;
      versions.set(later, { ...versions.get(later)!, createdAt: Date.now() + 60_000 });
      await world.expectRefused(
        { ...TO_PENDING, ...KEY },
        new RegExp(`^Version ${foreign} of .* it is older than the version that is current`)
      );
    });

    test('refuses it where a rotation function is set', async () => {
      storeForeign();
      world.secret.rotationEnabled = true;
      await world.expectRefused(
        { ...TO_PENDING, ...KEY },
        /^Version \S+ of .* a rotation function changes the secret: .*cancel-rotate-secret/
      );
    });
  });

  // docs/handing-over.md: "one that `secret-string-template` would make otherwise"
  test.each([
    ['that fits', storePending],
    ['that is stale', storeStale]
  ])('returns no password %s to a step whose template says otherwise', async (_, store) => {
    const [, pending] = store();
    const template = { 'secret-string-template': '{"username":"app_clone","host":"db1"}' };
    const { annotations } = await world.expectRefused(
      { ...TO_PENDING, ...KEY, ...template },
      new RegExp(`^Version ${pending} .* secret-string-template sets other values .*"username"`)
    );
    const message = annotations.map((one) => one.message).join();
    expect(message).not.toMatch(/app_clone|"app"/);
    expect(message).toContain('if-rotation-pending');
  });

  test('hands out no password that another run has made stale before it could be promoted', async () => {
    const current = world.store(json(PRESENT));
    // The other run rotates the same key while ours has its version pending.
    world.before(
      'DescribeSecret',
      () => world.storeOurs(json('Other-run-7'), 'AWSCURRENT', 'password'),
      1
    );
    const result = await world.run({ ...TO_PENDING, ...KEY });
    expect(result.outputs).toMatchObject({ password: 'Other-run-7', 'secret-change': 'resumed' });
    expect(world.holder('AWSPENDING')).toBeUndefined();
    expect(world.holder('AWSCURRENT')).not.toBe(current);
  });

  test('says what the template of keep would set otherwise, and writes nothing', async () => {
    world.store(json(PRESENT));
    const result = await world.run({
      ...KEY,
      'if-secret-exists': 'keep',
      'secret-string-template': '{"username":"app_clone","host":"db1"}'
    });
    expect(result.outputs['password']).toBe(PRESENT);
    expect(result.log).toContain(
      `secret-string-template would set other values in the secret ${NAME} under the keys "username". They stay as they are`
    );
    expect(result.log).not.toMatch(/keys "host"/);
    expect(world.operations()).not.toMatch(/Put|Update|Create/);
  });
});
