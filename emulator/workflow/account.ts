import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sodium from 'libsodium-wrappers';
import type { IamPolicy } from '../aws/iam-policy.js';
import { authorize, type Principal } from '../aws/principal.js';
import { checkRole, type Role } from '../aws/role.js';
import type { TrustPolicy } from '../aws/trust-policy.js';
import type { Database } from '../databases/database.js';
import { isMariadbInstalled, Mariadb } from '../databases/mariadb.js';
import { isPostgresInstalled, Postgres } from '../databases/postgres.js';
import { SimulatedMysql } from '../databases/simulated-mysql.js';
import { SimulatedPostgres } from '../databases/simulated-postgres.js';
import type { GitHubToken, SealedBox } from '../github/secrets-api.js';
import { ISSUER } from '../github/token-service.js';
import { startCloud, type Cloud } from '../index.js';
import { Compute } from './clients/compute.js';
import { ClientServer, type Clients } from './clients/client-server.js';
import { Containers } from './clients/containers.js';
import { Rds, type Engine } from './clients/rds.js';

/** The account of the example that has the provider, too, and the self-hosted runners. */
const HUB = '999988887777';

export interface Repository {
  readonly owner: string;
  readonly ownerId: string;
  readonly name: string;
  readonly id: string;
}

/** Another implementation of AWS, which then judges the policies instead of the embedded one. */
export interface ExternalAws {
  readonly url: string;
  /** Whether the policies of a role allow a call. */
  allows(roleArn: string, action: string, resource: string): Promise<boolean>;
}

/** What AWS asks the policies of a caller for. */
export type Permission = readonly [action: string, resource: string];

export interface AccountOptions {
  readonly repository: Repository;
  readonly environments: readonly string[];
  /**
   * Folder of certificate.pem and key.pem for a real PostgreSQL and a real MariaDB, which are used where they are
   * installed. Without it the databases are simulated.
   */
  readonly tls?: string;
  readonly aws?: ExternalAws | undefined;
}

