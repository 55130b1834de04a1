import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runInProcess, type StepResult } from '../../emulator/runner/runner.js';
import { ActionError } from '../../src/errors/action-error.js';
import { mask } from '../../src/github/add-mask.js';
import { requireOutputFile, setOutputs } from '../../src/github/outputs.js';
import { percentEncode } from '../../src/password/percent-encode.js';
import { runners } from '../../src/runners.js';

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
      mask('a/b c+d!', runners.github);
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
      mask('a/', runners.github);
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

  test('are added to what the file has, in the form of the runner', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'outputs-')), 'output');
    writeFileSync(file, 'before=1\n');
    setOutputs(file, { change: 'rotated' });
    expect(readFileSync(file, 'utf8')).toMatch(/^before=1\nsecret-change<<EOF\nrotated\nEOF\n$/);
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
      'EOF',
      'a\nEOF\nEOF-\nb',
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
  test('refuses what is no regular file, and does not wait for it', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const file of [pipe, '/dev/null', folder])
      expect(() => {
        requireOutputFile(file);
      }).toThrow(
        new ActionError(
          `GITHUB_OUTPUT is ${JSON.stringify(file)}, but that is not a regular file, so the outputs would be lost. ` +
            'The runner creates it before each step; do not remove it, change its permissions or overwrite the variable.'
        )
      );
  });

  test.each<[string, string]>([
    ['no file', missing],
    ['no folder', join(missing, 'x')],
    ['a file as a folder', join(existing, 'x')]
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
