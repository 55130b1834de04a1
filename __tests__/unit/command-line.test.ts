import { describe, expect, test } from '@jest/globals';
import { parseCommandLine, UsageError } from '../../tools/demo/command-line.js';

const parse = (args: string[], env = {}) =>
  parseCommandLine(args, ['length', 'exclude-characters'], env);

test.each<[string[], Record<string, string>]>([
  [[], {}],
  [['--length', '24'], { length: '24' }],
  [['--length=24'], { length: '24' }],
  [['--length='], { length: '' }],
  [['--length', ''], { length: '' }],
  [['--exclude-characters=-_'], { 'exclude-characters': '-_' }],
  [['--exclude-characters=a=b\n'], { 'exclude-characters': 'a=b\n' }],
  [['--exclude-characters=--aws'], { 'exclude-characters': '--aws' }]
])('inputs: %j', (args, inputs) => {
  expect(parse(args)).toEqual({ inputs, settings: {}, switches: new Set() });
});

test('settings and switches are no inputs', () => {
  expect(parse(['--aws', '--recipe', 'rotate', '--length', '8', '--debug', '--help'])).toEqual({
    inputs: { length: '8' },
    settings: { recipe: 'rotate' },
    switches: new Set(['aws', 'debug', 'help'])
  });
});

describe('refuses', () => {
  test.each<[string[], string | RegExp]>([
    [['--lenght', '3'], 'Unknown option --lenght. Did you mean --length? See --help.'],
    [['--characters', 'x'], /Did you mean --exclude-characters\?/],
    [['--debugg'], /Did you mean --debug\?/],
    [['--toString', '1'], /Unknown option --toString\./],
    [['-l'], /Unknown option -l\./],
    [['length'], /Unexpected argument 'length'/],
    [['--length'], /'--length <value>' argument missing/],
    [['--length', '--aws'], /'--length' argument is ambiguous/],
    [['--exclude-characters', '-_'], /use '--exclude-characters=-XYZ'/],
    [['--length', '3', '--length', '4'], '--length is set twice.'],
    [['--aws=yes'], /'--aws' does not take an argument/]
  ])('%j', (args, message) => {
    expect(() => parse(args)).toThrow(UsageError);
    expect(() => parse(args)).toThrow(message);
  });

  test.each(['exclude-characters', 'recipe'])('--%s before npm got a --', (name) => {
    const env = { [`npm_config_${name.replace('-', '_')}`]: 'true' };
    expect(() => parse(['x'], env)).toThrow(
      `Write -- before the options: npm start -- --${name} …`
    );
  });
});
