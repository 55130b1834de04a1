import {
  brokenAtEnd,
  brokenByCall,
  brokenByOutcome,
  kindOf,
  mayResume,
  NO_RESPONSE,
  type Ended
} from './promises.js';
import type { Progress, Run, Trace } from './run.js';
import {
  answer,
  isRead,
  type Answer,
  type PendingCall,
  type Response,
  type World,
  countWorlds,
  forgetWorlds
} from './world.js';

/** Something that somebody does to the secret by hand, at any moment. */
export interface ByHand {
  readonly name: string;
  /** @returns undefined where it cannot be done. */
  readonly act: (world: World) => World | undefined;
}

export interface Scenario {
  readonly name: string;
  readonly world: World;
  /** What was there before, the last state first: a lagging read may show it. */
  readonly history: readonly World[];
  readonly runCount: number;
  /** Anew for each exploration: a run keeps all that it has gone through. */
  readonly openRuns: () => readonly Run[];
  readonly byHand: readonly ByHand[];
}

export interface Exploration {
  /** Orders of calls and faults, from the start to the end of all runs. */
  readonly schedules: bigint;
  /** Different states on the way: of Secrets Manager, and of what each run knows. */
  readonly states: number;
  readonly broken: readonly Violation[];
  /** Why runs failed in schedules without a fault. */
  readonly failures: ReadonlySet<string>;
}

export interface Violation {
  readonly promise: string;
  readonly schedule: readonly string[];
}

interface RunState {
  readonly progress: Progress;
  readonly isCrashed: boolean;
  /** The versions that the run has read, and might resume when it read them last. */
  readonly resumable: ReadonlySet<string>;
}

interface State {
  readonly world: World;
  /** Before the last writes, the last one first: what a lagging read shows. */
  readonly before: readonly World[];
  readonly runs: readonly RunState[];
  /** The one fault of this schedule, once it has happened. */
  readonly fault: string | undefined;
}

const keyFor = ({ world, before, runs, fault }: State): string =>
  [
    world.id,
    fault === undefined ? before.map(({ id }) => id).join(' ') : fault,
    ...runs.map(
      ({ progress, isCrashed, resumable }) =>
        `${progress.id}${isCrashed ? 'x' : ''} ${[...resumable].sort().join(' ')}`
    )
  ].join();

/** Runs every interleaving of the calls of all runs, with at most one fault at any place. */
export async function explore(
  scenario: Scenario,
  options: { readonly withFaults: boolean }
): Promise<Exploration> {
  const known = countWorlds();
  try {
    return await new Explorer(scenario, options.withFaults).explore();
  } finally {
    forgetWorlds(known);
  }
}

const toAnswer = (response: Response): Omit<Answer, 'world'> => ({
  response,
  key: JSON.stringify(response)
});
const noResponse = toAnswer({
  code: 'InternalServiceError',
  message: 'no response',
  status: 500,
  attempts: 3
});
const existing = toAnswer({
  code: 'ResourceExistsException',
  message: 'The secret already exists.',
  attempts: 2
});

const notFound = toAnswer({
  code: 'ResourceNotFoundException',
  message: "Secrets Manager can't find the specified secret."
});
const isMissingIn = (world: World, call: PendingCall): boolean => {
  const { response } = answer(world, call);
  return 'code' in response && response.code === 'ResourceNotFoundException';
};

/** By how many writes a read may lag. */
const LAG = 3;

/** More of one scenario tell nothing new. */
const MOST_BROKEN = 3;

class Explorer {
  /** The number of schedules from a state on. */
  readonly #known = new Map<string, bigint>();
  readonly #broken: Violation[] = [];
  readonly #failures = new Set<string>();
  readonly #path: (() => string)[] = [];
  readonly #runs: readonly Run[];

  constructor(
    private readonly scenario: Scenario,
    private readonly withFaults: boolean
  ) {
    this.#runs = scenario.openRuns();
  }

