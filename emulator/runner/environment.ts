import { join } from 'node:path';
import { COMMAND_FILES, type CommandFile } from './command-files.js';

/** What the runner takes from the machine, since programs do not start without it. */
const INHERITED = [
  'PATH',
  'LANG',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'ComSpec',
  'PATHEXT'
];

const RUNNER_OS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows'
};

export interface EnvironmentOptions {
  /** The runner's folder for this step. */
  readonly root: string;
  readonly workspace: string;
  readonly files: Readonly<Record<CommandFile, string>>;
  readonly debug?: boolean | undefined;
  /** Added at the end; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** The environment variables of a step, as GitHub's runner sets them, without those of the inputs. */
export function createEnvironment(options: EnvironmentOptions): Record<string, string> {
  const { root, workspace, files } = options;
  const env: Record<string, string | undefined> = {
    ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
    HOME: join(root, 'home'),
    USERPROFILE: process.platform === 'win32' ? join(root, 'home') : undefined,
    CI: 'true',
    GITHUB_ACTION: '__self',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'octocat',
    GITHUB_ACTOR_ID: '12',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: join(root, 'temp', 'event.json'),
    GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
    GITHUB_JOB: 'deploy',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_REPOSITORY: 'octo-org/app',
    GITHUB_REPOSITORY_ID: '74',
    GITHUB_REPOSITORY_OWNER: 'octo-org',
    GITHUB_REPOSITORY_OWNER_ID: '65',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '4242424242',
    GITHUB_RUN_NUMBER: '10',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d',
    GITHUB_WORKFLOW: 'deploy',
    GITHUB_WORKFLOW_REF: 'octo-org/app/.github/workflows/deploy.yml@refs/heads/main',
    GITHUB_WORKSPACE: workspace,
    ...Object.fromEntries(COMMAND_FILES.map((file) => [`GITHUB_${file}`, files[file]])),
    RUNNER_ARCH: process.arch.toUpperCase(),
    RUNNER_DEBUG: options.debug ? '1' : undefined,
    RUNNER_ENVIRONMENT: 'self-hosted',
    RUNNER_NAME: 'emulator',
    RUNNER_OS: RUNNER_OS[process.platform] ?? process.platform,
    RUNNER_TEMP: join(root, 'temp'),
    RUNNER_TOOL_CACHE: join(root, 'temp', 'tools'),
    ...options.env
  };
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  );
}
