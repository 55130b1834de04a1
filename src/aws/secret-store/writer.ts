import { CallError } from '../../errors/call-error.js';
import { isUnexpectedResponse } from '../../errors/error-details.js';
import { isTransient } from '../../retry-rules.js';
import {
  listVersionsCommand,
  StoredVersionError,
  type SentVersion
} from '../../errors/stored-version-error.js';
import {
  isDeletion,
  isAlreadyExists,
  isRefused,
  type SecretSettings,
  type SecretVersion
} from './api.js';
import type { Secret } from './secret.js';
import { createVersionId } from '../identifiers/version-id.js';

/**
 * The label under which a version is put. AWSCURRENT and AWSPENDING are moved to it afterwards, because only moving a
 * label is conditional: PutSecretValue takes it off whatever version has it. One fixed name: it moves on with each run
 * and piles up nowhere.
 */
const OWN_STAGE = 'aws-random-password';

export interface WriterContext {
  /** Awaited before the first write: what must be known before anything may be stored. */
  readonly beforeWrite: () => Promise<unknown>;
  info(message: string): void;
}

/** Makes all changes of one run to a secret. It stores one version, unless somebody changes the secret between two calls. */
export class SecretWriter {
  #last: { readonly versionId: string; readonly secretString: string } | undefined;
  #isStored: SentVersion['isStored'] = false;
  #isWithoutEffect = false;
  readonly #versionIds = new Map<string, string>();

  /** @param createUuid makes the random part of a version id. */
  constructor(
    private readonly secret: Secret,
    private readonly key: string | undefined,
    private readonly context: WriterContext,
    private readonly createUuid: () => string
  ) {}

  /** The version that was sent last. */
  get versionId(): string | undefined {
    return this.#last?.versionId;
  }

  /** Whether this run has sent the version. */
  hasSent(versionId: string | undefined): boolean {
    return versionId !== undefined && [...this.#versionIds.values()].includes(versionId);
  }

  /**
   * @returns what stands in the way: the secret exists by now, perhaps since an earlier attempt of this run, or a secret
   * of its name is being deleted.
   */
  async create(
    secretString: string,
    settings: SecretSettings
  ): Promise<SecretVersion | 'exists' | 'is being deleted'> {
    const version = await this.#announce(secretString, undefined);
    try {
      const { isRepeated, ...created } = await this.#send(this.secret.create(version, settings));
      return isRepeated === true ? 'exists' : created;
    } catch (error) {
      if (isAlreadyExists(error)) return 'exists';
      if (isDeletion(error)) return 'is being deleted';
      throw error;
    }
  }

  /**
   * Puts a version that is not the current one yet, unless it is the first one of the secret.
   * @param base the current version, from which the value was made; undefined for a first value.
   */
  async put(
    secretString: string,
    base: string | undefined
  ): Promise<SecretVersion & { readonly isCurrent: boolean }> {
    const version = await this.#announce(secretString, base);
    const { stages, ...stored } = await this.#send(this.secret.put(version, OWN_STAGE));
    const isCurrent = stages.includes('AWSCURRENT');
    this.#isWithoutEffect = !isCurrent;
    return { ...stored, isCurrent };
  }

  /**
   * Moves a label to the version that was put last, from the version that this run has read or from none.
   * @returns false where the label is elsewhere by now.
   */
  async move(stage: string, from: string | undefined): Promise<boolean> {
    try {
      await this.secret.move({ stage, from, to: this.#last?.versionId });
      this.#isWithoutEffect = false;
      return true;
    } catch (error) {
      // A label that is elsewhere by now may have been moved here before, and only the response was lost.
      if (isRefused(error) || !isRefusal(error)) this.#isWithoutEffect = false;
      if (isRefused(error) && !isDeletion(error)) return false;
      throw error;
    }
  }

  /** Takes AWSPENDING off a version. @returns false when that version does not have the label any more. */
  async removePending(versionId: string): Promise<boolean> {
    await this.context.beforeWrite();
    return removePending(this.secret, versionId);
  }

  async restore(): Promise<void> {
    await this.context.beforeWrite();
    await this.secret.restore();
    this.context.info(
      `Restored the secret ${this.secret.secretId}, which was scheduled for deletion.`
    );
  }

  /** From the moment on in which a version was sent, an error names that version. */
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

  /** The same value, made from the same version, keeps its version id, so that AWS stores it once. */
  async #announce(
    secretString: string,
    base: string | undefined
  ): Promise<{ readonly versionId: string; readonly secretString: string }> {
    await this.context.beforeWrite();
    const known = JSON.stringify([base, secretString]);
    const before = this.#versionIds.get(known);
    const versionId = before ?? createVersionId(this.createUuid(), { base, key: this.key });
    if (this.#last?.versionId === versionId) return this.#last;
    this.#last = { versionId, secretString };
    this.#isStored = false;
    this.#isWithoutEffect = false;
    this.#versionIds.set(known, versionId);
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

/**
 * Takes AWSPENDING off a version.
 * @returns false when that version does not have the label any more.
 */
export async function removePending(secret: Secret, versionId: string): Promise<boolean> {
  try {
    await secret.move({ stage: 'AWSPENDING', from: versionId });
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
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
