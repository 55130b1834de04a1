/** All that needs the AWS SDK, loaded as one while a run waits for the network, because each file takes time to load. */
export { selectSource } from './credentials/index.js';
export { createSts } from './credentials/source.js';
export { SecretsManager } from './secrets-manager.js';

/** For runs that keep a password. Loaded from here, because a chunk that others load as well would be split off from this one. */
export const importSecretStore = (): Promise<typeof import('./secret-store/index.js')> =>
  import('./secret-store/index.js');
