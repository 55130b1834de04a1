import { CallError } from '../../errors/call-error.js';

/** One version of a secret. Neither part is secret. */
export interface SecretVersion {
  readonly arn: string;
  readonly versionId: string;
}

/** The part of DescribeSecret's response that decides what a run does. */
export interface SecretDescription {
  readonly arn: string;
  /** Whether the secret is scheduled for deletion. */
  readonly isDeleted: boolean;
  /** The AWS service that manages the secret, and alone may write it. */
  readonly owningService?: string;
  /** Where the secret itself is when this is a replica, or where its replicas come from. */
  readonly primaryRegion?: string;
  /** Whether a rotation function of Secrets Manager changes the secret. */
  readonly isRotated: boolean;
  /** The labels of each version that has one. */
  readonly stages: ReadonlyMap<string, readonly string[]>;
}

export interface SecretValue extends SecretVersion {
  readonly stages: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Undefined when the value is binary. */
  readonly secretString: string | undefined;
}

export interface NewVersion {
  /** The ClientRequestToken: 32 to 64 characters, the same for every attempt at the same value. */
  readonly versionId: string;
  readonly secretString: string;
}

/** Set when a secret is created, and never changed afterwards. */
export interface SecretSettings {
  readonly kmsKeyId?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The calls that store a password in one secret. Each is retried while its error is transient, and then fails with a
 * {@link CallError}.
 */
export interface SecretApi {
  /** A name or an ARN. */
  readonly secretId: string;
  readonly region: string;
  describeSecret(): Promise<SecretDescription>;
  getSecretValue(stage: string): Promise<SecretValue>;
  /**
   * @returns `isRepeated` where an earlier attempt may have created the secret: AWS answers a token and value that it
   * knows like a success, whatever has become of that version.
   */
  createSecret(
    version: NewVersion,
    settings: SecretSettings
  ): Promise<SecretVersion & { readonly isRepeated?: boolean }>;
  /** @returns the labels that the version has now. The first version of a secret gets AWSCURRENT by itself. */
  putSecretValue(
    version: NewVersion,
    stage: string
  ): Promise<SecretVersion & { readonly stages: readonly string[] }>;
  /** Moves a label, but only from the version that `from` names; from none when it is left out. */
  updateSecretVersionStage(move: {
    readonly stage: string;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
  }): Promise<void>;
  restoreSecret(): Promise<void>;
}

const hasCode = (error: unknown, code: RegExp): error is CallError =>
  error instanceof CallError && code.test(error.details.code);

/** The secret, or a version with the label, does not exist. */
export const isNotFound = (error: unknown): boolean =>
  hasCode(error, /^ResourceNotFoundException$/);

/** The secret exists, or the version id belongs to another value. */
export const isAlreadyExists = (error: unknown): boolean =>
  hasCode(error, /^ResourceExistsException$/);

/** The state of the secret does not allow the call, such as a label that is on another version by now. */
export const isRefused = (error: unknown): error is CallError =>
  hasCode(error, /^Invalid(Parameter|Request)Exception$/);

/** The secret is scheduled for deletion, or its name is still taken by one that is being deleted. */
export const isDeletion = (error: unknown): boolean =>
  hasCode(error, /^InvalidRequestException$/) && /deletion|deleted/i.test(error.details.message);

/** @returns undefined where the secret, or a version with the label, does not exist or cannot be read any more. */
export async function unlessNotFound<T>(response: Promise<T>): Promise<T | undefined> {
  try {
    return await response;
  } catch (error) {
    if (isNotFound(error) || isDeletion(error)) return undefined;
    throw error;
  }
}

/** The version that has a label. */
export const findVersion = (
  { stages }: Pick<SecretDescription, 'stages'>,
  stage: string
): string | undefined => [...stages].find(([, labels]) => labels.includes(stage))?.[0];

/** Whether a version is or was the current one: its AWSPENDING, if it has one, belongs to no pending rotation. */
export const isFinished = (stages: readonly string[] = []): boolean =>
  stages.includes('AWSCURRENT') || stages.includes('AWSPREVIOUS');

/** The version of a rotation that is neither finished nor rolled back. */
export function findPendingVersion(description: SecretDescription): string | undefined {
  const versionId = findVersion(description, 'AWSPENDING');
  return versionId !== undefined && !isFinished(description.stages.get(versionId))
    ? versionId
    : undefined;
}
