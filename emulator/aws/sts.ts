import { randomBytes, randomInt, verify, type KeyObject } from 'node:crypto';
import { ISSUER } from '../github/token-service.js';
import {
  ServiceError,
  type ServiceResponse,
  type Now,
  type Service,
  type WireRequest
} from '../service.js';
import { matches, parsePolicy, type IamPolicy } from './iam-policy.js';
import type { Principal } from './principal.js';
import { verifySignature } from './signature.js';

/** An IAM role that trusts GitHub's tokens. */
export interface Role {
  readonly arn: string;
  /** Whom the trust policy lets in: patterns of the token's `sub`, with `*` and `?`. */
  readonly subjects: readonly string[];
  /** The audiences that the trust policy's condition admits. */
  readonly audiences: readonly string[];
  /** Seconds; AWS's default is an hour. */
  readonly maxSessionDuration: number;
  readonly permissions: IamPolicy;
}

/** The account's OpenID Connect provider: whose tokens are looked at, for which audiences. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

export interface StsOptions {
  readonly region: string;
  readonly role: Role;
  readonly provider: IdentityProvider | undefined;
  readonly verificationKeys: () => ReadonlyMap<string, KeyObject>;
  /** Everyone who can sign; STS adds the sessions it opens. */
  readonly principals: Map<string, Principal>;
  readonly now: Now;
}

/** STS's own refusals that no request of a tester brings about; to be put into a fault plan. */
export const stsErrors = {
  identityProviderUnreachable: new ServiceError(
    'IDPCommunicationError',
    `An error occurred when communicating with the identity provider ${ISSUER}`
  ),
  verificationKeyUnavailable: new ServiceError(
    'InvalidIdentityToken',
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements"
  ),
  claimRejected: new ServiceError(
    'IDPRejectedClaim',
    'The identity provider rejected the claim',
    403
  ),
  regionDisabled: (region: string) =>
    new ServiceError(
      'RegionDisabledException',
      `STS is not activated in this region (${region}) for this account. Your account administrator can activate STS in this region using the IAM Console.`,
      403
    ),
  packedPolicyTooLarge: (percent: number) =>
    new ServiceError(
      'PackedPolicyTooLarge',
      `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`
    )
} as const;

const VERSION = '2011-06-15';
const NAMESPACE = `https://sts.amazonaws.com/doc/${VERSION}/`;
/** Longest token that AWS reads. */
const TOKEN_LIMIT = 20_000;

type Fields = Readonly<Record<string, string | undefined>>;

/** The embedded Security Token Service: AWS's query protocol, answers in XML. */
export class StsService implements Service {
  readonly name = 'sts';
  readonly requestIdHeader = 'x-amzn-requestid';
  readonly throttled = new ServiceError('Throttling', 'Rate exceeded');
  readonly #options: StsOptions;

  constructor(options: StsOptions) {
    this.#options = options;
  }

  owns(request: WireRequest): boolean {
    return (
      request.url.pathname === '/' &&
      request.headers['x-amz-target'] === undefined &&
      parseFields(request)['Action'] !== undefined
    );
  }

  operation(request: WireRequest): string {
    return parseFields(request)['Action'] ?? '';
  }

  parse(request: WireRequest): unknown {
    return parseFields(request);
  }

  handle(request: WireRequest, requestId: string): ServiceResponse {
    const fields = parseFields(request);
    const { Action: action = '', Version: version } = fields;
    const acts: Readonly<Record<string, () => string>> = {
      AssumeRoleWithWebIdentity: () => this.#assumeRoleWithWebIdentity(fields),
      GetCallerIdentity: () => this.#callerIdentity(request)
    };
    const act = version === VERSION ? acts[action] : undefined;
    if (!act)
      throw new ServiceError(
        'InvalidAction',
        `Could not find operation ${action} for version ${version ?? 'NO_VERSION_SPECIFIED'}`
      );
    const result = `<${action}Result>${act()}</${action}Result>`;
    const metadata = `<ResponseMetadata>${element('RequestId', requestId)}</ResponseMetadata>`;
    return xml(
      200,
      `<${action}Response xmlns="${NAMESPACE}">${result}${metadata}</${action}Response>`
    );
  }

  errorResponse({ code, message, status }: ServiceError, requestId: string): ServiceResponse {
    const type = element('Type', status >= 500 ? 'Receiver' : 'Sender');
    const error = `<Error>${type}${element('Code', code)}${element('Message', message)}</Error>`;
    return xml(
      status,
      `<ErrorResponse xmlns="${NAMESPACE}">${error}${element('RequestId', requestId)}</ErrorResponse>`
    );
  }

