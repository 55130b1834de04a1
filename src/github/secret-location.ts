/** The parts of GitHub that have secrets, each its own; the words of `gh secret set --app`. */
export const SECRET_APPS = ['actions', 'dependabot', 'codespaces'] as const;
export type SecretApp = (typeof SECRET_APPS)[number];

/** Which repositories of an organization read a secret of it. */
export const VISIBILITIES = ['selected', 'private', 'all'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** Where a GitHub secret is. Each location has a public key and a permission of its own. */
export interface SecretLocation {
  readonly app: SecretApp;
  readonly scope: 'repository' | 'environment' | 'organization';
  /** `OWNER/NAME` of a repository, or the name of an organization. */
  readonly owner: string;
  /** Of the scope `environment`, which only `actions` has. */
  readonly environment?: string;
}

/** The permission of a fine-grained or GitHub App token that writes there, by scope. Source: GitHub's REST reference. */
const apps = {
  actions: {
    title: 'GitHub Actions',
    permission: {
      repository: '"Secrets: write"',
      environment: '"Environments: write"',
      organization: 'the organization permission "Secrets: write"'
    }
  },
  dependabot: {
    title: 'Dependabot',
    permission: {
      repository: '"Dependabot secrets: write"',
      organization: 'the organization permission "Dependabot secrets: write"'
    }
  },
  codespaces: {
    title: 'Codespaces',
    permission: {
      repository: '"Codespaces secrets: write"',
      organization: 'the organization permission "Organization Codespaces secrets: write"'
    }
  }
} as const;

/** As a message calls its secrets: `Dependabot secret`. */
export const describeSecret = ({ app }: SecretLocation): string => `${apps[app].title} secret`;

export function describeLocation({ scope, owner, environment = '' }: SecretLocation): string {
  if (scope === 'organization') return `the organization ${owner}`;
  return scope === 'environment' ? `${owner}, environment ${environment}` : owner;
}

export const permissionFor = ({ app, scope }: SecretLocation): string => {
  const permissions: Readonly<Partial<Record<SecretLocation['scope'], string>>> =
    apps[app].permission;
  return permissions[scope] ?? '';
};

/** The organization or user that the location belongs to. */
export const accountOf = ({ owner }: SecretLocation): string => owner.split('/')[0] ?? owner;

/** Of its secrets in GitHub's API, without a slash at the end. */
export function pathOf({ app, scope, owner, environment = '' }: SecretLocation): string {
  const path = owner.split('/').map(encodeURIComponent).join('/');
  if (scope === 'organization') return `/orgs/${path}/${app}/secrets`;
  return scope === 'environment'
    ? `/repos/${path}/environments/${encodeURIComponent(environment)}/secrets`
    : `/repos/${path}/${app}/secrets`;
}
