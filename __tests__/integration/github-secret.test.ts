import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import sodium from 'libsodium-wrappers';
import { startCloud, type Cloud } from '../../emulator/index.js';
import type { FaultKind } from '../../emulator/faults.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { jobOutput } from '../../emulator/runner/job-output.js';
import { type StepResult } from '../../emulator/runner/runner.js';
import { ServiceError } from '../../emulator/service.js';
import type { GitHubToken } from '../../emulator/github/secrets-api.js';
import type { Visibility } from '../../src/github/secret-location.js';
import { run } from '../../src/main.js';
import { readFailure, findStackTrace, readComplaints } from '../helpers/recording-cloud.js';
import { ROOT } from '../helpers/pages.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';

type Given = Readonly<Record<string, string>>;

const TOKEN = 'github_pat_local';
const WRITER = {
  kind: 'personal access token',
  secrets: 'write',
  environments: 'write',
  dependabot_secrets: 'write',
  codespaces_secrets: 'write',
  organization_secrets: 'write',
  organization_dependabot_secrets: 'write',
  organization_codespaces_secrets: 'write'
} as const;
const toRepository = { 'github-secret': 'DB_PASSWORD', 'github-token': TOKEN };
const toEnvironment = { ...toRepository, 'github-environment': 'test' };

/** Ids of more repositories than fit on two pages. */
const MANY = Array.from({ length: 250 }, (_, at) => 1000 + at);

// Octokit reads GITHUB_API_URL when it is loaded, so all tests in this process share one GitHub.
let cloud: Cloud;
let seen = 0;

beforeAll(async () => {
  await sodium.ready;
  const { publicKey, privateKey } = sodium.crypto_box_keypair();
  const { ORIGINAL } = sodium.base64_variants;
  cloud = await startCloud({
    github: {
      repositories: {
        'octo-org/app': { id: 74, environments: ['test', 'a b/ü'] },
        'octo-org/infra': { id: 75, environments: ['test'] },
        'other/lib': { id: 76 },
        ...Object.fromEntries(MANY.map((id) => [`octo-org/service-${id}`, { id }]))
      },
      tokens: {
        [TOKEN]: WRITER,
        github_pat_reader: Object.fromEntries(
          Object.entries(WRITER).map(([name, may]) => [name, may === 'write' ? 'read' : may])
        ) as unknown as GitHubToken,
        github_pat_other: { kind: 'personal access token' },
        ...Object.fromEntries(
          (['secrets', 'environments', 'dependabot_secrets', 'codespaces_secrets'] as const).map(
            (name) => [`github_pat_${name}`, { kind: 'integration', [name]: 'write' } as const]
          )
        ),
        ghs_local: { kind: 'integration' }
      },
      sealedBox: () => ({
        publicKey: sodium.to_base64(publicKey, ORIGINAL),
        open: (sealed) =>
          sodium.to_string(
            sodium.crypto_box_seal_open(sodium.from_base64(sealed, ORIGINAL), publicKey, privateKey)
          )
      })
    }
  });
});
afterAll(() => cloud.close());
beforeEach(() => {
  cloud.faults.clear();
  cloud.secrets.secrets.clear();
  cloud.github.secrets.clear();
  seen = cloud.requests.length;
});

const stepWith = (inputs: Given, env: Readonly<Record<string, string | undefined>> = {}) => ({
  action: ROOT,
  inputs: {
    'aws-region': 'eu-west-1',
    'role-to-assume': cloud.roleArn,
    ...inputs
  },
  env: { ...cloud.env(), ...env },
  debug: true
});

async function step(
  inputs: Given,
  env: Readonly<Record<string, string | undefined>> = {}
): Promise<StepResult> {
  const result = await runStepInProcess(cloud, stepWith(inputs, env), run);
  expect(findStackTrace(result)).toBeUndefined();
  return result;
}

const calls = () => cloud.requests.slice(seen);
const operations = (service: string) =>
  calls()
    .filter((call) => call.service === service)
    .map(({ operation }) => operation)
    .join(' ');
