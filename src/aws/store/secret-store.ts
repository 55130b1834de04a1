import { createOnly } from './create.js';
import { keep } from './keep.js';
import { rotate } from './rotate.js';
import type { SecretApi, SecretSettings, SecretVersion } from './secret-api.js';
import type { PasswordPlace } from './secret-value.js';
import { SecretWriter, type WriterContext } from './secret-writer.js';

export { randomUUID as createVersionId } from 'node:crypto';
export type { SecretVersion } from './secret-api.js';
export { createSecretClient } from './secret-client.js';
export { describePromotion, promote } from './promote-version.js';

/** Where the password is stored in Secrets Manager, and what happens to what is stored there. */
export interface SecretOptions extends PasswordPlace, SecretSettings {
  readonly ifSecretExists: 'fail' | 'keep' | 'rotate';
  readonly ifSecretMissing: 'create' | 'restore' | 'fail';
  /** Where `rotate` puts the new version (never AWSPREVIOUS), and which version `keep` returns. */
  readonly versionStage: 'AWSCURRENT' | 'AWSPENDING' | 'AWSPREVIOUS';
  readonly ifRotationPending: 'resume' | 'replace' | 'fail';
  /** `rotate` keeps a current version that is younger. */
  readonly rotateAfterDays?: number;
  /** Whether anything needs the password of a version that is kept. */
  readonly needsValue: boolean;
}

/** What a run did to the secret; docs/handing-over.md describes each. */
export type SecretChange = 'created' | 'rotated' | 'pending' | 'resumed' | 'restored' | 'none';

/** Where the password is. It is undefined where nothing needs it and the run has only found its version. */
export interface StoredPassword {
  readonly password: string | undefined;
  readonly version: SecretVersion;
  readonly change: SecretChange;
}

/** What storing needs of the run. */
export interface StoreContext extends WriterContext {
  /** Generates a password that is masked. */
  generate(): Promise<string>;
  /**
   * Masks a password that was read, before anything else happens to it.
   * @throws {ActionError} when the runner cannot mask it.
   */
  maskExisting(password: string, arn: string): void;
  /** Why a password does not satisfy what inputs and presets ask for, without any part of it. */
  findViolation(password: string): string | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  /** Looks again for some seconds while nothing is found: reads lag behind writes. */
  poll<T>(look: () => Promise<T | undefined>): Promise<T | undefined>;
  warn(message: string): void;
}

/** What the three modes have in common. */
export interface Store {
  readonly secret: SecretApi;
  readonly options: SecretOptions;
  readonly context: StoreContext;
  readonly writer: SecretWriter;
}

/**
 * Stores a password in one secret, or returns the one that is stored, by the rules of the inputs. Every change goes
 * through a conditional call, so no run replaces a version that it has not read.
 *
 * @throws {ActionError} when the secret must not be changed, or its value does not fit the inputs.
 * @throws {StoredVersionError} instead of any error, once a version was sent.
 */
export async function storePassword(
  secret: SecretApi,
  options: SecretOptions,
  context: StoreContext
): Promise<StoredPassword> {
  const store = { secret, options, context, writer: new SecretWriter(secret, context) };
  try {
    return await { fail: createOnly, keep, rotate }[options.ifSecretExists](store);
  } catch (error) {
    throw store.writer.wrapError(error);
  }
}

/** Whether another password is in force, or waits to be. */
export const isChanged = ({ change }: StoredPassword): boolean =>
  change === 'created' || change === 'rotated' || change === 'pending';

/** A line for the log, or for an annotation where a credential has changed. */
export function describeChange({ change, version: { arn, versionId } }: StoredPassword): string {
  const version = `version ${versionId} of ${arn}`;
  switch (change) {
    case 'created':
      return `Stored the password as ${version}, the first one of the secret: it is AWSCURRENT.`;
    case 'rotated':
      return `Rotated the password: ${version} is AWSCURRENT.`;
    case 'pending':
      return `Stored the new password as ${version}. It is AWSPENDING: the old one stays in force until the promote action moves AWSCURRENT.`;
    case 'resumed':
      return `Returned the password that another run has stored, ${version}, in place of a new one.`;
    case 'restored':
      return `Restored the secret and kept its password, ${version}.`;
    case 'none':
      return `Kept the existing password, ${version}.`;
  }
}
