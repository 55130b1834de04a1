import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import type { ActionsSecretOptions } from '../github/actions-secret.js';
import { readRunnerUrl } from './environment.js';
import { matching, refuseOrphans, text } from './step-inputs.js';

export function readActionsSecretOptions(env: NodeJS.ProcessEnv): ActionsSecretOptions | undefined {
  const name = matching(
    'github-secret',
    /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i,
    'a name of letters, digits and underscores that does not begin with a digit or with GITHUB_'
  );
  const environment = matching(
    'github-environment',
    /^[^\p{C}\p{Zl}\p{Zp}]{1,255}$/u,
    'the name of an environment: 1 to 255 characters in one line'
  );
  const token = text('github-token');
  if (name === undefined) {
    refuseOrphans(
      'github-secret',
      { 'github-environment': environment, 'github-token': token },
      'says how a GitHub secret is written'
    );
    return undefined;
  }
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
  const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  if (!owner || !repo) {
    throw new ActionError(
      `github-secret is ${quote(name)}, but GITHUB_REPOSITORY is ${quote(env['GITHUB_REPOSITORY'] ?? '')}. ` +
        'The runner sets it to OWNER/REPOSITORY; do not overwrite it.'
    );
  }
  return {
    name,
    token,
    owner,
    repo,
    ...(environment !== undefined && { environment }),
    api: readRunnerUrl('GITHUB_API_URL', env['GITHUB_API_URL'] || 'https://api.github.com', env)
  };
}
