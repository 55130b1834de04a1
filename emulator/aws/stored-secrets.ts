import { randomInt } from 'node:crypto';
import { ServiceError, type Now } from '../service.js';
import type { Input, Tag } from './secrets-manager-model.js';

export interface StoredVersion {
  readonly id: string;
  readonly string?: string;
  /** Base64, as on the wire. */
  readonly binary?: string;
  /** Empty when the version is deprecated. */
  readonly stages: Set<string>;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface StoredSecret {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly kmsKeyId?: string;
  readonly tags: readonly Tag[];
  /** The AWS service that manages the secret, as RDS does with `rds!…`. */
  owningService?: string;
  /** Where the secret itself is, when this one is a replica in another Region. */
  primaryRegion?: string;
  /** Whether a function rotates the secret. */
  rotationEnabled?: boolean;
  readonly createdAt: number;
  changedAt: number;
  /** When it will go for good; set while deletion is scheduled. */
  deletionAt?: number;
  /** By version id, oldest first. */
  readonly versions: Map<string, StoredVersion>;
}

const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';
const DAY = 86_400_000;
/** AWS keeps about this many versions. Beyond, it drops deprecated ones that are older than a day, or refuses a new one. */
const VERSION_LIMIT = 100;
/** Labels of one version. */
const STAGE_LIMIT = 20;
/** States of a secret that reads may still see. */
const STATE_LIMIT = 8;
const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** What a secret was, undefined where there was none, before a write at that time. */
interface PastState {
  readonly secret: StoredSecret | undefined;
  /** Milliseconds since 1970. */
  readonly until: number;
}

export interface StoredSecretsOptions {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly now: Now;
  /** The six characters that end an ARN; random ones when left out. */
  readonly suffix?: () => string;
}

/** The secrets of one account in one Region, with the rules by which AWS changes them. */
export class StoredSecrets {
  readonly secrets = new Map<string, StoredSecret>();
  /** How many of the next reads do not see the last write to their secret yet, as it happens right after a write. */
  laggingReads = 0;
  /** How many of the last writes to the secret of that name a read does not see. Asked for each, so reads lag one by one. */
  lag: (name: string) => number = () => 0;
  /** Milliseconds after which every read sees a write. */
  longestLag = Infinity;
  /** Milliseconds for which nobody gets the name of a secret that was deleted by force. */
  nameRelease = 10_000;
  /** What was there before each of the last writes, by the name of the secret. */
  readonly #past = new Map<string, readonly PastState[]>();
  /** When the names of secrets that were deleted by force may be used again. */
  readonly #released = new Map<string, number>();
  readonly #region: string;
  readonly #prefix: string;
  readonly #now: Now;
  readonly #suffix: () => string;

  constructor(options: StoredSecretsOptions) {
    const { partition, region, accountId, now, suffix = randomSuffix } = options;
    this.#region = region;
    this.#prefix = `arn:${partition}:secretsmanager:${region}:${accountId}:secret:`;
    this.#now = now;
    this.#suffix = suffix;
  }

