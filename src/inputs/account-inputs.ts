import type { UserAccounts } from '../aws/secret-store/user-accounts.js';
import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import { matching, refuseOrphans, text, withoutUndefined } from './parse-input.js';

/** As in the secrets that AWS makes, and for its rotation functions. */
const DEFAULT_KEY = 'username';

export function readAccountInputs(): UserAccounts {
  const userName = readName('user-name');
  const alternateUserName = readName('alternate-user-name');
  if (userName === undefined) {
    refuseOrphans(
      'user-name',
      { 'alternate-user-name': alternateUserName },
      'is the second of two accounts'
    );
  } else if (userName.toLowerCase() === alternateUserName?.toLowerCase()) {
    throw new ActionError(
      `user-name is ${quote(userName)}, and alternate-user-name is ${quote(alternateUserName)}: they must differ by more than case. Set alternate-user-name to a second account with the same rights.`
    );
  }
  return withoutUndefined({
    userName,
    alternateUserName,
    userNameKey: text('user-name-key') ?? (alternateUserName && DEFAULT_KEY)
  });
}

const readName = (name: 'user-name' | 'alternate-user-name'): string | undefined =>
  matching(name, /^.{1,256}$/su, 'a name of 1 to 256 characters');
