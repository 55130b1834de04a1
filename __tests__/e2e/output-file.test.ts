import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import { ROOT } from '../helpers/pages.js';
import { readFailure } from '../helpers/recording-cloud.js';

let cloud: Cloud;
let folder: string;
let seen = 0;
beforeAll(async () => {
  cloud = await startCloud();
  folder = mkdtempSync(join(tmpdir(), 'output-file-'));
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  seen = cloud.requests.length;
});

const run = (
  inputs: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
  node = process.execPath
): Promise<StepResult> =>
  runStep({
    action: ROOT,
    inputs: { 'aws-region': cloud.region, 'role-to-assume': cloud.roleArn, ...inputs },
    env: { ...cloud.env(), ...env },
    node
  });

// Windows has neither pipes in its folders nor limits of a process.
const onPosix = process.platform === 'win32' ? describe.skip : describe;
const onLinux = process.platform === 'linux' ? test : test.skip;

onPosix('GITHUB_OUTPUT', () => {
  test.each(['a pipe', '/dev/null', '/dev/full'])(
    'that is %s is refused before anything is asked',
    async (kind) => {
      const file = kind === 'a pipe' ? join(folder, 'pipe') : kind;
      if (kind === 'a pipe') execFileSync('mkfifo', [file]);
      const result = await run({}, { GITHUB_OUTPUT: file });
      expect(readFailure(result)).toContain(
        `GITHUB_OUTPUT is ${JSON.stringify(file)}, but that is not a regular file`
      );
      expect(cloud.requests.slice(seen)).toEqual([]);
    }
  );

  // No file may grow further than a limit, as on a disk that has no more room: the first outputs fit, the others do not.
  onLinux(
    'on a full disk gets none of the outputs, and the error says what is stored',
    async () => {
      // A script whose interpreter is Node with a limit: a shell would drop the variables of the inputs.
      const node = join(folder, 'limited-node');
      writeFileSync(
        node,
        `#!/usr/bin/env -S prlimit --fsize=200 ${process.execPath}\nrequire(process.argv[2]);\n`
      );
      chmodSync(node, 0o755);
      const file = join(folder, 'output');
      writeFileSync(file, 'before=1\n');
      const result = await run(
        { 'secret-id': 'app/full', 'if-secret-exists': 'keep' },
        { GITHUB_OUTPUT: file },
        node
      );
      const secret = cloud.secrets.find('app/full');
      const [version] = [...(secret?.versions.values() ?? [])];
      expect(readFailure(result)).toMatch(
        /^The outputs cannot be written to ".+": the disk is full \(EFBIG\)\. None of them is set\. Free space on the disk of this runner/
      );
      expect(readFailure(result)).toContain(
        `The password is already stored as version ${version?.id ?? '?'} of`
      );
      expect(readFileSync(file, 'utf8')).toBe('before=1\n');

      const again = await run({ 'secret-id': 'app/full', 'if-secret-exists': 'keep' });
      expect(again.outputs['password']).toBe(version?.string);
    }
  );
});

test('masks count even where a preloaded module leaves its line unfinished', async () => {
  const module = join(folder, 'unfinished.mjs');
  writeFileSync(module, `process.stdout.write('50 %');`);
  const result = await run({}, { NODE_OPTIONS: `--import ${module}` });
  expect(result.conclusion).toBe('success');
  expect(result.stdout.startsWith('50 %\n::add-mask::')).toBe(true);
  expect(result.masker.mask(result.outputs['password'] ?? '')).toBe('***');
  expect(result.log).not.toContain('add-mask');
});
