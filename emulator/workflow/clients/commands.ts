import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, dump, load } from 'js-yaml';
import { lt } from 'semver';
import { readPsqlCall } from '../../databases/psql-options.js';
import { isMysqlServer, readMysqlCall } from '../../databases/simulated-mysql.js';
import { CERTIFICATE } from '../../databases/simulated-postgres.js';
import { NotEmulated, ToolError } from '../../voice.js';
import type { Account, Permission } from '../account.js';
import { awsClient } from './aws.js';
import type { Client, ClientCall } from './client-server.js';
import { flag, readOptions, required, short, text } from './options.js';

/** The command-line clients that the scripts of the pages start. */
export function commandClients(account: Account): Readonly<Record<string, Client>> {
  return {
    aws: awsClient(account),
    curl,
    docker: docker(account),
    kubectl: kubectl(account),
    mysql: mysql(account),
    npm: npm(account),
    psql: psql(account),
    sleep: async () => {
      await account.rds.settle();
      return {};
    },
    terraform: terraform(account)
  };
}

/** Where AWS publishes the authorities that sign the certificates of RDS. */
const TRUST_STORE = 'https://truststore.pki.rds.amazonaws.com/';

const curl: Client = ({ args, workspace }) => {
  const { values, positionals } = readOptions(
    'curl',
    args,
    {
      fail: short('f', flag),
      silent: short('s', flag),
      'show-error': short('S', flag),
      location: short('L', flag),
      output: short('o', text)
    },
    1
  );
  const [url = ''] = positionals;
  if (!url.startsWith(TRUST_STORE) || !url.endsWith('-bundle.pem'))
    throw new NotEmulated(`curl ${url}`, `the certificates below ${TRUST_STORE}`);
  const { output } = values;
  if (output === undefined) throw new NotEmulated('curl to standard output', 'curl --output FILE');
  copyFileSync(CERTIFICATE, join(workspace, output));
  return {};
};

/** `localhost` is the container of the job; any other host is an RDS server. */
const psql =
  ({ containers, rds }: Account): Client =>
  (call) => {
    const { host } = readPsqlCall(call);
    if (!['', 'localhost', '127.0.0.1'].includes(host)) {
      const server = rds.at(host);
      if (server) return server.psql(call);
      throw new ToolError(
        `psql: error: could not translate host name "${host}" to address: Name or service not known`,
        2
      );
    }
    const database = containers.at(call.workspace);
    if (database) return database.psql(call);
    throw new Error(
      `psql connects to ${host === '' ? 'this machine, since no host is given' : host}, and this job has no database there: no step has started a container with PostgreSQL.`
    );
  };

const mysql =
  ({ rds }: Account): Client =>
  (call) => {
    const { host } = readMysqlCall(call);
    const server = rds.at(host);
    if (server && isMysqlServer(server)) return server.mysql(call);
    if (server) throw new Error(`${host} is no MySQL, and mysql cannot talk to it.`);
    throw new ToolError(`ERROR 2005 (HY000): Unknown MySQL server host '${host}' (-2)`);
  };

const kubectl =
  ({ cluster, findPrincipal, roleArn }: Account): Client =>
  (call) => {
    const [first = '', second = '', third = ''] = call.args;
    if (first === 'create' && second === 'secret' && third === 'generic') {
      const { values, positionals, all } = readOptions(
        'kubectl create secret generic NAME',
        call.args.slice(3),
        {
          'from-file': text,
          'from-literal': text,
          'dry-run': required(text),
          output: required(short('o', text))
        },
        1
      );
      if (values['dry-run'] !== 'client' || values['output'] !== 'yaml')
        throw new NotEmulated(
          `kubectl create secret generic --dry-run=${values['dry-run'] ?? ''} --output=${values['output'] ?? ''}`,
          '--dry-run=client --output=yaml'
        );
      const pairs = [
        ...all('from-literal'),
        ...all('from-file').map((one) =>
          one.replace(/=(.*)/s, (_, file: string) => {
            if (file === '/dev/stdin') return `=${call.stdin}`;
            return `=${readFileIn(call, file)}`;
          })
        )
      ];
      const data = Object.fromEntries(
        pairs.map((pair) => {
          const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
          return [key, Buffer.from(value).toString('base64')];
        })
      );
      const [name = ''] = positionals;
      return { stdout: dump({ apiVersion: 'v1', data, kind: 'Secret', metadata: { name } }) };
    }
    if (first === 'apply') {
      const { values } = readOptions('kubectl apply', call.args.slice(1), {
        filename: required(short('f', text))
      });
      if (!cluster.configuredJobs.has(call.workspace))
        throw new Error(
          'kubectl knows no cluster: no step of this job has run aws eks update-kubeconfig.'
        );
      const { arn } = findPrincipal(call.env);
      if (!arn.includes(`:assumed-role/${cluster.role}/`))
        throw new Error(
          `The cluster lets ${arn} not in: its one access entry names ${roleArn(cluster.role)}.`
        );
      const source = values['filename'] ?? '';
      const manifest = load(source === '-' ? call.stdin : readFileIn(call, source), {
        schema: CORE_SCHEMA
      }) as
        { kind?: string; metadata?: { name?: string }; data?: Record<string, string> } | undefined;
      if (manifest === undefined) throw new ToolError('error: no objects passed to apply');
      const { kind = '', metadata: { name = '' } = {}, data = {} } = manifest;
      if (kind !== 'Secret') throw new NotEmulated(`kubectl apply of a ${kind}`, 'a Secret');
      const content = Object.fromEntries(
        Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()])
      );
      const before = cluster.secrets.get(name);
      cluster.secrets.set(name, content);
      const change =
        before === undefined
          ? 'created'
          : JSON.stringify(before) === JSON.stringify(content)
            ? 'unchanged'
            : 'configured';
      return { stdout: `secret/${name} ${change}\n` };
    }
    throw new NotEmulated(`kubectl ${[first, second, third].join(' ').trim()}`, [
      'kubectl create secret generic',
      'kubectl apply'
    ]);
  };

