import { expect, test } from '@jest/globals';
import { getPassword } from '../../bench/throttling/password-client.js';
import { startCloud } from '../../emulator/index.js';
import { runInProcess } from '../../emulator/runner/runner.js';

const CLIENTS = 40;
const A_SECOND = 20;

test(`${CLIENTS} clients at once get through a limit of ${A_SECOND} a second`, async () => {
  const cloud = await startCloud({ rateLimit: A_SECOND });
  try {
    let passwords: readonly string[] = [];
    const { exitCode, stderr } = await runInProcess(
      { action: '.', inputs: {}, env: cloud.env() },
      async () => {
        passwords = await Promise.all(Array.from({ length: CLIENTS }, () => getPassword(cloud)));
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
