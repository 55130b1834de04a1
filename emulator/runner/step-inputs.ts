import type { ActionInput } from './action-manifest.js';

type Values = Readonly<Record<string, string>>;

/**
 * The inputs of a step and the defaults of action.yml. Names are compared without regard to case.
 *
 * @param env from where a default such as `${{ github.token }}` gets its value.
 */
export function mergeInputs(
  inputs: Values,
  declared: readonly ActionInput[],
  env: Values,
  onWarning: (message: string) => void
): Map<string, string> {
  const merged = new Map(Object.entries(inputs));
  const unexpected = new Map([...merged.keys()].map((name) => [name.toLowerCase(), name]));
  for (const input of declared) {
    const isSet = unexpected.delete(input.name.toLowerCase());
    if (!isSet) merged.set(input.name, evaluateDefault(input, env));
    else if (input.deprecationMessage !== undefined)
      onWarning(
        `Input '${input.name}' has been deprecated with message: ${input.deprecationMessage}`
      );
  }
  if (unexpected.size > 0) {
    const valid = declared.map(({ name }) => name);
    onWarning(
      `Unexpected input(s) '${[...unexpected.values()].join("', '")}', valid inputs are ['${valid.join("', '")}']`
    );
  }
  return merged;
}

/** A default may use the `github` context, whose values a step has as GITHUB_ variables. */
function evaluateDefault(input: ActionInput, env: Values): string {
  return input.default.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => {
    const key = /^\s*github\.(\w+)\s*$/.exec(expression)?.[1];
    if (key === undefined) {
      throw new Error(
        `action.yml: the default of '${input.name}' has the expression '${expression.trim()}', ` +
          'but this runner evaluates only `github.NAME`.'
      );
    }
    return env[`GITHUB_${key.toUpperCase()}`] ?? '';
  });
}

export const inputVariables = (inputs: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries(
    [...inputs].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value])
  );
