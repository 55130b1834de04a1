import { randomUUID } from 'node:crypto';
import { RotationFunction } from '../../emulator/aws/rotation-function.js';
import type { StoredSecret, StoredSecrets } from '../../emulator/aws/stored-secrets.js';
import { ServiceError } from '../../emulator/service.js';
import { createVersionId } from '../../src/aws/identifiers/version-id.js';
import type { Hand, RoundPlan, State } from './plan.js';
import { edit, valueWith } from './values.js';

const DAY_MS = 86_400_000;

/** One call to Secrets Manager, with its response. */
export interface Call {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly response: Readonly<Record<string, unknown>>;
  /** False where the process was killed, or the response lost. */
  readonly isAnswered: boolean;
}

/** What has changed where two labels are: whose call or hand it was, and what the process had got before. */
export interface Move {
  /** The number of a process, or what somebody else did. */
  readonly by: number | string;
  readonly operation: string;
  readonly before: Labels;
  readonly after: Labels;
  /** How many calls of that process had been answered. */
  readonly calls: number;
}

export interface Labels {
  readonly AWSCURRENT: string | undefined;
  readonly AWSPENDING: string | undefined;
  readonly AWSPREVIOUS: string | undefined;
}

const NOWHERE: Labels = { AWSCURRENT: undefined, AWSPENDING: undefined, AWSPREVIOUS: undefined };

/** The secret of one round, everything that happens to it, and who did it. */
export class RoundWorld {
  readonly moves: Move[] = [];
  /** Every value that a version ever had, by id. */
  readonly values = new Map<string, string>();
  /** Of all processes and others, in their order. */
  readonly log: string[] = [];
  #labels = NOWHERE;
  #rotation: RotationFunction | undefined;
  #marks = 0;
  #isPrepared = false;
  /** The version that was pending when the processes started. */
  pending: string | undefined;

  constructor(
    readonly plan: RoundPlan,
    readonly name: string,
    private readonly store: StoredSecrets
  ) {}

  /** Brings the secret into the state in which the processes find it. */
  prepare(): void {
    if (this.#isPrepared) return;
    this.#isPrepared = true;
    const { state, shape, isOld, isRotatedByAws } = this.plan;
    this.#prepare(state);
    // Nobody stores two versions in one moment.
    const versions: { createdAt: number }[] = [...(this.secret?.versions.values() ?? [])];
    for (const [at, version] of versions.entries())
      version.createdAt -= (versions.length - at) * 60_000 + (isOld ? 40 * DAY_MS : 0);
    if (isRotatedByAws && this.#labels.AWSCURRENT !== undefined && shape !== 'lines') {
      this.#rotation ??= new RotationFunction(
        this.store,
        this.name,
        shape === 'plain' ? undefined : 'a'
      );
    }
    this.pending = this.#labels.AWSPENDING;
  }

  get secret(): StoredSecret | undefined {
    return this.store.find(this.name);
  }

  get labels(): Labels {
    return this.#labels;
  }

  everHad(label: keyof Labels, id: string): boolean {
    return this.moves.some(({ after }) => after[label] === id);
  }

  /** Notes what a call or hand has changed. */
  observe(by: number | string, operation: string, calls = 0): void {
    const versions = [...(this.secret?.versions.values() ?? [])];
    for (const { id, string } of versions) if (string !== undefined) this.values.set(id, string);
    const holder = (label: string) => versions.find(({ stages }) => stages.has(label))?.id;
    const before = this.#labels;
    const after = {
      AWSCURRENT: holder('AWSCURRENT'),
      AWSPENDING: holder('AWSPENDING'),
      AWSPREVIOUS: holder('AWSPREVIOUS')
    };
    this.#labels = after;
    const changed = (Object.keys(after) as (keyof Labels)[])
      .filter((label) => before[label] !== after[label])
      .map((label) => `${label} ${short(before[label])} → ${short(after[label])}`);
    this.log.push(`${by}: ${operation} ${changed.join(', ')}`);
    if (changed.length > 0) this.moves.push({ by, operation, before, after, calls });
  }

  /** What somebody else does; what is not possible any more does not happen. */
  act(hand: Hand): void {
    try {
      this.#act(hand);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.log.push(`(${hand}: ${error.code})`);
      return;
    }
    this.observe(hand, '');
  }

