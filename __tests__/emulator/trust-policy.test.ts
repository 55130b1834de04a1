import { describe, expect, test } from '@jest/globals';
import { claimContext } from '../../emulator/aws/condition-key.js';
import type { Condition } from '../../emulator/aws/policy-condition.js';
import {
  evaluateTrust,
  parseTrustPolicy,
  type TrustPolicy
} from '../../emulator/aws/trust-policy.js';
import { UnjudgedPolicy } from '../../emulator/aws/unjudged-policy.js';

const HOST = 'token.actions.githubusercontent.com';
const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${HOST}`;
const ACTION = 'sts:AssumeRoleWithWebIdentity';

const statement = (Condition: Condition | undefined, more: object = {}) => ({
  Effect: 'Allow',
  Action: ACTION,
  Principal: { Federated: PROVIDER },
  ...(Condition && { Condition }),
  ...more
});
const parse = (...Statement: object[]): TrustPolicy =>
  parseTrustPolicy(JSON.stringify({ Version: '2012-10-17', Statement }));

const claims = {
  aud: 'sts.amazonaws.com',
  sub: 'repo:acme/shop:environment:production',
  environment: 'production',
  job_workflow_ref: 'acme/shop/.github/workflows/rotate.yml@refs/heads/main',
  repository_owner_id: '1234',
  event_name: 'push'
};
const github = claimContext(`https://${HOST}`, claims);
const evaluate = (policy: TrustPolicy, context = github, provider = PROVIDER) =>
  evaluateTrust(policy, ACTION, { provider }, context);

describe("a trust policy for GitHub's tokens", () => {
  const sub = { [`${HOST}:sub`]: claims.sub };
  test.each<[string, Condition, boolean]>([
    ['the same sub', { StringEquals: sub }, true],
    ['one of several subs', { StringEquals: { [`${HOST}:sub`]: ['x', claims.sub] } }, true],
    ['a pattern', { StringLike: { [`${HOST}:sub`]: 'repo:acme/*' } }, true],
    [
      'a pattern where text is compared',
      { StringEquals: { [`${HOST}:sub`]: 'repo:acme/*' } },
      false
    ],
    [
      'a sub of another case',
      { StringEquals: { [`${HOST}:sub`]: claims.sub.toUpperCase() } },
      false
    ],
    [
      'which may not matter',
      { StringEqualsIgnoreCase: { [`${HOST}:sub`]: claims.sub.toUpperCase() } },
      true
    ],
    [
      'another audience',
      { StringEquals: { ...sub, [`${HOST}:aud`]: 'sts.amazonaws.com.cn' } },
      false
    ],
    [
      'the workflow as well',
      { StringEquals: { ...sub, [`${HOST}:job_workflow_ref`]: claims.job_workflow_ref } },
      true
    ],
    [
      'the workflow instead',
      { StringEquals: { [`${HOST}:job_workflow_ref`]: claims.job_workflow_ref } },
      true
    ],
    [
      'another workflow',
      { StringEquals: { ...sub, [`${HOST}:job_workflow_ref`]: 'acme/shop/x.yml@main' } },
      false
    ],
    [
      'the id of the owner',
      { StringEquals: { ...sub, [`${HOST}:repository_owner_id`]: '1234' } },
      true
    ],
    [
      'a claim that the token does not have',
      { StringEquals: { ...sub, [`${HOST}:enterprise_id`]: '7' } },
      false
    ],
    [
      'the name of the session',
      { StringEquals: sub, StringLike: { 'sts:RoleSessionName': 'x*' } },
      false
    ],
    [
      'a claim of another provider',
      { StringEquals: sub, StringLike: { 'gitlab.example:sub': '*' } },
      false
    ]
  ])('with %s', (_, condition, lets) => {
    expect(evaluate(parse(statement(condition)))).toBe(lets ? 'itself' : 'silent');
  });

  test('denies where it says so', () => {
    const denied = statement(
      { StringEquals: { [`${HOST}:environment`]: 'production' } },
      { Effect: 'Deny' }
    );
    expect(evaluate(parse(statement({ StringEquals: sub }), denied))).toBe('Deny');
  });

  test('lets nobody in by another provider, action, or kind of principal', () => {
    const policy = parse(statement({ StringEquals: sub }));
    expect(evaluate(policy, github, PROVIDER.replace('github', 'example'))).toBe('silent');
    expect(evaluateTrust(policy, 'sts:AssumeRole', { provider: PROVIDER }, github)).toBe('silent');
    const service = { service: 'ec2.amazonaws.com' };
    expect(evaluateTrust(policy, ACTION, service, github)).toBe('silent');
    const session = { arn: 'arn:aws:sts::123456789012:assumed-role/a/b' };
    expect(evaluateTrust(policy, ACTION, session, github)).toBe('silent');
  });
});

