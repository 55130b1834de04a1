import type { ConditionContext } from '../../emulator/aws/policy-pattern.js';

/** A policy, a call, and what AWS says of it by the page that is named. */
export interface PolicyRow {
  readonly name: string;
  /** One statement or several, without the rest of the policy; or a whole policy. */
  readonly policy: object;
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
  readonly expected: 'Allow' | 'Deny' | 'silent';
  readonly source: string;
}

const GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/';
const LOGIC = `${GUIDE}reference_policies_evaluation-logic.html`;
const ACTION = `${GUIDE}reference_policies_elements_action.html`;
const NOT_ACTION = `${GUIDE}reference_policies_elements_notaction.html`;
const RESOURCE = `${GUIDE}reference_policies_elements_resource.html`;
const NOT_RESOURCE = `${GUIDE}reference_policies_elements_notresource.html`;
const STATEMENT = `${GUIDE}reference_policies_elements_statement.html`;
const CONDITION = `${GUIDE}reference_policies_elements_condition.html`;
const OPERATORS = `${GUIDE}reference_policies_elements_condition_operators.html`;
const SETS = `${GUIDE}reference_policies_condition-single-vs-multi-valued-context-keys.html`;
const MULTIPLE = `${GUIDE}reference_policies_condition-logic-multiple-context-keys-or-values.html`;
const VARIABLES = `${GUIDE}reference_policies_variables.html`;
const GLOBAL_KEYS = `${GUIDE}reference_policies_condition-keys.html`;

