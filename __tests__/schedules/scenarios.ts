import type { PromoteOptions } from '../../src/aws/store/modes/promote.js';
import type { SecretOptions } from '../../src/aws/store/store.js';
import type { StoredSecrets } from '../../emulator/aws/stored-secrets.js';
import type { ByHand, Scenario } from './explore.js';
import { Run, type Mode } from './run.js';
import { change, emptyWorld, holder, NAME, type World } from './world.js';

const OLD = 'old-version';
const PENDING = 'pending-version';

/** What a secret holds: a plain password, or JSON that nobody would write like this. */
const shapes = {
  plain: { keys: [undefined, undefined] },
  'one key': { keys: ['a', 'a'] },
  'two keys': { keys: ['a', 'b'] }
} as const satisfies Record<string, { keys: readonly [string | undefined, string | undefined] }>;

type Shape = keyof typeof shapes;

const valueWith = (shape: Shape, password: string): string =>
  shape === 'plain'
    ? password
    : `{ "n":12345678901234567890, "a" : "${password}",\n "b":"b0", "n":1.0}`;

const secretIn = (store: StoredSecrets) => {
  const secret = store.find(NAME);
  if (!secret) throw new Error(`there is no ${NAME}`);
  return secret;
};
const create = (store: StoredSecrets, value?: string): void => {
  store.create({
    Name: NAME,
    ClientRequestToken: OLD,
    ...(value !== undefined && { SecretString: value })
  });
};
const put = (store: StoredSecrets, id: string, value: string, stage: string): void => {
  store.put(secretIn(store), {
    ClientRequestToken: id,
    SecretString: value,
    VersionStages: [stage]
  });
};
const move = (store: StoredSecrets, stage: string, from: string | undefined, to?: string): void => {
  store.moveStage(secretIn(store), {
    VersionStage: stage,
    ...(from !== undefined && { RemoveFromVersionId: from }),
    ...(to !== undefined && { MoveToVersionId: to })
  });
};

type Prepare = (store: StoredSecrets, shape: Shape) => void;
const present: Prepare = (store, shape) => {
  create(store, valueWith(shape, 'old'));
};
const pending: Prepare = (store, shape) => {
  present(store, shape);
  put(store, PENDING, valueWith(shape, 'pending'), 'AWSPENDING');
};
/** Each step is a change of its own, so that everything that ever was in force is known. */
const states: Readonly<Record<string, readonly Prepare[]>> = {
  missing: [],
  'without value': [
    (store) => {
      create(store);
    }
  ],
  present: [present],
  pending: [pending],
  'scheduled for deletion': [
    (store, shape) => {
      present(store, shape);
      store.delete(secretIn(store), {});
    }
  ],
  // A promotion that was cut off before it took AWSPENDING off.
  'promoted by half': [
    pending,
    (store) => {
      move(store, 'AWSCURRENT', OLD, PENDING);
    }
  ],
  'promoted by half, and rolled back': [
    pending,
    (store) => {
      move(store, 'AWSCURRENT', OLD, PENDING);
    },
    (store) => {
      move(store, 'AWSCURRENT', PENDING, OLD);
    }
  ]
};

/** Leaves out what would tell nothing. */
const canHappen = (state: string, name: string): boolean =>
  // After one more change by hand, nothing in the labels could tell any more what has been rolled back.
  state !== 'promoted by half, and rolled back' &&
  // Nobody deletes it again while it is being restored.
  !(state === 'scheduled for deletion' && name === 'the secret is scheduled for deletion');

const byHand = (shape: Shape): readonly ByHand[] => {
  const putting = (name: string, edit: (value: string) => string): ByHand => ({
    name,
    act: (world) => {
      const current = holder(world, 'AWSCURRENT');
      const secret = world.secrets.get(NAME);
      if (!secret || secret.deletionAt !== undefined) return undefined;
      const value = secret.versions.get(current ?? '')?.string ?? valueWith(shape, 'none');
      return change(world, (store) => {
        put(store, 'by-hand', edit(value), 'AWSCURRENT');
      });
    }
  });
  return [
    putting('a password is put', (value) =>
      shape === 'plain' ? 'by hand' : value.replace(/("a" : )"[^"]*"/, '$1"by hand"')
    ),
    ...(shape === 'plain'
      ? []
      : [putting('another field is put', (value) => value.replace('1.0', '2.00'))]),
    {
      name: 'the secret is scheduled for deletion',
      act: (world) => {
        const secret = world.secrets.get(NAME);
        if (!secret || secret.deletionAt !== undefined) return undefined;
        return change(world, (store) => {
          store.delete(secretIn(store), {});
        });
      }
    },
    {
      name: 'AWSCURRENT is rolled back',
      act: (world) => {
        const [current, previous] = [holder(world, 'AWSCURRENT'), holder(world, 'AWSPREVIOUS')];
        const isDeleted = world.secrets.get(NAME)?.deletionAt !== undefined;
        if (current === undefined || previous === undefined || isDeleted) return undefined;
        return change(world, (store) => {
          move(store, 'AWSCURRENT', current, previous);
        });
      }
    }
  ];
};

type ModeOf = (shape: Shape, key: string | undefined, state: string) => Mode;

const storing =
  (options: Partial<SecretOptions>): ModeOf =>
  (_, key, state) => ({
    kind: 'store',
    options: {
      secretId: NAME,
      ifSecretExists: 'fail',
      ifSecretMissing:
        state === 'scheduled for deletion' && options.ifSecretExists !== 'fail'
          ? 'restore'
          : 'create',
      versionStage: 'AWSCURRENT',
      ifRotationPending: 'resume',
      needsValue: true,
      ...(key !== undefined && { key }),
      ...options
    }
  });
const promoting =
  (options: PromoteOptions): ModeOf =>
  () => ({ kind: 'promote', options });

const toPending = { ifSecretExists: 'rotate', versionStage: 'AWSPENDING' } as const;
const modes: Readonly<Record<string, ModeOf>> = {
  fail: storing({ ifSecretExists: 'fail' }),
  keep: storing({ ifSecretExists: 'keep' }),
  rotate: storing({ ifSecretExists: 'rotate' }),
  'rotate to AWSPENDING, resume': storing(toPending),
  'rotate to AWSPENDING, replace': storing({ ...toPending, ifRotationPending: 'replace' }),
  'promote what is pending': promoting({ ifNotPending: 'fail' }),
  'promote one version': promoting({ versionId: PENDING, ifNotPending: 'fail' })
};

const prepared = (state: string, shape: Shape): World =>
  (states[state] ?? []).reduce<World>(
    (world, step) =>
      change(world, (store) => {
        step(store, shape);
      }),
    emptyWorld
  );

/** Every pair of modes, with every state and shape of the secret. */
export const scenarios: readonly Scenario[] = Object.keys(modes).flatMap((first, at, names) =>
  names.slice(at).flatMap((second) =>
    Object.keys(states).flatMap((state) =>
      (Object.keys(shapes) as Shape[])
        // Promoting reads no value, and needs a version.
        .filter((shape) => !(shape !== 'plain' && first.startsWith('promote')))
        .filter((shape) => !(shape === 'two keys' && second.startsWith('promote')))
        .map((shape): Scenario => {
          const [one, other] = shapes[shape].keys;
          return {
            name: `${first} + ${second}; ${state}; ${shape}`,
            world: prepared(state, shape),
            runs: [
              new Run('A', modes[first]!(shape, one, state)),
              new Run('B', modes[second]!(shape, other, state))
            ],
            byHand: byHand(shape).filter(({ name }) => canHappen(state, name))
          };
        })
    )
  )
);
