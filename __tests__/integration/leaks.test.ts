import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { CHOSEN } from '../leaks/chosen.js';
import { noise, ordinaryText, samples } from '../leaks/corpus.js';
import { githubMasker, measure, readable, recognized, runnerMasker } from '../leaks/leaks.js';
import { overMasked, overMaskedChosen } from '../leaks/over-masking.js';
import { GAPS, limitOf, ONLY_LONG, OPEN } from '../leaks/open.js';
import { textOf } from '../leaks/printers.js';
import { ways } from '../leaks/ways.js';
import { WEIGHTS } from '../leaks/weights.js';
import { maskVariants } from '../../src/masking/variants.js';
import { runners } from '../../src/runners.js';
import { isAll } from '../helpers/test-all.js';

/** All 5,040 passwords by `npm run test:all`, and by the tools of the machine; else a few, by the models. */
const passwords = samples(isAll ? 105 : 2);

describe('printing', () => {
  const rows = measure(
    passwords,
    [
      (password) => githubMasker([password]),
      (password) => githubMasker(maskVariants(password, runners.github))
    ],
    (tool) => isAll || tool === 'node'
  );

  test('leaks within the limits, where there is a form', () => {
    expect(rows.length).toBeGreaterThanOrEqual(300);
    // A sample is too small for a limit in per cent: there, none may leak by more than the lengths that are known to.
    const over = rows.filter(
      ({ name, leaks, printed }) =>
        !OPEN.has(name) &&
        !ONLY_LONG.has(name) &&
        (leaks[1] ?? 0) / printed > (isAll ? limitOf(name) : 0.05)
    );
    expect(over).toEqual([]);
  });

  test('leaks in every way that is called open', () => {
    expect(ways.filter(({ name }) => OPEN.has(name))).toHaveLength(OPEN.size);
    const closed = rows.filter(({ name, leaks }) => OPEN.has(name) && leaks[1] === 0);
    expect(isAll ? closed : []).toEqual([]);
  });

  test('is as modelled, wherever the tool is on this machine', () => {
    expect(rows.filter(({ unlike }) => unlike > 0)).toEqual([]);
    expect(rows.filter(({ tool }) => tool === 'node')).not.toEqual([]);
  });

  test('would leak with the password alone masked', () => {
    const leaking = rows.filter(({ leaks }) => (leaks[0] ?? 0) > 0).map(({ name }) => name);
    expect(leaking).toEqual(expect.arrayContaining(['bash printf %q', 'base64url', 'xxd -p']));
    expect(leaking.length).toBeGreaterThan(150);
  });

  test('leaks no more than docs/masking-ways.md says', () => {
    const page = readFileSync('docs/masking-ways.md', 'utf8');
    const said = new Map(
      Array.from(page.matchAll(/^\| (.+?) +\| +[\d.]+ \| +([\d.]+) \|$/gm), (row) => [
        row[1]!.replace(/\\(?=[|$])/g, ''),
        Number(row[2])
      ])
    );
    expect([...said.keys()].sort()).toEqual(ways.map(({ name }) => name).sort());
    // The page rounds from 10 on.
    const allowed = (name: string): number => {
      const figure = said.get(name)!;
      return isAll ? figure + (figure < 10 ? 0.1 : 0.6) : Math.max(figure * 2, 5) + 5;
    };
    expect(
      rows.filter(({ name, leaks, printed }) => ((leaks[1] ?? 0) / printed) * 100 > allowed(name))
    ).toEqual([]);
  });

  test('has a page of prose, and a table that a reader takes in', () => {
    const page = readFileSync('docs/masking.md', 'utf8');
    const [, table = ''] = /<!-- npm run leaks -- --write -->([^]*?)<!-- end -->/.exec(page) ?? [];
    expect(table.match(/^\|/gm)).toHaveLength(GAPS.length + 2);
    expect(GAPS.length).toBeLessThanOrEqual(40);
    expect(page.length).toBeLessThan(10_000);
    for (const { name } of GAPS) expect(page).toContain(name);
  });
});

/** On average over all ways that have a form, of 100 passwords; docs/masking.md says so. */
const otherRunners = [
  ['act', 2.2],
  ['forgejo', 0.3],
  ['gitea', 0.3]
] as const;

