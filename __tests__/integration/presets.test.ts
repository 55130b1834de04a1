import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import type { StepResult } from '../../emulator/runner/runner.js';
import { run } from '../../src/main.js';
import { presetNames, presets, type Preset, type PresetName } from '../../src/password/presets.js';
import { maskVariants } from '../../src/masking/variants.js';
import { runners } from '../../src/runners.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';

const classes = {
  uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  lowercase: 'abcdefghijklmnopqrstuvwxyz',
  numbers: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
} as const;
type ClassName = keyof typeof classes;
const classNames = Object.keys(classes) as ClassName[];
const printable = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));

let cloud: Cloud;
let seen = 0;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());
beforeEach(() => {
  seen = cloud.requests.length;
  cloud.faults.clear();
});

const step = (inputs: Readonly<Record<string, string>>): Promise<StepResult> =>
  runStepInProcess(
    cloud,
    {
      action: '.',
      inputs: { 'aws-region': 'eu-west-1', ...inputs },
      env: { ...cloud.env(), ...cloud.staticEnv },
      debug: true
    },
    run
  );

interface Sent {
  readonly PasswordLength?: number;
  readonly ExcludeCharacters?: string;
  readonly ExcludeUppercase?: boolean;
  readonly ExcludeLowercase?: boolean;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly IncludeSpace?: boolean;
  readonly RequireEachIncludedType?: boolean;
}

const requests = () => cloud.requests.slice(seen);
const sent = () =>
  requests()
    .filter(({ operation }) => operation === 'GetRandomPassword')
    .map(({ body }) => body as Sent);

/** The classes that a request leaves in, as far as its flags say. */
const openClasses = (request: Sent): readonly ClassName[] => {
  const shut = {
    uppercase: request.ExcludeUppercase,
    lowercase: request.ExcludeLowercase,
    numbers: request.ExcludeNumbers,
    punctuation: request.ExcludePunctuation
  };
  return classNames.filter((name) => shut[name] !== true);
};

/** Every character that a request leaves for AWS to choose from, in ASCII order. */
const leftBy = (request: Sent): string => {
  const open = openClasses(request)
    .map((name) => classes[name])
    .join('');
  return printable
    .filter((c) => open.includes(c) || (c === ' ' && request.IncludeSpace === true))
    .filter((c) => !request.ExcludeCharacters?.includes(c))
    .join('');
};

/** What a preset accepts: all that is printable but the space and what it forbids. */
const acceptedBy = (...names: PresetName[]): string =>
  printable
    .filter((c) => c !== ' ' && !names.some((name) => presets[name].forbidden.includes(c)))
    .join('');

const errors = ({ annotations }: StepResult) =>
  annotations.filter(({ level }) => level === 'error').map(({ message }) => message);

/** What the target would say against a password; nothing when it takes it. */
function complaints(password: string, preset: Preset) {
  const { minimum, maximum, forbidden, needs, distinct } = preset;
  const { forbiddenFirst = '', forbiddenLast = '', forbiddenPairs = [] } = preset;
  const occurring = needs?.of.filter((name) =>
    Array.from(classes[name]).some((c) => password.includes(c))
  );
  return [
    password.length < minimum && 'too short',
    password.length > maximum && 'too long',
    Array.from(password).some((c) => forbidden.includes(c) || !/[!-~]/.test(c)) && 'forbidden',
    `-${forbiddenFirst}`.includes(password.charAt(0)) && 'forbidden as the first',
    forbiddenLast.includes(password.slice(-1) || ' ') && 'forbidden as the last',
    forbiddenPairs.some((pair) => password.includes(pair)) && 'forbidden together',
    needs && occurring && occurring.length < needs.atLeast && 'a class is missing',
    distinct !== undefined && new Set(password).size < distinct && 'too few different ones'
  ].filter(Boolean);
}

function expectRefusal(result: StepResult, message: RegExp): void {
  expect(errors(result)).toEqual([expect.stringMatching(message)]);
  expect([result.exitCode, result.outputs]).toEqual([1, {}]);
  expect(requests()).toEqual([]);
}

