import type { Cloud } from '../../emulator/index.js';
import { preconnect } from '../../src/network/preconnect.js';
import { SecretsManager } from '../../src/aws/secrets-manager.js';
import { Retrier, type Clock } from '../../src/retry.js';

/** Gets a password as a job of a matrix does: with connections and retries of its own. */
export async function getPassword(cloud: Cloud, clock?: Clock): Promise<string> {
  const { region } = cloud;
  const retrier = new Retrier(60, clock);
  const connection = preconnect({ url: new URL(cloud.url) }, retrier.attemptTimeoutMs);
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    cloud.staticEnv;
  const credentials = Promise.resolve({ accessKeyId, secretAccessKey });
  const secretsManager = new SecretsManager(region, connection, retrier, credentials);
  try {
    return (await secretsManager.getRandomPassword({})).password;
  } finally {
    secretsManager.destroy();
  }
}
