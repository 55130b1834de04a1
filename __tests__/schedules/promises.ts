import type { SecretDescription, SecretValue } from '../../src/aws/store/secret-api.js';
import type { Mode, Outcome, Progress, Run, Trace } from './run.js';
import { holder, isPending, versionsIn, type PendingCall, type World } from './world.js';

/** A run that has come to its end, or to a crash. */
export interface Ended {
  readonly run: Run;
  readonly progress: Progress;
  /** Undefined after a crash. */
  readonly outcome: Outcome | undefined;
}

const optionsOf = ({ mode }: Run) => (mode.kind === 'store' ? mode.options : undefined);
const stringOf = (world: World, versionId: string): string | undefined =>
  versionsIn(world).get(versionId)?.string;

/** The text of a JSON secret without a key and its value, by other means than those of the code under test. */
const strip = (text: string, key: string): string =>
  text.replace(new RegExp(`,?\\s*"${key}" ?: ?"[^"]*"`), '');

const reads = (trace: Trace): readonly SecretValue[] =>
  trace.flatMap(({ call, response }) =>
    call.operation === 'get' && 'value' in response ? [response.value as SecretValue] : []
  );
const descriptions = (trace: Trace): readonly SecretDescription[] =>
  trace.flatMap(({ call, response }) =>
    call.operation === 'describe' && 'value' in response
      ? [response.value as SecretDescription]
      : []
  );

/** What a single call breaks, at the moment of its effect. */
export function brokenByCall(
  run: Run,
  { log, trace }: Progress,
  call: PendingCall,
  world: World,
  next: World,
  fault: string | undefined
): readonly string[] {
  const broken: string[] = [];
  const { mode } = run;
  const token = call.input['ClientRequestToken'];
  if (typeof token === 'string' && !log.some((line) => line.includes(token))) {
    broken.push(`3: ${token} is sent, and not in the log yet`);
  }
  const [old, current] = [holder(world, 'AWSCURRENT'), holder(next, 'AWSCURRENT')];
  if (current !== undefined && old !== undefined && old !== current) {
    const seen =
      mode.kind === 'store'
        ? reads(trace).some(({ versionId }) => versionId === old)
        : descriptions(trace).some(({ stages }) => stages.get(old)?.includes('AWSCURRENT'));
    if (!seen) broken.push(`2: ${old} is replaced, and was not read`);
    const key = optionsOf(run)?.key;
    if (key !== undefined) {
      const [from, to] = [stringOf(world, old) ?? '', stringOf(world, current) ?? ''];
      if (strip(from, key) !== strip(to, key)) broken.push(`4: ${from} became ${to}`);
    }
    // Where a person rolls back between the two calls of a promotion, the label that AWS compares is where it was.
    const isUnnoticed = fault === 'hand: AWSCURRENT is rolled back';
    if (mode.kind === 'promote' && !isUnnoticed && world.everCurrent.has(current)) {
      broken.push(`5: ${current}, which was in force before, is promoted`);
    }
  }
  const pending = holder(world, 'AWSPENDING');
  const isOpen = isPending(world, pending) && !world.everCurrent.has(pending ?? '');
  if (isOpen && holder(next, 'AWSPENDING') !== pending) {
    const firstPut = trace.findIndex(({ call: { operation } }) => operation === 'put');
    const mayReplace =
      optionsOf(run)?.ifRotationPending === 'replace' &&
      descriptions(trace.slice(0, firstPut < 0 ? undefined : firstPut)).some(({ stages }) =>
        stages.get(pending ?? '')?.includes('AWSPENDING')
      );
    if (!mayReplace) broken.push(`5: AWSPENDING is taken off ${pending ?? ''}`);
  }
  const put = typeof token === 'string' ? stringOf(next, token) : undefined;
  const key = optionsOf(run)?.key;
  if (call.operation === 'put' && key !== undefined && put !== undefined && old !== undefined) {
    const sources = reads(trace).map(({ secretString = '' }) => strip(secretString, key));
    // A value for a secret that was empty when it was looked at has nothing to keep, and is not in force.
    if (sources.length > 0 && !sources.includes(strip(put, key))) broken.push(`4: ${put} is put`);
  }
  return broken;
}

/**
 * Whether a version that a run reads may be resumed: one that is pending, or one that has come into force while the run
 * was on its way. Judged at the moment of the read.
 */
