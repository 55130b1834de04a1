/** Where GitHub has secrets: what each location is called, and what a token and a secret must be like there. */

export type SecretApp = 'actions' | 'dependabot' | 'codespaces';

export interface SecretLocation {
  readonly app: SecretApp;
  /** An organization, or `owner/name`. */
  readonly owner: string;
  readonly scope: 'organization' | 'repository' | 'environment';
  /** Only of an environment. */
  readonly environment?: string;
}

/** The names of the permissions of GitHub Apps; fine-grained tokens have the same. */
export type SecretPermission =
  | 'secrets'
  | 'environments'
  | 'dependabot_secrets'
  | 'codespaces_secrets'
  | 'organization_secrets'
  | 'organization_dependabot_secrets'
  | 'organization_codespaces_secrets';

const APPS: Readonly<
  Record<
    SecretApp,
    { readonly repository: SecretPermission; readonly organization: SecretPermission }
  >
> = {
  actions: { repository: 'secrets', organization: 'organization_secrets' },
  dependabot: {
    repository: 'dependabot_secrets',
    organization: 'organization_dependabot_secrets'
  },
  codespaces: {
    repository: 'codespaces_secrets',
    organization: 'organization_codespaces_secrets'
  }
};

export const permissionFor = ({ app, scope }: SecretLocation): SecretPermission =>
  scope === 'environment' ? 'environments' : APPS[app][scope];

/** How many secrets a location may have (GitHub docs, "Secrets reference"). */
export const limitOf = ({ scope }: SecretLocation): number =>
  scope === 'organization' ? 1000 : 100;

/**
 * `octo-org/app`, `octo-org/app production` for an environment, `octo-org` for an organization; those of Dependabot and
 * of Codespaces end in `@dependabot` and `@codespaces`.
 */
export const locationName = ({ app, owner, environment }: SecretLocation): string =>
  owner +
  (environment === undefined ? '' : ` ${environment}`) +
  (app === 'actions' ? '' : `@${app}`);

/** A path of the REST API about secrets. */
export interface SecretRoute {
  readonly location: SecretLocation;
  /** A secret's name in capitals, or undefined for the public key of the location. */
  readonly name: string | undefined;
  /** Whether it is about the repositories of an organization's secret. */
  readonly repositories: boolean;
}

const ROUTE =
  /^\/(?:orgs\/([^/]+)|repos\/([^/]+\/[^/]+))\/(?:environments\/([^/]+)|(actions|dependabot|codespaces))\/secrets\/([^/]+)(\/repositories)?$/;

/** Reads a path behind the root of the API. Undefined for all others. */
export function readRoute(path: string): SecretRoute | undefined {
  const [, organization, repository, environment, app = 'actions', last = '', repositories] =
    ROUTE.exec(path) ?? [];
  const owner = organization ?? repository;
  if (owner === undefined) return undefined;
  const isOrganization = organization !== undefined;
  if (isOrganization ? environment !== undefined : repositories !== undefined) return undefined;
  const location: SecretLocation = {
    app: app as SecretApp,
    owner,
    scope: isOrganization
      ? 'organization'
      : environment === undefined
        ? 'repository'
        : 'environment',
    ...(environment !== undefined && { environment: decodeURIComponent(environment) })
  };
  const isKey = last === 'public-key' && repositories === undefined;
  const name = isKey ? undefined : decodeURIComponent(last).toUpperCase();
  return { location, name, repositories: repositories !== undefined };
}

/** The operation as faults and recorded requests name it, such as `PutDependabotRepositorySecret`. */
export function operationName(
  method: string,
  { location, name, repositories }: SecretRoute
): string {
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const verb = capital(method.toLowerCase());
  const app = location.app === 'actions' ? '' : capital(location.app);
  const thing = name === undefined ? 'PublicKey' : repositories ? 'SecretRepositories' : 'Secret';
  return verb + app + capital(location.scope) + thing;
}
