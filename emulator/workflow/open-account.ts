import { Account, type AccountOptions } from './account.js';
import { actionClients } from './clients/actions.js';
import { commandClients } from './clients/commands.js';

/** Opens an account whose workflows find the stand-ins for the clients and actions of others. */
export const openAccount = (options: AccountOptions): Promise<Account> =>
  Account.open(options, (account) => ({
    commands: commandClients(account),
    actions: actionClients(account)
  }));
