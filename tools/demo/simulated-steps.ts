import type { Database } from './database.js';

type Values = Readonly<Record<string, string>>;

interface SimulatedStep {
  /** The script of the step, or the action that it uses. */
  readonly matches: RegExp;
  readonly run: (
    env: Values,
    database: Database
  ) => { log: string; outputs?: Values; masks?: readonly string[] };
}

/** The steps of the recipes that do not use this action: what they do to the database, and their output. */
const simulatedSteps: readonly SimulatedStep[] = [
  {
    matches: /ALTER ROLE/,
    run: ({ NEW_PASSWORD = '', PGUSER, PGPASSWORD = '' }, database) => {
      // A role that changes its own password logs in with the current one.
      if (PGUSER !== 'admin') database.logIn(PGPASSWORD);
      database.alterPassword(NEW_PASSWORD);
      return { log: 'ALTER ROLE' };
    }
  },
  {
    matches: /SELECT 1/,
    run: ({ PGPASSWORD = '' }, database) => {
      database.logIn(PGPASSWORD);
      return { log: 'Logged in to the database.' };
    }
  },
  {
    matches: /^docker run/,
    run: ({ POSTGRES_PASSWORD = '' }, database) => {
      database.alterPassword(POSTGRES_PASSWORD);
      return { log: `Started a database with the password ${POSTGRES_PASSWORD}.` };
    }
  },
  {
    matches: /^actions\/create-github-app-token@/,
    run: () => ({
      log: 'Created a token of the app that can write the secrets of environments.',
      outputs: { token: 'github_pat_local' },
      masks: ['github_pat_local']
    })
  }
];

/** Simulates a step. Throws what makes the step fail. */
export function simulateStep(
  text: string,
  env: Values,
  database: Database
): ReturnType<SimulatedStep['run']> {
  const step = simulatedSteps.find(({ matches }) => matches.test(text));
  if (!step) throw new Error(`npm start cannot simulate this step: ${text}`);
  return step.run(env, database);
}
