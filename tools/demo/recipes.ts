import { join } from 'node:path';
import sodium from 'libsodium-wrappers';
import { startCloud, type Cloud } from '../../emulator/index.js';
import type { SealedBox } from '../../emulator/github/actions-secrets.js';
import { Database } from './database.js';
import { readWorkflow } from './workflow.js';
import { WorkflowRun, type StepConclusion } from './workflow-run.js';

interface Recipe {
  /** The page that contains the workflow of this name. */
  readonly page: string;
  /** How often it runs. */
  readonly runs: number;
  /** A secret that exists before the first run. */
  readonly existingSecret?: string;
}

/** The workflows of the pages that can run here, by their `name`. */
export const recipes = {
  provision: { page: 'docs/handing-over.md', runs: 2 },
  rotate: { page: 'docs/handing-over.md', runs: 1, existingSecret: 'shop/db' },
  'hand-over': { page: 'docs/handing-over.md', runs: 1 },
  'rotate-test-credentials': { page: 'docs/recipes.md', runs: 2, existingSecret: 'test/db' }
} satisfies Record<string, Recipe>;

export type RecipeName = keyof typeof recipes;

export const isRecipeName = (name: string): name is RecipeName => Object.hasOwn(recipes, name);

export interface RecipeOptions {
  readonly onLog?: (line: string) => void;
  readonly database?: Database;
}

export interface RecipeResult {
  readonly conclusion: 'success' | 'failure';
  /** As GitHub shows it. */
  readonly log: string;
  readonly database: Database;
  readonly cloud: Pick<Cloud, 'secrets' | 'github' | 'requests'>;
  /** The steps that ran. */
  readonly steps: readonly StepConclusion[];
}

/**
 * Runs a workflow of the pages as GitHub does: jobs in order, each with a masker of its own, masked job outputs
 * dropped, environment secrets read when a job starts. This action runs as it is built; the database and other
 * actions are simulated.
 *
 * @param action folder of action.yml.
 */
export async function runRecipe(
  action: string,
  name: RecipeName,
  { onLog = () => undefined, database = new Database() }: RecipeOptions = {}
): Promise<RecipeResult> {
  const { page, runs, existingSecret }: Recipe = recipes[name];
  const workflow = await readWorkflow(join(action, page), name);
  const repositories = { 'octo-org/app': ['test'] };
  const cloud = await startCloud({ github: { repositories, sealedBox: await createSealedBox() } });
  const workflowRun = new WorkflowRun(action, workflow, cloud, database, onLog);
  try {
    if (existingSecret !== undefined) await workflowRun.prepareSecret(existingSecret);
    for (let run = 1; run <= runs && !workflowRun.failed; run++) {
      workflowRun.print('');
      workflowRun.print(runs > 1 ? `━━ ${name}, run ${run}` : `━━ ${name}`);
      await workflowRun.run();
    }
    workflowRun.printSecrets();
  } finally {
    await cloud.close();
  }
  return {
    conclusion: workflowRun.failed ? 'failure' : 'success',
    log: workflowRun.log.join('\n'),
    database,
    cloud,
    steps: workflowRun.steps
  };
}

/** The key pair with which GitHub opens the secrets that it receives. */
async function createSealedBox(): Promise<SealedBox> {
  await sodium.ready;
  const { publicKey, privateKey } = sodium.crypto_box_keypair();
  const { ORIGINAL } = sodium.base64_variants;
  return {
    publicKey: sodium.to_base64(publicKey, ORIGINAL),
    open: (sealed) =>
      sodium.to_string(
        sodium.crypto_box_seal_open(sodium.from_base64(sealed, ORIGINAL), publicKey, privateKey)
      )
  };
}
