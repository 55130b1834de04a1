import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { truthy } from '@actions/expressions/result';
import { NotEmulated, ToolError } from '../voice.js';
import type { Scalar, Scalars } from './workflow-file.js';

/** The contexts of an expression, such as `{ steps: { db: { outputs: { … } } } }`. */
export interface Contexts {
  readonly [name: string]: string | number | boolean | Contexts;
}

/** What the steps, or the needed jobs, before this one have come to. */
export interface Status {
  readonly failed: boolean;
}

/**
 * Replaces each `${{ … }}` of a value.
 * @throws {Error} for a path that nothing has set: GitHub makes that an empty text, and nobody means it.
 */
export const evaluateText = (value: Scalar, contexts: Contexts): string =>
  String(value).replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => {
    const result = evaluate(expression, contexts);
    if (result.kind === data.Kind.Null)
      throw new Error(
        `Nothing has set ${expression.trim()} in this run; GitHub would put an empty text there.`
      );
    return result.coerceString();
  });

export const evaluateTexts = (
  values: Scalars | undefined,
  contexts: Contexts
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [name, evaluateText(value, contexts)])
  );

/** Whether an `if:` lets its step or job run. Without a status function it is `success() && (…)`. */
export function evaluateCondition(
  condition: Scalar | undefined,
  contexts: Contexts,
  { failed }: Status
): boolean {
  if (condition === undefined) return !failed;
  const expression = String(condition).replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
  const wanted = truthy(evaluate(expression, contexts, { failed }));
  return /\b(success|failure|always|cancelled)\s*\(/.test(expression) ? wanted : wanted && !failed;
}

function evaluate(expression: string, contexts: Contexts, status?: Status): data.ExpressionData {
  const functions = status ? statusFunctions(status) : [];
  try {
    const { tokens } = new Lexer(expression).lex();
    const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
    return new Evaluator(
      tree,
      dictionary(contexts),
      new Map(functions.map((one) => [one.name, one]))
    ).evaluate();
  } catch (error) {
    throw explain(error, expression, Object.keys(contexts));
  }
}

/** What GitHub has besides: contexts, and functions for which the files of a job are read. */
const OTHERS = [
  'job',
  'jobs',
  'strategy',
  'matrix',
  'inputs',
  'env',
  'steps',
  'runner',
  'needs',
  'hashFiles'
];

/** The package speaks as GitHub does, which knows more than is emulated. */
function explain(error: unknown, expression: string, contexts: readonly string[]): Error {
  const text = error instanceof Error ? error.message : String(error);
  const [, unknown = ''] = /^Unrecognized (?:named-value|function): '(.*)'$/.exec(text) ?? [];
  return OTHERS.includes(unknown)
    ? new NotEmulated(`${unknown} in the expression ${expression.trim()}`, contexts)
    : new ToolError(`Error: The expression ${expression.trim()} is not valid: ${text}`);
}

const statusFunctions = ({ failed }: Status) =>
  Object.entries({ success: !failed, failure: failed, always: true, cancelled: false }).map(
    ([name, value]) => ({
      name,
      minArgs: 0,
      maxArgs: 0,
      call: () => new data.BooleanData(value)
    })
  );

const dictionary = (contexts: Contexts): data.Dictionary =>
  new data.Dictionary(
    ...Object.entries(contexts).map(([key, value]) => ({ key, value: expressionData(value) }))
  );

function expressionData(value: Contexts[string]): data.ExpressionData {
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  return dictionary(value);
}
