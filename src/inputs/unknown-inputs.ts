import { ActionError } from '../errors/action-error.js';
import { nearest } from '../errors/nearest.js';
import { quote } from '../errors/quote.js';
import type { Runner } from '../runners.js';

/** How many edits make a name of an input a mistyped one. */
const MAX_EDITS = 2;
const MIN_LENGTH = 6;

/**
 * Refuses inputs that this action does not have: a mistyped name would silently leave the input that is meant empty. A
 * runner passes each input to the process as a variable. On GitHub, one with a hyphen can only come from `with:`. Any
 * other may be a variable of the workflow, or an input of the composite action around the step, so it counts only where
 * it looks like an input that is not set.
 * @param known the names of the inputs that the action has.
 * @throws {ActionError} that names the input that is probably meant.
 */
export function refuseUnknownInputs(
  known: readonly string[],
  runner: Runner,
  env: NodeJS.ProcessEnv
): void {
  const given = new Map(
    Object.entries(env)
      .filter(([variable, value = '']) => /^INPUT_./i.test(variable) && value.trim() !== '')
      .map(([variable]) => [variable.slice('INPUT_'.length).toLowerCase(), variable])
  );
  for (const [name, variable] of given) {
    if (known.includes(name)) continue;
    const isInput = name.includes('-') && !runner.handsInputsDown;
    const meant = findMeant(name, known);
    if (isInput) {
      throw new ActionError(
        `There is no input ${quote(name)}. Did you mean ${nearest(name, known).name}? Correct its name in the step, or remove it.`
      );
    }
    if (meant === undefined || given.has(meant)) continue;
    throw new ActionError(
      `There is no input ${quote(name)}. Did you mean ${meant}, which is not set? Correct its name in the step; ` +
        `if the variable ${quote(variable)} means something else, rename it.`
    );
  }
}

/** The input that a name differs from by `_` in place of `-`, or by a few edits. */
function findMeant(name: string, known: readonly string[]): string | undefined {
  const hyphenated = name.replaceAll('_', '-');
  if (known.includes(hyphenated)) return hyphenated;
  const { name: meant, edits } = nearest(
    name,
    known.filter(({ length }) => length >= MIN_LENGTH)
  );
  return edits <= MAX_EDITS ? meant : undefined;
}
