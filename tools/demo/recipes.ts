import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ownVoice } from '../../emulator/voice.js';
import type { Account } from '../../emulator/workflow/account.js';
import { parseWorkflow, type Workflow } from '../../emulator/workflow/workflow-file.js';
import {
  runWorkflow,
  type RunOptions,
  type RunResult
} from '../../emulator/workflow/workflow-run.js';
import { closest, UsageError } from './command-line.js';
import { addRoles, builtActions, openExample, readWorkflows } from './example.js';

/** What a workflow of the pages builds on, and how often it is shown. */
interface Demonstration {
  /** Workflows that run before it, without their log. */
  readonly after?: readonly string[];
  /** How each run differs from a whole one. One run when left out. */
  readonly runs?: readonly Pick<RunOptions, 'event' | 'stopAfterSteps'>[];
  /** A secret that clients read, and log in to the database with, after each step. */
  readonly clientsOf?: string;
  readonly shows: string;
}

const TWICE = [{}, {}];
const DEMONSTRATIONS: Readonly<Record<string, Demonstration>> = {
  password: { shows: 'A database got a password that is stored nowhere.' },
  'database-password': {
    runs: TWICE,
    shows: 'The first run stored a password, the second run, a day later, got the same one.'
  },
  'replace-at-once': {
    runs: TWICE,
    shows: 'The first run created the key; the second, a day later, replaced it at once.'
  },
  'create-database': {
    runs: TWICE,
    shows: 'The first run created the database; the second changed nothing.'
  },
  'rotate-database': {
    after: ['create-database'],
    shows: 'The master user has a new password, which is current since it was tested.'
  },
  'create-role': {
    after: ['create-database'],
    runs: TWICE,
    shows: 'The role app logs in with the stored password; the second run changed nothing.'
  },
  mysql: {
    runs: TWICE,
    shows:
      'The first run made the account basket; the second, a day later, kept its password, which is young, and discarded any older one.'
  },
  mariadb: {
    after: ['mariadb'],
    clientsOf: 'shop/stock',
    shows: 'The other account got a new password, and no client (◇) was locked out.'
  },
  'kubernetes-secret': {
    after: ['create-database', 'create-role'],
    shows: 'The cluster has the password of the role app.'
  },
  ecs: {
    after: ['create-database', 'create-role'],
    shows:
      'The new tasks have the account app and its password, which ECS read by the ARN and the keys of the secret.'
  },
  lambda: {
    after: ['create-database', 'create-role'],
    shows: 'The function reads the secret at run time and logs in; a rotation redeploys nothing.'
  },
  'rotate-test-credentials': {
    after: ['create-database'],
    runs: TWICE,
    shows: 'Two nights: each gave the account tester a new password, and GitHub too.'
  },
  'webhook-key': {
    runs: [{ event: 'push' }, { event: 'push' }, { event: 'workflow_dispatch' }],
    shows: 'Two deployments had the same key; the run by hand made a new one.'
  },
  'rotate-private': {
    after: ['create-database'],
    shows: 'The role private has a new password, which is current since it was tested.'
  },
  provision: {
    after: ['create-database'],
    runs: TWICE,
    shows: 'Both runs had the same password, and another job read it by its own role.'
  },
  // The first run dies between the change of the database and the promotion.
  rotate: {
    after: ['create-database', 'provision'],
    runs: [{ stopAfterSteps: 4 }, {}],
    shows:
      'The first run was cut off, on purpose, after it had changed the database; the second one finished its rotation.'
  },
  'deploy-two-accounts': {
    runs: TWICE,
    shows: 'Each account has a password of its own, which both runs read by way of the hub.'
  },
  'self-hosted': {
    runs: TWICE,
    shows: 'The role of the machine led to a session that reaches one secret of another account.'
  },
  'rotate-dependabot': {
    after: ['create-database'],
    runs: TWICE,
    shows:
      'The account bot has a new password, Dependabot has it too, and the next day nothing changed.'
  },
  'organization-key': {
    runs: TWICE,
    shows: 'The private repositories of acme read the key, which was the same a day later.'
  },
  'two-accounts': {
    // Its first run makes the accounts; what is shown is a rotation.
    after: ['create-database', 'two-accounts'],
    clientsOf: 'shop/orders',
    shows:
      'The account that was not current got a new password, and at no step a client (◇) was locked out, whenever it had read the secret.'
  }
};

