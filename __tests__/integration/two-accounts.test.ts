import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { StepResult } from '../../emulator/runner/runner.js';
import { readFailure } from '../helpers/recording-cloud.js';
import { NAME, readWarnings, SecretWorld, type Given } from '../helpers/stored-secret.js';

let world: SecretWorld;

beforeAll(async () => {
  world = await SecretWorld.start();
});
afterAll(() => world.cloud.close());
beforeEach(() => {
  world.reset();
});

const KEY = { 'generate-string-key': 'password' };
const TWO = { ...KEY, 'user-name': 'app_a', 'alternate-user-name': 'app_b' };
const ROTATE = { ...TWO, 'if-secret-exists': 'rotate', 'secret-version-stage': 'AWSPENDING' };
const KEEP = { ...TWO, 'if-secret-exists': 'keep' };
const ONE = { ...KEY, 'user-name': 'app', 'user-name-key': 'username' };

const valueOf = (userName: string) => (password: string) =>
  JSON.stringify({ username: userName, password });
/** As a person or Terraform writes it: numbers over 2^53, a key that stands twice, white space of its own. */
const written = (userName: string) => (password: string) =>
  `{ "host":"db","n": 12345678901234567890,\n "username" : ${JSON.stringify(userName)}, "password":${JSON.stringify(password)},"n": 1.0 }\n`;

/** A rotation that hands its password out for an account. */
async function rotate(
  userName: string,
  { inputs = {}, change = 'pending', value = valueOf(userName) } = {}
): Promise<{ readonly password: string; readonly versionId: string; readonly result: StepResult }> {
  const result = await world.run({ ...ROTATE, ...inputs });
  const password = world.expectPassword(result, change, value, userName);
  return { password, versionId: result.outputs['secret-version-id'] ?? '', result };
}

const promote = async (versionId = '', inputs: Given = {}): Promise<void> => {
  expect((await world.promote(versionId, inputs)).exitCode).toBe(0);
};

/** The labels and values of all versions that have a label of AWS. */
const madeCurrent = () => world.versions().filter(([, , stages]) => stages !== '');

describe('a secret without a password', () => {
  // docs/handing-over.md: "A secret without a password is created for the first one."
  test.each([ROTATE, KEEP, TWO])('is created for the first account with %j', async (inputs) => {
    const result = await world.run(inputs);
    world.expectPassword(result, 'created', valueOf('app_a'), 'app_a');
    expect(world.versions()).toEqual([[expect.any(String), expect.any(String), 'AWSCURRENT']]);
  });

  test.each([ROTATE, KEEP])('gets its first one for the first account with %j', async (inputs) => {
    world.createEmpty();
    world.expectPassword(await world.run(inputs), 'created', valueOf('app_a'), 'app_a');
  });

  // docs/handing-over.md: "**`user-name-key`:** the key of the JSON secret that names the account, `username` by default."
  // docs/handing-over.md: "**Other texts** of the secret name the account by a placeholder: `{{user-name}}`, or `{{user-name-url-encoded}}` in a URL."
  // docs/handing-over.md: "In the strings of `secret-string-template`, `{{password}}` and `{{password-url-encoded}}` stand for the password, `{{user-name}}` and `{{user-name-url-encoded}}` for its account."
  test('has the account under the key that is asked for, and in the placeholders of the template', async () => {
    const inputs = {
      'user-name': 'app/a',
      'user-name-key': 'user',
      'secret-string-template':
        '{"url":"pg://{{user-name-url-encoded}}:{{password-url-encoded}}@db","who":["{{user-name}}"]}'
    };
    const value = (userName: string) => (password: string) =>
      `{"url":"pg://${encodeURIComponent(userName)}:${encodeRfc3986(password)}@db","who":["${userName}"],"user":"${userName}","password":${JSON.stringify(password)}}`;
    const created = await world.run({ ...ROTATE, ...inputs });
    world.expectPassword(created, 'created', value('app/a'), 'app/a');
    await rotate('app_b', { inputs, value: value('app_b') });
  });
});

const encodeRfc3986 = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  );

