import leven from 'leven';
import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import { characterClasses, characters, joinWords, type CharacterClass } from './characters.js';

/** So many of these classes must occur in the password. */
export interface ClassNeed {
  readonly atLeast: number;
  readonly of: readonly CharacterClass[];
}

/**
 * What one target accepts. Lengths are in characters. No target here accepts a space, so no preset
 * admits one.
 */
export interface Preset {
  readonly target: string;
  readonly minimum: number;
  readonly maximum: number;
  /** The length asked for when `password-length` is not given: this project's choice, 128 bits or more. */
  readonly length: number;
  readonly forbidden: string;
  readonly needs?: ClassNeed;
  /** So many different characters must occur in the password. */
  readonly distinct?: number;
  /** Where the rule is from, and where a narrower one than found was taken. */
  readonly source: string;
  /** What else the target asks of its user, beyond the password. */
  readonly note?: string;
}

const everyClass: ClassNeed = { atLeast: 4, of: characterClasses };
const threeOfFour: ClassNeed = { atLeast: 3, of: characterClasses };
const lettersAndNumbers: ClassNeed = { atLeast: 3, of: ['uppercase', 'lowercase', 'numbers'] };

/** All punctuation but the characters given. */
const punctuationExcept = (kept: string): string =>
  Array.from(characters.punctuation)
    .filter((character) => !kept.includes(character))
    .join('');

/** Places set no bounds of their own: the action's hold. */
const anyLength = { minimum: 6, maximum: 4096, length: 32 };

