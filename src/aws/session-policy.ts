import type { Inputs, KeepInputs, PromoteInputs } from '../inputs.js';

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * The inline session policy of a run: exactly the calls that its inputs lead to. STS intersects it with what the
 * role may do, so it takes permissions away and never adds one. At most 2,048 characters by STS's rule.
 */
export function sessionPolicy(inputs: Inputs): string | undefined {
  if (inputs.role === undefined) return undefined;
  const statements: Statement[] = [allow(['secretsmanager:GetRandomPassword'], ['*'])];
  if (inputs.keep) {
    statements.push(
      allow(
        keepActions(inputs.keep),
        secretArns(inputs.keep.secretId, inputs.region, inputs.role.roleArn)
      ),
      {
        ...allow(
          ['kms:Decrypt', 'kms:GenerateDataKey'],
          [keyArn(inputs.keep.kmsKeyId, inputs.region, inputs.role.roleArn)]
        ),
        Condition: { StringLike: { 'kms:ViaService': `secretsmanager.${inputs.region}.*` } }
      }
    );
  }
  return policyOf(statements);
}

/** The inline session policy of a promotion. */
export function promotionPolicy(inputs: PromoteInputs): string | undefined {
  if (inputs.role === undefined) return undefined;
  return policyOf([
    allow(
      ['secretsmanager:DescribeSecret', 'secretsmanager:UpdateSecretVersionStage'],
      secretArns(inputs.secretId, inputs.region, inputs.role.roleArn)
    )
  ]);
}

const policyOf = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

const allow = (Action: readonly string[], Resource: readonly string[]): Statement => ({
  Effect: 'Allow',
  Action,
  Resource
});

function keepActions({ secretId, ifSecretExists }: KeepInputs): readonly string[] {
  const actions = ['DescribeSecret'];
  if (ifSecretExists === 'keep') actions.push('GetSecretValue');
  if (ifSecretExists !== 'fail') actions.push('PutSecretValue');
  if (!secretId.startsWith('arn:')) actions.push('CreateSecret');
  return actions.map((action) => `secretsmanager:${action}`);
}

/** A secret's ARN ends in six characters that Secrets Manager chooses; a secret that is created has none yet. */
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
