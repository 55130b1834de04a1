import type { InitializeHandler, InitializeHandlerArguments } from '@aws-sdk/types';
import { UnexpectedResponseError } from '../errors/response-error.js';

// Source: IAM's reference for Secrets Manager (resource types); a name has up to 512 characters.
const SECRET_ARN =
  /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$/;
// Source: the API model of Secrets Manager, ClientRequestToken: 32 to 64 characters, of any kind. No client sends others.
const VERSION_ID = /^[\w.:/+=@-]{32,64}$/;
const STAGE = /^[\w+=.@:/-]{1,256}$/;
// Source: the API model of Secrets Manager, OwningServiceType: 1 to 128 characters, of any kind. Seen: rds, redshift.
const SERVICE = /^[\w.-]{1,128}$/;
// Source: the API model of Secrets Manager, RegionType.
const REGION = /^([a-z]+-)+\d+$/;
const REQUEST_ID = /^[\w-]{1,64}$/;

interface Identifiers {
  readonly $metadata: { requestId?: string };
  readonly ARN?: unknown;
  readonly VersionId?: unknown;
  readonly VersionIdsToStages?: unknown;
  readonly VersionStages?: unknown;
  readonly OwningService?: unknown;
  readonly PrimaryRegion?: unknown;
}

/**
 * Middleware of the SDK's client: a response whose ARN, version ids, labels and the like do not have the form that AWS
 * gives them is no response of Secrets Manager. So whatever is made of one can be printed and set as an output.
 */
export const checkIdentifiers =
  <Input extends object, Output extends object>(
    next: InitializeHandler<Input, Output>
  ): InitializeHandler<Input, Output> =>
  async (args: InitializeHandlerArguments<Input>) => {
    const result = await next(args);
    const output = result.output as Identifiers;
    requireForm(output.ARN, SECRET_ARN);
    requireForm(output.VersionId, VERSION_ID);
    requireForm(output.OwningService, SERVICE);
    requireForm(output.PrimaryRegion, REGION);
    requireStages(output.VersionStages);
    for (const [versionId, stages] of Object.entries(output.VersionIdsToStages ?? {})) {
      requireForm(versionId, VERSION_ID);
      requireStages(stages);
    }
    if (!REQUEST_ID.test(String(output.$metadata.requestId))) delete output.$metadata.requestId;
    return result;
  };

function requireForm(value: unknown, form: RegExp): void {
  if (value === undefined || (typeof value === 'string' && form.test(value))) return;
  throw new UnexpectedResponseError('an identifier has another form');
}

function requireStages(stages: unknown): void {
  if (stages === undefined) return;
  if (!Array.isArray(stages)) throw new UnexpectedResponseError('labels are no list');
  for (const stage of stages) requireForm(stage, STAGE);
}
