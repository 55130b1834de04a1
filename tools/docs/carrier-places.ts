import { presetNames, type PresetName } from '../../src/password/presets.js';

/** A place where people put a password as it stands, without quoting or encoding it for that place. */
export interface Place {
  /** As the readers know it. */
  readonly id: string;
  readonly group: string;
  /** In Markdown; `PW` is where the password goes. */
  readonly name: string;
  /** Presets that name this place, besides those that name all of them: their passwords arrive. */
  readonly claims?: readonly PresetName[] | 'all';
}

/** What `npm run carriers` has measured in one place. Only what fails is listed. */
export interface Measurement {
  readonly parser: string;
  /** Characters that do not arrive, each alone in a password. */
  readonly breaks: { readonly first: string; readonly middle: string; readonly last: string };
  /**
   * Characters that arrive alone and not together; `${…}` are characters around others. `around` are those that fail
   * only with the whole password between them.
   */
  readonly pairs: Readonly<Record<'first' | 'middle' | 'last' | 'around', readonly string[]>>;
  /** Whether it runs a command that is written into a password. */
  readonly runs: boolean;
  /** What it makes of percent-encoded passwords: the password, the encoded text as it stands, or neither. */
  readonly encoded: { readonly decoded: number; readonly kept: number; readonly broken: number };
  /** How many passwords of each preset were tried, and of those that name the place. */
  readonly tried: { readonly each: number; readonly naming: number };
  /** By preset, for those with failures: how many passwords of how many did not arrive. */
  readonly failures: Readonly<Partial<Record<PresetName, readonly [failed: number, of: number]>>>;
}

const sqlServer: readonly PresetName[] = ['rds-sqlserver', 'azure-sql'];
const azure: readonly PresetName[] = ['azure-sql', 'azure-postgres', 'azure-mysql'];
const kafka: readonly PresetName[] = ['msk-scram'];
const caches: readonly PresetName[] = ['elasticache-user', 'memorydb-user'];
/** What a template of CloudFormation takes as a parameter, as far as the service refuses `"`. */
const templated: readonly PresetName[] = [
  ...([
    'rds-mysql',
    'rds-mariadb',
    'rds-postgres',
    'rds-oracle',
    'rds-sqlserver',
    'rds-db2'
  ] as const),
  ...([
    'aurora-mysql',
    'aurora-postgres',
    'documentdb',
    'redshift',
    'elasticache-auth-token'
  ] as const),
  ...([...caches, 'lightsail-mysql', 'lightsail-postgres', 'timestream-influxdb'] as const)
];

