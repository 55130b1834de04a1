import { debug, info, setSecret, warning } from '@actions/core';
import type { IdTokens } from './aws/credentials.js';
import type { SecretOptions, SecretVersion } from './aws/secret-store.js';
import type { SecretsManager } from './aws/secrets-manager.js';
import { promotionPolicy, sessionPolicy } from './aws/session-policy.js';
import { ActionError } from './errors/action-error.js';
import { ActionsSecretError } from './errors/actions-secret-error.js';
import { oneLine } from './errors/quote.js';
import type { ActionsSecretOptions } from './github/actions-secret.js';
import { readClaims, requestIdToken, type IdTokenOptions } from './github/id-token.js';
import { mask, requireOutputFile, setPassword, setSecretVersion } from './github/outputs.js';
import { readInputs, readPromoteInputs, type AwsInputs, type RoleInputs } from './inputs.js';
import { preconnect } from './network/preconnect.js';
import { buildPolicy, type Policy } from './password/policy.js';
import { findViolation } from './password/verify.js';
import { Retrier, type Clock } from './retry.js';

export { failOnError, runAction } from './run-action.js';

interface PasswordResult {
  readonly password: string;
  /** Where it is stored. */
  readonly version?: SecretVersion;
}

/**
 * Generates a password, stores it where the inputs say, and sets the outputs.
 * @param clock the system's by default; tests bring their own.
 * @throws when any of it fails; then no output is set.
 */
export async function run(clock?: Clock): Promise<void> {
  const inputs = readInputs();
  const { secret, actionsSecret, role } = inputs;
  if (actionsSecret) setSecret(actionsSecret.token);
  warn(inputs.warnings);
  const policy = buildPolicy(inputs.password);
  requireOutputFile(inputs.outputFile);
  const retrier = createRetrier(inputs, clock);

  const secretsManager = await open(
    inputs,
    role && { ...role, policy: sessionPolicy({ region: inputs.region, ...role }, secret) },
    retrier
  );
  const generate = (): Promise<string> => generatePassword(policy, secretsManager);
  const result = secret
    ? await storePassword(secretsManager, secret, generate)
    : { password: await generate() };
  if (actionsSecret) await writeActionsSecret(actionsSecret, result, retrier);

  setPassword(result.password, result.version);
}

/** Moves AWSCURRENT to a version that was stored as AWSPENDING. */
export async function runPromote(clock?: Clock): Promise<void> {
  const inputs = readPromoteInputs();
  warn(inputs.warnings);
  const { secretId, versionId, region, role } = inputs;
  requireOutputFile(inputs.outputFile);
  const secretsManager = await open(
    inputs,
    role && { ...role, policy: promotionPolicy({ region, ...role }, secretId) },
    createRetrier(inputs, clock)
  );
  const { promote } = await loadSecretStore();
  const version = await promote(secretsManager, secretId, versionId);
  setSecretVersion(version);
  info(`Version ${version.versionId} of ${version.arn} is AWSCURRENT.`);
}

function warn(warnings: readonly string[]): void {
  for (const text of warnings) warning(text, { title: 'aws-random-password' });
}

const createRetrier = ({ timeoutSeconds }: AwsInputs, clock?: Clock): Retrier =>
  new Retrier(timeoutSeconds, clock, debug);

/** Secrets Manager. While one thing is on its way, the next is prepared: TCP, the token, the SDK, the role. */
async function open(
  { region, ...inputs }: AwsInputs,
  role: (RoleInputs & { readonly policy: string }) | undefined,
  retrier: Retrier
): Promise<SecretsManager> {
  const { attemptTimeoutMs } = retrier;
  // The default chain hardly ever asks STS.
  const sts = role ? preconnect(inputs.sts, attemptTimeoutMs) : { ...inputs.sts, attemptTimeoutMs };
  const secretsManager = preconnect(inputs.secretsManager, attemptTimeoutMs);
  await Promise.all([sts.preconnected?.dispatched, secretsManager.preconnected?.dispatched]);
  const tokens = role && requestIdTokens(role.idToken, retrier);
  // Loading the SDK blocks the event loop: the request for the token leaves before.
  if (tokens) await new Promise((resolve) => setImmediate(resolve));
  const { assumeRole, loadCredentials, SecretsManager } = await import('./aws/sdk.js');
  const credentials = tokens
    ? assumeRole(role, role.policy, tokens, region, sts, retrier)
    : loadCredentials(region, sts, retrier);
  // The first call awaits them, and fails with them.
  credentials.catch(() => undefined);
  return new SecretsManager(region, secretsManager, retrier, credentials);
}

/** Requests the first token at once. */
function requestIdTokens(options: IdTokenOptions, retrier: Retrier): IdTokens {
  const another = (): Promise<string> => requestIdToken(options, retrier);
  const first = another();
  // Whoever awaits it fails with it.
  first.catch(() => undefined);
  return { first, another, claims: readClaims };
}

const MAX_ATTEMPTS = 5;

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
  // Octokit, libsodium and undici, which only runs that write such a secret load.
  const { putActionsSecret } = await import('./github/actions-secret.js');
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
  info(oneLine(`Wrote the GitHub Actions secret ${name} of ${resource}.`));
}
