/**
 * The inputs ask for a password that cannot be. Thrown before any call to AWS; the message names the
 * input or preset, the value received and what is allowed.
 */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}
