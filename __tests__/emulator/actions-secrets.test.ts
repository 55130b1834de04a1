import { afterEach, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import type { GitHubApiOptions } from '../../emulator/github/actions-secrets.js';

/** Instead of libsodium: a box is 48 bytes and the plain text. */
const sealedBox = {
  publicKey: Buffer.alloc(32, 7).toString('base64'),
  open: (sealed: string) => {
    const bytes = Buffer.from(sealed, 'base64');
    if (bytes[0] !== 1) throw new Error('wrong box');
    return bytes.subarray(48).toString();
  }
};
const seal = (text: string, mark = 1) =>
  Buffer.concat([Buffer.alloc(48, mark), Buffer.from(text)]).toString('base64');

const REPOSITORY = '/repos/octo-org/app/actions/secrets';
const ENVIRONMENT = '/repos/octo-org/app/environments/production/secrets';
let cloud: Cloud | undefined;
afterEach(async () => {
  await cloud?.close();
});

async function start(github: GitHubApiOptions = { sealedBox }) {
  cloud = await startCloud({ github });
  const base = cloud.env()['GITHUB_API_URL'] ?? '';
  const call = async (method: string, path: string, body?: object, token = 'github_pat_local') => {
    const response = await fetch(base + path, {
      method,
      headers: token === '' ? {} : { authorization: `token ${token}` },
      ...(body && { body: JSON.stringify(body) })
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? undefined : JSON.parse(text)) as unknown
    };
  };
  return { cloud, call };
}

describe.each([
  ['repository', REPOSITORY, 'octo-org/app DB_PASSWORD', 'Repository'],
  ['environment', ENVIRONMENT, 'octo-org/app production DB_PASSWORD', 'Environment']
])('a secret of a %s', (_scope, path, stored, word) => {
  test('is created, then updated, and decrypts to what was sealed', async () => {
    const { cloud, call } = await start();
    const { body } = await call('GET', `${path}/public-key`);
    expect(body).toEqual({ key_id: cloud.github.keyId, key: sealedBox.publicKey });
    const write = (text: string) =>
      call('PUT', `${path}/db_password`, {
        encrypted_value: seal(text),
        key_id: cloud.github.keyId
      });
    expect(await write('one')).toEqual({ status: 201, body: {} });
    expect(await write('two')).toEqual({ status: 204, body: undefined });
    expect(Object.fromEntries(cloud.github.secrets)).toEqual({
      [stored]: { encryptedValue: seal('two'), keyId: cloud.github.keyId, value: 'two', writes: 2 }
    });
    expect(cloud.calls('github').map(({ operation }) => operation)).toEqual([
      `Get${word}PublicKey`,
      `Put${word}Secret`,
      `Put${word}Secret`
    ]);
  });

  test.each([
    ['nobody', '', 401, 'Requires authentication'],
    ['an unknown token', 'wrong', 401, 'Bad credentials'],
    ['GITHUB_TOKEN', 'ghs_local', 403, 'Resource not accessible by integration'],
    [
      'a read-only token',
      'github_pat_reader',
      403,
      'Resource not accessible by personal access token'
    ]
  ])('is not written by %s', async (_name, token, status, message) => {
    const { cloud, call } = await start();
    const body = { encrypted_value: seal('x'), key_id: cloud.github.keyId };
    expect(await call('PUT', `${path}/A`, body, token)).toMatchObject({
      status,
      body: { message }
    });
    expect(cloud.github.secrets.size).toBe(0);
  });
});

test.each([
  '/repos/octo-org/other/actions/secrets/public-key',
  '/repos/octo-org/app/environments/absent/secrets/public-key',
  '/user'
])('%s is not found', async (path) => {
  const { call } = await start();
  expect(await call('GET', path)).toMatchObject({ status: 404, body: { message: 'Not Found' } });
});

test.each<[string, string, object, RegExp]>([
  ['a name with a hyphen', 'DB-PASSWORD', {}, /^Secret names can only contain/],
  ['a name that begins with a digit', '1DB', {}, /^Secret names can only contain/],
  ['the prefix GITHUB_', 'github_x', {}, /^Secret names must not start with GITHUB_\.$/],
  ['no value', 'A', { encrypted_value: undefined }, /encrypted_value/],
  ['no key', 'A', { key_id: 7 }, /key_id/],
  ['another key', 'A', { key_id: '1' }, /key_id/],
  ['a value that is not base64', 'A', { encrypted_value: '%%%' }, /^Improperly encrypted secret$/],
  ['an empty value', 'A', { encrypted_value: seal('') }, /^Improperly encrypted secret$/],
  [
    'a box that does not open',
    'A',
    { encrypted_value: seal('x', 2) },
    /^Improperly encrypted secret$/
  ],
  [
    'more than 48 KB',
    'A',
    { encrypted_value: seal('x'.repeat(48 * 1024 + 1)) },
    /^Secret value is too large\.$/
  ]
])('%s is refused', async (_name, name, change, message) => {
  const { cloud, call } = await start();
  const body = { encrypted_value: seal('x'), key_id: cloud.github.keyId, ...change };
  expect(await call('PUT', `${REPOSITORY}/${name}`, body)).toMatchObject({
    status: 422,
    body: { message: expect.stringMatching(message) }
  });
  expect(cloud.github.secrets.size).toBe(0);
});

test('without a sealed box the key is a Curve25519 key, and values stay encrypted', async () => {
  const { cloud, call } = await start({});
  const { body } = await call('GET', `${REPOSITORY}/public-key`);
  expect(Buffer.from((body as { key: string }).key, 'base64')).toHaveLength(32);
  await call('PUT', `${REPOSITORY}/A`, {
    encrypted_value: seal('x', 9),
    key_id: cloud.github.keyId
  });
  expect(cloud.github.secrets.get('octo-org/app A')).toEqual({
    encryptedValue: seal('x', 9),
    keyId: cloud.github.keyId,
    writes: 1
  });
});
