// `npm run bench`: what the built action costs as a whole process, beside a bare script and what people use today.
// `--write` puts the report into docs/performance.md, `--runs N` changes the number of runs (21 at least to count).
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCloud } from '../../emulator/index.js';
import { findNode } from '../../emulator/runner/node-binary.js';
import { certificateFile, startLatencyProxy, type LatencyProxy } from './latency-proxy.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { values: flags } = parseArgs({
  options: { write: { type: 'boolean', default: false }, runs: { type: 'string', default: '21' } }
});
const runs = Number(flags.runs);
const node = findNode('node24').path;
const folder = await mkdtemp(join(os.tmpdir(), 'bench-'));
const output = join(folder, 'output');
await writeFile(output, '');

type Env = Readonly<Record<string, string>>;
type Command = readonly [program: string, ...args: string[]];

interface Step {
  readonly command: Command;
  readonly env: Env;
}

/** What stands beside each other: steps that are run one after the other. */
interface Contestant {
  readonly name: string;
  readonly steps: readonly Step[];
}

const single = (name: string, command: Command, env: Env): Contestant => ({
  name,
  steps: [{ command, env }]
});

const cloud = await startCloud();
const ground: Env = {
  PATH: process.env['PATH'] ?? '',
  HOME: folder,
  GITHUB_OUTPUT: output,
  GITHUB_ENV: join(folder, 'env'),
  GITHUB_REPOSITORY: 'octo-org/app',
  GITHUB_RUN_ID: '1',
  AWS_REGION: cloud.region,
  AWS_DEFAULT_REGION: cloud.region,
  ...cloud.env()
};
await writeFile(join(folder, 'env'), '');
const role: Env = { 'INPUT_ROLE-TO-ASSUME': cloud.roleArn };
const action: Command = [node, here('../../dist/index.js')];
const bare: Command = [node, here('bare.mjs')];
const awsCli: Command = ['aws', 'secretsmanager', 'get-random-password'];
const today = 'configure-aws-credentials, then the AWS CLI';
/** What configure-aws-credentials wants of a runner besides. */
const configureInputs: Env = {
  'INPUT_AWS-REGION': cloud.region,
  INPUT_AUDIENCE: 'sts.amazonaws.com',
  'INPUT_ROLE-SESSION-NAME': 'bench',
  GITHUB_ACTIONS: 'true',
  GITHUB_WORKSPACE: folder,
  'INPUT_RETRY-MAX-ATTEMPTS': '1',
  GITHUB_WORKFLOW: 'bench',
  GITHUB_ACTION: 'bench',
  GITHUB_ACTOR: 'octocat',
  GITHUB_SHA: '0'.repeat(40),
  GITHUB_REF: 'refs/heads/main'
};
const script = (command: Command): string => command[1] ?? '';
const boto3: Command = [
  'python3',
  '-c',
  'import boto3; boto3.client("secretsmanager").get_random_password(PasswordLength=32)'
];

/** Milliseconds from the start of the first step to the end of the last. */
async function timed({ steps }: Contestant): Promise<number> {
  const start = performance.now();
  for (const {
    command: [program, ...args],
    env
  } of steps) {
    const child = spawn(program, args, {
      env: { ...ground, ...env },
      stdio: ['ignore', 'pipe', 'pipe']
    });
    let complaint = '';
    const keep = (chunk: Buffer): void => {
      complaint += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve);
    });
    if (code !== 0)
      throw new Error(
        `${program} ${args.join(' ')} ended with ${String(code)}: ${complaint.trim().split('\n').at(-1) ?? ''}`
      );
  }
  return performance.now() - start;
}

