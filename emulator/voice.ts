/** In whose name the emulator says something. What a tool or a service would not say, it says in its own. */

const PREFIX = '[emulator]';

/** A line in the emulator's own voice. */
export const ownVoice = (text: string): string => `${PREFIX} ${text}`;

/** Something that the emulator does not do. The message names it, and says what there is instead. */
export class NotEmulated extends Error {
  /** @param what the subject of a sentence, such as `docker run --privileged`. */
  constructor(what: string, emulated: string | readonly string[]) {
    const known = typeof emulated === 'string' ? emulated : emulated.join(', ');
    super(`${what} is not emulated. Emulated: ${known}.`);
    this.name = 'NotEmulated';
  }
}

/** What a command-line tool, or an action of others, would itself print before it fails. */
export class ToolError extends Error {
  constructor(
    message: string,
    /** The exit code of the tool. */
    readonly status = 1
  ) {
    super(message);
    this.name = 'ToolError';
  }
}

/** The text of an error for the log: a tool's own words as they are, everything else in the emulator's voice. */
export function errorText(error: unknown): string {
  if (error instanceof ToolError) return error.message;
  return ownVoice(error instanceof Error ? error.message : String(error));
}
