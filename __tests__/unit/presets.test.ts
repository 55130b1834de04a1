import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { randomPassword } from '../../emulator/aws/random-password.js';
import { presetsPage } from '../../tools/docs/presets-page.js';
import { ActionError } from '../../src/errors/action-error.js';
import { buildPolicy } from '../../src/password/policy.js';
import { parsePresets, presetNames, presets, type PresetName } from '../../src/password/presets.js';
import { findViolation } from '../../src/password/find-violation.js';
import { isAll } from '../helpers/test-all.js';

const marks = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const letters = 'abcdefghijklmnopqrstuvwxyz';
const alphanumerics = letters + letters.toUpperCase() + '0123456789';
const notIn = (kept: string) => Array.from(marks, (c) => (kept.includes(c) ? '' : c)).join('');
const sorted = (text: string) => Array.from(text).sort().join('');

// Written down apart from the table under test: length of the default, range, forbidden characters, and how
// many of which classes must occur (U, L, N, P).
const rules: Record<PresetName, [number, number, number, string, string?]> = {
  'rds-mysql': [32, 8, 41, '/@"\'\\'],
  'rds-mariadb': [32, 8, 41, '/@"\'\\'],
  'rds-postgres': [32, 8, 128, ':/@"\'\\'],
  'rds-oracle': [30, 8, 30, '/@"\'\\&'],
  'rds-sqlserver': [32, 8, 128, '/@"\'\\;{}', '3 of ULNP'],
  'rds-db2': [32, 8, 255, '/@"\'\\;'],
  'aurora-mysql': [32, 8, 41, '/@"\'\\'],
  'aurora-postgres': [32, 8, 41, ':/@"\'\\'],
  documentdb: [41, 8, 100, '/@"'],
  redshift: [32, 8, 64, '/@"\'\\', '3 of ULN'],
  'elasticache-auth-token': [64, 16, 128, notIn('!&#$^<>-')],
  'elasticache-user': [64, 16, 128, ',"/@\''],
  'memorydb-user': [64, 16, 128, ',"/@\''],
  opensearch: [32, 8, 128, "{}'\\*[]()`", '4 of ULNP'],
  'amazon-mq': [32, 12, 250, ',:='],
  'directory-service': [32, 8, 64, '', '3 of ULNP'],
  'lightsail-mysql': [32, 8, 41, '/@"'],
  'lightsail-postgres': [32, 8, 128, '/@"'],
  'iam-user': [32, 8, 128, notIn("!@#$%^&*()_+-=[]{}|'"), '3 of ULNP'],
  'cognito-user': [32, 8, 256, '', '4 of ULNP'],
  'workspaces-user': [32, 8, 64, '', '4 of ULNP'],
  'timestream-influxdb': [48, 8, 64, marks],
  'dms-endpoint': [32, 8, 128, ';.:+{}*&,%\\'],
  'connect-user': [32, 8, 64, '', '3 of ULN'],
  'msk-scram': [32, 8, 64, '"\'\\'],
  'azure-sql': [32, 8, 128, '/@"\'\\;{}', '3 of ULNP'],
  'azure-postgres': [32, 8, 128, ':/@"\'\\', '3 of ULNP'],
  'azure-mysql': [32, 8, 128, '/@"\'\\', '3 of ULNP'],
  'cloud-sql': [32, 8, 128, ':/@"\'\\', '4 of ULNP'],
  'mongodb-atlas': [32, 8, 128, marks],
  rabbitmq: [32, 12, 250, ',:=#'],
  'windows-user': [32, 12, 123, '', '3 of ULNP'],
  'active-directory-user': [32, 8, 127, '', '3 of ULNP'],
  snowflake: [32, 14, 256, '/@"\'\\', '3 of ULN'],
  'url-safe': [32, 6, 4096, notIn('-._~')],
  'shell-safe': [32, 6, 4096, notIn('-._~')],
  'dotenv-safe': [32, 6, 4096, '#$\'"`\\'],
  'odbc-safe': [32, 6, 4096, '[](),;?*!@={}\'"%+'],
  alphanumeric: [32, 6, 4096, marks]
};

