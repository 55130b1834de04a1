import { randomUUID } from 'node:crypto';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand
} from '@aws-sdk/client-secrets-manager';
import { CallError } from '../retry.js';
import { faultOf } from '../errors/classify.js';
import type { KeepInputs } from '../inputs.js';
import { Refusal } from '../errors/refusal.js';
import { NotSecretsManagerError, type SecretsManager } from './secrets-manager.js';

/** Where a password is kept. Neither part is secret. */
export interface SecretVersion {
  readonly arn: string;
  readonly versionId: string;
}

/** A value that is kept. `secretString` is all of it, `password` the part that the run puts out. */
export interface KeptPassword extends SecretVersion {
  readonly password: string;
  readonly secretString: string;
}

/** What was found under `secret-id`: nothing, a secret without a value, or (with `keep`) the value. */
export type Found = 'missing' | 'without-value' | 'existing' | KeptPassword;

/** Keeps one password in one secret, by the rules of `if-secret-exists`. */
export class SecretStore {
  // One token for all tries: Secrets Manager makes it the version's id and stores that version once.
  readonly #versionId = randomUUID();

  constructor(
    private readonly secretsManager: SecretsManager,
    private readonly inputs: KeepInputs
  ) {}

  /**
   * Looks before a password is drawn.
   * @throws {Refusal} when the secret may not be touched, or its value does not fit the template.
   */
  async find(): Promise<Found> {
    const { secretId, ifSecretExists } = this.inputs;
    if (ifSecretExists === 'keep') {
      const kept = await this.#read();
      if (kept) return kept;
    }
    const found = await describe(this.secretsManager, this.inputs.secretId);
    if (found === undefined) {
      if (secretId.startsWith('arn:')) {
        throw new Refusal(
          `There is no secret ${secretId}. An ARN names a secret that exists; to have one created, give secret-id a name.`
        );
      }
      return 'missing';
    }
    if (found.deleted) {
      throw new Refusal(
        `The secret ${secretId} is scheduled for deletion. Restore it (aws secretsmanager restore-secret), or choose another name.`
      );
    }
    if (ifSecretExists === 'fail') throw alreadyExists(secretId);
    return ifSecretExists === 'keep' ? 'without-value' : 'existing';
  }

  /**
   * Stores a password as one new version. A secret that has appeared since {@link find} counts as existing:
   * with `keep` its value comes back instead of the password.
   */
  async store(
    password: string,
    found: Exclude<Found, KeptPassword>
  ): Promise<SecretVersion | KeptPassword> {
    const secretString = this.secretStringOf(password);
    if (found !== 'missing') return this.#put(secretString);
    try {
      return await this.#create(secretString);
    } catch (error) {
      if (codeOf(error) !== 'ResourceExistsException') throw error;
    }
    // Either somebody was faster, or the secret is ours and only the answer was lost.
    const existing = await describe(this.secretsManager, this.inputs.secretId);
    if (existing?.versions.has(this.#versionId))
      return { arn: existing.arn, versionId: this.#versionId };
    if (this.inputs.ifSecretExists === 'fail') throw alreadyExists(this.inputs.secretId);
    const kept = this.inputs.ifSecretExists === 'keep' ? await this.#read() : undefined;
    return kept ?? this.#put(secretString);
  }

  /** What is stored for a password: itself, or the template with the password in it. */
  secretStringOf(password: string): string {
    const { template } = this.inputs;
    return template ? JSON.stringify({ ...template.object, [template.key]: password }) : password;
  }

  async #read(): Promise<KeptPassword | undefined> {
    const { secretId } = this.inputs;
    const kept = await orMissing(
      this.secretsManager.call('GetSecretValue', secretId, async (client, options) => {
        const answer = await client.send(
          new GetSecretValueCommand({ SecretId: secretId }),
          options
        );
        return { ...versionOf(answer), secretString: answer.SecretString ?? '' };
      })
    );
    return kept && { ...kept, password: this.#passwordIn(kept.secretString) };
  }

  #passwordIn(secretString: string): string {
    const { secretId, template } = this.inputs;
    if (!secretString) {
      throw new Refusal(`The secret ${secretId} holds no text, so it has no password to keep.`);
    }
    if (!template) return secretString;
    let value: unknown;
    try {
      value = (JSON.parse(secretString) as Record<string, unknown> | null)?.[template.key];
    } catch {
      value = undefined;
    }
    if (typeof value !== 'string' || value === '') {
      throw new Refusal(
        `The secret ${secretId} is kept, but its value has no text under the key ` +
          `${JSON.stringify(template.key)} (generate-string-key). Rotate it, or give the key that it has.`
      );
    }
    return value;
  }

  #create(secretString: string): Promise<SecretVersion> {
    const { secretId, kmsKeyId } = this.inputs;
    return this.secretsManager.call('CreateSecret', secretId, async (client, options) =>
      versionOf(
        await client.send(
          new CreateSecretCommand({
            Name: secretId,
            ClientRequestToken: this.#versionId,
            SecretString: secretString,
            ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId })
          }),
          options
        )
      )
    );
  }

  #put(secretString: string): Promise<SecretVersion> {
    const { secretId, versionStage } = this.inputs;
    return this.secretsManager.call('PutSecretValue', secretId, async (client, options) =>
      versionOf(
        await client.send(
          new PutSecretValueCommand({
            SecretId: secretId,
            ClientRequestToken: this.#versionId,
            SecretString: secretString,
            VersionStages: [versionStage]
          }),
          options
        )
      )
    );
  }
}

