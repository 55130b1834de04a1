import { ActionError } from './action-error.js';
import { showId } from './quote.js';
import { CallError, describeCall } from './call-error.js';
import { errorDetails, MAX_CAUSES } from './error-details.js';
import { diagnoses, unknownError } from './diagnoses/index.js';
import {
  listVersionsCommand,
  StoredVersionError,
  type SentVersion
} from './stored-version-error.js';

export interface ErrorReport {
  /** The call that failed, the cause, and a remedy, in one line. */
  readonly message: string;
  /** For the debug log, a line each: codes, ids and positions in the code; no text of a response. */
  readonly details: readonly string[];
}

/** Turns whatever was thrown into what a person needs to know. Shows nothing that a response could have put in. */
export function reportError(thrown: unknown): ErrorReport {
  if (thrown instanceof StoredVersionError) {
    const { message, details } = reportError(thrown.cause);
    return { message: `${message} ${describeVersion(thrown.version)}`, details };
  }
  if (thrown instanceof ActionError) {
    return {
      message: thrown.message,
      details: ['The action itself ended the run, not a failed call.']
    };
  }
  if (thrown instanceof CallError) {
    const own = findActionError(thrown.cause);
    return own ? reportError(own) : reportCall(thrown);
  }
  const { code } = errorDetails(thrown);
  return {
    message: `This action failed with an unexpected error (${code}). Run the job again with debug logging and report it.`,
    details: describeUnknown(thrown)
  };
}

/** An error of this action's own may be the cause of a failed call, such as a proxy whose variable cannot be read. */
function findActionError(thrown: unknown, maxCauses = MAX_CAUSES): ActionError | undefined {
  if (thrown instanceof ActionError) return thrown;
  if (!(thrown instanceof Error) || maxCauses === 0) return undefined;
  return findActionError(thrown.cause, maxCauses - 1);
}

function describeVersion(version: SentVersion): string {
  const { isStored, isWithoutEffect } = version;
  const versionId = showId(version.versionId);
  const secretId = showId(version.secretId);
  const command = `run "${listVersionsCommand(version)}".`;
  switch (isStored) {
    case true:
      return `The password is already stored as version ${versionId} of ${secretId}, but ${isWithoutEffect ? 'no label was moved to it, so it is not current, and ' : ''}no output is set. To see its labels, ${command}`;
    case 'unknown':
      return `Whether version ${versionId} of ${secretId} is stored is not known, and no output is set. To find out, ${command}`;
    case false:
      return `Version ${versionId} of ${secretId} is not stored. To check, ${command}`;
  }
}

/** The class, code and stack of an error and of its causes, without their messages: a message may quote anything. */
function describeUnknown(thrown: unknown, maxCauses = MAX_CAUSES): readonly string[] {
  if (!(thrown instanceof Error)) return [`Thrown: a value of type ${typeof thrown}`];
  return [
    `Thrown: ${thrown.constructor.name}, code ${errorDetails(thrown).code}`,
    ...stackFrames(thrown),
    ...(thrown.cause === undefined || maxCauses === 0
      ? []
      : describeUnknown(thrown.cause, maxCauses - 1))
  ];
}

/** The frames behind the message, of which a line may look like a frame. Without the message in it, a stack is not trusted. */
function stackFrames({ stack = '', message }: Error): readonly string[] {
  const start = stack.indexOf(message);
  if (start < 0) return [];
  const lines = stack.slice(start + message.length).split('\n');
  return lines.map((line) => line.trim()).filter((line) => line.startsWith('at '));
}

function reportCall({ call, details, attempts }: CallError): ErrorReport {
  const { reason, remedy } =
    diagnoses.find(({ matches }) => matches(details, call)) ?? unknownError;
  const tried = attempts > 1 ? ` (${attempts} attempts)` : '';
  return {
    message: `Could not ${describeCall(call)}${tried}: ${reason(details, call)} ${remedy(details, call)}`,
    details: [
      `${call.service} at ${call.route.host || 'no host'}: ${call.action} on ${call.resource}: ` +
        `code ${details.code}, status ${details.status ?? 'none'}, request ${details.requestId ?? 'none'}, attempts ${attempts}`
    ]
  };
}
