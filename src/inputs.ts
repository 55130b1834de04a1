import { readFileSync } from 'node:fs';
import { getInput } from '@actions/core';
import { resolveEndpoint, type AwsService, type Endpoint } from './aws/endpoint.js';
import type { PromoteOptions } from './aws/store/modes/promote.js';
import type { SecretOptions } from './aws/store/store.js';
import { checkTemplate } from './aws/store/secret-template.js';
import { ActionError } from './errors/action-error.js';
import { nearest } from './errors/nearest.js';
import { quote } from './errors/quote.js';
import type { ActionsSecretOptions } from './github/actions-secret.js';
import type { Destination } from './network/destination.js';
import { isUnencrypted, warnOfUnencrypted } from './network/unencrypted.js';
import { findProxy } from './network/proxy.js';
import type { PasswordInputs } from './password/policy.js';
import { parsePresets } from './password/presets.js';
import { detectRunner, type Runner } from './runners.js';
import type { ConnectOptions, RoleOptions } from './steps/connect.js';

/** What both actions need. */
export interface AwsInputs extends ConnectOptions {
  /** Without a role, the SDK's default credential chain is used. */
  readonly role?: RoleOptions;
  /** Seconds that the whole run may take, 5–3600. */
  readonly timeoutSeconds: number;
  /** Path of the file that outputs are written to. */
  readonly outputFile: string;
}

interface Warnings {
  /** What is allowed and may not be meant, a sentence each. */
  readonly warnings: readonly string[];
}

export interface Inputs extends AwsInputs, Warnings {
  readonly runner: Runner;
  readonly password: PasswordInputs;
  /** Whether the password becomes an output of the step. */
  readonly outputPassword: boolean;
  readonly passwordHash?: 'scram-sha-256';
  readonly secret?: SecretOptions;
  readonly actionsSecret?: ActionsSecretOptions;
}

export interface PromoteInputs extends AwsInputs, PromoteOptions, Warnings {
  readonly secretId: string;
}

/**
 * Reads and validates the inputs of the action and what the run needs of its environment.
 * @throws {ActionError} for the first input that is not valid.
 */
export function readInputs(env: NodeJS.ProcessEnv = process.env): Inputs {
  const password = readPassword();
  const aws = readAws(env);
  const passwordHash = oneOf('password-hash', ['scram-sha-256']);
  const actionsSecret = readActionsSecretOptions(env);
  const outputPassword = boolean('output-password');
  const secret = readSecretOptions(aws.region, {
    password: outputPassword,
    others: actionsSecret !== undefined || passwordHash !== undefined
  });
  if (outputPassword === false && !secret && !actionsSecret) {
    throw new ActionError(
      'output-password is false, but nothing else keeps the password. Set secret-id or github-secret, or leave output-password empty.'
    );
  }
  return {
    ...aws,
    runner: detectRunner(env),
    password,
    ...(passwordHash && { passwordHash }),
    outputPassword: outputPassword ?? true,
    ...(secret && { secret }),
    ...(actionsSecret && { actionsSecret }),
    warnings: findWarnings(env, [
      ...destinations(aws),
      ...(actionsSecret ? [actionsSecret.api] : [])
    ])
  };
}

/**
 * The same for the promote action.
 * @throws {ActionError} for the first input that is not valid.
 */
export function readPromoteInputs(env: NodeJS.ProcessEnv = process.env): PromoteInputs {
  const versionId = matching(
    'secret-version-id',
    /^[\w-]{32,64}$/,
    'a version id of 32 to 64 characters, the output secret-version-id of the step that rotated the secret'
  );
  const ifNotPending = oneOf('if-not-pending', ['fail', 'promote']) ?? 'fail';
  if (versionId === undefined && ifNotPending === 'promote') {
    throw new ActionError(
      'if-not-pending is promote, but secret-version-id is empty, and without it only a pending version is promoted. Set secret-version-id, or leave if-not-pending empty.'
    );
  }
  const aws = readAws(env);
  const secretId = readSecretId(aws.region);
  if (secretId === undefined) {
    throw new ActionError('secret-id is empty. Set it to the name or the ARN of the secret.');
  }
  return {
    ...aws,
    secretId,
    ifNotPending,
    ...(versionId !== undefined && { versionId }),
    warnings: findWarnings(env, destinations(aws))
  };
}

const destinations = ({ secretsManager, sts, role }: AwsInputs): readonly Destination[] => [
  secretsManager,
  sts,
  ...(role ? [role.idToken.tokenService] : [])
];

