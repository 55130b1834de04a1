import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { jobOutput, showOutputs } from '../runner/job-output.js';
import { runScript, runStep, type StepResult } from '../runner/runner.js';
import { SecretMasker } from '../runner/secret-masker.js';
import { errorText, NotEmulated, ownVoice } from '../voice.js';
import type { Account } from './account.js';
import { evaluateCondition, evaluateText, evaluateTexts, type Contexts } from './expressions.js';
import type { Workflow, WorkflowJob, WorkflowStep } from './workflow-file.js';

export type Conclusion = 'success' | 'failure' | 'skipped';

export interface BuiltAction {
  readonly folder: string;
  /** What may stand behind the `@`; the SHA of a commit may always. */
  readonly versions: readonly string[];
}

export interface JobOptions {
  /** The actions that are built here, by what stands before the `@` of `uses:`. */
  readonly actions: Readonly<Record<string, BuiltAction>>;
  /** Whether `sub` has the numeric ids, as in repositories created, renamed or transferred after 2026-07-15. */
  readonly subjectWithIds?: boolean;
  /** Something happens when a step has run. */
  readonly afterStep?: (name: string) => Promise<void>;
}

export interface JobRun {
  readonly workflow: Workflow;
  readonly job: WorkflowJob;
  readonly id: string;
  readonly contexts: Contexts;
  readonly account: Account;
  readonly options: JobOptions;
  readonly print: (line: string) => void;
  /** How many steps may run before the runner dies. */
  readonly maximumSteps: number;
}

export interface StepRun {
  /** `job: step`. */
  readonly name: string;
  readonly conclusion: Conclusion;
  /** A line for each of its outputs, masked. */
  readonly outputs: readonly string[];
}

