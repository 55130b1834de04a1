/** The ways in which runners differ. */
export interface Runner {
  /** As it is called in messages. */
  readonly name: string;
  /** The variable that it sets to `true`. */
  readonly variable?: string;
  /** Whether it masks encodings of a value by itself, too. */
  readonly addsEncodings?: true;
  /** Whether it hides masks that overlap. The others replace one value after the other, so that one of two that overlap stays. */
  readonly findsOverlaps?: true;
  /**
   * Some of its releases take the value of `add-mask` as it stands, with `%25` for `%`: a second line has the value
   * unescaped.
   */
  readonly readsMasksUnescaped?: true;
  /** The values that it prints instead of masking them, each with the reason. */
  readonly unmaskable: readonly (readonly [pattern: RegExp, reason: string])[];
  /** Whether the steps of a composite action get its inputs, too, so that an unknown input may be meant for that action. */
  readonly handsInputsDown: boolean;
  /** For the error where a job may not request OIDC tokens. */
  readonly idTokenRemedy: string;
}

const NO_ID_TOKENS =
  'Leave role-to-assume empty, and give the job credentials that the AWS SDK finds, for example in environment variables.';

/**
 * In the order in which they are recognized: Forgejo's runner calls itself Gitea's too, and both are made from act.
 * `github` stands for every other one.
 */
export const runners = {
  forgejo: {
    name: 'Forgejo',
    variable: 'FORGEJO_ACTIONS',
    readsMasksUnescaped: true,
    unmaskable: [],
    handsInputsDown: true,
    idTokenRemedy: 'Add "enable-openid-connect: true" to the job.'
  },
  gitea: {
    name: 'Gitea',
    variable: 'GITEA_ACTIONS',
    readsMasksUnescaped: true,
    unmaskable: [],
    handsInputsDown: true,
    idTokenRemedy: `Gitea has no OIDC tokens. ${NO_ID_TOKENS}`
  },
  act: {
    name: 'act',
    variable: 'ACT',
    // Seen in act 0.2.89. It takes what comes before the last `::` of a line for the name of the command, and prints a
    // line whose command it does not know. It un-escapes `%25`, `%0D` and `%0A` in any order, so that `%0A` in a value
    // becomes a line break by chance.
    unmaskable: [
      [/^:/, 'it begins with a colon'],
      [/::/, 'it contains "::"'],
      [/%0[AD]/, 'it contains "%0A" or "%0D"']
    ],
    handsInputsDown: true,
    idTokenRemedy: `act has no OIDC tokens. ${NO_ID_TOKENS}`
  },
  github: {
    name: 'GitHub',
    addsEncodings: true,
    findsOverlaps: true,
    unmaskable: [],
    handsInputsDown: false,
    idTokenRemedy:
      'Add "permissions: id-token: write" to the job. The job that calls a reusable workflow needs it as well. ' +
      'A pull request from a fork does not get it, unless a private repository sends write tokens to forks.'
  }
} as const satisfies Readonly<Record<string, Runner>>;

export type RunnerName = keyof typeof runners;

export function detectRunner(env: NodeJS.ProcessEnv): Runner {
  return (
    Object.values<Runner>(runners).find(({ variable }) => variable && env[variable] === 'true') ??
    runners.github
  );
}

/** Why a runner cannot be told to mask a value; undefined when it can. */
export function findUnmaskable(value: string, { unmaskable }: Runner): string | undefined {
  return unmaskable.find(([pattern]) => pattern.test(value))?.[1];
}