function readFileIn({ workspace }: ClientCall, file: string): string {
  const path = join(workspace, file);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new Error(`There is no file ${file} in the folder of the job.`);
}

/** The Terraform code that is emulated: that of the recipe. */
const CODE =
  'the main.tf of the recipe: a backend "s3", and one aws_db_instance whose password_wo is the ephemeral var.db_password';

const terraform =
  (account: Account): Client =>
  async (call) => {
    const { state } = account.terraform;
    const version = account.terraform.installedJobs.get(call.workspace);
    if (version === undefined)
      throw new Error(
        "terraform is not on GitHub's runner images: a step with hashicorp/setup-terraform sets it up."
      );
    const [command = '', ...args] = call.args;
    if (command !== 'init' && command !== 'apply')
      throw new NotEmulated(`terraform ${command}`, ['terraform init', 'terraform apply']);
    const code = readFileIn(call, 'main.tf');
    const argument = (name: string): string | undefined =>
      new RegExp(`^\\s*${name}\\s*=\\s*"?([^"\\s#]+)`, 'm').exec(code)?.[1];
    if (
      !code.includes('backend "s3"') ||
      !/ephemeral\s*=\s*true/.test(code) ||
      argument('password_wo') !== 'var.db_password'
    )
      throw new NotEmulated(`terraform ${command} of this main.tf`, CODE);
    if (lt(version, '1.11.0'))
      throw new Error(
        `Terraform ${version} knows no write-only arguments, such as password_wo: they came with 1.11.`
      );
    const [bucket = '', key = ''] = [argument('bucket'), argument('key')];
    const bucketArn = `arn:aws:s3:::${bucket}`;
    const reads: Permission[] = [
      ['s3:ListBucket', bucketArn],
      ['s3:GetObject', `${bucketArn}/${key}`]
    ];
    const authorize = (permissions: readonly Permission[]) =>
      account.authorize(account.findPrincipal(call.env), permissions);
    if (command === 'init') {
      readOptions('terraform init', dashes(args), { input: text });
      await authorize(reads);
      account.terraform.initializedJobs.add(call.workspace);
      return { stdout: 'Terraform has been successfully initialized!\n' };
    }
    readOptions('terraform apply', dashes(args), { input: text, 'auto-approve': required(flag) });
    if (!account.terraform.initializedJobs.has(call.workspace))
      throw new Error('No step of this job has run terraform init.');
    const password = call.env['TF_VAR_db_password'];
    if (password === undefined)
      throw new Error('The variable db_password has no value: TF_VAR_db_password is not set.');
    const [identifier = '', passwordVersion = ''] = [
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
      // The provider finds the instance by a filter, and a call with a filter is for all of them.
      ['rds:DescribeDBInstances', arn('db:*')],
      ['rds:ListTagsForResource', arn(`db:${identifier}`)]
    ]);
    const known = state.get(key);
    if (known === passwordVersion)
      return {
        stdout: 'No changes. Your infrastructure matches the configuration.\n'
      };
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
    state.set(key, passwordVersion);
    const [added, changed] = known === undefined ? [1, 0] : [0, 1];
    return {
      stdout: `Apply complete! Resources: ${added} added, ${changed} changed, 0 destroyed.\n`
    };
  };

/** Terraform's options have one dash, or two. */
const dashes = (args: readonly string[]): string[] =>
  args.map((arg) => arg.replace(/^-(?=[a-z])/, '--'));

