// `npm run bench`: how long the built action takes as a whole process, compared with a bare script and with what
// people use today. `--write` puts the report into docs/performance.md; `--runs N` sets the number of runs (for
// published figures at least 21).
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCloud } from '../../emulator/index.js';
import { findNode } from '../../emulator/runner/node-binary.js';
import {
  isInstalled,
  measureMedians,
  median,
  timeRun,
  type Candidate,
  type Command,
  type Env
} from './candidates.js';
import { loadingShare, type CpuProfile } from './cpu-profile.js';
import { certificateFile, startLatencyProxy } from '../../emulator/latency-proxy.js';
import { Report } from './report.js';
import { timeLine } from './time-line.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { values: options } = parseArgs({
  options: { write: { type: 'boolean', default: false }, runs: { type: 'string', default: '21' } }
});
const runs = Number(options.runs);
const report = new Report();
const node = findNode('node24').path;
const folder = await mkdtemp(join(os.tmpdir(), 'bench-'));
const cloud = await startCloud();
const baseEnv: Env = {
  PATH: process.env['PATH'] ?? '',
  HOME: folder,
  GITHUB_OUTPUT: join(folder, 'output'),
  GITHUB_ENV: join(folder, 'env'),
  GITHUB_REPOSITORY: 'octo-org/app',
  GITHUB_RUN_ID: '1',
  AWS_REGION: cloud.region,
  AWS_DEFAULT_REGION: cloud.region,
  ...cloud.env()
};
for (const name of ['output', 'env']) await writeFile(join(folder, name), '');

const actionScript = here('../../dist/index.js');
const bareScript = here('bare.mjs');
const action: Command = [node, actionScript];
const promote: Command = [node, here('../../dist/promote.js')];
const bare: Command = [node, bareScript];
const awsCli: Command = ['aws', 'secretsmanager', 'get-random-password'];
const boto3: Command = [
  'python3',
  '-c',
  'import boto3; boto3.client("secretsmanager").get_random_password(PasswordLength=32)'
];
const role: Env = { 'INPUT_ROLE-TO-ASSUME': cloud.roleArn };
const TODAY = 'configure-aws-credentials, then the AWS CLI';
/** What configure-aws-credentials needs of a runner, apart from the role. */
const configureEnv: Env = {
  ...role,
  'INPUT_AWS-REGION': cloud.region,
  INPUT_AUDIENCE: 'sts.amazonaws.com',
  'INPUT_ROLE-SESSION-NAME': 'bench',
  'INPUT_RETRY-MAX-ATTEMPTS': '1',
  GITHUB_ACTIONS: 'true',
  GITHUB_WORKSPACE: folder,
  GITHUB_WORKFLOW: 'bench',
  GITHUB_ACTION: 'bench',
  GITHUB_ACTOR: 'octocat',
  GITHUB_SHA: '0'.repeat(40),
  GITHUB_REF: 'refs/heads/main'
};

const step = (command: Command, env: Env): Candidate['steps'][number] => ({
  command,
  env: { ...baseEnv, ...env }
});
const single = (name: string, command: Command, env: Env): Candidate => ({
  name,
  steps: [step(command, env)]
});

async function compareProcesses(): Promise<void> {
  const configure = process.env['CONFIGURE_AWS_CREDENTIALS'];
  const hasAwsCli = isInstalled(['aws', '--version']);
  const hasBoto3 = isInstalled(['python3', '-c', 'import boto3']);
  const { staticEnv } = cloud;
  const nodeAlone = single('Node alone', [node, '-e', '0'], {});
  await compare('Over OIDC (token, STS, Secrets Manager)', [
    single('bare script', bare, role),
    single('this action', action, role),
    ...(configure && hasAwsCli
      ? [
          {
            name: TODAY,
            steps: [
              step([node, join(configure, 'dist/index.js')], configureEnv),
              step(awsCli, staticEnv)
            ]
          }
        ]
      : []),
    nodeAlone
  ]);
  await compare('Over the default credential chain (Secrets Manager)', [
    single('bare script', bare, staticEnv),
    single('this action', action, staticEnv),
    ...(hasAwsCli ? [single('AWS CLI', awsCli, staticEnv)] : []),
    ...(hasBoto3 ? [single('boto3', boto3, staticEnv)] : []),
    nodeAlone
  ]);
}

