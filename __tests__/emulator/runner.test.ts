import { describe, expect, test } from '@jest/globals';
import { error } from '@actions/core';
import fc from 'fast-check';
import { FlagError, parseFlags } from '../../tools/demo/flags.js';
import { SecretMasker } from '../../emulator/runner/secret-masker.js';
import { jobOutput, nodeFor } from '../../emulator/runner/runner.js';
import { parseCommand, parseCommandFile } from '../../emulator/runner/workflow-command.js';

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
      'the older form, anywhere',
      'see ##[error title=a;file=b]c %5D%3B',
      'error',
      { title: 'a', file: 'b' },
      'c ];'
    ],
    ['the older form in a line of the newer', '::nothing::##[error]x', 'error', {}, 'x']
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

  test('reads back whatever the toolkit writes', () => {
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
    ['a delimiter at the very end', 'a<<E\nb\nE', [['a', 'b']]],
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
    ['a line that only starts with it', 'a<<E\nEE\nE\n', [['a', 'EE']]],
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

describe('jobOutput', () => {
  const masker = new SecretMasker();
  masker.addMask('p@ssword');
  test.each<[string, string | undefined, string]>([
    ['arn:aws:1', 'arn:aws:1', "Set output 'x'"],
    ['p@ssword', undefined, "Warning: Skip output 'x' since it may contain secret."],
    ['a p%40ssword b', undefined, "Warning: Skip output 'x' since it may contain secret."],
    ['', undefined, "##[debug]Skip output 'x' since it's empty"]
  ])('%j', (value, passed, message) => {
    expect(jobOutput('x', value, masker)).toEqual({ ...(passed && { value: passed }), message });
  });
});

describe('nodeFor', () => {
  const running = process.versions.node;
  const major = Number.parseInt(running, 10);

  test('the version that runs now', () => {
    expect(nodeFor(`node${major}`)).toEqual({ path: process.execPath });
  });

  test('an older version: the one that runs now, with a note', () => {
    expect(nodeFor('node18')).toEqual({
      path: process.execPath,
      note: `Using Node ${running} in place of Node 18.`
    });
  });

  test('a newer version is refused with the remedy', () => {
    expect(() => nodeFor('node99')).toThrow(
      `action.yml asks for Node 99, but this is Node ${running}. ` +
        'Start it as an npm script, or with Node 99 or later.'
    );
  });

  test.each(['docker', 'node', 'composite'])('%s is no Node', (using) => {
    expect(() => nodeFor(using)).toThrow(`runs.using is '${using}'`);
  });
});

describe('parseFlags', () => {
  const parse = (...args: string[]) => {
    const { inputs, switches } = parseFlags(
      args,
      ['length', 'exclude-characters'],
      ['aws', 'debug']
    );
    return { ...inputs, ...Object.fromEntries([...switches].map((name) => [name, true])) };
  };

  test.each<[string[], Record<string, unknown>]>([
    [[], {}],
    [['--length', '24', '--aws'], { length: '24', aws: true }],
    [['--length=24'], { length: '24' }],
    [['--length='], { length: '' }],
    [['--length', ''], { length: '' }],
    [['--exclude-characters', '-_'], { 'exclude-characters': '-_' }],
    [['--exclude-characters', '--'], { 'exclude-characters': '--' }],
    [['--exclude-characters=a=b\n'], { 'exclude-characters': 'a=b\n' }],
    [['--exclude-characters=--aws'], { 'exclude-characters': '--aws' }]
  ])('%j', (args, expected) => {
    expect(parse(...args)).toEqual(expected);
  });

  test.each<[string[], RegExp]>([
    [['--lenght', '3'], /no --lenght\. Did you mean --length\?/],
    [['--characters', 'x'], /Did you mean --exclude-characters\?/],
    [['--debugg'], /Did you mean --debug\?/],
    [['--toString', '1'], /There is no --toString/],
    [['length'], /'length' is no flag/],
    [['-l'], /'-l' is no flag/],
    [['--length'], /--length needs a value/],
    [['--length', '--aws'], /--length needs a value, and --aws is a flag/],
    [['--length', '--length=3'], /--length needs a value/],
    [['--length', '3', '--length', '4'], /given twice/],
    [['--aws=yes'], /--aws takes no value; got 'yes'/]
  ])('%j is refused', (args, message) => {
    expect(() => parse(...args)).toThrow(FlagError);
    expect(() => parse(...args)).toThrow(message);
  });
});
