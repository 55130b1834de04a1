import { GetRandomPasswordCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import type { Call, Patience } from '../retry.js';
import type { GetRandomPasswordParameters } from '../password/policy.js';
import { clientConfigOf } from './client-config.js';
import type { Connection } from './preconnect.js';

/** The API actions that this action calls; a call is named by its IAM action when it fails. */
export type Action =
  | 'GetRandomPassword'
  | 'DescribeSecret'
  | 'GetSecretValue'
  | 'CreateSecret'
  | 'PutSecretValue'
  | 'UpdateSecretVersionStage';

/** An answer with status 200 that does not hold what Secrets Manager answers. */
export class NotSecretsManagerError extends Error {
  override readonly name = 'NotSecretsManagerError';
}

/** Secrets Manager in one Region, asked with the patience of a run. */
export class SecretsManager {
  readonly #client: SecretsManagerClient;

  /** @param credentials may still be on their way: a call gets ready meanwhile. The default chain's, when left out. */
  constructor(
    readonly region: string,
    readonly connection: Connection,
    readonly patience: Patience,
    private readonly credentials?: Promise<AwsCredentialIdentity>
  ) {
    this.#client = new SecretsManagerClient({
      ...clientConfigOf(region, connection),
      ...(credentials && { credentials: () => credentials })
    });
  }

  /** Closes the connections that are at rest; a step ends without. */
  destroy(): void {
    this.#client.destroy();
  }

  /** @throws {CallError} which is the one of the credentials, when none come. */
  call<T>(
    action: Action,
    resource: string,
    attempt: (client: SecretsManagerClient, options: { abortSignal: AbortSignal }) => Promise<T>
  ): Promise<T> {
    const call: Call = {
      service: 'AWS Secrets Manager',
      action: `secretsmanager:${action}`,
      resource,
      host: this.connection.host
    };
    return this.patience.call(call, (abortSignal) => attempt(this.#client, { abortSignal }), {
      after: this.credentials
    });
  }

  /** @throws {CallError} */
  getRandomPassword(
    parameters: GetRandomPasswordParameters
  ): Promise<{ readonly password: string; readonly requestId: string }> {
    return this.call('GetRandomPassword', '*', async (client, options) => {
      const answer = await client.send(new GetRandomPasswordCommand(parameters), options);
      const password: unknown = answer.RandomPassword;
      // Shorter than what is ever asked for, it would mask half of the log; longer, it is no password.
      if (typeof password !== 'string' || password.length < 6 || password.length > 4096) {
        throw new NotSecretsManagerError('the answer has no RandomPassword');
      }
      return { password, requestId: answer.$metadata.requestId ?? 'unknown' };
    });
  }
}
