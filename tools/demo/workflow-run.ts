import { join } from 'node:path';
import type { Cloud } from '../../emulator/index.js';
import { jobOutput } from '../../emulator/runner/job-output.js';
import { runStep } from '../../emulator/runner/runner.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import type { Database } from './database.js';
import { simulateStep } from './simulated-steps.js';
import {
  evaluate,
  type Context,
  type Values,
  type Workflow,
  type WorkflowJob,
  type WorkflowStep
} from './workflow.js';

export interface StepConclusion {
  /** `job: step`. */
  readonly name: string;
  readonly conclusion: 'success' | 'failure';
}

interface EvaluatedStep extends Omit<WorkflowStep, 'with' | 'env'> {
  readonly inputs: Values;
  readonly env: Values;
}

/** Runs of one workflow, as GitHub runs it, with one AWS, one GitHub and one database. */
export class WorkflowRun {
  readonly log: string[] = [];
  readonly steps: StepConclusion[] = [];
  failed = false;

  constructor(
    readonly action: string,
    readonly workflow: Workflow,
    readonly cloud: Cloud,
    readonly database: Database,
    readonly onLog: (line: string) => void
  ) {}

  print(line: string): void {
    this.log.push(line);
    this.onLog(line);
  }

  /** Runs the jobs in order. After a failure GitHub would show the rest as skipped; here they are left out. */
  async run(): Promise<void> {
    const needs = new Map<string, string>();
    for (const [id, job] of Object.entries(this.workflow.jobs)) {
      if (this.failed) return;
      this.print('');
      this.print(`━ job ${id}${job.environment ? ` (environment ${job.environment})` : ''}`);
      await this.#runJob(id, job, needs);
    }
  }

  /** Creates a secret as an earlier run would have done, and gives its password to the database. */
  async prepareSecret(secretId: string): Promise<void> {
    const { region, roleArn } = this.cloud;
    const { outputs } = await runStep({
      action: this.action,
      inputs: { 'aws-region': region, 'role-to-assume': roleArn, 'secret-id': secretId },
      env: this.cloud.env()
    });
    this.database.alterPassword(outputs['password'] ?? '');
    this.print(
      `Before: Secrets Manager has the secret ${secretId}, and the database its password.`
    );
    this.printSecrets();
  }

  /** Lists the stored secrets without their values. */
  printSecrets(): void {
    this.print('');
    for (const { name, versions } of this.cloud.secrets.secrets.values()) {
      for (const { id, stages, string } of versions.values()) {
        const suffix = string === this.database.password ? ', the password of the database' : '';
        this.print(
          `Secrets Manager: ${name} ${id} ${[...stages].join(' ') || 'no label'}${suffix}`
        );
      }
    }
    for (const [path, { writes }] of this.cloud.github.secrets)
      this.print(`GitHub secret: ${path}, written ${writes === 1 ? 'once' : `${writes} times`}`);
  }

  async #runJob(id: string, job: WorkflowJob, needs: Map<string, string>): Promise<void> {
    const masker = new SecretMasker();
    const needed = [...needs].filter(([name]) => name.startsWith(`needs.${job.needs ?? ''}.`));
    const context = new Map([...needed, ...this.#readSecrets(job)]);
    for (const [name, value] of context) if (name.startsWith('secrets.')) masker.addMask(value);
    const jobEnv = evaluate(job.env, context);
    for (const step of job.steps) {
      const title = step.name ?? step.uses ?? 'run';
      try {
        const env = { ...jobEnv, ...evaluate(step.env, context) };
        const evaluated = { ...step, env, inputs: evaluate(step.with, context) };
        const outputs = await this.#runStep(evaluated, job, masker);
        for (const [name, value] of Object.entries(outputs))
          context.set(`steps.${step.id ?? ''}.outputs.${name}`, value);
        this.steps.push({ name: `${id}: ${title}`, conclusion: 'success' });
      } catch (error) {
        this.print(masker.mask(error instanceof Error ? error.message : String(error)));
        this.print(`✗ ${title} failed; the steps after it do not run.`);
        this.steps.push({ name: `${id}: ${title}`, conclusion: 'failure' });
        this.failed = true;
        return;
      }
    }
    for (const [name, value] of Object.entries(evaluate(job.outputs, context))) {
      const output = jobOutput(name, value, masker);
      this.print(output.message);
      if (output.value !== undefined) needs.set(`needs.${id}.outputs.${name}`, output.value);
    }
  }

  /** The secrets and variables of a job. GitHub reads them when the job starts. */
  #readSecrets({ environment }: WorkflowJob): Context {
    const context = new Map([
      ['secrets.ADMIN_PASSWORD', 'the-admin-password-of-the-database'],
      ['secrets.SECRETS_APP_PRIVATE_KEY', 'the-private-key-of-the-app'],
      ['vars.SECRETS_APP_CLIENT_ID', 'Iv23exampleclient00']
    ]);
    for (const [path, { value = '' }] of this.cloud.github.secrets) {
      const [, ...rest] = path.split(' ');
      const name = rest.at(-1) ?? '';
      if (rest.length === 1 || rest[0] === environment) context.set(`secrets.${name}`, value);
    }
    return context;
  }

  async #runStep(step: EvaluatedStep, job: WorkflowJob, masker: SecretMasker): Promise<Values> {
    const { uses = '' } = step;
    const [own, path = ''] = /^org\/aws-random-password(\/\w+)?@/.exec(uses) ?? [];
    return own === undefined
      ? this.#simulateStep(step, masker)
      : this.#runAction(path, step, job, masker);
  }

  /** Runs this action as it is built. */
  async #runAction(
    path: string,
    { inputs, env }: EvaluatedStep,
    job: WorkflowJob,
    masker: SecretMasker
  ): Promise<Values> {
    const withoutToken = {
      ACTIONS_ID_TOKEN_REQUEST_URL: undefined,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined
    };
    const mayRequestToken = job.permissions?.['id-token'] === 'write';
    const { conclusion, outputs } = await runStep({
      action: join(this.action, path),
      inputs,
      env: { ...env, ...this.cloud.env(), ...(mayRequestToken ? {} : withoutToken) },
      masker,
      onLog: (line) => {
        this.print(line);
      }
    });
    if (conclusion !== 'success') throw new Error('The action failed.');
    return outputs;
  }

  #simulateStep({ uses, name, run = '', env }: EvaluatedStep, masker: SecretMasker): Values {
    const print = (line: string): void => {
      this.print(masker.mask(line));
    };
    const script = run.trimEnd();
    print(`▼ Run ${uses ?? name ?? script}`);
    if (script !== '') for (const line of script.split('\n')) print(`  ${line}`);
    for (const [variable, value] of Object.entries(env)) print(`  ${variable}: ${value}`);
    const { log, outputs = {}, masks = [] } = simulateStep(uses ?? script, env, this.database);
    for (const mask of masks) masker.addMask(mask);
    print(log);
    return outputs;
  }
}
