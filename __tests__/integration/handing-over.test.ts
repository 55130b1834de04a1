import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { read } from '../helpers/pages.js';
import { readFailure } from '../helpers/recording-cloud.js';
import { NAME, PRESENT, readWarnings, SecretWorld, type Given } from '../helpers/stored-secret.js';

/** What docs/handing-over.md says happens to the secret. */
let world: SecretWorld;

beforeAll(async () => {
  world = await SecretWorld.start();
});
afterAll(() => world.cloud.close());
beforeEach(() => {
  world.reset();
});

const KEEP = { 'if-secret-exists': 'keep' };
const ROTATE = { 'if-secret-exists': 'rotate' };
const TO_PENDING = { ...ROTATE, 'secret-version-stage': 'AWSPENDING' };
const RESTORE = { 'if-secret-missing': 'restore' };
/** What this action has stored, so that it masks it in pieces as well. */
const OURS = 'Stored-by-a-run-bef0re';

describe('the table of the page', () => {
  const [header = [], , ...rows] = /\| the secret +\|.*?\n\n/s
    .exec(read('docs/handing-over.md'))![0]
    .trim()
    .split('\n')
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim())
    );
  const modes = header.slice(1).map((cell) => /^`(\w+)`/.exec(cell)?.[1] ?? '');
  const states: Readonly<Record<string, readonly (() => void)[]>> = {
    'does not exist': [() => undefined],
    'has no value': [
      () => {
        world.createEmpty();
      }
    ],
    'has a password': [() => world.store(PRESENT)],
    'has a pending rotation': [() => world.storePending()],
    'is scheduled for deletion': [() => world.scheduleDeletion()],
    'belongs to AWS, or is a replica': [
      { owningService: 'rds' },
      { primaryRegion: 'us-east-1' }
    ].map((given) => () => {
      world.store(PRESENT);
      Object.assign(world.secret, given);
    })
  };

  const returns = async (inputs: Given, change: string): Promise<string> => {
    const before = world.versions();
    const result = await world.run(inputs);
    const password = world.expectPassword(result, change);
    expect(password).toBe(PRESENT);
    expect(result.outputs['secret-version-id']).toBe(world.holder('AWSCURRENT'));
    expect(world.versions()).toEqual(before);
    return password;
  };
  /** Stores a new password; the warnings of that run. */
  const stores = async (inputs: Given, change: string): Promise<readonly string[]> => {
    const before = world.versions();
    const result = await world.run(inputs);
    expect(world.expectPassword(result, change)).not.toBe(PRESENT);
    expect(world.versions()).toHaveLength(before.length + 1);
    const stage = change === 'pending' ? 'AWSPENDING' : 'AWSCURRENT';
    expect(world.holder(stage)).toBe(result.outputs['secret-version-id']);
    return readWarnings(result);
  };
  const fails = async (inputs: Given) => {
    await world.expectRefused(inputs, /secret/);
  };

  /** What each cell that the table prints means: every run of the mode, after the state is prepared anew. */
  const cells: Readonly<Record<string, (inputs: Given, prepare: () => void) => Promise<unknown>>> =
    {
      'is created': async (inputs) => {
        expect(await stores(inputs, 'created')).toEqual([]);
      },
      'is created, as AWSCURRENT even with `AWSPENDING`': async (inputs, prepare) => {
        await stores(inputs, 'created');
        world.reset();
        prepare();
        await stores(TO_PENDING, 'created');
      },
      'the run fails': fails,
      'gets its first password': (inputs) => stores(inputs, 'created'),
      'its password is returned': (inputs) => returns(inputs, 'none'),
      'the current password is returned': (inputs) => returns(inputs, 'none'),
      'gets a new version': async (inputs, prepare) => {
        await stores(inputs, 'rotated');
        world.reset();
        prepare();
        await stores(TO_PENDING, 'pending');
      },
      'to `AWSPENDING`: continues it; to `AWSCURRENT`: gets a new version, with a warning': async (
        inputs,
        prepare
      ) => {
        const pending = world.holder('AWSPENDING')!;
        const before = world.versions();
        const result = await world.run(TO_PENDING);
        world.expectPassword(result, 'resumed');
        expect(result.outputs['secret-version-id']).toBe(pending);
        expect(world.versions()).toEqual(before);
        world.reset();
        prepare();
        expect(await stores(inputs, 'rotated')).toEqual([expect.stringContaining('still pending')]);
      },
      'fails, or `if-secret-missing: restore`': async (inputs) => {
        await fails(inputs);
        if (inputs['if-secret-exists'] === 'keep')
          await returns({ ...inputs, ...RESTORE }, 'restored');
        else await stores({ ...inputs, ...RESTORE }, 'rotated');
        expect(world.secret.deletionAt).toBeUndefined();
      }
    };

  test('has the states and the modes that are tried here', () => {
    expect(rows.map(([state]) => state)).toEqual(Object.keys(states));
    expect(modes).toEqual(['fail', 'keep', 'rotate']);
    expect([...new Set(rows.flatMap((row) => row.slice(1)))].sort()).toEqual(
      Object.keys(cells).sort()
    );
  });

  test.each(
    rows.flatMap(([state = '', ...row]) =>
      row.map((cell, at) => [state, modes[at]!, cell] as const)
    )
  )('the secret %s, %s: %s', async (state, mode, cell) => {
    for (const prepare of states[state]!) {
      world.reset();
      prepare();
      await cells[cell]!({ 'if-secret-exists': mode }, prepare);
    }
  });
});

