import { debug, error, ExitCode, info, setSecret } from '@actions/core';
import { connect } from './aws/preconnect.js';
import type { IdTokens } from './aws/credentials.js';
import type { SecretStore, SecretVersion } from './aws/secret-store.js';
import type { SecretsManager } from './aws/secrets-manager.js';
import { promotionPolicy, sessionPolicy } from './aws/session-policy.js';
import { Patience } from './retry.js';
import { claimsOf, idToken, idTokenUnderway, requireIdTokenPermission } from './github/id-token.js';
import { mask, requireOutputFile, setPassword, setSecretVersion } from './github/outputs.js';
import { HandOverError } from './errors/actions-secret-error.js';
import {
  readInputs,
  readPromoteInputs,
  type AwsInputs,
  type GitHubSecretInputs,
  type RoleInputs
} from './inputs.js';
import { policyOf, type Policy } from './password/policy.js';
import { violation } from './password/verify.js';
import { Refusal } from './errors/refusal.js';

export { asProcess } from './run-action.js';

interface Made {
  readonly password: string;
  readonly version?: SecretVersion;
}

/** Makes a password, keeps it where the inputs say, and puts it out: all of it, or one error and nothing. */
export const run = (): Promise<void> =>
  reported(async () => {
    const inputs = readInputs();
    if (inputs.gitHubSecret) setSecret(inputs.gitHubSecret.token);
    const policy = policyOf(inputs.password);
    requireOutputFile();
    const patience = patienceOf(inputs);

    const secretsManager = await open(inputs, sessionPolicy(inputs), patience);
    const draw = (): Promise<string> => drawPassword(policy, secretsManager);
    const made = inputs.keep
      ? await keep(await storeOf(secretsManager, inputs.keep), draw)
      : { password: await draw() };
    if (inputs.gitHubSecret) await handOver(inputs.gitHubSecret, made, patience);

    setPassword(made.password, made.version);
  });

/** Moves AWSCURRENT to a version that was kept as AWSPENDING. */
export const runPromote = (): Promise<void> =>
  reported(async () => {
    const inputs = readPromoteInputs();
    requireOutputFile();
    const secretsManager = await open(inputs, promotionPolicy(inputs), patienceOf(inputs));
    const { promote } = await secretStore();
    const version = await promote(secretsManager, inputs.secretId, inputs.versionId);
    setSecretVersion(version);
    info(`Version ${version.versionId} of ${version.arn} is AWSCURRENT.`);
  });

/** The only place that catches, and the only one that fails the step. */
async function reported(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    // Loaded by runs that fail.
    const { explain } = await import('./errors/explain.js');
    const { message, detail } = explain(thrown);
    debug(detail);
    error(message, { title: 'aws-random-password' });
    process.exitCode = ExitCode.Failure;
  }
}

const patienceOf = ({ timeoutSeconds }: AwsInputs): Patience =>
  new Patience(timeoutSeconds, undefined, debug);

/** Secrets Manager. While one thing is waited for, the next is prepared: TCP, the token, the SDK, the role. */
async function open(
  { region, role }: AwsInputs,
  policy: string | undefined,
  patience: Patience
): Promise<SecretsManager> {
  if (role) requireIdTokenPermission();
  const sts = role && connect('sts', region, patience.attemptMs);
  const connection = connect('secretsmanager', region, patience.attemptMs);
  await Promise.all([sts?.underway, connection.underway]);
  const tokens = role && idTokensFor(role, patience);
  await tokens?.underway;
  const { assumeRole, SecretsManager } = await import('./aws/sdk.js');
  const assumed =
    role && policy && sts && tokens
      ? assumeRole(role, policy, tokens, region, sts, patience)
      : undefined;
  // Told where they are awaited: by the first call.
  assumed?.catch(() => undefined);
  return new SecretsManager(region, connection, patience, assumed);
}

/** The first is asked for at once. */
function idTokensFor(
  { audience }: RoleInputs,
  patience: Patience
): IdTokens & { readonly underway: Promise<void> } {
  const another = (): Promise<string> => idToken(audience, patience);
  const first = another();
  // Told where it is awaited.
  first.catch(() => undefined);
  return { first, another, claims: claimsOf, underway: idTokenUnderway() };
}

const MAX_DRAWS = 5;

/** Draws until a password holds its policy. What is drawn is masked before anything else is done with it. */
async function drawPassword(policy: Policy, secretsManager: SecretsManager): Promise<string> {
  let broken: string | undefined;
  for (let draws = 1; draws <= MAX_DRAWS; draws++) {
    const { password, requestId } = await secretsManager.getRandomPassword(policy.parameters);
    mask(password);
    broken = violation(password, policy);
    if (broken === undefined) {
      info(
        `Made a password of ${policy.length} characters out of ${policy.alphabet.length}: ` +
          `${Math.floor(policy.entropyBits)} bits of entropy (${secretsManager.region}, request ${requestId}).`
      );
      return password;
    }
    debug(`Draw ${draws} of ${MAX_DRAWS} (request ${requestId}) was refused: ${broken}`);
  }
  throw new Refusal(
    `AWS answered ${MAX_DRAWS} passwords that do not hold what was asked for; of the last, ${broken ?? ''}. ` +
      'Ask for less, or report it with the debug log of this run.'
  );
}

/** Loaded by runs that keep a password. */
async function secretStore(): Promise<typeof import('./aws/secret-store.js')> {
  const { loadSecretStore } = await import('./aws/sdk.js');
  return loadSecretStore();
}

async function storeOf(
  secretsManager: SecretsManager,
  inputs: ConstructorParameters<typeof SecretStore>[1]
): Promise<SecretStore> {
  const { SecretStore } = await secretStore();
  return new SecretStore(secretsManager, inputs);
}

/** Whether a password is drawn at all is decided by what is kept already. */
async function keep(store: SecretStore, draw: () => Promise<string>): Promise<Made> {
  let kept = await store.find();
  if (typeof kept !== 'object') {
    const password = await draw();
    const secretString = store.secretStringOf(password);
    if (secretString !== password) mask(secretString);
    const stored = await store.store(password, kept);
    if (!('password' in stored)) {
      info(`Stored it as version ${stored.versionId} of ${stored.arn}.`);
      return { password, version: stored };
    }
    kept = stored;
  }
  mask(kept.password);
  if (kept.secretString !== kept.password) mask(kept.secretString);
  info(`Kept the present password: version ${kept.versionId} of ${kept.arn}.`);
  return { password: kept.password, version: kept };
}

async function handOver(
  { token, ...target }: GitHubSecretInputs,
  { password, version }: Made,
  patience: Patience
): Promise<void> {
  const { owner, repo, name, environment } = target;
  // Octokit, libsodium and undici, which only runs that write such a secret load.
  const { writeSecret } = await import('./github/actions-secret.js');
  const place =
    environment === undefined ? `${owner}/${repo}` : `${owner}/${repo}, environment ${environment}`;
  const host = new URL(process.env['GITHUB_API_URL'] || 'https://api.github.com').host;
  try {
    await patience.call(
      { service: 'GitHub', action: `write the secret ${name}`, resource: place, host },
      (signal) => writeSecret(target, token, password, signal)
    );
  } catch (cause) {
    throw version ? new HandOverError(version, cause) : cause;
  }
  info(`Wrote the GitHub secret ${name} of ${place}.`);
}
