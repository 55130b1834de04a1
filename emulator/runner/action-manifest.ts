import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CORE_SCHEMA, load } from 'js-yaml';

export interface ActionInput {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly default: string;
  readonly deprecationMessage?: string;
}

export interface ActionManifest {
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly ActionInput[];
  readonly outputs: readonly { readonly name: string; readonly description: string }[];
  /** Such as `node24`. */
  readonly using: string;
  /** Absolute path of the entry file. */
  readonly main: string;
}

type Yaml = Readonly<Record<string, unknown>>;

const mapping = (value: unknown): Yaml =>
  typeof value === 'object' && value !== null ? (value as Yaml) : {};

const scalar = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';

/** Reads action.yml (or action.yaml) of a JavaScript action. Throws when there is none. */
export async function readAction(folder: string): Promise<ActionManifest> {
  const text = await readFile(join(folder, 'action.yml'), 'utf8').catch(() =>
    readFile(join(folder, 'action.yaml'), 'utf8').catch(() => {
      throw new Error(`Can't find 'action.yml' or 'action.yaml' under '${folder}'.`);
    })
  );
  const manifest = mapping(load(text, { schema: CORE_SCHEMA }));
  const { using, main } = mapping(manifest['runs']);
  if (!/^node\d+$/.test(scalar(using)) || scalar(main) === '') {
    throw new Error(
      `${folder}: runs.using is '${scalar(using)}' and runs.main is '${scalar(main)}'; ` +
        'this runner starts JavaScript actions only, such as node24 with a main.'
    );
  }
  const named = (key: string): { name: string; entry: Yaml; description: string }[] =>
    Object.entries(mapping(manifest[key])).map(([name, value]) => {
      const entry = mapping(value);
      return { name, entry, description: scalar(entry['description']).trim() };
    });
  return {
    name: scalar(manifest['name']),
    description: scalar(manifest['description']).trim(),
    inputs: named('inputs').map(({ name, entry, description }) => ({
      name,
      description,
      required: entry['required'] === true,
      default: scalar(entry['default']),
      ...(entry['deprecationMessage'] === undefined
        ? {}
        : { deprecationMessage: scalar(entry['deprecationMessage']) })
    })),
    outputs: named('outputs').map(({ name, description }) => ({ name, description })),
    using: scalar(using),
    main: join(folder, scalar(main))
  };
}
