import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { saltOfVersion, scramVerifier } from '../../src/password/scram.js';
import { samplePasswords } from '../carriers/measure.js';
import {
  anywhere,
  eachAccount,
  encoded,
  output,
  quoted,
  type Account,
  type Place,
  type Server
} from './server.js';

const name = ({ user }: Account): string => user;
const psql = ['psql', '-X', '-q', '-w', '-t', '-A', '-c', 'SELECT current_user'];
const address = ({ port }: Place, { user }: Account): string =>
  `host=127.0.0.1 port=${port} dbname=postgres user=${user}`;
const administer = ({ directory, port }: Place): readonly string[] => [
  ...['psql', '-X', '-q', '-t', '-A', '-v', 'ON_ERROR_STOP=1'],
  ...['-h', directory, '-p', `${port}`, '-U', 'admin', 'postgres']
];
const loginByEnvironment = eachAccount(
  (place, account) => ({
    command: [...psql, address(place, account)],
    environment: { PGPASSWORD: account.password }
  }),
  name
);

export const postgresql: Server = {
  name: 'PostgreSQL',
  install: 'apt-get install postgresql',
  needs: ['initdb', 'postgres', 'psql'],
  presets: [
    ['rds-postgres'],
    ['aurora-postgres'],
    ['lightsail-postgres'],
    ['azure-postgres'],
    ['cloud-sql'],
    ['rds-postgres', 'dms-endpoint'],
    ['rds-postgres', 'url-safe'],
    ...anywhere
  ],
  prepare: ({ directory }) => [
    [
      ...['initdb', '-D', join(directory, 'data'), '-U', 'admin', '-E', 'UTF8', '--no-sync'],
      ...['--auth-local=trust', '--auth-host=scram-sha-256']
    ]
  ],
  serve: ({ directory, port }) => [
    ...['postgres', '-D', join(directory, 'data'), '-p', `${port}`, '-k', directory, '-F'],
    ...['-c', 'listen_addresses=127.0.0.1', '-c', 'log_statement=ddl'],
    ...['-c', 'logging_collector=on', '-c', `log_directory=${directory}`],
    ...['-c', 'log_filename=log', '-c', 'log_rotation_size=0']
  ],
  isReady: async (place) =>
    (await output({ command: administer(place), input: 'SELECT 1;\n' })) === '1',
  create: eachAccount(
    (place, { user, password }) => ({
      command: administer(place),
      input: `CREATE ROLE ${user} LOGIN PASSWORD '${password.replaceAll("'", "''")}';\n`
    }),
    () => ''
  ),
  ways: {
    'command line': {
      login: eachAccount(
        (place, account) => ({
          command: [...psql, `${address(place, account)} password=${quoted(account.password, "'")}`]
        }),
        name
      )
    },
    environment: { login: loginByEnvironment },
    URL: {
      login: eachAccount(
        (place, { user, password }) => ({
          command: administer(place),
          input: `\\connect postgresql://${user}:${encoded(password)}@127.0.0.1:${place.port}/postgres\nSELECT current_user;\n`
        }),
        name
      )
    },
    shell: {
      unquoted: true,
      login: eachAccount(
        (place, account) => ({
          command: ['sh'],
          input: `PGPASSWORD=${account.password} psql -Xqwt -A -c 'SELECT current_user' '${address(place, account)}'\n`
        }),
        name
      )
    }
  },
  more: verifiers
};

/** Roles that are created with `password-hash`: the server never sees a password, and lets in whoever has it. */
async function verifiers(place: Place): Promise<ReadonlyMap<string, boolean>> {
  const accounts = samplePasswords('rds-postgres', 200).map((password, index) => ({
    user: `verified${index}`,
    password
  }));
  const created = await eachAccount(
    (_, { user, password }) => ({
      command: administer(place),
      input: `CREATE ROLE ${user} LOGIN; ALTER ROLE ${user} PASSWORD '${scramVerifier(password, saltOfVersion('databases'))}';\n`
    }),
    () => ''
  )(place, accounts);
  const admitted = await loginByEnvironment(place, accounts);
  const others = accounts.map(({ user }, index) => ({
    user,
    password: accounts[(index + 1) % accounts.length]?.password ?? ''
  }));
  const wrong = await loginByEnvironment(place, others);
  const log = readFileSync(join(place.directory, 'log'), 'utf8');
  const counted = (results: readonly boolean[], result: boolean): string =>
    `${results.filter((each) => each === result).length} of ${results.length}`;
  const stored = await output({
    command: administer(place),
    input:
      "SELECT count(*) FROM pg_authid WHERE rolname LIKE 'verified%' AND rolpassword LIKE 'SCRAM-SHA-256$4096:%';\n"
  });
  return new Map([
    [`roles created by their verifier: ${counted(created, true)}`, created.every(Boolean)],
    [`verifiers that are stored as they were sent: ${stored ?? ''}`, stored === '200'],
    [`logins with the password: ${counted(admitted, true)}`, admitted.every(Boolean)],
    [`logins with another password refused: ${counted(wrong, false)}`, !wrong.some(Boolean)],
    [
      'the log with log_statement = ddl contains the statements and no password',
      accounts.every(({ user, password }) => log.includes(user) && !log.includes(password))
    ]
  ]);
}
