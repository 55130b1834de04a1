import { isMadeFrom, isOurs, isOursFor } from '../../src/aws/identifiers/version-id.js';
import { TEMPLATE, type RoundPlan } from './plan.js';
import type { Played } from './play.js';
import { fieldIn, passwordIn, strip } from './values.js';
import { short, type Call, type Labels, type Move, type RoundWorld } from './world.js';

const NAME = String.raw`explorer\/\d+`;
const pattern = (text: string): RegExp => new RegExp(text.replaceAll('NAME', NAME));

/** Why a process may fail, whatever else happens in the round. */
const REASONS = {
  keep: [/^The secret \S+ (does not exist in|has no version with the label)/],
  fail: [/^The secret \S+ exists already/],
  rotate: [
    pattern('^The secret NAME does not exist in'),
    pattern('^The secret NAME is more than a password'),
    // Of another key, by another template, by AWS or by hand.
    pattern('^A rotation of another key of the secret NAME is pending'),
    pattern(
      '^Version \\S+ of the secret NAME is pending, and secret-string-template sets other values'
    ),
    pattern('^Version \\S+ of the secret NAME is AWSPENDING, this action has not stored it'),
    pattern('^A rotation of the secret NAME by AWS is in progress'),
    pattern('^A rotation of the secret NAME is pending that does not change this password'),
    pattern(
      '^A rotation of the secret NAME is pending: version \\S+ is AWSPENDING, and if-rotation-pending is fail'
    )
  ],
  promote: [
    pattern('^The secret NAME does not exist in'),
    pattern('^No rotation of the secret NAME is pending'),
    pattern(
      '^Version \\S+ of the secret NAME is pending, but was made from a version that is not current any more'
    ),
    pattern('^Version \\S+ of the secret NAME is AWSPENDING, and this action has not stored it'),
    pattern('^Version \\S+ of the secret NAME is not pending: it '),
    pattern('^The secret NAME has no version ')
  ]
} as const;
const DELETION =
  /is scheduled for deletion|marked for deletion|is being deleted|does not show its current value yet/;

const kindOf = ({ plan: { mode } }: Played): keyof typeof REASONS =>
  mode.startsWith('promote') ? 'promote' : mode === 'keep' || mode === 'fail' ? mode : 'rotate';

/** What a round has broken of the promises of storing, as far as they can be seen from outside. */
export function findBroken(
  plan: RoundPlan,
  world: RoundWorld,
  processes: readonly Played[]
): readonly string[] {
  return [
    ...processes.flatMap((process, at) => [
      ...brokenByMoves(plan, world, process, at + 1),
      ...brokenByVersions(plan, process),
      ...brokenByEnd(plan, world, process)
    ]),
    ...brokenByAll(plan, world, processes)
  ];
}

const versionOf = ({ response }: Call): string => String(response['VersionId']);
const succeeded = (call: Call): boolean => call.status === 200;
const reads = (calls: readonly Call[]): readonly Call[] =>
  calls.filter((call) => call.operation === 'GetSecretValue' && succeeded(call));
const answered = (calls: readonly Call[]): readonly Call[] =>
  calls.filter(({ isAnswered }) => isAnswered);
/** Whether a process had read a version, with the value where it stores and the labels where it promotes. */
function hasRead(process: Played, id: string, calls: readonly Call[]): boolean {
  if (kindOf(process) !== 'promote') return reads(calls).some((call) => versionOf(call) === id);
  return calls.some(
    ({ response }) => id in ((response['VersionIdsToStages'] as object | undefined) ?? {})
  );
}

/** The labels of a version in a description. */
const stagesIn = (call: Call | undefined, id: string): readonly string[] =>
  (call?.response['VersionIdsToStages'] as Record<string, readonly string[]> | undefined)?.[id] ??
  [];

/** The keys that a process sets in a JSON value. */
const keysOf = (plan: RoundPlan, { plan: { key } }: Played): readonly string[] => [
  ...(key === undefined ? [] : [key]),
  ...(plan.shape === 'template' ? Object.keys(TEMPLATE) : [])
];

