/** A password was stored in Secrets Manager, but could not be handed to GitHub. */
export class HandOverError extends Error {
  override readonly name = 'HandOverError';

  constructor(
    readonly stored: { readonly arn: string; readonly versionId: string },
    override readonly cause: unknown
  ) {
    super('stored, but not handed over');
  }
}
