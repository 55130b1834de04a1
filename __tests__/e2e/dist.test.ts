import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readAction } from '../../emulator/runner/action-manifest.js';
import { listenOnLoopback } from '../../emulator/loopback.js';
import { findNode } from '../../emulator/runner/node-binary.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import { certificateFile, startLatencyProxy } from '../../emulator/latency-proxy.js';
import { ServiceError, type ServiceName } from '../../emulator/service.js';
import {
  findLeak,
  startRecordingCloud,
  type RecordingCloud,
  readComplaints
} from '../helpers/recording-cloud.js';
import { ROOT } from '../helpers/pages.js';

type Texts = Readonly<Record<string, string>>;

let cloud: RecordingCloud;
/** The action alone, as far as it is checked out to be run: no sources, no node_modules up to the root. */
let alone: string;
let folder: string;
beforeAll(async () => {
  alone = await mkdtemp(join(tmpdir(), 'action-'));
  for (const part of ['action.yml', 'package.json', 'promote', 'dist']) {
    await cp(join(ROOT, part), join(alone, part), { recursive: true });
  }
});
afterAll(() => rm(alone, { recursive: true }));
beforeEach(async () => {
  [cloud, folder] = await Promise.all([startRecordingCloud(), mkdtemp(join(tmpdir(), 'dist-'))]);
});
afterEach(() => Promise.all([cloud.close(), rm(folder, { recursive: true })]));

const ROLE = { 'role-to-assume': 'arn:aws:iam::123456789012:role/passwords' };
const STORE = { 'secret-id': 'shop/db' };
const GITHUB = { 'github-secret': 'DB_PASSWORD', 'github-token': 'github_pat_local' };
const VERSION = 'e2a4c1d0-5b7f-4a39-8c6e-0f1d2b3a4c5d';
const PENDING = 'a7d3f0b2-94c1-4e58-b6fd-3c2e1a0f9b8d';

/** A secret with a current version and one that waits. */
function storePending(): void {
  cloud.secrets.create({
    Name: STORE['secret-id'],
    SecretString: 'kept-before-Wm4xRt7bQz',
    ClientRequestToken: VERSION
  });
  cloud.secrets.put(cloud.secrets.find(STORE['secret-id'])!, {
    SecretString: 'pending-Hj6pLs9dVc',
    ClientRequestToken: PENDING,
    VersionStages: ['AWSPENDING']
  });
}
const PROMOTE = { ...STORE, 'secret-version-id': PENDING };

const step = (inputs: Texts, env: Texts = {}, action = ''): Promise<StepResult> =>
  runStep({
    action: join(alone, action),
    inputs: { 'aws-region': cloud.region, ...inputs },
    env: { ...cloud.env(), ...env }
  });

const readEnd = (result: StepResult) => [result.conclusion, readComplaints(result), result.stderr];
const SUCCESS = ['success', [], ''];

describe('with nothing but what is checked out', () => {
  test.each<[string, Texts]>([
    ['a password', ROLE],
    ['a password that is stored and written to GitHub', { ...ROLE, ...STORE, ...GITHUB }]
  ])('%s', async (_, inputs) => {
    const result = await step(inputs);
    expect(readEnd(result)).toEqual(SUCCESS);
    expect(result.outputs['password']).toHaveLength(32);
  });

  test('a promotion', async () => {
    storePending();
    const result = await step({ ...ROLE, ...PROMOTE }, {}, 'promote');
    expect(readEnd(result)).toEqual(SUCCESS);
    expect(result.outputs['secret-version-id']).toBe(PENDING);
  });
});

