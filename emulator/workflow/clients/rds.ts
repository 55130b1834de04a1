import type { Database } from '../../databases/database.js';
import { ServiceError } from '../../service.js';
import { ToolError } from '../../voice.js';

export interface DatabaseServer {
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

  constructor(private readonly openDatabase: () => Promise<Database>) {}

  async create(
    identifier: string,
    region: string,
    master: { readonly user: string; readonly password: string; readonly databaseName: string },
    kind: 'instance' | 'cluster' = 'instance'
  ): Promise<void> {
    checkMasterPassword(master.password);
    if (this.servers.has(`${kind} ${identifier}`))
      throw kind === 'instance'
        ? new ServiceError('DBInstanceAlreadyExists', 'DB instance already exists')
        : new ServiceError('DBClusterAlreadyExistsFault', 'DB Cluster already exists');
    const address = `${identifier}${kind === 'cluster' ? '.cluster-example' : '.example'}.${region}.rds.amazonaws.com`;
    const database = await this.openDatabase();
    await database.setMaster(master.user, master.password, master.databaseName);
    const { user, databaseName } = master;
    this.servers.set(`${kind} ${identifier}`, {
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
    checkMasterPassword(password);
    this.find(identifier, kind).pendingPassword = password;
  }

  /** Time passes: changes come into effect. */
  async settle(): Promise<void> {
    for (const server of this.servers.values()) {
      if (server.pendingPassword === undefined) continue;
      await server.database.setMaster(server.user, server.pendingPassword, server.databaseName);
      delete server.pendingPassword;
    }
  }

  at(host: string): Database {
    const server = [...this.servers.values()].find(({ address }) => address === host);
    if (server) return server.database;
    throw new ToolError(
      `psql: error: could not translate host name "${host}" to address: Name or service not known`,
      2
    );
  }

  async close(): Promise<void> {
    const databases = new Set([...this.servers.values()].map(({ database }) => database));
    for (const database of databases) await database.close();
  }
}

/** The rule of the API: 8 to 128 printable characters, without `/`, `"`, `@` and the space. */
function checkMasterPassword(password: string): void {
  if (!/^[!#-.0-?A-~]{8,128}$/.test(password))
    throw new ServiceError(
      'InvalidParameterValue',
      'The parameter MasterUserPassword is not a valid password.'
    );
}
