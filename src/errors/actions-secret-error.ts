/** The password is stored in Secrets Manager, but the GitHub Actions secret could not be written. */
export class ActionsSecretError extends Error {
  override readonly name = 'ActionsSecretError';

  constructor(
    readonly stored: { readonly arn: string; readonly versionId: string },
    override readonly cause: unknown
  ) {
    super('the password is stored, but the GitHub Actions secret is not written');
  }
}
