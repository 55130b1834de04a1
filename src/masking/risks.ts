import { selectMaskLines } from './variants.js';

/** Few enough characters to be part of other words. */
const SHORT = 8;

const linesStay = (count: number, why: string): string =>
  `${count} of its lines ${count === 1 ? 'stays' : 'stay'} readable, because ${why}`;

/**
 * Why masking a value that somebody else chose may hide too much or too little. Nothing of the value is quoted.
 * @param arn the ARN of its secret, which ends in the secret's name.
 */
export function findMaskingRisks(secret: string, arn: string): readonly string[] {
  const { lines, tooShort, tooMany } = selectMaskLines(secret);
  const masked = lines.map((line) => line.trim());
  return [
    ...(masked.some((line) => line.length < SHORT)
      ? [
          `it, or a line of it, is shorter than ${SHORT} characters, so the log has *** in other words too`
        ]
      : []),
    ...(masked.some((line) => arn.includes(line))
      ? [
          'it is a part of the ARN or the name of the secret, so the log has *** there and GitHub drops job outputs with the ARN'
        ]
      : []),
    ...(tooShort > 0
      ? [linesStay(tooShort, `${tooShort === 1 ? 'it has' : 'they have'} fewer than 6 characters`)]
      : []),
    ...(tooMany > 0 ? [linesStay(tooMany, `only the ${lines.length} longest are masked`)] : [])
  ];
}
