import { NotEmulated } from '../voice.js';

/** An event that starts a workflow, and what the run knows by it. */
export interface WorkflowEvent {
  readonly name: string;
  /** The branch that is pushed to, that a pull request is for, or that a run by hand or by schedule is of. */
  readonly branch: string;
  /** Of workflow_dispatch: what the form has when nobody changes it. */
  readonly inputs: Readonly<Record<string, string | boolean | number>>;
}

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const MAIN = 'main';

const EVENTS: Readonly<
  Record<string, (settings: Mapping, place: string) => Omit<WorkflowEvent, 'name'>>
> = {
  push: (settings, place) => ({ branch: findBranch(settings, place), inputs: {} }),
  pull_request: (settings, place) => ({ branch: findBranch(settings, place), inputs: {} }),
  schedule: () => ({ branch: MAIN, inputs: {} }),
  workflow_dispatch: (settings, place) => ({ branch: MAIN, inputs: readInputs(settings, place) })
};

/**
 * Reads `on:`. Events that are not emulated are passed over as long as there is one that is.
 * @throws {NotEmulated} when there is none, or for a filter that names no branch.
 */
export function parseEvents(on: unknown, path: string): readonly WorkflowEvent[] {
  const entries: [string, unknown][] = isMapping(on)
    ? Object.entries(on)
    : [on].flat().map((name) => [String(name), null]);
  const known = entries.flatMap(([name, settings]) => {
    const read = EVENTS[name];
    if (!read) return [];
    return [{ name, ...read(isMapping(settings) ? settings : {}, `${path}: on.${name}`) }];
  });
  if (known.length === 0)
    throw new NotEmulated(
      `${path}: on: ${entries.map(([name]) => name).join(', ')}`,
      Object.keys(EVENTS)
    );
  return known;
}

const texts = (value: unknown): string[] =>
  value === undefined || value === null ? [] : [value].flat().map(String);

/** `main` where the filters let it in, or else the first branch that they name. */
function findBranch(settings: Mapping, place: string): string {
  const branches = texts(settings['branches']);
  const ignored = texts(settings['branches-ignore']);
  if (branches.length === 0 && (settings['tags'] ?? settings['tags-ignore']) !== undefined)
    throw new NotEmulated(`${place}: a filter of tags alone`, 'branches');
  if (ignored.some((pattern) => matchesFilter(pattern, MAIN, place)))
    throw new NotEmulated(`${place}: branches-ignore with main`, 'branches, with a name');
  const isMain = branches.reduce(
    (is, pattern) =>
      pattern.startsWith('!')
        ? is && !matchesFilter(pattern.slice(1), MAIN, place)
        : is || matchesFilter(pattern, MAIN, place),
    branches.length === 0
  );
  if (isMain) return MAIN;
  const named = branches.find((pattern) => /^[\w./-]+$/.test(pattern));
  if (named !== undefined) return named;
  throw new NotEmulated(
    `${place}: branches: ${branches.join(', ')}`,
    'a pattern that matches main, or the whole name of a branch'
  );
}

function matchesFilter(pattern: string, branch: string, place: string): boolean {
  if (/[?+[\]]/.test(pattern))
    throw new NotEmulated(`${place}: the pattern ${pattern}`, ['*', '**']);
  const source = pattern
    .split(/(\*+)/)
    .map((part) =>
      part === '*'
        ? '[^/]*'
        : part.startsWith('*')
          ? '.*'
          : part.replaceAll(/[.^$(){}|\\]/g, '\\$&')
    );
  return new RegExp(`^${source.join('')}$`).test(branch);
}

/** The values of the form's fields when nobody changes them. */
function readInputs(settings: Mapping, place: string): WorkflowEvent['inputs'] {
  const { inputs } = settings;
  if (!isMapping(inputs)) return {};
  return Object.fromEntries(
    Object.entries(inputs).map(([name, field]) => {
      const { type = 'string', default: value, options, required } = isMapping(field) ? field : {};
      if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
        return [name, type === 'boolean' ? String(value) === 'true' : value];
      if (type === 'boolean') return [name, false];
      if (type === 'choice' && Array.isArray(options)) return [name, String(options[0])];
      if (required === true)
        throw new NotEmulated(
          `${place}: the input ${name}, which is required and has no default,`,
          'inputs that have one'
        );
      return [name, ''];
    })
  );
}
