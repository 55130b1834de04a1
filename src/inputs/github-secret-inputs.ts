import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import type { GitHubSecretOptions } from '../github/github-secret.js';
import { SECRET_APPS, VISIBILITIES, type SecretLocation } from '../github/secret-location.js';
import { readRunnerUrl } from './environment.js';
import { matching, oneOf, refuseOrphans, text } from './parse-input.js';

const REPOSITORY = /^(?!\.\.?\/)[\w.-]+\/(?!\.\.?$)[\w.-]+$/;

export function readGitHubSecretOptions(env: NodeJS.ProcessEnv): GitHubSecretOptions | undefined {
  const name = matching(
    'github-secret',
    /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i,
    'a name of letters, digits and underscores that does not begin with a digit or with GITHUB_'
  );
  const given = {
    'github-repository': matching('github-repository', REPOSITORY, 'OWNER/NAME of a repository'),
    'github-environment': matching(
      'github-environment',
      /^[^\p{C}\p{Zl}\p{Zp}]{1,255}$/u,
      'the name of an environment: 1 to 255 characters in one line'
    ),
    'github-organization': matching(
      'github-organization',
      /^(?!\.\.?$)[\w.-]+$/,
      'the name of an organization, as its address on GitHub has it'
    ),
    'github-secret-app': oneOf('github-secret-app', SECRET_APPS),
    'github-secret-visibility': oneOf('github-secret-visibility', VISIBILITIES),
    'github-token': text('github-token')
  };
  if (name === undefined) {
    refuseOrphans('github-secret', given, 'says how a GitHub secret is written');
    return undefined;
  }
  const { 'github-token': token, 'github-secret-visibility': visibility } = given;
  if (token === undefined) {
    throw new ActionError(
      `github-secret is ${quote(name)}, but github-token is empty. ` +
        'Set github-token to a token that may write secrets; the GITHUB_TOKEN of the job may not.'
    );
  }
  if (!/^[!-~]+$/.test(token)) {
    throw new ActionError(
      `github-token must contain only visible ASCII characters, but contains others (${token.length} characters in all). ` +
        'Look for a space or a line break in the secret that it comes from.'
    );
  }
  return {
    name,
    token,
    location: readPlace(name, given, env),
    ...(visibility && { visibility }),
    jobRepository: {
      name: env['GITHUB_REPOSITORY'] ?? '',
      id: env['GITHUB_REPOSITORY_ID'] ?? ''
    },
    api: readRunnerUrl('GITHUB_API_URL', env['GITHUB_API_URL'] || 'https://api.github.com', env)
  };
}

interface PlaceInputs {
  readonly 'github-repository': string | undefined;
  readonly 'github-environment': string | undefined;
  readonly 'github-organization': string | undefined;
  readonly 'github-secret-app': SecretLocation['app'] | undefined;
  readonly 'github-secret-visibility': string | undefined;
}

function readPlace(name: string, given: PlaceInputs, env: NodeJS.ProcessEnv): SecretLocation {
  const {
    'github-repository': repository,
    'github-environment': environment,
    'github-organization': organization,
    'github-secret-app': app = 'actions'
  } = given;
  if (organization !== undefined) {
    for (const input of ['github-repository', 'github-environment'] as const) {
      const value = given[input];
      if (value === undefined) continue;
      throw new ActionError(
        `github-organization is ${quote(organization)}, and ${input} is ${quote(value)}, but a secret is in one place. Leave one of them empty.`
      );
    }
    return { app, scope: 'organization', owner: organization };
  }
  refuseOrphans(
    'github-organization',
    { 'github-secret-visibility': given['github-secret-visibility'] },
    'says which repositories read the secret of an organization'
  );
  if (environment !== undefined && app !== 'actions') {
    throw new ActionError(
      `github-environment is ${quote(environment)}, and github-secret-app is ${quote(app)}, but only actions has environments. ` +
        'Leave one of them empty.'
    );
  }
  const owner = repository ?? env['GITHUB_REPOSITORY'] ?? '';
  if (!REPOSITORY.test(owner)) {
    throw new ActionError(
      `github-secret is ${quote(name)}, but GITHUB_REPOSITORY is ${quote(owner)}. ` +
        'The runner sets it to OWNER/REPOSITORY; do not overwrite it.'
    );
  }
  return environment === undefined
    ? { app, scope: 'repository', owner }
    : { app, scope: 'environment', owner, environment };
}
