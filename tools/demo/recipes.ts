import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CORE_SCHEMA, load } from 'js-yaml';
import sodium from 'libsodium-wrappers';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { jobOutput, runStep } from '../../emulator/runner/runner.js';
import { scramVerifier } from '../../src/password/scram.js';

interface Recipe {
  /** Where the workflow of this name stands. */
  readonly page: string;
  /** How often it is started. */
  readonly runs: number;
  /** A secret that is there before, whose password the database has. */
  readonly given?: string;
}

const RECIPES = {
  provision: { page: 'docs/handing-over.md', runs: 2 },
  rotate: { page: 'docs/handing-over.md', runs: 1, given: 'shop/db' },
  'hand-over': { page: 'docs/handing-over.md', runs: 1 },
  'rotate-test-credentials': { page: 'docs/recipes.md', runs: 2, given: 'test/db' }
} as const satisfies Record<string, Recipe>;

export type RecipeName = keyof typeof RECIPES;

/** The workflows of the pages that can be run here, by their `name`. */
export const recipes: Readonly<Record<RecipeName, Recipe>> = RECIPES;

export const isRecipeName = (name: string): name is RecipeName => Object.hasOwn(RECIPES, name);

interface WorkflowStep {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly with?: RawValues;
  readonly run?: string;
  readonly env?: RawValues;
}

interface WorkflowJob {
  readonly needs?: string;
  readonly environment?: string;
  readonly outputs?: RawValues;
  readonly env?: RawValues;
  readonly permissions?: RawValues;
  readonly steps: readonly WorkflowStep[];
}

interface Workflow {
  readonly name: string;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

type Values = Readonly<Record<string, string>>;

/** As YAML has them, before expressions are evaluated. */
type RawValues = Readonly<Record<string, string | number | boolean>>;

/** The values that expressions name, such as `steps.db.outputs.password`. */
type Context = Map<string, string>;

/** A database of one role, which has a password and asks for it. */
export class Database {
  /** Unknown to a server that has only been given its verifier, until somebody logs in. */
  password: string | undefined;
  /** Passwords of logins that were let in. */
  readonly logins: string[] = [];
  #stored: string | undefined;

  /** Takes a password or, as PostgreSQL does, its SCRAM-SHA-256 verifier. */
  change(stored: string): void {
    this.#stored = stored;
    this.password = stored.startsWith('SCRAM-SHA-256$') ? undefined : stored;
  }

