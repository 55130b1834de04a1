import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { StoredSecret } from '../../emulator/aws/stored-secrets.js';
import { startCloud, type Cloud, type CloudOptions } from '../../emulator/index.js';
import { type StepResult } from '../../emulator/runner/runner.js';
import { createVersionId, isOurs } from '../../src/aws/identifiers/version-id.js';
import { run, runPromote } from '../../src/main.js';
import { maskVariants } from '../../src/masking/variants.js';
import { runners } from '../../src/runners.js';
import { findStackTrace, readFailure } from './recording-cloud.js';
import { runStepInProcess } from './run-step-in-process.js';

export type Given = Readonly<Record<string, string>>;

export const NAME = 'app/db';
export const PREFIX = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:';
/** Prints differently in most languages. */
export const PRESENT = `Pr3'sent"<&>\\ $%/`;

/** One secret of an embedded AWS, with everything that a test does to it or wants to know. */
export class SecretWorld {
  private constructor(readonly cloud: Cloud) {}

  static async start(options: CloudOptions = {}): Promise<SecretWorld> {
    return new SecretWorld(await startCloud(options));
  }

  #seen = 0;

  /** Begins anew: no secret, no fault, and the calls so far forgotten. */
  reset(): void {
    this.cloud.faults.clear();
    this.cloud.secrets.secrets.clear();
    this.cloud.secrets.laggingReads = 0;
    this.forgetCalls();
  }

  forgetCalls(): void {
    this.#seen = this.cloud.requests.length;
  }

  async run(inputs: Given, action: '.' | 'promote' = '.'): Promise<StepResult> {
    const step = {
      action,
      inputs: {
        'aws-region': 'eu-west-1',
        'role-to-assume': this.cloud.roleArn,
        'secret-id': NAME,
        ...inputs
      },
      env: { ...this.cloud.env(), ...(inputs['role-to-assume'] === '' && this.cloud.staticEnv) },
      debug: true
    };
    const program = action === '.' ? run : runPromote;
    const result = await runStepInProcess(this.cloud, step, program);
    expect(findStackTrace(result)).toBeUndefined();
    return result;
  }

  readonly promote = (versionId = '', inputs: Given = {}): Promise<StepResult> =>
    this.run({ 'secret-version-id': versionId, ...inputs }, 'promote');

  get secret(): StoredSecret {
    const secret = this.cloud.secrets.find(NAME);
    if (!secret) throw new Error(`there is no ${NAME}`);
    return secret;
  }

  /** Puts a version into the secret, which is created when there is none; its id. */
  readonly store = (
    value: string | Buffer,
    stage = 'AWSCURRENT',
    settings: { readonly KmsKeyId?: string } = {},
    id: string = randomUUID()
  ): string => {
    const { secrets } = this.cloud;
    const content =
      typeof value === 'string'
        ? { SecretString: value }
        : { SecretBinary: value.toString('base64') };
    const version = { ClientRequestToken: id, ...content };
    if (secrets.find(NAME)) secrets.put(this.secret, { ...version, VersionStages: [stage] });
    else secrets.create({ Name: NAME, ...version, ...settings });
    return id;
  };

  readonly createEmpty = (): void => {
    this.cloud.secrets.create({ Name: NAME, ClientRequestToken: randomUUID() });
  };

  /** A version of this action, made from the current one; its id. */
  readonly storeOurs = (value: string, stage = 'AWSCURRENT', key?: string): string => {
    const base = this.holder('AWSCURRENT');
    return this.store(value, stage, {}, createVersionId(randomUUID(), { base, key }));
  };

  /** A current version and a pending one of this action: their ids. */
  readonly storePending = (): readonly [string, string] => [
    this.store(PRESENT),
    this.storeOurs('Pending-4-promotion', 'AWSPENDING')
  ];

  readonly scheduleDeletion = (): string => {
    const id = this.store(PRESENT);
    this.cloud.secrets.delete(this.secret, {});
    return id;
  };

  readonly moveLabel = (stage: string, from: string | undefined, to?: string): void => {
    this.cloud.secrets.moveStage(this.secret, {
      VersionStage: stage,
      ...(from !== undefined && { RemoveFromVersionId: from }),
      ...(to !== undefined && { MoveToVersionId: to })
    });
  };

