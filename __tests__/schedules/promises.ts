import { createHash } from 'node:crypto';
import type { SecretDescription, SecretValue } from '../../src/aws/secret-store/api.js';
import { uuidOf, type Outcome, type Progress, type Run, type Trace } from './run.js';
import {
  holder,
  isPending,
  isRead,
  NAME,
  versionsIn,
  type PendingCall,
  type World
} from './world.js';

/** The faults after which a run may fail that would not without them. */
export const NO_RESPONSE = 'no response';
export const DELETION = 'hand: the secret is scheduled for deletion';
const ROLLBACK = 'hand: AWSCURRENT is rolled back';
const isByHand = (fault: string | undefined): boolean => fault?.startsWith('hand') ?? false;

/** Why a run may fail; everything else is a run that gives up where it should go on. */
const expectedFailures = {
  fail: /^ActionError: The secret shop\/db (exists already|is scheduled for deletion)/,
  // Another run has stored a JSON secret of its own key.
  keep: /^ActionError: The secret shop\/db has no key "[ab]" /,
  rotate:
    /^ActionError: (A rotation of (the secret shop\/db is pending that does not change this password|another key of the secret shop\/db is pending)|Version \S+ of the secret shop\/db is (AWSPENDING, this action has not stored it,|pending, and secret-string-template sets other values)|A rotation of the secret shop\/db by AWS is in progress)/,
  promote:
    /^ActionError: (No rotation of the secret shop\/db is pending|The secret shop\/db (does not exist|is scheduled for deletion)|Version \S+ of the secret shop\/db is (not pending: it (has no label of AWS|is (AWSPENDING and )?AWSPREVIOUS)\.|AWSPENDING, and this action has not stored it|pending, but was made from a version that is not current any more))/,
  // Another job has finished the rotation, or begun another one.
  job: /^ActionError: Version \S+ of the secret shop\/db is (not pending: it (has no label of AWS|is (AWSPENDING and )?AWSPREVIOUS)\.|pending, but was made from a version that is not current any more)/,
  // That code is AWS's, and stands in for what it may do.
  aws: /./
} as const;
const failuresByFault: Readonly<Record<string, RegExp>> = {
  [NO_RESPONSE]: /^CallError: a call failed no response$/,
  [DELETION]: / delet(ion|ed)|RemoveFromVersionId/,
  // AWSCURRENT is where a move was refused: just as a lagging read would show it.
  [ROLLBACK]: /RemoveFromVersionId|not attached to version/
};

/** Whether a run has stored a version. */
const isOf = ({ name }: Run, versionId: string): boolean =>
  versionId.startsWith(uuidOf(name, 0).slice(0, 8));

export const digest = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);

/** What the id of a version of this action says: a digest of its base, and one of its key. */
const originOf = (
  versionId: string
): { readonly base: string; readonly key: string } | undefined => {
  const [, base, key] = /^.{36}-(.{12})-(.{12})$/.exec(versionId) ?? [];
  return base !== undefined && key !== undefined ? { base, key } : undefined;
};

/** A run that has come to its end, or to a crash. */
export interface Ended {
  readonly run: Run;
  readonly progress: Progress;
  /** Undefined after a crash. */
  readonly outcome: Outcome | undefined;
}

const isRotatedByAws = ({ secrets }: World): boolean => secrets.get(NAME)?.rotationEnabled === true;
const optionsOf = ({ mode }: Run) =>
  mode.kind === 'store' || mode.kind === 'job' ? mode.options : undefined;
const promotes = ({ mode }: Run): boolean => mode.kind === 'promote' || mode.kind === 'job';
const stringOf = (world: World, versionId: string): string | undefined =>
  versionsIn(world).get(versionId)?.string;

/** The text of a JSON secret without what a run sets, by other means than those of the code under test. */
const strip = (run: Run, text: string): string => {
  const { key = '', template, userNameKey } = optionsOf(run) ?? {};
  const rest = [key, userNameKey].reduce<string>(
    (rest, own) =>
      own === undefined ? rest : rest.replace(new RegExp(`,?\\s*"${own}" ?: ?"[^"]*"`), ''),
    text
  );
  return template === undefined ? rest : rest.replace(/"n":[\d.]+}$/, '');
};