// What must not come first, besides `-`, what not last, and what not together; how the name is compared; words.
const firsts: Partial<Record<PresetName, string>> = {
  documentdb: "'",
  'lightsail-mysql': "'",
  'lightsail-postgres': "'",
  'elasticache-user': "['",
  'memorydb-user': "['",
  'rds-sqlserver': '=',
  'azure-sql': '=',
  'shell-safe': '~'
};
const lasts: Partial<Record<PresetName, string>> = {
  documentdb: '\\',
  'lightsail-mysql': '\\',
  'lightsail-postgres': '\\',
  'elasticache-user': '\\',
  'memorydb-user': '\\'
};
const together: Partial<Record<PresetName, string[]>> = {
  documentdb: ["\\'"],
  'lightsail-mysql': ["\\'"],
  'lightsail-postgres': ["\\'"],
  'elasticache-user': ["\\'"],
  'memorydb-user': ["\\'"],
  'msk-scram': ['$$', '${', '#{']
};
const compared: Partial<Record<PresetName, 'parts' | 'triples'>> = {
  'rds-sqlserver': 'parts',
  'directory-service': 'parts',
  'workspaces-user': 'parts',
  'azure-sql': 'triples',
  'azure-postgres': 'triples',
  'azure-mysql': 'triples',
  'cloud-sql': 'parts',
  'windows-user': 'parts',
  'active-directory-user': 'parts'
};

/** At the default length of each preset. */
const passwordsEach = isAll ? 5000 : 500;

const flags = {
  excludeUppercase: 'U',
  excludeLowercase: 'L',
  excludeNumbers: 'N',
  excludePunctuation: 'P'
} as const;

test('the names are the contract', () => {
  expect([...presetNames].sort()).toStrictEqual(Object.keys(rules).sort());
});

describe.each(Object.entries(rules) as [PresetName, (typeof rules)[PresetName]][])(
  'preset %s',
  (name, [length, minimum, maximum, forbidden, need]) => {
    const policy = buildPolicy({ presets: [name] });

    test('the request leaves everything but what is forbidden', () => {
      expect(policy.alphabet).toBe(sorted(alphanumerics + notIn(forbidden)));
      const { ExcludeCharacters = '', ...others } = policy.parameters;
      expect(others).toStrictEqual({
        PasswordLength: length,
        ...(forbidden === marks && { ExcludePunctuation: true })
      });
      expect(sorted(ExcludeCharacters)).toBe(forbidden === marks ? '' : sorted(forbidden));
    });

    test('passwords at the default length and at both ends of the range break no rule', () => {
      const userName = compared[name] && 'CORP\\Administrator';
      const account = userName === undefined ? {} : { userName };
      const banned =
        compared[name] === 'triples'
          ? /cor|orp|rp\\|p\\a|\\ad|adm|dmi|min|ini|nis|ist|str|tra|rat|ato|tor/i
          : /corp|administrator/i;
      expect(policy.length).toBe(length);
      const seen = new Set<string>();
      for (const [passwordLength, count] of [
        [length, passwordsEach],
        [minimum, 100],
        [Math.min(maximum, 600), 20],
        [maximum, 2]
      ] as const) {
        const asked = buildPolicy({ presets: [name], passwordLength, ...account });
        let refused = 0;
        for (let good = 0; good < count;) {
          const password = randomPassword(asked.parameters);
          if (findViolation(password, asked) !== undefined) {
            refused += 1;
            continue;
          }
          good += 1;
          expect(password).toHaveLength(passwordLength);
          if (`-${firsts[name] ?? ''}`.includes(password.charAt(0))) throw new Error('first');
          if (lasts[name]?.includes(password.slice(-1))) throw new Error('last');
          if (together[name]?.some((pair) => password.includes(pair))) throw new Error('a pair');
          if (userName && banned.test(password)) throw new Error('the name');
          if (name === 'directory-service' && /admin/i.test(password)) throw new Error('a word');
          for (const c of password) {
            if (forbidden.includes(c) || c < '!' || c > '~') throw new Error(`forbidden: ${c}`);
            seen.add(c);
          }
        }
        // Ten in a row must be next to impossible.
        expect(refused).toBeLessThan(count * 0.2 + 10);
      }
      expect(sorted([...seen].join(''))).toBe(policy.alphabet);
      for (const passwordLength of [minimum - 1, maximum + 1]) {
        expect(() => buildPolicy({ presets: [name], passwordLength })).toThrow(ActionError);
      }
    });

    test('the name is compared, or refused as meaningless', () => {
      const ask = () => buildPolicy({ presets: [name], userName: 'Administrator' });
      if (compared[name] === undefined) {
        expect(ask).toThrow('user-name is "Administrator"');
        return;
      }
      const others = name === 'directory-service' ? ['admin'] : [];
      expect(new Set(ask().forbiddenWords)).toEqual(
        new Set(
          compared[name] === 'parts'
            ? [...others, 'administrator']
            : 'adm dmi min ini nis ist str tra rat ato tor'.split(' ')
        )
      );
      expect(buildPolicy({ presets: [name] }).forbiddenWords).toEqual(others);
    });

    test('no password may begin with -, or have anywhere what its target takes for something else', () => {
      expect(policy.forbiddenFirst).toBe(`-${firsts[name] ?? ''}`);
      expect(policy.forbiddenLast).toBe(lasts[name] ?? '');
      expect(policy.forbiddenPairs).toEqual(together[name] ?? []);
      // Of passwords that exist already, no more is asked than the preset asks.
      expect(policy.requested.forbiddenFirst).toBe(firsts[name] ?? '');
      expect(policy.requested.forbiddenLast).toBe(lasts[name] ?? '');
      expect(policy.requested.forbiddenPairs).toEqual(together[name] ?? []);
    });

    test('its source is a text, a link and a day', () => {
      const { text, link, checked } = presets[name].source;
      expect(text).not.toBe('');
      expect(link).toMatch(/^(https:\/\/[a-z][\w.-]+\/\S+|[\w-]+\.md)$/);
      expect(new Date(checked).toISOString().slice(0, 10)).toBe(checked);
    });

    test('the default has 128 bits or more', () => {
      expect(policy.entropyBits).toBeGreaterThanOrEqual(128);
    });

    test('each class that is needed is kept; the others may go', () => {
      const [count = '0', classes = ''] = need?.split(' of ') ?? [];
      for (let set = 0; set < 15; set++) {
        const excluded = Object.entries(flags).filter((_, bit) => set & (1 << bit));
        const gone = new Set(excluded.map(([, letter]) => letter as string));
        if (forbidden === marks) gone.add('P');
        if (gone.size === 4) continue;
        const left = Array.from(classes).filter((letter) => !gone.has(letter)).length;
        const ask = () =>
          buildPolicy({
            presets: [name],
            ...Object.fromEntries(excluded.map(([flag]) => [flag, true]))
          });
        if (left < Number(count)) expect(ask).toThrow(`preset ${name} needs`);
        else expect(ask().requiredClasses).toHaveLength(4 - gone.size);
      }
    });

    test('no space, and classes are never left to chance where they are needed', () => {
      expect(() => buildPolicy({ presets: [name], includeSpace: true })).toThrow(
        'accepts no space'
      );
      const loose = () => buildPolicy({ presets: [name], requireEachIncludedType: false });
      if (need) expect(loose).toThrow('require-each-included-type is false');
      else expect(loose().requiredClasses).toStrictEqual([]);
    });
  }
);

