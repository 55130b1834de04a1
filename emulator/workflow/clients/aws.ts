import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '../../aws/iam-policy.js';
import { parseTrustPolicy, type TrustPolicy } from '../../aws/trust-policy.js';
import { UnjudgedPolicy } from '../../aws/unjudged-policy.js';
import { ServiceError } from '../../service.js';
import { NotEmulated, ToolError } from '../../voice.js';
import type { Account, Permission } from '../account.js';
import type { Client, ClientCall, ClientResult } from './client-server.js';
import type { Command, OptionValues } from './aws-command.js';
import { computeCommands } from './aws-compute.js';
import { flag, readOptions, required, text, type OptionKinds } from './options.js';
import type { DatabaseServer, Engine } from './rds.js';

/** Options that every command takes. */
const COMMON: OptionKinds = { output: text, query: text, region: text, 'no-cli-pager': flag };

const rdsArn = ({ accountId, region }: Account, resource: string): string =>
  `arn:aws:rds:${region}:${accountId}:${resource}`;
const iamArn = ({ accountId }: Account, resource: string): string =>
  `arn:aws:iam::${accountId}:${resource}`;

/** What CreateDBInstance asks for besides the instance: the groups that are used when none is named. */
const defaultGroups = (account: Account, engine: Engine): readonly Permission[] =>
  [...DEFAULT_GROUPS[engine], 'subgrp:default'].map((group) => [
    'rds:CreateDBInstance',
    rdsArn(account, group)
  ]);

const DEFAULT_GROUPS: Readonly<Record<Engine, readonly string[]>> = {
  postgres: ['og:default:postgres-18', 'pg:default.postgres18'],
  mysql: ['og:default:mysql-8-4', 'pg:default.mysql8.4'],
  mariadb: ['og:default:mariadb-11-8', 'pg:default.mariadb11.8']
};

const PORTS: Readonly<Record<Engine, number>> = { postgres: 5432, mysql: 3306, mariadb: 3306 };

/** The instances of an Aurora cluster are of its engine. */
function readEngine({ engine = '' }: OptionValues): Engine {
  if (engine === 'aurora-postgresql') return 'postgres';
  if (engine === 'postgres' || engine === 'mysql' || engine === 'mariadb') return engine;
  throw new NotEmulated(`aws rds create-db-instance --engine=${engine}`, Object.keys(PORTS));
}

/** The first database of an account makes the role that RDS works with. */
const serviceLinkedRole = (account: Account): readonly Permission[] =>
  account.rds.servers.size > 0
    ? []
    : [
        [
          'iam:CreateServiceLinkedRole',
          iamArn(account, 'role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS')
        ]
      ];

/** How the API describes an instance or a cluster, with the fields that matter here. */
function describeServer(
  { identifier, engine, address, user, databaseName, pendingPassword }: DatabaseServer,
  kind: 'DBInstance' | 'DBCluster',
  status = pendingPassword === undefined ? 'available' : 'resetting-master-credentials'
): Record<string, unknown> {
  return kind === 'DBInstance'
    ? {
        DBInstanceIdentifier: identifier,
        Engine: engine,
        DBInstanceStatus: status,
        MasterUsername: user,
        DBName: databaseName,
        // There is no address before the instance is available.
        ...(status === 'creating' ? {} : { Endpoint: { Address: address, Port: PORTS[engine] } })
      }
    : {
        DBClusterIdentifier: identifier,
        Engine: 'aurora-postgresql',
        Status: status,
        MasterUsername: user,
        Endpoint: address,
        Port: 5432
      };
}

