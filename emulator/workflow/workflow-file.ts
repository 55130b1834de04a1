import { CORE_SCHEMA, load } from 'js-yaml';
import { NotEmulated } from '../voice.js';
import { parseEvents, type WorkflowEvent } from './workflow-event.js';

export type Scalar = string | number | boolean;
export type Scalars = Readonly<Record<string, Scalar>>;

export interface WorkflowStep {
  readonly id?: string;
  readonly name?: string;
  readonly if?: Scalar;
  readonly uses?: string;
  readonly with?: Scalars;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Scalars;
  readonly 'timeout-minutes'?: number;
}

export interface WorkflowJob {
  readonly name?: string;
  readonly needs: readonly string[];
  readonly if?: Scalar;
  readonly 'runs-on': string | readonly string[];
  /** The name of its environment. */
  readonly environment?: string;
  readonly concurrency?: unknown;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Scalars;
  readonly outputs?: Scalars;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly WorkflowStep[];
}

export interface Workflow {
  readonly name: string;
  /** The file, without its folder. */
  readonly file: string;
  /** Those that start it and are emulated. */
  readonly events: readonly WorkflowEvent[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Scalars;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

type Kind = 'scalar' | 'scalars' | 'text' | 'names' | 'number' | 'permissions' | 'any';

/** How a message names a kind of value. */
const KINDS: Readonly<Record<Kind, string>> = {
  scalar: 'a text, a number or a boolean',
  scalars: 'a mapping of names to texts',
  text: 'a text',
  names: 'a text or a list of texts',
  number: 'a number',
  permissions: 'a mapping of permissions to read, write or none',
  any: 'a value'
};

/** The keys of one level: those that are emulated with their kind, and the others that GitHub knows. */
interface Level {
  readonly level: string;
  readonly emulated: Readonly<Record<string, Kind>>;
  readonly others: readonly string[];
}

const WORKFLOW: Level = {
  level: 'a workflow',
  emulated: {
    name: 'text',
    'run-name': 'text',
    on: 'any',
    permissions: 'permissions',
    env: 'scalars',
    concurrency: 'any',
    jobs: 'any'
  },
  others: ['defaults']
};
const JOB: Level = {
  level: 'a job',
  emulated: {
    name: 'text',
    needs: 'names',
    if: 'scalar',
    'runs-on': 'names',
    environment: 'any',
    concurrency: 'any',
    permissions: 'permissions',
    env: 'scalars',
    outputs: 'scalars',
    'timeout-minutes': 'number',
    steps: 'any'
  },
  others: [
    ...['container', 'continue-on-error', 'defaults', 'secrets', 'services', 'snapshot'],
    ...['strategy', 'uses', 'with']
  ]
};
const STEP: Level = {
  level: 'a step',
  emulated: {
    id: 'text',
    name: 'text',
    if: 'scalar',
    uses: 'text',
    with: 'scalars',
    run: 'text',
    shell: 'text',
    env: 'scalars',
    'timeout-minutes': 'number'
  },
  others: ['continue-on-error', 'working-directory']
};

/**
 * Reads a workflow in YAML. Concurrency is read and has no effect: one run goes at a time here.
 * @throws {Error} for a key or a value that is not emulated or not known; nothing is passed over.
 */
export function parseWorkflow(text: string, path: string): Workflow {
  const root = mapping(load(text, { schema: CORE_SCHEMA }), path);
  check(root, WORKFLOW, path);
  if (!('on' in root)) throw new Error(`${path} has no key on: it says what starts the workflow.`);
  const jobs = Object.entries(mapping(root['jobs'], `${path}: jobs`)).map(
    ([id, value]) => [id, parseJob(value, `${path}: jobs.${id}`)] as const
  );
  checkNeeds(Object.fromEntries(jobs), path);
  return {
    ...(root as unknown as Pick<Workflow, 'env' | 'permissions'>),
    name: typeof root['name'] === 'string' ? root['name'] : path,
    file: path,
    events: parseEvents(root['on'], path),
    jobs: Object.fromEntries(jobs)
  };
}

function parseJob(value: unknown, place: string): WorkflowJob {
  const job = mapping(value, place);
  check(job, JOB, place);
  const { needs = [], steps, environment } = job;
  if (!Array.isArray(steps)) throw new Error(`${place} has no steps.`);
  steps.forEach((one: unknown, at) => {
    const step = mapping(one, `${place}.steps[${at}]`);
    check(step, STEP, `${place}.steps[${at}]`);
    if ('uses' in step === 'run' in step)
      throw new Error(`${place}.steps[${at}] must have either uses or run.`);
  });
  return {
    ...(job as unknown as WorkflowJob),
    needs: [needs].flat() as string[],
    ...(environment !== undefined && { environment: environmentName(environment, place) })
  };
}

function environmentName(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  const { name } = mapping(value, `${place}: environment`);
  if (typeof name === 'string') return name;
  throw new Error(`${place}: environment must be a text, or a mapping with a name.`);
}

/** Every job that is needed must be there, and none may wait for itself. */
function checkNeeds(jobs: Readonly<Record<string, WorkflowJob>>, path: string): void {
  const isDone = new Set<string>();
  for (const [id, { needs }] of Object.entries(jobs)) {
    const unknown = needs.find((name) => !(name in jobs));
    if (unknown !== undefined)
      throw new Error(
        `${path}: the job ${id} needs ${unknown}, and there is no such job. Jobs: ${Object.keys(jobs).join(', ')}.`
      );
  }
  for (let found = true; found;) {
    const next = Object.entries(jobs).find(
      ([id, { needs }]) => !isDone.has(id) && needs.every((one) => isDone.has(one))
    );
    found = next !== undefined;
    if (next) isDone.add(next[0]);
  }
  const waiting = Object.keys(jobs).filter((id) => !isDone.has(id));
  if (waiting.length > 0)
    throw new Error(`${path}: the jobs ${waiting.join(' and ')} need each other.`);
}

type Mapping = Readonly<Record<string, unknown>>;

function mapping(value: unknown, place: string): Mapping {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Mapping;
  throw new Error(`${place} must be a mapping.`);
}

function check(value: Mapping, { level, emulated, others }: Level, place: string): void {
  for (const [key, one] of Object.entries(value)) {
    const kind = emulated[key];
    if (kind === undefined) {
      const keys = Object.keys(emulated);
      if (others.includes(key)) throw new NotEmulated(`${place}: the key ${key}`, keys);
      throw new Error(
        `${place}: GitHub knows no key ${key} in ${level}. It knows ${[...keys, ...others].sort().join(', ')}.`
      );
    }
    if (kind === 'permissions' && typeof one === 'string')
      throw new NotEmulated(`${place}: permissions: ${one}`, KINDS.permissions);
    if (!isKind(one, kind)) throw new Error(`${place}: ${key} must be ${KINDS[kind]}.`);
  }
}

const isScalar = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

const isMappingOf = (value: unknown, test: (one: unknown) => boolean): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(test);

function isKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'any':
      return true;
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'scalar':
      return isScalar(value);
    case 'names':
      return [value].flat().every((one) => typeof one === 'string');
    case 'permissions':
      return isMappingOf(value, (one) => ['read', 'write', 'none'].includes(String(one)));
    case 'scalars':
      return isMappingOf(value, isScalar);
  }
}
