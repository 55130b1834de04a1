import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load } from 'js-yaml';
import type { Account, Permission } from '../account.js';
import { awsClient } from './aws.js';
import type { Client, ClientCall } from './client-server.js';
import { readOptions } from './options.js';

/** The command-line clients that the scripts of the pages start. */
export function commandClients(account: Account): Readonly<Record<string, Client>> {
  return {
    aws: awsClient(account),
    psql: (call) => account.rds.at(call.env['PGHOST'] ?? '').psql(call),
    sleep: async () => {
      await account.rds.settle();
      return {};
    },
    kubectl: kubectl(account),
    terraform: terraform(account),
    docker: docker(account),
    npm: npm(account),
    gh: gh(account)
  };
}

const words = ({ args }: ClientCall, count: number): string => args.slice(0, count).join(' ');

const kubectl =
  ({ cluster, findPrincipal, roleArn }: Account): Client =>
  (call) => {
    if (!cluster.configuredJobs.has(call.workspace))
      throw new Error('error: no configuration has been provided');
    if (words(call, 3) === 'create secret generic') {
      const [, , , name = '', ...args] = call.args;
      const options = readOptions(args, {
        'from-file': 'string',
        'dry-run': 'string',
        output: 'string'
      });
      if (options['dry-run'] !== 'client' || options['output'] !== 'yaml')
        throw new Error('a manifest is asked for with --dry-run=client --output=yaml.');
      const [key = '', file] = (options['from-file'] ?? '').split('=');
      if (file !== '/dev/stdin') throw new Error('the value must come from standard input.');
      const data = { [key]: Buffer.from(call.stdin).toString('base64') };
      return {
        // JSON is YAML.
        stdout: JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, data })
      };
    }
    if (words(call, 1) === 'apply') {
      const options = readOptions(call.args.slice(1), { filename: 'string' });
      if (options['filename'] !== '-')
        throw new Error('the manifest must come from standard input.');
      // The cluster lets in whom its access entries name.
      const { arn } = findPrincipal(call.env);
      if (!arn.includes(`:assumed-role/${cluster.role}/`))
        throw new Error(
          `error: You must be logged in to the server (${roleArn(cluster.role)} only)`
        );
      const manifest = load(call.stdin, { schema: CORE_SCHEMA }) as
        { kind?: string; metadata?: { name?: string }; data?: Record<string, string> } | undefined;
      if (manifest?.kind !== 'Secret' || manifest.metadata?.name === undefined)
        throw new Error('error: no objects passed to apply');
      const { name } = manifest.metadata;
      const change = cluster.secrets.has(name) ? 'configured' : 'created';
      const values = Object.entries(manifest.data ?? {}).map(
        ([key, value]) => [key, Buffer.from(value, 'base64').toString()] as const
      );
      cluster.secrets.set(name, Object.fromEntries(values));
      return { stdout: `secret/${name} ${change}\n` };
    }
    throw new Error(`this emulator does not know kubectl ${words(call, 3)}.`);
  };

const terraform =
  (account: Account): Client =>
  async (call) => {
    const { state } = account.terraform;
    if (!account.terraform.installedJobs.has(call.workspace))
      throw new Error('command not found: it is not on the runner images.');
    const [command, ...args] = call.args;
    const code = readFileSync(join(call.workspace, 'main.tf'), 'utf8');
    const argument = (name: string): string | undefined =>
      new RegExp(`^\\s*${name}\\s*=\\s*"?([^"\\s#]+)`, 'm').exec(code)?.[1];
    const [bucket = '', key = ''] = [argument('bucket'), argument('key')];
    const { arn: caller } = account.findPrincipal(call.env);
    const bucketArn = `arn:aws:s3:::${bucket}`;
    const reads: Permission[] = [
      ['s3:ListBucket', bucketArn],
      ['s3:GetObject', `${bucketArn}/${key}`]
    ];
    const authorize = (permissions: readonly Permission[]) =>
      account.authorize(account.findPrincipal(call.env), permissions);
    if (command === 'init') {
      readOptions(dashes(args), { input: 'string' });
      if (!code.includes('backend "s3"'))
        throw new Error('without a backend the state is lost with the runner.');
      await authorize(reads);
      account.terraform.initialisedJobs.add(call.workspace);
      return { stdout: 'Terraform has been successfully initialized!\n' };
    }
    if (command === 'apply') {
      readOptions(dashes(args), { input: 'string', 'auto-approve': 'boolean' });
      if (!account.terraform.initialisedJobs.has(call.workspace))
        throw new Error('run terraform init first.');
      if (!/ephemeral\s*=\s*true/.test(code) || argument('password_wo') !== 'var.db_password')
        throw new Error('the password would be in the state.');
      const password = call.env['TF_VAR_db_password'];
      if (password === undefined) throw new Error('No value for required variable "db_password".');
      const [identifier = '', version = ''] = [
        argument('identifier'),
        argument('password_wo_version')
      ];
      const arn = (resource: string) =>
        `arn:aws:rds:${account.region}:${account.accountId}:${resource}`;
      await authorize([
        ...reads,
        ['s3:PutObject', `${bucketArn}/${key}`],
        ['s3:GetObject', `${bucketArn}/${key}.tflock`],
        ['s3:PutObject', `${bucketArn}/${key}.tflock`],
        ['s3:DeleteObject', `${bucketArn}/${key}.tflock`],
        ['rds:DescribeDBInstances', arn(`db:${identifier}`)],
        ['rds:ListTagsForResource', arn(`db:${identifier}`)]
      ]);
      const known = state.get(key);
      if (known === version)
        return { stdout: 'No changes. Your infrastructure matches the configuration.\n' };
      if (known === undefined) {
        await authorize(
          [
            `db:${identifier}`,
            'og:default:postgres-18',
            'pg:default.postgres18',
            'subgrp:default'
          ].map((resource) => ['rds:CreateDBInstance', arn(resource)])
        );
        await account.rds.create(identifier, account.region, {
          user: argument('username') ?? '',
          password,
          databaseName: argument('db_name') ?? 'postgres'
        });
      } else {
        await authorize([['rds:ModifyDBInstance', arn(`db:${identifier}`)]]);
        account.rds.change(identifier, password);
        await account.rds.settle();
      }
      state.set(key, version);
      return { stdout: `Apply complete! (as ${caller})\n` };
    }
    throw new Error(`this emulator does not know terraform ${command ?? ''}.`);
  };

