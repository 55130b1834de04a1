import { randomBytes } from 'node:crypto';
import {
  ServiceError,
  type Now,
  type Service,
  type ServiceResponse,
  type WireRequest
} from '../service.js';
import type { MachineRole } from './machine-role.js';
import { wholeSeconds } from './sessions.js';

export interface InstanceMetadataOptions {
  readonly role: MachineRole;
  readonly now: Now;
  /** Routers that a response with a token may pass; a container needs 2. */
  readonly hopLimit: number;
  /** Whether the job runs in a container of the instance. */
  readonly inContainer: boolean;
}

const TOKEN_PATH = '/latest/api/token';
const ROLE_PATH = '/latest/meta-data/iam/security-credentials/';
const LONGEST = 21_600;

/** The metadata service of an EC2 instance, version 2: a session token first, and nothing without it. */
export class InstanceMetadata implements Service {
  readonly name = 'instance-metadata';
  readonly requestIdHeader = 'x-amzn-requestid';
  readonly throttled = new ServiceError('Throttled', 'Too Many Requests', 429);
  /** Token → milliseconds since 1970 when it ends. */
  readonly #tokens = new Map<string, number>();

  constructor(private readonly options: InstanceMetadataOptions) {}

  owns({ url }: WireRequest): boolean {
    return url.pathname.startsWith('/latest/');
  }

  operation({ url }: WireRequest): string {
    if (url.pathname === TOKEN_PATH) return 'GetToken';
    if (url.pathname === ROLE_PATH) return 'GetRoleName';
    return url.pathname.startsWith(ROLE_PATH) ? 'GetCredentials' : `GET ${url.pathname}`;
  }

  parse(): unknown {
    return {};
  }

  handle(request: WireRequest): ServiceResponse {
    return request.url.pathname === TOKEN_PATH ? this.#createToken(request) : this.#read(request);
  }

  errorResponse({ message, status }: ServiceError): ServiceResponse {
    const title = `${status} - ${message}`;
    return {
      status,
      headers: { 'content-type': 'text/html' },
      body: `<?xml version="1.0" encoding="iso-8859-1"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`
    };
  }

  #createToken({ method, headers }: WireRequest): ServiceResponse {
    const { hopLimit, inContainer, now } = this.options;
    if (method !== 'PUT') throw new ServiceError('Method', 'Method Not Allowed', 405);
    if (headers['x-forwarded-for'] !== undefined)
      throw new ServiceError('Forwarded', 'Forbidden', 403);
    const lifetime = headers['x-aws-ec2-metadata-token-ttl-seconds'];
    const seconds = Number(lifetime);
    if (!/^\d+$/.test(String(lifetime)) || seconds < 1 || seconds > LONGEST)
      throw new ServiceError('Lifetime', 'Bad Request', 400);
    const token = randomBytes(40).toString('base64');
    this.#tokens.set(token, now() + seconds * 1000);
    const response = text(token, { 'x-aws-ec2-metadata-token-ttl-seconds': String(seconds) });
    // The packet dies at the first router, so the client waits for ever.
    return inContainer && hopLimit < 2 ? { ...response, delivery: 'hang' } : response;
  }

  #read({ headers, method, url }: WireRequest): ServiceResponse {
    const { now, role } = this.options;
    const end = this.#tokens.get(String(headers['x-aws-ec2-metadata-token']));
    if (end === undefined || end <= now())
      throw new ServiceError('Unauthorized', 'Unauthorized', 401);
    const name = role.arn?.slice(role.arn.lastIndexOf('/') + 1);
    if (method !== 'GET' || name === undefined || !url.pathname.startsWith(ROLE_PATH))
      throw notFound();
    const asked = url.pathname.slice(ROLE_PATH.length);
    if (asked === '') return text(name);
    if (asked !== name) throw notFound();
    const session = role.session();
    const updated = { LastUpdated: wholeSeconds(now()) };
    return text(
      JSON.stringify(
        session
          ? {
              Code: 'Success',
              ...updated,
              Type: 'AWS-HMAC',
              AccessKeyId: session.accessKeyId,
              SecretAccessKey: session.secretAccessKey,
              Token: session.sessionToken,
              Expiration: wholeSeconds(session.expiresAt)
            }
          : {
              Code: 'AssumeRoleUnauthorizedAccess',
              Message: `EC2 cannot assume the role ${name}. Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.`,
              ...updated
            },
        null,
        2
      )
    );
  }
}

const notFound = () => new ServiceError('NotFound', 'Not Found', 404);

const text = (body: string, headers: Record<string, string> = {}): ServiceResponse => ({
  status: 200,
  headers: { 'content-type': 'text/plain', ...headers },
  body
});
