import type { Database } from '../../databases/database.js';
import { SimulatedPostgres } from '../../databases/simulated-postgres.js';

/** The databases in containers, one a job. */
export class Containers {
  readonly #databases = new Map<string, Database>();

  /** Starts PostgreSQL with the variables of its image. */
  async start(job: string, env: Readonly<Record<string, string>>): Promise<void> {
    if (this.#databases.has(job))
      throw new Error('This job has a container with a database already; one a job is emulated.');
    const { POSTGRES_PASSWORD: password = '', POSTGRES_USER: user = 'postgres' } = env;
    if (password === '')
      throw new Error(
        'The container stops at once, since its variable POSTGRES_PASSWORD is empty: PostgreSQL says that the superuser password is not specified.'
      );
    const database = new SimulatedPostgres(false);
    await database.setMaster(user, password);
    this.#databases.set(job, database);
  }

  at(job: string): Database | undefined {
    return this.#databases.get(job);
  }
}