export const mayResume = (world: World, versionId: string, trace: Trace): boolean =>
  holder(world, 'AWSCURRENT') === versionId
    ? !reads(trace.slice(0, 2)).some((first) => first.versionId === versionId)
    : isPending(world, versionId) && !world.everCurrent.has(versionId);

/** What the end of a run breaks. */
export const brokenByOutcome = (
  run: Run,
  outcome: Outcome,
  /** The versions that the run has read and may resume. */
  resumable: ReadonlySet<string>
): readonly string[] =>
  outcome.ok &&
  outcome.change === 'resumed' &&
  optionsOf(run)?.ifSecretExists === 'rotate' &&
  !resumable.has(outcome.versionId)
    ? [`5: ${outcome.versionId} is resumed, and is finished or rolled back`]
    : [];

/** What the end state breaks. */
export function brokenAtEnd(
  runs: readonly Ended[],
  world: World,
  fault: string | undefined
): readonly string[] {
  const isByHand = fault?.startsWith('hand') ?? false;
  const broken = runs.flatMap((ended) => brokenByRun(ended, world));
  const oks = runs.flatMap(({ run, outcome }) => (outcome?.ok ? [{ run, outcome }] : []));
  const current = holder(world, 'AWSCURRENT');
  const exists = (mode: Mode) => (mode.kind === 'store' ? mode.options.ifSecretExists : 'promote');
  if (!isByHand && runs.every(({ run }) => /^(keep|fail)$/.test(exists(run.mode)))) {
    for (const { outcome } of oks) {
      if (outcome.versionId !== current) {
        broken.push(`1: ${outcome.versionId} is returned, and ${current ?? 'nothing'} is in force`);
      }
    }
  }
  const rotations = oks.filter(
    ({ run, outcome }) => outcome.change === 'rotated' && optionsOf(run)?.key !== undefined
  );
  if (!isByHand && rotations.length === 2) {
    const keys = new Set(rotations.map(({ run }) => optionsOf(run)?.key));
    const value = JSON.parse(stringOf(world, current ?? '') ?? '{}') as Record<string, unknown>;
    for (const { run, outcome } of rotations) {
      if (keys.size === 2 && value[optionsOf(run)?.key ?? ''] !== outcome.password) {
        broken.push(`2: the rotation of ${run.name} is lost`);
      }
    }
  }
  return broken;
}

function brokenByRun({ run, progress, outcome }: Ended, world: World): readonly string[] {
  const broken: string[] = [];
  const own = [...versionsIn(world).values()].filter(({ id }) => id.startsWith(`${run.name}-`));
  const labelled = own.filter(({ stages }) => stages.size > 0);
  if (labelled.length > 1)
    broken.push(`6: ${run.name} has ${labelled.length} versions with labels`);
  if (!outcome) {
    const unnamed = own.find(({ id }) => !progress.log.some((line) => line.includes(id)));
    if (unnamed) broken.push(`3: ${unnamed.id} exists after a crash, and the log does not name it`);
    return broken;
  }
  if (!outcome.ok) {
    if (own.length > 0 && !own.some(({ id }) => id === outcome.named)) {
      broken.push(`3: ${run.name} failed and does not name ${own.map(({ id }) => id).join()}`);
    }
    const { named = '(none)', isStored } = outcome;
    const isThere = versionsIn(world).has(named);
    if (isThere && isStored === false) broken.push(`3: ${named} is stored`);
    if (!isThere && isStored === true) broken.push(`3: ${named} is not stored`);
    return broken;
  }
  const { versionId, password, change } = outcome;
  const value = stringOf(world, versionId);
  const key = optionsOf(run)?.key;
  const stored =
    value === undefined || key === undefined
      ? value
      : (JSON.parse(value) as Record<string, unknown>)[key];
  if (value === undefined || (password !== undefined && stored !== password)) {
    broken.push(`1: ${versionId} holds ${String(value)}, and ${String(password)} is returned`);
  }
  const wasThere =
    change === 'pending'
      ? world.everPending.has(versionId)
      : change === 'resumed'
        ? world.everPending.has(versionId) || world.everCurrent.has(versionId)
        : world.everCurrent.has(versionId);
  if (!wasThere) broken.push(`1: ${versionId} is ${change}, and never was`);
  return broken;
}
