import { oneLine } from './quote.js';

/** A version that a run has sent to Secrets Manager. */
export interface SentVersion {
  /** A name or an ARN. */
  readonly secretId: string;
  readonly region: string;
  readonly versionId: string;
  /** Whether AWS has stored the version; `unknown` where no answer says so. */
  readonly isStored: boolean | 'unknown';
  /** No label was moved to it, so that it is not current. Undefined where no answer says so. */
  readonly isWithoutEffect?: boolean;
}

/** A run failed after it had sent a version to Secrets Manager. */
export class StoredVersionError extends Error {
  override readonly name = 'StoredVersionError';

  constructor(
    readonly version: SentVersion,
    override readonly cause: unknown
  ) {
    super('the run failed after it had sent a version to Secrets Manager');
  }
}

/** The command that lists every version of a secret with its labels. */
export const listVersionsCommand = ({
  secretId,
  region
}: Pick<SentVersion, 'secretId' | 'region'>): string =>
  `aws secretsmanager list-secret-version-ids --include-deprecated --region ${region} --secret-id ${quoted(secretId)}`;

/** The command that ends a rotation that nobody will promote. */
export const removePendingCommand = (
  { secretId, region }: Pick<SentVersion, 'secretId' | 'region'>,
  versionId: string
): string =>
  `aws secretsmanager update-secret-version-stage --region ${region} --secret-id ${quoted(secretId)} --version-stage AWSPENDING --remove-from-version-id ${quoted(versionId)}`;

/** For a shell. */
const quoted = (id: string): string =>
  /^[\w.:/+=@-]+$/.test(id) ? id : `'${oneLine(id).replaceAll("'", "'\\''")}'`;
