import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomPassword } from '../../emulator/aws/random-password.js';
import { ActionError } from '../../src/errors/action-error.js';
import {
  buildPolicy,
  type GetRandomPasswordParameters,
  type PasswordInputs
} from '../../src/password/policy.js';
import { presetNames, presets, type PresetName } from '../../src/password/presets.js';
import { characterClasses, characters } from '../../src/password/characters.js';
import { entropyBits } from '../../src/password/entropy.js';
import { findViolation } from '../../src/password/find-violation.js';

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const marks = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('');

const sent = (inputs: PasswordInputs) => buildPolicy(inputs).parameters;
const refusal = (inputs: PasswordInputs, table = presets) => {
  try {
    return JSON.stringify(buildPolicy(inputs, table));
  } catch (error) {
    expect(error).toBeInstanceOf(ActionError);
    return (error as ActionError).message;
  }
};

describe('what is sent', () => {
  test.each<[PasswordInputs, GetRandomPasswordParameters]>([
    [{}, {}],
    [{ passwordLength: 32 }, { PasswordLength: 32 }],
    [{ passwordLength: 6 }, { PasswordLength: 6 }],
    [{ passwordLength: 4096 }, { PasswordLength: 4096 }],
    [{ excludeNumbers: true }, { ExcludeNumbers: true }],
    [{ excludeNumbers: false }, { ExcludeNumbers: false }],
    [{ excludePunctuation: true }, { ExcludePunctuation: true }],
    [{ excludePunctuation: false }, { ExcludePunctuation: false }],
    [{ excludeUppercase: true }, { ExcludeUppercase: true }],
    [{ excludeUppercase: false }, { ExcludeUppercase: false }],
    [{ excludeLowercase: true }, { ExcludeLowercase: true }],
    [{ excludeLowercase: false }, { ExcludeLowercase: false }],
    [{ includeSpace: true }, { IncludeSpace: true }],
    [{ includeSpace: false }, { IncludeSpace: false }],
    [{ requireEachIncludedType: true }, { RequireEachIncludedType: true }],
    [{ requireEachIncludedType: false }, { RequireEachIncludedType: false }],
    [{ presets: [] }, {}],
    [{ presets: ['cognito-user'] }, { PasswordLength: 32 }],
    [{ presets: ['alphanumeric'] }, { PasswordLength: 32, ExcludePunctuation: true }],
    [{ presets: ['documentdb'] }, { PasswordLength: 41, ExcludeCharacters: '"/@' }],
    [
      { presets: ['documentdb'], excludeCharacters: '@#', passwordLength: 9 },
      { PasswordLength: 9, ExcludeCharacters: '@#"/' }
    ],
    [
      { presets: ['documentdb', 'alphanumeric'], excludeCharacters: 'l1' },
      { PasswordLength: 41, ExcludeCharacters: 'l1', ExcludePunctuation: true }
    ]
  ])('%j is sent as %j', (inputs, expected) => {
    expect(sent(inputs)).toStrictEqual(expected);
  });

  test.each([
    ['', undefined],
    ['ab', 'ab'],
    [' a ', ' a'],
    ['a ', 'a '],
    ['abab b', 'ab '],
    ['^ab', 'ab^'],
    ['^^b^', 'b^'],
    ['a^', 'a^'],
    ['^', ' ^'],
    ['^^', ' ^'],
    ['é\n\t漢🔑', 'é\n\t漢🔑'],
    ['🔑🔑a', '🔑a']
  ])('exclude-characters %j is sent as %j', (excludeCharacters, expected) => {
    expect(sent({ excludeCharacters }).ExcludeCharacters).toBe(expected);
  });

  test('a lone ^ follows a character that no password contains, also where spaces are admitted', () => {
    const policy = buildPolicy({ excludeCharacters: '^', includeSpace: true });
    expect(policy.parameters.ExcludeCharacters).toBe('\t^');
    expect(policy.alphabet).toBe(printable.replace('^', ''));
    expect(buildPolicy({ excludeCharacters: '^' }).alphabet).toBe(printable.replace(/[ ^]/g, ''));
  });

  test('^ is moved behind what the presets forbid', () => {
    expect(sent({ excludeCharacters: '^', presets: ['documentdb'] }).ExcludeCharacters).toBe(
      '"/@^'
    );
  });

  test('4,096 characters may be excluded, repeats and surrogate pairs counting as one each', () => {
    expect(sent({ excludeCharacters: 'a'.repeat(4096) }).ExcludeCharacters).toBe('a');
    expect(sent({ excludeCharacters: '🔑'.repeat(4096) }).ExcludeCharacters).toBe('🔑');
    const distinct = Array.from({ length: 4096 }, (_, i) => String.fromCodePoint(0x4e00 + i));
    expect(sent({ excludeCharacters: distinct.join('') }).ExcludeCharacters).toHaveLength(4096);
  });
});