/** Runs the contestants in turn, so that a drift of the machine meets all of them alike. */
async function medians(contestants: readonly Contestant[]): Promise<Map<string, number>> {
  const times = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  for (const contestant of contestants) await timed(contestant);
  for (let run = 0; run < runs; run++) {
    for (const contestant of contestants) times.get(contestant.name)?.push(await timed(contestant));
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

const median = (all: readonly number[]): number =>
  [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN;

const has = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

const report: string[] = [];
const say = (line = ''): void => {
  report.push(line);
  console.log(line);
};
const table = (head: readonly string[], rows: readonly (readonly string[])[]): void => {
  say(`| ${head.join(' | ')} |`);
  say(`|${head.map(() => '---').join('|')}|`);
  for (const row of rows) say(`| ${row.join(' | ')} |`);
  say();
};

async function besideTheBareScript(): Promise<void> {
  const configure = process.env['CONFIGURE_AWS_CREDENTIALS'];
  const hasAws = has('aws', '--version');
  const hasBoto3 = has('python3', '-c', 'import boto3');
  const overOidc: Contestant[] = [
    single('bare script', bare, role),
    single('this action', action, role)
  ];
  if (configure && hasAws) {
    overOidc.push({
      name: today,
      steps: [
        { command: [node, join(configure, 'dist/index.js')], env: { ...role, ...configureInputs } },
        { command: awsCli, env: cloud.staticEnv }
      ]
    });
  }
  const overChain: Contestant[] = [
    single('bare script', bare, cloud.staticEnv),
    single('this action', action, cloud.staticEnv),
    ...(hasAws ? [single('AWS CLI', awsCli, cloud.staticEnv)] : []),
    ...(hasBoto3 ? [single('boto3', boto3, cloud.staticEnv)] : [])
  ];
  const empty = single('Node alone', [node, '-e', '0'], {});
  for (const [title, contestants] of [
    ['Over OIDC (token, STS, Secrets Manager)', [...overOidc, empty]],
    ['Over the default credential chain (Secrets Manager)', [...overChain, empty]]
  ] as const) {
    say(`### ${title}`);
    say();
    const found = await medians(contestants);
    const reference = found.get('bare script') ?? NaN;
    table(
      ['whole process', 'median ms', 'times the bare script'],
      [...found].map(([name, ms]) => [name, ms.toFixed(0), (ms / reference).toFixed(2)])
    );
    const twoSteps = found.get(today);
    if (twoSteps !== undefined) {
      say(
        `This action takes ${((found.get('this action') ?? NaN) / twoSteps).toFixed(3)} times as long as the two steps of today.`
      );
      say();
    }
  }
}

interface Profile {
  readonly nodes: readonly {
    id: number;
    callFrame: { functionName: string; url: string };
    children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Shares of the time on the CPU: reading and evaluating modules, and the rest, which is the requests. */
async function startUpShare(): Promise<void> {
  const profiles = join(folder, 'profiles');
  for (let run = 0; run < 5; run++) {
    const flagsOfNode = ['--cpu-prof', '--cpu-prof-dir', profiles, '--cpu-prof-interval', '200'];
    await timed(single('profile', [node, ...flagsOfNode, script(action)], role));
  }
  const shares = await Promise.all(
    (await readdir(profiles)).map(async (name) =>
      loadingShare(JSON.parse(await readFile(join(profiles, name), 'utf8')) as Profile)
    )
  );
  say(
    `Of the time on the CPU over OIDC, ${(median(shares) * 100).toFixed(0)} % is module loading (Node's own modules included), the rest requests.`
  );
  say();
}

function loadingShare({ nodes, samples, timeDeltas }: Profile): number {
  const loading = new Set<number>();
  const isLoading =
    /^(require|wrapSafe|compileForInternalLoader|requireBuiltin|__nccwpck_require__|importModuleDynamicallyCallback)$/;
  const byId = new Map(nodes.map((entry) => [entry.id, entry]));
  const visit = (id: number, inherited: boolean): void => {
    const entry = byId.get(id);
    const own = inherited || isLoading.test(entry?.callFrame.functionName ?? '');
    if (own) loading.add(id);
    for (const child of entry?.children ?? []) visit(child, own);
  };
  visit(nodes[0]?.id ?? 0, false);
  let all = 0;
  let spent = 0;
  samples.forEach((id, index) => {
    if (byId.get(id)?.callFrame.functionName === '(idle)') return;
    all += timeDeltas[index] ?? 0;
    if (loading.has(id)) spent += timeDeltas[index] ?? 0;
  });
  return spent / all;
}

async function sizes(): Promise<void> {
  const probe = join(folder, 'probe.json');
  const used = async (path: string): Promise<{ loadedBytes: number; peakKilobytes: number }> => {
    const all = [];
    for (let run = 0; run < 7; run++) {
      const env = { ...role, PROBE_FILE: probe };
      await timed(single('probe', [node, '--import', here('probe.mjs'), path], env));
      all.push(
        JSON.parse(await readFile(probe, 'utf8')) as { loadedBytes: number; peakKilobytes: number }
      );
    }
    return {
      loadedBytes: all[0]?.loadedBytes ?? NaN,
      peakKilobytes: median(all.map(({ peakKilobytes }) => peakKilobytes))
    };
  };
  const empty = join(folder, 'empty.mjs');
  await writeFile(empty, '');
  const [ours, reference, alone] = [
    await used(script(action)),
    await used(script(bare)),
    await used(empty)
  ];
  const dist = await readdir(here('../../dist'), { recursive: true, withFileTypes: true });
  const bytes = await Promise.all(
    dist
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size)
  );
  const megabytes = (value: number): string => `${(value / 1e6).toFixed(2)} MB`;
  say('### Size and memory');
  say();
  table(
    ['what', 'figure'],
    [
      ['loaded by a run over OIDC', megabytes(ours.loadedBytes)],
      ['`dist/` in all, licences included', megabytes(bytes.reduce((sum, size) => sum + size, 0))],
      ['peak memory', `${(ours.peakKilobytes / 1024).toFixed(0)} MiB`],
      ['… times Node alone', (ours.peakKilobytes / alone.peakKilobytes).toFixed(2)],
      ['… times the bare script', (ours.peakKilobytes / reference.peakKilobytes).toFixed(2)]
    ]
  );
}

async function atADistance(): Promise<void> {
  say('### At a distance');
  say();
  say(
    'TLS before every service, with the delay of a round trip: 20 ms to the token service, and as in the table to AWS. ' +
      'Opening a connection costs two round trips (TCP, TLS), a request one.'
  );
  say();
  const rows: string[][] = [];
  const lines: string[] = [];
  for (const roundTrip of [100, 300]) {
    const fronts = {
      oidc: await startLatencyProxy(cloud.url, 20),
      sts: await startLatencyProxy(cloud.url, roundTrip),
      secretsmanager: await startLatencyProxy(cloud.url, roundTrip)
    };
    const all = Object.values(fronts);
    const env: Env = {
      ...role,
      ...cloud.env({
        oidc: fronts.oidc.url,
        sts: fronts.sts.url,
        secretsmanager: fronts.secretsmanager.url
      }),
      NODE_EXTRA_CA_CERTS: certificateFile
    };
    const ours = single('this action', action, env);
    const found = await medians([ours, single('bare script', bare, env)]);
    for (const [name, ms] of found) {
      rows.push([`${roundTrip} ms`, name, ms.toFixed(0), (ms / roundTrip).toFixed(2)]);
    }
    for (const front of all) front.begin();
    const total = await timed(ours);
    lines.push(...timeLine(`Round trip ${roundTrip} ms to AWS`, fronts, total), '');
    await Promise.all(all.map((front) => front.close()));
  }
  table(['round trip to AWS', 'who', 'median ms', 'round trips'], rows);
  say('```text');
  for (const line of lines.slice(0, -1)) say(line);
  say('```');
  say();
}

/** What waited for what: `~` opening a connection, `=` waiting for an answer, `.` an open connection at rest. */
function timeLine(
  title: string,
  fronts: Readonly<Record<string, LatencyProxy>>,
  total: number
): string[] {
  const columns = 60;
  const at = (ms: number): number =>
    Math.min(columns, Math.max(0, Math.round((ms / total) * columns)));
  const rows = Object.entries(fronts).flatMap(([name, { wires }]) =>
    wires.map(({ opened, secured = total, requests }) => {
      const cells: string[] = Array.from({ length: columns }, () => ' ');
      cells.fill('.', at(opened)).fill('~', at(opened), at(secured));
      for (const { from, to = total } of requests)
        cells.fill('=', at(from), Math.max(at(to), at(from) + 1));
      return `${name.padEnd(15)}|${cells.slice(0, columns).join('')}| opened at ${opened.toFixed(0)} ms`;
    })
  );
  return [`${title}: ${total.toFixed(0)} ms from the start of the process to its end`, ...rows];
}

try {
  say(
    `Measured on ${new Date().toISOString().slice(0, 10)}, ${os.type()} ${os.arch()}, ${os.cpus().length} cores ` +
      `(${os.cpus()[0]?.model.trim() ?? 'unknown'}), Node ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()}, ` +
      `medians of ${runs} runs that alternate.`
  );
  say();
  await besideTheBareScript();
  await startUpShare();
  await sizes();
  await atADistance();
  if (flags.write) {
    const page = here('../../docs/performance.md');
    const text = await readFile(page, 'utf8');
    const marked = /(<!-- figures -->\n)[^]*(<!-- \/figures -->)/;
    await writeFile(
      page,
      text.replace(
        marked,
        (_, open: string, close: string) => `${open}\n${report.join('\n')}\n${close}`
      )
    );
  }
} finally {
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
}
