import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceError } from '../../service.js';
import { NotEmulated, ToolError } from '../../voice.js';
import type { Account } from '../account.js';
import type { Command } from './aws-command.js';
import type { ClientCall } from './client-server.js';
import type { TaskDefinition } from './compute.js';
import { required, text } from './options.js';

/** The one service, and the one function, of the account. */
const SERVICE = { cluster: 'shop', name: 'orders' };
const FUNCTION = 'shop-orders';

const arnOf = ({ accountId, region }: Account, service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;
const serviceArn = (account: Account): string =>
  arnOf(account, 'ecs', `service/${SERVICE.cluster}/${SERVICE.name}`);
const functionArn = (account: Account, { 'function-name': name = '' }): string =>
  arnOf(account, 'lambda', `function:${name}`);

export const computeCommands: Readonly<Record<string, Command>> = {
  'ecs register-task-definition': {
    options: { 'cli-input-json': required(text) },
    permissions: (options, _, call) => {
      const { executionRoleArn } = readTask(options, call);
      return [
        ['ecs:RegisterTaskDefinition', '*'],
        ...(executionRoleArn === undefined ? [] : [['iam:PassRole', executionRoleArn] as const])
      ];
    },
    run: (options, account, call) => {
      const task = readTask(options, call);
      const { family = '' } = task;
      const revisions = account.compute.taskDefinitions.get(family) ?? [];
      account.compute.taskDefinitions.set(family, [...revisions, task]);
      const taskDefinitionArn = arnOf(
        account,
        'ecs',
        `task-definition/${family}:${revisions.length + 1}`
      );
      return { taskDefinition: { ...task, taskDefinitionArn, revision: revisions.length + 1 } };
    }
  },
  'ecs update-service': {
    options: {
      cluster: required(text),
      service: required(text),
      'task-definition': required(text)
    },
    permissions: (options, account) => [
      [
        'ecs:UpdateService',
        arnOf(account, 'ecs', `service/${options['cluster'] ?? ''}/${options['service'] ?? ''}`)
      ]
    ],
    run: (options, account) => {
      if (options['cluster'] !== SERVICE.cluster)
        throw new ServiceError('ClusterNotFoundException', 'Cluster not found.');
      if (options['service'] !== SERVICE.name)
        throw new ServiceError('ServiceNotFoundException', 'Service not found.');
      const [, family = '', revision = ''] =
        /^(?:arn:.*:task-definition\/)?([\w-]+):(\d+)$/.exec(options['task-definition'] ?? '') ??
        [];
      const task = account.compute.taskDefinitions.get(family)?.[Number(revision) - 1];
      if (!task) throw new ServiceError('ClientException', 'TaskDefinition not found.');
      account.compute.tasks = startTasks(account, task);
      return { service: { serviceArn: serviceArn(account), status: 'ACTIVE' } };
    }
  },
  'ecs wait services-stable': {
    options: { cluster: required(text), services: required(text) },
    permissions: (_, account) => [['ecs:DescribeServices', serviceArn(account)]],
    run: (_, { compute }) => {
      if (compute.tasks !== 'stopped') return;
      throw new ToolError('aws: [ERROR]: Waiter ServicesStable failed: Max attempts exceeded', 255);
    }
  },
  'lambda update-function-configuration': {
    options: { 'function-name': required(text), environment: required(text) },
    permissions: (options, account) => [
      ['lambda:UpdateFunctionConfiguration', functionArn(account, options)]
    ],
    run: (options, account) => {
      requireFunction(account, options);
      const { environment = '' } = options;
      const [, name, value = ''] = /^Variables=\{(\w+)=([^,{}]+)\}$/.exec(environment) ?? [];
      if (name === undefined)
        throw new NotEmulated(`--environment=${environment}`, 'Variables={NAME=VALUE}');
      account.compute.functionVariables = { [name]: value };
      return { FunctionArn: functionArn(account, options), LastUpdateStatus: 'InProgress' };
    }
  },
  'lambda wait function-updated': {
    options: { 'function-name': required(text) },
    permissions: (options, account) => [
      ['lambda:GetFunctionConfiguration', functionArn(account, options)]
    ],
    run: (options, account) => {
      requireFunction(account, options);
    }
  },
  'lambda invoke': {
    options: { 'function-name': required(text) },
    positionals: 1,
    permissions: (options, account) => [['lambda:InvokeFunction', functionArn(account, options)]],
    run: async (options, account, { workspace }, [file = '']) => {
      requireFunction(account, options);
      const error = await callFunction(account);
      writeFileSync(
        join(workspace, file),
        JSON.stringify(error === undefined ? { ok: true } : { errorMessage: error })
      );
      return {
        StatusCode: 200,
        ...(error !== undefined && { FunctionError: 'Unhandled' }),
        ExecutedVersion: '$LATEST'
      };
    }
  }
};

function readTask({ 'cli-input-json': source = '' }, { workspace }: ClientCall): TaskDefinition {
  const path = join(workspace, source.replace(/^file:\/\//, ''));
  if (!source.startsWith('file://') || !existsSync(path))
    throw new ToolError(
      `aws: [ERROR]: Error parsing parameter 'cli-input-json': Unable to load paramfile ${source}`,
      252
    );
  const task = JSON.parse(readFileSync(path, 'utf8')) as TaskDefinition;
  for (const { valueFrom = '' } of secretsOf(task)) {
    if (!/^arn:aws:secretsmanager:[^:]+:\d{12}:secret:[^:]+(:[^:]*:[^:]*:[^:]*)?$/.test(valueFrom))
      throw new ServiceError('ClientException', 'The Secrets Manager secret ARN is not valid.');
  }
  if (secretsOf(task).length > 0 && task.executionRoleArn === undefined)
    throw new ServiceError(
      'ClientException',
      "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
    );
  return task;
}

const secretsOf = ({ containerDefinitions = [] }: TaskDefinition) =>
  containerDefinitions.flatMap(({ secrets = [] }) => secrets);

/** The variables of new tasks: what the secret has under a key of its JSON when they start. */
function startTasks(
  account: Account,
  task: TaskDefinition
): Readonly<Record<string, string>> | 'stopped' {
  const variables: Record<string, string> = {};
  for (const { name = '', valueFrom = '' } of secretsOf(task)) {
    const parts = valueFrom.split(':');
    const [arn, key = '', stage = ''] = [parts.slice(0, 7).join(':'), ...parts.slice(7)];
    if (stage !== '') throw new NotEmulated(`A secret by its label ${stage}`, 'ARN:KEY::');
    const value = account.readSecret(arn);
    // Another AWS has the secret, and this one cannot look.
    if (value === 'elsewhere') continue;
    const found = value === undefined ? undefined : readKey(value, key);
    if (found === undefined) return 'stopped';
    variables[name] = found;
  }
  return variables;
}

function readKey(value: string, key: string): string | undefined {
  if (key === '') return value;
  try {
    const found = (JSON.parse(value) as Readonly<Record<string, unknown>>)[key];
    return typeof found === 'string' ? found : undefined;
  } catch {
    return undefined;
  }
}

function requireFunction(
  account: Account,
  options: { 'function-name'?: string | undefined }
): void {
  if (options['function-name'] === FUNCTION) return;
  throw new ServiceError(
    'ResourceNotFoundException',
    `Function not found: ${arnOf(account, 'lambda', `function:${options['function-name'] ?? ''}`)}`
  );
}

/** What the function of the page does: it reads the secret and logs in. @returns why it cannot. */
async function callFunction(account: Account): Promise<string | undefined> {
  const { SECRET_ARN: arn } = account.compute.functionVariables;
  if (arn === undefined) return 'the variable SECRET_ARN is not set';
  const value = account.readSecret(arn);
  if (value === 'elsewhere') return undefined;
  if (value === undefined) return "Secrets Manager can't find the specified secret.";
  const [user, password] = ['username', 'password'].map((key) => readKey(value, key) ?? '');
  const logins = await Promise.all(
    [...account.rds.servers.values()].map(({ database }) =>
      database.canLogIn(user ?? '', password ?? '')
    )
  );
  return logins.includes(true)
    ? undefined
    : `password authentication failed for user "${user ?? ''}"`;
}
