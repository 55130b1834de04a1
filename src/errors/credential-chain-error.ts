/** A request of the default chain to a container's agent or an EC2 instance. */
export interface CredentialRequest {
  readonly source: 'container' | 'instance token' | 'instance role';
  /** Host and port. */
  readonly host: string;
  /** The status of the response, or the code of the error; undefined where there was neither. */
  readonly outcome: number | string | undefined;
}

/**
 * The SDK's default chain found no credentials, or its source of them failed. What each source says is in the message,
 * for matching only: a credential_process may print anything.
 */
export class CredentialChainError extends Error {
  override readonly name = 'CredentialChainError';

  /**
   * @param trail the chain's debug log: the sources in turn, and why each was skipped or failed.
   * @param requests in the order in which they were sent.
   */
  constructor(
    trail: readonly string[],
    override readonly cause: unknown,
    readonly requests: readonly CredentialRequest[] = []
  ) {
    super([...trail, cause instanceof Error ? cause.message : ''].join('\n'));
  }

  /**
   * The request whose outcome decides whether the chain is tried again. It is not in the cause: the SDK goes on to the
   * next source, and says at the end only that there is none.
   */
  get decisive(): CredentialRequest | undefined {
    const isServerError = ({ outcome }: CredentialRequest): boolean =>
      typeof outcome === 'number' && outcome >= 500;
    return (
      this.requests.find(({ source }) => source === 'container') ??
      this.requests.find((request) => request.source !== 'container' && isServerError(request))
    );
  }
}
