import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { planRound } from '../explorer/plan.js';
import { Stage } from '../explorer/play.js';
import { findBroken } from '../explorer/promises.js';
import { ROOT } from '../helpers/pages.js';

/** The same rounds each time, as far as three processes at once can be the same; other ones: `EXPLORER_SEED=… npm run test:all -- explorer`. */
const seed = Number(process.env['EXPLORER_SEED'] ?? 20_000);
const ROUNDS = Number(process.env['EXPLORER_ROUNDS'] ?? 200);

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage.close());

test(`three processes of the built action at once, with others, crashes and lag: ${ROUNDS} rounds from seed ${seed}`, async () => {
  const ends = new Map<string, number>();
  for (let at = 0; at < ROUNDS; at++) {
    const plan = planRound(seed + at);
    const { world, played } = await stage.play(plan, ROOT);
    const broken = findBroken(plan, world, played);
    // All that is needed to understand it: what was planned, what came of it, and every call.
    if (broken.length > 0) expect({ broken, plan, log: world.log }).toEqual({ broken: [] });
    for (const { result } of played) {
      const end = result.outputs['secret-change'] ?? result.conclusion;
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }
  }
  console.log(`seed ${seed}: ${[...ends].map(([end, count]) => `${count} × ${end}`).join(', ')}`);
  // The rounds reach what they are about.
  if (ROUNDS >= 100) {
    for (const change of ['created', 'rotated', 'pending', 'resumed', 'none', 'success', 'failure'])
      expect(ends.get(change) ?? 0).toBeGreaterThan(2);
  }
}, 3_600_000);
