import { ActionError } from '../../errors/action-error.js';
import { quote } from '../../errors/quote.js';

/** The account that a password is for, or the two accounts that get a new one in turn. */
export interface UserAccounts {
  /** `user-name`: the only account, or the first of two. Undefined where a name is only read. */
  readonly userName?: string;
  /** `alternate-user-name` */
  readonly alternateUserName?: string;
  /** `user-name-key`: the top-level key of a JSON secret that has the account of its password. */
  readonly userNameKey?: string;
}

/** A password, and the account that a secret names for it. */
export interface Login {
  readonly password: string;
  /** Undefined where no `user-name-key` is set, or the secret has no name under it. */
  readonly userName?: string | undefined;
}

/** The password of a new secret: it is for the only account, or for the first of two. */
export const firstLogin = ({ userName, userNameKey }: UserAccounts, password: string): Login => ({
  password,
  userName: userNameKey === undefined ? undefined : userName
});

/** The account that gets the next password: of two the one that is not current, else the only one. */
export const otherAccount = (
  { userName, alternateUserName }: UserAccounts,
  current: string
): string | undefined =>
  alternateUserName !== undefined && current === userName ? alternateUserName : userName;

/** Whether a name is one that the inputs have. Where they have none, every name is. */
export const isKnownAccount = (
  { userName, alternateUserName }: UserAccounts,
  name: string | undefined
): boolean =>
  name !== undefined && (userName === undefined || name === userName || name === alternateUserName);

/** `user-name ("app_a") and alternate-user-name ("app_b")` */
export const describeUserAccounts = ({ userName = '', alternateUserName }: UserAccounts): string =>
  `user-name (${quote(userName)})` +
  (alternateUserName === undefined ? '' : ` and alternate-user-name (${quote(alternateUserName)})`);

/**
 * For a secret from which no next account follows.
 * @param found what is under the key of `user-name-key`. It is not shown: the input may name a key with something else.
 */
export function refuseAccount(
  secretId: string,
  accounts: UserAccounts,
  found: unknown
): ActionError {
  const { userName = '', alternateUserName, userNameKey = '' } = accounts;
  const key = quote(userNameKey);
  if (typeof found === 'string' && found !== '') {
    return new ActionError(
      `The secret ${secretId} has another account under the key ${key} (user-name-key) than ${describeUserAccounts(accounts)}, so it is not rotated. ` +
        'Correct these inputs or secret-id. Or, where the secret is wrong, store its value once with the account that its password is for (aws secretsmanager put-secret-value).'
    );
  }
  const names = [userName, alternateUserName].flatMap((name) => (name === undefined ? [] : [name]));
  const what = found === undefined ? 'no account' : found === '' ? 'an empty string' : 'no string';
  return new ActionError(
    `The secret ${secretId} has ${what} under the key ${key} (user-name-key), so it does not say which account its password is for. ` +
      `Store its value once with that account in it, ${names.map((name) => `${JSON.stringify(userNameKey)}: ${JSON.stringify(name)}`).join(' or ')} (aws secretsmanager put-secret-value).`
  );
}