/** Promises 2, 4, 5 and 8, at each move of a label. */
function brokenByMoves(
  plan: RoundPlan,
  world: RoundWorld,
  process: Played,
  number: number
): readonly string[] {
  return world.moves
    .filter(({ by }) => by === number)
    .flatMap((move) => [
      ...brokenByCurrent(plan, world, process, move),
      ...brokenByPending(world, process, move)
    ]);
}

function brokenByCurrent(
  plan: RoundPlan,
  world: RoundWorld,
  process: Played,
  { before, after, calls }: Move
): readonly string[] {
  const [old, next] = [before.AWSCURRENT, after.AWSCURRENT];
  if (old === undefined || next === undefined || old === next) return [];
  const broken: string[] = [];
  const label = `${short(old)} → ${short(next)}`;
  if (!hasRead(process, old, answered(process.calls.slice(0, calls))))
    broken.push(`2: AWSCURRENT ${label}, and the process has not read ${short(old)}`);
  const { mode } = process.plan;
  if (kindOf(process) !== 'promote') {
    if (kindOf(process) !== 'rotate') broken.push(`2: ${mode} moves AWSCURRENT ${label}`);
    if (!isMadeFrom(next, old)) broken.push(`8: AWSCURRENT ${label}, which was not made from it`);
    const keys = keysOf(plan, process);
    const texts = [old, next].map((id) => strip(world.values.get(id) ?? '', keys));
    if (keys.length > 0 && texts[0] !== texts[1]) broken.push(`4: ${texts.join(' became ')}`);
    return broken;
  }
  const isAskedFor = mode === 'promote whatever';
  if (isOurs(next) && !isMadeFrom(next, old) && !isAskedFor)
    broken.push(`8: AWSCURRENT ${label} by ${mode}, and it was not made from it`);
  if (!isOurs(next) && (mode === 'promote' || (plan.isRotatedByAws && before.AWSPENDING === next)))
    broken.push(`8: AWSCURRENT ${label} by ${mode}, and somebody else has stored it`);
  if (!isAskedFor && !world.everHad('AWSPENDING', next))
    broken.push(`8: AWSCURRENT ${label} by ${mode}, and it was not pending`);
  return broken;
}

function brokenByPending(
  world: RoundWorld,
  process: Played,
  { before, after, calls }: Move
): readonly string[] {
  const [old, next] = [before.AWSPENDING, after.AWSPENDING];
  if (old === undefined || old === next) return [];
  const { key, mode } = process.plan;
  const isFinished = [before, after].some(
    ({ AWSCURRENT, AWSPREVIOUS }) => AWSCURRENT === old || AWSPREVIOUS === old
  );
  const isOwn = process.calls.some(({ input }) => input['ClientRequestToken'] === old);
  const password = passwordIn(world.values.get(old), key);
  const isSame = next !== undefined && passwordIn(world.values.get(next), key) === password;
  const isReplaced = mode === 'to pending, replace' && hasDescribed(process, old, calls);
  if (isFinished || isOwn || isSame || isReplaced || world.everHad('AWSCURRENT', old)) return [];
  // What a process had read counts, and not what somebody has changed since.
  const whilePending = world.moves
    .map(({ after }) => after)
    .filter(({ AWSPENDING }) => AWSPENDING === old);
  return isOursFor(old, key) &&
    [before, ...whilePending].some((labels) => wasRotatedSince(world, old, key, labels))
    ? []
    : [`5: AWSPENDING ${short(old)} → ${short(next)} by ${mode}`];
}

const hasDescribed = ({ calls }: Played, id: string, count: number): boolean =>
  answered(calls.slice(0, count)).some(
    ({ response }) => id in ((response['VersionIdsToStages'] as object | undefined) ?? {})
  );

/** Whether the key of a pending version has got another password since the version was made. */
function wasRotatedSince(
  world: RoundWorld,
  pending: string,
  key: string | undefined,
  { AWSCURRENT, AWSPREVIOUS }: Labels
): boolean {
  const current = passwordIn(world.values.get(AWSCURRENT ?? ''), key);
  return (
    current === passwordIn(world.values.get(pending), key) ||
    [AWSCURRENT, AWSPREVIOUS].some(
      (id) => id !== undefined && isOursFor(id, key) && !isMadeFrom(pending, id)
    )
  );
}

