import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { evaluatePolicy, parsePolicy, type IamPolicy } from '../../emulator/aws/iam-policy.js';
import { jobOutput } from '../../emulator/runner/job-output.js';
import { listenOnLoopback } from '../../emulator/loopback.js';
import { ServiceError } from '../../emulator/service.js';
import { readFailure } from '../helpers/recording-cloud.js';
import {
  expectHidden,
  NAME,
  PREFIX,
  PRESENT,
  readWarnings,
  SecretWorld,
  type Given
} from '../helpers/stored-secret.js';
import { isAll } from '../helpers/test-all.js';

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
const DECISIONS = ['fail', 'keep', 'rotate'] as const;
const KEY = { 'generate-string-key': 'password' };
const TEMPLATE = {
  ...KEY,
  'secret-string-template': '{"username":"app","port":5432.0,"password":"old"}'
};
const filled = (password: string): string =>
  `{"username":"app","port":5432.0,"password":${JSON.stringify(password)}}`;
/** A secret as Terraform or a person writes it; numbers over 2^53, a key that stands twice. */
const json = (password: string): string =>
  `{\n  "host" : "db.example.com",\n  "n": 12345678901234567890,"password" : ${JSON.stringify(password)},\n  "n": 1.0 }\n`;

const ids: Readonly<Record<string, () => string>> = {
  'its name': () => NAME,
  'its ARN': () => world.secret.arn,
  'its ARN without the suffix': () => PREFIX + NAME
};

describe('a secret that is missing', () => {
  test.each(DECISIONS)('is created with %s', async (decision) => {
    const result = await world.run({ 'if-secret-exists': decision });
    const password = world.expectPassword(result, 'created');
    const id = result.outputs['secret-version-id']!;
    expect(world.bodies('CreateSecret')).toEqual([
      { Name: NAME, ClientRequestToken: id, SecretString: password }
    ]);
    expect(world.versions()).toEqual([[id, password, 'AWSCURRENT']]);
    expect(result.annotations).toEqual([
      expect.objectContaining({
        level: 'notice',
        message: `Stored the password as version ${id} of ${world.secret.arn}, the first one of the secret: it is AWSCURRENT.`
      })
    ]);
  });

  test.each([
    '1234abcd-12ab-34cd-56ef-1234567890ab',
    'arn:aws:kms:eu-west-1:210987654321:key/mrk-1234abcd12ab34cd56ef1234567890ab',
    'alias/app'
  ])('is encrypted with the key %s, described and tagged', async (key) => {
    const inputs = {
      'kms-key-id': key,
      'secret-description': 'of the shop',
      'secret-tags': 'team=shop\ncost centre=7'
    };
    world.expectPassword(await world.run(inputs), 'created');
    expect(world.secret).toMatchObject({
      kmsKeyId: key,
      description: 'of the shop',
      tags: [
        { Key: 'team', Value: 'shop' },
        { Key: 'cost centre', Value: '7' }
      ]
    });
  });

  test('starts as AWSCURRENT, as there is no current password, when AWSPENDING is asked for', async () => {
    world.expectPassword(await world.run(TO_PENDING), 'created');
    expect(world.versions()).toEqual([[expect.any(String), expect.any(String), 'AWSCURRENT']]);
  });

  test('is created under a name that ends like an ARN, with a warning', async () => {
    const result = await world.run({ 'secret-id': 'app-abc123' });
    const arn = result.outputs['secret-arn']!;
    expect(readWarnings(result)).toEqual([
      `The name of the secret app-abc123 ends in a hyphen and six characters, like an ARN. Name it by its whole ARN everywhere, because a part of an ARN may mean another secret: ${arn}`
    ]);
    const kept = await world.run({ ...KEEP, 'secret-id': 'app-abc123' });
    expect([kept.outputs['secret-arn'], kept.annotations]).toEqual([arn, []]);
  });

  test.each(DECISIONS)('is not created with %s where it cannot be', async (decision) => {
    for (const arn of [`${PREFIX}${NAME}-AbCdEf`, PREFIX + NAME]) {
      await world.expectRefused(
        { 'secret-id': arn, 'if-secret-exists': decision },
        `The secret ${arn} does not exist. An ARN names a secret that exists; set secret-id to a name to create one.`
      );
    }
    await world.expectRefused(
      { 'secret-id': 'rds!db-1', 'if-secret-exists': decision },
      /^The secret rds!db-1 does not exist, and a name with an exclamation mark belongs to a secret that an AWS service creates\./
    );
  });

  test.each([KEEP, ROTATE, { ...KEEP, 'output-password': 'false' }])(
    'is not created with if-secret-missing: fail and %j',
    async (inputs) => {
      await world.expectRefused(
        { ...inputs, 'if-secret-missing': 'fail' },
        /^The secret app\/db does not exist in eu-west-1\. Correct secret-id or aws-region/
      );
    }
  );
});

describe('a secret that exists', () => {
  describe.each(Object.keys(ids))('under %s', (form) => {
    test.each([{}, { 'if-secret-exists': 'fail' }])('stays as it is with %j', async (inputs) => {
      world.store(PRESENT);
      await world.expectRefused(
        { 'secret-id': ids[form]!(), ...inputs },
        /^The secret \S+ exists already and if-secret-exists is fail, so nothing is changed\. Set if-secret-exists to keep .* or to rotate/
      );
    });

    test('is returned with keep, and nothing is generated', async () => {
      const id = world.store(PRESENT);
      const result = await world.run({ 'secret-id': ids[form]!(), ...KEEP });
      expect(world.expectPassword(result, 'none')).toBe(PRESENT);
      expect(result.outputs['secret-version-id']).toBe(id);
      expect(result.log).toContain(
        `Kept the existing password, version ${id} of ${world.secret.arn}.`
      );
      expect(world.operations()).toBe('GetSecretValue');
      expect(world.bodies('GetSecretValue')).toEqual([
        { SecretId: ids[form]!(), VersionStage: 'AWSCURRENT' }
      ]);
    });

    // docs/handing-over.md: "Each stores its version under the label `aws-random-password`"
    test('gets one new version with rotate, by a conditional move', async () => {
      const id = world.store(PRESENT);
      const SecretId = ids[form]!();
      const result = await world.run({ 'secret-id': SecretId, ...ROTATE });
      const password = world.expectPassword(result, 'rotated');
      const next = result.outputs['secret-version-id']!;
      expect(world.bodies('PutSecretValue')).toEqual([
        {
          SecretId,
          ClientRequestToken: next,
          SecretString: password,
          VersionStages: ['aws-random-password']
        }
      ]);
      expect(world.bodies('UpdateSecretVersionStage')).toEqual([
        { SecretId, VersionStage: 'AWSCURRENT', RemoveFromVersionId: id, MoveToVersionId: next }
      ]);
      expect(world.versions()).toEqual([
        [id, PRESENT, 'AWSPREVIOUS'],
        [next, password, 'AWSCURRENT']
      ]);
      expect(result.log).toContain(`Storing version ${next} of the secret ${SecretId}.`);
      expect(result.log).toContain(
        `Rotated the password: version ${next} of ${world.secret.arn} is AWSCURRENT.`
      );
    });
  });

  test.each(['fail', 'rotate', 'keep'])(
    'keeps its KMS key, description and tags with %s',
    async (decision) => {
      world.store(PRESENT, 'AWSCURRENT', { KmsKeyId: 'alias/theirs' });
      const result = await world.run({
        'if-secret-exists': decision,
        'kms-key-id': 'k-1',
        'secret-description': 'mine',
        'secret-tags': 'team=mine'
      });
      expect(result.exitCode).toBe(decision === 'fail' ? 1 : 0);
      expect(world.secret).toMatchObject({ kmsKeyId: 'alias/theirs', tags: [] });
      expect(world.secret.description).toBeUndefined();
      const bodies = world.calls().filter(({ service }) => service === 'secretsmanager');
      expect(JSON.stringify(bodies.map(({ body }) => body))).not.toMatch(
        /KmsKeyId|Description|Tags/
      );
    }
  );

  test('is read under each label with keep', async () => {
    const previous = world.store('Prev1ous-password');
    const current = world.store(PRESENT);
    const pending = world.store('Pend1ng-password', 'AWSPENDING');
    for (const [stage, id] of Object.entries({
      AWSPREVIOUS: previous,
      AWSCURRENT: current,
      AWSPENDING: pending
    })) {
      const result = await world.run({ ...KEEP, 'secret-version-stage': stage });
      world.expectPassword(result, 'none');
      expect(result.outputs['secret-version-id']).toBe(id);
    }
    expect(world.operations()).toBe('GetSecretValue GetSecretValue GetSecretValue');
    // A policy may allow a value by its label only, which a call must name then.
    await world.run(TO_PENDING);
    expect(
      (world.bodies('GetSecretValue') as readonly Given[]).map(({ VersionStage }) => VersionStage)
    ).toEqual(['AWSPREVIOUS', 'AWSCURRENT', 'AWSPENDING', 'AWSCURRENT', 'AWSPENDING']);
  });

  test.each(['AWSPENDING', 'AWSPREVIOUS'])(
    'without %s gets nothing in its place',
    async (stage) => {
      world.store(PRESENT);
      await world.expectRefused(
        { ...KEEP, 'secret-version-stage': stage },
        new RegExp(
          `^The secret app/db has no version with the label ${stage} \\(.*\\), so there is no`
        )
      );
      expect(world.operations()).not.toContain('GetRandomPassword');
    }
  );

  test('with a password that the inputs would not give is returned with a warning', async () => {
    world.store('0nly-17-qwzxvkplmj');
    const plain = await world.run(KEEP);
    expect([plain.outputs['password'], plain.annotations]).toEqual(['0nly-17-qwzxvkplmj', []]);
    for (const [inputs, why] of [
      [{ 'password-length': '20' }, 'it has 18 characters instead of 20'],
      [{ 'exclude-punctuation': 'true' }, 'it contains an excluded character'],
      [{ preset: 'alphanumeric' }, 'it contains an excluded character'],
      [{ 'require-each-included-type': 'true' }, 'it contains no uppercase']
    ] as const) {
      const result = await world.run({ ...KEEP, ...inputs });
      expect(readWarnings(result)).toEqual([
        `The existing password of the secret app/db does not satisfy the inputs: ${why}. It is returned as it is; if-secret-exists: rotate stores a new one.`
      ]);
      expect(result.outputs['password']).toBe('0nly-17-qwzxvkplmj');
    }
    // The length that a new password would get by default is nothing that the existing one must have.
    expect((await world.run({ ...KEEP, preset: 'rds-postgres' })).annotations).toEqual([]);
  });
});

