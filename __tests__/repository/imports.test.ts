import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { ROOT } from '../helpers/pages.js';

const FOLDERS = ['src', 'emulator', 'tools', 'bench', '__tests__'];
const options = await extractDepcruiseOptions(join(ROOT, '.dependency-cruiser.mjs'));

/** The broken rules, and where. */
async function violations(root: string): Promise<readonly string[]> {
  const { output } = await cruise(
    FOLDERS,
    { ...options, baseDir: root, validate: true },
    options.enhancedResolveOptions,
    { tsConfig: extractTSConfig(join(ROOT, 'tsconfig.json')) }
  );
  const { modules, summary } = output as ICruiseResult;
  expect(modules.length).toBeGreaterThan(5);
  return summary.violations.map(({ rule, from, to }) => `${from} → ${to}: ${rule.name}`).sort();
}

test('imports run one way, as docs/architecture.md says, and in no circle', async () => {
  expect(await violations(ROOT)).toEqual([]);
});

test('an import against any rule is found', async () => {
  const root = mkdtempSync(join(tmpdir(), 'imports-'));
  const write = (path: string, ...imports: readonly string[]): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    const lines = imports.map(
      (line, at) => `import ${line.includes(' ') ? line : `{ a as a${at} } from '${line}'`};\n`
    );
    writeFileSync(join(root, path), `${lines.join('')}export const a = 1;\nexport type A = 1;\n`);
  };
  try {
    writeFileSync(join(root, 'package.json'), '{ "devDependencies": { "jest": "30.0.0" } }');
    write('node_modules/jest/index.js');
    write('src/index.ts', './main.js');
    write('src/main.ts', './inputs.js', './steps/connect.js');
    write('src/inputs.ts', './aws/store.js');
    write('src/steps/connect.ts', '../aws/store.js', '../inputs.js');
    write('src/aws/store.ts', "type { A } from './types.js'", '../github/outputs.js');
    write('src/aws/types.ts', "type { A } from './store.js'");
    write('src/github/outputs.ts', '../aws/types.js');
    write('src/password/policy.ts', '../network/agent.js', 'node:fs', './missing.js');
    write('src/network/agent.ts', '../../emulator/index.js');
    write('src/errors/quote.ts', '../retry.js');
    write('src/retry.ts', 'jest');
    write('src/new/part.ts', '../retry.js');
    write('emulator/index.ts', '../src/retry.js', "type { A } from '../src/inputs.js'");
    write('emulator/router.ts', '../tools/demo/start.js');
    write('emulator/faults.ts', './service.js');
    write('emulator/service.ts', "type { A } from './faults.js'");
    write('tools/build/config.ts', '../demo/start.js');
    write('tools/demo/start.ts', '../../bench/main.js');
    write('bench/main.ts', '../__tests__/helpers/pages.js', '../src/inputs.js');
    write('__tests__/helpers/pages.ts');
    expect(await violations(root)).toEqual([
      'bench/main.ts → __tests__/helpers/pages.ts: nothing imports __tests__/',
      'emulator/faults.ts → emulator/service.ts: no circle, types included',
      'emulator/index.ts → src/retry.ts: emulator/ imports nothing of src/ but types',
      'emulator/router.ts → tools/demo/start.ts: emulator/ imports nothing that uses it',
      'src/aws/store.ts → src/aws/types.ts: no circle, types included',
      'src/aws/store.ts → src/github/outputs.ts: no circle, types included',
      expect.stringContaining('src/aws/store.ts → src/github/outputs.ts: src/aws imports '),
      'src/errors/quote.ts → src/retry.ts: src/errors imports no other part of src/',
      expect.stringContaining('src/github/outputs.ts → src/aws/types.ts: src/github imports '),
      'src/network/agent.ts → emulator/index.ts: src/ imports nothing that is not shipped',
      'src/new/part.ts → src/retry.ts: every part of src/ has its line above',
      'src/password/policy.ts → ./missing.js: every import is found',
      'src/password/policy.ts → src/network/agent.ts: src/password imports errors',
      'src/retry.ts → node_modules/jest/index.js: src/ imports no development dependency',
      expect.stringContaining('src/steps/connect.ts → src/inputs.ts: src/steps imports '),
      'tools/build/config.ts → tools/demo/start.ts: tools/build/ imports only itself',
      'tools/demo/start.ts → bench/main.ts: nothing imports bench/'
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
