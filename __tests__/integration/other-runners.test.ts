import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startCloud, type Cloud } from '../../emulator/index.js';
import {
  ActMasker,
  ReplacerMasker,
  type OtherMasker
} from '../../emulator/runner/other-maskers.js';
import type { StepResult } from '../../emulator/runner/runner.js';
import { hide } from '../../emulator/runner/secret-masker.js';
import { run } from '../../src/main.js';
import { maskVariants } from '../../src/masking/variants.js';
import { percentEncode } from '../../src/password/percent-encode.js';
import { runners } from '../../src/runners.js';
import { runStepInProcess } from '../helpers/run-step-in-process.js';

let cloud: Cloud;
let seen = 0;

beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());
beforeEach(() => {
  seen = cloud.requests.length;
  cloud.faults.clear();
});

const ENV = {
  github: {},
  act: { ACT: 'true' },
  forgejo: { FORGEJO_ACTIONS: 'true', GITEA_ACTIONS: 'true', ACT: 'true' },
  gitea: { GITEA_ACTIONS: 'true', ACT: 'true' }
};

const step = (runner: keyof typeof ENV, inputs: Record<string, string> = {}): Promise<StepResult> =>
  runStepInProcess(
    cloud,
    {
      action: '.',
      inputs: { 'aws-region': 'eu-west-1', 'role-to-assume': cloud.roleArn, ...inputs },
      env: { ...cloud.env(), ...ENV[runner] },
      debug: true
    },
    run
  );

/** Has AWS return this password so many times, and another one after that. */
function respondWith(password: string, times: number): void {
  cloud.faults.add({
    service: 'secretsmanager',
    operation: 'GetRandomPassword',
    times,
    kind: () => ({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ RandomPassword: password })
    })
  });
}

const generatedSince = () =>
  cloud.requests.slice(seen).filter(({ operation }) => operation === 'GetRandomPassword').length;
const errors = ({ annotations }: StepResult) =>
  annotations.filter(({ level }) => level === 'error').map(({ message }) => message);

/** What the log of another runner shows of a step, and of a text that a later step prints. */
function show(masker: OtherMasker, { stdout }: StepResult, text = ''): readonly string[] {
  const log = stdout.split('\n').map((line) => masker.print(line));
  return [...log.filter((line) => line !== undefined), hide(text, masker.hidden(text))];
}

/** Neither the password nor a part or form of it, and not in `add-mask` either. */
function expectNowhere({ stdout, stderr, masks }: StepResult, password: string): void {
  for (const text of [password, password.slice(0, 20), password.slice(8)])
    expect(stdout + stderr).not.toContain(text);
  const variants = maskVariants(password, runners.act);
  expect(variants.length).toBeGreaterThan(20);
  expect(masks.filter((value) => variants.includes(value))).toEqual([]);
}

const MASKABLE = 'Tq5vXn_8Lw-Rz2!Jc7bHf3KpGd9YmSe4';
const UNMASKABLE: readonly (readonly [password: string, reason: string])[] = [
  [':Zk7q_Wm4xVb6-Hn3!zQtRy8uPd2LsCf', 'it begins with a colon'],
  ['Zk7q::Wm4xVb6-Hn3!zQtRy8uPd2LsCf', 'it contains "::"'],
  ['Zk7q_Wm4xVb6-Hn3!zQtRy8uPd2LsC::', 'it contains "::"'],
  ['Zk7q%0AWm4xVb6-Hn3!zQtRy8uPd2LsC', 'it contains "%0A" or "%0D"']
];

