import { randomBytes, randomInt } from 'node:crypto';
import { ServiceError, type ServiceResponse, type Service, type WireRequest } from '../service.js';
import { parsePolicy, type IamPolicy } from './iam-policy.js';
import type { Principal } from './principal.js';
import { verifySignature } from './signature.js';
import { checkRanges, parseFields, type Fields } from './sts-model.js';
import { trusts, type TrustPolicy } from './trust-policy.js';
import { verifyToken, type TokenVerification } from './web-identity-token.js';

/** An IAM role that trusts GitHub's tokens. */
export interface Role {
  readonly arn: string;
  readonly trust: TrustPolicy;
  /** Seconds; AWS's default is an hour. */
  readonly maxSessionDuration: number;
  readonly permissions: IamPolicy;
}

export interface StsOptions extends TokenVerification {
  readonly region: string;
  /** By ARN. */
  readonly roles: ReadonlyMap<string, Role>;
  /** Everyone who can sign requests; STS adds the sessions that it creates. */
  readonly principals: Map<string, Principal>;
}

const VERSION = '2011-06-15';
const NAMESPACE = `https://sts.amazonaws.com/doc/${VERSION}/`;

/** AWS Security Token Service: query protocol, responses in XML. */
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
    const operations: Readonly<Record<string, () => string>> = {
      AssumeRoleWithWebIdentity: () => this.#assumeRoleWithWebIdentity(fields),
      GetCallerIdentity: () => this.#getCallerIdentity(request)
    };
    const operation = version === VERSION ? operations[action] : undefined;
    if (!operation)
      throw new ServiceError(
        'InvalidAction',
        `Could not find operation ${action} for version ${version ?? 'NO_VERSION_SPECIFIED'}`
      );
    const result = `<${action}Result>${operation()}</${action}Result>`;
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

  /** Only for the benchmark: configure-aws-credentials calls it. */
  #getCallerIdentity(request: WireRequest): string {
    const { region, principals, now } = this.#options;
    const { arn } = verifySignature(request, { service: 'sts', region, now: now(), principals });
    const account = arn.split(':')[4] ?? '';
    return (
      element('Arn', arn) + element('UserId', 'AIDAIOSFODNN7EXAMPLE') + element('Account', account)
    );
  }

  #assumeRoleWithWebIdentity(fields: Fields): string {
    const { roles, now } = this.#options;
    checkRanges(fields);
    const { RoleArn: arn = '', RoleSessionName: sessionName = '', Policy: policy } = fields;
    const duration = Number(fields['DurationSeconds'] ?? 3600);
    if (!/^arn:aws(-[a-z]+)*:iam::\d{12}:role\/.+$/.test(arn))
      throw new ServiceError('ValidationError', `${arn} is invalid`);
    const sessionPolicy = policy === undefined ? undefined : parsePolicy(policy);
    const claims = verifyToken(fields['WebIdentityToken'] ?? '', this.#options);
    const role = roles.get(arn);
    if (role === undefined || !trusts(role.trust, providerArn(arn, claims.iss), claims))
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
      // AWS returns whole seconds.
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
