import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runInProcess, type StepResult } from '../../emulator/runner/runner.js';
import { mask, maskExisting, requireOutputFile, setOutputs } from '../../src/github/outputs.js';
import { ActionError } from '../../src/errors/action-error.js';
import type { Runner } from '../../src/masking/runner.js';
import { maskVariants } from '../../src/masking/variants.js';
import { percentEncode } from '../../src/password/percent-encode.js';

const runStep = (act: () => void): Promise<StepResult> =>
  runInProcess({ action: '.', inputs: {} }, () => {
    act();
    return Promise.resolve();
  });

/** As a step calls it. */
const set = (outputs: Parameters<typeof setOutputs>[1]): void => {
  setOutputs(process.env['GITHUB_OUTPUT'] ?? '', outputs);
};

const commands = ({ events }: StepResult) => events.map(({ command }) => command);
const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/database-password-AbCdEf';

describe('mask', () => {
  // First, because only the first mask of a process has to end a line.
  test('is a command even after an unfinished line', async () => {
    const result = await runStep(() => {
      process.stdout.write('50 %');
      mask('hunter2!', 'github');
      process.stdout.write('hunter2!\n');
    });
    expect(result.masks).toContain('hunter2!');
    expect(result.log.split('\n').slice(-2)).toEqual(['50 %', '***']);
  });

  test('registers every variant, the longest first, and prints nothing else', async () => {
    const secret = `p'4"$ <w&0/r\\d%1`;
    const { masks, stdout } = await runStep(() => {
      mask(secret, 'github');
    });
    expect(masks).toEqual(maskVariants(secret, 'github'));
    expect(masks.length).toBeGreaterThan(20);
    expect(stdout).toMatch(/^(::add-mask::.*\n)+$/);
  });

  test.each<[Runner, boolean]>([
    ['github', false],
    ['act', false],
    ['gitea', true],
    ['forgejo', true]
  ])('on %s repeats values with a percent sign as they are: %s', async (runner, repeats) => {
    const { stdout } = await runStep(() => {
      mask('100%-Zk7q_Wm4x', runner);
    });
    const lines = stdout.split('\n');
    expect(lines).toContain('::add-mask::100%25-Zk7q_Wm4x');
    expect(lines.includes('::add-mask::100%-Zk7q_Wm4x')).toBe(repeats);
    expect(lines.filter((line) => line === '::add-mask::Zk7q_Wm4x').length).toBeLessThan(2);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['first line\nsecond line', ['first line', 'second line'], []],
    ['first line\r\nsecond line\rthird line\n', ['first line', 'second line', 'third line'], []],
    ['{\n  "password": "hunter2!"\n}', ['  "password": "hunter2!"'], ['{', '}']],
    ['-----BEGIN-----\nabcde\n      \n', ['-----BEGIN-----'], ['abcde', '      ']],
    ['abc', ['abc'], []],
    ['abc\n', ['abc'], []]
  ])('of %j masks %j, and not %j', async (secret, masked, unmasked) => {
    const { masks, log } = await runStep(() => {
      mask(secret, 'github');
    });
    expect(masks).toEqual(expect.arrayContaining([...masked]));
    expect(masks.filter((value) => unmasked.includes(value) || /[\r\n]/.test(value))).toEqual([]);
    expect(log).not.toContain("Can't add secret mask");
  });
});

describe('maskExisting', () => {
  const keep = async (password: string, runner: Runner = 'github') => {
    const warnings: string[] = [];
    const result = await runStep(() => {
      maskExisting(password, arn, runner, (message) => warnings.push(message));
    });
    return { ...result, warnings };
  };

  test('masks without a word what can be masked well', async () => {
    const { masks, warnings } = await keep('Vb6!kept-Hn3_zQ');
    expect(masks).toEqual(maskVariants('Vb6!kept-Hn3_zQ', 'github'));
    expect(warnings).toEqual([]);
  });

  test.each<[string, RegExp]>([
    ['hunter2', /shorter than 8 characters, so the log has \*\*\* in other words too/],
    ['prod', /shorter than 8 characters.*; it is a part of the ARN or the name of the secret/],
    ['database-password', /: it is a part of the ARN.*GitHub drops job outputs with the ARN/],
    [
      'a long first line\nshort\nabc',
      /: 2 of its lines have fewer than 6 characters and stay readable/
    ],
    ['a long first line\nprod/database', /: it is a part of the ARN/],
    ['prod/database\nabc\n1234567', /shorter than 8.*; it is a part.*; 1 of its lines has fewer/]
  ])('warns once of %j', async (password, message) => {
    const { masks, warnings } = await keep(password);
    expect(warnings).toEqual([expect.stringMatching(message)]);
    for (const line of password.split('\n')) {
      if (line.length > 5) expect(masks).toContain(line);
      if (!arn.includes(line) && line !== 'short') expect(warnings[0]).not.toContain(line);
    }
  });

  test.each([':Zk7q_Wm4xVb6', 'Zk7q::Wm4xVb6', 'Zk7q%0AWm4xVb6', 'a first line\nZk7q::Wm4x'])(
    'refuses %j under act, before any of it is printed, and masks it elsewhere',
    async (password) => {
      const result = await runStep(() => {
        expect(() => {
          maskExisting(password, arn, 'act', () => undefined);
        }).toThrow(ActionError);
      });
      expect(result.stdout).toBe('');
      for (const runner of ['github', 'forgejo', 'gitea'] as const)
        expect((await keep(password, runner)).masks).toContain(password.split('\n').at(-1));
    }
  );

  test('says under act what is wrong, without the password', () => {
    expect(() => {
      maskExisting('Zk7q::Wm4x', arn, 'act', () => undefined);
    }).toThrow(
      `The existing password of ${arn} cannot be used under act: it contains "::", so act would print it instead of masking it. ` +
        'Rotate the secret, or run the job on another runner.'
    );
  });
});

