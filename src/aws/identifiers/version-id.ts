import { createHash } from 'node:crypto';

export interface VersionOrigin {
  /** The id of the version that was AWSCURRENT then; undefined for the first value of a secret. */
  readonly base: string | undefined;
  /** `generate-string-key`; undefined where the whole value is the password. */
  readonly key: string | undefined;
}

const NO_BASE = '0'.repeat(12);
const OURS = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-([0-9a-f]{12})-([0-9a-f]{12})$/;

/**
 * The id of a version that this action stores: `UUID-BASE-KEY`, 62 of the 64 characters that AWS takes. So DescribeSecret
 * tells everybody who stored a version, for which key, and from which version.
 */
export const createVersionId = (uuid: string, { base, key }: VersionOrigin): string =>
  `${uuid}-${baseDigest(base)}-${keyDigest(key)}`;

/** Whether this action has stored a version. */
export const isOurs = (versionId: string): boolean => OURS.test(versionId);

/** Whether this action has stored a version, and its password is under that key. */
export const isOursFor = (versionId: string, key: string | undefined): boolean =>
  OURS.exec(versionId)?.[2] === keyDigest(key);

/** Whether this action has stored a version, and made it when that version was AWSCURRENT. */
export const isMadeFrom = (versionId: string, base: string | undefined): boolean =>
  OURS.exec(versionId)?.[1] === baseDigest(base);

const digest = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, NO_BASE.length);

const baseDigest = (base: string | undefined): string =>
  base === undefined ? NO_BASE : digest(base);

const keyDigest = (key = ''): string => digest(key);
