import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  jsonOrText,
  ServiceError,
  type ServiceResponse,
  type Service,
  type WireRequest
} from '../service.js';
import {
  limitOf,
  operationName,
  permissionFor,
  locationName,
  readRoute,
  type SecretApp,
  type SecretPermission,
  type SecretLocation,
  type SecretRoute
} from './secret-location.js';

/** With its permissions; it lacks those that are left out. */
export interface GitHubToken extends Readonly<Partial<Record<SecretPermission, 'read' | 'write'>>> {
  /** `integration`: GITHUB_TOKEN or the token of a GitHub App; otherwise a fine-grained personal token. */
  readonly kind: 'integration' | 'personal access token';
  /** `owner/name` of those that it is for; all when left out. */
  readonly repositories?: readonly string[];
}

/** A key pair for sealed boxes. */
export interface SealedBox {
  /** Curve25519, base64. */
  readonly publicKey: string;
  /** Decrypts base64 to UTF-8 text. Throws when the box was not sealed with the public key. */
  open(sealed: string): string;
}

export interface GitHubRepository {
  readonly id: number;
  readonly environments?: readonly string[];
  /** Private when left out. */
  readonly public?: boolean;
  readonly archived?: boolean;
}

export interface GitHubApiOptions {
  /** By `owner/name`. The owners are organizations. */
  readonly repositories?: Readonly<Record<string, GitHubRepository>>;
  readonly tokens?: Readonly<Record<string, GitHubToken>>;
  /** Decrypts the secrets of a location, so that tests can compare them. Without it they are stored encrypted. */
  readonly sealedBox?: (location: string) => SealedBox;
}

export interface StoredGitHubSecret {
  readonly encryptedValue: string;
  readonly keyId: string;
  /** The decrypted secret, when there is a {@link SealedBox}. */
  readonly value?: string;
  /** How often it was written. */
  readonly writes: number;
  /** Of an organization's secret. */
  readonly visibility?: Visibility;
  /** Ids of the repositories, where the visibility is `selected`. */
  readonly selected?: readonly number[];
}

const VISIBILITIES = ['all', 'private', 'selected'] as const;
type Visibility = (typeof VISIBILITIES)[number];

/** The path of the API, as on GitHub Enterprise Server. */
export const API_PATH = '/api/v3';
const SIZE_LIMIT = 48 * 1024;

/** The part of GitHub's REST API that writes secrets. */
export class GitHubApi implements Service {
  readonly name = 'github';
  readonly requestIdHeader = 'x-github-request-id';
  readonly throttled = new ServiceError(
    'rate',
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    403
  );
  /** By the name of the location ({@link locationName}), a space, and the name of the secret. */
  readonly secrets = new Map<string, StoredGitHubSecret>();
  readonly #repositories: Readonly<Record<string, GitHubRepository>>;
  readonly #tokens: Readonly<Record<string, GitHubToken>>;
  readonly #createBox: ((location: string) => SealedBox) | undefined;
  readonly #keys = new Map<string, { readonly key: string; readonly box?: SealedBox }>();

