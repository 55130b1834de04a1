import { expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { ServiceResponse, ServiceName } from '../../emulator/service.js';
import { runInProcess, type StepResult } from '../../emulator/runner/runner.js';
import { readFailure, findLeak, startRecordingCloud, findStackTrace } from '../helpers/recording-cloud.js';

/** Random answers for each service; FUZZ_RUNS=10000 for a long evening, FUZZ_SEED to have one again. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const SEED = Number(process.env['FUZZ_SEED'] ?? 7);

/** What has been slept through without waiting, in milliseconds. */
let slept = 0;
const call = await import('../../src/retry.js');
/** The real one, but that its delays only move the clock. */
class Hurried extends call.Retrier {
  constructor(...[seconds, , note]: ConstructorParameters<typeof call.Retrier>) {
    const clock = {
      now: () => performance.now() + slept,
      sleep: (milliseconds: number) => Promise.resolve(void (slept += milliseconds)),
      random: () => Math.random()
    };
    super(seconds, clock, note);
  }
}
jest.unstable_mockModule('../../src/retry.js', () => ({ ...call, Patience: Hurried }));
const { run, runPromote } = await import('../../src/main.js');

const SECONDS = 60;
/** Put wherever an answer keeps what nobody may see. */
const CANARY = 'cAnAry-q8Zk3vXw7Tn2';

// Bodies are told as what they are made of, so that a failing example can be read.
type Body =
  | { readonly bytes: Uint8Array }
  | { readonly text: string }
  | { readonly json: unknown }
  /** The real answer, with some bytes replaced, and cut off or not. */
  | { readonly real: readonly (readonly [place: number, byte: number])[]; readonly share: number }
  | { readonly repeated: string; readonly times: number; readonly before: string };

interface WildAnswer {
  readonly status: number | 'real';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

const secrets = fc.oneof(fc.constant<unknown>(CANARY), fc.constant([CANARY]), fc.jsonValue());
const codes = fc.oneof(
  fc.constantFrom(
    'ThrottlingException',
    'InternalFailure',
    'AccessDeniedException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'ResourceExistsException',
    'ExpiredTokenException',
    'IDPCommunicationError',
    'com.amazonaws#Odd:http://x/'
  ),
  fc.jsonValue({ maxDepth: 1 })
);
const labels = fc.dictionary(
  fc.string(),
  fc.oneof(fc.array(fc.constantFrom('AWSCURRENT', 'AWSPENDING')), fc.jsonValue())
);
const fields = fc.record(
  {
    RandomPassword: secrets,
    SecretString: secrets,
    SecretBinary: secrets,
    value: secrets,
    count: fc.jsonValue({ maxDepth: 0 }),
    ARN: fc.jsonValue({ maxDepth: 1 }),
    VersionId: fc.jsonValue({ maxDepth: 1 }),
    VersionIdsToStages: fc.oneof(labels, fc.jsonValue()),
    DeletedDate: fc.jsonValue({ maxDepth: 0 }),
    __type: codes,
    code: codes,
    message: fc.jsonValue({ maxDepth: 1 })
  },
  { requiredKeys: [] }
);

const element = (name: string, text: unknown): string =>
  `<${name}>${typeof text === 'string' ? text : JSON.stringify(text)}</${name}>`;
const credentials = fc
  .record(
    {
      AccessKeyId: fc.jsonValue({ maxDepth: 0 }),
      SecretAccessKey: secrets,
      SessionToken: secrets,
      Expiration: fc.oneof(fc.date({ noInvalidDate: true }), fc.jsonValue({ maxDepth: 0 }))
    },
    { requiredKeys: [] }
  )
  .map((parts) => {
    const inner = Object.entries(parts).map(([name, text]) => element(name, text));
    const answer = element('Credentials', inner.join(''));
    const result = element('AssumeRoleWithWebIdentityResult', answer);
    return element('AssumeRoleWithWebIdentityResponse', result);
  });
const refusal = fc
  .tuple(codes, fc.string())
  .map(([code, message]) =>
    element('ErrorResponse', element('Error', element('Code', code) + element('Message', message)))
  );

const huge = fc.record({
  before: fc.constantFrom('', '{"RandomPassword":"', '{"value":"', '{"a":', '<!doctype html><p>'),
  repeated: fc.constantFrom('x', '[', '{"a":', '<a>', '&amp;', '\n', '\u0000', CANARY, '"",'),
  times: fc.constantFrom(10_000, 100_000, 300_000)
});

const bodies: fc.Arbitrary<Body> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ bytes: fc.uint8Array({ maxLength: 200 }) }) },
  { weight: 2, arbitrary: fc.record({ text: fc.string({ unit: 'binary' }) }) },
  { weight: 2, arbitrary: fc.record({ text: fc.string().map((text) => text + CANARY + text) }) },
  { weight: 2, arbitrary: fc.record({ json: fc.jsonValue() }) },
  { weight: 6, arbitrary: fc.record({ json: fields }) },
  { weight: 4, arbitrary: fc.record({ text: fc.oneof(credentials, refusal) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      real: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
      share: fc.constantFrom(0, 0.3, 0.9, 1, 1)
    })
  },
  { weight: 1, arbitrary: huge }
);

