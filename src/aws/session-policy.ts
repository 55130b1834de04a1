import type { SecretOptions } from './secret-store.js';

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Where a run works: the account and partition of its secret are those of the role. */
interface Scope {
  readonly region: string;
  readonly roleArn: string;
}

/**
 * The inline session policy of a run: exactly the calls that its inputs lead to. STS intersects it with what the role
 * may do, so it takes permissions away and never adds one. STS accepts at most 2,048 characters.
 */
export function sessionPolicy({ region, roleArn }: Scope, secret?: SecretOptions): string {
  const statements: Statement[] = [allow(['secretsmanager:GetRandomPassword'], ['*'])];
  if (secret) {
    statements.push(allow(secretActions(secret), secretArns(secret.secretId, region, roleArn)), {
      ...allow(['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn(secret.kmsKeyId, region, roleArn)]),
      Condition: { StringLike: { 'kms:ViaService': `secretsmanager.${region}.*` } }
    });
  }
  return policyDocument(statements);
}

/** The inline session policy of a promotion. */
export function promotionPolicy({ region, roleArn }: Scope, secretId: string): string {
  return policyDocument([
    allow(
      ['secretsmanager:DescribeSecret', 'secretsmanager:UpdateSecretVersionStage'],
      secretArns(secretId, region, roleArn)
    )
  ]);
}

const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

const allow = (Action: readonly string[], Resource: readonly string[]): Statement => ({
  Effect: 'Allow',
  Action,
  Resource
});

function secretActions({ secretId, ifSecretExists }: SecretOptions): readonly string[] {
  const actions = ['DescribeSecret'];
  if (ifSecretExists === 'keep') actions.push('GetSecretValue');
  if (ifSecretExists !== 'fail') actions.push('PutSecretValue');
  if (!secretId.startsWith('arn:')) actions.push('CreateSecret');
  return actions.map((action) => `secretsmanager:${action}`);
}

/** A secret's ARN ends in six characters that Secrets Manager chooses; before it is created it has none. */
function secretArns(secretId: string, region: string, roleArn: string): readonly string[] {
  if (secretId.startsWith('arn:')) {
    return /-[A-Za-z0-9]{6}$/.test(secretId) ? [secretId] : [secretId, `${secretId}-??????`];
  }
  const [, partition, , , account] = roleArn.split(':');
  const arn = `arn:${partition ?? ''}:secretsmanager:${region}:${account ?? ''}:secret:${secretId}`;
  return [arn, `${arn}-??????`];
}

function keyArn(keyId: string | undefined, region: string, roleArn: string): string {
  if (keyId?.startsWith('arn:') && keyId.includes(':key/')) return keyId;
  const [, partition, , , account] = roleArn.split(':');
  // A policy cannot name a key by its alias, and a secret that exists may have any key.
  const key = keyId === undefined || keyId.includes('alias/') ? '*' : keyId;
  return `arn:${partition ?? ''}:kms:${region}:${key === '*' ? '*' : (account ?? '')}:key/${key}`;
}
