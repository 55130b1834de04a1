import type { PromoteOptions } from '../../src/aws/secret-store/modes/promote.js';
import type { SecretOptions } from '../../src/aws/secret-store/store.js';
import type { StoredSecrets } from '../../emulator/aws/stored-secrets.js';
import type { ByHand, Scenario } from './explore.js';
import { Run, uuidOf, type Mode } from './run.js';
import { digest } from './promises.js';
import { change, emptyWorld, holder, NAME, setPassword, type World } from './world.js';

const OLD = 'old-version';
const NEW = 'new-version';
/** Of another tool. */
const FOREIGN = 'pending-version';
/** A version of an earlier run of this action. */
const earlier = (run: 'D' | 'E', base: string, key: string | undefined): string =>
  `${uuidOf(run, 1)}-${digest(base)}-${digest(key ?? '')}`;
const pendingOf = (shape: Shape): string => earlier('D', OLD, shapes[shape].keys[1]);

/** What a secret holds: a plain password, or JSON that nobody would write like this. */
const shapes = {
  plain: { keys: [undefined, undefined] },
  'one key': { keys: ['a', 'a'] },
  'two keys': { keys: ['a', 'b'] }
} as const satisfies Record<string, { keys: readonly [string | undefined, string | undefined] }>;

type Shape = keyof typeof shapes;

/** What two keys have, the first of them for a plain secret. */
const valueWith = (
  shape: Shape,
  { a = 'old', b = 'b0', n = '1.0' }: { a?: string; b?: string; n?: string } = {}
): string =>
  shape === 'plain' ? a : `{ "n":12345678901234567890, "a" : "${a}",\n "b":"${b}", "n":${n}}`;
