import { SeededRandom } from '../helpers/seeded-random.js';

export type Inputs = Readonly<Record<string, string>>;

/** What a secret has: a plain password, JSON with one key or two of the action, JSON made by a template, or more than a password. */
export type Shape = 'plain' | 'one key' | 'two keys' | 'template' | 'lines';

export const STATES = {
  missing: 3,
  empty: 8,
  'put by hand': 3,
  'put by this action': 3,
  'pending, fitting': 3,
  'pending, stale': 3,
  'pending, superseded': 2,
  'pending, put by hand': 1,
  'rotation by AWS has begun': 1,
  'scheduled for deletion': 1,
  'promoted by half': 1
} as const;
export type State = keyof typeof STATES;

export const HANDS = [
  'put a password',
  'edit another field',
  'roll back',
  'take AWSPENDING off',
  'schedule the deletion',
  'begin a rotation by AWS',
  'create its version',
  'finish it'
] as const;
export type Hand = (typeof HANDS)[number];

const MODES = {
  keep: 3,
  fail: 1,
  rotate: 3,
  'rotate if old': 1,
  'to pending': 4,
  'to pending, replace': 1,
  'to pending, fail': 0.5,
  promote: 3,
  'promote by id': 1,
  'promote whatever': 0.5
} as const;
export type Mode = keyof typeof MODES;

const FIRST_MODES: Readonly<Record<Mode, number>> = {
  ...MODES,
  promote: 0,
  'promote by id': 0,
  'promote whatever': 0,
  keep: 6,
  rotate: 5
};

export interface ProcessPlan {
  readonly mode: Mode;
  readonly key: string | undefined;
  readonly inputs: Inputs;
  readonly startMs: number;
  /** What becomes of one of its calls, counted from 1: the process is killed before or after, or the response is lost. */
  readonly accident:
    | { readonly call: number; readonly kind: 'killed before' | 'killed after' | 'response lost' }
    | undefined;
}

export interface RoundPlan {
  readonly seed: number;
  readonly shape: Shape;
  readonly state: State;
  /** Whether what is there was stored long ago. */
  readonly isOld: boolean;
  /** Whether a function rotates the secret. */
  readonly isRotatedByAws: boolean;
  /** How likely a read lags. */
  readonly lag: number;
  /** How many reads see everything before. */
  readonly freshReads: number;
  readonly processes: readonly ProcessPlan[];
  /** What others do, before the call with that number, counted over all processes. */
  readonly hands: readonly { readonly call: number; readonly hand: Hand }[];
}

export const TEMPLATE = { user: 'app', url: 'pg://app:{{password-url-encoded}}@db' };

/** Everything that is decided before a round. The same seed gives the same plan. */
export function planRound(seed: number): RoundPlan {
  const random = new SeededRandom(seed);
  const shape = random.pickWeighted<Shape>({
    plain: 4,
    'one key': 3,
    'two keys': 3,
    template: 2,
    lines: 0.5
  });
  const state = random.pickWeighted<State>(STATES);
  const isRotatedByAws = state === 'rotation by AWS has begun' || random.isTrue(0.08);
  // Where there is no value, there is little to promote.
  const isWithoutValue = state === 'missing' || state === 'empty';
  const modes = isWithoutValue && random.isTrue(0.7) ? FIRST_MODES : MODES;
  // A round in which much may meet much: three runs of one kind, or of any.
  const common = random.isTrue(0.3) ? random.pickWeighted<Mode>(modes) : undefined;
  const processes = Array.from({ length: 3 }, () =>
    planProcess(random, shape, common ?? random.pickWeighted<Mode>(modes))
  );
  const hands = Array.from({ length: random.pick([0, 0, 0, 1, 1, 2]) }, () => ({
    call: 1 + random.below(14),
    hand: random.pickWeighted<Hand>({
      'put a password': 3,
      'edit another field': 3,
      'roll back': 2,
      'take AWSPENDING off': 1,
      'schedule the deletion': 0.5,
      'begin a rotation by AWS': 0,
      'create its version': 0,
      'finish it': 0
    })
  }));
  return {
    seed,
    shape,
    state,
    isOld: random.isTrue(0.5),
    isRotatedByAws,
    lag: random.pick([0, 0.3, 0.6]),
    freshReads: random.pick([0, 3, 5, 7]),
    processes,
    hands: [...hands, ...(isRotatedByAws ? planRotation(random, state) : [])].sort(
      (one, other) => one.call - other.call
    )
  };
}

/** How far a rotation by AWS comes, and when. */
function planRotation(random: SeededRandom, state: State): RoundPlan['hands'] {
  const steps: Hand[] = ['begin a rotation by AWS', 'create its version', 'finish it'];
  let call = 1;
  return steps
    .slice(state === 'rotation by AWS has begun' ? 1 : 0, 1 + random.below(3))
    .map((hand) => ({ call: (call += random.below(6)), hand }));
}

function planProcess(random: SeededRandom, shape: Shape, mode: Mode): ProcessPlan {
  const key = { 'one key': 'a', template: 'a', 'two keys': random.pick(['a', 'b']) }[
    shape as string
  ];
  const template = random.isTrue(0.15) ? { ...TEMPLATE, user: 'app_clone' } : TEMPLATE;
  const isPromotion = mode.startsWith('promote');
  const storing: Inputs = {
    ...(key !== undefined && { 'generate-string-key': key }),
    ...(shape === 'template' && { 'secret-string-template': JSON.stringify(template) })
  };
  const missing = random.pickWeighted({ create: 4, restore: 2, fail: 1 });
  return {
    mode,
    key,
    startMs: random.pick([0, 0, 0, 50, 200]),
    inputs: {
      ...(isPromotion ? {} : storing),
      ...modeInputs(mode),
      ...(/keep|rotate|pending/.test(mode) && !isPromotion && { 'if-secret-missing': missing })
    },
    accident: random.isTrue(0.25)
      ? {
          call: 1 + random.below(6),
          kind: random.pick(['killed before', 'killed after', 'response lost'])
        }
      : undefined
  };
}

function modeInputs(mode: Mode): Inputs {
  const rotate = { 'if-secret-exists': 'rotate' };
  const toPending = { ...rotate, 'secret-version-stage': 'AWSPENDING' };
  switch (mode) {
    case 'keep':
      return { 'if-secret-exists': 'keep' };
    case 'fail':
      return { 'if-secret-exists': 'fail' };
    case 'rotate':
      return rotate;
    case 'rotate if old':
      return { ...rotate, 'rotate-after-days': '30' };
    case 'to pending':
      return toPending;
    case 'to pending, replace':
      return { ...toPending, 'if-rotation-pending': 'replace' };
    case 'to pending, fail':
      return { ...toPending, 'if-rotation-pending': 'fail' };
    case 'promote':
    case 'promote by id':
      return {};
    case 'promote whatever':
      return { 'if-not-pending': 'promote' };
  }
}
