import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '../../aws/iam-policy.js';
import { parseTrustPolicy, type TrustPolicy } from '../../aws/trust-policy.js';
import type { Account, Permission } from '../account.js';
import type { Client, ClientCall, ClientResult } from './client-server.js';
import { readOptions, type OptionKinds, type OptionValues } from './options.js';

interface Command {
  readonly required?: OptionKinds;
  readonly optional?: OptionKinds;
  /** Action and resource of each permission that AWS asks for. */
  readonly permissions: (options: OptionValues, account: Account) => readonly Permission[];
  readonly run: (
    options: OptionValues,
    account: Account,
    call: ClientCall
  ) => Promise<ClientResult | undefined> | ClientResult | undefined;
}

const text = 'string';
const flag = 'boolean';
/** Options that every command takes. */
const COMMON: OptionKinds = { output: text, query: text, region: text, 'no-cli-pager': flag };

const rdsArn = ({ accountId, region }: Account, resource: string): string =>
  `arn:aws:rds:${region}:${accountId}:${resource}`;
const iamArn = ({ accountId }: Account, resource: string): string =>
  `arn:aws:iam::${accountId}:${resource}`;

/** What CreateDBInstance asks for besides the instance: the groups that are used when none is named. */
const defaultGroups = (account: Account): readonly Permission[] =>
  ['og:default:postgres-18', 'pg:default.postgres18', 'subgrp:default'].map((group) => [
    'rds:CreateDBInstance',
    rdsArn(account, group)
  ]);

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

