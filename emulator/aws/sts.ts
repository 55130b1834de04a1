import { ServiceError, type ServiceResponse, type Service, type WireRequest } from '../service.js';
import { claimContext, tagContext } from './condition-key.js';
import { parsePolicy } from './iam-policy.js';
import { UNCERTAIN, type ConditionContext } from './policy-pattern.js';
import { evaluatePrincipal, requestContext, type Principal, type Session } from './principal.js';
import { accountOf, checkRole, uniqueId, type Role } from './role.js';
import { type Sessions, wholeSeconds } from './sessions.js';
import { callContext, verifySignature } from './signature.js';
import { checkRanges, parseFields, type Fields } from './sts-model.js';
import { evaluateTrust } from './trust-policy.js';
import { UnjudgedPolicy } from './unjudged-policy.js';
import { verifyToken, type TokenVerification } from './web-identity-token.js';

export interface StsOptions extends Omit<TokenVerification, 'provider'> {
  /** The OpenID Connect provider of an account; undefined when it has none. */
  readonly provider: (account: string) => TokenVerification['provider'];
  readonly region: string;
  /** By ARN. */
  readonly roles: ReadonlyMap<string, Role>;
  readonly sessions: Sessions;
}

/** Seconds that a session lasts at most which a session has opened (IAM user guide, "Role chaining"). */
const CHAINED_LIMIT = 3600;
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
      AssumeRole: () => this.#assumeRole(fields, request),
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
    const { arn, session } = this.#caller(request);
    const id = session
      ? `${uniqueId('AROA', session.roleArn)}:${session.name}`
      : uniqueId('AIDA', arn);
    return element('Arn', arn) + element('UserId', id) + element('Account', accountOf(arn));
  }

  #caller(request: WireRequest): Principal {
    const { region, sessions, now } = this.#options;
    const { principals } = sessions;
    try {
      return verifySignature(request, { service: 'sts', region, now: now(), principals });
    } catch (error) {
      throw error instanceof ServiceError ? inQueryProtocol(error) : error;
    }
  }

  #assumeRole(fields: Fields, request: WireRequest): string {
    const caller = this.#caller(request);
    checkRanges(fields, ['RoleArn', 'RoleSessionName']);
    const { RoleArn: arn = '', RoleSessionName: name = '', ExternalId: externalId } = fields;
    checkRoleArn(arn);
    const role = this.#options.roles.get(arn);
    const context = {
      'sts:RoleSessionName': name,
      ...(externalId !== undefined && { 'sts:ExternalId': externalId })
    };
    if (role === undefined || !mayAssume(caller, role, context))
      throw new ServiceError(
        'AccessDenied',
        `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
        403
      );
    if (caller.session !== undefined && readDuration(fields) > CHAINED_LIMIT)
      throw new ServiceError(
        'ValidationError',
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'
      );
    return this.#open(role, fields);
  }

  /** Opens a session, and returns the XML that both ways of assuming a role have in common. */
  #open(role: Role, fields: Fields, federation?: Session['federation']): string {
    const { RoleSessionName: name = '', Policy: policy } = fields;
    const duration = readDuration(fields);
    if (duration > role.maxSessionDuration)
      throw new ServiceError(
        'ValidationError',
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'
      );
    const principal = this.#options.sessions.open(role, {
      name,
      duration,
      ...(policy !== undefined && { policy: parsePolicy(policy) }),
      ...(federation && { federation })
    });
    return [
      '<Credentials>',
      element('AccessKeyId', principal.accessKeyId),
      element('SecretAccessKey', principal.secretAccessKey),
      element('SessionToken', principal.sessionToken),
      element('Expiration', wholeSeconds(principal.expiresAt)),
      '</Credentials>',
      '<AssumedRoleUser>',
      element('AssumedRoleId', `${uniqueId('AROA', role.arn)}:${name}`),
      element('Arn', principal.arn),
      '</AssumedRoleUser>',
      policy === undefined
        ? ''
        : element('PackedPolicySize', String(Math.ceil((policy.length / 2048) * 100)))
    ].join('');
  }

  #assumeRoleWithWebIdentity(fields: Fields): string {
    const { roles, region, now } = this.#options;
    checkRanges(fields, ['RoleArn', 'RoleSessionName', 'WebIdentityToken']);
    const { RoleArn: arn = '', RoleSessionName: name = '' } = fields;
    checkRoleArn(arn);
    if (fields['Policy'] !== undefined) parsePolicy(fields['Policy']);
    const provider = this.#options.provider(accountOf(arn));
    const claims = verifyToken(fields['WebIdentityToken'] ?? '', { ...this.#options, provider });
    const role = roles.get(arn);
    const issuer = providerArn(arn, claims.iss);
    const host = claims.iss.replace('https://', '');
    const context = {
      ...callContext(region, now()),
      ...claimContext(claims.iss, claims),
      'sts:RoleSessionName': name
    };
    if (role === undefined || !lets(role, issuer, context))
      throw new ServiceError(
        'AccessDenied',
        'Not authorized to perform sts:AssumeRoleWithWebIdentity',
        403
      );
    return [
      // Whether the session keeps audience and subject is not known; GitHub's other claims it does not have.
      this.#open(role, fields, {
        provider: issuer,
        context: { [`${host}:aud`]: UNCERTAIN, [`${host}:sub`]: UNCERTAIN }
      }),
      element('SubjectFromWebIdentityToken', claims.sub),
      element('Provider', issuer),
      element('Audience', claims.aud)
    ].join('');
  }
}

/** Seconds; AWS's default is an hour. */
const readDuration = (fields: Fields): number => Number(fields['DurationSeconds'] ?? 3600);

function checkRoleArn(arn: string): void {
  if (!/^arn:aws(-[a-z]+)*:iam::\d{12}:role\/.+$/.test(arn))
    throw new ServiceError('ValidationError', `${arn} is invalid`);
}

/** Whether a role lets the owner of a provider's token in. */
function lets(role: Role, provider: string, context: ConditionContext): boolean {
  checkRole(role);
  const action = 'sts:AssumeRoleWithWebIdentity';
  const trust = evaluateTrust(role.trust, action, { provider }, context);
  return trust !== 'Deny' && trust !== 'silent';
}

/**
 * Whether someone may assume a role: the role must trust them, and across accounts their own policies must allow it as
 * well. In one account a trust policy that names them is enough (IAM user guide, "Policy evaluation logic").
 */
function mayAssume(caller: Principal, role: Role, context: ConditionContext): boolean {
  checkRole(role);
  const call = {
    action: 'sts:AssumeRole',
    resource: role.arn,
    context: {
      ...context,
      ...tagContext('iam:ResourceTag/', role.tags ?? []),
      ...tagContext('aws:ResourceTag/', role.tags ?? [])
    }
  };
  const { identity, session } = evaluatePrincipal(caller, call);
  const trust = evaluateTrust(
    role.trust,
    call.action,
    { arn: caller.arn, ...(caller.session && { roleArn: caller.session.roleArn }) },
    requestContext(caller, call)
  );
  if ([identity, session, trust].includes('Deny') || trust === 'silent') return false;
  if (identity === 'Allow' && session === 'Allow') return true;
  if (accountOf(caller.arn) !== accountOf(role.arn)) return false;
  switch (trust) {
    case 'itself':
      return true;
    case 'role':
      return session === 'Allow';
    case 'anyone':
      throw new UnjudgedPolicy(
        `${role.arn} trusts *, and the policies of ${caller.arn} do not allow sts:AssumeRole`
      );
    default:
      return false;
  }
}

const QUERY_ERRORS: Readonly<Record<string, readonly [name: string, message?: string]>> = {
  ExpiredTokenException: ['ExpiredToken'],
  IncompleteSignatureException: ['IncompleteSignature'],
  InvalidSignatureException: ['SignatureDoesNotMatch'],
  MissingAuthenticationTokenException: [
    'MissingAuthenticationToken',
    'Request is missing Authentication Token'
  ],
  UnrecognizedClientException: [
    'InvalidClientTokenId',
    'The security token included in the request is invalid'
  ]
};

/** The errors of signatures as services with the query protocol name them. */
function inQueryProtocol({ code, message }: ServiceError): ServiceError {
  const [name = code, words = message] = QUERY_ERRORS[code] ?? [];
  return new ServiceError(name, words, name === 'IncompleteSignature' ? 400 : 403);
}

function providerArn(roleArn: string, issuer: string): string {
  const [, partition = '', , , account = ''] = roleArn.split(':');
  return `arn:${partition}:iam::${account}:oidc-provider/${issuer.replace('https://', '')}`;
}

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
