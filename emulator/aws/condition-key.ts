import type { ConditionContext } from './policy-pattern.js';

/** What a condition key compares; `Strings` has several values in one request. */
export type KeyType = 'String' | 'Strings' | 'Arn' | 'Numeric' | 'Date' | 'Bool' | 'IpAddress';

/**
 * The condition keys of the calls that are embedded here: the global ones of the IAM user guide ("AWS global condition
 * context keys"), and those that the Service Authorization Reference lists for Secrets Manager, STS and KMS. A call has
 * a key, or it does not; the values come from the services. What is not listed is not judged.
 */
const KEYS: Readonly<Record<string, KeyType>> = {
  // Of the caller.
  'aws:FederatedProvider': 'Arn',
  'aws:PrincipalAccount': 'String',
  'aws:PrincipalArn': 'Arn',
  'aws:PrincipalType': 'String',
  'aws:TokenIssueTime': 'Date',
  'aws:userid': 'String',
  'aws:username': 'String',
  // Of the call.
  'aws:CurrentTime': 'Date',
  'aws:EpochTime': 'Numeric',
  'aws:RequestedRegion': 'String',
  'aws:SecureTransport': 'Bool',
  'aws:SourceIp': 'IpAddress',
  'aws:TagKeys': 'Strings',
  'aws:ViaAWSService': 'Bool',
  // Only of calls that services make, or that come through a VPC endpoint: no runner's call has them.
  'aws:SourceAccount': 'String',
  'aws:SourceArn': 'Arn',
  'aws:SourceVpc': 'String',
  'aws:SourceVpce': 'String',
  'aws:VpcSourceIp': 'IpAddress',
  // Of the resource.
  'aws:ResourceAccount': 'String',
  // Of Secrets Manager.
  'secretsmanager:AddReplicaRegions': 'Strings',
  'secretsmanager:BlockPublicPolicy': 'Bool',
  'secretsmanager:Description': 'String',
  'secretsmanager:ForceDeleteWithoutRecovery': 'Bool',
  'secretsmanager:ForceOverwriteReplicaSecret': 'Bool',
  'secretsmanager:KmsKeyArn': 'Arn',
  'secretsmanager:KmsKeyId': 'String',
  'secretsmanager:Name': 'String',
  'secretsmanager:RecoveryWindowInDays': 'Numeric',
  'secretsmanager:SecretId': 'Arn',
  'secretsmanager:SecretPrimaryRegion': 'String',
  'secretsmanager:VersionId': 'String',
  'secretsmanager:VersionStage': 'String',
  // Of KMS, as Secrets Manager calls it.
  'kms:CallerAccount': 'String',
  'kms:EncryptionAlgorithm': 'String',
  'kms:EncryptionContext:SecretARN': 'String',
  'kms:EncryptionContext:SecretVersionId': 'String',
  'kms:EncryptionContextKeys': 'Strings',
  'kms:ViaService': 'String',
  // Of STS.
  'sts:ExternalId': 'String',
  'sts:RoleSessionName': 'String',
  'sts:SourceIdentity': 'String',
  'sts:TransitiveTagKeys': 'Strings',
  // Of the one call of IAM that the pages are about.
  'iam:AWSServiceName': 'String'
};

/** Keys that end in the name of a tag. */
const TAGS = [
  'aws:PrincipalTag/',
  'aws:RequestTag/',
  'aws:ResourceTag/',
  'iam:ResourceTag/',
  'secretsmanager:ResourceTag/'
] as const;

/**
 * The claims of GitHub's tokens that IAM offers as condition keys, each behind the issuer's host name and a colon:
 * `aud` and `sub` of every issuer, the others of GitHub (Service Authorization Reference, "AWS Security Token Service").
 */
const CLAIMS = ['aud', 'sub'] as const;
const GITHUB_CLAIMS = [
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'repository_owner_id',
  'workflow'
] as const;
const GITHUB_ISSUER = /^token\.actions\.(githubusercontent\.com(\/[\w./-]+)?|[\w-]+\.ghe\.com)$/;

const types = new Map(Object.entries(KEYS).map(([key, type]) => [key.toLowerCase(), type]));
const claimsOf = (issuer: string): readonly string[] =>
  GITHUB_ISSUER.test(issuer) ? [...CLAIMS, ...GITHUB_CLAIMS] : CLAIMS;

/** The type of a key, whose case does not matter. Undefined for one that is not judged here. */
export function findKeyType(key: string): KeyType | undefined {
  const name = key.toLowerCase();
  const known = types.get(name);
  if (known !== undefined) return known;
  if (TAGS.some((prefix) => name.startsWith(prefix.toLowerCase()) && name.length > prefix.length))
    return 'String';
  const [, issuer = '', claim = ''] = /^([^:]+\.[^:]+):(\w+)$/.exec(name) ?? [];
  return claimsOf(issuer).includes(claim) ? 'String' : undefined;
}

/** The keys that a token of an identity provider brings along. */
export function claimContext(
  issuer: string,
  claims: Readonly<Record<string, unknown>>
): ConditionContext {
  const host = issuer.replace('https://', '');
  return Object.fromEntries(
    claimsOf(host).flatMap((claim) => {
      const value = claims[claim];
      return typeof value === 'string' ? [[`${host}:${claim}`, value] as const] : [];
    })
  );
}

/** Tags as condition keys, such as `aws:RequestTag/team`. */
export const tagContext = (
  prefix: (typeof TAGS)[number],
  tags: readonly { readonly Key: string; readonly Value: string }[]
): ConditionContext => Object.fromEntries(tags.map(({ Key, Value }) => [prefix + Key, Value]));
