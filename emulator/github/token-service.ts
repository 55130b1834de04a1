import { generateKeyPairSync, randomBytes, randomUUID, sign, type KeyObject } from 'node:crypto';
import {
  jsonOrText,
  ServiceError,
  type ServiceResponse,
  type Now,
  type Service,
  type WireRequest
} from '../service.js';

export interface TokenServiceOptions {
  /** The token's `sub`. */
  subject?: string;
  issuer?: string;
  /** Further claims, or other values of the usual ones. */
  claims?: Readonly<Record<string, string>>;
  /** Seconds until a token expires, 300 by default as on GitHub; 0 or less: it has expired already. */
  lifetime?: number;
  /** Signs with a key that is not published (`kid`), or corrupts the signature (`signature`). */
  forge?: 'kid' | 'signature';
}

export const ISSUER = 'https://token.actions.githubusercontent.com';
const PATH = '/oidc/token';

let keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | undefined;
/** One RSA key pair for the process: generating one takes about 100 ms. */
const keyPair = () => (keys ??= generateKeyPairSync('rsa', { modulusLength: 2048 }));

/** The token service of GitHub Actions. Its tokens have real signatures. */
export class TokenService implements Service {
  readonly name = 'oidc';
  readonly requestIdHeader = 'activityid';
  readonly throttled = new ServiceError('TooManyRequests', 'Too many requests', 429);
  /** The value of ACTIONS_ID_TOKEN_REQUEST_TOKEN. */
  readonly requestToken = randomBytes(24).toString('base64url');
  readonly kid = randomBytes(20).toString('hex').toUpperCase();
  readonly path = `${PATH}/${randomUUID()}/idtoken?api-version=2.0`;
  /** Read for each token, so a test can change them between two calls. */
  readonly options: TokenServiceOptions;
  readonly #now: Now;

  constructor(options: TokenServiceOptions = {}, now: Now = Date.now) {
    this.options = { ...options };
    this.#now = now;
  }

  /** The key set that the issuer publishes, and STS fetches: key id → public key. */
  get verificationKeys(): ReadonlyMap<string, KeyObject> {
    return new Map([[this.kid, keyPair().publicKey]]);
  }

  owns(request: WireRequest): boolean {
    return request.url.pathname.startsWith(PATH);
  }

  operation(): string {
    return 'GetIDToken';
  }

  parse(request: WireRequest): unknown {
    return request.body.length === 0
      ? Object.fromEntries(request.url.searchParams)
      : jsonOrText(request.body);
  }

  handle(request: WireRequest): ServiceResponse {
    if (request.method !== 'GET')
      throw new ServiceError('MethodNotAllowed', 'Method not allowed', 405);
    if (request.headers.authorization !== `Bearer ${this.requestToken}`)
      throw new ServiceError('Unauthorized', 'The request token is not valid for this job', 401);
    const value = this.token(
      request.url.searchParams.get('audience') ?? 'https://github.com/octo-org'
    );
    return json(200, { count: value.length, value });
  }

  errorResponse({ code, message, status }: ServiceError): ServiceResponse {
    return json(status, { $id: '1', message, typeKey: `${code}Exception`, errorCode: 0 });
  }

  /** A signed token for a job of octo-org/app. */
  token(audience: string): string {
    const { subject = 'repo:octo-org/app:ref:refs/heads/main', issuer = ISSUER } = this.options;
    const { claims = {}, lifetime = 300, forge } = this.options;
    const issued = Math.floor(this.#now() / 1000);
    const kid = forge === 'kid' ? 'F'.repeat(40) : this.kid;
    const header = { typ: 'JWT', alg: 'RS256', x5t: kid.slice(0, 27), kid };
    const payload = {
      jti: randomUUID(),
      sub: subject,
      aud: audience,
      ref: 'refs/heads/main',
      sha: '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d',
      repository: 'octo-org/app',
      repository_owner: 'octo-org',
      repository_owner_id: '65',
      run_id: '4242424242',
      run_number: '10',
      run_attempt: '1',
      repository_visibility: 'private',
      repository_id: '74',
      actor_id: '12',
      actor: 'octocat',
      workflow: 'deploy',
      head_ref: '',
      base_ref: '',
      event_name: 'push',
      ref_protected: 'true',
      ref_type: 'branch',
      workflow_ref: 'octo-org/app/.github/workflows/deploy.yml@refs/heads/main',
      job_workflow_ref: 'octo-org/app/.github/workflows/deploy.yml@refs/heads/main',
      runner_environment: 'github-hosted',
      iss: issuer,
      nbf: issued - 300,
      exp: issued + lifetime,
      iat: issued,
      ...claims
    };
    const signed = [header, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = sign('RSA-SHA256', Buffer.from(signed), keyPair().privateKey);
    if (forge === 'signature') signature.writeUInt8(signature.readUInt8(0) ^ 1, 0);
    return `${signed}.${signature.toString('base64url')}`;
  }
}

function json(status: number, body: object): ServiceResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body)
  };
}
