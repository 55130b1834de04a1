import type { LocalCloud } from '../../emulator/index.js';
import { connect } from '../../src/aws/preconnect.js';
import { SecretsManager } from '../../src/aws/secrets-manager.js';
import { Patience } from '../../src/retry.js';

/** Asks for a password as each job of a matrix does: with connections and a patience of its own. */
export async function askAlone(cloud: LocalCloud): Promise<string> {
  const { region } = cloud;
  const patience = new Patience(60);
  const connection = connect('secretsmanager', region, patience.attemptMs, cloud.env());
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    cloud.staticEnv;
  const credentials = Promise.resolve({ accessKeyId, secretAccessKey });
  const secretsManager = new SecretsManager(region, connection, patience, credentials);
  try {
    return (await secretsManager.getRandomPassword({})).password;
  } finally {
    secretsManager.destroy();
  }
}
