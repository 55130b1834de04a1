import { checked, everyClass, lettersAndNumbers, threeOfFour, type Preset } from './preset.js';

/** Brokers, directories and users of AWS. */
export const awsServices = {
  opensearch: {
    target: 'Amazon OpenSearch Service master user',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: "{}'\\*[]()`",
    needs: everyClass,
    source: {
      text: 'OpenSearch API, MasterUserOptions. Narrower: also none of the characters that aws-cdk-lib leaves out',
      link: 'https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_MasterUserOptions.html',
      checked
    }
  },
  'amazon-mq': {
    target: 'Amazon MQ user',
    minimum: 12,
    maximum: 250,
    length: 32,
    forbidden: ',:=',
    distinct: 4,
    source: {
      text: 'Amazon MQ API, CreateUser. The maximum is not confirmed. Narrower: 250 is held to',
      link: 'https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers-broker-id-users-username.html',
      checked
    }
  },
  'msk-scram': {
    target: 'Amazon MSK, SASL/SCRAM user',
    minimum: 8,
    maximum: 64,
    length: 32,
    forbidden: '"\'\\',
    forbiddenPairs: ['$$', '${', '#{'],
    source: {
      text: "MSK guide: no rule for the password. Narrower: 8–64, as most AWS services here, and no `\"` `'` `\\`, which break the JAAS line of Kafka's clients, and no `$$` `${` `#{`, which Spring and Quarkus read again (measured)",
      link: 'https://docs.aws.amazon.com/msk/latest/developerguide/msk-password.html',
      checked
    },
    note: 'MSK takes the password from a Secrets Manager secret: its name must begin with `AmazonMSK_` and it must use a KMS key of your own (`kms-key-id`).'
  },
  'directory-service': {
    target: 'AWS Directory Service administrator',
    minimum: 8,
    maximum: 64,
    length: 32,
    forbidden: '',
    needs: threeOfFour,
    userName: 'parts',
    forbiddenWords: ['admin'],
    source: {
      text: 'Directory Service API, CreateMicrosoftAD; administration guide: not the word `admin`; Windows: not the name',
      link: 'https://docs.aws.amazon.com/directoryservice/latest/devguide/API_CreateMicrosoftAD.html',
      checked
    }
  },
  'workspaces-user': {
    target: 'Amazon WorkSpaces user',
    minimum: 8,
    maximum: 64,
    length: 32,
    forbidden: '',
    needs: everyClass,
    userName: 'parts',
    source: {
      text: 'WorkSpaces guide. Narrower: not the name either, since the user is one of an Active Directory',
      link: 'https://docs.aws.amazon.com/workspaces/latest/userguide/workspaces-user-getting-started.html',
      checked
    }
  },
  'iam-user': {
    target: 'IAM user, default password policy',
    minimum: 8,
    maximum: 128,
    length: 32,
    forbidden: '",./:;<>?\\`~',
    needs: threeOfFour,
    source: {
      text: 'IAM guide. Symbols that the policy does not list count for no class, so none is used',
      link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html',
      checked
    }
  },
  'cognito-user': {
    target: 'Amazon Cognito user, default password policy',
    minimum: 8,
    maximum: 256,
    length: 32,
    forbidden: '',
    needs: everyClass,
    source: {
      text: 'Cognito API, PasswordPolicyType and AdminSetUserPassword',
      link: 'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html',
      checked
    }
  },
  'connect-user': {
    target: 'Amazon Connect user',
    minimum: 8,
    maximum: 64,
    length: 32,
    forbidden: '',
    needs: lettersAndNumbers,
    source: {
      text: 'Connect API, CreateUser: a pattern of 8–64 visible characters with the three classes',
      link: 'https://docs.aws.amazon.com/connect/latest/APIReference/API_CreateUser.html',
      checked
    }
  }
} satisfies Record<string, Preset>;
