import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { findKeyType, type KeyType } from './condition-key.js';
import {
  ARN_PARTS,
  covers,
  coversArnByParts,
  plainText,
  readPattern,
  splitArn,
  UNCERTAIN,
  variablesOf,
  type ConditionContext
} from './policy-pattern.js';
import { someHolds, UnjudgedPolicy } from './unjudged-policy.js';

type Value = string | number | boolean;

/** Operator → condition key → values. */
export type Condition = Readonly<
  Record<string, Readonly<Record<string, Value | readonly Value[]>>>
>;

interface Operator {
  readonly types: readonly KeyType[];
  readonly negated?: boolean;
  /** Whether a value of the policy may have variables, and is given here with them replaced. */
  readonly variables?: boolean;
  /** Whether AWS can read this value of a policy. */
  readonly accepts?: (pattern: string) => boolean;
  readonly test: (value: string, pattern: string, context: ConditionContext | undefined) => boolean;
}

const TEXTS = ['String', 'Strings', 'Arn'] as const;

const text =
  (compare: (value: string, pattern: NonNullable<ReturnType<typeof readPattern>>) => boolean) =>
  (value: string, pattern: string, context: ConditionContext | undefined): boolean => {
    const pieces = readPattern(pattern, context);
    return pieces !== undefined && compare(value, pieces);
  };
const strings = (test: Operator['test']): Operator => ({ types: TEXTS, variables: true, test });
const equals = strings(text((value, pattern) => value === plainText(pattern)));
const equalsIgnoreCase = strings(
  text((value, pattern) => value.toLowerCase() === plainText(pattern).toLowerCase())
);
const like = strings(text((value, pattern) => covers(pattern, value)));
const arn: Operator = {
  types: ['Arn'],
  variables: true,
  accepts: (pattern) => splitArn(pattern).length === ARN_PARTS,
  test: text((value, pattern) => coversArnByParts(pattern, value))
};
const numeric = (compare: (value: number, limit: number) => boolean): Operator => ({
  types: ['Numeric'],
  accepts: (pattern) => /^-?\d+(\.\d+)?$/.test(pattern),
  test: (value, pattern) => compare(Number(value), Number(pattern))
});
const date = (compare: (value: number, limit: number) => boolean): Operator => ({
  types: ['Date'],
  accepts: (pattern) => !Number.isNaN(readDate(pattern)),
  test: (value, pattern) => compare(readDate(value), readDate(pattern))
});
const bool: Operator = {
  types: ['Bool'],
  accepts: (pattern) => /^(true|false)$/i.test(pattern),
  test: (value, pattern) => value.toLowerCase() === pattern.toLowerCase()
};
const ipAddress: Operator = {
  types: ['IpAddress'],
  accepts: (pattern) => readRange(pattern) !== undefined,
  test: (value, pattern) => readRange(pattern)?.check(value, family(value)) === true
};
const not = (operator: Operator): Operator => ({ ...operator, negated: true });

/** All but `BinaryEquals`, since no key here is binary (IAM user guide, "Condition operators"). */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: equals,
  StringNotEquals: not(equals),
  StringEqualsIgnoreCase: equalsIgnoreCase,
  StringNotEqualsIgnoreCase: not(equalsIgnoreCase),
  StringLike: like,
  StringNotLike: not(like),
  ArnEquals: arn,
  ArnLike: arn,
  ArnNotEquals: not(arn),
  ArnNotLike: not(arn),
  NumericEquals: numeric((value, limit) => value === limit),
  NumericNotEquals: not(numeric((value, limit) => value === limit)),
  NumericLessThan: numeric((value, limit) => value < limit),
  NumericLessThanEquals: numeric((value, limit) => value <= limit),
  NumericGreaterThan: numeric((value, limit) => value > limit),
  NumericGreaterThanEquals: numeric((value, limit) => value >= limit),
  DateEquals: date((value, limit) => value === limit),
  DateNotEquals: not(date((value, limit) => value === limit)),
  DateLessThan: date((value, limit) => value < limit),
  DateLessThanEquals: date((value, limit) => value <= limit),
  DateGreaterThan: date((value, limit) => value > limit),
  DateGreaterThanEquals: date((value, limit) => value >= limit),
  Bool: bool,
  IpAddress: ipAddress,
  NotIpAddress: not(ipAddress)
};

/** ISO 8601, or seconds since 1970. */
const readDate = (text: string): number =>
  /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);

const family = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');

function readRange(text: string): BlockList | undefined {
  const [address = '', length, ...rest] = text.split('/');
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : undefined;
  const prefix = length === undefined ? bits : Number(length);
  if (bits === undefined || prefix === undefined || rest.length > 0) return undefined;
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > bits) return undefined;
  const range = new BlockList();
  range.addSubnet(address, prefix, family(address));
  return range;
}

