import { readFileSync } from 'node:fs';
import { getInput } from '@actions/core';
import type { AssumeRoleOptions } from './aws/credentials.js';
import { resolveEndpoint, type AwsService, type Endpoint } from './aws/endpoint.js';
import type { SecretOptions } from './aws/secret-store.js';
import { ActionError } from './errors/action-error.js';
import { nearest } from './errors/nearest.js';
import { quote } from './errors/quote.js';
import type { ActionsSecretOptions } from './github/actions-secret.js';
import type { IdTokenOptions } from './github/id-token.js';
import type { Destination } from './network/destination.js';
import { findJsonError } from './json-place.js';
import { isLoopback } from './network/loopback.js';
import { findProxy } from './network/proxy.js';
import type { PasswordInputs } from './password/policy.js';
import { parsePresets } from './password/presets.js';

/** How AWS is called. */
export interface AwsInputs {
  readonly region: string;
  readonly secretsManager: Destination;
  readonly sts: Destination;
  /** Without a role, the SDK's default credential chain is used. */
  readonly role?: RoleInputs;
  /** Seconds that the whole run may take, 5–3600. */
  readonly timeoutSeconds: number;
  /** Path of the file that outputs are written to. */
  readonly outputFile: string;
}

interface Warnings {
  /** What is allowed and may not be meant, a sentence each. */
  readonly warnings: readonly string[];
}

export interface RoleInputs extends AssumeRoleOptions {
  readonly idToken: IdTokenOptions;
}

export interface Inputs extends AwsInputs, Warnings {
  readonly password: PasswordInputs;
  readonly secret?: SecretOptions;
  readonly actionsSecret?: ActionsSecretOptions;
}

export interface PromoteInputs extends AwsInputs, Warnings {
  readonly secretId: string;
  readonly versionId: string;
}

/**
 * Reads and validates the inputs of the action and what the run needs of its environment.
 * @throws {ActionError} for the first input that is not valid.
 */
export function readInputs(env: NodeJS.ProcessEnv = process.env): Inputs {
  const password = readPassword();
  const aws = readAws(env);
  const secret = readSecretOptions(aws.region);
  const actionsSecret = readActionsSecretOptions(env);
  return {
    ...aws,
    password,
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
  if (versionId === undefined) {
    throw new ActionError(
      'secret-version-id is empty. Set it to the output secret-version-id of the step that rotated the secret.'
    );
  }
  const aws = readAws(env);
  const secretId = readSecretId(aws.region);
  if (secretId === undefined) {
    throw new ActionError('secret-id is empty. Set it to the name or the ARN of the secret.');
  }
  return { ...aws, secretId, versionId, warnings: findWarnings(env, destinations(aws)) };
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
    presets: parsePresets(text('preset') ?? '')
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

function readRole(env: NodeJS.ProcessEnv, region: string): RoleInputs | undefined {
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
): Pick<IdTokenOptions, 'tokenService' | 'requestToken'> {
  const variable = 'ACTIONS_ID_TOKEN_REQUEST_URL';
  const requestToken = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  if (!env[variable] || !requestToken) {
    throw new ActionError(
      'role-to-assume is set, but this job may not request an OIDC token. ' +
        'Add "permissions: id-token: write" to the job. ' +
        'A pull request from a fork never gets that permission.'
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
    .filter(({ url }) => url.protocol === 'http:' && !isLoopback(url))
    .map(
      ({ url, variable = '' }) =>
        `${variable} names ${url.origin}, which is not encrypted: everybody on the way can read the tokens and passwords that are sent. Use https.`
    );
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    warnings.push(
      'NODE_TLS_REJECT_UNAUTHORIZED is 0, so no certificate is checked: everybody on the way can read the tokens and passwords that are sent. ' +
        'Unset it, and set NODE_EXTRA_CA_CERTS to the file of your own certificate authority if you have one.'
    );
  }
  return [...new Set([...warnings, ...findUnknownInputs(env)])];
}

/** act does not say so, as GitHub's runner does. All inputs have been read by then. */
function findUnknownInputs(env: NodeJS.ProcessEnv): readonly string[] {
  if (env['ACT'] !== 'true') return [];
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
    /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$/,
    'a name of 1 to 512 characters from A-Z a-z 0-9 / _ + = . @ -, or the ARN of a secret'
  );
  if (secretId !== undefined && !secretId.startsWith('arn:') && /-[A-Za-z0-9]{6}$/.test(secretId)) {
    throw new ActionError(
      `secret-id must not be a name that ends in a hyphen and six characters, but is ${quote(secretId)}. ` +
        'Secrets Manager takes that for the end of an ARN.'
    );
  }
  const [, , , arnRegion] = secretId?.startsWith('arn:') ? secretId.split(':') : [];
  if (arnRegion !== undefined && arnRegion !== region) {
    throw new ActionError(
      `secret-id is ${quote(secretId ?? '')}, a secret in ${arnRegion}, but the Region is ${region}. Set aws-region to ${arnRegion}.`
    );
  }
  return secretId;
}

function readSecretOptions(region: string): SecretOptions | undefined {
  const secretId = readSecretId(region);
  const ifSecretExists = oneOf('if-secret-exists', ['fail', 'keep', 'rotate']);
  const versionStage = oneOf('secret-version-stage', ['AWSCURRENT', 'AWSPENDING']);
  const kmsKeyId = matching(
    'kms-key-id',
    /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/)?[\w/-]{1,256}$/,
    'the id, the ARN or the alias of a KMS key'
  );
  const template = readTemplate();
  if (secretId === undefined) {
    refuseOrphans(
      'secret-id',
      {
        'if-secret-exists': ifSecretExists,
        'secret-version-stage': versionStage,
        'kms-key-id': kmsKeyId,
        'secret-string-template': template
      },
      'says how a secret is stored'
    );
    return undefined;
  }
  return {
    secretId,
    ifSecretExists: ifSecretExists ?? 'fail',
    versionStage: versionStage ?? 'AWSCURRENT',
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    ...(template && { template })
  };
}

/** @throws {ActionError} for the first input that is set and counts for nothing without another. */
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

/** The API takes a SecretString of so many characters. */
const MAX_SECRET_STRING = 65_536;

function readTemplate(): SecretOptions['template'] {
  const template = text('secret-string-template');
  const key = text('generate-string-key');
  if (template === undefined && key === undefined) return undefined;
  if (template === undefined || key === undefined) {
    throw new ActionError(
      'secret-string-template and generate-string-key must both be set or both be empty, but ' +
        `${template === undefined ? 'secret-string-template' : 'generate-string-key'} is empty.`
    );
  }
  // The value is not quoted: a template may contain other secrets.
  if (template.length > MAX_SECRET_STRING) {
    throw new ActionError(
      `secret-string-template must have at most ${MAX_SECRET_STRING} characters, but has ${template.length}.`
    );
  }
  const error = findJsonError(template);
  if (error !== undefined) {
    throw new ActionError(
      `secret-string-template must be a JSON object, for example {"username": "app"}, but is not JSON from ${error} on.`
    );
  }
  const object: unknown = JSON.parse(template);
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    throw new ActionError(
      `secret-string-template must be a JSON object, for example {"username": "app"}, but is something else (${template.length} characters, not shown here).`
    );
  }
  return { object: object as Record<string, unknown>, key };
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
