import { randomBytes, randomInt } from 'node:crypto';
import type { Now } from '../service.js';
import type { IamPolicy } from './iam-policy.js';
import type { Principal, Session } from './principal.js';
import { accountOf, BASE32, type Role } from './role.js';

export interface SessionRequest {
  readonly name: string;
  /** Seconds. */
  readonly duration: number;
  readonly policy?: IamPolicy;
  readonly federation?: Session['federation'];
}

/** A principal as AWS hands out its temporary credentials. */
export type SessionPrincipal = Principal &
  Required<Pick<Principal, 'expiresAt' | 'session' | 'sessionToken'>>;

/** Opens sessions of roles, for STS and for the services that give a machine its role. */
export class Sessions {
  constructor(
    /** Everyone who can sign requests, by access key id. */
    readonly principals: Map<string, Principal>,
    private readonly now: Now
  ) {}

  open(role: Role, { name, duration, policy, federation }: SessionRequest): SessionPrincipal {
    const [, partition = ''] = role.arn.split(':');
    const roleName = role.arn.slice(role.arn.lastIndexOf('/') + 1);
    const issuedAt = this.now();
    const principal = {
      arn: `arn:${partition}:sts::${accountOf(role.arn)}:assumed-role/${roleName}/${name}`,
      accessKeyId: `ASIA${base32(16)}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: `IQoJb3JpZ2luX2Vj${randomBytes(180).toString('base64')}`,
      // AWS returns whole seconds.
      expiresAt: Math.floor(issuedAt / 1000 + duration) * 1000,
      permissions: role.permissions,
      ...(policy && { sessionPolicy: policy }),
      ...(role.tags && { tags: role.tags }),
      session: { roleArn: role.arn, name, issuedAt, ...(federation && { federation }) }
    };
    this.principals.set(principal.accessKeyId, principal);
    return principal;
  }
}

/** A time as AWS writes it: whole seconds. */
export const wholeSeconds = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');

const base32 = (length: number) =>
  Array.from({ length }, () => BASE32.charAt(randomInt(BASE32.length))).join('');