/** Terraform's options have one dash, or two. */
const dashes = (args: readonly string[]): string[] =>
  args.map((arg) => arg.replace(/^-(?=[a-z])/, '--'));

const docker =
  ({ containers }: Account): Client =>
  async ({ args, env, workspace, ...call }) => {
    const start = async (password: string | undefined, image: string): Promise<void> => {
      if (!password)
        throw new Error(
          'Error: Database is uninitialized and superuser password is not specified.'
        );
      if (!/^postgres:\d+$/.test(image)) throw new Error(`this emulator has no image ${image}.`);
      await containers.start(workspace, password);
    };
    if (args[0] === 'run') {
      const image = args.at(-1) ?? '';
      const options = readOptions(
        args.slice(1, -1),
        { detach: 'boolean', env: 'string' },
        { publish: 'string', name: 'string' }
      );
      // The name alone: the value comes from the environment and is in no argument list.
      await start(env[options['env'] ?? ''], image);
      return { stdout: '4c0ffee4c0ff\n' };
    }
    if (args.slice(0, 2).join(' ') === 'compose up') {
      readOptions(args.slice(2), { detach: 'boolean', wait: 'boolean' });
      const file = load(readFileSync(join(workspace, 'compose.yaml'), 'utf8'), {
        schema: CORE_SCHEMA
      }) as {
        services: { db: { image: string; environment: string[] } };
      };
      const { image, environment } = file.services.db;
      if (environment.join() !== 'POSTGRES_PASSWORD')
        throw new Error('the service gets no password.');
      await start(env['POSTGRES_PASSWORD'], image);
      return { stderr: ' Container db  Healthy\n' };
    }
    throw new Error(`this emulator does not know ${call.name} ${args.slice(0, 2).join(' ')}.`);
  };

/** `npm test` of the repository of the pages: it logs in to the database that DATABASE_URL names. */
const npm =
  ({ containers }: Account): Client =>
  async ({ args, env, workspace }) => {
    if (args.join(' ') === 'ci') return {};
    if (args.join(' ') !== 'test')
      throw new Error(`this emulator does not know npm ${args.join(' ')}.`);
    const url = new URL(env['DATABASE_URL'] ?? '');
    if (url.protocol !== 'postgres:' || url.host !== 'localhost:5432')
      throw new Error('DATABASE_URL must name the database on this machine.');
    const database = containers.at(workspace);
    if (
      !(await database?.canLogIn(
        decodeURIComponent(url.username),
        decodeURIComponent(url.password)
      ))
    )
      throw new Error('password authentication failed');
    return { stdout: 'all tests passed\n' };
  };

const gh =
  ({ repository: { owner, ownerId, name, id } }: Account): Client =>
  ({ args }) => {
    const [command, path, ...rest] = args;
    if (
      command !== 'api' ||
      path !== `repos/${owner}/${name}` ||
      !rest.join(' ').startsWith('--jq')
    )
      throw new Error(`this emulator does not know gh ${args.join(' ')}.`);
    return { stdout: `repo:${owner}@${ownerId}/${name}@${id}\n` };
  };
