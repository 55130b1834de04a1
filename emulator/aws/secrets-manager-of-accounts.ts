import type { Service, ServiceError, ServiceResponse, WireRequest } from '../service.js';
import type { Principal } from './principal.js';
import { accountOf } from './role.js';
import type { SecretsManagerService } from './secrets-manager.js';

/** Secrets Manager of several accounts at one address: the account that signs a call gets it. */
export class SecretsManagerOfAccounts implements Service {
  readonly name = 'secretsmanager';
  readonly requestIdHeader: string;
  readonly throttled: ServiceError;
  readonly #services = new Map<string, SecretsManagerService>();
  readonly #first: SecretsManagerService;

  /**
   * @param principals by access key id.
   * @param accountId answers what nobody known has signed.
   */
  constructor(
    private readonly principals: ReadonlyMap<string, Principal>,
    accountId: string,
    private readonly open: (accountId: string) => SecretsManagerService
  ) {
    this.#first = this.of(accountId);
    this.requestIdHeader = this.#first.requestIdHeader;
    this.throttled = this.#first.throttled;
  }

  of(accountId: string): SecretsManagerService {
    const service = this.#services.get(accountId) ?? this.open(accountId);
    this.#services.set(accountId, service);
    return service;
  }

  owns(request: WireRequest): boolean {
    return this.#first.owns(request);
  }

  operation(request: WireRequest): string {
    return this.#first.operation(request);
  }

  parse(request: WireRequest): unknown {
    return this.#first.parse(request);
  }

  handle(request: WireRequest): ServiceResponse {
    const [, id = ''] = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
    const signer = this.principals.get(id);
    return (signer ? this.of(accountOf(signer.arn)) : this.#first).handle(request);
  }

  errorResponse(error: ServiceError): ServiceResponse {
    return this.#first.errorResponse(error);
  }
}
