import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Call, Route } from '../../errors/call-error.js';
import {
  CredentialChainError,
  type CredentialRequest
} from '../../errors/credential-chain-error.js';
import { observeRequests, type ObservedRequest } from '../../network/observe-requests.js';
import { createSts, type CredentialSource, type Sts } from './source.js';

/** How long the agent of a container may take. The SDK would wait without an end. */
const CONTAINER_TIMEOUT_MS = 5000;

/** How long each request to the metadata service of an instance may take, which answers at once or is not there. */
const INSTANCE_TIMEOUT_MS = 1000;

/** Where containers ask on ECS; other agents are named in full. */
const ECS_HOST = '169.254.170.2';

/**
 * The SDK's default chain: variables, shared files, a web identity, a container, an instance. It asks STS for some.
 * Its failure is a CallError whose cause is a {@link CredentialChainError}.
 * @param isForRole whether they are only to assume a role.
 */
export function defaultChain(sts: Sts, isForRole: boolean): CredentialSource {
  const { region, connection, retrier } = sts;
  // Hardly ever does the chain send a request through our client. Until it does, no host is to be named.
  const route: Route = { host: '' };
  const { clientConfig } = createSts(region, { ...connection, preconnected: [], route }, retrier);
  const call: Call = {
    service: 'AWS credentials',
    action: 'load credentials',
    resource: '*',
    isForRole,
    route
  };
  // All of them together may take no longer than an attempt.
  const containerTimeoutMs = Math.min(CONTAINER_TIMEOUT_MS, retrier.attemptTimeoutMs / 2);
  const timeout = Math.min(INSTANCE_TIMEOUT_MS, retrier.attemptTimeoutMs / 4);
  const attempt = async () => {
    const trail: string[] = [];
    const note = (...words: readonly unknown[]): void => void trail.push(words.join(' '));
    const logger = { debug: note, info: note, warn: note, error: note };
    const container = findContainerHost(process.env);
    const observation = observeRequests(({ host }) =>
      host === container ? containerTimeoutMs : undefined
    );
    try {
      return await fromNodeProviderChain({
        logger,
        clientConfig,
        // In clientConfig, SSO would get the Region too, and it has one of its own.
        parentClientConfig: { region },
        // The Retrier retries.
        maxRetries: 0,
        timeout
      })();
    } catch (cause) {
      const requests = observation.requests.flatMap((one) => toCredentialRequest(one, container));
      throw new CredentialChainError(trail, cause, requests);
    } finally {
      observation.stop();
    }
  };
  return { load: () => retrier.call(call, attempt) };
}

/** Host and port of the agent that gives a container its credentials. */
function findContainerHost(env: NodeJS.ProcessEnv): string | undefined {
  if (env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI']) return ECS_HOST;
  return URL.parse(env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '')?.host;
}

function toCredentialRequest(
  { method, url: { host, pathname }, outcome }: ObservedRequest,
  container: string | undefined
): readonly CredentialRequest[] {
  if (host === container) return [{ source: 'container', host, outcome }];
  if (method === 'PUT' && pathname === '/latest/api/token') {
    return [{ source: 'instance token', host, outcome }];
  }
  return pathname.startsWith('/latest/meta-data/iam/security-credentials/')
    ? [{ source: 'instance role', host, outcome }]
    : [];
}