  logIn(password: string): void {
    const [, salt] = /^SCRAM-SHA-256\$4096:(.+)\$/.exec(this.#stored ?? '') ?? [];
    const given = salt ? scramVerifier(password, Buffer.from(salt, 'base64')) : password;
    if (given !== this.#stored) throw new Error('FATAL:  password authentication failed');
    this.password = password;
    this.logins.push(password);
  }
}

export interface RecipeOptions {
  readonly onLog?: (line: string) => void;
  readonly database?: Database;
}

export interface RecipeResult {
  readonly conclusion: 'success' | 'failure';
  /** What GitHub would show. */
  readonly log: string;
  readonly database: Database;
  readonly cloud: Pick<Cloud, 'secrets' | 'github' | 'requests'>;
  /** Steps that were run, as `job: step`, with what became of them. */
  readonly steps: readonly { readonly name: string; readonly conclusion: string }[];
}

async function readWorkflow(action: string, name: RecipeName): Promise<Workflow> {
  const { page } = recipes[name];
  const markdown = await readFile(join(action, page), 'utf8');
  for (const [, text = ''] of markdown.matchAll(/^```yaml\r?\n(.*?)^```/gms)) {
    const workflow = load(text, { schema: CORE_SCHEMA }) as Partial<Workflow> | null;
    if (workflow?.name === name && workflow.jobs) return workflow as Workflow;
  }
  throw new Error(`${page} has no workflow with the name ${name}.`);
}

/**
 * Runs a workflow of the pages as GitHub would: jobs in order, each with a masker of its own, masked job
 * outputs dropped, environment secrets read when a job starts. The actions are the built ones; databases and other
 * people's actions are pretended.
 *
 * @param action folder of action.yml.
 */
export async function runRecipe(
  action: string,
  name: RecipeName,
  { onLog = () => undefined, database = new Database() }: RecipeOptions = {}
): Promise<RecipeResult> {
  const workflow = await readWorkflow(action, name);
  const { runs, given } = recipes[name];
  await sodium.ready;
  const pair = sodium.crypto_box_keypair();
  const cloud = await startCloud({
    github: {
      repositories: { 'octo-org/app': ['test'] },
      sealedBox: {
        publicKey: sodium.to_base64(pair.publicKey, sodium.base64_variants.ORIGINAL),
        open: (sealed) =>
          sodium.to_string(
            sodium.crypto_box_seal_open(
              sodium.from_base64(sealed, sodium.base64_variants.ORIGINAL),
              pair.publicKey,
              pair.privateKey
            )
          )
      }
    }
  });
  const play = new WorkflowRun(action, workflow, cloud, database, onLog);
  try {
    if (given !== undefined) await play.provide(given);
    for (let run = 1; run <= runs && !play.failed; run++) {
      play.print('');
      play.print(runs > 1 ? `━━ ${name}, run ${run}` : `━━ ${name}`);
      await play.run();
    }
    play.describeSecrets();
  } finally {
    await cloud.close();
  }
  return {
    conclusion: play.failed ? 'failure' : 'success',
    log: play.log.join('\n'),
    database,
    cloud,
    steps: play.steps
  };
}

/** What a step put out; throwing fails it. */
type Outputs = Values;

class WorkflowRun {
  readonly log: string[] = [];
  readonly steps: { name: string; conclusion: string }[] = [];
  failed = false;

  constructor(
    readonly action: string,
    readonly workflow: Workflow,
    readonly cloud: Cloud,
    readonly database: Database,
    readonly onLog: (line: string) => void
  ) {}

  print(line: string): void {
    this.log.push(line);
    this.onLog(line);
  }

  /** A secret whose password the database has already, made as a first run would. */
  async provide(secretId: string): Promise<void> {
    const { region, roleArn } = this.cloud;
    const { outputs } = await runStep({
      action: this.action,
      inputs: { 'aws-region': region, 'role-to-assume': roleArn, 'secret-id': secretId },
      env: this.cloud.env()
    });
    this.database.change(outputs['password'] ?? '');
    this.print(
      `Before: ${secretId} is kept in Secrets Manager, and the database has its password.`
    );
    this.describeSecrets();
  }

  /** One run of the workflow; a job whose `needs` failed is skipped, which only leaves it out here. */
  async run(): Promise<void> {
    const needs: Context = new Map();
    for (const [id, job] of Object.entries(this.workflow.jobs)) {
      if (this.failed) return;
      this.print('');
      this.print(`━ job ${id}${job.environment ? ` (environment ${job.environment})` : ''}`);
      await this.#runJob(id, job, needs);
    }
  }

  async #runJob(id: string, job: WorkflowJob, needs: Context): Promise<void> {
    const masker = new SecretMasker();
    const needed = [...needs].filter(([name]) => name.startsWith(`needs.${job.needs ?? ''}.`));
    const context: Context = new Map([...needed, ...this.#secretsFor(job)]);
    for (const [name, value] of context) if (name.startsWith('secrets.')) masker.addMask(value);
    const env = this.#evaluated(job.env, context);
    for (const step of job.steps) {
      const shown = step.name ?? step.uses ?? 'run';
      const own = { ...step, env: { ...env, ...this.#evaluated(step.env, context) } };
      try {
        const outputs = await this.#runStep(
          { ...own, inputs: this.#evaluated(step.with, context) },
          job.permissions?.['id-token'] === 'write',
          masker
        );
        for (const [name, value] of Object.entries(outputs))
          context.set(`steps.${step.id ?? ''}.outputs.${name}`, value);
        this.steps.push({ name: `${id}: ${shown}`, conclusion: 'success' });
      } catch (error) {
        this.print(masker.mask(error instanceof Error ? error.message : String(error)));
        this.print(`✗ ${shown} failed; the steps after it do not run.`);
        this.steps.push({ name: `${id}: ${shown}`, conclusion: 'failure' });
        this.failed = true;
        return;
      }
    }
    for (const [name, value] of Object.entries(this.#evaluated(job.outputs, context))) {
      const passed = jobOutput(name, value, masker);
      this.print(passed.message);
      if (passed.value !== undefined) needs.set(`needs.${id}.outputs.${name}`, passed.value);
    }
  }

  /** Secrets and variables as a job finds them when it starts. */
  #secretsFor({ environment }: WorkflowJob): Context {
    const found: Context = new Map([
      ['secrets.ADMIN_PASSWORD', 'the-admin-password-of-the-database'],
      ['secrets.SECRETS_APP_PRIVATE_KEY', 'the-private-key-of-the-app'],
      ['vars.SECRETS_APP_CLIENT_ID', 'Iv23localclientid0']
    ]);
    for (const [path, { value = '' }] of this.cloud.github.secrets) {
      const [, ...rest] = path.split(' ');
      const name = rest.at(-1) ?? '';
      if (rest.length === 1 || rest[0] === environment) found.set(`secrets.${name}`, value);
    }
    return found;
  }

  #evaluated(values: RawValues = {}, context: Context): Values {
    const evaluate = (value: RawValues[string]): string =>
      String(value).replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
        const found = context.get(expression);
        if (found === undefined) throw new Error(`Nothing has set ${expression} in this run.`);
        return found;
      });
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, evaluate(value)])
    );
  }