type Print = (line: string) => void;

/** @throws {UsageError} where scripts cannot run as on GitHub's Linux runners. */
function requireBash(): void {
  if (process.platform === 'win32')
    throw new UsageError('Workflows run here on Linux and macOS only: their scripts need bash.');
}

/** Names of the workflows that the pages print, with their page. */
export const recipeNames = (root: string): ReadonlyMap<string, string> =>
  new Map(readWorkflows(root).map(({ page, workflow }) => [workflow.name, page]));

/**
 * Shows a workflow of the pages with everything that it needs, in an account of its own.
 * @throws {UsageError} for an unknown name.
 */
export async function showRecipe(root: string, name: string, print: Print): Promise<boolean> {
  requireBash();
  const printed = readWorkflows(root);
  const workflows = new Map(printed.map(({ workflow }) => [workflow.name, workflow]));
  const workflow = workflows.get(name);
  const names = [...workflows.keys()];
  if (!workflow)
    throw new UsageError(
      `There is no recipe ${name}. Did you mean ${closest(name, names)}? Recipes: ${names.join(', ')}.`
    );
  const { after = [], runs = [{}], shows = '', clientsOf } = DEMONSTRATIONS[name] ?? {};
  const account = await openExample(root);
  try {
    addRoles(account, join(root, 'docs/aws'));
    for (const earlier of after) {
      const before = workflows.get(earlier);
      if (!before) throw new Error(`No page has the workflow ${earlier}.`);
      await run(root, account, before, {});
      print(`Before: ${earlier} has run.`);
    }
    let isSuccess = false;
    const logins: boolean[] = [];
    for (const [at, options] of runs.entries()) {
      // The next run is the next day.
      if (at > 0) account.passTime(86_400_000);
      print('');
      print(runs.length > 1 ? `━━ ${name}, run ${at + 1}` : `━━ ${name}`);
      const read = clientsOf === undefined ? '' : readCurrent(account, clientsOf);
      const result = await run(root, account, workflow, {
        ...options,
        onLog: print,
        ...(clientsOf !== undefined &&
          read !== '' && {
            afterStep: async () => {
              logins.push(await printLogins(account, clientsOf, read, print));
            }
          })
      });
      printOutputs(result, print);
      isSuccess = result.conclusion === 'success';
    }
    await printSecrets(account, print);
    const page = printed.find((one) => one.workflow === workflow)?.page ?? '';
    const next = names[(names.indexOf(name) + 1) % names.length] ?? '';
    printClosing(print, [
      logins.includes(false)
        ? 'A client was locked out; the line with ◇ above says which.'
        : isSuccess
          ? shows || 'It ran as it is printed.'
          : 'The last run failed; its error is above.',
      `The workflow is in ${page}. Save it as a file, change it, and run that: npm start -- --workflow FILE`,
      `The next one: npm start -- --recipe ${next}`
    ]);
    return isSuccess && !logins.includes(false);
  } finally {
    await account.close();
  }
}

/**
 * Runs workflow files one after the other in an account with the roles of a folder, also behind one that fails.
 * @throws {UsageError} for a file that cannot be read, or that says what is not emulated.
 */
