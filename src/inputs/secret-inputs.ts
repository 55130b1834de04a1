import type { UserAccounts } from '../aws/secret-store/user-accounts.js';
import { listKeys } from '../aws/secret-store/json-object.js';
import type { SecretOptions } from '../aws/secret-store/store.js';
import { checkTemplate, namesAccount } from '../aws/secret-store/secret-template.js';
import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import { integer, matching, mustBe, oneOf, text, withoutUndefined } from './parse-input.js';

export function readSecretId(region: string): string | undefined {
  const secretId = matching(
    'secret-id',
    /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[A-Za-z0-9/_+=.@!-]{1,512}$/,
    'a name of 1 to 512 characters from A-Z a-z 0-9 / _ + = . @ ! -, or the ARN of a secret'
  );
  const [, , , arnRegion] = secretId?.startsWith('arn:') ? secretId.split(':') : [];
  if (arnRegion !== undefined && arnRegion !== region) {
    throw new ActionError(
      `secret-id is ${quote(secretId ?? '')}, a secret in ${arnRegion}, but the Region is ${region}. Set aws-region to ${arnRegion}.`
    );
  }
  return secretId;
}

/** Whether a secret that is stored names the account of `user-name`. */
export const storesUserName = ({ userNameKey, template }: SecretOptions): boolean =>
  userNameKey !== undefined || (template !== undefined && namesAccount(template));

/** @param outputs what needs the password of a version that is kept. */
export function readSecretOptions(
  region: string,
  { userName, ...accounts }: UserAccounts,
  outputs: { readonly password: boolean | undefined; readonly others: boolean }
): SecretOptions | undefined {
  const given = {
    secretId: readSecretId(region),
    ifSecretExists: oneOf('if-secret-exists', ['fail', 'keep', 'rotate']),
    ifSecretMissing: oneOf('if-secret-missing', ['create', 'restore', 'fail']),
    versionStage: oneOf('secret-version-stage', ['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS']),
    ifRotationPending: oneOf('if-rotation-pending', ['resume', 'replace', 'fail']),
    rotateAfterDays: integer('rotate-after-days', 1, 3650),
    key: text('generate-string-key'),
    alternateUserName: accounts.alternateUserName,
    userNameKey: accounts.userNameKey,
    template: readTemplate(),
    kmsKeyId: matching(
      'kms-key-id',
      /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/)?[\w/-]{1,256}$/,
      'the id, the ARN or the alias of a KMS key'
    ),
    description: text('secret-description'),
    tags: readTags()
  };
  const { secretId, ...rest } = withoutUndefined(given);
  if (secretId === undefined) {
    const [orphan] = Object.keys(rest) as (keyof typeof rest)[];
    if (orphan === undefined) return undefined;
    throw new ActionError(
      `${secretInputs[orphan]} is set, but secret-id is empty. ${secretInputs[orphan]} says how a secret is stored, so set secret-id too.`
    );
  }
  const options: SecretOptions = {
    ifSecretExists: 'fail',
    // A secret that is created must name an account.
    ifSecretMissing: isNameOnlyRead(rest.userNameKey, userName) ? 'fail' : 'create',
    versionStage: 'AWSCURRENT',
    ifRotationPending: 'resume',
    ...rest,
    ...(userName !== undefined && { userName }),
    secretId,
    needsValue: outputs.password !== false || outputs.others || rest.userNameKey !== undefined
  };
  requireAccounts(options);
  requireMeaning(options, rest);
  return options;
}

const secretInputs = {
  ifSecretExists: 'if-secret-exists',
  ifSecretMissing: 'if-secret-missing',
  versionStage: 'secret-version-stage',
  ifRotationPending: 'if-rotation-pending',
  rotateAfterDays: 'rotate-after-days',
  key: 'generate-string-key',
  alternateUserName: 'alternate-user-name',
  userNameKey: 'user-name-key',
  template: 'secret-string-template',
  kmsKeyId: 'kms-key-id',
  description: 'secret-description',
  tags: 'secret-tags'
} as const;