  async explore(): Promise<Exploration> {
    const { world, history } = this.scenario;
    const progresses = await Promise.all(this.#runs.map((run) => run.begin()));
    const schedules = await this.#visit({
      world,
      before: history.slice(0, LAG),
      runs: progresses.map((progress) => ({ progress, isCrashed: false, resumable: new Set() })),
      fault: undefined
    });
    return {
      schedules,
      states: this.#known.size,
      broken: this.#broken,
      failures: this.#failures
    };
  }

  #note(promises: readonly string[]): void {
    for (const promise of promises) {
      if (this.#broken.length === MOST_BROKEN) return;
      this.#broken.push({ promise, schedule: this.#path.map((step) => step()) });
    }
  }

  async #visit(state: State): Promise<bigint> {
    const stateKey = keyFor(state);
    const known = this.#known.get(stateKey);
    if (known !== undefined) return known;
    let schedules = 0n;
    const visit = async (step: () => string, next: State): Promise<void> => {
      if (this.#broken.length === MOST_BROKEN) return;
      this.#path.push(step);
      schedules += await this.#visit(next);
      this.#path.pop();
    };
    let isRunning = false;
    for (const [at, { isCrashed, progress }] of state.runs.entries()) {
      // What a run has left under way when it ended still has its effect.
      if (isCrashed || (progress.outcome && progress.pending.length === 0)) continue;
      isRunning = true;
      for (const call of progress.pending) await this.#call(state, at, call, visit);
      if (this.#mayFail(state) && !progress.outcome) {
        const next = replace(state, at, { isCrashed: true }, { fault: 'crash' });
        await visit(() => `${this.#runs[at]!.name} crashes`, next);
      }
    }
    if (isRunning && this.#mayFail(state)) {
      for (const { name, act } of this.scenario.byHand) {
        const world = act(state.world);
        if (!world || world === state.world) continue;
        const fault = `hand: ${name}`;
        await visit(() => fault, { ...state, world, fault });
      }
    }
    if (!isRunning) {
      this.#judge(state);
      schedules = 1n;
    }
    this.#known.set(stateKey, schedules);
    return schedules;
  }

  #mayFail = ({ fault }: State): boolean => this.withFaults && fault === undefined;

  /** A call takes effect and is answered; or one of the faults that can happen to it. */
  async #call(
    state: State,
    at: number,
    call: PendingCall,
    visit: (step: () => string, next: State) => Promise<void>
  ): Promise<void> {
    const run = this.#runs[at]!;
    const own = state.runs[at]!;
    const done = answer(state.world, call);
    const step = (): string => `${run.name}: ${call.operation} ${JSON.stringify(call.input)}`;
    const taken = {
      world: done.world,
      before:
        done.world === state.world ? state.before : [state.world, ...state.before].slice(0, LAG)
    };
    this.#path.push(step);
    this.#note(brokenByCall(run, own.progress, call, state.world, done.world, state.fault));
    this.#path.pop();

    const respond = async (
      { response, key }: Omit<Answer, 'world'>,
      { seen, fault, ...change }: { seen: World; fault: string | undefined } & Partial<State>
    ): Promise<State> => {
      const progress = await run.after(own.progress, call, response, key);
      const resumable = updateResumable(own.resumable, call, response, seen, progress.trace);
      if (progress.outcome && !own.progress.outcome) {
        this.#path.push(step);
        this.#note(brokenByOutcome(run, progress, progress.outcome, resumable, fault));
        this.#path.pop();
      }
      return replace(state, at, { progress, resumable }, { ...change, fault });
    };
    await visit(
      () => `${step()} → ${done.key}`,
      await respond(done, { ...taken, seen: done.world, fault: state.fault })
    );
    if (!this.#mayFail(state)) return;
    if (isRead(call)) {
      const known = new Set([done.key]);
      for (const before of state.before) {
        const stale = answer(before, call);
        if (known.has(stale.key)) continue;
        known.add(stale.key);
        await visit(
          () => `${step()} lags → ${stale.key}`,
          await respond(stale, { ...taken, seen: before, fault: 'lagging read' })
        );
      }
      return;
    }
    if (
      state.before.some((before) => isMissingIn(before, call)) &&
      !isMissingIn(state.world, call)
    ) {
      await visit(
        () => `${step()} does not find what is there yet`,
        await respond(notFound, { seen: state.world, fault: 'lagging write' })
      );
    }
    await visit(
      () => `${step()}, and ${run.name} crashes`,
      replace(state, at, { isCrashed: true }, { ...taken, fault: 'crash' })
    );
    // The call is sent once more.
    await visit(
      () => `${step()}, and the response is lost`,
      replace(state, at, {}, { ...taken, fault: 'lost response' })
    );
    if (call.operation === 'create' && 'value' in done.response) {
      // Whether AWS takes the second one for the first is not settled.
      await visit(
        () => `${step()}, the response is lost, and AWS says that the secret exists`,
        await respond(existing, { ...taken, seen: done.world, fault: 'lost response' })
      );
    }
    // All attempts end without a response.
    for (const effect of [{}, taken]) {
      await visit(
        () =>
          `${step()} ends ${effect === taken ? 'with' : 'without'} its effect, and without a response`,
        await respond(noResponse, { ...effect, seen: state.world, fault: NO_RESPONSE })
      );
    }
  }

  #judge({ runs, world, fault }: State): void {
    const ended = runs.map(({ progress, isCrashed }, at): Ended => {
      const outcome = isCrashed ? undefined : progress.outcome;
      return { run: this.#runs[at]!, progress, outcome };
    });
    for (const { run, outcome } of ended) {
      if (fault === undefined && outcome?.ok === false) {
        this.#failures.add(`${kindOf(run)}: ${shorten(outcome.message)}`);
      }
    }
    this.#note(brokenAtEnd(ended, world, fault));
  }
}

/** Version ids by the letter of their run: who was refused does not matter. */
export const shorten = (message: string): string =>
  message
    .replaceAll(/(.)\1{7}-0000-4000-8000-0{11}(\d)(-\w{12}){0,2}/g, '$1$2')
    .replaceAll(/"arn":"[^"]*",/g, '');

function updateResumable(
  resumable: ReadonlySet<string>,
  { operation }: PendingCall,
  response: Response,
  seen: World,
  trace: Trace
): ReadonlySet<string> {
  if (operation !== 'get' || 'code' in response) return resumable;
  const { versionId } = response.value as { readonly versionId: string };
  if (mayResume(seen, versionId, trace)) return new Set([...resumable, versionId]);
  return new Set([...resumable].filter((other) => other !== versionId));
}

function replace(
  state: State,
  at: number,
  changed: Partial<RunState>,
  changes: Partial<Pick<State, 'world' | 'before' | 'fault'>>
): State {
  const runs = state.runs.map((run, index) => (index === at ? { ...run, ...changed } : run));
  return { ...state, ...changes, runs };
}