describe('what the response must satisfy', () => {
  test.each<[PasswordInputs, string, string]>([
    [{}, digits + upper + lower + marks, 'uppercase lowercase numbers punctuation'],
    [{ includeSpace: true }, printable, 'uppercase lowercase numbers punctuation'],
    [
      { includeSpace: true, excludeCharacters: ' ' },
      digits + upper + lower + marks,
      'uppercase lowercase numbers punctuation'
    ],
    [{ excludePunctuation: true }, digits + upper + lower, 'uppercase lowercase numbers'],
    [{ excludeNumbers: true, excludeUppercase: true }, lower + marks, 'lowercase punctuation'],
    [{ requireEachIncludedType: false }, digits + upper + lower + marks, ''],
    [{ requireEachIncludedType: false, excludeCharacters: digits }, upper + lower + marks, ''],
    [
      { excludePunctuation: true, excludeCharacters: 'aeiou' + marks },
      digits + upper + 'bcdfghjklmnpqrstvwxyz',
      'uppercase lowercase numbers'
    ],
    [
      { presets: ['url-safe'] },
      digits + upper + lower + '-._~',
      'uppercase lowercase numbers punctuation'
    ],
    [
      { presets: ['url-safe', 'elasticache-auth-token'] },
      digits + upper + lower + '-',
      'uppercase lowercase numbers punctuation'
    ]
  ])('%j', (inputs, alphabet, classes) => {
    const policy = buildPolicy(inputs);
    expect(policy.alphabet).toBe(Array.from(alphabet).sort().join(''));
    expect(policy.requiredClasses.join(' ')).toBe(classes);
  });

  test.each<[PasswordInputs, number]>([
    [{}, 32],
    [{ passwordLength: 7 }, 7],
    [{ presets: ['documentdb'] }, 41],
    [{ presets: ['documentdb'], passwordLength: 8 }, 8],
    [{ presets: ['documentdb', 'url-safe'] }, 41],
    [{ presets: ['documentdb', 'rds-oracle'] }, 30],
    [{ presets: ['elasticache-user', 'rds-mysql'] }, 41]
  ])('%j has length %i', (inputs, length) => {
    expect(buildPolicy(inputs).length).toBe(length);
  });

  test('presets bring their conditions', () => {
    expect(buildPolicy({}).minimumDistinct).toBe(1);
    expect(buildPolicy({ presets: ['amazon-mq', 'url-safe'] }).minimumDistinct).toBe(4);
    expect(buildPolicy({}).forbiddenFirst).toBe('-');
    expect(buildPolicy({ presets: ['elasticache-user', 'url-safe'] }).forbiddenFirst).toBe("-['");
    expect(buildPolicy({ presets: ['directory-service', 'url-safe'] }).forbiddenWords).toEqual([
      'admin'
    ]);
  });

  test.each<[PresetName, string, string[]]>([
    ['azure-sql', 'Admin1', ['adm', 'dmi', 'min', 'in1']],
    ['azure-sql', 'a.b', ['a.b']],
    ['azure-sql', 'sa', []],
    ['azure-sql', 'aaaaa', ['aaa']],
    ['directory-service', 'Bob', ['admin', 'bob']],
    ['windows-user', 'CORP\\Erin.M', ['corp\\erin.m', 'corp', 'erin']],
    ['windows-user', 'erin@corp.local', ['erin@corp.local', 'erin', 'corp', 'local']],
    [
      'active-directory-user',
      'ehagens Erin M. Hagens',
      ['ehagens erin m. hagens', 'ehagens', 'erin', 'hagens']
    ],
    ['rds-sqlserver', 'sa', []]
  ])('%s does not admit parts of the name %j', (name, userName, words) => {
    expect(buildPolicy({ presets: [name, 'url-safe'], userName }).forbiddenWords).toEqual(words);
  });

  test('both of two accounts are compared', () => {
    const names = { userName: 'adm1', alternateUserName: 'app2' };
    expect(buildPolicy({ presets: ['azure-sql'], ...names }).forbiddenWords).toEqual([
      'adm',
      'dm1',
      'app',
      'pp2'
    ]);
  });

  test('a name that a secret stores needs no preset that compares it', () => {
    const stored = { userName: 'app', isUserNameStored: true };
    expect(buildPolicy(stored)).toEqual(buildPolicy({}));
  });
});

