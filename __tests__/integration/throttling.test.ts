import { expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { runInProcess } from '../../emulator/runner/runner.js';
import { SecretsManager } from '../../src/aws/secrets-manager.js';
import { preconnect } from '../../src/network/preconnect.js';
import { Retrier, type Clock } from '../../src/retry.js';

const CLIENTS = 40;
const A_SECOND = 20;

/** One clock for all: when every client that is left sleeps, the time of the next to wake has come. */
class SharedClock implements Clock {
  #now = 0;
  #sleepers: { readonly end: number; readonly wake: () => void }[] = [];

  constructor(private clients: number) {}

  now(): number {
    return this.#now;
  }

  today(): number {
    return this.#now;
  }

  random(): number {
    return Math.random();
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ end: this.#now + milliseconds, wake });
      this.#advance();
    });
  }

  /** No attempt hangs. */
  startTimer(): () => void {
    return () => undefined;
  }

  /** A client has got its password. */
  leave(): void {
    this.clients--;
    this.#advance();
  }

  #advance(): void {
    if (this.#sleepers.length < this.clients) return;
    const [next, ...others] = this.#sleepers.sort((a, b) => a.end - b.end);
    if (!next) return;
    this.#sleepers = others;
    this.#now = next.end;
    next.wake();
  }
}

/** Gets a password as a job of a matrix does: with connections and retries of its own. */
async function getPassword(cloud: Cloud, clock: Clock): Promise<string> {
  const retrier = new Retrier(60, clock);
  const connection = preconnect({ url: new URL(cloud.url) });
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    cloud.staticEnv;
  const credentials = Promise.resolve({ accessKeyId, secretAccessKey });
  const secretsManager = new SecretsManager(cloud.region, connection, retrier, credentials);
  try {
    return (await secretsManager.getRandomPassword({})).password;
  } finally {
    secretsManager.destroy();
  }
}

test(`${CLIENTS} clients at once get through a limit of ${A_SECOND} a second`, async () => {
  const clock = new SharedClock(CLIENTS);
  const start = Date.now();
  const cloud = await startCloud({ rateLimit: A_SECOND, now: () => start + clock.now() });
  try {
    let passwords: readonly string[] = [];
    const { exitCode, stderr } = await runInProcess(
      { action: '.', inputs: {}, env: cloud.env() },
      async () => {
        passwords = await Promise.all(
          Array.from({ length: CLIENTS }, () =>
            getPassword(cloud, clock).finally(() => {
              clock.leave();
            })
          )
        );
      }
    );
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(new Set(passwords).size).toBe(CLIENTS);
    const statuses = cloud.requests.map(({ statusSent }) => statusSent);
    expect(statuses.filter((status) => status === 200)).toHaveLength(CLIENTS);
    // Some had to retry, and the retries did not multiply the calls.
    expect(statuses.length).toBeGreaterThan(CLIENTS);
    expect(statuses.length).toBeLessThan(10 * CLIENTS);
    expect(clock.now()).toBeGreaterThanOrEqual(((CLIENTS - A_SECOND) / A_SECOND) * 1000);
  } finally {
    await cloud.close();
  }
});