describe.each(presetNames)('%s', (name) => {
  const preset = presets[name];
  const { minimum, maximum, length } = preset;

  test('asks AWS for nothing that is forbidden, and for all else', async () => {
    const result = await step({ preset: name });
    expect(errors(result)).toEqual([]);
    const [request = {}, ...more] = sent();
    // By chance the first began with `-`.
    for (const again of more) expect(again).toEqual(request);
    expect(leftBy(request)).toBe(acceptedBy(name));
    expect(request.PasswordLength).toBe(length);
    expect(request.IncludeSpace).toBeUndefined();
    // AWS puts in one of each class that is open, unless it is told not to.
    expect(request.RequireEachIncludedType).toBeUndefined();
    const occurring = preset.needs?.of.filter((each) => openClasses(request).includes(each)) ?? [];
    expect(occurring.length).toBeGreaterThanOrEqual(preset.needs?.atLeast ?? 0);
    expect(complaints(result.outputs['password'] ?? '', preset)).toEqual([]);
  });

  test('runs at both ends of its range, and is refused beyond them', async () => {
    for (const given of [minimum, maximum]) {
      const { outputs, ...result } = await step({ preset: name, 'password-length': String(given) });
      expect(errors({ outputs, ...result })).toEqual([]);
      expect(sent().at(-1)?.PasswordLength).toBe(given);
      expect(outputs['password']).toHaveLength(given);
      expect(complaints(outputs['password'] ?? '', preset)).toEqual([]);
    }
    seen = cloud.requests.length;
    for (const given of [minimum - 1, maximum + 1]) {
      const itsOwn = given < 6 || given > 4096;
      expectRefusal(
        await step({ preset: name, 'password-length': String(given) }),
        itsOwn
          ? new RegExp(`^password-length must be a whole number from 6 to 4096, but is "${given}"`)
          : new RegExp(
              `^password-length must be a whole number from ${minimum} to ${maximum} for preset ${name}, but is "${given}"\\.`
            )
      );
    }
  });
});

test.each<[string, PresetName[], number]>([
  ['rds-postgres, url-safe', ['rds-postgres', 'url-safe'], 32],
  ['url-safe\nrds-postgres\n', ['rds-postgres', 'url-safe'], 32],
  ['documentdb,rds-oracle', ['documentdb', 'rds-oracle'], 30],
  ['elasticache-auth-token,rds-mysql', ['elasticache-auth-token', 'rds-mysql'], 41],
  ['amazon-mq, opensearch', ['amazon-mq', 'opensearch'], 32],
  ['snowflake\r\niam-user', ['snowflake', 'iam-user'], 32],
  ['timestream-influxdb,redshift', ['timestream-influxdb', 'redshift'], 48],
  ['dotenv-safe,odbc-safe,rds-sqlserver', ['dotenv-safe', 'odbc-safe', 'rds-sqlserver'], 32],
  ['shell-safe,shell-safe, cognito-user', ['shell-safe', 'cognito-user'], 32]
])('%j: the rules of all hold', async (preset, names, length) => {
  const { outputs, ...result } = await step({ preset });
  expect(errors({ outputs, ...result })).toEqual([]);
  expect(new Set(sent().map(leftBy))).toEqual(new Set([acceptedBy(...names)]));
  expect(outputs['password']).toHaveLength(length);
  for (const name of names) {
    expect([name, complaints(outputs['password'] ?? '', presets[name])]).toEqual([name, []]);
  }
});

test('what the inputs exclude comes on top', async () => {
  const { outputs } = await step({
    preset: 'rds-mysql',
    'exclude-characters': '^Il1O0',
    'exclude-lowercase': 'true'
  });
  const expected = Array.from(acceptedBy('rds-mysql'))
    .filter((c) => !'^Il1O0'.includes(c) && !/[a-z]/.test(c))
    .join('');
  expect(new Set(sent().map(leftBy))).toEqual(new Set([expected]));
  expect(Array.from(outputs['password'] ?? '').filter((c) => !expected.includes(c))).toEqual([]);
});