describe('refused before any call', () => {
  const none: PasswordInputs = {
    excludeNumbers: true,
    excludePunctuation: true,
    excludeUppercase: true,
    excludeLowercase: true
  };
  const onlyNumbers = { ...none, excludeNumbers: false };

  test.each<[PasswordInputs, string]>([
    ...[-1, 0, 1, 3, 5, 4097, 7.5, NaN, Infinity].map(
      (passwordLength): [PasswordInputs, string] => [
        { passwordLength },
        `password-length must be a whole number from 6 to 4096, but is "${passwordLength}".`
      ]
    ),
    [
      { passwordLength: 42, presets: ['url-safe', 'rds-mysql'] },
      'password-length must be a whole number from 8 to 41 for preset rds-mysql, but is "42".'
    ],
    [
      { passwordLength: 31, presets: ['rds-oracle'] },
      'password-length must be a whole number from 8 to 30 for preset rds-oracle, but is "31".'
    ],
    [
      { passwordLength: 8.5, presets: ['rds-oracle'] },
      'password-length must be a whole number from 6 to 4096, but is "8.5".'
    ],
    [
      { excludeCharacters: 'ab'.repeat(2048) + 'c' },
      'exclude-characters must have at most 4096 characters, but has 4097.'
    ],
    [
      none,
      'No character is left for a password: exclude-uppercase is true, exclude-lowercase is true, exclude-numbers is true and exclude-punctuation is true. Exclude less.'
    ],
    [{ ...none, includeSpace: true }, 'No character is left for a password: '],
    [
      { ...none, excludePunctuation: false, excludeCharacters: marks.replace('-', '') },
      'A password must not begin with -, but the inputs leave no other character. Exclude less.'
    ],
    [
      {
        ...none,
        excludePunctuation: false,
        includeSpace: true,
        presets: [],
        excludeCharacters: marks.replace('-', '')
      },
      'A password must not begin with -, but'
    ],
    [
      {
        ...none,
        excludePunctuation: false,
        presets: ['memorydb-user'],
        excludeCharacters: marks.replace(/[-[]/g, '')
      },
      'A password must not begin with - and [, but'
    ],
    [
      { userName: 'app', presets: ['rds-postgres', 'url-safe'] },
      'user-name is "app", but no preset is set that compares the password with it, and no secret stores it. Leave user-name empty, set preset to one of rds-sqlserver, directory-service, '
    ],
    [{ userName: 'app' }, 'user-name is "app", but no preset is set that compares'],
    [
      { userName: 'app', presets: ['rds-postgres'] },
      ', or set user-name-key to the key that it gets in a JSON secret.'
    ],
    [
      { ...none, excludePunctuation: false, presets: ['url-safe'], excludeCharacters: '-._~' },
      'exclude-characters is "-._~", which leaves no punctuation beside those that preset url-safe forbids. Leave one in, or set exclude-punctuation to true.'
    ],
    [
      { ...onlyNumbers, excludeCharacters: digits, requireEachIncludedType: false },
      'No character is left for a password: exclude-uppercase is true, exclude-lowercase is true, exclude-punctuation is true and exclude-characters is "0123456789". Exclude less.'
    ],
    ...(
      [
        ['uppercase', upper],
        ['lowercase', lower],
        ['numbers', digits],
        ['punctuation', marks]
      ] as const
    ).map(([name, all]): [PasswordInputs, string] => [
      { excludeCharacters: all, requireEachIncludedType: true },
      `exclude-characters is ${JSON.stringify(all)}, which leaves no ${name}. Leave one in, or set exclude-${name} to true.`
    ]),
    [
      { excludeCharacters: digits + 'x'.repeat(100) },
      `exclude-characters is "${digits}${'x'.repeat(90)}…", which leaves no numbers.`
    ],
    [
      { excludeCharacters: digits, presets: ['redshift'] },
      'exclude-characters is "0123456789", which leaves no numbers, but preset redshift needs uppercase, lowercase and numbers.'
    ],
    [
      { excludeCharacters: digits, presets: ['iam-user'] },
      'exclude-characters is "0123456789", which leaves no numbers. Leave one in, or set exclude-numbers to true.'
    ],
    [
      { includeSpace: true, presets: ['rds-mysql'] },
      'include-space is true, but preset rds-mysql accepts no space. Leave include-space empty, or remove the preset.'
    ],
    [
      { excludeNumbers: true, presets: ['redshift'] },
      'preset redshift needs uppercase, lowercase and numbers, but exclude-numbers is true.'
    ],
    [
      { presets: ['opensearch', 'rds-mysql', 'alphanumeric'] },
      'preset opensearch needs uppercase, lowercase, numbers and punctuation, but preset alphanumeric forbids all punctuation.'
    ],
    [
      { excludeLowercase: true, presets: ['iam-user', 'timestream-influxdb'] },
      'preset iam-user needs 3 of uppercase, lowercase, numbers and punctuation, but exclude-lowercase is true and preset timestream-influxdb forbids all punctuation.'
    ],
    [
      { requireEachIncludedType: false, presets: ['iam-user'] },
      'require-each-included-type is false, but preset iam-user needs 3 of uppercase, lowercase, numbers and punctuation. Leave require-each-included-type empty, or remove the preset.'
    ],
    [
      { excludePunctuation: false, presets: ['alphanumeric'] },
      'exclude-punctuation is false, but preset alphanumeric forbids all punctuation. Leave exclude-punctuation empty, or remove the preset.'
    ],
    [
      { ...onlyNumbers, excludeCharacters: '0123456', presets: ['amazon-mq'] },
      'preset amazon-mq needs 4 different characters, but the inputs leave 3: exclude-uppercase is true, exclude-lowercase is true, exclude-punctuation is true and exclude-characters is "0123456". Exclude less.'
    ]
  ])('%j', (inputs, message) => {
    expect(refusal(inputs)).toContain(message);
  });

  test('presets whose lengths do not meet, and presets that empty a class only together', () => {
    const table = {
      ...presets,
      'rds-mysql': { ...presets['rds-mysql'], minimum: 31 },
      'dotenv-safe': { ...presets['dotenv-safe'], forbidden: marks.slice(0, 16) },
      'odbc-safe': { ...presets['odbc-safe'], forbidden: marks.slice(16) }
    };
    expect(refusal({ presets: ['rds-mysql', 'rds-oracle'] }, table)).toBe(
      'preset rds-mysql needs at least 31 characters, but preset rds-oracle accepts at most 30. Remove one of them.'
    );
    const both: PasswordInputs = { presets: ['dotenv-safe', 'odbc-safe'] };
    expect(buildPolicy(both, table).parameters).toStrictEqual({
      PasswordLength: 32,
      ExcludePunctuation: true
    });
    expect(refusal({ ...both, excludePunctuation: false }, table)).toContain(
      'presets dotenv-safe and odbc-safe together forbid all punctuation'
    );
  });

  test('characters that AWS would count above its limit only with those of the presets', () => {
    const text = Array.from({ length: 4095 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    expect(sent({ excludeCharacters: text }).ExcludeCharacters).toHaveLength(4095);
    expect(refusal({ excludeCharacters: text, presets: ['documentdb'] })).toBe(
      'exclude-characters and the presets together must exclude at most 4096 characters, but exclude 4098.'
    );
  });
});

test('whatever two presets at any length: ten passwords in a row begin, end or go on as they must not once in 10¹⁰', () => {
  for (const first of presetNames) {
    for (const second of presetNames) {
      const minimum = Math.max(6, presets[first].minimum, presets[second].minimum);
      let policy;
      try {
        policy = buildPolicy({ presets: [first, second], passwordLength: minimum });
      } catch {
        continue; // They exclude each other.
      }
      const { alphabet, length, requiredClasses } = policy;
      const sets = characterClasses.map((name) => {
        const size = Array.from(characters[name]).filter((c) => alphabet.includes(c)).length;
        return { size, first: size, last: size, required: requiredClasses.includes(name) };
      });
      const ends = 1 - 2 ** (policy.entropyBits - entropyBits(length, sets, false));
      // At each of its places a pair is as likely as any other two characters.
      const pairs = (policy.forbiddenPairs.length * (length - 1)) / alphabet.length ** 2;
      expect((ends + pairs) ** 10).toBeLessThan(1e-10);
    }
  }
});

describe('entropy', () => {
  const over = (kept: string) =>
    Array.from(upper + lower + digits + marks)
      .filter((c) => !kept.includes(c))
      .join('');

  // The passwords are counted one by one, with the check of the answer as the judge.
  test.each<[PasswordInputs, number]>([
    [{ excludeCharacters: over('Ab0-') }, 1170],
    [{ excludeCharacters: over('Ab0-'), requireEachIncludedType: false }, 3072],
    [{ excludeCharacters: over('ABb0'), excludePunctuation: true }, 2640],
    [{ excludeCharacters: over('Ab'), requireEachIncludedType: false, includeSpace: true }, 324],
    [{ excludeCharacters: over('A-'), requireEachIncludedType: false, includeSpace: true }, 162],
    [
      {
        excludeCharacters: over('A['),
        excludeLowercase: true,
        excludeNumbers: true,
        presets: ['dotenv-safe']
      },
      // It begins with one of the two, and ends with the other.
      16
    ],
    [
      {
        excludeCharacters: over('AB0'),
        excludeLowercase: true,
        excludePunctuation: true,
        includeSpace: true
      },
      1964
    ]
  ])('%j leaves %i passwords of 6', (inputs, expected) => {
    const table = {
      ...presets,
      'dotenv-safe': { ...presets['dotenv-safe'], forbiddenFirst: '[', forbiddenLast: ']A' }
    };
    const policy = buildPolicy({ ...inputs, passwordLength: 6 }, table);
    let words = [''];
    for (let i = 0; i < 6; i++) {
      words = words.flatMap((word) => Array.from(policy.alphabet, (c) => word + c));
    }
    const holding = words.filter((word) => findViolation(word, policy) === undefined).length;
    expect(holding).toBe(expected);
    expect(2 ** policy.entropyBits).toBeCloseTo(holding, 6);
  });

  test('the longest password has a finite value', () => {
    expect(buildPolicy({ passwordLength: 4096 }).entropyBits).toBeCloseTo(
      4095 * Math.log2(94) + Math.log2(93),
      6
    );
  });
});

describe('whatever the inputs', () => {
  const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const flag = optional(fc.boolean());
  const inputsOf = fc
    .record({
      passwordLength: optional(fc.oneof(fc.integer({ min: 6, max: 140 }), fc.constant(4096))),
      excludeCharacters: optional(
        fc.oneof(
          fc.string(),
          fc.string({ unit: fc.constantFrom(...Array.from(printable)), maxLength: 90 }),
          fc.string({ unit: 'binary' })
        )
      ),
      excludeNumbers: flag,
      excludePunctuation: flag,
      excludeUppercase: flag,
      excludeLowercase: flag,
      includeSpace: flag,
      requireEachIncludedType: flag,
      presets: optional(fc.uniqueArray(fc.constantFrom(...presetNames), { maxLength: 3 })),
      userName: fc.constantFrom(...Array<undefined>(9).fill(undefined), 'app', 'CORP\\Erin.H')
    })
    .map(
      (record) =>
        Object.fromEntries(
          Object.entries(record).filter(([, value]) => value !== undefined)
        ) as PasswordInputs
    );

  test('they are refused, or AWS can generate from the request, and the passwords violate nothing that no request can express', () => {
    let accepted = 0;
    fc.assert(
      fc.property(inputsOf, (inputs) => {
        let policy;
        try {
          policy = buildPolicy(inputs);
        } catch (error) {
          expect(error).toBeInstanceOf(ActionError);
          return;
        }
        accepted += 1;
        const { parameters, alphabet } = policy;
        expect(parameters.ExcludeCharacters?.startsWith('^')).not.toBe(true);
        expect(new Set(parameters.ExcludeCharacters).size).toBe(
          Array.from(parameters.ExcludeCharacters ?? '').length
        );
        expect(findViolation(randomPassword(parameters), policy) ?? 'none').toMatch(
          /^(none|it begins or ends with a space|it (begins|ends) with a character that must not .*|it contains two characters that .*|it contains \d different .*|it contains a part of an account's name, .*)$/
        );
        for (const c of inputs.excludeCharacters ?? '') expect(alphabet).not.toContain(c);
        for (const name of inputs.presets ?? []) {
          const { minimum, maximum, forbidden } = presets[name];
          for (const c of forbidden + ' ') expect(alphabet).not.toContain(c);
          expect(policy.length).toBeGreaterThanOrEqual(minimum);
          expect(policy.length).toBeLessThanOrEqual(maximum);
        }
        expect(policy.entropyBits).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2000 }
    );
    expect(accepted).toBeGreaterThan(200);
  });
});
