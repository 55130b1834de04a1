import { randomUUID } from 'node:crypto';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand
} from '@aws-sdk/client-secrets-manager';
import { ActionError } from '../errors/action-error.js';
import { CallError, UnexpectedResponseError } from '../errors/call-error.js';
import type { SecretsManager } from './secrets-manager.js';

/** Where the password is stored in Secrets Manager. */
export interface SecretOptions {
  /** A name or an ARN. */
  readonly secretId: string;
  readonly ifSecretExists: 'fail' | 'keep' | 'rotate';
  readonly versionStage: 'AWSCURRENT' | 'AWSPENDING';
  readonly kmsKeyId?: string;
  readonly needsValue?: boolean;
  /** The JSON object that the password is put into, and the key that it gets there. */
  readonly template?: { readonly object: Readonly<Record<string, unknown>>; readonly key: string };
}

/** One version of a secret. Neither part is secret. */
export interface SecretVersion {
  readonly arn: string;
  readonly versionId: string;
}

/** A version with its value: `secretString` is all of it, `password` the part that becomes the output. */
export interface SecretValue extends SecretVersion {
  readonly kind: 'value';
  readonly password: string;
  readonly secretString: string;
}

/** What is stored under `secret-id` before the run stores anything. The value is read with `keep` only. */
export type SecretState =
  | { readonly kind: 'missing' }
  | { readonly kind: 'without-value' }
  | { readonly kind: 'existing' }
  | SecretValue;

/** The version that a store has created. */
export interface StoredVersion extends SecretVersion {
  readonly kind: 'stored';
}

/** Stores one password in one secret, by the rules of `if-secret-exists`. */
export class SecretStore {
  // One token for all attempts: Secrets Manager makes it the version's id and stores that version once.
  readonly #versionId = randomUUID();

  constructor(
    private readonly secretsManager: SecretsManager,
    private readonly options: SecretOptions
  ) {}

  /**
   * Looks before a password is generated.
   * @throws {ActionError} when the secret must not be changed, or its value does not fit the template.
   */
  async find(): Promise<SecretState> {
    const { secretId, ifSecretExists } = this.options;
    if (ifSecretExists === 'keep') {
      const value = await this.#read();
      if (value) return value;
    }
    const described = await describe(this.secretsManager, secretId);
    if (described === undefined) {
      if (secretId.startsWith('arn:')) {
        throw new ActionError(
          `The secret ${secretId} does not exist. An ARN names a secret that exists; set secret-id to a name to create one.`
        );
      }
      return { kind: 'missing' };
    }
    if (described.deleted) {
      throw new ActionError(
        `The secret ${secretId} is scheduled for deletion. Restore it (aws secretsmanager restore-secret), or choose another name.`
      );
    }
    if (ifSecretExists === 'fail') throw alreadyExists(secretId);
    return { kind: ifSecretExists === 'keep' ? 'without-value' : 'existing' };
  }

  /**
   * Stores a value as one new version. A secret that has appeared since {@link find} counts as existing: with `keep`
   * its value is returned instead.
   */
  async store(
    secretString: string,
    { kind }: Exclude<SecretState, SecretValue>
  ): Promise<StoredVersion | SecretValue> {
    if (kind !== 'missing') return this.#put(secretString);
    try {
      return await this.#create(secretString);
    } catch (error) {
      if (errorCode(error) !== 'ResourceExistsException') throw error;
    }
    // Either another run was faster, or the secret is ours and only the response was lost.
    const { secretId, ifSecretExists } = this.options;
    const existing = await describe(this.secretsManager, secretId);
    if (existing?.versions.has(this.#versionId)) {
      return { kind: 'stored', arn: existing.arn, versionId: this.#versionId };
    }
    if (ifSecretExists === 'fail') throw alreadyExists(secretId);
    const value = ifSecretExists === 'keep' ? await this.#read() : undefined;
    return value ?? this.#put(secretString);
  }

  /** What is stored for a password: itself, or the template with the password in it. */
  buildSecretString(password: string): string {
    const { template } = this.options;
    return template ? JSON.stringify({ ...template.object, [template.key]: password }) : password;
  }

  async #read(): Promise<SecretValue | undefined> {
    const { secretId } = this.options;
    const found = await unlessMissing(
      this.secretsManager.call('GetSecretValue', secretId, async (client, options) => {
        const response = await client.send(
          new GetSecretValueCommand({ SecretId: secretId }),
          options
        );
        return { ...readVersion(response), secretString: response.SecretString ?? '' };
      })
    );
    return found && { kind: 'value', ...found, password: this.#readPassword(found.secretString) };
  }

  #readPassword(secretString: string): string {
    const { secretId, template } = this.options;
    if (!secretString) {
      throw new ActionError(
        `The secret ${secretId} has no text value, so there is no password to keep.`
      );
    }
    if (!template) return secretString;
    let value: unknown;
    try {
      value = (JSON.parse(secretString) as Record<string, unknown> | null)?.[template.key];
    } catch {
      value = undefined;
    }
    if (typeof value !== 'string' || value === '') {
      throw new ActionError(
        `The secret ${secretId} has no text under the key ${JSON.stringify(template.key)} (generate-string-key). ` +
          'Set generate-string-key to the key that the secret has, or rotate the secret.'
      );
    }
    return value;
  }

  #create(secretString: string): Promise<StoredVersion> {
    const { secretId, kmsKeyId } = this.options;
    return this.secretsManager.call('CreateSecret', secretId, async (client, options) => {
      const response = await client.send(
        new CreateSecretCommand({
          Name: secretId,
          ClientRequestToken: this.#versionId,
          SecretString: secretString,
          ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId })
        }),
        options
      );
      return { kind: 'stored', ...readVersion(response) };
    });
  }

  #put(secretString: string): Promise<StoredVersion> {
    const { secretId, versionStage } = this.options;
    return this.secretsManager.call('PutSecretValue', secretId, async (client, options) => {
      const response = await client.send(
        new PutSecretValueCommand({
          SecretId: secretId,
          ClientRequestToken: this.#versionId,
          SecretString: secretString,
          VersionStages: [versionStage]
        }),
        options
      );
      return { kind: 'stored', ...readVersion(response) };
    });
  }
}

