import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient
} from '@aws-sdk/client-secrets-manager';
import { startCloud, type Cloud } from '../../emulator/index.js';
import { runStep, type StepResult } from '../../emulator/runner/runner.js';
import { isMotoInstalled, startMoto, type Moto } from '../helpers/moto.js';
import { ROOT } from '../helpers/pages.js';
import { readFailure } from '../helpers/recording-cloud.js';
import { isAll } from '../helpers/test-all.js';

/** Four processes of the built action at once: what the schedules show for two runs, with real timing. */
const AT_ONCE = 4;
const ROUNDS = isAll ? 25 : 1;

// Far more than a busy machine takes.
jest.setTimeout(1_200_000);

type Texts = Readonly<Record<string, string>>;
const KEEP = { 'if-secret-exists': 'keep' };
const ROTATE = { 'if-secret-exists': 'rotate' };
const TO_PENDING = { ...ROTATE, 'secret-version-stage': 'AWSPENDING' };

function races(start: () => Promise<{ cloud: Cloud; moto?: Moto }>, hasRulesOfAws: boolean): void {
  let cloud: Cloud;
  let moto: Moto | undefined;
  let client: SecretsManagerClient;
  beforeAll(async () => {
    ({ cloud, moto } = await start());
    client = new SecretsManagerClient({
      region: cloud.region,
      endpoint: moto?.url ?? cloud.url,
      credentials: {
        accessKeyId: cloud.staticEnv['AWS_ACCESS_KEY_ID']!,
        secretAccessKey: cloud.staticEnv['AWS_SECRET_ACCESS_KEY']!
      }
    });
  });
  afterAll(async () => {
    client.destroy();
    await Promise.all([cloud.close(), moto?.close()]);
  });

  const run = (name: string, inputs: Texts, action = ''): Promise<StepResult> =>
    runStep({
      action: join(ROOT, action),
      inputs: {
        'aws-region': cloud.region,
        'role-to-assume': 'arn:aws:iam::123456789012:role/passwords',
        'timeout-seconds': '600',
        'secret-id': name,
        ...inputs
      },
      env: cloud.env(moto ? { sts: moto.url, secretsmanager: moto.url } : {})
    });
  const runAll = (name: string, inputs: readonly Texts[], action = ''): Promise<StepResult[]> =>
    Promise.all(inputs.map((own) => run(name, own, action)));
  const four = (inputs: Texts): readonly Texts[] => Array<Texts>(AT_ONCE).fill(inputs);

  const create = (name: string, SecretString?: string): Promise<unknown> =>
    client.send(
      new CreateSecretCommand({
        Name: name,
        ...(SecretString !== undefined && { SecretString, ClientRequestToken: randomUUID() })
      })
    );
  const read = async (name: string, VersionStage: string): Promise<readonly [string, string]> => {
    const found = await client.send(new GetSecretValueCommand({ SecretId: name, VersionStage }));
    return [found.VersionId!, found.SecretString!];
  };
  const holders = async (name: string, stage: string): Promise<readonly string[]> => {
    const { VersionIdsToStages = {} } = await client.send(
      new DescribeSecretCommand({ SecretId: name })
    );
    return Object.keys(VersionIdsToStages).filter((id) => VersionIdsToStages[id]!.includes(stage));
  };

  /** Each password that is an output is what the version that is an output holds. */
  async function expectHeld(
    name: string,
    results: readonly StepResult[],
    key?: string
  ): Promise<void> {
    for (const { conclusion, outputs, log } of results) {
      expect(conclusion === 'success' ? conclusion : log).toBe('success');
      const { SecretString = '' } = await client.send(
        new GetSecretValueCommand({ SecretId: name, VersionId: outputs['secret-version-id']! })
      );
      const value: unknown =
        key === undefined
          ? SecretString
          : (JSON.parse(SecretString) as Record<string, unknown>)[key];
      expect(value).toBe(outputs['password']);
    }
  }
  const passwordsIn = (results: readonly StepResult[]) =>
    new Set(results.map(({ outputs }) => outputs['password']));
  const changesIn = (results: readonly StepResult[]) =>
    results.map(({ outputs }) => outputs['secret-change']).sort();

  /** One round after the other, each with a secret of its own. */
  const rounds = (name: string, round: (secret: string) => Promise<void>): void => {
    test(`${name}, ${ROUNDS} rounds`, async () => {
      for (let at = 1; at <= ROUNDS; at++)
        await round(`races/${name.replaceAll(/\W+/g, '-')}-${at}`);
    });
  };
  const ifRules = (name: string, round: (secret: string) => Promise<void>): void => {
    if (hasRulesOfAws) rounds(name, round);
  };

  rounds('fail on a missing secret: one creates it', async (secret) => {
    const results = await runAll(secret, four({}));
    const created = results.filter(({ conclusion }) => conclusion === 'success');
    expect(created).toHaveLength(1);
    await expectHeld(secret, created);
    for (const failed of results.filter((result) => !created.includes(result))) {
      expect(readFailure(failed)).toMatch(/exists already and if-secret-exists is fail/);
    }
  });

  rounds('keep on a missing secret: one password', async (secret) => {
    const results = await runAll(secret, four(KEEP));
    await expectHeld(secret, results);
    expect(passwordsIn(results).size).toBe(1);
    expect(await read(secret, 'AWSCURRENT')).toEqual([
      results[0]!.outputs['secret-version-id'],
      results[0]!.outputs['password']
    ]);
    expect(changesIn(results).filter((change) => change === 'created')).toHaveLength(1);
  });

  rounds('keep on a secret without a value: one password', async (secret) => {
    await create(secret);
    const results = await runAll(secret, four(KEEP));
    await expectHeld(secret, results);
    expect(passwordsIn(results).size).toBe(1);
    expect((await read(secret, 'AWSCURRENT'))[1]).toBe(results[0]!.outputs['password']);
  });

  rounds('rotate: as many passwords as rotations, the last one current', async (secret) => {
    await create(secret, 'the-old-password');
    const results = await runAll(secret, four(ROTATE));
    await expectHeld(secret, results);
    const rotated = results.filter(({ outputs }) => outputs['secret-change'] === 'rotated');
    expect(rotated.length).toBeGreaterThan(0);
    expect(passwordsIn(results)).toEqual(passwordsIn(rotated));
    expect(passwordsIn(results)).toContain((await read(secret, 'AWSCURRENT'))[1]);
    expect(await holders(secret, 'AWSCURRENT')).toHaveLength(1);
  });

  rounds('rotate four keys of one secret: none is lost', async (secret) => {
    const keys = ['a', 'b', 'c', 'd'];
    await create(secret, '{"a":"old-a", "b":"old-b", "n":12345678901234567890}');
    const results = await runAll(
      secret,
      keys.map((key) => ({ ...ROTATE, 'generate-string-key': key }))
    );
    const [, text] = await read(secret, 'AWSCURRENT');
    const value = JSON.parse(text) as Record<string, unknown>;
    for (const [at, key] of keys.entries()) {
      await expectHeld(secret, [results[at]!], key);
      expect(value[key]).toBe(results[at]!.outputs['password']);
    }
    expect(text).toContain('"n":12345678901234567890');
  });

  ifRules('rotate to AWSPENDING: one pending password', async (secret) => {
    await create(secret, 'the-old-password');
    const results = await runAll(secret, four(TO_PENDING));
    await expectHeld(secret, results);
    expect(passwordsIn(results).size).toBe(1);
    expect(changesIn(results)).toEqual(['pending', 'resumed', 'resumed', 'resumed']);
    expect(await read(secret, 'AWSPENDING')).toEqual([
      results[0]!.outputs['secret-version-id'],
      results[0]!.outputs['password']
    ]);
    expect((await read(secret, 'AWSCURRENT'))[1]).toBe('the-old-password');
  });

  ifRules('replace: no pending password that was handed out is lost unseen', async (secret) => {
    await create(secret, 'the-old-password');
    await client.send(
      new PutSecretValueCommand({
        SecretId: secret,
        SecretString: 'the-pending-password',
        ClientRequestToken: randomUUID(),
        VersionStages: ['AWSPENDING']
      })
    );
    const results = await runAll(secret, four({ ...TO_PENDING, 'if-rotation-pending': 'replace' }));
    await expectHeld(secret, results);
    const pending = results.filter(({ outputs }) => outputs['secret-change'] === 'pending');
    expect(passwordsIn(results)).toEqual(passwordsIn(pending));
    expect(passwordsIn(results)).toContain((await read(secret, 'AWSPENDING'))[1]);
  });

  rounds('promote: all of them succeed, once', async (secret) => {
    await create(secret, 'the-old-password');
    const { outputs } = await run(secret, TO_PENDING);
    const version = outputs['secret-version-id']!;
    // One that names no version looks again for some seconds where it comes after the others, and finds nothing pending.
    const ids = isAll ? [version, '', version, version] : [version, version];
    const results = await runAll(
      secret,
      ids.map((id) => ({ 'secret-version-id': id })),
      'promote'
    );
    for (const [at, result] of results.entries()) {
      if (ids[at] !== '') expect(result.conclusion).toBe('success');
      else if (result.conclusion !== 'success') expect(readFailure(result)).toMatch(/^No rotation/);
    }
    expect(await read(secret, 'AWSCURRENT')).toEqual([version, outputs['password']]);
    expect(await holders(secret, 'AWSPENDING')).toEqual([]);
    expect(await holders(secret, 'AWSCURRENT')).toEqual([version]);
  });

  rounds('keep beside rotate: every password was current', async (secret) => {
    await create(secret, 'the-old-password');
    const results = await runAll(secret, [KEEP, ROTATE, KEEP, ROTATE]);
    await expectHeld(secret, results);
    const rotated = [results[1]!, results[3]!];
    const madeCurrent = new Set(['the-old-password', ...passwordsIn(rotated)]);
    for (const password of passwordsIn(results)) expect(madeCurrent).toContain(password);
    expect(passwordsIn(rotated)).toContain((await read(secret, 'AWSCURRENT'))[1]);
  });
}

describe('the emulator', () => {
  races(async () => ({ cloud: await startCloud() }), true);
});

// moto moves AWSPENDING from a version that nobody has named.
(isAll && isMotoInstalled() ? describe : describe.skip)('moto', () => {
  races(async () => ({ cloud: await startCloud(), moto: await startMoto() }), false);
});
