import { describe, expect, test } from '@jest/globals';
import type { CloudOptions } from '../../emulator/index.js';
import {
  PASSWORDS_ONLY,
  type FromWebTokenInit,
  getRandomPassword,
  readError,
  roleCredentials,
  startTestCloud
} from '../helpers/aws-clients.js';

describe('STS refuses with its own error', () => {
  const denied = 'AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity';
  const expired = /^ExpiredTokenException: Token expired: current date\/time \d+ must be before/;
  test.each<[string, CloudOptions, Partial<FromWebTokenInit>, string | RegExp]>([
    [
      'another audience',
      { provider: { audiences: ['other'] } },
      {},
      'InvalidIdentityTokenException: Incorrect token audience'
    ],
    [
      'no provider',
      { provider: null },
      {},
      'InvalidIdentityTokenException: No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com'
    ],
    [
      'another issuer',
      { issuer: { issuer: 'https://ghes.example' } },
      {},
      'InvalidIdentityTokenException: No OpenIDConnect provider found in your account for https://ghes.example'
    ],
    ['an expired token', { issuer: { lifetime: -1 } }, {}, expired],
    ['a token that expires this second', { issuer: { lifetime: 0 } }, {}, expired],
    [
      'a broken signature',
      { issuer: { forge: 'signature' } },
      {},
      'InvalidIdentityTokenException: The ID Token provided failed signature validation'
    ],
    [
      'an unknown key',
      { issuer: { forge: 'kid' } },
      {},
      /^InvalidIdentityTokenException: Couldn't retrieve verification key/
    ],
    [
      'not a token',
      {},
      { webIdentityToken: 'rubbish' },
      /^InvalidIdentityTokenException: The ID Token provided is not a valid JWT/
    ],
    [
      'another repository',
      { issuer: { subject: 'repo:evil/app:ref:refs/heads/main' } },
      {},
      denied
    ],
    [
      'another environment',
      { role: { subjects: ['repo:octo-org/app:environment:production'] } },
      {},
      denied
    ],
    ['a trust policy for another audience', { role: { audiences: ['other'] } }, {}, denied],
    ['another role', {}, { roleArn: 'arn:aws:iam::123456789012:role/absent' }, denied],
    [
      'not an ARN',
      {},
      { roleArn: 'passwords-passwords-passwords' },
      'ValidationError: passwords-passwords-passwords is invalid'
    ],
    [
      'a short duration',
      {},
      { durationSeconds: 899 },
      "ValidationError: 1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"
    ],
    [
      'a long duration',
      {},
      { durationSeconds: 43201 },
      /Member must have value less than or equal to 43200$/
    ],
    [
      'more than the role allows',
      {},
      { durationSeconds: 3601 },
      'ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'
    ],
    [
      'two violations at once',
      {},
      { roleSessionName: 'a b', roleArn: 'short' },
      String.raw`ValidationError: 2 validation errors detected: Value 'short' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20; Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`
    ],
    [
      'a long session name',
      {},
      { roleSessionName: 'x'.repeat(65) },
      /length less than or equal to 64$/
    ],
    [
      'a policy that is not JSON',
      {},
      { policy: '{' },
      'MalformedPolicyDocumentException: This policy contains invalid Json'
    ],
    [
      'an invalid policy',
      {},
      { policy: '{"Statement":[{"Effect":"Perhaps"}]}' },
      'MalformedPolicyDocumentException: Syntax errors in policy.'
    ],
    [
      'a long policy',
      {},
      { policy: PASSWORDS_ONLY + ' '.repeat(2048) },
      /at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048$/
    ]
  ])('%s', async (_name, options, init, expected) => {
    const cloud = await startTestCloud(options);
    const error = await readError(getRandomPassword(cloud, await roleCredentials(cloud, init)));
    if (typeof expected === 'string') expect(error).toBe(expected);
    else expect(error).toMatch(expected);
    expect(cloud.calls('secretsmanager')).toEqual([]);
  });

  test('accepts a subject with the ids of owner and repository', async () => {
    const cloud = await startTestCloud({
      issuer: { subject: 'repo:octo-org@65/app@74:environment:production' }
    });
    await expect(getRandomPassword(cloud, await roleCredentials(cloud))).resolves.toHaveProperty(
      'RandomPassword'
    );
  });
});