describe('a secret without a value', () => {
  test('is refused with fail, which tells what gives it one', async () => {
    world.createEmpty();
    await world.expectRefused(
      {},
      'The secret app/db exists already, without a value, and if-secret-exists is fail, so nothing is changed. Set if-secret-exists to keep, which stores its first password.'
    );
  });

  test('is not written with keep and if-secret-missing: fail', async () => {
    world.createEmpty();
    await world.expectRefused(
      { ...KEEP, 'if-secret-missing': 'fail' },
      /^The secret app\/db has no version with the label AWSCURRENT/
    );
  });

  test.each([
    KEEP,
    ROTATE,
    TO_PENDING,
    { ...ROTATE, 'rotate-after-days': '30' },
    { ...ROTATE, 'if-secret-missing': 'fail' }
  ])('gets its first with %j', async (inputs) => {
    world.createEmpty();
    const result = await world.run({ ...inputs, ...TEMPLATE });
    const password = world.expectPassword(result, 'created', filled);
    expect(world.versions()).toEqual([[expect.any(String), filled(password), 'AWSCURRENT']]);
    expect(world.operations()).not.toContain('Update');
  });
});

describe('a secret that is scheduled for deletion', () => {
  test.each(DECISIONS)('is refused with %s', async (decision) => {
    world.scheduleDeletion();
    await world.expectRefused(
      { 'if-secret-exists': decision },
      'The secret app/db is scheduled for deletion, so nothing is changed. Set if-secret-missing to restore (with if-secret-exists keep or rotate), or choose another name.'
    );
  });

  test('is refused where another version than the current one is to be read', async () => {
    world.scheduleDeletion();
    for (const stage of ['AWSPENDING', 'AWSPREVIOUS']) {
      await world.expectRefused(
        { ...KEEP, 'secret-version-stage': stage },
        'The secret app/db is scheduled for deletion, so nothing is changed. Restore it first (aws secretsmanager restore-secret), or correct secret-id.'
      );
    }
  });

  test('is restored with keep, where that is asked for', async () => {
    const id = world.scheduleDeletion();
    const result = await world.run({ ...KEEP, 'if-secret-missing': 'restore' });
    expect(world.expectPassword(result, 'restored')).toBe(PRESENT);
    expect(world.secret.deletionAt).toBeUndefined();
    expect(world.versions()).toEqual([[id, PRESENT, 'AWSCURRENT']]);
    expect(world.operations()).toContain('RestoreSecret');
  });

  test('is restored with rotate, and then rotated', async () => {
    const id = world.scheduleDeletion();
    const password = world.expectPassword(
      await world.run({ ...ROTATE, 'if-secret-missing': 'restore' }),
      'rotated'
    );
    expect(world.versions()).toEqual([
      [id, PRESENT, 'AWSPREVIOUS'],
      [expect.any(String), password, 'AWSCURRENT']
    ]);
  });

  test('or missing: restore creates what there is not', async () => {
    world.expectPassword(await world.run({ ...KEEP, 'if-secret-missing': 'restore' }), 'created');
    expect(world.operations()).not.toContain('RestoreSecret');
  });

  test('by force, so that its name is still taken, is told as such', async () => {
    const restore = { ...KEEP, 'if-secret-missing': 'restore' };
    for (const [at, inputs] of [{}, KEEP, ROTATE, restore].entries()) {
      // The names of the other tests stay free.
      const Name = `forced/${at}`;
      const { secrets } = world.cloud;
      secrets.create({ Name, ClientRequestToken: 'f'.repeat(32), SecretString: PRESENT });
      secrets.delete(secrets.find(Name)!, { ForceDeleteWithoutRecovery: true });
      const failure = readFailure(await world.run({ ...inputs, 'secret-id': Name }));
      expect(failure).toMatch(
        /^A secret named \S+ is being deleted, and its name is taken until AWS has finished\. Wait some minutes and run the job again, or choose another name\./
      );
      expect(failure).toMatch(/Version \S+ of \S+ is not stored\./);
      expect(world.operations()).not.toMatch(/Restore|Put/);
    }
  });

  test('is restored while reads lag', async () => {
    world.scheduleDeletion();
    world.before('RestoreSecret', () => {
      world.cloud.secrets.laggingReads = 2;
    });
    const result = await world.run({ ...KEEP, 'if-secret-missing': 'restore' });
    expect(world.expectPassword(result, 'restored')).toBe(PRESENT);
  });
});

describe('a JSON secret', () => {
  test.each(['fail', 'keep', 'rotate'])(
    'is created from the template with %s',
    async (decision) => {
      const result = await world.run({ ...TEMPLATE, 'if-secret-exists': decision });
      world.expectPassword(result, 'created', filled);
    }
  );

  test('is created of the key alone', async () => {
    world.expectPassword(await world.run(KEY), 'created', (password) =>
      JSON.stringify({ password })
    );
  });

  // docs/handing-over.md: "every other byte of the secret stays"
  test('keeps everything but its key with rotate', async () => {
    world.store(json('Old-pass-word-1'));
    world.expectPassword(await world.run({ ...ROTATE, ...KEY }), 'rotated', json);
  });

  // docs/handing-over.md: "`rotate` replaces that key and the keys of `secret-string-template`"
  test('gets the keys of the template with rotate, and keeps the others', async () => {
    world.store('{"password":"Old/pass-word-1", "url":"pg://app:Old%2Fpass-word-1@db","n":1.00}');
    const result = await world.run({
      ...ROTATE,
      ...KEY,
      'secret-string-template':
        '{"url":"pg://app:{{password-url-encoded}}@db", "plain": ["{{password}}"], "m": 2.50}'
    });
    world.expectPassword(
      result,
      'rotated',
      (password) =>
        `{"password":${JSON.stringify(password)}, "url":"pg://app:${result.outputs['password-url-encoded']!}@db","n":1.00,"plain":[${JSON.stringify(password)}],"m":2.50}`
    );
  });

  test.each([
    ['null', '{"password":null}'],
    ['a number', '{"password":12}'],
    ['false', '{"password":false}'],
    ['an empty string', '{"password":""}'],
    ['nothing', '{}']
  ])('may have %s under the key with rotate', async (_, value) => {
    world.store(value);
    world.expectPassword(await world.run({ ...ROTATE, ...KEY }), 'rotated', (password) =>
      JSON.stringify({ password })
    );
  });

  test.each([
    ['{"password":{"value":"x"}}', 'has an object or array under the key "password"'],
    ['{"password":["x"]}', 'has an object or array under the key "password"'],
    [
      '{"password":"Old/pass-1","url":"pg://app:Old%2Fpass-1@db","copy":[{"x":"Old/pass-1"}]}',
      'contains the old password under other keys too: "url", "copy". Set secret-string-template'
    ],
    [
      '{"password":"old","url":"pg://app:old@db"}',
      'contains the old password under other keys too: "url".'
    ]
  ])('%s is refused with rotate and the key alone', async (value, message) => {
    world.store(value);
    await world.expectRefused({ ...ROTATE, ...KEY }, new RegExp(escape(message)));
  });

  test.each([
    ['{"user":"a","secret":"Vb6!present-Hn3"}', 'has no key "password"', '"user", "secret"'],
    ['{"password":""}', 'has an empty string under the key "password"', '"password"'],
    ['{"password":123456789}', 'has no string under the key "password"', '"password"'],
    ['{"password":{"value":"Vb6!present-Hn3"}}', 'has no string under the key', '"password"'],
    ['{}', 'has no key "password"', '(none)']
  ])('%s is refused with keep', async (value, message, keys) => {
    world.store(value);
    const { stdout } = await world.expectRefused(
      { ...KEEP, ...KEY },
      new RegExp(
        `^The secret app/db ${escape(message)}.*its keys are ${escape(keys)}\\. Set generate`
      )
    );
    expect(stdout).not.toContain('present');
  });

  test.each<[string, boolean, (value: string) => void]>([
    [
      'this action stored for the key',
      true,
      (value) => world.storeOurs(value, 'AWSCURRENT', 'password')
    ],
    [
      'this action stored for another key',
      false,
      (value) => world.storeOurs(value, 'AWSCURRENT', 'admin')
    ],
    ['somebody else stored', false, (value) => world.store(value)]
  ])('that %s is masked in pieces: %s', async (_, hasPieces, store) => {
    const password = 'orders-production-2026';
    store(json(password));
    const result = await world.run({ ...KEEP, ...KEY });
    expect(result.outputs['password']).toBe(password);
    expect(result.masks).toContain(password);
    const pieces = result.masks.filter((mask) => mask !== password && password.includes(mask));
    expect(pieces.length > 0).toBe(hasPieces);
  });

  test('has its last value under a key that stands twice', async () => {
    world.store('{"password":"First-password","\\u0070assword":"Last-password"}');
    const result = await world.run({ ...KEEP, ...KEY });
    expect(result.outputs['password']).toBe('Last-password');
    expectHidden(result, 'Last-password', false);
  });
});

