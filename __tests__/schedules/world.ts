import {
  StoredSecrets,
  type StoredSecret,
  type StoredVersion
} from '../../emulator/aws/stored-secrets.js';
import { ServiceError } from '../../emulator/service.js';
import type { SecretDescription, SecretValue } from '../../src/aws/secret-store/api.js';
import { CallError } from '../../src/errors/call-error.js';

export const NAME = 'shop/db';
const REGION = 'eu-west-1';

/** A call of one run, as it is on its way to Secrets Manager. */
export interface PendingCall {
  readonly id: number;
  readonly operation:
    | 'describe'
    | 'get'
    | 'create'
    | 'put'
    | 'move'
    | 'restore'
    | 'begin rotation'
    | 'set the password in the database';
  readonly input: Readonly<Record<string, unknown>>;
}

export const isRead = ({ operation }: PendingCall): boolean =>
  operation === 'describe' || operation === 'get';

/** What a call returns to its run: a value, or an error of AWS. */
export type Response =
  | { readonly value: unknown }
  | {
      readonly code: string;
      readonly message: string;
      readonly status?: number;
      /** After how many attempts. */
      readonly attempts?: number;
    };

/** One state of Secrets Manager. Never changed: every change leads to another. The same state is one object. */
export interface World {
  readonly id: number;
  readonly secrets: ReadonlyMap<string, StoredSecret>;
  /** Versions that have been current at any time. */
  readonly everCurrent: ReadonlySet<string>;
  /** Versions that have been AWSPENDING at any time. */
  readonly everPending: ReadonlySet<string>;
  /** The password that lets each account into the database, where there is one. */
  readonly database: ReadonlyMap<string, string>;
}

const worlds = new Map<string, World>();
const answers = new WeakMap<World, Map<string, Answer>>();

/** The one object for a state. */
function intern(world: Omit<World, 'id'>): World {
  const key = keyFor(world);
  const known = worlds.get(key) ?? { ...world, id: worlds.size };
  worlds.set(key, known);
  return known;
}

/** How many states there are. */
export const countWorlds = (): number => worlds.size;

/** Forgets all states but the first ones: those of one exploration mean nothing to another, and are many. */
export function forgetWorlds(first: number): void {
  for (const key of [...worlds.keys()].slice(first)) worlds.delete(key);
}

const open = (secrets: ReadonlyMap<string, StoredSecret>): StoredSecrets => {
  const store: StoredSecrets = new StoredSecrets({
    partition: 'aws',
    region: REGION,
    accountId: '123456789012',
    // Time is what has happened: the same state is the same, whichever way it was reached.
    now: () => 1000 * (store.secrets.get(NAME)?.versions.size ?? 0),
    suffix: () => 'AbCdEf'
  });
  for (const [name, secret] of structuredClone(secrets)) store.secrets.set(name, secret);
  return store;
};

type Secrets = Pick<World, 'secrets'>;

export const versionsIn = (world: Secrets): StoredSecret['versions'] =>
  world.secrets.get(NAME)?.versions ?? new Map<string, StoredVersion>();

export const holder = (world: Secrets, stage: string): string | undefined =>
  [...versionsIn(world).values()].find(({ stages }) => stages.has(stage))?.id;

/** Whether a version waits to become current, and has never been. */
export const isPending = (world: World, versionId: string | undefined): boolean =>
  versionId !== undefined &&
  holder(world, 'AWSPENDING') === versionId &&
  holder(world, 'AWSCURRENT') !== versionId &&
  holder(world, 'AWSPREVIOUS') !== versionId;

/** Changes a world by hand or by a call. */
export function change(world: World, act: (store: StoredSecrets) => void): World {
  const store = open(world.secrets);
  act(store);
  const { secrets } = store;
  const [current, pending] = [holder({ secrets }, 'AWSCURRENT'), holder({ secrets }, 'AWSPENDING')];
  return intern({
    ...world,
    secrets,
    everCurrent:
      current === undefined ? world.everCurrent : new Set([...world.everCurrent, current]),
    everPending:
      pending === undefined ? world.everPending : new Set([...world.everPending, pending])
  });
}

/** Gives an account of the database a password. */
export const setPassword = (world: World, account: string, password: string): World =>
  intern({ ...world, database: new Map([...world.database, [account, password]]) });

const keyFor = ({ secrets, everCurrent, everPending, database }: Omit<World, 'id'>): string =>
  JSON.stringify([
    secrets.has(NAME),
    secrets.get(NAME)?.deletionAt !== undefined,
    secrets.get(NAME)?.rotationEnabled === true,
    [...versionsIn({ secrets }).values()].map(({ id, string, stages }) => [
      id,
      string,
      [...stages].sort()
    ]),
    [...everCurrent].sort(),
    [...everPending].sort(),
    [...database].sort()
  ]);

