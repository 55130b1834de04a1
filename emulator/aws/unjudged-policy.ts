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