function readPassword(): PasswordInputs {
  const inputs = {
    passwordLength: integer('password-length', 6, 4096),
    excludeCharacters: verbatim('exclude-characters'),
    excludeNumbers: boolean('exclude-numbers'),
    excludePunctuation: boolean('exclude-punctuation'),
    excludeUppercase: boolean('exclude-uppercase'),
    excludeLowercase: boolean('exclude-lowercase'),
    includeSpace: boolean('include-space'),
    requireEachIncludedType: boolean('require-each-included-type'),
    presets: parsePresets(text('preset') ?? ''),
    userName: matching('user-name', /^.{1,256}$/su, 'a name of 1 to 256 characters')
  };
  return withoutUndefined(inputs);
}

function readAws(env: NodeJS.ProcessEnv): AwsInputs {
  const region = readRegion(env);
  const role = readRole(env, region);
  const ca = readCertificateAuthorities(env);
  const awsDestination = (service: AwsService): Destination => ({
    ...destination(resolveEndpoint(service, region, env), env),
    ...(ca !== undefined && { ca })
  });
  return {
    region,
    secretsManager: awsDestination('secretsmanager'),
    sts: awsDestination('sts'),
    timeoutSeconds: integer('timeout-seconds', 5, 3600) ?? 60,
    ...(role && { role }),
    outputFile: readOutputFile(env)
  };
}

function readRegion(env: NodeJS.ProcessEnv): string {
  const sources = [
    ['aws-region', text('aws-region')],
    ['AWS_REGION', env['AWS_REGION']?.trim()],
    ['AWS_DEFAULT_REGION', env['AWS_DEFAULT_REGION']?.trim()]
  ] as const;
  const [source, region] = sources.find(([, value]) => value) ?? [];
  if (source === undefined || region === undefined) {
    throw new ActionError(
      'No AWS Region is set: the input aws-region and the variables AWS_REGION and AWS_DEFAULT_REGION are empty. ' +
        'Set aws-region, for example to eu-west-1.'
    );
  }
  if (!/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region)) {
    throw mustBe(source, region, 'the code of an AWS Region, for example eu-west-1');
  }
  return region;
}

/** What the AWS CLI trusts too, in place of the authorities that it brings. */
function readCertificateAuthorities(env: NodeJS.ProcessEnv): string | undefined {
  const file = env['AWS_CA_BUNDLE'];
  if (!file) return undefined;
  let pem = '';
  try {
    pem = readFileSync(file, 'utf8');
  } catch {
    // Told below.
  }
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  throw new ActionError(
    `AWS_CA_BUNDLE must be the path of a file with certificates in PEM form, but is ${quote(file)}. ` +
      'Correct the path, or unset the variable.'
  );
}

function readRole(env: NodeJS.ProcessEnv, region: string): RoleOptions | undefined {
  const roleArn = matching(
    'role-to-assume',
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/,
    'the ARN of an IAM role, for example arn:aws:iam::123456789012:role/passwords'
  );
  const sessionName = matching(
    'role-session-name',
    /^[\w+=,.@-]{2,64}$/,
    '2 to 64 characters from A-Z a-z 0-9 _ + = , . @ -'
  );
  const durationSeconds = integer('role-duration-seconds', 900, 43200);
  const audience = text('audience');
  if (roleArn === undefined) {
    refuseOrphans(
      'role-to-assume',
      { 'role-session-name': sessionName, 'role-duration-seconds': durationSeconds, audience },
      'says how a role is assumed'
    );
    return undefined;
  }
  return {
    roleArn,
    sessionName: sessionName ?? defaultSessionName(env),
    durationSeconds: durationSeconds ?? 900,
    idToken: {
      audience:
        audience ?? (region.startsWith('cn-') ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com'),
      ...readTokenService(env)
    }
  };
}

/** The repository and the run, in the form that STS accepts: `[\w+=,.@-]{2,64}`. The run id is never cut. */
function defaultSessionName(env: NodeJS.ProcessEnv): string {
  const allowed = (part: string): string => part.replaceAll(/[^\w+=,.@-]/g, '-');
  const run = allowed(env['GITHUB_RUN_ID'] || 'run').slice(0, 30);
  const repository = allowed(env['GITHUB_REPOSITORY'] || 'aws-random-password');
  return `${repository.slice(0, 63 - run.length)}-${run}`;
}

function readTokenService(
  env: NodeJS.ProcessEnv
): Pick<RoleOptions['idToken'], 'tokenService' | 'requestToken'> {
  const variable = 'ACTIONS_ID_TOKEN_REQUEST_URL';
  const requestToken = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  if (!env[variable] || !requestToken) {
    throw new ActionError(
      'role-to-assume is set, but this job may not request an OIDC token. ' +
        detectRunner(env).idTokenRemedy
    );
  }
  if (!/^[!-~]+$/.test(requestToken)) {
    throw new ActionError(
      'ACTIONS_ID_TOKEN_REQUEST_TOKEN must consist of visible ASCII characters, but does not. The runner sets it; do not overwrite it.'
    );
  }
  return { tokenService: readRunnerUrl(variable, env[variable], env), requestToken };
}

/** A URL in a variable that the runner sets. */
function readRunnerUrl(variable: string, value: string, env: NodeJS.ProcessEnv): Destination {
  const url = URL.parse(value);
  if (url && /^https?:$/.test(url.protocol)) return destination({ url, variable }, env);
  throw new ActionError(
    `${variable} must be an http or https URL, but is ${quote(value)}. The runner sets it; do not overwrite it.`
  );
}

function readOutputFile(env: NodeJS.ProcessEnv): string {
  const file = env['GITHUB_OUTPUT'];
  if (file) return file;
  throw new ActionError(
    'GITHUB_OUTPUT is empty, so there is no file to write the password to. ' +
      'The runner sets it; outside of a runner, set it to the path of an existing file.'
  );
}

function destination(endpoint: Endpoint, env: NodeJS.ProcessEnv): Destination {
  const proxy = findProxy(endpoint.url, env);
  return { ...endpoint, ...(proxy && { proxy }) };
}

function findWarnings(env: NodeJS.ProcessEnv, all: readonly Destination[]): readonly string[] {
  const warnings = all
    .filter(({ url }) => isUnencrypted(url))
    .map(({ url, variable = '' }) => warnOfUnencrypted(variable, url));
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    warnings.push(
      'NODE_TLS_REJECT_UNAUTHORIZED is 0, so no certificate is checked: everybody on the way can read the tokens and passwords that are sent. ' +
        'Unset it, and set NODE_EXTRA_CA_CERTS to the file of your own certificate authority if you have one.'
    );
  }
  return [...new Set([...warnings, ...findUnknownInputs(env)])];
}

