import { generateKeyPairSync } from 'node:crypto';
import {
  jsonOrText,
  ServiceError,
  type ServiceResponse,
  type Service,
  type WireRequest
} from '../service.js';

/** What a token can do with Actions secrets. */
export interface GitHubToken {
  /** `integration`: GITHUB_TOKEN or the token of a GitHub App; otherwise a fine-grained personal token. */
  readonly kind: 'integration' | 'personal access token';
  readonly secrets?: 'read' | 'write';
  readonly environments?: 'read' | 'write';
}

/** A key pair for sealed boxes. */
export interface SealedBox {
  /** Curve25519, base64. */
  readonly publicKey: string;
  /** Decrypts base64 to UTF-8 text. Throws when the box was not sealed with the public key. */
  open(sealed: string): string;
}

export interface GitHubApiOptions {
  /** `owner/name` → names of its environments. */
  readonly repositories?: Readonly<Record<string, readonly string[]>>;
  readonly tokens?: Readonly<Record<string, GitHubToken>>;
  /** Decrypts secrets, so that tests can compare them. Without it they are stored encrypted. */
  readonly sealedBox?: SealedBox;
}

export interface ActionsSecret {
  readonly encryptedValue: string;
  readonly keyId: string;
  /** The decrypted secret, when there is a {@link SealedBox}. */
  readonly value?: string;
  /** How often it was written. */
  readonly writes: number;
}

/** The path of the API, as on GitHub Enterprise Server. */
export const API_PATH = '/api/v3';
const SIZE_LIMIT = 48 * 1024;
const ROUTE =
  /^\/repos\/([^/]+\/[^/]+)(?:\/environments\/([^/]+)|\/actions)\/secrets\/(public-key|[^/]+)$/;

/** The part of GitHub's REST API that writes Actions secrets. */
export class GitHubApi implements Service {
  readonly name = 'github';
  readonly requestIdHeader = 'x-github-request-id';
  readonly throttled = new ServiceError(
    'rate',
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    403
  );
  readonly keyId = '568250167242549743';
  /** By `owner/name NAME` or `owner/name environment NAME`. */
  readonly secrets = new Map<string, ActionsSecret>();
  readonly #repositories: Readonly<Record<string, readonly string[]>>;
  readonly #tokens: Readonly<Record<string, GitHubToken>>;
  readonly #box: SealedBox | undefined;
  readonly #publicKey: string;

  constructor(options: GitHubApiOptions = {}) {
    this.#repositories = options.repositories ?? { 'octo-org/app': ['production'] };
    this.#tokens = options.tokens ?? DEFAULT_TOKENS;
    this.#box = options.sealedBox;
    this.#publicKey = options.sealedBox?.publicKey ?? randomPublicKey();
  }

  owns(request: WireRequest): boolean {
    return request.url.pathname.startsWith(`${API_PATH}/`);
  }

  operation(request: WireRequest): string {
    const [, , environment, last] = this.#route(request) ?? [];
    if (last === undefined) return `${request.method} ${request.url.pathname}`;
    const scope = environment === undefined ? 'Repository' : 'Environment';
    return last === 'public-key' ? `Get${scope}PublicKey` : `Put${scope}Secret`;
  }

  parse(request: WireRequest): unknown {
    return jsonOrText(request.body);
  }

