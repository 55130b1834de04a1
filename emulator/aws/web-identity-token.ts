import { verify, type KeyObject } from 'node:crypto';
import { ServiceError, type Now } from '../service.js';

/** The account's OpenID Connect provider: the issuer that it trusts, and for which audiences. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

export interface TokenVerification {
  /** Not set when the account has none. */
  readonly provider: IdentityProvider | undefined;
  /** The keys that the issuer publishes, by key id. */
  readonly verificationKeys: () => ReadonlyMap<string, KeyObject>;
  readonly now: Now;
}

/** The claims of a token that AWS accepts. Throws STS's error for every other token. */
export function verifyToken(
  token: string,
  { provider, verificationKeys, now }: TokenVerification
): Readonly<Record<string, unknown>> & { iss: string; aud: string; sub: string } {
  const [header, payload, signature, ...rest] = token.split('.');
  const { kid, alg } = decodePart(header);
  const claims = decodePart(payload);
  const { iss, aud, sub, exp } = claims;
  if (
    typeof iss !== 'string' ||
    typeof aud !== 'string' ||
    typeof sub !== 'string' ||
    typeof exp !== 'number' ||
    signature === undefined ||
    rest.length > 0
  )
    throw invalidToken(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)'
    );
  if (iss !== provider?.issuer)
    throw invalidToken(`No OpenIDConnect provider found in your account for ${iss}`);
  const key = verificationKeys().get(String(kid));
  if (key === undefined || alg !== 'RS256')
    throw invalidToken(
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements"
    );
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url')))
    throw invalidToken('The ID Token provided failed signature validation');
  if (!provider.audiences.includes(aud)) throw invalidToken('Incorrect token audience');
  const seconds = Math.floor(now() / 1000);
  if (exp <= seconds)
    throw new ServiceError(
      'ExpiredTokenException',
      `Token expired: current date/time ${seconds} must be before the expiration date/time${exp}`
    );
  return { ...claims, iss, aud, sub };
}

function decodePart(part: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

const invalidToken = (message: string) => new ServiceError('InvalidIdentityToken', message);
