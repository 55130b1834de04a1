import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readAction, type ActionManifest } from '../../emulator/runner/action-manifest.js';
import { promotionSessionPolicy, sessionPolicy } from '../../src/aws/session-policy.js';
import { readInputs, readPromoteInputs } from '../../src/inputs.js';
import { actionInputs, promoteInputs } from '../../src/inputs/input-names.js';
import { presets } from '../../src/password/presets.js';
import { readWorkflows } from '../../tools/demo/example.js';
import { readmeTables } from '../../tools/docs/readme-tables.js';
import { codeBlocks, pages, read, ROOT, yaml } from '../helpers/pages.js';

/** Markdown as a reader sees it: no links, ticks, escapes or line breaks. */
const plain = (markdown: string): string =>
  markdown
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('`', '')
    .replaceAll(/\s+/g, ' ')
    .trim();

const byName = <T extends readonly [string, unknown]>(rows: readonly T[]): T[] =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1));

let action: ActionManifest;
let promote: ActionManifest;
beforeAll(async () => {
  action = await readAction(ROOT);
  promote = await readAction(join(ROOT, 'promote'));
});

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const described = (entries: readonly { name: string; description: string }[]) =>
  byName(entries.map(({ name, description }) => [name, oneLine(description)] as const));

describe('action.yml and what is said of it', () => {
  test('the tables of README.md are those of action.yml', async () => {
    const [, tables = ''] =
      /<!-- tables -->\n(.*)\n<!-- \/tables -->/s.exec(read('README.md')) ?? [];
    expect(oneLine(tables).replaceAll(/-{3,}/g, '---')).toBe(oneLine(await readmeTables()));
  });

  test('both actions say the same of the inputs that they share', () => {
    const own = ['secret-id', 'secret-version-id', 'if-not-pending', 'aws-region'];
    const shared = promote.inputs.filter(({ name }) => !own.includes(name));
    const inMain = action.inputs.filter(({ name }) => shared.some((one) => one.name === name));
    expect(described(shared)).toEqual(described(inMain));
    expect(inMain).not.toHaveLength(0);
    const [, promoteInputs = ''] = read('README.md').split('/promote` takes');
    for (const { name } of promote.inputs) expect(promoteInputs).toContain(`\`${name}\``);
  });

  test('inputs.ts reads exactly these inputs', () => {
    const declared = [...action.inputs, ...promote.inputs].map(({ name }) => name);
    expect([...readNames()].sort()).toEqual([...new Set(declared)].sort());
  });
});

/** What the runner and the job give a run that reads every input. */
const COMPLETE: Readonly<Record<string, string>> = {
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.example/token',
  GITHUB_OUTPUT: '/runner/output',
  GITHUB_REPOSITORY: 'acme/shop',
  'INPUT_AWS-REGION': 'eu-west-1',
  'INPUT_GITHUB-SECRET': 'DB_PASSWORD',
  'INPUT_GITHUB-TOKEN': 'x',
  'INPUT_ROLE-TO-ASSUME': 'arn:aws:iam::123456789012:role/passwords',
  'INPUT_SECRET-ID': 'shop/db',
  'INPUT_SECRET-VERSION-ID': 'f'.repeat(36)
};

/** Reads the inputs of both actions, each with those that it has, and calls back with each variable that is looked up. */
function readBoth(env: Readonly<Record<string, string>>, onRead: (name: string) => void): void {
  const before = process.env;
  try {
    for (const [names, readOne] of [
      [actionInputs, readInputs],
      [promoteInputs, readPromoteInputs]
    ] as const) {
      const known: readonly string[] = names.map((name) => `INPUT_${name.toUpperCase()}`);
      const given = Object.entries({ ...COMPLETE, ...env }).filter(
        ([name]) => !name.startsWith('INPUT_') || known.includes(name)
      );
      process.env = new Proxy<NodeJS.ProcessEnv>(Object.fromEntries(given), {
        get: (target, name) => {
          onRead(String(name));
          return target[String(name)];
        }
      });
      readOne();
    }
  } finally {
    process.env = before;
  }
}