const table = {
  'rds-mysql': {
    target: 'Amazon RDS for MySQL',
    minimum: 8,
    maximum: 41,
    length: 32,
    forbidden: '/@"\'\\',
    source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`. Narrower: also no \`'\` \`\\\`, which SQL strings escape`
  },
  'rds-mariadb': {
    target: 'Amazon RDS for MariaDB',
    minimum: 8,
    maximum: 41,
    length: 32,
    forbidden: '/@"\'\\',
    source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`. Narrower: also no \`'\` \`\\\`, which SQL strings escape`
  },
  'rds-postgres': {
    target: 'Amazon RDS for PostgreSQL',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: ':/@"\'\\',
    source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`. Narrower: also no \`:\` \`'\` \`\\\`, as in AWS's rotation sample`
  },
  'rds-oracle': {
    target: 'Amazon RDS for Oracle',
    minimum: 8,
    maximum: 30,
    length: 30,
    forbidden: '/@"\'\\&',
    source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\` \`&\` \`'\`. Narrower: also no \`\\\``
  },
  'rds-sqlserver': {
    target: 'Amazon RDS for SQL Server',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: '/@"\'\\',
    needs: threeOfFour,
    source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`; the engine asks for the classes. Narrower: also no \`'\` \`\\\``
  },
  'rds-db2': {
    target: 'Amazon RDS for Db2',
    minimum: 8,
    maximum: 255,
    length: 32,
    forbidden: '/@"\'\\;',
    source: `RDS API model, CreateDBInstance: no \`/\` \`"\` \`@\`. Narrower: also no \`'\` \`\\\`, and no \`;\` as in AWS's rotation sample`
  },
  'aurora-mysql': {
    target: 'Amazon Aurora MySQL',
    minimum: 8,
    maximum: 41,
    length: 32,
    forbidden: '/@"\'\\',
    source: `RDS API model, CreateDBCluster: no \`/\` \`"\` \`@\`. Narrower: also no \`'\` \`\\\`, which SQL strings escape`
  },
  'aurora-postgres': {
    target: 'Amazon Aurora PostgreSQL',
    minimum: 8,
    maximum: 41,
    length: 32,
    forbidden: ':/@"\'\\',
    source: `RDS API model, CreateDBCluster: no \`/\` \`"\` \`@\`. Narrower: also no \`:\` \`'\` \`\\\`, as for RDS`
  },
  documentdb: {
    target: 'Amazon DocumentDB, elastic clusters too',
    minimum: 8,
    maximum: 100,
    length: 41,
    forbidden: '/@"',
    source: 'DocumentDB API model, CreateDBCluster; aws-cdk-lib'
  },
  redshift: {
    target: 'Amazon Redshift, Serverless too',
    minimum: 8,
    maximum: 64,
    length: 32,
    forbidden: '/@"\'\\',
    needs: lettersAndNumbers,
    source: 'Redshift API model, CreateCluster; AWS documentation; deploys measured by others'
  },
  'elasticache-auth-token': {
    target: 'Amazon ElastiCache AUTH token',
    minimum: 16,
    maximum: 128,
    length: 64,
    forbidden: punctuationExcept('!&#$^<>-'),
    source: 'ElastiCache API model, CreateReplicationGroup; deploys measured by others'
  },
  'elasticache-user': {
    target: 'Amazon ElastiCache user (RBAC)',
    minimum: 16,
    maximum: 128,
    length: 64,
    forbidden: ',"/@',
    source: 'AWS documentation; deploys measured by others'
  },
  'memorydb-user': {
    target: 'Amazon MemoryDB user',
    minimum: 16,
    maximum: 128,
    length: 64,
    forbidden: ',"/@',
    source:
      'Lengths: deploys measured by others. Characters: no rule found. Narrower: as for an ElastiCache user'
  },
  opensearch: {
    target: 'Amazon OpenSearch Service master user',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: "{}'\\*[]()`",
    needs: everyClass,
    source:
      'OpenSearch API model, MasterUserOptions. Narrower: also none of the characters that aws-cdk-lib leaves out'
  },
  'amazon-mq': {
    target: 'Amazon MQ user',
    minimum: 12,
    maximum: 250,
    length: 32,
    forbidden: ',:=',
    distinct: 4,
    source:
      'Amazon MQ API model, CreateUser. The maximum is not confirmed. Narrower: 250 is held to'
  },
  'directory-service': {
    target: 'AWS Directory Service administrator',
    minimum: 8,
    maximum: 64,
    length: 32,
    forbidden: '',
    needs: threeOfFour,
    source: 'Directory Service API model, CreateDirectory; AWS documentation'
  },
  'lightsail-mysql': {
    target: 'Amazon Lightsail database, MySQL',
    minimum: 8,
    maximum: 41,
    length: 32,
    forbidden: '/@"',
    source: 'Lightsail API model, CreateRelationalDatabase'
  },
  'lightsail-postgres': {
    target: 'Amazon Lightsail database, PostgreSQL',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: '/@"',
    source: 'Lightsail API model, CreateRelationalDatabase'
  },
  'iam-user': {
    target: 'IAM user, default password policy',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: '",./:;<>?\\`~',
    needs: threeOfFour,
    source:
      'AWS documentation. Symbols that the policy does not list count for no class, so none is drawn'
  },
  'cognito-user': {
    target: 'Amazon Cognito user, default password policy',
    minimum: 8,
    maximum: 256,
    length: 32,
    forbidden: '',
    needs: everyClass,
    source: 'Cognito API model; aws-cdk-lib'
  },
  'workspaces-user': {
    target: 'Amazon WorkSpaces user',
    minimum: 8,
    maximum: 64,
    length: 32,
    forbidden: '',
    needs: everyClass,
    source: 'AWS documentation'
  },
  'timestream-influxdb': {
    target: 'Amazon Timestream for InfluxDB',
    minimum: 8,
    maximum: 64,
    length: 48,
    forbidden: characters.punctuation,
    source: 'Timestream for InfluxDB API model, CreateDbInstance: `[a-zA-Z0-9]+`'
  },
  'msk-scram': {
    target: 'Amazon MSK, SASL/SCRAM user',
    minimum: 8,
    maximum: 64,
    length: 32,
    forbidden: '',
    source: 'No rule for the password found. Narrower: 8–64, as most AWS services here',
    note: 'MSK takes the password from a Secrets Manager secret: its name must begin with `AmazonMSK_` and it must use a KMS key of your own (`kms-key-id`).'
  },
  'azure-sql': {
    target: 'Azure SQL Database',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: '/@"\'\\',
    needs: threeOfFour,
    source:
      'Azure documentation. Characters: no rule found. Narrower: as for Amazon RDS for SQL Server'
  },
  snowflake: {
    target: 'Snowflake user, default password policy',
    minimum: 14,
    maximum: 256,
    length: 32,
    forbidden: '/@"\'\\',
    needs: lettersAndNumbers,
    source:
      'Snowflake documentation. Characters: no rule found. Narrower: none that SQL strings or URLs escape'
  },
  'url-safe': {
    target: 'a URL, as it stands (`user:password@host`)',
    ...anyLength,
    forbidden: punctuationExcept('-._~'),
    source: 'RFC 3986, unreserved characters'
  },
  'shell-safe': {
    target: 'a POSIX shell, unquoted; a URL and a dotenv file too',
    ...anyLength,
    forbidden: punctuationExcept('-._~'),
    source: 'Each character tried, inside and at the head of a value'
  },
  'dotenv-safe': {
    target: 'a dotenv file, unquoted',
    ...anyLength,
    forbidden: '#$\'"`\\',
    source: 'Each character tried: comments, expansion, quotes',
    note: "Docker's `--env-file` follows other rules than dotenv."
  },
  'odbc-safe': {
    target: 'an ODBC or OLE DB connection string',
    ...anyLength,
    forbidden: '[](),;?*!@={}',
    source: 'Microsoft documentation, connection-string keywords'
  },
  alphanumeric: {
    target: 'letters and numbers only',
    ...anyLength,
    forbidden: characters.punctuation,
    source: 'By definition'
  }
} satisfies Record<string, Preset>;

export type PresetName = keyof typeof table;

/** What each target accepts. The docs page and the error texts are made from this table. */
export const presets: Readonly<Record<PresetName, Preset>> = table;

export const presetNames = Object.keys(table) as readonly PresetName[];

/** The classes a preset needs, in words: `uppercase and numbers`, or `3 of uppercase, … and punctuation`. */
export function needText({ atLeast, of }: ClassNeed): string {
  return atLeast < of.length ? `${atLeast} of ${joinWords(of)}` : joinWords(of);
}

/**
 * Reads the `preset` input: names separated by commas or lines, repeats dropped, an empty text is none.
 * @throws {ActionError} for an unknown name; it suggests the nearest one.
 */
export function parsePresets(text: string): readonly PresetName[] {
  const words = text
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter(Boolean);
  return [...new Set(words.map(presetNamed))];
}

function presetNamed(word: string): PresetName {
  const known = presetNames.find((name) => name === word);
  if (known) return known;
  const distance = (name: string): number => leven(word.toLowerCase(), name);
  const nearest = presetNames.reduce((best, name) =>
    distance(name) < distance(best) ? name : best
  );
  throw new ActionError(
    `preset is ${quote(word)}, which does not exist. Did you mean ${nearest}? It must be one of ${presetNames.join(', ')}.`
  );
}
