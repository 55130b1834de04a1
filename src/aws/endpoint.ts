import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import { partitionOf } from './partition.js';

export type AwsService = 'sts' | 'secretsmanager';

/** As the SDK reads a switch: `TRUE` does not count. */
const isTrue = (value: string | undefined): boolean => value === 'true';

/** An endpoint, and the variable that it is from if it is not AWS's own. */
export interface Endpoint {
  readonly url: URL;
  readonly variable?: string;
}

/**
 * The endpoint that the SDK is going to choose, as far as the environment decides it. The SDK decides by itself: where
 * the two differ (because of a shared config file), a connection that was opened early stays unused; proxies, warnings
 * and errors go by the URL that is requested.
 *
 * @throws {ActionError} when a variable with an endpoint is no http or https URL.
 */
export function resolveEndpoint(
  service: AwsService,
  region: string,
  env: NodeJS.ProcessEnv
): Endpoint {
  const variable = isTrue(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'])
    ? undefined
    : [
        service === 'sts' ? 'AWS_ENDPOINT_URL_STS' : 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
        'AWS_ENDPOINT_URL'
      ].find((name) => env[name]);
  if (variable !== undefined) {
    const configured = env[variable] ?? '';
    const url = URL.parse(configured);
    if (url && /^https?:$/.test(url.protocol)) return { url, variable };
    throw new ActionError(
      `${variable} must be an http or https URL, for example https://vpce-0a1b2c3d-example.${service}.${region}.vpce.amazonaws.com, but is ${quote(configured)}.`
    );
  }
  const { dnsSuffix } = partitionOf(region);
  // STS in GovCloud is FIPS anyway and has no FIPS name of its own; only STS has dual-stack names.
  const isFips =
    isTrue(env['AWS_USE_FIPS_ENDPOINT']) && !(service === 'sts' && region.startsWith('us-gov-'));
  const isDualStack = isTrue(env['AWS_USE_DUALSTACK_ENDPOINT']) && service === 'sts';
  const dualStackSuffix = region.startsWith('cn-') ? 'api.amazonwebservices.com.cn' : 'api.aws';
  const name = `${service}${isFips ? '-fips' : ''}.${region}`;
  return { url: new URL(`https://${name}.${isDualStack ? dualStackSuffix : dnsSuffix}`) };
}
