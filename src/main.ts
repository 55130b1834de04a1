import { debug, info } from '@actions/core';
import { promotionSessionPolicy, sessionPolicy } from './aws/session-policy.js';
import { maskToken } from './github/add-mask.js';
import { annotateWarning } from './github/annotations.js';
import { requireOutputFile, setOutputs } from './github/outputs.js';
import { prepareGitHubSecret } from './github/prepare-github-secret.js';
import { readInputs, readPromoteInputs } from './inputs.js';
import { buildPolicy } from './password/policy.js';
import { Retrier, type Clock } from './retry.js';
import { connect } from './steps/connect.js';
import { generatePassword } from './steps/generate-password.js';
import { hashPassword } from './steps/hash-password.js';
import {
  announceChange,
  announcePromotion,
  countFirstCalls,
  failNamingVersion,
  promoteVersion,
  storePassword
} from './steps/store-password.js';

/**
 * Generates a password, stores it where the inputs say, and sets the outputs.
 * @param clock the system's by default; tests bring their own.
 * @throws when any of it fails; then no output is set.
 */
export async function run(clock?: Clock): Promise<void> {
  const inputs = readInputs();
  const { region, roles, secret, githubSecret, runner, outputFile } = inputs;
  if (githubSecret) maskToken(githubSecret.token);
  inputs.warnings.forEach(annotateWarning);
  const passwordPolicy = buildPolicy(inputs.password);
  requireOutputFile(outputFile);

  const retrier = new Retrier(inputs.timeoutSeconds, clock, debug);
  const secretsManager = await connect(
    inputs,
    roles && { ...roles, policy: sessionPolicy({ region, ...roles }, secret) },
    retrier,
    secret && countFirstCalls(secret)
  );
  const github = githubSecret && prepareGitHubSecret(githubSecret, retrier);
  const generate = (log: (message: string) => void = info) =>
    generatePassword(passwordPolicy, secretsManager, runner, log);
  const stored =
    secret &&
    (await storePassword(secretsManager, {
      secret,
      policy: passwordPolicy,
      runner,
      generate,
      ready: github?.ready
    }));
  const password = stored ? stored.password : await generate();

  await failNamingVersion(stored?.version, region, async () => {
    if (stored) await announceChange(stored, retrier.clock.today());
    if (password === undefined) {
      setOutputs(outputFile, { ...stored });
      return;
    }
    const passwordHash =
      inputs.passwordHash && (await hashPassword(password, runner, stored?.version.versionId));
    await github?.write(password);
    setOutputs(outputFile, {
      ...stored,
      password: inputs.outputPassword ? password : undefined,
      passwordHash
    });
  });
}

/** Makes the version of a pending rotation current. */
export async function runPromote(clock?: Clock): Promise<void> {
  const inputs = readPromoteInputs();
  const { region, roles, secretId, outputFile } = inputs;
  inputs.warnings.forEach(annotateWarning);
  requireOutputFile(outputFile);

  const secretsManager = await connect(
    inputs,
    roles && { ...roles, policy: promotionSessionPolicy({ region, ...roles }, secretId) },
    new Retrier(inputs.timeoutSeconds, clock, debug)
  );
  const promotion = await promoteVersion(secretsManager, inputs);

  await failNamingVersion(promotion.version, region, () => {
    setOutputs(outputFile, promotion);
  });
  await announcePromotion(promotion);
}