const COMMANDS: Readonly<Record<string, Command>> = {
  ...computeCommands,
  'rds describe-db-instances': {
    options: { 'db-instance-identifier': text },
    permissions: ({ 'db-instance-identifier': id = '*' }, account) => [
      ['rds:DescribeDBInstances', rdsArn(account, `db:${id}`)]
    ],
    run: ({ 'db-instance-identifier': id }, { rds }) => ({
      DBInstances: (id === undefined ? rds.list('instance') : [rds.find(id)]).map((one) =>
        describeServer(one, 'DBInstance')
      )
    })
  },
  'rds wait db-instance-available': {
    options: { 'db-instance-identifier': required(text) },
    permissions: ({ 'db-instance-identifier': id = '*' }, account) => [
      ['rds:DescribeDBInstances', rdsArn(account, `db:${id}`)]
    ],
    run: async ({ 'db-instance-identifier': id = '' }, { rds }) => {
      rds.find(id);
      await rds.settle();
    }
  },
  'rds create-db-instance': {
    options: {
      'db-instance-identifier': required(text),
      engine: required(text),
      'db-instance-class': required(text),
      'allocated-storage': text,
      'storage-encrypted': flag,
      'no-publicly-accessible': flag,
      'db-name': text,
      'db-cluster-identifier': text,
      'master-username': text,
      'master-user-password': text
    },
    permissions: (options, account) => [
      ['rds:CreateDBInstance', rdsArn(account, `db:${options['db-instance-identifier'] ?? ''}`)],
      ...defaultGroups(account, readEngine(options)),
      ...(options['db-cluster-identifier'] === undefined
        ? []
        : [
            [
              'rds:CreateDBInstance',
              rdsArn(account, `cluster:${options['db-cluster-identifier']}`)
            ] as const
          ]),
      ...serviceLinkedRole(account)
    ],
    run: async (options, { rds, region }) => {
      const cluster = options['db-cluster-identifier'];
      const id = options['db-instance-identifier'] ?? '';
      if (cluster === undefined)
        await rds.create(
          id,
          region,
          {
            user: options['master-username'] ?? '',
            password: options['master-user-password'] ?? '',
            databaseName: options['db-name'] ?? 'postgres'
          },
          'instance',
          readEngine(options)
        );
      else {
        // The cluster has the master user; its instances have none of their own.
        const { database, engine, user, databaseName } = rds.find(cluster, 'cluster');
        const key = `instance ${id}`;
        if (rds.servers.has(key))
          throw new ServiceError('DBInstanceAlreadyExists', 'DB instance already exists');
        const address = `${id}.example.${region}.rds.amazonaws.com`;
        rds.servers.set(key, { engine, identifier: id, address, user, databaseName, database });
      }
      return { DBInstance: describeServer(rds.find(id), 'DBInstance', 'creating') };
    }
  },
  'rds modify-db-instance': {
    options: {
      'db-instance-identifier': required(text),
      'master-user-password': required(text),
      'apply-immediately': flag
    },
    permissions: (options, account) => [
      ['rds:ModifyDBInstance', rdsArn(account, `db:${options['db-instance-identifier'] ?? ''}`)]
    ],
    run: (options, { rds }) => {
      const id = options['db-instance-identifier'] ?? '';
      rds.change(id, options['master-user-password'] ?? '');
      return {
        DBInstance: {
          ...describeServer(rds.find(id), 'DBInstance', 'available'),
          PendingModifiedValues: { MasterUserPassword: '****' }
        }
      };
    }
  },
  'rds describe-db-clusters': {
    options: { 'db-cluster-identifier': text },
    permissions: ({ 'db-cluster-identifier': id = '*' }, account) => [
      ['rds:DescribeDBClusters', rdsArn(account, `cluster:${id}`)]
    ],
    run: ({ 'db-cluster-identifier': id }, { rds }) => ({
      DBClusters: (id === undefined ? rds.list('cluster') : [rds.find(id, 'cluster')]).map((one) =>
        describeServer(one, 'DBCluster')
      )
    })
  },
  'rds create-db-cluster': {
    options: {
      'db-cluster-identifier': required(text),
      engine: required(text),
      'master-username': required(text),
      'master-user-password': required(text),
      'serverless-v2-scaling-configuration': text,
      'storage-encrypted': flag
    },
    permissions: (options, account) => [
      ...[
        `cluster:${options['db-cluster-identifier'] ?? ''}`,
        'cluster-pg:default.aurora-postgresql17',
        'subgrp:default'
      ].map((resource) => ['rds:CreateDBCluster', rdsArn(account, resource)] as const),
      ...serviceLinkedRole(account)
    ],
    run: async (options, { rds, region }) => {
      const id = options['db-cluster-identifier'] ?? '';
      await rds.create(
        id,
        region,
        {
          user: options['master-username'] ?? '',
          password: options['master-user-password'] ?? '',
          databaseName: 'postgres'
        },
        'cluster'
      );
      return { DBCluster: describeServer(rds.find(id, 'cluster'), 'DBCluster', 'creating') };
    }
  },
  'rds modify-db-cluster': {
    options: {
      'db-cluster-identifier': required(text),
      'master-user-password': required(text),
      'apply-immediately': flag
    },
    permissions: (options, account) => [
      ['rds:ModifyDBCluster', rdsArn(account, `cluster:${options['db-cluster-identifier'] ?? ''}`)]
    ],
    run: (options, { rds }) => {
      const id = options['db-cluster-identifier'] ?? '';
      rds.change(id, options['master-user-password'] ?? '', 'cluster');
      return { DBCluster: describeServer(rds.find(id, 'cluster'), 'DBCluster', 'available') };
    }
  },
  'eks update-kubeconfig': {
    options: { name: required(text) },
    isText: true,
    permissions: ({ name = '' }, { accountId, region }) => [
      ['eks:DescribeCluster', `arn:aws:eks:${region}:${accountId}:cluster/${name}`]
    ],
    run: ({ name = '' }, { accountId, cluster, region }, { env, workspace }) => {
      if (name !== cluster.name)
        throw new ServiceError('ResourceNotFoundException', `No cluster found for name: ${name}.`);
      cluster.configuredJobs.add(workspace);
      return `Added new context arn:aws:eks:${region}:${accountId}:cluster/${name} to ${env['HOME'] ?? ''}/.kube/config\n`;
    }
  },
  'iam create-open-id-connect-provider': {
    options: { url: required(text), 'client-id-list': required(text) },
    permissions: (_, account) => [
      ['iam:CreateOpenIDConnectProvider', iamArn(account, 'oidc-provider/*')]
    ],
    run: ({ url = '', 'client-id-list': audience = '' }, account) => {
      const { provider } = account;
      if (provider.audiences.length > 0)
        throw new ServiceError('EntityAlreadyExists', `Provider with url ${url} already exists.`);
      if (url !== provider.issuer) throw new NotEmulated(`The provider ${url}`, provider.issuer);
      provider.audiences.push(audience);
      return {
        OpenIDConnectProviderArn: iamArn(account, `oidc-provider/${new URL(url).host}`)
      };
    }
  },
  'iam add-client-id-to-open-id-connect-provider': {
    options: { 'open-id-connect-provider-arn': required(text), 'client-id': required(text) },
    permissions: (options) => [
      ['iam:AddClientIDToOpenIDConnectProvider', options['open-id-connect-provider-arn'] ?? '']
    ],
    run: (options, { provider }) => {
      findProvider(options, provider.audiences);
      const { 'client-id': audience = '' } = options;
      if (!provider.audiences.includes(audience)) provider.audiences.push(audience);
    }
  },
  'iam get-open-id-connect-provider': {
    options: { 'open-id-connect-provider-arn': required(text) },
    permissions: (options) => [
      ['iam:GetOpenIDConnectProvider', options['open-id-connect-provider-arn'] ?? '']
    ],
    run: (options, { provider: { audiences, issuer } }) => {
      findProvider(options, audiences);
      return { Url: new URL(issuer).host, ClientIDList: audiences };
    }
  },
  'iam get-role': {
    options: { 'role-name': required(text) },
    permissions: (options, account) => [
      ['iam:GetRole', iamArn(account, `role/${options['role-name'] ?? ''}`)]
    ],
    run: (options, account) => {
      const { arn, trust } = findRole(options, account);
      return {
        Role: { RoleName: options['role-name'], Arn: arn, AssumeRolePolicyDocument: trust }
      };
    }
  },
  'iam create-role': {
    options: { 'role-name': required(text), 'assume-role-policy-document': required(text) },
    permissions: (options, account) => [
      ['iam:CreateRole', iamArn(account, `role/${options['role-name'] ?? ''}`)]
    ],
    run: (options, account, call) => {
      const name = options['role-name'] ?? '';
      const arn = iamArn(account, `role/${name}`);
      if (account.roles.has(arn))
        throw new ServiceError('EntityAlreadyExists', `Role with name ${name} already exists.`);
      const trust = readTrust('assume-role-policy-document', options, call);
      account.addRole(name, { trust, permissions: { Version: '2012-10-17', Statement: [] } });
      return { Role: { RoleName: name, Arn: arn, AssumeRolePolicyDocument: trust } };
    }
  },
  'iam update-assume-role-policy': {
    options: { 'role-name': required(text), 'policy-document': required(text) },
    permissions: (options, account) => [
      ['iam:UpdateAssumeRolePolicy', iamArn(account, `role/${options['role-name'] ?? ''}`)]
    ],
    run: (options, account, call) => {
      const role = findRole(options, account);
      account.roles.set(role.arn, { ...role, trust: readTrust('policy-document', options, call) });
    }
  },
  'iam put-role-policy': {
    options: {
      'role-name': required(text),
      'policy-name': required(text),
      'policy-document': required(text)
    },
    permissions: (options, account) => [
      ['iam:PutRolePolicy', iamArn(account, `role/${options['role-name'] ?? ''}`)]
    ],
    run: (options, account, call) => {
      const role = findRole(options, account);
      const permissions = parsePolicy(readParameter('policy-document', options, call));
      account.roles.set(role.arn, { ...role, permissions });
    }
  }
};

