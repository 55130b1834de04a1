import { afterEach, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import type { GitHubApiOptions, GitHubToken } from '../../emulator/github/secrets-api.js';

/** Instead of libsodium: a box is 48 bytes and the plain text; the first byte says for which location. */
const markOf = (location: string) =>
  Buffer.from(location).reduce((sum, byte, at) => (sum + byte * (at + 1)) % 251, 1);
const sealedBox = (location: string) => ({
  publicKey: Buffer.alloc(32, markOf(location)).toString('base64'),
  open: (sealed: string) => {
    const bytes = Buffer.from(sealed, 'base64');
    if (bytes[0] !== markOf(location)) throw new Error('wrong box');
    return bytes.subarray(48).toString();
  }
});
const seal = (location: string, text: string) =>
  Buffer.concat([Buffer.alloc(48, markOf(location)), Buffer.from(text)]).toString('base64');

const writer: GitHubToken = {
  kind: 'personal access token',
  secrets: 'write',
  environments: 'write',
  dependabot_secrets: 'write',
  codespaces_secrets: 'write',
  organization_secrets: 'write',
  organization_dependabot_secrets: 'write',
  organization_codespaces_secrets: 'write'
};
const permissions = Object.keys(writer).filter((name) => name !== 'kind');
const reader = { ...writer, ...Object.fromEntries(permissions.map((name) => [name, 'read'])) };

const repositories = {
  'octo-org/app': { id: 74, environments: ['production'] },
  'octo-org/site': { id: 75, public: true },
  'octo-org/old': { id: 76, archived: true },
  'acme/shop': { id: 77 }
};

const REPOSITORY = '/repos/octo-org/app/actions/secrets';
const ORGANIZATION = '/orgs/octo-org/actions/secrets';

/** Each location: its path, its name, the words of its operations, and the permission that writes to it. */
const LOCATIONS = [
  [REPOSITORY, 'octo-org/app', 'Repository', 'secrets'],
  [
    '/repos/octo-org/app/environments/production/secrets',
    'octo-org/app production',
    'Environment',
    'environments'
  ],
  [
    '/repos/octo-org/app/dependabot/secrets',
    'octo-org/app@dependabot',
    'DependabotRepository',
    'dependabot_secrets'
  ],
  [
    '/repos/octo-org/app/codespaces/secrets',
    'octo-org/app@codespaces',
    'CodespacesRepository',
    'codespaces_secrets'
  ],
  [ORGANIZATION, 'octo-org', 'Organization', 'organization_secrets'],
  [
    '/orgs/octo-org/dependabot/secrets',
    'octo-org@dependabot',
    'DependabotOrganization',
    'organization_dependabot_secrets'
  ],
  [
    '/orgs/octo-org/codespaces/secrets',
    'octo-org@codespaces',
    'CodespacesOrganization',
    'organization_codespaces_secrets'
  ]
] as const;

let cloud: Cloud | undefined;
afterEach(async () => {
  await cloud?.close();
});

async function start(options: GitHubApiOptions = {}) {
  cloud = await startCloud({
    github: {
      repositories,
      sealedBox,
      tokens: { writer, reader, ghs_job: { kind: 'integration' } },
      ...options
    }
  });
  const { github } = cloud;
  const base = cloud.env()['GITHUB_API_URL'] ?? '';
  const call = async (method: string, path: string, body?: object, token = 'writer') => {
    const response = await fetch(base + path, {
      method,
      headers: token === '' ? {} : { authorization: `token ${token}` },
      ...(body && { body: JSON.stringify(body) })
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? undefined : JSON.parse(text)) as unknown,
      link: response.headers.get('link')
    };
  };
  /** The body of a PUT, sealed for a location. */
  const sealed = (location: string, text: string, more: object = {}) => ({
    encrypted_value: seal(location, text),
    key_id: github.keyIdOf(location),
    ...(location.startsWith('octo-org/') ? {} : { visibility: 'all' }),
    ...more
  });
  return { cloud, call, sealed };
}

describe.each(LOCATIONS)('%s', (path, location, word, permission) => {
  test('creates a secret, updates it, and decrypts to what was sealed', async () => {
    const { cloud, call, sealed } = await start();
    const keyId = cloud.github.keyIdOf(location);
    expect(await call('GET', `${path}/public-key`)).toMatchObject({
      status: 200,
      body: { key_id: keyId, key: sealedBox(location).publicKey }
    });
    expect(await call('GET', `${path}/db_password`)).toMatchObject({ status: 404 });
    const write = (text: string) => call('PUT', `${path}/db_password`, sealed(location, text));
    expect(await write('one')).toMatchObject({ status: 201, body: {} });
    expect(await write('two')).toMatchObject({ status: 204, body: undefined });
    expect(Object.fromEntries(cloud.github.secrets)).toEqual({
      [`${location} DB_PASSWORD`]: {
        encryptedValue: seal(location, 'two'),
        keyId,
        value: 'two',
        writes: 2,
        ...(path.startsWith('/orgs') && { visibility: 'all' })
      }
    });
    const { status, body } = await call('GET', `${path}/DB_PASSWORD`);
    expect([status, body]).toMatchObject([200, { name: 'DB_PASSWORD' }]);
    expect(JSON.stringify(body)).not.toContain('two');
    expect(cloud.calls('github').map(({ operation }) => operation)).toEqual([
      `Get${word}PublicKey`,
      `Get${word}Secret`,
      `Put${word}Secret`,
      `Put${word}Secret`,
      `Get${word}Secret`
    ]);
  });

  test('has a public key of its own', async () => {
    const { cloud, call, sealed } = await start();
    for (const [, other] of LOCATIONS.filter((one) => one[1] !== location)) {
      expect(cloud.github.keyIdOf(other)).not.toBe(cloud.github.keyIdOf(location));
      const foreign = { ...sealed(location, 'x'), key_id: cloud.github.keyIdOf(other) };
      expect(await call('PUT', `${path}/A`, foreign)).toMatchObject({ status: 422 });
      const { encrypted_value } = sealed(other, 'x');
      expect(
        await call('PUT', `${path}/A`, { ...sealed(location, 'x'), encrypted_value })
      ).toMatchObject({
        status: 422,
        body: { message: 'Improperly encrypted secret' }
      });
    }
    expect(cloud.github.secrets.size).toBe(0);
  });

  test.each([
    ['nobody', '', 401, 'Requires authentication'],
    ['an unknown token', 'wrong', 401, 'Bad credentials'],
    ['GITHUB_TOKEN', 'ghs_job', 403, 'Resource not accessible by integration'],
    ['a read-only token', 'reader', 403, 'Resource not accessible by personal access token'],
    [
      'a token for all other locations',
      'others',
      403,
      'Resource not accessible by personal access token'
    ]
  ])('is not written by %s', async (_name, token, status, message) => {
    const others = Object.fromEntries(
      Object.entries(writer).filter(([name]) => name !== permission)
    ) as unknown as GitHubToken;
    const { cloud, call, sealed } = await start({
      tokens: { writer, reader, others, ghs_job: { kind: 'integration' } }
    });
    expect(await call('PUT', `${path}/A`, sealed(location, 'x'), token)).toMatchObject({
      status,
      body: { message }
    });
    expect(cloud.github.secrets.size).toBe(0);
    const read = await call('GET', `${path}/public-key`, undefined, token);
    expect(read.status).toBe(token === 'reader' ? 200 : status);
  });

  test('takes as many secrets as GitHub has room for, and no more', async () => {
    const { cloud, call, sealed } = await start();
    const limit = path.startsWith('/orgs') ? 1000 : 100;
    const store = cloud.github.secrets;
    for (let at = 1; at < limit; at++)
      store.set(`${location} S${at}`, { encryptedValue: '', keyId: '', writes: 1 });
    for (const [, other] of LOCATIONS)
      if (other !== location) store.set(`${other} S`, { encryptedValue: '', keyId: '', writes: 1 });
    const write = async (name: string) =>
      (await call('PUT', `${path}/${name}`, sealed(location, 'x'))).status;
    expect([await write('LAST'), await write('MORE'), await write('LAST')]).toEqual([
      201, 422, 204
    ]);
  });
});

test.each([
  '/repos/octo-org/other/actions/secrets/public-key',
  '/repos/octo-org/app/environments/absent/secrets/public-key',
  '/repos/octo-org/app/environments/production/dependabot/secrets/public-key',
  '/repos/octo-org/app/actions/secrets/A/repositories',
  '/repos/octo-org/app/pages/secrets/public-key',
  '/orgs/other/actions/secrets/public-key',
  '/orgs/octo-org/environments/production/secrets/public-key',
  '/user'
])('%s is not found', async (path) => {
  const { call } = await start();
  expect(await call('GET', path)).toMatchObject({ status: 404, body: { message: 'Not Found' } });
});

describe('another repository', () => {
  const write = async (repository: string, token: GitHubToken) => {
    const { cloud, call, sealed } = await start({ tokens: { writer: token } });
    const path = `/repos/${repository}/actions/secrets/A`;
    const { status, body } = await call(
      'PUT',
      path,
      sealed(repository, 'x', { visibility: undefined })
    );
    expect(cloud.github.secrets.has(`${repository} A`)).toBe(status === 201);
    return [status, (body as { message?: string }).message];
  };
  test.each([
    ['is written with a token for all', 'acme/shop', writer, [201, undefined]],
    [
      'is written with a token for it',
      'acme/shop',
      { ...writer, repositories: ['acme/shop'] },
      [201, undefined]
    ],
    [
      'is not there for a token of a private other',
      'acme/shop',
      { ...writer, repositories: ['octo-org/app'] },
      [404, 'Not Found']
    ],
    [
      'is denied to a token of a public other',
      'octo-org/site',
      { ...writer, repositories: ['octo-org/app'] },
      [403, 'Resource not accessible by personal access token']
    ],
    [
      'is read-only once archived',
      'octo-org/old',
      writer,
      [403, 'Repository was archived so is read-only.']
    ]
  ] as const)('%s', async (_, repository, token, expected) => {
    expect(await write(repository, token)).toEqual(expected);
  });
});

describe('the secret of an organization', () => {
  const put = async (more: object, app: 'actions' | 'dependabot' | 'codespaces' = 'actions') => {
    const started = await start();
    const location = app === 'actions' ? 'octo-org' : `octo-org@${app}`;
    const path = `/orgs/octo-org/${app}/secrets/A`;
    const write = (given: object) =>
      started.call('PUT', path, started.sealed(location, 'x', given));
    return { ...started, path, location, write, first: await write(more) };
  };

  test.each([
    [
      'without a visibility',
      { visibility: undefined },
      'Invalid request.\n\n"visibility" wasn\'t supplied.'
    ],
    [
      'with another visibility',
      { visibility: 'public' },
      'Invalid request.\n\n"public" is not a possible value. Must be one of the following: all, private, selected.'
    ],
    [
      'with repositories that nobody selects',
      { visibility: 'private', selected_repository_ids: [74] },
      /goes with the visibility selected/
    ],
    [
      'with a repository of another owner',
      { visibility: 'selected', selected_repository_ids: [77] },
      /^Invalid request/
    ],
    [
      'with a repository that is no id',
      { visibility: 'selected', selected_repository_ids: ['app'] },
      /^Invalid request/
    ],
    ['with no list', { visibility: 'selected', selected_repository_ids: 'app' }, /^Invalid request/]
  ])('is refused %s', async (_, more, message) => {
    const { cloud, first } = await put(more);
    expect(first).toMatchObject({
      status: 422,
      body: { message: typeof message === 'string' ? message : expect.stringMatching(message) }
    });
    expect(cloud.github.secrets.size).toBe(0);
  });

  test('loses its repositories when they are left out, and its visibility to another', async () => {
    const { call, path, write, first } = await put({
      visibility: 'selected',
      selected_repository_ids: [74, 75]
    });
    expect(first.status).toBe(201);
    const read = async () => {
      const { body } = await call('GET', path);
      const list = await call('GET', `${path}/repositories`);
      return [body, list.body];
    };
    expect(await read()).toMatchObject([
      {
        visibility: 'selected',
        selected_repositories_url: expect.stringMatching(/\/A\/repositories$/)
      },
      {
        total_count: 2,
        repositories: [
          { id: 74, name: 'app', full_name: 'octo-org/app', private: true },
          { id: 75, full_name: 'octo-org/site', private: false }
        ]
      }
    ]);
    expect((await write({ visibility: 'selected' })).status).toBe(204);
    expect(await read()).toMatchObject([
      { visibility: 'selected' },
      { total_count: 0, repositories: [] }
    ]);
    await write({ visibility: 'private' });
    const [secret] = await read();
    expect(secret).toMatchObject({ visibility: 'private' });
    expect(secret).not.toHaveProperty('selected_repositories_url');
  });

  test('lists its repositories in pages', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 250 }, (_, at) => [`octo-org/r${at}`, { id: 1000 + at }])
    );
    const { call, sealed } = await start({ repositories: many });
    const selected_repository_ids = Object.values(many).map(({ id }) => id);
    await call(
      'PUT',
      `${ORGANIZATION}/A`,
      sealed('octo-org', 'x', { visibility: 'selected', selected_repository_ids })
    );
    const ids: number[] = [];
    const sizes: number[] = [];
    let next: string | undefined = '?per_page=100';
    while (next !== undefined) {
      const { body, link } = await call('GET', `${ORGANIZATION}/A/repositories${next}`);
      const { repositories: page } = body as { repositories: { id: number }[] };
      ids.push(...page.map(({ id }) => id));
      sizes.push(page.length);
      next = /\/repositories(\?[^>]*)>; rel="next"/.exec(link ?? '')?.[1];
    }
    expect([sizes, ids]).toEqual([[100, 100, 50], selected_repository_ids]);
    const { body } = await call('GET', `${ORGANIZATION}/A/repositories`);
    expect((body as { repositories: unknown[] }).repositories).toHaveLength(30);
  });

  test.each([
    ['actions', ['74'], 201],
    ['dependabot', ['74'], 201],
    ['codespaces', ['74'], 422],
    ['codespaces', [74], 201]
  ] as const)('of %s takes %j: %i', async (app, selected_repository_ids, status) => {
    const { first } = await put({ visibility: 'selected', selected_repository_ids }, app);
    expect(first.status).toBe(status);
  });

  test.each([
    [{ visibility: 'all' }, ['octo-org/app', 'octo-org/site', 'octo-org/old']],
    [{ visibility: 'private' }, ['octo-org/app', 'octo-org/old']],
    [{ visibility: 'selected', selected_repository_ids: [75] }, ['octo-org/site']],
    [{ visibility: 'selected' }, []]
  ])('with %j is read by %j', async (more, readers) => {
    const { cloud } = await put(more);
    expect(
      Object.keys(repositories).filter((name) => cloud.github.readableBy(name, 'actions').has('A'))
    ).toEqual(readers);
  });

  test('gives way to that of the repository; those of other apps and environments are apart', async () => {
    const { cloud, call, sealed } = await start();
    for (const [path, location] of LOCATIONS)
      await call('PUT', `${path}/A`, sealed(location, `of ${location}`));
    const read = (...where: ['actions' | 'dependabot' | 'codespaces', string?]) =>
      Object.fromEntries(cloud.github.readableBy('octo-org/app', ...where));
    expect([read('actions'), read('actions', 'production'), read('dependabot')]).toEqual([
      { A: 'of octo-org/app' },
      { A: 'of octo-org/app production' },
      { A: 'of octo-org/app@dependabot' }
    ]);
    expect(Object.fromEntries(cloud.github.readableBy('octo-org/site', 'codespaces'))).toEqual({
      A: 'of octo-org@codespaces'
    });
  });
});

