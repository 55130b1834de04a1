import type { SecretApi } from '../../src/aws/secret-store/api.js';
import { promote, type PromoteOptions } from '../../src/aws/secret-store/modes/promote.js';
import { storeOrFind } from '../../src/aws/secret-store/index.js';
import type {
  SecretChange,
  SecretOptions,
  StoreContext
} from '../../src/aws/secret-store/store.js';
import { StoredVersionError } from '../../src/errors/stored-version-error.js';
import { NAME, toError, type PendingCall, type Response } from './world.js';

/** What a run is told to do. */
export type Mode =
  | { readonly kind: 'store'; readonly options: SecretOptions; readonly today?: number }
  | { readonly kind: 'promote'; readonly options: PromoteOptions }
  /** A whole rotation: it stores the version, gives its account the password in the database, and promotes it. */
  | { readonly kind: 'job'; readonly options: SecretOptions; readonly today?: number }
  /** A rotation function of Secrets Manager, in the four steps of AWS's templates. */
  | { readonly kind: 'aws'; readonly setPassword: (value: string) => string };

/** The random part of the nth version id of a run, which tells whose version it is. */
export const uuidOf = (name: string, n: number): string =>
  `${name.toLowerCase().repeat(8)}-0000-4000-8000-${String(n).padStart(12, '0')}`;

export type Outcome =
  | {
      readonly ok: true;
      readonly password: string | undefined;
      readonly userName?: string | undefined;
      readonly versionId: string;
      readonly change: SecretChange | 'promoted' | 'rotated by AWS';
    }
  | {
      readonly ok: false;
      readonly message: string;
      /** The version that the error names. */
      readonly named: string | undefined;
      readonly isStored: boolean | 'unknown' | undefined;
      readonly isWithoutEffect: boolean;
      /** Whether a later step of the job has failed than the one that stores. */
      readonly isLater?: boolean;
    };

/** How a run stands after the responses that it has got. The same responses lead to one object, in whatever order. */
export interface Progress {
  readonly id: number;
  readonly trace: Trace;
  /** The responses, each with the number of its call. */
  readonly responses: readonly string[];
  readonly next: Map<string, Progress>;
  readonly pending: readonly PendingCall[];
  readonly outcome: Outcome | undefined;
  readonly log: readonly string[];
}

/** The responses that a run has got, in their order. */
export type Trace = readonly { readonly call: PendingCall; readonly response: Response }[];

/** How often a run looks; more looks show nothing else here, where no time passes. */
const LOOKS = 4;

/** A run of the real code. It is deterministic: what it does next follows from the responses so far. */
export class Run {
  #start: Progress | undefined;
  readonly #progresses = new Map<string, Progress>();

  constructor(
    readonly name: string,
    readonly mode: Mode
  ) {}

  async begin(): Promise<Progress> {
    return (this.#start ??= await this.#replay([], []));
  }

  /** @param key a name for the response; the same trace is replayed once only. */
  async after(
    progress: Progress,
    call: PendingCall,
    response: Response,
    key: string
  ): Promise<Progress> {
    const step = `${call.id}:${key}`;
    const known = progress.next.get(step);
    if (known) return known;
    const next = await this.#replay(
      [...progress.trace, { call, response }],
      [...progress.responses, step].sort()
    );
    progress.next.set(step, next);
    return next;
  }

