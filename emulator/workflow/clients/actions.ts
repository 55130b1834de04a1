import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { maxSatisfying, validRange } from 'semver';
import type { SecretPermission } from '../../github/secret-location.js';
import { NotEmulated, ToolError } from '../../voice.js';
import type { Account } from '../account.js';
import type { Client, ClientCall, StandInAction } from './client-server.js';

/** The actions of others that the workflows of the pages use, by `owner/repository@ref`. */
export function actionClients(account: Account): Readonly<Record<string, StandInAction>> {
  return {
    'actions/checkout@v7': {
      inputs: ['fetch-depth', 'persist-credentials'],
      run: checkout(account)
    },
    'aws-actions/configure-aws-credentials@v6': {
      inputs: ['aws-region', 'role-session-name', 'role-to-assume'],
      run: configureAwsCredentials(account)
    },
    'actions/create-github-app-token@v3': {
      inputs: ['client-id', 'private-key', 'owner', ...Object.keys(PERMISSIONS)],
      run: createGitHubAppToken(account)
    },
    'hashicorp/setup-terraform@v4': { inputs: ['terraform_version'], run: setupTerraform(account) }
  };
}

const readInput = ({ env }: ClientCall, name: string): string =>
  env[`INPUT_${name.toUpperCase()}`] ?? '';

const checkout =
  ({ repositoryFolder }: Account): Client =>
  (call) => {
    for (const file of readdirSync(repositoryFolder))
      copyFileSync(join(repositoryFolder, file), join(call.workspace, file));
    return { stdout: 'Checked out.\n' };
  };

/** Versions that stand for those which can be installed. */
const TERRAFORMS = ['1.5.7', '1.9.8', '1.10.5', '1.11.4', '1.12.2', '1.13.5', '1.14.3'];

const setupTerraform =
  ({ terraform }: Account): Client =>
  (call) => {
    const wanted = readInput(call, 'terraform_version') || 'latest';
    const range = validRange(wanted === 'latest' ? '*' : wanted);
    const version = range === null ? null : maxSatisfying(TERRAFORMS, range);
    if (version === null) throw new NotEmulated(`Terraform ${wanted}`, ['latest', ...TERRAFORMS]);
    terraform.installedJobs.set(call.workspace, version);
    return {};
  };

/** The permissions of a token that matter here, by the action's inputs. */
const PERMISSIONS = {
  'permission-dependabot-secrets': 'dependabot_secrets',
  'permission-environments': 'environments',
  'permission-organization-secrets': 'organization_secrets',
  'permission-secrets': 'secrets'
} as const satisfies Readonly<Record<string, SecretPermission>>;

const createGitHubAppToken =
  ({ app }: Account): Client =>
  (call) => {
    if (
      readInput(call, 'client-id') !== app.clientId ||
      readInput(call, 'private-key') !== app.privateKey
    )
      throw new Error(
        'There is one App here: client-id must be ${{ vars.SECRETS_APP_CLIENT_ID }}, and private-key ${{ secrets.SECRETS_APP_PRIVATE_KEY }}.'
      );
    const token = app.issueToken({
      kind: 'integration',
      ...Object.fromEntries(
        Object.entries(PERMISSIONS)
          .filter(([input]) => readInput(call, input) === 'write')
          .map(([, permission]) => [permission, 'write'])
      )
    });
    return { outputs: { token }, masks: [token] };
  };

/** Exchanges the job's token for a role session, as the action does, and exports it to later steps. */
const configureAwsCredentials =
  ({ sessions }: Account): Client =>
  async (call) => {
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: request } = call.env;
    if (url === undefined || request === undefined)
      throw new ToolError(
        'Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers'
      );
    const response = await fetch(`${url}&audience=sts.amazonaws.com`, {
      headers: { authorization: `Bearer ${request}` }
    });
    const { value } = (await response.json()) as { value: string };
    const sts = await fetch(call.env['AWS_ENDPOINT_URL'] ?? '', {
      method: 'POST',
      body: new URLSearchParams({
        Action: 'AssumeRoleWithWebIdentity',
        Version: '2011-06-15',
        RoleArn: readInput(call, 'role-to-assume'),
        RoleSessionName: readInput(call, 'role-session-name') || 'GitHubActions',
        WebIdentityToken: value
      })
    });
    const xml = await sts.text();
    const element = (name: string): string =>
      new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1] ?? '';
    if (element('Code') === 'UnjudgedPolicy') throw new Error(element('Message'));
    if (!sts.ok) throw new ToolError(`Could not assume role with OIDC: ${element('Message')}`);
    const accessKeyId = element('AccessKeyId');
    const secretAccessKey = element('SecretAccessKey');
    const sessionToken = element('SessionToken');
    sessions.set(accessKeyId, {
      arn: element('Arn'),
      ...{ accessKeyId, secretAccessKey, sessionToken },
      permissions: { Version: '2012-10-17', Statement: [] }
    });
    return {
      masks: [secretAccessKey, sessionToken],
      exports: {
        AWS_REGION: readInput(call, 'aws-region'),
        AWS_DEFAULT_REGION: readInput(call, 'aws-region'),
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken
      }
    };
  };
