import type { StepResult } from '../../emulator/runner/runner.js';

/** The commands that this action writes itself. */
const OURS = /^::(add-mask|debug|(error|warning|notice) title=aws-random-password)::/;

/**
 * The lines that a runner would obey though this action did not write them: a `::command::` at the start, or a
 * `##[command]` anywhere in a line that is not one of ours.
 */
export const findForeignCommands = ({ stdout, stderr }: StepResult): readonly string[] =>
  `${stdout}\n${stderr}`
    .split(/\r\n|\n|\r/)
    .filter((line) => !OURS.test(line) && (/^\s*::/.test(line) || line.includes('##[')));

/** Control characters and escape sequences that were printed, apart from the ends of lines. The runner shows no mask. */
export const findControlCharacters = ({ stdout, stderr }: StepResult): readonly string[] =>
  `${stdout.replaceAll(/^::add-mask::.*$/gm, '')}\n${stderr}`.match(
    /(?![\r\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}].{0,20}/gu
  ) ?? [];