/** One AWS account and one GitHub repository, with everything that their workflows reach. They last from run to run. */
export class Account {
  readonly region = 'eu-west-1';
  readonly accountId = '123456789012';
  /** The GITHUB_TOKEN of every job, which cannot write secrets. */
  readonly jobToken = 'ghs_tokenofthejob';
  readonly rds = new Rds((engine) => this.#openDatabase(engine));
  readonly compute = new Compute();
  readonly cluster = {
    name: 'shop',
    /** The role that an access entry of the cluster names. */
    role: 'cluster',
    configuredJobs: new Set<string>(),
    secrets: new Map<string, Readonly<Record<string, string>>>()
  };
  readonly terraform = {
    /** By the folder of the job: the version that its step has set up. */
    installedJobs: new Map<string, string>(),
    initializedJobs: new Set<string>(),
    /** By the key of the state file: the version of the password that was applied. */
    state: new Map<string, string>()
  };
  /** Sessions that an external AWS opened, by access key id. */
  readonly sessions = new Map<string, Principal>();
  readonly containers = new Containers();
  readonly app: GitHubApp;
  readonly repository: Repository;
  /** What a checkout brings. */
  get repositoryFolder(): string {
    return join(this.folder, 'repository');
  }
  #realDatabase: Database | undefined;

  private constructor(
    readonly folder: string,
    readonly cloud: Cloud,
    /** By ARN. */
    readonly roles: Map<string, Role>,
    /** The identity provider; it does not exist as long as it has no audience. */
    readonly provider: { readonly issuer: string; readonly audiences: string[] },
    tokens: Record<string, GitHubToken>,
    readonly options: AccountOptions
  ) {
    this.repository = options.repository;
    tokens[this.jobToken] = { kind: 'integration' };
    this.app = new GitHubApp(tokens);
  }

  #clients: ClientServer | undefined;
  get clients(): ClientServer {
    if (!this.#clients) throw new Error('The account is not open.');
    return this.#clients;
  }

  /** @param createClients the programs and actions that its workflows find. */
  static async open(
    options: AccountOptions,
    createClients: (account: Account) => Clients
  ): Promise<Account> {
    const { owner, name, id } = options.repository;
    const tokens: Record<string, GitHubToken> = {};
    const roles = new Map<string, Role>();
    const provider = { issuer: ISSUER, audiences: new Array<string>() };
    const cloud = await startCloud({
      roles,
      federatedAccounts: [HUB],
      machine: { instanceRole: `arn:aws:iam::${HUB}:role/runner` },
      github: {
        repositories: {
          [`${owner}/${name}`]: { id: Number(id), environments: options.environments }
        },
        tokens,
        sealedBox: await sealedBoxes()
      },
      provider
    });
    const folder = await mkdtemp(join(tmpdir(), 'account-'));
    await mkdir(join(folder, 'repository'));
    const account = new Account(folder, cloud, roles, provider, tokens, options);
    account.#clients = await ClientServer.start(folder, createClients(account));
    return account;
  }

  /** Variables that put AWS elsewhere. */
  get endpoints(): Readonly<Record<string, string>> {
    const { aws } = this.options;
    return aws ? { AWS_ENDPOINT_URL: aws.url } : {};
  }

  roleArn = (name: string, accountId: string = this.accountId): string =>
    `arn:aws:iam::${accountId}:role/${name}`;

  addRole(
    name: string,
    { trust, permissions }: { trust: TrustPolicy; permissions: IamPolicy },
    accountId?: string
  ): void {
    const arn = this.roleArn(name, accountId);
    const role = { arn, trust, permissions, maxSessionDuration: 3600 };
    checkRole(role);
    this.roles.set(arn, role);
  }

  /** Whose credentials these are. */
  findPrincipal = (env: Readonly<Record<string, string>>): Principal => {
    const id = env['AWS_ACCESS_KEY_ID'] ?? '';
    const principal = this.cloud.principals.get(id) ?? this.sessions.get(id);
    if (!principal) throw new Error('Unable to locate credentials.');
    if (
      principal.secretAccessKey !== env['AWS_SECRET_ACCESS_KEY'] ||
      principal.sessionToken !== env['AWS_SESSION_TOKEN']
    )
      throw new Error('An error occurred (InvalidClientTokenId)');
    return principal;
  };

  /** @throws {Error} when the policies of the principal do not allow all of it. */
  async authorize(principal: Principal, permissions: readonly Permission[]): Promise<void> {
    const { aws } = this.options;
    if (!aws) {
      for (const [action, resource] of permissions)
        authorize(principal, {
          action,
          resource,
          named: resource,
          ...(action === 'iam:CreateServiceLinkedRole' && {
            context: { 'iam:AWSServiceName': 'rds.amazonaws.com' }
          })
        });
      return;
    }
    const role = this.roleArn(principal.arn.split('/')[1] ?? '');
    for (const [action, resource] of permissions)
      if (!(await aws.allows(role, action, resource)))
        throw new Error(`${role} is not authorized to perform: ${action} on ${resource}`);
  }

  /** The current value of a secret by its whole ARN, undefined where there is none; `elsewhere` with another AWS. */
  readSecret(arn: string): string | undefined {
    if (this.options.aws) return 'elsewhere';
    const secret = [...this.cloud.secrets.secrets.values()].find((one) => one.arn === arn);
    return [...(secret?.versions.values() ?? [])].find(({ stages }) => stages.has('AWSCURRENT'))
      ?.string;
  }

  /** Makes every version so many milliseconds older. */
  passTime(milliseconds: number): void {
    for (const { versions } of this.cloud.secrets.secrets.values())
      for (const version of versions.values())
        Object.assign(version, { createdAt: version.createdAt - milliseconds });
  }

  async close(): Promise<void> {
    await this.#clients?.close();
    await this.cloud.close();
    await this.rds.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #openDatabase(engine: Engine): Promise<Database> {
    const { tls } = this.options;
    if (engine === 'mariadb' && tls !== undefined && isMariadbInstalled())
      return Mariadb.start(tls);
    if (engine !== 'postgres') return new SimulatedMysql(engine);
    if (tls === undefined || this.#realDatabase !== undefined || !isPostgresInstalled())
      return new SimulatedPostgres();
    this.#realDatabase = await Postgres.start(tls);
    return this.#realDatabase;
  }
}

/** The GitHub App that may write the repository's secrets. */
class GitHubApp {
  readonly clientId = 'Iv23localclientid0';
  readonly privateKey = 'the-private-key-of-the-app';
  readonly #tokens: Record<string, GitHubToken>;

  constructor(tokens: Record<string, GitHubToken>) {
    this.#tokens = tokens;
  }

  issueToken(token: GitHubToken): string {
    const name = `ghs_localapptoken${Object.keys(this.#tokens).length}`;
    this.#tokens[name] = token;
    return name;
  }
}

/** Makes a key pair for each place that has secrets. */
async function sealedBoxes(): Promise<() => SealedBox> {
  await sodium.ready;
  const { ORIGINAL } = sodium.base64_variants;
  return () => {
    const { publicKey, privateKey } = sodium.crypto_box_keypair();
    return {
      publicKey: sodium.to_base64(publicKey, ORIGINAL),
      open: (sealed) =>
        sodium.to_string(
          sodium.crypto_box_seal_open(sodium.from_base64(sealed, ORIGINAL), publicKey, privateKey)
        )
    };
  };
}