const GET = 'secretsmanager:GetSecretValue';
const ACCOUNT = '123456789012';
const PREFIX = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:`;
export const SECRET = `${PREFIX}shop/db-AbCdEf`;
const REGION = { 'aws:RequestedRegion': 'eu-west-1' };

type Call = Partial<Pick<PolicyRow, 'action' | 'resource' | 'context'>>;

const row = (
  source: string,
  name: string,
  policy: object,
  expected: PolicyRow['expected'],
  { action = GET, resource = SECRET, context = {} }: Call = {}
): PolicyRow => ({ name, policy, action, resource, context, expected, source });

const allow = (more: object = {}) => ({ Effect: 'Allow', Action: GET, Resource: '*', ...more });
const deny = (more: object = {}) => ({ Effect: 'Deny', Action: GET, Resource: '*', ...more });
const when = (operator: string, key: string, value: unknown) =>
  allow({ Condition: { [operator]: { [key]: value } } });
const unless = (operator: string, key: string, value: unknown) => [
  allow(),
  deny({ Condition: { [operator]: { [key]: value } } })
];
const on = (Resource: unknown) => allow({ Resource });

const DELETE = 'secretsmanager:DeleteSecret';
const windowOf = (days: string) => ({
  action: DELETE,
  context: { 'secretsmanager:RecoveryWindowInDays': days }
});
const window = (operator: string, days: unknown) =>
  allow({
    Action: DELETE,
    Condition: { [operator]: { 'secretsmanager:RecoveryWindowInDays': days } }
  });
const PASSWORD = 'secretsmanager:GetRandomPassword';

export const POLICIES: readonly PolicyRow[] = [
  // Effects
  row(LOGIC, 'nothing is allowed by default', [], 'silent'),
  row(LOGIC, 'an allow', allow(), 'Allow'),
  row(LOGIC, 'a deny wins over an allow', [allow(), deny()], 'Deny'),
  row(LOGIC, 'whichever comes first', [deny(), allow()], 'Deny'),
  row(
    STATEMENT,
    'one statement needs no list',
    { Version: '2012-10-17', Statement: allow() },
    'Allow'
  ),

  // Actions
  row(ACTION, 'another action', allow({ Action: 'secretsmanager:PutSecretValue' }), 'silent'),
  row(ACTION, 'one of several', allow({ Action: ['sts:AssumeRole', GET] }), 'Allow'),
  row(ACTION, 'all of a service', allow({ Action: 'secretsmanager:*' }), 'Allow'),
  row(ACTION, 'all of all', allow({ Action: '*' }), 'Allow'),
  row(ACTION, 'all of another service', allow({ Action: 'sts:*' }), 'silent'),
  row(ACTION, 'a wildcard within', allow({ Action: 'secretsmanager:Get*Value' }), 'Allow'),
  row(
    ACTION,
    'a wildcard of one character',
    allow({ Action: 'secretsmanager:GetSecretValu?' }),
    'Allow'
  ),
  row(
    ACTION,
    'which is exactly one',
    allow({ Action: 'secretsmanager:GetSecretValue?' }),
    'silent'
  ),
  row(
    ACTION,
    'the case does not matter',
    allow({ Action: 'SecretsManager:getsecretvalue' }),
    'Allow'
  ),
  row(
    NOT_ACTION,
    'all but others',
    { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
    'Allow'
  ),
  row(
    NOT_ACTION,
    'all but this',
    { Effect: 'Allow', NotAction: ['iam:*', 'secretsmanager:*'], Resource: '*' },
    'silent'
  ),
  row(
    NOT_ACTION,
    'all but others are denied',
    [allow(), { Effect: 'Deny', NotAction: 'sts:*', Resource: '*' }],
    'Deny'
  ),
  row(
    NOT_ACTION,
    'all but this are denied',
    [allow(), { Effect: 'Deny', NotAction: GET, Resource: '*' }],
    'Allow'
  ),

  // Resources
  row(RESOURCE, 'the resource itself', on(SECRET), 'Allow'),
  row(RESOURCE, 'one of several', on([`${PREFIX}x`, SECRET]), 'Allow'),
  row(RESOURCE, 'the ARN without its suffix', on(`${PREFIX}shop/db`), 'silent'),
  row(RESOURCE, 'six single wildcards', on(`${PREFIX}shop/db-??????`), 'Allow'),
  row(RESOURCE, 'five single wildcards', on(`${PREFIX}shop/db-?????`), 'silent'),
  row(RESOURCE, 'a wildcard over slashes', on(`${PREFIX}sh*`), 'Allow'),
  row(
    RESOURCE,
    'a wildcard for the Region',
    on(`arn:aws:secretsmanager:*:${ACCOUNT}:secret:shop/*`),
    'Allow'
  ),
  row(
    RESOURCE,
    'a wildcard for Region and account',
    on('arn:aws:secretsmanager:*:*:secret:shop/*'),
    'Allow'
  ),
  row(
    RESOURCE,
    'another Region',
    on(`arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:*`),
    'silent'
  ),
  row(
    RESOURCE,
    'another account',
    on('arn:aws:secretsmanager:eu-west-1:210987654321:secret:*'),
    'silent'
  ),
  row(
    RESOURCE,
    'a wildcard at the end of a part covers the parts behind it',
    on('arn:aws:secretsmanager:*'),
    'Allow'
  ),
  row(
    RESOURCE,
    'a wildcard within a part does not',
    on('arn:aws:secretsmanager:eu*b-AbCdEf'),
    'silent'
  ),
  row(RESOURCE, 'the case of a resource matters', on(`${PREFIX}Shop/*`), 'silent'),
  row(RESOURCE, 'a call without a resource is allowed on *', allow({ Action: PASSWORD }), 'Allow', {
    action: PASSWORD,
    resource: '*'
  }),
  row(
    RESOURCE,
    'a call without a resource is not allowed on ARNs',
    allow({ Action: PASSWORD, Resource: `${PREFIX}*` }),
    'silent',
    { action: PASSWORD, resource: '*' }
  ),
  row(
    NOT_RESOURCE,
    'all but others',
    { Effect: 'Allow', Action: GET, NotResource: `${PREFIX}prod/*` },
    'Allow'
  ),
  row(
    NOT_RESOURCE,
    'all but this',
    { Effect: 'Allow', Action: GET, NotResource: [`${PREFIX}shop/*`, `${PREFIX}x`] },
    'silent'
  ),
  row(
    NOT_RESOURCE,
    'all but others are denied',
    [allow(), { Effect: 'Deny', Action: '*', NotResource: `${PREFIX}prod/*` }],
    'Deny'
  ),
  row(
    NOT_RESOURCE,
    'all but this are denied',
    [allow(), { Effect: 'Deny', Action: '*', NotResource: `${PREFIX}shop/*` }],
    'Allow'
  ),

  // Texts
  row(
    OPERATORS,
    'StringEquals, equal',
    when('StringEquals', 'aws:RequestedRegion', 'eu-west-1'),
    'Allow',
    { context: REGION }
  ),
  row(
    OPERATORS,
    'StringEquals, different',
    when('StringEquals', 'aws:RequestedRegion', 'eu-west-2'),
    'silent',
    { context: REGION }
  ),
  row(
    OPERATORS,
    'StringEquals minds the case',
    when('StringEquals', 'aws:RequestedRegion', 'EU-WEST-1'),
    'silent',
    { context: REGION }
  ),
  row(
    OPERATORS,
    'StringEquals has no wildcards',
    when('StringEquals', 'aws:RequestedRegion', 'eu-*'),
    'silent',
    { context: REGION }
  ),
  row(
    OPERATORS,
    'StringEquals without the key',
    when('StringEquals', 'aws:RequestedRegion', 'eu-west-1'),
    'silent'
  ),
  row(
    CONDITION,
    'the case of a key does not matter',
    when('StringEquals', 'AWS:requestedregion', 'eu-west-1'),
    'Allow',
    { context: REGION }
  ),
  row(
    OPERATORS,
    'StringNotEquals, different',
    when('StringNotEquals', 'aws:RequestedRegion', 'us-east-1'),
    'Allow',
    { context: REGION }
  ),
  row(
    OPERATORS,
    'StringNotEquals, equal',
    when('StringNotEquals', 'aws:RequestedRegion', 'eu-west-1'),
    'silent',
    { context: REGION }
  ),
  row(
    OPERATORS,
    'StringNotEquals without the key',
    when('StringNotEquals', 'aws:RequestedRegion', 'eu-west-1'),
    'Allow'
  ),
  row(
    MULTIPLE,
    'StringNotEquals of several: none may be equal',
    when('StringNotEquals', 'aws:RequestedRegion', ['us-east-1', 'eu-west-1']),
    'silent',
    { context: REGION }
  ),
  row(
    MULTIPLE,
    'StringEquals of several: one is enough',
    when('StringEquals', 'aws:RequestedRegion', ['us-east-1', 'eu-west-1']),
    'Allow',
    { context: REGION }
  ),
  row(
    OPERATORS,
    'a deny outside of Regions, within',
    unless('StringNotEquals', 'aws:RequestedRegion', ['eu-west-1']),
    'Allow',
    { context: REGION }
  ),
  row(
    OPERATORS,
    'a deny outside of Regions, outside',
    unless('StringNotEquals', 'aws:RequestedRegion', ['eu-central-1']),
    'Deny',
    { context: REGION }
  ),
  row(
    OPERATORS,
    'StringEqualsIgnoreCase',
    when('StringEqualsIgnoreCase', 'aws:RequestedRegion', 'EU-West-1'),
    'Allow',
    { context: REGION }
  ),
  row(
    OPERATORS,
    'StringNotEqualsIgnoreCase',
    when('StringNotEqualsIgnoreCase', 'aws:RequestedRegion', 'EU-West-1'),
    'silent',
    { context: REGION }
  ),
  row(OPERATORS, 'StringLike, *', when('StringLike', 'aws:RequestedRegion', 'eu-*'), 'Allow', {
    context: REGION
  }),
  row(OPERATORS, 'StringLike, ?', when('StringLike', 'aws:RequestedRegion', 'eu-west-?'), 'Allow', {
    context: REGION
  }),
  row(
    OPERATORS,
    'StringLike minds the case',
    when('StringLike', 'aws:RequestedRegion', 'EU-*'),
    'silent',
    { context: REGION }
  ),
  row(
    OPERATORS,
    'StringLike covers all of the value',
    when('StringLike', 'aws:RequestedRegion', 'eu-'),
    'silent',
    { context: REGION }
  ),
  row(OPERATORS, 'StringNotLike', when('StringNotLike', 'aws:RequestedRegion', 'eu-*'), 'silent', {
    context: REGION
  }),
  row(
    OPERATORS,
    'StringNotLike without the key',
    when('StringNotLike', 'aws:RequestedRegion', 'eu-*'),
    'Allow'
  ),

  // Several keys
  row(
    MULTIPLE,
    'all keys must hold',
    allow({ Condition: { StringEquals: { ...REGION, 'aws:PrincipalAccount': '1' } } }),
    'silent',
    { context: { ...REGION, 'aws:PrincipalAccount': '2' } }
  ),
  row(
    MULTIPLE,
    'all operators must hold',
    allow({ Condition: { StringEquals: REGION, Bool: { 'aws:SecureTransport': 'true' } } }),
    'silent',
    { context: { ...REGION, 'aws:SecureTransport': 'false' } }
  ),
  row(
    MULTIPLE,
    'and then they do',
    allow({ Condition: { StringEquals: REGION, Bool: { 'aws:SecureTransport': 'true' } } }),
    'Allow',
    { context: { ...REGION, 'aws:SecureTransport': 'true' } }
  ),

  // …IfExists and Null
  row(
    OPERATORS,
    '…IfExists without the key',
    when('StringEqualsIfExists', 'aws:SourceVpce', 'vpce-1'),
    'Allow'
  ),
  row(
    OPERATORS,
    '…IfExists with the key, different',
    when('StringEqualsIfExists', 'aws:RequestedRegion', 'eu-west-2'),
    'silent',
    { context: REGION }
  ),
  row(
    OPERATORS,
    'a deny with …IfExists without the key',
    unless('StringEqualsIfExists', 'aws:SourceVpce', 'vpce-1'),
    'Deny'
  ),
  row(
    OPERATORS,
    'BoolIfExists without the key',
    when('BoolIfExists', 'aws:SecureTransport', 'true'),
    'Allow'
  ),
  row(OPERATORS, 'Null true without the key', when('Null', 'aws:TokenIssueTime', 'true'), 'Allow'),
  row(OPERATORS, 'Null true with the key', when('Null', 'aws:RequestedRegion', 'true'), 'silent', {
    context: REGION
  }),
  row(OPERATORS, 'Null false with the key', when('Null', 'aws:RequestedRegion', 'false'), 'Allow', {
    context: REGION
  }),
  row(OPERATORS, 'Null false without the key', when('Null', 'aws:TokenIssueTime', false), 'silent'),
  row(
    OPERATORS,
    'a deny of what has no tag',
    unless('Null', 'aws:RequestTag/team', 'true'),
    'Deny'
  ),

  // ARNs
  row(
    OPERATORS,
    'ArnEquals',
    when('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::123456789012:role/ci'),
    'Allow',
    { context: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/ci' } }
  ),
  row(
    OPERATORS,
    'ArnEquals has wildcards',
    when('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:role/c?'),
    'Allow',
    { context: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/ci' } }
  ),
  row(
    OPERATORS,
    'ArnLike checks each part by itself',
    when('ArnLike', 'aws:PrincipalArn', 'arn:aws:*:role/ci:x:y'),
    'silent',
    { context: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/ci' } }
  ),
  row(
    OPERATORS,
    'ArnLike covers slashes',
    when('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::123456789012:role/*'),
    'Allow',
    { context: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/team/ci' } }
  ),
  row(
    OPERATORS,
    'ArnNotLike',
    when('ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::123456789012:role/*'),
    'silent',
    { context: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/ci' } }
  ),
  row(
    OPERATORS,
    'a deny of all but one role',
    unless('ArnNotEquals', 'aws:PrincipalArn', 'arn:aws:iam::123456789012:role/admin'),
    'Deny',
    { context: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/ci' } }
  ),
  row(
    OPERATORS,
    'StringLike takes ARNs, too',
    when('StringLike', 'aws:PrincipalArn', '*:role/ci'),
    'Allow',
    { context: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/ci' } }
  ),

  // Numbers, dates, booleans, addresses
  row(OPERATORS, 'NumericEquals', window('NumericEquals', 7), 'Allow', windowOf('7')),
  row(OPERATORS, 'NumericNotEquals', window('NumericNotEquals', '7'), 'silent', windowOf('7')),
  row(OPERATORS, 'NumericLessThan', window('NumericLessThan', '7'), 'silent', windowOf('7')),
  row(
    OPERATORS,
    'NumericLessThanEquals',
    window('NumericLessThanEquals', '7'),
    'Allow',
    windowOf('7')
  ),
  row(
    OPERATORS,
    'numbers are no texts',
    window('NumericGreaterThan', '7'),
    'Allow',
    windowOf('30')
  ),
  row(
    OPERATORS,
    'NumericGreaterThanEquals',
    window('NumericGreaterThanEquals', '7'),
    'Allow',
    windowOf('7')
  ),
  row(
    OPERATORS,
    'DateLessThan',
    when('DateLessThan', 'aws:CurrentTime', '2027-01-01T00:00:00Z'),
    'Allow',
    { context: { 'aws:CurrentTime': '2026-12-01T09:00:00Z' } }
  ),
  row(
    OPERATORS,
    'DateGreaterThan',
    when('DateGreaterThan', 'aws:CurrentTime', '2027-01-01'),
    'silent',
    { context: { 'aws:CurrentTime': '2026-12-01T09:00:00Z' } }
  ),
  row(
    OPERATORS,
    'a date in seconds',
    when('DateGreaterThanEquals', 'aws:CurrentTime', '1796115600'),
    'Allow',
    { context: { 'aws:CurrentTime': '2026-12-01T09:00:00Z' } }
  ),
  row(
    OPERATORS,
    'sessions from before are revoked',
    unless('DateLessThan', 'aws:TokenIssueTime', '2026-12-01T08:00:00Z'),
    'Deny',
    { context: { 'aws:TokenIssueTime': '2026-12-01T07:59:59Z' } }
  ),
  row(
    OPERATORS,
    'later ones are not',
    unless('DateLessThan', 'aws:TokenIssueTime', '2026-12-01T08:00:00Z'),
    'Allow',
    { context: { 'aws:TokenIssueTime': '2026-12-01T08:00:00Z' } }
  ),
  row(OPERATORS, 'Bool', when('Bool', 'aws:ViaAWSService', 'false'), 'Allow', {
    context: { 'aws:ViaAWSService': 'false' }
  }),
  row(OPERATORS, 'Bool takes booleans', when('Bool', 'aws:ViaAWSService', true), 'silent', {
    context: { 'aws:ViaAWSService': 'false' }
  }),
  row(OPERATORS, 'a deny without TLS', unless('Bool', 'aws:SecureTransport', 'false'), 'Allow', {
    context: { 'aws:SecureTransport': 'true' }
  }),
  row(
    OPERATORS,
    'IpAddress, in the range',
    when('IpAddress', 'aws:SourceIp', ['198.51.100.0/24', '203.0.113.0/24']),
    'Allow',
    { context: { 'aws:SourceIp': '203.0.113.7' } }
  ),
  row(
    OPERATORS,
    'IpAddress, one address',
    when('IpAddress', 'aws:SourceIp', '203.0.113.7'),
    'Allow',
    { context: { 'aws:SourceIp': '203.0.113.7' } }
  ),
  row(
    OPERATORS,
    'IpAddress, outside',
    when('IpAddress', 'aws:SourceIp', '203.0.113.0/29'),
    'silent',
    { context: { 'aws:SourceIp': '203.0.113.9' } }
  ),
  row(
    OPERATORS,
    'IpAddress of version 6',
    when('IpAddress', 'aws:SourceIp', '2001:db8::/32'),
    'Allow',
    { context: { 'aws:SourceIp': '2001:db8::7' } }
  ),
  row(
    OPERATORS,
    'NotIpAddress denies outside',
    unless('NotIpAddress', 'aws:SourceIp', '198.51.100.0/24'),
    'Deny',
    { context: { 'aws:SourceIp': '203.0.113.7' } }
  ),
  row(
    OPERATORS,
    'NotIpAddress without the key',
    unless('NotIpAddress', 'aws:SourceIp', '198.51.100.0/24'),
    'Deny'
  ),

  // Sets
  row(
    SETS,
    'ForAllValues, all of the list',
    when('ForAllValues:StringEquals', 'aws:TagKeys', ['team', 'stage']),
    'Allow',
    { context: { 'aws:TagKeys': ['team'] } }
  ),
  row(
    SETS,
    'ForAllValues, one is not',
    when('ForAllValues:StringEquals', 'aws:TagKeys', ['team', 'stage']),
    'silent',
    { context: { 'aws:TagKeys': ['team', 'x'] } }
  ),
  row(
    SETS,
    'ForAllValues without the key',
    when('ForAllValues:StringEquals', 'aws:TagKeys', ['team']),
    'Allow'
  ),
  row(
    SETS,
    'ForAnyValue, one is',
    when('ForAnyValue:StringEquals', 'aws:TagKeys', ['team']),
    'Allow',
    { context: { 'aws:TagKeys': ['x', 'team'] } }
  ),
  row(
    SETS,
    'ForAnyValue, none is',
    when('ForAnyValue:StringLike', 'aws:TagKeys', ['team*']),
    'silent',
    { context: { 'aws:TagKeys': ['x'] } }
  ),
  row(
    SETS,
    'ForAnyValue without the key',
    when('ForAnyValue:StringEquals', 'aws:TagKeys', ['team']),
    'silent'
  ),
  row(
    SETS,
    'ForAnyValue negated: one is another',
    when('ForAnyValue:StringNotEquals', 'aws:TagKeys', ['team']),
    'Allow',
    { context: { 'aws:TagKeys': ['x', 'team'] } }
  ),
  row(
    SETS,
    'ForAnyValue negated without the key',
    when('ForAnyValue:StringNotEquals', 'aws:TagKeys', ['team']),
    'silent'
  ),
  row(
    SETS,
    'ForAllValues negated: none is it',
    when('ForAllValues:StringNotEquals', 'aws:TagKeys', ['team']),
    'silent',
    { context: { 'aws:TagKeys': ['x', 'team'] } }
  ),
  row(
    SETS,
    'ForAnyValue of one value',
    when('ForAnyValue:StringEquals', 'secretsmanager:VersionStage', 'AWSCURRENT'),
    'Allow',
    { context: { 'secretsmanager:VersionStage': 'AWSCURRENT' } }
  ),

  // Tags
  row(
    GLOBAL_KEYS,
    'the tag of a resource',
    when('StringEquals', 'aws:ResourceTag/team', 'shop'),
    'Allow',
    { context: { 'aws:ResourceTag/team': 'shop' } }
  ),
  row(
    GLOBAL_KEYS,
    'the case of a tag in a key does not matter',
    when('StringEquals', 'aws:ResourceTag/Team', 'shop'),
    'Allow',
    { context: { 'aws:ResourceTag/team': 'shop' } }
  ),
  row(
    GLOBAL_KEYS,
    'a resource without the tag',
    when('StringEquals', 'secretsmanager:ResourceTag/team', 'shop'),
    'silent',
    { context: { 'secretsmanager:ResourceTag/x': 'shop' } }
  ),
  row(
    GLOBAL_KEYS,
    'the tag of the request',
    when('StringEquals', 'aws:RequestTag/team', ['shop', 'web']),
    'Allow',
    { context: { 'aws:RequestTag/team': 'web' } }
  ),

  // Variables
  row(VARIABLES, 'a variable in a resource', on(`${PREFIX}\${aws:PrincipalTag/team}/*`), 'Allow', {
    context: { 'aws:PrincipalTag/team': 'shop' }
  }),
  row(
    VARIABLES,
    'a variable in a resource, different',
    on(`${PREFIX}\${aws:PrincipalTag/team}/*`),
    'silent',
    { context: { 'aws:PrincipalTag/team': 'web' } }
  ),
  row(
    VARIABLES,
    'a variable without a value matches nothing',
    on(`${PREFIX}\${aws:PrincipalTag/team}/*`),
    'silent'
  ),
  row(
    VARIABLES,
    'a variable with a default',
    on(`${PREFIX}\${aws:PrincipalTag/team, 'shop'}/*`),
    'Allow'
  ),
  row(
    VARIABLES,
    'a default gives way to the value',
    on(`${PREFIX}\${aws:PrincipalTag/team, 'shop'}/*`),
    'silent',
    { context: { 'aws:PrincipalTag/team': 'web' } }
  ),
  row(
    VARIABLES,
    'a variable in a condition',
    when('StringEquals', 'aws:ResourceTag/team', '${aws:PrincipalTag/team}'),
    'Allow',
    { context: { 'aws:ResourceTag/team': 'shop', 'aws:PrincipalTag/team': 'shop' } }
  ),
  row(
    VARIABLES,
    'the case of a variable does not matter',
    when('StringEquals', 'aws:ResourceTag/by', '${AWS:UserName}'),
    'Allow',
    { context: { 'aws:ResourceTag/by': 'deployer', 'aws:username': 'deployer' } }
  ),
  row(
    VARIABLES,
    'a value has no wildcards',
    when('StringLike', 'aws:ResourceTag/team', '${aws:PrincipalTag/team}'),
    'silent',
    { context: { 'aws:ResourceTag/team': 'shop', 'aws:PrincipalTag/team': '*' } }
  ),
  row(VARIABLES, 'an escaped *', when('StringLike', 'aws:ResourceTag/team', 'a${*}'), 'silent', {
    context: { 'aws:ResourceTag/team': 'ab' }
  }),
  row(
    VARIABLES,
    'an escaped * is a *',
    when('StringLike', 'aws:ResourceTag/team', '?${*}'),
    'Allow',
    { context: { 'aws:ResourceTag/team': 'a*' } }
  ),
  row(VARIABLES, 'an escaped $', when('StringEquals', 'aws:ResourceTag/team', '${$}{x}'), 'Allow', {
    context: { 'aws:ResourceTag/team': '${x}' }
  }),
  row(
    VARIABLES,
    'the old version has no variables',
    { Version: '2008-10-17', Statement: on(`${PREFIX}\${aws:PrincipalTag/team}/*`) },
    'silent',
    { context: { 'aws:PrincipalTag/team': 'shop' } }
  ),
  row(
    VARIABLES,
    'and is the version of a policy that names none',
    { Statement: [when('StringEquals', 'aws:ResourceTag/team', '${aws:username}')] },
    'Allow',
    { context: { 'aws:ResourceTag/team': '${aws:username}', 'aws:username': 'x' } }
  )
];