/** The password in a value, by other means as well. */
const passwordIn = (run: Run, text: string | undefined): string | undefined => {
  const key = optionsOf(run)?.key;
  if (text === undefined || key === undefined) return text;
  return new RegExp(`"${key}" ?: ?"([^"]*)"`).exec(text)?.[1];
};
/** The account and the password of a version of a secret with two accounts. */
const credentialOf = (world: World, versionId: string | undefined) => {
  const text = stringOf(world, versionId ?? '') ?? '';
  const under = (key: string): string | undefined =>
    new RegExp(`"${key}" ?: ?"([^"]*)"`).exec(text)?.[1];
  return { account: under('u'), password: under('a') };
};
/** What nobody may find: a current account whose password does not let in. */
function lockedOut(world: World, versionId: string | undefined): readonly string[] {
  if (versionId === undefined || world.database.size === 0) return [];
  const { account = '', password } = credentialOf(world, versionId);
  const set = world.database.get(account);
  // The first password of a secret is current before the database can have it.
  const isFirst = set === undefined && originOf(versionId)?.base === '0'.repeat(12);
  return set === password || isFirst
    ? []
    : [`10: ${versionId} has ${String(password)} for ${account}, and the database ${String(set)}`];
}
export const kindOf = ({ mode }: Run): keyof typeof expectedFailures =>
  mode.kind === 'store' ? mode.options.ifSecretExists : mode.kind;

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
  if (mode.kind === 'aws') return broken;
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
      if (strip(run, from) !== strip(run, to)) broken.push(`4: ${from} became ${to}`);
    }
    if (promotes(run)) {
      const origin = originOf(current);
      const versionId = mode.kind === 'promote' ? mode.options.versionId : current;
      if (origin ? origin.base !== digest(old) : versionId === undefined) {
        broken.push(`8: ${current} is promoted, and was not made from ${old}`);
      }
      if (!origin && isRotatedByAws(world)) {
        broken.push(`8: ${current} is promoted, and AWS rotates`);
      }
    }
    // Where a person rolls back between the two calls of a promotion, the label that AWS compares is where it was.
    if (promotes(run) && fault !== ROLLBACK && world.everCurrent.has(current)) {
      broken.push(`5: ${current}, which was current before, is promoted`);
    }
    if (kindOf(run) === 'rotate' && fault !== ROLLBACK) {
      const firstSent = trace.findIndex(({ call }) => /create|put/.test(call.operation));
      const base = reads(trace.slice(0, firstSent)).at(-1);
      const password = passwordIn(run, stringOf(world, old));
      const isFaster = old !== base?.versionId && originOf(old) !== undefined;
      if (isFaster && password !== passwordIn(run, base?.secretString)) {
        broken.push(`5: ${old} is replaced, which a faster run has stored`);
      }
    }
  }
  // As long as nobody meddles, nobody is locked out at any moment.
  if (!isByHand(fault)) broken.push(...lockedOut(next, current));
  if (call.operation === 'restore' && optionsOf(run)?.ifSecretMissing !== 'restore') {
    broken.push('2: the secret is restored');
  }
  // Hands may bring back what was there, and AWSPENDING may seem to be on a version from which it was taken.
  const isRemoval = call.operation === 'move' && call.input['MoveToVersionId'] === undefined;
  if (!isRead(call) && !isRemoval && !isByHand(fault)) {
    // Whoever is refused puts the same version again, which changes nothing.
    const from = trace.findLastIndex(({ call: { operation } }) => operation === 'move') + 1;
    const sent = trace.slice(call.operation === 'put' ? from : 0).some(
      ({ call: { operation, input }, response }) =>
        operation === call.operation &&
        JSON.stringify(input) === JSON.stringify(call.input) &&
        // What is not there yet is asked for again.
        !('code' in response && response.code === 'ResourceNotFoundException')
    );
    if (sent) broken.push(`6: ${call.operation} is sent again`);
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
    const to = holder(next, 'AWSPENDING');
    const isPasswordOf = (other: string | undefined): boolean =>
      passwordIn(run, stringOf(world, pending ?? '')) ===
      passwordIn(run, stringOf(next, other ?? ''));
    const base = [...versionsIn(world).keys()].find(
      (id) => digest(id) === originOf(pending ?? '')?.base
    );
    const [before, now] = [base, old].map((id) => passwordIn(run, stringOf(world, id ?? '')));
    const wasRotated = originOf(pending ?? '') !== undefined && before !== now;
    const isHandedOnWell = (to !== undefined && isPasswordOf(to)) || isPasswordOf(old);
    if (!mayReplace && !isHandedOnWell && !wasRotated && !isByHand(fault)) {
      broken.push(`5: AWSPENDING is taken off ${pending ?? ''}`);
    }
  }
  const put = typeof token === 'string' ? stringOf(next, token) : undefined;
  const key = optionsOf(run)?.key;
  if (call.operation === 'put' && key !== undefined && put !== undefined && old !== undefined) {
    const sources = reads(trace)
      .filter(({ versionId }) =>
        descriptions(trace).some(({ stages }) => stages.get(versionId)?.includes('AWSCURRENT'))
      )
      .map(({ secretString = '' }) => strip(run, secretString));
    // A value for a secret that was empty when it was looked at has nothing to keep, and is not current.
    if (reads(trace).length > 0 && !sources.includes(strip(run, put))) {
      broken.push(`4: ${put} is put`);
    }
  }
  return broken;
}