/** Promises 3, 4 and 6, for each version that a process has sent. */
function brokenByVersions(plan: RoundPlan, process: Played): readonly string[] {
  const broken: string[] = [];
  const { key } = process.plan;
  const byOrigin = new Map<string, string>();
  for (const [at, { input }] of process.calls.entries()) {
    const { ClientRequestToken: token, SecretString: value, VersionStages: stages } = input;
    if (typeof token !== 'string' || typeof value !== 'string') continue;
    if (!process.result.stdout.includes(token)) broken.push(`3: the log does not name ${token}`);
    if (!isOursFor(token, key)) broken.push(`6: ${token} does not name its key`);
    // The same value made from another version gets another id.
    const origin = `${token.slice(36)} ${value}`;
    if ((byOrigin.get(origin) ?? token) !== token) broken.push('6: the same value twice');
    byOrigin.set(origin, token);
    if (Array.isArray(stages) && stages.some((stage) => String(stage).startsWith('AWS')))
      broken.push(`2: ${token} is put under ${stages.join()}`);
    const keys = keysOf(plan, process);
    const sources = reads(answered(process.calls.slice(0, at))).map(({ response }) =>
      strip(String(response['SecretString']), keys)
    );
    if (keys.length > 0 && sources.length > 0 && !sources.includes(strip(value, keys)))
      broken.push(`4: ${value} is put`);
    const base = reads(process.calls).find((call) => isMadeFrom(token, versionOf(call)));
    if (plan.shape === 'lines' && base && !isOurs(versionOf(base)))
      broken.push('9: lines are replaced');
  }
  return broken;
}

const PROMOTED = ['secret-arn', 'secret-version-id'];
const STORED = [
  'password',
  'password-url-encoded',
  'secret-arn',
  'secret-change',
  'secret-version-id'
];

/** Promises 1, 3, 6 and 7, at the end of a process. */
function brokenByEnd(plan: RoundPlan, world: RoundWorld, process: Played): readonly string[] {
  const { result, isKilled } = process;
  const outputs = Object.keys(result.outputs);
  const isPromotion = kindOf(process) === 'promote';
  if (outputs.length > 0 && outputs.sort().join() !== (isPromotion ? PROMOTED : STORED).join())
    return [`6: not all outputs: ${outputs.join()}`];
  if (result.conclusion === 'success' || outputs.length > 0) return brokenBySuccess(world, process);
  if (isKilled) return [];
  const errors = result.annotations.filter(({ level }) => level === 'error');
  const message = errors.map((error) => error.message).join('\n');
  if (errors.length !== 1) return [`7: ${errors.length} errors: ${message}`];
  return [...brokenByFailure(plan, process, message), ...brokenByClaim(world, process, message)];
}

function brokenByFailure(plan: RoundPlan, process: Played, message: string): readonly string[] {
  const isDeleted =
    plan.state === 'scheduled for deletion' ||
    plan.hands.some(({ hand }) => hand === 'schedule the deletion');
  const isExpected =
    REASONS[kindOf(process)].some((reason) => reason.test(message)) ||
    (isDeleted && DELETION.test(message)) ||
    // Another process has created the secret with its own key.
    (plan.shape === 'two keys' && /has no key "[ab]"/.test(message));
  const broken = isExpected ? [] : [`7: ${process.plan.mode} fails: ${message}`];
  const isSeen = answered(process.calls).some(({ response }) => response['ARN'] !== undefined);
  const wasThere = plan.state !== 'missing' && plan.lag === 0;
  if (message.includes('does not exist in') && (isSeen || wasThere))
    broken.push(`7: ${process.plan.mode} has seen the secret, or it was there: ${message}`);
  return broken;
}