export async function runFiles(
  root: string,
  files: readonly string[],
  roles: string | undefined,
  print: Print
): Promise<boolean> {
  requireBash();
  const workflows = files.map((file) => readFile(file));
  if (roles !== undefined && !(existsSync(roles) && statSync(roles).isDirectory()))
    throw new UsageError(`--roles: there is no folder ${resolve(roles)}.`);
  const account = await openExample(root);
  try {
    try {
      for (const remark of addRoles(account, resolve(roles ?? join(root, 'docs/aws'))))
        print(ownVoice(remark));
    } catch (error) {
      throw new UsageError(`--roles: ${error instanceof Error ? error.message : String(error)}`);
    }
    const failed: string[] = [];
    for (const workflow of workflows) {
      print('');
      print(`━━ ${workflow.name}`);
      const result = await run(root, account, workflow, { onLog: print });
      printOutputs(result, print);
      if (result.conclusion !== 'success') failed.push(workflow.name);
    }
    await printSecrets(account, print);
    printClosing(
      print,
      failed.length === 0
        ? [
            `${workflows.map(({ name }) => name).join(', ')} ran to the end, with emulated AWS, GitHub and databases.`,
            'Replace the account, the Region and the names of the example with your own, and commit it.'
          ]
        : [
            `${failed.join(', ')} failed. The error above says why; a line with ${ownVoice('').trim()} is about this emulator alone.`,
            'Correct the file, or leave out what is not emulated while you try, and run it again.'
          ]
    );
    return failed.length === 0;
  } finally {
    await account.close();
  }
}

function readFile(file: string): Workflow {
  const path = resolve(file);
  if (!existsSync(path))
    throw new UsageError(
      `--workflow: there is no file ${path}. For a workflow of the pages use --recipe NAME.`
    );
  try {
    return parseWorkflow(readFileSync(path, 'utf8'), basename(file));
  } catch (error) {
    throw new UsageError(`--workflow: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const run = (root: string, account: Account, workflow: Workflow, options: Partial<RunOptions>) =>
  runWorkflow(workflow, account, { actions: builtActions(root), ...options });

/** What has happened and what to try next, in at most five lines. */
export function printClosing(print: Print, lines: readonly string[]): void {
  print('');
  for (const line of lines) print(line);
}

function printOutputs({ steps }: RunResult, print: Print): void {
  for (const { name, outputs } of steps) {
    if (outputs.length === 0) continue;
    print('');
    print(`Outputs of ${name}:`);
    for (const line of outputs) print(`  ${line}`);
  }
}

/** What is stored, without a value. */
async function printSecrets({ cloud, rds }: Account, print: Print): Promise<void> {
  print('');
  const databases = [...rds.servers.values()].map(({ database }) => database);
  for (const { name, versions } of cloud.secrets.secrets.values()) {
    for (const { id, stages, string = '' } of versions.values()) {
      const [user, password] = readAccount(string);
      const labels = [...stages].sort().join(' ') || 'no label';
      let remark = '';
      if (user !== '' && databases.length > 0) {
        const logins = await Promise.all(databases.map((one) => one.canLogIn(user, password)));
        if (logins.includes(true)) remark = `, and ${user} logs in with it`;
        else if (stages.has('AWSCURRENT')) remark = `, and ${user} CANNOT log in with it`;
      }
      print(`Secrets Manager: ${name} ${id} ${labels}${remark}`);
    }
  }
  for (const [path, { writes }] of cloud.github.secrets)
    print(`GitHub secret: ${path}, written ${writes === 1 ? 'once' : `${writes} times`}`);
}

const readCurrent = ({ cloud }: Account, secret: string): string =>
  [...(cloud.secrets.secrets.get(secret)?.versions.values() ?? [])].find(({ stages }) =>
    stages.has('AWSCURRENT')
  )?.string ?? '';

/**
 * Two clients of a secret log in: one has read it before the run, the other one reads it now.
 * @returns whether both are let in.
 */
async function printLogins(
  account: Account,
  secret: string,
  before: string,
  print: Print
): Promise<boolean> {
  const logIn = async (client: string, value: string): Promise<boolean> => {
    const [user, password] = readAccount(value);
    const logins = await Promise.all(
      [...account.rds.servers.values()].map(({ database }) => database.canLogIn(user, password))
    );
    const isIn = logins.includes(true);
    print(`◇ The client that ${client} ${isIn ? 'logs in' : 'is LOCKED OUT'} as ${user}.`);
    return isIn;
  };
  const isOldIn = await logIn(`read ${secret} before this run`, before);
  return (await logIn('reads it now', readCurrent(account, secret))) && isOldIn;
}

function readAccount(value: string): [user: string, password: string] {
  try {
    const { username = '', password = '' } = JSON.parse(value) as Record<string, string>;
    return [username, password];
  } catch {
    return ['', ''];
  }
}