describe('is refused before any call, both sides named:', () => {
  test.each<[Readonly<Record<string, string>>, RegExp]>([
    [{ preset: 'opensearch, alphanumeric' }, /opensearch needs .* preset alphanumeric forbids all/],
    [{ preset: 'cognito-user\ntimestream-influxdb' }, /cognito-user needs .* timestream-influxdb/],
    [
      { preset: 'rds-oracle,elasticache-user', 'password-length': '31' },
      /password-length must be .* from 8 to 30 for preset rds-oracle, but is "31"/
    ],
    [
      { preset: 'rds-oracle,elasticache-user', 'password-length': '15' },
      /password-length must be .* from 16 to 128 for preset elasticache-user, but is "15"/
    ],
    [{ preset: 'redshift', 'exclude-numbers': 'true' }, /redshift needs .*exclude-numbers is true/],
    [
      { preset: 'opensearch', 'exclude-punctuation': 'true' },
      /opensearch needs .*exclude-punctuation is true/
    ],
    [
      { preset: 'iam-user', 'exclude-lowercase': 'true', 'exclude-uppercase': 'true' },
      /iam-user needs 3 of .*exclude-uppercase is true and exclude-lowercase is true/
    ],
    [
      { preset: 'alphanumeric', 'exclude-punctuation': 'false' },
      /exclude-punctuation is false, but preset alphanumeric forbids all punctuation/
    ],
    [
      { preset: 'rds-mysql', 'include-space': 'true' },
      /include-space is true, but preset rds-mysql/
    ],
    [
      { preset: 'azure-sql', 'require-each-included-type': 'false' },
      /require-each-included-type is false, but preset azure-sql needs 3 of/
    ],
    [
      { preset: 'workspaces-user', 'exclude-characters': '0123456789' },
      /exclude-characters is "0123456789", which leaves no numbers, but preset workspaces-user/
    ],
    [
      { preset: 'url-safe', 'exclude-characters': '-._~' },
      /exclude-characters is "-._~", which leaves no punctuation beside those that preset url-safe/
    ],
    [
      {
        preset: 'amazon-mq',
        'exclude-characters': '0123456',
        'exclude-lowercase': 'true',
        'exclude-uppercase': 'true',
        'exclude-punctuation': 'true'
      },
      /preset amazon-mq needs 4 different characters, but the inputs leave 3: .*exclude-characters/
    ],
    [
      { preset: 'rds-postgres, mysql' },
      /preset is "mysql", which does not exist. Did you mean rds-mysql\?/
    ]
  ])('%j', async (inputs, message) => {
    expectRefusal(await step(inputs), message);
  });
});

