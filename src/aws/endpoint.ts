export type AwsService = 'sts' | 'secretsmanager';

/** The DNS suffixes of the AWS partitions other than `aws`, by the prefix of their Regions. */
const dnsSuffixes = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk']
] as const;

/** As the SDK reads a switch: `TRUE` does not count. */
const isTrue = (value: string | undefined): boolean => value === 'true';

/**
 * The endpoint that the SDK is going to choose, as far as the environment decides it. The SDK decides by itself: where
 * the two differ (because of a shared config file), a connection that was opened early stays unused, nothing else.
 */
export function resolveEndpoint(service: AwsService, region: string, env: NodeJS.ProcessEnv): URL {
  const variable = service === 'sts' ? 'AWS_ENDPOINT_URL_STS' : 'AWS_ENDPOINT_URL_SECRETS_MANAGER';
  const configured = isTrue(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'])
    ? undefined
    : env[variable] || env['AWS_ENDPOINT_URL'];
  if (configured && URL.canParse(configured)) return new URL(configured);
  const suffix = dnsSuffixes.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
  // STS in GovCloud is FIPS anyway and has no FIPS name of its own; only STS has dual-stack names.
  const isFips =
    isTrue(env['AWS_USE_FIPS_ENDPOINT']) && !(service === 'sts' && region.startsWith('us-gov-'));
  const isDualStack = isTrue(env['AWS_USE_DUALSTACK_ENDPOINT']) && service === 'sts';
  const dualStackSuffix = region.startsWith('cn-') ? 'api.amazonwebservices.com.cn' : 'api.aws';
  return new URL(
    `https://${service}${isFips ? '-fips' : ''}.${region}.${isDualStack ? dualStackSuffix : suffix}`
  );
}