describe('rotate', () => {
  // docs/handing-over.md: "**`user-name`, `alternate-user-name`:** the two accounts."
  // docs/handing-over.md: "Each rotation gives a new password to the account that is **not** current, and the promotion makes that account current."
  // docs/handing-over.md: "**The output `user-name`** is the account of the returned password."
  test('gives a new password to the account that is not current, in turn, and leaves every other byte', async () => {
    const first = world.store(written('app_a')('Pr3sent-of-a'));
    const second = await rotate('app_b', { value: written('app_b') });
    expect(madeCurrent()).toEqual([
      [first, written('app_a')('Pr3sent-of-a'), 'AWSCURRENT'],
      [second.versionId, written('app_b')(second.password), 'AWSPENDING']
    ]);
    expect(second.result.annotations).toEqual([
      expect.objectContaining({
        level: 'notice',
        message: `Stored the new password of "app_b" as version ${second.versionId} of ${world.secret.arn}. It is AWSPENDING: the old one stays current until the promote action moves AWSCURRENT.`
      })
    ]);
    await promote(second.versionId);
    const third = await rotate('app_a', { value: written('app_a') });
    await promote();
    expect(third.password).not.toBe('Pr3sent-of-a');
    expect(madeCurrent()).toEqual([
      [second.versionId, written('app_b')(second.password), 'AWSPREVIOUS'],
      [third.versionId, written('app_a')(third.password), 'AWSCURRENT']
    ]);
    await rotate('app_b', { value: written('app_b') });
  });

  // docs/handing-over.md: "Account names are not masked."
  test('does not mask the name of an account', async () => {
    world.store(valueOf('app_a')('Pr3sent-of-a'));
    const { result } = await rotate('app_b');
    expect(result.masks).not.toContain('app_b');
  });

  // docs/handing-over.md: "`rotate` reads which of them is current and refuses a secret that names neither."
  test.each([
    ['{"username":"admin-9"}', 'another account', /user-name \("app_a"\) and alternate-user-name/],
    ['{"username":"APP_A"}', 'another account', /\("app_a"\).+\("app_b"\).+store its value once/],
    ['{"host":"db"}', 'no account', /Store its value once with that account in it/],
    ['{"username":7}', 'no string', /"username": "app_a" or "username": "app_b" \(aws /],
    ['{"username":null}', 'no string', /put-secret-value\)\.$/],
    ['{"username":""}', 'an empty string', /put-secret-value\)\.$/]
  ])('refuses %s: %s', async (more, found, wayOn) => {
    for (const inputs of [
      {},
      { 'rotate-after-days': '30' },
      { 'if-rotation-pending': 'replace' }
    ]) {
      world.reset();
      world.store(JSON.stringify({ ...(JSON.parse(more) as object), password: 'Pr3sent-of-x' }));
      const result = await world.expectRefused(
        { ...ROTATE, ...inputs },
        new RegExp(
          `^The secret ${NAME} has ${found} under the key "username" \\(user-name-key\\)(.+)$`
        )
      );
      expect(readFailure(result)).toMatch(wayOn);
      expect(result.log).not.toContain('admin-9');
    }
  });

  test('refuses plain text as it does without accounts', async () => {
    world.store('Pr3sent-of-a');
    await world.expectRefused(
      ROTATE,
      /^generate-string-key is "password", but the secret app\/db is plain text/
    );
  });

  // docs/handing-over.md: "A text that the template does not set keeps the name of the account before."
  test('refuses a copy of the old password, and sets it by the template for the other account', async () => {
    const value = (userName: string) => (password: string) =>
      `{"username":"${userName}","url":"pg://${userName}:${encodeRfc3986(password)}@db","password":${JSON.stringify(password)}}`;
    world.store(value('app_a')('Pr3sent-of-a'));
    await world.expectRefused(ROTATE, /contains the old password under other keys too: "url"/);
    const inputs = {
      'secret-string-template': '{"url":"pg://{{user-name}}:{{password-url-encoded}}@db"}'
    };
    await rotate('app_b', { inputs, value: value('app_b') });
  });

  test('draws again when a password has a part of either name, with presets that compare it', async () => {
    const names = { 'user-name': 'wallaby', 'alternate-user-name': 'cockatoo' };
    world.store(valueOf('wallaby')('Pr3sent-of-a'));
    for (const RandomPassword of ['Qz7-Wm4_LLAb.v2x', 'Qz7-Wm4_kaTO.v2x']) {
      world.cloud.faults.add({
        service: 'secretsmanager',
        operation: 'GetRandomPassword',
        times: 1,
        kind: () => ({
          status: 200,
          headers: { 'content-type': 'application/x-amz-json-1.1' },
          body: JSON.stringify({ RandomPassword })
        })
      });
    }
    const inputs = { ...names, preset: 'azure-sql', 'password-length': '16' };
    const { result } = await rotate('cockatoo', { inputs, value: valueOf('cockatoo') });
    for (const attempt of ['1', '2']) {
      expect(result.log).toMatch(
        new RegExp(
          `Password ${attempt} of 10 .+ is refused: it contains a part of an account's name`
        )
      );
    }
  });

  test('keeps a young password with its account', async () => {
    world.store(valueOf('app_b')('Pr3sent-of-b'));
    await rotate('app_b', { inputs: { 'rotate-after-days': '30' }, change: 'none' });
  });

  test('returns the account that another run has made current meanwhile', async () => {
    world.store(valueOf('app_a')('Pr3sent-of-a'));
    world.before('PutSecretValue', () => {
      world.storeOurs(valueOf('app_b')('Faster-than-this'), 'AWSCURRENT', 'password');
    });
    const { password } = await rotate('app_b', { change: 'resumed' });
    expect(password).toBe('Faster-than-this');
    expect(world.holder('AWSPENDING')).toBeUndefined();
  });

  test('refuses an account that another run has made current meanwhile, when it is neither', async () => {
    world.store(valueOf('app_a')('Pr3sent-of-a'));
    world.before('PutSecretValue', () => {
      world.store(valueOf('admin')('Faster-than-this'));
    });
    const failure = readFailure(await world.run(ROTATE));
    expect(failure).toMatch(
      /has another account under the key "username".+The password is already stored as version /
    );
  });

  test('goes on with the other account when somebody puts the one of its version as the current one meanwhile', async () => {
    world.store(valueOf('app_a')('Pr3sent-of-a'));
    world.before('UpdateSecretVersionStage', () => {
      world.store(valueOf('app_b')('Pr3sent-of-a'));
    });
    const { versionId, result } = await rotate('app_a');
    expect(world.holder('AWSPENDING')).toBe(versionId);
    expect(readWarnings(result)).toEqual([
      expect.stringMatching(
        `was pending, but its account is current by now: version ${versionId} is pending in its place\\.$`
      )
    ]);
  });
});