test('every pair is refused by name, or keeps the rules of both and 128 bits', () => {
  const refused: string[] = [];
  for (const first of presetNames) {
    for (const second of presetNames.slice(presetNames.indexOf(first) + 1)) {
      try {
        const policy = buildPolicy({ presets: [first, second] });
        expect(buildPolicy({ presets: [second, first] }).alphabet).toBe(policy.alphabet);
        const outside = rules[first][3] + rules[second][3];
        expect(policy.alphabet).toBe(sorted(alphanumerics + notIn(outside)));
        expect(policy.length).toBeGreaterThanOrEqual(Math.max(rules[first][1], rules[second][1]));
        expect(policy.length).toBeLessThanOrEqual(Math.min(rules[first][2], rules[second][2]));
        expect(policy.entropyBits).toBeGreaterThanOrEqual(128);
      } catch (error) {
        if (!(error instanceof ActionError)) throw error;
        expect(error.message).toContain(`preset ${first}`);
        expect(error.message).toContain(`preset ${second}`);
        refused.push(`${first} ${second}`);
      }
    }
  }
  const all = ['opensearch', 'cognito-user', 'workspaces-user', 'cloud-sql'];
  const none = ['timestream-influxdb', 'mongodb-atlas', 'alphanumeric'];
  expect(new Set(refused.map((pair) => pair.split(' ').sort().join(' ')))).toStrictEqual(
    new Set(all.flatMap((one) => none.map((other) => [one, other].sort().join(' '))))
  );
});

