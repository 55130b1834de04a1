import type { RequestListener } from 'node:http';
import { Endpoint, listenOnLoopback, type Listening, type RecordedRequest } from './endpoint.js';
import type { FaultPlan } from './faults.js';
import { API_PATH, GitHubApi, type GitHubApiOptions } from './github/actions-secrets.js';
import { ISSUER, TokenService, type TokenServiceOptions } from './github/token-service.js';
import type { Now, ServiceName } from './service.js';
import type { IamPolicy } from './aws/iam-policy.js';
import type { Principal } from './aws/principal.js';
import type { StoredSecrets } from './aws/stored-secrets.js';
import { SecretsManagerService } from './aws/secrets-manager.js';
import { StsService, type IdentityProvider, type Role } from './aws/sts.js';

export interface CloudOptions {
  /** Default `eu-west-1`. The partition (and so ARNs and audience) follows from it. */
  readonly region?: string;
  readonly accountId?: string;
  /** Differs from the default role in what is given. */
  readonly role?: Partial<Omit<Role, 'permissions'>> & {
    readonly permissions?: IamPolicy;
    /** Actions, with wildcards, that the role is explicitly denied. */
    readonly denied?: readonly string[];
  };
  /** The account's identity provider; `null` for an account that has none. */
  readonly provider?: Partial<IdentityProvider> | null;
  /** Long-lived keys of a user with all permissions, for the default credential chain. */
  readonly staticCredentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly permissions?: IamPolicy;
  };
  readonly issuer?: TokenServiceOptions;
  readonly github?: GitHubApiOptions;
  /** GetRandomPassword calls a second; AWS has about 50. Unlimited when left out. */
  readonly rateLimit?: number;
  readonly now?: Now;
  /** Puts the handler somewhere else than on a free loopback port, such as behind TLS. */
  readonly listen?: (handler: RequestListener) => Promise<Listening>;
}

export interface Cloud {
  readonly url: string;
  readonly region: string;
  readonly accountId: string;
  readonly roleArn: string;
  /** What the services expect as the token's audience. */
  readonly audience: string;
  /** All services on one listener; for further servers (see {@link CloudOptions.listen}). */
  readonly handler: RequestListener;
  /** In the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  readonly faults: FaultPlan;
  readonly issuer: TokenService;
  readonly secrets: StoredSecrets;
  readonly github: GitHubApi;
  /** Everyone who can sign, by access key id: the static user and the sessions STS opened. */
  readonly principals: ReadonlyMap<string, Principal>;
  /** The user's keys as the default chain finds them in the environment. */
  readonly staticEnv: Readonly<Record<string, string>>;
  /** What a job's environment must hold to reach these services; `urls` puts single ones elsewhere. */
  env(urls?: Partial<Record<ServiceName, string>>): Record<string, string>;
  /** Requests of one service or one call of it. */
  calls(service: ServiceName, operation?: string): RecordedRequest[];
  close(): Promise<void>;
}

/** Starts the embedded AWS, OIDC issuer and GitHub on one loopback address. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const { region = 'eu-west-1', accountId = '123456789012', now = Date.now } = options;
  const partition = findPartition(region);
  const audience = partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';
  const { permissions = allow('*'), denied = [], ...roleOptions } = options.role ?? {};
  const role: Role = {
    arn: `arn:${partition}:iam::${accountId}:role/passwords`,
    subjects: ['repo:octo-org/app:*', 'repo:octo-org@65/app@74:*'],
    audiences: [audience],
    maxSessionDuration: 3600,
    permissions: deny(permissions, denied),
    ...roleOptions
  };
  const user = {
    arn: `arn:${partition}:iam::${accountId}:user/deployer`,
    accessKeyId: 'AKIAIOSFODNN7LOCAL00',
    secretAccessKey: 'local/secret/access/key/of/the/deployer0',
    permissions: allow('*'),
    ...options.staticCredentials
  };
  const principals = new Map<string, Principal>([[user.accessKeyId, user]]);
  const issuer = new TokenService(options.issuer, now);
  const sts = new StsService({
    region,
    role,
    provider:
      options.provider === null
        ? undefined
        : { issuer: ISSUER, audiences: [audience], ...options.provider },
    verificationKeys: () => issuer.verificationKeys,
    principals,
    now
  });
  const secretsManager = new SecretsManagerService({
    region,
    accountId,
    partition,
    principals,
    now,
    rateLimit: options.rateLimit
  });
  const github = new GitHubApi(options.github);
  const endpoint = new Endpoint([secretsManager, sts, issuer, github], now);
  const { url, close } = await (options.listen ?? listenOnLoopback)(endpoint.handler);
  const { requests, faults, handler } = endpoint;

  return {
    url,
    region,
    accountId,
    roleArn: role.arn,
    audience,
    handler,
    requests,
    faults,
    issuer,
    secrets: secretsManager.store,
    github,
    principals,
    staticEnv: {
      AWS_ACCESS_KEY_ID: user.accessKeyId,
      AWS_SECRET_ACCESS_KEY: user.secretAccessKey
    },
    env: (urls = {}) => ({
      AWS_ENDPOINT_URL: url,
      ...(urls.sts !== undefined && { AWS_ENDPOINT_URL_STS: urls.sts }),
      ...(urls.secretsmanager !== undefined && {
        AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.secretsmanager
      }),
      ACTIONS_ID_TOKEN_REQUEST_URL: (urls.oidc ?? url) + issuer.path,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: issuer.requestToken,
      GITHUB_API_URL: (urls.github ?? url) + API_PATH
    }),
    calls: (service, operation) =>
      requests.filter(
        (request) =>
          request.service === service && request.operation === (operation ?? request.operation)
      ),
    close
  };
}

const PARTITIONS = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc']
] as const;
const findPartition = (region: string) =>
  PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';

const allow = (action: string): IamPolicy => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }]
});

const deny = (policy: IamPolicy, actions: readonly string[]): IamPolicy =>
  actions.length === 0
    ? policy
    : {
        ...policy,
        Statement: [...policy.Statement, { Effect: 'Deny', Action: actions, Resource: '*' }]
      };