export const emptyWorld = intern({
  secrets: new Map(),
  everCurrent: new Set(),
  everPending: new Set(),
  database: new Map()
});

export interface Answer {
  readonly world: World;
  readonly response: Response;
  /** The same for the same response. */
  readonly key: string;
}

/** Answers a call by AWS's rules. */
export function answer(world: World, call: PendingCall): Answer {
  const known = answers.get(world) ?? new Map<string, Answer>();
  answers.set(world, known);
  const callKey = `${call.operation} ${JSON.stringify(call.input)}`;
  const before = known.get(callKey);
  if (before) return before;
  const found = answerAnew(world, call);
  const response = { ...found, key: toKey(found.response) };
  known.set(callKey, response);
  return response;
}

function answerAnew(world: World, { operation, input }: PendingCall): Omit<Answer, 'key'> {
  try {
    if (operation === 'describe' || operation === 'get') {
      return { world, response: { value: act(open(world.secrets), operation, input) } };
    }
    if (operation === 'set the password in the database') {
      const next = setPassword(world, String(input['account']), String(input['password']));
      return { world: next, response: { value: {} } };
    }
    let value: unknown;
    const next = change(world, (store) => {
      value = act(store, operation, input);
    });
    return { world: next, response: { value } };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { world, response: { code: error.code, message: error.message } };
  }
}

function act(
  store: StoredSecrets,
  operation: PendingCall['operation'],
  input: PendingCall['input']
): unknown {
  const secret = store.find(NAME);
  if (operation === 'create') return toVersion(store.create({ Name: NAME, ...input }));
  if (!secret) return store.missing();
  switch (operation) {
    case 'describe':
      return toDescription(store.describe(secret));
    case 'get':
      return toValue(store.value(secret, input));
    case 'put': {
      const stored = store.put(secret, input) as Wire;
      return { ...toVersion(stored), stages: stored.VersionStages ?? [] };
    }
    case 'move':
      return store.moveStage(secret, input);
    case 'restore':
      return store.restore(secret);
    case 'begin rotation':
      beginRotation(store, secret, String(input['VersionId']));
      return {};
    case 'set the password in the database':
      throw new Error('the database is no part of Secrets Manager');
  }
}

/** AWS begins no rotation while AWSPENDING is on another version than AWSCURRENT. */
function beginRotation(store: StoredSecrets, secret: StoredSecret, id: string): void {
  const pending = [...secret.versions.values()].find(({ stages }) => stages.has('AWSPENDING'));
  if (secret.deletionAt !== undefined || (pending && !pending.stages.has('AWSCURRENT'))) {
    throw new ServiceError('InvalidRequestException', "A previous rotation isn't complete.");
  }
  store.beginRotation(secret, id);
}

interface Wire {
  readonly ARN?: string;
  readonly VersionId?: string;
  readonly VersionStages?: readonly string[];
  readonly VersionIdsToStages?: Readonly<Record<string, readonly string[]>>;
  readonly SecretString?: string;
  readonly CreatedDate?: number;
  readonly DeletedDate?: number;
  readonly RotationEnabled?: boolean;
}

const toVersion = ({ ARN = '', VersionId = '' }: Wire): { arn: string; versionId: string } => ({
  arn: ARN,
  versionId: VersionId
});

const toValue = (wire: Wire): SecretValue => ({
  ...toVersion(wire),
  stages: wire.VersionStages ?? [],
  createdAt: (wire.CreatedDate ?? 0) * 1000,
  secretString: wire.SecretString
});

const toDescription = (wire: Wire): SecretDescription => ({
  arn: wire.ARN ?? '',
  isDeleted: wire.DeletedDate !== undefined,
  isRotated: wire.RotationEnabled === true,
  stages: new Map(Object.entries(wire.VersionIdsToStages ?? {}))
});

export const toError = ({
  code,
  message,
  status = 400,
  attempts = 1
}: Exclude<Response, { value: unknown }>): CallError =>
  new CallError(
    { service: 'AWS Secrets Manager', action: 'a call', resource: NAME, route: { host: 'memory' } },
    Object.assign(new Error(message), { name: code, $metadata: { httpStatusCode: status } }),
    attempts
  );

const toKey = (response: Response): string =>
  JSON.stringify(response, (_, value: unknown) =>
    value instanceof Map ? [...(value as Map<unknown, unknown>)] : value
  );