export interface JobResult {
  readonly conclusion: Conclusion;
  /** Those that other jobs get. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: StepRun[];
  readonly annotations: string[];
}

/** Runs a job: tokens with its claims, one masker, one folder, and what its steps export to later ones. */
export async function runJob(run: JobRun): Promise<JobResult> {
  const { account, contexts, job, print, workflow } = run;
  setClaims(run);
  const masker = new SecretMasker();
  for (const value of Object.values(contexts['secrets'] ?? {})) masker.addMask(String(value));
  const workspace = await mkdtemp(join(account.folder, 'job-'));
  const steps: Record<string, Contexts> = {};
  const exported: Record<string, string> = {};
  const result: Omit<JobResult, 'conclusion' | 'outputs'> = { steps: [], annotations: [] };
  let failed = false;
  try {
    await mkdir(join(workspace, '.home'));
    const jobEnv = {
      ...evaluateTexts(workflow.env, contexts),
      ...evaluateTexts(job.env, contexts)
    };
    for (const step of job.steps) {
      if (result.steps.length >= run.maximumSteps) {
        print('✗ The runner dies here, on purpose: the next run finishes the work.');
        return { ...result, conclusion: 'failure', outputs: {} };
      }
      const env = { ...jobEnv, ...exported };
      const inStep = { ...contexts, env, steps };
      const shown = step.name ?? step.uses ?? step.run?.split('\n')[0] ?? '';
      let conclusion: Conclusion = 'failure';
      let outputs: readonly string[] = [];
      try {
        if (!evaluateCondition(step.if, inStep, { failed })) continue;
        const shownEnv = { ...env, ...evaluateTexts(step.env, inStep) };
        const done = await startStep(run, step, shown, inStep, {
          masker,
          workspace,
          onLog: print,
          shownEnv,
          env: { ...stepVariables(run, workspace), ...shownEnv }
        });
        if (done.conclusion === 'success') conclusion = 'success';
        result.annotations.push(
          ...done.annotations.map(({ level, message }) => `${level}: ${message}`)
        );
        Object.assign(exported, done.exportedEnv);
        outputs = showOutputs(done.outputs, masker);
        if (step.id !== undefined) steps[step.id] = { outputs: done.outputs, conclusion };
      } catch (error) {
        print(masker.mask(errorText(error)));
      }
      result.steps.push({ name: `${run.id}: ${shown}`, conclusion, outputs });
      await run.options.afterStep?.(shown);
      if (conclusion === 'failure') {
        failed = true;
        print(masker.mask(`✗ ${shown} failed.`));
      }
    }
    const outputs: Record<string, string> = {};
    for (const [name, value] of failed ? [] : Object.entries(job.outputs ?? {})) {
      const passed = jobOutput(name, evaluateText(value, { ...contexts, steps }), masker);
      print(passed.message);
      if (passed.value !== undefined) outputs[name] = passed.value;
    }
    return { ...result, conclusion: failed ? 'failure' : 'success', outputs };
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

type StepContext = Pick<
  Parameters<typeof runScript>[0],
  'env' | 'masker' | 'onLog' | 'shownEnv' | 'workspace'
>;

function startStep(
  { account, options, print }: JobRun,
  step: WorkflowStep,
  name: string,
  contexts: Contexts,
  context: StepContext
): Promise<StepResult> {
  print('');
  if (step.run !== undefined) {
    // GitHub pastes expressions into the script, and so does this.
    const script = evaluateText(step.run, contexts);
    const env = { ...context.env, ...account.clients.notFound, PATH: account.clients.path };
    return runScript({ ...context, env, name, script, shell: step.shell });
  }
  const { uses = '' } = step;
  const action = findAction(uses, account, options.actions, print);
  const inputs = evaluateTexts(step.with, contexts);
  const { 'aws-region': region = account.region } = inputs;
  if (region !== account.region)
    throw new NotEmulated(
      `The Region ${region}`,
      `${account.region}, as in the example of the pages. Try the workflow with its names, and replace them when it works`
    );
  // The runner would warn of an input that it does not know; those of a stand-in are fewer than the action's own.
  const { inputs: known } = account.clients.actions[uses] ?? {};
  const unknown = known && Object.keys(inputs).find((name) => !known.includes(name));
  if (known && unknown !== undefined)
    throw new NotEmulated(`The input ${unknown} of ${uses}`, known);
  return runStep({ ...context, action, name: uses, inputs });
}

/** The folder of an action: one that is built here, or a stand-in for one of others. */
function findAction(
  uses: string,
  { clients }: Account,
  built: JobOptions['actions'],
  print: JobRun['print']
): string {
  const [name = '', ref = ''] = uses.split('@');
  // Whoever has published this project is the owner.
  const repository = name.slice(name.indexOf('/'));
  const own = Object.entries(built).find(([known]) => known.endsWith(repository))?.[1];
  const folder = own?.folder ?? clients.actionFolders.get(uses);
  if (own && !own.versions.includes(ref) && !/^[0-9a-f]{40}$/.test(ref))
    throw new NotEmulated(`${uses}, a version that is not the one in this folder,`, [
      ...own.versions.map((one) => `${name}@${one}`),
      'the SHA of a commit'
    ]);
  if (own && (!(name in built) || !own.versions.includes(ref)))
    print(ownVoice(`${uses} runs as it is built in this folder.`));
  if (folder !== undefined) return folder;
  const known = [
    ...Object.entries(built).map(([one, { versions }]) => `${one}@${versions[0] ?? ''}`),
    ...clients.actionFolders.keys()
  ];
  throw new NotEmulated(`The action ${uses}`, known);
}

function stepVariables(run: JobRun, workspace: string): Record<string, string | undefined> {
  const { account, contexts, job, workflow } = run;
  // A job has the permissions of the workflow, or its own instead of all of them.
  const permissions = job.permissions ?? workflow.permissions ?? {};
  // The token is in the context only.
  const github = Object.entries(contexts['github'] ?? {})
    .filter(([name, value]) => name !== 'token' && typeof value === 'string')
    .map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, String(value)] as const);
  return {
    ...Object.fromEntries(github),
    GITHUB_REPOSITORY_OWNER_ID: account.repository.ownerId,
    GITHUB_REPOSITORY_ID: account.repository.id,
    GITHUB_WORKSPACE: workspace,
    HOME: join(workspace, '.home'),
    ...([job['runs-on']].flat().includes('self-hosted')
      ? { RUNNER_ENVIRONMENT: 'self-hosted', ...account.cloud.instanceEnv }
      : { RUNNER_ENVIRONMENT: 'github-hosted' }),
    ...account.cloud.env(),
    ...account.endpoints,
    ...(permissions['id-token'] !== 'write' && {
      ACTIONS_ID_TOKEN_REQUEST_URL: undefined,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined
    }),
    EMULATED_CLIENTS_URL: account.clients.url
  };
}

/** The claims of the job's tokens, which the trust policies of the roles look at. */
function setClaims({ account, contexts, job, options, workflow }: JobRun): void {
  const { owner, ownerId, name, id } = account.repository;
  const github = contexts['github'] as Readonly<Record<string, string>>;
  const { ref = '', event_name = '', repository = '', workflow_ref = '' } = github;
  const { environment } = job;
  const location =
    environment !== undefined
      ? `environment:${environment}`
      : event_name === 'pull_request'
        ? 'pull_request'
        : `ref:${ref}`;
  const prefix = options.subjectWithIds ? `${owner}@${ownerId}/${name}@${id}` : repository;
  const issuer = account.cloud.issuer.options;
  issuer.subject = `repo:${prefix}:${location}`;
  issuer.claims = {
    ref,
    event_name,
    repository,
    repository_id: id,
    repository_owner: owner,
    repository_owner_id: ownerId,
    workflow: workflow.name,
    workflow_ref,
    job_workflow_ref: workflow_ref,
    ...(environment !== undefined && { environment })
  };
}