const written = () => Object.fromEntries(cloud.github.secrets);
/** A secret of an organization, as somebody else has made it. */
const existing = (path: string, visibility: Visibility, selected?: readonly number[]): void => {
  cloud.github.secrets.set(path, {
    encryptedValue: '',
    keyId: '',
    value: 'before',
    writes: 1,
    visibility,
    ...(selected && { selected })
  });
};
const readPrinted = ({ stdout, stderr }: StepResult): string =>
  [...stdout.split('\n').filter((line) => !line.startsWith('::add-mask::')), stderr].join('\n');

function expectPassword(result: StepResult): string {
  expect([readComplaints(result), result.exitCode]).toEqual([[], 0]);
  const { password = '' } = result.outputs;
  expect(password).not.toBe('');
  expect(readPrinted(result)).not.toContain(password);
  return password;
}

/** One error and no output; no password is printed. */
function expectFailure(result: StepResult): string {
  const message = readFailure(result);
  for (const mask of result.masks.filter((value) => value.length > 8))
    expect(readPrinted(result)).not.toContain(mask);
  return message;
}

describe('the password', () => {
  test.each<[string, Given, string, string]>([
    ['a repository', toRepository, 'octo-org/app DB_PASSWORD', 'octo-org/app'],
    [
      'an environment',
      toEnvironment,
      'octo-org/app test DB_PASSWORD',
      'octo-org/app, environment test'
    ],
    [
      'an environment of any name',
      { ...toEnvironment, 'github-environment': 'a b/ü', 'github-secret': '_db2' },
      'octo-org/app a b/ü _DB2',
      'octo-org/app, environment a b/ü'
    ],
    [
      'another repository',
      { ...toRepository, 'github-repository': 'octo-org/infra' },
      'octo-org/infra DB_PASSWORD',
      'octo-org/infra'
    ],
    [
      'a repository of another owner',
      { ...toRepository, 'github-repository': 'other/lib' },
      'other/lib DB_PASSWORD',
      'other/lib'
    ],
    [
      'an environment of another repository',
      { ...toEnvironment, 'github-repository': 'octo-org/infra' },
      'octo-org/infra test DB_PASSWORD',
      'octo-org/infra, environment test'
    ],
    [
      'a repository, for Dependabot',
      { ...toRepository, 'github-secret-app': 'dependabot' },
      'octo-org/app@dependabot DB_PASSWORD',
      'octo-org/app'
    ],
    [
      'another repository, for Codespaces',
      {
        ...toRepository,
        'github-secret-app': 'codespaces',
        'github-repository': 'octo-org/infra'
      },
      'octo-org/infra@codespaces DB_PASSWORD',
      'octo-org/infra'
    ]
  ])('becomes a secret of %s, sealed', async (_, inputs, path, location) => {
    const result = await step(inputs);
    const password = expectPassword(result);
    expect(written()).toEqual({
      [path]: {
        value: password,
        writes: 1,
        keyId: cloud.github.keyIdOf(path.slice(0, path.lastIndexOf(' '))),
        encryptedValue: expect.not.stringContaining(password)
      }
    });
    const scope = location.includes(', env') ? 'Environment' : 'Repository';
    const app = /@(\w)(\w+)/.exec(path);
    const kind = app ? `${app[1]!.toUpperCase()}${app[2]!}` : '';
    expect(operations('github')).toBe(`Get${kind}${scope}PublicKey Put${kind}${scope}Secret`);
    expect(calls().at(-1)?.headers.authorization).toBe(`token ${TOKEN}`);
    expect(result.log).toContain(
      `Wrote the ${kind || 'GitHub Actions'} secret ${inputs['github-secret']!} of ${location}.`
    );
  });

  // docs/handing-over.md: "**Run again:** a new password in the same GitHub secret."
  test('replaces the one before', async () => {
    const [first, second] = [await step(toRepository), await step(toRepository)].map(
      expectPassword
    );
    expect(first).not.toBe(second);
    expect(written()).toMatchObject({ 'octo-org/app DB_PASSWORD': { value: second, writes: 2 } });
  });

  // docs/handing-over.md: "An environment secret is read when a job starts: a later job of the same run that names the environment gets the new password, and GitHub itself masks it there."
  test('reaches a later job, unlike an output', async () => {
    const { outputs, masker } = await step(toEnvironment);
    const { password = '' } = outputs;
    expect(jobOutput('password', password, masker)).toEqual({
      message: "Warning: Skip output 'password' since it may contain secret."
    });
    // GitHub reads the secrets of an environment when a job that names it starts, and masks them by itself.
    const later = new SecretMasker();
    const given = cloud.github.secrets.get('octo-org/app test DB_PASSWORD')?.value ?? '';
    later.addMask(given);
    expect(given).toBe(password);
    expect(later.mask(`psql --password=${given}`)).toBe('psql --password=***');
  });

  test('needs a token, which is masked and in no output', async () => {
    const result = await step(toRepository);
    expect(result.masks).toContain(TOKEN);
    expect(readPrinted(result)).not.toContain(TOKEN);
    expect(JSON.stringify(result.outputs)).not.toContain(TOKEN);
  });
});