function findProvider(options: OptionValues, audiences: readonly string[]): void {
  if (audiences.length === 0)
    throw new ServiceError(
      'NoSuchEntity',
      `OpenIDConnect Provider not found for arn ${options['open-id-connect-provider-arn'] ?? ''}`
    );
}

function findRole(options: OptionValues, account: Account) {
  const role = account.roles.get(iamArn(account, `role/${options['role-name'] ?? ''}`));
  if (role) return role;
  throw new ServiceError(
    'NoSuchEntity',
    `The role with name ${options['role-name'] ?? ''} cannot be found.`
  );
}

/** A value, or the content of the file that `file://` names. */
function readParameter(option: string, options: OptionValues, { workspace }: ClientCall): string {
  const { [option]: value = '' } = options;
  if (!value.startsWith('file://')) return value;
  const path = join(workspace, value.slice(7));
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new ToolError(
    `aws: [ERROR]: Error parsing parameter '--${option}': Unable to load paramfile ${value}: [Errno 2] No such file or directory: '${value.slice(7)}'`,
    252
  );
}

const readTrust = (option: string, options: OptionValues, call: ClientCall): TrustPolicy =>
  parseTrustPolicy(readParameter(option, options, call));

/** Prints a response as `--query` and `--output` ask for. Of JMESPath it knows paths, such as `DBInstances[0].DBName`. */
function print(response: unknown, { query, output = 'json' }: OptionValues): string {
  if (response === undefined) return '';
  if (output !== 'json' && output !== 'text')
    throw new NotEmulated(`aws --output=${output}`, ['json', 'text']);
  if (query !== undefined && !/^\w+(\[\d+\])?(\.\w+(\[\d+\])?)*$/.test(query))
    throw new NotEmulated(
      `aws --query=${query}`,
      'a path of names and indexes, such as DBInstances[0].DBInstanceStatus'
    );
  let found: unknown = response;
  for (const step of query?.match(/\w+/g) ?? [])
    found = (found as Readonly<Record<string, unknown>> | null)?.[step] ?? null;
  if (output === 'json') return `${JSON.stringify(found, null, 4)}\n`;
  if (found === null) return 'None\n';
  if (typeof found !== 'string' && typeof found !== 'number')
    throw new NotEmulated('aws --output=text of more than one value', 'a --query for one value');
  return `${found}\n`;
}