test.each<[string, string, object, RegExp]>([
  ['a name with a hyphen', 'DB-PASSWORD', {}, /^Secret names can only contain/],
  ['a name that begins with a digit', '1DB', {}, /^Secret names can only contain/],
  ['the prefix GITHUB_', 'github_x', {}, /^Secret names must not start with GITHUB_\.$/],
  ['no value', 'A', { encrypted_value: undefined }, /encrypted_value/],
  ['no key', 'A', { key_id: 7 }, /key_id/],
  ['another key', 'A', { key_id: '1' }, /key_id/],
  ['a value that is not base64', 'A', { encrypted_value: '%%%' }, /^Improperly encrypted secret$/],
  [
    'an empty value',
    'A',
    { encrypted_value: seal('octo-org/app', '') },
    /^Improperly encrypted secret$/
  ],
  [
    'a box that does not open',
    'A',
    { encrypted_value: seal('', 'x') },
    /^Improperly encrypted secret$/
  ],
  [
    'more than 48 KB',
    'A',
    { encrypted_value: seal('octo-org/app', 'x'.repeat(48 * 1024 + 1)) },
    /^Secret value is too large\.$/
  ]
])('%s is refused', async (_name, name, change, message) => {
  const { cloud, call, sealed } = await start();
  const body = { ...sealed('octo-org/app', 'x'), ...change };
  expect(await call('PUT', `${REPOSITORY}/${name}`, body)).toMatchObject({
    status: 422,
    body: { message: expect.stringMatching(message) }
  });
  expect(cloud.github.secrets.size).toBe(0);
});

test('without a sealed box the key is a Curve25519 key, and values stay encrypted', async () => {
  cloud = await startCloud();
  const base = `${cloud.env()['GITHUB_API_URL'] ?? ''}${REPOSITORY}`;
  const headers = { authorization: 'token github_pat_local' };
  const key = (await (await fetch(`${base}/public-key`, { headers })).json()) as { key: string };
  expect(Buffer.from(key.key, 'base64')).toHaveLength(32);
  const again = (await (await fetch(`${base}/public-key`, { headers })).json()) as { key: string };
  expect(again).toEqual(key);
  const keyId = cloud.github.keyIdOf('octo-org/app');
  const body = { encrypted_value: seal('any', 'x'), key_id: keyId };
  await fetch(`${base}/A`, { method: 'PUT', headers, body: JSON.stringify(body) });
  expect(cloud.github.secrets.get('octo-org/app A')).toEqual({
    encryptedValue: seal('any', 'x'),
    keyId,
    writes: 1
  });
});
