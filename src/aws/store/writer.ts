import { CallError } from '../../errors/call-error.js';
import { isUnexpectedResponse } from '../../errors/classify.js';
import { isTransient } from '../../retry-rules.js';
import {
  listVersionsCommand,
  StoredVersionError,
  type SentVersion
} from '../../errors/stored-version-error.js';
import {
  isDeletion,
  isExisting,
  isRefused,
  type SecretApi,
  type SecretSettings,
  type SecretVersion
} from './api.js';

/**
 * The label under which a version is put. AWSCURRENT and AWSPENDING are moved to it afterwards, because only moving a
 * label is conditional: PutSecretValue takes it off whatever version has it. One fixed name: it moves on with each run
 * and piles up nowhere.
 */
const OWN_STAGE = 'aws-random-password';

/** What writing needs of the run. */
export interface WriterContext {
  /** Awaited before the first write: what must be known before anything may be stored. */
  readonly beforeWrite: () => Promise<unknown>;
  info(message: string): void;
}

/** Sends the versions of one run to a secret: one, unless somebody changes the secret between two calls. */
export class SecretWriter {
  #last: { readonly versionId: string; readonly secretString: string } | undefined;
  #isStored: SentVersion['isStored'] = false;
  #isWithoutEffect = false;
  readonly #versionIds = new Set<string>();

  constructor(
    private readonly secret: SecretApi,
    private readonly context: WriterContext,
    private readonly createUuid: () => string
  ) {}

  /** The version that was sent last. */
  get versionId(): string | undefined {
    return this.#last?.versionId;
  }

  /** Whether this run has sent the version. */
  hasSent(versionId: string | undefined): boolean {
    return versionId !== undefined && this.#versionIds.has(versionId);
  }

  /** @returns undefined when the secret exists by now, or is being deleted. */
  async create(secretString: string, settings: SecretSettings): Promise<SecretVersion | undefined> {
    const version = await this.#announce(secretString);
    try {
      return await this.#send(this.secret.createSecret(version, settings));
    } catch (error) {
      if (isExisting(error) || isDeletion(error)) return undefined;
      throw error;
    }
  }

  /** Puts a version that is not in force yet, unless it is the first one of the secret. */
  async put(secretString: string): Promise<SecretVersion & { readonly isCurrent: boolean }> {
    const version = await this.#announce(secretString);
    const { stages, ...stored } = await this.#send(this.secret.putSecretValue(version, OWN_STAGE));
    const isCurrent = stages.includes('AWSCURRENT');
    this.#isWithoutEffect = !isCurrent;
    return { ...stored, isCurrent };
  }

  /** Moves a label to the version that was put last, from the version that this run has read or from none. */
  async move(stage: string, from: string | undefined): Promise<CallError | undefined> {
    try {
      await this.secret.updateSecretVersionStage({ stage, from, to: this.#last?.versionId });
      this.#isWithoutEffect = false;
      return undefined;
    } catch (error) {
      // A label that is elsewhere by now may have been moved here before, and only the response was lost.
      if (isRefused(error) || !isRefusal(error)) this.#isWithoutEffect = false;
      if (isRefused(error) && !isDeletion(error)) return error;
      throw error;
    }
  }

  /** What a failed run has to tell, from the moment on in which a version was sent. */
  wrapError(cause: unknown): unknown {
    if (!this.#last) return cause;
    const { secretId, region } = this.secret;
    return new StoredVersionError(
      {
        secretId,
        region,
        versionId: this.#last.versionId,
        isStored: this.#isStored,
        isWithoutEffect: this.#isWithoutEffect
      },
      cause
    );
  }

  /** The same value keeps its version id, so that AWS stores it once. */
  async #announce(
    secretString: string
  ): Promise<{ readonly versionId: string; readonly secretString: string }> {
    await this.context.beforeWrite();
    if (this.#last?.secretString === secretString) return this.#last;
    const versionId = this.createUuid();
    this.#last = { versionId, secretString };
    this.#isStored = false;
    this.#isWithoutEffect = false;
    this.#versionIds.add(versionId);
    this.context.info(
      `Storing version ${versionId} of the secret ${this.secret.secretId}. ` +
        `If this step is cut off, see what was stored: run "${listVersionsCommand(this.secret)}".`
    );
    return this.#last;
  }

  async #send<T>(call: Promise<T>): Promise<T> {
    try {
      const response = await call;
      this.#isStored = true;
      return response;
    } catch (error) {
      if (this.#isStored === false && !isRefusal(error)) this.#isStored = 'unknown';
      throw error;
    }
  }
}

/** AWS said no to the one attempt that there was, so it has stored nothing. */
const isRefusal = (error: unknown): boolean =>
  error instanceof CallError &&
  error.attempts === 1 &&
  error.details.status !== undefined &&
  error.details.status >= 400 &&
  !isTransient(error.details) &&
  !isUnexpectedResponse(error.details);
