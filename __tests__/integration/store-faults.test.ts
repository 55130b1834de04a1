import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import type { FaultKind } from '../../emulator/faults.js';
import { runStep, type Step, type StepResult } from '../../emulator/runner/runner.js';
import type { ServiceName } from '../../emulator/service.js';
import { run, runPromote } from '../../src/main.js';
import { readFailure, findStackTrace, readComplaints } from '../helpers/recording-cloud.js';
import { ROOT } from '../helpers/pages.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';
import { sample } from '../helpers/test-all.js';

type Given = Readonly<Record<string, string>>;

const NAME = 'shop/db';
const PRESENT = 'Vb6!present-Hn3';
const PENDING = 'Vb6!pending-Hn3';

/** A run and what it finds. */
interface Scenario {
  readonly inputs: Given;
  readonly finds: (cloud: Cloud) => void;
  /** The label that a new version is to get; none where an existing password is returned. */
  readonly label?: 'AWSCURRENT' | 'AWSPENDING';
  /** The calls that change the secret. */
  readonly stores: readonly string[];
  /** In the order of a run without faults. */
  readonly calls: readonly (readonly [ServiceName, string])[];
}

const nothing = (): void => undefined;
const stored = ({ secrets }: Cloud): void => {
  secrets.create({ Name: NAME, SecretString: PRESENT, ClientRequestToken: randomUUID() });
};
/** Another run is faster: the first CreateSecret finds its secret. */
const appearsBeforeCreate = (cloud: Cloud): void => {
  cloud.faults.add({
    service: 'secretsmanager',
    operation: 'CreateSecret',
    times: 1,
    kind: (_, act) => {
      stored(cloud);
      return act();
    }
  });
};

const AWS = (...operations: readonly string[]): Scenario['calls'] =>
  operations.map((operation) => ['secretsmanager', operation]);
const ENTRY = [
  ['oidc', 'GetIDToken'],
  ['sts', 'AssumeRoleWithWebIdentity']
] as const;

const pending = (cloud: Cloud): void => {
  stored(cloud);
  cloud.secrets.put(cloud.secrets.find(NAME)!, {
    SecretString: PENDING,
    ClientRequestToken: randomUUID(),
    VersionStages: ['AWSPENDING']
  });
};

const scenarios: Readonly<Record<string, Scenario>> = {
  created: {
    inputs: {},
    finds: nothing,
    label: 'AWSCURRENT',
    stores: ['CreateSecret'],
    calls: [...ENTRY, ...AWS('DescribeSecret', 'GetRandomPassword', 'CreateSecret')]
  },
  rotated: {
    inputs: { 'if-secret-exists': 'rotate' },
    finds: stored,
    label: 'AWSCURRENT',
    stores: ['PutSecretValue', 'UpdateSecretVersionStage'],
    calls: AWS(
      ...['DescribeSecret', 'GetSecretValue', 'GetRandomPassword', 'PutSecretValue'],
      'UpdateSecretVersionStage'
    )
  },
  pending: {
    inputs: { 'if-secret-exists': 'rotate', 'secret-version-stage': 'AWSPENDING' },
    finds: stored,
    label: 'AWSPENDING',
    stores: ['PutSecretValue', 'UpdateSecretVersionStage'],
    calls: AWS('PutSecretValue', 'UpdateSecretVersionStage')
  },
  resumed: {
    inputs: { 'if-secret-exists': 'rotate', 'secret-version-stage': 'AWSPENDING' },
    finds: pending,
    stores: [],
    calls: AWS('DescribeSecret', 'GetSecretValue')
  },
  'rotated, as it appears': {
    inputs: { 'if-secret-exists': 'rotate' },
    finds: appearsBeforeCreate,
    stores: [],
    calls: AWS('DescribeSecret', 'GetSecretValue')
  },
  'kept, but missing': {
    inputs: { 'if-secret-exists': 'keep' },
    finds: nothing,
    label: 'AWSCURRENT',
    stores: ['CreateSecret'],
    calls: AWS('GetSecretValue', 'DescribeSecret', 'CreateSecret')
  },
  'kept, but without a value': {
    inputs: { 'if-secret-exists': 'keep' },
    finds: ({ secrets }) => {
      secrets.create({ Name: NAME, ClientRequestToken: randomUUID() });
    },
    label: 'AWSCURRENT',
    stores: ['PutSecretValue'],
    calls: AWS('PutSecretValue')
  },
  kept: {
    inputs: { 'if-secret-exists': 'keep' },
    finds: stored,
    stores: [],
    calls: AWS('GetSecretValue')
  },
  'kept, as it appears': {
    inputs: { 'if-secret-exists': 'keep' },
    finds: appearsBeforeCreate,
    stores: [],
    calls: AWS('DescribeSecret', 'GetSecretValue')
  }
};

