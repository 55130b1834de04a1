import type { SecretSettings, SecretVersion } from './api.js';
import type { Poll, Secret } from './secret.js';
import type { ValueLayout } from './secret-value.js';
import type { SecretWriter, WriterContext } from './writer.js';

/** Where the password is stored in Secrets Manager, and what happens to what is stored there. */
export interface SecretOptions extends ValueLayout, SecretSettings {
  readonly ifSecretExists: 'fail' | 'keep' | 'rotate';
  readonly ifSecretMissing: 'create' | 'restore' | 'fail';
  /** Where `rotate` puts the new version (never AWSPREVIOUS), and which version `keep` returns. */
  readonly versionStage: 'AWSCURRENT' | 'AWSPENDING' | 'AWSPREVIOUS';
  readonly ifRotationPending: 'resume' | 'replace' | 'fail';
  /** `rotate` keeps a current version that is younger. */
  readonly rotateAfterDays?: number;
  /** Whether anything needs the value of a version that is kept. */
  readonly needsValue: boolean;
}

/** The output `secret-change`; docs/handing-over.md describes each value. */
export type SecretChange = 'created' | 'rotated' | 'pending' | 'resumed' | 'restored' | 'none';

/** Where the password is. */
export interface StoredPassword {
  /** Undefined where nothing needs it and the run has only found its version. */
  readonly password: string | undefined;
  /** The account that the version names for the password. */
  readonly userName?: string | undefined;
  /** Whether this run has generated the password. */
  readonly isGenerated: boolean;
  readonly version: SecretVersion;
  readonly change: SecretChange;
  /** When another run has stored the version, in milliseconds since 1970. Undefined where it is not known. */
  readonly createdAt?: number;
  /** The pending version whose password this version has as well. */
  readonly broughtForwardFrom?: string;
}

export interface StoreContext extends WriterContext {
  /** Generates a password that is masked. */
  generate(): Promise<string>;
  /**
   * Masks a password that was read, before anything else happens to it.
   * @param isOurs whether this action has stored it, for the same key, so that it may have been generated.
   * @throws {ActionError} when the runner cannot mask it.
   */
  maskExisting(password: string, arn: string, isOurs: boolean): void;
  /** Why a password does not satisfy what inputs and presets ask for, without any part of it. */
  findViolation(password: string): string | undefined;
  /** Milliseconds since 1970. */
  today(): number;
  /** Looks again for some seconds while nothing is found: reads lag behind writes. */
  readonly poll: Poll;
  warn(message: string): void;
}

export interface Store {
  readonly secret: Secret;
  readonly options: SecretOptions;
  readonly context: StoreContext;
  readonly writer: SecretWriter;
}
