import type { Database } from '../../databases/database.js';
import { ServiceError } from '../../service.js';

export type Engine = 'postgres' | 'mysql' | 'mariadb';

export interface DatabaseServer {
  readonly engine: Engine;
  readonly identifier: string;
  readonly address: string;
  readonly user: string;
  readonly databaseName: string;
  readonly database: Database;
  /** A master password that was asked for and is not in effect yet: RDS takes a while. */
  pendingPassword?: string;
}

/** The instances and clusters of an account. */
export class Rds {
  readonly servers = new Map<string, DatabaseServer>();

  constructor(private readonly openDatabase: (engine: Engine) => Promise<Database>) {}

  async create(
    identifier: string,
    region: string,
    master: { readonly user: string; readonly password: string; readonly databaseName: string },
    kind: 'instance' | 'cluster' = 'instance',
    engine: Engine = 'postgres'
  ): Promise<void> {
    checkMasterPassword(master.password, engine);
    if (this.servers.has(`${kind} ${identifier}`))
      throw kind === 'instance'
        ? new ServiceError('DBInstanceAlreadyExists', 'DB instance already exists')
        : new ServiceError('DBClusterAlreadyExistsFault', 'DB Cluster already exists');
    const address = `${identifier}${kind === 'cluster' ? '.cluster-example' : '.example'}.${region}.rds.amazonaws.com`;
    const database = await this.openDatabase(engine);
    await database.setMaster(master.user, master.password, master.databaseName);
    const { user, databaseName } = master;
    this.servers.set(`${kind} ${identifier}`, {
      engine,
      identifier,
      address,
      user,
      databaseName,
      database
    });
  }

  list(kind: 'instance' | 'cluster'): readonly DatabaseServer[] {
    return [...this.servers].filter(([key]) => key.startsWith(`${kind} `)).map(([, one]) => one);
  }

  find(identifier: string, kind: 'instance' | 'cluster' = 'instance'): DatabaseServer {
    const server = this.servers.get(`${kind} ${identifier}`);
    if (server) return server;
    throw kind === 'instance'
      ? new ServiceError('DBInstanceNotFound', `DBInstance ${identifier} not found.`)
      : new ServiceError('DBClusterNotFoundFault', `DBCluster ${identifier} not found.`);
  }

  change(identifier: string, password: string, kind: 'instance' | 'cluster' = 'instance'): void {
    const server = this.find(identifier, kind);
    checkMasterPassword(password, server.engine);
    server.pendingPassword = password;
  }

  /** Time passes: changes come into effect. */
  async settle(): Promise<void> {
    for (const server of this.servers.values()) {
      if (server.pendingPassword === undefined) continue;
      await server.database.setMaster(server.user, server.pendingPassword, server.databaseName);
      delete server.pendingPassword;
    }
  }

  /** @returns undefined where no server has that address. */
  at(host: string): Database | undefined {
    return [...this.servers.values()].find(({ address }) => address === host)?.database;
  }

  async close(): Promise<void> {
    const databases = new Set([...this.servers.values()].map(({ database }) => database));
    for (const database of databases) await database.close();
  }
}

/** The rule of the API: 8 to 128, or 41, printable characters, without `/`, `"`, `@` and the space. */
function checkMasterPassword(password: string, engine: Engine): void {
  if (!/^[!#-.0-?A-~]{8,128}$/.test(password) || (engine !== 'postgres' && password.length > 41))
    throw new ServiceError(
      'InvalidParameterValue',
      'The parameter MasterUserPassword is not a valid password.'
    );
}
