import { presetNames, type PresetName } from '../../src/password/presets.js';
import { samplePasswords } from './measure.js';
import { isInstalled, pipe, source, tools } from './tools.js';

const passwordsEach = 500;
const startsEach = 20;

const engines: Readonly<Partial<Record<PresetName, readonly [operation: string, engine: string]>>> =
  {
    'rds-mysql': ['create-db-instance', 'mysql'],
    'rds-mariadb': ['create-db-instance', 'mariadb'],
    'rds-postgres': ['create-db-instance', 'postgres'],
    'rds-oracle': ['create-db-instance', 'oracle-ee'],
    'rds-sqlserver': ['create-db-instance', 'sqlserver-ex'],
    // moto has no Db2.
    'rds-db2': ['create-db-instance', 'mysql'],
    'aurora-mysql': ['create-db-cluster', 'aurora-mysql'],
    'aurora-postgres': ['create-db-cluster', 'aurora-postgresql']
  };

/**
 * Creates databases with the passwords of the RDS presets by the real AWS CLI, against moto. Prints a line for each
 * preset; returns how many of them failed, or undefined where CLI or moto are not installed.
 */
export async function tryAwsCli(): Promise<number | undefined> {
  if (!isInstalled(tools.python)) return undefined;
  const asked = presetNames.flatMap((name) => {
    const [operation, engine] = engines[name] ?? [];
    const passwords = samplePasswords(name, passwordsEach);
    return operation ? [[name, { operation, engine, passwords }] as const] : [];
  });
  const input = JSON.stringify(Object.fromEntries(asked));
  const results = JSON.parse(await pipe(tools.python, [source('aws-rds.py')], input)) as Readonly<
    Record<string, { equals: number; blank: number; starts: number }>
  >;
  let failed = 0;
  for (const [name, { equals, blank, starts }] of Object.entries(results)) {
    const all = equals === passwordsEach && blank === passwordsEach && starts === startsEach;
    if (!all) failed += 1;
    console.log(
      `${all ? 'passed' : 'failed'} AWS CLI, ${name}: ${equals} of ${passwordsEach} after =, ` +
        `${blank} of ${passwordsEach} after a blank, ${starts} of ${startsEach} databases created`
    );
  }
  return failed;
}