async function compare(title: string, candidates: readonly Candidate[]): Promise<void> {
  report.paragraph(`### ${title}`);
  const medians = await measureMedians(candidates, runs);
  const reference = medians.get('bare script') ?? NaN;
  report.table(
    ['whole process', 'median ms', 'times the bare script'],
    [...medians].map(([name, ms]) => [name, ms.toFixed(0), (ms / reference).toFixed(2)])
  );
  const today = medians.get(TODAY);
  if (today !== undefined) {
    const ratio = ((medians.get('this action') ?? NaN) / today).toFixed(3);
    report.paragraph(`This action takes ${ratio} times as long as the two steps of today.`);
  }
}

async function profileLoading(): Promise<void> {
  const profiles = join(folder, 'profiles');
  const flags = ['--cpu-prof', '--cpu-prof-dir', profiles, '--cpu-prof-interval', '200'];
  for (let run = 0; run < 5; run++)
    await timeRun(single('profile', [node, ...flags, actionScript], role));
  const shares = await Promise.all(
    (await readdir(profiles)).map(async (name) =>
      loadingShare(JSON.parse(await readFile(join(profiles, name), 'utf8')) as CpuProfile)
    )
  );
  report.paragraph(
    `Of the CPU time over OIDC, ${(median(shares) * 100).toFixed(0)} % is module loading (Node's own modules included), the rest requests.`
  );
}

interface Usage {
  readonly loadedBytes: number;
  readonly peakKilobytes: number;
}

async function measureUsage(script: string): Promise<Usage> {
  const probeFile = join(folder, 'probe.json');
  const command: Command = [node, '--import', here('../../emulator/runner/probe.mjs'), script];
  const results: Usage[] = [];
  for (let run = 0; run < 7; run++) {
    await timeRun(single('probe', command, { ...role, PROBE_FILE: probeFile }));
    results.push(JSON.parse(await readFile(probeFile, 'utf8')) as Usage);
  }
  return {
    loadedBytes: results[0]?.loadedBytes ?? NaN,
    peakKilobytes: median(results.map(({ peakKilobytes }) => peakKilobytes))
  };
}

async function measureSizes(): Promise<void> {
  const emptyScript = join(folder, 'empty.mjs');
  await writeFile(emptyScript, '');
  const usage = await measureUsage(actionScript);
  const bareUsage = await measureUsage(bareScript);
  const nodeUsage = await measureUsage(emptyScript);
  const dist = await readdir(here('../../dist'), { recursive: true, withFileTypes: true });
  const bytes = await Promise.all(
    dist
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size)
  );
  const megabytes = (value: number): string => `${(value / 1e6).toFixed(2)} MB`;
  report.paragraph('### Size and memory');
  report.table(
    ['what', 'figure'],
    [
      ['loaded by a run over OIDC', megabytes(usage.loadedBytes)],
      ['`dist/` in all, licences included', megabytes(bytes.reduce((sum, size) => sum + size, 0))],
      ['peak memory', `${(usage.peakKilobytes / 1024).toFixed(0)} MiB`],
      ['… times Node alone', (usage.peakKilobytes / nodeUsage.peakKilobytes).toFixed(2)],
      ['… times the bare script', (usage.peakKilobytes / bareUsage.peakKilobytes).toFixed(2)]
    ]
  );
}