describe.each(UNMASKABLE)('act cannot mask %s', (password, reason) => {
  test('so another is generated, and this one is printed nowhere', async () => {
    respondWith(password, 2);
    // One that AWS makes up might be unmaskable, too.
    respondWith(MASKABLE, 1);
    const result = await step('act');
    expect(errors(result)).toEqual([]);
    expect(generatedSince()).toBe(3);
    expect(result.outputs['password']).toBe(MASKABLE);
    expectNowhere(result, password);
    for (const percentFirst of [true, false]) {
      const log = show(new ActMasker(percentFirst), result, result.outputs['password']);
      expect(log.filter((line) => line.includes('add-mask'))).toEqual([]);
      expect(log.at(-1)).toBe('***');
    }
  });

  test('and says why after ten of them', async () => {
    respondWith(password, 99);
    const result = await step('act');
    expect(errors(result)).toEqual([
      expect.stringContaining(`the last one fails because ${reason}`)
    ]);
    expect(generatedSince()).toBe(10);
    expect(result.outputs).toEqual({});
    expectNowhere(result, password);
  });

  test.each(['github', 'forgejo', 'gitea'] as const)('but %s can', async (runner) => {
    respondWith(password, 1);
    const result = await step(runner);
    expect(result.outputs['password']).toBe(password);
    expect(generatedSince()).toBe(1);
    if (runner === 'github') expect(result.masker.mask(password)).toBe('***');
    else expect(show(new ReplacerMasker(runner), result, password).at(-1)).toBe('***');
  });

  test('so an existing one is refused', async () => {
    const inputs = { 'secret-id': `app/${seen}` };
    respondWith(password, 1);
    expect((await step('github', inputs)).outputs['password']).toBe(password);

    const kept = await step('act', { ...inputs, 'if-secret-exists': 'keep' });
    expect(errors(kept)).toEqual([
      expect.stringContaining(`cannot be used under act: ${reason}, so act would print it`)
    ]);
    expect(kept.outputs).toEqual({});
    expectNowhere(kept, password);

    const elsewhere = await step('forgejo', { ...inputs, 'if-secret-exists': 'keep' });
    expect(elsewhere.outputs['password']).toBe(password);
  });
});

test.each([
  'Zk":":7q"Wm4"xVb"6Hn"3zQ"tRy"8uP',
  'Zk7q_Wm4xVb:-Hn3!zQt:y8uPd2LsCf5',
  '":Zk7q_Wm4xVb6"Hn3!zQtRy8"Pd2LsC',
  'Zk%"0A7q"Wm4"xVb"6Hn"3zQ"tRy"8uP'
])('no form of %s is registered that act would print', async (password) => {
  const isPrinted = (value: string): boolean => /^:|::|%0[AD]/.test(value);
  // Without this the test would show nothing.
  expect(maskVariants(password, runners.gitea).filter(isPrinted)).not.toEqual([]);

  respondWith(password, 1);
  const result = await step('act');
  expect(result.outputs['password']).toBe(password);
  expect(result.masks.length).toBeGreaterThan(20);
  expect(result.masks.filter(isPrinted)).toEqual([]);
  for (const percentFirst of [true, false]) {
    const log = show(new ActMasker(percentFirst), result, password);
    expect(log.filter((line) => line.includes('add-mask'))).toEqual([]);
    expect(log.at(-1)).toBe('***');
  }
});

test.each(['forgejo', 'gitea'] as const)(
  'under %s each value with a percent sign is registered a second time, as the runner reads it',
  async (runner) => {
    const password = 'Zk7q%Wm4xVb6-Hn3!zQtRy8uPd2LsCf/';
    respondWith(password, 1);
    const result = await step(runner);
    const lines = result.stdout.split('\n').filter((line) => line.startsWith('::add-mask::'));
    const values = maskVariants(password, runners[runner]).filter((value) => value.includes('%'));
    expect(values).toEqual(expect.arrayContaining([password, percentEncode(password)]));
    for (const value of values) {
      const at = lines.indexOf(`::add-mask::${value.replaceAll('%', '%25')}`);
      expect(at).toBeGreaterThan(0);
      expect(lines[at + 1]).toBe(`::add-mask::${value}`);
    }
    for (const text of [password, percentEncode(password), encodeURIComponent(password)])
      expect(show(new ReplacerMasker(runner), result, text).at(-1)).toBe('***');

    respondWith(password, 1);
    const onGitHub = (await step('github')).stdout.split('\n');
    expect(onGitHub).not.toContain(`::add-mask::${password}`);
  }
);
