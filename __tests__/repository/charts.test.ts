import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { charts } from '../../tools/docs/charts.js';
import { pages, read, ROOT } from '../helpers/pages.js';

const drawn = charts();

test('the charts are those of the figures in the pages: npx tsx tools/docs/charts.ts', () => {
  const files = readdirSync(join(ROOT, 'docs/charts')).map((name) => `docs/charts/${name}`);
  expect(files.sort()).toEqual([...drawn.keys()].sort());
  for (const [path, svg] of drawn) expect([path, read(path)]).toEqual([path, svg]);
});

test('the figures of the page are in the chart', () => {
  const [, ours = ''] = /^\| this action +\| (\d+) /m.exec(read('docs/performance.md')) ?? [];
  expect(drawn.get('docs/charts/time-oidc-light.svg')).toContain(`>${ours} ms<`);
});

test('every chart is on a page, for light and dark, with a text for those who do not see it', () => {
  const text = pages.map(read).join('\n');
  for (const path of drawn.keys()) expect(text).toContain(path.replace('docs/', ''));
  for (const [tag] of text.matchAll(/<img [^>]*charts\/[^>]*>/g))
    expect(tag).toMatch(/ alt="[^"]{20,}"/);
});
