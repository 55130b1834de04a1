import { describe, expect, test } from '@jest/globals';
import { drawn, everything, seeded } from '../leaks/corpus.js';
import {
  ActMasker,
  ReplacerMasker,
  type OtherMasker
} from '../../emulator/runner/other-maskers.js';
import { hide } from '../../emulator/runner/secret-masker.js';
import { maskVariants } from '../../src/masking/variants.js';
import { findUnmaskable, runners, type RunnerName } from '../../src/runners.js';

const show = (masker: OtherMasker, ...lines: readonly string[]): readonly (string | undefined)[] =>
  lines.map((line) => masker.print(line));

// Seen with act 0.2.89.
describe('act', () => {
  test('masks a value, and prints the command that it does not understand', () => {
    expect(
      show(
        new ActMasker(true),
        '::add-mask::plainSecret1',
        '::add-mask::dou::bleSecret2',
        '::add-mask:::colonSecret3',
        '::add-mask::perc%25Secret4',
        'plainSecret1 dou::bleSecret2 :colonSecret3 perc%Secret4'
      )
    ).toEqual([
      undefined,
      '::add-mask::dou::bleSecret2',
      '::add-mask:::colonSecret3',
      undefined,
      '*** dou::bleSecret2 :colonSecret3 ***'
    ]);
  });

  test('un-escapes %250A to a line break by chance', () => {
    const lines = ['::add-mask::nl%250ASecret', 'nl%0ASecret'];
    expect(show(new ActMasker(false), ...lines)).toEqual([undefined, '***']);
    expect(show(new ActMasker(true), ...lines)).toEqual([undefined, 'nl%0ASecret']);
  });

  test('replaces in the order of registration', () => {
    expect(
      show(new ActMasker(true), '::add-mask::abcdef', '::add-mask::abcdefghi', 'abcdefghi')
    ).toEqual([undefined, undefined, '***ghi']);
  });
});

describe("Forgejo's and Gitea's runner", () => {
  test.each(['forgejo', 'gitea'] as const)('%s understands colons', (runner) => {
    expect(
      show(new ReplacerMasker(runner), '::add-mask::a::bcdef', '::add-mask:::xyz', 'a::bcdef :xyz')
    ).toEqual([undefined, undefined, '*** ***']);
  });

  test('un-escape a percent sign: Gitea', () => {
    expect(show(new ReplacerMasker('gitea'), '::add-mask::a%25b', 'a%b')[1]).toBe('***');
    expect(show(new ReplacerMasker('forgejo'), '::add-mask::a%25b', 'a%b')[1]).toBe('a%b');
  });

  test('replace the longest first: Forgejo', () => {
    const lines = ['::add-mask::abcdef', '::add-mask::abcdefghi', 'abcdefghi'];
    expect(show(new ReplacerMasker('forgejo'), ...lines)[2]).toBe('***');
    expect(show(new ReplacerMasker('gitea'), ...lines)[2]).toBe('***ghi');
  });
});

/** What `mask` of src/github/add-mask.ts prints. */
const commandsFor = (password: string, runner: RunnerName): readonly string[] =>
  maskVariants(password, runners[runner]).flatMap((value) => [
    `::add-mask::${value.replaceAll('%', '%25')}`,
    ...(runner !== 'act' && value.includes('%') ? [`::add-mask::${value}`] : [])
  ]);

test.each<[RunnerName, () => OtherMasker]>([
  ['act', () => new ActMasker(true)],
  ['act', () => new ActMasker(false)],
  ['forgejo', () => new ReplacerMasker('forgejo')],
  ['gitea', () => new ReplacerMasker('gitea')]
])(
  'under %s no command is printed, and the password and its URL form are hidden',
  (runner, create) => {
    const random = seeded(11);
    for (const length of [8, 16, 32, 32, 32, 128]) {
      const password = drawn(length, `${everything}%%::`, random);
      if (findUnmaskable(password, runners[runner]) !== undefined) continue;
      const masker = create();
      const printed = show(masker, ...commandsFor(password, runner)).filter(Boolean);
      expect(printed).toEqual([]);
      for (const text of [
        password,
        encodeURIComponent(password),
        Buffer.from(password).toString('hex')
      ])
        expect(hide(text, masker.hidden(text)).replaceAll('*', '').length).toBeLessThan(
          text.length / 2
        );
    }
  }
);
