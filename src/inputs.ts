import { getInput } from '@actions/core';
import { type PasswordInputs } from './password/policy.js';
import { parsePresets } from './password/presets.js';
import { Refusal } from './errors/refusal.js';

/** Who the run is to AWS. Without a role: the SDK's default credential chain. */
export interface AwsInputs {
  readonly region: string;
  readonly role?: RoleInputs;
  /** Seconds that the whole run may take, 5–3600. */
  readonly timeoutSeconds: number;
}

export interface RoleInputs {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Seconds, 900–43200. */
  readonly durationSeconds: number;
  readonly audience: string;
}

/** Where the password is kept in Secrets Manager. */
export interface KeepInputs {
  /** A name or an ARN. */
  readonly secretId: string;
  readonly ifSecretExists: 'fail' | 'keep' | 'rotate';
  readonly versionStage: 'AWSCURRENT' | 'AWSPENDING';
  readonly kmsKeyId?: string;
  /** The JSON object that the password is put into, and the key it gets there. */
  readonly template?: { readonly object: Readonly<Record<string, unknown>>; readonly key: string };
}

/** The GitHub Actions secret that hands the password to later jobs. */
export interface GitHubSecretInputs {
  readonly name: string;
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
  readonly environment?: string;
}

export interface Inputs extends AwsInputs {
  readonly password: PasswordInputs;
  readonly keep?: KeepInputs;
  readonly gitHubSecret?: GitHubSecretInputs;
}

export interface PromoteInputs extends AwsInputs {
  readonly secretId: string;
  readonly versionId: string;
}

/** @throws {Refusal} for the first input whose value is not allowed. */
export function readInputs(env: NodeJS.ProcessEnv = process.env): Inputs {
  const password = readPassword();
  const aws = readAws(env);
  const keep = readKeep(aws.region);
  const gitHubSecret = readGitHubSecret(env);
  return {
    ...aws,
    password,
    ...(keep && { keep }),
    ...(gitHubSecret && { gitHubSecret })
  };
}

/** @throws {Refusal} for the first input whose value is not allowed. */
export function readPromoteInputs(env: NodeJS.ProcessEnv = process.env): PromoteInputs {
  const versionId = matching(
    'secret-version-id',
    /^[\w-]{32,64}$/,
    'the version id of a kept password, 32 to 64 characters: the output secret-version-id of the step that rotated it'
  );
  if (versionId === undefined) {
    throw new Refusal(
      'secret-version-id is empty; give it the output secret-version-id of the step that rotated the secret.'
    );
  }
  const aws = readAws(env);
  const secretId = readSecretId(aws.region);
  if (secretId === undefined) {
    throw new Refusal('secret-id is empty; give it the name or the ARN of the secret.');
  }
  return { ...aws, secretId, versionId };
}

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
    presets: ifGiven(text('preset'), parsePresets)
  };
  return given(inputs);
}

function readAws(env: NodeJS.ProcessEnv): AwsInputs {
  const region = readRegion(env);
  const role = readRole(env, region);
  return {
    region,
    timeoutSeconds: integer('timeout-seconds', 5, 3600) ?? 60,
    ...(role && { role })
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
    throw new Refusal(
      'No AWS Region: the input aws-region and the variables AWS_REGION and AWS_DEFAULT_REGION are all empty. ' +
        'Set aws-region, for example to eu-west-1.'
    );
  }
  if (!/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region)) {
    throw new Refusal(
      `${source} is ${quoted(region)}; allowed is the code of an AWS Region, for example eu-west-1.`
    );
  }
  return region;
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
    '2 to 64 characters out of A-Z a-z 0-9 _ + = , . @ -'
  );
  const durationSeconds = integer('role-duration-seconds', 900, 43200);
  const audience = text('audience');
  if (roleArn === undefined) return undefined;
  return {
    roleArn,
    sessionName: sessionName ?? sessionNameOf(env),
    durationSeconds: durationSeconds ?? 900,
    audience: audience ?? (region.startsWith('cn-') ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com')
  };
}

/** The repository and the run, made to fit what STS allows: `[\w+=,.@-]{2,64}`. The run id is never cut. */
function sessionNameOf(env: NodeJS.ProcessEnv): string {
  const fitting = (part: string): string => part.replaceAll(/[^\w+=,.@-]/g, '-');
  const run = fitting(env['GITHUB_RUN_ID'] || 'run').slice(0, 30);
  const repository = fitting(env['GITHUB_REPOSITORY'] || 'aws-random-password');
  return `${repository.slice(0, 63 - run.length)}-${run}`;
}

function readSecretId(region: string): string | undefined {
  const secretId = matching(
    'secret-id',
    /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$/,
    'a name of 1 to 512 characters out of A-Z a-z 0-9 / _ + = . @ -, or the ARN of a secret'
  );
  if (secretId !== undefined && !secretId.startsWith('arn:') && /-[A-Za-z0-9]{6}$/.test(secretId)) {
    throw new Refusal(
      `secret-id is ${quoted(secretId)}; a name may not end in a hyphen and six characters, ` +
        'because Secrets Manager takes that for the end of an ARN.'
    );
  }
  const [, , , arnRegion] = secretId?.startsWith('arn:') ? secretId.split(':') : [];
  if (arnRegion !== undefined && arnRegion !== region) {
    throw new Refusal(
      `secret-id is ${quoted(secretId ?? '')}, a secret in ${arnRegion}, but the Region is ${region}; set aws-region to ${arnRegion}.`
    );
  }
  return secretId;
}

