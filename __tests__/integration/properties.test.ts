import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startCloud, type Cloud } from '../../emulator/index.js';
import type { StepResult } from '../../emulator/runner/runner.js';
import { run } from '../../src/main.js';
import { presetNames, presets, type PresetName } from '../../src/password/presets.js';
import { readComplaints } from '../helpers/recording-cloud.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';
import { isAll } from '../helpers/test-all.js';

type Given = Readonly<Record<string, string>>;

const classes = {
  'exclude-uppercase': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'exclude-lowercase': 'abcdefghijklmnopqrstuvwxyz',
  'exclude-numbers': '0123456789',
  'exclude-punctuation': '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
} as const;
const TOKEN = 'github_pat_local';
const SECRET = 'app/db';
/** What is stored under that name before, if anything. */
const PRESENT = 'Vb6!present-Hn3?';
const quiet = {
  AWS_EC2_METADATA_DISABLED: 'true',
  // The SDK warns of the Node that these tests may run on; the action itself has a newer one.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true'
};
/** Printed before the run begins: what comes after it in the log is the action's own. */
const BEGIN = 'the run begins';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());
beforeEach(() => {
  cloud.faults.clear();
});

interface Case {
  readonly inputs: Given;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What AWS answers before it draws by itself. */
  readonly answers: readonly string[];
  /** Whether there is a secret already. */
  readonly exists: boolean;
}

async function runCase({ inputs, env, answers, exists }: Case): Promise<StepResult> {
  cloud.faults.clear();
  cloud.secrets.secrets.clear();
  if (exists) {
    cloud.secrets.create({
      Name: SECRET,
      SecretString: JSON.stringify({ user: 'app', password: PRESENT }),
      ClientRequestToken: randomUUID()
    });
  }
  for (const answer of answers) {
    cloud.faults.add({
      service: 'secretsmanager',
      operation: 'GetRandomPassword',
      times: 1,
      kind: () => ({
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify({ RandomPassword: answer })
      })
    });
  }
  const step = {
    action: '.',
    inputs,
    env: { ...cloud.env(), ...quiet, ...env },
    debug: true
  };
  return runStepInProcess(cloud, step, async (clock) => {
    process.stdout.write(`${BEGIN}\n`);
    await run(clock);
  });
}

/** What the step printed, but for the masks, which are how the runner is told. */
function readPrinted({ stdout, stderr, log }: StepResult): string {
  const lines = stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  return [...lines, stderr, log.slice(log.indexOf(BEGIN))].join('\n');
}

/** One error, whole and for a person, and nothing else to use. */
function expectOneError(result: StepResult): string {
  const [only, ...more] = result.annotations.filter(({ level }) => level === 'error');
  expect(more).toEqual([]);
  expect(only).toMatchObject({ level: 'error', title: 'aws-random-password' });
  expect(result.stdout.match(/^::error/gm)).toHaveLength(1);
  expect([result.exitCode, result.outputs, result.exportedEnv]).toEqual([1, {}, {}]);
  expect(result.stderr).toBe('');
  expect(readPrinted(result)).not.toMatch(/^\s+at .*[:)]|node:internal|\[object|undefined|NaN/m);
  const message = only?.message ?? '';
  expect(message).toMatch(/^.{20,}\.$/s);
  expect(message).not.toMatch(/an unexpected error|returned ([A-Z]\w{3,8})?Error\b/);
  return message;
}

const isTrue = (inputs: Given, name: string) => /^true$/i.test(inputs[name]?.trim() ?? '');
const readPresets = (inputs: Given) =>
  (inputs['preset'] ?? '')
    .split(/[,\n]/)
    .map((name) => name.trim())
    .filter(Boolean) as PresetName[];

