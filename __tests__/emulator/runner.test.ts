import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendFileSync, existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jobOutput } from '../../emulator/runner/job-output.js';
import { findNode } from '../../emulator/runner/node-binary.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import {
  runInProcess,
  runStep,
  type ProcessStep,
  type StepResult
} from '../../emulator/runner/runner.js';

const MANIFEST = `
name: Fake
description: For tests
inputs:
  password-length: { description: How long, default: 32 }
  Two Words: { description: Named with a space, required: true }
  flag: { description: A boolean, default: true }
  repository: { description: From the context, default: 'in \${{ github.repository }}' }
  old: { description: Gone, deprecationMessage: use flag }
  nothing: { description: No default }
  workspace: { description: From the context, default: '\${{ github.workspace }}' }
runs: { using: node24, main: main.mjs }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'action-'));
  await writeFile(join(folder, 'action.yml'), MANIFEST);
});
afterAll(() => rm(folder, { recursive: true }));

const PRELUDE = `
import { appendFileSync, existsSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
const env = process.env;
const print = (...lines) => lines.forEach((line) => console.log(line));
`;

/** Runs an action with this body under the Node of action.yml, in a process of its own. */
async function run(body: string, step: Partial<ProcessStep> = {}): Promise<StepResult> {
  await writeFile(join(folder, 'main.mjs'), PRELUDE + body);
  return runStep({ action: folder, inputs: {}, ...step });
}

/** The log without the head that lists the inputs. */
const body = ({ log }: StepResult): string[] => {
  const lines = log.split('\n');
  return lines.slice(lines.findLastIndex((line) => /^ {2}\w.*: /.test(line)) + 1);
};

describe('the environment of a step', () => {
  const readInputs = async (inputs: Record<string, string>): Promise<[unknown, StepResult]> => {
    const result = await run(
      `print('=' + JSON.stringify(Object.fromEntries(Object.entries(env).filter(([k]) => k.startsWith('INPUT_')))))`,
      { inputs }
    );
    return [JSON.parse(/^=(.*)$/m.exec(result.stdout)?.[1] ?? ''), result];
  };
  const DEFAULTS = {
    'INPUT_PASSWORD-LENGTH': '32',
    INPUT_TWO_WORDS: '',
    INPUT_FLAG: 'true',
    INPUT_REPOSITORY: 'in octo-org/app',
    INPUT_OLD: '',
    INPUT_NOTHING: '',
    INPUT_WORKSPACE: expect.stringMatching(/work$/) as unknown
  };

  test.each<[string, Record<string, string>, Record<string, string>, string[]]>([
    ['defaults', {}, {}, []],
    ['unchanged values', { 'two words': ' a\nb ' }, { INPUT_TWO_WORDS: ' a\nb ' }, []],
    ['an empty value instead of the default', { flag: '' }, { INPUT_FLAG: '' }, []],
    ['any case', { FLAG: 'no' }, { INPUT_FLAG: 'no' }, []],
    [
      'a deprecated input',
      { old: '1' },
      { INPUT_OLD: '1' },
      ["Input 'old' has been deprecated with message: use flag"]
    ],
    [
      'unknown inputs',
      { 'a b': '1', c: '2' },
      { INPUT_A_B: '1', INPUT_C: '2' },
      [
        "Unexpected input(s) 'a b', 'c', valid inputs are ['password-length', 'Two Words', 'flag', 'repository', 'old', 'nothing', 'workspace']"
      ]
    ]
  ])('inputs: %s', async (_, inputs, changed, warnings) => {
    const [received, { annotations, log }] = await readInputs(inputs);
    expect(received).toEqual({ ...DEFAULTS, ...changed });
    expect(annotations).toEqual(warnings.map((message) => ({ level: 'warning', message })));
    for (const warning of warnings) expect(log).toContain(`Warning: ${warning}`);
  });

  test('the log begins with the inputs that are not empty, masked', async () => {
    const masker = new SecretMasker();
    masker.addMask('hunter2');
    const { log } = await run('', { inputs: { nothing: 'a hunter2 b' }, masker });
    expect(log.split('\n')).toEqual([
      `▼ Run ${folder}`,
      'with:',
      '  nothing: a *** b',
      '  password-length: 32',
      '  flag: true',
      '  repository: in octo-org/app',
      expect.stringMatching(/^ {2}workspace: .*work$/)
    ]);
  });

  test('a clean environment with what the job adds, and nothing of this process', async () => {
    process.env['LEFT_OVER'] = 'x';
    const { stdout } = await run(
      `print(JSON.stringify({ ...env, cwd: process.cwd(), node: process.versions.node }))`,
      {
        env: { ADDED: 'y', GITHUB_JOB: undefined }
      }
    );
    delete process.env['LEFT_OVER'];
    const env = JSON.parse(stdout) as Record<string, string>;
    expect(env).toMatchObject({
      ADDED: 'y',
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'octo-org/app',
      GITHUB_WORKSPACE: env['cwd'],
      node: expect.stringMatching(/^24\./)
    });
    for (const name of ['LEFT_OVER', 'GITHUB_JOB', 'RUNNER_DEBUG', 'AWS_PROFILE']) {
      expect(env).not.toHaveProperty(name);
    }
    expect(existsSync(env['GITHUB_OUTPUT']!)).toBe(false);
    expect(existsSync(env['HOME']!)).toBe(false);
  });

  test('debug logging', async () => {
    const { log, events } = await run(
      `print('RUNNER_DEBUG=' + env.RUNNER_DEBUG, '::debug::one%0Atwo', '::add-mask::hunter2', '::error::no');
       appendFileSync(env.GITHUB_OUTPUT, 'a=hunter2\\n')`,
      { debug: true }
    );
    expect(log).toMatch(
      /^RUNNER_DEBUG=1\n##\[debug\]one\n##\[debug\]two\n::add-mask::\*\*\*\nError: no$/m
    );
    expect(log).toMatch(
      /^##\[debug\]Node Action run completed with exit code 0\n##\[debug\]Set output a = \*\*\*$/m
    );
    expect(events.map(({ command }) => command)).toEqual(['debug', 'add-mask', 'error']);
  });
});

describe('the output of a step', () => {
  test.each<[string, string, string[]]>([
    ['lines', `print('a', '', ' b ')`, ['a', '', ' b ']],
    ['without a line feed at the end', `process.stdout.write('a\\nb')`, ['a', 'b']],
    ['LF, CRLF and CR', `process.stdout.write('a\\r\\nb\\rc\\n\\nd\\r')`, ['a', 'b', 'c', '', 'd']],
    ['stderr', `console.error('oh')`, ['oh']],
    ['an unknown command', `print('::constructor::x')`, ['::constructor::x']],
    [
      'commands on stderr',
      `console.error('::add-mask::hunter2'); console.error('hunter2')`,
      ['***']
    ],
    [
      'a mask applies from then on',
      `print('hunter2', '::add-mask::hunter2', 'hunter2')`,
      ['hunter2', '***']
    ],
    [
      'a mask that does not start its line',
      `print('x ::add-mask::hunter2', 'hunter2')`,
      ['x ::add-mask::hunter2', 'hunter2']
    ],
    ['a mask un-escaped', `print('::add-mask::a%25b%0Ac', 'a%b c')`, ['*** ***']],
    ['debug without debug logging', `print('::debug::x')`, []],
    [
      'annotations',
      `print('::error::a', '::warning title=t::b', '::notice::c')`,
      ['Error: a', 'Warning: b', 'Notice: c']
    ],
    [
      'groups',
      `print('::group::title', 'inside', '::endgroup::', 'after')`,
      ['▼ title', 'inside', 'after']
    ],
    [
      'an empty mask',
      `print('::add-mask:: ')`,
      ["Warning: Can't add secret mask for empty string in ##[add-mask] command."]
    ],
    [
      'echo',
      `print('::echo::on', '::add-mask::hunter2', '::echo::off', '::add-mask::x1')`,
      ['::add-mask::***', '::echo::off']
    ],
    [
      'stopped commands',
      `print('::stop-commands::t0ken', '::error::no', '::add-mask::hunter2', 'hunter2', '::T0KEN::', '::error::yes')`,
      [
        '::stop-commands::t0ken',
        '::error::no',
        '::add-mask::hunter2',
        'hunter2',
        '::T0KEN::',
        'Error: yes'
      ]
    ],
    [
      'a character in two chunks',
      `const b = Buffer.from('ä\\n'); process.stdout.write(b.subarray(0, 1)); setTimeout(() => process.stdout.write(b.subarray(1)), 50)`,
      ['ä']
    ]
  ])('%s', async (_, source, expected) => {
    expect(body(await run(source))).toEqual(expected);
  });

  test.each<[string, string, RegExp]>([
    ['set-env', '::set-env name=a::hunter2', /The `set-env` command is disabled/],
    ['add-path', '::add-path::/x', /The `add-path` command is disabled/],
    ['echo', '::echo::maybe', /Invalid echo command value.*'maybe'/],
    ['stop-commands', '::stop-commands::error', /You cannot use a endToken/],
    ['set-output', '::set-output::x', /Required field 'name' is missing/],
    ['add-matcher', '::add-matcher::x.json', /no problem matchers/]
  ])('a %s command that fails makes the step fail', async (name, line, message) => {
    const result = await run(`print(${JSON.stringify(line)})`);
    expect(result).toMatchObject({ exitCode: 0, conclusion: 'failure' });
    expect(result.log).toContain(`Error: Unable to process command '${line}' successfully.`);
    expect(result.annotations.at(-1)?.message).toMatch(message);
    expect(result.events).toMatchObject([{ command: name }]);
  });

  test('annotations: messages masked and truncated, titles unchanged, ten of each level', async () => {
    const { annotations, log } = await run(`
      print('::add-mask::hunter2', '::error title=hunter2,file=f::a hunter2', '::error::' + 'x'.repeat(5000));
      for (let i = 0; i < 12; i++) print('::notice::' + i);`);
    expect(annotations.slice(0, 2)).toEqual([
      { level: 'error', message: 'a ***', title: 'hunter2', file: 'f' },
      { level: 'error', message: 'x'.repeat(4096) }
    ]);
    expect(annotations.filter(({ level }) => level === 'notice')).toHaveLength(10);
    expect(log).toContain('Notice: 11');
  });

  test('the result has the raw streams, and the masks in order', async () => {
    const result = await run(`print('::add-mask::one', '::add-mask::two'); console.error('one')`);
    expect(result).toMatchObject({
      stdout: '::add-mask::one\n::add-mask::two\n',
      stderr: 'one\n',
      masks: ['one', 'two']
    });
  });
});

describe('the results of a step', () => {
  test('outputs, environment, state, path and summary', async () => {
    const result = await run(`
      print('::add-mask::hunter2', '::set-output name=old::1', '::save-state name=s::0');
      appendFileSync(env.GITHUB_OUTPUT, '\\ufeffa=1\\nb<<E\\nx\\ny\\nE\\na=2\\n__proto__=p\\n');
      appendFileSync(env.GITHUB_ENV, 'V=w\\nNODE_OPTIONS=--x\\n');
      appendFileSync(env.GITHUB_STATE, 't=1\\n');
      appendFileSync(env.GITHUB_PATH, '/one\\n\\n/two\\n');
      appendFileSync(env.GITHUB_STEP_SUMMARY, '# hunter2\\n');`);
    expect(Object.entries(result.outputs)).toEqual([
      ['old', '1'],
      ['a', '2'],
      ['b', 'x\ny'],
      ['__proto__', 'p']
    ]);
    expect(result).toMatchObject({
      conclusion: 'success',
      exportedEnv: { V: 'w' },
      state: { s: '0', t: '1' },
      paths: ['/one', '/two'],
      summary: '# ***\n'
    });
    expect(result.log).toContain('Warning: The `set-output` command is deprecated');
    expect(result.log).toContain(
      "Error: Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command."
    );
  });

  test.each<[string, string, string, Record<string, string>]>([
    ['malformed', `'a=1\\nhunter2\\n'`, "Invalid format '***'", { a: '1' }],
    [
      'without the closing delimiter',
      `'a<<E\\nx\\n'`,
      "Invalid value. Matching delimiter not found 'E'",
      {}
    ],
    ['no name', `'=x\\n'`, "Value cannot be null. (Parameter 'name')", {}]
  ])('an output file that is %s makes the step fail', async (_, text, message, outputs) => {
    const result = await run(
      `print('::add-mask::hunter2'); appendFileSync(env.GITHUB_OUTPUT, ${text})`
    );
    expect(result).toMatchObject({ exitCode: 0, conclusion: 'failure', outputs });
    expect(body(result)).toEqual([
      "Error: Unable to process file command 'output' successfully.",
      `Error: ${message}`
    ]);
  });

  test('a missing output file is not an error', async () => {
    expect(await run(`unlinkSync(env.GITHUB_OUTPUT)`)).toMatchObject({
      conclusion: 'success',
      outputs: {}
    });
  });

  test('a summary over 1 MiB is refused', async () => {
    const result = await run(`appendFileSync(env.GITHUB_STEP_SUMMARY, 'x'.repeat(1048577))`);
    expect(result).toMatchObject({ conclusion: 'success', summary: '' });
    expect(result.log).toContain('Error: $GITHUB_STEP_SUMMARY upload aborted');
  });

  test.each<[string, string, Partial<StepResult>]>([
    ['exit code 0', '', { exitCode: 0, signal: null, conclusion: 'success' }],
    ['exit code 3', 'process.exitCode = 3', { exitCode: 3, signal: null, conclusion: 'failure' }],
    ['an exception', `throw new Error('no')`, { exitCode: 1, signal: null, conclusion: 'failure' }],
    [
      'a signal',
      `process.kill(process.pid, 'SIGKILL')`,
      { exitCode: null, signal: 'SIGKILL', conclusion: 'failure' }
    ]
  ])('%s', async (_, source, expected) => {
    expect(await run(source)).toMatchObject(expected);
  });

  test('a cancelled step gets SIGINT, and can still print', async () => {
    const cancel = new AbortController();
    const result = await run(
      `process.on('SIGINT', () => { print('stopping'); process.exit(1); });
       setInterval(() => {}, 1000); print('ready');`,
      {
        signal: cancel.signal,
        onLog: (line) => {
          if (line === 'ready') cancel.abort();
        }
      }
    );
    expect(result).toMatchObject({ exitCode: 1, conclusion: 'cancelled' });
    expect(body(result)).toEqual(['ready', 'stopping']);
  });

  test('a time limit cancels', async () => {
    const result = await run('setInterval(() => {}, 1000)', { timeoutMs: 200 });
    expect(result).toMatchObject({ exitCode: null, signal: 'SIGINT', conclusion: 'cancelled' });
  });

  test('several steps of one job share its masks', async () => {
    const { masker } = await run(`print('::add-mask::hunter2')`);
    expect(body(await run(`print('hunter2')`, { masker }))).toEqual(['***']);
    expect(body(await run(`print('hunter2')`))).toEqual(['hunter2']);
  });
});

describe('actions that cannot run', () => {
  test.each<[string, string | undefined, RegExp]>([
    ['no manifest', undefined, /Can't find 'action\.yml' or 'action\.yaml' under/],
    ['a composite action', 'runs: { using: composite, steps: [] }', /runs\.using is 'composite'/],
    [
      'no entry file',
      'runs: { using: node24, main: dist/index.js }',
      /File not found: '.*dist.index\.js'/
    ],
    [
      'an unknown expression',
      `inputs: { a: { default: '\${{ env.X }}' } }\nruns: { using: node24, main: main.js }`,
      /default of 'a' has the expression 'env\.X'/
    ]
  ])('%s', async (_, manifest, message) => {
    const action = await mkdtemp(join(tmpdir(), 'action-'));
    try {
      if (manifest !== undefined) await writeFile(join(action, 'action.yaml'), manifest);
      await expect(runStep({ action, inputs: {} })).rejects.toThrow(message);
    } finally {
      await rm(action, { recursive: true });
    }
  });

  test('a missing Node binary', async () => {
    await expect(run('', { node: join(folder, 'no-node') })).rejects.toThrow(/ENOENT/);
  });
});

describe('runInProcess', () => {
  test('works like a process, and restores everything', async () => {
    const before = {
      env: { ...process.env },
      write: Reflect.get(process.stdout, 'write') as unknown,
      exitCode: process.exitCode
    };
    const result = await runInProcess(
      { action: folder, inputs: { 'two words': 'x' }, env: { ADDED: 'y' } },
      () => {
        process.stdout.write('::add-mask::hunter2\n');
        appendFileSync(process.env['GITHUB_OUTPUT']!, 'pw=hunter2\n');
        process.stdout.write('::notice::kept\r');
        process.stdout.write('\nhunter');
        process.stderr.write(Buffer.from('to stderr\n'));
        process.stdout.write(
          `2 ${process.env['INPUT_TWO_WORDS']!}${process.env['ADDED']!} ${Object.keys(process.env).includes('npm_config_cache')}`,
          () => undefined
        );
        process.exitCode = 4;
        return Promise.resolve();
      }
    );
    expect(body(result)).toEqual(['Notice: kept', 'to stderr', '*** xy false']);
    expect(result).toMatchObject({
      exitCode: 4,
      conclusion: 'failure',
      outputs: { pw: 'hunter2' },
      stderr: 'to stderr\n',
      events: [
        { command: 'add-mask', data: 'hunter2', outputBytes: 0 },
        { command: 'notice', data: 'kept', outputBytes: 11 }
      ]
    });
    expect({
      env: { ...process.env },
      write: Reflect.get(process.stdout, 'write'),
      exitCode: process.exitCode
    }).toEqual(before);
  });

  test('an uncaught error goes to stderr with its stack, as in Node', async () => {
    const result = await runInProcess({ action: folder, inputs: {} }, () =>
      Promise.reject(new Error('no'))
    );
    expect(result).toMatchObject({ exitCode: 1, conclusion: 'failure' });
    expect(result.stderr).toMatch(/^Error: no\n\s+at /);
    expect(process.exitCode).toBeUndefined();
  });

  test('one at a time', async () => {
    const step = { action: folder, inputs: {} };
    let second: Promise<unknown> = Promise.resolve();
    await runInProcess(step, async () => {
      second = runInProcess(step, () => Promise.resolve());
      await expect(second).rejects.toThrow('already running');
    });
    expect((await runInProcess(step, () => Promise.resolve())).conclusion).toBe('success');
  });
});

test.each<[string, string, Partial<ProcessStep>]>([
  ['a success', '', {}],
  ['a failure', 'throw 1', {}],
  ['a failed start', '', { node: 'no-node' }]
])('the folder of the step is deleted after %s', async (_, source, step) => {
  const folders: string[] = [];
  const inspecting: ProcessStep = {
    action: folder,
    inputs: {},
    onLog: (line) => {
      const workspace = /^ {2}workspace: (.*)$/.exec(line)?.[1];
      if (workspace === undefined) return;
      expect(existsSync(workspace)).toBe(true);
      folders.push(dirname(workspace));
    }
  };
  await run(source, { ...inspecting, ...step }).catch(() => undefined);
  expect(folders.map((one) => existsSync(one))).toEqual([false]);
});

describe('jobOutput', () => {
  const masker = new SecretMasker();
  masker.addMask('p@ssword');
  test.each<[string, string | undefined, string]>([
    ['arn:aws:1', 'arn:aws:1', "Set output 'x'"],
    ['p@ssword', undefined, "Warning: Skip output 'x' since it may contain secret."],
    ['a p%40ssword b', undefined, "Warning: Skip output 'x' since it may contain secret."],
    ['', undefined, "##[debug]Skip output 'x' since it's empty"]
  ])('%j', (value, passed, message) => {
    expect(jobOutput('x', value, masker)).toEqual({ ...(passed && { value: passed }), message });
  });
});

describe('findNode', () => {
  const { execPath: path, versions } = process;
  const major = Number.parseInt(versions.node, 10);

  test('the version that runs now', () => {
    expect(findNode(`node${major}`)).toEqual({ path });
  });

  test('an older version: the one that runs now, with a warning', () => {
    const warning = `Using Node ${versions.node} instead of Node 18.`;
    expect(findNode('node18')).toEqual({ path, warning });
  });

  test('a newer version: the error says what to do', () => {
    expect(() => findNode('node99')).toThrow(
      `action.yml asks for Node 99, but this is Node ${versions.node}. ` +
        'Start it as an npm script, or with Node 99 or later.'
    );
  });

  test.each(['docker', 'node', 'composite'])('%s is not supported', (using) => {
    expect(() => findNode(using)).toThrow(`but is '${using}'`);
  });
});