/**
 * Moves AWSCURRENT to a version; the version that had it becomes AWSPREVIOUS. AWSPENDING is removed from any
 * other version, where it would make Secrets Manager's own rotation fail. Promoting twice changes nothing.
 *
 * @throws {ActionError} when the secret or the version does not exist.
 */
export async function promote(
  secretsManager: SecretsManager,
  secretId: string,
  versionId: string
): Promise<SecretVersion> {
  const { arn, versions } = await promotable(secretsManager, secretId, versionId);
  const current = findVersionWith(versions, 'AWSCURRENT');
  if (current !== versionId) {
    await moveLabel(secretsManager, secretId, 'AWSCURRENT', current, versionId);
  }
  const pending = findVersionWith(versions, 'AWSPENDING');
  if (pending !== undefined && pending !== versionId) {
    await moveLabel(secretsManager, secretId, 'AWSPENDING', pending);
  }
  return { arn, versionId };
}

async function promotable(
  secretsManager: SecretsManager,
  secretId: string,
  versionId: string
): Promise<Described> {
  const secret = await describe(secretsManager, secretId);
  if (!secret) {
    throw new ActionError(
      `The secret ${secretId} does not exist in ${secretsManager.region}. Check secret-id and aws-region.`
    );
  }
  if (!secret.versions.has(versionId)) {
    throw new ActionError(
      `The secret ${secretId} has no version ${versionId}. ` +
        'Set secret-version-id to the output of the step that stored it. AWS deletes versions without a label after some time.'
    );
  }
  return secret;
}

async function moveLabel(
  secretsManager: SecretsManager,
  secretId: string,
  label: string,
  from: string | undefined,
  to?: string
): Promise<void> {
  try {
    await secretsManager.call('UpdateSecretVersionStage', secretId, async (client, options) => {
      const { ARN } = await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId: secretId,
          VersionStage: label,
          ...(from !== undefined && { RemoveFromVersionId: from }),
          ...(to !== undefined && { MoveToVersionId: to })
        }),
        options
      );
      if (!ARN) throw new UnexpectedResponseError('the response has no ARN');
    });
  } catch (error) {
    // Where only the response of a first attempt was lost, the second names a version that has lost the label.
    const now =
      errorCode(error).startsWith('Invalid') && (await describe(secretsManager, secretId));
    if (!now || findVersionWith(now.versions, label) !== to) throw error;
  }
}

interface Described {
  readonly arn: string;
  readonly deleted: boolean;
  /** The labels of each version. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
}

function describe(
  secretsManager: SecretsManager,
  secretId: string
): Promise<Described | undefined> {
  return unlessMissing(
    secretsManager.call('DescribeSecret', secretId, async (client, options) => {
      const response = await client.send(
        new DescribeSecretCommand({ SecretId: secretId }),
        options
      );
      if (!response.ARN) throw new UnexpectedResponseError('the response has no ARN');
      return {
        arn: response.ARN,
        deleted: response.DeletedDate !== undefined,
        versions: new Map(Object.entries(response.VersionIdsToStages ?? {}))
      };
    })
  );
}

async function unlessMissing<T>(response: Promise<T>): Promise<T | undefined> {
  try {
    return await response;
  } catch (error) {
    if (errorCode(error) === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

const findVersionWith = (versions: Described['versions'], label: string): string | undefined =>
  [...versions].find(([, labels]) => labels.includes(label))?.[0];

function readVersion({
  ARN,
  VersionId
}: {
  ARN?: string | undefined;
  VersionId?: string | undefined;
}): SecretVersion {
  if (!ARN || !VersionId) throw new UnexpectedResponseError('the response has no ARN or VersionId');
  return { arn: ARN, versionId: VersionId };
}

const errorCode = (error: unknown): string =>
  error instanceof CallError ? error.details.code : '';

const alreadyExists = (secretId: string): ActionError =>
  new ActionError(
    `The secret ${secretId} exists already and if-secret-exists is fail, so nothing is changed. ` +
      'Set if-secret-exists to keep (returns the existing password) or to rotate (stores a new version).'
  );
