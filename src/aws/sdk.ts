/**
 * All that needs the AWS SDK, loaded as one while a run waits for the network, because each file takes time to load.
 * The secret store is one of its own behind it, for runs that keep a password.
 */
export { assumeRole, loadCredentials } from './credentials.js';
export { SecretsManager } from './secrets-manager.js';

export const loadSecretStore = (): Promise<typeof import('./store/secret-store.js')> =>
  import('./store/secret-store.js');
