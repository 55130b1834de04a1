import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { Database } from '../../tools/demo/database.js';
import { recipes, runRecipe, type RecipeResult } from '../../tools/demo/recipes.js';
import { read, ROOT } from '../helpers/pages.js';

const labels = ({ cloud }: RecipeResult, name: string): string[] =>
  [...cloud.secrets.secrets.get(name)!.versions.values()].map(({ stages }) =>
    [...stages].sort().join(' ')
  );

const current = ({ cloud }: RecipeResult, name: string): string | undefined =>
  [...cloud.secrets.secrets.get(name)!.versions.values()].find(({ stages }) =>
    stages.has('AWSCURRENT')
  )?.string;

const draws = ({ cloud }: RecipeResult): number =>
  cloud.requests.filter(({ operation }) => operation === 'GetRandomPassword').length;

/** No password of the world of a recipe is in its log, in any version or as a secret. */
function expectNothingShown({ cloud, log }: RecipeResult): void {
  const kept = [...cloud.secrets.secrets.values()].flatMap(({ versions }) =>
    [...versions.values()].map(({ string }) => string!)
  );
  const handed = [...cloud.github.secrets.values()].map(({ value }) => value!);
  expect([...kept, ...handed]).not.toHaveLength(0);
  for (const password of [...kept, ...handed]) expect(log).not.toContain(password);
}

describe('provision', () => {
  test('twice: one password, made once, which the database has and another job reads', async () => {
    const result = await runRecipe(ROOT, 'provision');
    expect(result.conclusion).toBe('success');
    expect(draws(result)).toBe(1);
    expect(labels(result, 'shop/db')).toEqual(['AWSCURRENT']);
    const password = current(result, 'shop/db');
    expect(result.database.password).toBe(password);
    expect(result.database.logins).toEqual([password, password]);
    expectNothingShown(result);
  });
});

describe('rotate', () => {
  test('the new password is in force in both places, and the old one is AWSPREVIOUS', async () => {
    const result = await runRecipe(ROOT, 'rotate');
    expect(result.conclusion).toBe('success');
    expect(labels(result, 'shop/db')).toEqual(['AWSPREVIOUS', 'AWSCURRENT AWSPENDING']);
    expect(result.database.password).toBe(current(result, 'shop/db'));
    expect(result.steps.map(({ name }) => name)).toEqual([
      'rotate: org/aws-random-password@v1',
      'rotate: org/aws-random-password@v1',
      'rotate: Change the database',
      'rotate: Test the login',
      'rotate: Put it in force'
    ]);
    expectNothingShown(result);
  });

  class Refusing extends Database {
    override alterPassword(password: string): void {
      if (this.password !== undefined) throw new Error('ERROR:  cannot execute ALTER ROLE');
      super.alterPassword(password);
    }
  }
  class Forgetful extends Database {
    override alterPassword(password: string): void {
      super.alterPassword(this.password === undefined ? password : `${password}?`);
    }
  }

  test.each<[string, Database, string]>([
    ['refuses the change', new Refusing(), 'rotate: Change the database'],
    ['does not have the new password after all', new Forgetful(), 'rotate: Test the login']
  ])('a database that %s: nothing is put in force', async (_, database, failing) => {
    const result = await runRecipe(ROOT, 'rotate', { database });
    expect(result.conclusion).toBe('failure');
    expect(result.steps.at(-1)).toEqual({ name: failing, conclusion: 'failure' });
    expect(labels(result, 'shop/db')).toEqual(['AWSCURRENT', 'AWSPENDING']);
    expect(result.cloud.requests.map(({ operation }) => operation)).not.toContain(
      'UpdateSecretVersionStage'
    );
    expectNothingShown(result);
  });
});

describe('hand-over', () => {
  test('the second job gets the password of this run, and its log is masked', async () => {
    const result = await runRecipe(ROOT, 'hand-over');
    expect(result.conclusion).toBe('success');
    expect([...result.cloud.github.secrets.keys()]).toEqual(['octo-org/app test DB_PASSWORD']);
    const secret = result.cloud.github.secrets.get('octo-org/app test DB_PASSWORD');
    expect(result.database.password).toBe(secret?.value);
    expect(result.log).toContain('Started a database with the password ***.');
    expectNothingShown(result);
  });
});

describe('rotate-test-credentials', () => {
  test('two nights: each has a new password, and the job after it logs in with the secret', async () => {
    const result = await runRecipe(ROOT, 'rotate-test-credentials');
    expect(result.conclusion).toBe('success');
    expect(labels(result, 'test/db')).toEqual(['', 'AWSPREVIOUS', 'AWSCURRENT AWSPENDING']);
    const password = current(result, 'test/db');
    const secret = result.cloud.github.secrets.get('octo-org/app test TEST_DB_PASSWORD');
    expect([result.database.password, secret?.value]).toEqual([password, password]);
    expect(secret?.writes).toBe(2);
    // Each night: the role with its old password, then with the new one, then the job after it.
    const [first, second, third, ...rest] = result.database.logins;
    expect([third, ...rest]).toEqual([second, second, password, password]);
    expect(new Set([first, second, password]).size).toBe(3);
    expectNothingShown(result);
  });
});

test.each(Object.entries(recipes))('the page with %s says how to watch it', (name, { page }) => {
  const command = `npm start -- --recipe ${name}`;
  expect(read(page)).toContain(command);
  if (page === 'docs/handing-over.md') expect(read('README.md')).toContain(command);
});

test.each([
  [
    ['--recipe', 'nothing'],
    '--recipe must be one of provision, rotate, hand-over, rotate-test-credentials, but is "nothing".'
  ],
  [['--recipe', 'rotate', '--aws'], '--recipe cannot be combined with --aws.'],
  [
    ['--recipe=rotate', '--password-length', '8'],
    '--recipe cannot be combined with --password-length.'
  ]
])('npm start -- %j says what is wrong', (args, message) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'tools/demo/start.ts', ...args],
    { cwd: ROOT, encoding: 'utf8' }
  );
  expect([status, stderr.trim()]).toEqual([2, message]);
});
