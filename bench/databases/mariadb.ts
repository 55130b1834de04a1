import { join } from 'node:path';
import { tools } from '../carriers/tools.js';
import {
  anywhere,
  eachAccount,
  encoded,
  output,
  quoted,
  together,
  type Account,
  type Place,
  type Server,
  type Way
} from './server.js';

const name = ({ user }: Account): string => user;
const ask = ['-N', '-B', '-e', "SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', 1)"];
const client = ({ port }: Place, { user }: Account): readonly string[] => [
  ...['mariadb', '--no-defaults', '-h', '127.0.0.1', '-P', `${port}`, '-u', user]
];
const administer = ({ directory }: Place): readonly string[] => [
  ...['mariadb', '--no-defaults', `--socket=${join(directory, 'socket')}`, '-u', 'root']
];

/** A client library of Python: `connect` is an expression that logs in with `user`, `password` and `port`. */
function library(python: string, module: string, connect: string, install: string): Way {
  const script = `import json, sys, ${module}
for user, password, port in json.load(sys.stdin):
    try:
        connection = ${connect}
        cursor = connection.cursor()
        cursor.execute("SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', 1)")
        print(cursor.fetchone()[0])
        connection.close()
    except Exception:
        print('refused')`;
  return {
    needs: { command: [python, '-c', `import ${module}`], install },
    login: together(({ port }, accounts) => ({
      command: [python, '-c', script],
      input: JSON.stringify(accounts.map(({ user, password }) => [user, password, port]))
    }))
  };
}

const parameters = "user=user, password=password, port=port, host='127.0.0.1'";
const venv = 'npm run carriers -- --install';

export const mariadb: Server = {
  name: 'MariaDB',
  install: 'apt-get install mariadb-server',
  needs: ['mariadb-install-db', 'mariadbd', 'mariadb'],
  presets: [
    ['rds-mysql'],
    ['rds-mariadb'],
    ['aurora-mysql'],
    ['lightsail-mysql'],
    ['azure-mysql'],
    ['cloud-sql'],
    ['rds-mysql', 'dms-endpoint'],
    ...anywhere
  ],
  prepare: ({ directory }) => [
    [
      ...['mariadb-install-db', '--no-defaults', `--datadir=${join(directory, 'data')}`],
      ...['--auth-root-authentication-method=normal', '--skip-test-db']
    ]
  ],
  serve: ({ directory, port }) => [
    ...['mariadbd', '--no-defaults', `--datadir=${join(directory, 'data')}`, `--port=${port}`],
    ...['--bind-address=127.0.0.1', '--skip-name-resolve', `--socket=${join(directory, 'socket')}`],
    ...[`--pid-file=${join(directory, 'pid')}`, '--innodb-flush-log-at-trx-commit=0']
  ],
  isReady: async (place) =>
    (await output({ command: administer(place), input: 'SELECT 1;\n' })) !== undefined,
  create: eachAccount(
    (place, { user, password }) => ({
      command: administer(place),
      input: `CREATE USER ${user}@'127.0.0.1' IDENTIFIED BY ${quoted(password, "'")};\n`
    }),
    () => ''
  ),
  ways: {
    'command line': {
      login: eachAccount(
        (place, account) => ({
          command: [...client(place, account), `--password=${account.password}`, ...ask]
        }),
        name
      )
    },
    environment: {
      login: eachAccount(
        (place, account) => ({
          command: [...client(place, account), ...ask],
          environment: { MYSQL_PWD: account.password }
        }),
        name
      )
    },
    shell: {
      unquoted: true,
      login: eachAccount(
        (place, account) => ({
          command: ['sh'],
          input: `MYSQL_PWD=${account.password} ${client(place, account).join(' ')} -NBe "${ask.at(-1) ?? ''}"\n`
        }),
        name
      )
    },
    "MySQL's client library": library(
      tools.python,
      'mysql.connector',
      `mysql.connector.connect(${parameters})`,
      venv
    ),
    "MariaDB's client library": library(
      '/usr/bin/python3',
      'MySQLdb',
      `MySQLdb.connect(${parameters})`,
      'apt-get install python3-mysqldb'
    ),
    'URL, PyMySQL': {
      needs: { command: [tools.python, '-c', 'import sqlalchemy, pymysql'], install: venv },
      login: together(({ port }, accounts) => ({
        command: [
          tools.python,
          '-c',
          `import sys, sqlalchemy
for url in sys.stdin.read().split():
    try:
        with sqlalchemy.create_engine(url).connect() as connection:
            print(connection.connection.user.decode())
    except sqlalchemy.exc.SQLAlchemyError:
        print('refused')`
        ],
        input: accounts
          .map(
            ({ user, password }) =>
              `mysql+pymysql://${user}:${encoded(password)}@127.0.0.1:${port}\n`
          )
          .join('')
      }))
    }
  }
};
