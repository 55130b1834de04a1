import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Call } from '../../errors/call-error.js';
import { CredentialChainError } from '../../errors/credential-chain-error.js';
import type { CredentialSource, Sts } from './source.js';

/**
 * The SDK's default chain: variables, shared files, a web identity, a container, an instance. It asks STS for some.
 * Its failure is a CallError whose cause is a {@link CredentialChainError}.
 * @param isForRole whether they are only to assume a role.
 */
export const defaultChain = (
  { region, connection, clientConfig, retrier }: Sts,
  isForRole: boolean
): CredentialSource => ({
  load() {
    const call: Call = {
      service: 'AWS credentials',
      action: 'load credentials',
      resource: '*',
      isForRole,
      route: connection.route
    };
    return retrier.call(call, async () => {
      const trail: string[] = [];
      const note = (...words: readonly unknown[]): void => void trail.push(words.join(' '));
      const logger = { debug: note, info: note, warn: note, error: note };
      try {
        // In clientConfig, SSO would get the Region too, and it has one of its own.
        return await fromNodeProviderChain({
          logger,
          clientConfig,
          parentClientConfig: { region }
        })();
      } catch (cause) {
        throw new CredentialChainError(trail, cause);
      }
    });
  }
});
