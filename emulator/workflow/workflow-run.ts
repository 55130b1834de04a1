import { NotEmulated } from '../voice.js';
import type { Account } from './account.js';
import { evaluateCondition, type Contexts } from './expressions.js';
import {
  runJob,
  type Conclusion,
  type JobOptions,
  type JobResult,
  type StepRun
} from './job-run.js';
import type { WorkflowEvent } from './workflow-event.js';
import type { Workflow } from './workflow-file.js';

export interface RunOptions extends JobOptions {
  /** One of the workflow's events; its first by default. */
  readonly event?: string;
  /** Ends the run as if its runner had died, when so many steps have run. */
  readonly stopAfterSteps?: number;
  readonly onLog?: (line: string) => void;
}

export interface RunResult {
  readonly conclusion: Conclusion;
  /** As GitHub shows it, all jobs in order. */
  readonly log: string;
  /** In order. Steps that did not run are left out. */
  readonly steps: readonly StepRun[];
  /** Messages of annotations, as `level: message`. */
  readonly annotations: readonly string[];
}

/**
 * Runs a workflow as GitHub does, one job after the other. A job reads the secrets that are there when it starts, and
 * gets from the jobs that it needs the outputs that no mask matches.
 */
export async function runWorkflow(
  workflow: Workflow,
  account: Account,
  options: RunOptions
): Promise<RunResult> {
  const { stopAfterSteps = Infinity } = options;
  const event = workflow.events.find(({ name }) => name === (options.event ?? name));
  if (!event)
    throw new NotEmulated(
      `${workflow.name} by the event ${options.event ?? ''}`,
      workflow.events.map(({ name }) => name)
    );
  const log: string[] = [];
  const print = (line: string): void => {
    log.push(line);
    options.onLog?.(line);
  };
  // Read when the run is queued: a secret that one of its jobs writes is there for the next run.
  const repositorySecrets = readSecrets(account, undefined);
  const results = new Map<string, JobResult>();
  const waiting = new Map(Object.entries(workflow.jobs));
  while (waiting.size > 0) {
    const next = [...waiting].find(([, { needs }]) => needs.every((one) => results.has(one)));
    // The file was checked: no job waits for itself.
    if (!next) break;
    const [id, job] = next;
    waiting.delete(id);
    const needs = Object.fromEntries(
      job.needs.map((name) => {
        const { conclusion = 'skipped', outputs = {} } = results.get(name) ?? {};
        return [name, { result: conclusion, outputs }];
      })
    );
    const contexts: Contexts = {
      github: githubContext(workflow, account, event, id),
      needs,
      inputs: event.inputs,
      runner: { name: 'GitHub Actions 1', os: 'Linux', arch: 'X64', environment: 'github-hosted' },
      secrets: {
        ...repositorySecrets,
        ...(job.environment !== undefined && readSecrets(account, job.environment))
      },
      vars: { SECRETS_APP_CLIENT_ID: account.app.clientId }
    };
    const steps = [...results.values()].reduce((sum, result) => sum + result.steps.length, 0);
    if (steps >= stopAfterSteps) break;
    const failed = Object.values(needs).some(({ result }) => result !== 'success');
    print('');
    if (evaluateCondition(job.if, contexts, { failed })) {
      print(
        `━ job ${id}${job.environment === undefined ? '' : ` (environment ${job.environment})`}`
      );
      results.set(
        id,
        await runJob({
          ...{ workflow, job, id, contexts, account, options, print },
          maximumSteps: stopAfterSteps - steps
        })
      );
    } else {
      print(`━ job ${id}: skipped`);
      results.set(id, { conclusion: 'skipped', outputs: {}, steps: [], annotations: [] });
    }
  }
  const all = [...results.values()];
  return {
    conclusion: all.some(({ conclusion }) => conclusion === 'failure') ? 'failure' : 'success',
    log: log.join('\n'),
    steps: all.flatMap(({ steps }) => steps),
    annotations: all.flatMap(({ annotations }) => annotations)
  };
}

function githubContext(
  workflow: Workflow,
  { jobToken, repository: { owner, name } }: Account,
  { name: event, branch, inputs }: WorkflowEvent,
  job: string
): Contexts {
  const [ref, refName] =
    event === 'pull_request' ? ['refs/pull/7/merge', '7/merge'] : [`refs/heads/${branch}`, branch];
  return {
    ...(event === 'pull_request' && { base_ref: branch, head_ref: 'change' }),
    ...(event === 'workflow_dispatch' && { event: { inputs } }),
    actor: 'octocat',
    event_name: event,
    job,
    ref,
    ref_name: refName,
    repository: `${owner}/${name}`,
    repository_owner: owner,
    run_attempt: '1',
    run_id: '4242424242',
    sha: '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d',
    token: jobToken,
    workflow: workflow.name,
    workflow_ref: `${owner}/${name}/.github/workflows/${workflow.file}@${ref}`
  };
}

/** The secrets of an environment, or else those of the repository and of its organization. */
function readSecrets(account: Account, environment: string | undefined): Record<string, string> {
  const { owner, name } = account.repository;
  return {
    ...(environment === undefined && {
      GITHUB_TOKEN: account.jobToken,
      SECRETS_APP_PRIVATE_KEY: account.app.privateKey
    }),
    ...Object.fromEntries(
      account.cloud.github.readableBy(`${owner}/${name}`, 'actions', environment)
    )
  };
}
