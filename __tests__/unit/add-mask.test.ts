import { describe, expect, test } from '@jest/globals';
import { runInProcess, type StepResult } from '../../emulator/runner/runner.js';
import { ActionError } from '../../src/errors/action-error.js';
import { mask, maskExisting } from '../../src/github/add-mask.js';
import { maskVariants } from '../../src/masking/variants.js';
import { runners, type Runner, type RunnerName } from '../../src/runners.js';

const runStep = (act: () => void): Promise<StepResult> =>
  runInProcess({ action: '.', inputs: {} }, () => {
    act();
    return Promise.resolve();
  });

const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/database-password-AbCdEf';

describe('mask', () => {
  test('registers every variant, the longest first, and prints nothing else', async () => {
    const secret = `p'4"$ <w&0/r\\d%1`;
    const { masks, stdout } = await runStep(() => {
      mask(secret, runners.github);
    });
    expect(masks).toEqual(maskVariants(secret, runners.github));
    expect(masks.length).toBeGreaterThan(20);
    expect(stdout).toMatch(/^(::add-mask::.*\n)+$/);
  });

  test.each<[RunnerName, boolean]>([
    ['github', false],
    ['act', false],
    ['gitea', true],
    ['forgejo', true]
  ])('on %s repeats values with a percent sign as they are: %s', async (runner, repeats) => {
    const { stdout } = await runStep(() => {
      mask('100%-Zk7q_Wm4x', runners[runner]);
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
      mask(secret, runners.github);
    });
    expect(masks).toEqual(expect.arrayContaining([...masked]));
    expect(masks.filter((value) => unmasked.includes(value) || /[\r\n]/.test(value))).toEqual([]);
    expect(log).not.toContain("Can't add secret mask");
  });
});

describe('maskExisting', () => {
  const keep = async (
    password: string,
    { runner = runners.github, isDrawn = true }: { runner?: Runner; isDrawn?: boolean } = {}
  ) => {
    const warnings: string[] = [];
    const result = await runStep(() => {
      maskExisting(password, arn, isDrawn, runner, (message) => warnings.push(message));
    });
    return { ...result, warnings };
  };

  test('masks without a word what can be masked well', async () => {
    const { masks, warnings } = await keep('Vb6!kept-Hn3_zQ');
    expect(masks).toEqual(maskVariants('Vb6!kept-Hn3_zQ', runners.github));
    expect(warnings).toEqual([]);
  });

  test('masks pieces of what was drawn, and of what a person chose none', async () => {
    const password = 'orders-production-2026';
    const isPiece = (value: string) => value !== password && password.includes(value);
    expect((await keep(password)).masks.filter(isPiece)).not.toEqual([]);
    const { masks, masker } = await keep(password, { isDrawn: false });
    expect(masks.filter(isPiece)).toEqual([]);
    expect(masks).toContain(password);
    expect(masker.mask('the orders in production, 2026')).toBe('the orders in production, 2026');
    for (const printed of [
      Buffer.from(password).toString('hex'),
      Buffer.from(`x${password}`).toString('base64')
    ])
      expect(masker.mask(printed).length).toBeLessThan(printed.length / 4);
  });

  test('masks the longest of too many lines, and says once how many stay', async () => {
    const lines = Array.from({ length: 300 }, (_, at) => `line ${at}${'.'.repeat(at + 1)}`);
    const { masks, warnings } = await keep(lines.join('\n'), { isDrawn: false });
    expect(masks.length).toBeLessThanOrEqual(200);
    expect(masks).toEqual(expect.arrayContaining(lines.slice(-196)));
    expect(warnings).toEqual([
      expect.stringContaining(
        ': 104 of its lines stay readable, because only the 196 longest are masked. '
      )
    ]);
  });

  test.each<[string, RegExp]>([
    ['hunter2', /shorter than 8 characters, so the log has \*\*\* in other words too/],
    ['prod', /shorter than 8 characters.*; it is a part of the ARN or the name of the secret/],
    ['database-password', /: it is a part of the ARN.*GitHub drops job outputs with the ARN/],
    [
      'a long first line\nshort\nabc',
      /: 2 of its lines stay readable, because they have fewer than 6 characters\. /
    ],
    ['a long first line\nprod/database', /: it is a part of the ARN/],
    [
      'prod/database\nabc\n1234567',
      /shorter than 8.*; it is a part.*; 1 of its lines stays readable, because it has fewer/
    ]
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
          maskExisting(password, arn, true, runners.act, () => undefined);
        }).toThrow(ActionError);
      });
      expect(result.stdout).toBe('');
      for (const runner of [runners.github, runners.forgejo, runners.gitea])
        expect((await keep(password, { runner })).masks).toContain(password.split('\n').at(-1));
    }
  );

  test('says under act what is wrong, without the password', () => {
    expect(() => {
      maskExisting('Zk7q::Wm4x', arn, true, runners.act, () => undefined);
    }).toThrow(
      `The existing password of ${arn} cannot be used under act: it contains "::", so act would print it instead of masking it. ` +
        'Rotate the secret, or run the job on another runner.'
    );
  });
});
