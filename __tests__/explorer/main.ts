/** The explorer by hand: `npx tsx __tests__/explorer/main.ts SEED ROUNDS FOLDER`. Prints what each round breaks. */
import { resolve } from 'node:path';
import { planRound } from './plan.js';
import { Stage } from './play.js';
import { findBroken } from './promises.js';

const [seed = '1', rounds = '20', folder = '.'] = process.argv.slice(2);
const stage = await Stage.start();
const ends = new Map<string, number>();
let broken = 0;
for (let at = 0; at < Number(rounds); at++) {
  const plan = planRound(Number(seed) + at);
  const { world, played } = await stage.play(plan, resolve(folder));
  for (const { plan, result, isKilled } of played) {
    const message = result.annotations.find(({ level }) => level === 'error')?.message ?? '';
    const end = `${plan.mode}: ${isKilled ? 'killed' : (result.outputs['secret-change'] ?? (message.replace(/\S*[-/]\S*\d\S*/g, '…').slice(0, 100) || 'promoted'))}`;
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  const found = findBroken(plan, world, played);
  if (found.length === 0) continue;
  broken++;
  console.log(
    `✗ ${plan.seed}: ${plan.shape}, ${plan.state}, lag ${plan.lag}; ${plan.processes.map(({ mode, key, accident }) => `${mode} ${key ?? ''} ${accident ? `${accident.kind} ${accident.call}` : ''}`).join(' | ')}`
  );
  for (const line of [...found, ...world.log]) console.log(`    ${line}`);
}
console.log(
  [...ends]
    .sort()
    .map(([end, count]) => `${count} × ${end}`)
    .join('\n')
);
console.log(`${rounds} rounds, ${broken} with a broken promise`);
await stage.close();
