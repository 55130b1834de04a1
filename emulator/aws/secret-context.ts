import { tagContext } from './condition-key.js';
import { UNCERTAIN, type ConditionContext } from './policy-pattern.js';
import type { Input } from './secrets-manager-model.js';
import type { StoredSecret } from './stored-secrets.js';

/**
 * What IAM knows of a call to Secrets Manager, by the Service Authorization Reference. Only what the call itself names
 * is there to be compared; what AWS fills in by itself is uncertain.
 */
export function secretContext(
  operation: string,
  input: Input,
  secret: StoredSecret | undefined
): ConditionContext {
  const { Tags: tags = [] } = input;
  const requestTags = {
    ...tagContext('aws:RequestTag/', tags),
    ...(tags.length > 0 && { 'aws:TagKeys': tags.map(({ Key }) => Key) })
  };
  switch (operation) {
    case 'CreateSecret':
      return {
        ...requestTags,
        'secretsmanager:Name': input.Name ?? '',
        'secretsmanager:KmsKeyArn': UNCERTAIN,
        'secretsmanager:KmsKeyId': input.KmsKeyId ?? UNCERTAIN,
        ...(input.Description !== undefined && {
          'secretsmanager:Description': input.Description
        }),
        'secretsmanager:ForceOverwriteReplicaSecret': UNCERTAIN,
        ...Object.fromEntries(
          TAGGED.flatMap((prefix) => tags.map(({ Key }) => [prefix + Key, UNCERTAIN]))
        )
      };
    case 'TagResource':
      return { ...requestTags, ...resourceContext(input, secret) };
    case 'GetSecretValue':
      return {
        ...resourceContext(input, secret),
        ...(input.VersionId !== undefined && { 'secretsmanager:VersionId': input.VersionId }),
        ...stageContext(input.VersionStage ?? (input.VersionId === undefined && UNCERTAIN))
      };
    case 'UpdateSecretVersionStage':
      return {
        ...resourceContext(input, secret),
        ...stageContext(input.VersionStage ?? false)
      };
    case 'DeleteSecret':
      return {
        ...resourceContext(input, secret),
        'secretsmanager:ForceDeleteWithoutRecovery':
          input.ForceDeleteWithoutRecovery === undefined
            ? UNCERTAIN
            : String(input.ForceDeleteWithoutRecovery),
        'secretsmanager:RecoveryWindowInDays':
          input.RecoveryWindowInDays === undefined ? UNCERTAIN : String(input.RecoveryWindowInDays)
      };
    default:
      return resourceContext(input, secret);
  }
}

const TAGGED = ['aws:ResourceTag/', 'secretsmanager:ResourceTag/'] as const;

const stageContext = (stage: string | typeof UNCERTAIN | false): ConditionContext =>
  stage === false ? {} : { 'secretsmanager:VersionStage': stage };

const resourceContext = (
  { SecretId: id = '' }: Input,
  secret: StoredSecret | undefined
): ConditionContext => ({
  // Its type is an ARN, and it is not known what AWS makes of a name.
  'secretsmanager:SecretId': id.startsWith('arn:') ? id : UNCERTAIN,
  'secretsmanager:SecretPrimaryRegion': secret?.primaryRegion ?? UNCERTAIN,
  ...tagContext('aws:ResourceTag/', secret?.tags ?? []),
  ...tagContext('secretsmanager:ResourceTag/', secret?.tags ?? [])
});

/** What KMS knows of a call that Secrets Manager makes for its caller. */
export const keyContext = (
  { region, partition, accountId }: Readonly<Record<'region' | 'partition' | 'accountId', string>>,
  secretArn: string | undefined,
  versionId: string | undefined
): ConditionContext => ({
  'aws:SourceIp': UNCERTAIN,
  'aws:ViaAWSService': 'true',
  'kms:CallerAccount': accountId,
  'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT',
  'kms:EncryptionContext:SecretARN': secretArn ?? UNCERTAIN,
  'kms:EncryptionContext:SecretVersionId': versionId ?? UNCERTAIN,
  'kms:EncryptionContextKeys': ['SecretARN', 'SecretVersionId'],
  'kms:ViaService': `secretsmanager.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`
});