describe('secret-change', () => {
  // docs/handing-over.md: "**`secret-change`** says what a run did: `created`, `rotated`, `pending` (stored as `AWSPENDING`), `resumed` (returned the password that another run has stored, as a pending rotation or at the same time), `restored`, or `none`."
  // docs/handing-over.md: "A credential that has changed is also a notice on the page of the run."
  test.each<[string, Given, () => unknown, boolean]>([
    ['created', ROTATE, () => undefined, true],
    ['rotated', ROTATE, () => world.store(PRESENT), true],
    ['pending', TO_PENDING, () => world.store(PRESENT), true],
    ['resumed', TO_PENDING, () => world.storePending(), false],
    [
      'resumed',
      ROTATE,
      () => {
        world.store(PRESENT);
        world.before('UpdateSecretVersionStage', () => world.storeOurs(OURS));
      },
      false
    ],
    ['restored', { ...KEEP, ...RESTORE }, () => world.scheduleDeletion(), false],
    ['none', KEEP, () => world.store(PRESENT), false]
  ])('%s with %j', async (change, inputs, prepare, isNotice) => {
    prepare();
    const { annotations, outputs } = await world.run(inputs);
    expect(outputs['secret-change']).toBe(change);
    expect(annotations.some(({ level }) => level === 'notice')).toBe(isNotice);
  });
});

describe('a run that died after its store', () => {
  // docs/handing-over.md: "A run with `rotate` that died after its store rotates again when it is started again, unless it rotates to `AWSPENDING`; `rotate-after-days` prevents that."
  test.each<[Given, string]>([
    [ROTATE, 'rotated'],
    [TO_PENDING, 'resumed'],
    [{ ...ROTATE, 'rotate-after-days': '1' }, 'none']
  ])('with %j is %s when it is started again', async (inputs, change) => {
    const id = world.store(PRESENT);
    const version = world.secret.versions.get(id)!;
    const createdAt = Date.now() - 30 * 86_400_000;
    world.secret.versions.set(id, { ...version, createdAt });
    const died = await world.run(inputs);
    const again = await world.run(inputs);
    expect(again.outputs['secret-change']).toBe(change);
    expect(again.outputs['secret-version-id'] === died.outputs['secret-version-id']).toBe(
      change !== 'rotated'
    );
  });
});

