import {
  checked,
  everyClass,
  lettersAndNumbers,
  punctuationExcept,
  threeOfFour,
  type Preset
} from './preset.js';

/** The same rule for the administrator of each of Azure's SQL databases. */
const azureText =
  "8–128, 3 of the 4 classes. Characters: no rule found. Narrower: no three consecutive characters of the login name, as Azure's portal asks; the characters as for Amazon RDS for";
const passfilt =
  'https://learn.microsoft.com/en-us/windows/win32/secmgmt/strong-password-enforcement-and-passfilt-dll';

/** Targets that pipelines of AWS provision as well. */
export const outsideAws = {
  'azure-sql': {
    target: 'Azure SQL Database',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: '/@"\'\\;{}',
    forbiddenFirst: '=',
    needs: threeOfFour,
    userName: 'triples',
    source: {
      text: `SQL Server's password policy, which Azure SQL Database enforces: not the login name, ${azureText} SQL Server`,
      link: 'https://learn.microsoft.com/en-us/sql/relational-databases/security/password-policy',
      checked
    },
    note: 'Azure SQL Managed Instance needs 16 characters or more; the default has 32.'
  },
  'azure-postgres': {
    target: 'Azure Database for PostgreSQL',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: ':/@"\'\\',
    needs: threeOfFour,
    userName: 'triples',
    source: {
      text: `Azure CLI, \`az postgres flexible-server create\`: ${azureText} PostgreSQL`,
      link: 'https://learn.microsoft.com/en-us/cli/azure/postgres/flexible-server',
      checked
    }
  },
  'azure-mysql': {
    target: 'Azure Database for MySQL',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: '/@"\'\\',
    needs: threeOfFour,
    userName: 'triples',
    source: {
      text: `Azure CLI, \`az mysql flexible-server create\`: ${azureText} MySQL`,
      link: 'https://learn.microsoft.com/en-us/cli/azure/mysql/flexible-server',
      checked
    }
  },
  'cloud-sql': {
    target: 'Google Cloud SQL user, MySQL and PostgreSQL',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: ':/@"\'\\',
    needs: everyClass,
    userName: 'parts',
    source: {
      text: 'Cloud SQL documentation and API (PasswordValidationPolicy): by itself no rule; an instance may ask for a length and all classes, and forbid the name. Narrower: as if it did, with 8–128, and the characters as for Amazon RDS for PostgreSQL',
      link: 'https://cloud.google.com/sql/docs/postgres/built-in-authentication',
      checked
    }
  },
  'mongodb-atlas': {
    target: 'MongoDB Atlas database user',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: punctuationExcept(''),
    source: {
      text: 'Atlas Administration API, createDatabaseUser: an alphanumeric string of 8 or more. The maximum is not documented. Narrower: 128',
      link: 'https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-createdatabaseuser',
      checked
    }
  },
  rabbitmq: {
    target: 'RabbitMQ user',
    minimum: 12,
    maximum: 250,
    length: 32,
    forbidden: ',:=#',
    distinct: 4,
    source: {
      text: 'RabbitMQ documentation: by itself no rule. Narrower: as for Amazon MQ, and no `#`, which begins a comment in `rabbitmq.conf` (measured)',
      link: 'https://www.rabbitmq.com/docs/passwords#credential-validation',
      checked
    }
  },
  snowflake: {
    target: 'Snowflake user (a person, or a reader or trial account), default password policy',
    minimum: 14,
    maximum: 256,
    length: 32,
    forbidden: '/@"\'\\',
    needs: lettersAndNumbers,
    source: {
      text: 'Snowflake documentation. Characters: no rule found. Narrower: none that SQL strings or URLs escape',
      link: 'https://docs.snowflake.com/en/user-guide/admin-user-management',
      checked
    },
    note: 'Since October 2026 Snowflake takes no password from a service ([the plan](https://docs.snowflake.com/en/user-guide/security-mfa-rollout)): give a user of `TYPE = SERVICE` a key pair, a programmatic access token or workload identity federation. A password remains for people, beside a second factor, and for reader accounts, trial accounts and Open Catalog.'
  },
  'windows-user': {
    target: 'Windows user, local or of an Azure virtual machine',
    minimum: 12,
    maximum: 123,
    length: 32,
    forbidden: '',
    needs: threeOfFour,
    userName: 'parts',
    source: {
      text: "Windows: the complexity requirements of passfilt. Narrower: 12–123, as Azure's portal and CLI ask for a Windows machine (its API: 8–123)",
      link: passfilt,
      checked
    },
    note: '`net user` asks a question for more than 14 characters and waits for the answer: use `New-LocalUser`, or `net user … /y`.'
  },
  'active-directory-user': {
    target: 'Active Directory user',
    minimum: 8,
    maximum: 127,
    length: 32,
    forbidden: '',
    needs: threeOfFour,
    userName: 'parts',
    source: {
      text: 'Windows: the complexity requirements of passfilt; 127 is the most that ResetUserPassword of the Directory Service API takes. Narrower: 8 or more',
      link: passfilt,
      checked
    },
    note: 'Windows compares the account name and each part of the display name. Give `user-name` both, with a space between them.'
  }
} satisfies Record<string, Preset>;