describe('a pending rotation', () => {
  const pending = (
    userName: string,
    { isOurs = true, base = 'app_a' } = {}
  ): readonly [string, string] => {
    const current = world.store(valueOf(base)('Pr3sent-of-a'));
    const value = valueOf(userName)('Pending-4-it');
    const id = isOurs
      ? world.storeOurs(value, 'AWSPENDING', 'password')
      : world.store(value, 'AWSPENDING');
    return [current, id];
  };
  const other = (id: string, account = 'app_b') =>
    `Version ${id} of the secret ${NAME} is pending, and under the key "username" (user-name-key) it does not have "${account}", the account that the next password is for. The step was changed since that rotation began, or something else has stored the version. Undo the change. Or set if-rotation-pending to replace, which stores a new password in its place.`;

  // docs/handing-over.md: "**Run again after it stopped:** the pending version is returned with its account, and the run goes on from there."
  test.each([true, false])('is resumed with its account, ours: %s', async (isOurs) => {
    const [, id] = pending('app_b', { isOurs });
    const { versionId, password } = await rotate('app_b', { change: 'resumed' });
    expect([versionId, password]).toEqual([id, 'Pending-4-it']);
  });

  test.each([
    ['current', 'app_a', true],
    ['current', 'app_a', false],
    ['a third', 'admin', true],
    ['a third', 'admin', false]
  ])('for the account that is %s is refused: %s, ours: %s', async (_, userName, isOurs) => {
    const [current, id] = pending(userName, { isOurs });
    await world.expectRefused(ROTATE, other(id));
    const { versionId } = await rotate('app_b', { inputs: { 'if-rotation-pending': 'replace' } });
    expect([world.holder('AWSCURRENT'), world.holder('AWSPENDING')]).toEqual([current, versionId]);
  });

  test('for no account is refused', async () => {
    world.store(valueOf('app_a')('Pr3sent-of-a'));
    const id = world.storeOurs('{"password":"Pending-4-it"}', 'AWSPENDING', 'password');
    await world.expectRefused(ROTATE, other(id));
  });

  test('that is stale and for a third account is refused', async () => {
    const [, id] = pending('admin');
    world.store(written('app_a')('Pr3sent-of-a'));
    await world.expectRefused(ROTATE, other(id));
    // Where the key was rotated since, too.
    world.storeOurs(valueOf('app_b')('Rotated-since'), 'AWSCURRENT', 'password');
    await world.expectRefused(ROTATE, other(id, 'app_a'));
  });

  test('that is stale is brought forward with its account and password', async () => {
    const [, id] = pending('app_b');
    world.store(written('app_a')('Pr3sent-of-a'));
    const { versionId, password } = await rotate('app_b', {
      change: 'resumed',
      value: written('app_b')
    });
    expect(password).toBe('Pending-4-it');
    expect(versionId).not.toBe(id);
    expect(world.holder('AWSPENDING')).toBe(versionId);
  });

  // docs/handing-over.md: "When that account has become current in the meantime, its pending password is of no use: the other account gets a new one, with a warning."
  test.each([
    ['another tool', () => world.store(written('app_b')('By-hand-of-b'))],
    [
      'a rotation',
      () => world.storeOurs(written('app_b')('Rotated-of-b'), 'AWSCURRENT', 'password')
    ]
  ])('is superseded when %s has made its account current', async (_, change) => {
    const [, id] = pending('app_b');
    change();
    const { versionId, password, result } = await rotate('app_a', { value: written('app_a') });
    expect(password).not.toBe('Pending-4-it');
    expect(world.holder('AWSPENDING')).toBe(versionId);
    expect(readWarnings(result)).toEqual([
      `Version ${id} of the secret ${NAME} was pending, but its account is current by now: version ${versionId} is pending in its place.`
    ]);
  });

  // docs/handing-over.md: "**Undoing a rotation** by promoting `AWSPREVIOUS` is right only while nothing is pending: once the next rotation has begun, the account that comes back may already have the pending password in the database."
  test('is superseded when the rotation before it is undone, which is why the pages warn of that', async () => {
    world.store(valueOf('app_a')('Pr3sent-of-a'));
    const { versionId: second } = await rotate('app_b');
    await promote(second);
    const first = world.holder('AWSPREVIOUS')!;
    const { password } = await rotate('app_a');
    await promote(first, { 'if-not-pending': 'promote' });
    // The database has this password for app_a, and the secret has the one before.
    const next = await rotate('app_b');
    expect(next.password).not.toBe(password);
    expect(readWarnings(next.result)).toHaveLength(1);
  });

  test('is taken off where a young password with its account is current', async () => {
    pending('app_b');
    world.store(valueOf('app_b')('By-hand-of-b'));
    const inputs = { 'rotate-after-days': '30' };
    const { password, result } = await rotate('app_b', { inputs, change: 'none' });
    expect(password).toBe('By-hand-of-b');
    expect(world.holder('AWSPENDING')).toBeUndefined();
    expect(result.log).toMatch(/Took AWSPENDING off version \S+: its account is current by now\./);
  });

  test('is compared with a template that names its account', async () => {
    world.store(valueOf('app_a')('Pr3sent-of-a'));
    const value = (password: string) =>
      `{"username":"app_b","password":${JSON.stringify(password)},"owner":"app_b@db"}`;
    const inputs = { 'secret-string-template': '{"owner":"{{user-name}}@db"}' };
    const { password } = await rotate('app_b', { inputs, value });
    expect((await rotate('app_b', { inputs, value, change: 'resumed' })).password).toBe(password);
    world.forgetCalls();
    await world.expectRefused(
      { ...ROTATE, 'secret-string-template': '{"owner":"{{user-name}}"}' },
      /secret-string-template sets other values than it has under the keys "owner"/
    );
  });

  test('fails with if-rotation-pending: fail', async () => {
    pending('app_b');
    await world.expectRefused(
      { ...ROTATE, 'if-rotation-pending': 'fail' },
      /is AWSPENDING, and if-rotation-pending is fail/
    );
  });
});

