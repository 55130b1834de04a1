import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { FaultKind } from '../../emulator/faults.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import type { Step, StepResult } from '../../emulator/runner/runner.js';
import type { ServiceName } from '../../emulator/service.js';
import { ROOT } from './pages.js';
import {
  findLeak,
  findStackTrace,
  readFailure,
  startRecordingCloud,
  type RecordingCloud,
  readComplaints
} from './recording-cloud.js';

interface Run {
  readonly inputs: Readonly<Record<string, string>>;
  readonly action?: string;
  readonly prepare?: (cloud: RecordingCloud) => void;
}

const STORED = 'stored-before-Kq7zWb3nXv9t';
// As a secret of the workflow it is masked before the step begins.
const TOKEN = 'github_pat_local';
const PENDING = randomUUID();

const storeSecret = (cloud: RecordingCloud): void => {
  cloud.secrets.create({
    Name: 'shop/db',
    SecretString: STORED,
    ClientRequestToken: randomUUID()
  });
};
const storePending = (cloud: RecordingCloud): void => {
  storeSecret(cloud);
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
  'new secret': { inputs: { 'secret-id': 'shop/db' } },
  rotation: {
    inputs: { 'secret-id': 'shop/db', 'if-secret-exists': 'rotate' },
    prepare: storeSecret
  },
  'existing password': {
    inputs: { 'secret-id': 'shop/db', 'if-secret-exists': 'keep' },
    prepare: storeSecret
  },
  'GitHub Actions secret': { inputs: { 'github-secret': 'DB_PASSWORD', 'github-token': TOKEN } },
  promotion: {
    inputs: { 'secret-id': 'shop/db', 'secret-version-id': PENDING },
    action: join(ROOT, 'promote'),
    prepare: storePending
  }
} satisfies Record<string, Run>;

/** Every call that a run can make, each in a run that makes it, and how a message describes it. */
const calls: readonly (readonly [keyof typeof runs, ServiceName, string, what: string])[] = [
  ['password', 'oidc', 'GetIDToken', "get the job's OIDC token"],
  [
    'password',
    'sts',
    'AssumeRoleWithWebIdentity',
    'assume the role arn:aws:iam::123456789012:role/passwords'
  ],
  ['password', 'secretsmanager', 'GetRandomPassword', 'call secretsmanager:GetRandomPassword'],
  ...(
    [
      ['new secret', 'DescribeSecret'],
      ['new secret', 'CreateSecret'],
      ['rotation', 'PutSecretValue'],
      ['existing password', 'GetSecretValue'],
      ['promotion', 'UpdateSecretVersionStage']
    ] as const
  ).map(
    ([run, operation]) =>
      [run, 'secretsmanager', operation, `call secretsmanager:${operation} on shop/db`] as const
  ),
  ...(['GetRepositoryPublicKey', 'PutRepositorySecret'] as const).map(
    (operation) =>
      [
        'GitHub Actions secret',
        'github',
        operation,
        'write the GitHub Actions secret DB_PASSWORD of octo-org/app'
      ] as const
  )
];

