import { readPsqlOptions } from './psql-options.js';
import type { ClientCall, ClientResult } from '../workflow/clients/client-server.js';
import type { Database } from './database.js';
import { matchesStored } from './scram.js';

/** Stands for PostgreSQL where it is not installed: roles, their passwords, and the statements of the pages. */
export class SimulatedPostgres implements Database {
  /** What is stored of each role's password. */
  readonly #roles = new Map<string, string | undefined>();
  #master = '';

  setMaster(user: string, password: string): Promise<void> {
    this.#master = user;
    this.#roles.set(user, password);
    return Promise.resolve();
  }

  canLogIn(user: string, password: string): Promise<boolean> {
    const stored = this.#roles.get(user);
    return Promise.resolve(stored !== undefined && matchesStored(stored, password));
  }

  async psql({ args, env, stdin }: ClientCall): Promise<ClientResult> {
    const { command } = readPsqlOptions(args);
    const { PGUSER: user = '', PGPASSWORD: password = '' } = env;
    if (!(await this.canLogIn(user, password)))
      throw new Error(`error: FATAL:  password authentication failed for user "${user}"`);
    const variables = new Map<string, string>();
    const lines = (command ?? stdin).split(/(?<=;|\\gexec)\s*\n|(?<=^\\getenv .*)\n/m);
    return { stdout: lines.map((one) => this.#run(one.trim(), user, env, variables)).join('') };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #run(
    statement: string,
    user: string,
    env: ClientCall['env'],
    variables: Map<string, string>
  ): string {
    const [, name, source] = /^\\getenv (\w+) (\w+)$/.exec(statement) ?? [];
    if (name !== undefined && source !== undefined) {
      const value = env[source];
      if (value !== undefined) variables.set(name, value);
      return '';
    }
    if (/^SELECT (1|current_user);?$/.test(statement)) return `${user}\n`;
    const [, created] =
      /^SELECT 'CREATE ROLE (\w+) LOGIN'\s+WHERE NOT EXISTS \(SELECT FROM pg_roles WHERE rolname = '\1'\) \\gexec$/.exec(
        statement
      ) ?? [];
    if (created !== undefined) {
      this.#authorize(user, created);
      if (this.#roles.has(created)) return '';
      this.#roles.set(created, undefined);
      return 'CREATE ROLE\n';
    }
    const [, altered, variable] = /^ALTER ROLE (\w+) PASSWORD :'(\w+)';$/.exec(statement) ?? [];
    if (altered !== undefined && variable !== undefined) {
      const password = variables.get(variable);
      if (password === undefined) throw new Error(`error: syntax error at or near ":"`);
      this.#authorize(user, altered);
      if (!this.#roles.has(altered)) throw new Error(`error: role "${altered}" does not exist`);
      this.#roles.set(altered, password);
      return 'ALTER ROLE\n';
    }
    if (statement === '') return '';
    throw new Error(`the simulated PostgreSQL does not know this statement: ${statement}`);
  }

  #authorize(user: string, role: string): void {
    if (user !== this.#master && user !== role)
      throw new Error('error: permission denied to alter role');
  }
}
