import { afterEach, describe, expect, test } from '@jest/globals';
import { readInputs, readPromoteInputs } from '../../src/inputs.js';
import { evaluateText } from '../../emulator/workflow/expressions.js';
import { buildPolicy } from '../../src/password/policy.js';
import { actionlint, workflowExamples, type Job, type Step } from '../helpers/pages.js';

const OURS = /^org\/aws-random-password(\/promote)?@/;

const examples = workflowExamples.map(
  (example) => [`${example.page}:${example.line}`, example] as const
);

interface Use {
  readonly job: Job;
  readonly step: Step;
}

const uses: readonly (readonly [string, Use])[] = examples.flatMap(([place, { workflow }]) =>
  Object.values(workflow.jobs).flatMap((job) =>
    job.steps
      .filter(({ uses }) => OURS.test(uses ?? ''))
      .map((step, at) => [`${place}, use ${at + 1}`, { job, step }] as const)
  )
);

test('there are examples, and most of them use this action', () => {
  expect(examples.length).toBeGreaterThan(12);
  expect(uses.length).toBeGreaterThan(20);
});

test('actionlint sees what is wrong with a workflow', async () => {
  const broken =
    'on: push\njobs:\n  a:\n    runs-on: nowhere\n    steps:\n      - run: ${{ x.y }}\n';
  expect(await actionlint(broken, 'broken.yml')).toHaveLength(2);
});

describe.each(examples)('%s', (place, { whole, workflow }) => {
  const scripts = Object.values(workflow.jobs)
    .flatMap(({ steps }) => steps.map(({ run }) => run ?? ''))
    .join('\n');

  test('passes actionlint', async () => {
    expect(await actionlint(whole, place)).toEqual([]);
  });

  test('no script contains an expression: values come from env', () => {
    expect(scripts).not.toContain('${{');
  });

  test('scripts quote every password', () => {
    expect(scripts.match(/(?<!")\$\{?\w*PASSWORD\b/g)).toBeNull();
  });

  test('scripts join long options to their values, which may begin with a dash', () => {
    expect(scripts.match(/ --[\w-]+ "\$\w+"/g)).toBeNull();
  });

  test('psql reads no ~/.psqlrc, waits in no pager, and stops a script at its first error', () => {
    for (const [call] of scripts.matchAll(/\bpsql .*/g)) {
      expect(call).toContain('--no-psqlrc --pset=pager=off ');
      if (call.includes('<<')) expect(call).toContain('--set=ON_ERROR_STOP=1');
    }
  });

  test('a checkout leaves no token behind', () => {
    for (const { steps } of Object.values(workflow.jobs))
      for (const { uses = '', with: inputs = {} } of steps)
        if (uses.startsWith('actions/checkout@'))
          expect(inputs).toMatchObject({ 'persist-credentials': false });
  });

  test('a run that changes something does not run beside itself', () => {
    if (workflow.name !== undefined && whole.includes('secret-id:'))
      expect(workflow).toHaveProperty('concurrency');
  });
});

// The recipes and the other whole workflows run in __tests__/e2e/recipes.test.ts.
describe.each(uses)('%s', (_, { job, step }) => {
  const environment = { ...process.env };
  afterEach(() => {
    process.env = { ...environment };
  });

  test('has inputs that inputs.ts accepts and a policy that can be satisfied', () => {
    process.env = {
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_OUTPUT: '/runner/output',
      AWS_REGION: 'eu-west-1',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.example/token',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x'
    };
    for (const [name, value] of Object.entries(step.with ?? {}))
      process.env[`INPUT_${name.toUpperCase()}`] = evaluated(value);
    const [, promote] = OURS.exec(step.uses ?? '') ?? [];
    const inputs = promote === undefined ? readInputs() : readPromoteInputs();
    if ('password' in inputs) expect(buildPolicy(inputs.password).length).toBeGreaterThan(5);
  });

  test('has the permission for its role, and no other', () => {
    // The credentials of the runner assume its role.
    const isChained = String(step.with?.['role-chaining']) === 'true';
    if (!isChained) expect(job.permissions).toMatchObject({ 'id-token': 'write' });
    const writes = Object.values(job.permissions ?? {}).filter((level) => level === 'write');
    expect(writes.length).toBeLessThanOrEqual(1);
  });
});

/** Values that stand for expressions; an unknown one fails the test. */
const VALUES: Readonly<Record<string, string>> = {
  'secret-arn': 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/app-AbCdEf',
  'secret-version-id': '5d0dc17c-bd4b-47d6-9dc4-01d103333c37',
  token: 'ghs_example'
};

function evaluated(text: unknown): string {
  const withOutputs = String(text).replaceAll(
    /\$\{\{ [\w.]+\.outputs\.([\w-]+) \}\}/g,
    (_, name: string) => {
      expect(VALUES).toHaveProperty([name]);
      return VALUES[name]!;
    }
  );
  return withOutputs.includes('github.event_name')
    ? evaluateText(withOutputs, { github: { event_name: 'push' } })
    : withOutputs;
}
