import { describe, expect, test } from '@jest/globals';
import { GetRandomPasswordCommand } from '@aws-sdk/client-secrets-manager';
import type { CloudOptions } from '../../emulator/index.js';
import {
  createClient,
  getRandomPassword,
  readError,
  roleCredentials,
  startTestCloud
} from '../helpers/aws-clients.js';

describe('permissions', () => {
  const arn = 'arn:aws:sts::123456789012:assumed-role/passwords/octo-org-app-42';
  const action = 'secretsmanager:GetRandomPassword';
  const policy = (Action: string, Effect = 'Allow') =>
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect, Action, Resource: '*' } });
  const roleWithoutPolicy = { role: { permissions: { Version: '2012-10-17', Statement: [] } } };

  test.each<[string, CloudOptions, string, string | undefined]>([
    [
      'a session policy for something else',
      {},
      policy('s3:*'),
      `because no session policy allows the ${action} action`
    ],
    [
      'a session policy that denies',
      {},
      policy('*', 'Deny'),
      'with an explicit deny in a session policy'
    ],
    [
      'a role that lacks it',
      roleWithoutPolicy,
      policy('*'),
      `because no identity-based policy allows the ${action} action`
    ],
    [
      'a role that denies it',
      { role: { denied: ['secretsmanager:Get*'] } },
      policy('*'),
      'with an explicit deny in an identity-based policy'
    ],
    ['wildcards, in upper or lower case', {}, policy('SecretsManager:?etRandom*'), undefined]
  ])('%s', async (_name, options, sessionPolicy, reason) => {
    const cloud = await startTestCloud(options);
    const error = await readError(
      getRandomPassword(cloud, await roleCredentials(cloud, { policy: sessionPolicy }))
    );
    expect(error).toBe(
      reason === undefined
        ? 'no error'
        : `AccessDeniedException: User: ${arn} is not authorized to perform: ${action} ${reason}`
    );
  });
});

describe('GetRandomPassword checks its parameters', () => {
  const breach = (member: string, value: string, constraint: string) =>
    `ValidationException: 1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have ${constraint}`;
  test.each<[object, string]>([
    [{ PasswordLength: 0 }, breach('passwordLength', '0', 'value greater than or equal to 1')],
    [
      { PasswordLength: 4097 },
      breach('passwordLength', '4097', 'value less than or equal to 4096')
    ],
    [
      { ExcludeCharacters: 'a'.repeat(4097) },
      breach('excludeCharacters', 'a'.repeat(4097), 'length less than or equal to 4096')
    ],
    [{ PasswordLength: '20' }, 'SerializationException: STRING_VALUE can not be converted to Long'],
    [{ PasswordLength: 20.5 }, 'SerializationException: NUMBER_VALUE can not be converted to Long'],
    [
      { ExcludeNumbers: 'true' },
      'SerializationException: STRING_VALUE can not be converted to Boolean'
    ],
    [
      { ExcludeCharacters: true },
      'SerializationException: TRUE_VALUE can not be converted to String'
    ],
    [
      { PasswordLength: 3 },
      'InvalidParameterException: Password length is too short based on the required types'
    ],
    [{ PasswordLength: 1, RequireEachIncludedType: false }, 'no error'],
    [{ ExcludeCharacters: '' }, 'no error']
  ])('%j', async (input, expected) => {
    const cloud = await startTestCloud();
    const client = createClient(cloud);
    // The SDK would convert the values.
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.request as object, { body: JSON.stringify(input) });
        return next(args);
      },
      { step: 'build', priority: 'high' }
    );
    expect(await readError(client.send(new GetRandomPasswordCommand({})))).toBe(expected);
  });

  test('throttles calls above the rate, and allows them again a moment later', async () => {
    let now = Date.now();
    const cloud = await startTestCloud({ rateLimit: 2, now: () => now });
    const client = createClient(cloud);
    const attempt = () => readError(client.send(new GetRandomPasswordCommand({})));
    const throttled = 'ThrottlingException: Rate exceeded';
    expect([await attempt(), await attempt(), await attempt()]).toEqual([
      'no error',
      'no error',
      throttled
    ]);
    now += 500;
    expect([await attempt(), await attempt()]).toEqual(['no error', throttled]);
  });
});
