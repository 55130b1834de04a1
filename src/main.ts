import { debug, info, notice, setSecret, warning } from '@actions/core';
import type { IdTokens } from './aws/credentials.js';
import type { SecretOptions, SecretVersion, StoredPassword } from './aws/secret-store.js';
import type { SecretsManager } from './aws/secrets-manager.js';
import { promotionPolicy, sessionPolicy } from './aws/session-policy.js';
import { ActionError } from './errors/action-error.js';
import type { Call } from './errors/call-error.js';
import { oneLine } from './errors/quote.js';
import { StoredVersionError } from './errors/stored-version-error.js';
import type { ActionsSecretOptions } from './github/actions-secret.js';
import { readClaims, requestIdToken, type IdTokenOptions } from './github/id-token.js';
import { mask, maskExisting, requireOutputFile, setOutputs } from './github/outputs.js';
import { readInputs, readPromoteInputs, type AwsInputs, type RoleInputs } from './inputs.js';
import { findUnmaskable, type Runner } from './masking/runner.js';
import { preconnect } from './network/preconnect.js';
import { estimateBits } from './password/entropy.js';
import { buildPolicy, type Policy } from './password/policy.js';
import { findExistingViolation, findViolation } from './password/verify.js';
import { Retrier, type Clock } from './retry.js';

export { runAction } from './run-action.js';

/**
 * Generates a password, stores it where the inputs say, and sets the outputs.
 * @param clock the system's by default; tests bring their own.
 * @throws when any of it fails; then no output is set.
 */
export async function run(clock?: Clock): Promise<void> {
  const inputs = readInputs();
  const { secret, actionsSecret, role, runner, outputPassword, outputFile } = inputs;
  if (actionsSecret) setSecret(actionsSecret.token);
  inputs.warnings.forEach(warn);
  const policy = buildPolicy(inputs.password);
  requireOutputFile(outputFile);
  const retrier = createRetrier(inputs, clock);

  const secretsManager = await open(
    inputs,
    role && { ...role, policy: sessionPolicy({ region: inputs.region, ...role }, secret) },
    retrier
  );
  let generated: string | undefined;
  const generate = async (): Promise<string> => {
    generated = await generatePassword(policy, secretsManager, runner);
    return generated;
  };
  const github = actionsSecret && openActionsSecret(actionsSecret, retrier);
  const stored =
    secret && (await store(secretsManager, secret, generate, policy, runner, github?.ready));
  const password = secret ? stored?.password : await generate();
  await failNamingVersion(stored?.version, inputs.region, async () => {
    const bits = password === generated ? policy.entropyBits : estimateBits(password ?? '');
    const passwordHash =
      inputs.passwordHash && password !== undefined
        ? await hashPassword(password, bits, runner, stored?.version.versionId)
        : undefined;
    if (password !== undefined) await github?.write(password);
    if (stored) await announce(stored);
    setOutputs(outputFile, {
      ...stored,
      password: outputPassword ? password : undefined,
      passwordHash
    });
  });
}

/** Puts the version of a pending rotation in force. */
export async function runPromote(clock?: Clock): Promise<void> {
  const inputs = readPromoteInputs();
  inputs.warnings.forEach(warn);
  const { secretId, region, role, outputFile } = inputs;
  requireOutputFile(outputFile);
  const retrier = createRetrier(inputs, clock);
  const secretsManager = await open(
    inputs,
    role && { ...role, policy: promotionPolicy({ region, ...role }, secretId) },
    retrier
  );
  const { createSecretClient, promote } = await loadSecretStore();
  const { version, isChanged } = await promote(
    createSecretClient(secretsManager, secretId),
    inputs,
    { poll: (look) => retrier.poll(look, LAG_MS), warn }
  );
  await failNamingVersion(version, region, () => {
    setOutputs(outputFile, { version });
  });
  const message = `Version ${version.versionId} of ${version.arn} is AWSCURRENT.`;
  if (isChanged) notice(message, ANNOTATION);
  else info(message);
}

/** How long reads of Secrets Manager may lag behind writes. */
const LAG_MS = 5000;
const ANNOTATION = { title: 'aws-random-password' };
const warn = (message: string): void => {
  warning(message, ANNOTATION);
};