/**
 * Whether a version that a run reads may be resumed: one that is pending, or one that has become current while the run
 * was on its way. Judged at the moment of the read.
 */
export const mayResume = (world: World, versionId: string, trace: Trace): boolean =>
  holder(world, 'AWSCURRENT') === versionId
    ? !reads(trace.slice(0, 2)).some((first) => first.versionId === versionId)
    : isPending(world, versionId) && !world.everCurrent.has(versionId);

/** What the end of a run breaks. */
export function brokenByOutcome(
  run: Run,
  { trace }: Progress,
  outcome: Outcome,
  /** The versions that the run has read and may resume. */
  resumable: ReadonlySet<string>,
  fault: string | undefined
): readonly string[] {
  if (!outcome.ok) {
    const { message } = outcome;
    const isExpected =
      expectedFailures[kindOf(run)].test(message) || failuresByFault[fault ?? '']?.test(message);
    // A run that has seen the secret does not say that there is none.
    const isContradicted = message.includes(' does not exist ') && descriptions(trace).length > 0;
    return isExpected && !isContradicted ? [] : [`${run.name} fails: ${message}`];
  }
  const { versionId, password, change } = outcome;
  if (run.mode.kind === 'promote' && run.mode.options.versionId === undefined) {
    const moves = trace.filter(({ call: { operation } }) => operation === 'move');
    const isFruitless = moves.length > 0 && moves.every(({ response }) => 'code' in response);
    if (isFruitless) return [`5: AWSPENDING was not on ${versionId}, which is said to be promoted`];
  }
  const broken: string[] = [];
  const options = optionsOf(run);
  const read = reads(trace).findLast((value) => value.versionId === versionId);
  const wasPending = read?.stages.includes('AWSPENDING') === true;
  if (wasPending && change === 'resumed' && options?.template?.includes('"n":3') === true) {
    const isSo = read.secretString?.includes('"n":3}') === true;
    if (!isSo) broken.push(`9: ${versionId} is resumed, and is not what the template says`);
  }
  const origin = originOf(versionId);
  if (options?.versionStage === 'AWSPENDING' && origin && /pending|resumed/.test(change)) {
    const isGood = descriptions(trace).some(({ stages }) => {
      const labels = stages.get(versionId) ?? [];
      const current = [...stages].find(([, labels]) => labels.includes('AWSCURRENT'))?.[0];
      return (
        labels.includes('AWSCURRENT') ||
        (labels.includes('AWSPENDING') && digest(current ?? '') === origin.base)
      );
    });
    if (!isGood) broken.push(`8: ${versionId} is handed out, and is stale from the start`);
  }
  if (change !== 'resumed') return broken;
  const firstRead = trace.find(({ call: { operation } }) => operation === 'get');
  const [first] = reads(firstRead ? [firstRead] : []);
  const isBroughtForward =
    isOf(run, versionId) &&
    trace.some(
      ({ call, response }) =>
        call.input['VersionStage'] === 'AWSPENDING' &&
        'value' in response &&
        passwordIn(run, (response.value as SecretValue | undefined)?.secretString) === password
    );
  if (isOf(run, versionId) && !isBroughtForward) {
    broken.push(`5: ${versionId} is resumed, and is of this run`);
  }
  if (first?.versionId === versionId) broken.push(`5: ${versionId} is resumed, and was there`);
  if (!/^(rotate|job)$/.test(kindOf(run))) return broken;
  if (!isBroughtForward && !resumable.has(versionId)) {
    broken.push(`5: ${versionId} is resumed, and is finished or rolled back`);
  }
  if (!isByHand(fault) && first && password === passwordIn(run, first.secretString)) {
    broken.push(`5: ${versionId} is resumed, and has the old password`);
  }
  return broken;
}

