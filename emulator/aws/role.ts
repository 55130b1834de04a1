import { createHash } from 'node:crypto';
import { checkPolicy, type IamPolicy } from './iam-policy.js';
import { splitArn } from './policy-pattern.js';
import { checkTrustPolicy, type TrustPolicy } from './trust-policy.js';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** An IAM role. */
export interface Role {
  readonly arn: string;
  readonly trust: TrustPolicy;
  /** Seconds; AWS's default is an hour. */
  readonly maxSessionDuration: number;
  readonly permissions: IamPolicy;
  readonly tags?: readonly Tag[];
}

/**
 * Checks the policies of a role, as AWS does when it is made.
 * @throws {ServiceError} `MalformedPolicyDocument` in AWS's words for what AWS refuses.
 * @throws {UnjudgedPolicy} for what is not judged here.
 */
export function checkRole({ trust, permissions }: Role): void {
  checkTrustPolicy(trust);
  checkPolicy(permissions);
}

/** The twelve digits in an ARN. */
export const accountOf = (arn: string): string => splitArn(arn)[4] ?? '';

/** The unique id that IAM gives a role or user, the same for one ARN. */
export function uniqueId(prefix: 'AROA' | 'AIDA', arn: string): string {
  const hash = createHash('sha256').update(arn).digest();
  return prefix + [...hash.subarray(0, 17)].map((byte) => BASE32.charAt(byte % 32)).join('');
}

export const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
