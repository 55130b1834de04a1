import { JSON_SCHEMA, load } from 'js-yaml';
import { ServiceError } from '../service.js';
import {
  checkCondition,
  checkVariables,
  conditionHolds,
  type Condition
} from './policy-condition.js';
import {
  covers,
  coversArn,
  readPattern,
  splitArn,
  type ConditionContext
} from './policy-pattern.js';
import { someHolds, UnjudgedPolicy } from './unjudged-policy.js';

type Texts = string | readonly string[];

export interface IamStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: Texts;
  readonly NotAction?: Texts;
  readonly Resource?: Texts;
  readonly NotResource?: Texts;
  readonly Condition?: Condition;
}

/** A policy without principals: of a role, a user, or a session. */
export interface IamPolicy {
  readonly Version: string;
  readonly Id?: string;
  readonly Statement: readonly IamStatement[];
}

export const malformed = (message: string) => new ServiceError('MalformedPolicyDocument', message);
const syntaxError = () => malformed('Syntax errors in policy.');

/**
 * Reads the policy of a role or a session.
 * @throws {ServiceError} `MalformedPolicyDocument` in AWS's words for what AWS refuses.
 * @throws {UnjudgedPolicy} for what {@link evaluatePolicy} does not judge.
 */
export function parsePolicy(text: string): IamPolicy {
  const document = parseDocument(text);
  checkPolicy(document);
  return withDefaults(document) as IamPolicy;
}

type Elements = Readonly<Record<string, unknown>>;

export const isMapping = (value: unknown): value is Elements =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One statement may stand without a list, and the version is the old one when it is left out. */
export const withDefaults = ({
  Version = '2008-10-17',
  Statement,
  ...rest
}: Elements): unknown => ({
  Version,
  ...rest,
  Statement: [Statement].flat()
});

/** Reads JSON that is a policy at its top level. */
export function parseDocument(text: string): Elements {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  if (!isMapping(document)) throw syntaxError();
  try {
    // JSON is YAML, and this parser tells a key that stands twice; JSON's takes the last.
    load(text, { schema: JSON_SCHEMA });
  } catch {
    throw new UnjudgedPolicy('a key stands twice in one of its objects');
  }
  return document;
}

/** The elements that a kind of policy has. */
export interface PolicyKind {
  readonly elements: readonly string[];
  /** Those that a statement must have, one of each. */
  readonly required: readonly (readonly string[])[];
  /** What AWS says of an element that is for the other kind. */
  readonly prohibited: Readonly<Record<string, string>>;
}

const WITHOUT_PRINCIPAL: PolicyKind = {
  elements: ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
  required: [
    ['Action', 'NotAction'],
    ['Resource', 'NotResource']
  ],
  prohibited: {
    Principal: 'Policy document should not specify a principal.',
    NotPrincipal: 'Policy document should not specify a principal.'
  }
};

/** Policies that were checked already. */
const checked = new WeakSet();

/** Checks the form of a policy, as AWS does when it is made, and whether all of it is judged here. */
export function checkPolicy(policy: object, kind: PolicyKind = WITHOUT_PRINCIPAL): void {
  if (checked.has(policy)) return;
  const { Version = '2008-10-17', Statement, ...rest } = policy as Elements;
  const statements = [Statement].flat();
  if (
    !['2012-10-17', '2008-10-17'].includes(Version as string) ||
    Object.keys(rest).some((name) => name !== 'Id') ||
    !statements.every(isMapping)
  )
    throw syntaxError();
  for (const statement of statements) checkStatement(statement, kind, Version !== '2008-10-17');
  const sids = statements.flatMap(({ Sid }) =>
    typeof Sid === 'string' && Sid !== '' ? [Sid] : []
  );
  if (new Set(sids).size < sids.length)
    throw malformed('Statement IDs (SID) in a single policy must be unique.');
  checked.add(policy);
}