describe('a value of another kind', () => {
  test.each([KEEP, ROTATE, TO_PENDING])(
    'is neither returned nor flattened with %j',
    async (mode) => {
      for (const [value, inputs, message] of [
        [
          '{"host":"db.example.com","password":"Vb6!present-Hn3"}',
          {},
          /^The secret app\/db is a JSON object with the keys "host", "password", not a plain password\. Set generate-string-key to the key of the password\.$/
        ],
        ['["Vb6!present-Hn3"]', {}, /^The secret app\/db is a JSON array, which has no key/],
        [Buffer.from('Vb6!present-Hn3'), {}, /^The secret app\/db has a binary value/],
        [Buffer.from('Vb6!present-Hn3'), KEY, /^The secret app\/db has a binary value/],
        [
          'Vb6!present-Hn3',
          KEY,
          /^generate-string-key is "password", but the secret app\/db is plain text, not JSON \(line 1, column 1: a letter\)\. Convert it once: store its password in an object such as \{"password": "…"\}/
        ],
        ['["Vb6!present-Hn3"]', KEY, /but the secret app\/db is a JSON array, not a JSON object/],
        ['null', TEMPLATE, /is plain text/]
      ] as const) {
        world.reset();
        world.store(value);
        const { stdout } = await world.expectRefused({ ...mode, ...inputs }, message);
        expect(stdout).not.toContain('present-');
      }
    }
  );

  test.each(['42', '"quoted"', 'true', '{ not JSON'])(
    '%s is a password like any other',
    async (value) => {
      world.store(value);
      expect((await world.run(KEEP)).outputs['password']).toBe(value);
      world.expectPassword(await world.run(ROTATE), 'rotated');
    }
  );
});