/** What a failed process says of its version is true. */
function brokenByClaim(world: RoundWorld, process: Played, message: string): readonly string[] {
  const broken: string[] = [];
  const [, stored, claim = ''] =
    /already stored as version (\S+) of \S+ but (.*?)no output/.exec(message) ?? [];
  const [, notStored] = /Version (\S+) of \S+ is not stored/.exec(message) ?? [];
  if (stored !== undefined && !world.values.has(stored)) broken.push(`3: ${stored} is not stored`);
  if (notStored !== undefined && world.values.has(notStored))
    broken.push(`3: ${notStored} is stored`);
  const hadEffect =
    stored !== undefined &&
    (world.everHad('AWSCURRENT', stored) || world.everHad('AWSPENDING', stored));
  if (claim.includes('not current') && hadEffect) broken.push(`3: ${stored} has had an effect`);
  const last = process.calls.findLast(({ operation }) => /^(Put|Create)Secret/.test(operation));
  const token = last?.input['ClientRequestToken'];
  if (typeof token === 'string' && world.values.has(token) && !message.includes(token))
    broken.push(`3: the error does not name ${token}: ${message}`);
  return broken;
}

function brokenBySuccess(world: RoundWorld, process: Played): readonly string[] {
  const broken: string[] = [];
  const { plan: own, result } = process;
  const { password, 'secret-version-id': id = '', 'secret-change': change = '' } = result.outputs;
  const value = world.values.get(id);
  if (kindOf(process) === 'promote') {
    return world.everHad('AWSCURRENT', id)
      ? []
      : [`1: ${id} is promoted, and never was AWSCURRENT`];
  }
  if (value === undefined || password === undefined || passwordIn(value, own.key) !== password)
    broken.push(`1: version ${id} has another password than the output`);
  const [wasCurrent, wasPending] = [
    world.everHad('AWSCURRENT', id),
    world.everHad('AWSPENDING', id)
  ];
  const isTrue = {
    created: wasCurrent,
    rotated: wasCurrent,
    restored: wasCurrent,
    none: wasCurrent,
    pending: wasPending,
    resumed: wasCurrent || wasPending
  }[change];
  if (isTrue !== true) broken.push(`1: ${id} is ${change}, and never was`);
  const isPending = wasPending && !wasCurrent;
  if (isPending && own.mode.startsWith('to pending')) {
    // Whoever sets it in the target now must find it current after the promotion.
    const isStale = !wasFittingWhilePending(world, id);
    if (isOurs(id) && isStale) broken.push(`8: ${id} is ${change}, and was stale all the time`);
    const template = process.inputs['secret-string-template'];
    if (template !== undefined && fieldIn(value ?? '', 'user') !== fieldIn(template, 'user'))
      broken.push(`9: ${id} is ${change}, and is for another account`);
  }
  const since = world.moves.slice(process.movesBefore).map(({ after }) => after);
  const isThere = [process.labelsBefore, ...since].some(
    ({ AWSCURRENT, AWSPENDING }) => AWSCURRENT === id || AWSPENDING === id
  );
  // Of what happened before the process began, reads that lag may not tell it.
  const isSeen =
    world.plan.lag > 0 &&
    stagesIn(
      answered(process.calls).findLast(({ operation }) => operation === 'DescribeSecret'),
      id
    ).some((stage) => stage === 'AWSCURRENT' || stage === 'AWSPENDING');
  if (change === 'resumed' && !isThere && !isSeen)
    broken.push(`5: ${id} is resumed, and was finished before the process began`);
  return broken;
}

/** Whether at any time a version was pending while what it was made from was current. */
const wasFittingWhilePending = (world: RoundWorld, id: string): boolean =>
  world.moves.some(({ after }) => after.AWSPENDING === id && isMadeFrom(id, after.AWSCURRENT));

/** Promise 1 where all processes keep what is there: they return one password, the current one. */
function brokenByAll(
  plan: RoundPlan,
  world: RoundWorld,
  processes: readonly Played[]
): readonly string[] {
  const isQuiet =
    plan.hands.length === 0 && processes.every(({ plan: { mode } }) => mode === 'keep');
  if (!isQuiet) return [];
  return processes.flatMap(({ calls, result: { outputs } }) =>
    outputs['secret-version-id'] === undefined ||
    outputs['secret-version-id'] === world.labels.AWSCURRENT ||
    // One read that lags behind the start shows what was current then, and nothing contradicts it.
    (world.plan.lag > 0 &&
      world.everHad('AWSCURRENT', outputs['secret-version-id']) &&
      !answered(calls).some(({ operation }) => operation === 'DescribeSecret'))
      ? []
      : [
          `1: ${outputs['secret-version-id']} is kept, and ${short(world.labels.AWSCURRENT)} is current`
        ]
  );
}