const COMMANDS: Readonly<Record<string, Command>> = {
  'rds describe-db-instances': {
    required: { 'db-instance-identifier': text },
    permissions: (options, account) => [
      ['rds:DescribeDBInstances', rdsArn(account, `db:${options['db-instance-identifier'] ?? ''}`)]
    ],
    run: (options, { rds }) => {
      const { address } = rds.find(options['db-instance-identifier'] ?? '');
      return { stdout: `${address}\n` };
    }
  },
  'rds create-db-instance': {
    required: { 'db-instance-identifier': text, engine: text, 'db-instance-class': text },
    optional: {
      'allocated-storage': text,
      'storage-encrypted': flag,
      'db-name': text,
      'db-cluster-identifier': text,
      'master-username': text,
      'master-user-password': text
    },
    permissions: (options, account) => [
      ['rds:CreateDBInstance', rdsArn(account, `db:${options['db-instance-identifier'] ?? ''}`)],
      ...defaultGroups(account),
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
      if (cluster !== undefined) {
        // The cluster has the master user; its instances have none of their own.
        const { database, user, databaseName } = rds.find(cluster, 'cluster');
        const key = `instance ${id}`;
        if (rds.servers.has(key)) throw new Error('An error occurred (DBInstanceAlreadyExists)');
        const address = `${id}.example.${region}.rds.amazonaws.com`;
        rds.servers.set(key, { identifier: id, address, user, databaseName, database });
        return undefined;
      }
      await rds.create(id, region, {
        user: options['master-username'] ?? '',
        password: options['master-user-password'] ?? '',
        databaseName: options['db-name'] ?? 'postgres'
      });
      return undefined;
    }
  },
  'rds modify-db-instance': {
    required: {
      'db-instance-identifier': text,
      'master-user-password': text,
      'apply-immediately': flag
    },
    permissions: (options, account) => [
      ['rds:ModifyDBInstance', rdsArn(account, `db:${options['db-instance-identifier'] ?? ''}`)]
    ],
    run: (options, { rds }) => {
      rds.change(options['db-instance-identifier'] ?? '', options['master-user-password'] ?? '');
      return undefined;
    }
  },
  'rds describe-db-clusters': {
    required: { 'db-cluster-identifier': text },
    permissions: (options, account) => [
      [
        'rds:DescribeDBClusters',
        rdsArn(account, `cluster:${options['db-cluster-identifier'] ?? ''}`)
      ]
    ],
    run: (options, { rds }) => {
      const { address } = rds.find(options['db-cluster-identifier'] ?? '', 'cluster');
      return { stdout: `${address}\n` };
    }
  },
  'rds create-db-cluster': {
    required: {
      'db-cluster-identifier': text,
      engine: text,
      'master-username': text,
      'master-user-password': text
    },
    optional: { 'serverless-v2-scaling-configuration': text, 'storage-encrypted': flag },
    permissions: (options, account) => [
      ...[
        `cluster:${options['db-cluster-identifier'] ?? ''}`,
        'cluster-pg:default.aurora-postgresql17',
        'subgrp:default'
      ].map((resource) => ['rds:CreateDBCluster', rdsArn(account, resource)] as const),
      ...serviceLinkedRole(account)
    ],
    run: async (options, { rds, region }) => {
      await rds.create(
        options['db-cluster-identifier'] ?? '',
        region,
        {
          user: options['master-username'] ?? '',
          password: options['master-user-password'] ?? '',
          databaseName: 'postgres'
        },
        'cluster'
      );
      return undefined;
    }
  },
  'eks update-kubeconfig': {
    required: { name: text },
    permissions: ({ name = '' }, { accountId, region }) => [
      ['eks:DescribeCluster', `arn:aws:eks:${region}:${accountId}:cluster/${name}`]
    ],
    run: ({ name = '' }, { cluster }, { workspace }) => {
      if (name !== cluster.name) throw new Error(`No cluster found for name: ${name}.`);
      cluster.configuredJobs.add(workspace);
      return { stdout: `Added new context ${name}\n` };
    }
  },
  'iam create-open-id-connect-provider': {
    required: { url: text, 'client-id-list': text },
    permissions: (_, account) => [
      ['iam:CreateOpenIDConnectProvider', iamArn(account, 'oidc-provider/*')]
    ],
    run: ({ url, 'client-id-list': audience = '' }, { provider }) => {
      if (provider.audiences.length > 0)
        throw new Error(
          `An error occurred (EntityAlreadyExists): Provider with url ${url ?? ''} already exists.`
        );
      if (url !== provider.issuer) throw new Error(`nothing issues tokens at ${url ?? ''}.`);
      provider.audiences.push(audience);
      return undefined;
    }
  },
  'iam add-client-id-to-open-id-connect-provider': {
    required: { 'open-id-connect-provider-arn': text, 'client-id': text },
    permissions: (options) => [
      ['iam:AddClientIDToOpenIDConnectProvider', options['open-id-connect-provider-arn'] ?? '']
    ],
    run: ({ 'client-id': audience = '' }, { provider }) => {
      if (provider.audiences.length === 0) throw new Error('An error occurred (NoSuchEntity)');
      if (!provider.audiences.includes(audience)) provider.audiences.push(audience);
      return undefined;
    }
  },
  'iam get-open-id-connect-provider': {
    required: { 'open-id-connect-provider-arn': text },
    permissions: (options) => [
      ['iam:GetOpenIDConnectProvider', options['open-id-connect-provider-arn'] ?? '']
    ],
    run: (_, { provider }) => {
      if (provider.audiences.length === 0)
        throw new Error('An error occurred (NoSuchEntity): OpenIDConnect Provider not found');
      return undefined;
    }
  },
  'iam get-role': {
    required: { 'role-name': text },
    permissions: (options, account) => [
      ['iam:GetRole', iamArn(account, `role/${options['role-name'] ?? ''}`)]
    ],
    run: (options, account) => {
      findRole(options, account);
      return undefined;
    }
  },
  'iam create-role': {
    required: { 'role-name': text, 'assume-role-policy-document': text },
    permissions: (options, account) => [
      ['iam:CreateRole', iamArn(account, `role/${options['role-name'] ?? ''}`)]
    ],
    run: (options, account, call) => {
      const arn = iamArn(account, `role/${options['role-name'] ?? ''}`);
      if (account.roles.has(arn)) throw new Error('An error occurred (EntityAlreadyExists)');
      account.addRole(options['role-name'] ?? '', {
        trust: readTrust(options['assume-role-policy-document'], call),
        permissions: { Version: '2012-10-17', Statement: [] }
      });
      return undefined;
    }
  },
  'iam update-assume-role-policy': {
    required: { 'role-name': text, 'policy-document': text },
    permissions: (options, account) => [
      ['iam:UpdateAssumeRolePolicy', iamArn(account, `role/${options['role-name'] ?? ''}`)]
    ],
    run: (options, account, call) => {
      const role = findRole(options, account);
      account.roles.set(role.arn, { ...role, trust: readTrust(options['policy-document'], call) });
      return undefined;
    }
  },
  'iam put-role-policy': {
    required: { 'role-name': text, 'policy-name': text, 'policy-document': text },
    permissions: (options, account) => [
      ['iam:PutRolePolicy', iamArn(account, `role/${options['role-name'] ?? ''}`)]
    ],
    run: (options, account, call) => {
      const role = findRole(options, account);
      const permissions = parsePolicy(readParameter(options['policy-document'], call));
      account.roles.set(role.arn, { ...role, permissions });
      return undefined;
    }
  }
};

function findRole(options: OptionValues, account: Account) {
  const role = account.roles.get(iamArn(account, `role/${options['role-name'] ?? ''}`));
  if (role) return role;
  throw new Error(
    `An error occurred (NoSuchEntity): The role with name ${options['role-name'] ?? ''} cannot be found.`
  );
}

/** A value, or the content of the file that `file://` names. */
const readParameter = (value = '', { workspace }: ClientCall): string =>
  value.startsWith('file://') ? readFileSync(join(workspace, value.slice(7)), 'utf8') : value;

const readTrust = (value: string | undefined, call: ClientCall): TrustPolicy =>
  parseTrustPolicy(readParameter(value, call));

/** The AWS CLI, as far as the pages use it: credentials from the environment, IAM asked for each call. */
export const awsClient =
  (account: Account): Client =>
  async (call) => {
    const [service = '', command = '', ...args] = call.args;
    const found = COMMANDS[`${service} ${command}`];
    if (!found) throw new Error(`this emulator does not know aws ${service} ${command}.`);
    const { required = {}, optional = {}, permissions, run } = found;
    const options = readOptions(args, required, { ...COMMON, ...optional });
    const principal = account.findPrincipal(call.env);
    await account.authorize(principal, permissions(options, account));
    return (await run(options, account, call)) ?? {};
  };
