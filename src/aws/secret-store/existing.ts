import { quote } from '../../errors/quote.js';
import { isOursFor } from '../identifiers/version-id.js';
import { describeUserAccounts, isKnownAccount } from './user-accounts.js';
import type { SecretValue, SecretVersion } from './api.js';
import { readPassword, readUserName, warnOfMore } from './secret-value.js';
import type { SecretChange, Store, StoredPassword } from './store.js';

/** A version that another run or a person has stored, with its password where something needs it. */
export interface Existing {
  readonly password: string | undefined;
  /** Undefined where the value names none under `user-name-key`, or was not read. */
  readonly userName?: string | undefined;
  readonly version: SecretVersion;
  /** Milliseconds since 1970; undefined where the value was not read. */
  readonly createdAt?: number;
}

/** The password of a value, masked, with a warning where the value is more than a password. */
export function readExisting(
  { options, context }: Pick<Store, 'options' | 'context'>,
  value: SecretValue
): Existing & { readonly password: string } {
  const { arn, versionId, createdAt } = value;
  const password = readPassword(options, value);
  context.maskExisting(password, arn, isOursFor(versionId, options.key));
  const warning = warnOfMore(options, value);
  if (warning !== undefined) context.warn(warning);
  return {
    password,
    userName: readUserName(options, value),
    version: { arn, versionId },
    createdAt
  };
}

/** Returns a password as it is, with a warning where the inputs ask for another, or for another account. */
export function keepExisting(
  { options, context }: Pick<Store, 'options' | 'context'>,
  existing: Existing,
  change: SecretChange,
  wayOn = 'if-secret-exists: rotate stores a new one'
): StoredPassword {
  const { password } = existing;
  const violation = password === undefined ? undefined : context.findViolation(password);
  if (violation !== undefined) {
    context.warn(
      `The existing password of the secret ${options.secretId} does not satisfy the inputs: ${violation}. ` +
        `It is returned as it is; ${wayOn}.`
    );
  }
  if (options.userNameKey !== undefined && !isKnownAccount(options, existing.userName)) {
    const key = quote(options.userNameKey);
    context.warn(
      existing.userName === undefined
        ? `The secret ${options.secretId} has no account under the key ${key} (user-name-key), so the output user-name is empty.`
        : `The secret ${options.secretId} has another account under the key ${key} (user-name-key) than ${describeUserAccounts(options)}. Its password is returned with the account that it has.`
    );
  }
  return { ...existing, isGenerated: false, change };
}
