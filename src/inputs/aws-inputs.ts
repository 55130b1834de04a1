import { readFileSync } from 'node:fs';
import { resolveEndpoint, type AwsService } from '../aws/endpoint.js';
import { parseArn } from '../aws/identifiers/arn.js';
import { partitionOf } from '../aws/partition.js';
import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import type { IdTokenOptions } from '../github/id-token.js';
import type { Destination } from '../network/destination.js';
import type { ConnectOptions, ConnectRoles } from '../steps/connect.js';
import { detectRunner } from '../runners.js';
import { destinationOf, readOutputFile, readRunnerUrl } from './environment.js';
import { boolean, integer, matching, mustBe, refuseOrphans, text } from './parse-input.js';

/** How long a session lasts at most that was opened by a session of another role. Source: IAM user guide, role chaining. */
const CHAINED_SECONDS = 3600;

/** Of both actions. */
export interface AwsInputs extends ConnectOptions {
  /** Without them, the credentials are what the SDK's default chain finds. */
  readonly roles?: ConnectRoles;
  /** Seconds that the whole run may take, 5–3600. */
  readonly timeoutSeconds: number;
  /** Path of the file that outputs are written to. */
  readonly outputFile: string;
}

export function readAwsInputs(env: NodeJS.ProcessEnv): AwsInputs {
  const region = readRegion(env);
  const roles = readRoles(env, region);
  const ca = readCertificateAuthorities(env);
  const awsDestination = (service: AwsService): Destination => ({
    ...destinationOf(resolveEndpoint(service, region, env), env),
    ...(ca !== undefined && { ca })
  });
  return {
    region,
    secretsManager: awsDestination('secretsmanager'),
    sts: awsDestination('sts'),
    timeoutSeconds: integer('timeout-seconds', 5, 3600) ?? 60,
    ...(roles && { roles }),
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

/** As for the AWS CLI, its authorities are trusted in place of all others. */
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

function readRoles(env: NodeJS.ProcessEnv, region: string): ConnectRoles | undefined {
  const roleArns = readRoleArns(region);
  const isChained = boolean('role-chaining') === true;
  const externalId = readExternalId();
  const sessionName = matching(
    'role-session-name',
    /^[\w+=,.@-]{2,64}$/,
    '2 to 64 characters from A-Z a-z 0-9 _ + = , . @ -'
  );
  const durationSeconds = integer('role-duration-seconds', 900, 43200);
  const audience = text('audience');
  const roleArn = roleArns.at(-1);
  if (roleArn === undefined) {
    refuseOrphans(
      'role-to-assume',
      {
        'role-chaining': isChained || undefined,
        'role-external-id': externalId,
        'role-session-name': sessionName,
        'role-duration-seconds': durationSeconds,
        audience
      },
      'says how a role is assumed'
    );
    return undefined;
  }
  const hasSeveral = roleArns.length > 1;
  if (isChained && audience !== undefined) {
    throw new ActionError(
      `audience is ${quote(audience)}, but role-chaining is true, so that no OIDC token is requested. Leave one of them empty.`
    );
  }
  if (externalId !== undefined && !isChained && !hasSeveral) {
    throw new ActionError(
      'role-external-id is set, but the only role is assumed with the OIDC token of the job, and that call takes no external id. ' +
        'Leave role-external-id empty, list the role that asks for it second, or set role-chaining to true.'
    );
  }
  if (hasSeveral && durationSeconds !== undefined && durationSeconds > CHAINED_SECONDS) {
    throw new ActionError(
      `role-duration-seconds is ${durationSeconds}, but role-to-assume lists ${roleArns.length} roles, and a role that is assumed by another role has sessions of at most ${CHAINED_SECONDS} seconds. Lower role-duration-seconds.`
    );
  }
  return {
    roleArn,
    earlierRoleArns: roleArns.slice(0, -1),
    sessionName: sessionName ?? defaultSessionName(env),
    durationSeconds: durationSeconds ?? 900,
    ...(externalId !== undefined && { externalId }),
    ...(!isChained && {
      idToken: {
        audience:
          audience ??
          (partitionOf(region).name === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com'),
        ...readTokenService(env)
      }
    })
  };
}

/** One ARN or several, in the order in which the roles are assumed. */
function readRoleArns(region: string): readonly string[] {
  const roleArns = (text('role-to-assume') ?? '').split(/\s+/).filter((arn) => arn !== '');
  const { name: partition } = partitionOf(region);
  for (const [index, arn] of roleArns.entries()) {
    if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/.test(arn)) {
      throw mustBe(
        'role-to-assume',
        arn,
        'the ARN of an IAM role, for example arn:aws:iam::123456789012:role/passwords, or several, separated by spaces or line breaks'
      );
    }
    if (roleArns.indexOf(arn) < index) {
      throw new ActionError(
        `role-to-assume has the role ${quote(arn)} twice. Remove one of them: each role is assumed by the one before it.`
      );
    }
    const { partition: own } = parseArn(arn);
    if (own !== partition) {
      throw new ActionError(
        `role-to-assume has ${quote(arn)}, a role in the partition ${own}, but the Region ${region} is in ${partition}, which knows no role of another partition. Correct role-to-assume or aws-region.`
      );
    }
  }
  return roleArns;
}

/** The value is not shown: whoever sets one may take it for a secret. */
function readExternalId(): string | undefined {
  const externalId = text('role-external-id');
  if (externalId === undefined || /^[\w+=,.@:/-]{2,1224}$/.test(externalId)) return externalId;
  throw new ActionError(
    `role-external-id must be 2 to 1224 characters from A-Z a-z 0-9 _ + = , . @ : / -, but has others or another length (${externalId.length} characters in all). Its value is not shown.`
  );
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