  constructor(options: GitHubApiOptions = {}) {
    this.#repositories = options.repositories ?? {
      'octo-org/app': { id: 74, environments: ['production'] }
    };
    this.#tokens = options.tokens ?? DEFAULT_TOKENS;
    this.#createBox = options.sealedBox;
  }

  owns(request: WireRequest): boolean {
    return request.url.pathname.startsWith(`${API_PATH}/`);
  }

  operation(request: WireRequest): string {
    const route = readRoute(apiPath(request));
    return route
      ? operationName(request.method, route)
      : `${request.method} ${request.url.pathname}`;
  }

  parse(request: WireRequest): unknown {
    return jsonOrText(request.body);
  }

  handle(request: WireRequest): ServiceResponse {
    const token = this.#authenticate(request);
    const route = readRoute(apiPath(request));
    if (route === undefined || !this.#exists(route.location)) throw notFound();
    this.#authorize(token, route.location, request.method === 'PUT');
    const { location, name, repositories } = route;
    if (request.method === 'GET' && name === undefined)
      return answer(200, {
        key_id: this.keyIdOf(locationName(location)),
        key: this.#keyOf(location).key
      });
    if (name === undefined) throw notFound();
    if (request.method === 'GET')
      return repositories
        ? this.#listRepositories(request, location, name)
        : this.#describe(request, location, name);
    if (request.method !== 'PUT' || repositories) throw notFound();
    return this.#put(route, name, this.parse(request));
  }

  errorResponse({ code, message, status }: ServiceError): ServiceResponse {
    const body = {
      message,
      documentation_url: 'https://docs.github.com/rest',
      status: String(status)
    };
    return answer(status, body, code === 'rate' ? { 'retry-after': '60' } : {});
  }

  /** The id of the public key of a location, by its name. */
  keyIdOf(location: string): string {
    const hash = createHash('sha256').update(location).digest();
    return String(hash.readBigUInt64BE() % 10n ** 18n).padStart(18, '5');
  }

  /**
   * What the workflows of a repository read when they run for an app: the secrets of the organization that are for the
   * repository, over them those of the repository, or those of an environment.
   */
  readableBy(repository: string, app: SecretApp, environment?: string): Map<string, string> {
    const [owner = ''] = repository.split('/');
    const found = new Map<string, string>();
    const take = (location: SecretLocation) => {
      const prefix = `${locationName(location)} `;
      for (const [path, { value = '', ...secret }] of this.secrets) {
        const name = path.slice(prefix.length);
        const isIn = path.startsWith(prefix) && !name.includes(' ');
        if (isIn && this.#isFor(secret, repository)) found.set(name, value);
      }
    };
    if (environment === undefined) {
      take({ app, owner, scope: 'organization' });
      take({ app, owner: repository, scope: 'repository' });
    } else take({ app, owner: repository, scope: 'environment', environment });
    return found;
  }

  #isFor({ visibility, selected = [] }: Partial<StoredGitHubSecret>, repository: string): boolean {
    const { id = 0, public: isPublic = false } = this.#repositories[repository] ?? {};
    switch (visibility) {
      case 'selected':
        return selected.includes(id);
      case 'private':
        return !isPublic;
      default:
        return true;
    }
  }

  #exists({ environment, owner, scope }: SecretLocation): boolean {
    if (scope === 'organization')
      return Object.keys(this.#repositories).some((name) => name.startsWith(`${owner}/`));
    const repository = this.#repositories[owner];
    return (
      repository !== undefined &&
      (environment === undefined || (repository.environments ?? []).includes(environment))
    );
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

  #authorize(token: GitHubToken, location: SecretLocation, writes: boolean): void {
    const { kind, repositories } = token;
    const access = token[permissionFor(location)];
    const repository = this.#repositories[location.owner];
    const denied = new ServiceError('denied', `Resource not accessible by ${kind}`, 403);
    if (repository !== undefined && repositories?.includes(location.owner) === false) {
      // A private repository does not show that it is there.
      throw repository.public === true ? denied : notFound();
    }
    if (access === undefined || (writes && access !== 'write')) throw denied;
    if (writes && repository?.archived === true)
      throw new ServiceError('archived', 'Repository was archived so is read-only.', 403);
  }

  #keyOf(location: SecretLocation) {
    const name = locationName(location);
    const box = this.#keys.get(name)?.box ?? this.#createBox?.(name);
    const known = this.#keys.get(name) ?? {
      key: box?.publicKey ?? randomPublicKey(),
      ...(box && { box })
    };
    this.#keys.set(name, known);
    return known;
  }

  #find(location: SecretLocation, name: string): StoredGitHubSecret {
    const secret = this.secrets.get(`${locationName(location)} ${name}`);
    if (secret === undefined) throw notFound();
    return secret;
  }

  #describe(request: WireRequest, location: SecretLocation, name: string): ServiceResponse {
    const { visibility } = this.#find(location, name);
    const url = `http://${request.headers.host ?? ''}${request.url.pathname}/repositories`;
    return answer(200, {
      name,
      created_at: '2026-11-24T09:00:00Z',
      updated_at: '2026-11-24T09:00:00Z',
      ...(visibility && { visibility }),
      ...(visibility === 'selected' && { selected_repositories_url: url })
    });
  }

  #listRepositories({ url, headers }: WireRequest, location: SecretLocation, name: string) {
    const { selected = [] } = this.#find(location, name);
    const perPage = Math.min(Number(url.searchParams.get('per_page') ?? 30), 100);
    const page = Number(url.searchParams.get('page') ?? 1);
    const shown = selected.slice((page - 1) * perPage, page * perPage);
    const next = new URL(`http://${headers.host ?? ''}${url.pathname}${url.search}`);
    next.searchParams.set('page', String(page + 1));
    const byId = new Map(
      Object.entries(this.#repositories).map(([fullName, one]) => [one.id, { fullName, ...one }])
    );
    const body = {
      total_count: selected.length,
      repositories: shown.map((id) => {
        const { fullName = '', public: isPublic = false } = byId.get(id) ?? {};
        return { id, name: fullName.split('/')[1], full_name: fullName, private: !isPublic };
      })
    };
    const hasMore = page * perPage < selected.length;
    return answer(200, body, hasMore ? { link: `<${next.href}>; rel="next"` } : {});
  }

  #put({ location }: SecretRoute, name: string, body: unknown): ServiceResponse {
    const path = `${locationName(location)} ${name}`;
    const before = this.secrets.get(path);
    const given = {
      ...this.#readSecret(location, name, body),
      ...this.#readAccess(location, body)
    };
    const count = [...this.secrets.keys()].filter(
      (one) => one.slice(0, one.lastIndexOf(' ')) === locationName(location)
    ).length;
    // What GitHub says here is not known.
    if (!before && count >= limitOf(location))
      throw unprocessable(`There are ${count} secrets, which is the limit.`);
    this.secrets.set(path, { ...given, writes: (before?.writes ?? 0) + 1 });
    return before ? answer(204) : answer(201, {});
  }

  /**
   * Who may read an organization's secret. Each PUT says it anew: repositories that are left out do not stay.
   */
  #readAccess(
    { app, owner, scope }: SecretLocation,
    body: unknown
  ): Pick<StoredGitHubSecret, 'visibility' | 'selected'> {
    if (scope !== 'organization') return {};
    const { visibility, selected_repository_ids: ids } = (body ?? {}) as Record<string, unknown>;
    if (visibility === undefined)
      throw unprocessable('Invalid request.\n\n"visibility" wasn\'t supplied.');
    const known = VISIBILITIES.find((one) => one === visibility);
    if (known === undefined)
      throw unprocessable(
        `Invalid request.\n\n${JSON.stringify(visibility)} is not a possible value. Must be one of the following: ${VISIBILITIES.join(', ')}.`
      );
    if (known !== 'selected') {
      if (ids !== undefined)
        throw unprocessable('selected_repository_ids goes with the visibility selected only.');
      return { visibility: known };
    }
    const ofOwner = Object.entries(this.#repositories)
      .filter(([name]) => name.startsWith(`${owner}/`))
      .map(([, { id }]) => id);
    const selected = Array.isArray(ids) ? ids : ids === undefined ? [] : [ids];
    // Codespaces take numbers; the others take texts with numbers as well (GitHub's OpenAPI description).
    const isId = (id: unknown) =>
      typeof id === 'number' || (app !== 'codespaces' && /^\d+$/.test(String(id)));
    if (!selected.every((id) => isId(id) && ofOwner.includes(Number(id))))
      throw unprocessable(
        'Invalid request.\n\nselected_repository_ids has a repository that is not there.'
      );
    return { visibility: known, selected: selected.map(Number) };
  }

  #readSecret(
    location: SecretLocation,
    name: string,
    body: unknown
  ): Omit<StoredGitHubSecret, 'writes'> {
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
    if (keyId !== this.keyIdOf(locationName(location)))
      throw unprocessable('Bad request - the key_id is not that of the current public key.');
    const sealed = Buffer.from(encryptedValue, 'base64');
    if (sealed.length <= 48 || sealed.toString('base64') !== encryptedValue)
      throw unprocessable('Improperly encrypted secret');
    if (sealed.length - 48 > SIZE_LIMIT) throw unprocessable('Secret value is too large.');
    const { box } = this.#keyOf(location);
    if (box === undefined) return { encryptedValue, keyId };
    try {
      return { encryptedValue, keyId, value: box.open(encryptedValue) };
    } catch {
      throw unprocessable('Improperly encrypted secret');
    }
  }
}

const apiPath = ({ url }: WireRequest): string => url.pathname.slice(API_PATH.length);

const DEFAULT_TOKENS: Readonly<Record<string, GitHubToken>> = {
  github_pat_local: { kind: 'personal access token', secrets: 'write', environments: 'write' },
  github_pat_reader: { kind: 'personal access token', secrets: 'read', environments: 'read' },
  ghs_local: { kind: 'integration' }
};

function randomPublicKey(): string {
  const { x = '' } = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' });
  return Buffer.from(x, 'base64url').toString('base64');
}

const notFound = () => new ServiceError('missing', 'Not Found', 404);
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