function readNames(): ReadonlySet<string> {
  const names = new Set<string>();
  readBoth({}, (variable) => {
    const [, name] = /^INPUT_(.+)$/.exec(variable) ?? [];
    if (name !== undefined) names.add(name.toLowerCase());
  });
  return names;
}

/** The rule that inputs.ts names for a value that no input accepts. */
function readRule(name: string): string {
  try {
    readBoth({ [`INPUT_${name.toUpperCase()}`]: '\u0001' }, () => undefined);
    return '';
  } catch (error) {
    return / must be (.*), but is /.exec((error as Error).message)?.[1] ?? '';
  }
}

interface Type {
  readonly type: string;
  readonly 'allowed-values'?: readonly string[];
  readonly 'list-item'?: Type;
}

describe.each([
  ['action-types.yml', () => action],
  ['promote/action-types.yml', () => promote]
])('%s', (file, manifest) => {
  const { inputs, outputs } = yaml(read(file)) as Record<
    'inputs' | 'outputs',
    Record<string, Type>
  >;

  test('has the inputs and outputs of the action, in its order', () => {
    expect(Object.keys(inputs)).toEqual(manifest().inputs.map(({ name }) => name));
    expect(Object.keys(outputs)).toEqual(manifest().outputs.map(({ name }) => name));
  });

  test('gives each the type with which inputs.ts reads it', () => {
    for (const [name, type] of Object.entries(inputs)) {
      const rule = readRule(name);
      const [, values] = /^one of ([\w, -]+)$/.exec(rule) ?? [];
      const expected = rule.startsWith('a whole number')
        ? 'integer'
        : rule === 'true or false'
          ? 'boolean'
          : values !== undefined
            ? 'enum'
            : name === 'preset'
              ? 'list'
              : 'string';
      expect([name, type.type]).toEqual([name, expected]);
      expect([name, type['allowed-values']]).toEqual([name, values?.split(', ')]);
    }
  });
});

test('action-types.yml has every preset', () => {
  const { inputs } = yaml(read('action-types.yml')) as { inputs: Record<string, Type> };
  expect(inputs['preset']?.['list-item']?.['allowed-values']).toEqual(Object.keys(presets));
});

/** The anchor that GitHub gives a heading. */
const slug = (heading: string): string =>
  plain(heading)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

const anchors = new Map<string, ReadonlySet<string>>();
function findAnchors(page: string): ReadonlySet<string> {
  const known = anchors.get(page);
  if (known) return known;
  const text = read(page).replaceAll(/^ *```.*?^ *```$/gms, '');
  const found = new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => slug(title)));
  anchors.set(page, found);
  return found;
}