/** The AWS CLI, as far as the pages use it: credentials from the environment, IAM asked for each call. */
export const awsClient =
  (account: Account): Client =>
  async (call): Promise<ClientResult> => {
    const length = call.args[1] === 'wait' ? 3 : 2;
    const name = call.args.slice(0, length).join(' ');
    const found = COMMANDS[name];
    if (!found)
      throw new NotEmulated(
        `aws ${name}`,
        Object.keys(COMMANDS).map((one) => `aws ${one}`)
      );
    const { options: kinds = {}, positionals: maximum, permissions, run, isText } = found;
    const { values, positionals } = readOptions(
      `aws ${name}`,
      call.args.slice(length),
      { ...COMMON, ...kinds },
      maximum
    );
    const region = values['region'] ?? call.env['AWS_REGION'] ?? call.env['AWS_DEFAULT_REGION'];
    if (!name.startsWith('iam ') && region !== account.region)
      throw region === undefined
        ? new ToolError(
            'aws: [ERROR]: You must specify a region. You can also configure your region by running "aws configure".',
            253
          )
        : new NotEmulated(`The Region ${region}`, account.region);
    const asked = permissions(values, account, call);
    try {
      const principal = account.findPrincipal(call.env);
      await account.authorize(principal, asked);
      const response = await run(values, account, call, positionals);
      return { stdout: isText ? String(response) : print(response, values) };
    } catch (error) {
      if (!(error instanceof ServiceError) || error instanceof UnjudgedPolicy) throw error;
      const operation = asked[0]?.[0].split(':')[1] ?? '';
      // The services with the older protocol name it without "Exception".
      const code = /^(eks|ecs|lambda) /.test(name)
        ? error.code
        : error.code.replace('AccessDeniedException', 'AccessDenied');
      throw new ToolError(
        `\naws: [ERROR]: An error occurred (${code}) when calling the ${operation} operation: ${error.message}`,
        254
      );
    }
  };
