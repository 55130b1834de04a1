/**
 * The run cannot go on, for a reason that this action itself knows. The message is complete: the cause (an input or
 * preset, the value received and what it must be), then what to do.
 */
export class ActionError extends Error {
  override readonly name = 'ActionError';
}
