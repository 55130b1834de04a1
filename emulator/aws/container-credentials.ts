import { randomUUID } from 'node:crypto';
import { ServiceError, type Service, type ServiceResponse, type WireRequest } from '../service.js';
import type { MachineRole } from './machine-role.js';
import { accountOf } from './role.js';
import { wholeSeconds } from './sessions.js';

const json = (status: number, body: object): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body)
});

/** The agent of ECS, which gives a task its role at the path of `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`. */
export class EcsAgent implements Service {
  readonly name = 'ecs-agent';
  readonly requestIdHeader = 'x-rate-limit-request-remote-addr';
  readonly throttled = new ServiceError(
    'RateLimited',
    'You have reached maximum request limit.',
    429
  );
  readonly path = `/v2/credentials/${randomUUID()}`;

  constructor(private readonly role: MachineRole) {}

  owns({ url }: WireRequest): boolean {
    return url.pathname.startsWith('/v2/credentials');
  }

  operation(): string {
    return 'GetCredentials';
  }

  parse(): unknown {
    return {};
  }

  handle({ method, url }: WireRequest): ServiceResponse {
    const session = this.role.session();
    if (method !== 'GET' || url.pathname !== this.path || session === undefined)
      throw new ServiceError('InvalidIdInRequest', 'CredentialsV2Request: Credentials not found');
    return json(200, {
      RoleArn: session.session.roleArn,
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      Token: session.sessionToken,
      Expiration: wholeSeconds(session.expiresAt)
    });
  }

  errorResponse({ code, message, status }: ServiceError): ServiceResponse {
    return json(status, { code, message, HTTPErrorCode: status });
  }
}

/** The agent of EKS Pod Identity, which gives a pod its role for the token of its service account. */
export class PodIdentityAgent implements Service {
  readonly name = 'pod-identity-agent';
  readonly requestIdHeader = 'x-amzn-requestid';
  readonly throttled = new ServiceError('RateLimited', 'Too Many Requests', 429);
  readonly path = '/v1/credentials';
  /** The content of the file that `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` names. */
  readonly token = [{ alg: 'RS256', kid: 'eks' }, { sub: 'system:serviceaccount:ci:runner' }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat('c2lnbmF0dXJl')
    .join('.');

  constructor(private readonly role: MachineRole) {}

  owns({ url }: WireRequest): boolean {
    return url.pathname === this.path;
  }

  operation(): string {
    return 'GetCredentials';
  }

  parse(): unknown {
    return {};
  }

  handle({ headers }: WireRequest): ServiceResponse {
    const { authorization = '' } = headers;
    if (authorization === '') throw invalid('Service account token cannot be empty');
    if (authorization.split('.').length !== 3)
      throw invalid(
        'Service account token cannot be parsed: token is malformed: token contains an invalid number of segments'
      );
    if (authorization !== this.token)
      throw refused('InvalidTokenException', 'The token included in the request is invalid.', 400);
    if (this.role.arn === undefined)
      throw refused(
        'ResourceNotFoundException',
        'The token included in the request has no service account role association.',
        404
      );
    const session = this.role.session();
    if (session === undefined)
      throw refused(
        'AccessDeniedException',
        'Unauthorized Exception! EKS does not have permissions to assume the associated role.',
        403
      );
    return json(200, {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      Token: session.sessionToken,
      AccountId: accountOf(session.arn),
      Expiration: wholeSeconds(session.expiresAt)
    });
  }

  errorResponse({ message, status }: ServiceError): ServiceResponse {
    return {
      status,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: `${message}\n`
    };
  }
}

/** What the agent itself refuses. */
const invalid = (message: string) => new ServiceError('Validation', message);

/** What EKS Auth refuses behind the agent, as the agent passes it on. */
const refused = (code: string, message: string, status: number) =>
  new ServiceError(code, `[${randomUUID()}]: (${code}): ${message}, fault: client`, status);