/** What the inputs, read as their page in action.yml says, have against a password. */
function complaints(password: string, inputs: Given): readonly string[] {
  const rules = readPresets(inputs).map((name) => presets[name]);
  const excluded = inputs['exclude-characters']?.replace(/\r?\n$/, '') ?? '';
  const usable = (c: string) =>
    !excluded.includes(c) && !rules.some(({ forbidden }) => forbidden.includes(c));
  const open = Object.entries(classes)
    .filter(([name]) => !isTrue(inputs, name))
    .map(([name, characters]) => ({ name, characters: Array.from(characters).filter(usable) }));
  const required = /^false$/i.test(inputs['require-each-included-type']?.trim() ?? '')
    ? []
    : open.filter(({ characters }) => characters.length > 0);
  const admitted = open.flatMap(({ characters }) => characters);
  if (isTrue(inputs, 'include-space') && usable(' ')) admitted.push(' ');
  const given = inputs['password-length']?.trim();
  return [
    ...(given ? [password.length !== Number(given) && 'not the length asked for'] : []),
    !given && rules.length === 0 && password.length !== 32 && 'not the default length',
    ...rules.map(
      ({ minimum, maximum }) =>
        (password.length < minimum || password.length > maximum) && 'a length its target refuses'
    ),
    Array.from(password).some((c) => !admitted.includes(c)) && 'a character that is excluded',
    ...required.map(
      ({ name, characters }) =>
        !characters.some((c) => password.includes(c)) && `nothing of what ${name} leaves in`
    ),
    ...rules.map(
      ({ distinct = 1 }) => new Set(password).size < distinct && 'too few different characters'
    ),
    /^ | $/.test(password) && 'a space at an end'
  ].filter((complaint) => complaint !== false);
}

function expectPassword(result: StepResult, inputs: Given): void {
  expect([result.exitCode, readComplaints(result), result.stderr]).toEqual([0, [], '']);
  const { password = '', 'password-url-encoded': encoded = '' } = result.outputs;
  expect(complaints(password, inputs)).toEqual([]);
  expect(decodeURIComponent(encoded)).toBe(password);
  expect(result.masks).toContain(password);
  // GitHub's runner masks it by itself, except for very short values.
  expect(result.masker.mask(encoded)).toBe('***');
  expect(result.events.filter(({ outputBytes }) => outputBytes > 0)).toEqual([]);
}

/** What may be found elsewhere by chance, a password out of very few characters, is left to its mask. */
const isTelling = (secret: string) => secret.length >= 8 && new Set(secret).size >= 5;

function expectHidden(result: StepResult, secrets: readonly string[]): void {
  const printed = readPrinted(result);
  for (const secret of secrets.filter(isTelling)) expect(printed).not.toContain(secret);
}

const anyText = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(' ', '\n', '"', '::error::x', '%0A::error::x', '${{ x }}', '$(id)', '-1', 'null')
);
const seldom = (usual: fc.Arbitrary<string>, weight = 60): fc.Arbitrary<string> =>
  fc.oneof({ arbitrary: usual, weight }, { arbitrary: anyText, weight: 1 });
const oneOf = (...values: readonly string[]) => seldom(fc.constantFrom(...values));
const number = (min: number, max: number) => seldom(fc.integer({ min, max }).map(String));
const flag = oneOf('', '', '', '', 'true', 'True', 'TRUE', 'false', 'False', 'FALSE', ' true\n');
const some = (characters: string) =>
  fc.string({ unit: fc.constantFrom(...Array.from(characters)), maxLength: 30 });
const weighed = (...choices: readonly (readonly [number, fc.Arbitrary<string>])[]) =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));

const passwordInputs = fc.record(
  {
    'password-length': weighed([9, number(8, 64)], [1, number(5, 4097)]),
    'exclude-characters': weighed(
      [3, anyText],
      [5, some(Object.values(classes).join(''))],
      [3, some('^^ \n\r\t"\'`$\\é🔑')],
      [1, fc.constantFrom(...Object.values(classes), 'a'.repeat(4097))]
    ),
    'exclude-uppercase': flag,
    'exclude-lowercase': flag,
    'exclude-numbers': flag,
    'exclude-punctuation': flag,
    'include-space': flag,
    'require-each-included-type': flag,
    preset: weighed(
      [3, fc.constant('')],
      [3, seldom(fc.constantFrom(...presetNames))],
      [
        1,
        fc
          .tuple(
            fc.uniqueArray(fc.constantFrom(...presetNames), { maxLength: 3 }),
            fc.constantFrom(',', ', ', '\n', ',\r\n ')
          )
          .map(([chosen, separator]) => chosen.join(separator))
      ]
    )
  },
  { requiredKeys: [] }
);

