import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import { ROOT } from '../helpers/pages.js';
import { readComplaints, readFailure } from '../helpers/recording-cloud.js';
import { inAll } from '../helpers/test-all.js';

const ECS = '169.254.170.2';
const EKS = '169.254.170.23';
const INSTANCE = '169.254.169.254';
const CANARY = 'cAnAry-q8Zk3vXw7Tn2';

/** An agent of a container, or the metadata service of an instance. */
let agent: http.Server;
let port: number;
let asked: string[];
let respond: http.RequestListener;
let cloud: Cloud;
let folder: string;
beforeEach(async () => {
  asked = [];
  agent = http.createServer((request, response) => {
    asked.push(`${String(request.method)} ${String(request.url)}`);
    respond(request, response);
  });
  await new Promise<void>((resolve) => agent.listen(0, '127.0.0.1', resolve));
  ({ port } = agent.address() as AddressInfo);
  cloud = await startCloud();
  folder = mkdtempSync(join(tmpdir(), 'sources-'));
});
afterEach(async () => {
  agent.close();
  agent.closeAllConnections();
  await cloud.close();
  rmSync(folder, { recursive: true });
});

type Env = Readonly<Record<string, string>>;
/** For what is tried again until the time is over. */
const SHORT: Env = { 'timeout-seconds': '5' };

const helper = pathToFileURL(join(ROOT, '__tests__/helpers/link-local-to-loopback.mjs')).href;

/** Runs the built action where these link-local addresses are those of the agent. */
async function run(env: Env, inputs: Env = {}): Promise<StepResult> {
  const result = await runStep({
    action: ROOT,
    debug: true,
    inputs: { 'aws-region': cloud.region, ...inputs },
    env: {
      ...cloud.env(),
      NODE_OPTIONS: `--import ${helper}`,
      LINK_LOCAL: JSON.stringify({ [ECS]: port, [EKS]: port, [INSTANCE]: port }),
      ...env
    }
  });
  expect(result.log + result.stdout + result.stderr).not.toContain(CANARY);
  return result;
}

/** What an agent returns, for the user of the cloud. */
const credentials = (): string => {
  const { principals, staticEnv } = cloud;
  const user = principals.get(staticEnv['AWS_ACCESS_KEY_ID'] ?? '')!;
  // A session, as agents have it.
  Object.assign(user, { sessionToken: 'session' });
  return JSON.stringify({
    AccessKeyId: user.accessKeyId,
    SecretAccessKey: user.secretAccessKey,
    Token: 'session',
    Expiration: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, '')
  });
};

const answer =
  (status: number, body = ''): http.RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
const silent: http.RequestListener = () => undefined;
const closing: http.RequestListener = ({ socket }) => socket.destroy();

/** The failure, without STS, which nobody asked. */
async function failure(env: Env, inputs: Env = {}): Promise<string> {
  const message = readFailure(await run(env, inputs));
  expect(message).toMatch(/^Could not load AWS credentials(?: \(\d+ attempts\))?: /);
  expect(message).not.toMatch(/\bsts\b|STS/);
  expect(cloud.requests).toEqual([]);
  return message.replace(/^Could not load AWS credentials/, '');
}

const onEcs: Env = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/1' };
const onEks = (): Env => {
  const file = join(folder, 'token');
  writeFileSync(file, CANARY);
  return {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://${EKS}/v1/credentials`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file
  };
};

