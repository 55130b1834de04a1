import { ServiceError } from '../service.js';
import type { RandomPasswordParameters } from './random-password.js';

interface Shape {
  readonly type: 'string' | 'number' | 'boolean' | 'strings' | 'any';
  /** Length of a string or list, value of a number. */
  readonly least?: number;
  readonly most?: number;
  readonly required?: boolean;
  readonly secret?: boolean;
}

const flag: Shape = { type: 'boolean' };
const secretId: Shape = { type: 'string', least: 1, most: 2048, required: true };
const token: Shape = { type: 'string', least: 32, most: 64 };
const versionId: Shape = { type: 'string', least: 32, most: 64 };
const stage: Shape = { type: 'string', least: 1, most: 256 };
const value: Shape = { type: 'string', least: 1, most: 65_536, secret: true };

/** The input shapes of the embedded operations, with the ranges of AWS's service model. */
export const OPERATIONS = {
  GetRandomPassword: {
    PasswordLength: { type: 'number', least: 1, most: 4096 },
    ExcludeCharacters: { type: 'string', least: 0, most: 4096 },
    ExcludeNumbers: flag,
    ExcludePunctuation: flag,
    ExcludeUppercase: flag,
    ExcludeLowercase: flag,
    IncludeSpace: flag,
    RequireEachIncludedType: flag
  },
  CreateSecret: {
    Name: { type: 'string', least: 1, most: 512, required: true },
    ClientRequestToken: token,
    Description: { type: 'string', most: 2048 },
    KmsKeyId: { type: 'string', most: 2048 },
    SecretString: value,
    SecretBinary: value,
    Tags: { type: 'any', least: 0, most: 50 }
  },
  PutSecretValue: {
    SecretId: secretId,
    ClientRequestToken: token,
    SecretString: value,
    SecretBinary: value,
    VersionStages: { type: 'strings', least: 1, most: 20 }
  },
  GetSecretValue: { SecretId: secretId, VersionId: versionId, VersionStage: stage },
  DescribeSecret: { SecretId: secretId },
  ListSecretVersionIds: {
    SecretId: secretId,
    IncludeDeprecated: flag,
    MaxResults: { type: 'number', least: 1, most: 100 },
    NextToken: { type: 'string', least: 1, most: 4096 }
  },
  UpdateSecretVersionStage: {
    SecretId: secretId,
    VersionStage: { ...stage, required: true },
    RemoveFromVersionId: versionId,
    MoveToVersionId: versionId
  },
  DeleteSecret: {
    SecretId: secretId,
    RecoveryWindowInDays: { type: 'number' },
    ForceDeleteWithoutRecovery: flag
  },
  RestoreSecret: { SecretId: secretId }
} as const satisfies Readonly<Record<string, Readonly<Record<string, Shape>>>>;

export type OperationName = keyof typeof OPERATIONS;

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** A checked input; which members an operation reads is its own matter. */
export interface Input extends RandomPasswordParameters {
  readonly Name?: string;
  readonly SecretId?: string;
  readonly ClientRequestToken?: string;
  readonly Description?: string;
  readonly KmsKeyId?: string;
  readonly SecretString?: string;
  readonly SecretBinary?: string;
  readonly VersionId?: string;
  readonly VersionStage?: string;
  readonly VersionStages?: readonly string[];
  readonly RemoveFromVersionId?: string;
  readonly MoveToVersionId?: string;
  readonly IncludeDeprecated?: boolean;
  readonly Tags?: readonly Tag[];
  readonly RecoveryWindowInDays?: number;
  readonly ForceDeleteWithoutRecovery?: boolean;
}

/**
 * Reads an operation's input. Wrong types are a `SerializationException`, breaches of a range a
 * `ValidationException` that tells all of them. Unknown members are passed over, null is unset.
 */
export function checkShape(operation: OperationName, input: unknown): Input {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new ServiceError(
      'SerializationException',
      'Start of structure or map found where not expected.'
    );
  const given = input as Record<string, unknown>;
  const shapes: Readonly<Record<string, Shape>> = OPERATIONS[operation];
  const known = Object.keys(shapes).filter((name) => given[name] != null);
  for (const name of known) checkType(shapes[name]?.type ?? 'any', given[name]);
  const faults = Object.entries(shapes).flatMap(([name, shape]) =>
    breaches(name, shape, given[name])
  );
  if (faults.length > 0)
    throw new ServiceError(
      'ValidationException',
      `${faults.length} validation error${faults.length > 1 ? 's' : ''} detected: ${faults.join('; ')}`
    );
  return Object.fromEntries(known.map((name) => [name, given[name]]));
}

const NAMES = { string: 'String', number: 'Long', boolean: 'Boolean' } as const;

function checkType(type: Shape['type'], value: unknown): void {
  if (type === 'any') return;
  if (type === 'strings') {
    if (!Array.isArray(value))
      throw new ServiceError('SerializationException', 'Expected list or null');
    for (const one of value) checkType('string', one);
    return;
  }
  if (typeof value === type && (type !== 'number' || Number.isInteger(value))) return;
  const found =
    typeof value === 'object'
      ? 'START_OBJECT'
      : typeof value === 'boolean'
        ? `${String(value).toUpperCase()}_VALUE`
        : typeof value === 'number'
          ? 'NUMBER_VALUE'
          : 'STRING_VALUE';
  throw new ServiceError(
    'SerializationException',
    `${found} can not be converted to ${NAMES[type]}`
  );
}

function breaches(name: string, shape: Shape, value: unknown): string[] {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  const breach = (shown: string, constraint: string) =>
    `Value ${shown} at '${member}' failed to satisfy constraint: Member must ${constraint}`;
  if (value == null) return shape.required === true ? [breach('null', 'not be null')] : [];
  const isNumber = typeof value === 'number';
  const measured = isNumber ? value : (value as { length?: number }).length;
  if (measured === undefined) return [];
  const shown = shape.secret === true ? "'***'" : `'${value as string}'`;
  const what = isNumber ? 'value' : 'length';
  const { least = -Infinity, most = Infinity } = shape;
  if (measured < least) return [breach(shown, `have ${what} greater than or equal to ${least}`)];
  if (measured > most) return [breach(shown, `have ${what} less than or equal to ${most}`)];
  return [];
}