/** Faults that are retried, and the error of a run in which they stay. */
const transient: readonly (readonly [FaultKind, RegExp])[] = [
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
/** Responses that end the run at once, even when they come only once. */
const permanent = (['html', 'truncated-json', 'empty', 'wrong-content'] as const).map(
  (kind) =>
    [kind, /is not from (AWS STS|AWS Secrets Manager|GitHub)\.|contains no token\./] as const
);

/** GitHub's status alone says that a secret is written: its body may be late, cut off or broken. */
const needsNoBody = (operation: string, kind: FaultKind): boolean =>
  operation === 'PutRepositorySecret' &&
  (kind === 'cut-off' || kind === 'trickle' || kind === 'truncated-json');

export interface FaultCase {
  readonly name: string;
  readonly run: Run;
  readonly service: ServiceName;
  readonly operation: string;
  readonly kind: FaultKind;
  readonly times: number;
  readonly isTransient: boolean;
  /** The error; undefined where the run succeeds. */
  readonly message: RegExp | undefined;
  readonly what: string;
}

/** Every call with every fault, once and for ever. */
export const faultTable: readonly FaultCase[] = calls.flatMap(([run, service, operation, what]) =>
  [
    ...transient.map(([kind, message]) =>
      // GitHub wants to be called again after the end of the run.
      service === 'github' && kind === 'throttled'
        ? ([kind, /limits how often it is called\. The limit ends in 60 seconds/, false] as const)
        : ([kind, message, true] as const)
    ),
    ...permanent.map(([kind, message]) => [kind, message, false] as const)
  ].flatMap(([kind, message, isTransient]) =>
    [1, Infinity].map((times): FaultCase => {
      const succeeds = needsNoBody(operation, kind) || (times === 1 && isTransient);
      return {
        name: `${operation} ${String(kind)} ${times === 1 ? 'once' : 'for ever'}: ${succeeds ? 'success' : 'one error'}`,
        run: runs[run],
        service,
        operation,
        kind,
        times,
        isTransient,
        message: succeeds ? undefined : message,
        what
      };
    })
  )
);

/** Calls that a run makes beside each other, before it writes anything; the public key is beside all calls to AWS. */
const beside = new Set([
  ...['DescribeSecret', 'GetSecretValue', 'GetRandomPassword', 'GetRepositoryPublicKey']
]);
const besidePublicKey = new Set(['GetIDToken', 'AssumeRoleWithWebIdentity', ...beside]);

export interface FaultResult {
  readonly result: StepResult;
  readonly cloud: RecordingCloud;
}

/** @param start runs a step against a cloud. */
export async function runFaultCase(
  { run, service, operation, kind, times }: FaultCase,
  start: (cloud: RecordingCloud, step: Step) => Promise<StepResult>,
  timeoutSeconds = 60
): Promise<FaultResult> {
  const cloud = await startRecordingCloud();
  try {
    run.prepare?.(cloud);
    cloud.faults.add({ service, operation, kind, times });
    const masker = new SecretMasker();
    masker.addMask(TOKEN);
    const result = await start(cloud, {
      masker,
      action: run.action ?? ROOT,
      debug: true,
      inputs: {
        'aws-region': cloud.region,
        'role-to-assume': cloud.roleArn,
        'timeout-seconds': String(timeoutSeconds),
        ...run.inputs
      },
      env: cloud.env()
    });
    return { result, cloud };
  } finally {
    await cloud.close();
  }
}

/** One error or success, as the table says; no secret and no stack trace is shown. */
export function expectFaultResult(row: FaultCase, { result, cloud }: FaultResult): void {
  const requests = cloud.calls(row.service, row.operation);
  if (row.message === undefined) {
    expect([result.conclusion, readComplaints(result), result.log]).toEqual([
      'success',
      [],
      expect.any(String)
    ]);
    expect(requests.length).toBeGreaterThanOrEqual(needsNoBody(row.operation, row.kind) ? 1 : 2);
  } else {
    const message = readFailure(result);
    expect(message).toMatch(row.message);
    expect(message).toContain(`Could not ${row.what}`);
    // After a permanent error nothing more is sent.
    if (!row.isTransient) {
      expect(requests).toHaveLength(1);
      const later = cloud.requests.slice(cloud.requests.indexOf(requests[0]!) + 1);
      const allowed = row.operation === 'GetRepositoryPublicKey' ? besidePublicKey : beside;
      expect(later.filter(({ operation }) => !allowed.has(operation))).toEqual([]);
    } else expect(requests.length).toBeGreaterThanOrEqual(2);
  }
  const secrets = [STORED, cloud.issuer.requestToken, TOKEN];
  expect([findLeak(result, cloud.answers, secrets), findStackTrace(result)]).toEqual([
    undefined,
    undefined
  ]);
}