describe.each([
  ['ECS', ECS, () => onEcs],
  ['EKS Pod Identity', EKS, onEks]
])('the agent of %s', (_, host, env) => {
  test('that returns credentials is asked once', async () => {
    respond = answer(200, credentials());
    const result = await run(env());
    expect([result.conclusion, readComplaints(result), asked.length]).toEqual(['success', [], 1]);
  });

  test('that refuses is named with its status, and not tried again', async () => {
    respond = answer(403, JSON.stringify({ Code: 'AccessDeniedException', Message: CANARY }));
    const message = await failure(env());
    expect(message).toMatch(/^: the credentials endpoint of this container, /);
    expect(message).toContain(
      `, ${host}, returned status 403. On ECS, check the role of the task.`
    );
    expect(message).toContain('or set role-to-assume'.replace('or', 'Or'));
    // The SDK has a second client for containers, for addresses of ECS.
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  inAll('that closes the connection is tried again until the time is over', async () => {
    respond = closing;
    const message = await failure(env(), SHORT);
    expect(message).toMatch(/^ \(\d+ attempts\): /);
    expect(message).toContain(
      `, ${host}, cannot be reached (ECONNRESET). Check that the ECS agent`
    );
  });

  inAll('that does not respond is named as such', async () => {
    respond = silent;
    const message = await failure(env(), SHORT);
    expect(message).toMatch(/^ \(\d+ attempts\): /);
    expect(message).toContain(`, ${host}, did not respond. Check that the ECS agent`);
  });

  inAll('that is not there is named as such', async () => {
    await new Promise((resolve) => agent.close(resolve));
    const message = await failure(env(), SHORT);
    expect(message).toContain(`, ${host}, cannot be reached (ECONNREFUSED). Check that the ECS`);
  });

  test('that responds with something else is told', async () => {
    respond = answer(200, `<html>${CANARY}</html>`);
    const message = await failure(env());
    expect(message).toMatch(/^: /);
    expect(message).toContain(`, ${host}, returned something else than credentials.`);
  });

  test.each([503, 429])('that returns %d at first is tried again', async (status) => {
    let calls = 0;
    // The first two may be of one attempt.
    respond = (request, response) => {
      const isReady = ++calls > 2;
      answer(isReady ? 200 : status, isReady ? credentials() : '')(request, response);
    };
    expect((await run(env())).conclusion).toBe('success');
    expect(calls).toBe(3);
  });
});

test('an address that the SDK does not ask is told', async () => {
  const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://10.0.0.1/credentials' };
  expect(await failure(env)).toMatch(
    /^: the SDK does not ask the address in AWS_CONTAINER_CREDENTIALS_FULL_URI\. It must begin with https:/
  );
  expect(asked).toEqual([]);
});

describe('the metadata service of an EC2 instance', () => {
  const roles = '/latest/meta-data/iam/security-credentials/';

  const respondWithRole: http.RequestListener = ({ method, url }, response) => {
    response.end(method === 'PUT' ? 'token' : url === roles ? 'runner' : credentials());
  };

  test('that returns credentials is used', async () => {
    respond = respondWithRole;
    expect((await run({})).conclusion).toBe('success');
  });

  test('whose token does not get into a container is told, with what raises the limit', async () => {
    // The response to PUT has a hop limit of 1, that to GET has none.
    respond = (request, response) => {
      if (request.method === 'GET') answer(401)(request, response);
    };
    const message = await failure({});
    expect(message).toContain(
      `the metadata service of the EC2 instance, ${INSTANCE}, gives a token to the instance itself, but not to this container: its hop limit is 1.`
    );
    expect(message).toContain('--http-put-response-hop-limit 2');
    expect(asked).toEqual(['PUT /latest/api/token', `GET ${roles}`]);
  });

  test('of an instance without a role is told', async () => {
    respond = (request, response) => {
      answer(request.method === 'PUT' ? 200 : 404, 'token')(request, response);
    };
    expect(await failure({})).toBe(
      ': this EC2 instance has no role. Attach an instance profile to it, or set role-to-assume.'
    );
  });

  test('that is busy is asked again', async () => {
    let calls = 0;
    respond = (request, response) => {
      if (++calls === 2) answer(500)(request, response);
      else respondWithRole(request, response);
    };
    expect((await run({})).conclusion).toBe('success');
  });

  // What GitHub's own runners have at this address is no metadata service of AWS.
  test.each<[string, () => http.RequestListener, string]>([
    ['of another cloud', () => answer(405), 'returned status 405'],
    ['that is nowhere', () => silent, 'did not respond']
  ])('%s: there are no credentials', async (_, choose, said) => {
    respond = choose();
    expect(await failure({})).toBe(
      ': no AWS credentials were found: there are none in the variables and the shared files of this runner, ' +
        `and there is no role of an EC2 instance (its metadata service, ${INSTANCE}, ${said}). ` +
        'Run aws-actions/configure-aws-credentials before this step, or set role-to-assume. A key needs both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'
    );
  });

  test('that is switched off by a variable is told', async () => {
    expect(await failure({ AWS_EC2_METADATA_DISABLED: 'true' })).toContain(
      'and AWS_EC2_METADATA_DISABLED keeps the SDK from asking an EC2 instance for its role.'
    );
    expect(asked).toEqual([]);
  });

  test('with role-chaining, leads to a role whose session is limited', async () => {
    respond = respondWithRole;
    const inputs = { 'role-to-assume': cloud.roleArn, 'role-chaining': 'true' };
    const result = await run({}, inputs);
    // The role of this cloud trusts jobs only, so STS says who asked.
    expect(readFailure(result)).toContain(
      'STS does not let arn:aws:iam::123456789012:user/deployer assume the role'
    );
  });
});

inAll('a credential_process that never ends is no silence of STS', async () => {
  const file = join(folder, 'config');
  writeFileSync(file, '[profile ci]\ncredential_process = sleep 30\n');
  expect(await failure({ AWS_CONFIG_FILE: file, AWS_PROFILE: 'ci' }, SHORT)).toContain(
    'the source of the credentials did not return them in time. If the profile has a credential_process'
  );
});