/**
 * Moves AWSCURRENT to a version; the version that had it becomes AWSPREVIOUS. AWSPENDING is taken off any other
 * version, where it would make Secrets Manager's own rotation fail. Doing it twice changes nothing.
 *
 * @throws {Refusal} when the secret or the version does not exist.
 */
export async function promote(
  secretsManager: SecretsManager,
  secretId: string,
  versionId: string
): Promise<SecretVersion> {
  const { arn, versions } = await promotable(secretsManager, secretId, versionId);
  const current = holderOf(versions, 'AWSCURRENT');
  if (current !== versionId) {
    await moveLabel(secretsManager, secretId, 'AWSCURRENT', current, versionId);
  }
  const pending = holderOf(versions, 'AWSPENDING');
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
    throw new Refusal(
      `There is no secret ${secretId} in ${secretsManager.region}. Check secret-id and aws-region.`
    );
  }
  if (!secret.versions.has(versionId)) {
    throw new Refusal(
      `The secret ${secretId} has no version ${versionId}. ` +
        'Give secret-version-id the output of the step that stored it; versions without a label are dropped in time.'
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
      if (!ARN) throw new NotSecretsManagerError('the answer has no ARN');
    });
  } catch (error) {
    // Where only the answer of a first try was lost, the second names a holder that has the label no more.
    const now = codeOf(error).startsWith('Invalid') && (await describe(secretsManager, secretId));
    if (!now || holderOf(now.versions, label) !== to) throw error;
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
  return orMissing(
    secretsManager.call('DescribeSecret', secretId, async (client, options) => {
      const answer = await client.send(new DescribeSecretCommand({ SecretId: secretId }), options);
      if (!answer.ARN) throw new NotSecretsManagerError('the answer has no ARN');
      return {
        arn: answer.ARN,
        deleted: answer.DeletedDate !== undefined,
        versions: new Map(Object.entries(answer.VersionIdsToStages ?? {}))
      };
    })
  );
}

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (codeOf(error) === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

const holderOf = (versions: Described['versions'], label: string): string | undefined =>
  [...versions].find(([, labels]) => labels.includes(label))?.[0];

function versionOf({
  ARN,
  VersionId
}: {
  ARN?: string | undefined;
  VersionId?: string | undefined;
}): SecretVersion {
  if (!ARN || !VersionId) throw new NotSecretsManagerError('the answer has no ARN or VersionId');
  return { arn: ARN, versionId: VersionId };
}

const codeOf = (error: unknown): string =>
  error instanceof CallError ? faultOf(error.cause).code : '';

const alreadyExists = (secretId: string): Refusal =>
  new Refusal(
    `The secret ${secretId} exists already, and if-secret-exists is fail; nothing was changed. ` +
      'Set if-secret-exists to keep (its present password comes out) or to rotate (a new version is stored).'
  );