const roleInputs = fc.record(
  {
    'timeout-seconds': number(10, 30),
    'role-session-name': oneOf('', 'deploy', 'a@b'),
    'role-duration-seconds': oneOf('', '900', '3600', '43200'),
    audience: oneOf('', 'sts.amazonaws.com', 'sts.amazonaws.com', 'https://example.org')
  },
  { requiredKeys: [] }
);

const storeInputs = fc.record(
  {
    'if-secret-exists': oneOf('fail', 'keep', 'keep', 'rotate', 'rotate'),
    'secret-version-stage': oneOf('', 'AWSCURRENT', 'AWSPENDING'),
    'kms-key-id': oneOf('', '', 'alias/app', '1234abcd-12ab-34cd-56ef-1234567890ab')
  },
  { requiredKeys: [] }
);

const templateInputs = fc
  .constantFrom(
    ...Array<readonly [string, string]>(6).fill(['', '']),
    ...Array<readonly [string, string]>(6).fill(['{"user":"app","n":[1]}', 'password']),
    ['{"password":"x"}', 'password'],
    ['{}', '__proto__'],
    ['{}', ''],
    ['', 'user'],
    ['[]', 'password'],
    ['{', 'password']
  )
  .map(([template, key]) => ({ 'secret-string-template': template, 'generate-string-key': key }));

const gitHubInputs = fc.record({
  'github-secret': seldom(fc.constant('DB_PASSWORD'), 20),
  'github-environment': oneOf('', '', 'production'),
  'github-token': fc.constantFrom(
    ...['', TOKEN, TOKEN, TOKEN, 'github_pat_reader', 'unknown_token'],
    ...['Ā', 'a\nb']
  )
});

/** Which inputs are given at all, and what the job has around them: mostly what works. */
const setting = fc.record({
  region: seldom(fc.constant('eu-west-1')),
  role: weighed([8, fc.constant('role')], [3, fc.constant('')], [1, anyText]),
  secretId: weighed([9, fc.constant(SECRET)], [1, anyText]),
  exists: fc.boolean(),
  withPassword: fc.boolean(),
  withRole: fc.boolean(),
  withStore: fc.boolean(),
  withGitHub: fc.constantFrom(true, false, false),
  withKeys: fc.boolean(),
  lacking: fc.constantFrom(
    ...Array<string>(20).fill(''),
    'GITHUB_OUTPUT',
    'ACTIONS_ID_TOKEN_REQUEST_URL',
    'GITHUB_REPOSITORY'
  )
});

