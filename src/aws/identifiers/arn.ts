/** The parts of an ARN: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. */
export interface Arn {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

export const isArn = (id: string): boolean => id.startsWith('arn:');

/** @param arn begins with `arn:`; a part that it does not have is empty. */
export function parseArn(arn: string): Arn {
  const [, partition = '', , region = '', accountId = ''] = arn.split(':');
  return { partition, region, accountId };
}

/** The ARN of a session: the role's without its path, and the name of the session. */
export function assumedRoleArn(roleArn: string, sessionName: string): string {
  const { partition, accountId } = parseArn(roleArn);
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
}

/** The ARN of a secret without its end, which AWS chooses: a hyphen and six letters or digits. */
export const secretArn = (name: string, { partition, region, accountId }: Arn): string =>
  `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${name}`;

/** Whether a name or an ARN ends as the ARN of a secret does. Secrets Manager takes such names, and advises against them. */
export const endsLikeSecretArn = (secretId: string): boolean => /-[A-Za-z0-9]{6}$/.test(secretId);

/**
 * The two resources that a policy lists for a secret: before a secret is created its ARN may be without its end, and it
 * is without it where an ARN was given like that.
 */
export const policyArns = (arn: string): readonly [string, string] => [arn, `${arn}-??????`];

/**
 * The resources that a policy has to list so that a call about a secret is allowed.
 * @param secretId a name, an ARN, or `*` for no single secret.
 * @param caller the ARN of whoever makes the call, as far as it is known: its account is the one of a name.
 */
export function arnsToAllow(
  secretId: string,
  region: string,
  caller = 'arn:aws:::ACCOUNT'
): readonly string[] {
  if (secretId === '*' || (isArn(secretId) && endsLikeSecretArn(secretId))) return [secretId];
  return policyArns(
    isArn(secretId) ? secretId : secretArn(secretId, { ...parseArn(caller), region })
  );
}