const createRetrier = ({ timeoutSeconds }: AwsInputs, clock: Clock | undefined): Retrier =>
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

/**
 * By chance a password begins with `-` (once in 14 times at most, for any two presets at any length) or contains a part
 * of the user's name. Ten in a row: once in 10¹¹ runs, unless the inputs leave a handful of characters only.
 */
const MAX_ATTEMPTS = 10;

/**
 * Generates until a password satisfies its policy. Each is masked before anything else happens to it, but for those
 * that the runner would print instead.
 */
async function generatePassword(
  policy: Policy,
  secretsManager: SecretsManager,
  runner: Runner
): Promise<string> {
  let violation: string | undefined;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const { password, requestId } = await secretsManager.getRandomPassword(policy.parameters);
    violation = findUnmaskable(password, runner);
    if (violation === undefined) {
      mask(password, runner);
      violation = findViolation(password, policy);
    }
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

/** @param ready what must be known before anything is stored. */
async function store(
  secretsManager: SecretsManager,
  options: SecretOptions,
  generate: () => Promise<string>,
  policy: Policy,
  runner: Runner,
  ready: Promise<unknown> | undefined
): Promise<StoredPassword> {
  const { createSecretClient, createVersionId, storePassword } = await loadSecretStore();
  return storePassword(createSecretClient(secretsManager, options.secretId), options, {
    generate,
    maskExisting: (password, arn) => {
      maskExisting(password, arn, runner, warn);
    },
    findViolation: (password) => findExistingViolation(password, policy),
    createVersionId,
    now: Date.now,
    poll: (look) => secretsManager.retrier.poll(look, LAG_MS),
    beforeWrite: async () => ready,
    info,
    warn
  });
}

/** A credential that has changed is an annotation of the run, too. */
async function announce(stored: StoredPassword): Promise<void> {
  const { describeChange, isChanged } = await loadSecretStore();
  if (isChanged(stored)) notice(describeChange(stored), ANNOTATION);
  else info(describeChange(stored));
}

/** Whatever fails once the password is stored says where it is. */
async function failNamingVersion(
  version: SecretVersion | undefined,
  region: string,
  step: () => Promise<void> | void
): Promise<void> {
  try {
    await step();
  } catch (cause) {
    if (!version) throw cause;
    const { arn: secretId, versionId } = version;
    throw new StoredVersionError({ secretId, region, versionId, isStored: true }, cause);
  }
}

/** Begins with the public key, beside the calls to AWS: whatever it shows to be wrong is known before anything is stored. */
function openActionsSecret(
  options: ActionsSecretOptions,
  retrier: Retrier
): { readonly ready: Promise<unknown>; readonly write: (password: string) => Promise<void> } {
  const { owner, repo, name, environment, api } = options;
  const resource =
    environment === undefined ? `${owner}/${repo}` : `${owner}/${repo}, environment ${environment}`;
  const call: Call = {
    service: 'GitHub',
    action: `write the secret ${name}`,
    resource,
    host: api.url.host,
    ...(api.proxy && { proxy: api.proxy.host })
  };
  // Octokit, libsodium and undici, which only runs that write such a secret load.
  const load = () => import('./github/actions-secret.js');
  const publicKey = load().then(({ getPublicKey }) =>
    retrier.call(call, (signal) => getPublicKey(options, signal))
  );
  // Whoever awaits it fails with it.
  publicKey.catch(() => undefined);
  return {
    ready: publicKey,
    write: async (password) => {
      const key = await publicKey;
      const { putActionsSecret } = await load();
      await retrier.call(call, (signal) => putActionsSecret(options, key, password, signal));
      info(oneLine(`Wrote the GitHub Actions secret ${name} of ${resource}.`));
    }
  };
}

/** Of fewer bits than it takes to be public, the hash is masked. */
async function hashPassword(
  password: string,
  bits: number,
  runner: Runner,
  versionId?: string
): Promise<string> {
  // Loads node:crypto, which other runs do without.
  const { createSalt, PUBLIC_VERIFIER_BITS, scramVerifier } = await import('./password/scram.js');
  const hash = scramVerifier(password, createSalt(versionId));
  if (bits < PUBLIC_VERIFIER_BITS) {
    mask(hash, runner);
    warn(
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