describe('keep', () => {
  // docs/handing-over.md: "Applications read it together with the password."
  test('returns the account of the version that it reads', async () => {
    world.store(valueOf('app_b')('Of-b-before'));
    world.store(valueOf('app_a')('Of-a-current'));
    world.storeOurs(valueOf('app_b')('Of-b-pending'), 'AWSPENDING', 'password');
    for (const [stage, userName, password] of [
      ['AWSCURRENT', 'app_a', 'Of-a-current'],
      ['AWSPREVIOUS', 'app_b', 'Of-b-before'],
      ['AWSPENDING', 'app_b', 'Of-b-pending']
    ] as const) {
      const result = await world.run({ ...KEEP, 'secret-version-stage': stage });
      expect(world.expectPassword(result, 'none', valueOf(userName), userName)).toBe(password);
      expect(result.annotations).toEqual([]);
    }
  });

  test.each([
    [TWO, 'user-name ("app_a") and alternate-user-name ("app_b")'],
    [ONE, 'user-name ("app")']
  ])('warns of an account that is none of %j', async (accounts, names) => {
    world.store(valueOf('admin')('Pr3sent-of-x'));
    const result = await world.run({ ...accounts, 'if-secret-exists': 'keep' });
    world.expectPassword(result, 'none', valueOf('admin'), 'admin');
    expect(readWarnings(result)).toEqual([
      `The secret ${NAME} has another account under the key "username" (user-name-key) than ${names}. Its password is returned with the account that it has.`
    ]);
  });

  test.each([
    '{"password":"Pr3sent-1"}',
    '{"password":"Pr3sent-1","username":""}',
    '{"password":"Pr3sent-1","username":["app_a"]}'
  ])('warns of a secret that names none: %s', async (value) => {
    for (const accounts of [TWO, ONE, { ...KEY, 'user-name-key': 'username' }]) {
      world.store(value);
      const result = await world.run({ ...accounts, 'if-secret-exists': 'keep' });
      world.expectPassword(result, 'none', () => value);
      expect(readWarnings(result)).toEqual([
        `The secret ${NAME} has no account under the key "username" (user-name-key), so the output user-name is empty.`
      ]);
    }
  });

  test('names keys of a template that would be otherwise for the account that is read', async () => {
    world.store('{"username":"app_b","password":"Pr3sent-1","a":"app_b","b":"app_a"}');
    const template = '{"a":"{{user-name}}","b":"{{user-name}}"}';
    const { log } = await world.run({ ...KEEP, 'secret-string-template': template });
    expect(log).toContain(`in the secret ${NAME} under the keys "b". They stay as they are`);
  });

  test('reads the name where nothing needs the password', async () => {
    world.store(valueOf('app_b')('Pr3sent-of-b'));
    const result = await world.run({ ...KEEP, 'output-password': 'false' });
    expect(result.outputs).toEqual({
      'user-name': 'app_b',
      'secret-arn': world.secret.arn,
      'secret-version-id': world.holder('AWSCURRENT'),
      'secret-change': 'none'
    });
    expect(world.operations()).toBe('GetSecretValue');
  });
});