describe("an organization's secret", () => {
  const toOrganization = {
    ...toRepository,
    'github-repository': '',
    'github-organization': 'octo-org'
  };
  const ID = { GITHUB_REPOSITORY_ID: '74' };
  const apps = [
    ['actions', '', 'GitHub Actions'],
    ['dependabot', 'Dependabot', 'Dependabot'],
    ['codespaces', 'Codespaces', 'Codespaces']
  ] as const;
  const pathOf = (app: string): string =>
    `octo-org${app === 'actions' ? '' : `@${app}`} DB_PASSWORD`;

  describe.each(apps)('for %s', (app, kind, title) => {
    const inputs = { ...toOrganization, 'github-secret-app': app };
    const [key, get, list, put] = [
      `Get${kind}OrganizationPublicKey`,
      `Get${kind}OrganizationSecret`,
      `Get${kind}OrganizationSecretRepositories`,
      `Put${kind}OrganizationSecret`
    ] as const;
    const sorted = (): string => operations('github').split(' ').sort().join(' ');
    const all = (...names: readonly string[]): string => [...names].sort().join(' ');

    // docs/handing-over.md: "A new one is for the repository of the job alone, unless `github-secret-visibility` says `private` (all private and internal repositories) or `all`."
    test('is created for the repository of the job alone', async () => {
      const result = await step(inputs, ID);
      const value = expectPassword(result);
      expect(written()).toMatchObject({
        [pathOf(app)]: { value, visibility: 'selected', selected: [74] }
      });
      expect(sorted()).toBe(all(key, get, put));
      expect(operations('github')).toMatch(new RegExp(`${put}$`));
      expect(result.log).toContain(
        `Wrote the ${title} secret DB_PASSWORD of the organization octo-org, for 1 selected repository.`
      );
    });

    test.each(['all', 'private'] as const)(
      'is created for %s, where that is said',
      async (visibility) => {
        const asked = { ...inputs, 'github-secret-visibility': visibility };
        const result = await step(asked, {
          GITHUB_REPOSITORY: 'other/lib',
          GITHUB_REPOSITORY_ID: ''
        });
        const value = expectPassword(result);
        const { selected, ...secret } = cloud.github.secrets.get(pathOf(app)) ?? {};
        expect(secret).toMatchObject({ value, visibility });
        expect(selected).toBeUndefined();
        expect(result.log).toContain(
          `of the organization octo-org, for ${visibility} repositories.`
        );
      }
    );

    // docs/handing-over.md: "A secret of an organization that exists keeps its visibility and its selected repositories."
    test.each<[Visibility, (readonly number[])?]>([
      ['all'],
      ['private'],
      ['selected', []],
      ['selected', [75]],
      ['selected', [75, ...MANY.slice(0, 99)]],
      ['selected', MANY]
    ])('keeps who reads it: %s %j', async (visibility, selected = []) => {
      existing(pathOf(app), visibility, visibility === 'selected' ? selected : undefined);
      const value = expectPassword(await step(inputs, { GITHUB_REPOSITORY: 'other/lib', ...ID }));
      expect(written()).toMatchObject({
        [pathOf(app)]: {
          value,
          writes: 2,
          visibility,
          ...(visibility === 'selected' && { selected: [...selected] })
        }
      });
      const pages = visibility === 'selected' ? Math.max(1, Math.ceil(selected.length / 100)) : 0;
      expect(sorted()).toBe(all(key, get, ...Array<string>(pages).fill(list), put));
    });

    test('may be asked for the visibility that it has', async () => {
      existing(pathOf(app), 'selected', [75]);
      const asked = { ...inputs, 'github-secret-visibility': 'selected' };
      expectPassword(await step(asked, ID));
      expect(cloud.github.secrets.get(pathOf(app))?.selected).toEqual([75]);
    });

    test.each<[Visibility, Visibility]>([
      ['all', 'selected'],
      ['selected', 'all'],
      ['private', 'all'],
      ['selected', 'private']
    ])('that is for %s is not changed to %s; nothing is stored', async (before, asked) => {
      existing(pathOf(app), before, before === 'selected' ? [75] : undefined);
      const both = { ...inputs, 'github-secret-visibility': asked, 'secret-id': 'app/db' };
      expect(expectFailure(await step(both, ID))).toBe(
        `github-secret-visibility is "${asked}", but github-secret DB_PASSWORD exists in the organization octo-org with the visibility "${before}". ` +
          'Leave github-secret-visibility empty to keep that, or change it in the settings of the organization.'
      );
      expect(written()).toMatchObject({ [pathOf(app)]: { value: 'before', writes: 1 } });
      expect(cloud.secrets.find('app/db')).toBeUndefined();
    });

    test.each([{}, { 'github-secret-visibility': 'selected' }])(
      'is not created for the repository of somebody else; nothing is stored: %j',
      async (visibility) => {
        const both = { ...inputs, ...visibility, 'secret-id': 'app/db' };
        const env = { GITHUB_REPOSITORY: 'other/lib', GITHUB_REPOSITORY_ID: '76' };
        expect(expectFailure(await step(both, env))).toBe(
          'github-secret DB_PASSWORD is new in the organization octo-org, to which the repository of this job, "other/lib", does not belong, so it cannot be for that repository alone. ' +
            'Set github-secret-visibility to private or all, or create the secret in the settings of the organization.'
        );
        expect(written()).toEqual({});
        expect(cloud.secrets.find('app/db')).toBeUndefined();
      }
    );

    test.each(['reader', 'other'])(
      'is not written by a token without the right: %s',
      async (who) => {
        const result = await step({ ...inputs, 'github-token': `github_pat_${who}` }, ID);
        const permission = {
          actions: 'Secrets',
          dependabot: 'Dependabot secrets',
          codespaces: 'Organization Codespaces secrets'
        }[app];
        expect(expectFailure(result)).toBe(
          `Could not write the ${title} secret DB_PASSWORD of the organization octo-org: github-token may not write the secrets of the organization octo-org. ` +
            `The GITHUB_TOKEN of a job never may. Use a fine-grained or GitHub App token with the organization permission "${permission}: write".`
        );
        expect(written()).toEqual({});
      }
    );
  });

  test('needs to know the id of the repository that it is created for', async () => {
    const env = { GITHUB_REPOSITORY_ID: 'seventy-four' };
    expect(expectFailure(await step(toOrganization, env))).toBe(
      'GITHUB_REPOSITORY_ID must be the id of the repository of this job, but is "seventy-four". ' +
        'The runner sets it; do not overwrite it. A runner that does not set it needs github-secret-visibility: private or all.'
    );
    expect(written()).toEqual({});
  });

  test('knows its organization in any case', async () => {
    expectPassword(await step(toOrganization, { ...ID, GITHUB_REPOSITORY: 'Octo-Org/app' }));
    expect(cloud.github.secrets.get(pathOf('actions'))?.selected).toEqual([74]);
  });

  test('of an organization that does not exist is explained', async () => {
    const nowhere = { ...toOrganization, 'github-organization': 'none' };
    expect(expectFailure(await step(nowhere, ID))).toContain(
      'GitHub returned status 404: the organization none does not exist, or'
    );
  });

  test.each(['GetOrganizationSecret', 'GetOrganizationSecretRepositories'])(
    'asks again after a fault that passes, and loses no repository: %s',
    async (operation) => {
      existing(pathOf('actions'), 'selected', MANY);
      cloud.faults.add({ service: 'github', operation, kind: 503, times: 2 });
      const value = expectPassword(await step(toOrganization, ID));
      expect(written()).toMatchObject({ [pathOf('actions')]: { value, selected: MANY } });
    }
  );

  const page = (body: unknown) => () => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body)
  });
  test.each<[string, FaultKind, RegExp]>([
    ['GetOrganizationSecret', page({ name: 'DB_PASSWORD' }), /is not from GitHub\./],
    ['GetOrganizationSecret', page({ visibility: 'internal' }), /is not from GitHub\./],
    ['GetOrganizationSecret', 'html', /is not from GitHub\./],
    ['GetOrganizationSecretRepositories', page({}), /is not from GitHub\./],
    [
      'GetOrganizationSecretRepositories',
      page({ total_count: 1, repositories: [null] }),
      /is not from GitHub\./
    ],
    [
      'GetOrganizationSecretRepositories',
      page({ total_count: 1, repositories: [{ id: 'x' }] }),
      /is not from GitHub\./
    ],
    [
      'GetOrganizationSecretRepositories',
      page({ repositories: [{ id: 1 }] }),
      /is not from GitHub\./
    ],
    [
      'GetOrganizationSecretRepositories',
      page({ total_count: 3, repositories: [] }),
      /^GitHub names only 0 of the 3 repositories that github-secret DB_PASSWORD is selected for, and the others would lose it\. Run the job again\.$/
    ]
  ])('changes nothing when it cannot know who reads it: %s', async (operation, kind, message) => {
    existing(pathOf('actions'), 'selected', [75]);
    cloud.faults.add({ service: 'github', operation, kind });
    const both = { ...toOrganization, 'secret-id': 'app/db' };
    expect(expectFailure(await step(both, ID))).toMatch(message);
    expect(written()).toMatchObject({ [pathOf('actions')]: { value: 'before', selected: [75] } });
    expect(cloud.secrets.find('app/db')).toBeUndefined();
  });

  test('reads pages as large as those of GitHub, and as small as it likes', async () => {
    existing(pathOf('actions'), 'selected', [75]);
    // GitHub tells some 6 KB of each repository.
    const repositories = MANY.map((id) => ({ id, urls: 'https://api.github.com/'.repeat(260) }));
    cloud.faults.add({
      service: 'github',
      operation: 'GetOrganizationSecretRepositories',
      times: 1,
      kind: page({ total_count: 250, repositories: repositories.slice(0, 100) })
    });
    for (const [from, to] of [
      [100, 130],
      [130, 250]
    ] as const)
      cloud.faults.add({
        service: 'github',
        operation: 'GetOrganizationSecretRepositories',
        times: 1,
        kind: page({ total_count: 250, repositories: repositories.slice(from, to) })
      });
    expectPassword(await step(toOrganization, ID));
    expect(cloud.github.secrets.get(pathOf('actions'))?.selected).toEqual(MANY);
  });

  // docs/handing-over.md: "What GitHub must tell comes first"
  test('is known, at no round trip to AWS, before anything is stored', async () => {
    existing(pathOf('actions'), 'selected', MANY);
    const without = { 'secret-id': 'app/other' };
    await step(without, ID);
    const alone = calls().filter(({ service }) => service !== 'github');
    seen = cloud.requests.length;
    const result = await step({ ...toOrganization, 'secret-id': 'app/db' }, ID);
    expectPassword(result);
    const order = calls().map(({ operation }) => operation);
    expect(order.filter((one) => !one.includes('Organization'))).toEqual(
      alone.map(({ operation }) => operation)
    );
    const stored = order.indexOf('CreateSecret');
    expect(order.lastIndexOf('GetOrganizationSecretRepositories')).toBeLessThan(stored);
    expect(order.indexOf('GetOrganizationPublicKey')).toBeLessThan(stored);
    expect(order.at(-1)).toBe('PutOrganizationSecret');
  });
});