describe('percentEncode', () => {
  test.each([
    ['', ''],
    ['AZaz09-._~', 'AZaz09-._~'],
    ["!'()*", '%21%27%28%29%2A'],
    [":/?#[]@!$&'()*+,;=", '%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D'],
    [' "%<>\\^`{|}', '%20%22%25%3C%3E%5C%5E%60%7B%7C%7D'],
    ['é漢🔑\n', '%C3%A9%E6%BC%A2%F0%9F%94%91%0A']
  ])('%j is %s', (text, encoded) => {
    expect(percentEncode(text)).toBe(encoded);
  });

  test('of any text has only unreserved characters, and decodes to the text wherever a URL has it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const encoded = percentEncode(text);
        expect(encoded).toMatch(/^([\w.~-]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(encoded)).toBe(text);
        const url = new URL(`postgres://u:${encoded}@host/${encoded}x?p=${encoded}#${encoded}`);
        expect(url.searchParams.get('p')).toBe(text);
        expect(url.password).toBe(encoded);
      })
    );
  });
});

describe('the outputs', () => {
  const version = { arn, versionId: 'v' };

  test('are both forms of the password, each masked before', async () => {
    const result = await runStep(() => {
      mask('a/b c+d!', 'github');
      set({ password: 'a/b c+d!' });
    });
    expect(result.outputs).toEqual({
      password: 'a/b c+d!',
      'password-url-encoded': 'a%2Fb%20c%2Bd%21'
    });
    for (const value of Object.values(result.outputs))
      expect(result.masker.mask(value)).toBe('***');
    expect(new Set(commands(result))).toEqual(new Set(['add-mask']));
    expect(result.events.map(({ outputBytes }) => outputBytes).filter(Boolean)).toEqual([]);
  });

  test('of a short existing password are masked too', async () => {
    const { masker, outputs } = await runStep(() => {
      mask('a/', 'github');
      set({ password: 'a/', version, change: 'none' });
    });
    expect(masker.mask('a%2F')).toBe('***');
    expect(outputs).toEqual({
      password: 'a/',
      'password-url-encoded': 'a%2F',
      'secret-arn': version.arn,
      'secret-version-id': version.versionId,
      'secret-change': 'none'
    });
  });

  test('are all set or none', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'outputs-')), 'output');
    writeFileSync(file, 'before\n');
    // Two outputs are in the file when the third cannot be written.
    const change = {
      toJSON: () => {
        throw new Error('the disk is full');
      }
    };
    const setting = (): void => {
      setOutputs(file, { version, change: change as never });
    };
    expect(setting).toThrow('the disk is full');
    expect(readFileSync(file, 'utf8')).toBe('before\n');
  });

  test('show where the password is stored', async () => {
    const result = await runStep(() => {
      set({ version });
    });
    expect(result.outputs).toEqual({
      'secret-arn': version.arn,
      'secret-version-id': version.versionId
    });
    expect(result.stdout).toBe('');
  });

  test('keep every character in the output file', async () => {
    for (const password of [
      'a=b',
      'a<<b',
      'ghadelimiter_x',
      '  a  ',
      '\'"$(x)`',
      'a\nb=c\n',
      '%0A'
    ]) {
      const { outputs } = await runStep(() => {
        set({ password });
      });
      expect(outputs['password']).toBe(password);
    }
  });
});

describe('requireOutputFile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const existing = join(folder, 'output');
  writeFileSync(existing, 'before=1\n');

  test('accepts an existing file, and does not change it', () => {
    expect(() => {
      requireOutputFile(existing);
    }).not.toThrow();
  });

  const missing = join(folder, 'missing');
  test.each<[string, string]>([
    ['no file', missing],
    ['no folder', join(missing, 'x')],
    ['a file as a folder', join(existing, 'x')],
    ['a folder', folder]
  ])('refuses %s', (_, file) => {
    const check = () => {
      requireOutputFile(file);
    };
    expect(check).toThrow(ActionError);
    expect(check).toThrow(
      `GITHUB_OUTPUT is ${JSON.stringify(file)}, but that file does not exist or cannot be written. `
    );
  });
});