describe('one account', () => {
  const ROTATE_ONE = { ...ONE, 'if-secret-exists': 'rotate' };

  // docs/handing-over.md: "With one account it works too: a new secret names it, and `rotate` refuses a secret of another."
  test('is named by a new secret and by each rotation, which may be current at once', async () => {
    world.expectPassword(await world.run(ROTATE_ONE), 'created', valueOf('app'), 'app');
    world.expectPassword(await world.run(ROTATE_ONE), 'rotated', valueOf('app'), 'app');
    const pending = await world.run({ ...ROTATE_ONE, 'secret-version-stage': 'AWSPENDING' });
    world.expectPassword(pending, 'pending', valueOf('app'), 'app');
    const resumed = await world.run({ ...ROTATE_ONE, 'secret-version-stage': 'AWSPENDING' });
    world.expectPassword(resumed, 'resumed', valueOf('app'), 'app');
  });

  test.each(['{"username":"other","password":"x1"}', '{"password":"x1"}', '{"username":1}'])(
    'is not the one of the secret %s, which is not rotated',
    async (value) => {
      world.store(value);
      await world.expectRefused(ROTATE_ONE, /under the key "username" \(user-name-key\)/);
    }
  );

  test('is not the one of a pending version, which is not resumed', async () => {
    world.store(valueOf('app')('Pr3sent'));
    const id = world.storeOurs(valueOf('other')('Pending'), 'AWSPENDING', 'password');
    await world.expectRefused(
      { ...ROTATE_ONE, 'secret-version-stage': 'AWSPENDING' },
      new RegExp(`^Version ${id} .+ it does not have "app", `)
    );
  });

  test('has no output and no key without user-name-key, and is in placeholders', async () => {
    const result = await world.run({
      ...KEY,
      'user-name': 'app',
      'secret-string-template': '{"login":"{{user-name}}"}'
    });
    world.expectPassword(
      result,
      'created',
      (password) => `{"login":"app","password":${JSON.stringify(password)}}`
    );
    expect(result.outputs).not.toHaveProperty('user-name');
  });
});

describe('user-name-key alone', () => {
  const READ = { ...KEY, 'user-name-key': 'username', 'if-secret-exists': 'keep' };

  test('is an output of whatever the secret has', async () => {
    world.store(valueOf('somebody')('Pr3sent-of-somebody'));
    const result = await world.run(READ);
    world.expectPassword(result, 'none', valueOf('somebody'), 'somebody');
    expect(result.annotations).toEqual([]);
  });

  // docs/handing-over.md: "Without `user-name`, a step with `keep` only reads the name, and creates nothing."
  test('creates nothing, and the session may not', async () => {
    await world.expectRefused(READ, /^The secret app\/db does not exist in eu-west-1/);
    expect(JSON.stringify(world.calls().find(({ service }) => service === 'sts'))).not.toMatch(
      /GetRandomPassword|CreateSecret|PutSecretValue/
    );
  });
});