const answers: fc.Arbitrary<WildAnswer> = fc.record({
  status: fc.oneof(
    { weight: 4, arbitrary: fc.constant('real' as const) },
    { weight: 4, arbitrary: fc.constantFrom(200, 400, 403, 429, 500, 503) },
    { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) }
  ),
  headers: fc.record(
    {
      'content-type': fc.constantFrom(
        'application/x-amz-json-1.1',
        'application/json; charset=utf-16',
        'text/xml',
        'text/html',
        'image/png',
        ';;'
      ),
      'content-encoding': fc.constantFrom('identity', 'gzip', 'br', 'x'),
      'x-amzn-errortype': fc.constantFrom('ThrottlingException:', 'Odd#Odd', '', ':'),
      'x-amzn-requestid': fc.constantFrom('', 'r', 'r '.repeat(200)),
      'retry-after': fc.constantFrom('0', '86400', '-1', 'soon'),
      date: fc.constantFrom('Thu, 01 Jan 1970 00:00:00 GMT', 'never'),
      location: fc.constantFrom('/', '//', 'http://127.0.0.1:1/', 'http://[', '/oidc/token/round')
    },
    { requiredKeys: [] }
  ),
  body: bodies
});

function bytesOf(body: Body, real: () => ServiceResponse): Buffer {
  if ('bytes' in body) return Buffer.from(body.bytes);
  if ('text' in body) return Buffer.from(body.text);
  if ('json' in body) return Buffer.from(JSON.stringify(body.json));
  if ('repeated' in body) return Buffer.from(body.before + body.repeated.repeat(body.times));
  const bytes = Buffer.from(real().body as string);
  for (const [place, byte] of body.real) bytes[place % Math.max(1, bytes.length)] = byte;
  return bytes.subarray(0, Math.ceil(body.share * bytes.length));
}

const KEEP = { 'secret-id': 'shop/db' };
const VERSION = 'e2a4c1d0-5b7f-4a39-8c6e-0f1d2b3a4c5d';
const ways = {
  password: {},
  first: { 'secret-id': 'shop/new' },
  kept: { ...KEEP, 'if-secret-exists': 'keep' },
  rotated: { ...KEEP, 'if-secret-exists': 'rotate' },
  promoted: { ...KEEP, 'secret-version-id': VERSION }
} as const;

interface Wild {
  readonly way: keyof typeof ways;
  /** One after the other, and round again. */
  readonly wild: readonly WildAnswer[];
  readonly after: number;
  readonly times: number;
}

