import { splitLines } from './variants.js';

/** Few enough characters to be part of other words. */
const SHORT = 8;

/**
 * What is bad about masking a value that somebody else chose, and what follows. Nothing of the value is quoted.
 * @param arn the ARN of its secret, which ends in the secret's name.
 */
export function findMaskingRisks(secret: string, arn: string): readonly string[] {
  const masked = splitLines(secret).map((line) => line.trim());
  const open = secret.split(/[\r\n]+/).filter((line) => /\S/.test(line)).length - masked.length;
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
    ...(open > 0
      ? [
          `${open} of its lines ${open === 1 ? 'has' : 'have'} fewer than 6 characters and ${open === 1 ? 'stays' : 'stay'} readable`
        ]
      : [])
  ];
}
