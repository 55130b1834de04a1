import { CORE_SCHEMA, load } from 'js-yaml';

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
  readonly needs?: string | readonly string[];
  readonly if?: Scalar;
  readonly 'runs-on': string | readonly string[];
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
  /** Names of the events that start it. */
  readonly events: readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Scalars;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

type Kind = 'scalar' | 'scalars' | 'text' | 'names' | 'number' | 'any';

const WORKFLOW: Readonly<Record<string, Kind>> = {
  name: 'text',
  on: 'any',
  permissions: 'scalars',
  env: 'scalars',
  concurrency: 'any',
  jobs: 'any'
};
const JOB: Readonly<Record<string, Kind>> = {
  name: 'text',
  needs: 'names',
  if: 'scalar',
  'runs-on': 'names',
  environment: 'text',
  concurrency: 'any',
  permissions: 'scalars',
  env: 'scalars',
  outputs: 'scalars',
  'timeout-minutes': 'number',
  steps: 'any'
};
const STEP: Readonly<Record<string, Kind>> = {
  id: 'text',
  name: 'text',
  if: 'scalar',
  uses: 'text',
  with: 'scalars',
  run: 'text',
  shell: 'text',
  env: 'scalars',
  'timeout-minutes': 'number'
};

/**
 * Reads a workflow in YAML. Concurrency is read and has no effect: one run goes at a time here.
 * @throws {Error} for a key or a value that this emulator does not know; nothing is passed over.
 */
export function parseWorkflow(text: string, path: string): Workflow {
  const root = mapping(load(text, { schema: CORE_SCHEMA }), path);
  check(root, WORKFLOW, path);
  const jobs = Object.entries(mapping(root['jobs'], `${path}: jobs`));
  for (const [id, value] of jobs) {
    const place = `${path}: jobs.${id}`;
    const job = mapping(value, place);
    check(job, JOB, place);
    if (!Array.isArray(job['steps'])) throw new Error(`${place} has no steps.`);
    job['steps'].forEach((one: unknown, at) => {
      const step = mapping(one, `${place}.steps[${at}]`);
      check(step, STEP, `${place}.steps[${at}]`);
      if ('uses' in step === 'run' in step)
        throw new Error(`${place}.steps[${at}] must have either uses or run.`);
    });
  }
  const { on } = root;
  return {
    ...(root as unknown as Omit<Workflow, 'name' | 'events'>),
    name: typeof root['name'] === 'string' ? root['name'] : path,
    events:
      typeof on === 'string'
        ? [on]
        : Array.isArray(on)
          ? on.map(String)
          : Object.keys(mapping(on, `${path}: on`))
  };
}

type Mapping = Readonly<Record<string, unknown>>;

function mapping(value: unknown, place: string): Mapping {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Mapping;
  throw new Error(`${place} must be a mapping.`);
}

function check(value: Mapping, kinds: Readonly<Record<string, Kind>>, place: string): void {
  for (const [key, one] of Object.entries(value)) {
    const kind = kinds[key];
    if (kind === undefined)
      throw new Error(`${place}: this emulator does not know the key ${key}.`);
    if (!isKind(one, kind)) throw new Error(`${place}: ${key} must be of the kind ${kind}.`);
  }
}

const isScalar = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

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
    case 'scalars':
      return (
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every(isScalar)
      );
  }
}
