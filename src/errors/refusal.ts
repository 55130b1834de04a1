/**
 * The run cannot go on, for a reason that can be known without asking AWS or GitHub.
 * The message is whole: it names the cause (an input with the value received) and what is allowed.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