async function outcomeOf(service: ServiceName, { way, wild, after, times }: Wild) {
  const cloud = await startRecordingCloud();
  let next = 0;
  try {
    cloud.secrets.create({
      Name: KEEP['secret-id'],
      SecretString: 'kept-before-Wm4xRt7bQz',
      ClientRequestToken: VERSION
    });
    cloud.faults.add({
      service,
      after,
      times,
      kind: (_, act) => {
        const { status, headers, body } = wild[next++ % wild.length]!;
        let acted: ServiceResponse | undefined;
        const real = (): ServiceResponse => (acted ??= act());
        const content = bytesOf(body, real);
        const answered = status === 'real' ? (acted?.status ?? 200) : status;
        return {
          // The toolkit sleeps by itself on these three, and without end that is ten seconds each time.
          status:
            service === 'oidc' && times > 1 && /^50[234]$/.test(String(answered)) ? 500 : answered,
          headers: { ...(status === 'real' ? acted?.headers : undefined), ...headers },
          body: content
        };
      }
    });
    slept = 0;
    const start = performance.now();
    const result = await runInProcess(
      {
        action: way === 'promoted' ? 'promote' : '.',
        debug: true,
        inputs: {
          'aws-region': cloud.region,
          'role-to-assume': cloud.roleArn,
          'timeout-seconds': String(SECONDS),
          ...ways[way]
        },
        env: cloud.env()
      },
      way === 'promoted' ? runPromote : run
    );
    return { result, cloud, struck: next, took: performance.now() - start + slept };
  } finally {
    await cloud.close();
  }
}

/** Throws unless the run ended as runs do: with what was asked for, or with one error. */
function conclusionOf(way: Wild['way'], result: StepResult): string {
  if (result.exitCode !== 0) return readFailure(result).replaceAll(/127\.0\.0\.1:\d+/g, 'HOST');
  const { outputs, annotations, masks, stderr } = result;
  expect([annotations, stderr]).toEqual([[], '']);
  const { password = '', 'secret-version-id': version = '' } = outputs;
  if (way !== 'password') expect(version).not.toBe('');
  if (way !== 'promoted') {
    // What somebody else has stored may be any text.
    expect(password).toMatch(
      way === 'kept' ? /^[^]+$/ : /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[!-~]{32}$/
    );
    for (const line of password.split(/[\r\n]+/).filter((one) => one.trim().length >= 6)) {
      expect(masks).toContain(line);
    }
  }
  return 'success';
}

test.each<ServiceName>(['oidc', 'sts', 'secretsmanager'])(
  `${RUNS} times random answers of %s`,
  async (service) => {
    const conclusions = new Map<string, number>();
    let struck = 0;
    const wilds = fc.record<Wild>({
      way:
        service === 'secretsmanager'
          ? fc.constantFrom(...(Object.keys(ways) as (keyof typeof ways)[]))
          : fc.constantFrom('password', 'rotated'),
      wild: fc.array(answers, { minLength: 1, maxLength: 3 }),
      after: service === 'secretsmanager' ? fc.constantFrom(0, 0, 1, 2) : fc.constant(0),
      times: fc.constantFrom(1, 2, Infinity)
    });
    await fc.assert(
      fc.asyncProperty(wilds, async (wild) => {
        const outcome = await outcomeOf(service, wild);
        const { result, cloud } = outcome;
        const conclusion = conclusionOf(wild.way, result);
        conclusions.set(conclusion, (conclusions.get(conclusion) ?? 0) + 1);
        struck += Math.min(1, outcome.struck);
        expect(outcome.took).toBeLessThan(SECONDS * 1000 + 1000);
        const short = cloud.answers.filter(({ length }) => length < 20_000);
        const given = [CANARY, cloud.issuer.requestToken];
        expect([findLeak(result, short, given), findStackTrace(result)]).toEqual([undefined, undefined]);
      }),
      { numRuns: RUNS, seed: SEED }
    );
    // Both ends are reached, and hardly a run goes by without a wild answer.
    expect(conclusions.get('success')).toBeGreaterThan(RUNS / 20);
    expect(conclusions.size).toBeGreaterThan(5);
    expect(struck).toBeGreaterThan(RUNS / 2);
    if (process.env['FUZZ_RUNS']) console.log(service, struck, conclusions);
  },
  60_000 + RUNS * 200
);