  async #replay(trace: Trace, responses: readonly string[]): Promise<Progress> {
    const pending = new Map<number, { call: PendingCall; settle: (response: Response) => void }>();
    const log: string[] = [];
    let outcome: Outcome | undefined;
    let count = 0;
    const call = (operation: PendingCall['operation'], input: PendingCall['input']) =>
      new Promise<never>((resolve, reject) => {
        const id = ++count;
        pending.set(id, {
          call: { id, operation, input },
          settle: (response) => {
            pending.delete(id);
            if ('code' in response) reject(toError(response));
            else resolve(response.value as never);
          }
        });
      });
    const api: SecretApi = {
      secretId: NAME,
      region: 'eu-west-1',
      describeSecret: () => call('describe', {}),
      getSecretValue: (stage) => call('get', { VersionStage: stage }),
      createSecret: ({ versionId, secretString }) =>
        call('create', { ClientRequestToken: versionId, SecretString: secretString }),
      putSecretValue: ({ versionId, secretString }, stage) =>
        call('put', {
          ClientRequestToken: versionId,
          SecretString: secretString,
          VersionStages: [stage]
        }),
      updateSecretVersionStage: ({ stage, from, to }) =>
        call('move', {
          VersionStage: stage,
          ...(from !== undefined && { RemoveFromVersionId: from }),
          ...(to !== undefined && { MoveToVersionId: to })
        }),
      restoreSecret: () => call('restore', {})
    };
    const done =
      this.mode.kind === 'aws'
        ? this.#rotateAsAws(api, this.mode.setPassword, (id) =>
            call('begin rotation', { VersionId: id })
          )
        : this.#run(api, this.mode, log, (account, password) =>
            call('set the password in the database', { account, password })
          );
    done.then(
      (done) => (outcome = done),
      (error: unknown) => (outcome = failed(error))
    );
    await quiet();
    for (const { call, response } of trace) {
      const waiting = pending.get(call.id);
      if (!waiting) throw new Error(`${this.name} is not deterministic`);
      waiting.settle(response);
      await quiet();
    }
    const calls = [...pending.values()].map(({ call }) => call);
    // In which order the responses to calls under way at once have come makes no difference any more.
    const key = JSON.stringify([responses, calls, outcome, log]);
    const known = this.#progresses.get(key);
    if (known) return known;
    const id = this.#progresses.size;
    const progress = { id, trace, responses, next: new Map(), pending: calls, outcome, log };
    this.#progresses.set(key, progress);
    return progress;
  }

  /** Source: the templates of aws-samples/aws-secrets-manager-rotation-lambdas, which read AWSCURRENT and set its password. */
  async #rotateAsAws(
    api: SecretApi,
    setPassword: (value: string) => string,
    begin: (id: string) => Promise<void>
  ): Promise<Outcome> {
    const versionId = uuidOf(this.name, 1);
    await begin(versionId);
    const current = await api.getSecretValue('AWSCURRENT');
    const secretString = setPassword(current.secretString ?? '');
    await api.putSecretValue({ versionId, secretString }, 'AWSPENDING');
    const { stages } = await api.describeSecret();
    const from = [...stages].find(([, labels]) => labels.includes('AWSCURRENT'))?.[0];
    await api.updateSecretVersionStage({ stage: 'AWSCURRENT', from, to: versionId });
    return { ok: true, password: undefined, versionId, change: 'rotated by AWS' };
  }

  async #run(
    api: SecretApi,
    mode: Exclude<Mode, { kind: 'aws' }>,
    log: string[],
    setPassword: (account: string, password: string) => Promise<void>
  ): Promise<Outcome> {
    const { name } = this;
    let versions = 0;
    const poll = async <T>(look: () => Promise<T | undefined>): Promise<T | undefined> => {
      for (let looks = 1; ; looks++) {
        const found = await look();
        if (found !== undefined || looks === LOOKS) return found;
      }
    };
    const promoteBy = (options: PromoteOptions) =>
      promote(api, options, { poll, info: () => undefined, warn: () => undefined });
    if (mode.kind === 'promote') {
      const { version } = await promoteBy(mode.options);
      return { ok: true, password: undefined, versionId: version.versionId, change: 'promoted' };
    }
    const context: StoreContext = {
      generate: () => Promise.resolve(`password-of-${name}`),
      maskExisting: () => undefined,
      findViolation: () => undefined,
      today: () => mode.today ?? 0,
      poll,
      beforeWrite: () => Promise.resolve(),
      info: (line) => log.push(line),
      warn: (line) => log.push(line)
    };
    const { password, userName, version, change } = await storeOrFind(
      api,
      mode.options,
      context,
      () => uuidOf(name, ++versions)
    );
    const { versionId } = version;
    if (mode.kind === 'job') {
      try {
        await setPassword(userName ?? '', password ?? '');
        await promoteBy({ versionId, ifNotPending: 'fail' });
      } catch (error) {
        return { ...failed(error), isLater: true };
      }
    }
    return { ok: true, password, userName, versionId, change };
  }
}

function failed(error: unknown): Extract<Outcome, { ok: false }> {
  const isNamed = error instanceof StoredVersionError;
  const cause: unknown = isNamed ? error.cause : error;
  return {
    ok: false,
    message:
      cause instanceof Error
        ? `${cause.name}: ${cause.message}${'details' in cause ? ` ${(cause.details as Error).message}` : ''}`
        : String(cause),
    named: isNamed ? error.version.versionId : undefined,
    isStored: isNamed ? error.version.isStored : undefined,
    isWithoutEffect: isNamed && error.version.isWithoutEffect === true
  };
}

/** Everything that a response has set going is done: nothing here waits for anything but responses. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
