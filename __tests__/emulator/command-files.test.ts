import { describe, expect, test } from '@jest/globals';
import { parseCommandFile } from '../../emulator/runner/command-files.js';

describe('parseCommandFile', () => {
  const entries = (text: string): [string, string][] => {
    const found: [string, string][] = [];
    parseCommandFile(text, (name, value) => found.push([name, value]));
    return found;
  };

  test.each<[string, string, [string, string][]]>([
    ['nothing', '', []],
    ['empty lines', '\n\n', []],
    ['one line', 'a=b\n', [['a', 'b']]],
    ['without a line feed', 'a=b', [['a', 'b']]],
    ['an empty value', 'a=\n', [['a', '']]],
    ['spaces stay', ' a = b \n', [[' a ', ' b ']]],
    ['the first equals sign', 'a=b=c\n', [['a', 'b=c']]],
    ['= before <<', 'a=b<<c\n', [['a', 'b<<c']]],
    ['a delimiter', 'a<<E\nb\nE\n', [['a', 'b']]],
    ['a delimiter at the end of the file', 'a<<E\nb\nE', [['a', 'b']]],
    [
      'several lines',
      'a<<E\nb\n\n c=d\nE\nx=y\n',
      [
        ['a', 'b\n\n c=d'],
        ['x', 'y']
      ]
    ],
    ['a delimiter with an equals sign', 'a<<E=1\nb\nE=1\n', [['a', 'b']]],
    ['no line', 'a<<E\nE\n', [['a', '']]],
    ['one empty line', 'a<<E\n\nE\n', [['a', '']]],
    ['a line that only begins with the delimiter', 'a<<E\nEE\nE\n', [['a', 'EE']]],
    [
      'twice',
      'a=1\na=2\n',
      [
        ['a', '1'],
        ['a', '2']
      ]
    ]
  ])('%s', (_, text, expected) => {
    expect(entries(text)).toEqual(expected);
  });

  test.each([
    ['word\n', "Invalid format 'word'"],
    ['<<E\nx\nE\n', "Invalid format '<<E'. Name must not be empty and delimiter must not be empty"],
    ['a<<\nx\n\n', "Invalid format 'a<<'. Name must not be empty and delimiter must not be empty"],
    ['a<<E\nx\n', "Invalid value. Matching delimiter not found 'E'"],
    ['a<<E\n', "Invalid value. Matching delimiter not found 'E'"],
    ['a<<E', "Invalid value. Matching delimiter not found 'E'"],
    ['a<<E\nx', 'Invalid value. EOF marker missing new line.']
  ])('refuses %j', (text, message) => {
    expect(() => entries(`before=1\n${text}`)).toThrow(new Error(message));
  });
});