/** GitHub's runner says so itself. All inputs have been read by then. */
function findUnknownInputs(env: NodeJS.ProcessEnv): readonly string[] {
  if (!detectRunner(env).handsInputsDown) return [];
  const known = [...namesRead];
  return Object.keys(env)
    .filter((variable) => variable.startsWith('INPUT_'))
    .map((variable) => variable.slice('INPUT_'.length).toLowerCase())
    .filter((name) => !namesRead.has(name))
    .map((name) => `There is no input ${quote(name)}. Did you mean ${nearest(name, known)}?`);
}

function readSecretId(region: string): string | undefined {
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

/** @param outputs what needs the password of a version that is kept. */
function readSecretOptions(
  region: string,
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
    ifSecretMissing: 'create',
    versionStage: 'AWSCURRENT',
    ifRotationPending: 'resume',
    ...rest,
    secretId,
    needsValue: outputs.password !== false || outputs.others
  };
  requireMeaning(options, rest);
  return options;
}

/** @throws {ActionError} for the first input that is set and has no effect without another. */
function refuseOrphans(
  without: string,
  inputs: Readonly<Record<string, unknown>>,
  purpose: string
): void {
  const [orphan] = Object.entries(inputs).find(([, value]) => value !== undefined) ?? [];
  if (orphan === undefined) return;
  throw new ActionError(
    `${orphan} is set, but ${without} is empty. ${orphan} ${purpose}, so set ${without} too.`
  );
}