describe('a rotation with a test of the login', () => {
  /** What the database accepts. */
  let accepted: string;
  const read = async (stage = 'AWSCURRENT') =>
    (await world.run({ ...KEEP, 'if-secret-missing': 'fail', 'secret-version-stage': stage }))
      .outputs;
  const rotate = async () =>
    (await world.run({ ...TO_PENDING, 'if-secret-missing': 'fail' })).outputs;
  beforeEach(() => {
    world.store(PRESENT);
    accepted = PRESENT;
  });

  // docs/handing-over.md: "If a step fails, the later ones do not run, and `AWSCURRENT` is still the old password."
  // docs/handing-over.md: "the pending password is returned again, the database gets it again, and it is promoted."
  // docs/handing-over.md: "Nothing has to be cleaned up by hand."
  test('goes on where it stopped, before the change of the database or after it', async () => {
    for (const isChanged of [false, true]) {
      const current = (await read())['password'];
      const stopped = await rotate();
      if (isChanged) accepted = stopped['password']!;
      expect((await read())['password']).toBe(current);
      const again = await rotate();
      expect(again).toEqual({ ...stopped, 'secret-change': 'resumed' });
      accepted = again['password']!;
      expect((await world.promote(again['secret-version-id'])).exitCode).toBe(0);
      expect((await read())['password']).toBe(accepted);
      expect(world.holder('AWSPENDING')).toBeUndefined();
    }
  });

  // docs/handing-over.md: "**Run again after it finished:** another rotation."
  // docs/handing-over.md: "Re-running an old job promotes nothing: `promote` refuses a version that is not pending."
  test('is another one after it has finished, and an old promotion changes nothing', async () => {
    const first = await rotate();
    await world.promote(first['secret-version-id']);
    const second = await rotate();
    expect(second['secret-change']).toBe('pending');
    expect(second['password']).not.toBe(first['password']);
    await world.promote(second['secret-version-id']);
    const before = world.versions();
    expect(readFailure(await world.promote(first['secret-version-id']))).toContain(
      first['secret-version-id']!
    );
    expect(world.versions()).toEqual(before);
  });

  // docs/handing-over.md: "Or give the database the password of `AWSCURRENT` again, and end the rotation as under _Pending_ below."
  // docs/handing-over.md: "To end one that nobody will promote, take the label off:"
  test('can be given up: the label is taken off, and the next one is new', async () => {
    const given = await rotate();
    accepted = given['password']!;
    accepted = (await read())['password']!;
    world.moveLabel('AWSPENDING', given['secret-version-id']);
    expect(readFailure(await world.promote(given['secret-version-id']))).toContain(
      'is not pending'
    );
    expect((await read())['password']).toBe(accepted);
    const next = await rotate();
    expect(next['secret-change']).toBe('pending');
    expect(next['password']).not.toBe(given['password']);
  });

  // docs/handing-over.md: "**Undo it:** read the old password with `if-secret-exists: keep` and `secret-version-stage: AWSPREVIOUS`, give it to the database as above, and promote the `secret-version-id` of that step with `if-not-pending: promote`."
  test('is undone by the version that was current before, in so many words', async () => {
    const next = await rotate();
    await world.promote(next['secret-version-id']);
    const previous = await read('AWSPREVIOUS');
    expect(previous['password']).toBe(PRESENT);
    accepted = previous['password']!;
    const id = previous['secret-version-id'];
    expect((await world.promote(id)).exitCode).toBe(1);
    const undone = await world.promote(id, { 'if-not-pending': 'promote' });
    expect(undone.exitCode).toBe(0);
    expect((await read())['password']).toBe(accepted);
  });

  // docs/handing-over.md: "`if-secret-missing: fail` stops a rotation whose `secret-id` is misspelled: a secret that does not exist would be created, with AWSCURRENT, and no database would have its password."
  test('of a name that is misspelled is stopped by if-secret-missing: fail, and creates it without', async () => {
    const inputs = { ...TO_PENDING, 'secret-id': `${NAME}-misspelled` };
    await world.expectRefused({ ...inputs, 'if-secret-missing': 'fail' }, /does not exist/);
    expect((await world.run(inputs)).outputs['secret-change']).toBe('created');
  });
});

describe('a secret that is provided once', () => {
  // docs/handing-over.md: "The first run generates the password and stores it in Secrets Manager."
  // docs/handing-over.md: "Each later run gets the same one, masked."
  // docs/handing-over.md: "Another job reads it there too: by the secret's name, with `if-secret-exists: keep` and `if-secret-missing: fail`, which only reads."
  test('has the same password in each later run and job, which stores nothing', async () => {
    const password = world.expectPassword(await world.run(KEEP), 'created');
    world.forgetCalls();
    const reader = { ...KEEP, 'if-secret-missing': 'fail' };
    for (const inputs of [KEEP, reader])
      expect(world.expectPassword(await world.run(inputs), 'none')).toBe(password);
    expect(world.operations()).toBe('GetSecretValue GetSecretValue');
    expect(world.versions()).toHaveLength(1);
  });
});
