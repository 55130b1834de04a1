import { describe, expect, test } from '@jest/globals';
import { error } from '@actions/core';
import fc from 'fast-check';
import { parseCommand } from '../../emulator/runner/workflow-command.js';

const isKnown = (name: string): boolean =>
  ['add-mask', 'error', 'group'].includes(name.toLowerCase());

describe('parseCommand', () => {
  test.each<[string, string, string, Record<string, string>, string]>([
    ['plain', '::add-mask::x', 'add-mask', {}, 'x'],
    ['after white space', ' \t\u0085\u3000::add-mask::x', 'add-mask', {}, 'x'],
    ['data keeps its spaces and colons', '::add-mask:: a::b ', 'add-mask', {}, ' a::b '],
    ['empty data', '::group::', 'group', {}, ''],
    ['any case', '::Add-Mask::x', 'Add-Mask', {}, 'x'],
    ['escapes of data', '::error::%0D%0A%25%3A%2C', 'error', {}, '\r\n%%3A%2C'],
    ['%25 comes last', '::error::%250A', 'error', {}, '%0A'],
    ['escapes are upper case', '::error::%0a', 'error', {}, '%0a'],
    ['properties', '::error title=a b,file=c::d', 'error', { title: 'a b', file: 'c' }, 'd'],
    ['escapes of a property', '::error title=%3A%2C%25%0A::d', 'error', { title: ':,%\n' }, 'd'],
    ['%25 of a property comes last', '::error title=%253A::d', 'error', { title: '%3A' }, 'd'],
    ['an equals sign in a value', '::error title=a=b=::d', 'error', { title: 'a=b=' }, 'd'],
    ['empty values and names', '::error title=,=,file==x,y::d', 'error', { file: 'x' }, 'd'],
    [
      'the older form, anywhere in the line',
      'see ##[error title=a;file=b]c %5D%3B',
      'error',
      { title: 'a', file: 'b' },
      'c ];'
    ],
    ['the older form in a line with the newer', '::nothing::##[error]x', 'error', {}, 'x']
  ])('%s', (_, line, name, properties, data) => {
    const command = parseCommand(line, isKnown);
    expect({ ...command, properties: Object.fromEntries(command?.properties ?? []) }).toEqual({
      name,
      properties,
      data
    });
  });

  test.each([
    '',
    'text ::add-mask::x',
    '\ufeff::add-mask::x',
    ':add-mask::x',
    '::add-mask:x',
    '::add-mask',
    '::add-mask ',
    ':: add-mask::x',
    '::constructor::x',
    '##[error',
    '##[nothing]x'
  ])('is plain output: %j', (line) => {
    expect(parseCommand(line, isKnown)).toBeUndefined();
  });

  test('reads everything that the toolkit writes', () => {
    const write = process.stdout.write.bind(process.stdout);
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary', minLength: 1 }),
        (data, title) => {
          let line = '';
          process.stdout.write = (text: string | Uint8Array) => {
            line += String(text);
            return true;
          };
          try {
            error(data, { title });
          } finally {
            process.stdout.write = write;
          }
          const command = parseCommand(line.slice(0, -1), isKnown);
          expect(command?.data).toBe(data);
          // A leading `=` or white space at the ends of the list is lost on GitHub too.
          if (!/^=|^\s|\s$/.test(title)) expect(command?.properties.get('title')).toBe(title);
        }
      )
    );
  });
});
