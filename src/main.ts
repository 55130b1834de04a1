import { debug, info, setSecret, warning } from '@actions/core';
import type { IdTokens } from './aws/credentials.js';
import { preconnect } from './aws/preconnect.js';
import type { SecretOptions, SecretVersion } from './aws/secret-store.js';
import type { SecretsManager } from './aws/secrets-manager.js';
import { promotionPolicy, sessionPolicy } from './aws/session-policy.js';
import { ActionError } from './errors/action-error.js';
import { ActionsSecretError } from './errors/actions-secret-error.js';
import type { ActionsSecretOptions } from './github/actions-secret.js';
import { readClaims, requestIdToken, type IdTokenOptions } from './github/id-token.js';
import {
  mask,
  requireOutputFile,
  setPassword,
  setPasswordHash,
  setSecretVersion
} from './github/outputs.js';
import { readInputs, readPromoteInputs, type AwsInputs, type RoleInputs } from './inputs.js';
import { estimateBits } from './password/entropy.js';
import { buildPolicy, type Policy } from './password/policy.js';
import { findViolation } from './password/verify.js';
import { Retrier } from './retry.js';

export { runAction } from './run-action.js';

interface PasswordResult {
  readonly password: string;
  /** Where it is stored. */
  readonly version?: SecretVersion;
}

/**
 * Generates a password, stores it where the inputs say, and sets the outputs.
 * @throws when any of it fails; then no output is set.
 */
export async function run(): Promise<void> {
  const inputs = readInputs();
  const { secret, actionsSecret, role } = inputs;
  if (actionsSecret) setSecret(actionsSecret.token);
  const policy = buildPolicy(inputs.password);
  requireOutputFile(inputs.outputFile);
  const retrier = createRetrier(inputs);

  const secretsManager = await open(
    inputs,
    role && { ...role, policy: sessionPolicy({ region: inputs.region, ...role }, secret) },
    retrier
  );
  let generated: string | undefined;
  const generate = async (): Promise<string> => {
    generated = await generatePassword(policy, secretsManager);
    return generated;
  };
  const result = secret
    ? await storePassword(secretsManager, secret, generate)
    : { password: await generate() };
  const { password, version } = result;
  const bits = password === generated ? policy.entropyBits : estimateBits(password);
  const passwordHash =
    inputs.passwordHash && (await hashPassword(password, bits, version?.versionId));
  if (actionsSecret) await writeActionsSecret(actionsSecret, result, retrier);

  if (passwordHash) setPasswordHash(passwordHash);
  setPassword(password, version);
}

/** Moves AWSCURRENT to a version that was stored as AWSPENDING. */
export async function runPromote(): Promise<void> {
  const inputs = readPromoteInputs();
  const { secretId, versionId, region, role } = inputs;
  requireOutputFile(inputs.outputFile);
  const secretsManager = await open(
    inputs,
    role && { ...role, policy: promotionPolicy({ region, ...role }, secretId) },
    createRetrier(inputs)
  );
  const { promote } = await loadSecretStore();
  const version = await promote(secretsManager, secretId, versionId);
  setSecretVersion(version);
  info(`Version ${version.versionId} of ${version.arn} is AWSCURRENT.`);
}

const createRetrier = ({ timeoutSeconds }: AwsInputs): Retrier =>
  new Retrier(timeoutSeconds, undefined, debug);

/** Secrets Manager. While one thing is on its way, the next is prepared: TCP, the token, the SDK, the role. */
async function open(
  { region, secretsManager }: AwsInputs,
  role: (RoleInputs & { readonly policy: string }) | undefined,
  retrier: Retrier
): Promise<SecretsManager> {
  const sts = role && preconnect(role.sts, retrier.attemptTimeoutMs);
  const connection = preconnect(secretsManager, retrier.attemptTimeoutMs);
  await Promise.all([sts?.preconnected?.dispatched, connection.preconnected?.dispatched]);
  if (!role || !sts) {
    const { SecretsManager } = await import('./aws/sdk.js');
    return new SecretsManager(region, connection, retrier);
  }
  const tokens = requestIdTokens(role.idToken, retrier);
  // Loading the SDK blocks the event loop: the request for the token leaves before.
  await new Promise((resolve) => setImmediate(resolve));
  const { assumeRole, SecretsManager } = await import('./aws/sdk.js');
  const credentials = assumeRole(role, role.policy, tokens, region, sts, retrier);
  // The first call awaits them, and fails with them.
  credentials.catch(() => undefined);
  return new SecretsManager(region, connection, retrier, credentials);
}