/** A value with a password under the key that is pending. */
const valueOf = (shape: Shape, password: string): string =>
  valueWith(shape, { [shape === 'two keys' ? 'b' : 'a']: password });

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
  create(store, valueWith(shape));
};
const pending: Prepare = (store, shape) => {
  put(store, pendingOf(shape), valueOf(shape, 'pending'), 'AWSPENDING');
};
const promoted: Prepare = (store, shape) => {
  move(store, 'AWSCURRENT', OLD, pendingOf(shape));
};
/** Each step is a change of its own, so that everything that ever was current is known. */
const states: Readonly<Record<string, readonly Prepare[]>> = {
  missing: [],
  'without value': [
    (store) => {
      create(store);
    }
  ],
  present: [present],
  pending: [present, pending],
  // Somebody has changed another field since, or the password where there is no other.
  'pending, stale': [
    present,
    pending,
    (store, shape) => {
      put(
        store,
        NEW,
        valueWith(shape, shape === 'plain' ? { a: 'new' } : { n: '2.00' }),
        'AWSCURRENT'
      );
    }
  ],
  'pending, superseded': [
    present,
    pending,
    (store, shape) => {
      const id = earlier('E', OLD, shapes[shape].keys[1]);
      put(store, id, valueOf(shape, 'rotated'), 'AWSCURRENT');
    }
  ],
  'pending, of another tool': [
    present,
    (store, shape) => {
      put(store, FOREIGN, valueOf(shape, 'pending'), 'AWSPENDING');
    }
  ],
  'scheduled for deletion': [
    present,
    (store) => {
      store.delete(secretIn(store), {});
    }
  ],
  // A promotion that was cut off before it took AWSPENDING off.
  'promoted by half': [present, pending, promoted],
  'promoted by half, and rolled back': [
    present,
    pending,
    promoted,
    (store, shape) => {
      move(store, 'AWSCURRENT', pendingOf(shape), OLD);
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
      const value = secret.versions.get(current ?? '')?.string ?? valueWith(shape, { a: 'none' });
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
const modes = {
  fail: storing({ ifSecretExists: 'fail' }),
  keep: storing({ ifSecretExists: 'keep' }),
  rotate: storing({ ifSecretExists: 'rotate' }),
  'rotate to AWSPENDING, resume': storing(toPending),
  'rotate to AWSPENDING, replace': storing({ ...toPending, ifRotationPending: 'replace' }),
  'promote what is pending': promoting({ ifNotPending: 'fail' }),
  'promote one version': (shape, _, state) => ({
    kind: 'promote',
    options: {
      versionId: state.endsWith('another tool') ? FOREIGN : pendingOf(shape),
      ifNotPending: 'fail'
    }
  })
} satisfies Record<string, ModeOf>;
/** These meet a few others only. */
const rareModes = {
  ...modes,
  'rotate to AWSPENDING, young': storing({ ...toPending, rotateAfterDays: 30 }),
  // Another account than that of the pending version.
  'rotate to AWSPENDING, other template': storing({ ...toPending, template: '{"n":3}' }),
  'rotate by AWS': (shape) => ({
    kind: 'aws',
    setPassword: (value) =>
      shape === 'plain' ? 'by AWS' : value.replace(/("a" : )"[^"]*"/, '$1"by AWS"')
  })
} satisfies Record<string, ModeOf>;

/** The state, and before it what led to it, the last one first. */
function prepared(state: string, shape: Shape, isRotated: boolean): readonly [World, ...World[]] {
  const steps: Prepare[] = [
    ...(states[state] ?? []),
    ...(isRotated
      ? [
          (store: StoredSecrets) => {
            secretIn(store).rotationEnabled = true;
          }
        ]
      : [])
  ];
  return steps.reduce<[World, ...World[]]>(
    (worlds, step) => [
      change(worlds[0], (store) => {
        step(store, shape);
      }),
      ...worlds
    ],
    [emptyWorld]
  );
}

type ModeName = keyof typeof rareModes;

function scenarioOf(names: readonly ModeName[], state: string, shape: Shape): Scenario {
  const isRotated = names.includes('rotate by AWS');
  const [world, ...history] = prepared(state, shape, isRotated);
  return {
    name: `${names.join(' + ')}; ${state}; ${shape}`,
    world,
    // Nothing in the labels could tell what a read has missed that lags behind a rollback.
    history: state.endsWith('rolled back') ? [] : history,
    runCount: names.length,
    openRuns: () =>
      names.map((name, at) => {
        const key = shapes[shape].keys[at === 0 ? 0 : 1];
        return new Run('ABC'.charAt(at), rareModes[name](shape, key, state));
      }),
    byHand: byHand(shape).filter(({ name }) => canHappen(state, name))
  };
}

const allShapes = Object.keys(shapes) as Shape[];
const pairs = (Object.keys(modes) as ModeName[]).flatMap((first, at, names) =>
  names.slice(at).map((second) => [first, second] as const)
);

/** Every pair of modes, with every state and shape of the secret. */
const everyPair = pairs.flatMap(([first, second]) =>
  Object.keys(states).flatMap((state) =>
    allShapes
      // Promoting reads no value, and needs a version.
      .filter((shape) => !(shape !== 'plain' && first.startsWith('promote')))
      .map((shape) => scenarioOf([first, second], state, shape))
  )
);

const PENDING_STATES = Object.keys(states).filter((state) => state.startsWith('pending'));
/** The actors that meet a few others only, each with the modes that may get in its way. */
const rarePairs = [
  ...(['rotate', 'rotate to AWSPENDING, resume', 'promote what is pending'] as const).flatMap(
    (other) =>
      ['present', 'pending', 'pending, stale'].flatMap((state) => [
        scenarioOf(['rotate by AWS', other], state, 'plain'),
        scenarioOf(['rotate by AWS', other], state, 'two keys')
      ])
  ),
  ...(['rotate', 'rotate to AWSPENDING, resume', 'promote what is pending'] as const).flatMap(
    (other) =>
      ['present', ...PENDING_STATES].map((state) =>
        scenarioOf(['rotate to AWSPENDING, young', other], state, 'one key')
      )
  ),
  ...['present', ...PENDING_STATES].map((state) =>
    scenarioOf(
      ['rotate to AWSPENDING, other template', 'rotate to AWSPENDING, resume'],
      state,
      'one key'
    )
  )
];

/** Three runs: rotations and their promotion, of one key and of two; and a secret that three find missing. */
const triples = [
  ...(['missing', 'without value'] as const).map((state) =>
    scenarioOf(['keep', 'keep', 'keep'], state, 'plain')
  ),
  ...['present', ...PENDING_STATES].flatMap((state) =>
    allShapes.flatMap((shape) =>
      (['rotate', 'rotate to AWSPENDING, resume'] as const).map((first) =>
        scenarioOf([first, 'rotate to AWSPENDING, resume', 'promote what is pending'], state, shape)
      )
    )
  )
];

/** A secret with two accounts in turn, and a database that lets them in. */
const accountValue = (account: string, password: string, n = '1.0'): string =>
  `{ "n":12345678901234567890, "a" : "${password}",\n "u":"${account}", "n":${n}}`;
const accounts = {
  userName: 'app_a',
  alternateUserName: 'app_b',
  userNameKey: 'u',
  key: 'a'
} as const;
const PENDING = earlier('D', OLD, 'a');
/** What happens before the runs; and, in the database, which account has got which password. */
const accountStates: Readonly<Record<string, readonly ((world: World) => World)[]>> = (() => {
  const storing =
    (act: (store: StoredSecrets) => void) =>
    (world: World): World =>
      change(world, act);
  const setting =
    (account: string, password: string) =>
    (world: World): World =>
      setPassword(world, account, password);
  const begin = [
    setting('app_a', 'old'),
    storing((store) => {
      create(store, accountValue('app_a', 'old'));
    })
  ];
  const begun = [
    ...begin,
    storing((store) => {
      put(store, PENDING, accountValue('app_b', 'pending'), 'AWSPENDING');
    })
  ];
  const putting = (id: string, value: string) =>
    storing((store) => {
      put(store, id, value, 'AWSCURRENT');
    });
  return {
    missing: [],
    present: begin,
    pending: begun,
    'pending, and in the database': [...begun, setting('app_b', 'pending')],
    'pending, stale': [
      ...begun,
      setting('app_b', 'pending'),
      putting(NEW, accountValue('app_a', 'old', '2.00'))
    ],
    // Another tool has made the account of the pending version current.
    'pending, its account current': [
      ...begun,
      setting('app_b', 'new'),
      putting(NEW, accountValue('app_b', 'new'))
    ],
    'pending, superseded': [
      ...begun,
      setting('app_b', 'rotated'),
      putting(earlier('E', OLD, 'a'), accountValue('app_b', 'rotated'))
    ],
    'promoted by half': [
      ...begun,
      setting('app_b', 'pending'),
      storing((store) => {
        move(store, 'AWSCURRENT', OLD, PENDING);
      })
    ]
  };
})();

const accountModes = {
  job: { kind: 'job', ...toPending },
  'keep an account': { kind: 'store', ifSecretExists: 'keep', versionStage: 'AWSCURRENT' }
} as const;

/**
 * Whole rotations of two accounts, side by side or one after another that was cut off; and who reads meanwhile. Not three
 * side by side: one that hangs while two others finish then gives the database an old password, which the workflows of
 * the pages prevent by `concurrency`.
 */
const twoAccounts = Object.entries(accountStates).flatMap(([state, steps]) =>
  (
    [
      ['job', 'job'],
      ['job', 'keep an account']
    ] as const
  ).map((names): Scenario => {
    const [world, ...history] = steps.reduce<[World, ...World[]]>(
      (worlds, step) => [step(worlds[0]), ...worlds],
      [emptyWorld]
    );
    return {
      name: `${names.join(' + ')}; ${state}; two accounts`,
      world,
      history,
      runCount: names.length,
      openRuns: () =>
        names.map((name, at) => {
          const { kind, ...options } = accountModes[name];
          const whole: SecretOptions = {
            secretId: NAME,
            ifSecretMissing: 'create',
            ifRotationPending: 'resume',
            needsValue: true,
            ...accounts,
            ...options
          };
          return new Run('ABC'.charAt(at), { kind, options: whole });
        }),
      byHand: []
    };
  })
);

export const scenarios: readonly Scenario[] = [
  ...everyPair,
  ...rarePairs,
  ...triples,
  ...twoAccounts
];