const answering =
  (status: number, type: string, body: string): FaultKind =>
  (_, act) => {
    act();
    return { status, headers: { 'content-type': type }, body };
  };

/** What happens to a call before AWS acts, and after it has acted but before its answer is here. */
const faults: Readonly<Record<string, FaultKind>> = {
  'reset before': 'reset-before',
  'no answer before': 'hang',
  '500 before': 500,
  'another answer before': 'html',
  'reset after': 'reset-after',
  'reset in the answer': 'cut-off',
  'no answer after': 'trickle',
  '500 after': answering(500, 'application/x-amz-json-1.1', '{"__type":"InternalServiceError"}'),
  'half an answer after': 'truncated-json',
  'another answer after': answering(200, 'text/html', '<h1>Sign in</h1>')
};

interface Cell {
  readonly name: string;
  readonly scenario: Scenario;
  readonly service: ServiceName;
  readonly operation: string;
  readonly fault: string;
  readonly times: number;
}
const cellsOf = (times: number, kinds: readonly string[]): readonly Cell[] =>
  Object.entries(scenarios).flatMap(([name, scenario]) =>
    scenario.calls.flatMap(([service, operation]) =>
      kinds.map((fault) => ({
        name: `${name}: ${operation}, ${fault}`,
        scenario,
        service,
        operation,
        fault,
        times
      }))
    )
  );

interface Version {
  readonly id: string;
  readonly value: string | undefined;
  readonly labels: readonly string[];
}
const versionsIn = ({ secrets }: Cloud): readonly Version[] =>
  [...(secrets.find(NAME)?.versions.values() ?? [])].map(({ id, string, stages }) => ({
    id,
    value: string,
    labels: [...stages].sort()
  }));

interface Outcome {
  readonly result: StepResult;
  readonly versions: readonly Version[];
  readonly hits: number;
}

type Start = (cloud: Cloud, step: Step) => Promise<StepResult>;
const inProcess: Start = (cloud, step) => runStepInProcess(cloud, step, run);
/** Nothing of these runs waits for a time-out. */
const asProcess: Start = (_, step) => runStep(step);

async function outcomeOf(
  { scenario, service, operation, fault, times }: Cell,
  start: Start
): Promise<Outcome> {
  const cloud = await startCloud();
  try {
    scenario.finds(cloud);
    const kind = faults[fault]!;
    cloud.faults.add({ service, operation, kind, times });
    const result = await start(cloud, {
      action: ROOT,
      inputs: { ...withRole(cloud), ...scenario.inputs },
      env: cloud.env()
    });
    const hits = cloud.requests.filter((request) => request.fault === kind).length;
    return { result, versions: versionsIn(cloud), hits };
  } finally {
    await cloud.close();
  }
}

const withRole = ({ region, roleArn }: Cloud): Given => ({
  'aws-region': region,
  'role-to-assume': roleArn,
  'secret-id': NAME
});

/** Either nothing has changed that the run has not named, or one version equals the output. */
function expectWhole({ scenario }: Cell, { result, versions, hits }: Outcome): void {
  expect(hits).toBeGreaterThan(0);
  expect(findStackTrace(result)).toBeUndefined();
  const fresh = versions.filter(({ value }) => value !== PRESENT && value !== PENDING);
  expect(fresh.length).toBeLessThanOrEqual(1);
  if (result.exitCode !== 0) {
    const message = readFailure(result);
    for (const { id } of fresh) {
      expect(message).toContain(id);
      expect(message).toContain('aws secretsmanager list-secret-version-ids');
    }
    return;
  }
  expect(readComplaints(result)).toEqual([]);
  const { password, 'secret-version-id': id } = result.outputs;
  const found = versions.find((version) => version.id === id);
  expect(found?.value).toBe(password);
  expect(fresh.map((version) => version.id)).toEqual(scenario.label ? [id] : []);
  if (scenario.label) expect(found?.labels).toContain(scenario.label);
  else expect(found?.labels).toEqual([password === PENDING ? 'AWSPENDING' : 'AWSCURRENT']);
}