const secretInputs = {
  ifSecretExists: 'if-secret-exists',
  ifSecretMissing: 'if-secret-missing',
  versionStage: 'secret-version-stage',
  ifRotationPending: 'if-rotation-pending',
  rotateAfterDays: 'rotate-after-days',
  key: 'generate-string-key',
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
  const rules: readonly (readonly [isWrong: boolean, error: ActionError])[] = [
    [
      given.template !== undefined && given.key === undefined,
      new ActionError(
        'secret-string-template is set, but generate-string-key is empty. Set generate-string-key to the key that the password gets in the JSON object.'
      )
    ],
    [
      ifSecretExists === 'fail' && ifSecretMissing !== 'create',
      new ActionError(
        `if-secret-missing is ${ifSecretMissing}, but if-secret-exists is fail, which only creates secrets. Set if-secret-exists to keep or rotate, or leave if-secret-missing empty.`
      )
    ],
    [
      ifSecretExists === 'rotate' && versionStage === 'AWSPREVIOUS',
      new ActionError(
        'secret-version-stage is AWSPREVIOUS, but if-secret-exists is rotate, which stores a version as AWSCURRENT or AWSPENDING. Set if-secret-exists to keep to read AWSPREVIOUS.'
      )
    ],
    [
      ifSecretExists === 'fail' && versionStage !== 'AWSCURRENT',
      new ActionError(
        `secret-version-stage is ${versionStage}, but if-secret-exists is fail, and a secret that is created has AWSCURRENT only. Set if-secret-exists to rotate or keep, or leave secret-version-stage empty.`
      )
    ],
    [
      given.ifRotationPending !== undefined &&
        (ifSecretExists !== 'rotate' || versionStage !== 'AWSPENDING'),
      new ActionError(
        'if-rotation-pending is set, but only if-secret-exists: rotate with secret-version-stage: AWSPENDING finds a pending rotation in its way. Set both, or leave if-rotation-pending empty.'
      )
    ],
    [
      given.rotateAfterDays !== undefined && ifSecretExists !== 'rotate',
      new ActionError(
        `rotate-after-days is set, but if-secret-exists is ${ifSecretExists}. Set if-secret-exists to rotate, or leave rotate-after-days empty.`
      )
    ]
  ];
  const forCreation = (['kmsKeyId', 'description', 'tags'] as const).find((name) => given[name]);
  if (forCreation && ifSecretMissing === 'fail') {
    throw new ActionError(
      `${secretInputs[forCreation]} is set, but if-secret-missing is fail, so no secret is created that could get it. Set if-secret-missing to create, or leave ${secretInputs[forCreation]} empty.`
    );
  }
  const wrong = rules.find(([isWrong]) => isWrong);
  if (wrong) throw wrong[1];
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

function readActionsSecretOptions(env: NodeJS.ProcessEnv): ActionsSecretOptions | undefined {
  const name = matching(
    'github-secret',
    /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i,
    'a name of letters, digits and underscores that does not begin with a digit or with GITHUB_'
  );
  const environment = matching(
    'github-environment',
    /^[^\p{C}\p{Zl}\p{Zp}]{1,255}$/u,
    'the name of an environment: 1 to 255 characters in one line'
  );
  const token = text('github-token');
  if (name === undefined) {
    refuseOrphans(
      'github-secret',
      { 'github-environment': environment, 'github-token': token },
      'says how a GitHub secret is written'
    );
    return undefined;
  }
  if (token === undefined) {
    throw new ActionError(
      `github-secret is ${quote(name)}, but github-token is empty. ` +
        'Set github-token to a token that may write secrets; the GITHUB_TOKEN of the job may not.'
    );
  }
  if (!/^[!-~]+$/.test(token)) {
    throw new ActionError(
      `github-token must contain only visible ASCII characters, but contains others (${token.length} characters in all). ` +
        'Look for a space or a line break in the secret that it comes from.'
    );
  }
  const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  if (!owner || !repo) {
    throw new ActionError(
      `github-secret is ${quote(name)}, but GITHUB_REPOSITORY is ${quote(env['GITHUB_REPOSITORY'] ?? '')}. ` +
        'The runner sets it to OWNER/REPOSITORY; do not overwrite it.'
    );
  }
  return {
    name,
    token,
    owner,
    repo,
    ...(environment !== undefined && { environment }),
    api: readRunnerUrl('GITHUB_API_URL', env['GITHUB_API_URL'] || 'https://api.github.com', env)
  };
}

/** The names of all inputs that have been read. */
const namesRead = new Set<string>();

/** The value without white space around it; undefined when it is empty. */
function text(name: string): string | undefined {
  namesRead.add(name);
  return getInput(name) || undefined;
}

/** The value with its spaces; only the line break that ends a YAML block scalar is dropped. */
function verbatim(name: string): string | undefined {
  namesRead.add(name);
  return getInput(name, { trimWhitespace: false }).replace(/\r?\n$/, '') || undefined;
}

const mustBe = (name: string, received: string, rule: string): ActionError =>
  new ActionError(`${name} must be ${rule}, but is ${quote(received)}.`);

function integer(name: string, minimum: number, maximum: number): number | undefined {
  const received = text(name);
  if (received === undefined) return undefined;
  const value = /^(0|[1-9]\d*)$/.test(received) ? Number(received) : NaN;
  if (value >= minimum && value <= maximum) return value;
  throw mustBe(name, received, `a whole number from ${minimum} to ${maximum}`);
}

/** The core schema of YAML 1.2: `true | True | TRUE | false | False | FALSE`. */
function boolean(name: string): boolean | undefined {
  const received = text(name);
  if (received === undefined) return undefined;
  if (/^(true|True|TRUE)$/.test(received)) return true;
  if (/^(false|False|FALSE)$/.test(received)) return false;
  throw mustBe(name, received, 'true or false');
}

function oneOf<const T extends string>(name: string, values: readonly T[]): T | undefined {
  const received = text(name);
  const value = values.find((candidate) => candidate === received);
  if (received !== undefined && value === undefined) {
    throw mustBe(name, received, `one of ${values.join(', ')}`);
  }
  return value;
}

function matching(name: string, pattern: RegExp, rule: string): string | undefined {
  const received = text(name);
  if (received !== undefined && !pattern.test(received)) throw mustBe(name, received, rule);
  return received;
}

/** The same object without its undefined properties. */
type WithoutUndefined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const withoutUndefined = <T extends object>(object: T): WithoutUndefined<T> =>
  Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined)
  ) as WithoutUndefined<T>;