  #act(hand: Hand): void {
    const { secret, store } = this;
    const { shape } = this.plan;
    const { AWSCURRENT, AWSPENDING, AWSPREVIOUS } = this.#labels;
    const current = secret?.versions.get(AWSCURRENT ?? '')?.string;
    const mark = `${++this.#marks}`;
    if (!secret) return;
    switch (hand) {
      case 'put a password':
        this.#put(valueWith(shape, `Kf9cM${mark}hY36w`));
        break;
      case 'edit another field':
        this.#put(edit(shape, current ?? valueWith(shape, 'Vt5rN83jQ17'), mark));
        break;
      case 'roll back':
        if (AWSCURRENT !== undefined && AWSPREVIOUS !== undefined)
          this.#move('AWSCURRENT', AWSCURRENT, AWSPREVIOUS);
        break;
      case 'take AWSPENDING off':
        if (AWSPENDING !== undefined) this.#move('AWSPENDING', AWSPENDING);
        break;
      case 'schedule the deletion':
        store.delete(secret, {});
        break;
      case 'begin a rotation by AWS':
        this.#rotation?.begin();
        break;
      case 'create its version':
        if (this.#rotation?.token !== undefined && current !== undefined)
          this.#rotation.create(`Wb2xP${mark}sD47z`);
        break;
      case 'finish it':
        // A function that got that far has given the version a value.
        if (this.values.has(this.#rotation?.token ?? '')) this.#rotation?.finish();
    }
  }

  #prepare(state: State): void {
    const { shape } = this.plan;
    const key = shape === 'plain' || shape === 'lines' ? undefined : 'a';
    const present = () => {
      this.#create(randomUUID(), valueWith(shape, 'Jd6nL24pS71'));
    };
    const pend = (base = this.#labels.AWSCURRENT) => {
      const id = createVersionId(randomUUID(), { base, key });
      this.#put(valueWith(shape, 'Xq7wZ91kT42'), id, 'AWSPENDING');
      return id;
    };
    switch (state) {
      case 'missing':
        return;
      case 'empty':
        this.#create(randomUUID());
        return;
      case 'put by this action':
        this.#create(
          createVersionId(randomUUID(), { base: undefined, key }),
          valueWith(shape, 'Jd6nL24pS71')
        );
        return;
      case 'put by hand':
        present();
        return;
      case 'pending, fitting':
        present();
        pend();
        return;
      case 'pending, stale':
        present();
        pend();
        this.#put(edit(shape, valueWith(shape, 'Jd6nL24pS71'), '7'));
        return;
      case 'pending, superseded': {
        present();
        const base = this.#labels.AWSCURRENT;
        pend();
        this.#put(valueWith(shape, 'Gh3vB58mR20'), createVersionId(randomUUID(), { base, key }));
        return;
      }
      case 'pending, put by hand':
        present();
        this.#put(valueWith(shape, 'Xq7wZ91kT42'), randomUUID(), 'AWSPENDING');
        return;
      case 'rotation by AWS has begun':
        present();
        this.#rotation = new RotationFunction(this.store, this.name, key);
        this.#rotation.begin();
        this.observe('before', state);
        return;
      case 'scheduled for deletion':
        present();
        this.store.delete(this.secret!, {});
        this.observe('before', state);
        return;
      case 'promoted by half': {
        present();
        const from = this.#labels.AWSCURRENT;
        this.#move('AWSCURRENT', from, pend());
        this.observe('before', state);
      }
    }
  }

  #create(id: string, SecretString?: string): void {
    this.store.create({
      Name: this.name,
      ClientRequestToken: id,
      ...(SecretString !== undefined && { SecretString })
    });
    this.observe('before', 'create');
  }

  #put(value: string, id: string = randomUUID(), stage = 'AWSCURRENT'): void {
    this.store.put(this.secret!, {
      ClientRequestToken: id,
      SecretString: value,
      VersionStages: [stage]
    });
    this.observe('others', 'put');
  }

  #move(stage: string, from: string | undefined, to?: string): void {
    this.store.moveStage(this.secret!, {
      VersionStage: stage,
      ...(from !== undefined && { RemoveFromVersionId: from }),
      ...(to !== undefined && { MoveToVersionId: to })
    });
  }
}

export const short = (id: string | undefined): string => id?.slice(0, 4) ?? '-';
