import { info } from '@actions/core';
import type { SecretVersion } from '../aws/secret-store/api.js';
import type { PromoteOptions, Promotion } from '../aws/secret-store/modes/promote.js';
import type { SecretOptions, StoredPassword } from '../aws/secret-store/store.js';
import type { SecretsManager } from '../aws/secrets-manager.js';
import { StoredVersionError } from '../errors/stored-version-error.js';
import { maskExisting, maskToken } from '../github/add-mask.js';
import { annotateNotice, annotateWarning } from '../github/annotations.js';
import { otherEncodings } from '../password/random-key.js';
import type { PasswordPolicy } from '../password/policy.js';
import { findExistingViolation } from '../password/find-violation.js';
import type { Runner } from '../runners.js';

export interface StorePasswordOptions {
  readonly secret: SecretOptions;
  readonly policy: PasswordPolicy;
  readonly runner: Runner;
  /** @param log is told what there is to say of the password. */
  readonly generate: (log: (message: string) => void) => Promise<string>;
  /** Awaited before anything is stored. */
  readonly ready: Promise<unknown> | undefined;
}

/** How many calls begin the store, side by side: the looks, and the draw where a new password is certain. */
export const countFirstCalls = ({ ifSecretExists, rotateAfterDays }: SecretOptions): number =>
  ({ keep: 1, fail: 2, rotate: rotateAfterDays === undefined ? 3 : 2 })[ifSecretExists];

/** Stores a password in Secrets Manager, or finds the one that is stored, by the rules of the inputs. */
export async function storePassword(
  secretsManager: SecretsManager,
  { secret, policy, runner, generate, ready }: StorePasswordOptions
): Promise<StoredPassword> {
  const { createSecretClient, storeOrFind } = await loadSecretStore();
  const { clock } = secretsManager.retrier;
  // A run that goes on with another password does not mention the one that it has drawn meanwhile.
  let summary = '';
  const stored = await storeOrFind(createSecretClient(secretsManager, secret.secretId), secret, {
    generate: () =>
      generate((message) => {
        summary = message;
      }),
    maskExisting: (password, arn, isOurs) => {
      maskExisting(password, arn, isOurs, runner, annotateWarning);
      if (policy.key) otherEncodings(password, policy.key).forEach(maskToken);
    },
    findViolation: (password) => findExistingViolation(password, policy),
    today: () => clock.today(),
    poll: (look) => secretsManager.retrier.poll(look),
    beforeWrite: async () => ready,
    info,
    warn: annotateWarning
  });
  if (stored.isGenerated) info(summary);
  return stored;
}

/** Makes the version of a pending rotation current. */
export async function promoteVersion(
  secretsManager: SecretsManager,
  { secretId, ...options }: PromoteOptions & { readonly secretId: string }
): Promise<Promotion> {
  const { createSecretClient, promote } = await loadSecretStore();
  return promote(createSecretClient(secretsManager, secretId), options, {
    poll: (look) => secretsManager.retrier.poll(look),
    info,
    warn: annotateWarning
  });
}

/** @param today milliseconds since 1970. */
export async function announceChange(stored: StoredPassword, today: number): Promise<void> {
  const { describeChange, isChanged } = await loadSecretStore();
  announce(describeChange(stored, today), isChanged(stored));
}

export async function announcePromotion(promotion: Promotion): Promise<void> {
  const { describePromotion } = await loadSecretStore();
  announce(describePromotion(promotion), promotion.isChanged);
}

/** A credential that has changed is an annotation of the run, too. */
function announce(message: string, isChanged: boolean): void {
  if (isChanged) annotateNotice(message);
  else info(message);
}

/** Whatever fails once the password is stored says where it is. */
export async function failNamingVersion(
  version: SecretVersion | undefined,
  region: string,
  step: () => Promise<void> | void
): Promise<void> {
  try {
    await step();
  } catch (cause) {
    if (!version) throw cause;
    const { arn: secretId, versionId } = version;
    throw new StoredVersionError({ secretId, region, versionId, isStored: true }, cause);
  }
}

const loadSecretStore = async (): Promise<typeof import('../aws/secret-store/index.js')> =>
  (await import('../aws/sdk.js')).importSecretStore();
