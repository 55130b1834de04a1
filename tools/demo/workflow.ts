import { readFile } from 'node:fs/promises';
import { CORE_SCHEMA, load } from 'js-yaml';

export type Values = Readonly<Record<string, string>>;

/** As YAML has them, before expressions are evaluated. */
type RawValues = Readonly<Record<string, string | number | boolean>>;

export interface WorkflowStep {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly with?: RawValues;
  readonly run?: string;
  readonly env?: RawValues;
}

export interface WorkflowJob {
  readonly needs?: string;
  readonly environment?: string;
  readonly outputs?: RawValues;
  readonly env?: RawValues;
  readonly permissions?: RawValues;
  readonly steps: readonly WorkflowStep[];
}

export interface Workflow {
  readonly name: string;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

/** The workflow of this name in a Markdown page. */
export async function readWorkflow(page: string, name: string): Promise<Workflow> {
  const markdown = await readFile(page, 'utf8');
  for (const [, text = ''] of markdown.matchAll(/^```yaml\r?\n(.*?)^```/gms)) {
    const workflow = load(text, { schema: CORE_SCHEMA }) as Partial<Workflow> | null;
    if (workflow?.name === name && workflow.jobs) return workflow as Workflow;
  }
  throw new Error(`${page} does not contain a workflow with the name ${name}.`);
}

/** The values of expressions, such as `steps.db.outputs.password`. */
export type Context = ReadonlyMap<string, string>;

/** Replaces each `${{ }}`. Throws when an expression has no value. */
export function evaluate(values: RawValues = {}, context: Context): Values {
  const replace = (value: RawValues[string]): string =>
    String(value).replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
      const result = context.get(expression);
      if (result === undefined) throw new Error(`${expression} is not set in this run.`);
      return result;
    });
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, replace(value)]));
}
