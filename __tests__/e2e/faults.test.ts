import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { FaultKind } from '../../emulator/faults.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import type { ServiceName } from '../../emulator/service.js';
import {
  readFailure,
  findLeak,
  startRecordingCloud,
  findStackTrace,
  type RecordingCloud
} from '../helpers/recording-cloud.js';
import { ROOT } from '../helpers/pages.js';

/** Seconds for a run whose fault stays, and for one whose fault passes. */
const SHORT = 5;
const LONG = 15;
/** What a process may take on a busy machine beyond its own limit. */
const SLACK_MS = 5000;
/** Most of a run that waits costs nothing. */
const AT_ONCE = 8;

interface Run {
  readonly inputs: Readonly<Record<string, string>>;
  readonly action?: string;
  readonly before?: (cloud: RecordingCloud) => void;
}

const STORED = 'stored-before-Kq7zWb3nXv9t';
// As a secret of the workflow it is masked before the step begins.
const TOKEN = 'github_pat_local';
const PENDING = randomUUID();
const store = (cloud: RecordingCloud): void => {
  cloud.secrets.create({
    Name: 'shop/db',
    SecretString: STORED,
    ClientRequestToken: randomUUID()
  });
};
const rotated = (cloud: RecordingCloud): void => {
  store(cloud);
  const secret = cloud.secrets.find('shop/db');
  if (!secret) throw new Error('not stored');
  cloud.secrets.put(secret, {
    SecretString: 'pending-Zr4mTq8cLw2y',
    ClientRequestToken: PENDING,
    VersionStages: ['AWSPENDING']
  });
};

const runs = {
  password: { inputs: {} },
  'first of a kept password': { inputs: { 'secret-id': 'shop/db' } },
  rotation: { inputs: { 'secret-id': 'shop/db', 'if-secret-exists': 'rotate' }, before: store },
  'password kept before': {
    inputs: { 'secret-id': 'shop/db', 'if-secret-exists': 'keep' },
    before: store
  },
  'hand-over': { inputs: { 'github-secret': 'DB_PASSWORD', 'github-token': TOKEN } },
  promotion: {
    inputs: { 'secret-id': 'shop/db', 'secret-version-id': PENDING },
    action: join(ROOT, 'promote'),
    before: rotated
  }
} satisfies Record<string, Run>;

/** Every call that a run can make, each in a run that makes it. */
const calls: readonly (readonly [keyof typeof runs, ServiceName, string, what: string])[] = [
  ['password', 'oidc', 'GetIDToken', "get the job's OIDC token"],
  [
    'password',
    'sts',
    'AssumeRoleWithWebIdentity',
    'assume the role arn:aws:iam::123456789012:role/passwords'
  ],
  ['password', 'secretsmanager', 'GetRandomPassword', 'call secretsmanager:GetRandomPassword'],
  [
    'first of a kept password',
    'secretsmanager',
    'DescribeSecret',
    'call secretsmanager:DescribeSecret on shop/db'
  ],
  [
    'first of a kept password',
    'secretsmanager',
    'CreateSecret',
    'call secretsmanager:CreateSecret on shop/db'
  ],
  ['rotation', 'secretsmanager', 'PutSecretValue', 'call secretsmanager:PutSecretValue on shop/db'],
  [
    'password kept before',
    'secretsmanager',
    'GetSecretValue',
    'call secretsmanager:GetSecretValue on shop/db'
  ],
  ['hand-over', 'github', 'GetRepositoryPublicKey', 'write the secret DB_PASSWORD of octo-org/app'],
  ['hand-over', 'github', 'PutRepositorySecret', 'write the secret DB_PASSWORD of octo-org/app'],
  [
    'promotion',
    'secretsmanager',
    'UpdateSecretVersionStage',
    'call secretsmanager:UpdateSecretVersionStage on shop/db'
  ]
];

/** What a run says of a fault that stays. Faults that pass are outlived when they strike once. */
const passing: readonly (readonly [FaultKind, RegExp])[] = [
  ['reset-before', /the connection to 127\.0\.0\.1:\d+ broke \(ECONNRESET\)/],
  ['reset-after', /the connection to 127\.0\.0\.1:\d+ broke \(ECONNRESET\)/],
  ['cut-off', /the connection to 127\.0\.0\.1:\d+ broke|127\.0\.0\.1:\d+ did not respond in time/],
  ['hang', /127\.0\.0\.1:\d+ did not respond in time/],
  ['trickle', /127\.0\.0\.1:\d+ did not respond in time/],
  [429, /still throttled the request when timeout-seconds ended/],
  [500, /still returned status 500 when timeout-seconds ended/],
  [503, /still returned status 503 when timeout-seconds ended/],
  ['throttled', /still throttled the request when timeout-seconds ended/]
];
/** Answers that no second try makes better: refused at once, even when they come only once. */
const lasting: readonly FaultKind[] = ['html', 'truncated-json', 'empty', 'wrong-content'];
const NOT_AN_ANSWER = /is not from (AWS STS|AWS Secrets Manager|GitHub)\.|contains no token\./;