/** What the end state breaks. */
export function brokenAtEnd(
  runs: readonly Ended[],
  world: World,
  fault: string | undefined
): readonly string[] {
  const broken = runs.flatMap((ended) => brokenByRun(ended, world, fault));
  const oks = runs.flatMap(({ run, outcome }) => (outcome?.ok ? [{ run, outcome }] : []));
  const current = holder(world, 'AWSCURRENT');
  if (!isByHand(fault) && runs.every(({ run }) => /^(keep|fail)$/.test(kindOf(run)))) {
    for (const { outcome } of oks) {
      // A read that lags behind the start shows what was current then.
      const wasInForce = fault === 'lagging read' && world.everCurrent.has(outcome.versionId);
      if (outcome.versionId !== current && !wasInForce) {
        broken.push(`1: ${outcome.versionId} is returned, and ${current ?? 'nothing'} is current`);
      }
    }
  }
  const pending = holder(world, 'AWSPENDING') ?? '';
  const isSettled = oks.some(({ outcome: { change } }) => /^(rotated|promoted)$/.test(change));
  // A crash leaves what the next run takes off, and a call that is sent again may come after a promotion.
  const isUndisturbed = fault === undefined || fault === 'lagging read';
  // AWS leaves it on what its function has rotated.
  const isOfAws = isRotatedByAws(world) && originOf(pending) === undefined;
  if (isUndisturbed && isSettled && !isOfAws && world.everCurrent.has(pending)) {
    broken.push(`5: ${pending} is finished, and still AWSPENDING`);
  }
  // The account that was current before has its password, unless a rotation has begun that gives it another.
  const previous = holder(world, 'AWSPREVIOUS');
  const accounts = [current, previous, pending].map((id) => credentialOf(world, id).account);
  if (!isByHand(fault) && accounts[1] !== accounts[0] && accounts[1] !== accounts[2]) {
    broken.push(...lockedOut(world, previous));
  }
  const rotations = oks.filter(
    ({ run, outcome }) => outcome.change === 'rotated' && optionsOf(run)?.key !== undefined
  );
  if (!isByHand(fault) && rotations.length > 1) {
    const keys = new Set(rotations.map(({ run }) => optionsOf(run)?.key));
    const value = stringOf(world, current ?? '');
    for (const { run, outcome } of rotations) {
      if (keys.size === rotations.length && passwordIn(run, value) !== outcome.password) {
        broken.push(`2: the rotation of ${run.name} is lost`);
      }
    }
  }
  return broken;
}

function brokenByRun(
  { run, progress, outcome }: Ended,
  world: World,
  fault: string | undefined
): readonly string[] {
  const broken: string[] = [];
  if (run.mode.kind === 'aws') return broken;
  const own = [...versionsIn(world).values()].filter(({ id }) => isOf(run, id));
  const labelled = own.filter(({ stages }) => [...stages].some((stage) => stage.startsWith('AWS')));
  // What is done once more after a rollback by hand leaves the version that was rolled back.
  if (outcome?.ok && fault !== ROLLBACK && labelled.length > 1)
    broken.push(`6: ${run.name} has ${labelled.length} versions with labels`);
  // After a rollback by hand, the version with that value may have lost its label, and AWS may delete it.
  if (
    fault !== ROLLBACK &&
    new Set(own.map(({ id, string }) => `${originOf(id)?.base ?? ''} ${string ?? ''}`)).size <
      own.length
  ) {
    broken.push(`6: ${run.name} has stored the same value twice`);
  }
  const unnamed = own.find(({ id }) => !progress.log.some((line) => line.includes(id)));
  if (unnamed) broken.push(`3: ${unnamed.id} exists, and the log does not name it`);
  if (!outcome) return broken;
  if (!outcome.ok) {
    if (outcome.isLater === true) return broken;
    // The version that was sent last; one that it replaces never had an effect, and is in the log.
    const { named = '(none)', isStored, isWithoutEffect } = outcome;
    if (own.length > 0 && !isOf(run, named)) {
      broken.push(`3: ${run.name} failed and does not name ${own.map(({ id }) => id).join()}`);
    }
    const isThere = versionsIn(world).has(named);
    const madeCurrent = own.find(({ id }) => world.everCurrent.has(id));
    // A secret that was created, its response lost, and that another run has rotated meanwhile: no password of this run is current.
    const isReplaced =
      run.mode.kind === 'store' &&
      run.mode.options.ifSecretExists === 'fail' &&
      madeCurrent?.stages.has('AWSCURRENT') === false;
    if (madeCurrent && fault !== NO_RESPONSE && !isByHand(fault) && !isReplaced) {
      broken.push(`6: ${run.name} failed, and ${madeCurrent.id} is current`);
    }
    if (isThere && isStored === false) broken.push(`3: ${named} is stored`);
    if (!isThere && isStored === true) broken.push(`3: ${named} is not stored`);
    if (isWithoutEffect && (world.everCurrent.has(named) || world.everPending.has(named))) {
      broken.push(`3: ${named} has had an effect`);
    }
    return broken;
  }
  const { versionId, password, userName, change } = outcome;
  const value = stringOf(world, versionId);
  if (optionsOf(run)?.userNameKey !== undefined) {
    const { account } = credentialOf(world, versionId);
    if (account !== userName)
      broken.push(`1: ${versionId} is for ${String(account)}, and ${String(userName)} is returned`);
  }
  if (value === undefined || (password !== undefined && passwordIn(run, value) !== password)) {
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