describe('the permission that the error names', () => {
  test.each<[string, Given]>([
    ['"Secrets: write"', {}],
    ['"Environments: write"', { 'github-environment': 'test' }],
    ['"Dependabot secrets: write"', { 'github-secret-app': 'dependabot' }],
    ['"Codespaces secrets: write"', { 'github-secret-app': 'codespaces' }]
  ])('is %s for %j, and is enough', async (permission, inputs) => {
    const token = { ...toRepository, ...inputs, 'github-token': 'github_pat_other' };
    expect(expectFailure(await step(token))).toMatch(
      new RegExp(`Use a fine-grained or GitHub App token with ${permission}\\.$`)
    );
    const only = permission
      .replace(/^"|: write"$/g, '')
      .toLowerCase()
      .replace(' ', '_');
    expectPassword(await step({ ...token, 'github-token': `github_pat_${only}` }));
  });
});

describe('is refused before any call:', () => {
  const name =
    /^github-secret must be a name of letters, digits and underscores that does not begin with a digit or with GITHUB_, but is ".*"\.$/;
  test.each<[Given, Readonly<Record<string, string | undefined>>, RegExp]>([
    ...['1DB', 'DB-PASSWORD', 'DB PASSWORD', 'db.password', 'github_token', 'DBÄ', '../x'].map(
      (value): [Given, Given, RegExp] => [{ ...toRepository, 'github-secret': value }, {}, name]
    ),
    [
      { ...toEnvironment, 'github-token': '' },
      {},
      /github-token is empty\. .*GITHUB_TOKEN.* may not\.$/
    ],
    [
      { ...toEnvironment, 'github-secret': '' },
      {},
      /^github-environment is set, but github-secret is empty/
    ],
    ...[undefined, '', 'octo-org', '/app', 'octo-org/'].map(
      (repository): [Given, Record<string, string | undefined>, RegExp] => [
        toRepository,
        { GITHUB_REPOSITORY: repository },
        /but GITHUB_REPOSITORY is ".*"\. The runner sets it to OWNER\/REPOSITORY; do not overwrite it\.$/
      ]
    )
  ])('%j %j', async (inputs, env, message) => {
    expect(expectFailure(await step(inputs, env))).toMatch(message);
    expect(calls()).toEqual([]);
  });
});