// Measured on AWS, with the words of the refusal: github.com/unfunco/terraform-aws-oidc-github/issues/57, and
// release 0.4.2 of github.com/Dashtid/subvectors.
describe('a role for all of GitHub is not made', () => {
  const enterprise = `${HOST}/acme`;
  const refused = (provider = PROVIDER, host = HOST) =>
    `Trust policy with trusted principal ${provider} must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, ${host}:sub or ${host}:job_workflow_ref which is not scoped to all.`;

  test.each<[string, object, string | undefined]>([
    ['without a condition', statement(undefined), refused()],
    [
      'with the audience only',
      statement({ StringEquals: { [`${HOST}:aud`]: claims.aud } }),
      refused()
    ],
    ['with *', statement({ StringLike: { [`${HOST}:sub`]: '*' } }), refused()],
    [
      'with * first',
      statement({ StringLike: { [`${HOST}:sub`]: ['*', 'repo:acme/*'] } }),
      refused()
    ],
    [
      'with * later, which AWS accepts',
      statement({ StringLike: { [`${HOST}:sub`]: ['repo:acme/*', '*'] } }),
      undefined
    ],
    [
      'with another operator',
      statement({ 'ForAnyValue:StringLike': { [`${HOST}:sub`]: 'repo:acme/*' } }),
      refused()
    ],
    [
      'with …IfExists',
      statement({ StringLikeIfExists: { [`${HOST}:sub`]: 'repo:acme/*' } }),
      refused()
    ],
    [
      'with a workflow',
      statement({ StringLike: { [`${HOST}:job_workflow_ref`]: 'acme/*' } }),
      undefined
    ],
    [
      'with another case of the key',
      statement({ StringLike: { [`${HOST}:SUB`]: 'repo:acme/*' } }),
      undefined
    ],
    [
      'with the key of another host',
      statement({ StringLike: { 'github.com:sub': 'repo:acme/*' } }),
      refused()
    ],
    [
      'of an enterprise',
      statement(
        { StringLike: { [`${HOST}:sub`]: 'repo:acme/*' } },
        { Principal: { Federated: `${PROVIDER}/acme` } }
      ),
      refused(`${PROVIDER}/acme`, enterprise)
    ],
    [
      'of another provider',
      statement(undefined, {
        Principal: { Federated: PROVIDER.replace('token.actions', 'gitlab') }
      }),
      undefined
    ],
    ['that denies', statement(undefined, { Effect: 'Deny' }), undefined]
  ])('%s', (_, one, message) => {
    if (message === undefined) expect(parse(one)).toMatchObject({ Statement: [one] });
    else
      expect(() => parse(one)).toThrow(
        expect.objectContaining({ code: 'MalformedPolicyDocument', message })
      );
  });
});

describe('is refused when the role is made', () => {
  const assume = (more: object) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...more });
  const syntax = 'Syntax errors in policy.';
  test.each<[string, object, string]>([
    ['a resource', assume({ Principal: '*', Resource: '*' }), 'Has prohibited field Resource'],
    ['no principal', assume({}), syntax],
    ['no kind of principal', assume({ Principal: {} }), syntax],
    ['a principal that is text', assume({ Principal: 'arn:aws:iam::123456789012:root' }), syntax],
    ['no action', { Effect: 'Allow', Principal: '*' }, syntax],
    [
      'a wildcard in a name',
      assume({ Principal: { AWS: 'arn:aws:iam::123456789012:role/*' } }),
      'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/*"'
    ],
    [
      'half an account',
      assume({ Principal: { AWS: ['1234'] } }),
      'Invalid principal in policy: "AWS":"1234"'
    ],
    [
      'a session without its name',
      assume({ Principal: { AWS: 'arn:aws:sts::123456789012:assumed-role/a' } }),
      'Invalid principal in policy: "AWS":"arn:aws:sts::123456789012:assumed-role/a"'
    ]
  ])('%s', (_, one, message) => {
    expect(() => parse(one)).toThrow(
      expect.objectContaining({ code: 'MalformedPolicyDocument', message })
    );
  });

  test.each<[string, object, string]>([
    ['NotPrincipal', assume({ NotPrincipal: { AWS: '123456789012' } }), 'it has NotPrincipal'],
    [
      'a canonical user',
      assume({ Principal: { CanonicalUser: 'x' } }),
      'a principal of the kind CanonicalUser'
    ],
    [
      'a key that it does not know',
      statement({
        StringEquals: { [`${HOST}:sub`]: 'repo:acme/x' },
        Bool: { [`${HOST}:event_name`]: 'x' }
      }),
      `it does not know the condition key ${HOST}:event_name`
    ]
  ])('%s, as not judged', (_, one, reason) => {
    expect(() => parse(one)).toThrow(UnjudgedPolicy);
    expect(() => parse(one)).toThrow(reason);
  });
});