  handle(request: WireRequest): ServiceResponse {
    const token = this.#authenticate(request);
    const [, repository = '', encoded, last = ''] = this.#route(request) ?? [];
    const environment = encoded === undefined ? undefined : decodeURIComponent(encoded);
    const environments = this.#repositories[repository];
    if (
      environments === undefined ||
      (environment !== undefined && !environments.includes(environment))
    )
      throw new ServiceError('missing', 'Not Found', 404);
    const access = environment === undefined ? token.secrets : token.environments;
    const writes = request.method === 'PUT';
    if (access === undefined || (writes && access !== 'write'))
      throw new ServiceError('denied', `Resource not accessible by ${token.kind}`, 403);
    if (request.method === 'GET' && last === 'public-key')
      return answer(200, { key_id: this.keyId, key: this.#publicKey });
    if (!writes || last === 'public-key') throw new ServiceError('missing', 'Not Found', 404);

    const name = decodeURIComponent(last).toUpperCase();
    const path = [repository, environment, name].filter((part) => part !== undefined).join(' ');
    const before = this.secrets.get(path);
    this.secrets.set(path, {
      ...this.#readSecret(name, this.parse(request)),
      writes: (before?.writes ?? 0) + 1
    });
    return before ? answer(204) : answer(201, {});
  }

  errorResponse({ code, message, status }: ServiceError): ServiceResponse {
    const body = {
      message,
      documentation_url: 'https://docs.github.com/rest',
      status: String(status)
    };
    return answer(status, body, code === 'rate' ? { 'retry-after': '60' } : {});
  }

  #route(request: WireRequest): RegExpExecArray | null {
    return ROUTE.exec(request.url.pathname.slice(API_PATH.length));
  }

  #authenticate({ headers }: WireRequest): GitHubToken {
    if (headers['user-agent'] === undefined)
      throw new ServiceError(
        'agent',
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
        403
      );
    const [, credentials] = /^(?:token|bearer) (.+)$/i.exec(headers.authorization ?? '') ?? [];
    if (credentials === undefined)
      throw new ServiceError('anonymous', 'Requires authentication', 401);
    const token = Object.hasOwn(this.#tokens, credentials) ? this.#tokens[credentials] : undefined;
    if (token === undefined) throw new ServiceError('unknown', 'Bad credentials', 401);
    return token;
  }

  #readSecret(name: string, body: unknown): Omit<ActionsSecret, 'writes'> {
    if (!/^[A-Z_][A-Z0-9_]*$/.test(name))
      throw unprocessable(
        'Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are not allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_).'
      );
    if (name.startsWith('GITHUB_'))
      throw unprocessable('Secret names must not start with GITHUB_.');
    const { encrypted_value: encryptedValue, key_id: keyId } = (body ?? {}) as Record<
      string,
      unknown
    >;
    if (typeof encryptedValue !== 'string' || typeof keyId !== 'string')
      throw unprocessable(
        'Invalid request.\n\n"encrypted_value" and "key_id" of type string weren\'t both supplied.'
      );
    if (keyId !== this.keyId)
      throw unprocessable('Bad request - the key_id is not that of the current public key.');
    const sealed = Buffer.from(encryptedValue, 'base64');
    if (sealed.length <= 48 || sealed.toString('base64') !== encryptedValue)
      throw unprocessable('Improperly encrypted secret');
    if (sealed.length - 48 > SIZE_LIMIT) throw unprocessable('Secret value is too large.');
    if (this.#box === undefined) return { encryptedValue, keyId };
    try {
      return { encryptedValue, keyId, value: this.#box.open(encryptedValue) };
    } catch {
      throw unprocessable('Improperly encrypted secret');
    }
  }
}

const DEFAULT_TOKENS: Readonly<Record<string, GitHubToken>> = {
  github_pat_local: { kind: 'personal access token', secrets: 'write', environments: 'write' },
  github_pat_reader: { kind: 'personal access token', secrets: 'read', environments: 'read' },
  ghs_local: { kind: 'integration' }
};

function randomPublicKey(): string {
  const { x = '' } = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' });
  return Buffer.from(x, 'base64url').toString('base64');
}

const unprocessable = (message: string) => new ServiceError('unprocessable', message, 422);

const answer = (
  status: number,
  body?: object,
  headers: Record<string, string> = {}
): ServiceResponse => ({
  status,
  headers: {
    ...(body && { 'content-type': 'application/json; charset=utf-8' }),
    ...headers
  },
  body: body === undefined ? '' : JSON.stringify(body)
});