describe('a rotation to AWSPENDING', () => {
  test('leaves the current password as it is, and its notice says so', async () => {
    const id = world.store(PRESENT);
    const result = await world.run(TO_PENDING);
    const password = world.expectPassword(result, 'pending');
    const next = result.outputs['secret-version-id']!;
    expect(world.versions()).toEqual([
      [id, PRESENT, 'AWSCURRENT'],
      [next, password, 'AWSPENDING']
    ]);
    expect(world.bodies('UpdateSecretVersionStage')).toEqual([
      { SecretId: NAME, VersionStage: 'AWSPENDING', MoveToVersionId: next }
    ]);
    expect(result.annotations).toEqual([
      expect.objectContaining({
        level: 'notice',
        message: `Stored the new password as version ${next} of ${world.secret.arn}. It is AWSPENDING: the old one stays current until the promote action moves AWSCURRENT.`
      })
    ]);
  });

  // docs/handing-over.md: "so that a rotation that was cut off goes on"
  test('resumes the pending one by default, without a new version', async () => {
    const [old, pending] = world.storePending();
    for (const inputs of [{}, { 'if-rotation-pending': 'resume' }, { 'rotate-after-days': '30' }]) {
      const result = await world.run({ ...TO_PENDING, ...inputs });
      expect(world.expectPassword(result, 'resumed')).toBe('Pending-4-promotion');
      expect(result.outputs['secret-version-id']).toBe(pending);
      // One line, and nothing of the password that was drawn beside the looks.
      const lines = result.log.split('\n').filter((line) => /^(?!##).*(version |bits)/.test(line));
      expect(lines).toEqual([
        expect.stringMatching(
          new RegExp(
            `^Went on with the password of another run, version ${pending} of ${world.secret.arn}, stored a moment ago \\(\\S+ \\S+ UTC\\)\\. No new password was stored\\.$`
          )
        )
      ]);
    }
    expect(world.versions().map(([id]) => id)).toEqual([old, pending]);
    expect(world.operations()).not.toMatch(/Put|Update/);
  });

  // docs/handing-over.md: "`replace` stores a new password in its place, with a warning that names the old version"
  test('replaces the pending one when told to, with a warning that names it', async () => {
    const [old, pending] = world.storePending();
    const result = await world.run({ ...TO_PENDING, 'if-rotation-pending': 'replace' });
    const password = world.expectPassword(result, 'pending');
    expect(world.versions()).toEqual([
      [old, PRESENT, 'AWSCURRENT'],
      [pending, 'Pending-4-promotion', ''],
      [expect.any(String), password, 'AWSPENDING']
    ]);
    expect(readWarnings(result)).toEqual([
      `Version ${pending} of the secret app/db was pending and is replaced (if-rotation-pending: replace). If that rotation had changed its target already, the target has a password that no label points to.`
    ]);
  });

  // docs/handing-over.md: "with a warning that names the old version; `fail` fails."
  test('fails on a pending one when told to', async () => {
    const [, pending] = world.storePending();
    await world.expectRefused(
      { ...TO_PENDING, 'if-rotation-pending': 'fail' },
      `A rotation of the secret app/db is pending: version ${pending} is AWSPENDING, and if-rotation-pending is fail. Promote it, or set if-rotation-pending to resume (returns its password) or to replace.`
    );
  });

  test('resumes no password that the inputs would not give', async () => {
    const [, pending] = world.storePending();
    await world.expectRefused(
      { ...TO_PENDING, 'exclude-punctuation': 'true' },
      `Version ${pending} of the secret app/db is pending and does not satisfy the inputs: it contains an excluded character. Change the inputs, or set if-rotation-pending to replace, which stores a new password in its place.`
    );
  });

  test('of another key is refused, and is not brought forward by this one', async () => {
    world.store(JSON.stringify({ password: 'One-password-1', other: 'Old' }));
    const pending = world.storeOurs(
      JSON.stringify({ password: 'One-password-1', other: 'New' }),
      'AWSPENDING',
      'other'
    );
    await world.expectRefused(
      { ...TO_PENDING, ...KEY },
      new RegExp(
        `^A rotation of another key of the secret app/db is pending: version ${pending} is AWSPENDING\\. `
      )
    );
  });

  test('is superseded by a rotation, although somebody has put another version since', async () => {
    const stale = 'Pending-4-promotion';
    world.store(json(PRESENT));
    const base = world.holder('AWSCURRENT');
    const pending = world.storeOurs(json(stale), 'AWSPENDING', 'password');
    world.storeOurs(json('Rotated-since-5'), 'AWSCURRENT', 'password');
    world.store(json('Rotated-since-5').replace('1.0', '2'));
    const result = await world.run({ ...TO_PENDING, ...KEY });
    expect(result.outputs['secret-change']).toBe('pending');
    expect(result.outputs['password']).not.toBe(stale);
    expect(readWarnings(result).join()).toContain(pending);
    expect(world.holder('AWSPENDING')).toBe(result.outputs['secret-version-id']);
    expect(world.versions().map(([id]) => id)).toContain(base);
  });

  test.each([
    [json('Same-password-1').replace('1.0', '2'), json('Same-password-1'), KEY],
    ['Same-password-1', 'Same-password-1', {}]
  ])('does not resume a rotation of something else', async (pending, current, inputs) => {
    world.store(current);
    const id = world.store(pending, 'AWSPENDING');
    await world.expectRefused(
      { ...TO_PENDING, ...inputs },
      new RegExp(
        `^A rotation of the secret app/db is pending that does not change this password: version ${id} is AWSPENDING`
      )
    );
  });

  // docs/handing-over.md: "A finished or rolled-back rotation is never resumed"
  test.each<[string, () => void]>([
    [
      'finished',
      () => {
        const [old, pending] = world.storePending();
        world.moveLabel('AWSCURRENT', old, pending);
      }
    ],
    [
      'rolled back',
      () => {
        const [old, pending] = world.storePending();
        world.moveLabel('AWSCURRENT', old, pending);
        world.moveLabel('AWSCURRENT', pending, old);
      }
    ]
  ])('resumes none that is %s, but moves the label on', async (_, prepare) => {
    prepare();
    const current = world.holder('AWSCURRENT');
    const result = await world.run(TO_PENDING);
    world.expectPassword(result, 'pending');
    expect(world.holder('AWSPENDING')).toBe(result.outputs['secret-version-id']);
    expect(world.holder('AWSCURRENT')).toBe(current);
  });

  // docs/handing-over.md: "refuses to touch a rotation of AWS that has no value yet"
  test.each(['resume', 'replace'])(
    'with %s waits for no rotation of AWS that has just begun',
    async (choice) => {
      world.store(PRESENT);
      const id = 'f'.repeat(36);
      world.cloud.secrets.beginRotation(world.secret, id);
      await world.expectRefused(
        { ...TO_PENDING, 'if-rotation-pending': choice },
        `A rotation of the secret app/db by AWS is in progress: version ${id} is AWSPENDING and has no value yet. Wait until it is finished, or take AWSPENDING off that version if it never will be.`
      );
    }
  );

  test('of JSON takes the rest from what is current', async () => {
    world.store(json('Old-pass-word-1'));
    world.expectPassword(await world.run({ ...TO_PENDING, ...KEY }), 'pending', json);
  });
});

describe('a rotation to AWSCURRENT', () => {
  test('while another is pending warns that promoting it would undo this one', async () => {
    const [, pending] = world.storePending();
    const result = await world.run(ROTATE);
    world.expectPassword(result, 'rotated');
    expect(readWarnings(result)).toEqual([
      `Version ${pending} of the secret app/db is still pending: promote refuses it from now on, because it was made before this rotation, and its workflow, run again, goes on from here. Unless it is still needed, take AWSPENDING off it: ` +
        `run "aws secretsmanager update-secret-version-stage --region eu-west-1 --secret-id app/db --version-stage AWSPENDING --remove-from-version-id ${pending}".`
    ]);
    expect(world.holder('AWSPENDING')).toBe(pending);
  });

  test('while one of another tool is pending warns that promoting it would undo this one', async () => {
    world.store(PRESENT);
    const pending = world.store('Pending-4-promotion', 'AWSPENDING');
    const result = await world.run(ROTATE);
    world.expectPassword(result, 'rotated');
    expect(readWarnings(result)).toEqual([
      expect.stringContaining(
        `Version ${pending} of the secret app/db is still pending: promoting it would undo this rotation.`
      )
    ]);
    expect(world.holder('AWSPENDING')).toBe(pending);
  });

  test('takes AWSPENDING off the version that it displaces', async () => {
    const [old, finished] = world.storePending();
    world.moveLabel('AWSCURRENT', old, finished);
    const result = await world.run(ROTATE);
    expect(world.versions()).toEqual([
      [old, PRESENT, ''],
      [finished, 'Pending-4-promotion', 'AWSPREVIOUS'],
      [result.outputs['secret-version-id'], result.outputs['password'], 'AWSCURRENT']
    ]);
    expect(result.annotations.map(({ level }) => level)).toEqual(['notice']);
  });

  // It would look pending once it has no other label.
  test('takes AWSPENDING off a version that was rolled back', async () => {
    const [old, rolledBack] = world.storePending();
    world.moveLabel('AWSCURRENT', old, rolledBack);
    world.moveLabel('AWSCURRENT', rolledBack, old);
    const result = await world.run(ROTATE);
    expect(world.versions()).toEqual([
      [old, PRESENT, 'AWSPREVIOUS'],
      [rolledBack, 'Pending-4-promotion', ''],
      [result.outputs['secret-version-id'], result.outputs['password'], 'AWSCURRENT']
    ]);
    expect(readWarnings(result)).toEqual([]);
  });

  // docs/handing-over.md: "the action warns about a rotation function"
  test('warns when a function rotates the secret too', async () => {
    world.store(PRESENT);
    world.secret.rotationEnabled = true;
    expect(readWarnings(await world.run(ROTATE))).toEqual([
      'A rotation function of Secrets Manager changes the secret app/db as well. Use one of the two.'
    ]);
  });
});

describe('rotate-after-days', () => {
  const HOUR = 3_600_000;
  const aged = (hours: number, value = PRESENT): string => {
    const id = world.store(value);
    const version = world.secret.versions.get(id)!;
    world.secret.versions.set(id, { ...version, createdAt: Date.now() - hours * HOUR });
    return id;
  };
  const after30 = { ...ROTATE, 'rotate-after-days': '30' };

  // docs/handing-over.md: "`rotate-after-days: 30` keeps a version that is younger than 30 days, less one hour"
  test.each([0, 24, 30 * 24 - 1.1])('keeps a version of %d hours', async (hours) => {
    const id = aged(hours);
    const result = await world.run(after30);
    expect(world.expectPassword(result, 'none')).toBe(PRESENT);
    expect(result.outputs['secret-version-id']).toBe(id);
    expect(result.log).toContain(
      `Version ${id} is younger than rotate-after-days (30), so the password is not rotated.`
    );
    expect(world.operations()).not.toContain('GetRandomPassword');
  });

  // docs/handing-over.md: "The age is that of the version, whichever key was changed"
  test.each([30 * 24 - 0.9, 30 * 24 + 1])('rotates a version of %d hours', async (hours) => {
    aged(hours);
    world.expectPassword(await world.run(after30), 'rotated');
  });

  test('rotates what has no password yet, however young', async () => {
    aged(0, '{"user":"app"}');
    world.expectPassword(await world.run({ ...after30, ...KEY }), 'rotated', (password) =>
      JSON.stringify({ user: 'app', password })
    );
  });

  test('keeps what it finds young before it looks for what is pending: nothing', async () => {
    aged(0);
    world.expectPassword(await world.run({ ...after30, ...TO_PENDING }), 'none');
  });
});

describe('output-password: false', () => {
  const silent = { 'output-password': 'false' };
  const expectSilent = (
    { outputs, exitCode }: Awaited<ReturnType<SecretWorld['run']>>,
    change: string
  ) => {
    expect(exitCode).toBe(0);
    expect(outputs).toEqual({
      'secret-arn': world.secret.arn,
      'secret-version-id': world.holder('AWSCURRENT'),
      'secret-change': change
    });
  };

  test.each<[string, () => void, string]>([
    ['created', () => undefined, 'DescribeSecret GetRandomPassword DescribeSecret CreateSecret'],
    ['none', () => world.store(PRESENT), 'DescribeSecret'],
    ['none', () => world.store(json('Some-password-1')), 'DescribeSecret']
  ])('with keep, %s, reads no value', async (change, prepare, operations) => {
    prepare();
    expectSilent(await world.run({ ...KEEP, ...silent }), change);
    expect(world.operations().split(' ').sort()).toEqual(operations.split(' ').sort());
  });

  test.each([
    ['fail', 'created'],
    ['rotate', 'rotated']
  ])('with %s stores all the same', async (decision, change) => {
    if (decision === 'rotate') world.store(PRESENT);
    const result = await world.run({ 'if-secret-exists': decision, ...silent });
    expectSilent(result, change);
    const [, password = ''] = world.versions().at(-1)!;
    expectHidden(result, password, true);
  });
});

describe('a secret that somebody else owns', () => {
  const MANAGED =
    'The secret app/db is managed by "rds", which alone may change it. Change the password in that service. To read it, set if-secret-exists to keep and if-secret-missing to fail.';
  const REPLICA =
    'The secret app/db in eu-west-1 is a replica; its primary secret is in us-east-1, and only there can it be changed. Set aws-region to us-east-1.';

  test.each([
    [{ owningService: 'rds' }, MANAGED],
    [{ primaryRegion: 'us-east-1' }, REPLICA]
  ])('%j is read, and not written', async (given, message) => {
    world.store(PRESENT);
    Object.assign(world.secret, given);
    world.expectPassword(await world.run(KEEP), 'none');
    for (const inputs of [ROTATE, TO_PENDING]) await world.expectRefused(inputs, message);
    const pending = world.secret.versions.get(world.holder('AWSCURRENT')!)!;
    const id = 'f'.repeat(36);
    world.secret.versions.set(id, { ...pending, id, stages: new Set(['AWSPENDING']) });
    // Neither promote nor a secret without a value can be read instead.
    const unreadable = message.replace(/ To read it, .*/, '');
    expect(readFailure(await world.promote())).toBe(unreadable);
    world.secret.versions.clear();
    await world.expectRefused(KEEP, unreadable);
  });

  test('may be one with replicas elsewhere, which is written here', async () => {
    world.store(PRESENT);
    Object.assign(world.secret, { primaryRegion: 'eu-west-1' });
    world.expectPassword(await world.run(ROTATE), 'rotated');
    world.expectPassword(await world.run(TO_PENDING), 'pending');
    expect((await world.promote()).conclusion).toBe('success');
  });

  test('is told in the words of AWS where DescribeSecret does not say it', async () => {
    for (const [sentence, words] of [
      [
        "You can't perform this operation on the secret because it is managed by another service.",
        'an AWS service manages the secret'
      ],
      [
        "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
        'the secret is a replica'
      ],
      [
        "You can't perform this operation on the secret because it was marked for deletion.",
        'scheduled for deletion'
      ],
      [
        "A previous rotation isn't complete. That rotation will be reattempted.",
        'a rotation of the secret by AWS is not finished'
      ]
    ] as const) {
      world.reset();
      world.store(PRESENT);
      world.cloud.faults.add({
        service: 'secretsmanager',
        operation: 'PutSecretValue',
        kind: new ServiceError('InvalidRequestException', sentence)
      });
      const message = readFailure(await world.run(ROTATE));
      expect(message).toContain(words);
      expect(message).not.toContain(sentence);
    }
  });
});

describe('another run, between two calls of this one,', () => {
  test('creates the secret: fail leaves it alone', async () => {
    world.before('CreateSecret', () => world.store(PRESENT));
    expect(readFailure(await world.run({}))).toMatch(/exists already and if-secret-exists is fail/);
    expect(world.versions()).toEqual([[expect.any(String), PRESENT, 'AWSCURRENT']]);
  });

  test.each([KEEP, ROTATE, TO_PENDING])(
    'creates the secret: %j returns its password',
    async (mode) => {
      world.before('CreateSecret', () => world.store(json(PRESENT)));
      const result = await world.run({ ...mode, ...KEY });
      expect(world.expectPassword(result, 'resumed', json)).toBe(PRESENT);
      expect(world.versions()).toHaveLength(1);
      const [{ SecretString = '' } = {}] = world.bodies('CreateSecret') as {
        SecretString?: string;
      }[];
      expectHidden(result, (JSON.parse(SecretString) as { password: string }).password, true);
    }
  );

  test.each([KEEP, ROTATE])(
    'creates the secret, without a value: %j gives it one',
    async (mode) => {
      world.before('CreateSecret', world.createEmpty);
      world.expectPassword(await world.run(mode), 'created');
      expect(world.versions()).toHaveLength(1);
    }
  );

  test.each([KEEP, ROTATE])('gives the secret its first value: %j returns it', async (mode) => {
    world.createEmpty();
    world.before('PutSecretValue', () => world.store(PRESENT));
    const result = await world.run(mode);
    expect(world.expectPassword(result, 'resumed')).toBe(PRESENT);
    expect(world.holder('AWSCURRENT')).toBe(result.outputs['secret-version-id']);
  });

  test('deletes the secret: the run ends', async () => {
    world.store(PRESENT);
    world.before('PutSecretValue', () => {
      world.cloud.secrets.delete(world.secret, {});
    });
    expect(readFailure(await world.run(ROTATE))).toMatch(
      /secretsmanager:PutSecretValue on app\/db: the secret is scheduled for deletion/
    );
    expect(world.versions()).toEqual([[expect.any(String), PRESENT, 'AWSCURRENT']]);
  });

  // docs/handing-over.md: "Of several runs one stores the password, and the others return it"
  test('rotates the same password: rotate returns that one', async () => {
    world.store(json(PRESENT));
    let other = '';
    world.before('UpdateSecretVersionStage', () => {
      other = world.store(json('Theirs-is-faster'));
    });
    const result = await world.run({ ...ROTATE, ...KEY });
    expect(world.expectPassword(result, 'resumed', json)).toBe('Theirs-is-faster');
    expect(result.outputs['secret-version-id']).toBe(other);
    expect(world.holder('AWSCURRENT')).toBe(other);
  });

  test.each([ROTATE, TO_PENDING])(
    'rotates the same password to one that the inputs would not give: %j fails',
    async (mode) => {
      world.store('Old-0-password');
      let other = '';
      world.before('UpdateSecretVersionStage', () => {
        other = world.store('Th!rs-is-faster');
      });
      const failure = readFailure(await world.run({ ...mode, 'exclude-punctuation': 'true' }));
      expect(failure).toMatch(
        new RegExp(
          `^Version ${other} of the secret app/db, which another run has stored meanwhile, does not satisfy the inputs: it contains an excluded character\\. `
        )
      );
      expect(world.holder('AWSCURRENT')).toBe(other);
    }
  );

  // docs/handing-over.md: "Runs that rotate different keys of one secret all take effect"
  // docs/handing-over.md: "A value that somebody stored by hand in between is never overwritten unread"
  test('rotates another key: rotate splices its password into what is current now', async () => {
    world.store('{"password":"Old-pass-word-1","other":"Old-other-1"}');
    world.before('UpdateSecretVersionStage', () =>
      world.store('{"password":"Old-pass-word-1","other":"New-other-1"}')
    );
    world.expectPassword(await world.run({ ...ROTATE, ...KEY }), 'rotated', (password) =>
      JSON.stringify({ password, other: 'New-other-1' })
    );
    expect(
      JSON.parse(world.versions().find(([, , stage]) => stage === 'AWSCURRENT')?.[1] ?? '')
    ).toMatchObject({ other: 'New-other-1' });
  });

  test('rolls back to an older version: rotate does not return that', async () => {
    const older = world.store('An-older-password');
    world.secret.versions.set(older, { ...world.secret.versions.get(older)!, createdAt: 0 });
    const current = world.store(PRESENT);
    world.before('UpdateSecretVersionStage', () => {
      world.moveLabel('AWSCURRENT', current, older);
    });
    const result = await world.run(ROTATE);
    world.expectPassword(result, 'rotated');
    expect(world.holder('AWSPREVIOUS')).toBe(older);
  });

  test.each(['resume', 'replace'])(
    'begins a rotation: rotate to AWSPENDING returns its password, with %s too',
    async (choice) => {
      world.store(PRESENT);
      world.before('UpdateSecretVersionStage', () => world.store('Theirs-is-faster', 'AWSPENDING'));
      const result = await world.run({ ...TO_PENDING, 'if-rotation-pending': choice });
      expect(world.expectPassword(result, 'resumed')).toBe('Theirs-is-faster');
      expect(world.holder('AWSPENDING')).toBe(result.outputs['secret-version-id']);
    }
  );

  test('changes the secret each time: rotate gives up', async () => {
    world.store('{"password":"Old-pass-word-1","n":0}');
    for (let n = 1; n <= 20; n++) {
      world.before('UpdateSecretVersionStage', () =>
        world.store(`{"password":"Old-pass-word-1","n":${n}}`)
      );
    }
    expect(readFailure(await world.run({ ...ROTATE, ...KEY }))).toMatch(
      /^The secret app\/db was changed by somebody else each time that this run was about to rotate it \(8 times\)\./
    );
    expect(world.versions().find(([, , stage]) => stage === 'AWSCURRENT')?.[1]).toContain('"n":8');
  });
});

describe('reads that lag', () => {
  test.each<[string, Given, () => void, string]>([
    ['CreateSecret', KEEP, () => world.store(PRESENT), 'resumed'],
    ['CreateSecret', ROTATE, () => world.store(PRESENT), 'resumed'],
    ['UpdateSecretVersionStage', ROTATE, () => world.store('Theirs-is-faster'), 'resumed']
  ])(
    'behind another run, after a refused %s with %j, are read again',
    async (operation, inputs, happens, change) => {
      if (operation !== 'CreateSecret') world.store(PRESENT);
      world.before(operation, () => {
        happens();
        world.cloud.secrets.laggingReads = 3;
      });
      world.expectPassword(await world.run(inputs), change);
    }
  );

  test('for good end with an error that names the version', async () => {
    world.before('CreateSecret', () => {
      world.store(PRESENT);
      world.cloud.secrets.laggingReads = 1000;
    });
    const message = readFailure(await world.run(KEEP));
    expect(message).toMatch(
      /^The secret app\/db exists, but Secrets Manager does not show its current value yet\. .* Version [\w-]{62} of app\/db is not stored\./
    );
  });

  test.each(['the version', 'nothing'])('do not make promote fail, given %s', async (given) => {
    world.store(PRESENT);
    const { outputs } = await world.run(TO_PENDING);
    const id = outputs['secret-version-id']!;
    world.cloud.secrets.laggingReads = 3;
    const promoted = await world.promote(given === 'nothing' ? '' : id);
    expect(promoted.outputs['secret-version-id']).toBe(id);
    expect(world.holder('AWSCURRENT')).toBe(id);
  });
});

describe('what may have been stored', () => {
  const command = (id = NAME): string =>
    `aws secretsmanager list-secret-version-ids --include-deprecated --region eu-west-1 --secret-id ${id}`;

  // docs/handing-over.md: "has changed nothing, or its log names the version"
  // docs/handing-over.md: "`Storing version … of the secret …`, with the command that shows what became of it."
  test('is in the log before it is sent', async () => {
    world.store(PRESENT);
    const { events, log, outputs } = await world.run(ROTATE);
    const id = outputs['secret-version-id']!;
    expect(log).toContain(
      `Storing version ${id} of the secret app/db. If this step is cut off, see what was stored: run "${command()}".`
    );
    expect(events.length).toBeGreaterThan(0);
  });

  // docs/handing-over.md: "After a lost connection the error says the same"
  test.each<[string, Given, 'reset-after' | 500 | ServiceError, RegExp]>([
    [
      'CreateSecret',
      {},
      'reset-after',
      /Whether version (\S+) of app\/db is stored is not known, and no output is set\. To find out, run /
    ],
    [
      'PutSecretValue',
      ROTATE,
      500,
      /Whether version (\S+) of app\/db is stored is not known, and no output is set\. To find out, run /
    ],
    [
      'UpdateSecretVersionStage',
      ROTATE,
      'reset-after',
      /The password is already stored as version (\S+) of app\/db, but no output is set\. To see its labels, run /
    ],
    [
      'UpdateSecretVersionStage',
      ROTATE,
      new ServiceError('AccessDeniedException', 'no'),
      /The password is already stored as version (\S+) of app\/db, but no label was moved to it, so it is not current, and no output is set\. To see its labels, run /
    ],
    [
      'PutSecretValue',
      ROTATE,
      new ServiceError('AccessDeniedException', 'no'),
      /Version (\S+) of app\/db is not stored\. To check, run /
    ]
  ])('is in the error when %s fails, %j, %p', async (operation, inputs, kind, words) => {
    if (operation !== 'CreateSecret') world.store(PRESENT);
    world.cloud.faults.add({ service: 'secretsmanager', operation, kind });
    const message = readFailure(await world.run(inputs));
    expect(message).toMatch(words);
    expect(message.endsWith(`"${command()}".`)).toBe(true);
    const [, id] = words.exec(message)!;
    const sent = [...world.bodies('CreateSecret'), ...world.bodies('PutSecretValue')];
    expect(sent).toContainEqual(expect.objectContaining({ ClientRequestToken: id }));
  });

  // A left-over AWSPENDING is taken off beside the put.
  test.each(['PutSecretValue', 'UpdateSecretVersionStage'])(
    'is said once all calls under way have come to their end, when %s fails first',
    async (failing) => {
      const order: string[] = [];
      const held: (() => void)[] = [];
      const gated = await SecretWorld.start({
        listen: (handler) =>
          listenOnLoopback((request, response) => {
            const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
            const answer = (): void => {
              order.push(operation);
              handler(request, response);
            };
            // The other call is answered once the run has had the failure; however late that is, a right run waits.
            const isWrite = /^(Put|Update)/.test(operation);
            if (!isWrite || order.some((one) => /^(Put|Update)/.test(one))) answer();
            else if (operation === failing) {
              answer();
              response.on('finish', () =>
                setTimeout(() => {
                  held.forEach((other) => {
                    other();
                  });
                }, 50)
              );
            } else held.push(answer);
          })
      });
      try {
        const [old, finished] = gated.storePending();
        gated.moveLabel('AWSCURRENT', old, finished);
        gated.cloud.faults.add({
          service: 'secretsmanager',
          operation: failing,
          kind: new ServiceError('AccessDeniedException', 'no')
        });
        const message = readFailure(await gated.run(ROTATE));
        expect(order.slice(-2)).toEqual(
          failing === 'PutSecretValue'
            ? ['PutSecretValue', 'UpdateSecretVersionStage']
            : ['UpdateSecretVersionStage', 'PutSecretValue']
        );
        const sent = gated.bodies('PutSecretValue') as readonly Given[];
        const id = sent[0]?.['ClientRequestToken'] ?? '';
        const isStored = failing !== 'PutSecretValue';
        expect(gated.secret.versions.has(id)).toBe(isStored);
        expect(message).toContain(
          isStored
            ? `The password is already stored as version ${id} of app/db, but no label was moved to it`
            : `Version ${id} of app/db is not stored.`
        );
        expect(gated.holder('AWSCURRENT')).toBe(finished);
      } finally {
        await gated.cloud.close();
      }
    }
  );

  test('is one version for all tries', async () => {
    world.store(PRESENT);
    for (const operation of ['PutSecretValue', 'UpdateSecretVersionStage']) {
      world.cloud.faults.add({
        service: 'secretsmanager',
        operation,
        kind: 'reset-after',
        times: 2
      });
    }
    world.expectPassword(await world.run(ROTATE), 'rotated');
    expect(world.versions()).toHaveLength(2);
    expect(new Set(world.bodies('PutSecretValue').map((body) => JSON.stringify(body))).size).toBe(
      1
    );
  });

  // AWS answers a token and value that it knows like a success.
  test.each<[Given, number]>([
    [{}, 1],
    [KEEP, 1],
    [ROTATE, 1],
    [ROTATE, 2]
  ])(
    'is not said to be created with %j where others have rotated it %d times before the run knew of it',
    async (mode, times) => {
      world.cloud.faults.add({
        service: 'secretsmanager',
        operation: 'CreateSecret',
        times: 1,
        kind: (_, act) => {
          act();
          for (let at = 1; at <= times; at++) world.storeOurs(`Theirs-is-later-${at}`);
          return { status: 500, headers: {}, body: '{"__type":"InternalServiceError"}' };
        }
      });
      const result = await world.run(mode);
      const bodies = world.bodies('CreateSecret') as readonly Given[];
      expect(bodies).toHaveLength(2);
      if (mode === KEEP || mode === ROTATE) {
        expect(world.expectPassword(result, 'resumed')).toBe(`Theirs-is-later-${times}`);
        expect(result.outputs['secret-version-id']).toBe(world.holder('AWSCURRENT'));
      } else {
        expect(readFailure(result)).toMatch(
          new RegExp(
            `^The secret app/db exists already .*already stored as version ${bodies[0]!['ClientRequestToken']!} `
          )
        );
      }
    }
  );

  test.each(DECISIONS)(
    'is of %s when its response was lost, and AWS answers the next try like a success',
    async (decision) => {
      world.cloud.faults.add({
        service: 'secretsmanager',
        operation: 'CreateSecret',
        times: 1,
        kind: 'reset-after'
      });
      // The look at the labels lags.
      world.before('CreateSecret', () => {
        world.cloud.secrets.laggingReads = 3;
      });
      world.expectPassword(await world.run({ 'if-secret-exists': decision }), 'created');
      expect(world.bodies('CreateSecret')).toHaveLength(2);
      expect(world.versions()).toHaveLength(1);
    }
  );

  test.each(DECISIONS)(
    'is of %s when AWS says that it exists after the response was lost',
    async (decision) => {
      world.cloud.faults.add({
        service: 'secretsmanager',
        operation: 'CreateSecret',
        times: 1,
        kind: (_, act) => ({
          ...act(),
          status: 400,
          body: JSON.stringify({ __type: 'ResourceExistsException', Message: 'exists already' })
        })
      });
      world.expectPassword(await world.run({ 'if-secret-exists': decision }), 'created');
    }
  );
});

describe('round trips', () => {
  /** Holds back the calls of a round until all of them are there: a run that waits for one of them never ends. */
  async function roundsOf(
    inputs: Given,
    prepare: (gated: SecretWorld) => void,
    expected: readonly string[]
  ): Promise<readonly string[]> {
    const sizes = expected.map((round) => round.split(' ').length);
    const rounds: string[][] = [];
    let round: { readonly name: string; readonly answer: () => void }[] = [];
    const gated = await SecretWorld.start({
      listen: (handler) =>
        listenOnLoopback((request, response) => {
          const target = String(request.headers['x-amz-target'] ?? '');
          const isKey = request.url?.endsWith('/public-key') === true;
          const answer = (): void => {
            handler(request, response);
          };
          if (!target && !isKey) {
            answer();
            return;
          }
          round.push({ name: isKey ? 'PublicKey' : target.replace('secretsmanager.', ''), answer });
          if (round.length < (sizes[rounds.length] ?? 1)) return;
          rounds.push(round.map(({ name }) => name));
          const complete = round;
          round = [];
          for (const call of complete) call.answer();
        })
    });
    try {
      prepare(gated);
      await gated.run(inputs);
      return rounds.map((calls) => calls.sort().join(' '));
    } finally {
      await gated.cloud.close();
    }
  }
  const present = (gated: SecretWorld): void => {
    gated.store(PRESENT);
  };

  test.each<[Given, (gated: SecretWorld) => void, readonly string[]]>([
    [KEEP, present, ['GetSecretValue']],
    [{ ...KEEP, 'output-password': 'false' }, present, ['DescribeSecret']],
    [
      ROTATE,
      present,
      [
        'DescribeSecret GetRandomPassword GetSecretValue',
        'PutSecretValue',
        'UpdateSecretVersionStage'
      ]
    ],
    [
      TO_PENDING,
      present,
      [
        'DescribeSecret GetRandomPassword GetSecretValue',
        'PutSecretValue',
        'UpdateSecretVersionStage',
        'DescribeSecret'
      ]
    ],
    [{}, () => undefined, ['DescribeSecret GetRandomPassword', 'CreateSecret']],
    [KEEP, () => undefined, ['GetSecretValue', 'DescribeSecret GetRandomPassword', 'CreateSecret']],
    [ROTATE, () => undefined, ['DescribeSecret GetRandomPassword GetSecretValue', 'CreateSecret']],
    [{ ...ROTATE, 'rotate-after-days': '30' }, present, ['DescribeSecret GetSecretValue']],
    // The public key takes no round trip of its own.
    [
      { ...ROTATE, 'github-secret': 'X', 'github-token': 'github_pat_local' },
      present,
      [
        'DescribeSecret GetRandomPassword GetSecretValue PublicKey',
        'PutSecretValue',
        'UpdateSecretVersionStage'
      ]
    ]
  ])('of %j', async (inputs, prepare, rounds) => {
    expect(await roundsOf(inputs, prepare, rounds)).toEqual(rounds);
  });
});

test('inputs that are unknown or have no effect are refused before any call', async () => {
  for (const [inputs, action] of [
    [{ 'secret-version-stag': 'AWSPENDING' }, '.'],
    [{ ...ROTATE, 'if-rotation-pending': 'resume' }, '.'],
    [{ ...KEEP, 'rotate-after-days': '30' }, '.'],
    [{ 'secret-id': '', ...KEEP }, '.'],
    [{ 'if-secret-missing': 'restore' }, '.'],
    [{ 'secret-version': 'f'.repeat(36) }, 'promote']
  ] as const) {
    world.forgetCalls();
    expect((await world.run(inputs, action)).conclusion).toBe('failure');
    expect(world.calls()).toEqual([]);
  }
});

test('credentials that AWS does not know yet are tried again for some seconds', async () => {
  world.cloud.faults.add({
    service: 'secretsmanager',
    kind: new ServiceError('UnrecognizedClientException', 'The security token is invalid.'),
    times: 4
  });
  world.expectPassword(await world.run({}), 'created');
  world.reset();
  world.cloud.faults.add({
    service: 'secretsmanager',
    kind: new ServiceError('UnrecognizedClientException', 'The security token is invalid.')
  });
  expect(readFailure(await world.run({}))).toMatch(/AWS does not accept the credentials/);
  expect(world.calls().length).toBeLessThan(60);
  world.forgetCalls();
  // Long-lived keys do not become valid by waiting.
  expect(readFailure(await world.run({ 'role-to-assume': '' }))).toMatch(/does not accept/);
  expect(new Set(world.operations().split(' ')).size).toBe(world.operations().split(' ').length);
});

// docs/handing-over.md: "No mask matches `secret-arn` and `secret-version-id`, so they can be job outputs."
test('the ARN, the version and the change cross jobs, the password does not', async () => {
  const { outputs, masker } = await world.run({});
  const crossing = Object.entries(outputs).filter(
    ([name, value]) => jobOutput(name, value, masker).value !== undefined
  );
  expect(crossing.map(([name]) => name).sort()).toEqual([
    'secret-arn',
    'secret-change',
    'secret-version-id'
  ]);
  // docs/handing-over.md: "where another step masks that id (`mask-aws-account-id` of configure-aws-credentials, or a secret with it), the runner drops `secret-arn` as well."
  masker.addMask('123456789012');
  expect(jobOutput('secret-arn', outputs['secret-arn']!, masker)).toEqual({
    message: "Warning: Skip output 'secret-arn' since it may contain secret."
  });
});

/** The session policy that STS was given. */
const sessionPolicy = (): IamPolicy => {
  const call = world.calls().find(({ operation }) => operation === 'AssumeRoleWithWebIdentity');
  return parsePolicy((call?.body as Record<string, string>)['Policy'] ?? '');
};
const ACTIONS = [
  ...['CancelRotateSecret', 'CreateSecret', 'DeleteSecret', 'DescribeSecret', 'GetRandomPassword'],
  ...['GetSecretValue', 'ListSecrets', 'PutSecretValue', 'ReplicateSecretToRegions'],
  ...['RestoreSecret', 'RotateSecret', 'TagResource', 'UpdateSecret', 'UpdateSecretVersionStage']
];
const allowedOn = (resource: string): readonly string[] =>
  ACTIONS.filter(
    (action) => evaluatePolicy(sessionPolicy(), `secretsmanager:${action}`, resource) === 'Allow'
  );
const OTHERS = ['*', `${PREFIX}${NAME}2-AbCdEf`, `${PREFIX}other-AbCdEf`];

describe('the session', () => {
  /** Every state in which a run can find a secret. */
  const states: Readonly<Record<string, () => unknown>> = {
    missing: () => undefined,
    existing: () => world.store(PRESENT),
    'without a value': () => {
      world.createEmpty();
    },
    'scheduled for deletion': () => world.scheduleDeletion(),
    appearing: () => {
      world.before('CreateSecret', () => world.store(PRESENT));
    },
    'appearing without a value': () => {
      world.before('CreateSecret', world.createEmpty);
    }
  };
  const named: Readonly<Record<string, () => string>> = {
    'its name': () => NAME,
    'its ARN': () => world.cloud.secrets.find(NAME)?.arn ?? `${PREFIX}${NAME}-AbCdEf`,
    'its ARN without the suffix': () => PREFIX + NAME
  };
  const RESTORE = { 'if-secret-missing': 'restore' };
  const READ_ONLY = { ...KEEP, 'if-secret-missing': 'fail' };

  test.each(
    [
      {},
      { 'secret-tags': 'a=b' },
      KEEP,
      ROTATE,
      TO_PENDING,
      READ_ONLY,
      { ...KEEP, 'output-password': 'false' },
      { ...READ_ONLY, 'output-password': 'false' },
      { ...KEEP, 'secret-version-stage': 'AWSPREVIOUS' },
      { ...KEEP, ...RESTORE },
      { ...ROTATE, ...RESTORE },
      { ...ROTATE, 'if-secret-missing': 'fail' }
    ].flatMap((inputs: Given, at) =>
      Object.keys(named)
        .filter((_, form) => isAll || form === at % 3)
        .map((form) => [inputs, form] as const)
    )
  )('with %j and %s may make the calls of such runs, and no other', async (inputs, form) => {
    const made = new Set<string>();
    const allowed = new Set<string>();
    for (const [state, prepare] of Object.entries(states)) {
      world.reset();
      prepare();
      const { log } = await world.run({ 'secret-id': named[form]!(), ...inputs });
      expect([state, log]).not.toEqual([state, expect.stringContaining('AWS denied the request')]);
      for (const operation of world.operations().split(' ')) made.add(operation);
      for (const action of allowedOn(named['its ARN']!())) allowed.add(action);
      for (const other of OTHERS) {
        expect(allowedOn(other)).toEqual(
          allowed.has('GetRandomPassword') ? ['GetRandomPassword'] : []
        );
      }
    }
    // AWS asks for it as a part of CreateSecret.
    if ('secret-tags' in inputs && form === 'its name') made.add('TagResource');
    expect([...allowed].sort()).toEqual([...made].sort());
  });

  test.each(Object.keys(named))('reads a secret with any key, named by %s', async (form) => {
    world.store(PRESENT, 'AWSCURRENT', {
      KmsKeyId: 'arn:aws:kms:eu-west-1:210987654321:key/theirs'
    });
    world.expectPassword(
      await world.run({ ...KEEP, 'secret-id': named[form]!(), 'kms-key-id': 'mine' }),
      'none'
    );
    world.expectPassword(await world.run({ ...ROTATE, 'secret-id': named[form]!() }), 'rotated');
  });

  test.each<Given>([{ 'secret-id': '' }, { 'secret-version-id': 'f'.repeat(36) }, {}])(
    'with %j has nothing to do with keys',
    async (inputs) => {
      await world.run(inputs, 'secret-version-id' in inputs ? 'promote' : '.');
      expect(JSON.stringify(sessionPolicy())).not.toContain('kms');
    }
  );

  test('of the default chain stores and promotes as well', async () => {
    const chain = { 'role-to-assume': '' };
    world.store(PRESENT);
    world.expectPassword(await world.run({ ...TO_PENDING, ...chain }), 'pending');
    expect((await world.promote('', chain)).exitCode).toBe(0);
    expect(world.calls().every(({ service }) => service === 'secretsmanager')).toBe(true);
  });
});

describe('a denied call', () => {
  const denied = async (
    actions: readonly string[],
    act: (denying: SecretWorld) => Promise<void>
  ): Promise<void> => {
    const denying = await SecretWorld.start({ role: { denied: actions } });
    try {
      await act(denying);
    } finally {
      await denying.cloud.close();
    }
  };

  test.each<[string, Given, (denying: SecretWorld) => void]>([
    ['GetRandomPassword', {}, () => undefined],
    ['DescribeSecret', {}, () => undefined],
    ['CreateSecret', {}, () => undefined],
    ['GetSecretValue', KEEP, (denying) => denying.store(PRESENT)],
    ['GetSecretValue', ROTATE, (denying) => denying.store(PRESENT)],
    ['PutSecretValue', ROTATE, (denying) => denying.store(PRESENT)],
    ['UpdateSecretVersionStage', ROTATE, (denying) => denying.store(PRESENT)],
    [
      'RestoreSecret',
      { ...KEEP, 'if-secret-missing': 'restore' },
      (denying) => denying.scheduleDeletion()
    ],
    ['UpdateSecretVersionStage', { 'secret-version-id': '' }, (denying) => denying.storePending()]
  ])('of %s with %j names what to allow, and where', async (operation, inputs, prepare) => {
    await denied([`secretsmanager:${operation}`], async (denying) => {
      prepare(denying);
      const current = denying.holder('AWSCURRENT');
      const on = operation === 'GetRandomPassword' ? '*' : NAME;
      const action = 'secret-version-id' in inputs ? 'promote' : '.';
      const what = on === '*' ? '' : ` on ${on}`;
      const named = `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${NAME}`;
      const arn = on === '*' ? '*' : `${named} and ${named}-??????`;
      const message = readFailure(await denying.run(inputs, action));
      expect(message.replace(/ (Version|The password is) .*/, '')).toBe(
        `Could not call secretsmanager:${operation}${what}: AWS denied the request. ` +
          `Allow secretsmanager:${operation} on ${arn} in a policy of the role or user, and check that no policy denies it.` +
          (on === '*'
            ? ''
            : ' If that is not the secret you mean, correct secret-id or aws-region.')
      );
      expect(message !== message.replace(/ (Version|The password is) .*/, '')).toBe(
        /Create|Put|Update/.test(operation) && action === '.'
      );
      expect(denying.cloud.calls('secretsmanager', operation)).toHaveLength(1);
      expect(denying.holder('AWSCURRENT')).toBe(current);
    });
  });

  test('of TagResource names it, as the part of CreateSecret that is denied', async () => {
    await denied(['secretsmanager:TagResource'], async (denying) => {
      const message = readFailure(await denying.run({ 'secret-tags': 'team=shop' }));
      expect(message).toContain(
        `Could not call secretsmanager:CreateSecret on ${NAME}: AWS denied the request. ` +
          `Allow secretsmanager:TagResource on arn:aws:secretsmanager:eu-west-1:123456789012:secret:${NAME} and `
      );
    });
  });

  test.each<[string, Given, string | undefined]>([
    ['CreateSecret', { 'kms-key-id': 'k-1' }, undefined],
    ['GetSecretValue', KEEP, 'k-1']
  ])('of KMS behind %s names its actions', async (operation, inputs, KmsKeyId) => {
    await denied(['kms:*'], async (denying) => {
      if (KmsKeyId !== undefined) denying.store(PRESENT, 'AWSCURRENT', { KmsKeyId });
      expect(readFailure(await denying.run(inputs))).toContain(
        `Could not call secretsmanager:${operation} on app/db: Secrets Manager cannot use the KMS key of the secret. ` +
          'Allow kms:GenerateDataKey and kms:Decrypt on the key, and check kms-key-id.'
      );
    });
  });
});

describe('promote', () => {
  const labels = () => world.versions().map(([, , stages]) => stages);

  function expectPromoted(
    result: Awaited<ReturnType<SecretWorld['run']>>,
    version: string,
    isChanged = true
  ): void {
    const message = isChanged
      ? `Promoted version ${version} of ${world.secret.arn}: it is AWSCURRENT, and the version before it is AWSPREVIOUS.`
      : `Version ${version} of ${world.secret.arn} is AWSCURRENT already, so nothing is promoted.`;
    expect(
      result.annotations.filter(({ level }) => level !== 'warning').map((a) => a.message)
    ).toEqual(isChanged ? [message] : []);
    expect(result.exitCode).toBe(0);
    expect(result.outputs).toEqual({
      'secret-arn': world.secret.arn,
      'secret-version-id': version
    });
    expect(result.log).toContain(message);
    expect(world.holder('AWSCURRENT')).toBe(version);
  }

  describe.each(Object.keys(ids))('under %s', (form) => {
    test.each(['the version', 'nothing'])(
      'given %s makes what is pending current, once',
      async (given) => {
        const [old, next] = world.storePending();
        const SecretId = ids[form]!();
        const version = given === 'nothing' ? '' : next;
        expectPromoted(await world.promote(version, { 'secret-id': SecretId }), next);
        expect(world.operations()).toBe(
          'DescribeSecret UpdateSecretVersionStage UpdateSecretVersionStage'
        );
        expect(world.bodies('UpdateSecretVersionStage')).toEqual([
          { SecretId, VersionStage: 'AWSCURRENT', RemoveFromVersionId: old, MoveToVersionId: next },
          { SecretId, VersionStage: 'AWSPENDING', RemoveFromVersionId: next }
        ]);
        expect(labels()).toEqual(['AWSPREVIOUS', 'AWSCURRENT']);
      }
    );

    test('a second time changes nothing', async () => {
      const [, next] = world.storePending();
      const secretId = { 'secret-id': ids[form]!() };
      await world.promote(next, secretId);
      world.forgetCalls();
      expectPromoted(await world.promote(next, secretId), next, false);
      expect(world.operations()).toBe('DescribeSecret');
    });
  });

  test.each(['the version', 'nothing'])('given %s finishes what was cut off', async (given) => {
    const [old, next] = world.storePending();
    world.moveLabel('AWSCURRENT', old, next);
    expectPromoted(await world.promote(given === 'nothing' ? '' : next), next, false);
    expect(labels()).toEqual(['AWSPREVIOUS', 'AWSCURRENT']);
  });

  test('refuses where nothing is pending', async () => {
    for (const prepare of [
      () => world.store(PRESENT),
      () => {
        world.createEmpty();
      },
      // Rolled back.
      () => {
        const [old, next] = world.storePending();
        world.moveLabel('AWSCURRENT', old, next);
        world.moveLabel('AWSCURRENT', next, old);
      }
    ]) {
      world.reset();
      prepare();
      expect(readFailure(await world.promote())).toBe(
        'No rotation of the secret app/db is pending, so there is nothing to promote. Rotate with secret-version-stage: AWSPENDING first, or set secret-version-id.'
      );
      expect(world.operations()).not.toContain('Update');
    }
  });

  // docs/handing-over.md: "A version that is neither pending nor current is refused"
  test.each<[string, (old: string, next: string) => void, string]>([
    [
      'that was current before',
      (old, next) => {
        world.moveLabel('AWSCURRENT', old, next);
        world.moveLabel('AWSPENDING', next);
        world.moveLabel('AWSCURRENT', next, old);
      },
      'it is AWSPREVIOUS'
    ],
    [
      'that was rolled back',
      (old, next) => {
        world.moveLabel('AWSCURRENT', old, next);
        world.moveLabel('AWSCURRENT', next, old);
      },
      'it is AWSPENDING and AWSPREVIOUS'
    ],
    [
      'that has lost its label',
      (_, next) => {
        world.moveLabel('AWSPENDING', next);
      },
      'it has no label of AWS'
    ]
  ])('refuses a version %s, unless it is told to', async (_, prepare, why) => {
    const [old, next] = world.storePending();
    prepare(old, next);
    const before = world.versions();
    expect(readFailure(await world.promote(next))).toBe(
      `Version ${next} of the secret app/db is not pending: ${why}. Promoting it would replace the current version ${old} and bring back what may be an older password. ` +
        'Rotate again, or set if-not-pending to promote if that is what you want.'
    );
    expect(world.versions()).toEqual(before);
    expectPromoted(await world.promote(next, { 'if-not-pending': 'promote' }), next);
    expect(world.holder('AWSPENDING')).not.toBe(old);
  });

  test('told to promote another version leaves AWSPENDING where it is, with a warning', async () => {
    const [old, next] = world.storePending();
    const other = world.store('Yet-another-one', 'BLUE');
    const result = await world.promote(other, { 'if-not-pending': 'promote' });
    expectPromoted(result, other);
    expect([world.holder('AWSPENDING'), world.holder('AWSPREVIOUS')]).toEqual([next, old]);
    expect(readWarnings(result)).toEqual([
      `Version ${next} of the secret app/db is still pending. It was not made from the version that is current now, so promote refuses it.`
    ]);
  });

  test('told to promote another version leaves no finished rotation behind that looks pending', async () => {
    const [old, finished] = world.storePending();
    world.moveLabel('AWSCURRENT', old, finished);
    const other = world.store('Yet-another-one', 'BLUE');
    expectPromoted(await world.promote(other, { 'if-not-pending': 'promote' }), other);
    expect(world.holder('AWSPENDING')).toBeUndefined();
  });

  test('lets AWS decide whether a version exists', async () => {
    world.storePending();
    const id = 'f'.repeat(36);
    expect(readFailure(await world.promote(id, { 'if-not-pending': 'promote' }))).toBe(
      `The secret app/db has no version ${id}. Set secret-version-id to the output of the step that stored it. AWS deletes versions without a label after some time.`
    );
  });

  test('refuses a secret that does not exist, or is scheduled for deletion', async () => {
    expect(readFailure(await world.promote())).toMatch(
      /^The secret app\/db does not exist in eu-west-1\./
    );
    world.storePending();
    world.cloud.secrets.delete(world.secret, {});
    expect(readFailure(await world.promote())).toMatch(
      /^The secret app\/db is scheduled for deletion/
    );
    expect(labels()).toEqual(['AWSCURRENT', 'AWSPENDING']);
  });

  test.each([0, 1])('outlives a lost response of move %d', async (after) => {
    const [, next] = world.storePending();
    world.cloud.faults.add({
      service: 'secretsmanager',
      operation: 'UpdateSecretVersionStage',
      kind: 'reset-after',
      times: 1,
      after
    });
    expectPromoted(await world.promote(next), next);
    expect(labels()).toEqual(['AWSPREVIOUS', 'AWSCURRENT']);
  });

  test('looks again when somebody else has moved AWSCURRENT meanwhile', async () => {
    world.store(PRESENT);
    const next = world.store('Of-another-tool-1', 'AWSPENDING');
    let theirs = '';
    world.before('UpdateSecretVersionStage', () => {
      theirs = world.store('Theirs-is-faster');
    });
    expectPromoted(await world.promote(next), next);
    expect(world.holder('AWSPREVIOUS')).toBe(theirs);
  });

  test('may make its two calls on that secret alone', async () => {
    world.storePending();
    await world.promote();
    expect(allowedOn(world.secret.arn)).toEqual(['DescribeSecret', 'UpdateSecretVersionStage']);
    for (const other of OTHERS) expect(allowedOn(other)).toEqual([]);
  });
});

const escape = (text: string): string => text.replaceAll(/[()[\]{}.*+?^$|\\]/g, String.raw`\$&`);
