import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { run } from '../../src/main.js';
import { findStackTrace, readFailure } from '../helpers/recording-cloud.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';

let cloud: Cloud;
/** Where nobody listens. */
let proxyHost: string;
beforeAll(async () => {
  cloud = await startCloud();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxyHost = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.close();
  await once(server, 'close');
});
afterAll(() => cloud.close());

// The other services are reached over plain HTTP, for which no proxy is set.
// GitHub first: its library settles how it goes through a proxy when it is loaded.
test.each(['github', 'oidc', 'sts', 'secretsmanager'] as const)(
  'a proxy that cannot be reached on the way to %s is named without its password',
  async (service) => {
    const env = {
      ...cloud.env({ [service]: 'https://service.cloud.test:8443' }),
      HTTPS_PROXY: `http://me:hunter2@${proxyHost}`
    };
    const inputs = {
      'aws-region': cloud.region,
      'role-to-assume': cloud.roleArn,
      'github-secret': 'DB_PASSWORD',
      'github-token': 'github_pat_local'
    };
    const step = { action: '.', inputs, env, debug: true };
    const result = await runStepInProcess(cloud, step, run);
    expect(readFailure(result)).toContain(
      `the proxy ${proxyHost}, on the way to service.cloud.test:8443, cannot be reached (ECONNREFUSED).`
    );
    const printed = result.stdout + result.stderr + result.log;
    expect([printed.includes('hunter2'), findStackTrace(result)]).toEqual([false, undefined]);
  }
);