describe('the input', () => {
  test.each([
    ['rds-postgres url-safe', 'a space'],
    ['rds-postgres; url-safe', 'a semicolon']
  ])('%j has the wrong separator', (text, found) => {
    expect(() => parsePresets(text)).toThrow(
      `preset must separate names by commas or line breaks, but has ${found} in "${text}".`
    );
  });

  test.each<[string, string[]]>([
    ['', []],
    [' ,\n, ', []],
    ['rds-postgres', ['rds-postgres']],
    ['rds-postgres, url-safe', ['rds-postgres', 'url-safe']],
    ['rds-postgres,url-safe,rds-postgres', ['rds-postgres', 'url-safe']],
    ['\n  rds-postgres\r\n\turl-safe,\n', ['rds-postgres', 'url-safe']]
  ])('%j names %j', (text, expected) => {
    expect(parsePresets(text)).toStrictEqual(expected);
  });

  test.each([
    ['rds-postgress', 'rds-postgres'],
    ['postgres', 'rds-postgres'],
    ['mysql', 'rds-mysql'],
    ['RDS-MySQL', 'rds-mysql'],
    ['urlsafe', 'url-safe'],
    ['alpha-numeric', 'alphanumeric'],
    ['azure-postgresql', 'azure-postgres'],
    ['constructor', 'odbc-safe|rds-oracle|.+']
  ])('%j does not exist; the message suggests %s', (word, near) => {
    expect(() => parsePresets(`rds-oracle,${word}`)).toThrow(ActionError);
    expect(() => parsePresets(`rds-oracle,${word}`)).toThrow(
      new RegExp(
        `^preset is "${word}", which does not exist\\. Did you mean (${near})\\? It must be one of rds-mysql, .*, alphanumeric\\.$`
      )
    );
  });
});

describe('the places accept it', () => {
  const draws = (name: PresetName, count = 200) => {
    const policy = buildPolicy({ presets: [name] });
    // Every character in the middle and at both ends, then random ones.
    return [
      ...Array.from(
        policy.alphabet,
        (c) => `${policy.forbiddenFirst.includes(c) ? '' : c}a${policy.alphabet}a${c}`
      ),
      ...Array.from({ length: count }, () => randomPassword(policy.parameters)).filter(
        (password) => findViolation(password, policy) === undefined
      )
    ];
  };

  test.each<PresetName>(['url-safe', 'shell-safe', 'alphanumeric'])(
    '%s: a URL, by its WHATWG parser',
    (name) => {
      for (const password of draws(name)) {
        const url = new URL(`postgresql://user:${password}@host:5432/db?x=1#y`);
        expect(url.password).toBe(password);
        expect(new URL(`https://${password}:${password}@host/`).username).toBe(password);
        expect(new URLSearchParams(`p=${password}`).get('p')).toBe(password);
        expect(encodeURIComponent(password)).toBe(password);
      }
    }
  );

  test.each<PresetName>(['dotenv-safe', 'shell-safe', 'alphanumeric'])(
    '%s: a dotenv file, by Node’s parser',
    (name) => {
      const all = draws(name);
      const text = all.map((password, i) => `A=1\nP${i}=${password}\n`).join('');
      expect(parseEnv(text)).toStrictEqual({
        A: '1',
        ...Object.fromEntries(all.map((password, i) => [`P${i}`, password]))
      });
    }
  );

  test.each<PresetName>(['shell-safe', 'alphanumeric'])('%s: sh, unquoted', (name) => {
    const all = draws(name);
    const script = all.map((p) => `v=${p}; printf '%s\\n' ${p} x${p} "$v"`).join('\n');
    const printed = execFileSync('sh', { input: script, encoding: 'utf8', maxBuffer: 1 << 26 });
    expect(printed.split('\n').slice(0, -1)).toStrictEqual(
      all.flatMap((password) => [password, `x${password}`, password])
    );
  });

  test('odbc-safe: a connection string splits at ; and = only where it should', () => {
    for (const password of draws('odbc-safe')) {
      const fields = `Driver=x;Uid=u;Pwd=${password};Server=s`.split(';').map((f) => f.split('='));
      expect(fields).toStrictEqual([
        ['Driver', 'x'],
        ['Uid', 'u'],
        ['Pwd', password],
        ['Server', 's']
      ]);
    }
  });
});

test('docs/presets.md is the page that the table makes', () => {
  const page = readFileSync(new URL('../../docs/presets.md', import.meta.url), 'utf8');
  expect(page).toBe(presetsPage());
  for (const name of presetNames) expect(page).toContain(`| \`${name}\` `);
  expect(presets['msk-scram'].note).toContain('AmazonMSK_');
});
