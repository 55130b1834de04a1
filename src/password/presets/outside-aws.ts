import {
  everyClass,
  lettersAndNumbers,
  punctuationExcept,
  threeOfFour,
  type Preset
} from './preset.js';

const checked = '2026-11-25';

/** The same text in Azure's portal and APIs, for the administrator of each of its SQL databases. */
const azureText = '8–128, 3 of the 4 classes, no part of the login name (3 characters or more)';
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
      text: `Azure documentation: ${azureText}. Characters: no rule found. Narrower: as for Amazon RDS for SQL Server`,
      link: 'https://learn.microsoft.com/en-us/azure/azure-sql/database/logins-create-manage',
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
      text: `Azure documentation: ${azureText}. Characters: no rule found. Narrower: as for Amazon RDS for PostgreSQL`,
      link: 'https://learn.microsoft.com/en-us/azure/postgresql/flexible-server/quickstart-create-server',
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
      text: `Azure documentation: ${azureText}. Characters: no rule found. Narrower: as for Amazon RDS for MySQL`,
      link: 'https://learn.microsoft.com/en-us/azure/mysql/flexible-server/quickstart-create-server-portal',
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
      text: 'Cloud SQL documentation: by itself no rule; an instance may ask for all classes and forbid the name. Narrower: as if it did, and the characters as for Amazon RDS for PostgreSQL',
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
      text: 'Atlas Administration API, database users: an alphanumeric string of 8 or more. The maximum is not documented. Narrower: 128',
      link: 'https://www.mongodb.com/docs/atlas/reference/api-resources-spec/v2/',
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
      link: 'https://www.rabbitmq.com/docs/access-control',
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
      checked: '2026-12-01'
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
      text: 'Windows: the complexity requirements of passfilt. Narrower: the lengths that Azure sets for the administrator of a Windows machine',
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
      text: 'Windows: the complexity requirements of passfilt; 127 is the most that AWS Directory Service resets',
      link: passfilt,
      checked
    },
    note: 'Windows compares the account name and each part of the display name. Give `user-name` both, with a space between them.'
  }
} satisfies Record<string, Preset>;
