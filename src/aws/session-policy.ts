import { isArn, parseArn, policyArns, secretArn } from './identifiers/arn.js';
import type { SecretOptions } from './secret-store/store.js';

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Where a run works: the account and partition of its secret are those of the last role, unless an ARN says otherwise. */
interface Scope {
  readonly region: string;
  readonly roleArn: string;
}

/**
 * The inline session policy of a run: exactly the calls that its inputs can lead to. STS intersects it with what the
 * role may do, so it takes permissions away and never adds one. STS accepts at most 2,048 characters.
 */
export function sessionPolicy(scope: Scope, secret?: SecretOptions): string {
  const actions = secret ? secretActions(secret) : [];
  const keyActions = secret ? kmsActions(secret) : [];
  return policyDocument([
    ...(secret && isReadOnly(secret) ? [] : [allow(['secretsmanager:GetRandomPassword'], ['*'])]),
    ...(secret
      ? [allow(prefixed('secretsmanager', actions), secretArns(secret.secretId, scope))]
      : []),
    ...(secret && keyActions.length > 0
      ? [
          {
            ...allow(prefixed('kms', keyActions), [keyArn(secret, scope)]),
            Condition: { StringLike: { 'kms:ViaService': `secretsmanager.${scope.region}.*` } }
          }
        ]
      : [])
  ]);
}

/** The inline session policy of a promotion. */
export const promotionSessionPolicy = (scope: Scope, secretId: string): string =>
  policyDocument([
    allow(
      prefixed('secretsmanager', ['DescribeSecret', 'UpdateSecretVersionStage']),
      secretArns(secretId, scope)
    )
  ]);

/** The inline session policy of a session whose only purpose is to assume another role. */
export const assumeRolePolicy = (roleArn: string): string =>
  policyDocument([allow(['sts:AssumeRole'], [roleArn])]);

const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

const allow = (Action: readonly string[], Resource: readonly string[]): Statement => ({
  Effect: 'Allow',
  Action,
  Resource
});

const prefixed = (service: string, actions: readonly string[]): readonly string[] =>
  actions.map((action) => `${service}:${action}`);

/** Whether the inputs only ever return what is stored. */
export const isReadOnly = ({
  ifSecretExists,
  ifSecretMissing,
  versionStage
}: SecretOptions): boolean =>
  ifSecretExists === 'keep' && (ifSecretMissing === 'fail' || versionStage !== 'AWSCURRENT');

function secretActions(options: SecretOptions): readonly string[] {
  const { secretId, ifSecretExists, ifSecretMissing, needsValue, tags = {} } = options;
  const mayWrite = !isReadOnly(options);
  const mayCreate = mayWrite && ifSecretMissing !== 'fail' && !isArn(secretId);
  const reads = ifSecretExists === 'rotate' || (ifSecretExists === 'keep' && needsValue);
  return [
    'DescribeSecret',
    ...(reads ? ['GetSecretValue'] : []),
    ...(mayWrite && ifSecretExists !== 'fail' ? ['PutSecretValue'] : []),
    ...(ifSecretExists === 'rotate' ? ['UpdateSecretVersionStage'] : []),
    ...(mayCreate ? ['CreateSecret'] : []),
    ...(mayCreate && Object.keys(tags).length > 0 ? ['TagResource'] : []),
    ...(mayWrite && ifSecretMissing === 'restore' ? ['RestoreSecret'] : [])
  ];
}

const secretArns = (secretId: string, { region, roleArn }: Scope): readonly string[] =>
  policyArns(isArn(secretId) ? secretId : secretArn(secretId, { ...parseArn(roleArn), region }));

function kmsActions(options: SecretOptions): readonly string[] {
  const { ifSecretExists, kmsKeyId, needsValue } = options;
  if (isReadOnly(options)) return needsValue ? ['Decrypt'] : [];
  // The default key of an account needs no permission.
  if (ifSecretExists === 'fail' && kmsKeyId === undefined) return [];
  return ['Decrypt', 'GenerateDataKey'];
}

/** A secret that may exist already has whatever key of whatever account it was given; a policy cannot name an alias. */
function keyArn({ ifSecretExists, kmsKeyId }: SecretOptions, { region, roleArn }: Scope): string {
  const { partition, accountId } = parseArn(roleArn);
  if (ifSecretExists !== 'fail' || kmsKeyId === undefined || kmsKeyId.includes('alias/')) {
    return `arn:${partition}:kms:${region}:*:key/*`;
  }
  return isArn(kmsKeyId) ? kmsKeyId : `arn:${partition}:kms:${region}:${accountId}:key/${kmsKeyId}`;
}
