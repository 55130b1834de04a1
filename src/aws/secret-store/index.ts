import { randomUUID } from 'node:crypto';
import { quote, showId } from '../../errors/quote.js';
import type { SecretApi } from './api.js';
import { failIfExists } from './modes/fail.js';
import { keep } from './modes/keep.js';
import { rotate } from './modes/rotate.js';
import type { SecretOptions, StoreContext, StoredPassword } from './store.js';
import { Secret } from './secret.js';
import { SecretWriter } from './writer.js';

export { createSecretClient } from './api-client.js';
export { describePromotion, promote } from './modes/promote.js';

/**
 * Stores a password in one secret, or finds the one that is stored, by the rules of the inputs. Every change goes
 * through a conditional call, so no run replaces a version that it has not read.
 *
 * @param createUuid makes the random part of version ids; tests bring their own.
 * @throws {ActionError} when the secret must not be changed, or its value does not fit the inputs.
 * @throws {StoredVersionError} instead of any error, once a version was sent.
 */
export async function storeOrFind(
  api: SecretApi,
  options: SecretOptions,
  context: StoreContext,
  createUuid: () => string = randomUUID
): Promise<StoredPassword> {
  const secret = new Secret(api, context.poll);
  const writer = new SecretWriter(secret, options.key, context, createUuid);
  try {
    return await MODES[options.ifSecretExists]({ secret, options, context, writer });
  } catch (error) {
    throw writer.wrapError(error);
  }
}

const MODES = { fail: failIfExists, keep, rotate };

/** Whether another password is current, or waits to be. */
export const isChanged = ({ change }: StoredPassword): boolean =>
  change === 'created' || change === 'rotated' || change === 'pending';

/** A line for the log, or for an annotation where a credential has changed. */
export function describeChange(stored: StoredPassword, today: number): string {
  const { change, createdAt, broughtForwardFrom } = stored;
  const { arn, versionId } = stored.version;
  const version = `version ${showId(versionId)} of ${showId(arn)}`;
  const account = stored.userName === undefined ? '' : ` of ${quote(stored.userName)}`;
  const age = createdAt === undefined ? '' : `, stored ${describeAge(createdAt, today)}`;
  switch (change) {
    case 'created':
      return `Stored the password${account} as ${version}, the first one of the secret: it is AWSCURRENT.`;
    case 'rotated':
      return `Rotated the password${account}: ${version} is AWSCURRENT.`;
    case 'pending':
      return `Stored the new password${account} as ${version}. It is AWSPENDING: the old one stays current until the promote action moves AWSCURRENT.`;
    case 'resumed':
      return broughtForwardFrom === undefined
        ? `Went on with the password of another run, ${version}${age}. No new password was stored.`
        : `Went on with the password of version ${showId(broughtForwardFrom)}${age}, which was made before the secret was changed: ${version} has the same password and is AWSPENDING in its place.`;
    case 'restored':
      return `Restored the secret and kept its password, ${version}.`;
    case 'none':
      return `Kept the existing password, ${version}.`;
  }
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000]
] as const;

function describeAge(createdAt: number, today: number): string {
  const age = Math.max(0, today - createdAt);
  const time = `${new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  for (const [unit, milliseconds] of UNITS) {
    const count = Math.floor(age / milliseconds);
    if (count > 0) return `${count} ${unit}${count === 1 ? '' : 's'} ago (${time})`;
  }
  return `a moment ago (${time})`;
}