describe('an error of GitHub', () => {
  test.each<[string, Given, string]>([
    ['GITHUB_TOKEN', { ...toRepository, 'github-token': 'ghs_local' }, '403'],
    ['a token that only reads', { ...toRepository, 'github-token': 'github_pat_reader' }, '403'],
    ['GITHUB_TOKEN', { ...toEnvironment, 'github-token': 'ghs_local' }, '403'],
    ['no such environment', { ...toEnvironment, 'github-environment': 'none' }, '404']
  ])('is explained, and no output is set: %s, %j', async (_, inputs, status) => {
    const environment = inputs['github-environment'];
    const location = environment ? `octo-org/app, environment ${environment}` : 'octo-org/app';
    const permission = environment ? 'Environments' : 'Secrets';
    const result = await step(inputs);
    expect(expectFailure(result)).toBe(
      `Could not write the GitHub Actions secret DB_PASSWORD of ${location}: ${
        status === '403'
          ? `github-token may not write the secrets of ${location}.`
          : `GitHub returned status 404: ${location} does not exist, or github-token may not write its secrets.`
      } The GITHUB_TOKEN of a job never may. Use a fine-grained or GitHub App token with "${permission}: write".`
    );
    expect(written()).toEqual({});
    expect(result.masks).toContain(inputs['github-token']);
    expect(readPrinted(result)).not.toContain(inputs['github-token']!);
    // It is not transient, so it is not retried.
    expect(operations('github')).not.toMatch(/(\b\w+\b).* \1/);
  });

  test('is explained for a repository that does not exist', async () => {
    const result = await step(toRepository, { GITHUB_REPOSITORY: 'octo-org/none' });
    expect(expectFailure(result)).toContain(
      'GitHub returned status 404: octo-org/none does not exist, or'
    );
  });

  test.each<[string, FaultKind, RegExp]>([
    [
      'a token that is revoked',
      new ServiceError('x', 'Bad credentials', 401),
      /does not accept github-token/
    ],
    [
      'a value',
      new ServiceError('x', 'Validation failed', 422),
      /does not accept the secret \(status 422\)/
    ],
    [
      'a name that it does not like',
      new ServiceError(
        'x',
        'Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_).',
        422
      ),
      /: GitHub does not accept the name in github-secret\. Use letters/
    ],
    [
      'an archived repository',
      new ServiceError('x', 'Repository was archived so is read-only.', 403),
      /: octo-org\/app is archived, so nothing in it can be changed\. Unarchive it/
    ],
    [
      'a token that lives too long',
      new ServiceError(
        'x',
        "The 'octo-org' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days.",
        403
      ),
      /: github-token is valid for longer than the organization octo-org allows\./
    ],
    [
      'a kind of token that is not let in',
      new ServiceError(
        'x',
        '`octo-org` forbids access via a personal access token (classic).',
        403
      ),
      /: the organization octo-org does not let personal access tokens of this kind in\./
    ],
    [
      'too many calls',
      'throttled',
      /GitHub limits how often it is called\. The limit ends in 60 seconds \(.* UTC\), after timeout-seconds/
    ],
    ['a page of a proxy', 'html', /is not from GitHub\. Check/],
    ['an empty response', 'empty', /is not from GitHub\. Check/],
    [
      'a response that is null',
      () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: 'null' }),
      /is not from GitHub\. Check/
    ],
    [
      'a key of another kind',
      () => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: '{"key":7,"key_id":"1"}'
      }),
      /is not from GitHub\. Check/
    ],
    [
      'a key without its id',
      () => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: '{"key":"AAAA"}'
      }),
      /is not from GitHub\. Check/
    ]
  ])('is explained, and no output is set: %s', async (_, kind, message) => {
    cloud.faults.add({ service: 'github', operation: 'GetRepositoryPublicKey', kind });
    expect(expectFailure(await step(toRepository))).toMatch(message);
    expect(written()).toEqual({});
  });

  test('is retried where it is transient, and the secret is written once', async () => {
    for (const operation of ['GetRepositoryPublicKey', 'PutRepositorySecret']) {
      cloud.faults.add({ service: 'github', operation, kind: 503, times: 1 });
    }
    const password = expectPassword(await step(toRepository));
    expect(written()).toMatchObject({ 'octo-org/app DB_PASSWORD': { value: password, writes: 1 } });
  });
});

