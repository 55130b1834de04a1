import { expect, test } from '@jest/globals';
import { startLocalCloud, type LocalCloud } from '../../local/aws/index.js';
import { runInProcess } from '../../local/runner.js';
import { connect } from '../../src/aws/connection.js';
import { SecretsManager } from '../../src/aws/secrets-manager.js';
import { Patience } from '../../src/call.js';

const CLIENTS = 40;
const A_SECOND = 20;

/** As each job of a matrix asks: with connections and a patience of its own. */
async function ask({ region, staticEnv }: LocalCloud): Promise<string> {
  const patience = new Patience(60);
  const connection = connect('secretsmanager', region, patience.attemptMs);
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    staticEnv;
  const secretsManager = new SecretsManager(
    region,
    connection,
    patience,
    Promise.resolve({ accessKeyId, secretAccessKey })
  );
  try {
    return (await secretsManager.getRandomPassword({})).password;
  } finally {
    secretsManager.destroy();
  }
}

test(`${CLIENTS} clients at once get through a limit of ${A_SECOND} a second`, async () => {
  const cloud = await startLocalCloud({ rateLimit: A_SECOND });
  try {
    let passwords: readonly string[] = [];
    const { exitCode, stderr } = await runInProcess(
      { action: '.', inputs: {}, env: cloud.env() },
      async () => {
        passwords = await Promise.all(Array.from({ length: CLIENTS }, () => ask(cloud)));
      }
    );
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(new Set(passwords).size).toBe(CLIENTS);
    const statuses = cloud.requests.map(({ statusSent }) => statusSent);
    expect(statuses.filter((status) => status === 200)).toHaveLength(CLIENTS);
    // It was a crowd that had to wait, and it did not storm the door either.
    expect(statuses.length).toBeGreaterThan(CLIENTS);
    expect(statuses.length).toBeLessThan(10 * CLIENTS);
  } finally {
    await cloud.close();
  }
});