describe.each(pages)('%s', (page) => {
  const text = read(page).replaceAll(/^ *```.*?^ *```$/gms, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);

  test('every link leads to a file and a heading that are there', () => {
    const broken = links.filter((link) => {
      if (/^(https:|mailto:)/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const target =
        path === '' ? page : normalize(join(dirname(page), path)).replaceAll('\\', '/');
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !findAnchors(target).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('every heading is there once', () => {
    const titles = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => slug(title));
    // The sections of a changelog repeat in each release.
    if (page !== 'CHANGELOG.md') expect(titles).toEqual([...new Set(titles)]);
  });

  test('every code block says its language', () => {
    const untold = codeBlocks.filter((block) => block.page === page && block.language === '');
    expect(untold.map(({ line }) => line)).toEqual([]);
  });
});

test('links to files of this project name the repository of package.json', () => {
  const { name } = JSON.parse(read('package.json')) as { name: string };
  const own = pages.flatMap((page) => [...read(page).matchAll(/github\.com\/org\/([\w-]+)/g)]);
  expect([...new Set(own.map(([, repository]) => repository))]).toEqual([name]);
});

const blocks = (language: string) =>
  codeBlocks
    .filter((block) => block.language === language)
    .map((block) => [`${block.page}:${block.line}`, block.text] as const);

describe('code blocks', () => {
  test.each(blocks('json'))('%s is JSON', (_, text) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  test.each(blocks('yaml'))('%s is YAML', (_, text) => {
    expect(() => yaml(text)).not.toThrow();
  });

  const bash = process.platform !== 'win32' && spawnSync('bash', ['--version']).status === 0;
  (bash ? test : test.skip).each(blocks('sh'))('%s is shell', (_, input) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  test('recipes that they name are workflows of the pages', () => {
    const named = pages.flatMap((page) => [...read(page).matchAll(/--recipe ([a-z-]+)/g)]);
    const workflows = readWorkflows(ROOT).map(({ workflow }) => workflow.name);
    expect(named.length).toBeGreaterThan(5);
    expect(workflows).toEqual(expect.arrayContaining(named.map(([, name]) => name)));
    expect(new Set(workflows).size).toBe(workflows.length);
  });

  test('npm scripts that they name exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const text = codeBlocks.map((block) => block.text).join('\n') + pages.map(read).join('\n');
    const named = [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)];
    const missing = named.map(([, run, own]) => run ?? own ?? '').filter((name) => !scripts[name]);
    expect(named.length).toBeGreaterThan(10);
    expect(missing).toEqual([]);
  });
});

test('the policies in the pages name no call that a run cannot make, and credentials.md names them all', () => {
  const policies = blocks('json')
    .map(([, text]) => text)
    .join('\n');
  const named = [...policies.matchAll(/"((?:secretsmanager|kms):\w+)"/g)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'kms:ViaService');
  const scope = { region: 'eu-west-1', roleArn: 'arn:aws:iam::123456789012:role/passwords' };
  const secret = {
    secretId: 'shop/db',
    versionStage: 'AWSCURRENT',
    ifRotationPending: 'resume',
    ifSecretMissing: 'restore',
    needsValue: true,
    tags: { team: 'shop' }
  } as const;
  const used = [
    ...(['keep', 'rotate'] as const).map((ifSecretExists) =>
      sessionPolicy(scope, { ...secret, ifSecretExists })
    ),
    promotionSessionPolicy(scope, secret.secretId)
  ].flatMap((policy) =>
    (JSON.parse(policy) as { Statement: { Action: string[] }[] }).Statement.flatMap(
      ({ Action }) => Action
    )
  );
  expect(used).toEqual(expect.arrayContaining(named));
  expect(named).toContain('secretsmanager:GetRandomPassword');
  const page = read('docs/credentials.md');
  for (const action of used) expect(page).toContain(action.replace('secretsmanager:', ''));
});

test('the trust policies have both forms of sub, and none ends in *', () => {
  const trusts = blocks('json').filter(([, text]) => text.includes(':sub"'));
  expect(trusts.length).toBeGreaterThanOrEqual(2);
  for (const [, text] of trusts) {
    const subs = [...text.matchAll(/"(repo:[^"]+)"/g)].map(([, sub = '']) => sub);
    expect(subs).toEqual([
      expect.stringMatching(/^repo:[\w-]+\/[\w-]+:[\w:/-]+$/),
      expect.stringMatching(/^repo:[\w-]+@\d+\/[\w-]+@\d+:[\w:/-]+$/)
    ]);
    expect(subs[0]!.replace(/^repo:[^:]+/, '')).toBe(subs[1]!.replace(/^repo:[^:]+/, ''));
  }
});

test('README.md has at most 400 lines, and says at its first step what org stands for', () => {
  const text = read('README.md');
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(400);
  const [first = ''] = /uses: org\/aws-random-password.*/.exec(text) ?? [];
  expect(first).toContain('# for org write the owner of this repository');
});

test('the changelog has an entry for the version of package.json, and a link for every entry', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  const changelog = read('CHANGELOG.md');
  const entries = [...changelog.matchAll(/^## \[(.+?)\](?: - \d{4}-\d\d-\d\d)?$/gm)].map(
    ([, name]) => name
  );
  expect(entries.slice(0, 2)).toEqual(['Unreleased', version]);
  for (const name of entries) expect(changelog).toContain(`\n[${name!}]: https://`);
});

/** Each is written otherwise everywhere: a word has one meaning and one spelling, and a sentence is one that people say. */
test.each<[RegExp, string]>([
  [/\b(in|into|out of)\s+force\b/i, 'current'],
  [/organisation|authoris|recognis/i, "GitHub's and AWS's spelling, with a z"],
  [/as far as (it|they) (is|are) not/i, 'unless'],
  [/\bhave compose take\b/i, 'compose reads'],
  [/\bspare (it|them) the way\b/i, 'stays in the VPC'],
  [/\btells what did\b/i, 'names what changed'],
  [/\blet Dependabot raise\b/i, 'Dependabot updates'],
  [/\baccept the first time\b/i, 'accept'],
  [/\bput out\b/i, 'printed, or set as an output'],
  [/\bwhat can pass\b/i, 'transient']
])('nobody writes %s', (phrase, instead) => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('src', name));
  const files = [...pages, 'action.yml', 'promote/action.yml', ...sources];
  const found = files.filter((file) =>
    phrase.test(read(file).replaceAll(/\s+(\*|\/\/)?\s*/g, ' '))
  );
  expect({ instead, found }).toEqual({ instead, found: [] });
});

describe('what docs/handing-over.md says of storing', () => {
  const page = read('docs/handing-over.md');
  const flat = page.replaceAll(/\s+/g, ' ');
  const quotations = readdirSync(join(ROOT, '__tests__'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...read(`__tests__/${file}`).matchAll(/\/\/ docs\/handing-over\.md: "(.*)"$/gm)
    ])
    .map(([, quotation = '']) => quotation);

  test('is what the comments beside the tests quote', () => {
    expect(quotations.filter((quotation) => !flat.includes(quotation))).toEqual([]);
    // A shorter one could stand in many sentences.
    expect(quotations.filter(({ length }) => length < 20)).toEqual([]);
  });

  /** Reasons, advice, and what others do, which no test of this action can show. */
  const noPromises = [
    'So a deploy can be repeated',
    'That needs no token',
    'Then write the name',
    'If the new password is current before the database has it',
    'So the order is',
    'The demo cuts the first run off',
    'Applications that must not notice',
    'Only while nothing is pending',
    'One secret, and two accounts',
    'AWS calls this strategy',
    'In PostgreSQL, whoever creates',
    'The notice that `permission will be denied',
    'Finish that rotation instead',
    '**RDS Proxy**',
    'Give it two secrets of its own',
    'Set `generate-string-key` to the key',
    'Git Bash (`shell: bash`)',
    'Inputs of the action are not affected',
    "Security Hub's control",
    'AWS rotates without a function of yours',
    'For a later job without an AWS role',
    'A repository secret is read when'
  ];

  test('has a test for each sentence', () => {
    const [, storing = ''] =
      /\n## Provision once\n(.*?)\n### Secrets elsewhere\n/s.exec(page) ?? [];
    const sentences = storing
      .replaceAll(/^```.*?^```$/gms, '')
      // `integration/handing-over` runs the table.
      .replaceAll(/^\|.*|^#+ .*/gm, '')
      .split(/\n\n|\n(?=- )/)
      .flatMap((paragraph) =>
        paragraph
          .replaceAll(/\s+/g, ' ')
          .replace(/^ ?(- )?/, '')
          .split(/(?<=[.:]\**) (?=[A-Z`*_])/)
      )
      // A bold title, a code block's command.
      .filter((sentence) => sentence.replaceAll(/\*\*.*?\*\*|`.*?`/g, '').trim().length > 12);
    expect(sentences.length).toBeGreaterThan(90);
    const shown = (sentence: string) =>
      quotations.some((one) => sentence.includes(one) || one.includes(sentence));
    expect(
      sentences.filter(
        (sentence) => !shown(sentence) && !noPromises.some((start) => sentence.startsWith(start))
      )
    ).toEqual([]);
    // None that a test shows by now, and none that the page has no longer.
    expect(
      noPromises.filter(
        (start) => !sentences.some((sentence) => sentence.startsWith(start) && !shown(sentence))
      )
    ).toEqual([]);
  });
});
