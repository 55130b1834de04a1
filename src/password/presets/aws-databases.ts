import {
  checked,
  lettersAndNumbers,
  punctuationExcept,
  threeOfFour,
  type Preset
} from './preset.js';

const rds = 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference';
const createInstance = { link: `${rds}/API_CreateDBInstance.html`, checked };
const createCluster = { link: `${rds}/API_CreateDBCluster.html`, checked };
/**
 * `sam deploy --parameter-overrides` reads quotes and backslashes again (measured). Where the database itself accepts them,
 * the password must not begin, end or go on as it would not arrive.
 */
const samFirst = "'";
const samElsewhere = { forbiddenLast: '\\', forbiddenPairs: ["\\'"] };
const samText = "first no `'`, last no `\\`, and no `\\'`, which `sam deploy` takes away";

const createLightsail = {
  text: `Lightsail API, CreateRelationalDatabase: no \`/\` \`"\` \`@\`. Narrower: ${samText}`,
  link: 'https://docs.aws.amazon.com/lightsail/2016-11-28/api-reference/API_CreateRelationalDatabase.html',
  checked
};

/** Forbidden by RDS's own API, and the two that SQL strings escape; the RDS console refuses `'` as well. */
const narrowRds = '/@"\'\\';
const mysqlText =
  "no `/` `\"` `@`. Narrower: also no `'` `\\`, which SQL strings escape (the RDS console refuses `'` too)";
const postgresText = "no `/` `\"` `@`. Narrower: also no `:` `'` `\\`, as in AWS's rotation sample";

