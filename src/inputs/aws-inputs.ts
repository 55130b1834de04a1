import { readFileSync } from 'node:fs';
import { resolveEndpoint, type AwsService } from '../aws/endpoint.js';
import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import type { Destination } from '../network/destination.js';
import type { ConnectOptions, RoleOptions } from '../steps/connect.js';
import { detectRunner } from '../runners.js';
import { destination, readOutputFile, readRunnerUrl } from './environment.js';
import { integer, matching, mustBe, refuseOrphans, text } from './step-inputs.js';

/** What both actions need. */
export interface AwsInputs extends ConnectOptions {
  /** Without a role, the SDK's default credential chain is used. */
  readonly role?: RoleOptions;
  /** Seconds that the whole run may take, 5–3600. */
  readonly timeoutSeconds: number;
  /** Path of the file that outputs are written to. */
  readonly outputFile: string;
}

export function readAws(env: NodeJS.ProcessEnv): AwsInputs {
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
