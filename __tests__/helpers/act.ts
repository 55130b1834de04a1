import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Account } from '../../emulator/workflow/account.js';

const OURS = ['action.yml', 'promote/action.yml', 'dist'];

export const isActInstalled = (): boolean =>
  spawnSync('act', ['--version'], { stdio: 'ignore' }).error === undefined;

/**
 * nektos/act, a runner made by others, in host mode: it runs a workflow with the stand-in clients and actions of an
 * account. Its tokens have the claims of a job on main, or those of a pull request.
 */
export class Act {
  readonly #folder = mkdtempSync(join(tmpdir(), 'act-'));

  /** @param root folder of action.yml. */
  constructor(
    readonly account: Account,
    root: string
  ) {
    for (const path of OURS)
      cpSync(join(root, path), join(this.#folder, 'ours', path), { recursive: true });
    mkdirSync(join(this.#folder, 'home'));
    const git = (...args: string[]) => spawnSync('git', args, { cwd: account.repositoryFolder });
    git('init', '--quiet', '--initial-branch=main');
    git('remote', 'add', 'origin', 'https://github.com/acme/shop');
    git('add', '.');
    git(
      '-c',
      'user.name=acme',
      '-c',
      'user.email=acme@example.com',
      'commit',
      '--quiet',
      '-m',
      'Files'
    );
  }

  async run(text: string, event: string): Promise<{ conclusion: string; log: string }> {
    const { app, clients, cloud, repositoryFolder } = this.account;
    const file = join(this.#folder, 'workflow.yml');
    writeFileSync(file, text);
    const end = event === 'pull_request' ? 'pull_request' : 'ref:refs/heads/main';
    cloud.issuer.options.subject = `repo:acme/shop:${end}`;
    const repositories = [
      ...[...clients.actionFolders].map(([name, folder]) => `${name}=${folder}`),
      `org/aws-random-password@v1=${join(this.#folder, 'ours')}`
    ];
    const env = {
      ...cloud.env(),
      ...this.account.endpoints,
      ...(text.includes('runs-on: [self-hosted') && cloud.instanceEnv),
      EMULATED_CLIENTS_URL: clients.url
    };
    const child = spawn(
      'act',
      [
        event,
        ...['--workflows', file, '--action-offline-mode', '--pull=false'],
        ...['ubuntu-latest', 'ubuntu-24.04', 'self-hosted', 'linux', 'x64'].flatMap((label) => [
          '--platform',
          `${label}=-self-hosted`
        ]),
        ...repositories.flatMap((one) => ['--local-repository', one]),
        ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
        ...['--secret', `SECRETS_APP_PRIVATE_KEY=${app.privateKey}`],
        ...['--var', `SECRETS_APP_CLIENT_ID=${app.clientId}`]
      ],
      {
        cwd: repositoryFolder,
        env: {
          HOME: join(this.#folder, 'home'),
          PATH: [clients.path, dirname(process.execPath), process.env['PATH']].join(delimiter)
        }
      }
    );
    let log = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
    const code = await new Promise((resolve) => child.once('close', resolve));
    return { conclusion: code === 0 ? 'success' : 'failure', log };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