function checkStatement(
  statement: Elements,
  { elements, required, prohibited }: PolicyKind,
  hasVariables: boolean
): void {
  for (const name of Object.keys(statement)) {
    const refusal = prohibited[name];
    if (refusal !== undefined) throw malformed(refusal);
    if (!elements.includes(name)) throw syntaxError();
  }
  const { Sid = '', Effect, Condition = {} } = statement;
  if (typeof Sid !== 'string' || !/^[0-9A-Za-z]*$/.test(Sid))
    throw malformed('Statement IDs (SID) must be alpha-numeric.');
  if (Effect !== 'Allow' && Effect !== 'Deny') throw syntaxError();
  for (const names of required)
    if (names.filter((name) => statement[name] !== undefined).length !== 1) throw syntaxError();

  for (const action of readTexts(statement['Action'] ?? statement['NotAction']))
    if (!/^(\*|[a-z0-9-]+:[\w*?]+)$/i.test(action))
      throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  const resources = statement['Resource'] ?? statement['NotResource'];
  for (const resource of resources === undefined ? [] : readTexts(resources)) {
    if (!/^(\*|arn:.+)$/s.test(resource))
      throw malformed(`Resource ${resource} must be in ARN format or "*".`);
    if (hasVariables) checkVariables(resource);
    const partition = splitArn(resource)[1];
    if (partition !== undefined && !PARTITIONS.includes(partition))
      throw malformed(`Partition "${partition}" is not valid for resource "${resource}".`);
  }
  if (!isCondition(Condition)) throw syntaxError();
  // The conditions of other services are checked where a call of theirs is judged.
  const actions = [statement['Action'] ?? '*'].flat() as unknown as string[];
  if (actions.some((action) => EMBEDDED.test(action))) checkCondition(Condition);
}

const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc'];
/** Patterns of actions that may be those of a service which is embedded here. */
const EMBEDDED = /^(\*|(secretsmanager|sts|kms):.*)$/i;

function readTexts(value: unknown): readonly string[] {
  const list = [value].flat();
  if (list.length === 0 || !list.every((one) => typeof one === 'string' && one !== ''))
    throw syntaxError();
  return list as string[];
}

const isCondition = (value: unknown): value is Condition =>
  isMapping(value) &&
  Object.values(value).every(
    (keys) =>
      isMapping(keys) &&
      Object.values(keys).every((values) =>
        [values].flat().every((one) => ['string', 'number', 'boolean'].includes(typeof one))
      )
  );

/**
 * What a policy by itself says of a call; an explicit deny wins.
 * @throws {UnjudgedPolicy} when the answer could differ from that of AWS.
 */
export function evaluatePolicy(
  policy: IamPolicy,
  action: string,
  resource: string,
  context: ConditionContext = {}
): 'Allow' | 'Deny' | 'silent' {
  checkPolicy(policy);
  const { values, variables } = readContext(policy, context);
  const says = (effect: 'Allow' | 'Deny') =>
    someHolds(
      policy.Statement.filter(({ Effect }) => Effect === effect),
      (statement) =>
        coversAction(statement, action) &&
        coversResource(statement, resource, variables ? values : undefined) &&
        conditionHolds(statement.Condition, values, variables)
    );
  return says('Deny') ? 'Deny' : says('Allow') ? 'Allow' : 'silent';
}

/** The context with keys in lower case, and whether the policy has variables: since 2012-10-17. */
export const readContext = (
  { Version }: { readonly Version: string },
  context: ConditionContext
): { readonly values: ConditionContext; readonly variables: boolean } => ({
  values: Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key.toLowerCase(), value])
  ),
  variables: Version !== '2008-10-17'
});

/** Whether the `Action` or `NotAction` of a statement is about an action; the case does not matter. */
export function coversAction(
  { Action, NotAction }: Pick<IamStatement, 'Action' | 'NotAction'>,
  action: string
): boolean {
  const matches = (pattern: string) => covers(readPattern(pattern, undefined) ?? [], action, 'i');
  return Action === undefined
    ? ![NotAction ?? []].flat().some(matches)
    : [Action].flat().some(matches);
}

function coversResource(
  { Resource, NotResource }: IamStatement,
  resource: string,
  variables: ConditionContext | undefined
): boolean {
  const matches = (pattern: string) => {
    if (pattern === '*' || resource === '*') return pattern === '*';
    const pieces = readPattern(pattern, variables);
    return pieces !== undefined && coversArn(pieces, resource);
  };
  if (Resource !== undefined) return [Resource].flat().some(matches);
  const excluded = [NotResource ?? []].flat();
  if (excluded.some((one) => variables && readPattern(one, variables) === undefined))
    throw new UnjudgedPolicy(
      `a variable in the NotResource ${excluded.join(', ')} has no value in this call`
    );
  return !excluded.some(matches);
}