  /** By name, full ARN, or ARN without its suffix. */
  find(id: string, secrets = this.secrets): StoredSecret | undefined {
    if (!id.startsWith('arn:')) return secrets.get(id);
    return (
      [...secrets.values()].find(({ arn }) => arn === id) ??
      (id.startsWith(this.#prefix) ? secrets.get(id.slice(this.#prefix.length)) : undefined)
    );
  }

  /** What a read finds: everything, or everything but the last writes while reads lag. */
  findForRead(id: string): StoredSecret | undefined {
    const isLagging = this.laggingReads > 0;
    if (isLagging) this.laggingReads--;
    const name = this.find(id)?.name ?? id;
    const lag = isLagging ? 1 : this.lag(name);
    const hidden = (this.#past.get(name) ?? [])
      .slice(-lag)
      .find(({ until }) => lag > 0 && this.#now() - until < this.longestLag);
    return hidden ? hidden.secret : this.find(id);
  }

  /**
   * What IAM compares policies with when there is no such secret. What is known of AWS differs: the ARN without a
   * suffix, or with one that is made up. A policy must allow both, so whatever AWS does, a run works there that works here.
   */
  arnsOfMissing(id: string): readonly string[] {
    const arn = id.startsWith('arn:') ? id : this.#prefix + id;
    return [arn, `${arn}-${this.#suffix()}`];
  }

  missing(): never {
    throw new ServiceError(
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret."
    );
  }

  create(input: Input): object {
    const {
      Name: name = '',
      Description: description,
      KmsKeyId: kmsKeyId,
      Tags: tags = []
    } = input;
    const token = requireToken(input);
    if (!/^[\w/+=.@!-]+$/.test(name))
      throw new ServiceError(
        'ValidationException',
        'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!'
      );
    const existing = this.secrets.get(name);
    const isTaken = this.#now() < (this.#released.get(name) ?? 0);
    if (isTaken || existing?.deletionAt !== undefined)
      throw new ServiceError(
        'InvalidRequestException',
        "You can't create this secret because a secret with this name is already scheduled for deletion."
      );
    if (existing) {
      const version = existing.versions.get(token);
      if (version === undefined)
        throw new ServiceError(
          'ResourceExistsException',
          `The operation failed because the secret ${name} already exists.`
        );
      if (!sameValue(version, input)) throw tokenInUse(token, existing);
      return { ARN: existing.arn, Name: name, VersionId: token };
    }
    this.#beginWrite(name);
    const now = this.#now();
    const secret: StoredSecret = {
      name,
      arn: `${this.#prefix}${name}-${this.#suffix()}`,
      ...(description !== undefined && { description }),
      ...(kmsKeyId !== undefined && kmsKeyId !== '' && { kmsKeyId }),
      tags,
      createdAt: now,
      changedAt: now,
      versions: new Map()
    };
    const isFilled = valueFields(input) !== undefined;
    if (isFilled) this.#addVersion(secret, token, input, [CURRENT]);
    this.secrets.set(name, secret);
    return { ARN: secret.arn, Name: name, ...(isFilled && { VersionId: token }) };
  }

  put(secret: StoredSecret, input: Input): object {
    const token = requireToken(input);
    this.#requireWritable(secret);
    if (valueFields(input) === undefined)
      throw new ServiceError(
        'InvalidRequestException',
        'You must provide either SecretString or SecretBinary.'
      );
    const existing = secret.versions.get(token);
    if (existing && hasValue(existing)) {
      if (!sameValue(existing, input)) throw tokenInUse(token, secret);
    } else {
      // A version without a value is a rotation of AWS's own that has begun: its function gives it one.
      if (!existing) this.#makeRoom(secret);
      const first = [...secret.versions.values()].some(hasValue) ? [] : [CURRENT];
      const stages = [...first, ...(input.VersionStages ?? [CURRENT])];
      requireLabels(existing, stages);
      this.#beginWrite(secret.name);
      this.#addVersion(secret, token, input, stages);
    }
    const stages = labels(secret.versions.get(token));
    return { ARN: secret.arn, Name: secret.name, VersionId: token, VersionStages: stages };
  }

  value(secret: StoredSecret, input: Input): object {
    refuseDeleted(secret);
    const { VersionId: id, VersionStage: stage } = input;
    const version =
      id === undefined ? findVersionWith(secret, stage ?? CURRENT) : secret.versions.get(id);
    if (version === undefined || !hasValue(version))
      throw new ServiceError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for ${id === undefined ? `staging label: ${stage ?? CURRENT}` : `VersionId: ${id}`}`
      );
    if (id !== undefined && stage !== undefined && !version.stages.has(stage))
      throw new ServiceError(
        'InvalidRequestException',
        'You provided a VersionStage that is not associated to the provided VersionId.'
      );
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.id,
      ...(version.string !== undefined && { SecretString: version.string }),
      ...(version.binary !== undefined && { SecretBinary: version.binary }),
      VersionStages: labels(version),
      CreatedDate: version.createdAt / 1000
    };
  }

  describe(secret: StoredSecret): object {
    const staged = [...secret.versions.values()].filter(({ stages }) => stages.size > 0);
    return {
      ARN: secret.arn,
      Name: secret.name,
      ...(secret.description !== undefined && { Description: secret.description }),
      ...(secret.kmsKeyId !== undefined && { KmsKeyId: secret.kmsKeyId }),
      ...(secret.owningService !== undefined && { OwningService: secret.owningService }),
      ...(secret.primaryRegion !== undefined && { PrimaryRegion: secret.primaryRegion }),
      ...(secret.rotationEnabled !== undefined && { RotationEnabled: secret.rotationEnabled }),
      ...(secret.tags.length > 0 && { Tags: secret.tags }),
      CreatedDate: secret.createdAt / 1000,
      LastChangedDate: secret.changedAt / 1000,
      ...(secret.deletionAt !== undefined && { DeletedDate: secret.deletionAt / 1000 }),
      ...(staged.length > 0 && {
        VersionIdsToStages: Object.fromEntries(
          staged.map((version) => [version.id, labels(version)])
        )
      })
    };
  }

  listVersions(secret: StoredSecret, input: Input): object {
    const listed = [...secret.versions.values()].filter(
      ({ stages }) => stages.size > 0 || input.IncludeDeprecated === true
    );
    return {
      ARN: secret.arn,
      Name: secret.name,
      Versions: listed.map((version) => ({
        VersionId: version.id,
        ...(version.stages.size > 0 && { VersionStages: labels(version) }),
        CreatedDate: version.createdAt / 1000
      }))
    };
  }

  moveStage(secret: StoredSecret, input: Input): object {
    const { VersionStage: stage = '', RemoveFromVersionId: from, MoveToVersionId: to } = input;
    this.#requireWritable(secret);
    const target = to === undefined ? undefined : secret.versions.get(to);
    if (to !== undefined && target === undefined)
      throw new ServiceError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for VersionId: ${to}`
      );
    const present = findVersionWith(secret, stage);
    if (present !== undefined && present !== target && from !== present.id)
      throw invalid(
        from === undefined
          ? `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${present.id}, so you must explicitly reference that version in RemoveFromVersionId.`
          : `The parameter RemoveFromVersionId is incorrect. Staging label ${stage} is currently attached to version ${present.id}.`
      );
    if (from !== undefined && from !== present?.id)
      throw invalid(`Staging label ${stage} is not attached to version ${from}.`);
    if (stage === CURRENT && target === undefined)
      throw invalid(
        'You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.'
      );
    if (present !== target) {
      requireLabels(target, [stage]);
      this.#beginWrite(secret.name);
      attach(secret, stage, target);
      secret.changedAt = this.#now();
    }
    return { ARN: secret.arn, Name: secret.name };
  }

  delete(secret: StoredSecret, input: Input): object {
    const { RecoveryWindowInDays: days = 30, ForceDeleteWithoutRecovery: force = false } = input;
    if (force && input.RecoveryWindowInDays !== undefined)
      throw invalid(
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays."
      );
    if (days < 7 || days > 30)
      throw invalid('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
    if (!force) refuseDeleted(secret);
    const at = this.#now() + (force ? 0 : days * DAY);
    this.#beginWrite(secret.name);
    if (force) {
      this.secrets.delete(secret.name);
      this.#released.set(secret.name, at + this.nameRelease);
    } else secret.deletionAt = at;
    return { ARN: secret.arn, Name: secret.name, DeletionDate: at / 1000 };
  }

  restore(secret: StoredSecret): object {
    this.#beginWrite(secret.name);
    delete secret.deletionAt;
    return { ARN: secret.arn, Name: secret.name };
  }

  /** How a rotation of AWS's own begins: a version that is AWSPENDING and has no value yet. */
  beginRotation(secret: StoredSecret, id: string): void {
    this.#beginWrite(secret.name);
    secret.versions.set(id, { id, stages: new Set(), createdAt: this.#now() });
    attach(secret, 'AWSPENDING', secret.versions.get(id));
  }

  #beginWrite(name: string): void {
    const state = { secret: structuredClone(this.secrets.get(name)), until: this.#now() };
    this.#past.set(name, [...(this.#past.get(name) ?? []), state].slice(-STATE_LIMIT));
  }

  /** Drops the oldest of the deprecated versions that are older than a day, if there must be room for a new one. */
  #makeRoom({ versions }: StoredSecret): void {
    const isOld = ({ stages, createdAt }: StoredVersion) =>
      stages.size === 0 && this.#now() - createdAt > DAY;
    for (const old of [...versions.values()].filter(isOld))
      if (versions.size >= VERSION_LIMIT) versions.delete(old.id);
    if (versions.size >= VERSION_LIMIT) throw limitExceeded();
  }

  #requireWritable(secret: StoredSecret): void {
    refuseDeleted(secret);
    const { owningService, primaryRegion = this.#region } = secret;
    if (owningService !== undefined)
      throw new ServiceError(
        'InvalidRequestException',
        `You can't perform this operation on the secret because it is managed by another service (${owningService}).`
      );
    if (primaryRegion !== this.#region)
      throw new ServiceError(
        'InvalidRequestException',
        "Operation not permitted on a replica secret. Call must be made in primary secret's region."
      );
  }

  #addVersion(secret: StoredSecret, id: string, input: Input, stages: readonly string[]): void {
    const { SecretString: string, SecretBinary: binary } = input;
    const version: StoredVersion = {
      id,
      ...(string !== undefined && { string }),
      ...(binary !== undefined && { binary }),
      stages: secret.versions.get(id)?.stages ?? new Set(),
      createdAt: secret.versions.get(id)?.createdAt ?? this.#now()
    };
    secret.versions.set(id, version);
    for (const stage of stages) attach(secret, stage, version);
    secret.changedAt = this.#now();
  }
}

/** In the order in which AWS lists them. */
const labels = (version: StoredVersion | undefined) => [...(version?.stages ?? [])].sort();

const findVersionWith = (secret: StoredSecret, stage: string) =>
  [...secret.versions.values()].find(({ stages }) => stages.has(stage));

/** Moves a label; AWSPREVIOUS follows to where AWSCURRENT was. */
function attach(secret: StoredSecret, stage: string, target: StoredVersion | undefined): void {
  const present = findVersionWith(secret, stage);
  if (present === target) return;
  present?.stages.delete(stage);
  target?.stages.add(stage);
  if (stage !== CURRENT || present === undefined) return;
  attach(secret, PREVIOUS, present);
}

const randomSuffix = () =>
  Array.from({ length: 6 }, () => SUFFIX.charAt(randomInt(SUFFIX.length))).join('');

const hasValue = ({ string, binary }: StoredVersion) =>
  string !== undefined || binary !== undefined;

const valueFields = ({ SecretString, SecretBinary }: Input) => SecretString ?? SecretBinary;

const sameValue = ({ string, binary }: StoredVersion, input: Input) =>
  string === input.SecretString && binary === input.SecretBinary;

function requireToken(input: Input): string {
  if (input.SecretString !== undefined && input.SecretBinary !== undefined)
    throw invalid(
      "You can't specify both a binary secret value and a string secret value in the same secret."
    );
  if (input.ClientRequestToken === undefined)
    throw new ServiceError(
      'InvalidRequestException',
      'You must provide a ClientRequestToken value. We recommend a UUID-type value.'
    );
  return input.ClientRequestToken;
}

function refuseDeleted(secret: StoredSecret): void {
  if (secret.deletionAt !== undefined)
    throw new ServiceError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion."
    );
}

/** A label that moves to a version adds to those that it has. */
function requireLabels(version: StoredVersion | undefined, stages: readonly string[]): void {
  if (new Set([...(version?.stages ?? []), ...stages]).size > STAGE_LIMIT) throw limitExceeded();
}

const limitExceeded = () =>
  new ServiceError(
    'LimitExceededException',
    'The request failed because it would exceed one of the Secrets Manager quotas.'
  );

const tokenInUse = (token: string, { arn }: StoredSecret) =>
  new ServiceError(
    'ResourceExistsException',
    `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`
  );

const invalid = (message: string) => new ServiceError('InvalidParameterException', message);
