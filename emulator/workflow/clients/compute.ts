export interface TaskDefinition {
  readonly family?: string;
  readonly executionRoleArn?: string;
  readonly containerDefinitions?: readonly {
    readonly name?: string;
    readonly image?: string;
    readonly secrets?: readonly { readonly name?: string; readonly valueFrom?: string }[];
  }[];
}

/** What runs in the account besides databases. */
export class Compute {
  /** The revisions of each family. */
  readonly taskDefinitions = new Map<string, readonly TaskDefinition[]>();
  /** The variables of the tasks that run; `stopped` where the last ones could not start. */
  tasks: Readonly<Record<string, string>> | 'stopped' = {};
  functionVariables: Readonly<Record<string, string>> = {};
}