/**
 * GitHub says with the status alone that a secret was written: a body that is late, cut off or
 * broken takes nothing away from that.
 */
const saidByStatus = (operation: string, kind: FaultKind): boolean =>
  operation === 'PutRepositorySecret' &&
  (kind === 'cut-off' || kind === 'trickle' || kind === 'truncated-json');

interface Cell {
  readonly name: string;
  readonly run: Run;
  readonly service: ServiceName;
  readonly operation: string;
  readonly kind: FaultKind;
  readonly times: number;
  readonly message: RegExp | undefined;
  readonly what: string;
}

const cells: readonly Cell[] = calls.flatMap(([run, service, operation, what]) =>
  [...passing, ...lasting.map((kind) => [kind, NOT_AN_ANSWER] as const)].flatMap(([kind, words]) =>
    [1, Infinity].map((times) => {
      const outlived = saidByStatus(operation, kind) || (times === 1 && !lasting.includes(kind));
      return {
        name: `${operation} ${String(kind)} ${times === 1 ? 'once' : 'for ever'}: ${outlived ? 'outlived' : 'one error'}`,
        run: runs[run],
        service,
        operation,
        kind,
        times,
        message: outlived ? undefined : words,
        what
      };
    })
  )
);

interface Outcome {
  readonly result: StepResult;
  readonly cloud: RecordingCloud;
}

async function outcomeOf({ run, service, operation, kind, times }: Cell): Promise<Outcome> {
  const cloud = await startRecordingCloud();
  try {
    run.before?.(cloud);
    cloud.faults.add({ service, operation, kind, times });
    const masker = new SecretMasker();
    masker.addMask(TOKEN);
    const result = await runStep({
      masker,
      action: run.action ?? ROOT,
      debug: true,
      inputs: {
        'aws-region': cloud.region,
        'role-to-assume': cloud.roleArn,
        'timeout-seconds': String(times === 1 ? LONG : SHORT),
        ...run.inputs
      },
      env: cloud.env()
    });
    return { result, cloud };
  } finally {
    await cloud.close();
  }
}

const outcomes = new Map<Cell, Promise<Outcome>>();
beforeAll(() => {
  // Started in the order of the tests, so many at a time.
  const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve<unknown>(undefined));
  cells.forEach((cell, at) => {
    const outcome = lanes[at % AT_ONCE]!.then(() => outcomeOf(cell));
    outcomes.set(cell, outcome);
    lanes[at % AT_ONCE] = outcome.catch(() => undefined);
  });
});

const outcome = (cell: Cell): Promise<Outcome> => outcomes.get(cell)!;
const own = (cell: Cell) => (calls: RecordingCloud) => calls.calls(cell.service, cell.operation);

describe('every call and every fault', () => {
  test(`${cells.length} cells, at least 100`, () => {
    expect(cells.length).toBeGreaterThanOrEqual(100);
  });

  test.each(cells)('$name', async (cell) => {
    const { result, cloud } = await outcome(cell);
    const answered = own(cell)(cloud);
    if (cell.message === undefined) {
      expect([result.conclusion, result.annotations, result.log]).toEqual([
        'success',
        [],
        expect.any(String)
      ]);
      expect(answered.length).toBeGreaterThanOrEqual(
        saidByStatus(cell.operation, cell.kind) ? 1 : 2
      );
    } else {
      const message = readFailure(result);
      // The toolkit tries again by itself on 503, for longer than this run may take.
      const silent = cell.operation === 'GetIDToken' && cell.kind === 503;
      expect(message).toMatch(
        silent ? /did not respond in time|still returned status 503/ : cell.message
      );
      expect(message).toContain(`Could not ${cell.what}`);
      // A refusal that does not pass ends the run: nothing more goes over the wire.
      if (lasting.includes(cell.kind)) expect(cloud.requests.at(-1)).toBe(answered[0]);
      else expect(answered.length).toBeGreaterThanOrEqual(2);
    }
    expect(result.durationMs).toBeLessThan((cell.times === 1 ? LONG : SHORT) * 1000 + SLACK_MS);
    const given = [STORED, cloud.issuer.requestToken, TOKEN];
    expect([findLeak(result, cloud.answers, given), findStackTrace(result)]).toEqual([
      undefined,
      undefined
    ]);
  });
});
