import { GetRandomPasswordCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { UnexpectedResponseError, type Call, type OPERATIONS } from '../errors/call-error.js';
import type { Connection } from '../network/preconnect.js';
import type { Retrier } from '../retry.js';
import type { GetRandomPasswordParameters } from '../password/policy.js';
import { createClientConfig } from './client-config.js';
import { checkIdentifiers } from './identifiers/check-identifiers.js';
import { arnsToAllow } from './identifiers/arn.js';

/** A secret has at most 65,536 characters, and each may be written as six (`\\u0041`). */
const MAX_BYTES = 512 * 1024;

/** Secrets Manager in one Region, called with the retries of a run. */
export class SecretsManager {
  readonly #client: SecretsManagerClient;
  #issuedAt: number | undefined;

  /** @param credentials may still be on their way: a call is prepared meanwhile. */
  constructor(
    readonly region: string,
    readonly connection: Connection,
    readonly retrier: Retrier,
    private readonly credentials: Promise<AwsCredentialIdentity>
  ) {
    this.#client = new SecretsManagerClient({
      region,
      ...createClientConfig(connection, MAX_BYTES),
      credentials: () => credentials
    });
    this.#client.middlewareStack.add(checkIdentifiers, { step: 'initialize' });
    credentials.then(
      ({ sessionToken }) => {
        if (sessionToken !== undefined) this.#issuedAt = retrier.clock.now();
      },
      () => undefined
    );
  }

  /** Closes idle connections; a step need not. */
  destroy(): void {
    this.#client.destroy();
  }

  /** @throws {CallError} of the credentials, when there are none. */
  call<T>(
    operation: (typeof OPERATIONS)[number],
    resource: string,
    attempt: (client: SecretsManagerClient, options: { abortSignal: AbortSignal }) => Promise<T>
  ): Promise<T> {
    const call: Call = {
      service: 'AWS Secrets Manager',
      action: `secretsmanager:${operation}`,
      resource,
      resourcesToAllow: (caller) => arnsToAllow(resource, this.region, caller),
      route: this.connection.route
    };
    return this.retrier.call(call, (abortSignal) => attempt(this.#client, { abortSignal }), {
      credentials: this.credentials,
      issuedAt: () => this.#issuedAt
    });
  }

  /** @throws {CallError} */
  getRandomPassword(
    parameters: GetRandomPasswordParameters
  ): Promise<{ readonly password: string; readonly requestId: string }> {
    return this.call('GetRandomPassword', '*', async (client, options) => {
      const response = await client.send(new GetRandomPasswordCommand(parameters), options);
      const password: unknown = response.RandomPassword;
      // A shorter one was never asked for and would mask half of the log. Secrets Manager uses printable ASCII only.
      if (typeof password !== 'string' || !/^[ -~]{6,4096}$/.test(password)) {
        throw new UnexpectedResponseError('the response has no RandomPassword');
      }
      return { password, requestId: response.$metadata.requestId ?? 'unknown' };
    });
  }
}
