import type { RequestListener } from 'node:http';
import { EcsAgent, PodIdentityAgent } from './aws/container-credentials.js';
import type { IamPolicy } from './aws/iam-policy.js';
import { InstanceMetadata } from './aws/instance-metadata.js';
import { MachineRole } from './aws/machine-role.js';
import type { Principal } from './aws/principal.js';
import { SecretsManagerService } from './aws/secrets-manager.js';
import type { StoredSecrets } from './aws/stored-secrets.js';
import { checkRole, type Role } from './aws/role.js';
import { SecretsManagerOfAccounts } from './aws/secrets-manager-of-accounts.js';
import { Sessions } from './aws/sessions.js';
import { StsService } from './aws/sts.js';
import type { TrustPolicy } from './aws/trust-policy.js';
import type { IdentityProvider } from './aws/web-identity-token.js';
import type { FaultPlan } from './faults.js';
import { API_PATH, GitHubApi, type GitHubApiOptions } from './github/secrets-api.js';
import { ISSUER, TokenService, type TokenServiceOptions } from './github/token-service.js';
import { listenOnLoopback, type Listener } from './loopback.js';
import { Router, type RecordedRequest } from './router.js';
import type { Now, ServiceName } from './service.js';

export interface CloudOptions {
  /** Default `eu-west-1`. It decides the partition, and so ARNs and audience. */
  readonly region?: string;
  /** Properties that differ from the default role. */
  readonly role?: Partial<Role> & {
    /** Instead of `trust`: patterns of the token's `sub`, with `*` and `?`. */
    readonly subjects?: readonly string[];
    /** Instead of `trust`: the audiences that its condition allows. */
    readonly audiences?: readonly string[];
    /** Actions, with wildcards, that the role's policy denies explicitly. */
    readonly denied?: readonly string[];
  };
  /**
   * Roles by ARN, instead of the default role, of this and of other accounts. Read at each call, so roles can be added
   * later.
   */
  readonly roles?: ReadonlyMap<string, Role>;
  /** The OIDC provider of account 123456789012; `null` when it has none. */
  readonly provider?: Partial<IdentityProvider> | null;
  /** Other accounts that have the same provider, by id. */
  readonly federatedAccounts?: readonly string[];
  readonly issuer?: TokenServiceOptions;
  readonly github?: GitHubApiOptions;
  /** The machine that the job runs on, with the ARN of the role that AWS gives to it. */
  readonly machine?: {
    /** Of a task of ECS, or of a pod of EKS. */
    readonly containerRole?: string;
    readonly instanceRole?: string;
    /** Of the instance's metadata service, 1 by default as on EC2: too little for a container. */
    readonly hopLimit?: number;
    /** Whether the job runs in a container of the instance. */
    readonly inContainer?: boolean;
  };
  /** GetRandomPassword calls per second; AWS allows about 50. Unlimited by default. */
  readonly rateLimit?: number;
  readonly now?: Now;
  /** Serves the handler elsewhere than on a free loopback port, such as behind TLS. */
  readonly listen?: (handler: RequestListener) => Promise<Listener>;
}

export interface Cloud {
  readonly url: string;
  readonly region: string;
  readonly roleArn: string;
  /** The token's audience that AWS expects. */
  readonly audience: string;
  /** All services, for additional servers. */
  readonly handler: RequestListener;
  /** In order of arrival. */
  readonly requests: readonly RecordedRequest[];
  readonly faults: FaultPlan;
  readonly issuer: TokenService;
  /** Of account 123456789012. */
  readonly secrets: StoredSecrets;
  /** Of any account. */
  secretsOf(accountId: string): StoredSecrets;
  readonly github: GitHubApi;
  /** Everyone who can sign requests, by access key id: the user, and the sessions that STS created. */
  readonly principals: ReadonlyMap<string, Principal>;
  /** Long-lived keys of a user with all permissions, as environment variables. */
  readonly staticEnv: Readonly<Record<string, string>>;
  /** What AWS sets in a container of ECS, at the address of the emulator. */
  readonly ecsEnv: Readonly<Record<string, string>>;
  /** What EKS sets in a pod, whose token has to be in that file. */
  podEnv(tokenFile: string): Readonly<Record<string, string>>;
  /** The content of that file. */
  readonly podToken: string;
  /** What leads the SDK to the metadata service of the instance. */
  readonly instanceEnv: Readonly<Record<string, string>>;
  /** The environment variables that lead a job to these services; `urls` overrides the URL of single ones. */
  env(urls?: Partial<Record<ServiceName, string>>): Record<string, string>;
  /** The requests to a service, or to one operation of it. */
  calls(service: ServiceName, operation?: string): RecordedRequest[];
  close(): Promise<void>;
}