/** Refuses inputs that have no effect together: whoever sets them means something else. */
function requireMeaning(
  { ifSecretExists, ifSecretMissing, versionStage }: SecretOptions,
  given: Partial<SecretOptions>
): void {
  const forCreation = (['kmsKeyId', 'description', 'tags'] as const).find((name) => given[name]);
  if (given.template !== undefined && given.key === undefined) {
    throw new ActionError(
      'secret-string-template is set, but generate-string-key is empty. Set generate-string-key to the key that the password gets in the JSON object.'
    );
  }
  if (ifSecretExists === 'fail' && ifSecretMissing !== 'create') {
    throw new ActionError(
      `if-secret-missing is ${ifSecretMissing}, but if-secret-exists is fail, which only creates secrets. Set if-secret-exists to keep or rotate, or leave if-secret-missing empty.`
    );
  }
  if (ifSecretExists === 'rotate' && versionStage === 'AWSPREVIOUS') {
    throw new ActionError(
      'secret-version-stage is AWSPREVIOUS, but if-secret-exists is rotate, which stores a version as AWSCURRENT or AWSPENDING. Set if-secret-exists to keep to read AWSPREVIOUS.'
    );
  }
  if (ifSecretExists === 'fail' && versionStage !== 'AWSCURRENT') {
    throw new ActionError(
      `secret-version-stage is ${versionStage}, but if-secret-exists is fail, and a secret that is created has AWSCURRENT only. Set if-secret-exists to rotate or keep, or leave secret-version-stage empty.`
    );
  }
  if (
    given.ifRotationPending !== undefined &&
    (ifSecretExists !== 'rotate' || versionStage !== 'AWSPENDING')
  ) {
    throw new ActionError(
      'if-rotation-pending is set, but it only matters with if-secret-exists: rotate and secret-version-stage: AWSPENDING. Set both, or leave if-rotation-pending empty.'
    );
  }
  if (given.rotateAfterDays !== undefined && ifSecretExists !== 'rotate') {
    throw new ActionError(
      `rotate-after-days is set, but if-secret-exists is ${ifSecretExists}. Set if-secret-exists to rotate, or leave rotate-after-days empty.`
    );
  }
  if (forCreation && ifSecretMissing === 'fail') {
    throw new ActionError(
      `${secretInputs[forCreation]} is set, but if-secret-missing is fail, so no secret is created that could get it. Set if-secret-missing to create, or leave ${secretInputs[forCreation]} empty.`
    );
  }
}

const isNameOnlyRead = (userNameKey: string | undefined, userName: string | undefined): boolean =>
  userNameKey !== undefined && userName === undefined;

/** The same for the account, or the two, whose password the secret has. */
function requireAccounts(options: SecretOptions): void {
  const { ifSecretExists, ifSecretMissing, versionStage, key, template } = options;
  const { userName, alternateUserName, userNameKey } = options;
  if (template !== undefined && userName === undefined && namesAccount(template)) {
    throw new ActionError(
      'secret-string-template has the placeholder of an account, but user-name is empty. Set user-name to the account that the password is for.'
    );
  }
  if (userNameKey === undefined) return;
  const given =
    alternateUserName === undefined
      ? `user-name-key is ${quote(userNameKey)}`
      : `alternate-user-name is ${quote(alternateUserName)}`;
  if (key === undefined) {
    throw new ActionError(
      `${given}, but generate-string-key is empty, and only a JSON secret has a key for an account. Set generate-string-key to the key of the password.`
    );
  }
  const isDefault = text('user-name-key') === undefined ? ' (the default)' : '';
  if (userNameKey === key) {
    throw new ActionError(
      `user-name-key is ${quote(key)}${isDefault}, and so is generate-string-key, but the account and its password need a key each. Set one of them to another key.`
    );
  }
  if (template !== undefined && listKeys(template).includes(userNameKey)) {
    throw new ActionError(
      `user-name-key is ${quote(userNameKey)}${isDefault}, and secret-string-template sets that key too. ` +
        'Remove it from the template: this action sets it to the account that the password is for.'
    );
  }
  if (alternateUserName !== undefined) {
    if (ifSecretExists === 'rotate' && versionStage !== 'AWSPENDING') {
      throw new ActionError(
        `${given}, but secret-version-stage is ${versionStage}: applications would get that account before its password is set where it is used. ` +
          'Set secret-version-stage to AWSPENDING, and promote the version afterwards.'
      );
    }
  } else if (isNameOnlyRead(userNameKey, userName)) {
    if (ifSecretExists !== 'keep') {
      throw new ActionError(
        `${given}, but user-name is empty and if-secret-exists is ${ifSecretExists}, which stores a password for an account. Set user-name, or if-secret-exists to keep, which only reads its name.`
      );
    }
    if (ifSecretMissing !== 'fail') {
      throw new ActionError(
        `${given}, but user-name is empty and if-secret-missing is ${ifSecretMissing}: a secret that is created would name no account. Set user-name, or leave if-secret-missing empty.`
      );
    }
  }
}

function readTemplate(): string | undefined {
  const template = text('secret-string-template');
  if (template !== undefined) checkTemplate(template);
  return template;
}

function readTags(): Readonly<Record<string, string>> | undefined {
  const lines = (text('secret-tags') ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
  const tags = lines.map((line) => {
    const [, key = '', value = ''] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === '' || key.length > 128 || value.length > 256 || /^aws:/i.test(key)) {
      throw mustBe(
        'secret-tags',
        line,
        'lines KEY=VALUE, with a key of 1 to 128 characters that does not begin with aws: and a value of at most 256 characters'
      );
    }
    return [key, value] as const;
  });
  const twice = tags.find(([key], at) => tags.findIndex(([other]) => other === key) < at);
  if (twice)
    throw new ActionError(
      `secret-tags has the key ${quote(twice[0])} twice. Remove one of the lines.`
    );
  if (tags.length > 50) {
    throw new ActionError(`secret-tags must have at most 50 lines, but has ${tags.length}.`);
  }
  return tags.length > 0 ? Object.fromEntries(tags) : undefined;
}
