import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CORE_SCHEMA, load, Type } from 'js-yaml';
import { readPrintedFiles } from '../../tools/demo/example.js';
import { read, ROOT } from '../helpers/pages.js';

describe('docs/aws', () => {
  const files = readdirSync(join(ROOT, 'docs/aws')).filter((name) => name.endsWith('.json'));
  const policy = (name: string): unknown => JSON.parse(read(`docs/aws/${name}`));

  test('the pages print its policies, word for word', () => {
    const printed = ['README.md', 'docs/credentials.md'].flatMap((page) => [
      ...readPrintedFiles(ROOT, page)
    ]);
    const inPages = printed.filter(([name]) => name.endsWith('.json'));
    expect([...new Set(inPages.map(([name]) => name))].sort()).toEqual([...files].sort());
    for (const [name, text] of inPages) expect(JSON.parse(text)).toEqual(policy(name));
  });

  test('roles.yaml has the same policies', () => {
    const names: Record<string, string> = {
      'AWS::AccountId': '123456789012',
      'AWS::Region': 'eu-west-1'
    };
    const tag = (
      name: string,
      kind: 'scalar' | 'sequence',
      construct: (data: unknown) => unknown
    ) => new Type(`!${name}`, { kind, construct: (data: unknown) => construct(data) });
    const schema = CORE_SCHEMA.extend([
      tag('Sub', 'scalar', (text) =>
        String(text).replaceAll(/\$\{([\w:]+)\}/g, (_, name: string) => names[name]!)
      ),
      tag('Ref', 'scalar', (name) => ({ Ref: name })),
      tag('Equals', 'sequence', (pair) => pair)
    ]);
    // The parameters first: `!Sub` needs their defaults.
    const parameters = (load(read('docs/aws/roles.yaml'), { schema }) as Template).Parameters;
    for (const [name, { Default }] of Object.entries(parameters)) names[name] = Default;
    const { Resources } = load(read('docs/aws/roles.yaml'), { schema }) as Template;
    const roles = Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
    const named = files.filter((file) => !file.startsWith('trust-'));
    expect(roles.map(({ Properties }) => `${Properties.RoleName}.json`).sort()).toEqual(
      named.sort()
    );
    for (const { Properties } of roles) {
      const { RoleName: name, AssumeRolePolicyDocument: trust, Policies } = Properties;
      const trustFile = files.includes(`trust-${name}.json`)
        ? `trust-${name}.json`
        : 'trust-main.json';
      expect(trust).toEqual(policy(trustFile));
      expect(Policies).toEqual([{ PolicyName: name, PolicyDocument: policy(`${name}.json`) }]);
    }
  });

  const terraform = spawnSync('terraform', ['version']).status === 0;
  (terraform ? test : test.skip)(
    'the Terraform module reads the same policies, with your names in them',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
      try {
        cpSync(join(ROOT, 'docs/aws'), folder, { recursive: true });
        const module = join(folder, 'terraform/policies');
        const roles = { passwords: 'trust-main', 'pull-requests': 'trust-pull-requests' };
        const names = {
          ...{ account_id: '999999999999', region: 'eu-north-1', state_bucket: 'state', roles },
          ...{ owner: 'octo', owner_id: '65', repository: 'app', repository_id: '74' }
        };
        writeFileSync(join(module, 'names.auto.tfvars.json'), JSON.stringify(names));
        const options = { cwd: module, encoding: 'utf8' } as const;
        const apply = spawnSync('terraform', ['apply', '-auto-approve', '-input=false'], options);
        expect([apply.status, apply.stderr]).toEqual([0, expect.anything()]);
        const { stdout } = spawnSync('terraform', ['output', '-json'], options);
        const { permissions, trust } = JSON.parse(stdout) as Record<
          'permissions' | 'trust',
          { value: Record<string, string> }
        >;
        expect(Object.keys(permissions.value)).toEqual(Object.keys(roles));
        expect(permissions.value['passwords']).toContain(':eu-north-1:999999999999:secret:shop/*');
        expect(trust.value['pull-requests']).toContain('"repo:octo@65/app@74:pull_request"');
        expect(Object.values(trust.value).join('')).not.toMatch(/acme|123456789012|shop/);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }
  );
});

interface Template {
  readonly Parameters: Readonly<Record<string, { readonly Default: string }>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly RoleName: string;
    readonly AssumeRolePolicyDocument: unknown;
    readonly Policies: unknown;
  };
}
