import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createVersionId } from '../../src/aws/identifiers/version-id.js';
import { MORE_THAN_PASSWORDS, randomPasswords } from '../helpers/secret-strings.js';
import { expectNotPrinted, NAME, readWarnings, SecretWorld } from '../helpers/stored-secret.js';
import { isAll } from '../helpers/test-all.js';

const KEEP = { 'if-secret-exists': 'keep' };
const ROTATE = { 'if-secret-exists': 'rotate' };
/** Every kind of them; all of them in `npm run test:all`. */
const sample = MORE_THAN_PASSWORDS.filter(
  ([, kind], at, all) => isAll || at % 9 === 0 || all[at - 1]?.[1] !== kind
);

let world: SecretWorld;
beforeAll(async () => {
  world = await SecretWorld.start();
});
beforeEach(() => {
  world.reset();
});
afterAll(() => world.cloud.close());

test('the sample has every kind', () => {
  expect([...new Set(sample.map(([, kind]) => kind))].sort()).toEqual(
    [...new Set(MORE_THAN_PASSWORDS.map(([, kind]) => kind))].sort()
  );
});

describe('without a key, a value that is more than a password', () => {
  // docs/handing-over.md: "Without a key, `keep` and `rotate` refuse a JSON secret"
  // docs/handing-over.md: "`rotate` then also refuses several lines of text, a connection string or a URL"
  // docs/handing-over.md: "So nothing that is more than a password is replaced by a bare one"
  test.each(sample.map(([text, kind]) => [kind, text] as const))(
    '(%s) is not replaced: %j',
    async (kind, text) => {
      world.store(text);
      for (const inputs of [ROTATE, { ...ROTATE, 'secret-version-stage': 'AWSPENDING' }]) {
        const result = await world.expectRefused(
          inputs,
          /^The secret app\/db is (a JSON (object|array)|nearly JSON|JSON inside|more than a password)/
        );
        expect(result.outputs).toEqual({});
        expectNotPrinted(result, text);
      }
      const kept = await world.run(KEEP);
      if (/object|array|JSON/.test(kind)) {
        expect([kept.conclusion, kept.outputs]).toEqual(['failure', {}]);
      } else {
        world.expectPassword(kept, 'none');
        expect(readWarnings(kept)).toContainEqual(
          expect.stringMatching(
            // Masks of such a value may hide a part of the word in the log.
            /^The secret app\/db is more than a (password|\*\*\*\w*) \(.+\)\. It is returned/
          )
        );
      }
    }
  );

  test('is returned by a rotation that keeps a young one, with the same warning', async () => {
    world.store('DB_USER=app\nDB_PASSWORD=x');
    const result = await world.run({ ...ROTATE, 'rotate-after-days': '30' });
    world.expectPassword(result, 'none');
    expect(readWarnings(result)).toContainEqual(expect.stringMatching(/\(several lines of text\)/));
  });

  test('is replaced where this action has stored it so', async () => {
    for (const text of ['{"a":1}', "{'a':1,}", 'a\nb', 'pg://app:x@db']) {
      world.reset();
      world.cloud.secrets.create({
        Name: NAME,
        ClientRequestToken: createVersionId(randomUUID(), { base: undefined, key: undefined }),
        SecretString: text
      });
      const kept = await world.run(KEEP);
      expect([kept.outputs['password'], readWarnings(kept).join()]).toEqual([
        text,
        expect.not.stringContaining('more than a password')
      ]);
      world.expectPassword(await world.run(ROTATE), 'rotated');
    }
  });
});

test('a password is rotated, whoever has chosen it', async () => {
  for (const password of randomPasswords(10_000).filter((_, at) => at % (isAll ? 50 : 997) === 0)) {
    world.reset();
    world.store(password);
    world.expectPassword(await world.run(ROTATE), 'rotated');
  }
});

// docs/handing-over.md: "With the key alone, `rotate` also refuses a secret that has the old password under another key"
test('the old password in another string stops a rotation, whatever has encoded it', async () => {
  const password = "aB3!'()*~/%&+";
  for (const encoded of [
    encodeURIComponent(password),
    encodeURIComponent(password).toLowerCase().replace('ab3', 'aB3'),
    new URLSearchParams({ password }).toString().slice('password='.length),
    Buffer.from(password).toString('hex').replace(/../g, '%$&')
  ]) {
    world.reset();
    world.store(JSON.stringify({ password, url: `postgres://app:${encoded}@db/shop` }));
    const key = { 'generate-string-key': 'password' };
    await world.expectRefused(
      { ...ROTATE, ...key },
      /contains the old password under other keys too: "url"/
    );
    const result = await world.run({
      ...ROTATE,
      ...key,
      'secret-string-template': '{"url":"postgres://app:{{password-url-encoded}}@db/shop"}'
    });
    expect(result.conclusion).toBe('success');
    expect([...world.secret.versions.values()].at(-1)?.string).not.toContain(encoded);
  }
});

test('a large object, nested deeper than any recursion goes, is rotated byte for byte', async () => {
  const rest = `"n":${'['.repeat(32_000)}${']'.repeat(32_000)} , "m" : 1.0 }`;
  world.store(`{"password":"old-password",${rest}`);
  const key = { 'generate-string-key': 'password' };
  world.expectPassword(
    await world.run({ ...ROTATE, ...key }),
    'rotated',
    (password) => `{"password":${JSON.stringify(password)},${rest}`
  );
  world.expectPassword(
    await world.run({ ...ROTATE, ...key, 'secret-version-stage': 'AWSPENDING' }),
    'pending',
    (password) => `{"password":${JSON.stringify(password)},${rest}`
  );
});

test('JSON that a parser refuses is told by its place and the kind of character there', async () => {
  world.store('{\n  "password": "hunter2",\n  "note": "a"b"\n}');
  const result = await world.expectRefused(
    { ...ROTATE, 'generate-string-key': 'password' },
    'generate-string-key is "password", but the secret app/db is nearly JSON, but not quite (line 3, column 14: a letter). Store it again as a JSON object (aws secretsmanager put-secret-value).'
  );
  expectNotPrinted(result, 'hunter2');
});
