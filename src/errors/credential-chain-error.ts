/**
 * The SDK's default chain found no credentials, or its source of them failed. What each source says is in the message,
 * for matching only: a credential_process may print anything.
 */
export class CredentialChainError extends Error {
  override readonly name = 'CredentialChainError';

  /** @param trail the chain's debug log: the sources in turn, and why each was skipped or failed. */
  constructor(
    trail: readonly string[],
    override readonly cause: unknown
  ) {
    super([...trail, cause instanceof Error ? cause.message : ''].join('\n'));
  }
}
