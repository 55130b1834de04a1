import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NotEmulated, ToolError } from '../voice.js';
import type { ClientCall, ClientResult } from '../workflow/clients/client-server.js';
import type { Database } from './database.js';
import { readPsqlCall, type PsqlCall } from './psql-options.js';
import { matchesStored } from './scram.js';

/** The certificate of the emulated RDS, which is its own authority. */
export const CERTIFICATE = fileURLToPath(new URL('tls/certificate.pem', import.meta.url));

const STATEMENTS = [
  '\\getenv NAME VARIABLE',
  'SELECT 1',
  'SELECT current_user',
  "SELECT 'CREATE ROLE name LOGIN' WHERE NOT EXISTS (…) \\gexec, as on the pages; also NOLOGIN, and LOGIN IN ROLE owner",
  'GRANT CREATE ON DATABASE name TO owner',
  'ALTER ROLE name SET ROLE owner',
  "ALTER ROLE name PASSWORD :'NAME', or ALTER ROLE :\"NAME\" PASSWORD :'NAME'"
];

interface Role {
  /** What is stored of its password. */
  password?: string;
  readonly canLogIn: boolean;
  readonly owner?: string | undefined;
  /** The role that its sessions act as. */
  actsAs?: string;
}

/** Stands for PostgreSQL where it is not installed: roles, their passwords, and the statements of the pages. */
export class SimulatedPostgres implements Database {
  readonly #roles = new Map<string, Role>();
  #master = '';

  /** @param hasTls whether the server has the certificate of the emulated RDS; one in a container has none. */
  constructor(private readonly hasTls = true) {}

  setMaster(user: string, password: string): Promise<void> {
    this.#master = user;
    this.#roles.set(user, { password, canLogIn: true });
    return Promise.resolve();
  }

  canLogIn(user: string, password: string): Promise<boolean> {
    const { password: stored, canLogIn = false } = this.#roles.get(user) ?? {};
    return Promise.resolve(canLogIn && stored !== undefined && matchesStored(stored, password));
  }

  async psql(call: ClientCall): Promise<ClientResult> {
    const psql = readPsqlCall(call);
    this.#checkCertificate(psql, call.workspace);
    if (!(await this.canLogIn(psql.user, psql.password)))
      throw new ToolError(
        `psql: error: connection to server at "${psql.host}", port 5432 failed: FATAL:  password authentication failed for user "${psql.user}"`,
        2
      );
    const variables = new Map<string, string>();
    const statements =
      psql.commands.length > 0
        ? psql.commands
        : psql.script.split(/(?<=;|\\gexec)\s*\n|(?<=^\\getenv .*)\n/m);
    const result = { stdout: '', stderr: '' };
    for (const statement of statements) {
      try {
        result.stdout += this.#run(statement.trim(), psql, call.env, variables);
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        result.stderr += `${error.message}\n`;
        // As psql does: a script goes on after an error unless it is told to stop.
        if (psql.commands.length > 0) return { ...result, status: 1 };
        if (psql.rest.includes('--set=ON_ERROR_STOP=1')) return { ...result, status: 3 };
      }
    }
    return result;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #checkCertificate({ host, sslMode, sslRootCertificate }: PsqlCall, workspace: string): void {
    if (['disable', 'allow', 'prefer'].includes(sslMode)) return;
    if (!this.hasTls)
      throw new ToolError(
        `psql: error: connection to server at "${host}", port 5432 failed: server does not support SSL, but SSL was required`,
        2
      );
    if (!sslMode.startsWith('verify-')) return;
    const file = sslRootCertificate ?? '~/.postgresql/root.crt';
    const path = resolve(workspace, file);
    if (!existsSync(path))
      throw new Error(
        `psql checks the certificate of the server (sslmode=${sslMode}), but there is no file ${file}.`
      );
    if (!readFileSync(path, 'utf8').includes(readFileSync(CERTIFICATE, 'utf8').trim()))
      throw new ToolError(
        `psql: error: connection to server at "${host}", port 5432 failed: SSL error: certificate verify failed`,
        2
      );
  }

  #run(
    statement: string,
    { user, rest }: PsqlCall,
    env: ClientCall['env'],
    variables: Map<string, string>
  ): string {
    const [, name, source] = /^\\getenv (\w+) (\w+)$/.exec(statement) ?? [];
    if (name !== undefined && source !== undefined) {
      const value = env[source];
      if (value !== undefined) variables.set(name, value);
      return '';
    }
    const [, selected] = /^SELECT (1|current_user);?$/.exec(statement) ?? [];
    if (selected !== undefined) {
      const role = this.#roles.get(user)?.actsAs ?? user;
      const [column, value] = selected === '1' ? ['?column?', '1'] : ['current_user', role];
      if (rest.includes('--tuples-only')) return `${value}\n`;
      const width = Math.max(column.length, value.length);
      return ` ${column.padEnd(width)} \n${'-'.repeat(width + 2)}\n ${value.padStart(width)}\n(1 row)\n\n`;
    }
    const [, created, login, owner] =
      /^SELECT 'CREATE ROLE (\w+) (LOGIN|NOLOGIN)(?: IN ROLE (\w+))?'\s+WHERE NOT EXISTS \(SELECT FROM pg_roles WHERE rolname = '\1'\) \\gexec$/.exec(
        statement
      ) ?? [];
    if (created !== undefined) {
      if (this.#roles.has(created)) return '';
      if (user !== this.#master) throw new ToolError('ERROR:  permission denied to create role');
      if (owner !== undefined) this.#find(owner);
      this.#roles.set(created, { canLogIn: login === 'LOGIN', owner });
      return 'CREATE ROLE\n';
    }
    const [, grantee] = /^GRANT CREATE ON DATABASE \w+ TO (\w+);$/.exec(statement) ?? [];
    if (grantee !== undefined) {
      this.#find(grantee);
      if (user !== this.#master) throw new ToolError('ERROR:  permission denied for database');
      return 'GRANT\n';
    }
    const [, member, actsAs] = /^ALTER ROLE (\w+) SET ROLE (\w+);$/.exec(statement) ?? [];
    if (member !== undefined && actsAs !== undefined) {
      const role = this.#find(member);
      if (!this.#roles.has(actsAs))
        throw new NotEmulated(statement, 'the name of a role that exists');
      if (user !== this.#master) throw new ToolError('ERROR:  permission denied');
      if (role.owner === actsAs) role.actsAs = actsAs;
      return 'ALTER ROLE\n';
    }
    const [, quoted, plain, variable] =
      /^ALTER ROLE (?::"(\w+)"|(\w+)) PASSWORD :'(\w+)';$/.exec(statement) ?? [];
    if (variable !== undefined) {
      const altered = plain ?? variables.get(quoted ?? '');
      const password = variables.get(variable);
      if (altered === undefined || password === undefined)
        throw new ToolError('ERROR:  syntax error at or near ":"');
      const role = this.#find(altered);
      if (user !== this.#master && user !== altered)
        throw new ToolError('ERROR:  permission denied');
      role.password = password;
      return 'ALTER ROLE\n';
    }
    if (statement === '') return '';
    throw new NotEmulated(
      `Without PostgreSQL on this machine, the statement ${JSON.stringify(statement)}`,
      STATEMENTS
    );
  }

  #find(name: string): Role {
    const role = this.#roles.get(name);
    if (!role) throw new ToolError(`ERROR:  role "${name}" does not exist`);
    return role;
  }
}
