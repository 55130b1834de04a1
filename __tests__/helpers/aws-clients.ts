import { afterEach } from '@jest/globals';
import {
  GetRandomPasswordCommand,
  SecretsManagerClient,
  type GetRandomPasswordCommandInput,
  type SecretsManagerClientConfig
} from '@aws-sdk/client-secrets-manager';
import { fromWebToken } from '@aws-sdk/credential-providers';
import { startCloud, type Cloud, type CloudOptions } from '../../emulator/index.js';

type Credentials = NonNullable<SecretsManagerClientConfig['credentials']>;
export type FromWebTokenInit = Parameters<typeof fromWebToken>[0];

export const PASSWORDS_ONLY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetRandomPassword', Resource: '*' }]
});

const clouds: Cloud[] = [];
const clients: SecretsManagerClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await Promise.all(clouds.splice(0).map((cloud) => cloud.close()));
});

/** Closes after the test. */
export async function startTestCloud(options: CloudOptions = {}): Promise<Cloud> {
  const cloud = await startCloud(options);
  clouds.push(cloud);
  return cloud;
}

/** A client of the real SDK, without retries. */
export function createClient(
  cloud: Cloud,
  credentials: Credentials = staticCredentials(cloud),
  region = cloud.region
): SecretsManagerClient {
  const client = new SecretsManagerClient({
    region,
    endpoint: cloud.url,
    maxAttempts: 1,
    credentials
  });
  clients.push(client);
  return client;
}

export const staticCredentials = ({ staticEnv }: Cloud) => ({
  accessKeyId: staticEnv['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: staticEnv['AWS_SECRET_ACCESS_KEY'] ?? ''
});

export async function requestToken(cloud: Cloud, audience = cloud.audience): Promise<string> {
  const env = cloud.env();
  const response = await fetch(
    `${env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? ''}&audience=${encodeURIComponent(audience)}`,
    { headers: { authorization: `Bearer ${env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''}` } }
  );
  return ((await response.json()) as { value: string }).value;
}

/** The SDK's credentials of the role, for a token of this cloud. */
export const roleCredentials = async (cloud: Cloud, init: Partial<FromWebTokenInit> = {}) =>
  fromWebToken({
    roleArn: cloud.roleArn,
    webIdentityToken: init.webIdentityToken ?? (await requestToken(cloud)),
    roleSessionName: 'octo-org-app-42',
    policy: PASSWORDS_ONLY,
    clientConfig: { region: cloud.region, endpoint: cloud.url, maxAttempts: 1 },
    ...init
  });

export const getRandomPassword = (
  cloud: Cloud,
  credentials: Credentials,
  input: GetRandomPasswordCommandInput = {}
) => createClient(cloud, credentials).send(new GetRandomPasswordCommand(input));

/** Name and message of the error with which a promise rejects, or `no error`. */
export const readError = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`
  );
