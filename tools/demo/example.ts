/** The example of the pages: its account and repository, and what a page prints for them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parsePolicy } from '../../emulator/aws/iam-policy.js';
import { parseTrustPolicy } from '../../emulator/aws/trust-policy.js';
import { runScript, type StepResult } from '../../emulator/runner/runner.js';
import type { Account, ExternalAws } from '../../emulator/workflow/account.js';
import type { JobOptions } from '../../emulator/workflow/job-run.js';
import { openAccount } from '../../emulator/workflow/open-account.js';
import { parseWorkflow, type Workflow } from '../../emulator/workflow/workflow-file.js';
import { trustRemarks } from './trust-remarks.js';

/** The pages with workflows, in the order in which a reader meets what they build on. */
export const PAGES = [
  'README.md',
  'docs/credentials.md',
  'docs/recipes.md',
  'docs/handing-over.md',
  'docs/across.md'
] as const;

/** What the account's roles are named, with the trust policy of each. */
export const ROLES = {
  passwords: 'trust-main',
  'read-passwords': 'trust-main',
  deploy: 'trust-main',
  cluster: 'trust-main',
  terraform: 'trust-main',
  'pull-requests': 'trust-pull-requests'
} as const;

export interface PrintedWorkflow {
  readonly page: string;
  readonly text: string;
  readonly workflow: Workflow;
}

const read = (root: string, path: string): string =>
  readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');

/** The workflows of the pages, in order. */
export function readWorkflows(root: string): readonly PrintedWorkflow[] {
  return PAGES.flatMap((page) =>
    [...read(root, page).matchAll(/^```yaml\n(name: (\S+)\n.*?)^```$/gms)].map(
      ([, text = '', name = '']) => ({ page, text, workflow: parseWorkflow(text, `${name}.yml`) })
    )
  );
}

/** The files that a page prints: code below a line with nothing but the name, or in a folded part of that name. */
export function readPrintedFiles(root: string, page: string): ReadonlyMap<string, string> {
  const below =
    /^(?:`([\w.-]+)`:|<summary><code>([\w.-]+)<\/code>[^\n]*<\/summary>)\n\n```\w+\n(.*?)^```$/gms;
  return new Map(
    [...read(root, page).matchAll(below)].map(([, plain, folded, text = '']) => [
      plain ?? folded ?? '',
      text
    ])
  );
}

/** The account and the repository of the example, without roles and provider. */
export async function openExample(root: string, aws?: ExternalAws): Promise<Account> {
  const account = await openAccount({
    repository: { owner: 'acme', ownerId: '1234', name: 'shop', id: '5678' },
    environments: ['test'],
    tls: join(root, 'emulator/databases/tls'),
    aws
  });
  for (const page of PAGES)
    for (const [name, text] of readPrintedFiles(root, page))
      writeFileSync(join(account.repositoryFolder, name), text);
  return account;
}

/**
 * Makes the provider and the roles from the files of a folder: `NAME.json` is the policy of the role NAME, and
 * `trust-NAME.json`, or else `trust-main.json`, its trust policy. A folder inside that is named like an account has the
 * roles of that account.
 * @returns what a reader should know about the trust policies, a line each.
 * @throws {Error} for a file that is missing or no policy.
 */
export function addRoles(account: Account, folder: string): readonly string[] {
  account.provider.audiences.push('sts.amazonaws.com');
  return [
    ...addRolesOf(account, account.accountId, folder),
    ...addRolesOfOtherAccounts(account, folder)
  ];
}

/** Only those of the folders inside. */
export const addRolesOfOtherAccounts = (account: Account, folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => /^\d{12}$/.test(name))
    .flatMap((id) => addRolesOf(account, id, join(folder, id)).map((remark) => `${id}/${remark}`));

function addRolesOf(account: Account, accountId: string, folder: string): readonly string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const names = files.map((file) => basename(file, '.json'));
  const roles = names.filter((one) => !one.startsWith('trust-'));
  if (roles.length === 0)
    throw new Error(`${folder} has no role: the policy of the role NAME is the file NAME.json.`);
  const remarks = roles.flatMap((name) => {
    const file = `${names.includes(`trust-${name}`) ? `trust-${name}` : 'trust-main'}.json`;
    if (!files.includes(file))
      throw new Error(
        `${folder} has ${name}.json, and no trust-${name}.json or trust-main.json: who may assume the role?`
      );
    const trust = readPolicy(folder, file, parseTrustPolicy);
    const permissions = readPolicy(folder, `${name}.json`, parsePolicy);
    account.addRole(name, { trust, permissions }, accountId);
    return trustRemarks(trust).map((remark) => `${file}: ${remark}`);
  });
  return [...new Set(remarks)];
}

function readPolicy<T>(folder: string, file: string, parse: (text: string) => T): T {
  const text = read(folder, file);
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error
    });
  }
}

/** The actions of this project, as the pages name them. */
export function builtActions(root: string): JobOptions['actions'] {
  const { version } = JSON.parse(read(root, 'package.json')) as { version: string };
  const versions = [`v${version.replace(/\..*/, '')}`, `v${version}`];
  return {
    'org/aws-random-password': { folder: root, versions },
    'org/aws-random-password/promote': { folder: join(root, 'promote'), versions }
  };
}

/** Runs a script of a page as an administrator of the account, in the folder with the files of the page. */
export async function runAsAdministrator(
  account: Account,
  page: string,
  script: string
): Promise<StepResult> {
  return runScript({
    name: page,
    script,
    workspace: account.repositoryFolder,
    env: {
      ...account.cloud.staticEnv,
      PATH: account.clients.path,
      GITHUB_WORKSPACE: account.repositoryFolder,
      EMULATED_CLIENTS_URL: account.clients.url,
      AWS_REGION: account.region
    }
  });
}

/** The scripts of a page that set up the account, one after the other. */
export const readSetUp = (root: string, page: string): string =>
  [...read(root, page).matchAll(/^```sh\n(.*?)^```$/gms)]
    .map(([, text = '']) => text)
    .filter((text) => text.includes('aws iam '))
    .join('\n');
