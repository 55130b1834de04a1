import { assumeRolePolicy } from '../session-policy.js';

/** The roles that a run assumes, one after the other. */
export interface RolesOptions {
  /** The role of the run, which is assumed last. */
  readonly roleArn: string;
  /** The roles before it, in the order in which they are assumed. */
  readonly earlierRoleArns: readonly string[];
  /** Of every session, so that CloudTrail tells the run. */
  readonly sessionName: string;
  /** Of the last session, in seconds, 900–43200. */
  readonly durationSeconds: number;
  /** For trust policies that ask for one where a role is assumed by another; not shown. */
  readonly externalId?: string;
}

/** One session of a role. */
export interface RoleSession {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
  /** The session policy, as JSON. */
  readonly policy: string;
  /** Which of the roles it is, where there are several. */
  readonly link?: { readonly position: number; readonly count: number };
}

/** A session that only assumes the next role need not last; STS gives none that is shorter. */
const SHORTEST_SECONDS = 900;

/**
 * The sessions of a run. Each may do nothing but assume the next role.
 * @param policy of the last one.
 */
export function planSessions(
  { roleArn, earlierRoleArns, sessionName, durationSeconds }: RolesOptions,
  policy: string
): readonly RoleSession[] {
  const all = [...earlierRoleArns, roleArn];
  return all.map((arn, index) => {
    const next = all[index + 1];
    return {
      roleArn: arn,
      sessionName,
      durationSeconds: next === undefined ? durationSeconds : SHORTEST_SECONDS,
      policy: next === undefined ? policy : assumeRolePolicy(next),
      ...(all.length > 1 && { link: { position: index + 1, count: all.length } })
    };
  });
}