  /** Every version: its id, its value, and its labels but for the one of this action. */
  versions(): readonly (readonly [string, string | undefined, string])[] {
    return [...(this.cloud.secrets.find(NAME)?.versions.values() ?? [])].map(
      ({ id, string, stages }) => [
        id,
        string,
        [...stages]
          .filter((stage) => stage.startsWith('AWS'))
          .sort()
          .join(' ')
      ]
    );
  }

  holder(stage: string): string | undefined {
    return this.versions().find(([, , stages]) => stages.split(' ').includes(stage))?.[0];
  }

  /** The calls of STS and Secrets Manager since the test began. */
  calls() {
    return this.cloud.requests.slice(this.#seen).filter(({ service }) => service !== 'oidc');
  }

  /** The operations of Secrets Manager; those that are under way together in alphabetical order, in parentheses. */
  operations(): string {
    return this.calls()
      .filter(({ service }) => service === 'secretsmanager')
      .map(({ operation }) => operation)
      .join(' ');
  }

  bodies(operation: string): readonly unknown[] {
    return this.calls()
      .filter((call) => call.operation === operation)
      .map(({ body }) => body);
  }

  /** Something happens right before an operation takes effect. */
  readonly before = (operation: string, happens: () => void, after = 0): void => {
    this.cloud.faults.add({
      service: 'secretsmanager',
      operation,
      times: 1,
      after,
      kind: (_, act) => {
        happens();
        return act();
      }
    });
  };

  /** The password that is an output, and is stored as the version that is an output. */
  expectPassword(
    result: StepResult,
    change: string,
    valueWith = (password: string) => password,
    userName?: string
  ): string {
    expect([readErrors(result), result.exitCode]).toEqual([[], 0]);
    const { password = '', ...others } = result.outputs;
    expect(others).toEqual({
      'password-url-encoded': expect.any(String),
      'secret-arn': this.secret.arn,
      'secret-version-id': expect.any(String),
      'secret-change': change,
      'user-name': userName
    });
    expect(decodeURIComponent(others['password-url-encoded'] ?? '')).toBe(password);
    const value = this.secret.versions.get(others['secret-version-id'] ?? '')?.string ?? '';
    expect(value).toBe(valueWith(password));
    expectHidden(result, password, isOurs(others['secret-version-id'] ?? ''));
    expectNotPrinted(result, value);
    const notices = result.annotations.filter(({ level }) => level === 'notice');
    expect(notices).toHaveLength(/created|rotated|pending/.test(change) ? 1 : 0);
    return password;
  }

  /** No version and no label changes, and the one error says why. */
  async expectRefused(inputs: Given, message: RegExp | string): Promise<StepResult> {
    const present = this.versions();
    const result = await this.run(inputs);
    const failure = readFailure(result);
    if (typeof message === 'string') expect(failure).toBe(message);
    else expect(failure).toMatch(message);
    expect(this.versions()).toEqual(present);
    expect(this.operations()).not.toMatch(/Create|Put|Update|Restore/);
    return result;
  }
}

const readErrors = ({ annotations }: StepResult) =>
  annotations.filter(({ level }) => level === 'error');

export const readWarnings = ({ annotations }: StepResult): readonly string[] =>
  annotations.filter(({ level }) => level === 'warning').map(({ message }) => message);

/** Masked in every variant, before any output is set; printed nowhere. Of what was not drawn, there are no pieces. */
export function expectHidden(result: StepResult, secret: string, isDrawn: boolean): void {
  expectNotPrinted(result, secret);
  expect(result.masks).toEqual(
    expect.arrayContaining([...maskVariants(secret, runners.github, { isDrawn })])
  );
  for (const { command, outputBytes } of result.events) {
    if (command === 'add-mask') expect(outputBytes).toBe(0);
  }
}

export function expectNotPrinted(result: StepResult, secret: string): void {
  const printed = result.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  expect([...printed, result.stderr, result.log].join('\n')).not.toContain(secret);
}