function readKeep(region: string): KeepInputs | undefined {
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
    const withoutHome = Object.entries({
      'if-secret-exists': ifSecretExists,
      'secret-version-stage': versionStage,
      'kms-key-id': kmsKeyId,
      'secret-string-template': template
    }).find(([, value]) => value !== undefined);
    if (withoutHome) {
      throw new Refusal(
        `${withoutHome[0]} is given, but secret-id is empty; it says how a secret is kept, so give secret-id too.`
      );
    }
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

function readTemplate(): KeepInputs['template'] {
  const template = text('secret-string-template');
  const key = text('generate-string-key');
  if (template === undefined && key === undefined) return undefined;
  if (template === undefined || key === undefined) {
    throw new Refusal(
      'secret-string-template and generate-string-key belong together; ' +
        `${template === undefined ? 'secret-string-template' : 'generate-string-key'} is empty.`
    );
  }
  let object: unknown;
  try {
    object = JSON.parse(template);
  } catch {
    object = undefined;
  }
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    // The value is not quoted: a template may hold other secrets.
    throw new Refusal(
      `secret-string-template is ${template.length} characters that are not a JSON object; ` +
        'allowed is an object, for example {"username": "app"}.'
    );
  }
  return { object: object as Record<string, unknown>, key };
}

function readGitHubSecret(env: NodeJS.ProcessEnv): GitHubSecretInputs | undefined {
  const name = matching(
    'github-secret',
    /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i,
    'letters, digits and underscores, not beginning with a digit or with GITHUB_'
  );
  const environment = text('github-environment');
  if (name === undefined) {
    if (environment !== undefined) {
      throw new Refusal(
        `github-environment is ${quoted(environment)}, but github-secret is empty; give it the name of the secret.`
      );
    }
    return undefined;
  }
  const token = text('github-token');
  if (token === undefined) {
    throw new Refusal(
      `github-secret is ${quoted(name)}, but github-token is empty; ` +
        'give it a token that may write secrets (the GITHUB_TOKEN of the job cannot).'
    );
  }
  if (!/^[!-~]+$/.test(token)) {
    throw new Refusal(
      `github-token is ${token.length} characters, some of which no token has; allowed are visible ASCII characters. ` +
        'Look for a space or a line break in the secret that it comes from.'
    );
  }
  const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  if (!owner || !repo) {
    throw new Refusal(
      `github-secret is ${quoted(name)}, but GITHUB_REPOSITORY is ${quoted(env['GITHUB_REPOSITORY'] ?? '')}; ` +
        'the runner sets it to OWNER/REPOSITORY.'
    );
  }
  return { name, token, owner, repo, ...(environment !== undefined && { environment }) };
}

const text = (name: string): string | undefined => getInput(name) || undefined;

/** As it stands, spaces included; only the line break that ends a YAML block scalar is dropped. */
const verbatim = (name: string): string | undefined =>
  getInput(name, { trimWhitespace: false }).replace(/\r?\n$/, '') || undefined;

function integer(name: string, minimum: number, maximum: number): number | undefined {
  const received = text(name);
  if (received === undefined) return undefined;
  const value = /^(0|[1-9]\d*)$/.test(received) ? Number(received) : NaN;
  if (!(value >= minimum && value <= maximum)) {
    throw new Refusal(
      `${name} is ${quoted(received)}; allowed is a whole number from ${minimum} to ${maximum}.`
    );
  }
  return value;
}

/** The core schema of YAML 1.2: `true | True | TRUE | false | False | FALSE`. */
function boolean(name: string): boolean | undefined {
  const received = text(name);
  if (received === undefined) return undefined;
  if (/^(true|True|TRUE)$/.test(received)) return true;
  if (/^(false|False|FALSE)$/.test(received)) return false;
  throw new Refusal(`${name} is ${quoted(received)}; allowed are true and false.`);
}

function oneOf<const T extends string>(name: string, allowed: readonly T[]): T | undefined {
  const received = text(name);
  const value = allowed.find((candidate) => candidate === received);
  if (received !== undefined && value === undefined) {
    throw new Refusal(`${name} is ${quoted(received)}; allowed are ${allowed.join(', ')}.`);
  }
  return value;
}

function matching(name: string, pattern: RegExp, allowed: string): string | undefined {
  const received = text(name);
  if (received !== undefined && !pattern.test(received)) {
    throw new Refusal(`${name} is ${quoted(received)}; allowed is ${allowed}.`);
  }
  return received;
}

const ifGiven = <T, U>(value: T | undefined, then: (value: T) => U): U | undefined =>
  value === undefined ? undefined : then(value);

/** The same object without its undefined properties. */
type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const given = <T extends object>(object: T): Given<T> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Given<T>;

const quoted = (value: string): string =>
  JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