/** Requests the first token at once. */
function requestIdTokens(options: IdTokenOptions, retrier: Retrier): IdTokens {
  const another = (): Promise<string> => requestIdToken(options, retrier);
  const first = another();
  // Whoever awaits it fails with it.
  first.catch(() => undefined);
  return { first, another, claims: readClaims };
}

/**
 * By chance a password begins with `-` (once in 14 times at most, for any two presets at any length) or contains a part
 * of the user's name. Ten in a row: once in 10¹¹ runs, unless the inputs leave a handful of characters only.
 */
const MAX_ATTEMPTS = 10;

/** Generates until a password satisfies its policy. Each is masked before anything else happens to it. */
async function generatePassword(policy: Policy, secretsManager: SecretsManager): Promise<string> {
  let violation: string | undefined;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const { password, requestId } = await secretsManager.getRandomPassword(policy.parameters);
    mask(password);
    violation = findViolation(password, policy);
    if (violation === undefined) {
      info(
        `Generated a ${policy.length}-character password from ${policy.alphabet.length} possible characters: ` +
          `${Math.floor(policy.entropyBits)} bits of entropy (${secretsManager.region}, request ${requestId}).`
      );
      return password;
    }
    debug(`Password ${attempt} of ${MAX_ATTEMPTS} (request ${requestId}) is refused: ${violation}`);
  }
  throw new ActionError(
    `AWS returned ${MAX_ATTEMPTS} passwords that do not satisfy the inputs; the last one fails because ${violation ?? ''}. ` +
      'Exclude less, or report this with the debug log of the run.'
  );
}

/** Of fewer bits than it takes to be public, the hash is masked. */
async function hashPassword(password: string, bits: number, versionId?: string): Promise<string> {
  // Loads node:crypto, which other runs do without.
  const { createSalt, PUBLIC_VERIFIER_BITS, scramVerifier } = await import('./password/scram.js');
  const hash = scramVerifier(password, createSalt(versionId));
  if (bits < PUBLIC_VERIFIER_BITS) {
    mask(hash);
    warning(
      `The password has about ${Math.floor(bits)} bits of entropy, so it could be found from password-hash. ` +
        'password-hash is therefore masked, and does not reach other jobs. Use a longer password.'
    );
  }
  return hash;
}

/** Loaded by runs that store a password. */
async function loadSecretStore(): Promise<typeof import('./aws/secret-store.js')> {
  const { loadSecretStore } = await import('./aws/sdk.js');
  return loadSecretStore();
}

/** What is stored already decides whether a password is generated at all. */
async function storePassword(
  secretsManager: SecretsManager,
  options: SecretOptions,
  generate: () => Promise<string>
): Promise<PasswordResult> {
  const { SecretStore } = await loadSecretStore();
  const store = new SecretStore(secretsManager, options);
  let state = await store.find();
  if (state.kind !== 'value') {
    const password = await generate();
    const secretString = store.buildSecretString(password);
    if (secretString !== password) mask(secretString);
    const stored = await store.store(secretString, state);
    if (stored.kind === 'stored') {
      const { arn, versionId } = stored;
      info(`Stored the password as version ${versionId} of ${arn}.`);
      return { password, version: { arn, versionId } };
    }
    state = stored;
  }
  const { arn, versionId, password, secretString } = state;
  mask(password);
  if (secretString !== password) mask(secretString);
  info(`Kept the existing password, version ${versionId} of ${arn}.`);
  return { password, version: { arn, versionId } };
}

async function writeActionsSecret(
  options: ActionsSecretOptions,
  { password, version }: PasswordResult,
  retrier: Retrier
): Promise<void> {
  const { owner, repo, name, environment, api } = options;
  // A bundle of its own, which costs nothing unless it is needed.
  const { putActionsSecret } = await import(/* webpackIgnore: true */ './github/actions-secret.js');
  const resource =
    environment === undefined ? `${owner}/${repo}` : `${owner}/${repo}, environment ${environment}`;
  try {
    await retrier.call(
      {
        service: 'GitHub',
        action: `write the secret ${name}`,
        resource,
        host: api.url.host,
        ...(api.proxy && { proxy: api.proxy.host })
      },
      (signal) => putActionsSecret(options, password, signal)
    );
  } catch (cause) {
    throw version ? new ActionsSecretError(version, cause) : cause;
  }
  info(`Wrote the GitHub Actions secret ${name} of ${resource}.`);
}