const docker =
  ({ containers }: Account): Client =>
  async ({ args, env, workspace }) => {
    const [first = '', second = ''] = args;
    if (first === 'run') {
      const { all, positionals } = readOptions(
        'docker run',
        args.slice(1),
        {
          detach: required(short('d', flag)),
          env: short('e', text),
          name: text,
          publish: short('p', text),
          rm: flag
        },
        1
      );
      const [image = ''] = positionals;
      checkImage(image);
      await containers.start(workspace, variables(all('env'), env));
      return { stdout: '4c0ffee4c0ffee4c0ffee4c0ffee4c0ffee4c0ffee4c0ffee4c0ffee4c0ffee4\n' };
    }
    if (first === 'compose' && second === 'up') {
      readOptions('docker compose up', args.slice(2), {
        detach: required(short('d', flag)),
        wait: flag
      });
      const services = readComposeFile(workspace);
      for (const [name, { image = '', environment = [] }] of services) {
        checkImage(image);
        const given: readonly string[] = isList(environment)
          ? environment
          : Object.entries(environment).map(([key, value]) =>
              value === null ? key : `${key}=${String(value)}`
            );
        await containers.start(
          workspace,
          variables(
            given.map((one) => interpolate(one, env)),
            env
          )
        );
        if (services.length > 1) throw new NotEmulated('A second service', `one, such as ${name}`);
      }
      return { stderr: ' Container db  Healthy\n' };
    }
    throw new NotEmulated(`docker ${first === 'compose' ? `compose ${second}` : first}`, [
      'docker run --detach',
      'docker compose up --detach'
    ]);
  };

/** `NAME=VALUE`, or `NAME` alone: the value then comes from the environment, and is in no argument list. */
const variables = (
  pairs: readonly string[],
  env: Readonly<Record<string, string>>
): Record<string, string> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(pair) ?? [];
      return [name, value ?? env[name] ?? ''];
    })
  );

function checkImage(image: string): void {
  if (!/^(docker\.io\/)?(library\/)?postgres(:[\w.-]+)?$/.test(image))
    throw new NotEmulated(`The image ${image}`, 'postgres, with any tag');
}

const isList = (value: NonNullable<ComposeService['environment']>): value is readonly string[] =>
  Array.isArray(value);

interface ComposeService {
  readonly image?: string;
  readonly environment?: readonly string[] | Readonly<Record<string, string | number | null>>;
}

function readComposeFile(workspace: string): (readonly [string, ComposeService])[] {
  const path = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']
    .map((name) => join(workspace, name))
    .find(existsSync);
  if (path === undefined)
    throw new Error(
      'There is no compose.yaml in the folder of the job. actions/checkout brings the files of the repository of the example.'
    );
  const { services = {} } = load(readFileSync(path, 'utf8'), { schema: CORE_SCHEMA }) as {
    services?: Record<string, ComposeService>;
  };
  return Object.entries(services);
}

/** `${NAME}` in a compose file, which is replaced before the file is read any further. */
function interpolate(value: string, env: Readonly<Record<string, string>>): string {
  const other = /\$(?!\{\w+\}|\w)/.exec(value);
  if (other) throw new NotEmulated(`${JSON.stringify(value)} in a compose file`, '${NAME}');
  return value.replaceAll(/\$\{?(\w+)\}?/g, (_, name: string) => env[name] ?? '');
}

/** `npm test` of the repository of the example: it logs in to the database that DATABASE_URL names. */
const npm =
  ({ containers }: Account): Client =>
  async ({ args, env, workspace }) => {
    const command = args.join(' ');
    if (command === 'ci') return { stdout: 'added 1 package\n' };
    if (command !== 'test')
      throw new NotEmulated(`npm ${command}`, [
        'npm ci',
        'npm test, which logs in to the database of DATABASE_URL and does nothing else'
      ]);
    const { DATABASE_URL: text = '' } = env;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (
      !url ||
      !/^postgres(ql)?:$/.test(url.protocol) ||
      !['localhost:5432', '127.0.0.1:5432', 'localhost', '127.0.0.1'].includes(url.host)
    )
      throw new Error(
        'npm test: DATABASE_URL must be the URL of the database on this machine, postgres://USER:PASSWORD@localhost:5432/NAME.'
      );
    const [user, password] = [url.username, url.password].map(decodeURIComponent) as [
      string,
      string
    ];
    if (!(await containers.at(workspace)?.canLogIn(user, password)))
      throw new Error(
        `npm test: ${user} cannot log in to the database on this machine with the password in DATABASE_URL.`
      );
    return { stdout: 'all tests passed\n' };
  };
