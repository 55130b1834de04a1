import type { ClientCall, ClientResult } from '../workflow/clients/client-server.js';

/** A PostgreSQL server as a job meets it. */
export interface Database {
  /** What the platform does for the account that it makes: the master user of RDS, the first user of a container. */
  setMaster(user: string, password: string, name: string): Promise<void>;
  canLogIn(user: string, password: string): Promise<boolean>;
  /** One start of `psql` against this server. */
  psql(call: ClientCall): Promise<ClientResult>;
  close(): Promise<void>;
}