/** Starts AWS, GitHub's token service and GitHub's API on one loopback address. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const { region = 'eu-west-1', now = Date.now } = options;
  const accountId = '123456789012';
  const partition = findPartition(region);
  const audience = partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';
  const { permissions = allow('*'), denied = [], ...roleOptions } = options.role ?? {};
  const {
    subjects = ['repo:octo-org/app:*', 'repo:octo-org@65/app@74:*'],
    audiences = [audience]
  } = roleOptions;
  const role: Role = {
    arn: `arn:${partition}:iam::${accountId}:role/passwords`,
    trust: trustPolicy(`arn:${partition}:iam::${accountId}`, subjects, audiences),
    maxSessionDuration: 3600,
    permissions: deny(permissions, denied),
    ...roleOptions
  };
  const user = {
    arn: `arn:${partition}:iam::${accountId}:user/deployer`,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'example/secret/access/key/of/the/deploye',
    permissions: allow('*')
  };
  const principals = new Map<string, Principal>([[user.accessKeyId, user]]);
  const sessions = new Sessions(principals, now);
  const issuer = new TokenService(options.issuer, now);
  const roles = options.roles ?? new Map([[role.arn, role]]);
  for (const one of roles.values()) checkRole(one);
  const provider = { issuer: ISSUER, audiences: [audience], ...options.provider };
  const federated = new Set(options.federatedAccounts);
  if (options.provider !== null) federated.add(accountId);
  const sts = new StsService({
    region,
    roles,
    provider: (account) => (federated.has(account) ? provider : undefined),
    verificationKeys: () => issuer.verificationKeys,
    sessions,
    now
  });
  const { containerRole, instanceRole, hopLimit = 1, inContainer = false } = options.machine ?? {};
  const machineRole = (arn: string | undefined, service: string, sessionName: string) =>
    new MachineRole({ arn, roles, service, sessionName, sessions, now });
  const ecsAgent = new EcsAgent(machineRole(containerRole, 'ecs-tasks.amazonaws.com', 'task-7'));
  const podAgent = new PodIdentityAgent(
    machineRole(containerRole, 'pods.eks.amazonaws.com', 'eks-shop-runner-7')
  );
  const instance = new InstanceMetadata({
    role: machineRole(instanceRole, 'ec2.amazonaws.com', 'i-0123456789abcdef0'),
    now,
    hopLimit,
    inContainer
  });
  const secretsManager = new SecretsManagerOfAccounts(
    principals,
    accountId,
    (id) =>
      new SecretsManagerService({
        region,
        accountId: id,
        partition,
        principals,
        now,
        rateLimit: options.rateLimit
      })
  );
  const github = new GitHubApi(options.github);
  const router = new Router(
    [secretsManager, ecsAgent, podAgent, instance, sts, issuer, github],
    now
  );
  const { url, close } = await (options.listen ?? listenOnLoopback)(router.handler);
  const { requests, faults, handler } = router;

  return {
    url,
    region,
    roleArn: role.arn,
    audience,
    handler,
    requests,
    faults,
    issuer,
    secrets: secretsManager.of(accountId).store,
    secretsOf: (id) => secretsManager.of(id).store,
    github,
    principals,
    staticEnv: {
      AWS_ACCESS_KEY_ID: user.accessKeyId,
      AWS_SECRET_ACCESS_KEY: user.secretAccessKey
    },
    ecsEnv: { AWS_CONTAINER_CREDENTIALS_FULL_URI: url + ecsAgent.path },
    podEnv: (tokenFile) => ({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: url + podAgent.path,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile
    }),
    podToken: podAgent.token,
    instanceEnv: { AWS_EC2_METADATA_SERVICE_ENDPOINT: url },
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

const trustPolicy = (
  account: string,
  subjects: readonly string[],
  audiences: readonly string[]
): TrustPolicy => {
  const host = ISSUER.replace('https://', '');
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `${account}:oidc-provider/${host}` },
        Condition: { StringLike: { [`${host}:sub`]: subjects, [`${host}:aud`]: audiences } }
      }
    ]
  };
};

const deny = (policy: IamPolicy, actions: readonly string[]): IamPolicy =>
  actions.length === 0
    ? policy
    : {
        ...policy,
        Statement: [...policy.Statement, { Effect: 'Deny', Action: actions, Resource: '*' }]
      };
