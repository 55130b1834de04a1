import type { InitializeHandler, InitializeHandlerArguments } from '@aws-sdk/types';
import { UnexpectedResponseError } from '../../errors/response-error.js';

// Source: the API model of Secrets Manager. Names and labels may be of any characters: AWS itself uses `!`.
const ARN = { minimum: 20, maximum: 2048 };
const VERSION_ID = { minimum: 32, maximum: 64 };
const STAGE = { minimum: 1, maximum: 256 };
const SERVICE = { minimum: 1, maximum: 128 };
const REGION = { minimum: 1, maximum: 128 };
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
 * Middleware of the SDK's client: a response whose ARN, version ids, labels and the like do not have the types and
 * lengths that the API documents is none of Secrets Manager. What characters they have is AWS's affair; whoever prints
 * them uses showId or quote.
 */
export const checkIdentifiers =
  <Input extends object, Output extends object>(
    next: InitializeHandler<Input, Output>
  ): InitializeHandler<Input, Output> =>
  async (args: InitializeHandlerArguments<Input>) => {
    const result = await next(args);
    const output = result.output as Identifiers;
    requireForm(output.ARN, ARN);
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

function requireForm(
  value: unknown,
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number }
): void {
  if (value === undefined) return;
  const isText = typeof value === 'string';
  if (isText && value.length >= minimum && value.length <= maximum) return;
  throw new UnexpectedResponseError('an identifier has another form');
}

function requireStages(stages: unknown): void {
  if (stages === undefined) return;
  if (!Array.isArray(stages)) throw new UnexpectedResponseError('labels are no list');
  for (const stage of stages) requireForm(stage, STAGE);
}