const answers = fc.oneof(
  { arbitrary: fc.constant([]), weight: 3 },
  fc.array(fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme-ascii' }), { maxLength: 6 })
);

const cases: fc.Arbitrary<Case> = fc
  .record({
    setting,
    passwordInputs,
    roleInputs,
    storeInputs,
    templateInputs,
    gitHubInputs,
    answers
  })
  .map(({ setting, answers, ...inputsOf }) => {
    const { withKeys, lacking, exists } = setting;
    const whole = {
      'aws-region': setting.region,
      'role-to-assume': setting.role === 'role' ? cloud.roleArn : setting.role,
      ...(setting.withPassword && inputsOf.passwordInputs),
      ...(setting.withRole && inputsOf.roleInputs),
      ...(setting.withStore && {
        'secret-id': setting.secretId,
        ...inputsOf.storeInputs,
        ...inputsOf.templateInputs
      }),
      ...(setting.withGitHub && inputsOf.gitHubInputs)
    };
    // The environment holds no NUL.
    const inputs = Object.fromEntries(
      Object.entries(whole).map(([name, value]) => [name, value.replaceAll('\0', '')])
    );
    return {
      inputs,
      env: {
        ...(withKeys && cloud.staticEnv),
        ...(lacking !== '' && { [lacking]: undefined })
      },
      answers,
      exists
    };
  });

const stored = () => [...cloud.secrets.secrets.values()].flatMap(({ versions }) => [...versions]);

/** What is stored is the output, within the template. */
function expectStored({ outputs }: StepResult, inputs: Given): void {
  const { string = '' } =
    cloud.secrets
      .find(outputs['secret-arn'] ?? '')
      ?.versions.get(outputs['secret-version-id'] ?? '') ?? {};
  const key = inputs['generate-string-key'];
  const fields = key ? (JSON.parse(string) as Record<string, unknown>) : { string };
  const kept = Object.entries(fields).find(([name]) => name === (key || 'string'))?.[1];
  expect(kept).toBe(outputs['password']);
}

describe('whatever the inputs', () => {
  test('a run ends with one clear error and nothing stored, or with a password that satisfies them; it shows no secret', async () => {
    const count = {
      generated: 0,
      existing: 0,
      stored: 0,
      writtenToGitHub: 0,
      refused: 0,
      failedCalls: 0
    };
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const { inputs, exists } = one;
        const isExisting =
          exists && inputs['secret-id'] === SECRET && inputs['if-secret-exists'] === 'keep';
        const before = cloud.requests.length;
        const result = await runCase(one);
        if (result.exitCode !== 0) {
          const message = expectOneError(result);
          const isStored = message.includes('The password is already stored as version ');
          expect(stored()).toHaveLength(Number(exists) + Number(isStored && !isExisting));
          count[cloud.requests.length === before ? 'refused' : 'failedCalls']++;
        } else if (isExisting) {
          expectStored(result, inputs);
          expect(stored()).toHaveLength(1);
          count.existing++;
        } else {
          expectPassword(result, inputs);
          if (inputs['secret-id']?.trim()) expectStored(result, inputs);
          count.generated++;
          count.stored += Number(inputs['secret-id'] === SECRET);
          count.writtenToGitHub += Number(inputs['github-secret'] === 'DB_PASSWORD');
        }
        expectHidden(result, [
          ...Object.values(result.outputs).filter((value) => result.masks.includes(value)),
          ...one.answers,
          ...(result.masks.includes(TOKEN) ? [TOKEN] : []),
          PRESENT,
          cloud.issuer.requestToken,
          cloud.staticEnv['AWS_SECRET_ACCESS_KEY'] ?? ''
        ]);
      }),
      { numRuns: isAll ? 500 : 120 }
    );
    expect(Math.min(count.generated, count.refused, count.failedCalls)).toBeGreaterThan(0);
    // All ends are reached, so that none of the above is said of nothing.
    if (isAll) expect(Object.entries(count).filter(([, times]) => times === 0)).toEqual([]);
  });
});

describe('whatever AWS returns', () => {
  const WORD = 'Zq8hunter2Wm';
  const json = fc.oneof(
    fc.json({ maxDepth: 2 }),
    fc.constantFrom('', '{', 'null', '[]', '<html>', '\ufeff{}', '{"RandomPassword":null}'),
    fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.stringify({ RandomPassword: value })),
    fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .map((text) => JSON.stringify({ RandomPassword: `${text}${WORD}${text}` })),
    fc
      .constantFrom('InternalServiceErrorX', 'AccessDeniedException', 'Weird Code\n::error::x', '')
      .map((code) => JSON.stringify({ __type: code, Message: 'no' }))
  );
  const answer = fc.record({
    // Those that pass are tried until the time is up: they have tests of their own.
    status: fc.constantFrom(200, 201, 204, 301, 302, 400, 401, 403, 404, 413),
    type: fc.constantFrom('application/x-amz-json-1.1', 'text/html', 'application/xml', ''),
    body: json
  });

  test('a run ends with one clear error, or with a password that satisfies the inputs', async () => {
    const count = { 200: 0, others: 0 };
    await fc.assert(
      fc.asyncProperty(answer, async ({ status, type, body }) => {
        cloud.faults.clear();
        cloud.faults.add({
          service: 'secretsmanager',
          kind: () => ({ status, headers: { 'content-type': type }, body })
        });
        const inputs = { 'aws-region': 'eu-west-1' };
        const env = { ...cloud.env(), ...quiet, ...cloud.staticEnv };
        const result = await runStepInProcess(
          cloud,
          { action: '.', inputs, env, debug: true },
          run
        );
        count[status === 200 ? 200 : 'others']++;
        if (result.exitCode === 0) expectPassword(result, inputs);
        else expectOneError(result);
        expect(readPrinted(result)).not.toContain(WORD);
      }),
      { numRuns: isAll ? 200 : 60 }
    );
    expect(Math.min(...Object.values(count))).toBeGreaterThan(0);
  });
});
