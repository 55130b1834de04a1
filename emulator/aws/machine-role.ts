import type { Now } from '../service.js';
import { checkRole, type Role } from './role.js';
import type { SessionPrincipal, Sessions } from './sessions.js';
import { evaluateTrust } from './trust-policy.js';

/** Seconds that the session of a machine lasts: EC2, ECS and EKS give six hours. */
const DURATION = 6 * 3600;
/** Milliseconds before its end in which a session is replaced. */
const RENEWAL = 300_000;

/** The role that AWS gives to a machine: a session of it is always there. */
export class MachineRole {
  #session: SessionPrincipal | undefined;

  constructor(
    private readonly options: {
      /** The ARN of the role; undefined when the machine has none. */
      readonly arn: string | undefined;
      /** By ARN. */
      readonly roles: ReadonlyMap<string, Role>;
      /** The service that the role must trust, such as `ec2.amazonaws.com`. */
      readonly service: string;
      readonly sessionName: string;
      readonly sessions: Sessions;
      readonly now: Now;
    }
  ) {}

  get arn(): string | undefined {
    return this.options.arn;
  }

  /** Undefined when there is no such role, or when it does not trust the service. */
  session(): SessionPrincipal | undefined {
    const { arn = '', now, roles, service, sessionName: name, sessions } = this.options;
    const role = roles.get(arn);
    if (role === undefined) return undefined;
    checkRole(role);
    if (evaluateTrust(role.trust, 'sts:AssumeRole', { service }, {}) !== 'itself') return undefined;
    if (this.#session === undefined || this.#session.expiresAt - now() <= RENEWAL)
      this.#session = sessions.open(role, { name, duration: DURATION });
    return this.#session;
  }
}