describe('with Secrets Manager too', () => {
  const both = { ...toEnvironment, 'secret-id': 'app/db' };
  const version = () => [...(cloud.secrets.find('app/db')?.versions.values() ?? [])].at(-1);

  // docs/handing-over.md: "With `secret-id` as well, the password is stored in AWS first."
  // docs/handing-over.md: "Then the password is stored in Secrets Manager, then in GitHub, and the outputs come last."
  test('AWS is first, and both have the password of the output', async () => {
    const result = await step(both);
    const password = expectPassword(result);
    expect(result.outputs['secret-version-id']).toBe(version()?.id);
    expect(version()?.string).toBe(password);
    expect(written()).toMatchObject({ 'octo-org/app test DB_PASSWORD': { value: password } });
    const order = calls().map(({ operation }) => operation);
    expect(order.slice(-2)).toEqual(['CreateSecret', 'PutEnvironmentSecret']);
    expect(order).toContain('GetEnvironmentPublicKey');
  });

  test('with a template GitHub gets the password alone', async () => {
    const template = {
      'secret-string-template': '{"username":"app"}',
      'generate-string-key': 'password'
    };
    const password = expectPassword(await step({ ...both, ...template }));
    expect(JSON.parse(version()?.string ?? '')).toEqual({ username: 'app', password });
    expect(written()).toMatchObject({ 'octo-org/app test DB_PASSWORD': { value: password } });
  });

  test('an existing password is written again', async () => {
    const password = expectPassword(await step({ 'secret-id': 'app/db' }));
    const kept = await step({ ...both, 'if-secret-exists': 'keep' });
    expect(expectPassword(kept)).toBe(password);
    expect(written()).toMatchObject({ 'octo-org/app test DB_PASSWORD': { value: password } });
  });

  test('an existing password is written where it is no output', async () => {
    const password = expectPassword(await step({ 'secret-id': 'app/db' }));
    const silent = { 'output-password': 'false' };
    const kept = await step({ ...both, ...silent, 'if-secret-exists': 'keep' });
    expect([readComplaints(kept), Object.keys(kept.outputs).sort()]).toEqual([
      [],
      ['secret-arn', 'secret-change', 'secret-version-id']
    ]);
    expect(written()).toMatchObject({ 'octo-org/app test DB_PASSWORD': { value: password } });
    // GitHub alone keeps it, too.
    const alone = await step({ ...toRepository, ...silent });
    expect([readComplaints(alone), alone.outputs]).toEqual([[], {}]);
    expect(written()).toHaveProperty('octo-org/app DB_PASSWORD');
  });

  test('a status that GitHub does not have for a secret is no success', async () => {
    cloud.faults.add({
      service: 'github',
      operation: 'PutEnvironmentSecret',
      kind: () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '{}' })
    });
    expect(expectFailure(await step(both))).toMatch(
      /^Could not write the GitHub Actions secret DB_PASSWORD/
    );
  });

  test('GitHub gets nothing when AWS fails', async () => {
    cloud.secrets.create({
      Name: 'app/db',
      SecretString: 'present',
      ClientRequestToken: randomUUID()
    });
    expect(expectFailure(await step(both))).toMatch(/exists already/);
    expect(operations('github')).not.toContain('Put');
  });

  test.each<[string, Given, Given]>([
    ['GITHUB_TOKEN', { 'github-token': 'ghs_local' }, {}],
    ['a token that has expired', {}, { 'if-secret-exists': 'rotate' }],
    ['no such environment', { 'github-environment': 'none' }, { 'if-secret-exists': 'keep' }]
  ])('nothing is stored when GitHub gives no public key: %s', async (why, inputs, mode) => {
    if ('if-secret-exists' in mode && mode['if-secret-exists'] === 'rotate') {
      cloud.secrets.create({
        Name: 'app/db',
        SecretString: 'present',
        ClientRequestToken: randomUUID()
      });
      // Left over from a promotion that was cut off: to be taken off beside the first write, and not before it.
      const secret = cloud.secrets.find('app/db')!;
      const [id] = secret.versions.keys();
      cloud.secrets.moveStage(secret, { VersionStage: 'AWSPENDING', MoveToVersionId: id! });
    }
    const before = version()?.id;
    if (why.includes('expired')) {
      cloud.faults.add({
        service: 'github',
        operation: 'GetEnvironmentPublicKey',
        kind: new ServiceError('x', 'Bad credentials', 401)
      });
    }
    const message = expectFailure(await step({ ...both, ...inputs, ...mode }));
    expect(message).toMatch(
      /^Could not write the GitHub Actions secret DB_PASSWORD of octo-org\/app/
    );
    expect(message).not.toContain('stored');
    expect(version()?.id).toBe(before);
    expect(operations('secretsmanager')).not.toMatch(/Create|Put|Update/);
  });

  // docs/handing-over.md: "If GitHub then refuses it, the error names the version that AWS has, and a run with `if-secret-exists: keep` finishes the job."
  test.each<[string, FaultKind]>([
    ['a token that may only read', new ServiceError('x', 'Resource not accessible', 403)],
    ['a reset before it acts', 'reset-before'],
    ['a reset after it acted', 'reset-after'],
    ['500', 500]
  ])('the error names the stored version when GitHub refuses it: %s', async (_, kind) => {
    cloud.faults.add({ service: 'github', operation: 'PutEnvironmentSecret', kind });
    const message = expectFailure(await step(both));
    const { id = '', string = '' } = version() ?? {};
    const arn = cloud.secrets.find('app/db')?.arn ?? '';
    expect(message).toMatch(
      /^Could not write the GitHub Actions secret DB_PASSWORD of octo-org\/app, environment/
    );
    expect(message).toContain(
      ` The password is already stored as version ${id} of ${arn}, but no output is set. To see its labels, run "aws secretsmanager list-secret-version-ids --include-deprecated --region eu-west-1 --secret-id ${arn}".`
    );
    expect(message).not.toContain(string);
    expect(cloud.secrets.find('app/db')?.versions.size).toBe(1);
    // A run with keep finishes the job.
    cloud.faults.clear();
    const kept = await step({ ...both, 'if-secret-exists': 'keep' });
    expect(expectPassword(kept)).toBe(string);
  });

  test.each(['reset-before', 'reset-after', 'hang', 'trickle', 500] as const)(
    'GitHub gets the stored password even after %s',
    async (kind) => {
      for (const operation of ['GetEnvironmentPublicKey', 'PutEnvironmentSecret']) {
        cloud.faults.add({ service: 'github', operation, kind, times: 1 });
      }
      const password = expectPassword(await step(both));
      expect(version()?.string).toBe(password);
      expect(written()).toMatchObject({ 'octo-org/app test DB_PASSWORD': { value: password } });
    }
  );
});
