import type { Account, Permission } from '../account.js';
import type { ClientCall } from './client-server.js';
import type { OptionKinds, Options } from './options.js';

export type OptionValues = Options['values'];

/** A command of the AWS CLI. */
export interface Command {
  readonly options?: OptionKinds;
  /** How many arguments it takes that belong to no option. */
  readonly positionals?: number;
  /** Action and resource of each permission that AWS asks for; the first action is that of the call. */
  readonly permissions: (
    options: OptionValues,
    account: Account,
    call: ClientCall
  ) => readonly Permission[];
  /** Returns the response, which the CLI prints. */
  readonly run: (
    options: OptionValues,
    account: Account,
    call: ClientCall,
    positionals: readonly string[]
  ) => unknown;
  /** For a command of the CLI's own, which prints a text. */
  readonly isText?: boolean;
}