  /** For the benchmark: configure-aws-credentials asks it. */
  #callerIdentity(request: WireRequest): string {
    const { region, principals, now } = this.#options;
    const { arn } = verifySignature(request, { service: 'sts', region, now: now(), principals });
    const account = arn.split(':')[4] ?? '';
    return element('Arn', arn) + element('UserId', 'AIDALOCAL') + element('Account', account);
  }

  #assumeRoleWithWebIdentity(fields: Fields): string {
    const { role, now } = this.#options;
    checkShape(fields);
    const { RoleArn: arn = '', RoleSessionName: sessionName = '', Policy: policy } = fields;
    const duration = Number(fields['DurationSeconds'] ?? 3600);
    if (!/^arn:aws(-[a-z]+)*:iam::\d{12}:role\/.+$/.test(arn))
      throw new ServiceError('ValidationError', `${arn} is invalid`);
    const sessionPolicy = policy === undefined ? undefined : parsePolicy(policy);
    const claims = this.#verifyToken(fields['WebIdentityToken'] ?? '');
    const trusted =
      arn === role.arn &&
      role.audiences.includes(claims.aud) &&
      role.subjects.some((pattern) => matches(pattern, claims.sub));
    if (!trusted)
      throw new ServiceError(
        'AccessDenied',
        'Not authorized to perform sts:AssumeRoleWithWebIdentity',
        403
      );
    if (duration > role.maxSessionDuration)
      throw new ServiceError(
        'ValidationError',
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'
      );

    const [, partition = '', , , account = ''] = arn.split(':');
    const roleName = arn.slice(arn.lastIndexOf('/') + 1);
    const principal = {
      arn: `arn:${partition}:sts::${account}:assumed-role/${roleName}/${sessionName}`,
      accessKeyId: `ASIA${base32(16)}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: `IQoJb3JpZ2luX2Vj${randomBytes(180).toString('base64')}`,
      // AWS tells whole seconds.
      expiresAt: Math.floor(now() / 1000 + duration) * 1000,
      permissions: role.permissions,
      ...(sessionPolicy && { sessionPolicy })
    };
    this.#options.principals.set(principal.accessKeyId, principal);
    return [
      '<Credentials>',
      element('AccessKeyId', principal.accessKeyId),
      element('SecretAccessKey', principal.secretAccessKey),
      element('SessionToken', principal.sessionToken),
      element('Expiration', new Date(principal.expiresAt).toISOString().replace('.000Z', 'Z')),
      '</Credentials>',
      element('SubjectFromWebIdentityToken', claims.sub),
      '<AssumedRoleUser>',
      element('AssumedRoleId', `AROA${base32(17)}:${sessionName}`),
      element('Arn', principal.arn),
      '</AssumedRoleUser>',
      policy === undefined
        ? ''
        : element('PackedPolicySize', String(Math.ceil((policy.length / 2048) * 100))),
      element('Provider', providerArn(arn, claims.iss)),
      element('Audience', claims.aud)
    ].join('');
  }

  /** The claims of a token that AWS would believe. */
  #verifyToken(token: string): { iss: string; aud: string; sub: string } {
    const { provider, verificationKeys, now } = this.#options;
    const [header, payload, signature, ...rest] = token.split('.');
    const { kid, alg } = decodePart(header);
    const { iss, aud, sub, exp } = decodePart(payload);
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
    if (key === undefined || alg !== 'RS256') throw stsErrors.verificationKeyUnavailable;
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
    return { iss, aud, sub };
  }
}

const parseFields = (request: WireRequest): Fields => ({
  ...Object.fromEntries(request.url.searchParams),
  ...Object.fromEntries(new URLSearchParams(request.body.toString()))
});

/** The ranges of STS's model, each breach told as AWS tells it and all of them at once. */
function checkShape(fields: Fields): void {
  const faults: string[] = [];
  const breach = (name: string, constraint: string, value?: string) => {
    const member = name.charAt(0).toLowerCase() + name.slice(1);
    const shown = value === undefined ? 'null' : `'${value}'`;
    faults.push(
      `Value ${shown} at '${member}' failed to satisfy constraint: Member must ${constraint}`
    );
  };
  const text = (name: string, least: number, most: number, pattern?: RegExp, secret = false) => {
    const value = fields[name];
    if (value === undefined) return;
    const shown = secret ? '***' : value;
    if (value.length < least) breach(name, `have length greater than or equal to ${least}`, shown);
    if (value.length > most) breach(name, `have length less than or equal to ${most}`, shown);
    if (pattern && !pattern.test(value))
      breach(name, `satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`, shown);
  };
  for (const name of ['RoleArn', 'RoleSessionName', 'WebIdentityToken'])
    if (fields[name] === undefined) breach(name, 'not be null');
  text('RoleArn', 20, 2048);
  text('RoleSessionName', 2, 64, /^[\w+=,.@-]*$/);
  text('WebIdentityToken', 4, TOKEN_LIMIT, undefined, true);
  text('Policy', 1, 2048, /^[\t\n\r\u0020-\u00FF]+$/);
  const duration = fields['DurationSeconds'];
  if (duration !== undefined) {
    if (!/^\d+$/.test(duration))
      throw new ServiceError('MalformedInput', 'Start of list found where not expected');
    if (Number(duration) < 900)
      breach('DurationSeconds', 'have value greater than or equal to 900', duration);
    if (Number(duration) > 43200)
      breach('DurationSeconds', 'have value less than or equal to 43200', duration);
  }
  if (faults.length > 0)
    throw new ServiceError(
      'ValidationError',
      `${faults.length} validation error${faults.length > 1 ? 's' : ''} detected: ${faults.join('; ')}`
    );
}

function decodePart(part: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function providerArn(roleArn: string, issuer: string): string {
  const [, partition = '', , , account = ''] = roleArn.split(':');
  return `arn:${partition}:iam::${account}:oidc-provider/${issuer.replace('https://', '')}`;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base32 = (length: number) =>
  Array.from({ length }, () => BASE32.charAt(randomInt(BASE32.length))).join('');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
};
const element = (name: string, text: string) =>
  `<${name}>${text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one)}</${name}>`;

const xml = (status: number, body: string): ServiceResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body
});

const invalidToken = (message: string) => new ServiceError('InvalidIdentityToken', message);
