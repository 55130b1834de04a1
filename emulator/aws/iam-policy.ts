import { ServiceError } from '../service.js';

export interface IamStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

export interface IamPolicy {
  readonly Version: string;
  readonly Statement: readonly IamStatement[];
}

/** Values of condition keys that a call brings along, such as `kms:ViaService`. */
export type ConditionContext = Readonly<Record<string, string>>;

const malformed = (message: string) => new ServiceError('MalformedPolicyDocument', message);

/** Reads a policy document. Throws `MalformedPolicyDocument` in STS's words. */
export function parsePolicy(text: string): IamPolicy {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  if (typeof document !== 'object' || document === null || !('Statement' in document))
    throw malformed('Syntax errors in policy.');
  const { Version = '2008-10-17', Statement } = document as Partial<IamPolicy>;
  const statements = [Statement].flat() as unknown[];
  if (!['2012-10-17', '2008-10-17'].includes(Version) || !statements.every(isStatement))
    throw malformed('Syntax errors in policy.');
  return { Version, Statement: statements };
}

function isStatement(value: unknown): value is IamStatement {
  if (typeof value !== 'object' || value === null) return false;
  const { Effect, Action, Resource, Condition = {} } = value as Record<string, unknown>;
  const strings = (list: unknown) =>
    [list].flat().length > 0 && [list].flat().every((one) => typeof one === 'string' && one !== '');
  return (
    (Effect === 'Allow' || Effect === 'Deny') &&
    strings(Action) &&
    ([Action].flat() as string[]).every((action) => /^(\*|[a-z0-9-]+:[\w*?]+)$/i.test(action)) &&
    strings(Resource) &&
    ([Resource].flat() as string[]).every((resource) => /^(\*|arn:.+)$/.test(resource)) &&
    typeof Condition === 'object' &&
    Condition !== null
  );
}

/** Whether `pattern` with `*` and `?` covers all of `text`. */
export function matches(pattern: string, text: string, flags = ''): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, `s${flags}`).test(text);
}

/** What a policy by itself says of a call; an explicit deny wins. */
export function evaluatePolicy(
  policy: IamPolicy,
  action: string,
  resource: string,
  context: ConditionContext = {}
): 'Allow' | 'Deny' | 'silent' {
  const effects = policy.Statement.filter(
    (statement) =>
      [statement.Action].flat().some((pattern) => matches(pattern, action, 'i')) &&
      [statement.Resource].flat().some((pattern) => matches(pattern, resource)) &&
      conditionHolds(statement.Condition ?? {}, context)
  ).map(({ Effect }) => Effect);
  return effects.includes('Deny') ? 'Deny' : effects.includes('Allow') ? 'Allow' : 'silent';
}

const OPERATORS: Readonly<Record<string, (pattern: string, value: string) => boolean>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringLike: matches,
  ArnEquals: matches,
  ArnLike: matches
};

/** All operators and keys must hold; of a key's values one is enough. Unknown operators never hold. */
export function conditionHolds(
  condition: NonNullable<IamStatement['Condition']>,
  context: ConditionContext
): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, patterns]) => {
      const value = context[key];
      const test = OPERATORS[operator];
      return (
        value !== undefined &&
        test !== undefined &&
        [patterns].flat().some((pattern) => test(pattern, value))
      );
    })
  );
}
