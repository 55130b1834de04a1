import { ServiceError } from '../service.js';

/** A policy that this emulator does not judge, because its answer could differ from that of AWS. */
export class UnjudgedPolicy extends ServiceError {
  constructor(reason: string) {
    super(
      'UnjudgedPolicy',
      `This emulator does not judge the policy: ${reason}. AWS may well accept it; try it there, or with the IAM policy simulator.`,
      // No status that a client takes for transient.
      501
    );
  }
}

/**
 * Whether a test holds for one of several.
 * @throws {UnjudgedPolicy} when it holds for none that is judged, and one is not.
 */
export function someHolds<T>(items: readonly T[], test: (item: T) => boolean): boolean {
  let unjudged: UnjudgedPolicy | undefined;
  for (const item of items)
    try {
      if (test(item)) return true;
    } catch (error) {
      if (!(error instanceof UnjudgedPolicy)) throw error;
      unjudged ??= error;
    }
  if (unjudged) throw unjudged;
  return false;
}
