/** What becomes of a pending version, by who has stored it, what it was made from, and what happened since. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { NAME, PRESENT, readWarnings, SecretWorld, type Given } from '../helpers/stored-secret.js';
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

describe('the id of a version', () => {
  const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
  /** By other means than those of the code under test. */
  const digest = (text: string): string =>
    createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 12);
  const idFrom = (base: string | undefined, key = ''): RegExp =>
    new RegExp(`^${UUID}-${base === undefined ? '0'.repeat(12) : digest(base)}-${digest(key)}$`);
  const change = async (inputs: Given): Promise<string> => {
    const id = (await world.run(inputs)).outputs['secret-version-id'] ?? '';
    expect(id).toHaveLength(62);
    return id;
  };
  const ROTATE = { 'if-secret-exists': 'rotate' };

  test.each<[string, () => void]>([
    ['creates', () => undefined],
    [
      'fills',
      () => {
        world.createEmpty();
      }
    ]
  ])('tells the version and the key that it was made from: %s a secret', async (_, prepare) => {
    for (const key of [undefined, 'pässword']) {
      world.reset();
      prepare();
      const inputs = key === undefined ? ROTATE : { ...ROTATE, 'generate-string-key': key };
      const first = await change(inputs);
      expect(first).toMatch(idFrom(undefined, key));
      const second = await change(inputs);
      expect(second).toMatch(idFrom(first, key));
      const pending = await change({ ...inputs, ...TO_PENDING });
      expect(pending).toMatch(idFrom(second, key));
      // The base is what is current, whoever has stored it.
      const value = world.secret.versions.get(second)?.string ?? '';
      const foreign = world.store(`${value} `);
      if (key !== undefined)
        expect(await change({ ...inputs, ...TO_PENDING })).toMatch(idFrom(foreign, key));
    }
  });

  test.each<[string, Given, (edit: number, password?: string) => string]>([
    ['of JSON', KEY, (edit, password = PRESENT) => json(password, `db${edit}`)],
    // Even where both times the value is the same.
    ['alone', {}, (_, password = PRESENT) => password]
  ])('is another one for each version that a password %s is put upon', async (_, inputs, value) => {
    const old = world.store(value(1));
    let current = '';
    world.before('UpdateSecretVersionStage', () => {
      current = world.store(value(2));
    });
    const result = await world.run({ ...ROTATE, ...inputs });
    const puts = world.bodies('PutSecretValue') as readonly Given[];
    const key = inputs['generate-string-key'];
    expect(puts.map(({ ClientRequestToken: id }) => id)).toEqual([
      expect.stringMatching(idFrom(old, key)),
      expect.stringMatching(idFrom(current, key))
    ]);
    expect(result.outputs['secret-version-id']).toBe(puts[1]?.['ClientRequestToken']);
    const { password = '' } = result.outputs;
    expect(puts.map(({ SecretString }) => SecretString)).toEqual([
      value(1, password),
      value(2, password)
    ]);
  });
});

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
    expect([world.holder('AWSCURRENT'), world.holder('AWSPENDING')]).toEqual([pending, undefined]);
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
      const asked = await world.promote(foreign, { 'if-not-pending': 'promote' });
      expect(readFailure(asked)).toContain('aws secretsmanager cancel-rotate-secret');
      expect(world.versions()).toEqual(before);
    }
  );

  test.each(['the version', 'nothing'])(
    'given %s takes AWSPENDING off what is current already, and says so',
    async (given) => {
      const [old, pending] = storePending();
      world.moveLabel('AWSCURRENT', old, pending);
      const result = await world.promote(given === 'nothing' ? '' : pending);
      expect([world.holder('AWSCURRENT'), world.holder('AWSPENDING')]).toEqual([
        pending,
        undefined
      ]);
      expect(world.operations()).toBe('DescribeSecret UpdateSecretVersionStage');
      expect(result.log).toContain(`Took AWSPENDING off version ${pending}, which is AWSCURRENT.`);
    }
  );

  test('leaves AWSPENDING on the version of another tool, with a warning', async () => {
    const current = world.store(json(PRESENT));
    const foreign = world.store(json(PENDING), 'AWSPENDING');
    const other = world.store(json('Yet-another-one'), 'BLUE');
    const result = await world.promote(other, { 'if-not-pending': 'promote' });
    expect([world.holder('AWSPREVIOUS'), world.holder('AWSPENDING')]).toEqual([current, foreign]);
    expect(readWarnings(result)).toEqual([
      `Version ${foreign} of the secret ${NAME} is still pending. Promoting it would replace the current version ${other}.`
    ]);
  });

  test('warns where a rotation function changes the secret as well', async () => {
    const [, pending] = storePending();
    world.secret.rotationEnabled = true;
    const result = await world.promote(pending);
    expect(world.holder('AWSCURRENT')).toBe(pending);
    expect(readWarnings(result)).toEqual([expect.stringContaining('A rotation function')]);
  });
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

  // The length that a new password would get by default is nothing that the pending one must have.
  test.each([
    ['that fits', storePending],
    ['that is stale', storeStale]
  ])('returns a pending password %s, whatever the default length', async (_, store) => {
    store();
    const preset = { preset: 'rds-postgres' };
    const result = await world.run({ ...TO_PENDING, ...KEY, ...preset });
    expect(result.outputs['password']).toBe(PENDING);
    expect((await world.run({ ...TO_PENDING, ...KEY, ...preset })).outputs['password']).toBe(
      PENDING
    );
    const asked = { 'password-length': '20' };
    expect(readFailure(await world.run({ ...TO_PENDING, ...KEY, ...asked }))).toContain(
      'does not satisfy the inputs: it has 19 characters instead of 20'
    );
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

  test('brings it forward by a move from the stale one, with the keys of the template', async () => {
    const [, pending] = storePending();
    // Somebody has changed a key that the template sets, and one that it does not.
    world.store(json(PRESENT, 'db2', 'somebody'));
    const template = { 'secret-string-template': '{"username":"app"}' };
    const result = await world.run({ ...TO_PENDING, ...KEY, ...template });
    const next = result.outputs['secret-version-id'];
    expect(fieldsOf('AWSPENDING')).toEqual(JSON.parse(json(PENDING, 'db2', 'app')));
    expect(world.bodies('UpdateSecretVersionStage')).toEqual([
      {
        SecretId: NAME,
        VersionStage: 'AWSPENDING',
        RemoveFromVersionId: pending,
        MoveToVersionId: next
      }
    ]);
  });

  test('brings none forward where another key has a copy of the password in force', async () => {
    const [, pending] = storePending();
    world.store(JSON.stringify({ password: PRESENT, copy: `x${PRESENT}` }));
    await world.expectRefused(
      { ...TO_PENDING, ...KEY },
      /contains the old password under other keys too: "copy"/
    );
    expect(world.holder('AWSPENDING')).toBe(pending);
  });

  // The version before the current one tells of a rotation only where the pending one was not made from it.
  test('brings it forward where what it was made from is AWSPREVIOUS, and of this action', async () => {
    const base = world.storeOurs(json(PRESENT), 'AWSCURRENT', 'password');
    const pending = world.storeOurs(json(PENDING), 'AWSPENDING', 'password');
    world.store(json(PRESENT, 'db2'));
    expect(world.holder('AWSPREVIOUS')).toBe(base);
    const result = await world.run({ ...TO_PENDING, ...KEY });
    expect(result.outputs).toMatchObject({ password: PENDING, 'secret-change': 'resumed' });
    expect(world.holder('AWSPENDING')).not.toBe(pending);
    expect(fieldsOf('AWSPENDING')).toEqual(JSON.parse(json(PENDING, 'db2')));
  });

  test('brings it forward where another key was rotated since', async () => {
    storePending();
    world.storeOurs(json(PRESENT, 'db2'), 'AWSCURRENT', 'host');
    const result = await world.run({ ...TO_PENDING, ...KEY });
    expect(result.outputs).toMatchObject({ password: PENDING, 'secret-change': 'resumed' });
    expect(fieldsOf('AWSPENDING')).toEqual(JSON.parse(json(PENDING, 'db2')));
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
      new RegExp(
        `^A rotation of another key .*version ${pending} is AWSPENDING\\. Run the workflow of that key to its end first\\. Or set if-rotation-pending to replace, .*: the password that was handed out for the other key is lost then\\.$`
      )
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

    test('returns that of one that is just as old as what is current, and does not bring it forward', async () => {
      const foreign = storeForeign();
      const later = world.store(json(PRESENT, 'db2'));
      const { versions } = world.secret;
      versions.set(later, {
        ...versions.get(later)!,
        createdAt: versions.get(foreign)!.createdAt
      });
      const before = world.versions();
      const result = await world.run({ ...TO_PENDING, ...KEY });
      expect(result.outputs).toMatchObject({
        password: PENDING,
        'secret-version-id': foreign,
        'secret-change': 'resumed'
      });
      expect(world.versions()).toEqual(before);
    });

    test.each([false, true])(
      'replaces it when told to, where a rotation function is set: %s',
      async (rotationEnabled) => {
        const foreign = storeForeign();
        Object.assign(world.secret, { rotationEnabled });
        const replace = { 'if-rotation-pending': 'replace' };
        const result = await world.run({ ...TO_PENDING, ...KEY, ...replace });
        expect(result.outputs['secret-change']).toBe('pending');
        expect(world.holder('AWSPENDING')).toBe(result.outputs['secret-version-id']);
        const warnings = readWarnings(result);
        expect(warnings.filter((one) => one.includes('A rotation function'))).toHaveLength(
          rotationEnabled ? 1 : 0
        );
        expect(warnings.join('\n')).toContain(
          `Version ${foreign} of the secret ${NAME} was pending`
        );
      }
    );

    // docs/handing-over.md: "the version of another tool that is older than the current one"
    test('refuses one that is older than what is current', async () => {
      const foreign = storeForeign();
      const later = world.store(json(PRESENT, 'db2'));
      const versions = world.secret.versions;
      versions.set(later, { ...versions.get(later)!, createdAt: Date.now() + 60_000 });
      await world.expectRefused(
        { ...TO_PENDING, ...KEY },
        new RegExp(
          `^Version ${foreign} of .* it is older than the version that is current.* Promote it by its secret-version-id .*, or set if-rotation-pending to replace`
        )
      );
    });

    test('refuses it where a rotation function is set', async () => {
      storeForeign();
      world.secret.rotationEnabled = true;
      await world.expectRefused(
        { ...TO_PENDING, ...KEY },
        /^Version \S+ of .* a rotation function changes the secret: .*cancel-rotate-secret.* set if-rotation-pending to replace/
      );
    });
  });

  // docs/handing-over.md: "one that `secret-string-template` would make otherwise"
  test.each([
    ['that fits', storePending],
    ['that is stale', storeStale],
    [
      'of another tool',
      () => [world.store(json(PRESENT)), world.store(json(PENDING), 'AWSPENDING')] as const
    ]
  ])('returns no password %s to a step whose template says otherwise', async (_, store) => {
    const [, pending] = store();
    const template = { 'secret-string-template': '{"username":"app_clone","host":"db1"}' };
    const { annotations } = await world.expectRefused(
      { ...TO_PENDING, ...KEY, ...template },
      new RegExp(`^Version ${pending} .* secret-string-template sets other values .*"username"`)
    );
    const message = annotations.map((one) => one.message).join();
    expect(message).not.toMatch(/app_clone|"app"/);
    expect(message).toContain('set if-rotation-pending to replace');
    expect(message).toContain(
      'keep what differs from run to run, such as a date or a commit, out of secret-string-template'
    );
  });

  test('compares what the template sets with the pending password in its placeholders, as JSON values', async () => {
    const value = (password: string, port: string): string =>
      `{"url":"pg://app:${encodeURIComponent(password)}@db","port":${port},"password":"${password}"}`;
    world.store(value('Pr3sent-1', '5432'));
    const pending = world.storeOurs(value('Pend1ng-2', '5432.0'), 'AWSPENDING', 'password');
    const template = {
      'secret-string-template':
        '{"url":"pg://app:{{password-url-encoded}}@db","port":5432,"password":"any"}'
    };
    const result = await world.run({ ...TO_PENDING, ...KEY, ...template });
    expect(result.outputs).toMatchObject({ password: 'Pend1ng-2', 'secret-version-id': pending });
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

  test('brings a password forward once more where somebody has changed the secret again before it could be promoted', async () => {
    const [, pending] = storeStale();
    world.before('DescribeSecret', () => world.store(json(PRESENT, 'db3')), 1);
    const result = await world.run({ ...TO_PENDING, ...KEY });
    expect(result.outputs).toMatchObject({ password: PENDING, 'secret-change': 'resumed' });
    expect(result.outputs['secret-version-id']).toBe(world.holder('AWSPENDING'));
    expect(fieldsOf('AWSPENDING')).toEqual(JSON.parse(json(PENDING, 'db3')));
    expect(result.log).toContain(`Went on with the password of version ${pending}`);
  });

  test.each<[string, (password: string) => string]>([
    ['another field', (password) => json(password, 'db2')],
    ['another key', (password) => JSON.stringify({ ...JSON.parse(json(password)), other: 'New' })]
  ])(
    'goes on with its password where somebody has changed %s before it could be promoted',
    async (_, edit) => {
      world.store(json(PRESENT));
      let current = '';
      world.before(
        'DescribeSecret',
        () => {
          current = world.store(edit(PRESENT));
        },
        1
      );
      const result = await world.run({ ...TO_PENDING, ...KEY });
      const { password = '', 'secret-version-id': id } = result.outputs;
      expect(result.outputs['secret-change']).toBe('pending');
      expect(world.holder('AWSPENDING')).toBe(id);
      expect(fieldsOf('AWSPENDING')).toEqual(JSON.parse(edit(password)));
      expect(world.bodies('GetRandomPassword')).toHaveLength(1);
      expect((await world.promote()).conclusion).toBe('success');
      expect([world.holder('AWSCURRENT'), world.holder('AWSPREVIOUS')]).toEqual([id, current]);
    }
  );

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
    world.forgetCalls();
    // The value is not read for it.
    await world.run({
      ...KEY,
      'if-secret-exists': 'keep',
      'output-password': 'false',
      'secret-string-template': '{"username":"app_clone"}'
    });
    expect(world.operations()).toBe('DescribeSecret');
  });
});