/** Databases that AWS runs. */
export const awsDatabases = {
  'rds-mysql': {
    target: 'Amazon RDS for MySQL',
    minimum: 8,
    maximum: 41,
    length: 32,
    forbidden: narrowRds,
    source: { text: `RDS API, CreateDBInstance: ${mysqlText}`, ...createInstance }
  },
  'rds-mariadb': {
    target: 'Amazon RDS for MariaDB',
    minimum: 8,
    maximum: 41,
    length: 32,
    forbidden: narrowRds,
    source: { text: `RDS API, CreateDBInstance: ${mysqlText}`, ...createInstance }
  },
  'rds-postgres': {
    target: 'Amazon RDS for PostgreSQL',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: `:${narrowRds}`,
    source: { text: `RDS API, CreateDBInstance: ${postgresText}`, ...createInstance },
    note: 'A Multi-AZ DB **cluster** is created by CreateDBCluster, which accepts 8–41 characters; the default fits.'
  },
  'rds-oracle': {
    target: 'Amazon RDS for Oracle',
    minimum: 8,
    maximum: 30,
    length: 30,
    forbidden: `${narrowRds}&`,
    source: {
      text: 'RDS API, CreateDBInstance: no `/` `"` `@` `&` `\'`. Narrower: also no `\\`',
      ...createInstance
    },
    note: 'In SQL, write it in double quotes: `IDENTIFIED BY "…"`. Oracle takes it without only when it begins with a letter and contains nothing but letters, digits and `_$#`.'
  },
  'rds-sqlserver': {
    target: 'Amazon RDS for SQL Server',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: `${narrowRds};{}`,
    forbiddenFirst: '=',
    needs: threeOfFour,
    userName: 'parts',
    source: {
      text: 'RDS API, CreateDBInstance: no `/` `"` `@`; SQL Server asks for the classes and refuses the name. Narrower: also no `\'` `\\` `;` `{` `}`, and first no `=`, which connection strings give a meaning',
      ...createInstance
    }
  },
  'rds-db2': {
    target: 'Amazon RDS for Db2',
    minimum: 8,
    maximum: 255,
    length: 32,
    forbidden: `${narrowRds};`,
    source: {
      text: "RDS API, CreateDBInstance: no `/` `\"` `@`; IBM's drivers: no `;`. Narrower: also no `'` `\\`",
      ...createInstance
    }
  },
  'aurora-mysql': {
    target: 'Amazon Aurora MySQL',
    minimum: 8,
    maximum: 41,
    length: 32,
    forbidden: narrowRds,
    source: { text: `RDS API, CreateDBCluster: ${mysqlText}`, ...createCluster }
  },
  'aurora-postgres': {
    target: 'Amazon Aurora PostgreSQL',
    minimum: 8,
    maximum: 41,
    length: 32,
    forbidden: `:${narrowRds}`,
    source: { text: `RDS API, CreateDBCluster: ${postgresText}`, ...createCluster }
  },
  documentdb: {
    target: 'Amazon DocumentDB, elastic clusters too',
    minimum: 8,
    maximum: 100,
    length: 41,
    forbidden: '/@"',
    forbiddenFirst: samFirst,
    ...samElsewhere,
    source: {
      text: `DocumentDB API, CreateDBCluster: no \`/\` \`"\` \`@\`. Narrower: ${samText}`,
      link: 'https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html',
      checked
    }
  },
  redshift: {
    target: 'Amazon Redshift, Serverless too',
    minimum: 8,
    maximum: 64,
    length: 32,
    forbidden: narrowRds,
    needs: lettersAndNumbers,
    source: {
      text: 'Redshift API, CreateCluster',
      link: 'https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html',
      checked
    }
  },
  'elasticache-auth-token': {
    target: 'Amazon ElastiCache AUTH token',
    minimum: 16,
    maximum: 128,
    length: 64,
    forbidden: punctuationExcept('!&#$^<>-'),
    source: {
      text: 'ElastiCache API, CreateReplicationGroup; deploys measured by others',
      link: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html',
      checked
    }
  },
  'elasticache-user': {
    target: 'Amazon ElastiCache user (RBAC)',
    minimum: 16,
    maximum: 128,
    length: 64,
    forbidden: ',"/@\'',
    forbiddenFirst: `[${samFirst}`,
    ...samElsewhere,
    source: {
      text:
        'ElastiCache guide; deploys measured by others. First no `[`: the AWS CLI would read `--passwords` as JSON; ' +
        "also no `'`, which `redis-cli` takes for a quote (measured); " +
        samText,
      link: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html',
      checked
    }
  },
  'memorydb-user': {
    target: 'Amazon MemoryDB user',
    minimum: 16,
    maximum: 128,
    length: 64,
    forbidden: ',"/@\'',
    forbiddenFirst: `[${samFirst}`,
    ...samElsewhere,
    source: {
      text: 'MemoryDB guide: the rule of an ElastiCache user. Narrower: as there',
      link: 'https://docs.aws.amazon.com/memorydb/latest/devguide/clusters.acls.html',
      checked
    }
  },
  'lightsail-mysql': {
    target: 'Amazon Lightsail database, MySQL',
    minimum: 8,
    maximum: 41,
    length: 32,
    forbidden: '/@"',
    forbiddenFirst: samFirst,
    ...samElsewhere,
    source: createLightsail
  },
  'lightsail-postgres': {
    target: 'Amazon Lightsail database, PostgreSQL',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: '/@"',
    forbiddenFirst: samFirst,
    ...samElsewhere,
    source: createLightsail
  },
  'timestream-influxdb': {
    target: 'Amazon Timestream for InfluxDB',
    minimum: 8,
    maximum: 64,
    length: 48,
    forbidden: punctuationExcept(''),
    source: {
      text: 'Timestream for InfluxDB API, CreateDbInstance: `[a-zA-Z0-9]+`',
      link: 'https://docs.aws.amazon.com/ts-influxdb/latest/ts-influxdb-api/API_CreateDbInstance.html',
      checked
    }
  },
  'dms-endpoint': {
    target: 'AWS DMS endpoint',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: ':;,.+*&%{}\\',
    source: {
      text: 'DMS guide, secrets for endpoints: no `;` `.` `:` `+` `{` `}` `*` `&` `,` `%` `\\`. Its page on endpoints names fewer, by engine. Length: no rule found. Narrower: all of them for every engine, 8–128',
      link: 'https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html',
      checked
    },
    note: 'The password is the one of the database: name its preset too, for example `preset: rds-mysql, dms-endpoint`.'
  }
} satisfies Record<string, Preset>;
