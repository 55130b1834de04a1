import {
  isNotFound,
  unlessNotFound,
  type SecretApi,
  type SecretDescription,
  type SecretValue
} from './api.js';

/** Looks again for some seconds while nothing is found. */
export type Poll = <T>(look: () => Promise<T | undefined>) => Promise<T | undefined>;

/**
 * A secret as one run knows it. Reads and writes may lag behind writes: once a run has seen the secret, or has created
 * it, that AWS does not find it means that AWS does not find it yet.
 */
export class Secret {
  #isKnown = false;
  readonly #versions = new Set<string>();

  constructor(
    private readonly api: SecretApi,
    private readonly poll: Poll
  ) {}

  get secretId(): string {
    return this.api.secretId;
  }

  get region(): string {
    return this.api.region;
  }

  /** Whether a call has shown that the secret exists. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Whether a call has shown a version, which a secret never loses all of. */
  get hasVersion(): boolean {
    return this.#versions.size > 0;
  }

  /** @returns undefined where the secret is not found. */
  async describe(): Promise<SecretDescription | undefined> {
    const description = await unlessNotFound(this.api.describeSecret());
    return description && this.#know(description, description.stages.keys());
  }

  /** @returns undefined where no version with the label is found, or the secret is scheduled for deletion. */
  async read(stage: string): Promise<SecretValue | undefined> {
    const value = await unlessNotFound(this.api.getSecretValue(stage));
    return value && this.#know(value, [value.versionId]);
  }

  async create(
    ...args: Parameters<SecretApi['createSecret']>
  ): ReturnType<SecretApi['createSecret']> {
    const version = await this.api.createSecret(...args);
    return this.#know(version, [version.versionId]);
  }

  async put(
    ...args: Parameters<SecretApi['putSecretValue']>
  ): ReturnType<SecretApi['putSecretValue']> {
    const version = await this.#write(() => this.api.putSecretValue(...args));
    return this.#know(version, [version.versionId]);
  }

  /** Moves a label, or takes it off; see {@link SecretApi.updateSecretVersionStage}. */
  move(move: Parameters<SecretApi['updateSecretVersionStage']>[0]): Promise<void> {
    const attempt = () => this.api.updateSecretVersionStage(move);
    const isKnown = move.to === undefined || this.#versions.has(move.to);
    return isKnown ? this.#write(attempt) : attempt();
  }

  restore(): Promise<void> {
    return this.#write(() => this.api.restoreSecret());
  }

  #know<T>(response: T, versions: Iterable<string>): T {
    this.#isKnown = true;
    for (const version of versions) this.#versions.add(version);
    return response;
  }

  /** A write that does not find what exists is made again. */
  async #write<T>(attempt: () => Promise<T>): Promise<T> {
    let last: unknown;
    const made = await this.poll(async () => {
      try {
        return { response: await attempt() };
      } catch (error) {
        if (!isNotFound(error) || !this.#isKnown) throw error;
        last = error;
        return undefined;
      }
    });
    if (!made) throw last;
    return made.response;
  }
}
