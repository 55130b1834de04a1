import { describe, expect, test } from '@jest/globals';
import { evaluatePolicy, parsePolicy } from '../../emulator/aws/iam-policy.js';
import { UNCERTAIN } from '../../emulator/aws/policy-pattern.js';
import { UnjudgedPolicy } from '../../emulator/aws/unjudged-policy.js';
import { POLICIES, SECRET } from './policy-table.js';

const text = (policy: object): string =>
  JSON.stringify(
    'Statement' in policy ? policy : { Version: '2012-10-17', Statement: [policy].flat() }
  );

describe('what AWS says, this emulator says', () => {
  test.each(POLICIES.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const { action, context, expected, policy, resource } = row;
    expect(evaluatePolicy(parsePolicy(text(policy)), action, resource, context)).toBe(expected);
  });

  test('the names tell the rows apart, and each has its source', () => {
    const names = POLICIES.map(({ name, source }) => `${source} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(POLICIES.every(({ source }) => source.startsWith('https://docs.aws.amazon.com/'))).toBe(
      true
    );
  });
});

const allow = (more: object = {}) => ({
  Effect: 'Allow',
  Action: 'secretsmanager:GetSecretValue',
  Resource: '*',
  ...more
});
const deny = (more: object = {}) => ({ ...allow(more), Effect: 'Deny' });
const when = (operator: string, key: string, value: unknown) =>
  deny({ Condition: { [operator]: { [key]: value } } });

describe('what it could be wrong about it does not judge, and says what that is', () => {
  test.each<[string, object, string]>([
    [
      'a misspelled operator',
      when('StringEqual', 'aws:RequestedRegion', 'x'),
      'it does not know the operator StringEqual (is it misspelled?)'
    ],
    [
      'an operator of the wrong case',
      when('stringequals', 'aws:RequestedRegion', 'x'),
      'it does not know the operator stringequals'
    ],
    [
      'a name of every object',
      when('constructor', 'aws:RequestedRegion', 'x'),
      'it does not know the operator constructor'
    ],
    [
      'a set operator without an operator',
      when('ForAnyValue', 'aws:TagKeys', 'x'),
      'it does not know the operator ForAnyValue'
    ],
    [
      'Null with a suffix',
      when('NullIfExists', 'aws:TagKeys', 'true'),
      'it does not know the operator NullIfExists'
    ],
    [
      'an operator for binary values',
      when('BinaryEquals', 'aws:RequestedRegion', 'eA=='),
      'it does not know the operator BinaryEquals'
    ],
    [
      'a misspelled key',
      when('StringEquals', 'aws:RequestRegion', 'x'),
      'it does not know the condition key aws:RequestRegion (is it misspelled?)'
    ],
    [
      'a key of an organization',
      when('StringEquals', 'aws:PrincipalOrgID', 'o-1'),
      'it does not know the condition key aws:PrincipalOrgID'
    ],
    [
      'a key of multi-factor authentication',
      when('Bool', 'aws:MultiFactorAuthPresent', 'true'),
      'it does not know the condition key aws:MultiFactorAuthPresent'
    ],
    [
      'a tag without a name',
      when('StringEquals', 'aws:ResourceTag/', 'x'),
      'it does not know the condition key aws:ResourceTag/'
    ],
    [
      'a claim that IAM does not offer',
      when('StringEquals', 'token.actions.githubusercontent.com:event_name', 'x'),
      'it does not know the condition key token.actions.githubusercontent.com:event_name'
    ],
    [
      'an empty list of values',
      when('StringEquals', 'aws:RequestedRegion', []),
      'aws:RequestedRegion has an empty list of values'
    ],
    [
      'several values where one is',
      when('StringEquals', 'aws:TagKeys', 'x'),
      'aws:TagKeys has several values, so StringEquals needs ForAnyValue: or ForAllValues: before it'
    ],
    [
      'a comparison of texts as numbers',
      when('NumericEquals', 'aws:RequestedRegion', '7'),
      'NumericEquals does not compare aws:RequestedRegion, which is of the type String'
    ],
    [
      'a comparison of texts as ARNs',
      when('ArnLike', 'sts:ExternalId', 'x'),
      'ArnLike does not compare sts:ExternalId'
    ],
    [
      'what is no ARN',
      when('ArnLike', 'aws:PrincipalArn', '*'),
      '* is no value of the type Arn, which aws:PrincipalArn has'
    ],
    [
      'what is no date',
      when('DateLessThan', 'aws:CurrentTime', 'soon'),
      'soon is no value of the type Date'
    ],
    [
      'what is no boolean',
      when('Bool', 'aws:SecureTransport', 'yes'),
      'yes is no value of the type Bool'
    ],
    [
      'what is no address',
      when('IpAddress', 'aws:SourceIp', '10.0.0.0/33'),
      '10.0.0.0/33 is no value of the type IpAddress'
    ],
    [
      'what is no number',
      when('NumericEquals', 'secretsmanager:RecoveryWindowInDays', '7 days'),
      '7 days is no value of the type Numeric'
    ],
    [
      'Null of what is not true or false',
      when('Null', 'aws:RequestedRegion', 'yes'),
      'Null takes true or false, and has yes for aws:RequestedRegion'
    ],
    [
      'a variable that it does not know',
      deny({ Resource: 'arn:aws:secretsmanager:*:*:secret:${aws:Team}' }),
      'it does not know the variable ${aws:Team} (is it misspelled?)'
    ],
    [
      'a variable of several values',
      when('StringEquals', 'aws:RequestedRegion', '${aws:TagKeys}'),
      '${aws:TagKeys} has several values'
    ],
    [
      'a variable where none is replaced',
      when('IpAddress', 'aws:SourceIp', '${aws:SourceIp}'),
      'IpAddress takes no variables'
    ],
    [
      'any of this where an action may be meant',
      deny({ Action: '*', Condition: { X: { y: 'z' } } }),
      'it does not know the operator X'
    ],
    [
      'any of this in NotAction',
      { Effect: 'Deny', NotAction: 'iam:*', Resource: '*', Condition: { X: { y: 'z' } } },
      'it does not know the operator X'
    ]
  ])('%s', (_, policy, reason) => {
    const read = () => parsePolicy(text(policy));
    expect(read).toThrow(UnjudgedPolicy);
    expect(read).toThrow(`This emulator does not judge the policy: ${reason}`);
    expect(read).toThrow('try it there, or with the IAM policy simulator.');
  });

  test('a key that stands twice, of which JSON would take the last', () => {
    const twice = text(allow()).replace('"Effect":"Allow"', '"Effect":"Deny","Effect":"Allow"');
    expect(() => parsePolicy(twice)).toThrow('a key stands twice in one of its objects');
  });

  test('a policy that was not read by it', () => {
    const policy = { Version: '2012-10-17', Statement: [when('StringEqual', 'aws:username', 'x')] };
    expect(() => evaluatePolicy(policy as never, 'sts:AssumeRole', '*')).toThrow('StringEqual');
  });

  describe('once it matters', () => {
    const call = 'secretsmanager:GetSecretValue';
    const evaluate = (policy: object, context = {}, action = call) =>
      evaluatePolicy(parsePolicy(text(policy)), action, SECRET, context);
    const uncertain = { 'secretsmanager:VersionStage': UNCERTAIN, 'aws:RequestedRegion': 'x' };
    const stage = { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } };

    test('a value that it does not know', () => {
      const reason = 'it does not know the value that secretsmanager:VersionStage has in this call';
      expect(() => evaluate([allow(), deny({ Condition: stage })], uncertain)).toThrow(reason);
      expect(() => evaluate(allow({ Condition: stage }), uncertain)).toThrow(reason);
      expect(() =>
        evaluate(
          when('StringEquals', 'aws:RequestedRegion', '${secretsmanager:VersionStage}'),
          uncertain
        )
      ).toThrow('${secretsmanager:VersionStage} has in this call');
    });

    test('not where the answer is sure without it', () => {
      const both = { ...stage, StringNotEquals: { 'aws:RequestedRegion': 'x' } };
      expect(evaluate([deny({ Condition: stage }), deny()], uncertain)).toBe('Deny');
      expect(evaluate([allow({ Condition: stage }), allow()], uncertain)).toBe('Allow');
      expect(evaluate(deny({ Condition: both }), uncertain)).toBe('silent');
      expect(evaluate(deny({ Condition: stage }), uncertain, 'sts:AssumeRole')).toBe('silent');
    });

    test('a negated comparison with a variable that has no value', () => {
      const policy = when('StringNotEquals', 'aws:RequestedRegion', '${aws:username}');
      expect(() => evaluate(policy, { 'aws:RequestedRegion': 'x' })).toThrow(
        'a variable in ${aws:username} has no value in this call, and StringNotEquals is negated'
      );
      const rest = { Effect: 'Deny', Action: call, NotResource: 'arn:aws:s3:::${aws:username}' };
      expect(() => evaluate(rest)).toThrow('a variable in the NotResource');
    });

    test('conditions of other services', () => {
      const policy = [
        allow(),
        deny({ Action: 'ec2:*', Condition: { StringEquals: { 'ec2:Region': 'x' } } })
      ];
      expect(evaluate(policy)).toBe('Allow');
      expect(() => evaluate(policy, {}, 'ec2:RunInstances')).toThrow('ec2:Region');
    });
  });
});

describe('what AWS refuses when a policy is made, it refuses in the same words', () => {
  const syntax = 'Syntax errors in policy.';
  test.each<[string, object | string, string]>([
    ['no JSON', '{', 'This policy contains invalid Json'],
    ['a list', '[]', syntax],
    ['no statement', '{"Version":"2012-10-17"}', syntax],
    ['another version', { Version: '2012-10-18', Statement: [allow()] }, syntax],
    ['another element', { Statement: [allow()], Comment: 'x' }, syntax],
    ['another element of a statement', allow({ Actions: 'x' }), syntax],
    ['an effect of the wrong case', allow({ Effect: 'allow' }), syntax],
    ['no action', allow({ Action: undefined }), syntax],
    ['Action and NotAction', allow({ NotAction: 'iam:*' }), syntax],
    ['no resource', allow({ Resource: undefined }), syntax],
    ['an empty list of actions', allow({ Action: [] }), syntax],
    ['an action that is no text', allow({ Action: [7] }), syntax],
    [
      'an action without a service',
      allow({ Action: 'GetSecretValue' }),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'
    ],
    [
      'a resource that is no ARN',
      allow({ Resource: 'shop/db' }),
      'Resource shop/db must be in ARN format or "*".'
    ],
    [
      'a partition that is not there',
      allow({ Resource: 'arn:*:secretsmanager:*:*:secret:x' }),
      'Partition "*" is not valid for resource "arn:*:secretsmanager:*:*:secret:x".'
    ],
    ['a principal', allow({ Principal: '*' }), 'Policy document should not specify a principal.'],
    ['a condition that is no object', allow({ Condition: [] }), syntax],
    ['a condition without keys', allow({ Condition: { StringEquals: 'x' } }), syntax],
    [
      'an object as a value',
      allow({ Condition: { StringEquals: { 'aws:username': {} } } }),
      syntax
    ],
    ['an id with a space', allow({ Sid: 'a b' }), 'Statement IDs (SID) must be alpha-numeric.'],
    [
      'an id twice',
      [allow({ Sid: 'a' }), deny({ Sid: 'a' })],
      'Statement IDs (SID) in a single policy must be unique.'
    ]
  ])('%s', (_, policy, message) => {
    const read = () => parsePolicy(typeof policy === 'string' ? policy : text(policy));
    expect(read).toThrow(expect.objectContaining({ code: 'MalformedPolicyDocument', message }));
  });
});