describe('a password that violates the policy', () => {
  /** Has AWS answer these, one a call, and then what it would answer by itself. */
  const answering = (...passwords: readonly string[]) => {
    for (const password of passwords) {
      cloud.faults.add({
        service: 'secretsmanager',
        operation: 'GetRandomPassword',
        times: 1,
        kind: () => ({
          status: 200,
          headers: { 'content-type': 'application/x-amz-json-1.1' },
          body: JSON.stringify({ RandomPassword: password })
        })
      });
    }
  };

  /** A refused password is masked like any other, and no piece of it is printed. */
  const expectHidden = (result: StepResult, password: string) => {
    expect(result.masks).toContain(password);
    for (const value of maskVariants(password, runners.github))
      expect(result.masks).toContain(value);
    const printed = result.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    const text = [...printed, result.stderr, result.log].join('\n');
    for (let at = 0; at + 6 <= password.length; at++) {
      expect(text).not.toContain(password.slice(at, at + 6));
    }
  };

  const good = 'Qz7-Wm4_Rk9.Tv2~';
  test.each<[Readonly<Record<string, string>>, string, string]>([
    [{}, `${good}x`, 'it has 17 characters instead of 16'],
    [{}, good.slice(1), 'it has 15 characters instead of 16'],
    [{ preset: 'rds-mysql' }, 'Qz7-Wm4_Rk9.Tv2/', 'it contains an excluded character'],
    [{ preset: 'alphanumeric' }, good, 'it contains an excluded character'],
    [{ 'exclude-characters': 'Q' }, good, 'it contains an excluded character'],
    [{ preset: 'redshift' }, 'qz7-wm4_rk9.tv2~', 'it contains no uppercase'],
    [{ preset: 'directory-service' }, 'QzxWmyRkzTvaLpbM', 'it contains no numbers and punctuation'],
    [
      { preset: 'amazon-mq', 'exclude-uppercase': 'true', 'exclude-punctuation': 'true' },
      'z7z7z7z7z7z7z7z7',
      'it contains 2 different characters instead of at least 4'
    ],
    [{}, '-Qz7-Wm4_Rk9.Tv2', 'it begins with a character that must not come first'],
    [
      { preset: 'memorydb-user' },
      '[z7-Wm4_Rk9.Tv2Q',
      'it begins with a character that must not come first'
    ],
    [
      { preset: 'shell-safe' },
      '~z7-Wm4_Rk9.Tv2Q',
      'it begins with a character that must not come first'
    ],
    [
      { preset: 'documentdb' },
      'Qz7-Wm4_Rk9.Tv2\\',
      'it ends with a character that must not come last'
    ],
    [
      { preset: 'msk-scram' },
      'Qz7-Wm4_${9.Tv2Q',
      'it contains two characters that must not stand together'
    ],
    [
      { preset: 'azure-sql', 'user-name': 'Manager' },
      'Qz7-Wm4_NAG9.Tv2',
      "it contains a part of an account's name, or a word that a preset forbids"
    ],
    [
      { preset: 'directory-service' },
      'Qz7-Wm4_AdMin.v2',
      "it contains a part of an account's name, or a word that a preset forbids"
    ],
    [{ 'include-space': 'true' }, ' Qz7-Wm4_Rk9.Tv2', 'it begins or ends with a space'],
    [{ 'include-space': 'true' }, 'Qz7-Wm4_Rk9.Tv2 ', 'it begins or ends with a space']
  ])('with %j, such as %j, is generated again: %s', async (inputs, refused, why) => {
    answering(refused);
    const result = await step({ 'password-length': '16', ...inputs });
    expect(errors(result)).toEqual([]);
    expect(result.outputs['password']).toHaveLength(16);
    expect(result.outputs['password']).not.toBe(refused);
    expect(result.log).toMatch(
      new RegExp(`##\\[debug\\]Password 1 of 10 \\(request [\\w-]+\\) is refused: ${why}\\n`)
    );
    if (!refused.includes('\n')) expectHidden(result, refused);
    // By chance the next begins with `-`, too.
    const [first, ...more] = sent();
    expect(more.length).toBeGreaterThanOrEqual(1);
    for (const request of more) expect(request).toEqual(first);
  });

  const refused = Array.from({ length: 11 }, (_, at) =>
    `draw-${at.toString(36)}-${'qwertzuiop'.repeat(3)}`.slice(0, 32)
  );

  test.each([1, 2, 9])('%i times is outlived', async (times) => {
    answering(...refused.slice(0, times));
    const result = await step({ preset: 'rds-postgres' });
    expect(errors(result)).toEqual([]);
    expect(sent().length).toBeGreaterThan(times);
    expect(complaints(result.outputs['password'] ?? '', presets['rds-postgres'])).toEqual([]);
    expect(refused).not.toContain(result.outputs['password']);
    for (const password of refused.slice(0, times)) expectHidden(result, password);
    // What is refused is masked before the next is asked for.
    const order = result.events.map(({ command, data }) => `${command} ${data}`);
    const wanted = refused
      .slice(0, times)
      .flatMap((password, at) => [
        order.indexOf(`add-mask ${password}`),
        order.findIndex((event) => event.startsWith(`debug Password ${at + 1} of 10 `))
      ]);
    expect(wanted).not.toContain(-1);
    expect(wanted).toEqual(wanted.toSorted((a, b) => a - b));
  });

  test('ten times fails the run, which keeps nothing and shows nothing', async () => {
    answering(...refused);
    const result = await step({ preset: 'rds-postgres', 'secret-id': 'app/never-generated' });
    expect(errors(result)).toEqual([
      'AWS returned 10 passwords that do not satisfy the inputs; the last one fails because it contains no uppercase. ' +
        'Exclude less, or report this with the debug log of the run.'
    ]);
    expect([result.exitCode, result.outputs]).toEqual([1, {}]);
    expect(
      requests()
        .map(({ operation }) => operation)
        .sort()
    ).toEqual(['DescribeSecret', ...Array<string>(10).fill('GetRandomPassword')]);
    expect(cloud.secrets.find('app/never-generated')).toBeUndefined();
    for (const password of refused.slice(0, 10)) expectHidden(result, password);
    expect(result.masks).not.toContain(refused[10]);
  });
});