async function measureAtDistance(): Promise<void> {
  report.paragraph('### At a distance');
  report.paragraph(
    'TLS in front of every service, with a round trip of 20 ms to the token service, and to AWS as in the table. ' +
      'Opening a connection takes two round trips (TCP, TLS), a request one.'
  );
  const rows: string[][] = [];
  const timeLines: string[] = [];
  for (const roundTripMs of [100, 300]) {
    const proxies = {
      oidc: await startLatencyProxy(cloud.url, 20),
      sts: await startLatencyProxy(cloud.url, roundTripMs),
      secretsmanager: await startLatencyProxy(cloud.url, roundTripMs)
    };
    const env: Env = {
      ...role,
      ...cloud.env({
        oidc: proxies.oidc.url,
        sts: proxies.sts.url,
        secretsmanager: proxies.secretsmanager.url
      }),
      NODE_EXTRA_CA_CERTS: certificateFile
    };
    const thisAction = single('this action', action, env);
    const medians = await measureMedians([thisAction, single('bare script', bare, env)], runs);
    for (const [name, ms] of medians)
      rows.push([`${roundTripMs} ms`, name, ms.toFixed(0), (ms / roundTripMs).toFixed(2)]);
    for (const proxy of Object.values(proxies)) proxy.reset();
    const total = await timeRun(thisAction);
    timeLines.push(timeLine(`Round trip ${roundTripMs} ms to AWS`, proxies, total).join('\n'));
    await Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
  }
  report.table(['round trip to AWS', 'program', 'median ms', 'round trips'], rows);
  report.paragraph(`\`\`\`text\n${timeLines.join('\n\n')}\n\`\`\``);
}

/** Whole runs that store, in round trips: at a second each, what the processor does hardly counts. */
async function measureStoring(): Promise<void> {
  const roundTripMs = 1000;
  const proxies = {
    oidc: await startLatencyProxy(cloud.url, 20),
    sts: await startLatencyProxy(cloud.url, roundTripMs),
    secretsmanager: await startLatencyProxy(cloud.url, roundTripMs)
  };
  const env: Env = {
    ...role,
    ...cloud.env(Object.fromEntries(Object.entries(proxies).map(([name, { url }]) => [name, url]))),
    NODE_EXTRA_CA_CERTS: certificateFile
  };
  const storingRuns = Math.min(runs, 3);
  const secret = 'bench/db';
  let created = 0;
  const store = (inputs: Env): Env => ({ 'INPUT_SECRET-ID': secret, ...inputs });
  const rotate = { 'INPUT_IF-SECRET-EXISTS': 'rotate' };
  const pending = { ...rotate, 'INPUT_SECRET-VERSION-STAGE': 'AWSPENDING' };
  const cases: readonly (readonly [name: string, command: Command, inputs: () => Env])[] = [
    ['generate', action, () => ({})],
    [
      'generate and create a secret',
      action,
      () => store({ 'INPUT_SECRET-ID': `bench/${++created}` })
    ],
    ['`keep` an existing one', action, () => store({ 'INPUT_IF-SECRET-EXISTS': 'keep' })],
    ['`rotate`', action, () => store(rotate)],
    ['`rotate` to AWSPENDING', action, () => store(pending)],
    ['`promote` it', promote, () => store({})]
  ];
  await timeRun(single('prepare', action, { ...env, ...store({}) }));
  const times = new Map(cases.map(([name]) => [name, [] as number[]]));
  // One after the other, so that there is something to promote.
  for (let count = 0; count < storingRuns; count++)
    for (const [name, command, inputs] of cases)
      times.get(name)?.push(await timeRun(single(name, command, { ...env, ...inputs() })));
  await Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
  report.paragraph('### What storing costs');
  report.paragraph(
    `The same, with a round trip of ${roundTripMs} ms to AWS: whole runs over OIDC, medians of ${storingRuns}. Calls that do not ` +
      'wait for each other run side by side, each on a connection of its own.'
  );
  report.table(
    ['run', 'median ms', 'round trips'],
    [...times].map(([name, values]) => [
      name,
      median(values).toFixed(0),
      (median(values) / roundTripMs).toFixed(1)
    ])
  );
}

async function writePage(): Promise<void> {
  const page = here('../../docs/performance.md');
  const text = await readFile(page, 'utf8');
  const marked = /(<!-- figures -->\n)[^]*(<!-- \/figures -->)/;
  await writeFile(
    page,
    text.replace(marked, (_, open: string, close: string) => `${open}\n${report.text}\n${close}`)
  );
}

try {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  report.paragraph(
    `Measured on ${new Date().toISOString().slice(0, 10)}, ${os.type()} ${os.arch()}, ${os.cpus().length} cores ` +
      `(${os.cpus()[0]?.model.trim() ?? 'unknown'}), Node ${version}, medians of ${runs} alternating runs.`
  );
  await compareProcesses();
  await profileLoading();
  await measureSizes();
  await measureAtDistance();
  await measureStoring();
  if (options.write) await writePage();
} finally {
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
}
