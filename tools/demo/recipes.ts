import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Account } from '../../emulator/workflow/account.js';
import { parseWorkflow, type Workflow } from '../../emulator/workflow/workflow-file.js';
import {
  runWorkflow,
  type RunOptions,
  type RunResult
} from '../../emulator/workflow/workflow-run.js';
import { UsageError } from './command-line.js';
import { addRoles, builtActions, openExample, readWorkflows } from './example.js';

/** What a workflow of the pages builds on, and how often it is shown. */
interface Demonstration {
  /** Workflows that run before it, without their log. */
  readonly after?: readonly string[];
  /** How each run differs from a whole one. One run when left out. */
  readonly runs?: readonly Pick<RunOptions, 'stopAfterSteps'>[];
}

const TWICE = [{}, {}];
const DEMONSTRATIONS: Readonly<Record<string, Demonstration>> = {
  'database-password': { runs: TWICE },
  'create-database': { runs: TWICE },
  'rotate-database': { after: ['create-database'] },
  'create-role': { after: ['create-database'], runs: TWICE },
  'kubernetes-secret': { after: ['create-database', 'create-role'] },
  'rotate-test-credentials': { after: ['create-database'], runs: TWICE },
  'rotate-private': { after: ['create-database'] },
  provision: { after: ['create-database'], runs: TWICE },
  // The first run dies between the change of the database and the promotion.
  rotate: { after: ['create-database', 'provision'], runs: [{ stopAfterSteps: 3 }, {}] }
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
export async function showRecipe(root: string, name: string, print: Print): Promise<RunResult> {
  requireBash();
  const workflows = new Map(readWorkflows(root).map(({ workflow }) => [workflow.name, workflow]));
  const workflow = workflows.get(name);
  if (!workflow)
    throw new UsageError(
      `--recipe must be one of ${[...workflows.keys()].join(', ')}, but is "${name}".`
    );
  const { after = [], runs = [{}] } = DEMONSTRATIONS[name] ?? {};
  const account = await openExample(root);
  try {
    addRoles(account, join(root, 'docs/aws'));
    for (const earlier of after) {
      const before = workflows.get(earlier);
      if (!before) throw new Error(`No page has the workflow ${earlier}.`);
      await run(root, account, before, {});
      print(`Before: ${earlier} has run.`);
    }
    let result: RunResult | undefined;
    for (const [at, options] of runs.entries()) {
      // The next run is the next day.
      if (at > 0) account.passTime(86_400_000);
      print('');
      print(runs.length > 1 ? `━━ ${name}, run ${at + 1}` : `━━ ${name}`);
      result = await run(root, account, workflow, { ...options, onLog: print });
    }
    await printSecrets(account, print);
    if (!result) throw new Error(`${name} is not shown at all.`);
    return result;
  } finally {
    await account.close();
  }
}

/**
 * Runs workflow files one after the other in an account with the roles of a folder, also behind one that fails.
 * @throws {UsageError} for a file that cannot be read, or that says what this emulator does not know.
 */
export async function runFiles(
  root: string,
  files: readonly string[],
  roles: string | undefined,
  print: Print
): Promise<boolean> {
  requireBash();
  const workflows = files.map((file) => readFile(file));
  const account = await openExample(root);
  try {
    try {
      addRoles(account, resolve(roles ?? join(root, 'docs/aws')));
    } catch (error) {
      throw new UsageError(`--roles: ${error instanceof Error ? error.message : String(error)}`);
    }
    let isSuccess = true;
    for (const workflow of workflows) {
      print('');
      print(`━━ ${workflow.name}`);
      const { conclusion } = await run(root, account, workflow, { onLog: print });
      if (conclusion !== 'success') isSuccess = false;
    }
    await printSecrets(account, print);
    return isSuccess;
  } finally {
    await account.close();
  }
}

function readFile(file: string): Workflow {
  try {
    return parseWorkflow(readFileSync(file, 'utf8'), basename(file));
  } catch (error) {
    throw new UsageError(`--workflow: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const run = (root: string, account: Account, workflow: Workflow, options: Partial<RunOptions>) =>
  runWorkflow(workflow, account, { actions: builtActions(root), ...options });

/** What is stored, without a value. */
async function printSecrets({ cloud, rds }: Account, print: Print): Promise<void> {
  print('');
  const { database } = rds.servers.get('instance shop') ?? {};
  for (const { name, versions } of cloud.secrets.secrets.values()) {
    for (const { id, stages, string = '' } of versions.values()) {
      const [user, password] = readAccount(string);
      const fits = (await database?.canLogIn(user, password))
        ? `, and ${user} logs in with it`
        : '';
      print(`Secrets Manager: ${name} ${id} ${[...stages].sort().join(' ') || 'no label'}${fits}`);
    }
  }
  for (const [path, { writes }] of cloud.github.secrets)
    print(`GitHub secret: ${path}, written ${writes === 1 ? 'once' : `${writes} times`}`);
}

function readAccount(value: string): [user: string, password: string] {
  try {
    const { username = '', password = '' } = JSON.parse(value) as Record<string, string>;
    return [username, password];
  } catch {
    return ['', ''];
  }
}