export const places: readonly Place[] = [
  ...group('On a command line', [
    ['aws-argument-equals', '`aws … --option="PW"`', 'all'],
    ['aws-argument', '`aws … --option "PW"`', 'all'],
    ['aws-list', '`aws elasticache create-user --passwords="PW"`', caches],
    ['aws-shorthand', 'AWS CLI shorthand, `Key={Password=PW}`'],
    ['aws-lambda-environment', '`aws lambda … --environment="Variables={KEY=PW}"`'],
    ['aws-parameters', '`aws cloudformation … --parameters ParameterKey=P,ParameterValue="PW"`'],
    ['aws-parameter-overrides', '`aws cloudformation deploy --parameter-overrides P="PW"`', 'all'],
    ['sam-parameter-overrides', '`sam deploy --parameter-overrides P="PW"`', templated],
    ['az-argument', '`az … --admin-password="PW"`', azure],
    ['az-settings', '`az webapp config appsettings set --settings KEY="PW"`', azure],
    ['helm-set', '`helm --set key="PW"`'],
    ['helm-set-string', '`helm --set-string key="PW"`'],
    ['helm-set-literal', '`helm --set-literal key="PW"`', 'all'],
    ['kubectl-literal', '`kubectl … --from-literal=key="PW"`'],
    ['kubectl-env', '`kubectl set env deploy/app KEY="PW"`', 'all'],
    ['vault-argument', '`vault kv put secret/app password="PW"`'],
    ['terraform-var', '`terraform … -var="password=PW"`', 'all'],
    ['ansible-extra-vars', '`ansible-playbook --extra-vars "password=PW"`'],
    ['curl-user', 'HTTP Basic, `curl --user app:"PW"`', 'all'],
    [
      'redis-cli',
      '`redis-cli` on standard input, `AUTH PW`; `redis.conf`',
      [...caches, 'elasticache-auth-token']
    ],
    ['make', '`make KEY="PW"`'],
    ['awk-variable', '`awk -v password="PW"`'],
    ['xargs', '`echo "PW" | xargs …`']
  ]),
  ...group('In the environment, `KEY=PW`', [
    ['kubernetes-env', 'Kubernetes, `env:` `value:`, YAML quoted'],
    ['terraform-env', 'Terraform, `TF_VAR_password`', 'all'],
    ['symfony-resolve-env', 'Symfony, `%env(resolve:KEY)%`'],
    ['django-environ-env', 'django-environ'],
    ['dynaconf-env', 'Dynaconf'],
    ['smallrye-env', 'SmallRye Config (Quarkus, Keycloak)', kafka],
    ['spring-env', 'Spring, `getProperty`', kafka],
    ['spring-value', 'Spring, `@Value`', kafka],
    ['otel-env', 'OpenTelemetry Collector, `${env:KEY}`']
  ]),
  ...group('In a shell', [
    ['shell-word', 'bash, no quotes'],
    ['zsh-word', 'zsh, no quotes'],
    ['fish-word', 'fish, no quotes'],
    ['shell-double-quotes', 'bash, `"PW"`'],
    ['shell-single-quotes', "bash, `'PW'`"],
    ['shell-heredoc', 'bash, `<<EOF`'],
    ['shell-unquoted-variable', 'bash, `$KEY` without quotes'],
    ['shell-eval', 'bash, `eval "… $KEY"`; `ssh host "… $KEY"`'],
    ['echo-bash', '`echo "$KEY"`, bash'],
    ['echo-dash', '`echo "$KEY"`, dash (Debian\'s `sh`)'],
    ['printf-format', '`printf "$KEY"`'],
    ['bash-read', '`read KEY` without `-r`'],
    ['source-dash', '`source .env`, dash'],
    ['source-bash', '`source .env`, bash'],
    ['cmd-set', '`set KEY=PW` in a `.cmd` file'],
    ['cmd-set-quoted', '`set "KEY=PW"` in a `.cmd` file']
  ]),
  ...group(
    'In a URL',
    [
      ['whatwg-url', 'JavaScript, `new URL`'],
      ['go-url', "Go's net/url"],
      ['libpq-url', 'psql and libpq, `postgresql://app:PW@host`'],
      ['asyncpg-url', 'asyncpg'],
      ['pg-url', 'node-postgres'],
      ['postgres-js-url', 'Postgres.js'],
      ['pgx-url', 'pgx (Go)'],
      ['pq-url', 'lib/pq (Go)'],
      ['sqlx-postgres-url', 'SQLx (Rust), PostgreSQL'],
      ['sqlx-mysql-url', 'SQLx (Rust), MySQL'],
      ['mysql2-url', 'mysql2 (Node)'],
      ['r2dbc-url', 'R2DBC'],
      ['sqlalchemy-url', 'SQLAlchemy'],
      ['alembic-ini', 'SQLAlchemy, in `alembic.ini`'],
      ['peewee-url', 'peewee'],
      ['tortoise-url', 'Tortoise ORM'],
      ['dj-database-url', 'dj-database-url (Django)'],
      ['django-environ-url', 'django-environ, `env.db()`'],
      ['sequelize-url', 'Sequelize'],
      ['typeorm-url', 'TypeORM'],
      ['knex-url', 'Knex'],
      ['activerecord-url', 'Active Record (Rails), `DATABASE_URL`'],
      ['symfony-url', 'Doctrine, Symfony `%env(DATABASE_URL)%`'],
      ['symfony-resolve-url', 'Doctrine, Symfony `%env(resolve:DATABASE_URL)%`'],
      ['mongodb-url', 'PyMongo, `mongodb://app:PW@host`'],
      ['mongodb-node-url', 'MongoDB, Node'],
      ['go-mongodb-url', 'MongoDB, Go'],
      ['java-mongodb-url', 'MongoDB, Java'],
      ['redis-url', 'redis-py, `rediss://app:PW@host`'],
      ['ioredis-url', 'ioredis'],
      ['node-redis-url', 'node-redis'],
      ['go-redis-url', 'go-redis'],
      ['lettuce-url', 'Lettuce (Java)'],
      ['ruby-redis-url', 'redis-rb'],
      ['amqp-url', 'pika, `amqps://app:PW@host`'],
      ['kombu-url', 'Kombu (Celery)'],
      ['amqplib-url', 'amqplib (Node)'],
      ['go-amqp-url', 'amqp091-go'],
      ['java-amqp-url', "RabbitMQ's Java client"],
      ['bunny-url', 'Bunny (Ruby)'],
      ['nodemailer-url', 'Nodemailer, `smtps://app:PW@host`'],
      ['git-url', '`git clone https://app:PW@host`'],
      ['pip-url', '`pip install --index-url https://app:PW@host`']
    ],
    ['url-safe']
  ),
  ...group('In a connection string', [
    ['go-mysql-dsn', "Go's MySQL driver, `app:PW@tcp(host)/app`"],
    ['libpq-keywords', 'libpq, `password=PW`'],
    ['pgx-keywords', 'pgx (Go), `password=PW`'],
    ['pg-service', '`pg_service.conf`'],
    ['jdbc-postgresql', "PostgreSQL's JDBC URL, `?password=PW`"],
    ['jdbc-mysql', "MySQL's JDBC URL"],
    ['jdbc-mariadb', "MariaDB's JDBC URL"],
    ['jdbc-sqlserver', "SQL Server's JDBC URL, `;password=PW;`", sqlServer],
    ['ado-net', 'ADO.NET', [...sqlServer, 'odbc-safe']],
    ['ado-net-sqlserver', 'ADO.NET, SqlClient', [...sqlServer, 'odbc-safe']],
    ['tedious-string', 'ADO.NET, by mssql for Node', [...sqlServer, 'odbc-safe']],
    ['odbc-net', "ODBC, by .NET's rules", [...sqlServer, 'odbc-safe']],
    ['odbc', 'ODBC, psqlodbc', ['odbc-safe']],
    ['jaas', 'JAAS, `password="PW"` (Kafka)', kafka]
  ]),
  ...group('In a dotenv file, `KEY=PW`', [
    ['dotenv', 'dotenv (npm)', ['dotenv-safe']],
    ['dotenv-expand', 'dotenv-expand (npm)', ['dotenv-safe']],
    ['dotenvx', 'dotenvx (npm)', ['dotenv-safe']],
    ['node-env', '`node --env-file`', ['dotenv-safe']],
    ['python-dotenv', 'python-dotenv', ['dotenv-safe']],
    ['django-environ-file', 'django-environ', ['dotenv-safe']],
    ['decouple', 'python-decouple', ['dotenv-safe']],
    ['ruby-dotenv', 'dotenv (Ruby)', ['dotenv-safe']],
    ['symfony-dotenv', 'Symfony Dotenv', ['dotenv-safe']],
    ['phpdotenv', 'phpdotenv (Laravel)', ['dotenv-safe']],
    ['godotenv', 'godotenv (Go; `gh secret set --env-file`, act)', ['dotenv-safe']],
    ['dotenvy', 'dotenvy (Rust)', ['dotenv-safe']],
    ['compose-dotenv', 'docker compose', ['dotenv-safe']],
    ['docker-env-file', '`docker run --env-file`', 'all'],
    ['kubectl-env-file', '`kubectl create secret … --from-env-file`', 'all'],
    ['kustomize-env-file', 'Kustomize, `secretGenerator` `envs:`', 'all'],
    ['systemd-env-file', 'systemd, `EnvironmentFile=`', ['dotenv-safe']],
    ['environment-d', 'systemd, `environment.d`', ['dotenv-safe']],
    ['github-env', '`echo "KEY=PW" >> $GITHUB_ENV`', 'all']
  ]),
  ...group('In another file', [
    ['my-cnf', '`.my.cnf`'],
    ['pgpass', '`.pgpass`'],
    ['netrc', '`.netrc`'],
    ['npmrc', '`.npmrc`, `_password=PW`'],
    ['curlrc', '`.curlrc`, `user = "app:PW"`'],
    ['sasl-passwd', 'Postfix, `sasl_passwd`', 'all'],
    ['rabbitmq-conf', '`rabbitmq.conf`', ['rabbitmq']],
    ['nats-conf', '`nats.conf` (NATS), `"PW"`'],
    ['grafana-ini', '`grafana.ini`'],
    ['grafana-ini-quoted', '`grafana.ini`, `"""PW"""`'],
    ['supervisord-conf', '`supervisord.conf`, `environment=KEY="PW"`'],
    ['ini', "INI, Python's configparser"],
    ['java-properties', '`.properties`'],
    ['hocon', 'HOCON (Akka, Play), no quotes'],
    ['maven-settings', "Maven's `settings.xml`"],
    ['kafka-connect', 'Kafka Connect, value of a connector', kafka],
    ['database-yml', "Rails, `database.yml`, `'PW'`"],
    ['beats-yaml', 'Elastic Beats, YAML quoted'],
    ['otel-yaml', 'OpenTelemetry Collector, YAML quoted'],
    ['kustomize-literal', 'Kustomize, `secretGenerator` `literals:`'],
    ['dockerfile-env', 'Dockerfile, `ENV KEY=PW`'],
    ['samconfig', '`samconfig.toml`, `parameter_overrides = "P=PW"`'],
    ['ansible-inventory', 'Ansible inventory, `ansible_password=PW`'],
    ['ansible-template', 'Ansible variable, YAML quoted']
  ]),
  ...group('Pasted into code', [
    ['sed', '`sed s/x/PW/`'],
    ['envsubst', 'a file that `envsubst` reads'],
    ['sql-literal', "SQL, `'PW'` (PostgreSQL)"],
    ['json', 'JSON, `"PW"`'],
    ['hcl-string', 'Terraform, `"PW"`'],
    ['toml', 'TOML, `"PW"`'],
    ['yaml', 'YAML, `key: PW` (PyYAML)'],
    ['js-yaml', 'YAML (js-yaml)'],
    ['yaml-go', 'YAML (Go)'],
    ['compose-yaml', 'compose file, value with interpolation'],
    ['jinja', 'Jinja'],
    ['helm-template', 'Helm and Go templates'],
    ['python-string', 'Python, `"PW"`'],
    ['javascript-string', 'JavaScript, `"PW"`'],
    ['ruby-string', 'Ruby, `"PW"`'],
    ['php-string', 'PHP, `"PW"`'],
    ['perl-string', 'Perl, `"PW"`'],
    ['tcl-string', 'Tcl and Expect, `"PW"`'],
    ['xml-text', 'XML, text'],
    ['xml-attribute', 'XML, attribute']
  ])
];

function group(
  name: string,
  rows: readonly (readonly [id: string, name: string, claims?: Place['claims']])[],
  claimsOfAll?: Place['claims']
): readonly Place[] {
  return rows.map(([id, place, claims = claimsOfAll]) => ({
    id,
    group: name,
    name: place,
    ...(claims && { claims })
  }));
}

/** Presets whose passwords must all arrive in a place. */
export const presetsClaiming = ({ claims = [] }: Place): readonly PresetName[] =>
  claims === 'all' ? presetNames : ['shell-safe', 'alphanumeric', ...claims];

/** Presets whose targets name the place: as many of their passwords are tried as it takes to see a rare pair. */
export const presetsNaming = ({ claims }: Place): readonly PresetName[] =>
  claims === undefined || claims === 'all' ? ['shell-safe'] : ['shell-safe', ...claims];