  async #runStep(
    step: Omit<WorkflowStep, 'with' | 'env'> & { readonly inputs: Values; readonly env: Values },
    mayAskForToken: boolean,
    masker: SecretMasker
  ): Promise<Outputs> {
    const { uses = '', env, inputs } = step;
    const [ours, path = ''] = /^org\/aws-random-password(\/\w+)?@/.exec(uses) ?? [];
    if (ours !== undefined) {
      const withoutToken = {
        ACTIONS_ID_TOKEN_REQUEST_URL: undefined,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined
      };
      const { conclusion, outputs } = await runStep({
        action: join(this.action, path),
        inputs,
        env: { ...env, ...this.cloud.env(), ...(mayAskForToken ? {} : withoutToken) },
        masker,
        onLog: (line) => {
          this.print(line);
        }
      });
      if (conclusion !== 'success') throw new Error('The action failed.');
      return outputs;
    }
    const script = step.run?.trimEnd() ?? '';
    for (const line of [`▼ Run ${uses || (step.name ?? script)}`, ...lines(script)])
      this.print(masker.mask(line));
    for (const [name, value] of Object.entries(env)) this.print(masker.mask(`  ${name}: ${value}`));
    const pretended = PRETENDED.find(({ when }) => when.test(uses || script));
    if (!pretended) {
      throw new Error(`This machine does not know how to pretend: ${uses || script}`);
    }
    const { said, outputs = {}, masks = [] } = pretended.act(env, this.database);
    masks.forEach((mask) => masker.addMask(mask));
    this.print(masker.mask(said));
    return outputs;
  }

  /** What is kept now, without a value. */
  describeSecrets(): void {
    this.print('');
    for (const { name, versions } of this.cloud.secrets.secrets.values()) {
      for (const { id, stages, string } of versions.values()) {
        const fits = string === this.database.password ? ', the password of the database' : '';
        this.print(`Secrets Manager: ${name} ${id} ${[...stages].join(' ') || 'no label'}${fits}`);
      }
    }
    for (const [path, { writes }] of this.cloud.github.secrets)
      this.print(`GitHub secret: ${path}, written ${writes === 1 ? 'once' : `${writes} times`}`);
  }
}

const lines = (script: string): string[] =>
  script === '' ? [] : script.split('\n').map((line) => `  ${line}`);

interface Pretended {
  readonly when: RegExp;
  readonly act: (
    env: Values,
    database: Database
  ) => { said: string; outputs?: Outputs; masks?: readonly string[] };
}

/** What stands for the commands and actions of others in the recipes. */
const PRETENDED: readonly Pretended[] = [
  {
    when: /ALTER ROLE/,
    act: ({ PASSWORD_HASH = '', PGUSER, PGPASSWORD = '' }, database) => {
      // A role that changes its own password logs in with the present one.
      if (PGUSER !== 'admin') database.logIn(PGPASSWORD);
      database.change(PASSWORD_HASH);
      return { said: 'ALTER ROLE' };
    }
  },
  {
    when: /SELECT 1/,
    act: ({ PGPASSWORD = '' }, database) => {
      database.logIn(PGPASSWORD);
      return { said: 'The database let it in.' };
    }
  },
  {
    when: /^docker run/,
    act: ({ POSTGRES_PASSWORD = '' }, database) => {
      database.change(POSTGRES_PASSWORD);
      return { said: `A database that asks for ${POSTGRES_PASSWORD} is running.` };
    }
  },
  {
    when: /^actions\/create-github-app-token@/,
    act: () => ({
      said: 'A token of the app, which may write the secrets of environments.',
      outputs: { token: 'github_pat_local' },
      masks: ['github_pat_local']
    })
  }
];