describe.each(otherRunners)('on %s', (runner, allowed) => {
  test('printing leaks seldom, although masks that overlap are lost there', () => {
    const drawn = samples(isAll ? 10 : 1).filter((_, at) => isAll || at % 3 === 0);
    const closed = ways.filter(({ name }) => !OPEN.has(name));
    let leaks = 0;
    for (const password of drawn) {
      const masks = maskVariants(password, runners[runner]);
      expect(masks.length).toBeLessThanOrEqual(120);
      const masker = runnerMasker(masks, runner);
      leaks += closed.filter(({ print }) => {
        const printed = print(password);
        return readable(printed, masker.hidden(textOf(printed)), password.length) >= 0.5;
      }).length;
    }
    const share = (100 * leaks) / drawn.length / closed.length;
    // The figure is of a larger sample than `npm test` has time for.
    expect(share).toBeLessThan(isAll ? allowed + 0.3 : allowed * 2);
    const page = readFileSync('docs/masking.md', 'utf8');
    expect(page).toMatch(new RegExp(`\\b${allowed}\\s(?:of 100 )?under ${runners[runner].name}`));
  });
});

describe('the ways', () => {
  test('have a weight each', () => {
    const names = ways.map(({ name }) => name).sort();
    expect(WEIGHTS.flatMap((one) => one.ways).sort()).toEqual(names);
    expect(WEIGHTS.filter(({ weight, reason }) => !(weight > 0) || reason.length < 20)).toEqual([]);
  });

  test('account for a character once, where all of the password is printed', () => {
    const partly = /^(?!.*(?:cut|error|bad |read|awk|folded|log|table|shortened|\.\.\.)).*$/;
    for (const password of samples(1))
      for (const { name, print } of ways.filter((way) => partly.test(way.name))) {
        const told = new Float64Array(password.length);
        for (const { tells } of print(password))
          for (const [character, part] of tells) told[character]! += part;
        expect([name, [...told].filter((part) => part > 2 + 1e-6)]).toEqual([name, []]);
      }
  });
});

describe('readable', () => {
  const share = (name: string, password: string, ...masks: readonly string[]): number => {
    const printed = ways.find((one) => one.name === name)!.print(password);
    return readable(printed, githubMasker(masks).hidden(textOf(printed)), password.length);
  };

  test.each([
    ['as it is', 'abcdefgh', [], 1],
    ['as it is', 'abcdefgh', ['abcd'], 0.5],
    ['as it is', 'abcdefgh', ['abcd', 'gh'], 0.25],
    ['as it is', 'ab***def', ['ab*', 'def'], 0.25],
    ['xxd -p', 'abcdefgh', ['616263'], 0.625],
    ['printf | base64 -w0', 'abcdefgh', ['YWJj'], 0.625],
    ['Go json.Marshal', '<bcdefgh', ['\\u003c'], 0.875],
    ['base64 of UTF-16', 'abcd', [], 1]
  ])('%s of %s with %j masked', (name, password, masks, expected) => {
    expect(share(name, password, ...masks)).toBe(expected);
  });

  test('of a line that no model explains finds what stands there of the password', () => {
    const printed = recognized('near "defg" ab', 'abcdefgh');
    expect(readable(printed, [], 8)).toBe(0.5);
  });
});

describe('the masks hide nothing of other text', () => {
  const texts = (): readonly string[] => [
    ...ordinaryText(isAll ? 'node_modules' : 'node_modules/typescript', isAll ? 20e6 : 2e6)
  ];

  test('for passwords of 8 to 128 characters', () => {
    const { scanned, hits } = overMasked(samples(isAll ? 10 : 1), [
      ...texts(),
      ...noise(isAll ? 10e6 : 1e6)
    ]);
    expect(scanned).toBeGreaterThan(isAll ? 25e6 : 3e6);
    expect(hits).toEqual([]);
  });

  test('but themselves for values that people choose', () => {
    expect(CHOSEN.length).toBeGreaterThanOrEqual(200);
    const { masks, hits } = overMaskedChosen(CHOSEN, texts());
    expect(masks).toBeGreaterThan(10_000);
    expect(hits).toEqual([]);
    // So that the test can fail: as if they had been drawn.
    const pieces = overMasked(CHOSEN.slice(0, 60), texts()).hits;
    expect(pieces.length).toBeGreaterThan(0);
  });
});