/** A fault that ends a run, whichever call it hits. */
const isPermanent = (fault: string): boolean => /^(half|another)/.test(fault);

describe('a fault that comes once', () => {
  // A third of them has every fault: there are ten for each call.
  const cells = sample(cellsOf(1, Object.keys(faults)), 40);
  test.each(cells)('$name', async (cell) => {
    // Jest's modules do not know Node's own errors for errors, and this one comes from a stream.
    const isUnknownToJest = cell.fault === 'reset in the answer' && cell.service !== 'oidc';
    const outcome = await outcomeOf(cell, isUnknownToJest ? asProcess : inProcess);
    expectWhole(cell, outcome);
    expect(outcome.hits).toBe(1);
    if (!isPermanent(cell.fault)) expect(outcome.result.exitCode).toBe(0);
  });
});

describe('a fault that stays', () => {
  const cells = cellsOf(Infinity, [
    'reset before',
    'reset after',
    '500 after',
    'no answer after'
  ]).filter(
    ({ scenario, operation, fault }) =>
      scenario.stores.includes(operation) || fault.startsWith('reset')
  );
  const check = async (cell: Cell): Promise<void> => {
    expectWhole(cell, await outcomeOf(cell, inProcess));
  };

  test.each(sample(cells, 30))('$name', check);
});

describe('a promotion', () => {
  const OLD = randomUUID();
  const NEXT = randomUUID();
  const finds = ({ secrets }: Cloud): void => {
    secrets.create({ Name: NAME, SecretString: PRESENT, ClientRequestToken: OLD });
    secrets.put(secrets.find(NAME)!, {
      SecretString: PENDING,
      ClientRequestToken: NEXT,
      VersionStages: ['AWSPENDING']
    });
  };
  const BEFORE = { [OLD]: ['AWSCURRENT'], [NEXT]: ['AWSPENDING'] };
  const HALF = { [OLD]: ['AWSPREVIOUS'], [NEXT]: ['AWSCURRENT', 'AWSPENDING'] };
  const DONE = { [OLD]: ['AWSPREVIOUS'], [NEXT]: ['AWSCURRENT'] };
  const labels = (cloud: Cloud) =>
    Object.fromEntries(versionsIn(cloud).map(({ id, labels }) => [id, labels]));

  test.each(
    [
      ['DescribeSecret', 0],
      ['UpdateSecretVersionStage', 0],
      ['UpdateSecretVersionStage', 1]
    ].flatMap(([operation, after]) =>
      Object.keys(faults).flatMap((fault) =>
        [1, ...(/^(500|another)/.test(fault) ? [Infinity] : [])].map(
          (times) => [String(operation), Number(after), fault, times] as const
        )
      )
    )
  )(
    '%s %d, %s, %d times: done or not, and done by the next',
    async (operation, after, fault, times) => {
      const cloud = await startCloud();
      try {
        finds(cloud);
        cloud.faults.add({
          service: 'secretsmanager',
          operation,
          kind: faults[fault]!,
          times,
          after
        });
        const step = {
          action: join(ROOT, 'promote'),
          inputs: { ...withRole(cloud), 'secret-version-id': NEXT },
          env: cloud.env()
        };
        const result = await runStepInProcess(cloud, step, runPromote);
        if (result.exitCode === 0) expect(labels(cloud)).toEqual(DONE);
        else {
          readFailure(result);
          expect([BEFORE, HALF, DONE]).toContainEqual(labels(cloud));
        }
        cloud.faults.clear();
        const again = await runStepInProcess(cloud, step, runPromote);
        expect([readComplaints(again), again.outputs['secret-version-id']]).toEqual([[], NEXT]);
        expect(labels(cloud)).toEqual(DONE);
      } finally {
        await cloud.close();
      }
    }
  );
});