/** One operator and key of a condition. */
interface Test {
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  /** `Null` when undefined. */
  readonly operator: Operator | undefined;
  readonly ifExists: boolean;
  /** As the policy has it. */
  readonly name: string;
  readonly key: string;
  readonly patterns: readonly string[];
}

function* readTests(condition: Condition): Generator<Test> {
  for (const [name, keys] of Object.entries(condition)) {
    const [, set, base = '', ifExists] =
      /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
    const operator = Object.hasOwn(OPERATORS, base) ? OPERATORS[base] : undefined;
    const isNull = base === 'Null' && set === undefined && ifExists === undefined;
    if (operator === undefined && !isNull)
      throw new UnjudgedPolicy(`it does not know the operator ${name} (is it misspelled?)`);
    for (const [key, values] of Object.entries(keys)) {
      const test: Test = {
        set: set as Test['set'],
        operator,
        ifExists: ifExists !== undefined,
        name,
        key,
        patterns: [values].flat().map(String)
      };
      yield test;
    }
  }
}

/** @throws {UnjudgedPolicy} for an operator, a key, or a value that is not judged here. */
export function checkCondition(condition: Condition): void {
  for (const { set, operator, name, key, patterns } of readTests(condition)) {
    const type = findKeyType(key);
    if (type === undefined)
      throw new UnjudgedPolicy(`it does not know the condition key ${key} (is it misspelled?)`);
    if (patterns.length === 0) throw new UnjudgedPolicy(`${key} has an empty list of values`);
    if (operator === undefined) {
      if (patterns.length > 1 || !/^(true|false)$/i.test(patterns[0] ?? ''))
        throw new UnjudgedPolicy(
          `Null takes true or false, and has ${patterns.join(', ')} for ${key}`
        );
      continue;
    }
    if (!operator.types.includes(type))
      throw new UnjudgedPolicy(`${name} does not compare ${key}, which is of the type ${type}`);
    if (type === 'Strings' && set === undefined)
      throw new UnjudgedPolicy(
        `${key} has several values, so ${name} needs ForAnyValue: or ForAllValues: before it`
      );
    for (const pattern of patterns) {
      if (operator.variables === true) checkVariables(pattern);
      else if (pattern.includes('${'))
        throw new UnjudgedPolicy(`${name} takes no variables, and ${key} has ${pattern}`);
      if (operator.accepts?.(pattern) === false)
        throw new UnjudgedPolicy(`${pattern} is no value of the type ${type}, which ${key} has`);
    }
  }
}

/** @throws {UnjudgedPolicy} for a variable that is not judged here. */
export function checkVariables(text: string): void {
  for (const key of variablesOf(text)) {
    const type = findKeyType(key);
    if (type === undefined || type === 'Strings')
      throw new UnjudgedPolicy(
        type === undefined
          ? `it does not know the variable \${${key}} (is it misspelled?)`
          : `\${${key}} has several values, so it is no variable`
      );
  }
}

/**
 * Whether all operators and keys of a condition hold. Of a key's values one is enough, but none may match where the
 * operator is negated.
 * @param context with keys in lower case.
 * @param variables whether the policy is of a version that has variables.
 */
export function conditionHolds(
  condition: Condition = {},
  context: ConditionContext,
  variables: boolean
): boolean {
  checkCondition(condition);
  return !someHolds([...readTests(condition)], (test) => !testHolds(test, context, variables));
}

function testHolds(
  { set, operator, ifExists, name, key, patterns }: Test,
  context: ConditionContext,
  variables: boolean
): boolean {
  const found = context[key.toLowerCase()];
  if (found === UNCERTAIN)
    throw new UnjudgedPolicy(`it does not know the value that ${key} has in this call`);
  const values = [found ?? []].flat();
  if (operator === undefined)
    return (values.length === 0) === (patterns[0]?.toLowerCase() === 'true');
  const { negated = false, test } = operator;
  if (negated && variables && patterns.some((one) => readPattern(one, context) === undefined))
    throw new UnjudgedPolicy(
      `a variable in ${patterns.join(', ')} has no value in this call, and ${name} is negated`
    );
  const matches = (value: string): boolean =>
    patterns.some((pattern) => test(value, pattern, variables ? context : undefined)) !== negated;
  if (values.length === 0) {
    if (ifExists || set === 'ForAllValues') return true;
    return negated && set === undefined;
  }
  return set === 'ForAllValues' ? values.every(matches) : values.some(matches);
}
