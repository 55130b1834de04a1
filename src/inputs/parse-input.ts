import { getInput } from '@actions/core';
import { ActionError } from '../errors/action-error.js';
import { quote } from '../errors/quote.js';
import type { InputName } from './input-names.js';

/** The error for a value that breaks the rule of an input or a variable. */
export const mustBe = (name: string, received: string, rule: string): ActionError =>
  new ActionError(`${name} must be ${rule}, but is ${quote(received)}.`);

/** The same object without its undefined properties. */
type WithoutUndefined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
export const withoutUndefined = <T extends object>(object: T): WithoutUndefined<T> =>
  Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined)
  ) as WithoutUndefined<T>;

// Each reads one input. An empty one counts as not set and is undefined; a value that the input does not admit is an
// ActionError that names the input, the value received and what it must be.

/** The value without white space around it. */
export function text(name: InputName): string | undefined {
  return getInput(name) || undefined;
}

/** The value with its spaces; only the line break that ends a YAML block scalar is dropped. */
export function verbatim(name: InputName): string | undefined {
  return getInput(name, { trimWhitespace: false }).replace(/\r?\n$/, '') || undefined;
}

export function integer(name: InputName, minimum: number, maximum: number): number | undefined {
  const received = text(name);
  if (received === undefined) return undefined;
  const value = /^(0|[1-9]\d*)$/.test(received) ? Number(received) : NaN;
  if (value >= minimum && value <= maximum) return value;
  throw mustBe(name, received, `a whole number from ${minimum} to ${maximum}`);
}

/** The core schema of YAML 1.2: `true | True | TRUE | false | False | FALSE`. */
export function boolean(name: InputName): boolean | undefined {
  const received = text(name);
  if (received === undefined) return undefined;
  if (/^(true|True|TRUE)$/.test(received)) return true;
  if (/^(false|False|FALSE)$/.test(received)) return false;
  throw mustBe(name, received, 'true or false');
}

export function oneOf<const T extends string>(
  name: InputName,
  values: readonly T[]
): T | undefined {
  const received = text(name);
  const value = values.find((candidate) => candidate === received);
  if (received !== undefined && value === undefined) {
    throw mustBe(name, received, `one of ${values.join(', ')}`);
  }
  return value;
}

export function matching(name: InputName, pattern: RegExp, rule: string): string | undefined {
  const received = text(name);
  if (received !== undefined && !pattern.test(received)) throw mustBe(name, received, rule);
  return received;
}

/** @throws {ActionError} for the first input that is set and has no effect without another. */
export function refuseOrphans(
  without: string,
  inputs: Readonly<Record<string, unknown>>,
  purpose: string
): void {
  const [orphan] = Object.entries(inputs).find(([, value]) => value !== undefined) ?? [];
  if (orphan === undefined) return;
  throw new ActionError(
    `${orphan} is set, but ${without} is empty. ${orphan} ${purpose}, so set ${without} too.`
  );
}
