import { describe, expect, test } from '@jest/globals';
import {
  GetRandomPasswordCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig
} from '@aws-sdk/client-secrets-manager';
import { fromWebToken } from '@aws-sdk/credential-providers';
import { resolveEndpoint, type AwsService } from '../../src/aws/endpoint.js';

type Env = Readonly<Record<string, string>>;

/** Runs with these variables alone of all that the SDK reads, and no shared config file of this machine. */
async function within<T>(env: Env, act: () => Promise<T>): Promise<T> {
  const before = process.env;
  const others = Object.entries(before).filter(([name]) => !name.startsWith('AWS_'));
  const noFiles = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  process.env = { ...Object.fromEntries(others), ...noFiles, ...env };
  try {
    return await act();
  } finally {
    process.env = before;
  }
}

/** Where the SDK itself sends a call, or its error. */
async function resolveBySdk(service: AwsService, region: string): Promise<string> {
  let sentTo: string | undefined;
  const handle = (request: { protocol: string; hostname: string; port?: number; path: string }) => {
    const port = request.port === undefined ? '' : `:${request.port}`;
    sentTo = `${request.protocol}//${request.hostname}${port}${request.path}`;
    return Promise.reject(new Error('not sent'));
  };
  const config = {
    region,
    maxAttempts: 1,
    requestHandler: { handle } as unknown as NonNullable<
      SecretsManagerClientConfig['requestHandler']
    >
  };
  const call =
    service === 'sts'
      ? fromWebToken({
          roleArn: 'arn:aws:iam::123456789012:role/passwords',
          webIdentityToken: 'x',
          clientConfig: config
        })()
      : new SecretsManagerClient({
          ...config,
          credentials: { accessKeyId: 'x', secretAccessKey: 'x' }
        }).send(new GetRandomPasswordCommand({}));
  const thrown: unknown = await call.catch((error: unknown) => error);
  return sentTo ?? String(thrown);
}

const FIPS = { AWS_USE_FIPS_ENDPOINT: 'true' };
const DUAL = { AWS_USE_DUALSTACK_ENDPOINT: 'true' };
const combine = (envs: readonly Env[], ...regions: string[]): [Env, string][] =>
  envs.flatMap((env) => regions.map((region): [Env, string] => [env, region]));

describe('the endpoint is the one that the SDK chooses', () => {
  test.each<[Env, string]>([
    ...combine([{}, FIPS, DUAL, { ...FIPS, ...DUAL }], 'eu-west-1', 'us-east-1', 'mx-central-9'),
    ...combine([{}, FIPS, DUAL], 'us-gov-west-1', 'us-gov-east-1', 'cn-north-1'),
    ...combine([{}, FIPS], 'us-iso-east-1', 'us-isob-east-1', 'us-isof-south-1', 'eu-isoe-west-1'),
    ...combine([{}, FIPS], 'eusc-de-east-1'),
    ...combine(
      [
        { AWS_USE_FIPS_ENDPOINT: 'false', AWS_USE_DUALSTACK_ENDPOINT: 'false' },
        { AWS_USE_FIPS_ENDPOINT: '', AWS_USE_DUALSTACK_ENDPOINT: '' },
        { AWS_USE_FIPS_ENDPOINT: 'TRUE', AWS_USE_DUALSTACK_ENDPOINT: '1' },
        { AWS_STS_REGIONAL_ENDPOINTS: 'legacy' },
        { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
        { AWS_ENDPOINT_URL: 'https://aws.example.org/base/' },
        { AWS_ENDPOINT_URL: '' },
        { AWS_ENDPOINT_URL_STS: 'https://sts.example.org' },
        { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://secrets.example.org:8443' },
        { AWS_ENDPOINT_URL: 'http://[::1]:1', AWS_ENDPOINT_URL_STS: 'http://localhost:2' },
        { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_SECRETS_MANAGER: '' },
        ...['true', 'false', 'TRUE', ''].map((value) => ({
          AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
          AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:2',
          AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: value
        }))
      ],
      'eu-west-1'
    )
  ])('with %j in %s', async (env, region) => {
    await within(env, async () => {
      for (const service of ['sts', 'secretsmanager'] as const) {
        const { url } = resolveEndpoint(service, region, process.env);
        expect(url.href).toBe(await resolveBySdk(service, region));
      }
    });
  });

  test.each(['nonsense', 'proxy.example:8080', 'ftp://example.org'])(
    'but not %j, which the SDK refuses too late',
    (value) => {
      for (const [service, variable] of [
        ['sts', 'AWS_ENDPOINT_URL_STS'],
        ['secretsmanager', 'AWS_ENDPOINT_URL_SECRETS_MANAGER'],
        ['sts', 'AWS_ENDPOINT_URL']
      ] as const) {
        const resolve = (): unknown => resolveEndpoint(service, 'eu-west-1', { [variable]: value });
        expect(resolve).toThrow(
          `${variable} must be an http or https URL, for example https://vpce-`
        );
        expect(resolve).toThrow(`but is "${value}".`);
      }
    }
  );

  test('and the variable that it is from', () => {
    const env = { AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_STS: 'http://b' };
    expect(resolveEndpoint('sts', 'eu-west-1', env).variable).toBe('AWS_ENDPOINT_URL_STS');
    expect(resolveEndpoint('secretsmanager', 'eu-west-1', env).variable).toBe('AWS_ENDPOINT_URL');
    expect(resolveEndpoint('sts', 'eu-west-1', {}).variable).toBeUndefined();
  });
});
