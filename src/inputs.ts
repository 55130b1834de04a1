import type { PromoteOptions } from './aws/secret-store/modes/promote.js';
import type { SecretOptions } from './aws/secret-store/store.js';
import { ActionError } from './errors/action-error.js';
import type { GitHubSecretOptions } from './github/github-secret.js';
import { readAccountInputs } from './inputs/account-inputs.js';
import { readGitHubSecretOptions } from './inputs/github-secret-inputs.js';
import { readAwsInputs, type AwsInputs } from './inputs/aws-inputs.js';
import { findEnvironmentWarnings } from './inputs/environment.js';
import { actionInputs, promoteInputs } from './inputs/input-names.js';
import { refuseLeakingVariables } from './inputs/node-variables.js';
import { readPasswordInputs } from './inputs/password-inputs.js';
import { readSecretId, readSecretOptions, storesUserName } from './inputs/secret-inputs.js';
import { boolean, matching, oneOf, withoutUndefined } from './inputs/parse-input.js';
import { refuseUnknownInputs } from './inputs/unknown-inputs.js';
import type { Destination } from './network/destination.js';
import type { PasswordInputs } from './password/policy.js';
import { detectRunner, type Runner } from './runners.js';

interface Warnings {
  /** A sentence for each thing that is allowed and may not be meant. */
  readonly warnings: readonly string[];
}

export interface Inputs extends AwsInputs, Warnings {
  readonly runner: Runner;
  readonly password: PasswordInputs;
  /** Whether the password becomes an output of the step. */
  readonly outputPassword: boolean;
  readonly passwordHash?: 'scram-sha-256';
  readonly secret?: SecretOptions;
  readonly githubSecret?: GitHubSecretOptions;
}

export interface PromoteInputs extends AwsInputs, PromoteOptions, Warnings {
  readonly secretId: string;
}

/**
 * Reads and validates the inputs of the action and what the run needs of its environment.
 * @throws {ActionError} for the first input that is not valid.
 */
export function readInputs(env: NodeJS.ProcessEnv = process.env): Inputs {
  refuseLeakingVariables(env);
  const runner = detectRunner(env);
  refuseUnknownInputs(actionInputs, runner, env);
  const password = readPasswordInputs();
  const accounts = readAccountInputs();
  const aws = readAwsInputs(env);
  const passwordHash = oneOf('password-hash', ['scram-sha-256']);
  const githubSecret = readGitHubSecretOptions(env);
  const outputPassword = boolean('output-password');
  const secret = readSecretOptions(aws.region, accounts, {
    password: outputPassword,
    others: githubSecret !== undefined || passwordHash !== undefined
  });
  if (outputPassword === false && !secret && !githubSecret) {
    throw new ActionError(
      'output-password is false, but nothing else keeps the password. Set secret-id or github-secret, or leave output-password empty.'
    );
  }
  return {
    ...aws,
    runner,
    password: withoutUndefined({
      ...password,
      userName: accounts.userName,
      alternateUserName: accounts.alternateUserName,
      isUserNameStored: (secret && storesUserName(secret)) || undefined
    }),
    ...(passwordHash && { passwordHash }),
    outputPassword: outputPassword ?? true,
    ...(secret && { secret }),
    ...(githubSecret && { githubSecret }),
    warnings: findEnvironmentWarnings(env, [
      ...destinations(aws),
      ...(githubSecret ? [githubSecret.api] : [])
    ])
  };
}

/**
 * The same for the promote action.
 * @throws {ActionError} for the first input that is not valid.
 */
export function readPromoteInputs(env: NodeJS.ProcessEnv = process.env): PromoteInputs {
  refuseLeakingVariables(env);
  refuseUnknownInputs(promoteInputs, detectRunner(env), env);
  const versionId = matching(
    'secret-version-id',
    /^[\w-]{32,64}$/,
    'a version id of 32 to 64 characters, the output secret-version-id of the step that rotated the secret'
  );
  const ifNotPending = oneOf('if-not-pending', ['fail', 'promote']) ?? 'fail';
  if (versionId === undefined && ifNotPending === 'promote') {
    throw new ActionError(
      'if-not-pending is promote, but secret-version-id is empty, and without it only a pending version is promoted. Set secret-version-id, or leave if-not-pending empty.'
    );
  }
  const aws = readAwsInputs(env);
  const secretId = readSecretId(aws.region);
  if (secretId === undefined) {
    throw new ActionError('secret-id is empty. Set it to the name or the ARN of the secret.');
  }
  return {
    ...aws,
    secretId,
    ifNotPending,
    ...(versionId !== undefined && { versionId }),
    warnings: findEnvironmentWarnings(env, destinations(aws))
  };
}

const destinations = ({ secretsManager, sts, roles }: AwsInputs): readonly Destination[] => [
  secretsManager,
  sts,
  ...(roles?.idToken ? [roles.idToken.tokenService] : [])
];
