import { presetNames, type PresetName } from '../../src/password/presets.js';

/** A place where people put a password as it stands, without quoting or encoding it for that place. */
export interface Place {
  /** As the readers know it. */
  readonly id: string;
  readonly group: string;
  /** In Markdown; `PW` is where the password goes. */
  readonly name: string;
  /** Presets that claim this place besides those that claim all of them. */
  readonly claims?: readonly PresetName[] | 'all';
}

const databases: readonly PresetName[] = ['rds-sqlserver', 'azure-sql'];

export const places: readonly Place[] = [
  ...group('On a command line', [
    ['aws-argument-equals', '`aws … --option="PW"`', 'all'],
    ['aws-argument', '`aws … --option "PW"`', 'all'],
    [
      'aws-list',
      '`aws elasticache create-user --passwords="PW"`',
      ['elasticache-user', 'memorydb-user']
    ],
    ['aws-shorthand', 'AWS CLI shorthand, `Key={Password=PW}`'],
    ['helm-set-string', '`helm --set-string key="PW"`'],
    ['helm-set-literal', '`helm --set-literal key="PW"`', 'all'],
    ['kubectl-literal', '`kubectl --from-literal=key="PW"`'],
    ['curl-user', 'HTTP Basic, `curl --user app:"PW"`', 'all'],
    ['make', '`make KEY="PW"`']
  ]),
  ...group('In a URL, not encoded', [
    ['libpq-url', 'psql and libpq, `postgresql://app:PW@host`'],
    ['pg-url', 'node-postgres'],
    ['whatwg-url', 'JavaScript, `new URL`'],
    ['go-url', "Go's net/url"],
    ['sqlalchemy-url', 'SQLAlchemy'],
    ['redis-url', 'redis-py, `rediss://app:PW@host`'],
    ['mongodb-url', 'PyMongo, `mongodb://app:PW@host`'],
    ['amqp-url', 'pika, `amqps://app:PW@host`']
  ]),
  ...group('In a connection string', [
    ['libpq-keywords', 'libpq, `password=PW`'],
    ['jdbc-postgresql', "PostgreSQL's JDBC URL, `?password=PW`"],
    ['jdbc-mysql', "MySQL's JDBC URL"],
    ['jdbc-mariadb', "MariaDB's JDBC URL"],
    ['jdbc-sqlserver', "SQL Server's JDBC URL, `;password=PW;`", databases],
    ['ado-net', 'ADO.NET', [...databases, 'odbc-safe']],
    ['ado-net-sqlserver', 'ADO.NET, SqlClient', [...databases, 'odbc-safe']],
    ['odbc-net', "ODBC, by .NET's rules", [...databases, 'odbc-safe']],
    ['odbc', 'ODBC, psqlodbc', ['odbc-safe']],
    ['jaas', 'JAAS, `password="PW"` (Kafka)', ['msk-scram']]
  ]),
  ...group('In a file', [
    ['dotenv', '`.env`, dotenv (npm)', ['dotenv-safe']],
    ['node-env', '`.env`, `node --env-file`', ['dotenv-safe']],
    ['python-dotenv', '`.env`, python-dotenv', ['dotenv-safe']],
    ['compose-dotenv', '`.env`, docker compose', ['dotenv-safe']],
    ['docker-env-file', '`docker run --env-file`', 'all'],
    ['source-dash', '`source .env`, dash'],
    ['source-bash', '`source .env`, bash'],
    ['systemd-env-file', 'systemd, `EnvironmentFile=`'],
    ['github-env', '`echo "KEY=PW" >> $GITHUB_ENV`', 'all'],
    ['my-cnf', '`.my.cnf`'],
    ['pgpass', '`.pgpass`'],
    ['netrc', '`.netrc`'],
    ['ini', "INI, Python's configparser"],
    ['java-properties', '`.properties`']
  ]),
  ...group('Pasted into code', [
    ['shell-word', 'shell, no quotes'],
    ['shell-double-quotes', 'shell, `"PW"`'],
    ['shell-single-quotes', "shell, `'PW'`"],
    ['sed', '`sed s/x/PW/`'],
    ['sql-literal', "SQL, `'PW'` (PostgreSQL)"],
    ['json', 'JSON, `"PW"`'],
    ['hcl-string', 'Terraform, `"PW"`'],
    ['toml', 'TOML, `"PW"`'],
    ['yaml', 'YAML, `key: PW` (PyYAML)'],
    ['js-yaml', 'YAML (js-yaml)'],
    ['yaml-go', 'YAML (Go)'],
    ['compose-yaml', 'compose file, value with interpolation'],
    ['jinja', 'Jinja (Ansible)'],
    ['xml-text', 'XML, text'],
    ['xml-attribute', 'XML, attribute']
  ])
];

function group(
  name: string,
  rows: readonly (readonly [id: string, name: string, claims?: Place['claims']])[]
): readonly Place[] {
  return rows.map(([id, place, claims]) => ({
    id,
    group: name,
    name: place,
    ...(claims && { claims })
  }));
}

/** Presets whose passwords must all arrive in a place. */
export const presetsClaiming = ({ claims = [] }: Place): readonly PresetName[] =>
  claims === 'all' ? presetNames : ['shell-safe', 'url-safe', 'alphanumeric', ...claims];
