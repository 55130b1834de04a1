import { expect, test } from '@jest/globals';
import { trustRemarks } from '../../tools/demo/trust-remarks.js';

const remarks = (condition: Record<string, Record<string, string | string[]>>) =>
  trustRemarks({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/x' },
        Condition: condition
      }
    ]
  });
const SUB = 'token.actions.githubusercontent.com:sub';

test.each([
  ['repo:acme/shop:*', 'every branch, tag, environment and pull request of the repository'],
  [
    'repo:acme@1234/shop@5678:*',
    'every branch, tag, environment and pull request of the repository'
  ],
  ['repo:acme/shop:ref:refs/heads/*', 'every branch of the repository'],
  ['repo:acme/shop:environment:*', 'every environment of the repository'],
  ['repo:acme/*', 'every repository of that owner'],
  ['repo:acme*', 'every repository of that owner'],
  ['repo:*', 'every repository of GitHub'],
  ['*', 'every repository of GitHub'],
  ['repo:acme/shop:ref:refs/heads/release-*', 'every job whose sub matches it']
])('%s is named as wide', (sub, meaning) => {
  expect(remarks({ StringLike: { [SUB]: ['repo:acme/shop:pull_request', sub] } })).toEqual([
    `is wide: ${sub} lets in ${meaning}.`
  ]);
});

test('a policy without sub lets everybody in', () => {
  expect(remarks({ StringEquals: { 'token.actions.githubusercontent.com:aud': 'x' } })).toEqual([
    'has no condition on sub, so that every repository of GitHub can assume the role.'
  ]);
});

test('StringEquals takes a * as it stands', () => {
  expect(remarks({ StringEquals: { [SUB]: 'repo:acme/shop:*' } })[0]).toContain('as it stands');
});

test('a policy that ends in a branch has none', () => {
  expect(remarks({ StringLike: { [SUB]: 'repo:acme/shop:ref:refs/heads/main' } })).toEqual([]);
});

test('who is not let in by a token has no sub', () => {
  expect(
    trustRemarks({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }
      ]
    })
  ).toEqual([]);
});
