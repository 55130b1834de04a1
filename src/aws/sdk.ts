/** All that needs the AWS SDK, loaded as one while a run waits for the network, because each file takes time to load. */
export { assumeRole, loadCredentials } from './credentials.js';
export { SecretsManager } from './secrets-manager.js';
