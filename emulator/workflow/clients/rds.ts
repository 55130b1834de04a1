import type { Database } from '../../databases/database.js';

interface DatabaseServer {
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
      throw new Error(
        `An error occurred (DB${kind === 'instance' ? 'Instance' : 'Cluster'}AlreadyExists): DB ${kind} already exists`
      );
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

  find(identifier: string, kind: 'instance' | 'cluster' = 'instance'): DatabaseServer {
    const server = this.servers.get(`${kind} ${identifier}`);
    if (server) return server;
    const name = kind === 'instance' ? 'DBInstance' : 'DBCluster';
    throw new Error(`An error occurred (${name}NotFound): ${name} ${identifier} not found.`);
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
    throw new Error(
      `error: could not translate host name "${host}" to address: Name or service not known`
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
    throw new Error(
      'An error occurred (InvalidParameterValue): The parameter MasterUserPassword is not a valid password.'
    );
}