describe('the code for GitHub', () => {
  test('calls GITHUB_API_URL and no other', async () => {
    const other = await startRecordingCloud();
    try {
      const api = { GITHUB_API_URL: other.env()['GITHUB_API_URL'] ?? '' };
      expect(readEnd(await step({ ...ROLE, ...GITHUB }, api))).toEqual(SUCCESS);
      expect(other.calls('github', 'PutRepositorySecret')).toHaveLength(1);
      expect(cloud.requests.filter(({ service }) => service === 'github')).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test('is needed only to write such a secret', async () => {
    const file = join(alone, 'dist', 'github-secret.js');
    await rename(file, `${file}.away`);
    try {
      for (const inputs of [ROLE, { ...ROLE, ...STORE }]) {
        expect(readEnd(await step(inputs))).toEqual(SUCCESS);
      }
      const { annotations } = await step({ ...ROLE, ...GITHUB });
      expect(annotations.map(({ message }) => message)).toEqual([
        expect.stringContaining('MODULE_NOT_FOUND')
      ]);
    } finally {
      await rename(`${file}.away`, file);
    }
  });
});

describe('the default chain finds', () => {
  /** Keys of a session, as a container, an instance or a program gives them. */
  async function session(): Promise<string> {
    const answer = await fetch(cloud.url, {
      method: 'POST',
      body: new URLSearchParams({
        Action: 'AssumeRoleWithWebIdentity',
        Version: '2011-06-15',
        RoleArn: cloud.roleArn,
        RoleSessionName: 'session',
        WebIdentityToken: cloud.issuer.token(cloud.audience)
      })
    });
    const xml = await answer.text();
    const part = (name: string) => new RegExp(`<${name}>([^<]+)`).exec(xml)?.[1];
    return JSON.stringify({
      Version: 1,
      Code: 'Success',
      AccessKeyId: part('AccessKeyId'),
      SecretAccessKey: part('SecretAccessKey'),
      SessionToken: part('SessionToken'),
      Token: part('SessionToken'),
      Expiration: part('Expiration')
    });
  }
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };

  test.each<[string, () => Promise<Texts>]>([
    ['keys in the environment', () => Promise.resolve(cloud.staticEnv)],
    [
      'the keys of a profile',
      async () => ({
        AWS_PROFILE: 'ci',
        AWS_SHARED_CREDENTIALS_FILE: await file(
          'credentials',
          `[ci]\n${Object.entries(cloud.staticEnv)
            .map(([name, value]) => `${name.toLowerCase()}=${value}\n`)
            .join('')}`
        )
      })
    ],
    [
      'what the program of a profile prints',
      async () => {
        const printed = await file('session.json', await session());
        const program = `"${process.execPath}" -p "fs.readFileSync('${printed.replaceAll('\\', '/')}','utf8')"`;
        return {
          AWS_PROFILE: 'ci',
          AWS_CONFIG_FILE: await file('config', `[profile ci]\ncredential_process=${program}\n`)
        };
      }
    ],
    [
      'a role, by a token in a file',
      async () => ({
        AWS_ROLE_ARN: cloud.roleArn,
        AWS_WEB_IDENTITY_TOKEN_FILE: await file('token', cloud.issuer.token(cloud.audience))
      })
    ]
  ])('%s', async (_, env) => {
    expect(readEnd(await step({}, await env()))).toEqual(SUCCESS);
  });

  test.each<[string, (url: string) => Texts, readonly string[]]>([
    [
      'the role of a container',
      (url) => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/role` }),
      ['/role']
    ],
    [
      'the role of an EC2 instance',
      (url) => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: url }),
      [
        '/latest/api/token',
        '/latest/meta-data/iam/security-credentials/',
        '/latest/meta-data/iam/security-credentials/instance-role'
      ]
    ]
  ])('%s', async (_, env, paths) => {
    const keys = await session();
    const metadata = await listenOnLoopback(({ url = '' }, response) => {
      const answer = url.endsWith('role') ? keys : url.endsWith('/') ? 'instance-role' : 'token';
      response.writeHead(paths.includes(url) ? 200 : 404).end(answer);
    });
    try {
      expect(readEnd(await step({}, env(metadata.url)))).toEqual(SUCCESS);
    } finally {
      await metadata.close();
    }
  });
});

describe('costs no more than it needs:', () => {
  interface Cost {
    /** Files of dist/ that were run. */
    readonly files: readonly string[];
    /** Modules of Node's own. */
    readonly modules: readonly string[];
    readonly peakKilobytes: number;
    readonly loadedBytes: number;
  }

  /** What a run had loaded when it ended. */
  async function measureCost(inputs: Texts): Promise<Cost> {
    const report = join(folder, 'report.json');
    const probe = pathToFileURL(join(ROOT, 'emulator', 'runner', 'probe.mjs')).href;
    const coverage = join(folder, 'coverage');
    const result = await step(inputs, {
      NODE_OPTIONS: `--import ${probe}`,
      PROBE_FILE: report,
      NODE_V8_COVERAGE: coverage
    });
    expect(readEnd(result)).toEqual(SUCCESS);
    const [only = ''] = await readdir(coverage);
    const { result: scripts } = JSON.parse(await readFile(join(coverage, only), 'utf8')) as {
      result: readonly { readonly url: string }[];
    };
    const files = scripts.map(({ url }) => url).filter((url) => url.includes('/dist/'));
    return {
      ...(JSON.parse(await readFile(report, 'utf8')) as Omit<Cost, 'files'>),
      files: files.map((url) => url.replace(/^.*\/dist\//, ''))
    };
  }

  test('a password, without undici, Web Crypto, web streams, Octokit or libsodium', async () => {
    const { files, modules, peakKilobytes, loadedBytes } = await measureCost(ROLE);
    expect(loadedBytes).toBeLessThan(720_000);
    expect(files).toEqual(expect.arrayContaining(['index.js', 'main.js']));
    expect(files).not.toContain('github-secret.js');
    expect(files).not.toContain('promote.js');
    expect(modules.filter((name) => /undici|webcrypto|webstreams/.test(name))).toEqual([]);
    expect(peakKilobytes / 1024).toBeLessThan(150);
  });

  test('in all, no more than a checkout of the action should take', async () => {
    const dist = join(ROOT, 'dist');
    const files = await Promise.all((await readdir(dist)).map((name) => stat(join(dist, name))));
    expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(1_850_000);
  });

  test('a GitHub Actions secret, with them', async () => {
    const { files } = await measureCost({ ...ROLE, ...GITHUB });
    expect(files).toContain('github-secret.js');
  });
});

test.each<[string, Texts, number]>([
  ['a draw', {}, 1],
  ['a secret that is created', { ...STORE, 'secret-id': 'shop/new' }, 2],
  ['a password that is kept', { ...STORE, 'if-secret-exists': 'keep' }, 1],
  ['a rotation', { ...STORE, 'if-secret-exists': 'rotate' }, 3],
  [
    'a rotation that may not be due',
    { ...STORE, 'if-secret-exists': 'rotate', 'rotate-after-days': '1' },
    2
  ]
])(
  'the connections of %s are dispatched before loading the SDK blocks the process',
  async (_, inputs, count) => {
    storePending();
    const proxy = await startLatencyProxy(cloud.url, 0);
    const file = join(folder, 'order');
    const recorder = pathToFileURL(join(ROOT, '__tests__', 'helpers', 'load-order.mjs')).href;
    try {
      const result = await step(inputs, {
        ...cloud.staticEnv,
        // An address, which nobody has to look up: that might take longer than the action waits.
        AWS_ENDPOINT_URL: proxy.url.replace('localhost', '127.0.0.1'),
        NODE_EXTRA_CA_CERTS: certificateFile,
        NODE_OPTIONS: `--import ${recorder}`,
        ORDER_FILE: file
      });
      expect([result.conclusion, result.stderr]).toEqual(['success', '']);
      // Each is needed, and no other one is.
      expect(proxy.connections.filter(({ requests }) => requests.length > 0)).toHaveLength(count);
    } finally {
      await proxy.close();
    }
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    const places = (find: (line: string) => boolean) =>
      lines.map((line, at) => (find(line) ? at : -1)).filter((at) => at >= 0);
    const dispatched = places((line) => line === `dispatch ${new URL(proxy.url).port}`);
    // The first is an entry point of two lines, the second main.js.
    const chunks = places((line) => line.startsWith('load ')).filter((at) => at > 1);
    expect(dispatched).toHaveLength(count);
    expect(Math.min(...dispatched)).toBeGreaterThan(1);
    expect(chunks.length).toBeGreaterThan(0);
    expect(Math.min(...chunks)).toBeGreaterThan(Math.max(...dispatched));
  }
);

test('the request for the token leaves before loading the SDK blocks the process', async () => {
  const file = join(folder, 'order');
  const recorder = pathToFileURL(join(ROOT, '__tests__', 'helpers', 'load-order.mjs')).href;
  // STS and Secrets Manager are elsewhere, so that the port is the token service's.
  const other = await startRecordingCloud();
  other.faults.add({ service: 'sts', kind: new ServiceError('AccessDenied', 'no', 403) });
  try {
    const result = await step(ROLE, {
      AWS_ENDPOINT_URL: other.url,
      NODE_OPTIONS: `--import ${recorder}`,
      ORDER_FILE: file
    });
    expect(result.conclusion).toBe('failure');
  } finally {
    await other.close();
  }
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  const sent = lines.indexOf(`dispatch ${new URL(cloud.url).port}`);
  const sdk = lines.findIndex((line) => line.endsWith('sdk.js'));
  expect(sent).toBeGreaterThan(0);
  expect(sdk).toBeGreaterThan(sent);
});

// Windows has no signals: there the runner ends a process at once.
const onPosix = process.platform === 'win32' ? describe.skip : describe;

onPosix('a cancelled job ends at once, with nothing half done:', () => {
  interface SignalledRun {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly stdout: string;
    readonly stderr: string;
    readonly outputs: string;
  }

  /** Runs the action, and sends it a signal when a call has reached its service, which never answers. */
  async function runAndSignal(
    action: string,
    inputs: Texts,
    operation: string,
    by: NodeJS.Signals
  ): Promise<SignalledRun> {
    const { using, main } = await readAction(join(alone, action));
    const outputs = join(folder, 'outputs');
    await writeFile(outputs, '');
    const given = Object.entries({ 'aws-region': cloud.region, ...ROLE, ...inputs });
    const child = spawn(findNode(using).path, [main], {
      cwd: folder,
      env: {
        ...cloud.env(),
        HOME: folder,
        GITHUB_OUTPUT: outputs,
        GITHUB_REPOSITORY: 'octo-org/app',
        RUNNER_DEBUG: '1',
        ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))
      }
    });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
    }
    const end = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    const watch = setInterval(() => {
      if (!cloud.requests.some((request) => request.operation === operation)) return;
      clearInterval(watch);
      child.kill(by);
    }, 5);
    const [code, signal] = await end.finally(() => {
      clearInterval(watch);
    });
    return { code, signal, ...said, outputs: await readFile(outputs, 'utf8') };
  }

  /** All that a run can leave behind. */
  const left = () => ({
    secrets: [...cloud.secrets.secrets.values()].map(({ name, versions }) => [
      name,
      ...[...versions.values()].map(({ id, stages }) => `${id} ${[...stages].sort().join(' ')}`)
    ]),
    gitHubSecrets: [...cloud.github.secrets.keys()]
  });

  const signals = [
    ['SIGINT', 130],
    ['SIGTERM', 143]
  ] as const;
  const calls: readonly (readonly [ServiceName, string, Texts, string?])[] = [
    ['oidc', 'GetIDToken', {}],
    ['sts', 'AssumeRoleWithWebIdentity', {}],
    ['secretsmanager', 'GetRandomPassword', {}],
    ['secretsmanager', 'DescribeSecret', { 'secret-id': 'shop/new' }],
    ['secretsmanager', 'CreateSecret', { 'secret-id': 'shop/new' }],
    ['secretsmanager', 'PutSecretValue', { ...STORE, 'if-secret-exists': 'rotate' }],
    ['secretsmanager', 'GetSecretValue', { ...STORE, 'if-secret-exists': 'keep' }],
    ['github', 'PutRepositorySecret', GITHUB],
    ['secretsmanager', 'UpdateSecretVersionStage', PROMOTE, 'promote']
  ];
  const rows = calls.flatMap(([service, operation, inputs, action = '']) =>
    signals.map(([signal, code]) => ({ service, operation, inputs, action, signal, code }))
  );

  test.each(rows)('$signal in $operation', async (row) => {
    storePending();
    const before = left();
    cloud.faults.add({ service: row.service, operation: row.operation, kind: 'hang' });
    const end = await runAndSignal(row.action, row.inputs, row.operation, row.signal);

    expect([end.code, end.signal, end.stderr, end.outputs]).toEqual([row.code, null, '', '']);
    // The look at a secret and the request for a password leave side by side.
    expect(cloud.requests.slice(-2).map(({ operation }) => operation)).toContain(row.operation);
    expect(left()).toEqual(before);
    expect(end.stdout).not.toMatch(/^::(error|warning)|^\s+at /m);
    const printed = { ...end, log: '', summary: '' } as unknown as StepResult;
    expect(findLeak(printed, cloud.answers, ['github_pat_local'])).toBeUndefined();
  });
});

test('what the runner starts is Node 24, with a file that only starts main.js', async () => {
  for (const [action, entry] of [
    ['', 'index.js'],
    ['promote', 'promote.js']
  ] as const) {
    const { using, main } = await readAction(join(ROOT, action));
    expect([using, basename(main), basename(dirname(main))]).toEqual(['node24', entry, 'dist']);
    const text = await readFile(main, 'utf8');
    expect(text.match(/require\(.+?\)/g)).toEqual(['require("./main.js")']);
    expect(text).toMatch(/^void \(0,\w+\.\w+\)\(\w+\.run\w*\);$/m);
    expect(text.split('\n').length).toBeLessThan(20);
  }
});
